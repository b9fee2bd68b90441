//! An index that changes while it is searched.
//!
//! Concurrency: one writer at a time builds the next [`Snapshot`] beside the current one and swaps it in; searches hold
//! the snapshot they started with and never wait for a writer to build. A change goes into a small second index, and
//! what it replaces is struck out of the first; when the second has grown, both are merged.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;
use mithaq_notice::{Notice, NoticeId};
use roaring::RoaringBitmap;

use crate::hit::{Hit, rank};
use crate::index::{Admit, Index, Options};
use crate::query::Query;

/// A change to what is searched.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new notice, or a new version of one: corrected, recalled, or with another profile.
    Put(Arc<Notice>, u32),
    /// A notice that is no longer held.
    Remove(NoticeId),
}

/// What is searched at one moment. Immutable and cheap to share.
#[derive(Debug)]
pub struct Snapshot {
    base: Arc<Index>,
    /// What came after the base was built.
    recent: Index,
    /// Positions of the base that were replaced or removed since.
    gone: RoaringBitmap,
}

impl Snapshot {
    fn new(base: Index) -> Self {
        Self {
            base: Arc::new(base),
            recent: Index::build([]),
            gone: RoaringBitmap::new(),
        }
    }

    /// See [`Index::search`].
    #[must_use]
    pub fn search<'a>(
        &self,
        query: &Query,
        options: &Options,
        admit: impl Into<Admit<'a>>,
        at: Timestamp,
    ) -> Vec<Hit> {
        let admit = admit.into();
        let mut hits = self
            .base
            .search_where(query, options, admit, at, |position| {
                !self.gone.contains(position)
            });
        hits.extend(self.recent.search(query, options, admit, at));
        rank(&mut hits);
        hits.truncate(options.limit);
        hits
    }

    /// The notice with this id, if it is held.
    #[must_use]
    pub fn get(&self, id: &NoticeId) -> Option<&Arc<Notice>> {
        self.recent.get(id).or_else(|| {
            let position = self
                .base
                .position(id)
                .filter(|position| !self.gone.contains(*position))?;
            self.base.entry(position).map(|entry| &entry.notice)
        })
    }

    /// How many notices are held, standing or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// All notices held, with their profiles.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<Notice>, u32)> {
        let base = (0_u32..)
            .zip(&self.base.entries)
            .filter(|(position, _)| !self.gone.contains(*position));
        let kept = base.map(|(_, entry)| entry);
        kept.chain(&self.recent.entries)
            .map(|entry| (&entry.notice, entry.profile))
    }

    fn with(&self, changes: Vec<Change>) -> Self {
        let mut gone = self.gone.clone();
        let mut recent: Vec<Option<(Arc<Notice>, u32)>> = self
            .recent
            .entries
            .iter()
            .map(|entry| Some((Arc::clone(&entry.notice), entry.profile)))
            .collect();
        for change in changes {
            let id = match &change {
                Change::Put(notice, _) => &notice.id,
                Change::Remove(id) => id,
            };
            gone.extend(self.base.position(id));
            let slot = recent
                .iter()
                .position(|held| held.as_ref().is_some_and(|(notice, _)| notice.id == *id));
            let held = match &change {
                Change::Put(notice, profile) => Some((Arc::clone(notice), *profile)),
                Change::Remove(_) => None,
            };
            match slot.and_then(|slot| recent.get_mut(slot)) {
                Some(slot) => *slot = held,
                None => recent.push(held),
            }
        }
        Self {
            base: Arc::clone(&self.base),
            recent: Index::build(recent.into_iter().flatten()),
            gone,
        }
    }

    /// Merged, once what came later is no longer small beside the base.
    fn settled(self) -> Self {
        let small = (self.base.len() / 16).max(256);
        if self.recent.len() <= small
            && usize::try_from(self.gone.len()).is_ok_and(|gone| gone <= 4 * small)
        {
            return self;
        }
        Self::new(Index::build(
            self.iter()
                .map(|(notice, profile)| (Arc::clone(notice), profile)),
        ))
    }
}

/// The index of a node: searched by many, changed by one at a time.
#[derive(Debug)]
pub struct Live {
    current: RwLock<Arc<Snapshot>>,
    writing: Mutex<()>,
}

impl Live {
    /// A live index that starts with these notices and their profiles.
    pub fn new(notices: impl IntoIterator<Item = (Arc<Notice>, u32)>) -> Self {
        Self {
            current: RwLock::new(Arc::new(Snapshot::new(Index::build(notices)))),
            writing: Mutex::new(()),
        }
    }

    /// What is searched now. Hold it through one question or one batch, so that all of it sees the same lists.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes changes, all at once: a search sees all of them or none. Searchable when it returns.
    pub fn apply(&self, changes: Vec<Change>) {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let next = Arc::new(self.snapshot().with(changes).settled());
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
    }
}
