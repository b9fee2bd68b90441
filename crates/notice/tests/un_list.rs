//! The real list, whole.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::date;
use mithaq_notice::un::{self, UnList};
use mithaq_notice::{
    BirthDate, Gender, Handling, Language, Measure, NameKind, Notice, Person, Quality, Status,
    Subject, SubjectKind,
};

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/un_consolidated.xml")
}

static LIST: LazyLock<UnList> = LazyLock::new(|| {
    let file = fs::File::open(path()).unwrap();
    un::read("un_consolidated.xml", std::io::BufReader::new(file)).unwrap()
});

fn entry(reference: &str) -> &'static Notice {
    LIST.notices
        .iter()
        .find(|n| n.listing.as_ref().unwrap().reference == reference)
        .unwrap()
}

fn person(reference: &str) -> &'static Person {
    match &entry(reference).subject {
        Subject::Person(person) => person,
        other => panic!("{other:?}"),
    }
}

fn names(notice: &Notice, kind: NameKind) -> Vec<&str> {
    let of_kind = notice.subject.names().iter().filter(|n| n.kind == kind);
    of_kind.map(|n| n.text.as_str()).collect()
}

fn people() -> impl Iterator<Item = &'static Person> {
    LIST.notices.iter().filter_map(|n| match &n.subject {
        Subject::Person(person) => Some(person),
        _ => None,
    })
}

#[test]
fn every_entry_becomes_a_notice() {
    let count = |kind| {
        LIST.notices
            .iter()
            .filter(|n| n.subject.kind() == kind)
            .count()
    };
    assert_eq!(count(SubjectKind::Person), 730);
    assert_eq!(count(SubjectKind::Organisation), 273);
    assert_eq!(LIST.notices.len(), 1003);
    assert_eq!(LIST.generated.to_string(), "2026-02-27T00:00:09.554Z");
}

#[test]
fn what_the_list_does_not_say_is_left_unsaid() {
    for notice in &LIST.notices {
        assert_eq!(notice.grade, None);
        assert_eq!(notice.ends, None);
        assert_eq!(notice.status, Status::Active);
        assert_eq!(notice.handling, Handling::public());
        assert!(!notice.invented && notice.links.is_empty());
    }
}

#[test]
fn every_notice_says_why_what_to_do_and_how_to_challenge_it_in_three_languages() {
    for notice in &LIST.notices {
        for text in [&notice.grounds, &notice.instructions, &notice.redress] {
            for language in Language::ALL {
                assert!(
                    text.exactly(language).is_some_and(|t| !t.is_empty()),
                    "{}",
                    notice.id
                );
            }
        }
    }
}

#[test]
fn names_keep_their_kind_their_quality_and_their_script() {
    let bwambale = entry("CDi.002");
    assert_eq!(bwambale.subject.caption(), "FRANK KAKOLELE BWAMBALE");
    assert_eq!(
        names(bwambale, NameKind::Alias),
        ["FRANK KAKORERE", "FRANK KAKORERE BWAMBALE", "AIGLE BLANC"]
    );
    let iyamuremye = person("CDi.003");
    let low: Vec<&str> = iyamuremye
        .names
        .iter()
        .filter(|n| n.quality == Some(Quality::Low))
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(low, ["Rumuli"]);
    let husayn = LIST
        .notices
        .iter()
        .find(|n| names(n, NameKind::OriginalScript).contains(&"صدام حسين التكريتي"))
        .unwrap();
    assert_eq!(husayn.listing.as_ref().unwrap().regime, "Iraq");
}

