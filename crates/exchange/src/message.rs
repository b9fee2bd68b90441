//! What members' nodes say to each other. Every message and every reply is a signed envelope around a [`Message`].
//!
//! | said | answered |
//! |---|---|
//! | [`Body::Ask`] "what may this post of mine use?" | [`Body::Released`] |
//! | [`Body::Acknowledge`] "these I hold" | [`Body::Noted`] |
//! | [`Body::Deliver`] corrections, recalls, withdrawals | [`Body::Acknowledge`] |
//! | [`Body::Sight`] "we met your subject" | [`Body::Sighted`] |
//! | [`Body::Consult`] "a step of our consultation" | [`Body::Consulted`] |
//! | [`Body::Amend`] "an amendment, with the signatures I have" | [`Body::Amended`] |
//! | [`Body::WantPact`] "send me the version you decide by" | [`Body::PactText`] |
//!
//! Anything may be answered with [`Body::Declined`].

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mithaq_notice::{
    ActivityId, ClauseId, MemberId, Notice, NoticeId, PostId, ServiceId, SubjectId, Text,
    TheatreId, Use,
};
use mithaq_pact::{ConsultationId, Move, Opening, PactHash};
use mithaq_store::{Digest, Envelope, EnvelopeError, Keys, Signer, VerifyingKey};
use serde::{Deserialize, Serialize};

/// The media type of a signed message.
pub const MESSAGE_TYPE: &str = "application/vnd.mithaq.message+json";
/// The media type of a signed notice.
pub const NOTICE_TYPE: &str = "application/vnd.mithaq.notice+json";
/// The media type of a signed sighting.
pub const SIGHTING_TYPE: &str = "application/vnd.mithaq.sighting+json";
/// The media type of a signed step of a consultation.
pub const CONSULTATION_TYPE: &str = "application/vnd.mithaq.consultation+json";
/// The media type of an amendment, signed by each member it binds.
pub const AMENDMENT_TYPE: &str = "application/vnd.mithaq.amendment+json";
/// The media type of the registrar's signed word which amendment follows a version.
pub const REGISTRATION_TYPE: &str = "application/vnd.mithaq.registration+json";

/// How far two members' clocks may be apart, and so how long a message can be replayed to any effect.
pub(crate) const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// One version of one notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Version {
    /// The notice.
    pub notice: NoticeId,
    /// Its `modified`.
    pub modified: Timestamp,
}

impl Version {
    /// The version this is.
    #[must_use]
    pub fn of(notice: &Notice) -> Self {
        Self {
            notice: notice.id.clone(),
            modified: notice.modified,
        }
    }
}

/// For what a post asks to be given notices.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ask {
    /// The asking service.
    pub service: ServiceId,
    /// What for.
    pub activity: ActivityId,
    /// Where.
    pub theatre: TheatreId,
    /// The highest use wanted.
    pub wanted: Use,
}

/// Which versions an asker wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Those it has not acknowledged.
    Acknowledged,
    /// All, because what it held is lost.
    Beginning,
}

/// Why a question as a whole was refused, in words the asker may read. How many notices stand behind it is not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The clauses that refuse, if clauses do.
    pub clauses: Vec<ClauseId>,
    /// Verdict, clause and next step in three languages.
    pub wording: Text,
}

/// Why one delivered notice was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotTaken {
    /// Which, where it could be read at all.
    pub version: Option<Version>,
    /// Why.
    pub why: String,
}

/// A confirmed match, on its way to the originator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// Unique with its sender.
    pub id: String,
    /// The notice it was confirmed against.
    pub version: Version,
    /// Its subject.
    pub subject: SubjectId,
    /// Who met the subject.
    pub by: MemberId,
    /// Where.
    pub post: PostId,
    /// In which theatre.
    pub theatre: TheatreId,
    /// When the screening was.
    pub at: Timestamp,
    /// How strong the match was before a person decided, 0 to 1.
    pub score: f64,
    /// What the reviewers wrote.
    pub circumstances: String,
}

/// A step of a consultation, as the member that takes it signs it. Whoever has it may carry it on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultationStep {
    /// Of which; its id begins with who asked and a hyphen.
    pub consultation: ConsultationId,
    /// Who takes the step.
    pub by: MemberId,
    /// The key it is signed with, in full: the pact has fingerprints, and not every party is every party's peer.
    pub key: VerifyingKey,
    /// When.
    pub at: Timestamp,
    /// SHA-256 of the last step its member knew of; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Digest>,
    /// What it does.
    pub what: Stepped,
    /// What it says.
    pub text: Text,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stepped {
    /// Opens the consultation.
    Open(Opening),
    /// Goes on with it.
    Move(Move),
}

/// The next version of a pact, as the members it binds sign it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// The version it follows.
    pub base: PactHash,
    /// Who proposes it; signs it first.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// The consultation it came of, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<ConsultationId>,
    /// The whole pact file, TOML.
    pub text: String,
}

/// The registrar's word that an amendment was the first it had with all signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The version it follows.
    pub base: PactHash,
    /// SHA-256 of the amendment as it was signed.
    pub amendment: Digest,
    /// The registrar of that version.
    pub by: MemberId,
    /// The key it is signed with, in full.
    pub key: VerifyingKey,
    /// When: from then on the amendment is in force.
    pub at: Timestamp,
}

