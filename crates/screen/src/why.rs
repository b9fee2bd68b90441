//! Why a possible match scores what it does, typed, to be worded in any language by [`crate::wording`].

use mithaq_names::Step;
use mithaq_notice::NameKind;
use serde::{Deserialize, Serialize};

use crate::number::{Near, NumberKind};
use crate::score::shown;

/// What was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Names.
    Name,
    /// Dates of birth.
    BirthDate,
    /// Places of birth.
    BirthPlace,
    /// Nationalities.
    Nationality,
    /// Genders.
    Gender,
    /// Numbers of documents.
    Document,
    /// The country that issued the document, against the nationality asked.
    IssuingCountry,
    /// Accounts and wallets.
    Account,
    /// Serial numbers of weapons.
    Serial,
    /// Makers of weapons.
    Make,
    /// Models of weapons.
    Model,
    /// Calibres.
    Calibre,
    /// Plates.
    Plate,
    /// Vehicle identification numbers.
    Vin,
    /// Numbers consignments travel under.
    Consignment,
}

impl From<NumberKind> for Field {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Document => Self::Document,
            NumberKind::Account => Self::Account,
            NumberKind::Serial => Self::Serial,
            NumberKind::Plate => Self::Plate,
            NumberKind::Vin => Self::Vin,
            NumberKind::Consignment => Self::Consignment,
        }
    }
}

/// What the comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Equal after normalising.
    Equal,
    /// The names are alike: the score says how much.
    Alike,
    /// They differ.
    Different,
    /// The same day.
    SameDay,
    /// The same month, no day on one side.
    SameMonth,
    /// The same year, no more on one side; or 1 January, which stands for an unknown day, on one.
    SameYear,
    /// Within the years given.
    WithinYears,
    /// Within two years of a date called approximate.
    AboutThen,
    /// Day and month changed places.
    DayAndMonthSwapped,
    /// The same month, another day.
    OtherDay,
    /// The same year, another month.
    OtherMonth,
    /// Another year: how many apart.
    YearsApart(u16),
    /// They differ in characters that look alike only: O and 0, I and 1, B and 8.
    LookAlike,
    /// Two neighbouring characters changed places.
    Transposed,
    /// One has a character the other lost.
    CharacterLost,
    /// The number asked fails its own check digits: it is mistyped somewhere. Weighs nothing.
    CheckFails,
}

/// One reason for (weight above 0) or against (below 0), or a remark (0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// What was compared.
    pub field: Field,
    /// What was found.
    pub rule: Rule,
    /// What was asked.
    pub asked: String,
    /// What the notice says.
    pub listed: String,
    /// Natural log-odds, to a hundredth. A hit's weights add up to the log-odds of its score.
    pub weight: f64,
    /// For a name: how the listed one is borne.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_kind: Option<NameKind>,
    /// For a name: whether the list itself calls this alias too vague to identify by.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub low_quality: bool,
    /// For a name: which word met which. Not kept in JSON: comparing the two names again yields it.
    #[serde(skip)]
    pub steps: Vec<Step>,
}

impl Why {
    /// A reason that is not a name's.
    pub(crate) fn new(
        field: Field,
        rule: Rule,
        asked: impl Into<String>,
        listed: impl Into<String>,
        weight: f64,
    ) -> Self {
        Self {
            field,
            rule,
            asked: asked.into(),
            listed: listed.into(),
            weight: shown(weight),
            name_kind: None,
            low_quality: false,
            steps: Vec::new(),
        }
    }

    /// Whether what was asked and what is listed are equal as far as they can be.
    pub(crate) const fn is_equal(&self) -> bool {
        matches!(self.rule, Rule::Equal | Rule::SameDay)
    }
}

impl Why {
    /// Whether it is the name's meeting.
    pub(crate) fn is_name_met(&self) -> bool {
        self.field == Field::Name && self.rule != Rule::Different
    }
}

impl From<Near> for Rule {
    fn from(near: Near) -> Self {
        match near {
            Near::LookAlike => Self::LookAlike,
            Near::Transposed => Self::Transposed,
            Near::Lost => Self::CharacterLost,
        }
    }
}
