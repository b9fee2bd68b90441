//! Commitment questions: `refused` over `undertaken` over `under-consultation` over `silent`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mithaq_notice::{ClauseId, Language, Text};
use serde::{Deserialize, Serialize};

use super::{NextStep, wording};
use crate::model::Stance;
use crate::space::Scope;
use crate::{CommitmentQuestion, Pact, UnknownId};

/// What a member holds of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// The stance.
    pub stance: Stance,
    /// All clauses that cover the question, the deciding ones first.
    pub clauses: Vec<ClauseId>,
    /// Clauses that only overlap it: listed, never deciding.
    pub partial: Vec<ClauseId>,
    /// The limits that go with the deciding clauses, as agreed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<ClauseId, Text>,
    /// What may be done next.
    pub next_step: NextStep,
    pub(super) wording: Text,
}

impl Commitment {
    /// The answer as a sentence or two a duty officer reads in ten seconds.
    #[must_use]
    pub fn wording(&self, language: Language) -> &str {
        self.wording.get(language)
    }

    /// The same in all three languages.
    #[must_use]
    pub const fn text(&self) -> &Text {
        &self.wording
    }
}

pub(super) fn decide(
    pact: &Pact,
    question: &CommitmentQuestion,
    at: Timestamp,
) -> Result<Commitment, UnknownId> {
    let scope = resolve(pact, question)?;
    // A fault of the policies is no input's doing; what cannot be decided is not permitted.
    let (mut clauses, mut partial) = pact
        .policies()
        .commitment(&question.member, &scope, at)
        .unwrap_or_default();
    let rank = |id: &ClauseId| (pact.clause(id).map(|c| c.stance), id.clone());
    clauses.sort_by_cached_key(rank);
    partial.sort_by_cached_key(rank);
    let stance = clauses
        .first()
        .and_then(|id| pact.clause(id))
        .map_or(Stance::Silent, |clause| clause.stance);
    let next_step = match stance {
        Stance::Refused | Stance::Undertaken => NextStep::Nothing,
        Stance::UnderConsultation | Stance::Silent => {
            pact.next_step(&question.member, &clauses, &scope, at)
        }
    };
    let deciding = clauses.iter().filter_map(|id| pact.clause(id));
    let conditions = deciding
        .filter(|clause| clause.stance == stance && !clause.conditions.is_empty())
        .map(|clause| (clause.id.clone(), clause.conditions.clone()))
        .collect();
    let mut answer = Commitment {
        stance,
        clauses,
        partial,
        conditions,
        next_step,
        wording: Text::default(),
    };
    answer.wording = wording::commitment(pact, question, &answer);
    Ok(answer)
}

fn resolve(pact: &Pact, question: &CommitmentQuestion) -> Result<Scope, UnknownId> {
    pact.known_member("member", &question.member)?;
    let partner = question.partner.as_ref().map(|id| {
        pact.space()
            .party(id.as_str())
            .ok_or_else(|| pact.unknown_party("partner", id.as_str()))
    });
    let to = question
        .route_to
        .as_ref()
        .map(|id| pact.known_theatre("route_to", id).cloned());
    let mode = question.mode.as_ref().map(|id| pact.known_mode("mode", id));
    Ok(Scope {
        activity: pact.known_activity("activity", &question.activity)?.clone(),
        theatre: pact.known_theatre("theatre", &question.theatre)?.clone(),
        partner: partner.transpose()?,
        to: to.transpose()?,
        mode: mode.transpose()?,
    })
}
