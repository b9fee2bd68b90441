//! From the texts of one entry to a notice.

use jiff::Timestamp;
use jiff::civil::Date;

use super::dates::{self, Stated};
use super::fields::{Cell, Fields};
use super::{documents, names, schema};
use crate::error::{Fault, ListErrorKind, quoted};
use crate::moment::midnight;
use crate::regime;
use crate::{
    Address, Birth, Gender, Handling, IssuerId, Listing, Name, NameKind, Notice, NoticeId,
    Organisation, Originator, Person, Quality, Status, Subject, SubjectId,
};

/// Maps every text of an entry; one that nothing maps is an error.
pub(super) fn notice(mut fields: Fields, issuer: &IssuerId) -> Result<Notice, Fault> {
    let data_id = fields.need("DATAID")?;
    let mut remarks = Vec::new();
    let subject = if fields.element == schema::INDIVIDUAL {
        Subject::Person(person(&mut fields, &mut remarks)?)
    } else {
        Subject::Organisation(organisation(&mut fields)?)
    };
    let code = fields.need("UN_LIST_TYPE")?;
    let regime = regime::un(&code.text).ok_or_else(|| unknown_regime(&code))?;
    let mut listing = listing(&mut fields, code.text, &remarks)?;
    fields.finish()?;

    let measures = regime.measures(subject.kind(), listing.comments.as_deref());
    listing.measures = measures.keys().copied().collect();
    let id = format!("un-{}", data_id.text);
    let created = listing.listed_on.map_or(Timestamp::UNIX_EPOCH, midnight);
    let last_day = listing.updated_on.last().copied().max(listing.listed_on);
    Ok(Notice {
        id: NoticeId::new(&id).map_err(|error| bad_id(&data_id, &error))?,
        subject_id: SubjectId::new(&id).map_err(|error| bad_id(&data_id, &error))?,
        originator: Originator::Issuer(issuer.clone()),
        created,
        modified: last_day.map_or(created, midnight),
        status: Status::Active,
        subject,
        grounds: regime.grounds(&listing.reference),
        grade: None,
        ends: None,
        instructions: regime.instructions(&measures),
        redress: regime.challenge.clone(),
        contact: None,
        listing: Some(listing),
        links: Vec::new(),
        handling: Handling::public(),
        invented: false,
    })
}

fn person(fields: &mut Fields, remarks: &mut Vec<String>) -> Result<Person, Fault> {
    let mut person = Person {
        names: own_names(fields)?,
        gender: fields
            .take("GENDER")
            .map(|cell| gender(&cell))
            .transpose()?,
        nationalities: texts(fields, "NATIONALITY"),
        titles: texts(fields, "TITLE"),
        designations: texts(fields, "DESIGNATION"),
        ..Person::default()
    };
    person.nationalities.extend(fields.text("NATIONALITY2"));
    for group in fields.groups("INDIVIDUAL_DATE_OF_BIRTH") {
        match dates::birth(group)? {
            Stated::Birth(birth) => person.births.push(birth),
            Stated::Words(words) => remarks.push(format!("Date of birth: {words}")),
            Stated::Nothing => {}
        }
    }
    for group in fields.groups("INDIVIDUAL_PLACE_OF_BIRTH") {
        person.birth_places.extend(address(group)?);
    }
    for group in fields.groups("INDIVIDUAL_ADDRESS") {
        person.addresses.extend(address(group)?);
    }
    for group in fields.groups("INDIVIDUAL_DOCUMENT") {
        match documents::read(group)? {
            documents::Stated::Document(document) => person.documents.push(document),
            documents::Stated::Words(words) => remarks.push(words),
            documents::Stated::Nothing => {}
        }
    }
    for group in fields.groups("INDIVIDUAL_ALIAS") {
        alias_of_person(group, &mut person)?;
    }
    Ok(person)
}

