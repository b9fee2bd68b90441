//! What a decision costs, cold and remembered, on a seeded pact of 15 members, 60 theatres and 40 activities.
//!
//! `cargo bench -p mithaq-pact --bench decisions` prints one table: medians of nine runs.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mithaq_notice::{Handling, Originator, Use};
use mithaq_pact::{Caller, CommitmentQuestion, Decider, Pact, Profiles, ReleaseQuestion, Role};

const MEMBERS: [&str; 15] = [
    "dz", "us", "ml", "mr", "ne", "td", "bf", "ly", "tn", "ma", "eg", "ng", "fr", "it", "es",
];

/// A pact of so many clauses; the same for every run.
fn pact(clauses: usize) -> String {
    let mut seed = 1_u64;
    let mut below = |n: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % n
    };
    let mut out = String::from(
        "[pact]\nid = \"bench\"\nversion = 1\nstatus = \"in-force\"\ntitle.en = \"Bench\"\n\
         [issuers.un]\nname.en = \"UN\"\n[sources.s]\nname.en = \"S\"\nkind = \"person\"\n\
         [statements.st]\nchain = [\"s\"]\ndate = \"2014-01\"\nlanguage = \"en\"\nclaim = \"stance\"\ntext.en = \"T\"\n",
    );
    for member in MEMBERS {
        let _ = writeln!(out, "[members.{member}]\nname.en = \"{member}\"");
    }
    for n in 0..60 {
        let country = MEMBERS[below(15)];
        let _ = if n < 40 {
            writeln!(
                out,
                "[theatres.t{n}]\nname.en = \"t\"\nwithin = \"{country}\""
            )
        } else {
            let other = below(40);
            writeln!(
                out,
                "[theatres.t{n}]\nname.en = \"t\"\nincludes = [\"{country}\", \"t{other}\"]"
            )
        };
    }
    for n in 0..40 {
        let parent = if n < 8 {
            "any".to_owned()
        } else {
            format!("a{}", below(n))
        };
        let _ = writeln!(
            out,
            "[activities.a{n}]\nname.en = \"a\"\nwithin = \"{parent}\""
        );
    }
    for n in 0..clauses {
        let (member, stance) = (
            MEMBERS[below(15)],
            ["undertaken", "refused", "undertaken"][below(3)],
        );
        let (activity, theatre, month) = (below(40), below(60), 1 + below(12));
        let _ = writeln!(
            out,
            "[clauses.c{n}]\nmember = \"{member}\"\nstance = \"{stance}\"\nactivity = \"a{activity}\"\n\
             theatre = {}\nfrom = \"2014-{month:02}\"\nuntil = \"20{}-12\"\nstatements = [\"st\"]\ntext.en = \"C\"",
            if below(10) == 0 {
                format!("{{ all = \"world\", but = \"t{theatre}\" }}")
            } else {
                format!("\"t{theatre}\"")
            },
            30 + n % 60,
        );
    }
    out
}

fn median(mut runs: Vec<Duration>) -> Duration {
    runs.sort_unstable();
    runs[runs.len() / 2]
}

/// The median over nine runs of what one call costs.
fn per_call(calls: u32, mut call: impl FnMut(u32)) -> Duration {
    let run = |call: &mut dyn FnMut(u32)| {
        let start = Instant::now();
        (0..calls).for_each(call);
        start.elapsed() / calls
    };
    median((0..9).map(|_| run(&mut call)).collect())
}

fn main() {
    let at = "2020-06-15T00:00:00Z".parse().unwrap();
    println!("{:<44} {:>14} {:>14}", "", "200 clauses", "2,000 clauses");
    let mut rows: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut row = |what, cost| match rows.iter_mut().find(|(known, _)| *known == what) {
        Some((_, costs)) => costs.push(cost),
        None => rows.push((what, vec![cost])),
    };
    for clauses in [200, 2000] {
        let text = pact(clauses);
        row(
            "reading and compiling the file",
            per_call(1, |_| {
                black_box(Pact::parse("bench.toml", &text).unwrap());
            }),
        );
        let pact = Arc::new(Pact::parse("bench.toml", &text).unwrap());
        let pick = |n: u32| MEMBERS[n as usize % 15];
        row(
            "a commitment question",
            per_call(500, |n| {
                let (activity, theatre) = (format!("a{}", n % 40), format!("t{}", n % 60));
                let question = CommitmentQuestion::parse(
                    pick(n),
                    &activity,
                    &theatre,
                    Some(pick(n + 1)),
                    None,
                );
                black_box(pact.ask(&question.unwrap(), at).unwrap());
            }),
        );
        let question = |n: u32| ReleaseQuestion {
            caller: Caller {
                member: pick(n).parse().unwrap(),
                service: "border".parse().unwrap(),
                role: Role::Service,
            },
            activity: format!("a{}", n % 40).parse().unwrap(),
            theatre: format!("t{}", n % 60).parse().unwrap(),
            wanted: Use::Screen,
        };
        let handling = Handling::public();
        row(
            "a release question, cold",
            per_call(500, |n| {
                let originator = Originator::Member(pick(n + 1).parse().unwrap());
                black_box(
                    pact.release(&question(n), &originator, &handling, at)
                        .unwrap(),
                );
            }),
        );
        let (decider, mut profiles) = (Decider::new(pact), Profiles::new());
        for member in MEMBERS {
            profiles.intern(&Originator::Member(member.parse().unwrap()), &handling);
        }
        let known = question(1);
        row(
            "what a known class may use (15 profiles)",
            per_call(1_000_000, |_| {
                black_box(decider.permitted(black_box(&known), &profiles, at).unwrap());
            }),
        );
        let permitted = decider.permitted(&known, &profiles, at).unwrap();
        row(
            "filtering a million notices by profile",
            per_call(1, |_| {
                let some = (0..1_000_000_u32)
                    .filter(|n| permitted.allows(mithaq_pact::ProfileId(n % 15)))
                    .count();
                black_box(some);
            }),
        );
    }
    for (what, costs) in rows {
        print!("{what:<44}");
        for cost in costs {
            print!(" {:>14}", format!("{cost:.1?}"));
        }
        println!();
    }
}
