//! The Cedar route and the plain reading of the rules agree: 300 random pacts, 40 questions of each kind on each.

use std::collections::BTreeSet;

use mithaq_notice::{
    ActivityId, Handling, IssuerId, MemberId, Obligation, Originator, Restriction, ServiceId,
    TheatreId, Use, Uses,
};
use mithaq_pact::{Caller, CommitmentQuestion, ReleaseQuestion, Role};
use proptest::prelude::*;

use crate::oracle::{self, Wanted};
use crate::scene::{Dice, Scene, middle, parsed};

pub fn random_handling(scene: &Scene, dice: &mut Dice) -> Handling {
    fn only<T: Ord + std::str::FromStr<Err: std::fmt::Debug>>(ids: &[String]) -> Restriction<T> {
        Restriction::only(ids.iter().map(|id| id.parse().unwrap()))
    }
    // Half of all notices leave the answer to the clauses.
    if dice.one_in(2) {
        return Handling::public();
    }
    let mut one = || Handling {
        release_to: match dice.below(3) {
            0 => only::<MemberId>(&dice.some(&scene.known_partners(), 4)),
            _ => Restriction::none(),
        },
        services: match dice.below(4) {
            0 => only::<ServiceId>(&["border".to_owned()]),
            _ => Restriction::none(),
        },
        activities: match dice.below(3) {
            0 => only::<ActivityId>(&dice.some(&scene.known_activities(), 3)),
            _ => Restriction::none(),
        },
        theatres: match dice.below(3) {
            0 => only::<TheatreId>(&dice.some(&scene.known_theatres(), 3)),
            _ => Restriction::none(),
        },
        uses: Uses::from_iter([*dice.pick(&Use::ALL), *dice.pick(&Use::ALL)]),
        onward: match dice.below(3) {
            0 => Restriction::only([]),
            1 => only::<MemberId>(&dice.some(&scene.known_partners(), 2)),
            _ => Restriction::none(),
        },
        until: dice.one_in(3).then(|| middle(1 + dice.below(9))),
        obligations: BTreeSet::from([*dice.pick(&Obligation::ALL)]),
    };
    let first = one();
    // Half of them are meets of two.
    if first.until.is_some() {
        first.meet(&one())
    } else {
        first
    }
}

pub fn random_release(scene: &Scene, dice: &mut Dice) -> (Wanted, ReleaseQuestion, Originator) {
    let mut asked = scene.question(dice);
    let mut of = dice.pick(&scene.members).clone();
    // Half of all questions are about what somebody undertakes: elsewhere little is permitted to begin with.
    let undertaken = scene.clauses.iter().filter(|c| c.stance == "undertaken");
    let undertaken: Vec<_> = undertaken.collect();
    if !undertaken.is_empty() && dice.one_in(2) {
        let clause = dice.pick(&undertaken);
        of.clone_from(&clause.member);
        asked.activity.clone_from(dice.pick(&clause.activity));
        asked.theatre.clone_from(dice.pick(&clause.all));
        asked.month = clause.from + dice.below(3);
    }
    let wanted = Wanted {
        caller: asked.member,
        service: (*dice.pick(&["border", "fiu"])).to_owned(),
        oversight: dice.one_in(12),
        activity: asked.activity,
        theatre: asked.theatre,
        usage: *dice.pick(&Use::ALL),
        month: asked.month,
    };
    let originator = if dice.one_in(8) {
        Originator::Issuer(IssuerId::new("un").unwrap())
    } else {
        Originator::Member(of.parse().unwrap())
    };
    let question = ReleaseQuestion {
        caller: Caller {
            member: wanted.caller.parse().unwrap(),
            service: wanted.service.parse().unwrap(),
            role: if wanted.oversight {
                Role::Oversight
            } else {
                Role::Service
            },
        },
        activity: wanted.activity.parse().unwrap(),
        theatre: wanted.theatre.parse().unwrap(),
        wanted: wanted.usage,
    };
    (wanted, question, originator)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_commitment_question_is_answered_as_the_plain_rules_say(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let scene = Scene::random(dice);
        let pact = parsed(&scene);
        prop_assume!(pact.is_some());
        let pact = pact.unwrap();
        for _ in 0..40 {
            let asked = scene.question(dice);
            let question = CommitmentQuestion::parse(
                &asked.member,
                &asked.activity,
                &asked.theatre,
                asked.partner.as_deref(),
                asked.to.as_deref(),
            ).unwrap().in_mode(asked.mode.as_deref()).unwrap();
            let answer = pact.ask(&question, middle(asked.month)).unwrap();
            let ids = |list: &[mithaq_notice::ClauseId]| list.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
            let found = (answer.stance.to_string(), ids(&answer.clauses), ids(&answer.partial));
            prop_assert_eq!(found, oracle::commitment(&scene, &asked), "{:?}\n{}", asked, scene.toml());
        }
    }

    #[test]
    fn every_release_question_is_answered_as_the_plain_rules_say(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let scene = Scene::random(dice);
        let pact = parsed(&scene);
        prop_assume!(pact.is_some());
        let pact = pact.unwrap();
        for _ in 0..40 {
            let (wanted, question, originator) = random_release(&scene, dice);
            let handling = random_handling(&scene, dice);
            let answer = pact.release(&question, &originator, &handling, middle(wanted.month)).unwrap();
            let expected = oracle::release(&scene, &wanted, &originator, &handling);
            prop_assert_eq!(answer.permitted(), expected, "{:?} {:?} {:?} {:?}\n{}", wanted, originator, handling, answer, scene.toml());
        }
    }

    #[test]
    fn whatever_the_pact_its_policies_pass_strict_validation(seed in 0_u64..40) {
        let scene = Scene::random(&mut Dice(seed));
        let pact = parsed(&scene);
        prop_assume!(pact.is_some());
        prop_assert_eq!(pact.unwrap().validate_cedar(), Ok(Vec::new()));
    }
}
