//! Searching: the real list, evidence, numbers, profiles and time.

mod scene;

use std::sync::Arc;

use mithaq_notice::{Account, Document, Status, Subject, Vehicle, Weapon};
use mithaq_screen::NumberKind::{
    self, Account as AccountNumber, Document as DocumentNumber, Plate, Serial, Vin,
};
use mithaq_screen::{
    Admit, AskedBirth, AskedKind, Country, Field, Group, Hit, Index, Options, Query, Rule, Score,
};
use proptest::prelude::*;
use roaring::RoaringBitmap;
use scene::{UN, UN_INDEX, day, index, notice, person};

fn found(index: &Index, query: &Query) -> Vec<Hit> {
    index.search(query, &Options::default(), Admit::All, day())
}

fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.notice.id.as_str()).collect()
}

fn rules(hit: &Hit) -> Vec<(Field, Rule)> {
    hit.why.iter().map(|why| (why.field, why.rule)).collect()
}

fn document(id: &str, number: &str, country: &str) -> mithaq_notice::Notice {
    let document = Document {
        kind: "Passport".into(),
        number: number.into(),
        country: Some(country.into()),
        city: None,
        issued: None,
        note: None,
    };
    notice(id, Subject::Document(document))
}

#[test]
fn an_arabic_name_finds_an_entry_that_has_only_latin_ones() {
    // QDi.389, listed without an original script.
    let hits = found(&UN_INDEX, &Query::of_name("1", "أبو عبيدة يوسف العنابي"));
    assert_eq!(ids(&hits).first(), Some(&"un-6908537"), "{hits:#?}");
    assert!(hits[0].score < Score::EQUAL);
    assert_eq!(hits[0].why[0].field, Field::Name);
    assert!(!hits[0].why[0].steps.is_empty());
}

#[test]
fn a_name_and_nothing_else_scores_what_the_name_scores_and_one_only_when_equal() {
    let hits = found(&UN_INDEX, &Query::of_name("1", "Iyad Ag Ghali"));
    assert_eq!((ids(&hits)[0], hits[0].score), ("un-3012677", Score::EQUAL));
    let hits = found(&UN_INDEX, &Query::of_name("1", "Iyad Ag Ghaly"));
    assert_eq!(ids(&hits)[0], "un-3012677");
    assert!(hits[0].score < Score::EQUAL);
}

#[test]
fn a_passport_of_the_list_is_found_exactly_and_near() {
    // QDi.316, A1037434, issued by Mali.
    let scored = |text: &str| {
        let query = Query::of_number("1", DocumentNumber, text);
        found(&UN_INDEX, &query)
            .iter()
            .map(|hit| (hit.notice.id.to_string(), hit.score, hit.why[0].rule))
            .next()
    };
    let (id, exact, rule) = scored("a 103-7434").unwrap();
    assert_eq!((id.as_str(), rule), ("un-3012677", Rule::Equal));
    for (near, rule) in [
        ("Al037434", Rule::LookAlike),
        ("A0137434", Rule::Transposed),
        ("A137434", Rule::CharacterLost),
    ] {
        let (id, score, met) = scored(near).unwrap();
        assert_eq!((id.as_str(), met), ("un-3012677", rule), "{near}");
        assert!(score < exact, "{near}");
    }
    assert_eq!(scored("A9999999"), None);
    assert_eq!(
        scored("٥١٣٥١٩").map(|s| s.2),
        Some(Rule::Equal),
        "Libyan passport No. 513519, in Arabic-Indic digits"
    );
}

#[test]
fn dates_and_nationality_lift_a_name_and_lower_it() {
    let query = |birth: &str, country: &str| Query {
        births: AskedBirth::parse(birth).into_iter().collect(),
        nationalities: Country::parse(country).into_iter().collect(),
        ..Query::of_name("1", "مختار بلمختار")
    };
    let all = Options {
        threshold: Score::new(0.01).unwrap(),
        limit: 500,
        ..Options::default()
    };
    let score = |query: &Query| {
        let hits = UN_INDEX.search(query, &all, Admit::All, day());
        hits.into_iter()
            .find(|hit| hit.notice.id.as_str() == "un-111794")
            .map(|hit| hit.score)
    };
    let latin = |birth, country| Query {
        names: vec!["Mokhtar Benmokhtar".into()],
        ..query(birth, country)
    };
    let plain = score(&Query::of_name("1", "Mokhtar Benmokhtar")).unwrap();
    assert!(score(&latin("1972-06-01", "DZ")).unwrap() > plain);
    assert!(score(&latin("1950", "FR")).is_none_or(|score| score < plain));
    let equal = score(&query("1972-06-01", "DZ")).unwrap();
    assert_eq!(equal, Score::EQUAL, "all that was asked is equal");
    assert!(
        score(&query("1972", "DZ")).unwrap() < Score::EQUAL,
        "a year is not a day"
    );
}

