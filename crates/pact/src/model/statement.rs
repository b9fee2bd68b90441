//! Statements: who said what, through whom, when, graded. They bind no one; clauses rest on them.

use std::collections::BTreeSet;
use std::fmt;

use mithaq_notice::{Grade, MemberId, StatementId, Text};
use serde::Serialize;

use super::{SourceId, words};
use crate::MonthOrDay;

words! {
    /// What a source is.
    SourceKind {
        /// A newspaper, agency or broadcaster.
        Outlet = "outlet",
        /// Somebody speaking for a state, named or not.
        Official = "official",
        /// An organisation.
        Organisation = "organisation",
        /// A private person.
        Person = "person",
    }
}

words! {
    /// What kind of claim a statement makes. A past act is no undertaking (F11).
    Claim {
        /// What somebody undertakes or refuses.
        Stance = "stance",
        /// What somebody means to do.
        Intention = "intention",
        /// What somebody has, or has not, done.
        PastAct = "past-act",
        /// How somebody judges a matter.
        Assessment = "assessment",
        /// What happened or is under way.
        Event = "event",
    }
}

words! {
    /// What a retelling changed.
    Change {
        /// Yes became no, or no became yes.
        Polarity = "polarity",
        /// Past became future, or the like.
        Tense = "tense",
        /// Where, what or with whom became wider or narrower.
        Scope = "scope",
        /// Who said it.
        Attribution = "attribution",
    }
}

words! {
    /// Grading systems. A grade stays in its own; none is converted.
    GradeSystem {
        /// NATO's A–F × 1–6.
        Admiralty = "admiralty",
        /// The United Kingdom's 3×5×2.
        ThreeFiveTwo = "3x5x2",
        /// Europol's 4×4.
        Europol = "europol-4x4",
    }
}

/// How a statement is graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum StatementGrade {
    /// By the Admiralty system.
    Admiralty(Grade),
    /// By another, as that one writes it.
    Other {
        /// Which.
        system: GradeSystem,
        /// As written.
        value: String,
    },
}

impl GradeSystem {
    /// Whether a grade is written as this system writes it: Admiralty `B2`; 3×5×2 a digit 1–3 for the source, a letter
    /// A–E for the information and P or C for its handling, `2BP`; 4×4 a letter A, B, C or X and a digit 1–4, `B2`.
    #[must_use]
    pub fn writes(self, value: &str) -> bool {
        match (self, value.as_bytes()) {
            (Self::Admiralty, _) => value.parse::<Grade>().is_ok(),
            (Self::ThreeFiveTwo, [source, information, handling]) => {
                matches!(source, b'1'..=b'3')
                    && matches!(information, b'A'..=b'E')
                    && matches!(handling, b'P' | b'C')
            }
            (Self::Europol, [source, information]) => {
                matches!(source, b'A' | b'B' | b'C' | b'X') && matches!(information, b'1'..=b'4')
            }
            _ => false,
        }
    }

    /// How its grades are written, for messages.
    #[must_use]
    pub const fn form(self) -> &'static str {
        match self {
            Self::Admiralty => "a letter A–F and a digit 1–6, as `\"C3\"`",
            Self::ThreeFiveTwo => "a digit 1–3, a letter A–E and P or C, as `\"2BP\"`",
            Self::Europol => "A, B, C or X and a digit 1–4, as `\"B2\"`",
        }
    }
}

impl fmt::Display for StatementGrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Admiralty(grade) => grade.fmt(f),
            Self::Other { system, value } => write!(f, "{value} ({system})"),
        }
    }
}

/// Who says something, or carries what others say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, or how it is described.
    pub name: Text,
    /// What it is.
    pub kind: SourceKind,
    /// Whether its name is withheld.
    pub anonymous: bool,
    /// The member it belongs to.
    pub member: Option<MemberId>,
}

/// A retelling that changed the claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relay {
    /// Who retold it.
    pub source: SourceId,
    /// In which language.
    pub language: String,
    /// What changed.
    pub changed: BTreeSet<Change>,
    /// What the retelling made of it.
    pub text: Text,
}

/// An attributed report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// The chain of attribution: who carried it first, the root (who said it) last. Never empty.
    pub chain: Vec<SourceId>,
    /// When it was carried.
    pub date: MonthOrDay,
    /// The original's language (ISO 639-1).
    pub language: String,
    /// What it claims.
    pub claim: Claim,
    /// Whose stance, intention or act it is about.
    pub member: Option<MemberId>,
    /// How it is graded.
    pub grade: Option<StatementGrade>,
    /// Where to find it.
    pub reference: Option<String>,
    /// The statement it is a part of.
    pub part_of: Option<StatementId>,
    /// The statement it repeats.
    pub copy_of: Option<StatementId>,
    /// Statements it looks like and does not repeat.
    pub not_copy_of: BTreeSet<StatementId>,
    /// Retellings that changed it.
    pub relays: Vec<Relay>,
    /// What it says, in our own words.
    pub text: Text,
}
