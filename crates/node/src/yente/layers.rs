//! What every request goes through: its length, who may ask from a page elsewhere, how it is traced.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::answer::Refusal;

/// A longer address is not read.
const LONGEST_ADDRESS: usize = 60_000;
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

pub(super) async fn around(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let length = uri.path().len() + uri.query().map_or(0, |query| query.len() + 1);
    if length > LONGEST_ADDRESS {
        let detail = "Request URI too long".to_owned();
        return Refusal::Because(StatusCode::URI_TOO_LONG, detail).into_response();
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let trace = Trace::of(request.headers());
    let mut response = match &origin {
        Some(_) if is_preflight(&request) => preflight(&request),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let yes = HeaderValue::from_static("true");
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
    }
    if let Some((parent, state)) = trace.headers() {
        headers.insert(TRACEPARENT, parent);
        headers.insert(TRACESTATE, state);
    }
    response
}

/// Whether a browser asks what it may send.
fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(request: &Request) -> Response {
    let mut response = Response::new(Body::from("OK"));
    let headers = response.headers_mut();
    let methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    let methods = HeaderValue::from_static(methods);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("600"),
    );
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, text);
    if let Some(asked) = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
    {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}

/// Where a request stands in a trace (W3C Trace Context): the caller's, or the first of its own.
struct Trace {
    id: String,
    flags: String,
    others: String,
}

impl Trace {
    fn of(headers: &HeaderMap) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let given = text(&TRACEPARENT).and_then(|parent| {
            let mut parts = parent.split('-');
            let (version, id, parent, flags) =
                (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
            let hex = |text: &str, length| {
                text.len() == length && text.bytes().all(|b| b.is_ascii_hexdigit())
            };
            let zero = |text: &str| text.bytes().all(|b| b == b'0');
            let good = hex(version, 2) && version != "ff" && hex(id, 32) && hex(parent, 16);
            (good && hex(flags, 2) && !zero(id) && !zero(parent))
                .then(|| (id.to_owned(), flags.to_owned()))
        });
        let (id, flags) = given.unwrap_or_else(|| (random::<16>(), "00".to_owned()));
        let states = text(&TRACESTATE).unwrap_or_default().split(',');
        let others = states
            .map(str::trim)
            .filter(|state| state.split('=').count() == 2 && !state.starts_with("mithaq="));
        Self {
            id,
            flags,
            others: others.collect::<Vec<_>>().join(","),
        }
    }

    fn headers(&self) -> Option<(HeaderValue, HeaderValue)> {
        let Self { id, flags, others } = self;
        let own = random::<8>();
        let comma = if others.is_empty() { "" } else { "," };
        let parent = HeaderValue::from_str(&format!("00-{id}-{own}-{flags}")).ok()?;
        let state = HeaderValue::from_str(&format!("mithaq={own}{comma}{others}")).ok()?;
        Some((parent, state))
    }
}

/// So many random bytes, in hexadecimal. A trace needs them to differ, not to be secret.
fn random<const N: usize>() -> String {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        bytes[N - 1] = 1;
    }
    bytes
        .iter()
        .fold(String::with_capacity(2 * N), |mut hex, byte| {
            // Writing to a String does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
