//! Clauses: a member's stance on activity × theatre (× partner × route), from a date, resting on statements.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::{ActivityId, ClauseId, MemberId, StatementId, Text, TheatreId};
use serde::{Deserialize, Serialize};

use super::{ModeId, PartyId, words};
use crate::MonthOrDay;

words! {
    /// What a member holds of a question. Clauses state the first three; what no clause covers is silent.
    Stance {
        /// It will not. Overrides everything else.
        Refused = "refused",
        /// It will.
        Undertaken = "undertaken",
        /// It is being talked about; nothing is permitted by it.
        UnderConsultation = "under-consultation",
        /// No clause covers the question. Silence is not permission.
        Silent = "silent",
    }
}

/// Where: these theatres, but not those.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The union of these …
    pub all: BTreeSet<TheatreId>,
    /// … without these.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub but: BTreeSet<TheatreId>,
}

/// A way that something moves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Where it sets out. Informs; the clause's theatre says where along the way the stance holds.
    pub from: Option<Area>,
    /// Where it is bound for: a question's `route_to` must lie in it.
    pub to: Area,
}

/// A member's stance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its id.
    pub id: ClauseId,
    /// Whose stance it is.
    pub member: MemberId,
    /// The stance; never [`Stance::Silent`].
    pub stance: Stance,
    /// On these activities and all they contain.
    pub activity: BTreeSet<ActivityId>,
    /// In this area.
    pub theatre: Area,
    /// With these partners; none means with anybody.
    pub partner: Option<BTreeSet<PartyId>>,
    /// On this route; none means on any.
    pub route: Option<Route>,
    /// In these ways; none means in any.
    pub mode: Option<BTreeSet<ModeId>>,
    /// From its first moment.
    pub from: MonthOrDay,
    /// Through its last moment.
    pub until: Option<MonthOrDay>,
    /// The limits that go with it, as agreed.
    pub conditions: Text,
    /// New since the member's last statement.
    pub new: bool,
    /// What it rests on; never empty.
    pub statements: BTreeSet<StatementId>,
    /// What it says.
    pub text: Text,
}

impl Clause {
    /// Whether it is in force at this moment: `from` begins with its first moment, `until` ends with its last.
    #[must_use]
    pub fn in_force(&self, at: Timestamp) -> bool {
        self.from.start() <= at && self.ends().is_none_or(|end| at < end)
    }

    /// The first moment it is no longer in force, if it ends.
    #[must_use]
    pub fn ends(&self) -> Option<Timestamp> {
        self.until.map(MonthOrDay::end)
    }
}
