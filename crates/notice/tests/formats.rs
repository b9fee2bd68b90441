//! FollowTheMoney and OFAC lists, on excerpts and on what the excerpts lack.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

use jiff::civil::date;
use mithaq_notice::list::{self, Format, List};
use mithaq_notice::{
    Birth, BirthDate, Language, Measure, NameKind, Notice, Person, Quality, Subject, Vehicle, ofac,
};

fn excerpt(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn read(name: &str) -> List {
    list::read(&excerpt(name)).unwrap()
}

fn find<'a>(list: &'a List, id: &str) -> &'a Notice {
    list.notices.iter().find(|n| n.id.as_str() == id).unwrap()
}

fn person(notice: &Notice) -> &Person {
    match &notice.subject {
        Subject::Person(person) => person,
        other => panic!("{other:?}"),
    }
}

fn vehicle(notice: &Notice) -> &Vehicle {
    match &notice.subject {
        Subject::Vehicle(vehicle) => vehicle,
        other => panic!("{other:?}"),
    }
}

fn born(date: BirthDate) -> Birth {
    Birth {
        date,
        approximate: false,
        note: None,
    }
}

#[test]
fn the_format_of_a_list_is_told_by_its_content() {
    assert_eq!(read("un_excerpt.xml").format, Format::Un);
    assert_eq!(read("ftm_excerpt.ndjson").format, Format::Ftm);
    assert_eq!(read("ofac").format, Format::Ofac);
}

#[test]
fn an_entity_and_its_sanction_become_one_notice_under_the_lists_own_reference() {
    let list = read("ftm_excerpt.ndjson");
    assert_eq!(list.notices.len(), 5);
    let badege = find(&list, "unsc-6907993");
    let listing = badege.listing.as_ref().unwrap();
    assert_eq!(listing.reference, "CDi.001");
    assert_eq!(listing.regime, "DRC");
    assert_eq!(listing.listed_on, Some(date(2012, 12, 31)));
    assert_eq!(badege.originator.as_str(), "un_sc_sanctions");
    assert_eq!(badege.modified.to_string(), "2016-10-13T00:00:00Z");
    assert_eq!(person(badege).births, [born(BirthDate::Year(1971))]);
}

#[test]
fn the_security_councils_entries_have_its_measures_in_this_format_too() {
    let list = read("ftm_excerpt.ndjson");
    let listing = find(&list, "unsc-6907993").listing.as_ref().unwrap();
    assert!(listing.measures.contains(&Measure::TravelBan));
    assert!(
        find(&list, "unsc-6907993")
            .redress
            .get(Language::En)
            .contains("Focal Point")
    );
}

#[test]
fn names_of_all_scripts_are_kept_the_caption_first() {
    let list = read("ftm_invented.ndjson");
    let names: Vec<(&str, NameKind, Option<Quality>)> = find(&list, "inv-person")
        .subject
        .names()
        .iter()
        .map(|n| (n.text.as_str(), n.kind, n.quality))
        .collect();
    assert_eq!(
        names,
        [
            ("يوسف بن علي", NameKind::Primary, None),
            ("Youssef Ben Ali", NameKind::Alias, None),
            ("Юсуф Бен Али", NameKind::Alias, None),
            ("优素福", NameKind::Alias, None),
            ("Abu X", NameKind::Alias, Some(Quality::Low)),
            ("Joseph Ali", NameKind::Former, None),
        ]
    );
}

#[test]
fn what_belongs_to_an_entity_is_joined_to_it_wherever_it_stands() {
    let list = read("ftm_invented.ndjson");
    let person = person(find(&list, "inv-person"));
    assert_eq!(
        person.births[0],
        born(BirthDate::Month {
            year: 1970,
            month: 5
        })
    );
    assert_eq!(person.addresses[0].city.as_deref(), Some("Kidal"));
    assert_eq!(person.documents[0].number, "X0000001");
    let listing = find(&list, "inv-person").listing.as_ref().unwrap();
    assert_eq!(
        (listing.reference.as_str(), listing.regime.as_str()),
        ("INV.1", "FIRST")
    );
    assert_eq!(listing.listed_on, Some(date(2019, 2, 3)));
    let comments = listing.comments.as_deref().unwrap();
    assert!(
        comments.contains("Also listed: Office of Inventions, SECOND"),
        "{comments}"
    );
    assert!(comments.contains("Because."), "{comments}");
}

