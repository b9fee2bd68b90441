//! Which questions are left to a clause: those it covers and no stronger clause does.
//!
//! The questions that can be asked have names in them, and there are only so many. Where none within a clause is left to it, it
//! never decides; where clauses of the same stance cover every one, it says nothing that they do not.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::Pact;
use crate::bits::BitSet;
use crate::model::Clause;
use crate::space::Scope;

/// One clause among the others of its member.
pub(crate) struct Reach<'a> {
    pact: &'a Pact,
    clause: &'a Clause,
    scope: &'a Scope,
}

impl<'a> Reach<'a> {
    pub(crate) const fn new(pact: &'a Pact, clause: &'a Clause, scope: &'a Scope) -> Self {
        Self {
            pact,
            clause,
            scope,
        }
    }

    /// The member's other clauses like this that cover some question the clause covers.
    pub(crate) fn others(&self, like: impl Fn(&Clause) -> bool) -> Vec<&'a Clause> {
        let clause = self.clause;
        let begins_in_time =
            |one: &Clause, other: &Clause| other.ends().is_none_or(|end| one.from.start() < end);
        let shares = |other: &&Clause| {
            let scope = self.pact.scopes().get(&other.id);
            other.member == clause.member
                && other.id != clause.id
                && like(other)
                && begins_in_time(clause, other)
                && begins_in_time(other, clause)
                && scope.is_some_and(|scope| self.scope.meets(scope))
        };
        self.pact.clauses().filter(shares).collect()
    }

    /// A question that the clause covers and none of these does, and when: from `since` on, where that is given.
    pub(crate) fn left(
        &self,
        others: &[&Clause],
        since: Option<Timestamp>,
    ) -> Option<(Scope, Timestamp)> {
        let space = self.pact.space();
        let activities = inside(space.activities.sets(), &self.scope.activity);
        let theatres = inside(space.theatres(), &self.scope.theatre);
        // What a clause leaves out, the widest question leaves out, too.
        let partners = choices(self.scope.partner.as_ref(), space.any_one_party());
        let routes = choices(self.scope.to.as_ref(), space.theatres());
        let modes = choices(
            self.scope.mode.as_ref(),
            space.modes().filter_map(|id| space.mode(id)),
        );
        for at in self.moments(others, since) {
            let in_force: Vec<&Scope> = others
                .iter()
                .filter(|other| other.in_force(at))
                .filter_map(|other| self.pact.scopes().get(&other.id))
                .collect();
            for activity in &activities {
                for theatre in &theatres {
                    for partner in &partners {
                        for (to, mode) in routes
                            .iter()
                            .flat_map(|to| modes.iter().map(move |mode| (to, mode)))
                        {
                            let question = Scope {
                                activity: (*activity).clone(),
                                theatre: (*theatre).clone(),
                                partner: partner.clone(),
                                to: to.clone(),
                                mode: mode.clone(),
                            };
                            if !in_force.iter().any(|other| other.contains(&question)) {
                                return Some((question, at));
                            }
                        }
                    }
                }
            }
        }
        None
    }

    /// When the answer can change while the clause is in force.
    fn moments(&self, others: &[&Clause], since: Option<Timestamp>) -> BTreeSet<Timestamp> {
        let ends = others.iter().filter_map(|other| other.ends());
        std::iter::once(self.clause.from.start())
            .chain(ends)
            .chain(since)
            .filter(|at| self.clause.in_force(*at) && since.is_none_or(|since| since <= *at))
            .collect()
    }
}

/// Those that lie wholly in a set, the widest first: a question about more is covered by fewer.
fn inside<'s>(sets: impl Iterator<Item = &'s BitSet>, within: &BitSet) -> Vec<&'s BitSet> {
    let mut sets: Vec<&BitSet> = sets.filter(|set| set.is_subset(within)).collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.iter().count()));
    sets
}

/// What a question may name within a limit; nothing at all where there is no limit.
fn choices<S: std::borrow::Borrow<BitSet>>(
    limit: Option<&BitSet>,
    named: impl Iterator<Item = S>,
) -> Vec<Option<BitSet>> {
    let Some(limit) = limit else {
        return vec![None];
    };
    named
        .filter(|set| set.borrow().is_subset(limit))
        .map(|set| Some(set.borrow().clone()))
        .collect()
}
