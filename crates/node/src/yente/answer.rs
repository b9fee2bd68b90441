//! Answers and refusals in the shapes yente's clients read.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::problem::Problem;

/// One thing wrong with a request, as yente's framework says it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Wrong {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(rename = "loc")]
    pub(super) place: Vec<Value>,
    #[serde(rename = "msg")]
    pub(super) message: String,
    pub(super) input: Value,
    #[serde(rename = "ctx", skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<Value>,
}

impl Wrong {
    pub(super) fn new(
        kind: &'static str,
        place: Vec<Value>,
        message: impl Into<String>,
        input: Value,
    ) -> Self {
        Self {
            kind,
            place,
            message: message.into(),
            input,
            context: None,
        }
    }
}

/// Why a request is not answered.
#[derive(Debug)]
pub(super) enum Refusal {
    /// 422: these parts of it are not what they should be.
    Wrong(Vec<Wrong>),
    /// 400: a form's JSON is not what it should be; the title says of what.
    WrongForm(&'static str, Vec<Wrong>),
    /// Anything else, in a sentence.
    Because(StatusCode, String),
    /// Who asks is unknown, or may not ask.
    Problem(Problem),
}

impl Refusal {
    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Self::Because(StatusCode::BAD_REQUEST, detail.into())
    }

    pub(super) fn not_found(detail: &str) -> Self {
        Self::Because(StatusCode::NOT_FOUND, detail.to_owned())
    }

    pub(super) fn failed(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed here");
        Self::Because(StatusCode::INTERNAL_SERVER_ERROR, "failed here".to_owned())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Wrong(wrong) => {
                let body = json!({ "detail": wrong });
                answer_with(StatusCode::UNPROCESSABLE_ENTITY, &body)
            }
            Self::WrongForm(title, wrong) => {
                let body = json!({ "detail": title, "errors": wrong });
                answer_with(StatusCode::BAD_REQUEST, &body)
            }
            Self::Because(status, detail) => answer_with(status, &json!({ "detail": detail })),
            // Problem details have a `detail`, too.
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

/// 200 with this as JSON.
pub(super) fn answer(body: &impl Serialize) -> Response {
    answer_with(StatusCode::OK, body)
}

fn answer_with(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => {
            let mut response = answer_bytes(bytes);
            *response.status_mut() = status;
            response
        }
        Err(error) => Refusal::failed(error).into_response(),
    }
}

/// 200 with these bytes of JSON.
pub(super) fn answer_bytes(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// How many there are.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Total {
    pub(super) value: usize,
    pub(super) relation: &'static str,
}

impl Total {
    pub(super) fn of(value: usize) -> Self {
        Self {
            value,
            relation: "eq",
        }
    }
}
