//! One member's server: the API under `/v1` and the console.
//!
//! Handlers are thin: who is asking ([`User`]), whether their role may ([`duty`]), then one method of
//! [`mithaq_exchange::Member`], which decides and logs. Nothing here decides what may be released.

mod api;
mod app;
mod console;
pub mod duty;
mod health;
pub mod password;
mod problem;
mod session;
pub mod yente;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::serve::{Listener, ListenerExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower_http::set_header::SetResponseHeaderLayer;

pub use app::{App, User};
pub use problem::Problem;

/// Everything the server answers.
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .merge(api::routes())
        .merge(console::routes())
        .merge(health::routes())
        .merge(yente::on_member(app.clone()));
    let headers = [
        // The console has no script and loads nothing from elsewhere.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    headers
        .into_iter()
        .fold(routes, |routes, (name, value): (HeaderName, _)| {
            routes.layer(SetResponseHeaderLayer::if_not_present(
                name,
                HeaderValue::from_static(value),
            ))
        })
        .layer(axum::middleware::from_fn(to_the_end))
        .with_state(app)
}

/// Answers a request even when whoever sent it has gone: between the log and what is derived from it nothing may stop.
async fn to_the_end(request: Request, next: Next) -> Response {
    tokio::spawn(next.run(request))
        .await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Serves until `stop` is done; then finishes what it is answering and closes the log.
///
/// Every `every` (where given) it makes a round with the peers by itself.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    every: Option<Duration>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let rounds = every.map(|every| tokio::spawn(rounds(app.clone(), every)));
    let books = tokio::spawn(books(app.clone()));
    let served = axum::serve(prompt(listener), router(app.clone()))
        .with_graceful_shutdown(stop)
        .await;
    if let Some(rounds) = rounds {
        rounds.abort();
    }
    books.abort();
    app.member().store().close().await;
    served
}

/// Connections that send at once: answers are written whole, and nothing is gained by waiting for more.
pub(crate) fn prompt(listener: TcpListener) -> impl Listener<Io = TcpStream, Addr = SocketAddr> {
    listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection waits before it sends");
        }
    })
}

/// Screens the posts' books whenever something came.
async fn books(app: App) {
    loop {
        if let Err(error) = app.member().screen_books(app.now()).await {
            tracing::warn!(%error, "the posts' books could not be screened");
        }
        app.member().came().await;
    }
}

async fn rounds(app: App, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        app.member().sync(jiff::Timestamp::now).await;
    }
}