#[test]
fn a_hits_weights_add_up_to_its_score() {
    let query = Query {
        births: AskedBirth::parse("1958").into_iter().collect(),
        nationalities: Country::parse("Algeria").into_iter().collect(),
        numbers: Query::of_number("", DocumentNumber, "A1037434").numbers,
        ..Query::of_name("1", "Iyad Ghaly")
    };
    let hits = found(&UN_INDEX, &query);
    let hit = hits
        .iter()
        .find(|hit| hit.notice.id.as_str() == "un-3012677")
        .unwrap();
    let sum: f64 = hit.why.iter().map(|why| why.weight).sum();
    assert!(
        (1.0 / (1.0 + (-sum).exp()) - hit.score.get()).abs() < 0.005,
        "{sum} {hit:#?}"
    );
}

#[test]
fn a_stolen_passport_is_found_whatever_name_it_is_used_under() {
    let index = index([document("dz-doc-1", "AB 187304", "Algeria")]);
    let query = Query {
        numbers: Query::of_number("", DocumentNumber, "AB187304").numbers,
        kind: AskedKind::of_schema("Person").unwrap(),
        ..Query::of_name("1", "Jean Dupont")
    };
    assert_eq!(ids(&found(&index, &query)), ["dz-doc-1"]);
    let of_another_country = Query {
        nationalities: Country::parse("FR").into_iter().collect(),
        ..query.clone()
    };
    let (one, other) = (found(&index, &query), found(&index, &of_another_country));
    assert!(rules(&other[0]).contains(&(Field::IssuingCountry, Rule::Different)));
    assert!(other[0].score < one[0].score);
}

#[test]
fn a_serial_needs_its_make_and_model_to_be_sure() {
    let weapon = Weapon {
        serial: "56-0187B4".into(),
        make: Some("Izhmash".into()),
        model: Some("AKM".into()),
        calibre: Some("7.62×39 mm".into()),
    };
    let index = index([notice("ne-gun-1", Subject::Weapon(weapon))]);
    let asked = |text: &str| Query::of_number("1", Serial, text);
    let same = Query {
        make: Some("IZHMASH".into()),
        model: Some("akm".into()),
        calibre: Some("7.62x39".into()),
        ..asked("560187B4")
    };
    let other = Query {
        make: Some("Zastava".into()),
        ..asked("560187B4")
    };
    let score = |query: &Query| found(&index, query).first().map(|hit| hit.score);
    assert!(score(&same) > score(&asked("560187B4")));
    assert!(score(&asked("560187B4")).is_some());
    assert_eq!(score(&other), None, "another maker's serial");
    assert_eq!(
        rules(&found(&index, &asked("56O18784"))[0]),
        [(Field::Serial, Rule::LookAlike)]
    );
}

#[test]
fn accounts_plates_and_chassis_numbers_are_found_as_people_write_them() {
    let account = Account {
        number: "MR1300020001010000123456753".into(),
        bank: None,
        currency: None,
        holder: None,
    };
    let vehicle = Vehicle {
        plate: Some("00123 116 16".into()),
        vin: Some("1M8GDM9AXKP042788".into()),
        ..Vehicle::default()
    };
    let index = index([
        notice("a", Subject::Account(account)),
        notice("v", Subject::Vehicle(vehicle)),
    ]);
    let first = |kind: NumberKind, text: &str| {
        found(&index, &Query::of_number("1", kind, text))
            .first()
            .map(|hit| (hit.notice.id.to_string(), hit.why[0].rule))
    };
    let is = |id: &str, rule| Some((id.to_owned(), rule));
    assert_eq!(
        first(AccountNumber, "MR13 0002 0001 0100 0012 3456 753"),
        is("a", Rule::Equal)
    );
    assert_eq!(
        first(AccountNumber, "MR13 0002 0001 0100 0012 3456 735"),
        is("a", Rule::Transposed)
    );
    assert_eq!(first(Plate, "٠٠١٢٣-١١٦-١٦"), is("v", Rule::Equal));
    assert_eq!(first(Vin, "IM8GDM9AXKPO42788"), is("v", Rule::LookAlike));
    assert_eq!(
        first(Plate, "1M8GDM9AXKP042788"),
        None,
        "a plate is no chassis number"
    );
    let mistyped = found(
        &index,
        &Query::of_number("1", AccountNumber, "MR13 0002 0001 0100 0012 3456 735"),
    );
    assert!(rules(&mistyped[0]).contains(&(Field::Account, Rule::CheckFails)));
}

