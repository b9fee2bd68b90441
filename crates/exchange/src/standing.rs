//! Standing parties: a post's book, screened the other way round by each notice that comes, and yielding only what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{NoticeId, PostId, Use};
use mithaq_screen::{Book, Options, Query};
use mithaq_store::LogSeq;
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::member::Member;
use crate::record::{BookChanged, Record};
use crate::screening::{Asking, Match, holds};

/// Parties in one entry of the log: some hundred kilobytes.
const CHUNK: usize = 1_000;
/// The user that findings of a book are logged by.
pub const BOOK_USER: &str = "book";
/// The longest reference to a party, in bytes.
pub const REFERENCE_LIMIT: usize = 256;

/// What changes in a book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookChange {
    /// Parties to put in, each in place of the one with its reference, [`Query::id`].
    pub put: Vec<Query>,
    /// References of parties to take out.
    pub remove: BTreeSet<String>,
}

/// A book as it stands, and how far it has been screened.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    book: Arc<Book>,
    /// Notices that came later have not been asked yet.
    seen: LogSeq,
    /// The profiles that were released to the post then.
    released: RoaringBitmap,
    /// Parties that have not been screened against all that is held.
    fresh: BTreeSet<String>,
}

/// What screening the books came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BooksScreened {
    /// New findings, one screening a party, waiting for review.
    pub raised: Vec<LogSeq>,
}

impl Standing {
    fn change(&mut self, change: BookChange) {
        self.fresh
            .retain(|reference| !change.remove.contains(reference));
        self.fresh
            .extend(change.put.iter().map(|party| party.id.clone()));
        let put = change.put.into_iter().map(Arc::new);
        self.book = Arc::new(self.book.with(put, &change.remove));
    }
}

/// A change is taken whole or not at all: whoever were left out would go unscreened.
fn check(change: &BookChange, replace: bool) -> Result<()> {
    let invalid = |found: String, expected: String| Error::Invalid {
        field: "book".into(),
        found,
        expected,
    };
    if change.put.is_empty() && (replace || change.remove.is_empty()) {
        return Err(invalid(
            "no party".into(),
            "at least one; a book is emptied by taking its parties out by name".into(),
        ));
    }
    let mut references = BTreeSet::new();
    for party in &change.put {
        let fault = if !(1..=REFERENCE_LIMIT).contains(&party.id.len()) {
            Some(format!("a reference of 1 to {REFERENCE_LIMIT} bytes"))
        } else if party.is_empty() {
            Some("a name or a number to screen by".into())
        } else if !references.insert(&party.id) {
            Some("each reference once".into())
        } else {
            None
        };
        if let Some(expected) = fault {
            let reference: String = party.id.chars().take(60).collect();
            return Err(invalid(format!("party `{reference}`"), expected));
        }
    }
    Ok(())
}

impl Member {
    /// Changes a post's book: `replace` puts these parties in place of all. Logged, encrypted, before it counts.
    ///
    /// # Errors
    /// When the post is unknown here, nothing is to change, or a party has no reference of its own, or neither name nor number.
    pub async fn change_book(
        &self,
        user: &str,
        post: &PostId,
        replace: bool,
        change: BookChange,
        now: Timestamp,
    ) -> Result<usize> {
        self.post(post)?;
        check(&change, replace)?;
        let mut chunks: Vec<BookChange> = change
            .put
            .chunks(CHUNK)
            .map(|put| BookChange {
                put: put.to_vec(),
                remove: BTreeSet::new(),
            })
            .collect();
        match chunks.first_mut() {
            Some(first) => first.remove.clone_from(&change.remove),
            None => chunks.push(BookChange {
                put: Vec::new(),
                remove: change.remove.clone(),
            }),
        }
        let mut records = Vec::with_capacity(chunks.len());
        for (at, chunk) in chunks.iter().enumerate() {
            records.push(Record::Book(BookChanged {
                post: post.clone(),
                user: user.to_owned(),
                replace: replace && at == 0,
                change: self
                    .secret
                    .seal(&serde_json::to_vec(chunk)?, post.as_str().as_bytes())?,
            }));
        }
        let _writing = self.writing.lock().await;
        self.log(records, now).await?;
        let mut standing = self.books();
        let standing = standing.entry(post.clone()).or_default();
        if replace {
            *standing = Standing::default();
        }
        standing.change(change);
        Ok(standing.book.len())
    }

    /// A post's book.
    #[must_use]
    pub fn book(&self, post: &PostId) -> Arc<Book> {
        self.books()
            .get(post)
            .map(|standing| Arc::clone(&standing.book))
            .unwrap_or_default()
    }

