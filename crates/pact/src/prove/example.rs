//! A request that ought not to be permitted, read from the solver's answer and put to the policies that decide.

use cedar_policy::{EntityUid, EvalResult};
use cedar_policy_symcc::Env;
use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId, Use};

use super::question::Requests;
use super::{Outcome, ProofKind, wording};
use crate::Pact;
use crate::bits::BitSet;
use crate::cedar::{Asked, Fault, Profile};
use crate::model::Stance;
use crate::space::Scope;
use crate::tree::Tree;

/// What a request found means for the proof it was found for.
pub(super) struct Reading {
    pub(super) kind: ProofKind,
    pub(super) requests: Option<Requests>,
}

/// A request as a person would put it: one kind of activity, one place.
pub(super) struct Example {
    pub(super) caller: MemberId,
    /// Whose notice, in a release question.
    pub(super) originator: Option<MemberId>,
    /// Towards whom, in a commitment question.
    pub(super) partner: Option<String>,
    pub(super) activity: String,
    pub(super) theatre: String,
    pub(super) wanted: Use,
    pub(super) at: Timestamp,
}

impl Reading {
    /// The failure this request shows. The policies that decide must agree.
    pub(super) fn failure(&self, pact: &Pact, found: &Env) -> Result<Outcome, Fault> {
        let Some(requests) = &self.requests else {
            let wording = wording::beyond();
            return Ok(Outcome::Fails {
                clauses: Vec::new(),
                wording,
            });
        };
        let request = Read { pact, found };
        let activity = request.atoms("activity", &pact.space().activities)?;
        let theatre = request.atoms("theatre", &pact.space().atoms)?;
        let at = request.moment()?;
        let caller = request.caller()?;
        if self.kind == ProofKind::RefusalAnswered {
            let scope = Scope {
                activity,
                theatre,
                partner: request.parties()?,
                to: request.optional("to", &pact.space().atoms)?,
                mode: request.modes()?,
            };
            return answered(pact, caller, &scope, at);
        }
        let originator = request.originator()?;
        let wanted = request.wanted()?;
        released(
            pact,
            requests,
            &self.kind,
            caller,
            originator,
            (activity, theatre),
            wanted,
            at,
        )
    }
}

/// A commitment question within a refusal that is not answered `refused`.
fn answered(pact: &Pact, member: MemberId, scope: &Scope, at: Timestamp) -> Result<Outcome, Fault> {
    let (covers, _) = pact.policies().commitment(&member, scope, at)?;
    if covers.iter().any(|id| pact.stance(id) == Stance::Refused) {
        return Err(Fault(
            "the solver finds a question answered otherwise that the policies refuse".to_owned(),
        ));
    }
    let example = Example {
        caller: member,
        originator: None,
        partner: scope
            .partner
            .as_ref()
            .and_then(|set| pact.space().party_ids(set).next().map(str::to_owned)),
        activity: name(&pact.space().activities, scope.activity.iter().next()),
        theatre: name(&pact.space().atoms, scope.theatre.iter().next()),
        wanted: Use::Read,
        at,
    };
    let wording = wording::answered(pact, &example, &covers);
    Ok(Outcome::Fails {
        clauses: covers,
        wording,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "a request's own fields, put together in one place only"
)]
fn released(
    pact: &Pact,
    requests: &Requests,
    kind: &ProofKind,
    caller: MemberId,
    originator: MemberId,
    (activity, theatre): (BitSet, BitSet),
    wanted: Use,
    at: Timestamp,
) -> Result<Outcome, Fault> {
    // With a handling that allows everything; whatever a stricter one lets through, this does.
    let profile = Profile {
        originator: Some(originator.clone()),
        release_to: None,
        services: None,
        activities: None,
        theatres: None,
        uses: Use::ALL.to_vec(),
        onward: true,
        until: None,
    };
    // What is allowed for several kinds of activity in several places is allowed for one kind in one of them.
    let one = |set: &BitSet, wanted: &BitSet, mut none: BitSet| {
        let first = set
            .iter()
            .find(|n| wanted.contains(*n))
            .or_else(|| set.iter().next());
        if let Some(n) = first {
            none.insert(n);
        }
        none
    };
    let scope = Scope {
        activity: one(
            &activity,
            &requests.activity,
            pact.space().activities.none(),
        ),
        theatre: one(&theatre, &requests.theatre, pact.space().atoms.none()),
        partner: None,
        to: None,
        mode: None,
    };
    let asked = Asked {
        caller: &caller,
        service: "any",
        oversight: false,
        scope: &scope,
        wanted,
        at,
    };
    let ruling = pact.policies().release(&asked, &profile)?;
    if !ruling.permitted {
        return Err(Fault(
            "the solver finds a request permitted that the policies deny".to_owned(),
        ));
    }
    let mut clauses: Vec<ClauseId> = ruling.clauses;
    clauses.sort();
    let example = Example {
        caller,
        originator: Some(originator),
        partner: None,
        activity: name(&pact.space().activities, scope.activity.iter().next()),
        theatre: name(&pact.space().atoms, scope.theatre.iter().next()),
        wanted,
        at,
    };
    let wording = wording::released(pact, *kind, &example, &clauses);
    Ok(Outcome::Fails { clauses, wording })
}

fn name(tree: &Tree, n: Option<usize>) -> String {
    n.and_then(|n| tree.ids().nth(n))
        .unwrap_or_default()
        .to_owned()
}

/// The solver's request, field by field.
struct Read<'a> {
    pact: &'a Pact,
    found: &'a Env,
}

