//! The node's own API under `/v1`. JSON in and out; errors are [`Problem`](crate::problem::Problem)s.
//!
//! | module | routes |
//! |---|---|
//! | [`exchange`] | `POST /v1/exchange`, `POST /v1/sync`, `POST /v1/ask` |
//! | [`pact`] | `GET /v1/pact`, `GET /v1/pact/ask`, `GET /v1/pact/new`, `POST /v1/pact/diff`, `GET /v1/pact/sections/{section}`, `GET /v1/decide`, `POST /v1/pact/adopt` |
//! | [`consultations`] | `GET`/`POST /v1/consultations`, `GET …/{id}`, `POST …/{id}/steps` |
//! | [`amendments`] | `GET`/`POST /v1/amendments`, `GET …/{id}`, `GET …/{id}/changes`, `POST …/{id}/sign` |
//! | [`notices`] | `GET /v1/notices`, `GET /v1/notices/{id}`, `POST /v1/notices`, `PUT …/{id}`, `POST …/{id}/recall`, `POST /v1/lists/{format}` |
//! | [`screening`] | `POST /v1/screen`, `GET /v1/matches`, `POST /v1/reviews`, `GET /v1/sightings` |
//! | [`book`] | `GET`, `PUT`, `POST /v1/book`, `POST /v1/book/remove`, `POST /v1/book/screen` |
//! | [`receipts`] | `GET /v1/screenings/{n}/receipt`, `POST …/replay`, `GET`/`POST /v1/clearances`, `POST …/{n}/undo` |
//! | [`description`] | `GET /v1`, `GET /v1/openapi.json` |
//! | [`oversight`] | `GET /v1/me`, `GET /v1/status`, `GET /v1/deliveries`, `GET /v1/log`, `GET /v1/log/verify` |

mod amendments;
mod book;
mod consultations;
mod description;
mod exchange;
pub(crate) mod given;
pub(crate) mod notices;
mod oversight;
mod pact;
mod receipts;
mod screening;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::{any, get, post, put};

use mithaq_store::Envelope;

use crate::app::App;
use crate::problem::Problem;

/// A form or a handful of notices fits.
const BODY_LIMIT_BYTES: usize = 2 << 20;
/// The largest pact file fits.
const PACT_LIMIT_BYTES: usize = 5 << 20;
/// What a signed message may be, and a little more; read before anybody is known to have sent it.
const MESSAGE_LIMIT_BYTES: usize = Envelope::MAX_BYTES + (1 << 20);
/// A whole public list fits; nothing much larger is read.
const LIST_LIMIT_BYTES: usize = 64 << 20;

/// The routes under `/v1`.
pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/v1/exchange",
            post(exchange::receive).layer(DefaultBodyLimit::max(MESSAGE_LIMIT_BYTES)),
        )
        .route("/v1/sync", post(exchange::sync))
        .route("/v1/ask", post(exchange::ask))
        .route("/v1/pact", get(pact::show))
        .route("/v1/pact/ask", get(pact::ask))
        .route("/v1/pact/new", get(pact::new))
        .route("/v1/pact/sections/{section}", get(pact::section))
        .route("/v1/pact/adopt", post(pact::adopt))
        .route(
            "/v1/pact/diff",
            post(pact::diff).layer(DefaultBodyLimit::max(PACT_LIMIT_BYTES)),
        )
        .route("/v1/decide", get(pact::decide))
        .route(
            "/v1/consultations",
            get(consultations::list).post(consultations::open),
        )
        .route(
            "/v1/amendments",
            get(amendments::list)
                .post(amendments::propose)
                .layer(DefaultBodyLimit::max(PACT_LIMIT_BYTES)),
        )
        .route("/v1/amendments/{id}", get(amendments::show))
        .route("/v1/amendments/{id}/changes", get(amendments::changes))
        .route("/v1/amendments/{id}/sign", post(amendments::sign))
        .route("/v1/consultations/{id}", get(consultations::show))
        .route("/v1/consultations/{id}/steps", post(consultations::step))
        .route("/v1/notices", get(notices::list).post(notices::publish))
        .route("/v1/notices/{id}", put(notices::correct).get(notices::show))
        .route("/v1/notices/{id}/recall", post(notices::recall))
        .route(
            "/v1/lists/{format}",
            post(notices::import).layer(DefaultBodyLimit::max(LIST_LIMIT_BYTES)),
        )
        .route("/v1/screen", post(screening::screen))
        .route("/v1/screenings/{screening}/receipt", get(receipts::receipt))
        .route("/v1/screenings/{screening}/replay", post(receipts::replay))
        .route(
            "/v1/clearances",
            get(receipts::clearances).post(receipts::clear),
        )
        .route("/v1/clearances/{clearance}/undo", post(receipts::undo))
        .route(
            "/v1/book",
            get(book::show)
                .put(book::replace)
                .post(book::add)
                .layer(DefaultBodyLimit::max(LIST_LIMIT_BYTES)),
        )
        .route("/v1/book/remove", post(book::remove))
        .route("/v1/book/screen", post(book::screen))
        .route("/v1/matches", get(screening::matches))
        .route("/v1/reviews", post(screening::review))
        .route("/v1/sightings", get(screening::sightings))
        .route("/v1", get(description::page))
        .route("/v1/openapi.json", get(description::json))
        .route("/v1/me", get(oversight::me))
        .route("/v1/status", get(oversight::status))
        .route("/v1/deliveries", get(oversight::deliveries))
        .route("/v1/log", get(oversight::log))
        .route("/v1/log/verify", get(oversight::verify))
        .route("/v1/{*nowhere}", any(nowhere))
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
}

async fn nowhere(address: Uri) -> Problem {
    let detail = format!(
        "found the path `{}`; expected one of those in docs/node.md",
        address.path()
    );
    Problem::new(StatusCode::NOT_FOUND, "not found", detail)
}

/// Another method than a route has; the answer's header says which it has.
async fn not_so(method: Method, address: Uri) -> Problem {
    let detail = format!(
        "found the method {method} at `{}`; expected one of those in the header `Allow`",
        address.path()
    );
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "another method", detail)
}
