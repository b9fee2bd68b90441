//! Clauses that never decide, and clauses that others say already.
//!
//! No solver is needed here: a question that is left to the clause is looked for by scopes, and put to the policies that decide. Where
//! there is none, the clause is dead; where clauses of the same stance cover every one, it is redundant.

use std::collections::BTreeSet;

use mithaq_notice::ClauseId;

use super::{Outcome, wording};
use crate::Pact;
use crate::cedar::Fault;
use crate::model::Clause;
use crate::reach::Reach;

pub(super) fn settle(pact: &Pact, id: &ClauseId) -> Result<Outcome, Fault> {
    let Some((clause, scope)) = pact.clause(id).zip(pact.scopes().get(id)) else {
        return Err(Fault(format!("clause {id} has no scope")));
    };
    let reach = Reach::new(pact, clause, scope);
    let stronger = reach.others(|other| other.stance < clause.stance);
    let ids = |clauses: &[&Clause]| clauses.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    if !is_reached(pact, clause, &reach, &stronger)? {
        let by = ids(&stronger);
        let wording = wording::dead(pact, clause, &by);
        let clauses = std::iter::once(id.clone()).chain(by).collect();
        return Ok(Outcome::Fails { clauses, wording });
    }
    let same = reach.others(|other| other.stance == clause.stance);
    if !is_reached(pact, clause, &reach, &same)? {
        let clauses = ids(&same);
        let wording = wording::redundant(pact, clause, &clauses);
        return Ok(Outcome::Noted { clauses, wording });
    }
    Ok(Outcome::Holds)
}

/// Whether some question the clause covers is covered by none of these. Found by scopes, confirmed by the policies.
fn is_reached(
    pact: &Pact,
    clause: &Clause,
    reach: &Reach<'_>,
    others: &[&Clause],
) -> Result<bool, Fault> {
    let Some((question, at)) = reach.left(others, None) else {
        return Ok(false);
    };
    let (covers, _) = pact.policies().commitment(&clause.member, &question, at)?;
    let covers: BTreeSet<ClauseId> = covers.into_iter().collect();
    let by_others = others.iter().any(|other| covers.contains(&other.id));
    if covers.contains(&clause.id) && !by_others {
        return Ok(true);
    }
    let reason = "a question that scopes leave to the clause is answered otherwise by the policies";
    Err(Fault(reason.to_owned()))
}
