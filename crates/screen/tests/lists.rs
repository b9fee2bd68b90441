//! Entries of several lists: on one subject, and with the numbers lists write among a holder's documents.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use mithaq_notice::{
    Birth, BirthDate, Document, IssuerId, Language, Name, NameKind, Notice, Organisation,
    Originator, Person, Subject, Vehicle,
};
use mithaq_screen::{Admit, Group, Hit, Index, NumberKind, Options, Query, batch};
use scene::{day, index, notice};

fn found(index: &Index, query: &Query) -> Vec<Hit> {
    index.search(query, &Options::default(), Admit::All, day())
}

fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.notice.id.as_str()).collect()
}

/// An entry of a list, beside the UN's own.
fn listed(issuer: &str, id: &str, person: Person) -> Notice {
    Notice {
        originator: Originator::Issuer(IssuerId::new(issuer).unwrap()),
        ..notice(id, Subject::Person(person))
    }
}

fn named(names: &[&str], born: Option<i16>) -> Person {
    let names = names.iter().map(|name| Name::new(*name, NameKind::Alias));
    let born = born.map(|year| Birth {
        date: BirthDate::Year(year),
        approximate: false,
        note: None,
    });
    Person {
        names: names.collect(),
        births: born.into_iter().collect(),
        ..Person::default()
    }
}

#[test]
fn two_lists_entries_on_one_person_come_together_and_those_on_namesakes_do_not() {
    let groups = |one: Person, other: Person| {
        let index = index([listed("un", "un-1", one), listed("ofac", "ofac-1", other)]);
        let hits = found(&index, &Query::of_name("1", "Karim Benali"));
        assert_eq!(hits.len(), 2);
        let groups = Group::of(hits);
        groups
            .iter()
            .map(|group| group.hits.len())
            .collect::<Vec<_>>()
    };
    let name = &["Karim Benali"][..];
    let two = &["BENALI Karim", "Abou Zoubir Haddad"][..];
    assert_eq!(
        groups(named(name, Some(1975)), named(name, Some(1975))),
        [2]
    );
    assert_eq!(groups(named(two, None), named(two, Some(1975))), [2]);
    // A name alone; another birth, however many the names.
    assert_eq!(groups(named(name, None), named(name, Some(1975))), [1, 1]);
    assert_eq!(
        groups(named(two, Some(1955)), named(two, Some(1975))),
        [1, 1]
    );
}

/// Of two entries on persons, whether they come together.
fn is_one(one: Person, other: Person) -> bool {
    let name = one.names[0].text.clone();
    let index = index([listed("un", "un-1", one), listed("ofac", "ofac-1", other)]);
    let hits = found(&index, &Query::of_name("1", name));
    assert_eq!(hits.len(), 2);
    Group::of(hits).len() == 1
}

fn born(name: &str, birth: BirthDate, nationality: &str) -> Person {
    Person {
        births: vec![Birth {
            date: birth,
            approximate: false,
            note: None,
        }],
        nationalities: vec![nationality.to_owned()],
        ..named(&[name], None)
    }
}

#[test]
fn a_day_of_birth_ties_names_that_are_alike_and_a_nationality_a_long_one_that_is_equal() {
    let day = |text: &str| BirthDate::Day(text.parse().unwrap());
    let of = |name: &str, text: &str| born(name, day(text), "Mali");
    assert!(is_one(
        of("Tarkhan Ismailovich Gaziev", "1965-11-11"),
        of("Tarkhan Ismailovich GAZIYEV", "1965-11-11")
    ));
    // The year alone does not make up for the name.
    assert!(!is_one(
        of("Tarkhan Ismailovich Gaziev", "1965-11-11"),
        born("Tarkhan Ismailovich GAZIYEV", BirthDate::Year(1965), "Mali")
    ));
    let nowhere_born = |name: &str| Person {
        births: Vec::new(),
        ..born(name, BirthDate::Year(0), "Iraq")
    };
    let long = "Nayif Shindakh Thamir Ghalib";
    assert!(is_one(nowhere_born(long), nowhere_born(long)));
    assert!(!is_one(named(&[long], None), named(&[long], None)));
    assert!(!is_one(
        nowhere_born("Nayif Ghalib"),
        nowhere_born("Nayif Ghalib")
    ));
}

