//! Members' own notices: what is read, and what is refused and how.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use mithaq_notice::{ListError, ListErrorKind, Notice, SubjectKind, native};

const SOUND: &str = r#"
[notices.dz-0001]
originator = "dz"
created = "2026-03-02T09:00:00Z"
ends = "2027-03-02T00:00:00Z"
grade = "B2"
grounds = { en = "Reported." }
instructions = { en = "Ask first." }
redress = { en = "Write to the originator." }
handling = { uses = ["act"], release_to = ["ne"], until = "2026-12-31T00:00:00Z" }
subject = { weapon = { serial = "AB-1234", model = "AKM" } }
"#;

fn refused(text: &str) -> ListError {
    native::read("notices.toml", text).unwrap_err()
}

fn with(from: &str, to: &str) -> ListError {
    assert!(SOUND.contains(from));
    refused(&SOUND.replace(from, to))
}

fn subject(text: &str) -> Notice {
    let weapon = r#"{ weapon = { serial = "AB-1234", model = "AKM" } }"#;
    native::read("notices.toml", &SOUND.replace(weapon, text))
        .unwrap()
        .remove(0)
}

#[test]
fn what_a_member_leaves_out_has_its_usual_meaning() {
    let notice = native::read("notices.toml", SOUND).unwrap().remove(0);
    assert_eq!(notice.subject_id.as_str(), "dz-0001");
    assert_eq!(notice.modified, notice.created);
    assert_eq!(notice.originator.as_str(), "dz");
    assert!(notice.originator.member().is_some() && !notice.invented);
}

#[test]
fn every_kind_of_subject_is_read() {
    let kinds = [
        (
            r#"{ person = { names = [{ text = "A", kind = "primary" }], births = [{ date = { month = { year = 1970, month = 5 } } }, { date = { day = "1970-05-01" } }] } }"#,
            SubjectKind::Person,
        ),
        (
            r#"{ organisation = { names = [{ text = "A", kind = "primary" }] } }"#,
            SubjectKind::Organisation,
        ),
        (
            r#"{ document = { kind = "Passport", number = "X1" } }"#,
            SubjectKind::Document,
        ),
        (r#"{ account = { number = "X1" } }"#, SubjectKind::Account),
        (r#"{ weapon = { serial = "X1" } }"#, SubjectKind::Weapon),
        (r#"{ vehicle = { plate = "X1" } }"#, SubjectKind::Vehicle),
        (
            r#"{ consignment = { number = "X1", goods = "tyres" } }"#,
            SubjectKind::Consignment,
        ),
    ];
    for (text, kind) in kinds {
        assert_eq!(subject(text).subject.kind(), kind);
    }
}

#[test]
fn the_notices_of_the_demo_are_sound() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo/notices.toml");
    let notices = native::read_file(&path).unwrap();
    assert!(notices.len() >= 50, "{}", notices.len());
}

#[test]
fn a_refusal_says_where_what_and_how_to_mend_it() {
    use ListErrorKind::{Duplicate, Empty, Malformed, Missing, UnknownField, Value};
    let cases = [
        (refused(""), Empty),
        (refused("# nothing\n"), Empty),
        (with("[notices.dz-0001]", "[notices.ne-0001]"), Value),
        (with("[notices.dz-0001]", "[notices.dz]"), Value),
        (
            with("\"2027-03-02T00:00:00Z\"", "\"2025-03-02T00:00:00Z\""),
            Value,
        ),
        (
            with("\"2026-12-31T00:00:00Z\"", "\"2026-01-01T00:00:00Z\""),
            Value,
        ),
        (with("grade = \"B2\"\n", ""), Missing),
        (with("grade = \"B2\"", "grade = \"Z9\""), Malformed),
        (with("\"Ask first.\"", "\" \""), Missing),
        (with("\"AB-1234\"", "\"\""), Missing),
        (with("uses = [\"act\"]", "uses = []"), Value),
        (
            with("uses = [\"act\"]", "uses = [\"act\"], onward = [\"ml\"]"),
            Value,
        ),
        (
            with("grade = \"B2\"", "grade = \"B2\"\ngarde = 1"),
            UnknownField,
        ),
        (
            with("grade = \"B2\"", "grade = \"B2\"\ngrade = \"B3\""),
            Duplicate,
        ),
        (refused(&format!("{SOUND}\n{SOUND}")), Duplicate),
        (with("grade = \"B2\"", "grade = "), Malformed),
    ];
    let mut messages = Vec::new();
    for (error, kind) in cases {
        assert_eq!(error.kind, kind, "{error}");
        messages.push(error.to_string());
    }
    insta::assert_snapshot!(messages.join("\n"));
}
