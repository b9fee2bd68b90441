//! What every page has: head, navigation, language, foot; and the pages that say what went wrong.

use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use mithaq_notice::Language;

use crate::app::{App, User};
use crate::console::locale::Words;
use crate::console::visit::{Visit, address, here, language};
use crate::console::words::{Names, foreign};
use crate::duty::Action;
use crate::problem::Problem;

/// What is particular to one page. The body begins with its one `h1`.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) status: StatusCode,
    pub(crate) body: Markup,
}

impl Page {
    /// A page that went well.
    pub(crate) const fn new(title: String, body: Markup) -> Self {
        Self {
            title,
            status: StatusCode::OK,
            body,
        }
    }
}

/// The main pages, in the order of the navigation: address, key of its name, and what one must be allowed to do.
const NAVIGATION: [(&str, &str, Option<Action>); 9] = [
    ("/", "nav-today", None),
    ("/screen", "nav-screen", Some(Action::Screen)),
    ("/book", "nav-book", Some(Action::Screen)),
    ("/reviews", "nav-reviews", Some(Action::ReadNotices)),
    ("/notices", "nav-notices", Some(Action::ReadNotices)),
    ("/sightings", "nav-sightings", Some(Action::ReadNotices)),
    ("/pact", "nav-pact", None),
    ("/consultations", "nav-consultations", Some(Action::Oversee)),
    ("/log", "nav-log", Some(Action::Oversee)),
];

/// The whole page.
pub(crate) fn page(visit: Option<&Visit>, words: Words, here: &str, page: &Page) -> Response {
    let language = words.language();
    let markup = html! {
        (DOCTYPE)
        html lang=(language) dir=(words.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " · " (words.say("app-name")) }
                link rel="stylesheet" href="/assets/mithaq.css";
                link rel="icon" href="/assets/mithaq.svg" type="image/svg+xml";
            }
            body {
                a class="skip" href="#main" { (words.say("app-skip")) }
                header class="top" { div class="wrap bar" { (head(visit, words, here)) } }
                @if let Some(visit) = visit { (navigation(&visit.user, words, here)) }
                main id="main" class="wrap" tabindex="-1" { (page.body) }
                footer { div class="wrap" { (words.say("app-tagline")) } }
            }
        }
    };
    (
        page.status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        markup.into_string(),
    )
        .into_response()
}

fn head(visit: Option<&Visit>, words: Words, here: &str) -> Markup {
    html! {
        a class="brand" href="/" {
            (words.say("app-name"))
            @if let Some(visit) = visit {
                @let member = visit.app.member();
                small { (Names::new(member.state().pact(), words.language()).member(member.id())) }
            }
        }
        @if let Some(Visit { user, .. }) = visit {
            span class="who" {
                bdi { (user.id) } " · " (words.term("role", user.duty.role.as_str()))
                @if let Some(post) = &user.duty.post { " · " bdi { (post) } }
            }
        }
        (tongues(words, here))
        @if let Some(visit) = visit {
            form class="inline" method="post" action="/sign-out" {
                (token(visit))
                button type="submit" { (words.say("button-sign-out")) }
            }
        }
    }
}

/// Each language in itself; choosing one keeps the page.
fn tongues(words: Words, here: &str) -> Markup {
    html! {
        nav aria-label=(words.say("language-label")) {
            ul class="tongues" {
                @for language in Language::ALL {
                    @let name = words.term("language-own", language.code());
                    li lang=(language) dir=(Words::of(language).direction()) {
                        @if language == words.language() { b aria-current="true" { (name) } }
                        @else { a hreflang=(language) href=(address(&format!("/language/{language}"), [("next", here)])) { (name) } }
                    }
                }
            }
        }
    }
}

fn navigation(user: &User, words: Words, here: &str) -> Markup {
    let path = here.split('?').next().unwrap_or(here);
    // `/review/…` belongs to `/reviews`, `/notices/…` to `/notices`.
    let within =
        |page: &str| path == page || page != "/" && path.starts_with(page.trim_end_matches('s'));
    html! {
        nav class="nav" aria-label=(words.say("nav-label")) {
            div class="wrap" {
                ul {
                    @for (page, key, action) in NAVIGATION {
                        @if action.is_none_or(|action| user.duty.role.may(action)) {
                            li { a href=(page) aria-current=[within(page).then_some("page")] { (words.say(key)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The field that proves a form to be this session's.
pub(crate) fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name="token" value=(visit.form_token()); }
}

/// A page that says what went wrong and what to do, in the reader's language; the technical words below.
pub(crate) fn problem(
    visit: Option<&Visit>,
    words: Words,
    here: &str,
    problem: &Problem,
) -> Response {
    let (happened, next) = match (problem.status, problem.title) {
        (_, "form expired") => ("error-form", "error-form-next"),
        (_, "not released") => ("error-not-released", "error-not-released-next"),
        (StatusCode::NOT_FOUND, _) => ("error-not-found", "error-not-found-next"),
        (StatusCode::FORBIDDEN, _) => ("error-not-allowed", "error-not-allowed-next"),
        (StatusCode::CONFLICT, _) => ("error-changed", "error-changed-next"),
        (status, _) if status.is_client_error() => ("error-input", "error-input-next"),
        (StatusCode::BAD_GATEWAY, _) => ("error-peer", "error-peer-next"),
        _ => ("error-internal", "error-internal-next"),
    };
    let title = words.say(happened);
    let body = html! {
        h1 { (title) }
        div class="say bad" {
            @if let Some(wording) = &problem.wording { p { (foreign(wording, words.language())) } }
            p { (words.say(next)) }
        }
        @if !problem.clauses.is_empty() {
            ul { @for clause in &problem.clauses { li { a href={ "/pact/clauses/" (clause) } { bdi { (clause) } } } } }
        }
        p class="soft" { (words.say("error-detail")) " " span lang="en" dir="ltr" { (problem.detail) } }
        p { a class="button plain" href="/" { (words.say("nav-today")) } }
    };
    page(
        visit,
        words,
        here,
        &Page {
            title,
            status: problem.status,
            body,
        },
    )
}

/// The answer at every address that is nothing: a page for people, a problem for programs.
pub(crate) async fn nothing_here(State(app): State<App>, parts: Parts) -> Response {
    let here = here(&parts);
    let nothing = Problem::new(
        StatusCode::NOT_FOUND,
        "not found",
        format!("there is nothing at {}", parts.uri.path()),
    );
    if here.starts_with("/v1/") {
        return nothing.into_response();
    }
    let words = Words::of(language(&parts.headers));
    let mut parts = parts;
    match <Visit as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, &app)
        .await
    {
        Ok(visit) => problem(Some(&visit), visit.words, &here, &nothing),
        Err(_) => problem(None, words, &here, &nothing),
    }
}
