//! The one decision function, and what it answers.
//!
//! `commitment` answers what a member undertakes or refuses; `release` whether a notice may be used; `wording` says
//! either in three languages; `known` resolves ids, and `next` says what may be done. Cedar decides; this folder asks it and explains.

mod commitment;
mod known;
mod next;
mod release;
mod wording;

use jiff::Timestamp;
use mithaq_notice::MemberId;
use serde::{Deserialize, Serialize};

use crate::model::ConsultationId;
use crate::{Pact, Question, UnknownId};

pub use commitment::Commitment;
pub use release::{HandlingField, Reason, Release, Verdict};
pub(crate) use release::{outside, profile};

/// What who asked may do next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    /// Nothing: it is permitted, or there is nothing to be had under this pact.
    Nothing,
    /// Ask the originator, or the member whose stance it is.
    Ask(MemberId),
    /// Join the consultation that is open on the matter.
    Join(ConsultationId),
}

/// The answer to any question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// To a commitment question.
    Commitment(Commitment),
    /// To a release question.
    Release(Release),
}

/// Decides a question by a pact as it stands at a moment.
///
/// # Errors
/// [`UnknownId`] where the question names what the pact does not know.
pub fn decide(pact: &Pact, question: Question<'_>, at: Timestamp) -> Result<Decision, UnknownId> {
    match question {
        Question::Commitment(question) => {
            commitment::decide(pact, question, at).map(Decision::Commitment)
        }
        Question::Release(question, originator, handling) => {
            release::decide(pact, question, originator, handling, at).map(Decision::Release)
        }
    }
}

impl Pact {
    /// What a member undertakes or refuses: [`decide`] for a commitment question.
    ///
    /// # Errors
    /// [`UnknownId`] where the question names what the pact does not know.
    pub fn ask(
        &self,
        question: &crate::CommitmentQuestion,
        at: Timestamp,
    ) -> Result<Commitment, UnknownId> {
        commitment::decide(self, question, at)
    }

    /// Whether a notice may be used so: [`decide`] for a release question.
    ///
    /// # Errors
    /// [`UnknownId`] where the question or the originator is not known. Ids of the *handling* that the pact does not
    /// know are no error: they allow nothing.
    pub fn release(
        &self,
        question: &crate::ReleaseQuestion,
        originator: &mithaq_notice::Originator,
        handling: &mithaq_notice::Handling,
        at: Timestamp,
    ) -> Result<Release, UnknownId> {
        release::decide(self, question, originator, handling, at)
    }
}
