//! What must stay true when a pact or a question changes in a known direction.

use mithaq_pact::{CommitmentQuestion, Pact, Stance};
use proptest::prelude::*;

use crate::differential::{random_handling, random_release};
use crate::scene::{Asked, Clause, Dice, Scene, middle, parsed};

fn ask(pact: &Pact, asked: &Asked) -> Stance {
    let question = CommitmentQuestion::parse(
        &asked.member,
        &asked.activity,
        &asked.theatre,
        asked.partner.as_deref(),
        asked.to.as_deref(),
    );
    let question = question.unwrap().in_mode(asked.mode.as_deref()).unwrap();
    pact.ask(&question, middle(asked.month)).unwrap().stance
}

/// Nothing `wider` permits was forbidden before: no undertaking appears, and no release.
fn permits_no_more(before: &Scene, after: &Scene, dice: &mut Dice) -> Result<(), TestCaseError> {
    let (Some(old), Some(new)) = (parsed(before), parsed(after)) else {
        return Ok(());
    };
    for _ in 0..15 {
        let asked = before.question(dice);
        if ask(&new, &asked) == Stance::Undertaken {
            prop_assert_eq!(
                ask(&old, &asked),
                Stance::Undertaken,
                "{:?}\n{}",
                asked,
                after.toml()
            );
        }
        let (wanted, question, originator) = random_release(before, dice);
        let handling = random_handling(before, dice);
        let permitted = |pact: &Pact| {
            let at = middle(wanted.month);
            pact.release(&question, &originator, &handling, at)
                .unwrap()
                .permitted()
        };
        prop_assert!(
            permitted(&old) || !permitted(&new),
            "{:?}\n{}",
            wanted,
            after.toml()
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn adding_a_refusal_never_permits_more(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let before = Scene::random(dice);
        let mut after = before.clone();
        after.clauses.push(Clause {
            id: "added".to_owned(),
            member: dice.pick(&before.members).clone(),
            stance: "refused",
            activity: dice.some(&before.known_activities(), 2),
            all: dice.some(&before.known_theatres(), 2),
            but: Vec::new(),
            partner: None,
            to: None,
            mode: None,
            from: 1,
            until: None,
            reserved: false,
        });
        permits_no_more(&before, &after, dice)?;
    }

    #[test]
    fn widening_a_refusing_clause_never_permits_more(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let before = Scene::random(dice);
        let mut after = before.clone();
        let known = before.known_theatres();
        for clause in after.clauses.iter_mut().filter(|c| c.stance == "refused") {
            match dice.below(5) {
                0 => clause.activity.push("any".to_owned()),
                1 => clause.partner = None,
                2 => {
                    clause.to = None;
                    clause.mode = None;
                }
                3 => clause.until = None,
                _ => {
                    let more = dice.pick(&known).clone();
                    clause.but.clear();
                    clause.all.push(more);
                }
            }
        }
        permits_no_more(&before, &after, dice)?;
    }

    #[test]
    fn narrowing_a_question_never_loses_its_stance_to_silence(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let scene = Scene::random(dice);
        let pact = parsed(&scene);
        prop_assume!(pact.is_some());
        let pact = pact.unwrap();
        let (theatres, activities) = (scene.known_theatres(), scene.known_activities());
        for _ in 0..20 {
            let wide = scene.question(dice);
            let mut narrow = wide.clone();
            let (theatre, activity) = (dice.pick(&theatres), dice.pick(&activities));
            if pact.theatre_within(&theatre.parse().unwrap(), &wide.theatre.parse().unwrap()) {
                narrow.theatre.clone_from(theatre);
            }
            if pact.activity_within(&activity.parse().unwrap(), &wide.activity.parse().unwrap()) {
                narrow.activity.clone_from(activity);
            }
            if wide.partner.is_none() {
                narrow.partner = Some(dice.pick(&scene.known_partners()).clone());
            }
            if wide.mode.is_none() {
                narrow.mode = Some((*dice.pick(&crate::scene::MODES)).to_owned());
            }
            if wide.to.is_none() {
                narrow.to = Some(dice.pick(&theatres).clone());
            }
            // `Stance` is ordered strongest first.
            prop_assert!(ask(&pact, &narrow) <= ask(&pact, &wide), "{:?} {:?}\n{}", wide, narrow, scene.toml());
        }
    }
}
