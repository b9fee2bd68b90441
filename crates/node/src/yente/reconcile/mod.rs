//! `/reconcile/{dataset}`: the Reconciliation Service API 0.2, as OpenRefine speaks it.
//!
//! `query` answers who is meant, `extend` what else is known of them; `suggest`, beside this folder, completes what is typed.

mod extend;
mod query;

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::Response;
use serde_json::{Value, json};

use self::extend::extended;
use self::query::queried;
use super::answer::{Refusal, answer};
use super::catalog::Scope;
use super::filter::Filter;
use super::form;
use super::ftm::Schema;
use super::matching::MOST_QUERIES;
use super::params::{Params, whole};
use super::{At, Yente};

/// The page that says what the schemata mean.
const SCHEMATA: &str = "https://www.opensanctions.org/reference/#schema";
/// How many queries a client sends at once.
const BATCH: usize = 3;

/// A type as this interface shows it.
pub(in crate::yente) fn type_of(schema: &Schema) -> Value {
    let description = schema.description.as_deref().unwrap_or(schema.label);
    json!({ "id": schema.name, "name": schema.plural, "description": description })
}

/// Who may be asked for: the schemata of what is matched here, with what they extend.
pub(in crate::yente) fn types(datasets: &[&super::dataset::Dataset]) -> Vec<&'static Schema> {
    let matched = datasets
        .iter()
        .flat_map(|dataset| dataset.matched_schemata());
    let by_name: BTreeMap<&str, &'static Schema> =
        matched.map(|schema| (schema.name, schema)).collect();
    by_name.into_values().collect()
}

/// `GET`: what the service offers.
pub(in crate::yente) async fn manifest(
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
pub(in crate::yente) async fn post(
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
    let form = form::fields(&headers, &bytes);
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

/// Nothing, unless there are more than are taken at once.
fn few(count: usize) -> Result<(), Refusal> {
    if count > MOST_QUERIES {
        let detail = format!("Too many queries in one batch (limit: {MOST_QUERIES})");
        return Err(Refusal::bad(detail));
    }
    Ok(())
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
