//! What is said of a person: where born, of which nationality, of which gender; and who issued a document.

use mithaq_names::normalise;
use mithaq_notice::{Address, Document, Person};

use crate::country::Country;
use crate::query::Query;
use crate::why::{Field, Rule, Why};

/// A town in common is worth more than a country; another one says little, since forms give the village or its
/// province as they please.
pub(super) fn birth_place(query: &Query, person: &Person) -> Option<Why> {
    let mut best: Option<Why> = None;
    for (asked, listed) in query
        .birth_places
        .iter()
        .flat_map(|a| person.birth_places.iter().map(move |l| (a, l)))
    {
        let why = place(asked, listed);
        if why.as_ref().map(|w| w.weight) > best.as_ref().map(|w| w.weight) {
            best = why;
        }
    }
    best
}

fn place(asked: &str, listed: &Address) -> Option<Why> {
    let parts = |text: &str| -> Vec<String> {
        text.split([',', ';', '(', ')'])
            .map(normalise)
            .filter(|part| !part.is_empty())
            .collect()
    };
    let places = [&listed.city, &listed.province, &listed.street]
        .into_iter()
        .flatten();
    let mut listed_parts: Vec<String> = places.flat_map(|text| parts(text)).collect();
    let mut country = listed.country.as_deref().and_then(Country::parse);
    // Some lists give the place in one line, the country somewhere in it: “Cairo, Egypt”.
    for part in listed.text.iter().flat_map(|text| parts(text)) {
        match Country::parse(&part) {
            Some(read) => country = country.or(Some(read)),
            None => listed_parts.push(part),
        }
    }
    let asked_parts = parts(asked);
    let countries = (
        asked_parts.iter().find_map(|part| Country::parse(part)),
        country,
    );
    let written = [
        &listed.city,
        &listed.province,
        &listed.country,
        &listed.text,
    ]
    .into_iter()
    .flatten();
    let written = written.map(String::as_str).collect::<Vec<_>>().join(", ");
    let found = |rule, weight| {
        Some(Why::new(
            Field::BirthPlace,
            rule,
            asked,
            written.clone(),
            weight,
        ))
    };
    if asked_parts.iter().any(|part| listed_parts.contains(part)) {
        return found(Rule::Equal, 1.0);
    }
    match countries {
        (Some(one), Some(other)) if one == other => found(Rule::Alike, 0.4),
        (Some(_), Some(_)) => found(Rule::Different, -0.7),
        _ => None,
    }
}

/// Nationalities in common speak for it a little, others against it a little more: people hold several, and false
/// ones. A nationality nobody can read says nothing.
pub(super) fn nationality(query: &Query, person: &Person) -> Option<Why> {
    let listed: Vec<Country> = person
        .nationalities
        .iter()
        .filter_map(|text| Country::parse(text))
        .collect();
    let first = query.nationalities.first()?;
    if let Some(both) = query
        .nationalities
        .iter()
        .find(|country| listed.contains(country))
    {
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

/// A document number met: numbers are unique within one issuing country only.
pub(crate) fn issuing_country(query: &Query, document: &Document) -> Option<Why> {
    let issuer = Country::parse(document.country.as_deref()?)?;
    let first = query.nationalities.first()?;
    let (rule, asked, weight) = if query.nationalities.contains(&issuer) {
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

    fn asked(place: &str) -> Query {
        Query {
            birth_places: vec![place.to_owned()],
            ..Query::default()
        }
    }

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
        let weight = |place: &str| birth_place(&asked(place), &person).map(|why| why.weight);
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
        let weight = |place: &str| birth_place(&asked(place), &person).map(|why| why.weight);
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
            let query = Query {
                nationalities: Country::parse(code).into_iter().collect(),
                ..Query::default()
            };
            nationality(&query, &person).map(|why| why.weight)
        };
        assert_eq!(weight("DZ"), Some(0.5));
        assert_eq!(weight("FR"), Some(-0.8));
        assert_eq!(nationality(&Query::default(), &person), None);
    }
}
