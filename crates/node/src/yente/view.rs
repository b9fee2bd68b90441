//! A notice as a FollowTheMoney entity: for lists that come in another format, and for members' own notices.

use std::collections::BTreeMap;

use mithaq_notice::{
    Address, Birth, BirthDate, Document, Gender, Language, Measure, Name, NameKind, Notice,
    Quality, Subject,
};
use mithaq_screen::Country;
use serde_json::Value;

use super::entity::Entity;

/// The entity of a notice, and its listing as a sanction beside it.
pub(super) fn entities(notice: &Notice, dataset: &str) -> Vec<Entity> {
    let mut of = Properties::default();
    let schema = subject(&notice.subject, &mut of);
    of.add("notes", notice.grounds.get(Language::En));
    if let Some(comments) = notice
        .listing
        .as_ref()
        .and_then(|listing| listing.comments.as_deref())
    {
        of.add("notes", comments);
    }
    if notice.listing.is_some() {
        of.add("topics", "sanction");
    }
    let id = notice.id.as_str().to_owned();
    let moment = |at: jiff::Timestamp| Some(at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
    let make = |id: String, schema: &str, of: Properties, referents, caption| {
        Entity {
            id,
            caption: String::new(),
            schema: schema.to_owned(),
            properties: of.0,
            datasets: vec![dataset.to_owned()],
            referents,
            target: false,
            first_seen: moment(notice.created),
            last_seen: moment(notice.modified),
            last_change: moment(notice.modified),
        }
        .complete(caption)
    };
    let sanction = notice.listing.as_ref().map(|listing| {
        let mut of = Properties::default();
        of.add("entity", &id);
        of.add("authority", notice.originator.as_str());
        of.add("authorityId", &listing.reference);
        of.add("program", &listing.regime);
        for measure in &listing.measures {
            of.add("provisions", word(*measure));
        }
        if let Some(day) = &listing.listed_on {
            of.add("listingDate", &day.to_string());
        }
        for day in &listing.updated_on {
            of.add("modifiedAt", &day.to_string());
        }
        let caption = Some(listing.regime.clone()).filter(|regime| !regime.is_empty());
        make(
            format!("{id}-sanction"),
            "Sanction",
            of,
            Vec::new(),
            caption,
        )
    });
    let caption = Some(notice.subject.caption()).filter(|caption| !caption.is_empty());
    let entity = make(id.clone(), schema, of, Vec::new(), caption);
    [entity].into_iter().chain(sanction).collect()
}

#[derive(Default)]
struct Properties(BTreeMap<String, Vec<Value>>);

impl Properties {
    fn add(&mut self, property: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let values = self.0.entry(property.to_owned()).or_default();
        if !values.iter().any(|value| value == text) {
            values.push(Value::String(text.to_owned()));
        }
    }

    fn add_some(&mut self, property: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.add(property, text);
        }
    }

    /// A country by its code, as the model writes it; as it stands where no code is known.
    fn country(&mut self, property: &str, text: &str) {
        match Country::parse(text) {
            Some(country) => self.add(property, &country.code().to_ascii_lowercase()),
            None => self.add(property, text),
        }
    }

    fn names(&mut self, names: &[Name]) {
        for name in names {
            let property = match (name.kind, name.quality) {
                (_, Some(Quality::Low)) => "weakAlias",
                (NameKind::Primary | NameKind::OriginalScript, _) => "name",
                (NameKind::Former, _) => "previousName",
                (NameKind::Alias, _) => "alias",
            };
            self.add(property, &name.text);
        }
    }

    fn addresses(&mut self, addresses: &[Address]) {
        for address in addresses {
            self.add("address", &in_one_line(address));
            if let Some(country) = &address.country {
                self.country("country", country);
            }
        }
    }

    fn documents(&mut self, documents: &[Document], others: &str) {
        for document in documents {
            let kind = document.kind.to_lowercase();
            let property = if kind.contains("passport") && others == "idNumber" {
                "passportNumber"
            } else if kind.contains("tax") {
                "taxNumber"
            } else {
                others
            };
            self.add(property, &document.number);
        }
    }
}

/// Adds what is known of a subject; the schema it is of.
fn subject(subject: &Subject, of: &mut Properties) -> &'static str {
    match subject {
        Subject::Person(person) => {
            of.names(&person.names);
            of.addresses(&person.addresses);
            of.documents(&person.documents, "idNumber");
            for birth in &person.births {
                date(birth, of);
            }
            for place in &person.birth_places {
                of.add("birthPlace", &in_one_line(place));
                if let Some(country) = &place.country {
                    of.country("birthCountry", country);
                }
            }
            for nationality in &person.nationalities {
                of.country("nationality", nationality);
            }
            for title in &person.titles {
                of.add("title", title);
            }
            for position in &person.designations {
                of.add("position", position);
            }
            match person.gender {
                Some(Gender::Male) => of.add("gender", "male"),
                Some(Gender::Female) => of.add("gender", "female"),
                None => {}
            }
            "Person"
        }
        Subject::Organisation(organisation) => {
            of.names(&organisation.names);
            of.addresses(&organisation.addresses);
            of.documents(&organisation.documents, "registrationNumber");
            "Organization"
        }
        Subject::Vehicle(vehicle) => {
            of.names(&vehicle.names);
            of.documents(&vehicle.documents, "registrationNumber");
            of.add_some("registrationNumber", vehicle.plate.as_deref());
            of.add_some("serialNumber", vehicle.vin.as_deref());
            of.add_some("model", vehicle.model.as_deref());
            if let Some(country) = &vehicle.country {
                of.country("country", country);
            }
            "Vehicle"
        }
        Subject::Account(account) => {
            of.add("accountNumber", &account.number);
            of.add_some("bankName", account.bank.as_deref());
            of.add_some("currency", account.currency.as_deref());
            "BankAccount"
        }
        Subject::Document(document) => {
            of.add("number", &document.number);
            of.add("type", &document.kind);
            if let Some(country) = &document.country {
                of.country("country", country);
            }
            "Identification"
        }
        // The model has no weapons and no goods on their way: things with a name and a number.
        Subject::Weapon(weapon) => {
            of.add("name", &subject.caption());
            of.add("description", &format!("serial number {}", weapon.serial));
            "Thing"
        }
        Subject::Consignment(consignment) => {
            of.add("name", &subject.caption());
            of.add("description", &consignment.goods);
            "Thing"
        }
    }
}

fn date(birth: &Birth, of: &mut Properties) {
    match birth.date {
        BirthDate::Day(day) => of.add("birthDate", &day.to_string()),
        BirthDate::Month { year, month } => of.add("birthDate", &format!("{year:04}-{month:02}")),
        BirthDate::Year(year) => of.add("birthDate", &format!("{year:04}")),
        BirthDate::Between { from, to } => {
            of.add("birthDate", &format!("{from:04}"));
            of.add("birthDate", &format!("{to:04}"));
        }
    }
}

fn in_one_line(address: &Address) -> String {
    let Address {
        street,
        city,
        province,
        postcode,
        country,
        text,
        ..
    } = address;
    if let Some(text) = text {
        return text.clone();
    }
    let parts = [street, city, province, postcode, country];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(", ")
}

fn word(measure: Measure) -> &'static str {
    match measure {
        Measure::AssetFreeze => "Asset freeze",
        Measure::TravelBan => "Travel ban",
        Measure::ArmsEmbargo => "Arms embargo",
    }
}
