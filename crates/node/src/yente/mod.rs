//! The interface of yente, OpenSanctions' screening server, so that its clients and OpenRefine work unchanged:
//! `docs/yente.md`.
//!
//! | module | what |
//! |---|---|
//! | `ftm` | the model entities are of: schemata, properties, codes |
//! | `entity`, `view` | an entity as it is sent, and a notice as one |
//! | `dataset`, `catalog`, `lists` | the entities of a list with all that finds them; all lists; lists on disk |
//! | `words`, `expression`, `retrieval`, `filter` | search: words, what is written into a box, what it means, conditions |
//! | `params`, `body`, `not_json`, `form`, `example`, `answer` | what comes in and goes out, and what is said of it when it is wrong |
//! | `matching`, `search`, `entities`, `reconcile`, `suggest`, `admin` | the routes |
//! | `member` | the same on a member's node |
//! | `layers` | what every request goes through |
//!
//! There are two services. An open one serves lists to whoever asks, on a closed network; it has no store and keeps no
//! record. A member's asks who is there and leaves a record of every match.

mod admin;
mod answer;
mod body;
mod catalog;
mod dataset;
mod entities;
mod entity;
mod example;
mod expression;
mod filter;
mod form;
mod ftm;
mod layers;
mod lists;
mod matching;
mod member;
mod not_json;
mod params;
mod reconcile;
mod retrieval;
mod search;
mod suggest;
mod view;
mod words;

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use self::answer::Refusal;
use self::catalog::Catalog;
use crate::app::{App, User};

pub use lists::{Lists, ListsError, NamedList};

/// A batch of the most queries, each with a page of text, fits.
const BODY_LIMIT_BYTES: usize = 16 << 20;
/// Shorter answers are not compressed.
const WORTH_COMPRESSING_BYTES: u64 = 500;

/// What the routes share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Yente(Arc<Service>);

enum Service {
    /// Lists, for whoever asks.
    Open(Open),
    /// A member's notices, for those who sign in.
    Member(Box<AtMember>),
}

struct Open {
    lists: Lists,
    /// Who knows it may have the lists read again.
    token: Option<String>,
}

struct AtMember {
    app: App,
    seen: Arc<member::Seen>,
}

/// One request: who asks, and what there is for them.
struct Asking {
    catalog: Arc<Catalog>,
    by: Option<(App, User)>,
}

impl Yente {
    fn service(&self) -> &Service {
        &self.0
    }

    /// Finds out who asks.
    async fn asking(&self, headers: &HeaderMap) -> Result<Asking, Refusal> {
        match self.service() {
            Service::Open(open) => Ok(Asking {
                catalog: open.lists.current(),
                by: None,
            }),
            Service::Member(member) => {
                let user = member::signed_in(&member.app, headers).await?;
                Ok(Asking {
                    catalog: member.seen.catalog(&member.app, &user)?,
                    by: Some((member.app.clone(), user)),
                })
            }
        }
    }

    /// The same of somebody who screens a dataset: an update makes nobody wait.
    async fn asking_to_screen(
        &self,
        headers: &HeaderMap,
        dataset: &str,
    ) -> Result<Asking, Refusal> {
        let Service::Member(member) = self.service() else {
            return self.asking(headers).await;
        };
        let (seen, app) = (&member.seen, &member.app);
        let user = member::signed_in(app, headers).await?;
        Ok(Asking {
            catalog: seen.catalog_to_screen(app, &user, dataset)?,
            by: Some((app.clone(), user)),
        })
    }
}

impl Asking {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }
}

/// Parts of a path. What cannot be one is nowhere.
struct At<T>(T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        path.map(|Path(path)| Self(path))
            .map_err(|_| Refusal::not_found("Not Found"))
    }
}

/// Does something that takes a processor a while: beside the other requests, where there are threads for them.
fn aside<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    let threads = Handle::try_current()
        .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    if threads {
        tokio::task::block_in_place(work)
    } else {
        work()
    }
}

fn routes() -> Router<Yente> {
    Router::new()
        .route("/match/{dataset}", post(matching::post))
        .route("/search/{dataset}", get(search::get))
        .route("/entities/{id}", get(entities::show))
        .route("/entities/{id}/adjacent", get(entities::adjacent))
        .route(
            "/entities/{id}/adjacent/{property}",
            get(entities::adjacent_by),
        )
        .route(
            "/reconcile/{dataset}",
            get(reconcile::manifest).post(reconcile::post),
        )
        .route("/reconcile/{dataset}/preview", get(suggest::preview))
        .route("/reconcile/{dataset}/suggest/entity", get(suggest::entity))
        .route(
            "/reconcile/{dataset}/suggest/property",
            get(suggest::property),
        )
        .route("/reconcile/{dataset}/suggest/type", get(suggest::schema))
        .route(
            "/reconcile/{dataset}/extend/property",
            get(suggest::extension),
        )
        .route("/catalog", get(admin::catalog))
        .route("/manifest", get(admin::catalog))
        .route("/algorithms", get(admin::algorithms))
        .route("/openapi.json", get(admin::openapi))
        .route("/updatez", post(admin::update))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
}

/// The routes on a member's node, for those who sign in. Health is the node's own, and no page elsewhere may ask.
pub(crate) fn on_member(app: App) -> Router<App> {
    let service = Service::Member(Box::new(AtMember {
        app,
        seen: Arc::default(),
    }));
    routes().with_state(Yente(Arc::new(service)))
}

/// Everything an open service answers. `token` is what `/updatez` asks for; without one the lists stay as read.
pub fn open(lists: Lists, token: Option<String>) -> Router {
    let service = Service::Open(Open { lists, token });
    let routes = routes()
        .route("/", get(admin::front))
        .route("/healthz", get(admin::healthy))
        .route("/readyz", get(admin::healthy))
        .fallback(admin::nowhere)
        .method_not_allowed_fallback(admin::not_so);
    let compress = SizeAbove::new(WORTH_COMPRESSING_BYTES);
    routes
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(axum::middleware::from_fn(layers::around))
        .with_state(Yente(Arc::new(service)))
}

/// Serves lists to whoever asks until `stop` is done. Keeps no record.
///
/// # Errors
/// When the listener fails.
pub async fn serve_open(
    lists: Lists,
    token: Option<String>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(crate::prompt(listener), open(lists, token))
        .with_graceful_shutdown(stop)
        .await
}
