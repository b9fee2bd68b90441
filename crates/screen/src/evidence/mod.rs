//! Evidence beyond names: what a query and a notice both state, and how far that speaks for or against.
//!
//! Each comparison yields at most one [`Why`] with a weight in natural log-odds. What one side does not state weighs
//! nothing: absence is not evidence.

mod birth;
mod party;
mod weapon;

use mithaq_notice::{Notice, Subject};

use crate::query::Query;
use crate::why::Why;

/// All evidence of a notice for and against a query, names and numbers left aside.
pub(crate) fn evidence(query: &Query, notice: &Notice) -> Vec<Why> {
    match &notice.subject {
        Subject::Person(person) => birth::compare(&query.births, &person.births)
            .into_iter()
            .chain(party::birth_place(query, person))
            .chain(party::nationality(query, person))
            .chain(party::gender(query, person))
            .collect(),
        Subject::Weapon(weapon) => weapon::compare(query, weapon),
        _ => Vec::new(),
    }
}

pub(crate) use party::issuing_country;
