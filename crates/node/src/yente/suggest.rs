//! What OpenRefine completes while somebody types: entities, properties, types; and the little page it shows of one.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use maud::{DOCTYPE, html};
use serde_json::{Value, json};

use super::answer::{Refusal, answer};
use super::catalog::{Place, Scope};
use super::entity::Stored;
use super::expression::{Expression, Term};
use super::ftm::{self, Property, Schema};
use super::params::Params;
use super::reconcile::{type_of, types};
use super::retrieval::retrieve;
use super::search::{FURTHEST, MOST_SHOWN, SHOWN};
use super::words::words;
use super::{At, Yente, aside};

/// How many properties and types are suggested.
const SUGGESTED: usize = 5;

fn suggested(prefix: &str, result: &[Value]) -> Response {
    answer(&json!({
        "code": "/api/status/ok",
        "status": "200 OK",
        "prefix": prefix,
        "result": result,
    }))
}

/// Entities with names that begin so.
pub(super) async fn entity(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let mut params = Params::of(&uri);
    let prefix = params.text("prefix").unwrap_or_default();
    let limit = params.count("limit", SHOWN, Some(MOST_SHOWN)).min(FURTHEST);
    params.checked()?;
    let datasets = asking.catalog().scope(&Scope::of(&dataset))?;
    let Some(expression) = beginning(&prefix) else {
        return Ok(suggested(&prefix, &[]));
    };
    let mut found: Vec<(f32, &Stored)> = aside(|| {
        let each = datasets.iter().flat_map(|dataset| {
            let found = retrieve(dataset, &expression, &dataset.all());
            let found = found.into_iter();
            found.filter_map(|(at, score)| Some((score, dataset.at(at)?)))
        });
        each.collect()
    });
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.json().cmp(other.json())));
    let shown = found.iter().take(limit).filter_map(|(_, stored)| {
        let entity = stored.entity()?;
        let schema = entity.schema()?;
        Some(json!({
            "id": entity.id,
            "name": entity.caption,
            "description": schema.label,
            "type": [type_of(schema)],
        }))
    });
    let shown: Vec<Value> = shown.collect();
    Ok(suggested(&prefix, &shown))
}

/// Names with these words, of which the last may go on.
fn beginning(prefix: &str) -> Option<Expression> {
    let mut words: Vec<String> = words(prefix).collect();
    let last = words.pop()?;
    let of_names = |term| Expression::Term(Some("names".to_owned()), term);
    let whole = words.into_iter().map(|word| of_names(Term::Words(word)));
    let begun = of_names(Term::Wildcard(format!("{last}*")));
    Some(Expression::Every(whole.chain([begun]).collect()))
}

fn begins(prefix: &str, labels: [&str; 2]) -> bool {
    let prefix = prefix.trim().to_lowercase();
    !prefix.is_empty()
        && labels
            .iter()
            .any(|label| label.to_lowercase().starts_with(&prefix))
}

/// What somebody has typed so far, and the types there are.
async fn typed(
    yente: &Yente,
    dataset: &str,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(String, Vec<&'static Schema>), Refusal> {
    let asking = yente.asking(headers).await?;
    let prefix = Params::of(uri).text("prefix").unwrap_or_default();
    let datasets = asking.catalog().scope(&Scope::of(dataset))?;
    Ok((prefix, types(&datasets)))
}

/// Properties whose names or labels begin so.
pub(super) async fn property(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (prefix, known) = typed(&yente, &dataset, &uri, &headers).await?;
    let own = known.iter().flat_map(|schema| {
        let properties = schema.properties.values();
        properties.filter(|property| property.schema == schema.name)
    });
    let fitting = own.filter(|property| is_shown(property));
    let fitting = fitting.filter(|property| begins(&prefix, [property.name, property.label]));
    let found: Vec<Value> = fitting
        .take(SUGGESTED)
        .map(|property| {
            json!({
                "id": property.qualified(),
                "name": property.label,
                "description": property.description,
            })
        })
        .collect();
    Ok(suggested(&prefix, &found))
}

fn is_shown(property: &Property) -> bool {
    !property.hidden && !property.of.is_entity()
}

/// Types whose names or labels begin so.
pub(super) async fn schema(
    State(yente): State<Yente>,
    At(dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (prefix, known) = typed(&yente, &dataset, &uri, &headers).await?;
    let fitting = known
        .into_iter()
        .filter(|schema| begins(&prefix, [schema.name, schema.label]));
    let found: Vec<Value> = fitting.take(SUGGESTED).map(type_of).collect();
    Ok(suggested(&prefix, &found))
}

/// Properties a table of a type may be extended by.
pub(super) async fn extension(
    State(yente): State<Yente>,
    At(_dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    yente.asking(&headers).await?;
    let mut params = Params::of(&uri);
    let name = params.text("type").unwrap_or_else(|| "Thing".to_owned());
    let limit = params.count("limit", 0, None);
    params.checked()?;
    let schema = ftm::schema(&name).ok_or_else(|| Refusal::bad(format!("Invalid type: {name}")))?;
    let featured = schema
        .featured
        .iter()
        .filter_map(|name| schema.properties.get(name));
    let others = schema.properties.values();
    let others =
        others.filter(|property| is_shown(property) && !schema.featured.contains(&property.name));
    let mut proposed: Vec<&Property> = featured.chain(others).collect();
    if limit > 0 {
        proposed.truncate(limit);
    }
    proposed.sort_by_key(|property| property.label);
    let proposed = proposed
        .iter()
        .map(|p| json!({ "id": p.name, "name": p.label }));
    Ok(answer(&json!({
        "limit": limit,
        "type": schema.name,
        "properties": proposed.collect::<Vec<_>>(),
    })))
}

/// A little page about one entity.
pub(super) async fn preview(
    State(yente): State<Yente>,
    At(_dataset): At<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let id = Params::of(&uri).text("id").unwrap_or_default();
    let missing = || Refusal::not_found("No such entity!");
    let entity = match asking.catalog().place(&id).ok_or_else(missing)? {
        Place::Here(stored) => stored.entity(),
        Place::Moved(id) => asking.catalog().entity(&id).and_then(Stored::entity),
    };
    let entity = entity.ok_or_else(missing)?;
    let schema = entity.schema();
    let rows = schema.into_iter().flat_map(|schema| {
        let featured = schema
            .featured
            .iter()
            .filter_map(|name| schema.properties.get(name));
        featured.filter(|property| property.name != "name")
    });
    let page = html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; title { (entity.caption) } }
            body {
                h1 dir="auto" { (entity.caption) }
                p { (schema.map_or("", |schema| schema.label)) " · " (entity.id) " · " (entity.datasets.join(", ")) }
                dl {
                    @for property in rows {
                        @let values: Vec<&str> = entity.texts(property.name).collect();
                        @if !values.is_empty() {
                            dt { (property.label) }
                            @for value in values {
                                dd dir="auto" { (property.of.label_of(value).unwrap_or(value)) }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Html(page.into_string()).into_response())
}
