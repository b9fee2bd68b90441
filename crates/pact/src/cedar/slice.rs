//! A clause compiled, and which clauses can bear on a question at all.
//!
//! Every policy of a clause asks for its time and for at least an overlap in activity and in theatre, and no question
//! is about nothing. So a clause out of force, or one that shares no activity or no place with the question, cannot
//! match, and Cedar need not be asked about it. What is left it decides as it would have decided the whole.

use cedar_policy::{Policy, PolicySet};
use jiff::Timestamp;

use super::policies::{Written, of_clause};
use super::{Fault, micros};
use crate::model::Clause;
use crate::space::{Scope, Space};

/// A clause and its policies, by what asks for them.
#[derive(Debug)]
pub(crate) struct CompiledClause {
    from: i64,
    until: Option<i64>,
    scope: Scope,
    pub(crate) covers: Policy,
    pub(crate) overlaps: Policy,
    /// On notices its member originated, asked for by others.
    pub(crate) release: Option<Policy>,
    /// On notices others originated, asked for by its member.
    pub(crate) own: Option<Policy>,
}

impl CompiledClause {
    pub(super) fn new(
        clause: &Clause,
        scope: &Scope,
        space: &Space,
        parse: &mut impl FnMut(Written) -> Result<Policy, Fault>,
    ) -> Result<Self, Fault> {
        let written = of_clause(clause, scope, space);
        Ok(Self {
            from: micros(clause.from.start()),
            until: clause.ends().map(micros),
            scope: scope.clone(),
            covers: parse(written.covers)?,
            overlaps: parse(written.overlaps)?,
            release: written.release.map(&mut *parse).transpose()?,
            own: written.own.map(&mut *parse).transpose()?,
        })
    }

    /// Whether some policy of this clause could match a question about this scope at this moment.
    pub(super) fn bears_on(&self, asked: &Scope, at: Timestamp) -> bool {
        let at = micros(at);
        self.from <= at
            && self.until.is_none_or(|end| at < end)
            && self.scope.activity.intersects(&asked.activity)
            && self.scope.theatre.intersects(&asked.theatre)
    }

    /// All its policies.
    pub(super) fn policies(&self) -> impl Iterator<Item = &Policy> {
        [&self.covers, &self.overlaps]
            .into_iter()
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
