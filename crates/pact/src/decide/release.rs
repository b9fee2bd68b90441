//! Release questions: an undertaking of the originator *and* the notice's own handling.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::{ClauseId, Handling, Language, MemberId, Obligation, Originator, Text, Use};
use serde::{Deserialize, Serialize};

use super::{NextStep, wording};
use crate::cedar::{Asked, Profile, Ruling};
use crate::model::{Membership, Stance, Status, words};
use crate::space::Scope;
use crate::{Pact, ReleaseQuestion, Role, UnknownId};

words! {
    /// The fields of a handling that can stand in the way, in the order they are reported.
    HandlingField {
        /// It has ended.
        Until = "until",
        /// It does not go to this member.
        ReleaseTo = "release_to",
        /// It does not go to this service.
        Services = "services",
        /// It may not be used so.
        Uses = "uses",
        /// It may be forwarded to nobody.
        Onward = "onward",
        /// It may not be used for this.
        Activities = "activities",
        /// It may not be used there.
        Theatres = "theatres",
    }
}

/// Why a notice may not be used so. The clauses are in [`Release::clauses`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The originator refuses something the question touches.
    Refused,
    /// The caller's own member refuses it.
    OwnRefusal,
    /// The originator is still consulting on it.
    UnderConsultation,
    /// No undertaking of the originator covers it.
    Silent,
    /// The notice's handling does not allow it.
    Handling(HandlingField),
    /// Oversight and redress read, and do nothing else.
    ReadsOnly,
    /// The framework is suspended: nothing is released.
    Suspended,
    /// The caller's member has not joined, or has left.
    NotJoined,
    /// The originator is not of this pact.
    UnknownOriginator,
    /// The policies could not be evaluated: a defect of the program, so nothing is permitted.
    Fault,
}

/// Yes, with what goes with it; or no, and why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It may be used so.
    Permit {
        /// What goes with every use.
        obligations: BTreeSet<Obligation>,
    },
    /// It may not.
    Deny {
        /// Why.
        reason: Reason,
    },
}

/// The answer to a release question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Yes or no.
    pub verdict: Verdict,
    /// The clauses that decide it; none where handling, or no clause at all, does.
    pub clauses: Vec<ClauseId>,
    /// The originator's clauses that overlap the question and decide nothing.
    pub partial: Vec<ClauseId>,
    /// What the caller may do next.
    pub next_step: NextStep,
    wording: Text,
}

impl Release {
    /// Whether it may be used so.
    #[must_use]
    pub const fn permitted(&self) -> bool {
        matches!(self.verdict, Verdict::Permit { .. })
    }

    /// Why not, where it may not.
    #[must_use]
    pub const fn reason(&self) -> Option<&Reason> {
        match &self.verdict {
            Verdict::Permit { .. } => None,
            Verdict::Deny { reason } => Some(reason),
        }
    }

    /// The answer as a sentence or two a duty officer reads in ten seconds.
    #[must_use]
    pub fn wording(&self, language: Language) -> &str {
        self.wording.get(language)
    }

    /// The same in all three languages.
    #[must_use]
    pub const fn text(&self) -> &Text {
        &self.wording
    }

    /// The denial for a notice whose originator this pact does not know.
    pub(crate) fn of_unknown_originator(
        pact: &Pact,
        question: &ReleaseQuestion,
        originator: &Originator,
        at: Timestamp,
    ) -> Self {
        let mut release = Self {
            verdict: Verdict::Deny {
                reason: Reason::UnknownOriginator,
            },
            clauses: Vec::new(),
            partial: Vec::new(),
            next_step: NextStep::Nothing,
            wording: Text::default(),
        };
        release.wording = wording::release(pact, question, originator, &release, at);
        release
    }
}

pub(super) fn decide(
    pact: &Pact,
    question: &ReleaseQuestion,
    originator: &Originator,
    handling: &Handling,
    at: Timestamp,
) -> Result<Release, UnknownId> {
    let caller = &question.caller.member;
    pact.known_member("caller", caller)?;
    pact.known_originator(originator)?;
    let mut scope = Scope {
        activity: pact.known_activity("activity", &question.activity)?.clone(),
        theatre: pact.known_theatre("theatre", &question.theatre)?.clone(),
        partner: pact.space().party(caller.as_str()),
        to: None,
        mode: None,
    };
    let profile = profile(pact, originator, handling);
    let oversight = question.caller.role != Role::Service;
    let asked = Asked {
        caller,
        service: question.caller.service.as_str(),
        oversight,
        scope: &scope,
        wanted: question.wanted,
        at,
    };
    let ruling = pact.policies().release(&asked, &profile);
    let theirs = originator
        .member()
        .filter(|member| !oversight && *member != caller);
    let stances = match theirs {
        Some(member) => pact.policies().commitment(member, &scope, at),
        None => Ok(Default::default()),
    };
    let worded = |verdict, clauses, partial, next_step| {
        let mut release = Release {
            verdict,
            clauses,
            partial,
            next_step,
            wording: Text::default(),
        };
        release.wording = wording::release(pact, question, originator, &release, at);
        release
    };
    let (Ok(ruling), Ok((covers, overlaps))) = (ruling, stances) else {
        let verdict = Verdict::Deny {
            reason: Reason::Fault,
        };
        return Ok(worded(verdict, Vec::new(), Vec::new(), NextStep::Nothing));
    };
    let verdict = if let Some(reason) = theirs.and_then(|_| outside(pact, caller, at)) {
        Verdict::Deny { reason }
    } else if ruling.permitted {
        let obligations = if oversight {
            BTreeSet::new()
        } else {
            handling.obligations.clone()
        };
        Verdict::Permit { obligations }
    } else {
        let reason = reason(pact, &ruling, &covers, theirs.is_some(), oversight);
        Verdict::Deny { reason }
    };
    let deciding = deciding(pact, &verdict, ruling, &covers);
    let mut partial: Vec<ClauseId> = covers.into_iter().chain(overlaps).collect();
    partial.retain(|id| deciding.binary_search(id).is_err());
    partial.sort();
    scope.partner = None;
    let next_step = next_step(pact, &verdict, originator, &deciding, &scope, at);
    Ok(worded(verdict, deciding, partial, next_step))
}

