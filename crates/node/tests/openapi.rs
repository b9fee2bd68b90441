//! The API's description: every route of the router is in it and the other way round, and what the node answers is as it says.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use base64::Engine as _;
use http_body_util::BodyExt as _;
use mithaq_node::duty::Action;
use mithaq_node::{App, router};
use scene::{PASSWORD, Scene};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const ROUTES: &str = include_str!("../src/api/mod.rs");

fn description() -> Value {
    serde_json::from_str(include_str!("../assets/openapi.json")).unwrap()
}

/// Every method and path, as `GET /v1/me`.
fn described(description: &Value) -> BTreeSet<String> {
    let paths = description["paths"].as_object().unwrap();
    let of = |(path, methods): (&String, &Value)| {
        let methods = methods.as_object().unwrap().keys();
        let named = methods.map(|method| format!("{} {path}", method.to_uppercase()));
        named.collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

/// The same, read from where the router is put together.
fn routed() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for route in ROUTES.split(".route(").skip(1) {
        let path = route.split('"').nth(1).unwrap();
        let handlers = route.split(".layer(").next().unwrap();
        for method in ["get", "post", "put", "delete", "patch"] {
            let calls = [
                format!(" {method}("),
                format!(".{method}("),
                format!("\n{method}("),
            ];
            if calls.iter().any(|call| handlers.contains(call)) {
                all.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    all
}

async fn send(
    app: &App,
    user: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> (StatusCode, Value) {
    let credentials = format!("{user}:{PASSWORD}");
    let credentials = base64::engine::general_purpose::STANDARD.encode(credentials);
    let mut request = Request::builder()
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json");
    if !user.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Basic {credentials}"));
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = router(app.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

/// What of a value is not as a schema says; empty where all is.
fn faults(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    if let Some(path) = schema["$ref"].as_str() {
        let schema = root.pointer(path.trim_start_matches('#'));
        let schema = schema.unwrap_or_else(|| panic!("{path} is described nowhere"));
        return faults(value, schema, root, at);
    }
    let all = |schemas: &Value| schemas.as_array().cloned().unwrap_or_default();
    let mut found: Vec<String> = all(&schema["allOf"])
        .iter()
        .flat_map(|one| faults(value, one, root, at))
        .collect();
    for any in ["anyOf", "oneOf"] {
        let schemas = all(&schema[any]);
        let fits = schemas
            .iter()
            .any(|one| faults(value, one, root, at).is_empty());
        if !schemas.is_empty() && !fits {
            found.push(format!("{at}: {value} is none of {any}"));
        }
    }
    let is = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => true,
    };
    if !is {
        found.push(format!("{at}: {value} is no {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at}: {value} is none of {words:?}"));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(item, &schema["items"], root, &format!("{at}/{n}")));
    }
    if let Some(object) = value.as_object() {
        for name in all(&schema["required"]) {
            if !object.contains_key(name.as_str().unwrap()) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, field) in object {
            let schema = match schema["properties"].get(name) {
                Some(schema) => schema,
                None if schema["additionalProperties"] == false => {
                    found.push(format!("{at}: {name} is not described"));
                    continue;
                }
                None => &schema["additionalProperties"],
            };
            found.extend(faults(field, schema, root, &format!("{at}/{name}")));
        }
    }
    found
}

#[test]
fn every_route_is_described_and_nothing_else_is() {
    let (routed, described) = (routed(), described(&description()));
    assert!(routed.len() > 40, "the router was read: {routed:?}");
    // The page for people is no part of the API.
    let page = BTreeSet::from(["GET /v1".to_owned()]);
    assert_eq!(&routed - &page, described);
}

#[test]
fn every_reference_leads_somewhere_and_every_action_is_one() {
    let description = description();
    let text = description.to_string();
    for path in text.split("\"$ref\":\"#").skip(1) {
        let path = path.split('"').next().unwrap();
        assert!(description.pointer(path).is_some(), "{path}");
    }
    let actions: Vec<String> = Action::ALL.iter().map(|a| format!("{a:?}")).collect();
    for action in text.split("\"x-action\":\"").skip(1) {
        let action = action.split('"').next().unwrap();
        assert!(actions.iter().any(|known| known == action), "{action}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_described_is_there_and_is_for_whom_it_says() {
    let scene = Scene::set().await;
    let description = description();
    let people = [
        ("amadou", "officer"),
        ("mariama", "liaison"),
        ("boubacar", "operator"),
        ("rahila", "treaty-desk"),
        ("hawa", "inspector"),
    ];
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase();
            let address = path.replace("{section}", "flows").replace("{format}", "un");
            let address = address.replace(
                "{id}",
                if path.contains("amendments") {
                    "abc"
                } else {
                    "none"
                },
            );
            let address = ["{n}", "{screening}", "{clearance}"]
                .iter()
                .fold(address, |address, name| address.replace(name, "999999"));
            let open = operation["security"].as_array().is_some_and(Vec::is_empty);
            let (status, _) = send(&scene.ne, "", &method, &address, &json!({})).await;
            assert_eq!(
                status == StatusCode::UNAUTHORIZED,
                !open,
                "{method} {path}: {status}"
            );
            assert!(
                status != StatusCode::NOT_FOUND && status != StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}: {status}"
            );
            let Some(action) = operation["x-action"].as_str() else {
                continue;
            };
            let action = Action::ALL
                .into_iter()
                .find(|a| format!("{a:?}") == action)
                .unwrap();
            // Whoever may not is told so whatever else is wrong, but for a body that nobody could read.
            if operation["requestBody"].is_object() || operation["parameters"].is_array() {
                continue;
            }
            for (user, role) in people {
                let role: mithaq_node::duty::Duty = role.parse().unwrap();
                if !role.role.may(action) {
                    let (status, _) = send(&scene.ne, user, &method, &address, &json!({})).await;
                    assert_eq!(status, StatusCode::FORBIDDEN, "{user}: {method} {path}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_node_takes_and_answers_is_as_described() {
    let scene = Scene::set().await.with_un_list().await;
    let description = description();
    let schema = |name: &str| {
        let path = format!("/components/schemas/{name}");
        description.pointer(&path).unwrap().clone()
    };
    let asking = json!({
        "id": "ne-1", "asked": ["dz"], "subject": { "en": "s" }, "text": { "fr": "t" }, "deadline": "2199-12",
        "matter": { "activity": ["training"], "theatre": { "all": ["ne"] }, "partner": ["dz"], "route": { "to": { "all": ["ly"] } } },
    });
    let request = json!({ "step": { "act": "request", "matter": { "activity": ["equipment"] } }, "text": { "en": "t" } });
    let screen = json!({ "query": { "name": "Abou Oubeida Youssef al-Annabi" }, "party": "7", "exclude": { "lists": ["ofac"] } });
    let pact = scene.ne.member().state().pact_text().to_owned();
    let next = pact.replacen("\nversion = 1\n", "\nversion = 2\n", 1);
    for (name, body) in [
        ("Asking", &asking),
        ("Stepping", &request),
        ("Screen", &screen),
    ] {
        let faults = faults(body, &schema(name), &description, name);
        assert!(faults.is_empty(), "{faults:#?}");
    }
    let mut checked = BTreeSet::new();
    let calls: [(&str, &str, &str, Value); 26] = [
        ("rahila", "POST", "/v1/consultations", asking),
        ("rahila", "POST", "/v1/consultations/{id}/steps", request),
        ("rahila", "GET", "/v1/consultations", json!({})),
        ("rahila", "GET", "/v1/consultations/{id}", json!({})),
        ("rahila", "POST", "/v1/amendments", Value::String(next)),
        ("rahila", "GET", "/v1/amendments", json!({})),
        ("rahila", "GET", "/v1/amendments/{id}", json!({})),
        ("rahila", "GET", "/v1/amendments/{id}/changes", json!({})),
        ("aicha", "GET", "/v1/pact/new?since=2014-08", json!({})),
        ("aicha", "GET", "/v1/pact", json!({})),
        ("aicha", "GET", "/v1/pact/sections/{section}", json!({})),
        (
            "aicha",
            "GET",
            "/v1/pact/ask?member=dz&activity=assistance&theatre=ly&at=2014-09",
            json!({}),
        ),
        (
            "hawa",
            "GET",
            "/v1/decide?originator=dz&member=ne&service=border&activity=border-screening&theatre=ne&use=read",
            json!({}),
        ),
        ("aicha", "POST", "/v1/screen", screen),
        ("aicha", "GET", "/v1/matches", json!({})),
        ("aicha", "GET", "/v1/clearances", json!({})),
        ("aicha", "GET", "/v1/book", json!({})),
        ("aicha", "POST", "/v1/book/screen", json!({})),
        ("aicha", "GET", "/v1/notices", json!({})),
        ("mariama", "GET", "/v1/sightings", json!({})),
        ("mariama", "GET", "/v1/deliveries", json!({})),
        ("mariama", "POST", "/v1/sync", json!({})),
        ("hawa", "GET", "/v1/me", json!({})),
        ("hawa", "GET", "/v1/status", json!({})),
        ("hawa", "GET", "/v1/log", json!({})),
        ("hawa", "GET", "/v1/log/verify", json!({})),
    ];
    let mut amendment = String::new();
    for (user, method, path, body) in calls {
        let id = if path.contains("amendments") {
            amendment.as_str()
        } else {
            "ne-1"
        };
        let address = path.replace("{id}", id).replace("{section}", "flows");
        let (status, answer) = match &body {
            // A pact's file is its own body, and no JSON.
            Value::String(text) => post_text(&scene.ne, user, &address, text).await,
            body => send(&scene.ne, user, method, &address, body).await,
        };
        assert!(status.is_success(), "{method} {path}: {status} {answer}");
        let plain = path.split('?').next().unwrap();
        let operation = &description["paths"][plain][method.to_lowercase()];
        let said =
            &operation["responses"][status.as_str()]["content"]["application/json"]["schema"];
        assert!(
            said.is_object(),
            "{method} {path}: {status} is not described"
        );
        let faults = faults(&answer, said, &description, path);
        assert!(faults.is_empty(), "{faults:#?}");
        checked.insert(plain);
        if path == "/v1/amendments" && method == "POST" {
            answer["id"].as_str().unwrap().clone_into(&mut amendment);
        }
    }
    assert!(checked.len() > 20);
    let (status, problem) = send(&scene.ne, "aicha", "GET", "/v1/log", &json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(faults(&problem, &schema("Problem"), &description, "problem").is_empty());
}

async fn post_text(app: &App, user: &str, path: &str, text: &str) -> (StatusCode, Value) {
    let credentials =
        base64::engine::general_purpose::STANDARD.encode(format!("{user}:{PASSWORD}"));
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .body(Body::from(text.to_owned()))
        .unwrap();
    let response = router(app.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_served_to_programs_and_to_people_who_need_not_sign_in() {
    let scene = Scene::set().await;
    let (status, served) = send(&scene.ne, "", "GET", "/v1/openapi.json", &json!({})).await;
    assert_eq!((status, served), (StatusCode::OK, description()));
    let request = Request::get("/v1").body(Body::empty()).unwrap();
    let response = router(scene.ne.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let page = String::from_utf8(bytes.to_vec()).unwrap();
    for path in description()["paths"].as_object().unwrap().keys() {
        assert!(page.contains(path.as_str()), "{path} is not on the page");
    }
    assert!(!page.contains("<script") && page.contains("For: treaty-desk."));
}
