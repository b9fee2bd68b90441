//! What proving a whole pact costs: the source's own, and generated ones of 15 members, 60 theatres and 40 activities.
//!
//! `cargo bench -p mithaq-pact --features prove --bench proofs [CLAUSES …]` prints one table; it needs cvc5.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/large/mod.rs"]
mod large;

use std::path::Path;
use std::time::Instant;

use mithaq_pact::{Outcome, Pact, SolverProgram, prove};

fn measure(what: &str, pact: &Pact) {
    let start = Instant::now();
    let proofs = prove(pact, None, &SolverProgram::default()).unwrap();
    let elapsed = start.elapsed();
    let noted = proofs
        .proofs
        .iter()
        .filter(|p| matches!(p.outcome, Outcome::Noted { .. }));
    println!(
        "{what:<16} {:>8} {:>8} {:>8} {:>10}",
        proofs.proofs.len(),
        noted.count(),
        proofs.failures().count(),
        format!("{elapsed:.1?}"),
    );
    for failure in proofs.failures().take(5) {
        println!(
            "  {} {}: {:?}",
            failure.kind, failure.about, failure.outcome
        );
    }
}

fn main() {
    println!(
        "{:<16} {:>8} {:>8} {:>8} {:>10}",
        "pact", "proofs", "notes", "failures", "time"
    );
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    measure("maghreb-sahel", &Pact::read(&seed).unwrap());
    let mut sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![200, 1000];
    }
    for clauses in sizes {
        let pact = Pact::parse("large.toml", &large::large_pact(1, clauses)).unwrap();
        measure(&format!("{clauses} clauses"), &pact);
    }
}
