//! A clause compiled, and which of its policies can match a question at all.
//!
//! Every policy of a clause asks for its time. What covers asks besides that the question's activities and places lie in
//! the clause's; what refuses others asks that they share some, and no question is about nothing. A policy that cannot
//! match is not put to Cedar. What is left it decides as it would have decided the whole.

use cedar_policy::{Policy, PolicySet};
use mithaq_notice::ClauseId;

use super::policies::{ClausePolicies, Terms};
use super::{Fault, micros};
use crate::model::{Clause, Stance};
use crate::space::Scope;

/// A clause and its policies, by what asks for them.
#[derive(Debug)]
pub(crate) struct CompiledClause {
    pub(crate) id: ClauseId,
    pub(super) stance: Stance,
    from: i64,
    until: Option<i64>,
    scope: Scope,
    pub(crate) covers: Policy,
    /// On notices its member originated, asked for by others.
    pub(crate) release: Option<Policy>,
    /// On notices others originated, asked for by its member.
    pub(crate) own: Option<Policy>,
}

impl CompiledClause {
    pub(super) fn new(clause: &Clause, scope: &Scope, terms: &Terms) -> Result<Self, Fault> {
        let ClausePolicies {
            covers,
            release,
            own,
        } = terms.clause(clause, scope)?;
        Ok(Self {
            id: clause.id.clone(),
            stance: clause.stance,
            from: micros(clause.from.start()),
            until: clause.ends().map(micros),
            scope: scope.clone(),
            covers,
            release,
            own,
        })
    }

    pub(super) fn in_force(&self, at: i64) -> bool {
        self.from <= at && self.until.is_none_or(|end| at < end)
    }

    /// Whether all of a question's activities and places are the clause's, so that the clause may cover it.
    pub(super) fn holds(&self, asked: &Scope) -> bool {
        asked.activity.is_subset(&self.scope.activity)
            && asked.theatre.is_subset(&self.scope.theatre)
    }

    /// Whether a question could lie wholly or partly within the clause.
    pub(super) fn meets(&self, asked: &Scope) -> bool {
        self.scope.meets(asked)
    }

    /// The policy on its member's notices, where it can match: an undertaking covers, a refusal need only overlap.
    pub(super) fn release_on(&self, asked: &Scope) -> Option<&Policy> {
        let may_match = match self.stance {
            Stance::Refused => self.meets(asked),
            _ => self.holds(asked),
        };
        self.release.as_ref().filter(|_| may_match)
    }

    /// The policy on others' notices, where it can match.
    pub(super) fn own_on(&self, asked: &Scope) -> Option<&Policy> {
        self.own.as_ref().filter(|_| self.holds(asked))
    }

    /// All its policies.
    pub(super) fn policies(&self) -> impl Iterator<Item = &Policy> {
        std::iter::once(&self.covers)
            .chain(&self.release)
            .chain(&self.own)
    }
}

/// A set of these policies and those.
pub(super) fn set_of<'a>(
    base: &PolicySet,
    policies: impl IntoIterator<Item = &'a Policy>,
) -> Result<PolicySet, Fault> {
    let mut set = base.clone();
    for policy in policies {
        set.add(policy.clone()).map_err(Fault::of)?;
    }
    Ok(set)
}
