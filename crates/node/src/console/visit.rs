//! Who is looking at a page, where, and in which language.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mithaq_exchange::State;
use mithaq_notice::{Language, Use};
use mithaq_pact::{Pact, Permitted};

use crate::app::{App, User, session};
use crate::console::layout::{self, Page};
use crate::console::locale::Words;
use crate::problem::Problem;
use crate::session::{form_token, form_token_is};

/// The cookie that holds the language somebody chose on a page. Without it, it is the account's.
const LANGUAGE_COOKIE: &str = "mithaq-language";
/// A chosen language is kept for a year.
const LANGUAGE_KEPT_SECONDS: u32 = 365 * 24 * 60 * 60;

/// Somebody signed in, looking at a page.
pub(crate) struct Visit {
    pub(crate) app: App,
    pub(crate) user: User,
    pub(crate) words: Words,
    /// The page's own address, to come back to.
    pub(crate) here: String,
    session: String,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    /// Whoever is not signed in is sent to do so, and comes back.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let here = here(parts);
        let Some(session) = session(&parts.headers, &app.cookie()) else {
            return Err(to_sign_in(&here));
        };
        match app.by_session(&session).await {
            Ok(user) => {
                let words = Words::of(chosen(&parts.headers).unwrap_or(user.language));
                Ok(Self {
                    app: app.clone(),
                    user,
                    words,
                    here,
                    session,
                })
            }
            Err(problem) if problem.status == StatusCode::UNAUTHORIZED => Err(to_sign_in(&here)),
            Err(problem) => Err(layout::problem(
                None,
                Words::of(language(&parts.headers)),
                &here,
                &problem,
            )),
        }
    }
}

impl Visit {
    /// The token every form of this session carries.
    pub(crate) fn form_token(&self) -> String {
        form_token(&self.session)
    }

    /// Nothing, if a form carries this session's token.
    ///
    /// # Errors
    /// [`Problem`] 403 if it does not: it was made for another session, or by another site.
    pub(crate) fn check_form(&self, token: &str) -> Result<(), Problem> {
        if form_token_is(&self.session, token) {
            return Ok(());
        }
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "form expired",
            "the form does not carry this session's token",
        ))
    }

    /// The pact in force here. Held instead of the member's lock, so that no page takes that twice.
    pub(crate) fn pact(&self) -> Arc<Pact> {
        Arc::clone(self.app.member().state().pact())
    }

    /// What the reader may use so, of all that is held: decided once for all pages.
    ///
    /// # Errors
    /// [`Problem`] when they work at no post.
    pub(crate) fn permitted(&self, state: &State, wanted: Use) -> Result<Arc<Permitted>, Problem> {
        let question = self.user.question(self.app.member(), wanted)?;
        let profiles = state.holdings().profiles();
        let permitted = state
            .decider()
            .permitted(&question, profiles, self.app.now());
        Ok(permitted.map_err(mithaq_exchange::Error::from)?)
    }

    /// The whole page, or the page that says why there is none.
    pub(crate) fn show(&self, page: Result<Page, Problem>) -> Response {
        match page {
            Ok(page) => layout::page(Some(self), self.words, &self.here, &page),
            Err(problem) => layout::problem(Some(self), self.words, &self.here, &problem),
        }
    }
}

/// A page's address: without the query where it was sent as a form, which is not to be sent again.
pub(crate) fn here(parts: &Parts) -> String {
    match parts.uri.path_and_query() {
        Some(whole) if parts.method == Method::GET => whole.as_str().to_owned(),
        _ => parts.uri.path().to_owned(),
    }
}

/// The language of a page nobody is signed in for: the chosen one, or the browser's first that is spoken here.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let accepted = || {
        let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let mut codes = wanted.split(',').filter_map(|range| range.trim().get(..2));
        codes.find_map(|code| code.to_ascii_lowercase().parse().ok())
    };
    chosen(headers).or_else(accepted).unwrap_or(Language::En)
}

fn chosen(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == LANGUAGE_COOKIE)?
        .1
        .parse()
        .ok()
}

/// The cookie that keeps a chosen language.
pub(crate) fn language_cookie(language: Language, headers: &HeaderMap) -> String {
    cookie(
        LANGUAGE_COOKIE,
        language.code(),
        LANGUAGE_KEPT_SECONDS,
        headers,
    )
}

/// A cookie no script reads and no other site's request carries.
pub(crate) fn cookie(name: &str, value: &str, max_age_seconds: u32, headers: &HeaderMap) -> String {
    let secure = headers
        .get("x-forwarded-proto")
        .is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"));
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// Sends the browser on.
pub(crate) fn redirect(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

fn to_sign_in(here: &str) -> Response {
    redirect(&address("/sign-in", [("next", here)]))
}

/// An address with these fields in its query; empty ones are left out.
pub(crate) fn address<'a>(
    path: &str,
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// An address to go back to, if it is one of ours: a path, not another site's address in disguise.
pub(crate) fn local(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2_048
        && next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        for ours in ["/", "/notices?kind=person&page=2", "/review/7/un-6908537"] {
            assert_eq!(local(ours), ours);
        }
        for theirs in [
            "",
            "//evil.example/",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: x",
            "notices",
        ] {
            assert_eq!(local(theirs), "/", "{theirs}");
        }
    }

    #[test]
    fn a_cookie_is_secure_where_the_request_came_over_tls() {
        let mut headers = HeaderMap::new();
        assert!(!cookie("a", "b", 1, &headers).contains("Secure"));
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        assert_eq!(
            cookie("a", "b", 1, &headers),
            "a=b; Path=/; Max-Age=1; HttpOnly; SameSite=Strict; Secure"
        );
    }

    #[test]
    fn the_browsers_first_known_language_is_spoken() {
        let spoken = |accept: &'static str| {
            language(&HeaderMap::from_iter([(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_static(accept),
            )]))
        };
        assert_eq!(spoken("de-DE,fr-DZ;q=0.8,ar;q=0.5"), Language::Fr);
        assert_eq!(spoken("ar-DZ"), Language::Ar);
        assert_eq!(spoken("sw, *"), Language::En);
    }
}