fn organisation(fields: &mut Fields) -> Result<Organisation, Fault> {
    let mut names = own_names(fields)?;
    for group in fields.groups("ENTITY_ALIAS") {
        names.extend(alias(group)?);
    }
    let mut addresses = Vec::new();
    for group in fields.groups("ENTITY_ADDRESS") {
        addresses.extend(address(group)?);
    }
    Ok(Organisation {
        names,
        addresses,
        documents: Vec::new(),
    })
}

/// The entry's own name, and the same in its original script.
fn own_names(fields: &mut Fields) -> Result<Vec<Name>, Fault> {
    let first = fields.need("FIRST_NAME")?;
    let mut whole = first.text;
    for part in ["SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"] {
        // `na` stands for “not available”.
        if let Some(part) = fields.text(part).filter(|part| part != "na") {
            whole.push(' ');
            whole.push_str(&part);
        }
    }
    let mut own: Vec<Name> = names::split(&whole)
        .into_iter()
        .map(|text| Name::new(text, NameKind::Alias))
        .collect();
    let Some(primary) = own.first_mut() else {
        let fault = Fault::new(
            ListErrorKind::Missing,
            format!("the name {}, which has no letter", quoted(&whole)),
            "a name",
            "fetch the list again",
        );
        return Err(fault.at(first.at));
    };
    primary.kind = NameKind::Primary;
    let original = fields.text("NAME_ORIGINAL_SCRIPT").unwrap_or_default();
    own.extend(
        names::split(&original)
            .into_iter()
            .map(|text| Name::new(text, NameKind::OriginalScript)),
    );
    Ok(own)
}

fn texts(fields: &mut Fields, name: &str) -> Vec<String> {
    fields.all(name).into_iter().map(|cell| cell.text).collect()
}

fn gender(cell: &Cell) -> Result<Gender, Fault> {
    match cell.text.as_str() {
        "Male" => Ok(Gender::Male),
        "Female" => Ok(Gender::Female),
        other => Err(Fault::new(
            ListErrorKind::Value,
            format!("the GENDER {}", quoted(other)),
            "Male or Female",
            "say in `un::entry` what the new word means",
        )
        .at(cell.at)),
    }
}

fn alias_of_person(mut fields: Fields, person: &mut Person) -> Result<(), Fault> {
    let born = fields.take("DATE_OF_BIRTH");
    let place = Address {
        city: fields.text("CITY_OF_BIRTH"),
        country: fields.text("COUNTRY_OF_BIRTH"),
        ..Address::default()
    };
    let names = alias(fields)?;
    let used_with = names.first().map(|name| format!("as {}", name.text));
    if let Some(cell) = born {
        person.births.push(Birth {
            date: dates::birth_date(&cell)?,
            approximate: false,
            note: used_with.clone(),
        });
    }
    if place != Address::default() {
        person.birth_places.push(Address {
            note: used_with,
            ..place
        });
    }
    person.names.extend(names);
    Ok(())
}

/// An alias, which may be several names; an empty element is none.
fn alias(mut fields: Fields) -> Result<Vec<Name>, Fault> {
    let quality = fields.take("QUALITY");
    let (kind, quality) = match quality.as_ref().map(|cell| cell.text.as_str()) {
        None | Some("a.k.a.") => (NameKind::Alias, None),
        Some("Good") => (NameKind::Alias, Some(Quality::Good)),
        Some("Low") => (NameKind::Alias, Some(Quality::Low)),
        Some("f.k.a.") => (NameKind::Former, None),
        Some(other) => {
            let fault = Fault::new(
                ListErrorKind::Value,
                format!("the alias QUALITY {}", quoted(other)),
                "Good, Low, a.k.a. or f.k.a.",
                "say in `un::entry` what the new word means",
            );
            return Err(fault.at(quality.map_or(fields.at, |cell| cell.at)));
        }
    };
    let Some(text) = fields.text("ALIAS_NAME") else {
        fields.finish()?;
        return Ok(Vec::new());
    };
    let note = fields.text("NOTE");
    fields.finish()?;
    let remarked = note.as_deref().map(names::in_remark).unwrap_or_default();
    let named = |text: String| {
        let (name, remark) = names::without_remark(&text);
        let notes: Vec<&str> = remark.into_iter().chain(note.as_deref()).collect();
        let note = notes.join("; ");
        Name {
            text: name.to_owned(),
            kind: if is_former(&note) {
                NameKind::Former
            } else {
                kind
            },
            quality,
            note: (!note.is_empty()).then_some(note),
        }
    };
    let texts = names::split(&text).into_iter().chain(remarked);
    Ok(texts.map(named).collect())
}

