//! What else a pact records: watches, indicators, tracks, flows, capabilities, and what must be proved of it.

use std::collections::BTreeSet;

use mithaq_notice::{ActivityId, ClauseId, MemberId, StatementId, Text};
use serde::Serialize;

use super::{Area, PartyId, RecordId, words};
use crate::MonthOrDay;

words! {
    /// How a diplomatic track stands.
    TrackStatus {
        /// Not begun.
        Planned = "planned",
        /// Under way.
        Ongoing = "ongoing",
        /// Interrupted.
        Suspended = "suspended",
        /// Over.
        Concluded = "concluded",
    }
}

words! {
    /// What is to be kept from moving.
    FlowKind {
        /// Weapons.
        Arms = "arms",
        /// Money.
        Money = "money",
        /// People on their way to fight.
        Fighters = "fighters",
    }
}

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

/// A diplomatic track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Track {
    /// Its id.
    pub id: RecordId,
    /// The member that leads it.
    pub member: MemberId,
    /// Where.
    pub theatre: Area,
    /// How it stands.
    pub status: TrackStatus,
    /// Who talks; they need not be members.
    pub parties: Text,
    /// When.
    pub period: Period,
    /// What it rests on.
    pub basis: Basis,
}

/// Something that is to be kept from getting from here to there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Its id.
    pub id: RecordId,
    /// What moves.
    pub kind: FlowKind,
    /// From where.
    pub from: Area,
    /// To where.
    pub to: Area,
    /// The activity that denies it.
    pub activity: ActivityId,
    /// What it rests on.
    pub basis: Basis,
}

/// How much of a capability is pledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// How many units.
    pub pledged: u64,
    /// Of what.
    pub unit: Text,
    /// How many were delivered; at most what was pledged.
    pub delivered: u64,
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
