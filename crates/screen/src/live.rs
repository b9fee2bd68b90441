//! An index that changes while it is searched.
//!
//! Concurrency: one writer at a time builds the next [`Snapshot`] beside the current one and swaps it in; searches hold
//! the snapshot they started with and never wait for a writer to build. A change goes into a small second index, and
//! what it replaces is struck out of the first; when the second has grown, both are merged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;
use mithaq_notice::{Notice, NoticeId};
use roaring::RoaringBitmap;

use crate::hit::{Hit, rank};
use crate::index::{Admit, Index};
use crate::options::Options;
use crate::query::Query;

/// What is searched at one moment. Immutable and cheap to share.
#[derive(Debug, Default)]
pub struct Snapshot {
    base: Arc<Index>,
    /// What came after the base was built.
    recent: Index,
    /// Positions of the base that were replaced or removed since.
    gone: RoaringBitmap,
}

/// An index that nothing has changed since.
impl From<Index> for Snapshot {
    fn from(base: Index) -> Self {
        Self {
            base: Arc::new(base),
            ..Self::default()
        }
    }
}

impl Snapshot {
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

    fn with(
        &self,
        put: impl IntoIterator<Item = (Arc<Notice>, u32)>,
        remove: &BTreeSet<NoticeId>,
    ) -> Self {
        let put: BTreeMap<NoticeId, (Arc<Notice>, u32)> = put
            .into_iter()
            .map(|(notice, profile)| (notice.id.clone(), (notice, profile)))
            .collect();
        let gone = put
            .keys()
            .chain(remove)
            .filter_map(|id| self.base.position(id));
        let gone = &self.gone | RoaringBitmap::from_iter(gone);
        let kept = self.recent.entries.iter().filter(|entry| {
            let id = &entry.notice.id;
            !put.contains_key(id) && !remove.contains(id)
        });
        let kept: Vec<(Arc<Notice>, u32)> = kept
            .map(|entry| (Arc::clone(&entry.notice), entry.profile))
            .collect();
        Self {
            base: Arc::clone(&self.base),
            recent: Index::build(kept.into_iter().chain(put.into_values())),
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
        Self::from(Index::build(
            self.iter()
                .map(|(notice, profile)| (Arc::clone(notice), profile)),
        ))
    }
}

/// An update that is built and not yet searched.
pub struct Prepared<'a> {
    live: &'a Live,
    next: Snapshot,
    _alone: MutexGuard<'a, ()>,
}

impl Prepared<'_> {
    /// Searched from here on.
    pub fn commit(self) {
        self.live.swap(self.next);
    }
}

/// The index of a node: searched by many, changed by one at a time.
#[derive(Debug, Default)]
pub struct Live {
    current: RwLock<Arc<Snapshot>>,
    writing: Mutex<()>,
}

impl Live {
    /// A live index that starts with these notices and their handling profiles.
    pub fn new(notices: impl IntoIterator<Item = (Arc<Notice>, u32)>) -> Self {
        let live = Self::default();
        live.rebuild(notices);
        live
    }

    /// What is searched now. Hold it through one question or one batch, so that all of it sees the same lists.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Holds these notices and no others.
    pub fn rebuild(&self, notices: impl IntoIterator<Item = (Arc<Notice>, u32)>) {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.swap(Snapshot::from(Index::build(notices)));
    }

    /// Takes in notices (new, corrected, recalled, or with another profile) and lets go of others, all at once: a search
    /// sees all of it or nothing. Searchable when it returns. Of one notice's versions the one given last counts; a
    /// notice that is both put and removed is put.
    pub fn update(
        &self,
        put: impl IntoIterator<Item = (Arc<Notice>, u32)>,
        remove: impl IntoIterator<Item = NoticeId>,
    ) {
        self.prepare(put, remove).commit();
    }

    /// The first half of [`update`](Self::update): builds what will be searched, while what is searched stays as it is. For
    /// whoever must swap something else at the same moment. Other writers wait until it is committed or dropped.
    pub fn prepare(
        &self,
        put: impl IntoIterator<Item = (Arc<Notice>, u32)>,
        remove: impl IntoIterator<Item = NoticeId>,
    ) -> Prepared<'_> {
        let alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let remove = remove.into_iter().collect();
        Prepared {
            next: self.snapshot().with(put, &remove).settled(),
            live: self,
            _alone: alone,
        }
    }

    fn swap(&self, next: Snapshot) {
        let next = Arc::new(next);
        let before = {
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, next)
        };
        // Freed here and not under the lock, should nobody hold it any more.
        drop(before);
    }
}
