//! `/v1/openapi.json`, the description of this API that programs read, and `/v1`, the same for people.
//!
//! The description is `assets/openapi.json`, kept by hand. `tests/openapi.rs` holds it to the router, route by route, and to
//! what the node really answers.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use mithaq_notice::Language;
use serde_json::Value;

use crate::console::layout::{self, Page};
use crate::console::locale::Words;
use crate::duty::{Action, Role};

const DESCRIPTION: &str = include_str!("../../assets/openapi.json");

/// A file that does not read describes nothing; the tests refuse it.
static READ: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(DESCRIPTION).unwrap_or_default());

/// For programs.
pub async fn json() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION)
}

/// For people who write programs: in English, as the names in it are.
pub async fn page() -> Response {
    let title = "The node's API";
    let schemas = &READ["components"]["schemas"];
    let body = html! {
        div class="title" {
            h1 { (title) }
            p { (words(&READ["info"]["description"])) }
            p { "HTTP Basic; JSON in and out. Errors are " (link("Problem")) ". For programs: " a href="/v1/openapi.json" { "/v1/openapi.json" } "." }
        }
        @for tag in list(&READ["tags"]) {
            section class="card" aria-labelledby=(words(&tag["name"])) {
                h2 id=(words(&tag["name"])) { (words(&tag["description"])) }
                @for (path, method, operation) in operations(words(&tag["name"])) { (told(path, method, operation)) }
            }
        }
        section class="card" aria-labelledby="schemas" {
            h2 id="schemas" { "What is sent and answered" }
            @for (name, schema) in fields(schemas) {
                h3 id={ "schema-" (name) } { (name) }
                @if let Some(what) = schema["description"].as_str() { p { (what) } }
                (whole(schema))
            }
        }
    };
    layout::page(
        None,
        Words::of(Language::En),
        "/v1",
        &Page::new(title.to_owned(), body),
    )
}

fn operations(tag: &str) -> impl Iterator<Item = (&str, &str, &Value)> {
    let all = fields(&READ["paths"]).flat_map(|(path, methods)| {
        fields(methods).map(move |(method, operation)| (path, method, operation))
    });
    all.filter(move |(_, _, operation)| {
        list(&operation["tags"])
            .iter()
            .any(|of| of.as_str() == Some(tag))
    })
}

fn told(path: &str, method: &str, operation: &Value) -> Markup {
    let may = operation["x-action"].as_str().and_then(|name| {
        let mut actions = Action::ALL.into_iter();
        actions.find(|action| format!("{action:?}") == name)
    });
    let roles: Vec<&str> = may.map_or_else(Vec::new, |action| {
        let roles = Role::ALL.into_iter().filter(|role| role.may(action));
        roles.map(Role::as_str).collect()
    });
    let body = fields(&operation["requestBody"]["content"]).next();
    let answers = fields(&operation["responses"]).filter(|(status, _)| *status != "default");
    html! {
        h3 { code { (method.to_ascii_uppercase()) " " (path) } }
        p { (words(&operation["summary"])) @if !roles.is_empty() { " For: " (roles.join(", ")) "." } }
        dl class="facts" {
            @for parameter in list(&operation["parameters"]) {
                dt { code { (words(&parameter["name"])) } @if parameter["required"] == true { " (must)" } }
                dd { (kind(&parameter["schema"])) ": " (words(&parameter["description"])) }
            }
            @if let Some((media, body)) = body { dt { "body" } dd { code { (media) } ": " (kind(&body["schema"])) } }
            @for (status, answer) in answers {
                dt { (status) }
                dd {
                    @match fields(&answer["content"]).next() {
                        Some((_, content)) => { (kind(&content["schema"])) }
                        None => { (words(&answer["description"])) }
                    }
                }
            }
        }
    }
}

/// A schema with all its fields.
fn whole(schema: &Value) -> Markup {
    let must = list(&schema["required"]);
    let required = |name: &str| must.iter().any(|word| word.as_str() == Some(name));
    html! {
        @for one in list(&schema["oneOf"]).iter().chain(list(&schema["allOf"])) {
            @if let Some(what) = one["description"].as_str() { p { (what) } }
            @if one["$ref"].is_string() { p { (kind(one)) ", and:" } } @else { (whole(one)) }
        }
        @if schema["properties"].is_object() {
            dl class="facts" {
                @for (name, field) in fields(&schema["properties"]) {
                    dt { code { (name) } @if required(name) { " (must)" } }
                    dd { (kind(field)) }
                }
            }
        } @else if list(&schema["oneOf"]).is_empty() && list(&schema["allOf"]).is_empty() { p { (kind(schema)) } }
    }
}

/// What a value is, in a few words.
fn kind(schema: &Value) -> Markup {
    let named = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    let either = list(&schema["anyOf"]);
    let words = list(&schema["enum"]);
    html! {
        @if let Some(name) = named { (link(name)) }
        @else if !either.is_empty() { @for (place, one) in either.iter().enumerate() { @if place > 0 { " or " } (kind(one)) } }
        @else if !words.is_empty() { @for (place, word) in words.iter().enumerate() { @if place > 0 { ", " } code { (self::words(word)) } } }
        @else if schema["type"] == "array" { "list of " (kind(&schema["items"])) }
        @else if schema["additionalProperties"].is_object() { "by id: " (kind(&schema["additionalProperties"])) }
        @else if let Some(what) = schema["description"].as_str() { (what) }
        @else { (schema["type"].as_str().unwrap_or("any JSON")) }
    }
}

fn link(schema: &str) -> Markup {
    html! { a href={ "#schema-" (schema) } { (schema) } }
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.as_str(), value))
}
