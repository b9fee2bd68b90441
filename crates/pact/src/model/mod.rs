//! What a pact file holds, typed. In the order to read it: `parts` (who, where, what), `clause`, `statement`,
//! `consultation`, then the records: `record`, `flow`, `capability`, `track`.
//!
//! Everything here is what a file *says*; what it *means* for a question is `decide`'s business.

mod capability;
mod clause;
mod consultation;
mod flow;
mod id;
mod parts;
mod record;
mod statement;
mod track;
mod words;

pub use capability::{Capability, Delivery, Quantity};
pub use clause::{Area, Clause, Route, Stance};
pub use consultation::{Consultation, ConsultationStatus, Matter, Step, StepAct};
pub use flow::{Flow, FlowKind, Leg};
pub use id::{ConsultationId, GroupId, ModeId, PactId, PartyId, RecordId, SourceId};
pub use parts::{
    Activity, Extent, Framework, Group, Issuer, Member, Membership, Mode, Since, Status, Theatre,
};
pub use record::{Basis, Indicator, Never, Obligation, Period, Watch};
pub use statement::{
    Change, Claim, GradeSystem, Relay, Source, SourceKind, Statement, StatementGrade,
};
pub use track::{Exemption, Milestone, Promise, Talks, Track, TrackStatus};
pub use words::{UnknownWord, Word};

pub(crate) use words::words;

use std::collections::BTreeMap;

use mithaq_notice::{ActivityId, ClauseId, IssuerId, MemberId, StatementId, TheatreId};
use serde::Serialize;

/// All of a pact, sorted by id: the canonical form its hash is taken of.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Model {
    pub(crate) pact: Framework,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) groups: BTreeMap<GroupId, Group>,
    pub(crate) issuers: BTreeMap<IssuerId, Issuer>,
    pub(crate) theatres: BTreeMap<TheatreId, Theatre>,
    pub(crate) activities: BTreeMap<ActivityId, Activity>,
    pub(crate) modes: BTreeMap<ModeId, Mode>,
    pub(crate) clauses: BTreeMap<ClauseId, Clause>,
    pub(crate) sources: BTreeMap<SourceId, Source>,
    pub(crate) statements: BTreeMap<StatementId, Statement>,
    pub(crate) consultations: BTreeMap<ConsultationId, Consultation>,
    pub(crate) watches: BTreeMap<RecordId, Watch>,
    pub(crate) indicators: BTreeMap<RecordId, Indicator>,
    pub(crate) tracks: BTreeMap<RecordId, Track>,
    pub(crate) exemptions: BTreeMap<RecordId, Exemption>,
    pub(crate) flows: BTreeMap<RecordId, Flow>,
    pub(crate) capabilities: BTreeMap<RecordId, Capability>,
    pub(crate) obligations: BTreeMap<RecordId, Obligation>,
}
