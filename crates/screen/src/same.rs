//! Whether two lists speak of one subject. Each list has ids of its own, and nothing in them says that their entries are on
//! one person; what they state does.
//!
//! It decides how hits are shown, and nothing else: whoever reviews sees both entries either way. So it wants more than a
//! name, and gives up at anything grave between them.

use std::collections::BTreeSet;

use mithaq_names::normalise;
use mithaq_notice::{Notice, Originator, Quality, Subject};

use crate::country::Country;
use crate::date::AskedBirth;
use crate::evidence::{Stated, evidence};
use crate::hit::GRAVE;
use crate::index::numbers_of;
use crate::number::{Number, NumberKind};
use crate::query::Query;

/// A birth in the same year, or a town of birth in common, and more than these.
const CORROBORATES: f64 = 1.0;
/// Shorter numbers are shared by strangers.
const TELLING_NUMBER: usize = 6;
/// Shorter names of organisations are shared by strangers.
const TELLING_NAME: usize = 6;

/// Whether two public lists' entries are evidently on one subject: a number and a name in common; or of a person a name, and the
/// birth or two names; of an organisation a name.
pub(crate) fn one_subject(one: &Notice, other: &Notice) -> bool {
    let of_lists = [one, other]
        .iter()
        .all(|notice| matches!(notice.originator, Originator::Issuer(_)));
    if !of_lists || one.originator == other.originator || one.subject.kind() != other.subject.kind()
    {
        return false;
    }
    let numbers = numbers(one).intersection(&numbers(other)).count();
    let (names, others) = (names(one), names(other));
    let shared: Vec<&String> = names.intersection(&others).collect();
    if shared.is_empty() {
        return false;
    }
    let query = as_query(one);
    let evidence = evidence(&Stated::by(&query), other);
    if evidence.iter().any(|why| why.weight <= GRAVE) {
        return false;
    }
    match &one.subject {
        _ if numbers > 0 => true,
        Subject::Person(_) => {
            let whole = shared.iter().filter(|name| name.contains(' ')).count();
            let corroborated = evidence.iter().any(|why| why.weight >= CORROBORATES);
            whole >= 1 && corroborated || whole >= 2
        }
        Subject::Organisation(_) => {
            let letters = |name: &&String| name.chars().filter(|c| *c != ' ').count();
            shared.iter().any(|name| letters(name) >= TELLING_NAME)
        }
        _ => false,
    }
}

/// Names, each with its words in order of the alphabet: lists put the family's name first or last. Names that are not good enough
/// to identify by are left out.
fn names(notice: &Notice) -> BTreeSet<String> {
    let names = notice.subject.names().iter();
    let good = names.filter(|name| name.quality != Some(Quality::Low));
    let in_order = good.map(|name| {
        let folded = normalise(&name.text);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words.join(" ")
    });
    in_order.filter(|name| !name.is_empty()).collect()
}

fn numbers(notice: &Notice) -> BTreeSet<Number> {
    let written = numbers_of(&notice.subject).into_iter();
    let numbers = written.flat_map(|(kind, text)| Number::listed(kind, text));
    numbers
        .filter(|number| {
            number.kind != NumberKind::Serial && number.key().chars().count() >= TELLING_NUMBER
        })
        .collect()
}

/// What a notice says of a person, as a question.
fn as_query(notice: &Notice) -> Query {
    let Subject::Person(person) = &notice.subject else {
        return Query::default();
    };
    let births = person.births.iter().map(|birth| AskedBirth {
        date: birth.date,
        days_off: 0,
        approximate: birth.approximate,
    });
    let places = person.birth_places.iter().map(|place| {
        let parts = [&place.city, &place.province, &place.country, &place.text];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(", ")
    });
    let nationalities = person.nationalities.iter();
    Query {
        births: births.collect(),
        birth_places: places.collect(),
        nationalities: nationalities
            .filter_map(|text| Country::parse(text))
            .collect(),
        gender: person.gender,
        ..Query::default()
    }
}
