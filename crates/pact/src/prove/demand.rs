//! What must hold of a pact: what it demands of itself, and what its last signed version demanded.

use std::collections::BTreeSet;

use cedar_policy::{Policy, PolicySet};
use mithaq_notice::{ClauseId, MemberId, Text};

use super::alive;
use super::example::Reading;
use super::question::{Requests, Test, activities};
use super::solver::{Asking, Relation, Solver, Unanswered};
use super::{Demanded, Outcome, ProofKind, ProveError, defect, faithful, wording};
use crate::Pact;
use crate::bits::BitSet;
use crate::carry::carry;
use crate::cedar::proof::{set, turned, written};
use crate::cedar::slice::CompiledClause;
use crate::cedar::{Fault, micros};
use crate::model::Stance;
use crate::space::Scope;

/// One thing to prove.
pub(super) struct Demand {
    pub(super) kind: ProofKind,
    pub(super) about: String,
    pub(super) demanded: Demanded,
    pub(super) task: Task,
}

/// How it is proved.
pub(super) enum Task {
    /// No request is both allowed and among these.
    Never {
        asking: Asking,
        /// Sets that allow at least what the pact does, the last exactly that. Where a wider one already allows none of
        /// the requests, the rest need not be asked; what a wider one leaves open, the last decides.
        allowed: Vec<PolicySet>,
        requests: Box<PolicySet>,
        reading: Box<Reading>,
    },
    /// Each of these is allowed exactly so.
    Exactly(Vec<Match>),
    /// No policy errors.
    NoError(Vec<(Asking, Policy)>),
    /// A clause decides something.
    Alive(ClauseId),
}

/// Two sets that must allow the same requests.
pub(super) struct Match {
    pub(super) asking: Asking,
    pub(super) allowed: PolicySet,
    pub(super) wanted: PolicySet,
    /// What to say where they do not.
    pub(super) otherwise: Text,
}

/// Permits whatever the rules do not forbid: more than any clauses could.
const ANYTHING: &str = "permit (principal, action == Action::\"release\", resource);";

/// Answers everything; forbids take the refusals out.
const OTHERWISE: &str = "permit (principal, action == Action::\"covers\", resource);";

pub(super) fn all(pact: &Pact, against: Option<&Pact>) -> Result<Vec<Demand>, Fault> {
    let mut demands = Vec::new();
    let mut known = BTreeSet::new();
    of_version(pact, pact, Demanded::Here, &mut known, &mut demands)?;
    if let Some(before) = against {
        of_version(pact, before, Demanded::Before, &mut known, &mut demands)?;
    }
    handling(pact, &mut demands)?;
    mediation(pact, &mut demands)?;
    oversight(pact, &mut demands)?;
    no_error(pact, &mut demands);
    for clause in pact.clauses() {
        demands.push(Demand {
            kind: ProofKind::Alive,
            about: format!("clauses.{}", clause.id),
            demanded: Demanded::Here,
            task: Task::Alive(clause.id.clone()),
        });
    }
    Ok(demands)
}