#[test]
fn a_remark_in_an_alias_is_no_part_of_the_name() {
    let with = |text: &str| -> &'static mithaq_notice::Name {
        let mut names = LIST.notices.iter().flat_map(|n| n.subject.names());
        names.find(|n| n.text == text).unwrap()
    };
    let haqqani = with("Ezatullah Haqqani");
    assert_eq!(haqqani.kind, NameKind::Former);
    assert_eq!(haqqani.note.as_deref(), Some("(previously listed as)"));
    assert_eq!(with("Amir Khazmat").kind, NameKind::Alias);
    let born = with("Safia Farkash Mohammed Al-Hadad")
        .note
        .as_deref()
        .unwrap();
    assert!(born.starts_with("born 1 Jan. 1953"), "{born}");
}

#[test]
fn every_original_name_is_kept() {
    let with = |kind| {
        LIST.notices
            .iter()
            .filter(|n| !names(n, kind).is_empty())
            .count()
    };
    assert_eq!(with(NameKind::OriginalScript), 336 + 42);
    assert_eq!(with(NameKind::Primary), 1003);
}

#[test]
fn birth_dates_keep_the_precision_they_are_known_to() {
    let mut by_kind = BTreeMap::new();
    for birth in people()
        .flat_map(|p| &p.births)
        .filter(|b| b.note.as_ref().is_none_or(|note| !note.starts_with("as ")))
    {
        let kind = match birth.date {
            BirthDate::Day(_) => "day",
            BirthDate::Month { .. } => "month",
            BirthDate::Year(_) => "year",
            BirthDate::Between { .. } => "between",
        };
        *by_kind.entry((kind, birth.approximate)).or_insert(0) += 1;
    }
    // 919 elements: 49 are empty and one names no year (“30-35 years old”).
    let expected = [
        (("between", false), 23),
        (("between", true), 8),
        (("day", false), 454),
        (("day", true), 1),
        (("month", false), 5),
        (("year", false), 262),
        (("year", true), 116),
    ];
    assert_eq!(by_kind, BTreeMap::from(expected));
    assert_eq!(by_kind.values().sum::<i32>(), 919 - 49 - 1);
}

#[test]
fn documents_addresses_and_the_rest_arrive() {
    let documents: usize = people().map(|p| p.documents.len()).sum();
    // 921 elements: 453 are empty, and nobody knows the number of two.
    assert_eq!(documents, 921 - 453 - 2);
    assert!(
        people()
            .flat_map(|p| &p.documents)
            .all(|d| !d.number.is_empty())
    );
    let genders: Vec<Gender> = people().filter_map(|p| p.gender).collect();
    assert_eq!(genders.len(), 54);
    let count = |of: fn(&Person) -> usize| people().map(of).sum::<usize>();
    assert_eq!(count(|p| p.nationalities.len()), 652);
    assert_eq!(count(|p| p.designations.len()), 427);
    assert_eq!(count(|p| p.titles.len()), 193);
}

#[test]
fn an_alias_with_a_birth_of_its_own_gives_the_person_that_birth_too() {
    let listed = LIST
        .notices
        .iter()
        .find(|n| names(n, NameKind::Alias).contains(&"Fabio Fusco"))
        .unwrap();
    let Subject::Person(person) = &listed.subject else {
        panic!("not a person")
    };
    assert!(
        person
            .births
            .iter()
            .any(|b| b.date == BirthDate::Day(date(1968, 5, 25))
                && b.note.as_deref() == Some("as Fabio Fusco"))
    );
}

#[test]
fn listings_carry_their_days_and_moments_follow_from_them() {
    let notice = entry("CDi.001");
    let listing = notice.listing.as_ref().unwrap();
    assert_eq!(notice.id.as_str(), "un-6907993");
    assert_eq!(listing.listed_on, Some(date(2012, 12, 31)));
    assert_eq!(listing.updated_on, [date(2016, 10, 13)]);
    assert_eq!(listing.version, Some(1));
    assert_eq!(notice.created.to_string(), "2012-12-31T00:00:00Z");
    assert_eq!(notice.modified.to_string(), "2016-10-13T00:00:00Z");
    assert!(
        LIST.notices
            .iter()
            .all(|n| n.created <= n.modified && n.modified <= LIST.generated)
    );
}

