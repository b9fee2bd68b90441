//! What is remembered, and for how long.

use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Handling, Originator, Use, Uses};
use mithaq_pact::{Decider, NextStep, Pact, Profiles};

use crate::release::{at, member, pact, question};

#[test]
fn the_policies_are_asked_once_for_each_key() {
    let decider = Decider::new(Arc::new(pact()));
    let mut profiles = Profiles::new();
    let open = profiles.intern(&member("dz"), &Handling::public());
    let shut = Handling {
        uses: Uses::up_to(Use::Read),
        ..Handling::public()
    };
    let read = profiles.intern(&member("dz"), &shut);
    assert_eq!(
        profiles.intern(&member("dz"), &shut),
        read,
        "the same handling is one profile"
    );
    let screening = question("ne/border", "border-screening", "ne-north", Use::Screen);
    for _ in 0..3 {
        let permitted = decider.permitted(&screening, &profiles, at()).unwrap();
        assert!(permitted.allows(open) && !permitted.allows(read));
        assert_eq!(
            permitted.denials().map(|(id, _)| id).collect::<Vec<_>>(),
            [read]
        );
    }
    assert_eq!(decider.asked(), 2);
    // A new profile is asked about; the known ones are not asked again.
    let un = Originator::Issuer("un".parse().unwrap());
    let list = profiles.intern(&un, &Handling::public());
    assert!(
        decider
            .permitted(&screening, &profiles, at())
            .unwrap()
            .allows(list)
    );
    assert_eq!(decider.asked(), 3);
    // Another caller class is another key.
    let customs = question("ne/customs", "border-screening", "ne-north", Use::Screen);
    decider.permitted(&customs, &profiles, at()).unwrap();
    assert_eq!(decider.asked(), 6);
}

#[test]
fn an_answer_ends_with_its_epoch() {
    let text = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml"),
    );
    let limited = text.unwrap().replace(
        "from = \"2014-09\"",
        "from = \"2014-09\"\nuntil = \"2014-12\"",
    );
    let pact = Pact::parse("limited.toml", &limited).unwrap();
    let moment = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(pact.next_change(at()), Some(moment("2015-01-01T00:00:00Z")));
    let decider = Decider::new(Arc::new(pact));
    let mut profiles = Profiles::new();
    let ends = Handling {
        until: Some(moment("2014-11-15T00:00:00Z")),
        ..Handling::public()
    };
    let (open, ending) = (
        profiles.intern(&member("dz"), &Handling::public()),
        profiles.intern(&member("dz"), &ends),
    );
    let screening = question("ne/border", "border-screening", "ne-north", Use::Screen);
    for (when, open_then, ending_then) in [
        ("2014-08-31T23:59:59Z", false, false),
        ("2014-09-01T00:00:00Z", true, true),
        ("2014-11-14T23:59:59Z", true, true),
        ("2014-11-15T00:00:00Z", true, false),
        ("2014-12-31T23:59:59.999999999Z", true, false),
        ("2015-01-01T00:00:00Z", false, false),
        ("2014-10-01T00:00:00Z", true, true),
    ] {
        let permitted = decider
            .permitted(&screening, &profiles, moment(when))
            .unwrap();
        assert_eq!(
            (permitted.allows(open), permitted.allows(ending)),
            (open_then, ending_then),
            "{when}"
        );
    }
}

#[test]
fn a_consultation_to_join_is_not_remembered_past_its_deadline() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../pacts/maghreb-sahel.toml"
    );
    let head = "[consultations.dz-us-prevention]";
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.replace(head, &format!("{head}\ndeadline = \"2014-10-20\""));
    let pact = Arc::new(Pact::parse("deadline.toml", &text).unwrap());
    let decider = Decider::new(Arc::clone(&pact));
    let mut profiles = Profiles::new();
    let notice = profiles.intern(&member("dz"), &Handling::public());
    let talked_of = question("us/army", "other-cooperation", "maghreb", Use::Read);
    let join = NextStep::Join("dz-us-prevention".parse().unwrap());
    let ask = NextStep::Ask("dz".parse().unwrap());
    for (when, step) in [
        ("2014-10-20T23:59:59Z", &join),
        ("2014-10-21T00:00:00Z", &ask),
        // And back: another node's question may be of an earlier moment.
        ("2014-10-20T23:59:59Z", &join),
    ] {
        let when = when.parse().unwrap();
        let permitted = decider.permitted(&talked_of, &profiles, when).unwrap();
        let remembered = permitted.answer(notice).unwrap();
        assert_eq!(remembered.next_step, *step, "{when}");
        let anew = pact.release(&talked_of, &member("dz"), &Handling::public(), when);
        assert_eq!(*remembered, anew.unwrap(), "{when}");
    }
}

#[test]
fn what_is_remembered_of_one_interner_is_not_answered_for_another() {
    let decider = Decider::new(Arc::new(pact()));
    let screening = question("ne/border", "border-screening", "ne-north", Use::Screen);
    let (mut first, mut second) = (Profiles::new(), Profiles::new());
    let open = first.intern(&member("dz"), &Handling::public());
    let shut = second.intern(&member("us"), &Handling::public());
    assert_eq!(open, shut, "the numbers are the same");
    assert!(
        decider
            .permitted(&screening, &first, at())
            .unwrap()
            .allows(open)
    );
    assert!(
        !decider
            .permitted(&screening, &second, at())
            .unwrap()
            .allows(shut)
    );
}

#[test]
fn a_profile_of_an_unknown_originator_is_denied_and_hurts_no_other() {
    let decider = Decider::new(Arc::new(pact()));
    let mut profiles = Profiles::new();
    let stranger = profiles.intern(&member("xx"), &Handling::public());
    let known = profiles.intern(&member("dz"), &Handling::public());
    let screening = question("ne/border", "border-screening", "ne-north", Use::Screen);
    let permitted = decider.permitted(&screening, &profiles, at()).unwrap();
    assert!(permitted.allows(known) && !permitted.allows(stranger));
    let unknown = question("ne/border", "border-screening", "nowhere", Use::Screen);
    assert!(decider.permitted(&unknown, &Profiles::new(), at()).is_err());
}

#[test]
fn a_pact_and_its_decider_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Pact>();
    shared::<Decider>();
    shared::<Profiles>();
}
