//! The body of `POST /match`: read quickly where it is right, explained where it is wrong.

use std::fmt;
use std::marker::PhantomData;

use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

use super::answer::{Refusal, Wrong};
use super::not_json::{self, NotJson};

/// What to match.
#[derive(Debug, Deserialize)]
pub(super) struct Body {
    pub(super) queries: Ordered<Described>,
    #[serde(default = "object")]
    weights: Value,
    #[serde(default = "object")]
    config: Value,
}

fn object() -> Value {
    json!({})
}

/// One party, as the client describes it.
#[derive(Debug, Deserialize)]
pub(super) struct Described {
    #[serde(default)]
    pub(super) id: Option<String>,
    pub(super) schema: String,
    pub(super) properties: Ordered<Values>,
}

/// A JSON object in its own order; of two values of one key the last counts.
#[derive(Debug)]
pub(super) struct Ordered<V>(pub(super) Vec<(String, V)>);

/// A text, or a list of anything.
#[derive(Debug)]
pub(super) struct Values(pub(super) Vec<Value>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Ordered<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Pairs<V> {
            type Value = Ordered<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<V>, A::Error> {
                let mut pairs: Vec<(String, V)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    // Objects here are small; those that are not are refused by their number soon after.
                    match pairs.iter_mut().take(256).find(|(known, _)| *known == key) {
                        Some((_, before)) => *before = value,
                        None => pairs.push((key, value)),
                    }
                }
                Ok(Ordered(pairs))
            }
        }
        deserializer.deserialize_map(Pairs(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrList;
        impl<'de> Visitor<'de> for TextOrList {
            type Value = Values;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Values, E> {
                Ok(Values(vec![Value::String(text.to_owned())]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(Values(values))
            }
        }
        deserializer
            .deserialize_any(TextOrList)
            .map_err(D::Error::custom)
    }
}

/// Reads the body; what is wrong with it is added to what is wrong with the rest of the request.
pub(super) fn read(
    headers: &HeaderMap,
    bytes: &[u8],
    mut wrong: Vec<Wrong>,
) -> Result<Body, Refusal> {
    let missing = || {
        Wrong::new(
            "missing",
            vec![json!("body")],
            "Field required",
            Value::Null,
        )
    };
    if bytes.is_empty() {
        wrong.push(missing());
        return Err(Refusal::Wrong(wrong));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !is_json(headers) {
        wrong.push(no_object(vec![json!("body")], &json!(text)));
        return Err(Refusal::Wrong(wrong));
    }
    match serde_json::from_str::<Body>(text) {
        Ok(body) => {
            explain_settings(&body.weights, &body.config, &mut wrong);
            if wrong.is_empty() {
                Ok(body)
            } else {
                Err(Refusal::Wrong(wrong))
            }
        }
        Err(_) => {
            let value: Value = serde_json::from_str(text).map_err(|error| no_json(text, &error))?;
            if value.is_null() {
                wrong.push(missing());
            } else {
                explain(&value, &mut wrong);
            }
            Err(Refusal::Wrong(wrong))
        }
    }
}

impl Body {
    /// The names of the settings given.
    pub(super) fn settings(&self) -> impl Iterator<Item = &str> {
        let settings = self.config.as_object().into_iter().flatten();
        settings.map(|(name, _)| name.as_str())
    }
}

/// Whether the body says it is JSON, or says nothing.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let kind = kind.to_str().unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.strip_prefix("application/")
        .is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}

/// A text that is no JSON, and where it stops being one.
fn no_json(text: &str, error: &serde_json::Error) -> Refusal {
    let (at, why) = match not_json::explain(text) {
        Some(NotJson::At(at, why)) => (at, why),
        Some(NotJson::TooDeep) => return unreadable(),
        // Python's decoder reads numbers that are none, and half a pair of surrogates.
        None => (error.column().saturating_sub(1), "Expecting value"),
    };
    let place = vec![json!("body"), json!(at)];
    let mut wrong = Wrong::new("json_invalid", place, "JSON decode error", json!({}));
    wrong.context = Some(json!({ "error": why }));
    Refusal::Wrong(vec![wrong])
}

fn unreadable() -> Refusal {
    Refusal::bad("There was an error parsing the body")
}

fn no_object(place: Vec<Value>, found: &Value) -> Wrong {
    Wrong::new(
        "model_attributes_type",
        place,
        "Input should be a valid dictionary or object to extract fields from",
        found.clone(),
    )
}

fn no_dictionary(place: Vec<Value>, found: &Value) -> Wrong {
    Wrong::new(
        "dict_type",
        place,
        "Input should be a valid dictionary",
        found.clone(),
    )
}

fn no_text(place: Vec<Value>, found: &Value) -> Wrong {
    Wrong::new(
        "string_type",
        place,
        "Input should be a valid string",
        found.clone(),
    )
}

fn within(place: &[Value], next: &str) -> Vec<Value> {
    place.iter().cloned().chain([json!(next)]).collect()
}

/// Everything wrong with a body that is JSON.
fn explain(body: &Value, wrong: &mut Vec<Wrong>) {
    let place = [json!("body")];
    let Some(object) = body.as_object() else {
        wrong.push(no_object(place.to_vec(), body));
        return;
    };
    let empty = json!({});
    let settings = |name| object.get(name).unwrap_or(&empty);
    explain_settings(settings("weights"), settings("config"), wrong);
    let at = within(&place, "queries");
    match object.get("queries") {
        None => wrong.push(Wrong::new("missing", at, "Field required", body.clone())),
        Some(Value::Object(queries)) => {
            for (name, query) in queries {
                explain_query(&within(&at, name), query, wrong);
            }
        }
        Some(other) => wrong.push(no_dictionary(at, other)),
    }
}

fn explain_query(place: &[Value], query: &Value, wrong: &mut Vec<Wrong>) {
    let Some(object) = query.as_object() else {
        wrong.push(no_object(place.to_vec(), query));
        return;
    };
    if let Some(id) = object
        .get("id")
        .filter(|id| !id.is_string() && !id.is_null())
    {
        wrong.push(no_text(within(place, "id"), id));
    }
    let missing = |name| {
        Wrong::new(
            "missing",
            within(place, name),
            "Field required",
            query.clone(),
        )
    };
    match object.get("schema") {
        None => wrong.push(missing("schema")),
        Some(Value::String(_)) => {}
        Some(other) => wrong.push(no_text(within(place, "schema"), other)),
    }
    let at = within(place, "properties");
    match object.get("properties") {
        None => wrong.push(missing("properties")),
        Some(Value::Object(properties)) => {
            let neither = properties
                .iter()
                .filter(|(_, v)| !v.is_string() && !v.is_array());
            for (name, value) in neither {
                let at = within(&at, name);
                wrong.push(no_text(within(&at, "str"), value));
                let at = within(&at, "list[any]");
                let message = "Input should be a valid list";
                wrong.push(Wrong::new("list_type", at, message, value.clone()));
            }
        }
        Some(other) => wrong.push(no_dictionary(at, other)),
    }
}

fn explain_settings(weights: &Value, config: &Value, wrong: &mut Vec<Wrong>) {
    let place = [json!("body")];
    let at = within(&place, "weights");
    match weights.as_object() {
        None => wrong.push(no_dictionary(at, weights)),
        Some(weights) => {
            for (name, weight) in weights {
                let at = within(&at, name);
                match weight {
                    Value::Number(_) | Value::Bool(_) => {}
                    Value::String(text) if text.trim().parse::<f64>().is_ok() => {}
                    Value::String(_) => wrong.push(Wrong::new(
                        "float_parsing",
                        at,
                        "Input should be a valid number, unable to parse string as a number",
                        weight.clone(),
                    )),
                    _ => {
                        let message = "Input should be a valid number";
                        wrong.push(Wrong::new("float_type", at, message, weight.clone()));
                    }
                }
            }
        }
    }
    let at = within(&place, "config");
    match config.as_object() {
        None => wrong.push(no_dictionary(at, config)),
        Some(config) => {
            let nested = config.iter().filter(|(_, v)| v.is_array() || v.is_object());
            for (name, value) in nested {
                for (of, kind, what) in [
                    ("str", "string_type", "string"),
                    ("int", "int_type", "integer"),
                    ("float", "float_type", "number"),
                    ("bool", "bool_type", "boolean"),
                ] {
                    let at = within(&within(&at, name), of);
                    let message = format!("Input should be a valid {what}");
                    wrong.push(Wrong::new(kind, at, message, value.clone()));
                }
            }
        }
    }
}