#[test]
fn measures_follow_from_the_regime_and_from_what_the_entry_narrows() {
    use Measure::{ArmsEmbargo, AssetFreeze, TravelBan};
    let measures = |reference| -> Vec<Measure> {
        entry(reference)
            .listing
            .as_ref()
            .unwrap()
            .measures
            .iter()
            .copied()
            .collect()
    };
    assert_eq!(measures("QDi.430"), [AssetFreeze, TravelBan, ArmsEmbargo]);
    assert_eq!(measures("CDi.001"), [AssetFreeze, TravelBan]);
    assert_eq!(measures("GBi.001"), [TravelBan]);
    assert_eq!(measures("LYi.001"), [TravelBan]);
    assert_eq!(measures("LYi.009"), [AssetFreeze]);
    assert_eq!(measures("YEe.001"), [ArmsEmbargo]);
    assert!(
        LIST.notices
            .iter()
            .all(|n| !n.listing.as_ref().unwrap().measures.is_empty())
    );
}

#[test]
fn only_al_qaida_entries_are_sent_to_the_ombudsperson() {
    for notice in &LIST.notices {
        let al_qaida = notice.listing.as_ref().unwrap().regime == "Al-Qaida";
        assert_eq!(
            notice.redress.get(Language::En).contains("Ombudsperson"),
            al_qaida
        );
    }
}

/// Walks the file with a parser of its own, so that an element the reader skipped would show.
#[test]
fn every_text_of_the_file_is_in_a_notice_or_named_as_dropped() {
    let xml = fs::read_to_string(path()).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut open: Vec<String> = Vec::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut current = String::new();
    let mut entries = LIST
        .notices
        .iter()
        .map(|n| serde_json::to_string(n).unwrap());
    let mut lost = Vec::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                current.clear();
            }
            Event::Text(text) => current.push_str(&text),
            Event::GeneralRef(r) => {
                current.push_str(quick_xml::escape::resolve_predefined_entity(&r).unwrap());
            }
            Event::End(_) => {
                let path = open.get(3..).unwrap_or_default().join("/");
                let words = current.split_whitespace().collect::<Vec<_>>().join(" ");
                if !words.is_empty() {
                    texts.insert(format!("{path} #{}", texts.len()), words);
                }
                current.clear();
                open.pop();
                if open.len() == 2 {
                    let notice = entries.next().unwrap();
                    for (path, text) in std::mem::take(&mut texts) {
                        if !accounted_for(&path, &text, &notice) {
                            lost.push((path, text));
                        }
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(lost, []);
}

fn accounted_for(path: &str, text: &str, notice: &str) -> bool {
    let (path, _) = path.split_once(" #").unwrap();
    let root = path.split('/').next().unwrap();
    if un::dropped().iter().any(|(dropped, _)| *dropped == root) {
        return true;
    }
    let has = |text: &str| notice.contains(serde_json::to_string(text).unwrap().trim_matches('"'));
    match path {
        // Words of the format that become types; the tests above count them.
        "GENDER" | "INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE" => true,
        path if path.ends_with("/QUALITY") => true,
        // Some days carry a time zone.
        "LISTED_ON" => has(&text[..10]),
        "FOURTH_NAME" if text == "na" => true,
        "INDIVIDUAL_DATE_OF_BIRTH/NOTE" if text == "Approximately" || text == "Sep." => true,
        // A kind said twice.
        "INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT2" => has(text) || text == "Passport",
        // Several names in one text: each word of them is somewhere.
        path if path.ends_with("_NAME") || path == "NAME_ORIGINAL_SCRIPT" => text
            .replace("(original script)", "")
            .replace("(original script:", "(")
            .replace(" - sub-unit name", "")
            .split(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | ')' | ','))
            .filter(|word| *word != "b")
            .all(has),
        _ => has(text),
    }
}
