//! Which way a version goes beside an earlier one, by the solver: each stance in an encoding of its own, and what others
//! may use of each member's notices.
//!
//! [`diff`](crate::diff) says the same of every question that has a name, without a solver. Here questions range over
//! every set of places and kinds of activity, named or not, and both versions' clauses are compiled over one space. So
//! what is in neither direction here is in none there; the other way round a question without a name may differ.

use std::collections::{BTreeMap, BTreeSet};

use cedar_policy::{Policy, PolicySet};
use mithaq_notice::{ClauseId, MemberId};
use serde::Serialize;

use super::solver::{Asking, Relation, Solver};
use super::{ProveError, SolverProgram, defect};
use crate::Pact;
use crate::bits::BitSet;
use crate::carry::carry;
use crate::cedar::proof::{set, turned, written};
use crate::cedar::{Compiled, Fault, micros};
use crate::diff::{Direction, shut};
use crate::model::{Extent, Model, Stance};
use crate::space::{Scope, Space};

/// What the solver proves of one version's answers beside another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Directions {
    /// What members answer, stance by stance.
    pub stances: BTreeMap<Stance, Direction>,
    /// What members may do with one another's notices.
    pub uses: Direction,
}

const STANCES: [Stance; 3] = [
    Stance::Refused,
    Stance::Undertaken,
    Stance::UnderConsultation,
];

/// No question is about nothing.
const ASKED: &str = "forbid (principal, action == Action::\"covers\", resource) when { context.activity.isEmpty() || context.theatre.isEmpty() \
    || (context has partner && context.partner.isEmpty()) || (context has to && context.to.isEmpty()) \
    || (context has mode && context.mode.isEmpty()) };";

/// Proves which way a version goes.
///
/// Starts a process of the solver named and nothing else; it ends before this returns.
///
/// # Errors
/// [`ProveError`]: the solver is missing or gives up.
pub fn directions(
    old: &Pact,
    new: &Pact,
    solver: &SolverProgram,
) -> Result<Directions, ProveError> {
    Solver::available(solver)?;
    let fault = |fault: Fault| defect("directions", &fault);
    let space = common(old.model(), new.model()).map_err(fault)?;
    let mut solver = Solver::start(new.model(), &space, solver).map_err(undecided)?;
    let (old, new) = (
        Version::of(old, &space).map_err(fault)?,
        Version::of(new, &space).map_err(fault)?,
    );
    let mut compare = |asking, pairs: Vec<[PolicySet; 2]>| -> Result<Direction, ProveError> {
        let (mut gained, mut lost) = (false, false);
        for [old, new] in pairs {
            if texts(&old) == texts(&new) {
                continue;
            }
            let mut more = |one, than| {
                let within = solver.holds(asking, one, Relation::Within, than);
                within.map_err(undecided)
            };
            gained = gained || !more(&new, &old)?;
            lost = lost || !more(&old, &new)?;
        }
        Ok(Direction::of(gained, lost))
    };
    let members: BTreeSet<&MemberId> = [&old, &new]
        .iter()
        .flat_map(|version| version.pact.members().map(|member| &member.id))
        .collect();
    let mut stances = BTreeMap::new();
    for stance in STANCES {
        let pairs = members.iter().map(|member| {
            Ok([
                old.answering(member, stance)?,
                new.answering(member, stance)?,
            ])
        });
        let pairs = pairs.collect::<Result<_, _>>().map_err(fault)?;
        stances.insert(stance, compare(Asking::Covers, pairs)?);
    }
    let pairs = members
        .iter()
        .map(|member| Ok([old.permitting(member)?, new.permitting(member)?]));
    let pairs = pairs.collect::<Result<_, _>>().map_err(fault)?;
    Ok(Directions {
        stances,
        uses: compare(Asking::Release, pairs)?,
    })
}

fn undecided(reason: impl std::fmt::Display) -> ProveError {
    ProveError::Undecided {
        about: "directions".to_owned(),
        reason: reason.to_string(),
    }
}

fn texts(set: &PolicySet) -> BTreeSet<String> {
    set.policies().map(ToString::to_string).collect()
}

/// A version compiled over the space both share.
struct Version<'a> {
    pact: &'a Pact,
    compiled: Compiled,
}

