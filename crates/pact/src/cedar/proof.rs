//! The compiled policies as a proof takes them: the very policies that decide, whole or with their effect turned.

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
    let text = policy.to_string().replacen("\npermit (", "\nforbid (", 1);
    Policy::parse(Some(policy.id().clone()), text).map_err(Fault::of)
}

/// A policy of a proof's own.
pub(crate) fn written(id: &str, text: &str) -> Result<Policy, Fault> {
    Policy::parse(Some(cedar_policy::PolicyId::new(id)), text).map_err(Fault::of)
}
