//! `/sign-in`, `/sign-out`, `/language/{code}`.

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use maud::html;
use mithaq_notice::Language;
use serde::Deserialize;

use crate::app::{App, session};
use crate::console::layout::{self, Page};
use crate::console::locale::Words;
use crate::console::visit::{address, cookie, language, language_cookie, local, redirect};
use crate::problem::Problem;
use crate::session::form_token_is;

/// As long as a session: a shift.
const COOKIE_KEPT_SECONDS: u32 = 12 * 60 * 60;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Next {
    next: String,
}

/// The form.
pub(crate) async fn show(
    headers: HeaderMap,
    next: Result<Query<Next>, QueryRejection>,
) -> Response {
    let next = next.map(|Query(next)| next.next).unwrap_or_default();
    form(&headers, local(&next), None)
}

fn form(headers: &HeaderMap, next: &str, wrong: Option<(StatusCode, &str)>) -> Response {
    let words = Words::of(language(headers));
    let title = words.say("sign-in-title");
    let body = html! {
        div class="card narrow" {
            h1 { (title) }
            @if let Some((_, key)) = wrong { p class="say bad" role="alert" { (words.say(key)) } }
            @else if next != "/" { p { (words.say("sign-in-needed")) } }
            form method="post" action="/sign-in" {
                input type="hidden" name="next" value=(next);
                label { (words.say("sign-in-user")) input name="user" required autocomplete="username" autocapitalize="off" dir="ltr" maxlength="128"; }
                label { (words.say("sign-in-password")) input type="password" name="password" required autocomplete="current-password" dir="ltr" maxlength="512"; }
                label { (words.say("language-label"))
                    select name="language" {
                        option value="" { (words.say("sign-in-account-language")) }
                        @for language in Language::ALL {
                            option value=(language) lang=(language) { (words.term("language-own", language.code())) }
                        }
                    }
                }
                div class="buttons" { button type="submit" { (words.say("button-sign-in")) } }
            }
        }
    };
    let status = wrong.map_or(StatusCode::OK, |(status, _)| status);
    layout::page(
        None,
        words,
        &address("/sign-in", [("next", next)]),
        &Page {
            title,
            status,
            body,
        },
    )
}

/// What was typed in.
#[derive(Deserialize)]
pub(crate) struct Entering {
    user: String,
    password: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    next: String,
}

/// Begins a session.
pub(crate) async fn enter(
    State(app): State<App>,
    headers: HeaderMap,
    typed: Result<Form<Entering>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else {
        return form(
            &headers,
            "/",
            Some((StatusCode::UNPROCESSABLE_ENTITY, "sign-in-wrong")),
        );
    };
    let next = local(&typed.next);
    // Nobody is signed in yet, so that no token could be asked for: another site's form is told by what the browser says of it.
    if headers
        .get("sec-fetch-site")
        .is_some_and(|site| *site != "same-origin" && *site != "none")
    {
        return form(
            &headers,
            next,
            Some((StatusCode::FORBIDDEN, "sign-in-elsewhere")),
        );
    }
    let signed_in = app.sign_in(&typed.user, &typed.password).await;
    let begun = signed_in.and_then(|user| {
        app.sessions()
            .begin(user.id, app.now())
            .map_err(Problem::failed)
    });
    match begun {
        Ok(token) => {
            let mut response = redirect(next);
            let chosen = typed
                .language
                .parse()
                .map(|language| language_cookie(language, &headers))
                .ok();
            for cookie in chosen.into_iter().chain([cookie(
                &app.cookie(),
                &token,
                COOKIE_KEPT_SECONDS,
                &headers,
            )]) {
                set(&mut response, &cookie);
            }
            response
        }
        Err(problem) if problem.status == StatusCode::UNAUTHORIZED => {
            form(&headers, next, Some((problem.status, "sign-in-wrong")))
        }
        Err(problem) if problem.status == StatusCode::TOO_MANY_REQUESTS => {
            form(&headers, next, Some((problem.status, "sign-in-wait")))
        }
        Err(problem) => layout::problem(None, Words::of(language(&headers)), "/sign-in", &problem),
    }
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// What signing out carries.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Leaving {
    token: String,
}

/// Ends the session. Without its token nothing ends: another site does not sign anybody out.
pub(crate) async fn leave(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Result<Form<Leaving>, FormRejection>,
) -> Response {
    let token = sent.map(|Form(sent)| sent.token).unwrap_or_default();
    let Some(session) = session(&headers, &app.cookie()) else {
        return redirect("/sign-in");
    };
    if !form_token_is(&session, &token) {
        let problem = Problem::new(
            StatusCode::FORBIDDEN,
            "form expired",
            "the form does not carry this session's token",
        );
        return layout::problem(None, Words::of(language(&headers)), "/", &problem);
    }
    app.sessions().end(&session);
    let mut response = redirect("/sign-in");
    set(&mut response, &cookie(&app.cookie(), "", 0, &headers));
    response
}

/// Keeps a language and goes back to the page it was chosen on.
pub(crate) async fn speak(
    headers: HeaderMap,
    Path(code): Path<String>,
    next: Result<Query<Next>, QueryRejection>,
) -> Response {
    let next = next.map(|Query(next)| next.next).unwrap_or_default();
    let mut response = redirect(local(&next));
    if let Ok(language) = code.parse() {
        set(&mut response, &language_cookie(language, &headers));
    }
    response
}
