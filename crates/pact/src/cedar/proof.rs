//! The compiled policies as a proof takes them: the very policies that decide, whole or with their effect turned.

use cedar_policy::pst::{Effect, Policy as Tree, StaticPolicy};
use cedar_policy::{Policy, PolicySet, Schema};
use mithaq_notice::MemberId;

use super::slice::{CompiledClause, set_of};
use super::{Compiled, Fault};
use crate::model::Model;
use crate::space::Space;

impl Compiled {
    /// The schema the policies are valid against.
    pub(crate) fn proof_schema(model: &Model, space: &Space) -> Result<Schema, Fault> {
        Self::schema(model, space)
    }

    /// The rules every pact has.
    pub(crate) const fn rules(&self) -> &PolicySet {
        &self.rules
    }

    /// The compiled clauses of one member.
    pub(crate) fn clauses_of(&self, member: &MemberId) -> &[CompiledClause] {
        self.clauses
            .get(member)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The same with each policy's text, by its id, as this function leaves it: compilers that err.
    #[cfg(test)]
    pub(crate) fn miswritten(
        mut self,
        as_left: impl Fn(&str, String) -> String,
    ) -> Result<Self, Fault> {
        let left = |policy: &Policy| {
            let (id, text) = (policy.id(), policy.to_string());
            let left = as_left(id.as_ref(), text.clone());
            if left == text {
                return Ok(policy.clone());
            }
            Policy::parse(Some(id.clone()), left).map_err(Fault::of)
        };
        for clause in self.clauses.values_mut().flatten() {
            clause.covers = left(&clause.covers)?;
            clause.release = clause.release.as_ref().map(left).transpose()?;
            clause.own = clause.own.as_ref().map(left).transpose()?;
        }
        let rules: Vec<Policy> = self.rules.policies().map(left).collect::<Result<_, _>>()?;
        self.rules = set(&rules)?;
        Ok(self)
    }

    /// Every policy there is: of clauses, and of the rules.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Policy> {
        let clauses = self.clauses.values().flatten();
        clauses
            .flat_map(CompiledClause::policies)
            .chain(self.rules.policies())
    }
}

/// A set of policies.
pub(crate) fn set<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Result<PolicySet, Fault> {
    set_of(&PolicySet::new(), policies)
}

/// The same policy as a `forbid`: what it matched as a permit it now denies. So stances that override one another become
/// permits that forbids override.
pub(crate) fn turned(policy: &Policy) -> Result<Policy, Fault> {
    with_effect(policy, Effect::Forbid)
}

/// The same policy, permitting or forbidding what it matches.
pub(crate) fn with_effect(policy: &Policy, effect: Effect) -> Result<Policy, Fault> {
    let mut template = policy.to_pst().map_err(Fault::of)?.body().clone();
    template.effect = effect;
    let policy = StaticPolicy::try_from(template).map_err(Fault::of)?;
    Policy::from_pst(Tree::Static(policy)).map_err(Fault::of)
}

/// A policy of a proof's own.
pub(crate) fn written(id: &str, text: &str) -> Result<Policy, Fault> {
    Policy::parse(Some(cedar_policy::PolicyId::new(id)), text).map_err(Fault::of)
}
