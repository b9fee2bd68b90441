//! The same on a member's node: whoever asks signs in, sees what their post may, and every match leaves a record.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use mithaq_exchange::Asking;
use mithaq_notice::{Notice, Use};
use mithaq_pact::Permitted;
use mithaq_store::LogSeq;
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

/// The catalogs of those who asked last.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Vec<Kept>>);

/// What may be read of the notices held at one entry of the log.
#[derive(Debug)]
struct Kept {
    /// The log's last entry, screenings left aside: what is held changes with it only.
    entry: LogSeq,
    /// The profiles of handling that were permitted.
    permitted: Arc<Permitted>,
    /// Until the first of its notices ends.
    until: Timestamp,
    /// Of the notices and their versions: not every entry changes them.
    content: u64,
    catalog: Arc<Catalog>,
}

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
        let question = user.question(app.member(), Use::Read)?;
        let now = app.now();
        let (entry, permitted) = {
            let state = app.member().state();
            let profiles = state.holdings().profiles();
            let permitted = state.decider().permitted(&question, profiles, now);
            let permitted = permitted.map_err(mithaq_exchange::Error::from);
            (
                state.holdings().last_entry(),
                permitted.map_err(Problem::from)?,
            )
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of = |kept: &&Kept| {
            let may_read_the_same = Arc::ptr_eq(&kept.permitted, &permitted)
                || kept.permitted.bitmap == permitted.bitmap;
            kept.entry == entry && may_read_the_same && now < kept.until
        };
        if let Some(known) = kept.iter().find(is_of) {
            return Ok(Arc::clone(&known.catalog));
        }
        let notices = readable(app, &permitted, now);
        let ends = notices.iter().filter_map(|notice| notice.ends);
        let until = ends.min().unwrap_or(Timestamp::MAX);
        let mut hasher = DefaultHasher::new();
        for notice in &notices {
            (&notice.id, notice.modified).hash(&mut hasher);
        }
        let content = hasher.finish();
        let same = kept.iter().position(|kept| kept.content == content);
        let catalog = match same.map(|at| kept.remove(at)) {
            Some(same) => same.catalog,
            None => Arc::new(catalog_of(&notices).map_err(Refusal::failed)?),
        };
        kept.truncate(KEPT - 1);
        let newest = Kept {
            entry,
            permitted,
            until,
            content,
            catalog: Arc::clone(&catalog),
        };
        kept.insert(0, newest);
        Ok(catalog)
    }
}

fn readable(app: &App, permitted: &Permitted, now: Timestamp) -> Vec<Arc<Notice>> {
    let state = app.member().state();
    let held = state.holdings().notices();
    let readable = held.filter(|held| permitted.allows(held.profile) && held.notice.stands(now));
    readable.map(|held| Arc::clone(&held.notice)).collect()
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

/// Screens each example at the user's post. Each leaves a record of its own, as a screening through `/v1` does; all share one wait for the disk.
pub(super) async fn find(
    app: &App,
    user: &User,
    (scope, datasets): (&Scope, &[&Dataset]),
    examples: &[&Example],
    filter: &Filter,
    scoring: Scoring,
) -> Result<Vec<Answered>, Refusal> {
    user.may(Action::Screen)?;
    let post = user.post()?;
    let mut found: Vec<Vec<Scored>> = examples.iter().map(|_| Vec::new()).collect();
    if let Some(options) = options(scoring) {
        let queries = examples.iter().zip(&mut found);
        let queries = queries.filter_map(|(example, found)| {
            let query = example.query.as_ref()?;
            Some((Asking { query, party: None }, example, found))
        });
        let (asking, of_each): (Vec<_>, Vec<_>) = queries
            .map(|(asking, example, found)| (asking, (example, found)))
            .unzip();
        let screened = app
            .member()
            .screen_parties(user.id.as_str(), post, &asking, &options, app.now())
            .await
            .map_err(Problem::from)?;
        for ((example, found), screened) in of_each.into_iter().zip(screened) {
            for hit in screened.matches.into_iter().flat_map(|found| found.hits) {
                let originator = hit.notice.originator.as_str();
                if !scope.takes(originator) {
                    continue;
                }
                let entity = match at(datasets, &hit.notice) {
                    Some((nth, position)) => admits(datasets[nth], filter, example)
                        .contains(position)
                        .then_some(Entry::At(nth, position)),
                    None => passing(&hit.notice, originator, example, filter)
                        .map_err(Refusal::failed)?
                        .map(Entry::Own),
                };
                found.extend(entity.map(|entity| Scored {
                    entity,
                    score: hit.score,
                    why: hit.why,
                }));
            }
        }
    }
    let ranked = |found| ranked(found, scoring);
    Ok(found.into_iter().map(ranked).collect())
}

/// Where the notice's entity stands, if the user may read it and not only be told of it.
fn at(datasets: &[&Dataset], notice: &Notice) -> Option<(usize, u32)> {
    let originator = notice.originator.as_str();
    let nth = datasets.iter().position(|of| of.name == originator)?;
    Some((nth, datasets[nth].position(notice.id.as_str())?))
}

fn admits(dataset: &Dataset, filter: &Filter, example: &Example) -> RoaringBitmap {
    filter.admitted(dataset) & of_schema(dataset, example.schema)
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
    Ok(admits(&alone, filter, example)
        .contains(0)
        .then_some(stored))
}
