//! Capabilities: what a member pledges to partners, and what of it was delivered.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::{ActivityId, MemberId, StatementId, Text};
use serde::Serialize;

use super::{Area, Basis, PartyId, Period, RecordId};
use crate::MonthOrDay;

/// How much of a capability is pledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// How many units.
    pub pledged: u64,
    /// Of what.
    pub unit: Text,
    /// How many were delivered on days the file does not give.
    pub delivered: u64,
    /// What was delivered when, as the file writes it. With `delivered`, at most what was pledged.
    pub deliveries: Vec<Delivery>,
}

impl Quantity {
    /// How many units were delivered in all.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        self.delivered_by(Timestamp::MAX)
    }

    /// How many units were delivered by a moment. What was delivered in a month counts from its end, what was on an
    /// unknown day always.
    #[must_use]
    pub fn delivered_by(&self, at: Timestamp) -> u64 {
        let dated = self.deliveries.iter().filter(|d| d.date.end() <= at);
        dated.fold(self.delivered, |sum, d| sum.saturating_add(d.quantity))
    }
}

/// A part of a pledge that was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// When.
    pub date: MonthOrDay,
    /// How many units.
    pub quantity: u64,
    /// What it is known from.
    pub statements: BTreeSet<StatementId>,
    /// What was handed over.
    pub text: Text,
}

/// A pledge by a member to partners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capability {
    /// Its id.
    pub id: RecordId,
    /// Who gives.
    pub member: MemberId,
    /// To whom.
    pub partner: BTreeSet<PartyId>,
    /// What it serves.
    pub activity: ActivityId,
    /// Where.
    pub theatre: Area,
    /// How much, where it is counted.
    pub quantity: Option<Quantity>,
    /// When.
    pub period: Period,
    /// The limits that go with it.
    pub conditions: Text,
    /// What it rests on.
    pub basis: Basis,
}
