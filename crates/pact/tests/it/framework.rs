//! The framework's life: what its status, a member's part in it and a member's reservations change.

use jiff::Timestamp;
use mithaq_notice::{Handling, Originator};
use mithaq_pact::{
    Caller, CommitmentQuestion, FindingKind, Membership, Pact, PactErrors, Reason, Release,
    ReleaseQuestion, Role, Stance, Status,
};
use proptest::prelude::*;

/// Two members that undertake training and screening with one another in Mali and Niger.
const PACT: &str = r#"
[pact]
id = "test"
version = 1
status = "in-force"
lead = "dz"
title = { ar = "ت", fr = "t", en = "t" }
#PACT
[members.dz]
name = { ar = "ج", fr = "A", en = "Algeria" }
#DZ
[members.ne]
name = { ar = "ن", fr = "N", en = "Niger" }
#NE
[activities.cooperation]
name = { ar = "ت", fr = "c", en = "cooperation" }
within = "any"
[activities.training]
name = { ar = "ت", fr = "f", en = "training" }
within = "cooperation"
[activities.screening]
name = { ar = "ت", fr = "f", en = "screening" }
within = "cooperation"
[sources.desk]
name = { ar = "م", fr = "d", en = "desk" }
kind = "official"
[statements.said]
chain = ["desk"]
date = "2014-09"
language = "en"
claim = "stance"
text = { ar = "ق", fr = "d", en = "said" }
[clauses.dz-cooperates]
member = "dz"
stance = "undertaken"
activity = ["cooperation"]
theatre = ["ml", "ne"]
from = "2014-09"
until = "2016-12"
statements = ["said"]
text = { ar = "ب", fr = "b", en = "b" }
[clauses.ne-cooperates]
member = "ne"
stance = "undertaken"
activity = ["cooperation"]
theatre = ["ml", "ne"]
partner = ["dz"]
from = "2014-09"
until = "2016-12"
statements = ["said"]
text = { ar = "ب", fr = "b", en = "b" }
"#;

fn with(pact: &str, dz: &str, ne: &str) -> Result<Pact, PactErrors> {
    let text = PACT
        .replace("#PACT", pact)
        .replace("#DZ", dz)
        .replace("#NE", ne);
    Pact::parse("test.toml", &text)
}

fn day(text: &str) -> Timestamp {
    format!("{text}T12:00:00Z").parse().unwrap()
}

/// May Niger's border service screen in Niger against what Algeria published?
fn released(pact: &Pact, at: &str) -> Release {
    let question = ReleaseQuestion {
        caller: Caller {
            member: "ne".parse().unwrap(),
            service: "border".parse().unwrap(),
            role: Role::Service,
        },
        activity: "screening".parse().unwrap(),
        theatre: "ne".parse().unwrap(),
        wanted: mithaq_notice::Use::Screen,
    };
    let originator = Originator::Member("dz".parse().unwrap());
    pact.release(&question, &originator, &Handling::public(), day(at))
        .unwrap()
}

fn stance(pact: &Pact, member: &str, activity: &str, at: &str) -> Stance {
    let question = CommitmentQuestion::parse(
        member,
        activity,
        "ml",
        Some(if member == "dz" { "ne" } else { "dz" }),
        None,
    )
    .unwrap();
    pact.ask(&question, day(at)).unwrap().stance
}

const LIFE: &str = r#"
[[pact.history]]
status = "in-preparation"
from = "2014-09"
[[pact.history]]
status = "in-force"
from = "2015-01"
[[pact.history]]
status = "suspended"
from = "2015-06"
[[pact.history]]
status = "in-force"
from = "2015-09-15"
"#;

