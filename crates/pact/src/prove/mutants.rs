//! Compilers that err, and the proofs that find them out: no kind of proof holds for want of anything to prove.

use std::collections::BTreeSet;
use std::path::Path;

#[path = "../../tests/cvc5/mod.rs"]
mod cvc5;

use super::solver::Solver;
use super::{Outcome, ProofKind, ProveError, SolverProgram, demand};
use crate::Pact;
use cvc5::cvc5;

fn seed() -> Pact {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    Pact::read(&path).unwrap()
}

/// The seed by a compiler that errs.
fn miscompiled(as_left: impl Fn(&str, String) -> String) -> Pact {
    seed().miscompiled(as_left).unwrap()
}

/// What is demanded of this kind and does not hold, and what the program itself is caught at.
fn broken(pact: &Pact, kind: ProofKind) -> BTreeSet<String> {
    let mut solver = Solver::start(pact.model(), pact.space(), &SolverProgram::default()).unwrap();
    let mut demands = demand::all(pact, None).unwrap();
    demands.extend(demand::faithful(pact).unwrap());
    let of_kind = demands.iter().filter(|demand| demand.kind == kind);
    of_kind
        .filter(
            |demand| match demand.task.settle(pact, &mut solver, &demand.about) {
                Ok(outcome) => matches!(outcome, Outcome::Fails { .. }),
                Err(ProveError::Defect { .. }) => true,
                Err(error) => panic!("{}: {error}", demand.about),
            },
        )
        .map(|demand| demand.about.clone())
        .collect()
}

/// A compiler that leaves out what a policy asks for.
fn without<'a>(
    policies: &'a [&'a str],
    condition: &'a str,
) -> impl Fn(&str, String) -> String + 'a {
    move |id, text| {
        if !policies.contains(&id) {
            return text;
        }
        let head = text.split(" when {").next().unwrap_or_default();
        let head = head.split(" unless {").next().unwrap_or_default();
        let head = head.split("\nwhen {").next().unwrap_or_default();
        let head = head.split("\nunless {").next().unwrap_or_default();
        format!("{head} when {{ {condition} }};\n")
    }
}

#[test]
fn a_compiler_that_drops_a_field_of_handling_is_found_out() {
    if !cvc5() {
        return;
    }
    for field in [
        "release_to",
        "services",
        "uses",
        "onward",
        "activities",
        "theatres",
        "until",
    ] {
        let policy = format!("handling:{field}");
        let pact = miscompiled(without(&[&policy], "false"));
        let about = format!("handling.{field}");
        assert_eq!(broken(&pact, ProofKind::Handling), BTreeSet::from([about]));
        let feeds_operations = !broken(&pact, ProofKind::Mediation).is_empty();
        assert_eq!(feeds_operations, field == "activities", "{field}");
    }
}

#[test]
fn a_compiler_that_lets_oversight_act_or_not_read_is_found_out() {
    if !cvc5() {
        return;
    }
    for condition in [
        "true",
        "false",
        "context.use == Use::\"act\"",
        "context.use == Use::\"read\" && context.at > 0",
    ] {
        let pact = miscompiled(without(&["rule:oversight"], condition));
        assert_eq!(broken(&pact, ProofKind::Oversight).len(), 1, "{condition}");
    }
}

#[test]
fn a_compiler_that_loses_a_refusal_is_found_out_by_the_questions_it_refused() {
    if !cvc5() {
        return;
    }
    for clause in [
        "dz-nothing-elsewhere",
        "dz-no-intervention",
        "dz-no-military-funding",
    ] {
        let policy = format!("{clause}/covers");
        let pact = miscompiled(without(&[&policy], "false"));
        let broken = broken(&pact, ProofKind::RefusalAnswered);
        assert!(broken.contains(&format!("clauses.{clause}")), "{broken:?}");
    }
}

/// The seed in which Algeria and the United States undertake anything anywhere, but for what is refused.
fn generous() -> Pact {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    let mut text = std::fs::read_to_string(path).unwrap();
    for member in ["dz", "us"] {
        text += &format!(
            "\n[clauses.{member}-all]\nmember = \"{member}\"\nstance = \"undertaken\"\nactivity = \"any\"\ntheatre = \"world\"\n\
             from = \"2014-09\"\nstatements = [\"elkhabar-2014-09-F3\"]\ntext.en = \"All\"\n"
        );
    }
    Pact::parse("generous.toml", &text).unwrap()
}

#[test]
fn a_compiler_that_loses_a_refusal_is_found_out_by_what_others_undertake() {
    if !cvc5() {
        return;
    }
    for (policy, kind, about) in [
        (
            "dz-no-military-funding/release",
            ProofKind::Obligation,
            "obligations.no-use-for-military-funding",
        ),
        (
            "dz-no-military-funding/release",
            ProofKind::RefusalOfUse,
            "clauses.dz-no-military-funding",
        ),
        (
            "dz-no-military-funding/own",
            ProofKind::RefusalByMember,
            "clauses.dz-no-military-funding",
        ),
    ] {
        assert_eq!(broken(&generous(), kind), BTreeSet::new(), "{kind}");
        let pact = generous().miscompiled(without(&[policy], "false")).unwrap();
        let broken = broken(&pact, kind);
        assert!(broken.contains(about), "{kind}: {broken:?}");
    }
}

#[test]
fn a_policy_that_can_error_is_found_out() {
    if !cvc5() {
        return;
    }
    let overflows = |id: &str, text: String| {
        if id == "dz-assistance/covers" {
            text.replace("context.at >=", "context.at + 9000000000000000000 >=")
        } else {
            text
        }
    };
    let pact = miscompiled(overflows);
    let about = BTreeSet::from(["clauses.dz-assistance".to_owned()]);
    assert_eq!(broken(&pact, ProofKind::NoError), about);
}

#[test]
fn a_compiler_that_writes_a_clause_wider_or_narrower_is_found_out() {
    if !cvc5() {
        return;
    }
    assert_eq!(broken(&seed(), ProofKind::Faithful), BTreeSet::new());
    let wider = [
        (
            "dz-assistance/covers",
            "context.at >= 1409529600000000 && [Activity::\"assistance\", Activity::\"training\", Activity::\"equipment\", \
             Activity::\"logistics\"].containsAll(context.activity)",
        ),
        (
            "dz-assistance/release",
            "resource has originator && resource.originator == Party::\"dz\" && principal != Party::\"dz\" && \
             context.at >= 1409529600000000",
        ),
        ("dz-no-military-funding/release", "false"),
        ("dz-no-military-funding/own", "resource has originator"),
    ];
    for (policy, condition) in wider {
        let pact = miscompiled(without(&[policy], condition));
        let (clause, _) = policy.split_once('/').unwrap();
        let about = BTreeSet::from([format!("clauses.{clause}")]);
        assert_eq!(broken(&pact, ProofKind::Faithful), about, "{policy}");
    }
    let turned = |id: &str, text: String| match id {
        "dz-assistance/release" => text.replacen("permit", "forbid", 1),
        _ => text,
    };
    let about = BTreeSet::from(["clauses.dz-assistance".to_owned()]);
    assert_eq!(broken(&miscompiled(turned), ProofKind::Faithful), about);
}

#[test]
fn a_clause_that_the_policies_never_cite_is_found_out() {
    if !cvc5() {
        return;
    }
    let pact = miscompiled(without(&["dz-assistance/covers"], "false"));
    let about = BTreeSet::from(["clauses.dz-assistance".to_owned()]);
    assert_eq!(broken(&pact, ProofKind::Alive), about);
}
