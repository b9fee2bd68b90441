//! A pact as Cedar policies, and Cedar's answers.
//!
//! `schema` enumerates what exists, `policies` writes the clauses; this file keeps the compiled policies, sliced by
//! whose they are, and asks. What an answer means for a person is `decide`'s.

mod policies;
mod schema;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy,
    PolicyId, PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId, Use};

use crate::bits::BitSet;
use crate::model::Model;
use crate::space::{Scope, Space};
use policies::{RULES, Written, of_clause};

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
    members: BTreeMap<MemberId, MemberPolicies>,
    /// What a caller of one member may do with another's notices; put together when first asked for.
    pairs: Mutex<HashMap<(MemberId, MemberId), Arc<PolicySet>>>,
    rules_only: PolicySet,
    none: PolicySet,
    uids: Uids,
    authorizer: Authorizer,
    text: String,
}

#[derive(Debug, Default)]
struct MemberPolicies {
    covers: PolicySet,
    overlaps: PolicySet,
    release: Vec<Policy>,
    own: Vec<Policy>,
}

/// The entities of the enumerated types, ready to be put into requests.
#[derive(Debug)]
struct Uids {
    party: EntityTypeName,
    areas: Vec<RestrictedExpression>,
    activities: Vec<RestrictedExpression>,
    parties: Vec<RestrictedExpression>,
    uses: BTreeMap<Use, RestrictedExpression>,
    pact: EntityUid,
    profile: EntityUid,
    actions: [EntityUid; 4],
}

