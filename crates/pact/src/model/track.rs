//! Diplomatic tracks, and the journeys to them that a listed person is exempted for.

use std::collections::BTreeSet;

use mithaq_notice::{IssuerId, MemberId, StatementId, Text};
use serde::Serialize;

use super::{Area, Basis, Period, RecordId, words};
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
    /// When and where the parties met, or are to meet.
    pub talks: Vec<Talks>,
    /// What it is to reach.
    pub milestones: Vec<Milestone>,
    /// What its parties have promised in it. No clauses: the parties need not be members.
    pub undertakings: Vec<Promise>,
    /// What it rests on.
    pub basis: Basis,
}

/// A round of talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Talks {
    /// Its first day or month.
    pub from: MonthOrDay,
    /// Its last.
    pub until: Option<MonthOrDay>,
    /// Where it is held.
    pub theatre: Option<Area>,
    /// What it is about, or came to.
    pub text: Text,
}

/// Something a track is to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// By when.
    pub due: Option<MonthOrDay>,
    /// When it was reached.
    pub reached: Option<MonthOrDay>,
    /// What it is.
    pub text: Text,
}

/// What a party to the talks has promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Who.
    pub by: Text,
    /// From when until when it holds.
    pub period: Period,
    /// What it is known from.
    pub statements: BTreeSet<StatementId>,
    /// What was promised.
    pub text: Text,
}

/// A journey to talks that a listed person may make in spite of a travel ban; no other measure is lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exemption {
    /// Its id.
    pub id: RecordId,
    /// The track the journey serves.
    pub track: RecordId,
    /// Whose list the person is on.
    pub issuer: IssuerId,
    /// The list's reference, as in `QDi.430`.
    pub reference: String,
    /// Everywhere the journey may lead.
    pub theatre: Area,
    /// From its first moment.
    pub from: MonthOrDay,
    /// Through its last.
    pub until: MonthOrDay,
    /// Who granted it and on what ground.
    pub granted: Text,
    /// What it is known from.
    pub statements: BTreeSet<StatementId>,
    /// The limits of the journey.
    pub text: Text,
}
