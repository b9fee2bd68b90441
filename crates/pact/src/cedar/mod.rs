//! A pact as Cedar policies, and Cedar's answers.
//!
//! `schema` enumerates what exists, `policies` writes the clauses, `slice` picks those that can bear on a question,
//! `request` puts it; this file keeps the compiled policies, by whose they are, and asks. What an answer means for a
//! person is `decide`'s.

mod policies;
#[cfg(feature = "prove")]
pub(crate) mod proof;
mod request;
mod schema;
pub(crate) mod slice;

use std::collections::BTreeMap;

use cedar_policy::{
    Authorizer, Decision, Entities, Policy, PolicyId, PolicySet, Request, Schema, ValidationMode,
    Validator,
};
use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId, Use};

use crate::bits::BitSet;
use crate::model::Model;
use crate::space::{Scope, Space};
use policies::{RULES, Written};
use request::{Action, Uids};
use slice::{CompiledClause, set_of};

/// Moments as policies have them: whole microseconds, rounded down, so that what has ended never seems not to have.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A fault in what this crate wrote or asked. No input leads to one; a decision that meets one denies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the policies could not be evaluated: {0}")]
pub(crate) struct Fault(pub(crate) String);

impl Fault {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// The policies of one pact.
#[derive(Debug)]
pub(crate) struct Compiled {
    clauses: BTreeMap<MemberId, Vec<CompiledClause>>,
    rules: PolicySet,
    none: PolicySet,
    uids: Uids,
    authorizer: Authorizer,
    text: String,
}

/// A notice's handling, resolved over the pact's space.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// The member that originated it; an issuer is none.
    pub(crate) originator: Option<MemberId>,
    pub(crate) release_to: Option<BitSet>,
    pub(crate) services: Option<Vec<String>>,
    pub(crate) activities: Option<BitSet>,
    pub(crate) theatres: Option<BitSet>,
    pub(crate) uses: Vec<Use>,
    pub(crate) onward: bool,
    pub(crate) until: Option<Timestamp>,
}

/// A release question, resolved.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) caller: &'a MemberId,
    pub(crate) service: &'a str,
    pub(crate) oversight: bool,
    pub(crate) scope: &'a Scope,
    pub(crate) wanted: Use,
    pub(crate) at: Timestamp,
}

/// Cedar's verdict on a release question, with the policies that made it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ruling {
    pub(crate) permitted: bool,
    /// On a permit, undertakings that cover; on a denial, the originator's refusals that overlap.
    pub(crate) clauses: Vec<ClauseId>,
    /// On a denial, refusals of the caller's own member that cover.
    pub(crate) own: Vec<ClauseId>,
    /// On a denial, the fields of the handling that forbid.
    pub(crate) handling: Vec<String>,
}

impl Compiled {
    /// Writes and parses the policies of a model.
    pub(crate) fn new(
        model: &Model,
        space: &Space,
        scopes: &BTreeMap<ClauseId, Scope>,
    ) -> Result<Self, Fault> {
        Self::written(model, space, scopes, |_, text| text)
    }

    /// The same with each policy's text, by its id, as this function leaves it: tests make compilers that err.
    fn written(
        model: &Model,
        space: &Space,
        scopes: &BTreeMap<ClauseId, Scope>,
        as_left: impl Fn(&str, String) -> String,
    ) -> Result<Self, Fault> {
        let mut text = String::new();
        let mut parse = |written: Written| {
            let written = Written {
                text: as_left(&written.id, written.text),
                id: written.id,
            };
            text.push_str(&format!("// {}\n{}\n", written.id, written.text));
            Policy::parse(Some(PolicyId::new(&written.id)), &written.text).map_err(Fault::of)
        };
        let mut clauses: BTreeMap<MemberId, Vec<CompiledClause>> = BTreeMap::new();
        for (id, clause) in &model.clauses {
            if let Some(scope) = scopes.get(id) {
                let compiled = CompiledClause::new(clause, scope, space, &mut parse)?;
                clauses
                    .entry(clause.member.clone())
                    .or_default()
                    .push(compiled);
            }
        }
        let mut rules = PolicySet::new();
        for (id, text) in RULES {
            let written = Written {
                id: (*id).to_owned(),
                text: format!("{text}\n"),
            };
            rules.add(parse(written)?).map_err(Fault::of)?;
        }
        Ok(Self {
            clauses,
            rules,
            none: PolicySet::new(),
            uids: Uids::new(model, space)?,
            authorizer: Authorizer::new(),
            text,
        })
    }

    #[cfg(all(test, feature = "prove"))]
    pub(crate) fn miswritten(
        model: &Model,
        space: &Space,
        scopes: &BTreeMap<ClauseId, Scope>,
        as_left: impl Fn(&str, String) -> String,
    ) -> Result<Self, Fault> {
        Self::written(model, space, scopes, as_left)
    }

