//! The shape of a pact's file as JSON Schema, for editors that complete and check TOML.
//!
//! It says what one table can: keys, types, words, forms of ids and dates. What needs the whole file (that an id is declared, that dates
//! are in order) `pact check` says. Draft 7, which is what TOML editors read.

use serde_json::{Map, Value, json};

use super::shape::{self, Form, Holds, Key};
use crate::model::Word;

/// The schema, as `pacts/pact.schema.json` has it.
#[must_use]
pub fn schema() -> Value {
    let mut properties = Map::new();
    properties.insert(
        "pact".to_owned(),
        table(shape::PACT, "The pact's own head: the framework."),
    );
    for section in shape::SECTIONS {
        properties.insert(
            section.name.to_owned(),
            json!({
                "description": section.about,
                "type": "object",
                "propertyNames": { "$ref": "#/definitions/id" },
                "additionalProperties": table(section.keys, section.about),
            }),
        );
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A Mithaq pact",
        "description": "Made by `mithaq pact schema`. What needs the whole file `mithaq pact check` says.",
        "type": "object",
        "required": ["pact"],
        "additionalProperties": false,
        "properties": properties,
        "definitions": {
            "id": {
                "type": "string",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$",
            },
            "ids": one_or_several(),
            "date": {
                "type": "string",
                "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$",
            },
            "area": {
                "anyOf": [
                    { "$ref": "#/definitions/ids" },
                    table(shape::AREA, "All of some theatres, but not others."),
                ],
            },
            "text": wording(),
        },
    })
}

fn one_or_several() -> Value {
    json!({
        "anyOf": [
            { "$ref": "#/definitions/id" },
            { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/id" } },
        ],
    })
}

/// A text has one language at least.
fn wording() -> Value {
    let mut text = table(shape::TEXT, "One text in up to three languages.");
    if let Some(text) = text.as_object_mut() {
        text.insert("minProperties".to_owned(), json!(1));
    }
    text
}

fn table(keys: &[Key], about: &str) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.name.to_owned(), described(key)))
        .collect();
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut table = json!({
        "description": about,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if let (Some(table), false) = (table.as_object_mut(), required.is_empty()) {
        table.insert("required".to_owned(), json!(required));
    }
    table
}

/// What a key holds, and what it is for. Draft 7 ignores what stands beside a `$ref`, so that one goes into `allOf`.
fn described(key: &Key) -> Value {
    let mut about = key.about.to_owned();
    let mut value = match key.holds {
        Holds::Id => reference("id"),
        Holds::Ref(kind) => {
            about = format!("{about} The id of a declared {}.", kind.what());
            reference("id")
        }
        Holds::Refs(kind) | Holds::Chain(kind) => {
            about = format!("{about} Ids, each of a declared {}.", kind.what());
            reference("ids")
        }
        Holds::Area => {
            about = format!("{about} Ids of theatres, or {{ all = …, but = … }}.");
            reference("area")
        }
        Holds::Text => reference("text"),
        Holds::Date => {
            about = format!("{about} A month (2014-09) or a day (2014-09-12), UTC.");
            reference("date")
        }
        Holds::Word(words) => word(words),
        Holds::Words(words) => json!({ "type": "array", "minItems": 1, "items": word(words) }),
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Number(least) => json!({ "type": "integer", "minimum": least }),
        Holds::Line(form) => line(form),
        Holds::Lines(form) => json!({ "type": "array", "items": line(form) }),
        Holds::Grade => json!({ "anyOf": [
            line(shape::ADMIRALTY),
            table(shape::GRADE, "A grade of any system."),
        ] }),
        Holds::Table(keys) => table(keys, key.about),
        Holds::Tables(keys) => json!({ "type": "array", "items": table(keys, key.about) }),
    };
    if let Holds::Word(words) | Holds::Words(words) = key.holds {
        let meanings: Vec<String> = words
            .iter()
            .map(|word| format!("`{}`: {}", word.word, word.about))
            .collect();
        about = format!("{about}\n\n{}", meanings.join("\n\n"));
    }
    if let Some(value) = value.as_object_mut() {
        value.insert("description".to_owned(), json!(about));
    }
    value
}

fn reference(name: &str) -> Value {
    json!({ "allOf": [{ "$ref": format!("#/definitions/{name}") }] })
}

/// One of a closed list; `x-taplo` is where TOML editors look for what each word means.
fn word(words: &[Word]) -> Value {
    let all: Vec<&str> = words.iter().map(|word| word.word).collect();
    let meanings: Vec<&str> = words.iter().map(|word| word.about).collect();
    json!({ "type": "string", "enum": all, "x-taplo": { "docs": { "enumValues": meanings } } })
}

fn line(form: Form) -> Value {
    if form.pattern.is_empty() {
        json!({ "type": "string" })
    } else {
        json!({ "type": "string", "pattern": form.pattern })
    }
}
