//! What a node writes into its log, one record an entry. Everything a node knows is derived from these.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mithaq_notice::{
    ClauseId, IssuerId, Measure, MemberId, Notice, NoticeId, Obligation, PostId, SubjectId,
    SubjectKind,
};
use mithaq_pact::{Bound, PactHash};
use mithaq_store::{Digest, Envelope, Kind, LogSeq};
use serde::{Deserialize, Serialize};

use crate::message::{AmendmentHeld, Ask, Carried, ConsultationStep, Sighting, Version};
use crate::secret::Sealed;

/// Where a notice came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// This member published it.
    Own {
        /// What crosses to others.
        envelope: Envelope,
        /// Who published, corrected or recalled it.
        user: String,
    },
    /// This node imported it from a public list.
    List,
    /// Another member released it.
    Released {
        /// Which.
        from: MemberId,
        /// The pact version it decided by.
        pact: PactHash,
        /// Its signed notice, as it came.
        envelope: Envelope,
    },
}

/// Why some notices were withheld.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// By these clauses.
    Clauses(Vec<ClauseId>),
    /// No clause of ours permits it.
    Silence,
    /// By the notice's own handling: the field that forbids it.
    Handling(String),
}

/// A reviewer's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// The person or thing is the notice's subject.
    Same,
    /// It is another.
    Different,
    /// It cannot be told.
    CannotTell,
}

/// One notice that a screening found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Which version.
    pub version: Version,
    /// Whose.
    pub originator: mithaq_notice::Originator,
    /// How strong, 0 to 1.
    pub score: f64,
    /// What goes with its use.
    pub obligations: BTreeSet<Obligation>,
    /// Keyed hash of what was compared, of the notice's handling and of whether the post might act on it: what a clearance
    /// rests on. None where the query itself did not reach the notice.
    #[serde(default)]
    pub evidence: Option<String>,
}

/// What a screening found of one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundSubject {
    /// The subject.
    pub subject: SubjectId,
    /// The notices on it, the strongest first.
    pub notices: Vec<Found>,
}

/// Proof that something was screened, and of what was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// Who asked.
    pub user: String,
    /// At which post.
    pub post: PostId,
    /// Keyed hash of what was searched for: equal queries tell, and nothing else does without the node's secret.
    pub query_hash: String,
    /// What was searched for, readable on this node only; kept where there is something to review.
    pub query: Option<Sealed>,
    /// The caller's own reference to the party, as a keyed hash.
    #[serde(default)]
    pub party: Option<String>,
    /// The lowest score shown.
    pub threshold: f64,
    /// How else it was searched.
    #[serde(default)]
    pub asked: Asked,
    /// The log's last entry when the search ran: what could have been found.
    pub log: LogSeq,
    /// The pact version it was decided by.
    pub pact: PactHash,
    /// The engine's version.
    pub engine: String,
    /// SHA-256 of the tables it compared names by, as logged with [`Record::Engine`].
    #[serde(default)]
    pub tables: String,
    /// What was found, the strongest first.
    pub found: Vec<FoundSubject>,
    /// What was found and had been cleared for this party.
    #[serde(default)]
    pub cleared: Vec<FoundSubject>,
}

/// How a search was made, beside its threshold. What is not said is not there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The most hits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// The lowest score by measure.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<Measure, f64>,
    /// Notices left out.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub exclude: BTreeSet<NoticeId>,
    /// Public lists left out.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub exclude_lists: BTreeSet<IssuerId>,
    /// Kinds of subject left out.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub exclude_kinds: BTreeSet<SubjectKind>,
    /// By what was known on an earlier day, at this moment; nothing where it was the day of asking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Whether only exact numbers and names equal or very near counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
}

/// A change of the parties a post screens again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookChanged {
    /// Whose book.
    pub post: PostId,
    /// Who changed it.
    pub user: String,
    /// Whether what was in it is put out first.
    pub replace: bool,
    /// A [`BookChange`](crate::BookChange), readable on this node only.
    pub change: Sealed,
}

/// A person's decision that a party is not a notice's subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clearance {
    /// Keyed hash of the caller's own reference to the party.
    pub party: String,
    /// At which post.
    pub post: PostId,
    /// Which notice, and on which subject.
    pub notice: NoticeId,
    /// The screening it was found by.
    pub screening: LogSeq,
    /// What was compared then: once that differs, the clearance holds no longer.
    pub evidence: String,
    /// The score then: once it lies in a higher band, the clearance holds no longer.
    pub score: f64,
    /// Who decided.
    pub user: String,
    /// Their role.
    pub role: String,
    /// Why.
    pub reason: String,
}

/// One person's review of one possible match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The screening.
    pub screening: LogSeq,
    /// The subject it found.
    pub subject: SubjectId,
    /// Who reviewed.
    pub user: String,
    /// What they decided.
    pub judgement: Judgement,
    /// Why.
    pub reason: String,
    /// Whether the notices, as they stood at this moment, wanted two people to decide.
    #[serde(default)]
    pub four_eyes: bool,
}

/// Whether something was sent or came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To another member.
    Sent,
    /// From another member.
    Received,
}

