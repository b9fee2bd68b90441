//! What a notice is about: a person, an organisation or a thing.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Quality;

/// How a name is borne.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// The name of the notice.
    Primary,
    /// The same in the script it is written in at home.
    OriginalScript,
    /// Also known as.
    Alias,
    /// Formerly known as.
    Former,
}

/// One name as the originator wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The whole name, in the order it was given.
    pub text: String,
    /// How it is borne.
    pub kind: NameKind,
    /// How good the alias is, where the originator says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// A remark, as in “nom de guerre”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Name {
    /// A name with nothing said of its quality.
    pub fn new(text: impl Into<String>, kind: NameKind) -> Self {
        Self {
            text: text.into(),
            kind,
            quality: None,
            note: None,
        }
    }
}

/// Gender as a document states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// A date of birth with the precision it is known to. Years are of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BirthDate {
    /// The day is known.
    Day(Date),
    /// The month is known.
    Month {
        /// Gregorian year.
        year: i16,
        /// 1–12.
        month: i8,
    },
    /// Only the year is known.
    Year(i16),
    /// In one of these years, both included.
    Between {
        /// First year.
        from: i16,
        /// Last year.
        to: i16,
    },
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Month { year, month } => write!(f, "{year}-{month:02}"),
            Self::Year(year) => year.fmt(f),
            Self::Between { from, to } => write!(f, "{from}–{to}"),
        }
    }
}

/// One stated date of birth.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Birth {
    /// The date, as precisely as it is known.
    pub date: BirthDate,
    /// Whether the originator calls it approximate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// A remark, as in “also given on a false passport”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A place: an address or where somebody was born. At least one field says something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Address {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// City or village.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, province or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Country, as the originator names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The whole of it in one line, from an originator that gives no parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A remark, as in “as of 2016”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A passport, identity card or other document: of a person, or itself the subject of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What kind, as the originator names it: “Passport”, “National Identification Number” …
    pub kind: String,
    /// Its number as given.
    pub number: String,
    /// The country that issued it, as the originator names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The city where it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// When it was issued, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// A remark, as in “expired 2011”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A natural person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// Names, the primary one first.
    pub names: Vec<Name>,
    /// Gender, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Dates of birth; several when sources disagree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub births: Vec<Birth>,
    /// Places of birth.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub birth_places: Vec<Address>,
    /// Nationalities, as the originator names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    /// Addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Honorifics and titles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Positions held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub designations: Vec<String>,
    /// Documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// A company, group or other entity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisation {
    /// Names, the primary one first.
    pub names: Vec<Name>,
    /// Addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Registration and other numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// A bank account or wallet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The IBAN, account number or wallet address.
    pub number: String,
    /// The bank or service that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
    /// ISO 4217 or the token's usual code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Who holds it, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
}

/// A weapon, told by its serial number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weapon {
    /// The serial number as marked.
    pub serial: String,
    /// Maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Calibre, as in “7.62×39 mm”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibre: Option<String>,
}

/// A vehicle, ship or aircraft. It has a name, a plate, a VIN or another number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vehicle {
    /// Names a ship bears, the primary one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// Registration plate as painted; an aircraft's registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// Vehicle identification number (ISO 3779); an aircraft's serial number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Make and model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Where it is registered, or the flag it flies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Other numbers it is known by: IMO, MMSI, call sign …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// Goods on their way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consignment {
    /// The number it travels under: container, waybill or bill of lading.
    pub number: String,
    /// What is in it.
    pub goods: String,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Who sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignor: Option<String>,
    /// Who receives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignee: Option<String>,
}

/// What a notice is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// A natural person.
    Person(Person),
    /// A company, group or other entity.
    Organisation(Organisation),
    /// A document by itself, as in a stolen passport.
    Document(Document),
    /// An account or wallet.
    Account(Account),
    /// A weapon.
    Weapon(Weapon),
    /// A vehicle.
    Vehicle(Vehicle),
    /// A consignment.
    Consignment(Consignment),
}

/// The kinds of [`Subject`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// See [`Subject::Person`].
    Person,
    /// See [`Subject::Organisation`].
    Organisation,
    /// See [`Subject::Document`].
    Document,
    /// See [`Subject::Account`].
    Account,
    /// See [`Subject::Weapon`].
    Weapon,
    /// See [`Subject::Vehicle`].
    Vehicle,
    /// See [`Subject::Consignment`].
    Consignment,
}

impl Subject {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::Person(_) => SubjectKind::Person,
            Self::Organisation(_) => SubjectKind::Organisation,
            Self::Document(_) => SubjectKind::Document,
            Self::Account(_) => SubjectKind::Account,
            Self::Weapon(_) => SubjectKind::Weapon,
            Self::Vehicle(_) => SubjectKind::Vehicle,
            Self::Consignment(_) => SubjectKind::Consignment,
        }
    }

    /// The names it bears, where it is a person, an organisation or a ship.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        match self {
            Self::Person(person) => &person.names,
            Self::Organisation(organisation) => &organisation.names,
            Self::Vehicle(vehicle) => &vehicle.names,
            Self::Document(_) | Self::Account(_) | Self::Weapon(_) | Self::Consignment(_) => &[],
        }
    }

    /// One line that tells it from others: its primary name, or its kind and number.
    #[must_use]
    pub fn caption(&self) -> String {
        match self {
            Self::Person(_) | Self::Organisation(_) => self
                .names()
                .first()
                .map(|n| n.text.clone())
                .unwrap_or_default(),
            Self::Document(document) => format!("{} {}", document.kind, document.number),
            Self::Account(account) => account.number.clone(),
            Self::Weapon(weapon) => [
                weapon.make.as_deref(),
                weapon.model.as_deref(),
                Some(&weapon.serial),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
            Self::Vehicle(vehicle) => [
                vehicle.names.first().map(|n| n.text.as_str()),
                vehicle.model.as_deref(),
                vehicle.plate.as_deref().or(vehicle.vin.as_deref()),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
            Self::Consignment(consignment) => {
                format!("{} {}", consignment.goods, consignment.number)
            }
        }
    }
}
