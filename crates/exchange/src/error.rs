//! Why something was not done.

use mithaq_notice::{Language, MemberId};
use mithaq_pact::{Release, UnknownId};
use mithaq_store::StoreError;

use crate::config::ConfigError;
use crate::message::MessageError;
use crate::secret::SecretError;

/// Why something was not done. Nothing was written when one of these comes back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something named does not exist here.
    #[error("there is no {what} `{id}` here")]
    Unknown {
        /// What sort of thing.
        what: &'static str,
        /// The name that was given.
        id: String,
    },
    /// Something given is not acceptable.
    #[error("{field}: found {found}; expected {expected}")]
    Invalid {
        /// Which field, or which notice and field.
        field: String,
        /// What was given.
        found: String,
        /// What would be accepted.
        expected: String,
    },
    /// The pact or the notice's handling does not permit it.
    #[error("{}", .0.wording(Language::En))]
    Denied(Box<Release>),
    /// It may not be done by this person or in this state.
    #[error("{0}")]
    Refused(String),
    /// It collides with what is here.
    #[error("{0}")]
    Conflict(String),
    /// The pact does not know an id.
    #[error(transparent)]
    Pact(#[from] UnknownId),
    /// What a consultation is about is none of the pact's.
    #[error(transparent)]
    Matter(#[from] mithaq_pact::MatterError),
    /// A consultation does not take a step.
    #[error(transparent)]
    Consultation(#[from] mithaq_pact::Refusal),
    /// The pact file does not hold.
    #[error(transparent)]
    PactFile(#[from] mithaq_pact::PactErrors),
    /// A list cannot follow the one that is held.
    #[error(transparent)]
    Update(#[from] mithaq_notice::update::UpdateError),
    /// A message does not hold.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// Another member's node did not answer as it should.
    #[error("{member}: {why}")]
    Peer {
        /// Whose node.
        member: MemberId,
        /// What happened.
        why: String,
    },
    /// The log could not be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key could not be read, made or written.
    #[error(transparent)]
    Key(#[from] mithaq_store::KeyError),
    /// The node's secret could not be used.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The node's configuration does not hold.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The log holds something this version cannot read.
    #[error("log entry {entry}: {source}; it was written by another version of mithaq")]
    Record {
        /// Which entry.
        entry: mithaq_store::LogSeq,
        /// What was expected.
        source: serde_json::Error,
    },
    /// Something could not be put into JSON.
    #[error("it cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// The result of most things a member does.
pub type Result<T> = std::result::Result<T, Error>;
