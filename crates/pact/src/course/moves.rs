//! What parties do, and how a consultation stands after it.

use std::collections::BTreeSet;
use std::fmt;

use mithaq_notice::{Language, MemberId, Text};
use serde::{Deserialize, Serialize};

use crate::MonthOrDay;
use crate::model::{Matter, StepAct};

/// A request that opens a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The members that are asked.
    pub asked: BTreeSet<MemberId>,
    /// What about, in a line.
    pub subject: Text,
    /// The scope asked for.
    pub matter: Matter,
    /// Through the last moment of which answers are taken (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<MonthOrDay>,
}

/// What a party does once a consultation is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Move {
    /// Asks anew, for another scope.
    Request {
        /// The scope; what it leaves open stays as it is on the table.
        matter: Matter,
    },
    /// Agrees to what is on the table, or to a part of it.
    Accept {
        /// The part; everything on the table where it is open.
        #[serde(default, skip_serializing_if = "Matter::is_open")]
        of: Matter,
    },
    /// Declines what is on the table, or a part of it.
    Refuse {
        /// The part; everything on the table where it is open.
        #[serde(default, skip_serializing_if = "Matter::is_open")]
        of: Matter,
    },
    /// Offers a counter-scope, which is on the table from then on.
    Limit {
        /// The scope; what it leaves open stays as it is on the table.
        matter: Matter,
    },
    /// Puts its answer off.
    Defer {
        /// Until when, if it says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<MonthOrDay>,
    },
    /// Takes the request back.
    Withdraw {},
}

impl Move {
    /// The word a pact's file has for it.
    #[must_use]
    pub const fn act(&self) -> StepAct {
        match self {
            Self::Request { .. } => StepAct::Request,
            Self::Accept { .. } => StepAct::Accept,
            Self::Refuse { .. } => StepAct::Refuse,
            Self::Limit { .. } => StepAct::Limit,
            Self::Defer { .. } => StepAct::Defer,
            Self::Withdraw {} => StepAct::Withdraw,
        }
    }

    /// The scope it speaks of, if it speaks of one.
    #[must_use]
    pub const fn matter(&self) -> Option<&Matter> {
        match self {
            Self::Request { matter }
            | Self::Limit { matter }
            | Self::Accept { of: matter }
            | Self::Refuse { of: matter } => Some(matter),
            Self::Defer { .. } | Self::Withdraw {} => None,
        }
    }
}

/// How a consultation stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// It goes on.
    Open {
        /// Whose answer to what is on the table is wanted.
        awaits: BTreeSet<MemberId>,
    },
    /// All who remain agree; an amendment can be proposed.
    Accepted,
    /// An amendment that came of it is in force.
    Agreed,
    /// It ended without: nobody is left to agree with.
    Refused,
    /// Who asked took the request back.
    Withdrawn,
    /// Its deadline passed.
    Lapsed,
}

impl Standing {
    /// The words of all of them.
    pub const WORDS: [&'static str; 6] = [
        "open",
        "accepted",
        "agreed",
        "refused",
        "withdrawn",
        "lapsed",
    ];

    /// Its word, one of [`Self::WORDS`].
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Accepted => "accepted",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    /// Its word for a reader.
    #[must_use]
    pub const fn word(&self, language: Language) -> &'static str {
        let [ar, fr, en] = match self {
            Self::Open { .. } => ["مفتوحة", "ouverte", "open"],
            Self::Accepted => [
                "مقبولة، يُقترح تعديل",
                "acceptée, amendement à proposer",
                "accepted, amendment to be proposed",
            ],
            Self::Agreed => [
                "انتهت بتعديل",
                "conclue par un amendement",
                "ended in an amendment",
            ],
            Self::Refused => ["مرفوضة", "refusée", "refused"],
            Self::Withdrawn => ["مسحوبة", "retirée", "withdrawn"],
            Self::Lapsed => ["سقطت بفوات الأجل", "caduque", "lapsed"],
        };
        language.of(ar, fr, en)
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
