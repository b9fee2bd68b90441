//! A pact as Cedar policies, and Cedar's answers.
//!
//! `schema` enumerates what exists, `policies` writes the clauses, `slice` picks those that can bear on a question,
//! `alike` leaves out places it need not name, `request` puts it; this file keeps the compiled policies, by whose they are, and asks. What an answer means for a
//! person is `decide`'s.

mod alike;
mod policies;
#[cfg(feature = "prove")]
pub(crate) mod proof;
mod request;
mod schema;
pub(crate) mod slice;

use std::collections::BTreeMap;
use std::fmt::Write;

use cedar_policy::{
    Authorizer, Decision, Entities, PolicySet, Request, Schema, ValidationMode, Validator,
};
use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId, StatementId, Use};

use crate::bits::BitSet;
use crate::model::Model;
use crate::space::{Scope, Space};
use alike::Alike;
use policies::Terms;
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
    alike: Alike,
    rules: PolicySet,
    none: PolicySet,
    uids: Uids,
    authorizer: Authorizer,
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
    /// The policies of a model.
    pub(crate) fn new(
        model: &Model,
        space: &Space,
        scopes: &BTreeMap<ClauseId, Scope>,
    ) -> Result<Self, Fault> {
        let terms = Terms::new(space)?;
        let mut clauses: BTreeMap<MemberId, Vec<CompiledClause>> = BTreeMap::new();
        for (id, clause) in &model.clauses {
            if let Some(scope) = scopes.get(id) {
                let compiled = CompiledClause::new(clause, scope, &terms)?;
                clauses
                    .entry(clause.member.clone())
                    .or_default()
                    .push(compiled);
            }
        }
        let areas = scopes.values().map(|scope| &scope.theatre);
        Ok(Self {
            clauses,
            alike: Alike::new(space.atoms.len(), areas),
            rules: policies::rules()?,
            none: PolicySet::new(),
            uids: Uids::new(model, space)?,
            authorizer: Authorizer::new(),
        })
    }

    /// All policies, as Cedar writes them, those of clauses with what they rest on.
    pub(crate) fn text(&self, model: &Model) -> String {
        let mut text = String::new();
        for compiled in self.clauses.values().flatten() {
            let clause = model.clauses.get(&compiled.id);
            let basis = clause.into_iter().flat_map(|clause| &clause.statements);
            let basis: Vec<&str> = basis.map(StatementId::as_str).collect();
            let (id, stance, basis) = (&compiled.id, compiled.stance, basis.join(" "));
            let notes = format!("@clause(\"{id}\")\n@stance(\"{stance}\")\n@basis(\"{basis}\")");
            for policy in compiled.policies() {
                let _ = writeln!(text, "// {}\n{notes}\n{policy}\n", policy.id());
            }
        }
        for rule in self.rules.policies() {
            let _ = writeln!(text, "// {}\n{rule}\n", rule.id());
        }
        text
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
            let context =
                self.uids
                    .commitment_context(scope, &self.alike.told_apart(&scope.theatre), at)?;
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
        // Handling may name places that no clause tells apart.
        let theatre = match &profile.theatres {
            Some(_) => asked.scope.theatre.clone(),
            None => self.alike.told_apart(&asked.scope.theatre),
        };
        let context = self.uids.release_context(asked, &theatre)?;
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
