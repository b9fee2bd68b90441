//! Queries of a form: who is meant.

use serde_json::{Map, Value, json};

use super::super::Asking;
use super::super::answer::{Refusal, Wrong};
use super::super::catalog::Scope;
use super::super::example::Example;
use super::super::filter::Filter;
use super::super::ftm;
use super::super::matching::{self, Scoring, algorithm, shown, stored};
use super::{count, few, type_of};

/// Answers each query, and says how many there were.
pub(super) async fn queried(
    asking: &Asking,
    scope: &Scope,
    queries: &str,
    method: &str,
    filter: &Filter,
) -> Result<(Value, usize), Refusal> {
    const TITLE: &str = "RootModel[dict[str, FreebaseReconQuery]]";
    let queries: Value = serde_json::from_str(queries).map_err(|error| {
        let message = format!("Invalid JSON: {error}");
        let mut wrong = Wrong::new("json_invalid", vec![], message, json!(queries));
        wrong.context = Some(json!({ "error": error.to_string() }));
        Refusal::WrongForm(TITLE, vec![wrong])
    })?;
    let Value::Object(queries) = queries else {
        let wrong = Wrong::new("dict_type", vec![], "Input should be an object", queries);
        return Err(Refusal::WrongForm(TITLE, vec![wrong]));
    };
    let mut wrong = Vec::new();
    let asked: Vec<Asked> = queries
        .iter()
        .map(|(name, query)| Asked::read(name, query, &mut wrong))
        .collect();
    if !wrong.is_empty() {
        return Err(Refusal::WrongForm(TITLE, wrong));
    }
    few(asked.len())?;
    algorithm(method)?;
    let datasets = asking.catalog().scope(scope)?;
    let mut answered = Map::new();
    for asked in &asked {
        let example = Example::read(None, asked.schema, asked.properties.clone());
        let example = example.map_err(Refusal::bad)?;
        let scoring = Scoring {
            cutoff: 0.0,
            limit: asked.limit,
            ..Scoring::default()
        };
        let found = matching::find(asking, scope, &datasets, &[&example], filter, scoring).await?;
        let hits = found
            .iter()
            .flat_map(|found| &found.hits)
            .filter_map(|hit| {
                let entity = stored(&datasets, &hit.entity)?.entity()?;
                let schema = entity.schema()?;
                Some(json!({
                    "id": entity.id,
                    "name": entity.caption,
                    "description": schema.label,
                    "type": [type_of(schema)],
                    "score": shown(hit.score),
                    "match": hit.score >= scoring.threshold,
                }))
            });
        let hits: Vec<Value> = hits.collect();
        answered.insert(asked.name.to_owned(), json!({ "result": hits }));
    }
    Ok((Value::Object(answered), asked.len()))
}

/// One query of a form.
struct Asked<'a> {
    name: &'a str,
    schema: &'a str,
    limit: usize,
    properties: Vec<(String, Vec<Value>)>,
}

impl<'a> Asked<'a> {
    fn read(name: &'a str, query: &'a Value, wrong: &mut Vec<Wrong>) -> Self {
        let mut asked = Self {
            name,
            schema: "Thing",
            limit: 5,
            properties: Vec::new(),
        };
        let Some(object) = query.as_object() else {
            let message = "Input should be an object";
            wrong.push(Wrong::new(
                "model_type",
                vec![json!(name)],
                message,
                query.clone(),
            ));
            return asked;
        };
        let mut say = |place: Vec<Value>, kind, message: &str, input: &Value| {
            let place = [json!(name)].into_iter().chain(place).collect();
            wrong.push(Wrong::new(kind, place, message, input.clone()));
        };
        match object.get("query") {
            None | Some(Value::Null) => {}
            Some(text @ Value::String(_)) => {
                asked
                    .properties
                    .push(("name".to_owned(), vec![text.clone()]));
            }
            Some(other) => {
                let message = "Input should be a valid string";
                say(vec![json!("query")], "string_type", message, other);
            }
        }
        match object.get("type") {
            None | Some(Value::Null) => {}
            Some(Value::String(schema)) => asked.schema = schema,
            // The first of several types is the one that is asked for.
            Some(Value::Array(types)) if types.iter().all(Value::is_string) => {
                asked.schema = types
                    .first()
                    .and_then(Value::as_str)
                    .unwrap_or(asked.schema);
            }
            Some(other) => {
                let place = |of| vec![json!("type"), json!(of)];
                let message = "Input should be a valid string";
                say(place("str"), "string_type", message, other);
                let message = "Input should be a valid array";
                say(place("list[str]"), "list_type", message, other);
            }
        }
        if let Some(limit) = object.get("limit") {
            match count(limit) {
                Ok(limit) => asked.limit = limit,
                Err((kind, message)) => say(vec![json!("limit")], kind, message, limit),
            }
        }
        match object.get("properties") {
            None => {}
            Some(Value::Array(properties)) => {
                for (nth, property) in properties.iter().enumerate() {
                    let at = |name| vec![json!("properties"), json!(nth), json!(name)];
                    let (pid, value) = (property.get("pid"), property.get("v"));
                    for (name, found) in [("pid", pid), ("v", value)] {
                        if found.is_none() {
                            say(at(name), "missing", "Field required", property);
                        }
                    }
                    let known = pid.and_then(Value::as_str).and_then(ftm::property);
                    let values = match value {
                        Some(Value::Array(values)) => values.clone(),
                        Some(value) => vec![value.clone()],
                        None => Vec::new(),
                    };
                    let Some(known) = known else { continue };
                    match asked
                        .properties
                        .iter_mut()
                        .find(|(name, _)| name == known.name)
                    {
                        Some((_, so_far)) => so_far.extend(values),
                        None => asked.properties.push((known.name.to_owned(), values)),
                    }
                }
            }
            Some(other) => {
                let message = "Input should be a valid array";
                say(vec![json!("properties")], "list_type", message, other);
            }
        }
        asked
    }
}
