//! The console: pages made here, in the reader's language, with no script.
//!
//! In the order to read it: [`locale`] (keys to words) and [`words`] (the project's own terms and names), [`visit`] (who
//! is looking, and in which language), [`layout`] (what every page has), then one module a page:
//!
//! | page | module |
//! |---|---|
//! | `/sign-in`, `/sign-out`, `/language/{code}` | [`sign_in`] |
//! | `/` | [`today`] |
//! | `/pact`, `/pact/{member}/{activity}/{theatre}` | [`pact`], [`matrix`] |
//! | `/pact/clauses/{id}` | [`clause`] |
//! | `/notices` | [`notices`] |
//! | `/notices/{id}` | [`notice`] |
//! | `/screen`, `/screen/{screening}` | [`screen`] |
//! | `/screen/{screening}/receipt`, `….json` | [`receipt`], [`again`] |
//! | `/book` | [`book`] |
//! | `/reviews`, `/review/{screening}/{subject}` | [`review`] |
//! | `/review/{screening}/{subject}/clear`, `/clearances/{clearance}/undo` | [`clearing`] |
//! | `/sightings` | [`sightings`] |
//! | `/pact/new` | [`news`] |
//! | `/pact/sections/{section}` | [`sections`] |
//! | `/consultations`, `/consultations/{id}` | [`consultations`], [`consulting`] |
//! | `/amendments/{id}`, `/amendments/{id}/sign` | [`amendments`] |
//! | `/log` | [`log`] |
//!
//! A page reads what the member holds and shows it; what it may show is asked of the pact, as the API asks. What a
//! person does goes through the same methods of the member as the API's calls.

mod again;
mod amendments;
mod book;
mod clause;
mod clearing;
mod consultations;
mod consulting;
mod finding;
mod handling;
pub(crate) mod layout;
pub(crate) mod locale;
mod log;
mod matrix;
mod news;
mod notice;
mod notices;
mod pact;
mod receipt;
mod review;
mod screen;
mod sections;
mod sightings;
mod sign_in;
mod subject;
mod today;
mod visit;
mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::app::App;

/// The largest form is a review's reason.
const FORM_LIMIT_BYTES: usize = 32 << 10;

/// The pages, their one style sheet, and a page for every address that is nothing.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(today::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/language/{code}", get(sign_in::speak))
        .route("/pact", get(pact::show))
        .route("/pact/{member}/{activity}/{theatre}", get(pact::ask))
        .route("/pact/clauses/{id}", get(clause::show))
        .route("/pact/new", get(news::show))
        .route("/pact/sections/{section}", get(sections::show))
        .route("/notices", get(notices::show))
        .route("/notices/{id}", get(notice::show))
        .route("/screen", get(screen::form).post(screen::screen))
        .route("/screen/{screening}", get(screen::found))
        .route(
            "/screen/{screening}/receipt",
            get(receipt::show).post(again::make),
        )
        .route("/screen/{screening}/receipt.json", get(receipt::file))
        .route("/book", get(book::show))
        .route("/reviews", get(review::list))
        .route(
            "/review/{screening}/{subject}",
            get(review::show).post(review::decide),
        )
        .route("/review/{screening}/{subject}/clear", post(clearing::clear))
        .route("/clearances/{clearance}/undo", post(clearing::undo))
        .route("/sightings", get(sightings::show))
        .route(
            "/consultations",
            get(consultations::list).post(consulting::ask),
        )
        .route(
            "/consultations/{id}",
            get(consultations::show).post(consulting::answer),
        )
        .route("/amendments/{id}", get(amendments::show))
        .route("/amendments/{id}/sign", post(amendments::sign))
        .route("/log", get(log::show))
        .route("/assets/mithaq.css", get(style))
        .route("/assets/mithaq.svg", get(mark))
        .layer(DefaultBodyLimit::max(FORM_LIMIT_BYTES))
        .fallback(layout::nothing_here)
}

/// What never changes while a version runs may be kept for an hour; pages may not be kept at all.
const KEPT: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=3600");

async fn style() -> impl IntoResponse {
    const SHEET: &str = include_str!("../../assets/mithaq.css");
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), KEPT],
        SHEET,
    )
}

async fn mark() -> impl IntoResponse {
    const MARK: &str = include_str!("../../assets/mithaq.svg");
    ([(header::CONTENT_TYPE, "image/svg+xml"), KEPT], MARK)
}
