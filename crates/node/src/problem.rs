//! Errors as RFC 9457 problem details.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mithaq_exchange::Error;
use mithaq_notice::{ClauseId, Text};
use mithaq_pact::Refusal;
use serde::Serialize;

/// What went wrong, for a program and for the person behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The HTTP status.
    #[serde(serialize_with = "as_number")]
    pub status: StatusCode,
    /// What sort of problem, in two or three words.
    pub title: &'static str,
    /// What was found, where, what was expected, and how to mend it.
    pub detail: String,
    /// The clauses that refuse, when clauses do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<ClauseId>,
    /// The decision in three languages, when there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wording: Option<Box<Text>>,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem with this status.
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            title,
            detail: detail.into(),
            clauses: Vec::new(),
            wording: None,
        }
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign in",
            "nobody is signed in; send a user and password by HTTP Basic; the console signs in at /sign-in",
        )
    }

    /// Somebody is signed in who may not do this.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not yours to do", detail)
    }

    /// Something given is not acceptable.
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not acceptable", detail)
    }

    /// Something here failed that the caller cannot help.
    #[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
    pub(crate) fn failed(error: impl std::fmt::Display) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "failed here",
            error.to_string(),
        )
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        let (status, title) = match &error {
            Error::Denied(release) => {
                let clauses = release.clauses.clone();
                let wording = Some(Box::new(release.text().clone()));
                return Self {
                    clauses,
                    wording,
                    ..Self::new(StatusCode::FORBIDDEN, "not released", detail)
                };
            }
            Error::Unknown { .. } => (StatusCode::NOT_FOUND, "not found"),
            Error::Invalid { .. } | Error::Pact(_) | Error::PactFile(_) | Error::Matter(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "not acceptable")
            }
            Error::Consultation(refusal) => consultation(refusal),
            Error::Refused(_) => (StatusCode::FORBIDDEN, "refused"),
            Error::Conflict(_) | Error::Update(_) => (StatusCode::CONFLICT, "conflict"),
            Error::Message(_) => (StatusCode::UNAUTHORIZED, "message not accepted"),
            Error::Peer { .. } => (StatusCode::BAD_GATEWAY, "another member's node"),
            Error::Store(_)
            | Error::Key(_)
            | Error::Secret(_)
            | Error::Config(_)
            | Error::Record { .. }
            | Error::Json(_) => {
                tracing::error!(%error, "a request failed here");
                (StatusCode::INTERNAL_SERVER_ERROR, "failed here")
            }
        };
        Self::new(status, title, detail)
    }
}

/// Who may not, what came too late, what cannot be at all.
const fn consultation(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::NoParty { .. } | Refusal::NotTheAsker(_) => (StatusCode::FORBIDDEN, "refused"),
        Refusal::Out(_)
        | Refusal::OutOfOrder { .. }
        | Refusal::Ended(_)
        | Refusal::OwnTable(_)
        | Refusal::SameScope => (StatusCode::CONFLICT, "conflict"),
        Refusal::NobodyAsked { .. } | Refusal::DeadlineOver { .. } | Refusal::DeferredTo { .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, "not acceptable")
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"mithaq\", charset=\"UTF-8\""),
            );
        }
        response
    }
}