#[test]
fn entries_that_tell_against_one_another_stay_apart_where_both_are_tied_to_a_third() {
    let names = &["Karim Mokhtar Benali", "Abou Zoubir Haddad"][..];
    let found = groups(
        vec![
            listed("un", "un-1", named(names, Some(1960))),
            listed("un", "un-2", named(names, Some(1990))),
            listed("ofac", "ofac-1", named(names, None)),
        ],
        "Karim Mokhtar Benali",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    let three = groups(
        vec![
            listed("un", "un-1", named(names, Some(1960))),
            listed("ofac", "ofac-1", named(names, None)),
            listed("eu", "eu-1", named(names, Some(1990))),
        ],
        "Karim Mokhtar Benali",
    );
    assert_eq!(three.len(), 2, "{three:?}");
}

/// The ids of each group, of what is found by a name.
fn groups(notices: Vec<Notice>, name: &str) -> Vec<Vec<String>> {
    let hits = found(&index(notices), &Query::of_name("1", name));
    let ids = |group: &Group| {
        let hits = group.hits.iter();
        let mut ids: Vec<String> = hits.map(|hit| hit.notice.id.to_string()).collect();
        ids.sort();
        ids
    };
    let mut groups: Vec<Vec<String>> = Group::of(hits).iter().map(ids).collect();
    groups.sort();
    groups
}

fn organisation(issuer: &str, id: &str, names: &[&str]) -> Notice {
    let names = names.iter().map(|name| Name::new(*name, NameKind::Alias));
    Notice {
        originator: Originator::Issuer(IssuerId::new(issuer).unwrap()),
        ..notice(
            id,
            Subject::Organisation(Organisation {
                names: names.collect(),
                ..Organisation::default()
            }),
        )
    }
}

#[test]
fn an_alias_that_several_bear_ties_no_organisations_and_the_strongest_tie_counts() {
    let alias = "Ansar al-Sharia";
    let un = |id: &str, place: &str| {
        let name = format!("Ansar al-Sharia {place}");
        organisation("un", id, &[&name, alias])
    };
    let ofac = |id: &str, place: &str, other: &str| {
        let name = format!("Ansar al-Sharia in {place}");
        organisation("ofac", id, &[&name, alias, other])
    };
    let entries = vec![
        un("un-1", "Derna"),
        un("un-2", "Benghazi"),
        ofac("ofac-1", "Darnah", "Ansar al-Sharia Derna"),
        ofac("ofac-2", "Benghazi", "Ansar al-Sharia Benghazi"),
        organisation("ofac", "ofac-3", &["Sons of Abyan", alias]),
    ];
    let expected = [&["ofac-1", "un-1"][..], &["ofac-2", "un-2"], &["ofac-3"]];
    assert_eq!(groups(entries, alias), expected);
}

#[test]
fn an_acronym_behind_a_name_is_no_part_of_it_and_a_place_is() {
    let tied = |un: &str, ofac: &str| {
        let entries = vec![
            organisation("un", "un-1", &[un]),
            organisation("ofac", "ofac-1", &[ofac]),
        ];
        groups(entries, ofac).len() == 1
    };
    assert!(tied("Lashkar i Jhangvi (LJ)", "LASHKAR I JHANGVI"));
    assert!(!tied(
        "Al-Haramayn Foundation (Kenya)",
        "AL-HARAMAYN FOUNDATION"
    ));
}

#[test]
fn a_row_names_one_subject_for_two_lists_entries_on_it() {
    let index = index([
        listed("un", "un-1", named(&["Karim Benali"], Some(1975))),
        listed("ofac", "ofac-1", named(&["Karim Benali"], Some(1975))),
        listed("ofac", "ofac-2", named(&["Karim Benali"], Some(1955))),
    ]);
    let hits = found(&index, &Query::of_name("1", "Karim Benali"));
    let line = batch::Format::JsonLines.answer("1", &hits, Language::En);
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let said = |key: &str| -> Vec<&str> {
        let hits = line["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit[key].as_str().unwrap()).collect()
    };
    assert_eq!(said("id"), ["ofac-1", "ofac-2", "un-1"]);
    assert_eq!(said("subject"), ["ofac-1", "ofac-2", "ofac-1"]);
}

#[test]
fn numbers_among_a_holders_documents_are_found_as_what_they_are() {
    let document = |kind: &str, number: &str| Document {
        kind: kind.into(),
        number: number.into(),
        country: None,
        city: None,
        issued: None,
        note: None,
    };
    let holder = Person {
        documents: vec![document(
            "Digital currency address, XBT",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        )],
        ..named(&["Karim Benali"], None)
    };
    let ship = Subject::Vehicle(Vehicle {
        names: vec![Name::new("ARTAVIL", NameKind::Primary)],
        documents: vec![document("IMO number", "9187629")],
        ..Vehicle::default()
    });
    let index = index([listed("ofac", "ofac-1", holder), notice("ofac-2", ship)]);
    let find = |kind, text: &str| ids(&found(&index, &Query::of_number("1", kind, text))).join(" ");
    let wallet = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
    assert_eq!(find(NumberKind::Account, wallet), "ofac-1");
    assert_eq!(find(NumberKind::Document, "9187629"), "ofac-2");
}
