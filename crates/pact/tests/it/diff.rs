//! What a version changes: against every question asked of both, on random pacts, and on the source's pact.

use std::path::Path;

use mithaq_notice::{Handling, Language, Originator};
use mithaq_pact::{
    ChangedMatter as Matter, ClauseChange, ClauseTurn, CommitmentQuestion, Diff, Direction, Pact,
    Profiles, Stance, UseTurn, diff, news,
};
use proptest::prelude::*;

use crate::differential::{random_handling, random_release};
use crate::scene::{Asked, Dice, Made, STANCES, Scene, middle, parsed};

fn seed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    std::fs::read_to_string(path).unwrap()
}

fn pact(text: &str) -> Pact {
    Pact::parse("pact.toml", text).unwrap()
}

fn compared(old: &str, new: &str) -> Diff {
    diff(&pact(old), &pact(new), &Profiles::new())
}

/// The seed with one thing written otherwise.
fn changed(from: &str, to: &str) -> String {
    let text = seed();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The seed with a clause of another stance.
fn turned(clause: &str, from: &str, to: &str) -> String {
    let text = seed();
    let head = format!("[clauses.{clause}]");
    let (before, after) = text.split_once(&head).unwrap();
    let stance = |word: &str| format!("stance = \"{word}\"");
    format!(
        "{before}{head}{}",
        after.replacen(&stance(from), &stance(to), 1)
    )
}

fn only(diff: &Diff) -> &ClauseChange {
    assert_eq!(diff.clauses.len(), 1, "{:?}", diff.clauses);
    &diff.clauses[0]
}

/// Another version of a scene: some clauses gone, new, or otherwise; now and then a grouping drawn anew.
pub fn amended(scene: &Scene, dice: &mut Dice) -> Scene {
    let mut next = scene.clone();
    for _ in 0..=dice.below(2) {
        let other = Scene::random(dice);
        match (dice.below(8), other.clauses.first()) {
            (7, _) => next.live(dice),
            (0, Some(clause)) => {
                let mut clause = clause.clone();
                clause.id = format!("new{}", next.clauses.len());
                clause.reserved = false;
                next.clauses.push(clause);
            }
            (1, _) if !next.clauses.is_empty() => {
                next.clauses.remove(dice.below(next.clauses.len()));
            }
            (2, _) => {
                let known = next.known_theatres();
                if let Some((_, made @ Made::Includes(_))) = next.theatres.get_mut(3) {
                    *made = Made::Includes(dice.some(&known[1..6], 3));
                }
            }
            (kind, _) if !next.clauses.is_empty() => {
                let n = dice.below(next.clauses.len());
                let known = next.known_theatres();
                let clause = &mut next.clauses[n];
                match kind {
                    3 if !clause.reserved => clause.stance = STANCES[dice.below(3)],
                    4 => clause.all = dice.some(&known, 2),
                    5 => clause.mode = Some(vec![(*dice.pick(&crate::scene::MODES)).to_owned()]),
                    _ => clause.until = Some(clause.from + dice.below(3)),
                }
            }
            _ => {}
        }
    }
    next.heal();
    next
}

fn stance(pact: &Pact, asked: &Asked) -> Stance {
    let (partner, to) = (asked.partner.as_deref(), asked.to.as_deref());
    let question =
        CommitmentQuestion::parse(&asked.member, &asked.activity, &asked.theatre, partner, to);
    let at = middle(asked.month);
    let question = question.unwrap().in_mode(asked.mode.as_deref()).unwrap();
    pact.ask(&question, at).unwrap().stance
}

fn holds(pact: &Pact, matter: &Matter, activity: &str, theatre: &str) -> bool {
    pact.activity_within(
        &activity.parse().unwrap(),
        &matter.activity.parse().unwrap(),
    ) && pact.theatre_within(&theatre.parse().unwrap(), &matter.theatre.parse().unwrap())
}

fn within(
    at: jiff::Timestamp,
    from: Option<jiff::Timestamp>,
    until: Option<jiff::Timestamp>,
) -> bool {
    from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
}

/// Every listed change is one, and no question asked at random changes that is not within a listed one.
fn bears_out(before: &Scene, after: &Scene, dice: &mut Dice) -> Result<(), TestCaseError> {
    let (Some(old), Some(new)) = (parsed(before), parsed(after)) else {
        return Ok(());
    };
    let mut profiles = Profiles::new();
    let handling = random_handling(before, dice);
    let profile = random_release(before, dice).2;
    profiles.intern(&profile, &handling);
    let diff = diff(&old, &new, &profiles);
    let context = || format!("{diff:#?}\n{}\n=====\n{}", before.toml(), after.toml());

    for change in &diff.commitments {
        for month in 1..12 {
            if !within(middle(month), change.from, change.until) {
                continue;
            }
            for matter in &change.questions {
                let asked = Asked {
                    member: change.member.to_string(),
                    activity: matter.activity.clone(),
                    theatre: matter.theatre.clone(),
                    partner: change.partners.as_ref().map(|list| dice.pick(list).clone()),
                    to: change.routes.as_ref().map(|list| dice.pick(list).clone()),
                    mode: change.modes.as_ref().map(|list| dice.pick(list).clone()),
                    month,
                };
                prop_assert_eq!(
                    stance(&old, &asked),
                    change.was,
                    "{:?}\n{}",
                    asked,
                    context()
                );
                prop_assert_eq!(
                    stance(&new, &asked),
                    change.now,
                    "{:?}\n{}",
                    asked,
                    context()
                );
            }
        }
    }
    for _ in 0..60 {
        let asked = before.question(dice);
        let (was, now) = (stance(&old, &asked), stance(&new, &asked));
        let at = middle(asked.month);
        let listed = diff.commitments.iter().any(|change| {
            let named = |list: &Option<Vec<String>>, asked: &Option<String>| {
                list.as_ref()
                    .is_none_or(|list| asked.as_ref().is_some_and(|id| list.contains(id)))
            };
            change.member.as_str() == asked.member
                && (change.was, change.now) == (was, now)
                && within(at, change.from, change.until)
                && named(&change.partners, &asked.partner)
                && named(&change.routes, &asked.to)
                && named(&change.modes, &asked.mode)
                && change.questions.iter().any(|matter| {
                    holds(&new, matter, &asked.activity, &asked.theatre)
                        || holds(&old, matter, &asked.activity, &asked.theatre)
                })
        });
        prop_assert!(
            was == now || listed,
            "{:?}: {} {}\n{}",
            asked,
            was,
            now,
            context()
        );

        let (wanted, question, originator) = random_release(before, dice);
        if wanted.oversight {
            continue;
        }
        let permitted = |pact: &Pact, handling: &Handling| {
            let at = middle(wanted.month);
            let answer = pact.release(&question, &originator, handling, at);
            answer.unwrap().permitted()
        };
        let public = Handling::public();
        let (was, now) = (permitted(&old, &public), permitted(&new, &public));
        let verdict = if now {
            [Direction::OnlyWidens, Direction::Mixed]
        } else {
            [Direction::OnlyNarrows, Direction::Mixed]
        };
        prop_assert!(
            was == now || verdict.contains(&diff.verdict),
            "{:?}\n{}",
            wanted,
            context()
        );
        let turn = if now {
            UseTurn::BecomesPermitted
        } else {
            UseTurn::Stops
        };
        let at = middle(wanted.month);
        let listed = diff.uses.iter().any(|change| {
            Originator::Member(change.originator.clone()) == originator
                && change.turn == turn
                && change.callers.contains(&question.caller.member)
                && within(at, change.from, change.until)
                && change.questions.iter().any(|matter| {
                    holds(&new, matter, &wanted.activity, &wanted.theatre)
                        || holds(&old, matter, &wanted.activity, &wanted.theatre)
                })
        });
        prop_assert!(was == now || listed, "{:?}\n{}", wanted, context());
    }
    for _ in 0..60 {
        let (wanted, mut question, _) = random_release(before, dice);
        question.caller.role = mithaq_pact::Role::Service;
        let at = middle(wanted.month);
        let permitted = |pact: &Pact| {
            pact.release(&question, &profile, &handling, at)
                .unwrap()
                .permitted()
        };
        let (was, now) = (permitted(&old), permitted(&new));
        let turn = if now {
            UseTurn::BecomesPermitted
        } else {
            UseTurn::Stops
        };
        let listed = diff.notices.iter().any(|change| {
            change.turn == turn
                && change.callers.contains(&question.caller.member)
                && change.uses.contains(&question.wanted)
                && within(at, change.from, change.until)
                && change.questions.iter().any(|matter| {
                    holds(&new, matter, &wanted.activity, &wanted.theatre)
                        || holds(&old, matter, &wanted.activity, &wanted.theatre)
                })
        });
        prop_assert!(
            was == now || listed,
            "{:?} {:?} {:?}\n{}",
            wanted,
            profile,
            handling,
            context()
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn what_a_diff_lists_is_what_questions_asked_of_both_versions_bear_out(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let before = Scene::random(dice);
        let after = amended(&before, dice);
        bears_out(&before, &after, dice)?;
    }

    #[test]
    fn a_version_compared_with_itself_is_the_same(seed in any::<u64>()) {
        let scene = Scene::random(&mut Dice(seed));
        let pact = parsed(&scene);
        prop_assume!(pact.is_some());
        let pact = pact.unwrap();
        let diff = diff(&pact, &pact, &Profiles::new());
        prop_assert_eq!(diff.verdict, Direction::Same);
        prop_assert!(diff.clauses.is_empty() && diff.commitments.is_empty() && diff.uses.is_empty());
        prop_assert!(diff.names.is_empty());
    }

    #[test]
    fn what_one_way_widens_the_other_way_narrows(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let before = Scene::random(dice);
        let after = amended(&before, dice);
        if let (Some(old), Some(new)) = (parsed(&before), parsed(&after)) {
            let there = diff(&old, &new, &Profiles::new()).verdict;
            let back = diff(&new, &old, &Profiles::new()).verdict;
            let expected = match there {
                Direction::OnlyNarrows => Direction::OnlyWidens,
                Direction::OnlyWidens => Direction::OnlyNarrows,
                same => same,
            };
            prop_assert_eq!(back, expected);
        }
    }
}

#[test]
fn a_refusal_given_up_that_another_covers_is_weakened_and_still_refused() {
    let next = turned("dz-no-operations-sy-iq", "refused", "undertaken");
    let diff = compared(&seed(), &next);
    let change = only(&diff);
    assert_eq!(change.turn, ClauseTurn::Weakened);
    assert_eq!(change.still, ["dz-nothing-elsewhere".parse().unwrap()]);
    assert_eq!(diff.verdict, Direction::Same, "F2 refuses all of it");
    assert!(diff.commitments.is_empty() && diff.uses.is_empty());
    for (language, words) in [
        (
            Language::En,
            "still refused, all of it, by: dz-nothing-elsewhere",
        ),
        (
            Language::Fr,
            "restent à refuser tout cela\u{a0}: dz-nothing-elsewhere",
        ),
        (
            Language::Ar,
            "لا يزال الرفض قائمًا بموجب: \u{2068}dz-nothing-elsewhere\u{2069}",
        ),
    ] {
        let text = change.wording.get(language);
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn a_refusal_turned_round_that_no_other_covers_widens_and_says_for_whom() {
    let next = turned("dz-no-intervention", "refused", "undertaken");
    let diff = compared(&seed(), &next);
    assert_eq!(only(&diff).turn, ClauseTurn::Weakened);
    assert!(only(&diff).still.is_empty());
    assert_eq!(diff.verdict, Direction::OnlyWidens);
    assert_eq!(diff.stances[&Stance::Refused], Direction::OnlyNarrows);
    let becomes: Vec<_> = diff
        .uses
        .iter()
        .filter(|c| c.turn == UseTurn::BecomesPermitted)
        .collect();
    assert!(!becomes.is_empty());
    for change in becomes {
        assert_eq!(change.originator.as_str(), "dz");
        assert_eq!(change.clauses, ["dz-no-intervention".parse().unwrap()]);
        assert_eq!(change.callers.len(), 4, "everybody else");
    }
    insta::assert_snapshot!(told(&diff));
}

#[test]
fn clauses_added_ended_widened_narrowed_and_reworded_are_told_apart() {
    let cases = [
        (
            "theatre = [\"ml-north\", \"ly\"]\nfrom = \"2014-09\"\nstatements = [\"elkhabar-2014-09-F3\"]\ntext.ar = \"تلتزم",
            "theatre = [\"ml\", \"ly\"]\nfrom = \"2014-09\"\nstatements = [\"elkhabar-2014-09-F3\"]\ntext.ar = \"تلتزم",
            ClauseTurn::Widened,
            Direction::OnlyWidens,
        ),
        (
            "theatre = [\"ml-north\", \"ly\"]\nfrom = \"2014-09\"\nstatements = [\"elkhabar-2014-09-F3\"]\ntext.ar = \"تلتزم",
            "theatre = [\"ly\"]\nfrom = \"2014-09\"\nstatements = [\"elkhabar-2014-09-F3\"]\ntext.ar = \"تلتزم",
            ClauseTurn::Narrowed,
            Direction::OnlyNarrows,
        ),
        (
            "activity = [\"assistance\"]\ntheatre = [\"ml-north\", \"ly\"]\nfrom = \"2014-09\"",
            "activity = [\"assistance\"]\ntheatre = [\"ml-north\", \"ly\"]\nfrom = \"2014-09\"\nuntil = \"2016-03\"",
            ClauseTurn::Ended,
            Direction::OnlyNarrows,
        ),
        (
            "Algeria undertakes to give assistance in northern Mali and in Libya.",
            "Algeria undertakes to help in northern Mali and in Libya.",
            ClauseTurn::Reworded,
            Direction::Same,
        ),
    ];
    for (from, to, turn, verdict) in cases {
        let diff = compared(&seed(), &changed(from, to));
        assert_eq!((only(&diff).turn, diff.verdict), (turn, verdict), "{to}");
    }
}

#[test]
fn a_clause_about_a_new_matter_is_first_stated_and_its_removal_ends_it() {
    let text = seed();
    let (before, after) = text.split_once("[clauses.dz-no-military-funding]").unwrap();
    let rest = after.split_once("\n[clauses.").unwrap().1;
    // F10: refused for the first time.
    let without = format!("{before}[clauses.{rest}").replace("\"dz-no-military-funding\"", "");
    assert_eq!(
        only(&compared(&without, &text)).turn,
        ClauseTurn::FirstStated
    );
    assert_eq!(
        compared(&without, &text).verdict,
        Direction::Same,
        "nothing was permitted there"
    );
    assert_eq!(only(&compared(&text, &without)).turn, ClauseTurn::Ended);
}

#[test]
fn a_theatre_drawn_wider_is_told_even_where_no_clause_was_touched() {
    let next = changed(
        "includes = [\"bf\", \"ml\", \"mr\", \"ne\", \"td\"]",
        "includes = [\"bf\", \"ml\", \"mr\", \"ne\", \"td\", \"sn\"]",
    );
    let diff = compared(&seed(), &next);
    assert!(
        diff.names
            .iter()
            .any(|n| n.id == "sahel" && n.gained == ["sn"])
    );
    assert!(diff.commitments.iter().any(|c| c.now == Stance::Undertaken));
    assert!(matches!(
        diff.verdict,
        Direction::OnlyWidens | Direction::Mixed
    ));
}

#[test]
fn what_is_new_since_a_day_is_what_began_and_ended() {
    let text = changed(
        "activity = [\"assistance\"]\ntheatre = [\"ml-north\", \"ly\"]\nfrom = \"2014-09\"",
        "activity = [\"assistance\"]\ntheatre = [\"ml-north\", \"ly\"]\nfrom = \"2014-09\"\nuntil = \"2016-03\"",
    );
    let pact = pact(&text);
    let day = |text: &str| format!("{text}T00:00:00Z").parse().unwrap();
    let turns = |since: &str, at: &str| -> Vec<(String, ClauseTurn)> {
        let changes = news(&pact, day(since), day(at)).into_iter();
        changes
            .map(|change| (change.clause.to_string(), change.turn))
            .collect()
    };
    let all = turns("2014-08-31", "2014-10-01");
    assert_eq!(all.len(), pact.clauses().len());
    assert!(all.contains(&("dz-no-military-funding".to_owned(), ClauseTurn::FirstStated)));
    let said_new: Vec<String> = news(&pact, day("2014-09-01"), day("2014-10-01"))
        .into_iter()
        .filter(|change| {
            change
                .wording
                .get(Language::En)
                .contains("new, says its source")
        })
        .map(|change| change.clause.to_string())
        .collect();
    assert_eq!(said_new, ["dz-no-military-funding"], "F10 stands out");
    assert_eq!(all, turns("2014-09-01", "2014-10-01"), "that day is in it");
    assert!(turns("2014-09-02", "2015-10-01").is_empty());
    assert_eq!(
        turns("2014-10-01", "2016-04-01"),
        [("dz-assistance".to_owned(), ClauseTurn::Ended)]
    );
}

/// A diff as a person reads it, in three languages.
fn told(diff: &Diff) -> String {
    let mut lines = Vec::new();
    for language in Language::ALL {
        lines.push(diff.wording().get(language).to_owned());
        let texts = diff.clauses.iter().map(|c| &c.wording);
        let texts = texts.chain(diff.commitments.iter().map(|c| &c.wording));
        let texts = texts.chain(diff.uses.iter().map(|c| &c.wording));
        lines.extend(texts.map(|text| format!("  {}", text.get(language))));
    }
    lines.join("\n")
}
