//! Who covers a flow's legs, and where nobody does.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::ClauseId;
use mithaq_pact::{CommitmentQuestion, Pact, Place, Stance};
use proptest::prelude::*;

use crate::scene::{Dice, Made, Scene, middle};

fn place(pact: &Pact, places: &[Place], leaf: &str) -> bool {
    let leaf = leaf.parse().unwrap();
    places
        .iter()
        .any(|p| p.theatre == leaf || !p.rest && pact.theatre_within(&leaf, &p.theatre))
}

/// Whether some member undertakes the activity in a place that has no parts, whatever moves towards `to`, worked out by asking.
fn closed(pact: &Pact, activity: &str, leaf: &str, to: &str, at: Timestamp) -> bool {
    let touching =
        |member: &str, partner: Option<&str>| -> (BTreeSet<ClauseId>, BTreeSet<ClauseId>) {
            let question =
                CommitmentQuestion::parse(member, activity, leaf, partner, Some(to)).unwrap();
            let answer = pact.ask(&question, at).unwrap();
            let covering: BTreeSet<ClauseId> = answer.clauses.into_iter().collect();
            let touching = covering.iter().cloned().chain(answer.partial).collect();
            (covering, touching)
        };
    pact.clauses()
        .filter(|c| c.stance == Stance::Undertaken)
        .any(|clause| {
            let member = clause.member.as_str();
            let asked: Vec<Option<&str>> = match &clause.partner {
                None => vec![None],
                Some(partners) => partners.iter().map(|p| Some(p.as_str())).collect(),
            };
            let answers: Vec<_> = asked.into_iter().map(|p| touching(member, p)).collect();
            let covers = answers
                .iter()
                .all(|(covering, _)| covering.contains(&clause.id));
            // Asked with nobody, a refusal towards somebody touches only in part, and leaves the rest.
            let refused = pact
                .clauses()
                .filter(|c| c.stance == Stance::Refused)
                .any(|refusal| {
                    (clause.partner.is_some() || refusal.partner.is_none())
                        && answers
                            .iter()
                            .all(|(_, touching)| touching.contains(&refusal.id))
                });
            covers && !refused
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_place_is_a_gap_exactly_where_asking_finds_nobody_who_closes_it(seed: u64) {
        let mut dice = Dice(seed);
        let mut scene = Scene::random(&mut dice);
        for n in 0..6 {
            let mut clause = scene.clauses.first().cloned();
            if let Some(clause) = &mut clause {
                clause.id = format!("more{n}");
                clause.member = dice.pick(&scene.members).clone();
                clause.stance = *dice.pick(&["undertaken", "undertaken", "refused"]);
                clause.activity = dice.some(&scene.known_activities(), 2);
                clause.all = dice.some(&scene.known_theatres(), 3);
                clause.but = Vec::new();
                // One partner at most: what holds of each of several is another question than what holds of all.
                clause.partner = dice.one_in(2).then(|| vec!["fr".to_owned()]);
                clause.to = dice.one_in(3).then(|| dice.some(&scene.known_theatres(), 2));
            }
            scene.clauses.extend(clause);
        }
        for clause in &mut scene.clauses {
            if let Some(partner) = &mut clause.partner {
                partner.truncate(1);
                if partner.first().is_some_and(|p| p == "group") { *partner = vec!["fr".to_owned()]; }
            }
        }
        let (activity, to) = (dice.pick(&scene.known_activities()).clone(), dice.pick(&["sy", "jp"]).to_string());
        let toml = format!(
            "{}[flows.f]\nkind = \"arms\"\nfrom = \"world\"\nto = {to:?}\nactivity = {activity:?}\ntext.en = \"F\"\n",
            scene.toml()
        );
        let Ok(pact) = Pact::parse("scene.toml", &toml) else { return Ok(()) };
        let at = middle(1 + dice.below(6));
        let leg = pact.flow_covers(at).remove(0).legs.remove(0);
        let parents: BTreeSet<&str> = scene.theatres.iter().filter_map(|(_, made)| match made {
            Made::Within(parent) => Some(parent.as_str()),
            _ => None,
        }).collect();
        for leaf in ["ml", "ne", "ly", "sy", "jp", "part0", "part1", "part2"] {
            if parents.contains(leaf) { continue; }
            prop_assert_eq!(
                place(&pact, &leg.gaps, leaf),
                !closed(&pact, &activity, leaf, &to, at),
                "{} {}\n{:#?}\n{}", leaf, activity, leg, toml
            );
        }
    }
}
