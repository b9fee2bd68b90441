//! Extending a table: what is known of each entity.

use serde_json::{Map, Value, json};

use super::super::answer::{Refusal, Wrong};
use super::super::catalog::{Catalog, Place};
use super::super::params::either;
use super::{count, few};

/// The properties wanted of each entity.
pub(super) fn extended(catalog: &Catalog, extend: &str) -> Result<(Value, usize), Refusal> {
    const TITLE: &str = "FreebaseExtendQuery";
    let wanted: Value = serde_json::from_str(extend)
        .map_err(|_| Refusal::bad("Cannot decode extension request"))?;
    let mut wrong = Vec::new();
    let ids = listed(&wanted, "ids", &mut wrong);
    let listed_properties = listed(&wanted, "properties", &mut wrong);
    let properties: Vec<Wanted> = listed_properties
        .iter()
        .enumerate()
        .filter_map(|(nth, property)| Wanted::read(nth, property, &mut wrong))
        .collect();
    if !wrong.is_empty() {
        return Err(Refusal::WrongForm(TITLE, wrong));
    }
    few(ids.len())?;
    let mut meta: Vec<Value> = Vec::new();
    let mut rows = Map::new();
    for id in ids.iter().filter_map(Value::as_str) {
        let mut row = Map::new();
        let entity = match catalog.place(id) {
            Some(Place::Here(stored)) => stored.entity(),
            Some(Place::Moved(_)) => {
                let detail = "Please specify the canonical entity ID, not a referent";
                return Err(Refusal::bad(detail));
            }
            None => None,
        };
        for wanted in &properties {
            let Some(entity) = &entity else { continue };
            let property = entity
                .schema()
                .and_then(|schema| schema.properties.get(wanted.id));
            let Some(property) = property else { continue };
            if !meta.iter().any(|known| known["id"] == property.name) {
                meta.push(json!({ "id": property.name, "name": property.label }));
            }
            let most = if wanted.limit == 0 {
                usize::MAX
            } else {
                wanted.limit
            };
            let values = entity.texts(property.name).take(most).map(|text| {
                let label = property.of.label_of(text).filter(|_| wanted.labels);
                json!({ "str": label.unwrap_or(text) })
            });
            row.insert(property.name.to_owned(), values.collect());
        }
        rows.insert(id.to_owned(), Value::Object(row));
    }
    let size = rows.len();
    Ok((json!({ "meta": meta, "rows": rows }), size))
}

fn listed(of: &Value, name: &str, wrong: &mut Vec<Wrong>) -> Vec<Value> {
    match of.get(name) {
        Some(Value::Array(values)) => return values.clone(),
        None if of.is_object() => {
            wrong.push(Wrong::new(
                "missing",
                vec![json!(name)],
                "Field required",
                of.clone(),
            ));
        }
        None => {
            let message = "Input should be a valid dictionary or instance of FreebaseExtendQuery";
            if wrong.is_empty() {
                let mut not = Wrong::new("model_type", vec![], message, of.clone());
                not.context = Some(json!({ "class_name": "FreebaseExtendQuery" }));
                wrong.push(not);
            }
        }
        Some(other) => {
            let message = "Input should be a valid list";
            wrong.push(Wrong::new(
                "list_type",
                vec![json!(name)],
                message,
                other.clone(),
            ));
        }
    }
    Vec::new()
}

/// A property a table is extended by.
struct Wanted<'a> {
    id: &'a str,
    limit: usize,
    labels: bool,
}

impl<'a> Wanted<'a> {
    fn read(nth: usize, property: &'a Value, wrong: &mut Vec<Wrong>) -> Option<Self> {
        let mut say = |name: &[&str], kind, message: String, input: &Value| {
            let names = name.iter().map(|name| json!(name));
            let place = [json!("properties"), json!(nth)]
                .into_iter()
                .chain(names)
                .collect();
            wrong.push(Wrong::new(kind, place, message, input.clone()));
            wrong.len() - 1
        };
        let Some(id) = property.get("id").and_then(Value::as_str) else {
            say(&["id"], "missing", "Field required".to_owned(), property);
            return None;
        };
        let settings = property.get("settings");
        let mut wanted = Self {
            id,
            limit: 0,
            labels: true,
        };
        if let Some(limit) = settings.and_then(|settings| settings.get("limit")) {
            match count(limit) {
                Ok(limit) => wanted.limit = limit,
                Err((kind, message)) => {
                    say(&["settings", "limit"], kind, message.to_owned(), limit);
                }
            }
        }
        if let Some(render) = settings.and_then(|settings| settings.get("render")) {
            match render.as_str() {
                Some("caption") => {}
                Some("raw") => wanted.labels = false,
                _ => {
                    let expected = either(&["raw", "caption"]);
                    let message = format!("Input should be {expected}");
                    let at = say(&["settings", "render"], "enum", message, render);
                    if let Some(wrong) = wrong.get_mut(at) {
                        wrong.context = Some(json!({ "expected": expected }));
                    }
                }
            }
        }
        Some(wanted)
    }
}
