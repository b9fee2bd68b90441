//! What the service is and has: health, catalog, scoring methods, and how it is told to read its lists again.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse as _, Response};
use maud::{DOCTYPE, html};
use mithaq_screen::Field;
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::answer::{Refusal, answer};
use super::catalog::EVERYTHING;
use super::dataset::Dataset;
use super::ftm;
use super::matching::{ALGORITHMS, feature};
use super::params::Params;
use super::{Service, Yente};

/// `GET /`: what this is, for whoever opens it in a browser.
pub(super) async fn front(
    State(yente): State<Yente>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let asking = yente.asking(&headers).await?;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { "Mithaq" } }
            body {
                h1 { "Mithaq" }
                p { "Screening by the interface of yente, for a closed network. Nothing of it is recorded." }
                ul { @for dataset in &asking.catalog().datasets { li { code { "/match/" (dataset.name) } " · " (dataset.title) } } }
                p { a href="/catalog" { "/catalog" } " · " a href="/algorithms" { "/algorithms" } " · " a href="/openapi.json" { "/openapi.json" } }
            }
        }
    };
    Ok(Html(page.into_string()))
}

/// `GET /healthz`, `GET /readyz`: a service that answers at all has read its lists.
pub(super) async fn healthy() -> Response {
    answer(&json!({ "status": "ok" }))
}

/// `GET /catalog`, `GET /manifest`.
pub(super) async fn catalog(
    State(yente): State<Yente>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asking = yente.asking(&headers).await?;
    let catalog = asking.catalog();
    let mark = catalog.mark();
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok());
    let same = known.is_some_and(|known| {
        let mut marks = known.split(',').map(str::trim);
        marks.any(|known| known == "*" || known == mark)
    });
    let mut response = if same {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let own = catalog.datasets.iter().map(|dataset| described(dataset));
        let names: Vec<&str> = catalog.datasets.iter().map(|d| d.name.as_str()).collect();
        let all = collection(&names);
        answer(&json!({
            "datasets": own.chain([all]).collect::<Vec<_>>(),
            "current": names,
            "outdated": [],
            "index_stale": false,
        }))
    };
    let mark = HeaderValue::from_str(&mark).map_err(Refusal::failed)?;
    response.headers_mut().insert(header::ETAG, mark);
    let keep = match yente.service() {
        Service::Open(_) => "public, max-age=300",
        // What one user may see is no other's.
        Service::Member(_) => "private, no-cache",
    };
    let keep = HeaderValue::from_static(keep);
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    Ok(response)
}

fn described(dataset: &Dataset) -> Value {
    let by_schema = dataset.by_schema.iter();
    let things = by_schema.filter(|(name, _)| ftm::schema(name).is_some_and(|of| of.is("Thing")));
    let things: u64 = things.map(|(_, having)| having.len()).sum();
    json!({
        "name": dataset.name,
        "title": dataset.title,
        "license": null,
        "summary": null,
        "description": null,
        "url": null,
        "updated_at": dataset.updated,
        "last_export": dataset.updated,
        "entity_count": dataset.len(),
        "thing_count": things,
        "version": dataset.version,
        "category": null,
        "tags": [],
        "publisher": null,
        "coverage": null,
        "resources": [],
        "children": [],
        "deprecation": null,
        "deprecated": false,
        "load": true,
        "entities_url": null,
        "delta_url": null,
        "namespace": false,
        "index_version": dataset.version,
        "index_current": true,
    })
}

/// Everything, as a collection of the datasets.
fn collection(names: &[&str]) -> Value {
    json!({
        "name": EVERYTHING,
        "title": "Everything served here",
        "license": null,
        "summary": null,
        "description": null,
        "url": null,
        "updated_at": null,
        "last_export": null,
        "entity_count": null,
        "thing_count": null,
        "version": null,
        "category": null,
        "tags": [],
        "publisher": null,
        "coverage": null,
        "resources": [],
        "children": names,
        "deprecation": null,
        "deprecated": false,
        "load": false,
        "entities_url": null,
        "delta_url": null,
        "namespace": false,
        "index_version": null,
        "index_current": false,
    })
}

/// `GET /algorithms`.
pub(super) async fn algorithms() -> Response {
    let features: serde_json::Map<String, Value> = FEATURES
        .iter()
        .map(|(field, description)| {
            let doc = json!({ "description": description, "coefficient": 1.0, "url": "docs/screening.md" });
            (feature(*field).to_owned(), doc)
        })
        .collect();
    let described = ALGORITHMS.iter().map(|name| {
        let description = if *name == "mithaq" {
            "Names across scripts and spellings, with dates, places, nationalities and numbers as evidence for and against."
        } else {
            "Taken for `mithaq`, so that clients which ask for it by name work unchanged."
        };
        json!({
            "name": name,
            "description": description,
            "features": features,
            "docs": { "name": name, "description": description, "config": {}, "features": features },
        })
    });
    answer(&json!({
        "algorithms": described.collect::<Vec<_>>(),
        "default": "mithaq",
        "best": "mithaq",
    }))
}

