//! A query of a row's fields.

use mithaq_notice::{Gender, SubjectKind};
use serde_json::{Map, Value};

use super::{AskedKind, AskedNumber, Property, Query};
use crate::country::Country;
use crate::date::AskedBirth;
use crate::number::{Number, NumberKind};

/// A field that does not say what its column is for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("field `{field}`: `{found}`: {problem}")]
pub struct FieldError {
    /// The column or key, as the input names it.
    pub field: String,
    /// What it holds, cut to 60 characters.
    pub found: String,
    /// What is wrong with that and what is expected.
    pub problem: String,
}

/// Why a row makes no query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A field cannot be read.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// It has no id.
    #[error(
        "the row has no id; every row needs one, so that its answer can be told from the others'"
    )]
    NoId,
    /// It has neither a name nor a number.
    #[error("the row has neither a name nor a number to screen by; leave it out, or fill one in")]
    Nothing,
}

/// Collects the fields of one row.
///
/// ```
/// use mithaq_screen::{Property, QueryReader};
/// let mut row = QueryReader::default();
/// row.field("id", Property::Id, "7")?;
/// row.field("name", Property::Name, "مختار بلمختار")?;
/// row.field("birthDate", Property::BirthDate, "1972-06-01")?;
/// let query = row.finish()?;
/// assert_eq!((query.id.as_str(), query.births.len()), ("7", 1));
/// # Ok::<(), mithaq_screen::QueryError>(())
/// ```
#[derive(Debug, Default)]
pub struct QueryReader {
    query: Query,
    parts: Vec<(u8, String)>,
    registrations: Vec<String>,
}

/// What people write into a field they have nothing for.
const NOTHING: [&str; 9] = ["", "-", "--", "n/a", "na", "none", "null", "unknown", "?"];

impl QueryReader {
    /// Takes one field. What is empty or says “unknown” is passed over.
    ///
    /// # Errors
    /// [`FieldError`] when the text is not what the property holds.
    pub fn field(&mut self, field: &str, property: Property, text: &str) -> Result<(), FieldError> {
        let text = text.trim();
        if text.is_empty() || says_nothing(property, text) {
            return Ok(());
        }
        let wrong = |problem: String| FieldError {
            field: field.chars().take(60).collect(),
            found: text.chars().take(60).collect(),
            problem,
        };
        let query = &mut self.query;
        match property {
            Property::Id => text.clone_into(&mut query.id),
            Property::Name => query.names.insert(0, text.to_owned()),
            Property::Alias => query.names.push(text.to_owned()),
            Property::NamePart(order) => self.parts.push((order, text.to_owned())),
            Property::Schema => {
                query.kind = AskedKind::of_schema(text).ok_or_else(|| wrong(SCHEMAS.to_owned()))?;
            }
            Property::BirthDate => query
                .births
                .push(AskedBirth::parse(text).map_err(|e| wrong(e.to_string()))?),
            Property::BirthPlace => query.birth_places.push(text.to_owned()),
            Property::Nationality => {
                query
                    .nationalities
                    .push(Country::parse(text).ok_or_else(|| wrong(COUNTRIES.to_owned()))?);
            }
            Property::Gender => {
                query.gender = Some(gender(text).ok_or_else(|| wrong(GENDERS.to_owned()))?);
            }
            Property::Number(kind) => {
                query
                    .numbers
                    .push(number(kind, text).ok_or_else(|| wrong(NUMBERS.to_owned()))?);
            }
            // Which kind of number it is depends on the schema, which may come later; the check does not.
            Property::Registration => {
                let plate = number(NumberKind::Plate, text);
                self.registrations
                    .push(plate.ok_or_else(|| wrong(NUMBERS.to_owned()))?.text);
            }
            Property::Make => query.make = Some(text.to_owned()),
            Property::Model => query.model = Some(text.to_owned()),
            Property::Calibre => query.calibre = Some(text.to_owned()),
        }
        Ok(())
    }

