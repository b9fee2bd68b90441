//! Whether the process lives, whether it can answer, and figures for a monitor. None of it needs a sign-in or tells
//! what a notice says.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use mithaq_notice::Status;

use crate::app::App;

/// `/healthz`, `/readyz`, `/metrics`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Ready when the log can be read.
async fn ready(State(app): State<App>) -> (StatusCode, String) {
    match app.member().store().head().await {
        Ok(_) => (StatusCode::OK, "ready\n".into()),
        Err(error) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("the log cannot be read: {error}\n"),
        ),
    }
}

/// Figures in the Prometheus text format.
async fn metrics(State(app): State<App>) -> impl IntoResponse {
    let owed: usize = app.member().acknowledgements_owed().values().sum();
    let text = {
        let state = app.member().state();
        let holdings = state.holdings();
        let active = holdings
            .notices()
            .filter(|held| held.notice.status == Status::Active)
            .count();
        let recalled = holdings.notices().count() - active;
        let figures = [
            (
                "mithaq_notices_active",
                "gauge",
                "Notices held that stand.",
                active,
            ),
            (
                "mithaq_notices_recalled",
                "gauge",
                "Notices held that were recalled.",
                recalled,
            ),
            (
                "mithaq_notices_unread",
                "gauge",
                "Notices that wait for a pact version.",
                holdings.unread(),
            ),
            (
                "mithaq_screenings_total",
                "counter",
                "Screenings logged.",
                holdings.screenings(),
            ),
            (
                "mithaq_sightings_total",
                "counter",
                "Sightings sent and received.",
                holdings.sightings().count(),
            ),
            (
                "mithaq_acknowledgements_owed",
                "gauge",
                "Notices whose holders have not acknowledged the current version.",
                owed,
            ),
        ];
        figures
            .iter()
            .fold(String::new(), |mut text, (name, kind, help, value)| {
                // Writing to a String does not fail.
                let _ = write!(
                    text,
                    "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"
                );
                text
            })
    };
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
}
