//! Clause by clause: what was added, ended, widened, narrowed, weakened.

use std::collections::BTreeSet;

use mithaq_notice::{ClauseId, MemberId, Text};
use serde::Serialize;

use super::answers::{Comparison, Seen};
use super::ground::{Names, Side};
use super::wording;
use crate::bits::BitSet;
use crate::model::{Clause, Stance, words};
use crate::space::Scope;

words! {
    /// What became of a clause.
    ClauseTurn {
        /// It is new, about something its member has spoken of before.
        Added = "added",
        /// It is new, and so is its matter: its member said nothing of it before, or the file marks it so.
        FirstStated = "first-stated",
        /// It is gone, or has an end that it had not.
        Ended = "ended",
        /// It holds all it held, and more.
        Widened = "widened",
        /// It holds some of what it held, and nothing else.
        Narrowed = "narrowed",
        /// It holds other things than it did.
        Moved = "moved",
        /// Its stance gave way: refused, undertaken, under consultation, in this order.
        Weakened = "weakened",
        /// Its stance grew firmer.
        Strengthened = "strengthened",
        /// It decides as it did; its words, conditions or statements are others.
        Reworded = "reworded",
    }
}

/// What a scope gained or lost, by the widest names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reach {
    /// Activities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<String>,
    /// Theatres.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub theatres: Vec<String>,
    /// Partners; `any` where it is no longer limited to some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<String>,
    /// Destinations; `any` where it is no longer limited to some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub destinations: Vec<String>,
    /// Modes; `any` where it is no longer limited to some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<String>,
}

impl Reach {
    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.activities.is_empty()
            && self.theatres.is_empty()
            && self.partners.is_empty()
            && self.destinations.is_empty()
            && self.modes.is_empty()
    }
}

/// What became of one clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseChange {
    /// The clause.
    pub clause: ClauseId,
    /// Whose it is.
    pub member: MemberId,
    /// What became of it.
    pub turn: ClauseTurn,
    /// Its stance before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Stance>,
    /// Its stance now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Stance>,
    /// What it holds now and did not.
    #[serde(skip_serializing_if = "Reach::is_empty")]
    pub gained: Reach,
    /// What it held and does no more.
    #[serde(skip_serializing_if = "Reach::is_empty")]
    pub lost: Reach,
    /// Other clauses that still say all it said: for a refusal given up, those that refuse it all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub still: Vec<ClauseId>,
    /// The same in three languages.
    pub wording: Text,
}

/// Every clause that is not what it was, in the order of ids.
pub(super) fn changes(comparison: &Comparison<'_>) -> Vec<ClauseChange> {
    let find = |side: Side, id: &ClauseId| {
        let mut clauses = comparison.clauses.get(side).iter();
        clauses.find(|seen| seen.clause.id == *id)
    };
    let ids: BTreeSet<&ClauseId> = Side::BOTH
        .iter()
        .flat_map(|side| comparison.clauses.get(*side).iter().map(|s| &s.clause.id))
        .collect();
    let mut changes = Vec::new();
    for id in ids {
        match (find(Side::Old, id), find(Side::New, id)) {
            // An id given to another member is another clause.
            (Some(old), Some(new)) if old.clause.member == new.clause.member => {
                changes.extend(compared(comparison, old, new));
            }
            (old, new) => {
                changes.extend(old.map(|old| ended(comparison, old)));
                changes.extend(new.map(|new| added(comparison, new)));
            }
        }
    }
    changes
}

fn compared(comparison: &Comparison<'_>, old: &Seen<'_>, new: &Seen<'_>) -> Option<ClauseChange> {
    let (was, now) = (old.clause, new.clause);
    let holds_more = !(old.scope.contains(&new.scope) && spans(was, now));
    let holds_less = !(new.scope.contains(&old.scope) && spans(now, was));
    // `Stance` is ordered strongest first.
    let turn = match (now.stance.cmp(&was.stance), holds_more, holds_less) {
        (std::cmp::Ordering::Greater, _, _) => ClauseTurn::Weakened,
        (std::cmp::Ordering::Less, _, _) => ClauseTurn::Strengthened,
        (_, false, true) if old.scope == new.scope && now.from == was.from => ClauseTurn::Ended,
        (_, true, false) => ClauseTurn::Widened,
        (_, false, true) => ClauseTurn::Narrowed,
        (_, true, true) => ClauseTurn::Moved,
        _ if says(was) != says(now) => ClauseTurn::Reworded,
        _ => return None,
    };
    let still = if turn == ClauseTurn::Weakened || holds_less {
        still(comparison, old)
    } else {
        Vec::new()
    };
    Some(told(
        comparison,
        ClauseChange {
            clause: now.id.clone(),
            member: now.member.clone(),
            turn,
            was: Some(was.stance),
            now: Some(now.stance),
            gained: reach(comparison, Side::New, new, Some(old)),
            lost: reach(comparison, Side::Old, old, Some(new)),
            still,
            wording: Text::default(),
        },
    ))
}

