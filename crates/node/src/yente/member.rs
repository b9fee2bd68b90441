//! The same on a member's node: whoever asks signs in, sees what their post may, and every match leaves a record.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use mithaq_notice::{Notice, Use};
use roaring::RoaringBitmap;

use super::answer::Refusal;
use super::catalog::{Catalog, Scope};
use super::dataset::{Dataset, Heading};
use super::entity::Stored;
use super::example::Example;
use super::filter::{Filter, of_schema};
use super::matching::{Answered, Entry, Scored, Scoring, options, ranked};
use super::view;
use crate::app::{App, User, basic};
use crate::duty::Action;
use crate::problem::Problem;

/// Catalogs kept: as many posts as ask at one time.
const KEPT: usize = 8;

/// The catalogs of those who asked last, by what they see.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Vec<(u64, Arc<Catalog>)>>);

/// Who asks: by HTTP Basic, or as yente's clients send keys, `ApiKey user:password`.
pub(super) async fn signed_in(app: &App, headers: &HeaderMap) -> Result<User, Problem> {
    let key = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| {
            scheme.eq_ignore_ascii_case("apikey") || scheme.eq_ignore_ascii_case("bearer")
        })
        .and_then(|(_, key)| key.trim().split_once(':'))
        .map(|(user, password)| (user.to_owned(), password.to_owned()));
    let (user, password) = key
        .or_else(|| basic(headers))
        .ok_or_else(Problem::sign_in)?;
    app.sign_in(&user, &password).await
}

impl Seen {
    /// What a user's post may read, a dataset for each originator.
    pub(super) fn catalog(&self, app: &App, user: &User) -> Result<Arc<Catalog>, Refusal> {
        user.may(Action::ReadNotices)?;
        let notices = readable(app, user)?;
        let mut hasher = DefaultHasher::new();
        for notice in &notices {
            (&notice.id, notice.modified).hash(&mut hasher);
        }
        let seen = hasher.finish();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, catalog)) = kept.iter().find(|(known, _)| *known == seen) {
            return Ok(Arc::clone(catalog));
        }
        let catalog = Arc::new(catalog_of(&notices).map_err(Refusal::failed)?);
        kept.truncate(KEPT - 1);
        kept.insert(0, (seen, Arc::clone(&catalog)));
        Ok(catalog)
    }
}

fn readable(app: &App, user: &User) -> Result<Vec<Arc<Notice>>, Problem> {
    let question = user.question(app.member(), Use::Read)?;
    let now = app.now();
    let state = app.member().state();
    let permitted = state
        .decider()
        .permitted(&question, state.holdings().profiles(), now)
        .map_err(mithaq_exchange::Error::from)?;
    let held = state.holdings().notices();
    let readable = held.filter(|held| permitted.allows(held.profile) && held.notice.stands(now));
    Ok(readable.map(|held| Arc::clone(&held.notice)).collect())
}

fn catalog_of(notices: &[Arc<Notice>]) -> serde_json::Result<Catalog> {
    let mut by_originator: BTreeMap<&str, Vec<&Notice>> = BTreeMap::new();
    for notice in notices {
        let originator = notice.originator.as_str();
        by_originator.entry(originator).or_default().push(notice);
    }
    let datasets = by_originator.into_iter().map(|(originator, notices)| {
        let newest = notices.iter().map(|notice| notice.modified).max();
        let day = newest.unwrap_or_default();
        let heading = Heading {
            name: originator.to_owned(),
            title: originator.to_owned(),
            version: format!("{}-{:03}", day.strftime("%Y%m%d%H%M%S"), notices.len()),
            updated: Some(day.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        };
        let entities = notices.iter().flat_map(|n| view::entities(n, originator));
        let searched = notices.iter().map(|notice| (*notice).clone());
        Dataset::new(heading, entities, searched).map(Arc::new)
    });
    Ok(Catalog {
        datasets: datasets.collect::<Result<_, _>>()?,
    })
}

/// Screens each example at the user's post. Each leaves a record of its own, as a screening through `/v1` does.
pub(super) async fn find(
    app: &App,
    user: &User,
    scope: &Scope,
    examples: &[&Example],
    filter: &Filter,
    scoring: Scoring,
) -> Result<Vec<Answered>, Refusal> {
    user.may(Action::Screen)?;
    let post = user.post()?;
    let mut answered = Vec::with_capacity(examples.len());
    for example in examples {
        let mut found = Vec::new();
        if let Some((query, options)) = example.query.as_ref().zip(options(scoring)) {
            let screened = app
                .member()
                .screen(user.id.as_str(), post, query, &options, app.now())
                .await
                .map_err(Problem::from)?;
            for hit in screened.matches.into_iter().flat_map(|found| found.hits) {
                let originator = hit.notice.originator.as_str();
                if !scope.takes(originator) {
                    continue;
                }
                let entity = passing(&hit.notice, originator, example, filter);
                if let Some(entity) = entity.map_err(Refusal::failed)? {
                    found.push(Scored {
                        entity: Entry::Own(entity),
                        score: hit.score,
                        why: hit.why,
                    });
                }
            }
        }
        answered.push(ranked(found, scoring));
    }
    Ok(answered)
}

/// The entity of a notice, if a filter lets it through.
fn passing(
    notice: &Notice,
    originator: &str,
    example: &Example,
    filter: &Filter,
) -> serde_json::Result<Option<Stored>> {
    let heading = Heading {
        name: originator.to_owned(),
        title: String::new(),
        version: String::new(),
        updated: None,
    };
    let Some(entity) = view::entities(notice, originator).into_iter().next() else {
        return Ok(None);
    };
    let stored = Stored::new(&entity)?;
    let alone = Dataset::new(heading, [entity], [])?;
    let passes: RoaringBitmap = filter.admitted(&alone) & of_schema(&alone, example.schema);
    Ok(passes.contains(0).then_some(stored))
}
