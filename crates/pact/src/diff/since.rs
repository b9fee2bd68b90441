//! What is new within one version since a date: by when clauses begin and end.

use jiff::{SignedDuration, Timestamp};
use mithaq_notice::Text;

use super::answers::{Comparison, Seen};
use super::clauses::{ClauseChange, ClauseTurn, Reach, reach, touches};
use super::ground::{Ground, Side};
use super::wording;
use crate::Pact;

/// The clauses in force at `at` that were not the moment before `since`, and those in force then that are no longer, in the
/// order of ids: what begins or ends on the very day somebody asks from is new to them.
///
/// A clause that comes for another of the same member and stance that has ended, and holds all of it and more, *widens*
/// it; one that holds only some of it *narrows* it; one that holds the same is not news.
#[must_use]
pub fn news(pact: &Pact, since: Timestamp, at: Timestamp) -> Vec<ClauseChange> {
    let comparison = Comparison::new(Ground::of(pact, pact));
    let all = &comparison.clauses.new;
    let since = since
        .checked_sub(SignedDuration::from_nanos(1))
        .unwrap_or(since);
    let in_force = |seen: &&Seen<'_>, moment| seen.in_force(moment);
    let begun: Vec<&Seen<'_>> = all
        .iter()
        .filter(|seen| in_force(seen, at) && !in_force(seen, since))
        .collect();
    let mut ended: Vec<&Seen<'_>> = all
        .iter()
        .filter(|seen| in_force(seen, since) && !in_force(seen, at))
        .collect();
    let mut changes = Vec::new();
    for new in begun {
        let before = ended.iter().position(|old| comes_for(new, old));
        let before = before.map(|n| ended.remove(n));
        let turn = match before {
            Some(old) if old.scope == new.scope => continue,
            Some(old) if new.scope.contains(&old.scope) => ClauseTurn::Widened,
            Some(_) => ClauseTurn::Narrowed,
            None if new.clause.new || !spoken_of(new, all) => ClauseTurn::FirstStated,
            None => ClauseTurn::Added,
        };
        changes.push(ClauseChange {
            clause: new.clause.id.clone(),
            member: new.clause.member.clone(),
            turn,
            was: before.map(|old| old.clause.stance),
            now: Some(new.clause.stance),
            gained: reach(&comparison, Side::New, new, before),
            lost: before
                .map(|old| reach(&comparison, Side::New, old, Some(new)))
                .unwrap_or_default(),
            still: Vec::new(),
            wording: Text::default(),
        });
    }
    changes.extend(ended.into_iter().map(|old| ClauseChange {
        clause: old.clause.id.clone(),
        member: old.clause.member.clone(),
        turn: ClauseTurn::Ended,
        was: Some(old.clause.stance),
        now: None,
        gained: Reach::default(),
        lost: Reach::default(),
        still: Vec::new(),
        wording: Text::default(),
    }));
    changes.sort_by(|one, other| one.clause.cmp(&other.clause));
    for change in &mut changes {
        change.wording = wording::clause(&comparison, change);
    }
    changes
}

/// Whether a clause stands where another stood.
fn comes_for(new: &Seen<'_>, old: &Seen<'_>) -> bool {
    new.clause.member == old.clause.member
        && new.clause.stance == old.clause.stance
        && (new.scope.contains(&old.scope) || old.scope.contains(&new.scope))
}

/// Whether the member had spoken of something in it before.
fn spoken_of(new: &Seen<'_>, all: &[Seen<'_>]) -> bool {
    all.iter().any(|old| {
        old.clause.from.start() < new.clause.from.start()
            && touches(&new.scope, old)
            && old.clause.member == new.clause.member
    })
}
