//! A notice: what one originator says of one subject, and on what conditions.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Grade, Handling, IssuerId, MemberId, NoticeId, Subject, SubjectId, Text};

/// Whose notice it is. Only the originator versions, corrects or recalls it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Originator {
    /// A member of the pact; its clauses decide.
    Member(MemberId),
    /// The issuer of a public list; nobody's clauses bind it.
    Issuer(IssuerId),
}

impl Originator {
    /// The id of the member or issuer.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Member(member) => member.as_str(),
            Self::Issuer(issuer) => issuer.as_str(),
        }
    }

    /// The member, if it is one.
    #[must_use]
    pub const fn member(&self) -> Option<&MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::Issuer(_) => None,
        }
    }
}

impl fmt::Display for Originator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How good an alias is, in the words of the UN list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// Good enough to identify by.
    Good,
    /// Too common or too vague to identify by.
    Low,
}

/// What a listing obliges states to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Funds and economic resources are frozen.
    AssetFreeze,
    /// Entry and transit are refused.
    TravelBan,
    /// No arms, materiel or related help.
    ArmsEmbargo,
}

/// What a public list says of its own entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// The list's reference, as in `QDi.430`.
    pub reference: String,
    /// The regime or programme, as the list names it.
    pub regime: String,
    /// When it was listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_on: Option<Date>,
    /// When the list last changed the entry; every such day the list gives, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updated_on: Vec<Date>,
    /// The list's own version number of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Who proposed the listing, where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<String>,
    /// What the regime obliges to. Empty where nobody has stated it.
    #[serde(default)]
    pub measures: BTreeSet<Measure>,
    /// What the list remarks on the entry, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
}

/// How one notice's subject stands to another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// This subject is owned or held by the other.
    Owner,
    /// They act together.
    Associate,
    /// They are of one family.
    Family,
}

/// A link from this notice's subject to another's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// How they stand to each other.
    pub kind: LinkKind,
    /// The other subject.
    pub subject: SubjectId,
}

/// Whether a notice still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It stands.
    Active,
    /// Its originator took it back; it matches nothing.
    Recalled,
}

/// One version of a notice. Versions share an [`id`](Self::id); the greatest [`modified`](Self::modified) is current.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The same through all versions.
    pub id: NoticeId,
    /// Whose it is.
    pub originator: Originator,
    /// Shared by all notices on one subject.
    pub subject_id: SubjectId,
    /// When its first version was made.
    pub created: Timestamp,
    /// When this version was made. Same id and same `modified` means same content.
    pub modified: Timestamp,
    /// Whether it stands.
    pub status: Status,
    /// What it is about.
    pub subject: Subject,
    /// Why it exists.
    pub grounds: Text,
    /// The originator's grade; none means “not graded”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// When it ends; none means “until delisted or recalled”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Timestamp>,
    /// What whoever meets the subject does.
    pub instructions: Text,
    /// How it is challenged.
    pub redress: Text,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What a public list says of its entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<Listing>,
    /// Other subjects it is linked to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The conditions of its use.
    pub handling: Handling,
    /// Made up for a demonstration, whoever it speaks of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invented: bool,
}

impl Notice {
    /// Whether it may match anything at this moment: active and not ended. Handling's own end is the pact's to judge.
    #[must_use]
    pub fn stands(&self, at: Timestamp) -> bool {
        self.status == Status::Active && self.ends.is_none_or(|end| at < end)
    }
}
