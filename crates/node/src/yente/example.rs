//! What is asked about one party, as clients describe it, and as the engine is asked.

use mithaq_notice::SubjectKind;
use mithaq_screen::{AskedKind, Country, Property as Asked, Query, QueryReader};
use serde_json::Value;

use super::ftm::{self, Property, Schema};

/// More values than these are one party's no longer; what a query costs stays bounded.
const MOST: usize = 32;

/// A party, its properties cleaned as the model wants them.
#[derive(Debug)]
pub(super) struct Example {
    /// The client's own id for it, given back.
    pub(super) id: Option<String>,
    pub(super) schema: &'static Schema,
    pub(super) properties: Vec<(&'static str, Vec<String>)>,
    /// What the engine is asked; nothing, where nothing can be found by it.
    pub(super) query: Option<Query>,
}

impl Example {
    /// Reads a description. Properties the schema does not have, and values that are none of their type, are left out.
    ///
    /// # Errors
    /// A sentence, when there is no such schema, or nothing of it is matched.
    pub(super) fn read(
        id: Option<String>,
        schema: &str,
        given: impl IntoIterator<Item = (String, Vec<Value>)>,
    ) -> Result<Self, String> {
        let schema = ftm::schema(schema).ok_or_else(|| format!("Unknown schema: '{schema}'"))?;
        if schema.name != "Thing" && !schema.matchable {
            return Err(format!("Non-matchable schema for query: {}", schema.name));
        }
        let mut reader = QueryReader::default();
        let mut ask = |name: &str, property: Asked, text: &str| {
            // What says nothing to the engine is no evidence; the rest still is.
            let _ = reader.field(name, property, text);
        };
        ask("id", Asked::Id, "query");
        let mut properties: Vec<(&'static str, Vec<String>)> = Vec::new();
        for (name, values) in given {
            let Some(property) = schema.properties.get(name.as_str()) else {
                continue;
            };
            let mut cleaned: Vec<String> = Vec::new();
            for text in values.iter().filter_map(text_of).take(MOST) {
                let Some(clean) = clean(property, &text) else {
                    continue;
                };
                if let Some(asked) = asked(property) {
                    // A number is asked as it was written: the engine knows which signs do not matter.
                    let as_written = matches!(asked, Asked::Number(_) | Asked::Registration);
                    ask(&name, asked, if as_written { &text } else { &clean });
                }
                if !cleaned.contains(&clean) {
                    cleaned.push(clean);
                }
            }
            if !cleaned.is_empty() {
                properties.push((property.name, cleaned));
            }
        }
        let named = properties.iter().any(|(name, _)| {
            let property = schema.properties.get(name);
            property.is_some_and(|property| property.of.name == "name" && property.matchable)
        });
        if !named && schema.is("Person") {
            let whole = put_together(&properties);
            for name in &whole {
                ask("alias", Asked::Alias, name);
            }
            if !whole.is_empty() {
                properties.push(("alias", whole));
            }
        }
        let query = reader.finish().ok().map(|query| Query {
            kind: kind_of(schema),
            ..query
        });
        Ok(Self {
            id,
            schema,
            properties,
            query,
        })
    }
}

/// Which kinds of subject its names may be of.
fn kind_of(schema: &Schema) -> AskedKind {
    match schema.name {
        "Person" => AskedKind::Only(SubjectKind::Person),
        "LegalEntity" => AskedKind::Party,
        _ if schema.is("Organization") => AskedKind::Only(SubjectKind::Organisation),
        _ if schema.is("Vehicle") => AskedKind::Only(SubjectKind::Vehicle),
        _ => AskedKind::Any,
    }
}

/// What a property says to the engine.
fn asked(property: &Property) -> Option<Asked> {
    match (property.name, property.of.name) {
        ("name", _) => Some(Asked::Name),
        (_, "name") => Some(Asked::Alias),
        ("registrationNumber", _) => Some(Asked::Registration),
        (
            "birthDate" | "birthPlace" | "birthCountry" | "nationality" | "citizenship" | "gender",
            _,
        ) => Asked::named(property.name),
        (name, "identifier") => {
            let known = Asked::named(name);
            known.or_else(|| Asked::named("documentNumber"))
        }
        _ => None,
    }
}

/// A value as a text, as clients in scripting languages mean it.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some("True".to_owned()),
        Value::Bool(false) => Some("False".to_owned()),
        other => Some(other.to_string()),
    }
}

/// A value as the property's type wants it, or nothing where it is none.
fn clean(property: &Property, text: &str) -> Option<String> {
    let text: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let text = text.join(" ");
    if text.is_empty() {
        return None;
    }
    match property.of.name {
        "country" => Country::parse(&text)
            .map(|country| country.code().to_ascii_lowercase())
            .or_else(|| known_code(property, &text)),
        "date" => date(&text),
        "gender" => match text.to_lowercase().as_str() {
            "m" | "male" | "man" | "masculin" | "homme" | "ذكر" => Some("male".to_owned()),
            "f" | "female" | "woman" | "féminin" | "femme" | "أنثى" => {
                Some("female".to_owned())
            }
            _ => known_code(property, &text),
        },
        "topic" | "language" => known_code(property, &text),
        "email" => {
            let (user, host) = text.split_once('@')?;
            let host = host.to_lowercase();
            let ends = host.rsplit_once('.').is_some_and(|(_, top)| top.len() > 1);
            (ends && !user.is_empty() && !text.contains(' ')).then(|| format!("{user}@{host}"))
        }
        "url" => address(&text),
        "phone" => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            (text.starts_with('+') && (7..=15).contains(&digits.len()))
                .then(|| format!("+{digits}"))
        }
        "identifier" if property.name == "imoNumber" => Some(ship(&text).unwrap_or(text)),
        "identifier" if property.name == "iban" => Some(text.replace(' ', "").to_uppercase()),
        _ => Some(text),
    }
}

