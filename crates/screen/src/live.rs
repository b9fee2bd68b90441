//! An index that changes while it is searched.
//!
//! Concurrency: one writer at a time builds the next [`Snapshot`] beside the current one and swaps it in; searches hold
//! the snapshot they started with and never wait for a writer to build. A change goes into a small second index, and
//! what it replaces is struck out of the first. When the second has grown, both are merged while changes go on, so that
//! no change waits for that either.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;
use mithaq_notice::{Notice, NoticeId, SubjectId};
use roaring::RoaringBitmap;

use crate::hit::{Hit, rank};
use crate::index::{Admit, Entry, Index};
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

    /// The notices held on a subject, standing or not, with their profiles, in the order of their ids.
    #[must_use]
    pub fn on_subject(&self, subject: &SubjectId) -> Vec<(&Arc<Notice>, u32)> {
        let base = self.base.on_subject(subject);
        let kept = base.filter(|position| !self.gone.contains(*position));
        let kept = kept.filter_map(|position| self.base.entry(position));
        let recent = self.recent.on_subject(subject);
        let recent = recent.filter_map(|position| self.recent.entry(position));
        let mut held: Vec<_> = kept
            .chain(recent)
            .map(|entry| (&entry.notice, entry.profile))
            .collect();
        held.sort_unstable_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        held
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

    /// Whether what came later is no longer small beside the base.
    fn is_unsettled(&self) -> bool {
        let small = (self.base.len() / 16).max(256);
        self.recent.len() > small
            || usize::try_from(self.gone.len()).is_ok_and(|gone| gone > 4 * small)
    }

    /// The same notices over a base that holds all an earlier snapshot did; `None` where that one had another base.
    fn over(&self, earlier: &Self, base: &Arc<Index>) -> Option<Self> {
        if !Arc::ptr_eq(&self.base, &earlier.base) {
            return None;
        }
        let had = |entry: &Entry| {
            earlier.recent.held(&entry.notice.id).is_some_and(|had| {
                Arc::ptr_eq(&had.notice, &entry.notice) && had.profile == entry.profile
            })
        };
        let came = self.recent.entries.iter().filter(|entry| !had(entry));
        let came = came.map(|entry| (Arc::clone(&entry.notice), entry.profile));
        let since = (&self.gone - &earlier.gone).into_iter();
        let struck = since.filter_map(|position| self.base.entry(position));
        let went = struck.chain(&earlier.recent.entries);
        let went = went.map(|entry| &entry.notice.id);
        let went = went.filter(|id| self.recent.held(id).is_none()).cloned();
        let settled = Self {
            base: Arc::clone(base),
            ..Self::default()
        };
        Some(settled.with(came, &went.collect()))
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

/// A merged index, of the snapshot it was made from.
struct Settling<'a> {
    live: &'a Live,
    from: Arc<Snapshot>,
    base: Arc<Index>,
    _alone: MutexGuard<'a, ()>,
}

impl Settling<'_> {
    /// Puts it under what is searched now, with what changed while it was built.
    fn finish(self) {
        let writing = self.live.writing.lock();
        let _one_at_a_time = writing.unwrap_or_else(PoisonError::into_inner);
        if let Some(next) = self.live.snapshot().over(&self.from, &self.base) {
            self.live.swap(next);
        }
    }
}

