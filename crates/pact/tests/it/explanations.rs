//! Every kind of answer as a duty officer reads it: verdict, clause, who said it, since when, what to do next.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Handling, Language, Obligation, Originator, Restriction, Text, Use, Uses};
use mithaq_pact::{
    CommitmentQuestion, Decider, HandlingField, NextStep, Pact, Profiles, Reason, Release,
    ReleaseQuestion, Role, Stance,
};

use crate::release::{at, member, pact, question};

/// Ten seconds of reading.
const MOST_WORDS: usize = 70;

/// A page of explanations: what is asked, and the answer in three languages.
#[derive(Default)]
struct Told(String);

impl Told {
    fn tell(&mut self, what: &str, wording: &Text) {
        let _ = writeln!(self.0, "{what}");
        for language in Language::ALL {
            let said = wording.get(language);
            let words = said.split_whitespace().count();
            assert!(words <= MOST_WORDS, "{what}: {words} words: {said}");
            let next = language.of("الخطوة التالية:", "Suite\u{a0}:", "Next:");
            assert!(said.contains(next), "{what}: no next step: {said}");
            let isolates = |mark: char| said.chars().filter(|c| *c == mark).count();
            assert_eq!(isolates('\u{2068}'), isolates('\u{2069}'), "{said}");
            let _ = writeln!(self.0, "  {language}  {said}");
        }
    }
}

