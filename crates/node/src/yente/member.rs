//! The same on a member's node: whoever asks signs in, sees what their post may, and every match leaves a record.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use mithaq_exchange::Asking;
use mithaq_notice::{Notice, Use};
use mithaq_pact::{Permitted, ReleaseQuestion};
use mithaq_store::LogSeq;
use roaring::RoaringBitmap;

use super::answer::Refusal;
use super::catalog::{Catalog, Scope};
use super::dataset::{Dataset, Heading};
use super::entity::Stored;
use super::example::Example;
use super::filter::{Filter, of_schema};
use super::matching::{Answered, Entry, Scored, Scoring, options, ranked};
use super::{aside, view};
use crate::app::{App, User, basic};
use crate::duty::Action;
use crate::problem::Problem;

/// Catalogs kept, a post each; posts that read the same share one.
const KEPT: usize = 32;

/// The catalogs of those who asked last. One at a time is made, beside what is asked meanwhile; of an originator nothing of whose
/// changed, the dataset is kept.
#[derive(Debug, Default)]
pub(super) struct Seen {
    kept: Mutex<Vec<Kept>>,
    /// Held by whoever makes one.
    making: Mutex<()>,
}

/// Who reads what, of the notices held at one entry of the log.
#[derive(Debug, Clone)]
struct Reading {
    question: ReleaseQuestion,
    /// The log's last entry, screenings left aside: what is held changes with it only.
    entry: LogSeq,
    /// The profiles of handling that were permitted.
    permitted: Arc<Permitted>,
    at: Timestamp,
}

/// What was read, as it is asked for.
#[derive(Debug)]
struct Kept {
    reading: Reading,
    /// Until the first of its notices ends.
    until: Timestamp,
    /// Of each dataset a mark of its notices and their versions: not every entry of the log changes them.
    contents: Vec<u64>,
    catalog: Arc<Catalog>,
}

impl Kept {
    fn is_of(&self, reading: &Reading) -> bool {
        let known = &self.reading;
        let may_read_the_same = Arc::ptr_eq(&known.permitted, &reading.permitted)
            || known.permitted.bitmap == reading.permitted.bitmap;
        known.entry == reading.entry && may_read_the_same && reading.at < self.until
    }

    fn dataset(&self, name: &str, content: u64) -> Option<&Arc<Dataset>> {
        let datasets = self.catalog.datasets.iter().zip(&self.contents);
        let mut same = datasets.filter(|(dataset, of)| dataset.name == name && **of == content);
        same.next().map(|(dataset, _)| dataset)
    }
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

impl Reading {
    fn of(app: &App, user: &User) -> Result<Self, Refusal> {
        user.may(Action::ReadNotices)?;
        let question = user.question(app.member(), Use::Read)?;
        let at = app.now();
        let state = app.member().state();
        let profiles = state.holdings().profiles();
        let permitted = state.decider().permitted(&question, profiles, at);
        let permitted = permitted.map_err(mithaq_exchange::Error::from);
        Ok(Self {
            permitted: permitted.map_err(Problem::from)?,
            entry: state.holdings().last_entry(),
            question,
            at,
        })
    }
}

impl Seen {
    /// What a user's post may read, a dataset for each originator.
    pub(super) fn catalog(&self, app: &App, user: &User) -> Result<Arc<Catalog>, Refusal> {
        let reading = Reading::of(app, user)?;
        match self.known(&reading) {
            Some(known) => Ok(known),
            None => aside(|| self.make(app, &reading)).map_err(Refusal::failed),
        }
    }