impl Read<'_> {
    fn context(&self, key: &str) -> Option<EvalResult> {
        self.found.request.context()?.get(key)
    }

    fn optional(&self, key: &str, tree: &Tree) -> Result<Option<BitSet>, Fault> {
        match self.context(key) {
            None => Ok(None),
            Some(EvalResult::Set(items)) => {
                let mut set = tree.none();
                for n in items
                    .iter()
                    .filter_map(id)
                    .filter_map(|id| tree.number(&id))
                {
                    set.insert(n);
                }
                Ok(Some(set))
            }
            Some(_) => Err(unreadable(key)),
        }
    }

    fn atoms(&self, key: &str, tree: &Tree) -> Result<BitSet, Fault> {
        self.optional(key, tree)?.ok_or_else(|| unreadable(key))
    }

    fn parties(&self) -> Result<Option<BitSet>, Fault> {
        let ids = self.ids("partner")?;
        Ok(ids.map(|ids| self.pact.space().any_party(ids.iter().map(String::as_str))))
    }

    fn modes(&self) -> Result<Option<BitSet>, Fault> {
        let ids = self.ids("mode")?;
        Ok(ids.map(|ids| self.pact.space().any_mode(ids.iter().map(String::as_str))))
    }

    fn ids(&self, key: &str) -> Result<Option<Vec<String>>, Fault> {
        match self.context(key) {
            None => Ok(None),
            Some(EvalResult::Set(items)) => Ok(Some(items.iter().filter_map(id).collect())),
            Some(_) => Err(unreadable(key)),
        }
    }

    fn moment(&self) -> Result<Timestamp, Fault> {
        let Some(EvalResult::Long(at)) = self.context("at") else {
            return Err(unreadable("at"));
        };
        // Moments the calendar does not reach are before or after everything, as its ends are.
        Ok(Timestamp::from_microsecond(at).unwrap_or(if at < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        }))
    }

    fn wanted(&self) -> Result<Use, Fault> {
        let id = self.context("use").as_ref().and_then(id);
        id.and_then(|id| Use::ALL.into_iter().find(|u| u.as_str() == id))
            .ok_or_else(|| unreadable("use"))
    }

    fn caller(&self) -> Result<MemberId, Fault> {
        self.found
            .request
            .principal()
            .and_then(member)
            .ok_or_else(|| unreadable("principal"))
    }

    fn originator(&self) -> Result<MemberId, Fault> {
        let profile = self
            .found
            .request
            .resource()
            .and_then(|uid| self.found.entities.get(uid));
        match profile.and_then(|entity| entity.attr("originator")) {
            Some(Ok(EvalResult::EntityUid(uid))) => {
                member(&uid).ok_or_else(|| unreadable("originator"))
            }
            _ => Err(unreadable("originator")),
        }
    }
}

fn id(value: &EvalResult) -> Option<String> {
    match value {
        EvalResult::EntityUid(uid) => Some(uid.id().unescaped().to_owned()),
        _ => None,
    }
}

fn member(uid: &EntityUid) -> Option<MemberId> {
    MemberId::new(uid.id().unescaped()).ok()
}

fn unreadable(field: &str) -> Fault {
    Fault(format!("the solver's request has no readable `{field}`"))
}
