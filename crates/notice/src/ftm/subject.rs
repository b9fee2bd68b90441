//! What an entity is, and its properties as those of a subject.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entity::{Entity, Properties};
use crate::error::{Fault, ListErrorKind, quoted};
use crate::{
    Account, Address, Birth, BirthDate, Document, Gender, Name, NameKind, Organisation, Person,
    Quality, Subject, Vehicle,
};

/// What becomes of a schema.
pub(super) enum ReadAs {
    /// A notice.
    Subject,
    /// A part of another entity's notice.
    Part,
    /// Nothing, and why.
    Nothing(&'static str),
}

pub(super) fn read_as(schema: &str) -> ReadAs {
    match schema {
        "Person" | "Organization" | "Company" | "LegalEntity" | "PublicBody" | "Vessel"
        | "Airplane" | "Vehicle" | "CryptoWallet" | "BankAccount" => ReadAs::Subject,
        "Sanction" | "Address" | "Passport" | "Identification" => ReadAs::Part,
        "Ownership" | "Directorship" | "Membership" | "Employment" | "Family" | "Associate"
        | "Succession" | "Representation" | "UnknownLink" | "Debt" | "Payment" | "Similar"
        | "Interest" | "Occupancy" => ReadAs::Nothing("a link between entities is not read"),
        "Position" => ReadAs::Nothing("an office, not who holds it"),
        "Security" => ReadAs::Nothing("no subject is a security"),
        _ => ReadAs::Nothing("no subject is of this schema"),
    }
}

/// Properties that hold numbers somebody is known by, and what kind of document each is.
const NUMBERS: [(&str, &str); 20] = [
    ("passportNumber", "Passport"),
    ("idNumber", "Identity number"),
    ("socialSecurityNumber", "Social security number"),
    ("taxNumber", "Tax number"),
    ("vatCode", "VAT number"),
    ("registrationNumber", "Registration number"),
    ("licenseNumber", "Licence number"),
    ("leiCode", "LEI"),
    ("dunsCode", "D-U-N-S number"),
    ("swiftBic", "SWIFT/BIC"),
    ("bikCode", "BIK"),
    ("innCode", "INN"),
    ("ogrnCode", "OGRN"),
    ("okpoCode", "OKPO"),
    ("kppCode", "KPP"),
    ("uscCode", "USCC"),
    ("uniqueEntityId", "UEI"),
    ("imoNumber", "IMO number"),
    ("mmsi", "MMSI"),
    ("callSign", "Call sign"),
];

/// The subject an entity and its documents describe.
pub(super) fn make(
    entity: &mut Entity,
    documents: Vec<Document>,
    known_addresses: &BTreeMap<String, Properties>,
) -> Result<Subject, Fault> {
    let caption = entity.caption.take();
    let mut of = std::mem::take(&mut entity.properties);
    let names = names(&mut of, caption);
    let craft = matches!(entity.schema.as_str(), "Vessel" | "Airplane" | "Vehicle");
    // What is an organisation's number in a register is a craft's plate.
    let plate = craft.then(|| of.first("registrationNumber")).flatten();
    let documents: Vec<Document> = numbers(&mut of).into_iter().chain(documents).collect();
    let subject = match entity.schema.as_str() {
        "Person" => Subject::Person(person(&mut of, names, documents, known_addresses)?),
        _ if craft => Subject::Vehicle(Vehicle {
            names,
            plate,
            vin: of.first("serialNumber"),
            model: of.first("model").or_else(|| of.first("type")),
            colour: None,
            country: of.first("flag").or_else(|| of.first("country")),
            documents,
        }),
        "CryptoWallet" => account(&mut of, "publicKey", names),
        "BankAccount" if of.get("iban").is_some() => account(&mut of, "iban", names),
        "BankAccount" => account(&mut of, "accountNumber", names),
        _ => Subject::Organisation(Organisation {
            names,
            addresses: addresses(&mut of, known_addresses),
            documents,
        }),
    };
    entity.properties = of;
    if says_nothing(&subject) {
        return Err(Fault::new(
            ListErrorKind::Missing,
            format!(
                "the {} {} without a name or number",
                entity.schema,
                quoted(&entity.id)
            ),
            "a property `name`, or the number it is known by",
            "add it, or remove the line",
        ));
    }
    Ok(subject)
}

fn says_nothing(subject: &Subject) -> bool {
    match subject {
        Subject::Vehicle(v) => {
            v.names.is_empty() && v.plate.is_none() && v.vin.is_none() && v.documents.is_empty()
        }
        Subject::Account(account) => account.number.is_empty(),
        other => other.names().is_empty(),
    }
}

/// The names, the caption first where it is one of them.
fn names(of: &mut Properties, caption: Option<String>) -> Vec<Name> {
    let mut own = of.take("name");
    if let Some(at) = caption.and_then(|caption| own.iter().position(|name| *name == caption)) {
        own[..=at].rotate_right(1);
    }
    let mut names: Vec<Name> = Vec::new();
    let mut add = |texts: Vec<String>, kind, quality| {
        for text in texts {
            if !names.iter().any(|name| name.text == text) {
                names.push(Name {
                    text,
                    kind,
                    quality,
                    note: None,
                });
            }
        }
    };
    add(own, NameKind::Alias, None);
    add(of.take("alias"), NameKind::Alias, None);
    add(of.take("weakAlias"), NameKind::Alias, Some(Quality::Low));
    add(of.take("previousName"), NameKind::Former, None);
    if let Some(primary) = names.first_mut() {
        primary.kind = NameKind::Primary;
    }
    names
}

fn numbers(of: &mut Properties) -> Vec<Document> {
    let mut documents = Vec::new();
    for (property, kind) in NUMBERS {
        for number in of.take(property) {
            documents.push(Document {
                kind: kind.to_owned(),
                number,
                country: None,
                city: None,
                issued: None,
                note: None,
            });
        }
    }
    documents
}

/// A passport or other document that is an entity of its own.
pub(super) fn document(mut part: Entity) -> Option<Document> {
    let of = &mut part.properties;
    let kind = of.first("type").unwrap_or_else(|| part.schema.clone());
    Some(Document {
        number: of.first("number").or_else(|| of.first("passportNumber"))?,
        kind,
        country: of.first("country"),
        city: None,
        issued: of.first("startDate"),
        note: of
            .first("summary")
            .or_else(|| of.first("endDate").map(|day| format!("until {day}"))),
    })
}

fn person(
    of: &mut Properties,
    names: Vec<Name>,
    documents: Vec<Document>,
    known_addresses: &BTreeMap<String, Properties>,
) -> Result<Person, Fault> {
    // Parts of names that the names themselves have.
    for part in [
        "firstName",
        "secondName",
        "middleName",
        "lastName",
        "fatherName",
        "motherName",
    ] {
        of.take(part);
    }
    let births = of
        .take("birthDate")
        .iter()
        .map(|date| birth(date))
        .collect::<Result<_, _>>()?;
    let countries = of.take("birthCountry");
    let mut birth_places: Vec<Address> =
        of.take("birthPlace").into_iter().map(in_one_line).collect();
    if birth_places.is_empty() {
        birth_places.extend(countries.into_iter().map(country_only));
    }
    let mut nationalities = of.take("nationality");
    nationalities.extend(of.take("citizenship"));
    Ok(Person {
        names,
        gender: of
            .take("gender")
            .iter()
            .find_map(|gender| match gender.as_str() {
                "male" => Some(Gender::Male),
                "female" => Some(Gender::Female),
                _ => None,
            }),
        births,
        birth_places,
        nationalities,
        addresses: addresses(of, known_addresses),
        titles: of.take("title"),
        designations: of.take("position"),
        documents,
    })
}

fn birth(text: &str) -> Result<Birth, Fault> {
    let part = |range| text.get(range).and_then(|part: &str| part.parse().ok());
    let date = match text.len() {
        4 => part(0..4).map(BirthDate::Year),
        7 => part(0..4)
            .zip(text.get(5..7).and_then(|month| month.parse().ok()))
            .filter(|(_, month)| (1..=12).contains(month))
            .map(|(year, month)| BirthDate::Month { year, month }),
        _ => text
            .get(..10)
            .and_then(|day| day.parse::<Date>().ok())
            .map(BirthDate::Day),
    };
    let date = date.ok_or_else(|| {
        Fault::new(
            ListErrorKind::Value,
            format!("the birthDate {}", quoted(text)),
            "a year, a month or a day, as in 1970, 1970-05 or 1970-05-01",
            "mend the line, or fetch the list again",
        )
    })?;
    Ok(Birth {
        date,
        approximate: false,
        note: None,
    })
}

fn in_one_line(text: String) -> Address {
    Address {
        text: Some(text),
        ..Address::default()
    }
}

fn country_only(country: String) -> Address {
    Address {
        country: Some(country),
        ..Address::default()
    }
}

fn addresses(of: &mut Properties, known: &BTreeMap<String, Properties>) -> Vec<Address> {
    let mut addresses: Vec<Address> = of.take("address").into_iter().map(in_one_line).collect();
    for id in of.take("addressEntity") {
        let Some(parts) = known.get(&id) else {
            continue;
        };
        let part = |property| parts.get(property).map(str::to_owned);
        addresses.push(Address {
            street: part("street"),
            city: part("city"),
            province: part("state").or_else(|| part("region")),
            postcode: part("postalCode"),
            country: part("country"),
            text: part("full"),
            note: part("remarks"),
        });
    }
    let countries = of.take("country");
    if addresses.is_empty() {
        addresses.extend(countries.into_iter().map(country_only));
    }
    addresses
}

fn account(of: &mut Properties, number: &str, names: Vec<Name>) -> Subject {
    Subject::Account(Account {
        number: of.first(number).unwrap_or_default(),
        bank: of
            .first("bankName")
            .or_else(|| of.first("managingExchange")),
        currency: of.first("currency"),
        holder: of
            .first("holder")
            .or_else(|| names.into_iter().next().map(|name| name.text)),
    })
}
