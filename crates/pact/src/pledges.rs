//! Pledges of capabilities as they stand: what is delivered, what is outstanding, and which clauses stand behind them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId};
use serde::Serialize;

use crate::Pact;
use crate::model::{Capability, Clause, Model, Period, RecordId, Stance, words};
use crate::space::{Scope, Space};

words! {
    /// Where a pledge is in its time.
    PledgeState {
        /// Not begun.
        Upcoming = "upcoming",
        /// Running.
        Running = "running",
        /// Over.
        Ended = "ended",
    }
}

/// A pledge as it stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pledge {
    /// The capability.
    pub capability: RecordId,
    /// Whose.
    pub member: MemberId,
    /// Where it is in its time.
    pub state: PledgeState,
    /// How many units were pledged, where it is counted.
    pub pledged: Option<u64>,
    /// How many of them were delivered by then.
    pub delivered: Option<u64>,
    /// How many are still owed.
    pub outstanding: Option<u64>,
    /// The undertakings in force that cover all of it. None: it is a promise no clause stands behind.
    pub backed_by: Vec<ClauseId>,
}

impl Pact {
    /// Every pledge as it stands at a moment, in the order of ids.
    #[must_use]
    pub fn pledges(&self, at: Timestamp) -> Vec<Pledge> {
        self.capabilities().map(|c| self.pledge(c, at)).collect()
    }

    fn pledge(&self, capability: &Capability, at: Timestamp) -> Pledge {
        let scope = scope(self.space(), capability);
        let backed_by = self
            .clauses()
            .filter(|c| c.member == capability.member && c.stance == Stance::Undertaken)
            .filter(|c| c.in_force(at))
            .filter(|c| self.scopes().get(&c.id).is_some_and(|s| s.contains(&scope)))
            .map(|c| c.id.clone())
            .collect();
        let quantity = capability.quantity.as_ref();
        let delivered = quantity.map(|q| q.delivered_by(at).min(q.pledged));
        Pledge {
            capability: capability.id.clone(),
            member: capability.member.clone(),
            state: state(&capability.period, at),
            pledged: quantity.map(|q| q.pledged),
            delivered,
            outstanding: quantity.zip(delivered).map(|(q, d)| q.pledged - d),
            backed_by,
        }
    }
}

fn state(period: &Period, at: Timestamp) -> PledgeState {
    if period.from.is_some_and(|from| at < from.start()) {
        PledgeState::Upcoming
    } else if period.until.is_some_and(|until| until.end() <= at) {
        PledgeState::Ended
    } else {
        PledgeState::Running
    }
}

fn scope(space: &Space, capability: &Capability) -> Scope {
    let partners = capability.partner.iter().map(crate::model::PartyId::as_str);
    Scope {
        activity: space.any_activity([&capability.activity]),
        theatre: space.area(&capability.theatre),
        partner: Some(space.any_party(partners)),
        to: None,
        mode: None,
    }
}

/// The refusal of the pledging member that a pledge runs into: one that shares an activity, a place, a partner and a
/// day with it. A refusal about a route or a mode says nothing of a pledge, which has none.
pub(crate) fn refusal<'m>(
    model: &'m Model,
    space: &Space,
    scopes: &BTreeMap<ClauseId, Scope>,
    capability: &Capability,
) -> Option<&'m Clause> {
    let pledged = scope(space, capability);
    model
        .clauses
        .values()
        .filter(|c| c.member == capability.member && c.stance == Stance::Refused)
        .filter(|c| c.route.is_none() && c.mode.is_none() && shares_a_day(c, &capability.period))
        .find(|c| scopes.get(&c.id).is_some_and(|scope| scope.meets(&pledged)))
}

fn shares_a_day(clause: &Clause, period: &Period) -> bool {
    let begins_in_time = period
        .until
        .is_none_or(|until| clause.from.start() < until.end());
    let ends_after = |from: Timestamp| clause.ends().is_none_or(|end| from < end);
    begins_in_time && period.from.is_none_or(|from| ends_after(from.start()))
}