#[test]
fn a_recalled_or_ended_notice_matches_nothing() {
    let recalled = mithaq_notice::Notice {
        status: Status::Recalled,
        ..person("dz-1", "Karim Benali")
    };
    let ended = mithaq_notice::Notice {
        ends: Some(day()),
        ..person("dz-2", "Karim Benali")
    };
    let standing = person("dz-3", "Karim Benali");
    let index = index([recalled, ended, standing]);
    assert_eq!(
        ids(&found(&index, &Query::of_name("1", "Karim Benali"))),
        ["dz-3"]
    );
    assert_eq!(index.len(), 3);
}

#[test]
fn profiles_are_asked_inside_the_search() {
    // Six equal notices and a limit of two: a filter after the search would find nothing of profile 5.
    let notices = (0..6).map(|n| (Arc::new(person(&format!("dz-{n}"), "Karim Benali")), n));
    let index = Index::build(notices);
    let options = Options {
        limit: 2,
        ..Options::default()
    };
    let permitted = RoaringBitmap::from([4, 5]);
    let hits = index.search(
        &Query::of_name("1", "Karim Benali"),
        &options,
        &permitted,
        day(),
    );
    assert_eq!(ids(&hits), ["dz-4", "dz-5"]);
    let nobody = RoaringBitmap::new();
    assert!(
        index
            .search(
                &Query::of_name("1", "Karim Benali"),
                &options,
                &nobody,
                day()
            )
            .is_empty()
    );
}

#[test]
fn what_a_party_was_cleared_of_is_not_shown_again() {
    let options = Options {
        exclude: [UN_INDEX
            .get(&"un-3012677".parse().unwrap())
            .unwrap()
            .id
            .clone()]
        .into(),
        ..Options::default()
    };
    let hits = UN_INDEX.search(
        &Query::of_name("1", "Iyad Ag Ghali"),
        &options,
        Admit::All,
        day(),
    );
    assert!(!ids(&hits).contains(&"un-3012677"));
}

#[test]
fn hits_on_one_subject_come_together() {
    let other = person("dz-2", "Karim Ben Ali");
    let again = mithaq_notice::Notice {
        subject_id: "dz-1".parse().unwrap(),
        ..person("ne-1", "Karim Benali")
    };
    let index = index([person("dz-1", "Karim Benali"), other, again]);
    let groups = Group::of(found(&index, &Query::of_name("1", "Karim Benali")));
    assert_eq!(groups[0].subject.as_str(), "dz-1");
    assert_eq!(ids(&groups[0].hits), ["dz-1", "ne-1"]);
    assert_eq!(groups[0].score, Score::EQUAL);
}

#[test]
fn a_person_is_not_an_organisation() {
    let of = |schema: &str| Query {
        kind: AskedKind::of_schema(schema).unwrap(),
        ..Query::of_name("1", "Iyad Ag Ghali")
    };
    assert!(found(&UN_INDEX, &of("Organization")).is_empty());
    assert!(!found(&UN_INDEX, &of("LegalEntity")).is_empty());
}

#[test]
fn the_list_is_counted_by_kind() {
    let counts: Vec<usize> = UN_INDEX.counts().into_values().collect();
    assert_eq!(counts, [730, 273]);
    assert_eq!(UN_INDEX.len(), UN.len());
}

#[test]
fn what_nobody_is_called_finds_nobody() {
    for name in [
        "",
        " ",
        "😀😀😀",
        "1234567",
        "-",
        "\u{202E}\u{200F}",
        "\u{0}",
        &"a".repeat(10_000),
        &"محمد ".repeat(2_000),
    ] {
        let hits = found(&UN_INDEX, &Query::of_name("1", name));
        assert!(
            hits.iter().all(|hit| hit.score < Score::EQUAL),
            "{name:.40}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn no_query_makes_a_search_panic_or_score_off_the_scale(
        name in any::<String>(), number in any::<String>(), birth in any::<String>(), place in any::<String>(),
    ) {
        let query = Query {
            births: AskedBirth::parse(&birth).into_iter().collect(),
            birth_places: vec![place],
            numbers: Query::of_number("", DocumentNumber, number).numbers,
            ..Query::of_name("1", name)
        };
        for hit in found(&UN_INDEX, &query) {
            prop_assert!((0.7..=1.0).contains(&hit.score.get()));
        }
    }
}
