//! `/reconcile/{dataset}`: the Reconciliation Service API 0.2, as OpenRefine speaks it.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::answer::{Refusal, Wrong, answer};
use super::catalog::{Catalog, Place, Scope};
use super::example::Example;
use super::filter::Filter;
use super::ftm::{self, Schema};
use super::matching::{self, MOST_QUERIES, Scoring, algorithm, shown, stored};
use super::params::{Params, either, whole};
use super::{Asking, At, Yente};

/// The page that says what the schemata mean.
const SCHEMATA: &str = "https://www.opensanctions.org/reference/#schema";
/// How many queries a client sends at once.
const BATCH: usize = 3;

/// A type as this interface shows it.
pub(super) fn type_of(schema: &Schema) -> Value {
    let description = schema.description.as_deref().unwrap_or(schema.label);
    json!({ "id": schema.name, "name": schema.plural, "description": description })
}

/// Who may be asked for: the schemata of what is matched here, with what they extend.
pub(super) fn types(datasets: &[&super::dataset::Dataset]) -> Vec<&'static Schema> {
    let matched = datasets
        .iter()
        .flat_map(|dataset| dataset.matched_schemata());
    let by_name: BTreeMap<&str, &'static Schema> =
        matched.map(|schema| (schema.name, schema)).collect();
    by_name.into_values().collect()
}

/// `GET`: what the service offers.
pub(super) async fn manifest(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let catalog = asking.catalog();
    let datasets = catalog.scope(&Scope::of(&dataset))?;
    let title = catalog.title(&dataset).unwrap_or("Everything");
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let host = text(header::HOST).unwrap_or("localhost");
    let scheme = match text(HeaderName::from_static("x-forwarded-proto")) {
        Some("https") => "https",
        _ => "http",
    };
    let base = format!("{scheme}://{host}");
    let service = format!("{base}/reconcile/{dataset}");
    // Keys in the address are handed on.
    let query = uri.query().filter(|query| !query.trim().is_empty());
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let at =
        |path: &str| json!({ "service_url": service, "service_path": format!("{path}{query}") });
    Ok(answer(&json!({
        "versions": ["0.2"],
        "name": format!("{title} (mithaq)"),
        "identifierSpace": SCHEMATA,
        "schemaSpace": SCHEMATA,
        "documentation": "https://reconciliation-api.github.io/specs/0.2/",
        "batchSize": BATCH,
        "view": { "url": format!("{base}/entities/{{{{id}}}}") },
        "preview": { "url": format!("{service}/preview?id={{{{id}}}}"), "width": 430, "height": 300 },
        "suggest": {
            "entity": at("/suggest/entity"),
            "type": at("/suggest/type"),
            "property": at("/suggest/property"),
        },
        "extend": {
            "propose_properties": at("/extend/property"),
            "propose_settings": [
                {
                    "name": "limit", "label": "Limit", "type": "number", "default": 0,
                    "help_text": "How many values of a property at most; 0 for all.",
                    "choices": [],
                },
                {
                    "name": "render", "label": "Values", "type": "select", "default": "caption",
                    "help_text": "Names of countries and the like, or their codes.",
                    "choices": [
                        { "id": "caption", "name": "Names" },
                        { "id": "raw", "name": "Codes" },
                    ],
                },
            ],
        },
        "defaultTypes": types(&datasets).into_iter().map(type_of).collect::<Vec<_>>(),
    })))
}

/// `POST`: queries, or properties to extend a table by.
pub(super) async fn post(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let mut params = Params::of(&uri);
    let method = params
        .text("algorithm")
        .unwrap_or_else(|| "best".to_owned());
    let changed_since = params.moment("changed_since");
    params.checked()?;
    let form: BTreeMap<String, String> = form_urlencoded::parse(&bytes).into_owned().collect();
    let field = |name| form.get(name).filter(|text| !text.trim().is_empty());
    let (answered, size) = if let Some(extend) = field("extend") {
        extended(asking.catalog(), extend)?
    } else {
        let queries = field("queries")
            .ok_or_else(|| Refusal::bad("No queries or extend request provided."))?;
        let scope = Scope::of(&dataset);
        asking.catalog().scope(&scope)?;
        let filter = Filter {
            changed_since,
            ..Filter::default()
        };
        queried(&asking, &scope, queries, &method, &filter).await?
    };
    let mut response = answer(&answered);
    let batch = HeaderName::from_static("x-batch-size");
    response
        .headers_mut()
        .insert(batch, HeaderValue::from(size));
    Ok(response)
}

async fn queried(
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
    if asked.len() > MOST_QUERIES {
        let detail = format!("Too many queries in one batch (limit: {MOST_QUERIES})");
        return Err(Refusal::bad(detail));
    }
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

/// A number of values or results; less than none is none.
fn count(value: &Value) -> Result<usize, (&'static str, &'static str)> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match whole(text) {
            Some(number) => Some(number),
            None => {
                let message =
                    "Input should be a valid integer, unable to parse string as an integer";
                return Err(("int_parsing", message));
            }
        },
        _ => None,
    };
    match number {
        Some(number) if number.fract() == 0.0 => Ok(number as usize),
        _ => Err(("int_type", "Input should be a valid integer")),
    }
}

/// The properties wanted of each entity.
fn extended(catalog: &Catalog, extend: &str) -> Result<(Value, usize), Refusal> {
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
    if ids.len() > MOST_QUERIES {
        let detail = format!("Too many queries in one batch (limit: {MOST_QUERIES})");
        return Err(Refusal::bad(detail));
    }
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
