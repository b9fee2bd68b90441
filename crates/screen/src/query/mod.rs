//! What is screened: a person, an organisation or a thing, as far as whoever asks knows it.
//!
//! [`Query`] is what the index is asked; [`property`] knows the names columns go by; [`read`] makes a query of a row.

mod property;
mod read;

use mithaq_notice::{Gender, SubjectKind};
use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::date::AskedBirth;
use crate::number::NumberKind;

pub use property::Property;
pub use read::{FieldError, QueryError, QueryReader};

/// More names, numbers, births or places than these are one party's no longer: they are not looked at, so that what a query costs
/// stays bounded.
pub(crate) const MOST_VALUES: usize = 32;

/// What looking for all names of one party may take together, by [`Name::work`](mithaq_names::Name::work): half as much again as the
/// dearest single name, which is more than 32 names of six words.
pub(crate) const MOST_WORK: usize = mithaq_names::Name::MOST_WORK * 3 / 2;

/// What is asked about one party. Whatever is empty is not asked and counts neither for nor against.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Whose question it is: the row's id.
    pub id: String,
    /// Names the party goes by; the best meeting one counts.
    pub names: Vec<String>,
    /// Which kinds of subject its names may be of. Numbers are looked for among all kinds.
    pub kind: AskedKind,
    /// Dates of birth; the best agreeing one counts.
    pub births: Vec<AskedBirth>,
    /// Places of birth: a town, a country, or both parted by a comma.
    pub birth_places: Vec<String>,
    /// Nationalities.
    pub nationalities: Vec<Country>,
    /// Gender as the document states it.
    pub gender: Option<Gender>,
    /// Numbers of documents, accounts, weapons, vehicles and consignments.
    pub numbers: Vec<AskedNumber>,
    /// Maker of the weapon whose serial is asked.
    pub make: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Its calibre.
    pub calibre: Option<String>,
}

/// A number asked about, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedNumber {
    /// What it is of.
    pub kind: NumberKind,
    /// The number; spaces, dashes, case and the kind of digits do not matter.
    pub text: String,
}

/// Which kinds of subject a query's names may be of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskedKind {
    /// Any.
    #[default]
    Any,
    /// A person or an organisation.
    Party,
    /// This one.
    Only(SubjectKind),
}

impl AskedKind {
    /// Whether names of this kind of subject are looked at.
    #[must_use]
    pub fn includes(self, kind: SubjectKind) -> bool {
        match self {
            Self::Any => true,
            Self::Party => matches!(kind, SubjectKind::Person | SubjectKind::Organisation),
            Self::Only(only) => kind == only,
        }
    }

    /// The kind a FollowTheMoney schema means.
    #[must_use]
    pub fn of_schema(schema: &str) -> Option<Self> {
        use SubjectKind::{Account, Consignment, Document, Organisation, Person, Vehicle, Weapon};
        Some(match schema.trim().to_ascii_lowercase().as_str() {
            "" | "thing" | "value" => Self::Any,
            "legalentity" => Self::Party,
            "person" => Self::Only(Person),
            "organization" | "organisation" | "company" | "publicbody" => Self::Only(Organisation),
            "passport" | "identification" | "document" => Self::Only(Document),
            "bankaccount" | "cryptowallet" | "account" => Self::Only(Account),
            "weapon" => Self::Only(Weapon),
            "vehicle" | "vessel" | "airplane" => Self::Only(Vehicle),
            "consignment" => Self::Only(Consignment),
            _ => return None,
        })
    }
}

impl Query {
    /// A question about a name and nothing else.
    #[must_use]
    pub fn of_name(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            names: vec![name.into()],
            ..Self::default()
        }
    }

    /// A question about one number and nothing else.
    #[must_use]
    pub fn of_number(id: impl Into<String>, kind: NumberKind, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            numbers: vec![AskedNumber {
                kind,
                text: text.into(),
            }],
            ..Self::default()
        }
    }

    /// Whether it has neither a name nor a number: nothing can be found by it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.numbers.is_empty()
    }
}