/// The address of a page or a file, its scheme and its path written out.
fn address(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let path = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(path);
    let scheme = scheme.to_ascii_lowercase();
    let is_address = ["http", "https", "ftp"].contains(&scheme.as_str())
        && host.contains('.')
        && !text.contains(' ');
    let path = if path.is_empty() { "/" } else { path };
    is_address.then(|| format!("{scheme}://{host}{path}"))
}

/// A ship's number, `IMO` and seven digits of which the last follows from the others, if it is one.
fn ship(text: &str) -> Option<String> {
    let number = text.to_ascii_uppercase();
    let number = number.trim_start_matches("IMO").trim();
    let digits: Vec<u32> = number.chars().map_while(|c| c.to_digit(10)).collect();
    let (last, others) = digits.split_last()?;
    let sum: u32 = others.iter().zip((2..=7).rev()).map(|(d, by)| d * by).sum();
    (digits.len() == 7 && number.len() == 7 && sum % 10 == *last).then(|| format!("IMO{number}"))
}

fn known_code(property: &Property, text: &str) -> Option<String> {
    let code = text.to_lowercase();
    property.of.label_of(&code).map(|_| code)
}

/// A year, a month, a day or a moment as ISO 8601 writes them; one-digit months and days are filled up.
fn date(text: &str) -> Option<String> {
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let parts: Vec<&str> = day.split('-').collect();
    let number = |part: &str| -> Option<i8> {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let (year, rest) = parts.split_first()?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (rest, time) {
        ([], None) => Some((*year).to_owned()),
        ([month], None) => {
            let month = number(month).filter(|month| (1..=12).contains(month))?;
            Some(format!("{year}-{month:02}"))
        }
        ([month, day], time) => {
            let (month, day) = (number(month)?, number(day)?);
            let date = jiff::civil::Date::new(year.parse().ok()?, month, day).ok()?;
            Some(match time {
                Some(time) => format!("{date}T{time}"),
                None => date.to_string(),
            })
        }
        _ => None,
    }
}

/// Whole names of the parts of a name, in the order in which they are borne.
fn put_together(properties: &[(&'static str, Vec<String>)]) -> Vec<String> {
    const PARTS: [&str; 6] = [
        "firstName",
        "secondName",
        "middleName",
        "fatherName",
        "motherName",
        "lastName",
    ];
    let mut whole: Vec<String> = Vec::new();
    for part in PARTS {
        let Some((_, values)) = properties.iter().find(|(name, _)| *name == part) else {
            continue;
        };
        let before = if whole.is_empty() {
            vec![String::new()]
        } else {
            whole
        };
        let joined = before.iter().flat_map(|before| {
            let joined = values.iter().map(move |value| format!("{before} {value}"));
            joined.map(|name| name.trim().to_owned())
        });
        whole = joined.take(MOST).collect();
    }
    whole
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(schema: &str, properties: Value) -> Example {
        let Value::Object(properties) = properties else {
            panic!("properties are an object");
        };
        let values = |value| match value {
            Value::Array(values) => values,
            other => vec![other],
        };
        let given = properties
            .into_iter()
            .map(|(name, value)| (name, values(value)));
        Example::read(None, schema, given).unwrap()
    }

    #[test]
    fn values_are_cleaned_as_their_type_wants() {
        let example = read(
            "Person",
            json!({
                "nationality": ["Uganda", "UG", "uga", "atlantis", "الجزائر"],
                "birthDate": ["1961", "1961-13", "1961-1-2", "01/02/1961", " 1961 ", 1970],
                "gender": ["M", "Female", "x"],
                "email": ["A.b@Exa.COM", "a b@c.dz", "a@b"],
                "website": ["example.dz", "HTTP://x.dz/a?b", "nothing of it"],
                "banana": ["x"],
            }),
        );
        let of = |name| {
            &example
                .properties
                .iter()
                .find(|(known, _)| *known == name)
                .unwrap()
                .1
        };
        assert_eq!(*of("nationality"), ["ug", "dz"]);
        assert_eq!(*of("birthDate"), ["1961", "1961-01-02", "1970"]);
        assert_eq!(*of("gender"), ["male", "female"]);
        assert_eq!(*of("email"), ["A.b@exa.com"]);
        assert_eq!(*of("website"), ["http://example.dz/", "http://x.dz/a?b"]);
        assert_eq!(example.properties.len(), 5);
        let ship = read("Vessel", json!({"imoNumber": ["imo 9074729", "9074728"]}));
        assert_eq!(ship.properties[0].1, ["IMO9074729", "9074728"]);
        assert!(example.query.is_none(), "nobody is found by these alone");
    }

    #[test]
    fn parts_of_a_name_make_a_name_where_there_is_none() {
        let example = read("Person", json!({"firstName": ["A", "B"], "lastName": "C"}));
        let names = &example.properties.last().unwrap().1;
        assert_eq!(*names, ["A C", "B C"]);
        assert_eq!(example.query.unwrap().names.len(), 2);
    }

    #[test]
    fn what_is_not_matched_is_not_asked() {
        assert!(Example::read(None, "Sanction", []).is_err());
        assert!(Example::read(None, "person", []).is_err());
        assert!(Example::read(None, "Thing", []).is_ok());
    }
}
