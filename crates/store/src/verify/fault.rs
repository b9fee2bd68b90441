//! What verifying finds, and how it is said.

use std::fmt;

use crate::{Head, HeadFault, KeyId, LogSeq};

/// What verifying a log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many entries were read.
    pub entries: u64,
    /// How many of them had their payload erased, with an entry that says so.
    pub erased: u64,
    /// The last entry that is as it was signed. Worth keeping elsewhere: it is what the log can be held to next time.
    pub head: Head,
    /// Everything found wrong, in the order of the log.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// One thing wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Entries are not there: from the first to the last named.
    Missing {
        /// The first that is not there.
        from: LogSeq,
        /// The last that is not there.
        to: LogSeq,
    },
    /// A header is not what was signed.
    AlteredHeader {
        /// The entry.
        seq: LogSeq,
    },
    /// An entry is signed with a key that is not trusted.
    ForeignKey {
        /// The entry.
        seq: LogSeq,
        /// The key it states.
        key: KeyId,
    },
    /// An entry has no readable key, or its signed header says nothing this version understands.
    Malformed {
        /// The entry.
        seq: LogSeq,
        /// What is wrong.
        what: String,
    },
    /// An entry stands where another belongs.
    Reordered {
        /// The place it stands at.
        place: LogSeq,
        /// The place it was signed for.
        signed_for: LogSeq,
    },
    /// An entry stands a second time, at a place it was not signed for.
    Duplicate {
        /// The place of the second one.
        place: LogSeq,
        /// The entry it repeats.
        of: LogSeq,
    },
    /// A row stands at a number no entry can have.
    Stray {
        /// The row's number.
        row: i64,
    },
    /// An entry is rightly signed but does not follow from the one before it: one of the two belongs to another history.
    BrokenChain {
        /// The later of the two.
        seq: LogSeq,
    },
    /// A payload or its salt is not what was logged.
    AlteredPayload {
        /// The entry.
        seq: LogSeq,
    },
    /// A payload is gone, and no entry says that it was erased.
    MissingPayload {
        /// The entry.
        seq: LogSeq,
    },
    /// A payload is there, though an entry says that it was erased.
    NotErased {
        /// The entry whose payload it is.
        seq: LogSeq,
        /// The entry that says so.
        by: LogSeq,
    },
    /// A payload belongs to no entry.
    StrayPayload {
        /// The row's number.
        row: i64,
    },
    /// The table of accounts is not what the log says it is.
    AlteredAccount {
        /// The user, as the table or the log has it.
        user: String,
    },
    /// The signed head beside the log does not fit it.
    Head(HeadFault),
    /// The head that was expected does not fit the log.
    Expected(HeadFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { from, to } if from == to => write!(f, "entry {from} is missing"),
            Self::Missing { from, to } => write!(f, "entries {from} to {to} are missing"),
            Self::AlteredHeader { seq } => {
                write!(f, "entry {seq}: its header is not what was signed")
            }
            Self::ForeignKey { seq, key } => {
                write!(
                    f,
                    "entry {seq}: signed with {key}, which is not a trusted key"
                )
            }
            Self::Malformed { seq, what } => write!(f, "entry {seq}: {what}"),
            Self::Reordered { place, signed_for } => {
                write!(
                    f,
                    "entry {place}: the entry that stands here was signed as entry {signed_for}"
                )
            }
            Self::Duplicate { place, of } => write!(f, "entry {place}: repeats entry {of}"),
            Self::Stray { row } => write!(f, "row {row}: no entry can have this number"),
            Self::BrokenChain { seq } => {
                write!(
                    f,
                    "entry {seq}: rightly signed, but it does not follow from the entry before it"
                )
            }
            Self::AlteredPayload { seq } => {
                write!(f, "entry {seq}: its payload or salt is not what was logged")
            }
            Self::MissingPayload { seq } => {
                write!(
                    f,
                    "entry {seq}: its payload is gone, and no entry says that it was erased"
                )
            }
            Self::NotErased { seq, by } => {
                write!(
                    f,
                    "entry {seq}: its payload is there, though entry {by} says that it was erased"
                )
            }
            Self::StrayPayload { row } => write!(f, "payload {row} belongs to no entry"),
            Self::AlteredAccount { user } => {
                write!(f, "account `{user}` is not what the log says it is")
            }
            Self::Head(fault) => fault.fmt(f),
            Self::Expected(fault) => write!(f, "held against the head expected: {fault}"),
        }
    }
}