#[test]
fn what_is_nested_in_an_entity_is_read_as_well() {
    let list = read("ftm_invented.ndjson");
    let nested = find(&list, "inv-nested");
    assert_eq!(nested.listing.as_ref().unwrap().reference, "INV.3");
    assert_eq!(person(nested).addresses[0].text.as_deref(), Some("Agadez"));
}

#[test]
fn ships_aircraft_companies_and_wallets_are_subjects() {
    let list = read("ftm_invented.ndjson");
    let ship = vehicle(find(&list, "inv-vessel"));
    assert_eq!(ship.names[0].text, "MV INVENTED");
    assert_eq!(ship.documents[0].number, "IMO0000000");
    let plane = vehicle(find(&list, "inv-plane"));
    assert_eq!(
        (plane.plate.as_deref(), plane.vin.as_deref()),
        (Some("XX-INV"), Some("0001"))
    );
    assert_eq!(find(&list, "inv-wallet").subject.caption(), "1Invented");
    assert_eq!(
        find(&list, "inv-company").subject.caption(),
        "Invented SARL"
    );
}

#[test]
fn what_is_not_read_is_counted_with_its_reason() {
    let skipped = read("ftm_invented.ndjson").skipped;
    let lines: Vec<String> = skipped
        .iter()
        .map(|(why, n)| format!("{n} {why}"))
        .collect();
    assert_eq!(
        lines,
        [
            "1 Ownership: a link between entities is not read",
            "1 Passport: what it is of is not in this list",
            "1 Person.topics: no field of a notice is for it",
        ]
    );
}

#[test]
fn ofacs_three_files_become_one_notice_an_entry() {
    let list = read("ofac");
    assert_eq!(list.notices.len(), 12);
    let names = list.notices.iter().map(|n| n.subject.names());
    let in_alt = names
        .flatten()
        .filter(|n| n.kind != NameKind::Primary && n.quality.is_none());
    assert_eq!(in_alt.count(), 12);
    let bank = find(&list, "ofac-306");
    let Subject::Organisation(organisation) = &bank.subject else {
        panic!("not an organisation")
    };
    assert_eq!(organisation.addresses.len(), 4);
    assert_eq!(bank.listing.as_ref().unwrap().reference, "306");
    assert_eq!(bank.listing.as_ref().unwrap().regime, "CUBA");
}

#[test]
fn ofacs_people_are_named_as_people_say_it_and_their_remarks_are_read() {
    let list = read("ofac");
    let djibo = find(&list, "ofac-32391");
    let names: Vec<&str> = djibo
        .subject
        .names()
        .iter()
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(
        names[..3],
        [
            "Ousmane Illiassou DJIBO",
            "Djibbo ILLIASSOU",
            "Aboubacar CHAPORI"
        ]
    );
    assert_eq!(names.last(), Some(&"Halid Illiassou DJIBO"));
    assert_eq!(person(djibo).births, [born(BirthDate::Year(1984))]);
    assert_eq!(person(djibo).nationalities, ["Niger"]);
    let yan = person(find(&list, "ofac-25308"));
    assert!(
        yan.documents
            .iter()
            .any(|d| d.kind == "Digital currency address, XBT")
    );
    assert!(person(find(&list, "ofac-7782")).births[0].approximate);
}

#[test]
fn ofacs_ships_and_aircraft_keep_their_numbers() {
    let list = read("ofac");
    let ship = vehicle(find(&list, "ofac-15036"));
    let numbers: Vec<(&str, &str)> = ship
        .documents
        .iter()
        .map(|d| (d.kind.as_str(), d.number.as_str()))
        .collect();
    assert_eq!(
        numbers,
        [
            ("IMO number", "9187629"),
            ("MMSI", "572469210"),
            ("Call sign", "T2EU4")
        ]
    );
    let plane = vehicle(find(&list, "ofac-15431"));
    assert_eq!(
        (plane.plate.as_deref(), plane.vin.as_deref()),
        (Some("EP-GOM"), Some("1023409321"))
    );
    assert_eq!(plane.model.as_deref(), Some("IL76-TD"));
}

#[test]
fn ofacs_text_may_be_windows_1252() {
    let sdn = b"1,\"PE\xD1A, Jos\xE9\",\"individual\",\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a";
    let file = |name: &str, bytes: &'static [u8]| (name.to_owned(), bytes);
    let list = ofac::read_from(
        file("sdn.csv", sdn),
        file("alt.csv", b"\x1a"),
        file("add.csv", b"\x1a"),
    )
    .unwrap();
    assert_eq!(list.notices[0].subject.caption(), "José PEÑA");
}
