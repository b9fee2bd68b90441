//! That each policy of a clause matches what the clause says, and nothing else.
//!
//! Proofs and decisions put only those policies to Cedar that can match, by the scopes of their clauses: a policy that matched
//! more would be seen by neither. The requests it ought to match are written from the scope, as for every other proof.

use cedar_policy::Effect::{Forbid, Permit};
use cedar_policy::pst::Effect;
use cedar_policy::{Policy, PolicySet};

use super::demand::Match;
use super::question::{Requests, Test, members};
use super::solver::Asking;
use super::wording;
use crate::Pact;
use crate::cedar::proof::{set, with_effect, written};
use crate::cedar::slice::CompiledClause;
use crate::cedar::{Fault, micros};
use crate::model::{Clause, Stance};
use crate::space::Scope;

/// What each policy of a clause must match.
pub(super) fn matches(
    pact: &Pact,
    compiled: &CompiledClause,
    clause: &Clause,
    scope: &Scope,
) -> Result<Vec<Match>, Fault> {
    let says = Requests {
        member: clause.member.clone(),
        activity: scope.activity.clone(),
        theatre: scope.theatre.clone(),
        partner: scope.partner.clone(),
        to: scope.to.clone(),
        mode: scope.mode.clone(),
        from: Some(micros(clause.from.start())),
        until: clause.ends().map(micros),
    };
    // A refusal of use need only be touched; all else must be covered. What names a route or a mode permits no use.
    let release = match clause.stance {
        Stance::Undertaken if scope.is_open() => Some((Permit, says.uses_of(pact, Test::Holds))),
        Stance::Refused => Some((Forbid, says.uses_of(pact, Test::Touches))),
        _ => None,
    };
    let own = clause.stance == Stance::Refused && scope.is_open();
    let own = own.then(|| (Forbid, says.uses_by(pact)));
    let covers = Some((Permit, says.asked_of(pact)));
    let policies = [
        ("covers", Asking::Covers, Some(&compiled.covers), covers),
        (
            "release",
            Asking::Release,
            compiled.release.as_ref(),
            release,
        ),
        ("own", Asking::Release, compiled.own.as_ref(), own),
    ];
    let mut matches = Vec::new();
    for (kind, asking, compiled, wanted) in policies {
        if compiled.is_none() && wanted.is_none() {
            continue;
        }
        let effect = wanted.as_ref().map(|(effect, _)| *effect);
        // One that decides the other way is as good as none.
        let compiled = compiled.filter(|policy| effect.is_none_or(|e| e == policy.effect()));
        matches.push(Match {
            asking,
            allowed: match compiled {
                Some(policy) => asked(pact, asking, &with_effect(policy, Effect::Permit)?)?,
                None => PolicySet::new(),
            },
            wanted: match wanted {
                Some((_, text)) => asked(pact, asking, &written("wanted", &text)?)?,
                None => PolicySet::new(),
            },
            otherwise: wording::unfaithful(&format!("{}/{kind}", clause.id)),
        });
    }
    Ok(matches)
}

/// What a policy permits of the requests that can be put: about something, somewhere, by members to members.
fn asked(pact: &Pact, asking: Asking, policy: &Policy) -> Result<PolicySet, Fault> {
    let nothing = "context.activity.isEmpty() || context.theatre.isEmpty()";
    let text = match asking {
        Asking::Covers => {
            let mode = pact.space().modes().next().map(|_| "mode");
            let limits = ["partner", "to"].into_iter().chain(mode);
            let empty = limits.map(|key| format!("(context has {key} && context.{key}.isEmpty())"));
            let empty: Vec<String> = empty.collect();
            let empty = empty.join(" || ");
            format!(
                "forbid (principal, action == Action::\"covers\", resource) when {{ {nothing} || {empty} }};"
            )
        }
        Asking::Release | Asking::Oversee => {
            let (caller, originator) = (
                members(pact, "principal"),
                members(pact, "resource.originator"),
            );
            format!(
                "forbid (principal, action == Action::\"release\", resource) when {{ {nothing} || !({caller}) || (resource has originator && !({originator})) }};"
            )
        }
    };
    set([policy, &written("unasked", &text)?])
}
