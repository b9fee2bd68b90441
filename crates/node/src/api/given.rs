//! What a request gives, or the problem with it: never the framework's own plain text.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A JSON body.
#[derive(Debug)]
pub struct Given<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Given<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read: Result<Json<T>, JsonRejection> = Json::from_request(request, state).await;
        read.map(|Json(given)| Self(given)).map_err(|rejection| {
            let (status, title) = match &rejection {
                JsonRejection::JsonSyntaxError(_) => (StatusCode::BAD_REQUEST, "not JSON"),
                JsonRejection::MissingJsonContentType(_) => {
                    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not JSON")
                }
                rejection if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    (StatusCode::PAYLOAD_TOO_LARGE, "too large")
                }
                rejection => (rejection.status(), "not acceptable"),
            };
            Problem::new(status, title, format!("body: {}", rejection.body_text()))
        })
    }
}

/// Parameters of the address.
#[derive(Debug)]
pub struct Parameters<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        read.map(|Query(asked)| Self(asked)).map_err(|rejection| {
            let detail = format!("parameters: {}", rejection.body_text());
            Problem::new(StatusCode::BAD_REQUEST, "not acceptable", detail)
        })
    }
}