/// What each feature says.
const FEATURES: [(Field, &str); 15] = [
    (
        Field::Name,
        "How alike the names are, in any script and spelling.",
    ),
    (
        Field::BirthDate,
        "Dates of birth, as precise as both sides state them.",
    ),
    (Field::BirthPlace, "Places of birth."),
    (Field::Nationality, "Nationalities."),
    (Field::Gender, "Genders."),
    (
        Field::Document,
        "Numbers of documents; near misses count less.",
    ),
    (
        Field::IssuingCountry,
        "The country that issued a document, against the nationality.",
    ),
    (Field::Account, "Accounts and wallets."),
    (Field::Serial, "Serial numbers of weapons."),
    (Field::Make, "Makers of weapons."),
    (Field::Model, "Models of weapons."),
    (Field::Calibre, "Calibres."),
    (Field::Plate, "Plates."),
    (Field::Vin, "Vehicle identification numbers."),
    (Field::Consignment, "Numbers consignments travel under."),
];

/// `POST /updatez`: reads the lists again, whole or not at all; searches go on meanwhile.
pub(super) async fn update(State(yente): State<Yente>, uri: Uri) -> Result<Response, Refusal> {
    let mut params = Params::of(&uri);
    let given = params.text("token").unwrap_or_default();
    let wait = params.yes("sync").unwrap_or(false);
    params.checked()?;
    let Service::Open(open) = yente.service() else {
        return Err(forbidden());
    };
    let token = open.token.as_deref().filter(|token| !token.is_empty());
    let same = token.is_some_and(|token| token.as_bytes().ct_eq(given.as_bytes()).into());
    if !same {
        return Err(forbidden());
    }
    let reading = yente.clone();
    let read = tokio::task::spawn_blocking(move || match reading.service() {
        Service::Open(open) => open.lists.reload(),
        Service::Member(_) => Ok(()),
    });
    if !wait {
        tokio::spawn(async move {
            if let Ok(Err(error)) = read.await {
                tracing::error!(%error, "the lists are served as they were");
            }
        });
        return Ok(answer(&json!({ "status": "ok" })));
    }
    match read.await {
        Ok(Ok(())) => Ok(answer(&json!({ "status": "ok" }))),
        Ok(Err(error)) => {
            tracing::error!(%error, "the lists are served as they were");
            let detail = format!("{error}; the lists are served as they were");
            Err(Refusal::Because(StatusCode::INTERNAL_SERVER_ERROR, detail))
        }
        Err(error) => Err(Refusal::failed(error)),
    }
}

fn forbidden() -> Refusal {
    Refusal::Because(StatusCode::FORBIDDEN, "Invalid token.".to_owned())
}

/// `GET /openapi.json`: what there is, for a program that looks for it.
pub(super) async fn openapi() -> Response {
    let paths: serde_json::Map<String, Value> = PATHS
        .iter()
        .map(|(path, method, summary)| {
            let names = path.split('/').filter_map(|part| {
                part.strip_prefix('{').and_then(|part| part.strip_suffix('}'))
            });
            let parameters = names.map(|name| {
                json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
            });
            let operation = json!({
                "summary": summary,
                "parameters": parameters.collect::<Vec<_>>(),
                "responses": { "200": { "description": "Successful Response" } },
            });
            ((*path).to_owned(), json!({ *method: operation }))
        })
        .collect();
    answer(&json!({
        "openapi": "3.1.0",
        "info": { "title": "mithaq, as yente serves", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
    }))
}

const PATHS: [(&str, &str, &str); 15] = [
    ("/match/{dataset}", "post", "Query by example matcher"),
    ("/search/{dataset}", "get", "Simple entity search"),
    (
        "/entities/{entity_id}",
        "get",
        "An entity and what is next to it",
    ),
    (
        "/entities/{entity_id}/adjacent",
        "get",
        "What is next to an entity",
    ),
    (
        "/entities/{entity_id}/adjacent/{property_name}",
        "get",
        "What is next to an entity by a property",
    ),
    ("/reconcile/{dataset}", "get", "Reconciliation manifest"),
    (
        "/reconcile/{dataset}/suggest/entity",
        "get",
        "Suggest entity",
    ),
    (
        "/reconcile/{dataset}/suggest/property",
        "get",
        "Suggest property",
    ),
    ("/reconcile/{dataset}/suggest/type", "get", "Suggest type"),
    (
        "/reconcile/{dataset}/extend/property",
        "get",
        "Suggest properties to extend by",
    ),
    ("/healthz", "get", "Health check"),
    ("/readyz", "get", "Readiness check"),
    ("/catalog", "get", "Data catalog"),
    ("/algorithms", "get", "Scoring methods"),
    ("/updatez", "post", "Read the lists again"),
];

/// What is nowhere.
pub(super) async fn nowhere(uri: Uri) -> Response {
    // A path with a slash too many is sent to the one without.
    if let Some(path) = uri.path().strip_suffix('/').filter(|path| is_known(path)) {
        let mut response = Response::new(Body::empty());
        let query = uri
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        if let Ok(place) = HeaderValue::from_str(&format!("{path}{query}")) {
            *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            response.headers_mut().insert(header::LOCATION, place);
            return response;
        }
    }
    Refusal::not_found("Not Found").into_response()
}

fn is_known(path: &str) -> bool {
    PATHS.iter().any(|(known, ..)| {
        let (known, path) = (known.split('/'), path.split('/'));
        let same = known.clone().count() == path.clone().count();
        same && known
            .zip(path)
            .all(|(known, part)| known == part || (known.starts_with('{') && !part.is_empty()))
    })
}

/// What is there, but not so.
pub(super) async fn not_so() -> Response {
    let detail = "Method Not Allowed".to_owned();
    Refusal::Because(StatusCode::METHOD_NOT_ALLOWED, detail).into_response()
}
