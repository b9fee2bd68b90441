//! Consultations: a request and its replies, and the clauses they became.

use std::collections::BTreeSet;

use mithaq_notice::{ActivityId, ClauseId, Language, MemberId, StatementId, Text};
use serde::{Deserialize, Serialize};

use super::{Area, ConsultationId, ModeId, PartyId, Route, words};
use crate::MonthOrDay;

words! {
    /// How a consultation stands.
    ConsultationStatus {
        /// It goes on; it can be joined.
        Open = "open",
        /// It ended in an amendment.
        Agreed = "agreed",
        /// It ended without.
        Refused = "refused",
        /// Who asked took the request back.
        Withdrawn = "withdrawn",
        /// Its deadline passed.
        Lapsed = "lapsed",
    }
}

words! {
    /// What a step of a consultation does.
    StepAct {
        /// Asks.
        Request = "request",
        /// Agrees.
        Accept = "accept",
        /// Declines.
        Refuse = "refuse",
        /// Agrees within a narrower scope.
        Limit = "limit",
        /// Puts off.
        Defer = "defer",
        /// Takes the request back.
        Withdraw = "withdraw",
    }
}

impl StepAct {
    /// What the member does, for a reader: *requests*, *refuses* …
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        let [ar, fr, en] = match self {
            Self::Request => ["طلب", "demande", "requests"],
            Self::Accept => ["قبول", "accepte", "accepts"],
            Self::Refuse => ["رفض", "refuse", "refuses"],
            Self::Limit => ["تقييد", "limite", "limits"],
            Self::Defer => ["إرجاء", "diffère", "defers"],
            Self::Withdraw => ["سحب الطلب", "retire sa demande", "withdraws"],
        };
        language.of(ar, fr, en)
    }
}

/// What a step or a consultation is about; what is left out is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Matter {
    /// Which activities.
    pub activity: Option<BTreeSet<ActivityId>>,
    /// Where.
    pub theatre: Option<Area>,
    /// On which route.
    pub route: Option<Route>,
    /// With whom.
    pub partner: Option<BTreeSet<PartyId>>,
    /// In which way. Left out where it is open, so that nodes which know no modes read what names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<BTreeSet<ModeId>>,
}

impl Matter {
    /// Whether it leaves everything open: it names no activity, theatre, route, partner or mode.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// This matter, and where it leaves something open what the other says of it.
    #[must_use]
    pub fn within(self, other: &Self) -> Self {
        Self {
            activity: self.activity.or_else(|| other.activity.clone()),
            theatre: self.theatre.or_else(|| other.theatre.clone()),
            route: self.route.or_else(|| other.route.clone()),
            partner: self.partner.or_else(|| other.partner.clone()),
            mode: self.mode.or_else(|| other.mode.clone()),
        }
    }
}

/// One step: a request or a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it does.
    pub act: StepAct,
    /// Who takes it: one of the parties.
    pub by: MemberId,
    /// When.
    pub date: MonthOrDay,
    /// What it is about; a [`StepAct::Limit`] states its counter-scope here.
    pub matter: Matter,
    /// The clauses it became.
    pub clauses: BTreeSet<ClauseId>,
    /// What it is known from.
    pub statements: BTreeSet<StatementId>,
    /// What it says.
    pub text: Text,
}

/// A request and its replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consultation {
    /// Its id.
    pub id: ConsultationId,
    /// Who consults: members and groups, as written.
    pub parties: BTreeSet<PartyId>,
    /// What about.
    pub subject: Text,
    /// When it was opened.
    pub opened: MonthOrDay,
    /// When it ended.
    pub closed: Option<MonthOrDay>,
    /// When it lapses.
    pub deadline: Option<MonthOrDay>,
    /// How it stands.
    pub status: ConsultationStatus,
    /// Its scope.
    pub matter: Matter,
    /// The clauses it concerns.
    pub clauses: BTreeSet<ClauseId>,
    /// What it is known from.
    pub statements: BTreeSet<StatementId>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}
