//! Statements: who said what, through whom, when, graded. They bind no one; clauses rest on them.

use std::collections::BTreeSet;

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
    /// Retellings that changed it.
    pub relays: Vec<Relay>,
    /// What it says, in our own words.
    pub text: Text,
}
