//! Release questions on the source's pact, as a duty officer would put them.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use mithaq_notice::{Handling, MemberId, Obligation, Originator, Restriction, Use, Uses};
use mithaq_pact::{Caller, NextStep, Pact, Reason, Release, ReleaseQuestion, Role};

pub fn pact() -> Pact {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    Pact::read(&path).unwrap()
}

pub fn at() -> Timestamp {
    "2014-10-01T00:00:00Z".parse().unwrap()
}

pub fn member(id: &str) -> Originator {
    Originator::Member(id.parse().unwrap())
}

pub fn question(caller: &str, activity: &str, theatre: &str, wanted: Use) -> ReleaseQuestion {
    let (member, service) = caller.split_once('/').unwrap();
    ReleaseQuestion {
        caller: Caller {
            member: member.parse().unwrap(),
            service: service.parse().unwrap(),
            role: Role::Service,
        },
        activity: activity.parse().unwrap(),
        theatre: theatre.parse().unwrap(),
        wanted,
    }
}

fn released(question: &ReleaseQuestion, of: &str, handling: &Handling) -> Release {
    pact()
        .release(question, &member(of), handling, at())
        .unwrap()
}

#[test]
fn a_niger_border_post_screens_with_what_algeria_published() {
    let question = question("ne/border", "border-screening", "ne-north", Use::Screen);
    let answer = released(&question, "dz", &Handling::public());
    assert!(answer.permitted(), "{answer:?}");
    assert_eq!(answer.clauses.len(), 1);
}

#[test]
fn what_algeria_published_is_used_for_no_operation_in_syria() {
    let question = question("us/army", "military-operation", "sy", Use::Act);
    let answer = released(&question, "dz", &Handling::public());
    assert_eq!(answer.reason(), Some(&Reason::Refused));
    assert!(!answer.clauses.is_empty());
    assert_eq!(answer.next_step, NextStep::Nothing);
}

#[test]
fn asking_wider_is_no_way_round_a_refusal() {
    let question = question("us/army", "any", "world", Use::Read);
    let answer = released(&question, "dz", &Handling::public());
    assert_eq!(answer.reason(), Some(&Reason::Refused));
}

#[test]
fn a_members_own_notices_need_no_clause_but_their_handling_holds() {
    let question = question("dz/border", "military-operation", "sy", Use::Act);
    assert!(released(&question, "dz", &Handling::public()).permitted());
    let read_only = Handling {
        uses: Uses::up_to(Use::Read),
        ..Handling::public()
    };
    let answer = released(&question, "dz", &read_only);
    assert!(matches!(answer.reason(), Some(Reason::Handling(_))));
    let to_niger = Handling {
        release_to: Restriction::only(["ne".parse::<MemberId>().unwrap()]),
        ..Handling::public()
    };
    assert!(
        released(&question, "dz", &to_niger).permitted(),
        "it has it already"
    );
}

#[test]
fn a_public_list_is_screened_against_by_every_member_anywhere() {
    let un = Originator::Issuer("un".parse().unwrap());
    for caller in ["dz/border", "us/fiu", "ne/customs"] {
        let question = question(caller, "military-operation", "sy", Use::Act);
        assert!(
            pact()
                .release(&question, &un, &Handling::public(), at())
                .unwrap()
                .permitted()
        );
    }
}

#[test]
fn oversight_and_redress_read_everything_and_do_nothing_else() {
    let closed = Handling {
        release_to: Restriction::only([]),
        uses: Uses::up_to(Use::Read),
        until: Some("2014-01-01T00:00:00Z".parse().unwrap()),
        ..Handling::public()
    };
    for role in [Role::Oversight, Role::Redress] {
        let mut question = question("us/court", "military-operation", "sy", Use::Read);
        question.caller.role = role;
        assert!(released(&question, "dz", &closed).permitted());
        question.wanted = Use::Screen;
        assert_eq!(
            released(&question, "dz", &closed).reason(),
            Some(&Reason::ReadsOnly)
        );
    }
}

#[test]
fn forwarding_needs_somebody_to_forward_to() {
    let question = question("ne/border", "border-screening", "ne-north", Use::Forward);
    assert!(released(&question, "dz", &Handling::public()).permitted());
    let nobody = Handling {
        onward: Restriction::only([]),
        ..Handling::public()
    };
    assert!(!released(&question, "dz", &nobody).permitted());
    let no_onward = Handling {
        obligations: BTreeSet::from([Obligation::NoOnward]),
        ..Handling::public()
    };
    assert!(!released(&question, "dz", &no_onward).permitted());
}

#[test]
fn an_id_the_pact_does_not_know_is_an_error_with_the_nearest() {
    let wrong = question("ne/border", "border-screning", "ne-north", Use::Screen);
    let error = pact()
        .release(&wrong, &member("dz"), &Handling::public(), at())
        .unwrap_err();
    assert_eq!(
        (error.field, error.nearest.as_deref()),
        ("activity", Some("border-screening"))
    );
    let fine = question("ne/border", "border-screening", "ne-north", Use::Screen);
    assert!(
        pact()
            .release(&fine, &member("xx"), &Handling::public(), at())
            .is_err()
    );
}

#[test]
fn ids_in_a_handling_that_the_pact_does_not_know_allow_nothing() {
    let question = question("ne/border", "border-screening", "ne-north", Use::Screen);
    let only = |ids: &[&str]| Handling {
        theatres: Restriction::only(ids.iter().map(|id| id.parse().unwrap())),
        ..Handling::public()
    };
    assert!(!released(&question, "dz", &only(&["atlantis"])).permitted());
    assert!(released(&question, "dz", &only(&["atlantis", "ne"])).permitted());
}
