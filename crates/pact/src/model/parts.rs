//! Who takes part, where and in what: members, groups, issuers, theatres, activities, and the pact's own head.

use std::collections::BTreeSet;

use mithaq_notice::{ActivityId, ClauseId, IssuerId, MemberId, StatementId, Text, TheatreId};
use serde::Serialize;

use super::{Area, GroupId, ModeId, PactId, words};
use crate::MonthOrDay;

words! {
    /// How the framework itself stands.
    Status {
        /// Somebody proposed it.
        Proposed = "proposed",
        /// It is being prepared.
        InPreparation = "in-preparation",
        /// It is in force.
        InForce = "in-force",
        /// It is suspended.
        Suspended = "suspended",
    }
}

words! {
    /// How somebody takes part.
    Membership {
        /// It sits in, undertakes nothing and is given nothing.
        Observing = "observing",
        /// It is bound.
        Joined = "joined",
        /// It is so no longer.
        Left = "left",
    }
}

/// From when something stands so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Since<T> {
    /// How.
    pub standing: T,
    /// From the first moment of this month or day, until the next entry's.
    pub from: MonthOrDay,
}

/// The pact's own head: the framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Framework {
    /// Its id.
    pub id: PactId,
    /// Its version; an amendment makes the next.
    pub version: u64,
    /// How it stands.
    pub status: Status,
    /// How it stood when, ascending; its last entry is `status`. Empty: ever so.
    pub history: Vec<Since<Status>>,
    /// Who leads.
    pub lead: Option<MemberId>,
    /// What it is called.
    pub title: Text,
    /// More about it.
    pub text: Text,
    /// The area it covers.
    pub theatre: Option<Area>,
    /// What status and lead rest on.
    pub statements: BTreeSet<StatementId>,
}

/// A state or organisation bound by the pact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Its name.
    pub name: Text,
    /// Fingerprints of the keys it signs with.
    pub keys: BTreeSet<String>,
    /// What it holds back, in words.
    pub reservations: Text,
    /// How it took part when, ascending. Empty: joined, ever.
    pub history: Vec<Since<Membership>>,
    /// The clauses that its reservations are: refusals of its own.
    pub reserves: BTreeSet<ClauseId>,
}

/// A named set of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: Text,
    /// Its members.
    pub members: BTreeSet<MemberId>,
}

/// Who publishes a public list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// Its id.
    pub id: IssuerId,
    /// Its name.
    pub name: Text,
}

/// What a declared theatre is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// A part of a country, of another part, or of the high seas (`world`).
    Within(TheatreId),
    /// A grouping: a union, or all but some.
    Of(Area),
}

/// A named area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theatre {
    /// Its id.
    pub id: TheatreId,
    /// Its name.
    pub name: Text,
    /// What it is made of.
    pub extent: Extent,
}

/// What is done, or what information is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// Its name.
    pub name: Text,
    /// The activity it is a kind of.
    pub within: ActivityId,
}

/// A way in which something is done: by air, remotely, jointly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mode {
    /// Its id.
    pub id: ModeId,
    /// Its name.
    pub name: Text,
}
