//! One entity as clients read it, kept as the JSON it is sent as.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ftm::{self, Schema};

/// An entity with every property its list states, those a notice has no field for among them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) caption: String,
    pub(super) schema: String,
    /// Texts, and where it was nested, entities.
    pub(super) properties: BTreeMap<String, Vec<Value>>,
    pub(super) datasets: Vec<String>,
    /// Other ids it is or was known by.
    pub(super) referents: Vec<String>,
    pub(super) target: bool,
    pub(super) first_seen: Option<String>,
    pub(super) last_seen: Option<String>,
    pub(super) last_change: Option<String>,
}

/// An entity as a list's line or our own store writes it.
#[derive(Deserialize)]
struct Line {
    id: String,
    schema: String,
    #[serde(default)]
    caption: Option<String>,
    #[serde(default)]
    properties: BTreeMap<String, Vec<Value>>,
    #[serde(default)]
    referents: Vec<String>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    last_change: Option<String>,
}

impl Entity {
    /// The entity of a list's line, with those nested in it after it, each by its id in the property it was nested in.
    pub(super) fn of_line(line: &str, dataset: &str) -> serde_json::Result<Vec<Self>> {
        let mut found = Vec::new();
        take_apart(serde_json::from_str(line)?, dataset, &mut found);
        Ok(found)
    }

    /// The schema, where the model knows it.
    pub(super) fn schema(&self) -> Option<&'static Schema> {
        ftm::schema(&self.schema)
    }

    /// The texts of a property.
    pub(super) fn texts(&self, property: &str) -> impl Iterator<Item = &str> {
        let values = self.properties.get(property).into_iter().flatten();
        values.filter_map(Value::as_str)
    }

    /// Every text with the property it is of.
    pub(super) fn all_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().flat_map(|(name, values)| {
            let texts = values.iter().filter_map(Value::as_str);
            texts.map(move |text| (name.as_str(), text))
        })
    }

    /// The entities its properties name, with the property.
    pub(super) fn links(&self) -> impl Iterator<Item = (&'static ftm::Property, &str)> {
        let schema = self.schema();
        self.all_texts().filter_map(move |(name, id)| {
            let property = schema?.properties.get(name)?;
            property.of.is_entity().then_some((property, id))
        })
    }

    /// Fills in what follows from the rest: the caption, and whether it is a target.
    pub(super) fn complete(mut self, caption: Option<String>) -> Self {
        let target = self.texts("topics").any(ftm::is_risk);
        self.target = target;
        self.caption = match caption {
            Some(caption) => caption,
            None => {
                let schema = self.schema();
                let named = schema
                    .into_iter()
                    .flat_map(|schema| &schema.caption)
                    .find_map(|property| self.texts(property).next());
                named
                    .or(schema.map(|schema| schema.label))
                    .unwrap_or(&self.id)
                    .to_owned()
            }
        };
        self
    }
}

fn take_apart(line: Line, dataset: &str, found: &mut Vec<Entity>) {
    let at = found.len();
    let mut nested = Vec::new();
    let mut properties = line.properties;
    for values in properties.values_mut() {
        for value in values {
            if value.is_object()
                && let Ok(inner) = serde_json::from_value::<Line>(value.take())
            {
                *value = Value::String(inner.id.clone());
                nested.push(inner);
            }
        }
    }
    let entity = Entity {
        id: line.id,
        caption: String::new(),
        schema: line.schema,
        properties,
        datasets: vec![dataset.to_owned()],
        referents: line.referents,
        target: false,
        first_seen: line.first_seen,
        last_seen: line.last_seen,
        last_change: line.last_change,
    };
    found.insert(at, entity.complete(line.caption));
    for inner in nested {
        take_apart(inner, dataset, found);
    }
}

/// An entity at rest: the very bytes that are sent, and where more may be put between them.
#[derive(Debug)]
pub(super) struct Stored {
    json: Box<str>,
}

impl Stored {
    pub(super) fn new(entity: &Entity) -> serde_json::Result<Self> {
        Ok(Self {
            json: serde_json::to_string(entity)?.into_boxed_str(),
        })
    }

    /// The whole entity.
    pub(super) fn json(&self) -> &str {
        &self.json
    }

    /// The entity without its last brace, so that a score and its reasons can follow.
    pub(super) fn open(&self) -> &str {
        self.json.strip_suffix('}').unwrap_or(&self.json)
    }

    /// The entity taken apart again. `None` does not happen: it was written from one.
    pub(super) fn entity(&self) -> Option<Entity> {
        serde_json::from_str(&self.json).ok()
    }
}
