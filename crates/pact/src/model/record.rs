//! What else a pact records: watches, indicators, what must be proved of it, and what all records share.

use std::collections::BTreeSet;

use mithaq_notice::{ActivityId, ClauseId, MemberId, StatementId, Text};
use serde::Serialize;

use super::{Area, RecordId};
use crate::MonthOrDay;

/// From when until when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// From its first moment.
    pub from: Option<MonthOrDay>,
    /// Through its last.
    pub until: Option<MonthOrDay>,
}

/// What a record rests on and says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The clauses it goes with.
    pub clauses: BTreeSet<ClauseId>,
    /// The statements it is known from.
    pub statements: BTreeSet<StatementId>,
    /// What it says.
    pub text: Text,
}

/// A theatre a member watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watch {
    /// Its id.
    pub id: RecordId,
    /// Who watches.
    pub member: MemberId,
    /// Where.
    pub theatre: Area,
    /// When.
    pub period: Period,
    /// What it rests on.
    pub basis: Basis,
}

/// An early warning on a theatre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Indicator {
    /// Its id.
    pub id: RecordId,
    /// Where.
    pub theatre: Area,
    /// What it rests on.
    pub basis: Basis,
}

/// What must be proved of every version of the pact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Its id.
    pub id: RecordId,
    /// What is never permitted.
    pub never: Never,
    /// What it says.
    pub text: Text,
}

/// A use that is never permitted, whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Never {
    /// Of what this member originated.
    pub use_of: MemberId,
    /// For any of these activities, or what they contain.
    pub activity: BTreeSet<ActivityId>,
    /// Anywhere in this area.
    pub theatre: Area,
}