fn ended(comparison: &Comparison<'_>, old: &Seen<'_>) -> ClauseChange {
    told(
        comparison,
        ClauseChange {
            clause: old.clause.id.clone(),
            member: old.clause.member.clone(),
            turn: ClauseTurn::Ended,
            was: Some(old.clause.stance),
            now: None,
            gained: Reach::default(),
            lost: Reach::default(),
            still: still(comparison, old),
            wording: Text::default(),
        },
    )
}

fn added(comparison: &Comparison<'_>, new: &Seen<'_>) -> ClauseChange {
    let clause = new.clause;
    let mut before = comparison.clauses.old.iter();
    let spoken_of =
        before.any(|old| old.clause.member == clause.member && touches(&new.scope, old));
    let turn = if clause.new || !spoken_of {
        ClauseTurn::FirstStated
    } else {
        ClauseTurn::Added
    };
    told(
        comparison,
        ClauseChange {
            clause: clause.id.clone(),
            member: clause.member.clone(),
            turn,
            was: None,
            now: Some(clause.stance),
            gained: reach(comparison, Side::New, new, None),
            lost: Reach::default(),
            still: Vec::new(),
            wording: Text::default(),
        },
    )
}

fn told(comparison: &Comparison<'_>, mut change: ClauseChange) -> ClauseChange {
    change.wording = wording::clause(comparison, &change);
    change
}

/// Whether a clause says something of the same kind of thing in the same place, whoever the partner.
pub(super) fn touches(scope: &Scope, seen: &Seen<'_>) -> bool {
    seen.scope.activity.intersects(&scope.activity) && seen.scope.theatre.intersects(&scope.theatre)
}

/// Whether the one is in force whenever the other is.
fn spans(one: &Clause, other: &Clause) -> bool {
    let lasts = match (one.ends(), other.ends()) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => other <= one,
    };
    one.from.start() <= other.from.start() && lasts
}

/// What a clause says beside what it decides.
fn says(clause: &Clause) -> impl PartialEq + use<'_> {
    let origin = clause.route.as_ref().and_then(|route| route.from.as_ref());
    (
        &clause.text,
        &clause.conditions,
        &clause.statements,
        clause.new,
        origin,
    )
}

/// The clauses that hold all a clause of the old version held, in the same stance or a stronger one, all the time.
fn still(comparison: &Comparison<'_>, old: &Seen<'_>) -> Vec<ClauseId> {
    let clauses = comparison.clauses.new.iter();
    clauses
        .filter(|new| {
            new.clause.member == old.clause.member
                && new.clause.stance == old.clause.stance
                && new.scope.contains(&old.scope)
                && spans(new.clause, old.clause)
        })
        .map(|new| new.clause.id.clone())
        .collect()
}

/// What a clause holds that another does not.
pub(super) fn reach(
    comparison: &Comparison<'_>,
    side: Side,
    seen: &Seen<'_>,
    without: Option<&Seen<'_>>,
) -> Reach {
    let ground = &comparison.ground;
    let limit = |names: &Names, has: &Option<BitSet>, not: Option<&Option<BitSet>>| match (has, not)
    {
        (None, Some(Some(_))) => vec!["any".to_owned()],
        (Some(has), not) if !matches!(not, Some(None)) => {
            widest(names, side, has, not.and_then(Option::as_ref))
        }
        _ => Vec::new(),
    };
    let scope = &seen.scope;
    let not = without.map(|seen| &seen.scope);
    let (activity, theatre) = (not.map(|s| &s.activity), not.map(|s| &s.theatre));
    Reach {
        activities: widest(&ground.activities, side, &scope.activity, activity),
        theatres: widest(&ground.theatres, side, &scope.theatre, theatre),
        partners: limit(&ground.partners, &scope.partner, not.map(|s| &s.partner)),
        destinations: limit(&ground.theatres, &scope.to, not.map(|s| &s.to)),
        modes: limit(&ground.modes, &scope.mode, not.map(|s| &s.mode)),
    }
}

/// The widest names inside one set and not inside another.
fn widest(names: &Names, side: Side, has: &BitSet, not: Option<&BitSet>) -> Vec<String> {
    let mut within = names.inside(side, has);
    if let Some(not) = not {
        within.remove_all(&names.inside(side, not));
    }
    let widest = names.widest(side, &within).into_iter();
    widest.map(|n| names.id(n).to_owned()).collect()
}
