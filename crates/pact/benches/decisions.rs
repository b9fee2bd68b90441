//! What a decision costs, cold and remembered, on seeded pacts of 15 members, 60 theatres and 40 activities.
//!
//! `cargo bench -p mithaq-pact --bench decisions` prints one table. A cold question is asked of a pact that has not
//! answered it before, with no `Decider`, and the least of five askings counts (a pact remembers nothing, so each is as
//! cold as the first); "the slowest" is the question that takes longest of all asked: the widest. A comparison is with
//! a version in which one refusal is turned round, and one in which a grouping is drawn wider.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/large/mod.rs"]
mod large;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mithaq_notice::{Handling, MemberId, Originator, Use};
use mithaq_pact::{
    Caller, CommitmentQuestion, Decider, Pact, ProfileId, Profiles, ReleaseQuestion, Role, diff,
};

const SIZES: [usize; 3] = [200, 1000, 2000];

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

/// What each of these costs when asked, ascending.
fn each<T>(questions: impl Iterator<Item = T>, mut ask: impl FnMut(&T)) -> Vec<Duration> {
    let mut costs: Vec<Duration> = questions
        .map(|question| {
            let once = || {
                let start = Instant::now();
                ask(&question);
                start.elapsed()
            };
            std::iter::repeat_with(once)
                .take(5)
                .min()
                .unwrap_or_default()
        })
        .collect();
    costs.sort_unstable();
    costs
}

struct Table(Vec<(&'static str, Vec<Duration>)>);

impl Table {
    fn row(&mut self, what: &'static str, cost: Duration) {
        match self.0.iter_mut().find(|(known, _)| *known == what) {
            Some((_, costs)) => costs.push(cost),
            None => self.0.push((what, vec![cost])),
        }
    }

    fn print(&self) {
        print!("{:<44}", "");
        for clauses in SIZES {
            print!(" {:>14}", format!("{clauses} clauses"));
        }
        println!();
        for (what, costs) in &self.0 {
            print!("{what:<44}");
            for cost in costs {
                print!(" {:>14}", format!("{cost:.1?}"));
            }
            println!();
        }
    }
}

/// Every third of the questions there are: each activity in each theatre, the members in turn.
fn questions(pact: &Pact) -> Vec<(MemberId, MemberId, String, String)> {
    let members: Vec<MemberId> = pact.members().map(|m| m.id.clone()).collect();
    let theatres = pact.theatres().map(|t| t.id.to_string());
    let theatres: Vec<String> = theatres
        .chain(["world", "sy", "fr"].map(str::to_owned))
        .collect();
    let activities = pact.activities().map(|a| a.id.to_string());
    let activities: Vec<String> = activities.chain(["any".to_owned()]).collect();
    let mut all = Vec::new();
    for activity in &activities {
        for theatre in &theatres {
            let (one, other) = (
                all.len() % members.len(),
                (all.len() / 7 + 1) % members.len(),
            );
            all.push((
                members[one].clone(),
                members[other].clone(),
                activity.clone(),
                theatre.clone(),
            ));
        }
    }
    all.into_iter().step_by(3).collect()
}

fn measure(clauses: usize, table: &mut Table) {
    let at = "2020-06-15T00:00:00Z".parse().unwrap();
    let text = large::large_pact(1, clauses);
    table.row(
        "reading and compiling the file",
        per_call(1, |_| {
            drop(black_box(Pact::parse("bench.toml", &text).unwrap()));
        }),
    );
    let pact = Arc::new(Pact::parse("bench.toml", &text).unwrap());
    table.row(
        "  beside it, Cedar's validator: tests run it",
        per_call(1, |_| {
            black_box(pact.validate_cedar().unwrap());
        }),
    );
    let asked = questions(&pact);
    let costs = each(asked.iter(), |(member, partner, activity, theatre)| {
        let question = CommitmentQuestion::parse(
            member.as_str(),
            activity,
            theatre,
            Some(partner.as_str()),
            None,
        );
        black_box(pact.ask(&question.unwrap(), at).unwrap());
    });
    table.row("a commitment question, cold", median(costs.clone()));
    table.row(
        "  the slowest of them",
        costs.last().copied().unwrap_or_default(),
    );
    let question = |caller: &MemberId, activity: &str, theatre: &str| ReleaseQuestion {
        caller: Caller {
            member: caller.clone(),
            service: "border".parse().unwrap(),
            role: Role::Service,
        },
        activity: activity.parse().unwrap(),
        theatre: theatre.parse().unwrap(),
        wanted: Use::Screen,
    };
    let handling = Handling::public();
    let costs = each(asked.iter(), |(caller, originator, activity, theatre)| {
        let originator = Originator::Member(originator.clone());
        let question = question(caller, activity, theatre);
        black_box(pact.release(&question, &originator, &handling, at).unwrap());
    });
    table.row("a release question, cold", median(costs.clone()));
    table.row(
        "  the slowest of these",
        costs.last().copied().unwrap_or_default(),
    );
    for (what, from, to) in [
        (
            "comparing: a refusal turned round",
            "stance = \"refused\"",
            "stance = \"undertaken\"",
        ),
        (
            "  a grouping drawn wider",
            "includes = [\"bf\", \"ml\",",
            "includes = [\"sn\", \"bf\", \"ml\",",
        ),
    ] {
        let next = Pact::parse("next.toml", &text.replacen(from, to, 1)).unwrap();
        let start = Instant::now();
        black_box(diff(&pact, &next, &Profiles::new()));
        table.row(what, start.elapsed());
    }
    let mut profiles = Profiles::new();
    for member in pact.members() {
        profiles.intern(&Originator::Member(member.id.clone()), &handling);
    }
    let decider = Decider::new(pact);
    let (caller, _, activity, theatre) = &asked[1];
    let known = question(caller, activity, theatre);
    table.row(
        "what a known class may use (15 profiles)",
        per_call(1_000_000, |_| {
            black_box(decider.permitted(black_box(&known), &profiles, at).unwrap());
        }),
    );
    let permitted = decider.permitted(&known, &profiles, at).unwrap();
    table.row(
        "filtering a million notices by profile",
        per_call(1, |_| {
            let some = (0..1_000_000_u32)
                .filter(|n| permitted.allows(ProfileId(n % 15)))
                .count();
            black_box(some);
        }),
    );
}

fn main() {
    let mut table = Table(Vec::new());
    for clauses in SIZES {
        measure(clauses, &mut table);
    }
    table.print();
}