    /// The books that a log holds.
    pub(crate) fn books_of(
        secret: &crate::Secret,
        changes: Vec<BookChanged>,
    ) -> Result<BTreeMap<PostId, Standing>> {
        let mut parties: BTreeMap<PostId, BTreeMap<String, Query>> = BTreeMap::new();
        for changed in changes {
            let plain = secret.unseal(&changed.change, changed.post.as_str().as_bytes())?;
            let change: BookChange = serde_json::from_slice(&plain)?;
            let of_post = parties.entry(changed.post).or_default();
            if changed.replace {
                of_post.clear();
            }
            of_post.retain(|reference, _| !change.remove.contains(reference));
            of_post.extend(
                change
                    .put
                    .into_iter()
                    .map(|party| (party.id.clone(), party)),
            );
        }
        let books = parties.into_iter().map(|(post, parties)| {
            let mut standing = Standing::default();
            let (put, remove) = (parties.into_values().collect(), BTreeSet::new());
            standing.change(BookChange { put, remove });
            (post, standing)
        });
        Ok(books.collect())
    }

    /// Screens every book by the notices that came, were corrected or were released since the last time, and its new parties by all
    /// that is held. Only what is new is raised: not what was raised by the same evidence, nor what was cleared. Each finding is a
    /// screening of its own, waiting for review like any other, with its receipt.
    ///
    /// # Errors
    /// When a post does what the pact does not know, or the log cannot be written.
    pub async fn screen_books(&self, now: Timestamp) -> Result<BooksScreened> {
        let _screening = self.screening_books.lock().await;
        let posts: Vec<PostId> = self.books().keys().cloned().collect();
        let here = posts
            .into_iter()
            .filter(|post| self.config.posts.contains_key(post));
        let mut screened = BooksScreened::default();
        let options = Options {
            limit: 100,
            ..self.options()
        };
        for post in here {
            let mut asked = self.to_ask(&post, &options, now)?.into_iter();
            while let Some(party) = asked.next() {
                match self.raise_new(&post, &party, &options, now).await {
                    Ok(raised) => screened.raised.extend(raised),
                    Err(error) => {
                        // Whoever has not been asked is asked the next time.
                        let left = std::iter::once(party)
                            .chain(asked)
                            .map(|party| party.id.clone());
                        self.books().entry(post).or_default().fresh.extend(left);
                        return Err(error);
                    }
                }
            }
        }
        Ok(screened)
    }

    async fn raise_new(
        &self,
        post: &PostId,
        party: &Query,
        options: &Options,
        now: Timestamp,
    ) -> Result<Option<LogSeq>> {
        if !self.has_new(post, party, options, now)? {
            return Ok(None);
        }
        let asking = Asking {
            query: party,
            party: Some(&party.id),
        };
        let screened = self
            .screen_party(BOOK_USER, post, asking, options, now)
            .await?;
        Ok(Some(screened.screening))
    }

    /// The parties of a book that what came since may have met; from here on that counts as seen.
    fn to_ask(&self, post: &PostId, options: &Options, now: Timestamp) -> Result<Vec<Arc<Query>>> {
        let state = self.state();
        let holdings = state.holdings();
        let question = self.post(post)?.question(&self.id, Use::Screen);
        let permitted = state
            .decider()
            .permitted(&question, holdings.profiles(), now)?;
        let (book, came, fresh) = {
            let mut all = self.books();
            let standing = all.entry(post.clone()).or_default();
            let newly = &permitted.bitmap - &standing.released;
            let came: Vec<_> = holdings
                .notices()
                .filter(|held| held.entry > standing.seen || newly.contains(held.profile.0))
                .map(|held| (Arc::clone(&held.notice), held.profile.0))
                .collect();
            standing.seen = holdings.last_entry();
            standing.released = permitted.bitmap.clone();
            (
                Arc::clone(&standing.book),
                came,
                std::mem::take(&mut standing.fresh),
            )
        };
        drop(state);
        let met = book.screen(came, options, &permitted.bitmap, now);
        let mut asked: BTreeMap<String, Arc<Query>> = met
            .into_iter()
            .map(|(party, _)| (party.id.clone(), party))
            .collect();
        asked.extend(fresh.into_iter().filter_map(|reference| {
            let party = Arc::clone(book.get(&reference)?);
            Some((reference, party))
        }));
        Ok(asked.into_values().collect())
    }

    /// Whether a screening of this party would raise anything that was not raised by the same evidence.
    fn has_new(
        &self,
        post: &PostId,
        party: &Query,
        options: &Options,
        now: Timestamp,
    ) -> Result<bool> {
        let key = self.secret.hash_party(post.as_str(), &party.id);
        let (view, cleared) = self.view_now(post, now, |holdings| holdings.cleared_for(&key))?;
        let found = self.find(&view, party, &cleared, options, now)?;
        let state = self.state();
        let is_new = |notice: &NoticeId, evidence: &str, score: f64| {
            let raised = state.holdings().raised(&key, notice);
            raised.is_none_or(|then| !holds(then, evidence, score))
        };
        let hits = found.iter().flat_map(|found: &Match| &found.hits);
        Ok(hits.filter(|hit| hit.cleared.is_none()).any(|hit| {
            let evidence = hit.evidence.as_deref();
            evidence.is_some_and(|evidence| is_new(&hit.notice.id, evidence, hit.score))
        }))
    }
}
