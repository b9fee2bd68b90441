//! What a request gives, or the problem with it: never the framework's own plain text.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
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
            let title = match &rejection {
                JsonRejection::JsonSyntaxError(_) | JsonRejection::MissingJsonContentType(_) => {
                    "not JSON"
                }
                rejection => title(rejection.status()),
            };
            let detail = format!("body: {}", rejection.body_text());
            Problem::new(rejection.status(), title, detail)
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

/// What stands in the address.
#[derive(Debug)]
pub struct Place<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        read.map(|Path(place)| Self(place)).map_err(|rejection| {
            let detail = format!("address: {}", rejection.body_text());
            Problem::new(rejection.status(), "not acceptable", detail)
        })
    }
}

/// A body as it is: a list, a book.
#[derive(Debug)]
pub struct Sent(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read: Result<Bytes, BytesRejection> = Bytes::from_request(request, state).await;
        read.map(Self).map_err(|rejection| {
            let (status, detail) = (rejection.status(), rejection.body_text());
            Problem::new(status, title(status), format!("body: {detail}"))
        })
    }
}

/// A body that is a text: a pact's file.
#[derive(Debug)]
pub struct Written(pub String);

impl<S: Send + Sync> FromRequest<S> for Written {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Sent(bytes) = Sent::from_request(request, state).await?;
        let text = String::from_utf8(bytes.into());
        text.map(Self).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Problem::invalid(format!(
                "body: found bytes that are no text at byte {at}; expected UTF-8"
            ))
        })
    }
}

const fn title(refused: StatusCode) -> &'static str {
    match refused {
        StatusCode::PAYLOAD_TOO_LARGE => "too large",
        _ => "not acceptable",
    }
}
