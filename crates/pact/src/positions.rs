//! A member's position over time: which clauses begin and end when, and what each beginning turns round.

use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId};
use serde::Serialize;

use crate::model::{Clause, Stance, words};
use crate::{MonthOrDay, Pact};

words! {
    /// What happens to a position on a day.
    Turn {
        /// A clause begins where nothing was held before.
        First = "first-stated",
        /// A clause begins where another stance was held.
        Changed = "changed",
        /// A clause begins where the same stance was held already.
        Confirmed = "confirmed",
        /// A clause ends.
        Ended = "ended",
    }
}

/// One day in the history of a member's position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PositionChange {
    /// When: the clause's first month or day, or its last.
    pub date: MonthOrDay,
    /// What happens.
    pub turn: Turn,
    /// The clause that begins or ends.
    pub clause: ClauseId,
    /// Its stance.
    pub stance: Stance,
    /// The clauses of the same member that share a question with it: for a beginning those in force the moment before, for an
    /// end those that remain.
    pub beside: Vec<(ClauseId, Stance)>,
}

impl Pact {
    /// A member's position over time, oldest first.
    #[must_use]
    pub fn positions(&self, member: &MemberId) -> Vec<PositionChange> {
        let clauses: Vec<&Clause> = self.clauses().filter(|c| c.member == *member).collect();
        let mut changes: Vec<(Timestamp, PositionChange)> = Vec::new();
        for clause in &clauses {
            let from = clause.from.start();
            let before = self.beside(&clauses, clause, |other| {
                other.from.start() < from && other.ends().is_none_or(|end| end >= from)
            });
            let turn = if before.is_empty() {
                Turn::First
            } else if before.iter().any(|(_, stance)| *stance != clause.stance) {
                Turn::Changed
            } else {
                Turn::Confirmed
            };
            changes.push((from, change(clause, clause.from, turn, before)));
            if let (Some(until), Some(end)) = (clause.until, clause.ends()) {
                let left = self.beside(&clauses, clause, |other| other.in_force(end));
                changes.push((end, change(clause, until, Turn::Ended, left)));
            }
        }
        changes.sort_by(|(a, x), (b, y)| (a, &x.clause).cmp(&(b, &y.clause)));
        changes.into_iter().map(|(_, change)| change).collect()
    }

    fn beside(
        &self,
        clauses: &[&Clause],
        clause: &Clause,
        in_time: impl Fn(&Clause) -> bool,
    ) -> Vec<(ClauseId, Stance)> {
        let Some(scope) = self.scopes().get(&clause.id) else {
            return Vec::new();
        };
        clauses
            .iter()
            .filter(|other| other.id != clause.id && in_time(other))
            .filter(|other| self.scopes().get(&other.id).is_some_and(|s| s.meets(scope)))
            .map(|other| (other.id.clone(), other.stance))
            .collect()
    }
}

fn change(
    clause: &Clause,
    date: MonthOrDay,
    turn: Turn,
    beside: Vec<(ClauseId, Stance)>,
) -> PositionChange {
    PositionChange {
        date,
        turn,
        clause: clause.id.clone(),
        stance: clause.stance,
        beside,
    }
}