    /// Takes a JSON object, flat or as FollowTheMoney writes entities. Keys nobody reads are passed over.
    ///
    /// # Errors
    /// [`FieldError`] for the first value that is not what its key holds.
    pub fn object(&mut self, object: &Map<String, Value>) -> Result<(), FieldError> {
        for (key, value) in object {
            match value {
                Value::Object(properties) if key == "properties" => self.object(properties)?,
                // FollowTheMoney's own caption of an entity repeats its name.
                _ => {
                    if let Some(property) = Property::named(key) {
                        self.value(key, property, value)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn value(&mut self, key: &str, property: Property, value: &Value) -> Result<(), FieldError> {
        match value {
            Value::Null => Ok(()),
            Value::String(text) => self.field(key, property, text),
            Value::Number(number) => self.field(key, property, &number.to_string()),
            // One level is all anybody writes.
            Value::Array(values) if !values.iter().any(Value::is_array) => values
                .iter()
                .try_for_each(|value| self.value(key, property, value)),
            Value::Array(_) | Value::Bool(_) | Value::Object(_) => Err(FieldError {
                field: key.chars().take(60).collect(),
                found: value.to_string().chars().take(60).collect(),
                problem: "it is another kind of value; expected a text or a list of texts"
                    .to_owned(),
            }),
        }
    }

    /// The query of all fields taken.
    ///
    /// # Errors
    /// [`QueryError::NoId`], or [`QueryError::Nothing`] when it could find nothing.
    pub fn finish(mut self) -> Result<Query, QueryError> {
        if self.query.names.is_empty() && !self.parts.is_empty() {
            self.parts.sort_by_key(|(order, _)| *order);
            let parts: Vec<String> = self.parts.into_iter().map(|(_, part)| part).collect();
            self.query.names.push(parts.join(" "));
        }
        let registration = match self.query.kind {
            AskedKind::Only(SubjectKind::Vehicle) => NumberKind::Plate,
            _ => NumberKind::Document,
        };
        let registrations = self.registrations.into_iter().map(|text| AskedNumber {
            kind: registration,
            text,
        });
        self.query.numbers.extend(registrations);
        if self.query.id.is_empty() {
            Err(QueryError::NoId)
        } else if self.query.is_empty() {
            Err(QueryError::Nothing)
        } else {
            Ok(self.query)
        }
    }
}

const SCHEMAS: &str = "it is not a schema known here; expected Person, Organization, Company, LegalEntity, Passport, \
    BankAccount, CryptoWallet, Weapon, Vehicle or Consignment";
const COUNTRIES: &str = "it is not a country known here; expected an ISO 3166 code or a name in English, French or Arabic";
const NUMBERS: &str =
    "it is not a number to screen by; expected 3 to 128 letters and digits, not all the same";
const GENDERS: &str = "it is not a gender as documents state it; expected male or female";

/// Names and ids are taken as they are: there are people called Na.
fn says_nothing(property: Property, text: &str) -> bool {
    !matches!(
        property,
        Property::Id | Property::Name | Property::Alias | Property::NamePart(_)
    ) && NOTHING.contains(&text.to_lowercase().as_str())
}

/// A number that can be looked for. One that cannot must not pass for one that was not found.
fn number(kind: NumberKind, text: &str) -> Option<AskedNumber> {
    Number::new(kind, text).map(|_| AskedNumber {
        kind,
        text: text.to_owned(),
    })
}

fn gender(text: &str) -> Option<Gender> {
    match text.to_lowercase().as_str() {
        "male" | "m" | "masculin" | "homme" | "h" | "ذكر" => Some(Gender::Male),
        "female" | "f" | "féminin" | "femme" | "أنثى" | "انثى" => Some(Gender::Female),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[(&str, &str)]) -> Result<Query, QueryError> {
        let mut reader = QueryReader::default();
        for (name, text) in fields {
            reader.field(name, Property::named(name).unwrap(), text)?;
        }
        reader.finish()
    }

    #[test]
    fn parts_of_a_name_are_put_together_where_there_is_no_whole_one() {
        let query = row(&[
            ("id", "1"),
            ("lastName", "Belmokhtar"),
            ("firstName", "Mokhtar"),
        ])
        .unwrap();
        assert_eq!(query.names, ["Mokhtar Belmokhtar"]);
        let query = row(&[("id", "1"), ("lastName", "B"), ("name", "Mokhtar B")]).unwrap();
        assert_eq!(query.names, ["Mokhtar B"]);
    }

    #[test]
    fn a_registration_number_is_a_plate_only_of_a_vehicle() {
        let of = |schema| {
            row(&[
                ("id", "1"),
                ("registrationNumber", "00123-116-16"),
                ("schema", schema),
            ])
            .unwrap()
        };
        assert_eq!(of("Vehicle").numbers[0].kind, NumberKind::Plate);
        assert_eq!(of("Company").numbers[0].kind, NumberKind::Document);
    }

    #[test]
    fn a_field_that_cannot_be_read_is_named() {
        let error = row(&[("id", "1"), ("name", "Ali"), ("birthDate", "31/02/1975")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "field `birthDate`: `31/02/1975`: there is no such day; expected year-month-day or day/month/year"
        );
        assert!(row(&[("id", "1"), ("name", "Ali"), ("nationality", "Atlantis")]).is_err());
        assert!(row(&[("id", "1"), ("name", "Ali"), ("nationality", "unknown")]).is_ok());
        assert_eq!(row(&[("id", "1"), ("name", " ")]), Err(QueryError::Nothing));
        assert_eq!(row(&[("name", "Ali")]), Err(QueryError::NoId));
        assert!(row(&[("id", "1"), ("name", "Na")]).is_ok(), "Na is a name");
        for filler in ["12", "000000", "😀"] {
            assert!(
                row(&[("id", "1"), ("passportNumber", filler)]).is_err(),
                "{filler}"
            );
        }
    }
}