/// One entry's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// The pact version this node decides by from here on.
    Pact {
        /// Its hash.
        hash: PactHash,
        /// The TOML file.
        text: String,
        /// Who adopted it.
        user: String,
    },
    /// A pact version a peer decides by and this node does not.
    OfferedPact {
        /// Who sent it.
        from: MemberId,
        /// The TOML file.
        text: String,
    },
    /// A public list was imported; the notices it changed follow.
    Import {
        /// Whose list.
        issuer: IssuerId,
        /// When the issuer made it.
        generated: Timestamp,
        /// Notices that were new, corrected, recalled.
        counts: [usize; 3],
        /// Who imported it.
        user: String,
    },
    /// A version of a notice.
    Notice {
        /// The notice.
        notice: Box<Notice>,
        /// Where it came from.
        origin: Origin,
    },
    /// A notice that may not be read before its pact version is here.
    Unread {
        /// Who sent it.
        from: MemberId,
        /// The pact version it needs.
        pact: PactHash,
        /// The notice.
        envelope: Envelope,
        /// For which of our posts it was asked; none for a correction that came by itself.
        ask: Option<Ask>,
    },
    /// A notice held before may be held no longer.
    Withdrawn {
        /// Who says so.
        from: MemberId,
        /// Which.
        notice: NoticeId,
    },
    /// What was sent to a member, and what was not.
    Delivery {
        /// To whom.
        to: MemberId,
        /// For what it asked; none for corrections and recalls.
        ask: Option<Ask>,
        /// It goes on where an earlier one of the same answer was full.
        #[serde(default)]
        continues: bool,
        /// What was sent.
        sent: Vec<Version>,
        /// What it must give up.
        withdrawn: Vec<NoticeId>,
        /// How many were withheld, by cause.
        withheld: Vec<(Cause, usize)>,
    },
    /// A member holds, or gave up, what was sent.
    Acknowledgement {
        /// Who.
        by: MemberId,
        /// Held at these versions.
        held: Vec<Version>,
        /// Given up.
        withdrawn: Vec<NoticeId>,
        /// The sightings it has received.
        sightings: Vec<String>,
        /// The steps of consultations it has, by SHA-256.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<Digest>,
        /// What it has of amendments.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        amendments: Vec<AmendmentHeld>,
        /// Its signed message: the proof.
        proof: Envelope,
    },
    /// Something was screened.
    Screening(Box<Screening>),
    /// The tables this engine version compares names by, once for each version.
    Engine {
        /// Its version.
        engine: String,
        /// SHA-256 of the tables.
        tables: String,
        /// The tables themselves, by file.
        files: BTreeMap<String, String>,
    },
    /// A post's book was changed.
    Book(BookChanged),
    /// Somebody cleared a notice for a party.
    Clearance(Clearance),
    /// Somebody took that back.
    ClearanceUndone {
        /// The entry of the clearance.
        clearance: LogSeq,
        /// Who.
        user: String,
        /// Why.
        reason: String,
    },
    /// Somebody reviewed a possible match.
    Review(Review),
    /// A step of a consultation this member is a party to.
    Consultation {
        /// What it says.
        step: Box<ConsultationStep>,
        /// As signed by who took it.
        envelope: Envelope,
        /// Which member's node brought it; none for a step of our own.
        from: Option<MemberId>,
        /// Who took it here, where it is our own.
        user: Option<String>,
    },
    /// An amendment was proposed, or there is a signature or a registration that was not here before.
    Amendment {
        /// As it is carried, with all that is here.
        carried: Carried,
        /// The version it makes.
        hash: PactHash,
        /// Its number.
        version: u64,
        /// Who must sign, and for what.
        needs: Bound,
        /// Who has.
        signed: BTreeSet<MemberId>,
        /// Which member's node brought it; none where somebody here proposed, signed or registered it.
        from: Option<MemberId>,
        /// Who did, here.
        user: Option<String>,
    },
    /// A confirmed match.
    Sighting {
        /// Sent or received.
        direction: Direction,
        /// The other member; none for a sighting of our own or a public list's notice, which stays here.
        other: Option<MemberId>,
        /// What it says.
        sighting: Box<Sighting>,
        /// As signed by who met the subject.
        envelope: Envelope,
    },
}

impl Record {
    /// The kind of entry it is logged as.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Pact { .. } | Self::OfferedPact { .. } => Kind::Pact,
            Self::Import { .. } => Kind::Import,
            Self::Notice {
                origin: Origin::Own { .. } | Origin::List,
                ..
            } => Kind::Notice,
            Self::Notice { .. } | Self::Unread { .. } | Self::Withdrawn { .. } => Kind::Received,
            Self::Delivery { .. } => Kind::Delivery,
            Self::Acknowledgement { .. } => Kind::Acknowledgement,
            Self::Screening(_) => Kind::Screening,
            Self::Engine { .. } => Kind::Engine,
            Self::Book(_) => Kind::Book,
            Self::Clearance(_) | Self::ClearanceUndone { .. } => Kind::Clearance,
            Self::Review(_) => Kind::Review,
            Self::Consultation { .. } => Kind::Consultation,
            Self::Amendment { .. } => Kind::Amendment,
            Self::Sighting { .. } => Kind::Sighting,
        }
    }
}

/// Counts causes, for [`Record::Delivery`].
#[derive(Debug, Default)]
pub(crate) struct Causes(BTreeMap<Cause, usize>);

impl Causes {
    pub(crate) fn add(&mut self, cause: Cause) {
        *self.0.entry(cause).or_default() += 1;
    }

    pub(crate) fn into_counts(self) -> Vec<(Cause, usize)> {
        self.0.into_iter().collect()
    }
}
