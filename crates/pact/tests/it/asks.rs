//! The worked cases that come with the source's pact.

use std::path::Path;

use jiff::Timestamp;
use mithaq_pact::{CommitmentQuestion, Pact};

fn pacts() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts")
}

#[test]
fn every_worked_case_is_answered_as_the_source_says() {
    let pact = Pact::read(&pacts().join("maghreb-sahel.toml")).unwrap();
    let at: Timestamp = "2014-10-01T00:00:00Z".parse().unwrap();
    let mut rows = 0;
    for row in csv::Reader::from_path(pacts().join("asks.csv"))
        .unwrap()
        .records()
    {
        let row = row.unwrap();
        let [member, activity, theatre, route_to, partner, expect, basis] =
            [0, 1, 2, 3, 4, 5, 6].map(|n| &row[n]);
        let question =
            CommitmentQuestion::parse(member, activity, theatre, Some(partner), Some(route_to));
        let answer = pact.ask(&question.unwrap(), at).unwrap();
        assert_eq!(answer.stance.as_str(), expect, "{row:?}");
        let rests_on_it = answer.clauses.iter().any(|id| {
            let clause = pact.clause(id).unwrap();
            clause
                .statements
                .iter()
                .any(|s| s.as_str().ends_with(&format!("-{basis}")))
        });
        assert!(
            basis.is_empty() || rests_on_it,
            "{row:?}: {:?}",
            answer.clauses
        );
        rows += 1;
    }
    assert_eq!(rows, 23);
}

#[test]
fn assistance_anywhere_is_silent_with_two_partial_clauses() {
    let pact = Pact::read(&pacts().join("maghreb-sahel.toml")).unwrap();
    let at: Timestamp = "2014-10-01T00:00:00Z".parse().unwrap();
    let question = CommitmentQuestion::parse("dz", "assistance", "world", None, None).unwrap();
    let answer = pact.ask(&question, at).unwrap();
    assert_eq!(answer.stance.as_str(), "silent");
    assert_eq!(answer.partial.len(), 2, "{:?}", answer.partial);
}

#[test]
fn before_its_first_month_the_pact_is_silent() {
    let pact = Pact::read(&pacts().join("maghreb-sahel.toml")).unwrap();
    let question = CommitmentQuestion::parse("dz", "military-operation", "sy", None, None).unwrap();
    let ask = |at: &str| pact.ask(&question, at.parse().unwrap()).unwrap().stance;
    assert_eq!(ask("2014-08-31T23:59:59Z").as_str(), "silent");
    assert_eq!(ask("2014-09-01T00:00:00Z").as_str(), "refused");
}

#[test]
fn the_policies_pass_strict_validation() {
    let pact = Pact::read(&pacts().join("maghreb-sahel.toml")).unwrap();
    assert_eq!(pact.validate_cedar(), Ok(Vec::new()));
}
