//! The generated large pacts are pacts: they read, compile, and answer.

use mithaq_pact::{CommitmentQuestion, Pact, Stance};

use crate::large::large_pact;

#[test]
fn the_same_seed_makes_the_same_pact_and_another_seed_another() {
    assert_eq!(large_pact(1, 200), large_pact(1, 200));
    assert_ne!(large_pact(1, 200), large_pact(2, 200));
}

#[test]
fn a_large_pact_is_as_large_as_it_says_and_passes_strict_validation() {
    let pact = Pact::parse("large.toml", &large_pact(1, 200)).unwrap();
    let size = (
        pact.members().len(),
        pact.theatres().len(),
        pact.activities().len(),
        pact.clauses().len(),
    );
    assert_eq!(size, (15, 60, 40, 200));
    assert_eq!(pact.validate_cedar(), Ok(Vec::new()));
}

#[test]
fn every_stance_answers_something_in_a_large_pact() {
    let pact = Pact::parse("large.toml", &large_pact(3, 200)).unwrap();
    let at = "2020-01-01T00:00:00Z".parse().unwrap();
    let mut met = std::collections::BTreeSet::new();
    for clause in pact.clauses() {
        let (activity, theatre) = (
            clause.activity.first().unwrap(),
            clause.theatre.all.first().unwrap(),
        );
        let question = CommitmentQuestion::parse(
            clause.member.as_str(),
            activity.as_str(),
            theatre.as_str(),
            clause
                .partner
                .as_ref()
                .and_then(|p| p.first())
                .map(mithaq_pact::PartyId::as_str),
            clause
                .route
                .as_ref()
                .and_then(|r| r.to.all.first())
                .map(mithaq_notice::TheatreId::as_str),
        );
        met.insert(pact.ask(&question.unwrap(), at).unwrap().stance);
    }
    assert_eq!(met, Stance::ALL.iter().copied().collect());
}
