//! Evidence beyond names: what a query and a notice both state, and how far that speaks for or against.
//!
//! Each comparison yields at most one [`Why`] with a weight in natural log-odds. What one side does not state weighs
//! nothing: absence is not evidence.

mod birth;
mod party;
mod weapon;

use mithaq_notice::{Document, Notice, Subject};

use crate::country::Country;
use crate::date::AskedBirth;
use crate::query::{MOST_VALUES, Query};
use crate::why::Why;

/// What a query states beside names and numbers, taken apart once for all notices. Of each no more than a party has, so that
/// what a query costs stays bounded.
pub(crate) struct Stated<'a> {
    query: &'a Query,
    births: &'a [AskedBirth],
    places: Vec<party::Place<'a>>,
    nationalities: &'a [Country],
}

impl<'a> Stated<'a> {
    pub(crate) fn by(query: &'a Query) -> Self {
        let places = query.birth_places.iter().take(MOST_VALUES);
        Self {
            births: first(&query.births),
            places: places.map(|text| party::Place::read(text)).collect(),
            nationalities: first(&query.nationalities),
            query,
        }
    }
}

fn first<T>(all: &[T]) -> &[T] {
    all.get(..MOST_VALUES).unwrap_or(all)
}

/// All evidence of a notice for and against what a query states.
pub(crate) fn evidence(stated: &Stated<'_>, notice: &Notice) -> Vec<Why> {
    match &notice.subject {
        Subject::Person(person) => birth::compare(stated.births, &person.births)
            .into_iter()
            .chain(party::birth_place(&stated.places, person))
            .chain(party::nationality(stated.nationalities, person))
            .chain(party::gender(stated.query, person))
            .collect(),
        Subject::Weapon(weapon) => weapon::compare(stated.query, weapon),
        _ => Vec::new(),
    }
}

/// A document number met: numbers are unique within one issuing country only.
pub(crate) fn issuing_country(stated: &Stated<'_>, document: &Document) -> Option<Why> {
    party::issuing_country(stated.nationalities, document)
}
