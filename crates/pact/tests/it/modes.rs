//! Ways in which something is done: a limit of clauses beside partner and route.

use mithaq_notice::{Handling, Language, Use};
use mithaq_pact::{CommitmentQuestion, Direction, Matter, Pact, Profiles, Reason, Stance, diff};

use crate::release::{at, member, question};

/// The source's pact with two modes, and a clause of the United States limited to one.
fn pact(stance: &str, mode: &str) -> Pact {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../pacts/maghreb-sahel.toml"
    );
    let text = std::fs::read_to_string(path).unwrap()
        + &format!(
            "
[modes.by-air]
name.ar = \"جوًّا\"
name.fr = \"par air\"
name.en = \"by air\"

[modes.remotely]
name.en = \"remotely\"

[clauses.us-training]
member = \"us\"
stance = \"{stance}\"
activity = \"training\"
theatre = \"ne\"
{mode}
from = \"2014-09\"
statements = \"elkhabar-2014-09-F5\"
text.en = \"Training in Niger.\"
"
        );
    Pact::parse("modes.toml", &text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn asked(pact: &Pact, mode: Option<&str>) -> mithaq_pact::Commitment {
    let question = CommitmentQuestion::parse("us", "training", "ne", None, None).unwrap();
    pact.ask(&question.in_mode(mode).unwrap(), at()).unwrap()
}

#[test]
fn a_clause_limited_to_a_mode_answers_questions_that_name_it_and_no_others() {
    let pact = pact("undertaken", "mode = \"remotely\"");
    assert_eq!(pact.validate_cedar(), Ok(Vec::new()));
    assert_eq!(asked(&pact, Some("remotely")).stance, Stance::Undertaken);
    let by_air = asked(&pact, Some("by-air"));
    assert_eq!((by_air.stance, by_air.partial.len()), (Stance::Silent, 0));
    // What a question leaves out is wide.
    let open = asked(&pact, None);
    assert_eq!((open.stance, open.partial.len()), (Stance::Silent, 1));
}

#[test]
fn a_mode_the_pact_does_not_know_is_an_error_with_the_nearest() {
    let pact = pact("undertaken", "");
    let question = CommitmentQuestion::parse("us", "training", "ne", None, None).unwrap();
    let error = pact
        .ask(&question.in_mode(Some("by-aire")).unwrap(), at())
        .unwrap_err();
    assert_eq!(
        (error.field, error.nearest.as_deref()),
        ("mode", Some("by-air"))
    );
}

#[test]
fn a_release_names_no_mode_so_an_undertaking_in_one_never_releases_and_a_refusal_in_one_denies() {
    let reason = |stance, mode| {
        let wanted = question("ne/army", "training", "ne", Use::Read);
        let answer = pact(stance, mode).release(&wanted, &member("us"), &Handling::public(), at());
        answer.unwrap().reason().cloned()
    };
    assert_eq!(reason("undertaken", ""), None);
    assert_eq!(
        reason("undertaken", "mode = \"remotely\""),
        Some(Reason::Silent)
    );
    assert_eq!(
        reason("refused", "mode = \"remotely\""),
        Some(Reason::Refused)
    );
}

#[test]
fn a_mode_is_told_with_the_answer_and_a_change_of_modes_with_a_diff() {
    let one = pact("undertaken", "mode = \"by-air\"");
    let told = asked(&one, Some("by-air"));
    assert!(told.wording(Language::En).contains("mode by air"));
    assert!(told.wording(Language::Fr).contains("mode par air"));
    assert!(told.wording(Language::Ar).contains("بطريقة جوًّا"));
    let both = pact("undertaken", "mode = [\"by-air\", \"remotely\"]");
    let widened = diff(&one, &both, &Profiles::new());
    assert_eq!(widened.verdict, Direction::OnlyWidens);
    let [change] = widened.commitments.as_slice() else {
        panic!("{widened:#?}");
    };
    assert_eq!(change.modes.as_deref(), Some(&["remotely".to_owned()][..]));
    assert!(change.wording.get(Language::En).contains("mode remotely"));
    assert_ne!(one.hash(), both.hash());
}

#[test]
fn what_is_asked_or_offered_may_be_limited_to_a_mode_and_a_part_of_it_lies_within() {
    let pact = pact("undertaken", "");
    let matter = |modes: &[&str]| Matter {
        activity: Some(["training".parse().unwrap()].into()),
        mode: (!modes.is_empty()).then(|| modes.iter().map(|id| id.parse().unwrap()).collect()),
        ..Matter::default()
    };
    let (any, both, one) = (
        matter(&[]),
        matter(&["by-air", "remotely"]),
        matter(&["remotely"]),
    );
    assert!(pact.is_part(&one, &both) && pact.is_part(&both, &any));
    assert!(!pact.is_part(&both, &one));
    // What a part leaves open is as it is on the table.
    assert!(pact.is_part(&any, &one));
    assert_eq!(pact.check_matter(&both), Ok(()));
    let unknown = pact.check_matter(&matter(&["by-aire"])).unwrap_err();
    assert!(unknown.to_string().contains("mode: `by-aire`"), "{unknown}");
    assert!(unknown.to_string().contains("did you mean `by-air`?"));
    let written = serde_json::to_value(&one).unwrap();
    assert_eq!(written["mode"], serde_json::json!(["remotely"]));
    // A node that knows no modes reads what names none.
    let written = serde_json::to_value(&any).unwrap();
    assert!(written.get("mode").is_none(), "{written}");
}