#[test]
fn while_the_framework_is_suspended_nothing_is_released_and_stances_can_be_asked() {
    let pact = with(LIFE, "", "").unwrap();
    for (at, status, permitted) in [
        ("2014-08-31", Status::Proposed, false),
        ("2014-09-01", Status::InPreparation, true),
        ("2015-05-31", Status::InForce, true),
        ("2015-06-01", Status::Suspended, false),
        ("2015-09-14", Status::Suspended, false),
        ("2015-09-15", Status::InForce, true),
    ] {
        assert_eq!(pact.status_at(day(at)), status, "{at}");
        assert_eq!(released(&pact, at).permitted(), permitted, "{at}");
    }
    let suspended = released(&pact, "2015-07-01");
    assert_eq!(suspended.reason(), Some(&Reason::Suspended));
    assert!(
        suspended
            .wording(mithaq_notice::Language::En)
            .contains("suspended, and nothing is released")
    );
    assert_eq!(
        stance(&pact, "dz", "training", "2015-07-01"),
        Stance::Undertaken
    );
    // What is remembered of a decision ends when the suspension begins.
    let next = pact.next_change(day("2015-05-31")).unwrap();
    assert_eq!(next.to_string(), "2015-06-01T00:00:00Z");
}

#[test]
fn a_status_without_history_decides_as_it_always_did() {
    for status in ["proposed", "in-preparation", "in-force"] {
        let text = PACT.replace("status = \"in-force\"", &format!("status = \"{status}\""));
        let pact = Pact::parse("test.toml", &text).unwrap();
        assert!(released(&pact, "2015-01-01").permitted(), "{status}");
    }
}

const OBSERVES: &str = r#"
[[members.ne.history]]
standing = "observing"
from = "2014-06"
[[members.ne.history]]
standing = "joined"
from = "2014-09"
[[members.ne.history]]
standing = "left"
from = "2017-01"
"#;

#[test]
fn who_observes_or_has_left_is_given_nothing() {
    let pact = with("", "", OBSERVES).unwrap();
    let ne = "ne".parse().unwrap();
    for (at, standing) in [
        ("2014-05-31", None),
        ("2014-06-01", Some(Membership::Observing)),
        ("2014-09-01", Some(Membership::Joined)),
        ("2017-01-01", Some(Membership::Left)),
    ] {
        assert_eq!(pact.membership(&ne, day(at)), standing, "{at}");
        assert_eq!(
            released(&pact, at).permitted(),
            standing == Some(Membership::Joined),
            "{at}"
        );
    }
    let text = PACT.replace("until = \"2016-12\"\nstatements = [\"said\"]\ntext = { ar = \"ب\", fr = \"b\", en = \"b\" }\n[clauses.ne", "statements = [\"said\"]\ntext = { ar = \"ب\", fr = \"b\", en = \"b\" }\n[clauses.ne").replace("#NE", OBSERVES);
    let open_ended = Pact::parse("test.toml", &text).unwrap();
    let left = released(&open_ended, "2017-02-01");
    assert_eq!(
        left.reason(),
        Some(&Reason::NotJoined),
        "Algeria's undertaking goes on, without Niger"
    );
}

#[test]
fn a_lead_that_is_not_joined_and_a_reservation_of_nothing_are_findings() {
    let reserves = "[[members.ne.reserves]]\nactivity = [\"training\"]\ntheatre = [\"ly\"]\nfrom = \"2014-09\"\nstatements = [\"said\"]\ntext = { ar = \"ب\", fr = \"b\", en = \"b\" }\n";
    let left = "[[members.dz.history]]\nstanding = \"joined\"\nfrom = \"2014-09\"\n[[members.dz.history]]\nstanding = \"left\"\nfrom = \"2017-01\"\n";
    let pact = with("", left, reserves).unwrap();
    let kinds = |at: &str| -> Vec<FindingKind> {
        let findings = pact.check(day(at));
        let life = findings.iter().map(|finding| finding.kind);
        life.filter(|kind| matches!(kind, FindingKind::LeadAbsent | FindingKind::IdleReservation))
            .collect()
    };
    assert_eq!(kinds("2015-01-01"), [FindingKind::IdleReservation]);
    assert_eq!(
        kinds("2017-01-01"),
        [FindingKind::LeadAbsent, FindingKind::IdleReservation]
    );
}