    /// The same for whoever screens, who finds by the member's own index whatever the catalog: while another is made, so that
    /// nobody waits for it, the one of the caller's last time if that has the dataset.
    pub(super) fn catalog_to_screen(
        self: &Arc<Self>,
        app: &App,
        user: &User,
        dataset: &str,
    ) -> Result<Arc<Catalog>, Refusal> {
        let reading = Reading::of(app, user)?;
        if let Some(known) = self.known(&reading) {
            return Ok(known);
        }
        match self.of_last_time(&reading.question, dataset) {
            None => aside(|| self.make(app, &reading)).map_err(Refusal::failed),
            Some(before) => {
                let (seen, app) = (Arc::clone(self), app.clone());
                tokio::task::spawn_blocking(move || {
                    // Whoever is making one now will be followed by the next that asks.
                    let alone = match seen.making.try_lock() {
                        Ok(alone) => alone,
                        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                        Err(TryLockError::WouldBlock) => return,
                    };
                    if let Err(error) = seen.make_alone(&app, &reading, alone) {
                        tracing::error!(%error, "no catalog was made");
                    }
                });
                Ok(before)
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, reading: &Reading) -> Option<Arc<Catalog>> {
        let mut kept = self.kept();
        let known = kept.iter().find(|kept| kept.is_of(reading))?;
        let catalog = Arc::clone(&known.catalog);
        if known.reading.question != reading.question {
            // Kept as the caller's own, too: when it is no longer of now, it is what the caller had last.
            let own = Kept {
                reading: reading.clone(),
                until: known.until,
                contents: known.contents.clone(),
                catalog: Arc::clone(&catalog),
            };
            keep(&mut kept, own);
        }
        Some(catalog)
    }

    fn of_last_time(&self, question: &ReleaseQuestion, dataset: &str) -> Option<Arc<Catalog>> {
        let kept = self.kept();
        let mut of_caller = kept
            .iter()
            .filter(|kept| kept.reading.question == *question);
        let last = of_caller.next()?;
        last.catalog.has(dataset).then(|| Arc::clone(&last.catalog))
    }

    fn make(&self, app: &App, reading: &Reading) -> serde_json::Result<Arc<Catalog>> {
        let alone = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.make_alone(app, reading, alone)
    }

    fn make_alone(
        &self,
        app: &App,
        reading: &Reading,
        _alone: MutexGuard<'_, ()>,
    ) -> serde_json::Result<Arc<Catalog>> {
        if let Some(known) = self.known(reading) {
            return Ok(known);
        }
        let notices = readable(app, &reading.permitted, reading.at);
        let ends = notices.iter().filter_map(|notice| notice.ends);
        let until = ends.min().unwrap_or(Timestamp::MAX);
        let mut by_originator: BTreeMap<&str, Vec<&Notice>> = BTreeMap::new();
        for notice in &notices {
            let originator = notice.originator.as_str();
            by_originator.entry(originator).or_default().push(notice);
        }
        let (mut contents, mut datasets) = (Vec::new(), Vec::new());
        for (originator, notices) in by_originator {
            let mut hasher = DefaultHasher::new();
            for notice in &notices {
                (&notice.id, notice.modified).hash(&mut hasher);
            }
            let content = hasher.finish();
            let kept = self.kept();
            let mut same = kept.iter();
            let same = same.find_map(|kept| kept.dataset(originator, content).cloned());
            drop(kept);
            contents.push(content);
            datasets.push(match same {
                Some(same) => same,
                None => Arc::new(dataset_of(originator, &notices)?),
            });
        }
        let catalog = Arc::new(Catalog { datasets });
        let newest = Kept {
            reading: reading.clone(),
            until,
            contents,
            catalog: Arc::clone(&catalog),
        };
        keep(&mut self.kept(), newest);
        Ok(catalog)
    }
}

/// Keeps it in the place of the same caller's last one.
fn keep(kept: &mut Vec<Kept>, newest: Kept) {
    kept.retain(|kept| kept.reading.question != newest.reading.question);
    kept.insert(0, newest);
    kept.truncate(KEPT);
}

fn readable(app: &App, permitted: &Permitted, now: Timestamp) -> Vec<Arc<Notice>> {
    let state = app.member().state();
    let held = state.holdings().notices();
    let readable = held.filter(|held| permitted.allows(held.profile) && held.notice.stands(now));
    readable.map(|held| Arc::clone(&held.notice)).collect()
}

fn dataset_of(originator: &str, notices: &[&Notice]) -> serde_json::Result<Dataset> {
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
    Dataset::new(heading, entities, searched)
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

/// Where the entity of this version of the notice stands, if the user may read it and not only be told of it.
fn at(datasets: &[&Dataset], notice: &Notice) -> Option<(usize, u32)> {
    let originator = notice.originator.as_str();
    let nth = datasets.iter().position(|of| of.name == originator)?;
    let dataset = datasets[nth];
    let position = dataset.position(notice.id.as_str())?;
    dataset.has(notice).then_some((nth, position))
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