impl<'a> Version<'a> {
    fn of(pact: &'a Pact, space: &Space) -> Result<Self, Fault> {
        let own = pact.space();
        let scopes: BTreeMap<ClauseId, Scope> = pact
            .scopes()
            .iter()
            .map(|(id, scope)| {
                let place = |set: &BitSet| carry(&own.atoms, &space.atoms, set);
                let partner = |set: &BitSet| space.any_party(own.party_ids(set));
                let mode = |set: &BitSet| space.any_mode(own.mode_ids(set));
                let scope = Scope {
                    activity: carry(&own.activities, &space.activities, &scope.activity),
                    theatre: place(&scope.theatre),
                    partner: scope.partner.as_ref().map(partner),
                    to: scope.to.as_ref().map(place),
                    mode: scope.mode.as_ref().map(mode),
                };
                (id.clone(), scope)
            })
            .collect();
        let compiled = Compiled::new(pact.model(), space, &scopes)?;
        Ok(Self { pact, compiled })
    }

    /// Allows the questions to a member that are answered with a stance.
    fn answering(&self, member: &MemberId, stance: Stance) -> Result<PolicySet, Fault> {
        let mut policies = vec![written("asked", ASKED)?];
        for clause in self.compiled.clauses_of(member) {
            match self.pact.stance(&clause.id).cmp(&stance) {
                std::cmp::Ordering::Less => policies.push(turned(&clause.covers)?),
                std::cmp::Ordering::Equal => policies.push(clause.covers.clone()),
                std::cmp::Ordering::Greater => {}
            }
        }
        set(&policies)
    }

    /// Allows what other members may do with a member's notices, were their handling to allow everything.
    fn permitting(&self, originator: &MemberId) -> Result<PolicySet, Fault> {
        let members: Vec<&MemberId> = self.pact.members().map(|member| &member.id).collect();
        let callers: Vec<String> = members
            .iter()
            .map(|member| format!("Party::\"{member}\""))
            .collect();
        let mut asked = format!(
            "resource has originator && resource.originator == Party::\"{originator}\" && principal != resource.originator \
             && [{}].contains(principal) && !(context.activity.isEmpty()) && !(context.theatre.isEmpty())",
            callers.join(", ")
        );
        if !members.contains(&originator) {
            asked = "false".to_owned();
        }
        let mut policies: Vec<Policy> = vec![written(
            "asked",
            &format!(
                "forbid (principal, action == Action::\"release\", resource) unless {{ {asked} }};"
            ),
        )?];
        for caller in members {
            for (n, span) in shut(self.pact, caller).into_iter().enumerate() {
                let until = span.until.map_or_else(String::new, |until| {
                    format!(" && context.at < {}", micros(until))
                });
                let from = micros(span.start());
                let text = format!(
                    "forbid (principal == Party::\"{caller}\", action == Action::\"release\", resource) when {{ context.at >= {from}{until} }};"
                );
                policies.push(written(&format!("shut:{caller}:{n}"), &text)?);
            }
            let clauses = self.compiled.clauses_of(caller).iter();
            policies.extend(clauses.filter_map(|clause| {
                let policy = if caller == originator {
                    &clause.release
                } else {
                    &clause.own
                };
                policy.clone()
            }));
        }
        set(&policies)
    }
}

/// A space in which both versions' places, kinds of activity and members are told apart. Where both declare one name, it
/// lies where the later version has it.
fn common(earlier: &Model, later: &Model) -> Result<Space, Fault> {
    let mut both = later.clone();
    for (id, theatre) in &earlier.theatres {
        if matches!(theatre.extent, Extent::Within(_)) && !both.theatres.contains_key(id) {
            both.theatres.insert(id.clone(), theatre.clone());
        }
    }
    // What groupings hold was resolved by each version for itself.
    both.theatres
        .retain(|_, theatre| matches!(theatre.extent, Extent::Within(_)));
    for (id, activity) in &earlier.activities {
        let known = both.activities.contains_key(id);
        if !known {
            both.activities.insert(id.clone(), activity.clone());
        }
    }
    for (id, member) in &earlier.members {
        let known = both.members.contains_key(id);
        if !known {
            both.members.insert(id.clone(), member.clone());
        }
    }
    for (id, mode) in &earlier.modes {
        if !both.modes.contains_key(id) {
            both.modes.insert(id.clone(), mode.clone());
        }
    }
    let (space, flaws) = Space::new(&both);
    if flaws.is_empty() {
        Ok(space)
    } else {
        let reason = "the two versions' places or activities lie in one another";
        Err(Fault(reason.to_owned()))
    }
}