#[test]
fn a_life_that_does_not_go_together_is_refused_at_its_place() {
    let entry = |table: &str, key: &str, standing: &str, from: &str| {
        format!("[[{table}.history]]\n{key} = \"{standing}\"\nfrom = \"{from}\"\n")
    };
    let pact = |standing: &str, from: &str| entry("pact", "status", standing, from);
    let ne = |standing: &str, from: &str| entry("members.ne", "standing", standing, from);
    let reserves = "[[members.ne.reserves]]\nactivity = [\"training\"]\ntheatre = [\"ml\"]\nfrom = \"2015-09\"\nuntil = \"2014-09\"\nstatements = [\"unsaid\"]\ntext = { ar = \"ب\", fr = \"b\", en = \"b\" }\n";
    for (head, niger, words) in [
        (
            pact("proposed", "2014-09"),
            String::new(),
            "a history that ends with `proposed`",
        ),
        (
            pact("proposed", "2014-09") + &pact("in-force", "2014-08"),
            String::new(),
            "`in-force` from 2014-08, after `proposed` from 2014-09",
        ),
        (
            pact("in-force", "2014-09") + &pact("in-force", "2014-10"),
            String::new(),
            "`in-force` twice in a row",
        ),
        (
            pact("agreed", "2014-09"),
            String::new(),
            "proposed, in-preparation, in-force or suspended",
        ),
        (pact("in-force", "soon"), String::new(), "a month"),
        (
            String::new(),
            ne("left", "2014-09"),
            "a history that begins with `left`",
        ),
        (
            String::new(),
            ne("joined", "2015-01"),
            "an undertaking while `ne` is joined: from 2015-01",
        ),
        (
            String::new(),
            ne("joined", "2014-01") + &ne("left", "2016-06"),
            "`ne-cooperates` undertaken from 2014-09 through 2016-12",
        ),
        (
            String::new(),
            ne("observing", "2014-01"),
            "is joined: never",
        ),
        (String::new(), reserves.to_owned(), "before `from` 2015-09"),
        (String::new(), reserves.to_owned(), "`unsaid`"),
    ] {
        let errors = with(&head, "", &niger).unwrap_err().to_string();
        assert!(errors.contains(words), "{words}: {errors}");
    }
}

/// The scopes a reservation may have, in the small pact.
fn reservation() -> impl Strategy<Value = String> {
    let activity = prop_oneof![
        Just("any"),
        Just("cooperation"),
        Just("training"),
        Just("screening")
    ];
    let theatre = prop_oneof![Just("world"), Just("ml"), Just("ne"), Just("ly")];
    let partner = prop_oneof![
        Just(""),
        Just("partner = [\"dz\"]\n"),
        Just("partner = [\"ne\"]\n"),
        Just("partner = [\"fr\"]\n")
    ];
    (any::<bool>(), activity, theatre, partner, prop_oneof![Just("2014-09"), Just("2015-06")]).prop_filter_map(
        "a member is not its own partner",
        |(of_dz, activity, theatre, partner, from)| {
            let member = if of_dz { "dz" } else { "ne" };
            (!partner.contains(member)).then(|| format!(
                "[[members.{member}.reserves]]\nactivity = [\"{activity}\"]\ntheatre = [\"{theatre}\"]\n{partner}from = \"{from}\"\nstatements = [\"said\"]\ntext = {{ ar = \"ب\", fr = \"b\", en = \"b\" }}\n"
            ))
        },
    )
}

/// Higher permits less.
fn strictness(stance: Stance) -> u8 {
    match stance {
        Stance::Undertaken => 0,
        Stance::UnderConsultation => 1,
        Stance::Silent => 2,
        Stance::Refused => 3,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_reservation_widens_nobodys_stance_and_changes_only_its_own_members(reservation in reservation()) {
        let plain = with("", "", "").unwrap();
        let member = if reservation.contains("members.dz.") { "dz" } else { "ne" };
        let reserved = if member == "dz" { with("", &reservation, "") } else { with("", "", &reservation) }.unwrap();
        prop_assert_ne!(plain.hash(), reserved.hash());
        let (ml, at) = (["any", "cooperation", "training", "screening"], ["2014-10-01", "2015-07-01"]);
        for (activity, at) in ml.into_iter().flat_map(|activity| at.map(|at| (activity, at))) {
            for asked in ["dz", "ne"] {
                let (before, after) = (stance(&plain, asked, activity, at), stance(&reserved, asked, activity, at));
                prop_assert!(strictness(after) >= strictness(before), "{asked} {activity} {at}: {before} became {after}");
                if asked != member {
                    prop_assert_eq!(before, after, "another's stance changed");
                }
            }
        }
        for at in at {
            prop_assert!(released(&plain, at).permitted() || !released(&reserved, at).permitted());
        }
    }
}