/// The source's pact with a change and more at its end.
fn changed(from: &str, to: &str, more: &str) -> Pact {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../pacts/maghreb-sahel.toml"
    );
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1) + more;
    Pact::parse("changed.toml", &text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn with(more: &str) -> Pact {
    changed("", "", more)
}

#[test]
fn what_a_member_holds_is_told_for_each_stance() {
    let limited = with(
        "
[clauses.dz-airlift-for-a-year]
member = \"dz\"
stance = \"undertaken\"
activity = \"airlift\"
theatre = \"ml\"
from = \"2014-09-12\"
until = \"2015-08\"
statements = \"elkhabar-2014-09-F15\"
conditions.ar = \"دون تدخل مباشر ودون تمويل\"
conditions.fr = \"sans intervention directe ni financement\"
conditions.en = \"without direct intervention and without funding\"
text.en = \"Airlift for a year.\"
",
    );
    let cases = [
        ("undertaken", pact(), "dz", "assistance", "ly", None, None),
        (
            "undertaken, limited by dates and conditions",
            limited,
            "dz",
            "airlift",
            "ml",
            None,
            None,
        ),
        (
            "undertaken towards a partner",
            pact(),
            "dz",
            "security-cooperation",
            "sahel",
            Some("us"),
            None,
        ),
        (
            "undertaken towards a group",
            pact(),
            "dz",
            "airlift",
            "ml-north",
            Some("sahel-partners"),
            None,
        ),
        (
            "refused",
            pact(),
            "dz",
            "direct-intervention",
            "ly",
            None,
            None,
        ),
        (
            "refused by two clauses",
            pact(),
            "dz",
            "military-operation",
            "sy",
            Some("us"),
            None,
        ),
        (
            "under consultation, on a route",
            pact(),
            "dz",
            "arms-denial",
            "maghreb",
            Some("us"),
            Some("sy"),
        ),
        (
            "silent, nothing touches it",
            pact(),
            "us",
            "military-operation",
            "ly",
            None,
            None,
        ),
        (
            "silent, touched in part",
            pact(),
            "dz",
            "assistance",
            "world",
            None,
            None,
        ),
    ];
    let mut told = Told::default();
    let mut stances = BTreeSet::new();
    for (what, pact, member, activity, theatre, partner, to) in cases {
        let question = CommitmentQuestion::parse(member, activity, theatre, partner, to).unwrap();
        let answer = pact.ask(&question, at()).unwrap();
        stances.insert(answer.stance);
        let what = format!("{what}: {} {:?}", answer.stance, answer.next_step);
        told.tell(&what, answer.text());
    }
    assert_eq!(stances.len(), Stance::ALL.len());
    insta::assert_snapshot!(told.0);
}

#[test]
fn the_limits_of_a_clause_are_given_with_its_answer() {
    let limited = with(
        "
[clauses.dz-training-ne]
member = \"dz\"
stance = \"undertaken\"
activity = \"training\"
theatre = \"ne\"
from = \"2014-09\"
statements = \"elkhabar-2014-09-F15\"
conditions.en = \"without funding\"
text.en = \"Training in Niger.\"
",
    );
    let question = CommitmentQuestion::parse("dz", "training", "ne", None, None).unwrap();
    let answer = limited.ask(&question, at()).unwrap();
    let conditions = answer
        .conditions
        .values()
        .map(|text| text.get(Language::En));
    assert_eq!(conditions.collect::<Vec<_>>(), ["without funding"]);
    // Those of a clause that does not decide are not.
    let silent = CommitmentQuestion::parse("dz", "training", "sahel", None, None).unwrap();
    assert!(limited.ask(&silent, at()).unwrap().conditions.is_empty());
}

fn open() -> Handling {
    Handling::public()
}

fn tell(told: &mut Told, what: &str, answer: &Release) {
    let what = format!("{what}: {:?} {:?}", answer.verdict, answer.next_step);
    told.tell(&what, answer.text());
}

#[test]
fn what_is_released_is_told_with_why() {
    let bound = Handling {
        obligations: BTreeSet::from([Obligation::ContactOriginatorFirst, Obligation::NoDetention]),
        ..open()
    };
    let screening = question("ne/border", "border-screening", "ne-north", Use::Screen);
    let mut oversight = question("us/court", "military-operation", "sy", Use::Read);
    oversight.caller.role = Role::Oversight;
    let un = Originator::Issuer("un".parse().unwrap());
    let cases = [
        (
            "by a clause, with obligations",
            screening.clone(),
            member("dz"),
            bound,
        ),
        (
            "by a clause towards one partner",
            question("us/fiu", "financial-screening", "mr", Use::Read),
            member("dz"),
            open(),
        ),
        (
            "onward",
            question("ne/border", "border-screening", "ne-north", Use::Forward),
            member("dz"),
            open(),
        ),
        (
            "the member's own",
            question("dz/border", "military-operation", "sy", Use::Act),
            member("dz"),
            open(),
        ),
        ("a public list", screening, un, open()),
        ("oversight", oversight, member("dz"), open()),
    ];
    let mut told = Told::default();
    for (what, question, originator, handling) in cases {
        let answer = pact()
            .release(&question, &originator, &handling, at())
            .unwrap();
        assert!(answer.permitted(), "{what}: {answer:?}");
        tell(&mut told, what, &answer);
    }
    insta::assert_snapshot!(told.0);
}

#[test]
fn what_is_denied_is_told_with_why_for_each_reason() {
    let border = || question("ne/border", "border-screening", "ne-north", Use::Screen);
    let us_operates = "
[clauses.us-operations]
member = \"us\"
stance = \"undertaken\"
activity = \"military-operation\"
theatre = \"iq\"
from = \"2014-09\"
statements = \"elkhabar-2014-09-F8\"
text.en = \"Operations in Iraq.\"
";
    let history = |entries: &str| {
        let history: String = entries
            .split(' ')
            .map(|entry| {
                let (standing, from) = entry.split_once('/').unwrap();
                format!("\n[[members.ne.history]]\nstanding = \"{standing}\"\nfrom = \"{from}\"\n")
            })
            .collect();
        with(&history)
    };
    let suspended = changed(
        "status = \"in-preparation\"",
        "status = \"suspended\"",
        "\n[[pact.history]]\nstatus = \"in-preparation\"\nfrom = \"2014-09\"\n\n[[pact.history]]\nstatus = \"suspended\"\nfrom = \"2014-09-20\"\n",
    );
    let silent_next_to = question("us/army", "assistance", "world", Use::Read);
    let mut oversight = border();
    oversight.caller.role = Role::Redress;
    let cases: Vec<(&str, Pact, ReleaseQuestion, &str)> = vec![
        (
            "the originator refuses",
            pact(),
            question("us/army", "military-operation", "sy", Use::Act),
            "dz",
        ),
        (
            "what is asked overlaps a refusal",
            pact(),
            silent_next_to,
            "dz",
        ),
        (
            "a refusal that a consultation has under discussion",
            changed(
                "clauses = [\"dz-us-other-cooperation\", \"us-dz-other-cooperation\"]",
                "clauses = [\"dz-us-other-cooperation\", \"dz-no-intervention\"]",
                "",
            ),
            question("us/army", "air-strike", "ly", Use::Act),
            "dz",
        ),
        (
            "the caller's own member refuses",
            with(us_operates),
            question("dz/army", "military-operation", "iq", Use::Act),
            "us",
        ),
        (
            "under consultation",
            pact(),
            question("us/army", "other-cooperation", "mr", Use::Read),
            "dz",
        ),
        (
            "under consultation, past the deadline",
            changed(
                "opened = \"2014-09\"\nstatus = \"open\"\nactivity = [\"security-cooperation\"",
                "opened = \"2014-09\"\ndeadline = \"2014-09-20\"\nstatus = \"open\"\nactivity = [\"security-cooperation\"",
                "",
            ),
            question("us/army", "other-cooperation", "mr", Use::Read),
            "dz",
        ),
        (
            "silent",
            pact(),
            question("ml/army", "mediation", "ly", Use::Read),
            "dz",
        ),
        (
            "silent, touched in part",
            pact(),
            question("dz/fiu", "security-cooperation", "north-africa", Use::Read),
            "us",
        ),
        ("suspended", suspended, border(), "dz"),
        ("not joined yet", history("joined/2014-12"), border(), "dz"),
        ("observing", history("observing/2014-09"), border(), "dz"),
        (
            "left",
            history("joined/2014-01 left/2014-09-15"),
            border(),
            "dz",
        ),
        ("redress acts", pact(), oversight, "dz"),
    ];
    let mut told = Told::default();
    let mut seen = BTreeSet::new();
    for (what, pact, question, originator) in cases {
        let originator = member(originator);
        let answer = pact.release(&question, &originator, &open(), at()).unwrap();
        let reason = answer
            .reason()
            .unwrap_or_else(|| panic!("{what}: {answer:?}"));
        seen.insert(format!("{reason:?}"));
        tell(&mut told, what, &answer);
    }
    let mut profiles = Profiles::new();
    let stranger = profiles.intern(&member("xx"), &open());
    let decider = Decider::new(Arc::new(pact()));
    let permitted = decider.permitted(&border(), &profiles, at()).unwrap();
    let answer = permitted.answer(stranger).unwrap();
    seen.insert(format!("{:?}", answer.reason().unwrap()));
    tell(&mut told, "an originator the pact does not know", answer);
    for reason in [
        Reason::Refused,
        Reason::OwnRefusal,
        Reason::UnderConsultation,
        Reason::Silent,
        Reason::ReadsOnly,
        Reason::Suspended,
        Reason::NotJoined,
        Reason::UnknownOriginator,
    ] {
        assert!(
            seen.contains(&format!("{reason:?}")),
            "{reason:?} is not told"
        );
    }
    insta::assert_snapshot!(told.0);
}

#[test]
fn what_a_handling_does_not_allow_is_told_field_by_field() {
    let ended: Timestamp = "2014-09-30T00:00:00Z".parse().unwrap();
    let cases = [
        Handling {
            until: Some(ended),
            ..open()
        },
        Handling {
            release_to: Restriction::only(["us".parse().unwrap()]),
            ..open()
        },
        Handling {
            services: Restriction::only(["customs".parse().unwrap()]),
            ..open()
        },
        Handling {
            uses: Uses::up_to(Use::Read),
            ..open()
        },
        Handling {
            onward: Restriction::only([]),
            ..open()
        },
        Handling {
            activities: Restriction::only(["customs-screening".parse().unwrap()]),
            ..open()
        },
        Handling {
            theatres: Restriction::only(["ml".parse().unwrap()]),
            ..open()
        },
    ];
    let mut told = Told::default();
    let mut seen = Vec::new();
    for handling in cases {
        let onward = handling.onward != open().onward;
        let wanted = if onward { Use::Forward } else { Use::Screen };
        let question = question("ne/border", "border-screening", "ne-north", wanted);
        let answer = pact()
            .release(&question, &member("dz"), &handling, at())
            .unwrap();
        let Some(Reason::Handling(field)) = answer.reason() else {
            panic!("{answer:?}");
        };
        assert_eq!(answer.next_step, NextStep::Ask("dz".parse().unwrap()));
        seen.push(*field);
        tell(&mut told, field.as_str(), &answer);
    }
    seen.sort();
    assert_eq!(seen, HandlingField::ALL);
    // The list's own handling: there is no member to ask.
    let un = Originator::Issuer("un".parse().unwrap());
    let handling = Handling {
        until: Some(ended),
        ..open()
    };
    let question = question("ne/border", "border-screening", "ne-north", Use::Screen);
    let answer = pact().release(&question, &un, &handling, at()).unwrap();
    tell(&mut told, "of a public list", &answer);
    insta::assert_snapshot!(told.0);
}

#[test]
fn a_name_in_another_script_keeps_its_own_direction() {
    let pact = changed("name.ar = \"الجزائر\"\n", "", "");
    let question = CommitmentQuestion::parse("dz", "assistance", "ly", None, None).unwrap();
    let answer = pact.ask(&question, at()).unwrap();
    let said = answer.wording(Language::Ar);
    assert!(
        said.contains("\u{2068}Alg") && said.contains('\u{2069}'),
        "{said}"
    );
}
