//! A browser without a screen, for the console's tests.

#![allow(
    dead_code,
    reason = "each test binary uses its own part of the browser"
)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use mithaq_node::{App, router};
use tower::ServiceExt as _;

use super::scene::PASSWORD;

/// A page as it came.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub cookies: Vec<String>,
    pub text: String,
}

impl Answer {
    pub fn has(&self, wanted: &str) -> bool {
        self.text.contains(wanted)
    }

    /// The text between this and the next quote: an attribute's value.
    pub fn after(&self, start: &str) -> Option<&str> {
        let from = self.text.find(start)? + start.len();
        self.text.get(from..)?.split('"').next()
    }
}

/// A browser without a screen: it keeps cookies and sends forms with the token they came with.
pub struct Browser {
    pub app: App,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn at(app: &App) -> Self {
        Self {
            app: app.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// Somebody signed in.
    pub async fn of(app: &App, user: &str) -> Self {
        let mut browser = Self::at(app);
        let answer = browser
            .post("/sign-in", &[("user", user), ("password", PASSWORD)])
            .await;
        assert_eq!(
            (answer.status, answer.location.as_str()),
            (StatusCode::SEE_OTHER, "/"),
            "{user}"
        );
        browser
    }

    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let request = request
            .header(header::COOKIE, cookies)
            .body(body)
            .expect("a request");
        let response = router(self.app.clone())
            .oneshot(request)
            .await
            .expect("an answer");
        let headers = response.headers().clone();
        let cookies: Vec<_> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().expect("ASCII").to_owned())
            .collect();
        for cookie in &cookies {
            let (name, rest) = cookie.split_once('=').expect("name=value");
            self.cookies.insert(
                name.into(),
                rest.split(';').next().unwrap_or_default().into(),
            );
        }
        let location = headers
            .get(header::LOCATION)
            .map(|value| value.to_str().expect("ASCII").to_owned())
            .unwrap_or_default();
        let status = response.status();
        let bytes = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        Answer {
            status,
            location,
            cookies,
            text: String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
            Body::from(form),
        )
        .await
    }

    /// The token of a page's forms.
    pub async fn token(&mut self, path: &str) -> String {
        let page = self.get(path).await;
        page.after(r#"name="token" value=""#)
            .unwrap_or_else(|| panic!("no form at {path}: {}", page.text))
            .to_owned()
    }

    /// Sends a form as its page would: with the token of that page.
    pub async fn fill(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token(path).await;
        let fields: Vec<_> = [("token", token.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        self.post(path, &fields).await
    }

    /// Screens a name that must be found; the address of what was.
    pub async fn find(&mut self, name: &str) -> String {
        let answer = self.fill("/screen", &[("name", name)]).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{name}: {}",
            answer.text
        );
        answer.location
    }

    /// The address of the first review a page leads to.
    pub async fn review_from(&mut self, page: &str) -> String {
        let page = self.get(page).await;
        format!(
            "/review/{}",
            page.after(r#"href="/review/"#)
                .unwrap_or_else(|| panic!("no review: {}", page.text))
        )
    }
}
