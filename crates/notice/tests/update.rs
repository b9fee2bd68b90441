//! Importing one version of the list after another.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use mithaq_notice::un::{self, UnList};
use mithaq_notice::update::{Removals, Update, UpdateError, plan};
use mithaq_notice::{Notice, NoticeId, Status, Subject};

const LIST: &str = include_str!("data/un_excerpt.xml");
const OLD: &str = "2026-02-27T00:00:09.554Z";
const NEWER: &str = "2026-03-09T00:00:00Z";
const NEWEST: &str = "2026-04-09T00:00:00Z";

fn version(generated: &str, change: impl Fn(&str) -> String) -> UnList {
    let text = change(LIST).replace(OLD, generated);
    un::read("un.xml", text.as_bytes()).unwrap()
}

fn unchanged(text: &str) -> String {
    text.to_owned()
}

/// The list without the entry of this DATAID.
fn without(data_id: &str) -> impl Fn(&str) -> String {
    let id = format!("<DATAID>{data_id}</DATAID>");
    move |text: &str| {
        let at = text.find(&id).unwrap();
        let start = text[..at].rfind("    <INDIVIDUAL>").unwrap();
        let end = at + text[at..].find("</INDIVIDUAL>\n").unwrap() + "</INDIVIDUAL>\n".len();
        [&text[..start], &text[end..]].concat()
    }
}

/// What a node holds: the current version of each notice, by replaying updates.
#[derive(Default)]
struct Held {
    notices: BTreeMap<NoticeId, Notice>,
    generated: Option<jiff::Timestamp>,
}

impl Held {
    fn import(&mut self, list: UnList, removals: Removals) -> Result<Update, UpdateError> {
        let generated = list.generated;
        let update = plan(self.notices.values(), list, self.generated, removals)?;
        for notice in update
            .new
            .iter()
            .chain(&update.corrected)
            .chain(&update.recalled)
        {
            if let Some(old) = self.notices.insert(notice.id.clone(), notice.clone()) {
                assert!(
                    notice.modified > old.modified,
                    "{} did not get later",
                    notice.id
                );
            }
        }
        self.generated = Some(generated);
        Ok(update)
    }
}

fn first_import() -> Held {
    let mut held = Held::default();
    let update = held
        .import(version(OLD, unchanged), Removals::default())
        .unwrap();
    assert_eq!(
        (
            update.new.len(),
            update.corrected.len(),
            update.recalled.len()
        ),
        (14, 0, 0)
    );
    held
}

fn ids(notices: &[Notice]) -> Vec<&str> {
    notices.iter().map(|n| n.id.as_str()).collect()
}

#[test]
fn the_same_list_again_changes_nothing() {
    let mut held = first_import();
    assert!(
        held.import(version(OLD, unchanged), Removals::default())
            .unwrap()
            .is_empty()
    );
    assert!(
        held.import(version(NEWER, unchanged), Removals::default())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_older_list_is_refused() {
    let mut held = first_import();
    let error = held
        .import(
            version("2026-02-26T00:00:00Z", unchanged),
            Removals::Confirmed,
        )
        .unwrap_err();
    assert!(matches!(error, UpdateError::Older { .. }), "{error}");
}

#[test]
fn a_dated_change_is_a_correction_of_that_day_and_nothing_else() {
    let mut held = first_import();
    let newer = version(NEWER, |text| {
        text.replacen(
            "<VALUE>2016-10-13</VALUE>",
            "<VALUE>2016-10-13</VALUE><VALUE>2026-03-05</VALUE>",
            1,
        )
        .replacen("<YEAR>1971</YEAR>", "<YEAR>1972</YEAR>", 1)
    });
    let update = held.import(newer, Removals::default()).unwrap();
    assert_eq!(ids(&update.corrected), ["un-6907993"]);
    assert_eq!(
        update.corrected[0].modified.to_string(),
        "2026-03-05T00:00:00Z"
    );
    assert!(update.new.is_empty() && update.recalled.is_empty());
}

#[test]
fn an_undated_change_is_a_correction_of_the_day_the_list_was_generated() {
    let mut held = first_import();
    let silent = |text: &str| text.replacen("<YEAR>1971</YEAR>", "<YEAR>1972</YEAR>", 1);
    let update = held
        .import(version(NEWER, silent), Removals::default())
        .unwrap();
    assert_eq!(ids(&update.corrected), ["un-6907993"]);
    assert_eq!(update.corrected[0].modified.to_string(), NEWER);
    // And the next list, which says the same, does not take the version back to its older day.
    assert!(
        held.import(version(NEWEST, silent), Removals::default())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_entry_read_differently_by_a_newer_program_still_gets_a_later_version() {
    let list = version(OLD, unchanged);
    let mut held = list.notices.clone();
    let Subject::Person(person) = &mut held[0].subject else {
        panic!("not a person")
    };
    person.names.truncate(1);
    held[0].modified = list.generated;
    held[0].contact = Some("changed".to_owned());
    let update = plan(
        &held,
        list.clone(),
        Some(list.generated),
        Removals::default(),
    )
    .unwrap();
    assert_eq!(update.corrected.len(), 1);
    assert!(update.corrected[0].modified > list.generated);
}

#[test]
fn an_entry_that_is_gone_is_recalled_with_its_content_and_one_that_returns_is_corrected() {
    let mut held = first_import();
    let before = held.notices[&NoticeId::new("un-6907993").unwrap()].clone();
    let update = held
        .import(version(NEWER, without("6907993")), Removals::default())
        .unwrap();
    assert_eq!(ids(&update.recalled), ["un-6907993"]);
    let recalled = &update.recalled[0];
    assert_eq!(recalled.status, Status::Recalled);
    assert_eq!(recalled.modified.to_string(), NEWER);
    let same = Notice {
        status: before.status,
        modified: before.modified,
        ..recalled.clone()
    };
    assert_eq!(same, before);

    assert!(
        held.import(version(NEWER, without("6907993")), Removals::default())
            .unwrap()
            .is_empty()
    );
    let update = held
        .import(version(NEWEST, unchanged), Removals::default())
        .unwrap();
    assert_eq!(ids(&update.corrected), ["un-6907993"]);
    assert_eq!(update.corrected[0].status, Status::Active);
}

#[test]
fn recalling_more_than_a_tenth_needs_confirmation() {
    let mut held = first_import();
    let fewer = |text: &str| without("6908048")(&without("6907993")(text));
    let error = held
        .import(version(NEWER, fewer), Removals::default())
        .unwrap_err();
    assert_eq!(
        error,
        UpdateError::ManyRecalls {
            recalled: 2,
            held: 14
        }
    );
    assert!(error.to_string().contains("--confirm-removals"));
    let update = held
        .import(version(NEWER, fewer), Removals::Confirmed)
        .unwrap();
    assert_eq!(update.recalled.len(), 2);
}

#[test]
fn notices_of_others_are_left_alone() {
    let list = version(OLD, unchanged);
    let mut of_a_member = list.notices[0].clone();
    of_a_member.id = NoticeId::new("dz-0001").unwrap();
    of_a_member.originator =
        mithaq_notice::Originator::Member(mithaq_notice::MemberId::new("dz").unwrap());
    let update = plan([&of_a_member], list, None, Removals::default()).unwrap();
    assert_eq!((update.new.len(), update.recalled.len()), (14, 0));
}