/// What is asked of policies.
#[derive(Debug, Clone, Copy)]
enum Action {
    Covers,
    Overlaps,
    Release,
    Oversee,
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
        let mut members: BTreeMap<MemberId, MemberPolicies> = model
            .members
            .keys()
            .map(|id| (id.clone(), MemberPolicies::default()))
            .collect();
        let mut text = String::new();
        let mut parse = |written: Written| {
            text.push_str(&format!("// {}\n{}\n", written.id, written.text));
            Policy::parse(Some(PolicyId::new(&written.id)), &written.text).map_err(Fault::of)
        };
        for (id, clause) in &model.clauses {
            let (Some(scope), Some(member)) = (scopes.get(id), members.get_mut(&clause.member))
            else {
                continue;
            };
            let written = of_clause(clause, scope, space);
            member
                .covers
                .add(parse(written.covers)?)
                .map_err(Fault::of)?;
            member
                .overlaps
                .add(parse(written.overlaps)?)
                .map_err(Fault::of)?;
            member
                .release
                .extend(written.release.map(&mut parse).transpose()?);
            member.own.extend(written.own.map(&mut parse).transpose()?);
        }
        let rules = RULES
            .iter()
            .map(|(id, text)| {
                parse(Written {
                    id: (*id).to_owned(),
                    text: format!("{text}\n"),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut rules_only = PolicySet::new();
        for rule in &rules {
            rules_only.add(rule.clone()).map_err(Fault::of)?;
        }
        Ok(Self {
            members,
            pairs: Mutex::default(),
            rules_only,
            none: PolicySet::new(),
            uids: Uids::new(model, space)?,
            authorizer: Authorizer::new(),
            text,
        })
    }

    /// All policies, as Cedar writes them.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The clauses that cover a commitment question, and those that only overlap it, in no order.
    pub(crate) fn commitment(
        &self,
        member: &MemberId,
        scope: &Scope,
        at: Timestamp,
    ) -> Result<(Vec<ClauseId>, Vec<ClauseId>), Fault> {
        let (covers, overlaps) = self
            .members
            .get(member)
            .map_or((&self.none, &self.none), |m| (&m.covers, &m.overlaps));
        let ask = |action, set| {
            let context = self.uids.commitment_context(scope, at)?;
            let resource = self.uids.pact.clone();
            let request = self.uids.request(member, action, resource, context)?;
            let (_, policies) = self.ask(&request, set, &Entities::empty())?;
            Ok(policies
                .iter()
                .filter_map(|id| clause_of(id))
                .map(|(id, _)| id)
                .collect())
        };
        let covering: Vec<ClauseId> = ask(Action::Covers, covers)?;
        let mut partial: Vec<ClauseId> = ask(Action::Overlaps, overlaps)?;
        partial.retain(|id| !covering.contains(id));
        Ok((covering, partial))
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
                Some(self.pair(originator, asked.caller)?)
            }
            _ => None,
        };
        let set = set.as_deref().unwrap_or(&self.rules_only);
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

    fn pair(&self, originator: &MemberId, caller: &MemberId) -> Result<Arc<PolicySet>, Fault> {
        let key = (originator.clone(), caller.clone());
        let mut pairs = self.pairs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = pairs.get(&key) {
            return Ok(Arc::clone(set));
        }
        let mut set = self.rules_only.clone();
        let theirs = self.members.get(originator).map(|m| m.release.as_slice());
        let own = self.members.get(caller).map(|m| m.own.as_slice());
        for policy in theirs.into_iter().chain(own).flatten() {
            set.add(policy.clone()).map_err(Fault::of)?;
        }
        let set = Arc::new(set);
        pairs.insert(key, Arc::clone(&set));
        Ok(set)
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

    /// Every complaint of Cedar's strict validator. None, whatever the pact; tests hold this to it.
    pub(crate) fn validate(&self, model: &Model, space: &Space) -> Result<Vec<String>, Fault> {
        let (schema, _) = Schema::from_cedarschema_str(&schema::text(&model.pact.id, space))
            .map_err(Fault::of)?;
        let mut all = self.rules_only.clone();
        let policies = self.members.values().flat_map(|m| {
            let sets = m.covers.policies().chain(m.overlaps.policies());
            sets.chain(&m.release).chain(&m.own)
        });
        for policy in policies {
            all.add(policy.clone()).map_err(Fault::of)?;
        }
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

impl Uids {
    fn new(model: &Model, space: &Space) -> Result<Self, Fault> {
        let kind = |name: &str| EntityTypeName::from_str(name).map_err(Fault::of);
        let uid = |kind: &EntityTypeName, id: &str| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
        };
        let list = |name: &str, ids: &mut dyn Iterator<Item = &str>| -> Result<_, Fault> {
            let kind = kind(name)?;
            Ok(ids
                .map(|id| RestrictedExpression::new_entity_uid(uid(&kind, id)))
                .collect::<Vec<_>>())
        };
        let action = kind("Action")?;
        let usage = kind("Use")?;
        Ok(Self {
            party: kind("Party")?,
            areas: list("Area", &mut space.atoms.ids())?,
            activities: list("Activity", &mut space.activities.ids())?,
            parties: list("Party", &mut space.parties())?,
            uses: Use::ALL
                .into_iter()
                .map(|u| {
                    (
                        u,
                        RestrictedExpression::new_entity_uid(uid(&usage, u.as_str())),
                    )
                })
                .collect(),
            pact: uid(&kind("Pact")?, model.pact.id.as_str()),
            profile: uid(&kind("Profile")?, "asked"),
            actions: ["covers", "overlaps", "release", "oversee"].map(|a| uid(&action, a)),
        })
    }

    fn request(
        &self,
        principal: &MemberId,
        action: Action,
        resource: EntityUid,
        context: Context,
    ) -> Result<Request, Fault> {
        let principal = self.member(principal);
        let [covers, overlaps, release, oversee] = &self.actions;
        let action = match action {
            Action::Covers => covers,
            Action::Overlaps => overlaps,
            Action::Release => release,
            Action::Oversee => oversee,
        };
        Request::new(principal, action.clone(), resource, context, None).map_err(Fault::of)
    }

    fn member(&self, id: &MemberId) -> EntityUid {
        EntityUid::from_type_name_and_id(self.party.clone(), EntityId::new(id.as_str()))
    }

    fn commitment_context(&self, scope: &Scope, at: Timestamp) -> Result<Context, Fault> {
        let partner = scope
            .partner
            .as_ref()
            .map(|set| ("partner", chosen(&self.parties, set)));
        let to = scope
            .to
            .as_ref()
            .map(|set| ("to", chosen(&self.areas, set)));
        let pairs = [
            ("activity", chosen(&self.activities, &scope.activity)),
            ("theatre", chosen(&self.areas, &scope.theatre)),
            ("at", RestrictedExpression::new_long(micros(at))),
        ];
        let all = pairs.into_iter().chain(partner).chain(to);
        Context::from_pairs(all.map(|(k, v)| (k.to_owned(), v))).map_err(Fault::of)
    }

    fn release_context(&self, asked: &Asked<'_>) -> Result<Context, Fault> {
        let pairs = [
            ("activity", chosen(&self.activities, &asked.scope.activity)),
            ("theatre", chosen(&self.areas, &asked.scope.theatre)),
            (
                "service",
                RestrictedExpression::new_string(asked.service.to_owned()),
            ),
            ("at", RestrictedExpression::new_long(micros(asked.at))),
        ];
        let wanted = self.uses.get(&asked.wanted).map(|u| ("use", u.clone()));
        let all = pairs.into_iter().chain(wanted);
        Context::from_pairs(all.map(|(k, v)| (k.to_owned(), v))).map_err(Fault::of)
    }

    fn profile_entities(&self, profile: &Profile) -> Result<Entities, Fault> {
        let uses = profile
            .uses
            .iter()
            .filter_map(|u| self.uses.get(u).cloned());
        let mut attributes = HashMap::from([
            ("uses".to_owned(), RestrictedExpression::new_set(uses)),
            (
                "onward".to_owned(),
                RestrictedExpression::new_bool(profile.onward),
            ),
        ]);
        let mut set = |key: &str, value: Option<RestrictedExpression>| {
            attributes.extend(value.map(|value| (key.to_owned(), value)));
        };
        let uid = |m: &MemberId| RestrictedExpression::new_entity_uid(self.member(m));
        set("originator", profile.originator.as_ref().map(uid));
        set(
            "releaseTo",
            profile
                .release_to
                .as_ref()
                .map(|s| chosen(&self.parties, s)),
        );
        set(
            "activities",
            profile
                .activities
                .as_ref()
                .map(|s| chosen(&self.activities, s)),
        );
        set(
            "theatres",
            profile.theatres.as_ref().map(|s| chosen(&self.areas, s)),
        );
        set(
            "until",
            profile
                .until
                .map(|at| RestrictedExpression::new_long(micros(at))),
        );
        set(
            "services",
            profile.services.as_ref().map(|list| {
                RestrictedExpression::new_set(
                    list.iter().cloned().map(RestrictedExpression::new_string),
                )
            }),
        );
        let entity =
            Entity::new(self.profile.clone(), attributes, HashSet::new()).map_err(Fault::of)?;
        Entities::from_entities([entity], None).map_err(Fault::of)
    }
}

fn chosen(all: &[RestrictedExpression], set: &BitSet) -> RestrictedExpression {
    RestrictedExpression::new_set(set.iter().filter_map(|n| all.get(n).cloned()))
}