/// Why nothing of another member's goes to this caller, whatever clauses say. It only ever denies: what is proved of the clauses
/// holds with it.
pub(crate) fn outside(pact: &Pact, caller: &MemberId, at: Timestamp) -> Option<Reason> {
    if pact.status_at(at) == Status::Suspended {
        return Some(Reason::Suspended);
    }
    (pact.membership(caller, at) != Some(Membership::Joined)).then_some(Reason::NotJoined)
}

/// Why Cedar denied: clauses before handling, refusals before all.
fn reason(
    pact: &Pact,
    ruling: &Ruling,
    covers: &[ClauseId],
    needs_clause: bool,
    oversight: bool,
) -> Reason {
    let covered = |stance| covers.iter().any(|id| pact.stance(id) == stance);
    if oversight {
        Reason::ReadsOnly
    } else if !ruling.clauses.is_empty() {
        Reason::Refused
    } else if !ruling.own.is_empty() {
        Reason::OwnRefusal
    } else if needs_clause && !covered(Stance::Undertaken) {
        if covered(Stance::UnderConsultation) {
            Reason::UnderConsultation
        } else {
            Reason::Silent
        }
    } else {
        let first = HandlingField::ALL
            .iter()
            .find(|field| ruling.handling.iter().any(|f| f == field.as_str()));
        first.map_or(Reason::Fault, |field| Reason::Handling(*field))
    }
}

/// The clauses a verdict rests on, sorted.
fn deciding(pact: &Pact, verdict: &Verdict, ruling: Ruling, covers: &[ClauseId]) -> Vec<ClauseId> {
    let of = |stance| {
        covers
            .iter()
            .filter(|id| pact.stance(id) == stance)
            .cloned()
            .collect()
    };
    let mut clauses: Vec<ClauseId> = match verdict {
        Verdict::Permit { .. }
        | Verdict::Deny {
            reason: Reason::Refused,
        } => ruling.clauses,
        Verdict::Deny {
            reason: Reason::OwnRefusal,
        } => ruling.own,
        Verdict::Deny {
            reason: Reason::UnderConsultation,
        } => of(Stance::UnderConsultation),
        Verdict::Deny { .. } => Vec::new(),
    };
    clauses.sort();
    clauses.dedup();
    clauses
}

fn next_step(
    pact: &Pact,
    verdict: &Verdict,
    originator: &Originator,
    deciding: &[ClauseId],
    scope: &Scope,
    at: Timestamp,
) -> NextStep {
    let (Verdict::Deny { reason }, Some(member)) = (verdict, originator.member()) else {
        return NextStep::Nothing;
    };
    match reason {
        Reason::Refused | Reason::UnderConsultation | Reason::Silent => {
            match pact.next_step(member, deciding, scope, at) {
                // A refusal is an answer; only a consultation that names the clause reopens it.
                NextStep::Ask(_) if *reason == Reason::Refused => NextStep::Nothing,
                step => step,
            }
        }
        Reason::Handling(_) => NextStep::Ask(member.clone()),
        _ => NextStep::Nothing,
    }
}

/// A handling over the pact's space. Ids the pact does not know add nothing to what is allowed.
pub(crate) fn profile(pact: &Pact, originator: &Originator, handling: &Handling) -> Profile {
    let space = pact.space();
    let meet = |sets: Vec<crate::bits::BitSet>| {
        sets.into_iter().reduce(|mut all, set| {
            all.keep_all(&set);
            all
        })
    };
    let parties = |list: &mithaq_notice::Restriction<MemberId>| {
        meet(
            list.lists()
                .map(|ids| space.any_party(ids.iter().map(MemberId::as_str)))
                .collect(),
        )
    };
    let services = (!handling.services.is_none()).then(|| {
        let mut lists = handling.services.lists();
        let first = lists.next().into_iter().flatten();
        first
            .filter(|s| handling.services.allows(|list| list.contains(*s)))
            .map(|s| s.as_str().to_owned())
            .collect()
    });
    let onward = handling.uses.forward()
        && !handling.obligations.contains(&Obligation::NoOnward)
        && parties(&handling.onward).is_none_or(|set| !set.is_empty());
    Profile {
        originator: originator.member().cloned(),
        release_to: parties(&handling.release_to),
        services,
        activities: meet(
            handling
                .activities
                .lists()
                .map(|l| space.any_activity(l))
                .collect(),
        ),
        theatres: meet(
            handling
                .theatres
                .lists()
                .map(|l| space.any_theatre(l))
                .collect(),
        ),
        uses: Use::ALL
            .into_iter()
            .filter(|u| handling.uses.allow(*u))
            .collect(),
        onward,
        until: handling.until,
    }
}
