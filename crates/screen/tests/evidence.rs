//! Evidence beside names, from the text somebody typed to the reason they read: for each way a date, a place or a number is
//! written or mistaken, which rule meets it and which way it speaks.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::cmp::Ordering;
use std::sync::LazyLock;

use mithaq_notice::{
    Account, Address, Birth, BirthDate, Document, Gender, Notice, Person, Subject, Vehicle, Weapon,
};
use mithaq_screen::{Admit, Field, Hit, Index, Options, Property, Query, QueryReader, Rule, Score};
use scene::{UN_INDEX, day, index, notice, person};

/// What was typed: columns and their texts.
type Asked = [(&'static str, &'static str)];

/// For the match, against it, or a remark.
const FOR: Ordering = Ordering::Greater;
const AGAINST: Ordering = Ordering::Less;
const REMARK: Ordering = Ordering::Equal;

const NAME: (&str, &str) = ("name", "Yacine Ben Sarab El Wahmi");

/// Made-up notices, each with one thing known of it in one way.
static MADE_UP: LazyLock<Index> = LazyLock::new(|| {
    let day_of_birth = BirthDate::Day("1975-03-02".parse().unwrap());
    let about = Birth {
        approximate: true,
        ..birth(BirthDate::Year(1975))
    };
    let between = BirthDate::Between {
        from: 1973,
        to: 1974,
    };
    let weapon = Weapon {
        serial: "56-0187B4".into(),
        make: Some("Izhmash".into()),
        model: Some("AKM".into()),
        calibre: Some("7.62×39 mm".into()),
    };
    let vehicle = Vehicle {
        plate: Some("00123 116 16".into()),
        vin: Some("1M8GDM9AXKP042788".into()),
        ..Vehicle::default()
    };
    index([
        born("day", birth(day_of_birth)),
        born(
            "month",
            birth(BirthDate::Month {
                year: 1975,
                month: 3,
            }),
        ),
        born("about", about),
        born("between", birth(between)),
        known("known"),
        notice("passport", Subject::Document(document("AB 187304"))),
        account("iban", "FR1420041010050500013M02606"),
        account("ether", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        account("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        notice("weapon", Subject::Weapon(weapon)),
        notice("vehicle", Subject::Vehicle(vehicle)),
    ])
});

fn birth(date: BirthDate) -> Birth {
    Birth {
        date,
        approximate: false,
        note: None,
    }
}

fn born(id: &str, birth: Birth) -> Notice {
    changed(id, |person| person.births.push(birth))
}

fn changed(id: &str, change: impl FnOnce(&mut Person)) -> Notice {
    let mut notice = person(id, NAME.1);
    let Subject::Person(person) = &mut notice.subject else {
        panic!("a person")
    };
    change(person);
    notice
}

/// Of whom all but the birth is known.
fn known(id: &str) -> Notice {
    changed(id, |person| {
        person.gender = Some(Gender::Male);
        person.nationalities.push("Algeria".into());
        person.documents.push(document("A1037434"));
        person.birth_places.push(Address {
            city: Some("Tamanrasset".into()),
            country: Some("Algeria".into()),
            ..Address::default()
        });
    })
}

fn document(number: &str) -> Document {
    Document {
        kind: "Passport".into(),
        number: number.into(),
        country: Some("Algeria".into()),
        city: None,
        issued: None,
        note: None,
    }
}

fn account(id: &str, number: &str) -> Notice {
    let account = Account {
        number: number.into(),
        bank: None,
        currency: None,
        holder: None,
    };
    notice(id, Subject::Account(account))
}

fn query(asked: &Asked) -> Query {
    let mut reader = QueryReader::default();
    for (column, text) in [("id", "1")].iter().chain(asked) {
        let property = Property::named(column).unwrap_or_else(|| panic!("column {column}"));
        reader
            .field(column, property, text)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
    }
    reader.finish().unwrap()
}

/// What a search says of one notice, however weak.
fn hit(index: &Index, id: &str, asked: &Asked) -> Option<Hit> {
    let all = Options {
        threshold: Score::new(0.001).unwrap(),
        limit: 1_000,
        ..Options::default()
    };
    let hits = index.search(&query(asked), &all, Admit::All, day());
    hits.into_iter().find(|hit| hit.notice.id.as_str() == id)
}

fn holds(index: &Index, id: &str, asked: &Asked, (field, rule): (Field, Rule), sign: Ordering) {
    let hit = hit(index, id, asked).unwrap_or_else(|| panic!("{asked:?} does not find {id}"));
    let why = hit
        .why
        .iter()
        .find(|why| why.field == field && why.rule == rule);
    let why =
        why.unwrap_or_else(|| panic!("{asked:?}, {id}: no {field:?} {rule:?} in {:#?}", hit.why));
    assert_eq!(
        why.weight.partial_cmp(&0.0),
        Some(sign),
        "{asked:?}, {id}: {why:?}"
    );
    let sum: f64 = hit.why.iter().map(|why| why.weight).sum();
    let said = 1.0 / (1.0 + (-sum).exp());
    assert!(
        (said - hit.score.get()).abs() < 0.005,
        "{asked:?}, {id}: the reasons give {said}, the score is {:?}",
        hit.score
    );
}

#[test]
fn a_birth_is_met_by_what_both_sides_know_of_it() {
    use Rule::{
        AboutThen, DayAndMonthSwapped, OtherDay, OtherMonth, SameDay, SameMonth, SameYear,
        WithinYears, YearsApart,
    };
    let table = [
        // A day is listed: 2 March 1975, the 18th of Safar 1395.
        ("day", "1975-03-02", SameDay, FOR),
        ("day", "2.3.1975", SameDay, FOR),
        ("day", "٠٢/٠٣/١٩٧٥", SameDay, FOR),
        ("day", "۱۹۷۵-۰۳-۰۲", SameDay, FOR),
        ("day", "18/02/1395 هـ", SameDay, FOR),
        ("day", "٢٠/٠٢/١٣٩٥ هـ", AboutThen, FOR),
        ("day", "1395 AH", WithinYears, FOR),
        ("day", "1380 هـ", YearsApart(14), AGAINST),
        ("day", "1975-03", SameMonth, FOR),
        ("day", "1975", SameYear, FOR),
        ("day", "01/01/1975", SameYear, FOR),
        ("day", "03/02/1975", DayAndMonthSwapped, FOR),
        ("day", "vers 1976", AboutThen, FOR),
        ("day", "حوالي ١٩٧٤", AboutThen, FOR),
        ("day", "1970-1980", WithinYears, FOR),
        ("day", "1975-03-20", OtherDay, FOR),
        ("day", "1975-11-20", OtherMonth, AGAINST),
        ("day", "1976-03-02", YearsApart(1), AGAINST),
        ("day", "1999", YearsApart(24), AGAINST),
        // A month is listed.
        ("month", "1975-03-20", SameMonth, FOR),
        ("month", "1975-04", OtherMonth, AGAINST),
        ("month", "1975", SameYear, FOR),
        // About 1975 is listed.
        ("about", "1977-05-04", AboutThen, FOR),
        ("about", "1979", YearsApart(4), AGAINST),
        // Between 1973 and 1974 is listed.
        ("between", "1974-08-01", WithinYears, FOR),
        ("between", "1976", YearsApart(2), AGAINST),
    ];
    for (id, birth, rule, sign) in table {
        holds(
            &MADE_UP,
            id,
            &[NAME, ("birthDate", birth)],
            (Field::BirthDate, rule),
            sign,
        );
    }
}

#[test]
fn listed_people_are_told_from_their_namesakes() {
    use Field::{BirthDate, Nationality};
    // QDi.136, born on 1 June 1972, Algerian.
    let name = ("name", "Mokhtar Benmokhtar");
    let table = [
        (("birthDate", "01/06/1972"), (BirthDate, Rule::SameDay), FOR),
        (
            ("birthDate", "06/01/1972"),
            (BirthDate, Rule::DayAndMonthSwapped),
            FOR,
        ),
        (
            ("birthDate", "1950"),
            (BirthDate, Rule::YearsApart(22)),
            AGAINST,
        ),
        (("nationality", "DZA"), (Nationality, Rule::Equal), FOR),
        (
            ("nationality", "فرنسا"),
            (Nationality, Rule::Different),
            AGAINST,
        ),
    ];
    for (asked, met, sign) in table {
        holds(&UN_INDEX, "un-111794", &[name, asked], met, sign);
    }
}

#[test]
fn what_else_is_known_of_a_person_speaks_for_or_against() {
    use Field::{BirthPlace, Document, Gender, Name, Nationality};
    use Rule::{Different, Equal};
    let passport = ("passportNumber", "A1037434");
    let table: [(&Asked, _, _); 9] = [
        (&[NAME, ("gender", "m")], (Gender, Equal), FOR),
        (&[NAME, ("gender", "female")], (Gender, Different), AGAINST),
        (
            &[NAME, ("nationality", "الجزائر")],
            (Nationality, Equal),
            FOR,
        ),
        (
            &[NAME, ("nationality", "ML")],
            (Nationality, Different),
            AGAINST,
        ),
        (
            &[NAME, ("birthPlace", "Tamanrasset, Algérie")],
            (BirthPlace, Equal),
            FOR,
        ),
        (
            &[NAME, ("birthPlace", "Mali")],
            (BirthPlace, Different),
            AGAINST,
        ),
        (&[NAME, passport], (Document, Equal), FOR),
        (
            &[NAME, ("passportNumber", "X5550123")],
            (Document, Different),
            AGAINST,
        ),
        (
            &[("name", "Jean Dupont"), passport],
            (Name, Different),
            AGAINST,
        ),
    ];
    for (asked, met, sign) in table {
        holds(&MADE_UP, "known", asked, met, sign);
    }
}

#[test]
fn a_number_is_met_as_people_write_and_mistype_it() {
    use Field::{Account, Document, IssuingCountry, Plate, Vin};
    use Rule::{CharacterLost, CheckFails, Different, Equal, LookAlike, Transposed};
    let passport = ("passportNumber", "AB187304");
    let table: [(&str, &Asked, _, _); 26] = [
        ("passport", &[passport], (Document, Equal), FOR),
        (
            "passport",
            &[("idNumber", "ab 187-304")],
            (Document, Equal),
            FOR,
        ),
        (
            "passport",
            &[("passportNumber", "AB١٨٧٣٠٤")],
            (Document, Equal),
            FOR,
        ),
        (
            "passport",
            &[("passportNumber", "ＡＢ１８７３０４")],
            (Document, Equal),
            FOR,
        ),
        (
            "passport",
            &[("passportNumber", "A8I873O4")],
            (Document, LookAlike),
            FOR,
        ),
        (
            "passport",
            &[("passportNumber", "AB187034")],
            (Document, Transposed),
            FOR,
        ),
        (
            "passport",
            &[("passportNumber", "AB18734")],
            (Document, CharacterLost),
            FOR,
        ),
        (
            "passport",
            &[("passportNumber", "AB1877304")],
            (Document, CharacterLost),
            FOR,
        ),
        (
            "passport",
            &[passport, ("nationality", "DZ")],
            (IssuingCountry, Equal),
            FOR,
        ),
        (
            "passport",
            &[passport, ("nationality", "FR")],
            (IssuingCountry, Different),
            AGAINST,
        ),
        (
            "iban",
            &[("iban", "FR14 2004 1010 0505 0001 3M02 606")],
            (Account, Equal),
            FOR,
        ),
        (
            "iban",
            &[("iban", "FR١٤ ٢٠٠٤ ١٠١٠ ٠٥٠٥ ٠٠٠١ ٣M٠٢ ٦٠٦")],
            (Account, Equal),
            FOR,
        ),
        (
            "iban",
            &[("iban", "FR142OO41010050500013M02606")],
            (Account, LookAlike),
            FOR,
        ),
        (
            "iban",
            &[("iban", "FR14 2004 1010 0505 0001 3M02 660")],
            (Account, Transposed),
            FOR,
        ),
        (
            "iban",
            &[("iban", "FR14 2004 1010 0505 0001 3M02 660")],
            (Account, CheckFails),
            REMARK,
        ),
        (
            "ether",
            &[("wallet", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")],
            (Account, Equal),
            FOR,
        ),
        (
            "ether",
            &[("wallet", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed")],
            (Account, CheckFails),
            REMARK,
        ),
        (
            "bitcoin",
            &[("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN")],
            (Account, CharacterLost),
            FOR,
        ),
        (
            "bitcoin",
            &[("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN")],
            (Account, CheckFails),
            REMARK,
        ),
        ("vehicle", &[("plate", "٠٠١٢٣-١١٦-١٦")], (Plate, Equal), FOR),
        (
            "vehicle",
            &[("plate", "00123 161 16")],
            (Plate, Transposed),
            FOR,
        ),
        (
            "vehicle",
            &[("plate", "00I23 116 16")],
            (Plate, LookAlike),
            FOR,
        ),
        (
            "vehicle",
            &[("vin", "1m8gdm9axkp042788")],
            (Vin, Equal),
            FOR,
        ),
        (
            "vehicle",
            &[("vin", "IM8GDM9AXKPO42788")],
            (Vin, LookAlike),
            FOR,
        ),
        (
            "vehicle",
            &[("vin", "1M8GDM9AXKP042878")],
            (Vin, Transposed),
            FOR,
        ),
        (
            "vehicle",
            &[("vin", "1M8GDM9AXKP042878")],
            (Vin, CheckFails),
            REMARK,
        ),
    ];
    for (id, asked, met, sign) in table {
        holds(&MADE_UP, id, asked, met, sign);
    }
}

#[test]
fn a_serial_is_weighed_with_make_model_and_calibre() {
    use Field::{Calibre, Make, Model, Serial};
    use Rule::{CharacterLost, Different, Equal, LookAlike, Transposed};
    let serial = ("serialNumber", "560187B4");
    let table: [(&Asked, _, _); 11] = [
        (&[serial], (Serial, Equal), FOR),
        (&[("serialNumber", "٥٦-٠١٨٧B٤")], (Serial, Equal), FOR),
        (&[("serialNumber", "56O18784")], (Serial, LookAlike), FOR),
        (&[("serialNumber", "560178B4")], (Serial, Transposed), FOR),
        (&[("serialNumber", "56018B4")], (Serial, CharacterLost), FOR),
        (&[serial, ("make", "IZHMASH")], (Make, Equal), FOR),
        (&[serial, ("make", "Zastava")], (Make, Different), AGAINST),
        (&[serial, ("model", "akm")], (Model, Equal), FOR),
        (&[serial, ("model", "AK-74")], (Model, Different), AGAINST),
        (&[serial, ("calibre", "7.62x39")], (Calibre, Equal), FOR),
        (
            &[serial, ("calibre", "5.45x39")],
            (Calibre, Different),
            AGAINST,
        ),
    ];
    for (asked, met, sign) in table {
        holds(&MADE_UP, "weapon", asked, met, sign);
    }
}

#[test]
fn one_wrong_character_is_another_number_and_so_is_a_number_of_another_kind() {
    let none: [(&str, &Asked); 7] = [
        ("passport", &[("passportNumber", "AB187305")]),
        ("passport", &[("serialNumber", "AB187304")]),
        ("iban", &[("iban", "FR1420041010050500013M02607")]),
        (
            "bitcoin",
            &[("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")],
        ),
        ("weapon", &[("serialNumber", "56-0187C4")]),
        ("vehicle", &[("plate", "00124 116 16")]),
        ("vehicle", &[("plate", "1M8GDM9AXKP042788")]),
    ];
    for (id, asked) in none {
        assert!(hit(&MADE_UP, id, asked).is_none(), "{asked:?} finds {id}");
    }
}