/// An amendment on its way, with what a reader needs to believe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The [`Amendment`] with the signatures so far.
    pub amendment: Envelope,
    /// The keys it is signed with, in full; the pact has their fingerprints.
    pub keys: Vec<VerifyingKey>,
    /// The [`Registration`], once there is one.
    pub registration: Option<Envelope>,
}

/// What a node has of an amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentHeld {
    /// SHA-256 of the amendment as it was signed.
    pub amendment: Digest,
    /// Whose signatures.
    pub signed: BTreeSet<MemberId>,
    /// Whether it has the registration.
    pub registered: bool,
}

/// What one node says to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// What may this post of mine use?
    Ask {
        /// For what.
        ask: Ask,
        /// Which versions.
        since: Since,
        /// Those after this one, where an earlier reply said that there are more.
        after: Option<NoticeId>,
    },
    /// What clauses and handling release, each in the originator's own envelope.
    Released {
        /// The notices.
        notices: Vec<Envelope>,
        /// Set when clauses refuse the question itself.
        refusal: Option<Refusal>,
        /// Set when there are more than one reply holds: ask again after this one.
        more_after: Option<NoticeId>,
    },
    /// New versions of what was released before, and what may no longer be held.
    Deliver {
        /// Corrections and recalls.
        notices: Vec<Envelope>,
        /// Notices whose current version may not go to this member.
        withdrawn: Vec<NoticeId>,
    },
    /// What is now held, or given up, for good.
    Acknowledge {
        /// Held, at these versions.
        held: Vec<Version>,
        /// Given up.
        withdrawn: Vec<NoticeId>,
        /// Not taken, and why.
        not_taken: Vec<NotTaken>,
    },
    /// An acknowledgement was logged.
    Noted,
    /// A confirmed match, signed by the member that met the subject.
    Sight {
        /// The signed [`Sighting`].
        sighting: Envelope,
    },
    /// A sighting was logged.
    Sighted {
        /// Which.
        id: String,
    },
    /// A step of a consultation.
    Consult {
        /// The signed [`ConsultationStep`].
        step: Envelope,
    },
    /// A step was logged, now or before.
    Consulted {
        /// SHA-256 of what was signed.
        step: Digest,
    },
    /// An amendment with the signatures the sender has.
    Amend(Carried),
    /// What the node has of an amendment now.
    Amended(AmendmentHeld),
    /// The pact version the sender decides by is wanted.
    WantPact {
        /// Its hash.
        hash: PactHash,
    },
    /// A pact version.
    PactText {
        /// The TOML file.
        text: String,
    },
    /// The message was refused.
    Declined {
        /// Why, and what would mend it.
        why: String,
    },
}

/// A message or a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Who says it; the envelope's key must be this member's.
    pub from: MemberId,
    /// To whom.
    pub to: MemberId,
    /// When.
    pub at: Timestamp,
    /// Unique with the sender; a reply repeats the nonce of what it answers.
    pub nonce: String,
    /// The pact version the sender decides by.
    pub pact: PactHash,
    /// What is said.
    pub body: Body,
}

/// Why a message was not taken for what it claims to be.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// Its envelope does not hold.
    #[error("the message's envelope: {0}")]
    Envelope(#[from] EnvelopeError),
    /// It is no message.
    #[error("the message is not what was expected: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It is for somebody else.
    #[error("the message is for `{0}`; check the peer's address in node.toml")]
    NotForUs(MemberId),
    /// It claims to be from somebody else.
    #[error("the message says it is from `{0}`, whose key did not sign it")]
    NotFrom(MemberId),
    /// It is too old or too new.
    #[error(
        "the message was made at {at}, more than five minutes from {now} here; set both clocks"
    )]
    Untimely {
        /// When it says it was made.
        at: Timestamp,
        /// The clock here.
        now: Timestamp,
    },
    /// The reply answers another message.
    #[error("the reply does not answer the message that was sent")]
    OtherNonce,
}

impl Message {
    /// Signs it.
    ///
    /// # Errors
    /// When it cannot be put into JSON.
    pub fn seal(&self, signer: &Signer) -> Result<Envelope, serde_json::Error> {
        Ok(Envelope::seal(
            MESSAGE_TYPE,
            &serde_json::to_vec(self)?,
            signer,
        ))
    }

    /// Opens one for `us`, signed with one of `keys`, those of the member `from` claims to be.
    ///
    /// # Errors
    /// [`MessageError`] tells a bad signature, a wrong addressee and a stale message apart.
    pub fn open(
        envelope: &Envelope,
        keys_of: impl Fn(&MemberId) -> Option<Keys>,
        us: &MemberId,
        now: Timestamp,
    ) -> Result<Self, MessageError> {
        // The sender's name is read before its signature is checked, only to know whose key to check with.
        let claimed: Self = serde_json::from_slice(envelope.unverified_payload())?;
        let keys =
            keys_of(&claimed.from).ok_or_else(|| MessageError::NotFrom(claimed.from.clone()))?;
        envelope.open(MESSAGE_TYPE, &keys)?;
        if claimed.to != *us {
            return Err(MessageError::NotForUs(claimed.to));
        }
        if claimed.at.duration_since(now).abs() > CLOCK_SKEW {
            return Err(MessageError::Untimely {
                at: claimed.at,
                now,
            });
        }
        Ok(claimed)
    }
}