    /// All policies, as Cedar writes them.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The clauses that cover a commitment question, as Cedar says; and those that only overlap it, which decide nothing
    /// and so need no policy. In no order.
    pub(crate) fn commitment(
        &self,
        member: &MemberId,
        scope: &Scope,
        at: Timestamp,
    ) -> Result<(Vec<ClauseId>, Vec<ClauseId>), Fault> {
        let meeting: Vec<&CompiledClause> = self
            .in_force(member, at)
            .filter(|clause| clause.meets(scope))
            .collect();
        let may_cover = meeting.iter().filter(|clause| clause.holds(scope));
        let covers = set_of(&self.none, may_cover.map(|clause| &clause.covers))?;
        let covering: Vec<ClauseId> = if covers.is_empty() {
            Vec::new()
        } else {
            let context = self.uids.commitment_context(scope, at)?;
            let resource = self.uids.pact.clone();
            let request = self
                .uids
                .request(member, Action::Covers, resource, context)?;
            let (_, policies) = self.ask(&request, &covers, &Entities::empty())?;
            let clauses = policies.iter().filter_map(|id| clause_of(id));
            clauses.map(|(id, _)| id).collect()
        };
        let partial = meeting.into_iter().map(|clause| &clause.id);
        let partial = partial
            .filter(|id| !covering.contains(id))
            .cloned()
            .collect();
        Ok((covering, partial))
    }

    /// A member's clauses then in force, in the order of their ids.
    fn in_force(&self, member: &MemberId, at: Timestamp) -> impl Iterator<Item = &CompiledClause> {
        let at = micros(at);
        let clauses = self.clauses.get(member).into_iter().flatten();
        clauses.filter(move |clause| clause.in_force(at))
    }

    /// Whether a notice of this profile may be used so.
    pub(crate) fn release(&self, asked: &Asked<'_>, profile: &Profile) -> Result<Ruling, Fault> {
        let action = if asked.oversight {
            Action::Oversee
        } else {
            Action::Release
        };
        let context = self.uids.release_context(asked)?;
        let resource = self.uids.profile.clone();
        let request = self.uids.request(asked.caller, action, resource, context)?;
        let entities = self.uids.profile_entities(profile)?;
        let set = match &profile.originator {
            Some(originator) if originator != asked.caller => {
                let theirs = self.in_force(originator, asked.at);
                let own = self.in_force(asked.caller, asked.at);
                let policies = theirs
                    .filter_map(|clause| clause.release_on(asked.scope))
                    .chain(own.filter_map(|clause| clause.own_on(asked.scope)));
                Some(set_of(&self.rules, policies)?)
            }
            _ => None,
        };
        let set = set.as_ref().unwrap_or(&self.rules);
        let (permitted, policies) = self.ask(&request, set, &entities)?;
        let mut ruling = Ruling {
            permitted,
            ..Ruling::default()
        };
        for policy in policies {
            match (clause_of(&policy), policy.strip_prefix("handling:")) {
                (_, Some(field)) => ruling.handling.push(field.to_owned()),
                (Some((clause, "own")), None) => ruling.own.push(clause),
                (Some((clause, _)), None) => ruling.clauses.push(clause),
                (None, None) => {}
            }
        }
        Ok(ruling)
    }

    fn ask(
        &self,
        request: &Request,
        set: &PolicySet,
        entities: &Entities,
    ) -> Result<(bool, Vec<String>), Fault> {
        let response = self.authorizer.is_authorized(request, set, entities);
        // Cedar skips a policy that errors; a skipped `forbid` would permit.
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(Fault::of(error));
        }
        let policies = response
            .diagnostics()
            .reason()
            .map(ToString::to_string)
            .collect();
        Ok((response.decision() == Decision::Allow, policies))
    }

    /// The schema the policies are valid against.
    fn schema(model: &Model, space: &Space) -> Result<Schema, Fault> {
        let text = schema::text(&model.pact.id, space);
        let (schema, _) = Schema::from_cedarschema_str(&text).map_err(Fault::of)?;
        Ok(schema)
    }

    /// Every complaint of Cedar's strict validator. None, whatever the pact; tests hold this to it.
    pub(crate) fn validate(&self, model: &Model, space: &Space) -> Result<Vec<String>, Fault> {
        let schema = Self::schema(model, space)?;
        let clauses = self.clauses.values().flatten();
        let all = set_of(&self.rules, clauses.flat_map(CompiledClause::policies))?;
        let result = Validator::new(schema).validate(&all, ValidationMode::Strict);
        let errors = result.validation_errors().map(ToString::to_string);
        Ok(errors
            .chain(result.validation_warnings().map(ToString::to_string))
            .collect())
    }
}

/// The clause a policy is of, and which of its policies it is.
fn clause_of(policy: &str) -> Option<(ClauseId, &str)> {
    // The rules' ids have no slash, and clause ids cannot have one.
    let (id, kind) = policy.rsplit_once('/')?;
    Some((ClauseId::new(id).ok()?, kind))
}