/// The index of a node: searched by many, changed by one at a time.
#[derive(Debug, Default)]
pub struct Live {
    current: RwLock<Arc<Snapshot>>,
    writing: Mutex<()>,
    /// Held by whoever merges.
    settling: Mutex<()>,
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
        self.settle();
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
            next: self.snapshot().with(put, &remove),
            live: self,
            _alone: alone,
        }
    }

    /// Whether [`settle`](Self::settle) has something to do.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        self.snapshot().is_unsettled()
    }

    /// Merges what came later into the large index, once it is no longer small. That takes as long as building the index; searches
    /// and changes go on meanwhile. For a thread of its own; whoever changes by [`update`](Self::update) need not call it.
    pub fn settle(&self) {
        if let Some(settling) = self.begin_settling() {
            settling.finish();
        }
    }

    fn begin_settling(&self) -> Option<Settling<'_>> {
        let alone = self.settling.try_lock().ok()?;
        let from = self.snapshot();
        if !from.is_unsettled() {
            return None;
        }
        let notices = from.iter();
        let notices = notices.map(|(notice, profile)| (Arc::clone(notice), profile));
        Some(Settling {
            base: Arc::new(Index::build(notices)),
            from,
            live: self,
            _alone: alone,
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use mithaq_notice::{
        Handling, IssuerId, Name, NameKind, Originator, Person, Status, Subject, SubjectId, Text,
    };

    fn person(id: &str, name: &str) -> (Arc<Notice>, u32) {
        let day = "2026-03-01T00:00:00Z".parse().unwrap();
        let names = vec![Name::new(name.to_owned(), NameKind::Primary)];
        let notice = Notice {
            id: NoticeId::new(id).unwrap(),
            originator: Originator::Issuer(IssuerId::new("un").unwrap()),
            subject_id: SubjectId::new(id).unwrap(),
            created: day,
            modified: day,
            status: Status::Active,
            subject: Subject::Person(Person {
                names,
                ..Person::default()
            }),
            grounds: Text::default(),
            grade: None,
            ends: None,
            instructions: Text::default(),
            redress: Text::default(),
            contact: None,
            listing: None,
            links: Vec::new(),
            handling: Handling::public(),
            invented: false,
        };
        (Arc::new(notice), 0)
    }

    fn held(live: &Live) -> Vec<(String, String)> {
        let snapshot = live.snapshot();
        let mut held: Vec<_> = snapshot
            .iter()
            .map(|(notice, _)| (notice.id.to_string(), notice.subject.caption()))
            .collect();
        held.sort();
        held
    }

    #[test]
    fn what_changes_while_the_indexes_are_merged_is_neither_lost_nor_undone() {
        let ids = |range: std::ops::Range<u32>| range.map(|nth| format!("un-{nth}"));
        let live = Live::new(ids(0..10).map(|id| person(&id, "Before All")));
        live.prepare(ids(10..300).map(|id| person(&id, "Came Later")), [])
            .commit();
        assert!(live.is_unsettled());

        let settling = live.begin_settling().unwrap();
        assert!(live.begin_settling().is_none(), "one at a time");
        // Of the base, of what came later, and new.
        let changed = ["un-1", "un-11", "un-999"].map(|id| person(id, "Changed Meanwhile"));
        let gone = ["un-2", "un-12"].map(|id| NoticeId::new(id).unwrap());
        live.prepare(changed, gone).commit();
        let before = held(&live);
        // The merge stands still: what is searched is what was, and what came meanwhile.
        let running = live.snapshot();
        let met = |snapshot: &Snapshot| {
            let query = Query::of_name("q", "Changed Meanwhile");
            let day = "2026-03-01T00:00:00Z".parse().unwrap();
            snapshot.search(&query, &Options::default(), Admit::All, day)
        };
        assert_eq!(met(&running).len(), 3);
        settling.finish();

        assert_eq!(held(&live), before);
        assert_eq!(met(&live.snapshot()), met(&running));
        let snapshot = live.snapshot();
        assert_eq!((snapshot.base.len(), snapshot.recent.len()), (300, 3));
        assert!(!live.is_unsettled());
    }

    #[test]
    fn the_notices_on_a_subject_are_those_held_wherever_they_lie() {
        let of = |subject: &str, id: &str| {
            let (notice, profile) = person(id, "Somebody");
            let subject_id = SubjectId::new(subject).unwrap();
            let notice = Notice {
                subject_id,
                ..(*notice).clone()
            };
            (Arc::new(notice), profile)
        };
        let live = Live::new([
            of("s-1", "a-2"),
            of("s-2", "a-3"),
            of("s-1", "a-4"),
            of("s-0", "a-5"),
        ]);
        let on = |subject: &str| {
            let snapshot = live.snapshot();
            let held = snapshot.on_subject(&SubjectId::new(subject).unwrap());
            let ids: Vec<_> = held
                .iter()
                .map(|(notice, _)| notice.id.to_string())
                .collect();
            ids.join(" ")
        };
        assert_eq!([on("s-0"), on("s-1"), on("s-3")], ["a-5", "a-2 a-4", ""]);
        // A version on another subject, a new notice, one that is gone.
        live.update(
            [of("s-3", "a-2"), of("s-1", "a-1")],
            [NoticeId::new("a-5").unwrap()],
        );
        assert_eq!([on("s-0"), on("s-1"), on("s-3")], ["", "a-1 a-4", "a-2"]);
    }

    #[test]
    fn a_merge_of_what_was_replaced_whole_is_dropped() {
        let live = Live::default();
        let many = (0..300).map(|nth| person(&format!("un-{nth}"), "Came Later"));
        live.prepare(many, []).commit();
        let settling = live.begin_settling().unwrap();
        live.rebuild([person("un-7", "Alone")]);
        settling.finish();
        assert_eq!(held(&live), [("un-7".to_owned(), "Alone".to_owned())]);
    }
}