/// The obligations and refusals of a version, proved of `pact`.
fn of_version(
    pact: &Pact,
    version: &Pact,
    demanded: Demanded,
    known: &mut BTreeSet<(ProofKind, Requests)>,
    demands: &mut Vec<Demand>,
) -> Result<(), Fault> {
    let mut demand = |kind, about: String, requests: Requests| -> Result<(), Fault> {
        // Whoever left the pact has no notices in it; and what this version demands itself is proved already.
        if !pact.is_member(&requests.member) || !known.insert((kind, requests.clone())) {
            return Ok(());
        }
        let task = task(pact, kind, requests)?;
        demands.push(Demand {
            kind,
            about,
            demanded,
            task,
        });
        Ok(())
    };
    let place = |set: &BitSet| carry(&version.space().atoms, &pact.space().atoms, set);
    let kinds = |set: &BitSet| carry(&version.space().activities, &pact.space().activities, set);
    for obligation in version.obligations() {
        let never = &obligation.never;
        let requests = Requests {
            member: never.use_of.clone(),
            activity: kinds(&version.space().any_activity(&never.activity)),
            theatre: place(&version.space().area(&never.theatre)),
            partner: None,
            to: None,
            mode: None,
            from: None,
            until: None,
        };
        demand(
            ProofKind::Obligation,
            format!("obligations.{}", obligation.id),
            requests,
        )?;
    }
    for clause in version.clauses().filter(|c| c.stance == Stance::Refused) {
        let Some(scope) = version.scopes().get(&clause.id) else {
            continue;
        };
        let parties = |set: &BitSet| pact.space().any_party(version.space().party_ids(set));
        let modes = |set: &BitSet| pact.space().any_mode(version.space().mode_ids(set));
        let requests = Requests {
            member: clause.member.clone(),
            activity: kinds(&scope.activity),
            theatre: place(&scope.theatre),
            partner: scope.partner.as_ref().map(parties),
            to: scope.to.as_ref().map(place),
            mode: scope.mode.as_ref().map(modes),
            from: Some(micros(clause.from.start())),
            until: clause.ends().map(micros),
        };
        let about = format!("clauses.{}", clause.id);
        demand(ProofKind::RefusalOfUse, about.clone(), requests.clone())?;
        // A release question names no route and no mode, so a refusal limited to one binds its own member's use of others'
        // notices in no case.
        if requests.to.is_none() && requests.mode.is_none() {
            demand(ProofKind::RefusalByMember, about.clone(), requests.clone())?;
        }
        demand(ProofKind::RefusalAnswered, about, requests)?;
    }
    Ok(())
}

fn task(pact: &Pact, kind: ProofKind, requests: Requests) -> Result<Task, Fault> {
    let all = Policies {
        pact,
        requests: &requests,
    };
    let member = &requests.member;
    let anything = written("anything", ANYTHING)?;
    let rules = || pact.policies().rules().policies();
    // Most refusals hold by the clause that states them, whatever else there is: that is asked first, and quickly.
    let (asking, allowed, text) = match kind {
        ProofKind::RefusalByMember => {
            let widest = all
                .refusals(member, Requests::lie_in)
                .filter_map(|c| c.own.as_ref());
            let whatever = set(widest.chain([&anything]))?;
            let own = all.of(member).filter_map(|c| c.own.as_ref());
            let others = pact.members().filter(|m| m.id != *member);
            let theirs = others
                .flat_map(|m| all.of(&m.id))
                .filter_map(|c| c.release.as_ref());
            let exactly = set(rules().chain(own).chain(theirs))?;
            (
                Asking::Release,
                vec![whatever, exactly],
                requests.uses_by(pact),
            )
        }
        ProofKind::RefusalAnswered => {
            // Whatever no refusal covers is answered otherwise: undertaken, under consultation or silent.
            let otherwise = written("otherwise", OTHERWISE)?;
            let but = |how: fn(&Requests, &Scope) -> bool| -> Result<PolicySet, Fault> {
                let refusals = all.refusals(member, how).map(|c| turned(&c.covers));
                let refusals = refusals.collect::<Result<Vec<_>, _>>()?;
                set(refusals.iter().chain([&otherwise]))
            };
            let allowed = vec![but(Requests::lie_in)?, but(Requests::touch)?];
            (Asking::Covers, allowed, requests.asked_of(pact))
        }
        _ => {
            let widest = all
                .refusals(member, Requests::lie_in)
                .filter_map(|c| c.release.as_ref());
            let whatever = set(widest.chain([&anything]))?;
            // Nobody else's clauses speak of this member's notices.
            let theirs = all.of(member).filter_map(|c| c.release.as_ref());
            let exactly = set(rules().chain(theirs))?;
            (
                Asking::Release,
                vec![whatever, exactly],
                requests.uses_of(pact, Test::Touches),
            )
        }
    };
    Ok(Task::Never {
        asking,
        allowed,
        requests: Box::new(set([&written("requests", &text)?])?),
        reading: Box::new(Reading {
            kind,
            requests: Some(requests),
        }),
    })
}

/// The compiled clauses that can bear on some requests.
struct Policies<'a> {
    pact: &'a Pact,
    requests: &'a Requests,
}

