//! What is said of a person: where born, of which nationality, of which gender; and who issued a document.

use mithaq_names::normalise;
use mithaq_notice::{Address, Document, Person};

use crate::country::Country;
use crate::query::Query;
use crate::why::{Field, Rule, Why};

/// No place is longer, nor written in more parts.
const LONGEST_PLACE: usize = 256;
const MOST_PARTS: usize = 8;

/// A place as somebody wrote it in one line, taken apart.
pub(super) struct Place<'a> {
    written: &'a str,
    parts: Vec<String>,
    country: Option<Country>,
}

impl<'a> Place<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let end = text.char_indices().nth(LONGEST_PLACE);
        let written = end.map_or(text, |(end, _)| &text[..end]);
        let parts: Vec<String> = parts(written).take(MOST_PARTS).collect();
        Self {
            written,
            country: parts.iter().find_map(|part| Country::parse(part)),
            parts,
        }
    }
}

fn parts(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split([',', ';', '(', ')'])
        .map(normalise)
        .filter(|part| !part.is_empty())
}

/// A place as a list has it.
struct Listed {
    written: String,
    parts: Vec<String>,
    country: Option<Country>,
}

impl Listed {
    fn read(listed: &Address) -> Self {
        let places = [&listed.city, &listed.province, &listed.street];
        let places = places.into_iter().flatten();
        let mut named: Vec<String> = places.flat_map(|text| parts(text)).collect();
        let mut country = listed.country.as_deref().and_then(Country::parse);
        // Some lists give the place in one line, the country somewhere in it: “Cairo, Egypt”.
        for part in listed.text.iter().flat_map(|text| parts(text)) {
            match Country::parse(&part) {
                Some(read) => country = country.or(Some(read)),
                None => named.push(part),
            }
        }
        let written = [
            &listed.city,
            &listed.province,
            &listed.country,
            &listed.text,
        ];
        let written = written.into_iter().flatten().map(String::as_str);
        Self {
            written: written.collect::<Vec<_>>().join(", "),
            parts: named,
            country,
        }
    }
}

/// A town in common is worth more than a country; another one says little, since forms give the village or its
/// province as they please.
pub(super) fn birth_place(asked: &[Place<'_>], person: &Person) -> Option<Why> {
    if asked.is_empty() {
        return None;
    }
    let listed: Vec<Listed> = person.birth_places.iter().map(Listed::read).collect();
    let pairs = asked
        .iter()
        .flat_map(|asked| listed.iter().map(move |listed| (asked, listed)));
    let mut best: Option<(Rule, f64, &Place<'_>, &Listed)> = None;
    for (asked, listed) in pairs {
        if let Some((rule, weight)) = meet(asked, listed)
            && best.is_none_or(|(_, so_far, ..)| weight > so_far)
        {
            best = Some((rule, weight, asked, listed));
        }
    }
    let (rule, weight, asked, listed) = best?;
    let (asked, listed) = (asked.written, listed.written.as_str());
    Some(Why::new(Field::BirthPlace, rule, asked, listed, weight))
}

fn meet(asked: &Place<'_>, listed: &Listed) -> Option<(Rule, f64)> {
    if asked.parts.iter().any(|part| listed.parts.contains(part)) {
        return Some((Rule::Equal, 1.0));
    }
    match (asked.country, listed.country) {
        (Some(one), Some(other)) if one == other => Some((Rule::Alike, 0.4)),
        (Some(_), Some(_)) => Some((Rule::Different, -0.7)),
        _ => None,
    }
}

/// Nationalities in common speak for it a little, others against it a little more: people hold several, and false
/// ones. A nationality nobody can read says nothing.
pub(super) fn nationality(asked: &[Country], person: &Person) -> Option<Why> {
    let listed: Vec<Country> = person
        .nationalities
        .iter()
        .filter_map(|text| Country::parse(text))
        .collect();
    let first = asked.first()?;
    if let Some(both) = asked.iter().find(|country| listed.contains(country)) {
        return Some(Why::new(
            Field::Nationality,
            Rule::Equal,
            both.code(),
            both.code(),
            0.5,
        ));
    }
    let listed: Vec<&str> = listed.iter().map(Country::code).collect();
    (!listed.is_empty()).then(|| {
        Why::new(
            Field::Nationality,
            Rule::Different,
            first.code(),
            listed.join(", "),
            -0.8,
        )
    })
}

/// Half of all people agree; hardly anybody's papers are wrong in it.
pub(super) fn gender(query: &Query, person: &Person) -> Option<Why> {
    let (asked, listed) = (query.gender?, person.gender?);
    let word = |gender| match gender {
        mithaq_notice::Gender::Female => "female",
        mithaq_notice::Gender::Male => "male",
    };
    let (rule, weight) = if asked == listed {
        (Rule::Equal, 0.2)
    } else {
        (Rule::Different, -2.0)
    };
    Some(Why::new(
        Field::Gender,
        rule,
        word(asked),
        word(listed),
        weight,
    ))
}

pub(super) fn issuing_country(asked: &[Country], document: &Document) -> Option<Why> {
    let issuer = Country::parse(document.country.as_deref()?)?;
    let first = asked.first()?;
    let (rule, asked, weight) = if asked.contains(&issuer) {
        (Rule::Equal, issuer, 0.4)
    } else {
        (Rule::Different, *first, -1.2)
    };
    Some(Why::new(
        Field::IssuingCountry,
        rule,
        asked.code(),
        issuer.code(),
        weight,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_in_common_weighs_more_than_a_country() {
        let born = Address {
            city: Some("Ghardaïa".into()),
            country: Some("Algeria".into()),
            ..Address::default()
        };
        let person = Person {
            birth_places: vec![born],
            ..Person::default()
        };
        let weight =
            |place: &str| birth_place(&[Place::read(place)], &person).map(|why| why.weight);
        assert_eq!(weight("GHARDAIA"), Some(1.0));
        assert_eq!(weight("Oran, Algérie"), Some(0.4));
        assert_eq!(weight("Mali"), Some(-0.7));
        assert_eq!(weight("somewhere"), None);
    }

    #[test]
    fn a_place_in_one_line_is_compared_by_its_parts() {
        let born = Address {
            text: Some("Beni-Suef, Egypt".into()),
            ..Address::default()
        };
        let person = Person {
            birth_places: vec![born],
            ..Person::default()
        };
        let weight =
            |place: &str| birth_place(&[Place::read(place)], &person).map(|why| why.weight);
        assert_eq!(weight("Beni Suef"), Some(1.0));
        assert_eq!(weight("Cairo, EG"), Some(0.4));
        assert_eq!(weight("Egypt"), Some(0.4));
        assert_eq!(weight("Mali"), Some(-0.7));
    }

    #[test]
    fn one_nationality_in_common_is_enough() {
        let person = Person {
            nationalities: vec!["Mali".into(), "Algeria".into()],
            ..Person::default()
        };
        let weight = |code: &str| {
            let asked: Vec<Country> = Country::parse(code).into_iter().collect();
            nationality(&asked, &person).map(|why| why.weight)
        };
        assert_eq!(weight("DZ"), Some(0.5));
        assert_eq!(weight("FR"), Some(-0.8));
        assert_eq!(nationality(&[], &person), None);
    }
}
