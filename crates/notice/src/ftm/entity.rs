//! One entity as its line says it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use crate::error::{Fault, ListErrorKind, Position, quoted};
use crate::moment::{midnight, utc};

/// An entity, its nested ones taken out.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) schema: String,
    pub(super) caption: Option<String>,
    pub(super) datasets: Vec<String>,
    pub(super) first_seen: Option<Timestamp>,
    pub(super) last_seen: Option<Timestamp>,
    pub(super) last_change: Option<Timestamp>,
    pub(super) properties: Properties,
    pub(super) nested: Vec<(String, Self)>,
    /// The entity it was nested in.
    pub(super) owner: Option<String>,
}

/// Properties that are texts, each with its values. What is read is taken out.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties(BTreeMap<String, Vec<String>>);

impl Properties {
    pub(super) fn take(&mut self, property: &str) -> Vec<String> {
        self.0.remove(property).unwrap_or_default()
    }

    pub(super) fn first(&mut self, property: &str) -> Option<String> {
        self.take(property).into_iter().next()
    }

    pub(super) fn get(&self, property: &str) -> Option<&str> {
        self.0.get(property)?.first().map(String::as_str)
    }

    pub(super) fn add(&mut self, property: &str, value: &str) {
        self.0
            .entry(property.to_owned())
            .or_default()
            .push(value.to_owned());
    }

    pub(super) fn names(self) -> impl Iterator<Item = String> {
        self.0.into_keys()
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    schema: String,
    caption: Option<String>,
    #[serde(default)]
    datasets: Vec<String>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    last_change: Option<String>,
    properties: BTreeMap<String, Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or an entity")]
enum Value {
    Text(String),
    Entity(Box<Line>),
}

/// Reads the entity of a line that begins at `at`.
pub(super) fn parse(line: &str, at: Position) -> Result<Entity, Fault> {
    let parsed: Line = serde_json::from_str(line).map_err(|error| malformed(line, at, &error))?;
    entity(parsed).map_err(|fault| fault.at(at))
}

fn malformed(line: &str, at: Position, error: &serde_json::Error) -> Fault {
    let whole =
        "one FollowTheMoney entity a line: {\"id\", \"schema\", \"properties\": {…: [\"…\"]}}";
    let Position { column, .. } = Position::of_byte(line, error.column().saturating_sub(1));
    let here = Position {
        line: at.line,
        column,
    };
    if error.is_eof() {
        return Fault::truncated("a line that ends inside its entity", whole).at(here);
    }
    // The message ends with a place in the line, which the fault gives as one in the file.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Fault::new(
        ListErrorKind::Malformed,
        message,
        whole,
        "mend the line, or fetch the list again",
    )
    .at(here)
}

fn entity(line: Line) -> Result<Entity, Fault> {
    let mut properties = Properties::default();
    let mut nested = Vec::new();
    for (property, values) in line.properties {
        for value in values {
            match value {
                Value::Text(text) if text.trim().is_empty() => {}
                Value::Text(text) => properties.add(&property, text.trim()),
                Value::Entity(inner) => nested.push((property.clone(), entity(*inner)?)),
            }
        }
    }
    Ok(Entity {
        id: line.id,
        schema: line.schema,
        caption: line.caption,
        datasets: line.datasets,
        first_seen: moment(line.first_seen)?,
        last_seen: moment(line.last_seen)?,
        last_change: moment(line.last_change)?,
        properties,
        nested,
        owner: None,
    })
}

/// A moment, which the format writes without a zone and means in UTC.
fn moment(text: Option<String>) -> Result<Option<Timestamp>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let parsed = (text.parse::<Timestamp>().ok())
        .or_else(|| text.parse::<DateTime>().ok().map(utc))
        .or_else(|| text.parse::<Date>().ok().map(midnight));
    parsed.map(Some).ok_or_else(|| {
        Fault::new(
            ListErrorKind::Value,
            format!("the moment {}", quoted(&text)),
            "a moment such as 2026-02-27T00:00:09",
            "mend the line, or fetch the list again",
        )
    })
}