impl<'a> Policies<'a> {
    /// A member's clauses that touch them.
    fn of(&self, member: &MemberId) -> impl Iterator<Item = &'a CompiledClause> {
        self.that(member, Requests::touch, |_| true)
    }

    /// A member's refusals that lie so to them.
    fn refusals(
        &self,
        member: &MemberId,
        how: fn(&Requests, &Scope) -> bool,
    ) -> impl Iterator<Item = &'a CompiledClause> {
        self.that(member, how, |stance| stance == Stance::Refused)
    }

    fn that(
        &self,
        member: &MemberId,
        how: fn(&Requests, &Scope) -> bool,
        stance: fn(Stance) -> bool,
    ) -> impl Iterator<Item = &'a CompiledClause> {
        let (pact, requests) = (self.pact, self.requests);
        pact.policies()
            .clauses_of(member)
            .iter()
            .filter(move |compiled| {
                let scope = pact.scopes().get(&compiled.id);
                stance(pact.stance(&compiled.id)) && scope.is_some_and(|scope| how(requests, scope))
            })
    }
}

impl Requests {
    /// Whether a clause of this scope can bear on them; one that shares no activity or no place with them cannot.
    fn touch(&self, scope: &Scope) -> bool {
        scope.activity.intersects(&self.activity) && scope.theatre.intersects(&self.theatre)
    }

    /// Whether they lie in a clause's activities and places.
    fn lie_in(&self, scope: &Scope) -> bool {
        self.activity.is_subset(&scope.activity) && self.theatre.is_subset(&scope.theatre)
    }
}

/// Each field of handling, and a request that goes beyond it.
const BEYOND: &[(&str, &str)] = &[
    (
        "release_to",
        "resource has releaseTo && !(resource.releaseTo.contains(principal)) && !(resource has originator && resource.originator == principal)",
    ),
    (
        "services",
        "resource has services && !(resource.services.contains(context.service))",
    ),
    ("uses", "!(resource.uses.contains(context.use))"),
    (
        "onward",
        "context.use == Use::\"forward\" && !resource.onward",
    ),
    (
        "activities",
        "resource has activities && !(resource.activities.containsAll(context.activity))",
    ),
    (
        "theatres",
        "resource has theatres && !(resource.theatres.containsAll(context.theatre))",
    ),
    (
        "until",
        "resource has until && resource.until <= context.at",
    ),
];

fn handling(pact: &Pact, demands: &mut Vec<Demand>) -> Result<(), Fault> {
    for (field, beyond) in BEYOND {
        demands.push(whatever_is_permitted(
            pact,
            ProofKind::Handling,
            format!("handling.{field}"),
            beyond,
        )?);
    }
    Ok(())
}

/// What is given for mediation is for mediation alone; where the pact has neither word, there is nothing to prove.
fn mediation(pact: &Pact, demands: &mut Vec<Demand>) -> Result<(), Fault> {
    let Some(mediation) = pact.space().activity("mediation") else {
        return Ok(());
    };
    let mut operations = pact.space().activities.none();
    for id in ["military-operation", "security-operation"] {
        operations.add_all(
            &pact
                .space()
                .activity(id)
                .cloned()
                .unwrap_or_else(|| pact.space().activities.none()),
        );
    }
    if operations.is_empty() {
        return Ok(());
    }
    let given = format!(
        "resource has activities && {} && {}",
        activities(pact, mediation, Test::Holds, "resource.activities"),
        activities(pact, &operations, Test::Touches, "context.activity")
    );
    demands.push(whatever_is_permitted(
        pact,
        ProofKind::Mediation,
        "activities.mediation".to_owned(),
        &given,
    )?);
    Ok(())
}

/// That no request like this is permitted, whatever clauses permit: for the rules every pact has.
fn whatever_is_permitted(
    pact: &Pact,
    kind: ProofKind,
    about: String,
    request: &str,
) -> Result<Demand, Fault> {
    let anything = written("anything", ANYTHING)?;
    let text = format!(
        "permit (principal, action == Action::\"release\", resource) when {{ {request} }};"
    );
    Ok(Demand {
        kind,
        about,
        demanded: Demanded::Here,
        task: Task::Never {
            asking: Asking::Release,
            allowed: vec![set(pact.policies().rules().policies().chain([&anything]))?],
            requests: Box::new(set([&written("requests", &text)?])?),
            reading: Box::new(Reading {
                kind,
                requests: None,
            }),
        },
    })
}

