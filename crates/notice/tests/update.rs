//! Importing one version of the list after another.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use mithaq_notice::list::{self, Version};
use mithaq_notice::un::{self, UnList};
use mithaq_notice::update::{Removals, Update, UpdateError, plan};
use mithaq_notice::{IssuerId, Notice, NoticeId, Status, Subject, ofac};

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
    fn import(
        &mut self,
        list: impl Into<Version>,
        removals: Removals,
    ) -> Result<Update, UpdateError> {
        let list = list.into();
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

fn made_on(day: &str) -> jiff::civil::Date {
    day.parse().unwrap()
}

/// OFAC's three files as one, with a change in the entries.
fn ofac(change: impl Fn(&str) -> String) -> list::List {
    let sdn = change(include_str!("data/ofac/sdn.csv"));
    let joined = [
        sdn.as_bytes(),
        include_bytes!("data/ofac/alt.csv"),
        include_bytes!("data/ofac/add.csv"),
    ];
    ofac::read_joined("body", &joined.concat()).unwrap()
}

#[test]
fn a_list_that_says_no_day_is_held_by_the_one_named_or_that_of_its_import() {
    let now: jiff::Timestamp = NEWEST.parse().unwrap();
    let of = |day: Option<&str>, list: list::List| list.version(None, day.map(made_on), now);
    let mut held = Held::default();
    let first = of(Some("2026-03-01"), ofac(unchanged)).unwrap();
    assert_eq!(first.issuer.as_str(), "ofac");
    let entries = first.notices.len();
    let update = held.import(first, Removals::default()).unwrap();
    assert_eq!(update.new.len(), entries);

    let older = of(Some("2026-02-28"), ofac(unchanged)).unwrap();
    let error = held.import(older, Removals::Confirmed).unwrap_err();
    assert!(matches!(error, UpdateError::Older { .. }), "{error}");

    let changed = ofac(|text| text.replace("Secretary General of Hizballah", "Somebody"));
    let update = held
        .import(of(None, changed).unwrap(), Removals::default())
        .unwrap();
    assert_eq!(ids(&update.corrected), ["ofac-2686"]);
    assert_eq!(update.corrected[0].modified, now);
    assert!(update.new.is_empty() && update.recalled.is_empty());
}

#[test]
fn a_list_is_a_version_of_one_issuers() {
    let now: jiff::Timestamp = NEWEST.parse().unwrap();
    let ftm = |text: &str| list::read_from("list.ndjson", text.as_bytes()).unwrap();
    let of = |issuer: &str| Some(IssuerId::new(issuer).unwrap());
    let text = include_str!("data/ftm_excerpt.ndjson");
    let version = ftm(text).version(None, None, now).unwrap();
    assert_eq!(
        (version.issuer.as_str(), version.generated.to_string()),
        ("un_sc_sanctions", "2026-02-27T00:00:09Z".to_owned())
    );
    let named = ftm(text).version(of("mine"), None, now).unwrap();
    let issuers = named.notices.iter().map(|n| n.originator.as_str());
    assert!(issuers.eq(named.notices.iter().map(|_| "mine")));

    let mixed = text.replacen("\"un_sc_sanctions\"", "\"other\"", 1);
    for (version, says) in [
        (
            ftm(&mixed).version(None, None, now),
            "of `other` and of `un_sc_sanctions`",
        ),
        (ofac(unchanged).version(of("mine"), None, now), "`ofac`"),
        (
            ftm(text).version(None, Some(made_on("2026-03-01")), now),
            "the list says 2026-02-27",
        ),
    ] {
        let error = version.unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn ids_that_two_issuers_give_are_told_apart_and_their_subject_is_one() {
    let ftm = |dataset: &str| {
        let text = include_str!("data/ftm_excerpt.ndjson").replace("un_sc_sanctions", dataset);
        list::read_from("list.ndjson", text.as_bytes()).unwrap()
    };
    let notices = list::together([ftm("eu"), ftm("us"), ftm("eu")]).unwrap();
    let each = ftm("eu").notices.len();
    assert_eq!(notices.len(), 3 * each);
    let (eu, us) = (&notices[0], &notices[each]);
    assert_eq!(
        (eu.id.as_str(), us.id.as_str()),
        ("unsc-6907993", "us:unsc-6907993")
    );
    assert_eq!(eu.subject_id, us.subject_id);
    assert_eq!(notices[2 * each].id, eu.id, "one list twice is one list");
}