/// Whether a remark says that somebody was once listed under this name.
fn is_former(remark: &str) -> bool {
    let remark = remark.to_lowercase();
    remark.contains("formerly listed as") || remark.contains("previously listed as")
}

/// An address or a place of birth; an empty element is none.
fn address(mut fields: Fields) -> Result<Option<Address>, Fault> {
    let address = Address {
        street: fields.text("STREET"),
        city: fields.text("CITY"),
        province: fields.text("STATE_PROVINCE"),
        postcode: fields.text("ZIP_CODE"),
        country: fields.text("COUNTRY"),
        text: None,
        note: fields.text("NOTE"),
    };
    fields.finish()?;
    Ok((address != Address::default()).then_some(address))
}

fn listing(fields: &mut Fields, regime: String, remarks: &[String]) -> Result<Listing, Fault> {
    let mut updated_on = fields
        .all("LAST_DAY_UPDATED")
        .iter()
        .map(dates::day)
        .collect::<Result<Vec<Date>, Fault>>()?;
    updated_on.sort_unstable();
    updated_on.dedup();
    let submitted_on = fields
        .text("SUBMITTED_ON")
        .map(|day| format!("Submitted on: {day}"));
    let delisted_on = fields
        .text("DELISTED_ON")
        .map(|day| format!("Delisted on: {day}"));
    let comments: Vec<String> = fields
        .text("COMMENTS1")
        .into_iter()
        .chain(remarks.iter().cloned())
        .chain(submitted_on)
        .chain(delisted_on)
        .collect();
    Ok(Listing {
        reference: fields.need("REFERENCE_NUMBER")?.text,
        regime,
        listed_on: Some(dates::day(&fields.need("LISTED_ON")?)?),
        updated_on,
        version: fields
            .take("VERSIONNUM")
            .map(|cell| version(&cell))
            .transpose()?,
        submitted_by: fields.text("SUBMITTED_BY"),
        measures: Default::default(),
        comments: (!comments.is_empty()).then(|| comments.join("\n")),
    })
}

fn version(cell: &Cell) -> Result<u32, Fault> {
    cell.text.parse().map_err(|_| {
        Fault::new(
            ListErrorKind::Value,
            format!("the VERSIONNUM {}", quoted(&cell.text)),
            "a whole number",
            "correct it, or fetch the list again",
        )
        .at(cell.at)
    })
}

fn unknown_regime(code: &Cell) -> Fault {
    Fault::new(
        ListErrorKind::UnknownRegime,
        format!("the regime (UN_LIST_TYPE) {}", quoted(&code.text)),
        "a regime of `crates/notice/data/regimes.toml`",
        format!(
            "add `[regimes.{}]` there: title, basis, the measures its listings bring, exemptions, and how they are challenged",
            code.text.chars().take(40).collect::<String>()
        ),
    )
    .at(code.at)
}

fn bad_id(cell: &Cell, error: &crate::IdError) -> Fault {
    Fault::new(
        ListErrorKind::Value,
        format!("the DATAID {} ({})", quoted(&cell.text), error.why),
        "a number",
        "fetch the list again",
    )
    .at(cell.at)
}