fn oversight(pact: &Pact, demands: &mut Vec<Demand>) -> Result<(), Fault> {
    let reads = "permit (principal, action == Action::\"oversee\", resource) when { context.use == Use::\"read\" };";
    demands.push(Demand {
        kind: ProofKind::Oversight,
        about: "rules".to_owned(),
        demanded: Demanded::Here,
        task: Task::Exactly(vec![Match {
            asking: Asking::Oversee,
            allowed: set(pact.policies().all())?,
            wanted: set([&written("reads", reads)?])?,
            otherwise: wording::oversight(),
        }]),
    });
    Ok(())
}

/// That each clause is compiled to what it says.
pub(super) fn faithful(pact: &Pact) -> Result<Vec<Demand>, Fault> {
    let mut demands = Vec::new();
    for clause in pact.clauses() {
        let policies = pact.policies().clauses_of(&clause.member);
        let compiled = policies.iter().find(|compiled| compiled.id == clause.id);
        let (Some(compiled), Some(scope)) = (compiled, pact.scopes().get(&clause.id)) else {
            return Err(Fault(format!("clause {} has no policies", clause.id)));
        };
        demands.push(Demand {
            kind: ProofKind::Faithful,
            about: format!("clauses.{}", clause.id),
            demanded: Demanded::Here,
            task: Task::Exactly(faithful::matches(pact, compiled, clause, scope)?),
        });
    }
    Ok(demands)
}

fn no_error(pact: &Pact, demands: &mut Vec<Demand>) {
    let mut demand = |about: String, policies: Vec<(Asking, Policy)>| {
        demands.push(Demand {
            kind: ProofKind::NoError,
            about,
            demanded: Demanded::Here,
            task: Task::NoError(policies),
        });
    };
    for member in pact.members() {
        for clause in pact.policies().clauses_of(&member.id) {
            let released = clause
                .release
                .iter()
                .chain(&clause.own)
                .map(|p| (Asking::Release, p.clone()));
            let asked = std::iter::once((Asking::Covers, clause.covers.clone()));
            demand(
                format!("clauses.{}", clause.id),
                asked.chain(released).collect(),
            );
        }
    }
    let rules = pact.policies().rules().policies();
    let each = rules.flat_map(|p| [(Asking::Release, p.clone()), (Asking::Oversee, p.clone())]);
    demand("rules".to_owned(), each.collect());
}

impl Task {
    pub(super) fn settle(
        &self,
        pact: &Pact,
        solver: &mut Solver,
        about: &str,
    ) -> Result<Outcome, ProveError> {
        let undecided = |error: Unanswered| ProveError::Undecided {
            about: about.to_owned(),
            reason: error.to_string(),
        };
        match self {
            Self::Never {
                asking,
                allowed,
                requests,
                reading,
            } => {
                let mut found = Ok(None);
                for allowed in allowed {
                    found = solver.both_allow(*asking, allowed, requests);
                    if matches!(found, Ok(None)) {
                        break;
                    }
                }
                let found = found.map_err(undecided)?;
                match found {
                    None => Ok(Outcome::Holds),
                    Some(request) => reading
                        .failure(pact, &request)
                        .map_err(|fault| defect(about, &fault)),
                }
            }
            Self::Exactly(matches) => {
                for one in matches {
                    let same = solver.holds(one.asking, &one.allowed, Relation::Same, &one.wanted);
                    if !same.map_err(undecided)? {
                        return Ok(failed(one.otherwise.clone()));
                    }
                }
                Ok(Outcome::Holds)
            }
            Self::NoError(policies) => {
                for (asking, policy) in policies {
                    if !solver.never_errors(*asking, policy).map_err(undecided)? {
                        return Ok(failed(wording::errs(policy.id().as_ref())));
                    }
                }
                Ok(Outcome::Holds)
            }
            Self::Alive(id) => alive::settle(pact, id).map_err(|fault| defect(about, &fault)),
        }
    }
}

fn failed(wording: Text) -> Outcome {
    Outcome::Fails {
        clauses: Vec::new(),
        wording,
    }
}
