//! Clauses that never decide, and clauses that others say already.
//!
//! No solver is needed here: the questions that can be asked have names in them, and there are only so many. Among those
//! within the clause one is sought that no stronger clause covers, and put to the policies that decide. Where there is
//! none, the clause is dead; where clauses of the same stance cover every one, it is redundant.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::ClauseId;

use super::{Outcome, wording};
use crate::Pact;
use crate::bits::BitSet;
use crate::cedar::Fault;
use crate::model::Clause;
use crate::space::Scope;

pub(super) fn settle(pact: &Pact, id: &ClauseId) -> Result<Outcome, Fault> {
    let Some((clause, scope)) = pact.clause(id).zip(pact.scopes().get(id)) else {
        return Err(Fault(format!("clause {id} has no scope")));
    };
    let find = Find {
        pact,
        clause,
        scope,
    };
    let stronger = find.others(|other| other.stance < clause.stance);
    let ids = |clauses: &[&Clause]| clauses.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    if !find.is_reached(&stronger)? {
        let by = ids(&stronger);
        let wording = wording::dead(pact, clause, &by);
        let clauses = std::iter::once(id.clone()).chain(by).collect();
        return Ok(Outcome::Fails { clauses, wording });
    }
    let same = find.others(|other| other.stance == clause.stance);
    if !find.is_reached(&same)? {
        let clauses = ids(&same);
        let wording = wording::redundant(pact, clause, &clauses);
        return Ok(Outcome::Noted { clauses, wording });
    }
    Ok(Outcome::Holds)
}

struct Find<'a> {
    pact: &'a Pact,
    clause: &'a Clause,
    scope: &'a Scope,
}

impl<'a> Find<'a> {
    /// The member's other clauses like this that cover some question the clause covers.
    fn others(&self, like: impl Fn(&Clause) -> bool) -> Vec<&'a Clause> {
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

    /// Whether some question the clause covers is covered by none of these. Found by scopes, confirmed by the policies.
    fn is_reached(&self, others: &[&Clause]) -> Result<bool, Fault> {
        let space = self.pact.space();
        let activities = inside(space.activities.sets(), &self.scope.activity);
        let theatres = inside(space.theatres(), &self.scope.theatre);
        // What a clause leaves out, the widest question leaves out, too.
        let partners = choices(self.scope.partner.as_ref(), space.any_one_party());
        let routes = choices(self.scope.to.as_ref(), space.theatres());
        for at in self.moments(others) {
            let in_force: Vec<&Scope> = others
                .iter()
                .filter(|other| other.in_force(at))
                .filter_map(|other| self.pact.scopes().get(&other.id))
                .collect();
            for activity in &activities {
                for theatre in &theatres {
                    for partner in &partners {
                        for to in &routes {
                            let question = Scope {
                                activity: (*activity).clone(),
                                theatre: (*theatre).clone(),
                                partner: partner.clone(),
                                to: to.clone(),
                            };
                            if !in_force.iter().any(|other| other.contains(&question)) {
                                return self.confirmed(&question, others, at);
                            }
                        }
                    }
                }
            }
        }
        Ok(false)
    }

    /// That the policies say so, too.
    fn confirmed(
        &self,
        question: &Scope,
        others: &[&Clause],
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let policies = self.pact.policies();
        let (covers, _) = policies.commitment(&self.clause.member, question, at)?;
        let covers: BTreeSet<ClauseId> = covers.into_iter().collect();
        let by_others = others.iter().any(|other| covers.contains(&other.id));
        if covers.contains(&self.clause.id) && !by_others {
            return Ok(true);
        }
        let reason =
            "a question that scopes leave to the clause is answered otherwise by the policies";
        Err(Fault(reason.to_owned()))
    }

    /// When the answer can change while the clause is in force.
    fn moments(&self, others: &[&Clause]) -> BTreeSet<Timestamp> {
        let ends = others.iter().filter_map(|other| other.ends());
        std::iter::once(self.clause.from.start())
            .chain(ends)
            .filter(|at| self.clause.in_force(*at))
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
