//! The index: notices in a form that answers queries. Immutable; readers share it, and [`crate::Live`] swaps it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_names::{Effort, Index as NameIndex, IndexBuilder, Kind, Matcher, Name, Score};
use mithaq_notice::{Notice, NoticeId, Subject, SubjectId, SubjectKind};
use roaring::RoaringBitmap;

use crate::candidate::{Asked, Candidate};
use crate::hit::{Hit, rank};
use crate::number::{Number, NumberIndex, NumberKind};
use crate::options::{Options, Strictness};
use crate::query::Query;

/// Whose notices a search may see. It is asked inside the search: what is not admitted is never compared.
#[derive(Debug, Clone, Copy)]
pub enum Admit<'a> {
    /// All: for public lists, where nothing is released because nothing is held back.
    All,
    /// Those with one of these handling profiles, as the pact's decider found them permitted.
    Profiles(&'a RoaringBitmap),
}

impl<'a> From<&'a RoaringBitmap> for Admit<'a> {
    fn from(permitted: &'a RoaringBitmap) -> Self {
        Self::Profiles(permitted)
    }
}

impl Admit<'_> {
    pub(crate) fn lets_in(self, profile: u32) -> bool {
        match self {
            Self::All => true,
            Self::Profiles(permitted) => permitted.contains(profile),
        }
    }
}

/// Notices, searchable by name and number.
///
/// ```
/// # use std::sync::Arc;
/// # let notices: Vec<(Arc<mithaq_notice::Notice>, u32)> = Vec::new();
/// use mithaq_screen::{Admit, Index, Options, Query};
/// let index = Index::build(notices);
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let hits = index.search(&Query::of_name("1", "مختار بلمختار"), &Options::default(), Admit::All, now);
/// assert!(hits.is_empty()); // no notices, no hits
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug)]
pub struct Index {
    pub(crate) entries: Vec<Entry>,
    positions: HashMap<NoticeId, u32>,
    /// All positions, in the order of their subjects.
    by_subject: Vec<u32>,
    matcher: Matcher,
    names: NameIndex,
    numbers: NumberIndex,
}

/// No notices.
impl Default for Index {
    fn default() -> Self {
        Self::build([])
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) notice: Arc<Notice>,
    pub(crate) profile: u32,
}

impl Index {
    /// The index of notices, each with its handling profile. Of several versions of one notice the last modified counts.
    pub fn build(notices: impl IntoIterator<Item = (Arc<Notice>, u32)>) -> Self {
        Self::with_matcher(notices, Matcher::default())
    }

    /// The same with names compared by a matcher of one's own, as for another prior, or by the tables of another day.
    pub fn with_matcher(
        notices: impl IntoIterator<Item = (Arc<Notice>, u32)>,
        matcher: Matcher,
    ) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let mut positions: HashMap<NoticeId, u32> = HashMap::new();
        for (notice, profile) in notices {
            // A position is a u32, like a name's key; four thousand million notices are not held in memory.
            let Ok(next) = u32::try_from(entries.len()) else {
                break;
            };
            let at = *positions.entry(notice.id.clone()).or_insert(next);
            match entries.get_mut(at as usize) {
                Some(held) if held.notice.modified > notice.modified => {}
                Some(held) => *held = Entry { notice, profile },
                None => entries.push(Entry { notice, profile }),
            }
        }
        let mut names = IndexBuilder::new();
        for (position, entry) in (0..).zip(&entries) {
            let kind = kind_of(entry.notice.subject.kind());
            for name in entry.notice.subject.names() {
                names.insert(position, Name::new_in(matcher.tables(), &name.text, kind));
            }
        }
        let numbers = (0..).zip(&entries).flat_map(|(position, entry)| {
            numbers_of(&entry.notice.subject)
                .into_iter()
                .flat_map(move |(kind, text)| {
                    Number::listed(kind, text)
                        .into_iter()
                        .map(move |number| (number, text.to_owned(), position))
                })
        });
        let numbers = NumberIndex::build(numbers);
        let mut by_subject: Vec<u32> = positions.values().copied().collect();
        by_subject.sort_unstable_by_key(|position| {
            let entry = entries.get(*position as usize);
            (entry.map(|entry| &entry.notice.subject_id), *position)
        });
        Self {
            names: names.build(matcher.clone()),
            matcher,
            numbers,
            positions,
            by_subject,
            entries,
        }
    }

    /// Every notice that stands at this moment, is admitted and scores the threshold or more: the best first, at most as
    /// many as the limit.
    #[must_use]
    pub fn search<'a>(
        &self,
        query: &Query,
        options: &Options,
        admit: impl Into<Admit<'a>>,
        at: Timestamp,
    ) -> Vec<Hit> {
        self.search_where(query, options, admit.into(), at, |_| true)
    }

    /// What comparing a query's names takes: for tests that hold it to a bound.
    #[doc(hidden)]
    #[must_use]
    pub fn effort(&self, query: &Query, options: &Options) -> Effort {
        let asked = Asked::new(query, self.matcher.tables());
        let floor = asked.floor(options.least_threshold());
        let mut effort = Effort::default();
        for name in &asked.names {
            effort.add(self.names.search_counted(name, floor).1);
        }
        effort
    }

    /// The same, of those notices at positions that pass.
    pub(crate) fn search_where(
        &self,
        query: &Query,
        options: &Options,
        admit: Admit<'_>,
        at: Timestamp,
        passes: impl Fn(u32) -> bool,
    ) -> Vec<Hit> {
        let visible = |position: u32| {
            self.entry(position).is_some_and(|entry| {
                passes(position)
                    && admit.lets_in(entry.profile)
                    && entry.notice.stands(at)
                    && !options.excludes(&entry.notice)
            })
        };
        let asked = Asked::new(query, self.matcher.tables());
        let mut candidates: BTreeMap<u32, Candidate<'_>> = BTreeMap::new();
        self.meet_names(&asked, options.least_threshold(), &visible, &mut candidates);
        for (asked_at, number) in asked.numbers.iter().enumerate() {
            for met in self
                .numbers
                .find(number)
                .into_iter()
                .filter(|met| visible(met.position))
            {
                candidates
                    .entry(met.position)
                    .or_default()
                    .numbers
                    .push((asked_at, met));
            }
        }
        let mut hits: Vec<(Hit, Candidate<'_>)> = candidates
            .into_iter()
            .filter_map(|(position, candidate)| {
                let entry = self.entry(position)?;
                let (score, why) = candidate.weigh(&asked, &entry.notice);
                let caption = entry.notice.subject.caption();
                let hit = Hit {
                    notice: Arc::clone(&entry.notice),
                    profile: entry.profile,
                    score,
                    caption,
                    why,
                    exemptions: Vec::new(),
                };
                (score >= options.threshold_for(&hit.notice)).then_some((hit, candidate))
            })
            .collect();
        if options.strictness == Strictness::Strict {
            // Which word met which decides, so that it is found out before anything is cut off.
            let mut hits: Vec<Hit> = hits
                .into_iter()
                .map(|(hit, candidate)| self.explain(hit, &candidate, &asked))
                .filter(Hit::is_strict)
                .collect();
            rank(&mut hits);
            hits.truncate(options.limit);
            return hits;
        }
        hits.sort_by(|(a, _), (b, _)| {
            b.score
                .cmp(&a.score)
                .then_with(|| a.notice.id.cmp(&b.notice.id))
        });
        hits.truncate(options.limit);
        let mut explained: Vec<Hit> = hits
            .into_iter()
            .map(|(hit, candidate)| self.explain(hit, &candidate, &asked))
            .collect();
        rank(&mut explained);
        explained
    }

    fn meet_names(
        &self,
        asked: &Asked<'_>,
        threshold: Score,
        visible: &impl Fn(u32) -> bool,
        candidates: &mut BTreeMap<u32, Candidate<'_>>,
    ) {
        let floor = asked.floor(threshold);
        let wanted = |position| {
            self.entry(position)
                .is_some_and(|entry| asked.query.kind.includes(entry.notice.subject.kind()))
                && visible(position)
        };
        for (asked_at, name) in asked.names.iter().enumerate() {
            for found in self.names.search(name, floor, wanted) {
                let candidate = candidates.entry(found.key).or_default();
                if candidate
                    .name
                    .as_ref()
                    .is_none_or(|(_, so_far)| found.score > so_far.score)
                {
                    candidate.name = Some((asked_at, found));
                }
            }
        }
    }

    /// Adds to a hit which word of the name met which: only for those shown, for it costs a comparison.
    fn explain(&self, mut hit: Hit, candidate: &Candidate<'_>, asked: &Asked<'_>) -> Hit {
        if let Some((asked_at, found)) = &candidate.name
            && let Some(asked) = asked.names.get(*asked_at)
            && let Some(listed) = hit.notice.subject.names().get(found.name)
            && let Some(why) = hit.why.iter_mut().find(|why| why.is_name_met())
        {
            let kind = kind_of(hit.notice.subject.kind());
            let listed = Name::new_in(self.matcher.tables(), &listed.text, kind);
            why.steps = self.matcher.compare(asked, &listed).steps;
        }
        hit
    }

    pub(crate) fn entry(&self, position: u32) -> Option<&Entry> {
        self.entries.get(position as usize)
    }

    /// What it holds by this id.
    pub(crate) fn held(&self, id: &NoticeId) -> Option<&Entry> {
        self.position(id).and_then(|position| self.entry(position))
    }

    /// Where the notices on a subject stand in it.
    pub(crate) fn on_subject(&self, subject: &SubjectId) -> impl Iterator<Item = u32> {
        let of = |position: &u32| self.entry(*position).map(|entry| &entry.notice.subject_id);
        let first = self
            .by_subject
            .partition_point(|position| of(position) < Some(subject));
        let from_there = self.by_subject.iter().skip(first);
        from_there
            .take_while(move |position| of(position) == Some(subject))
            .copied()
    }

    /// Where a notice stands in it.
    pub(crate) fn position(&self, id: &NoticeId) -> Option<u32> {
        self.positions.get(id).copied()
    }

    /// The notice with this id, if it holds one.
    #[must_use]
    pub fn get(&self, id: &NoticeId) -> Option<&Arc<Notice>> {
        self.entry(self.position(id)?).map(|entry| &entry.notice)
    }

    /// How many notices it holds, standing or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many of each kind of subject.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<SubjectKind, usize> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(entry.notice.subject.kind()).or_default() += 1;
        }
        counts
    }
}

pub(crate) const fn kind_of(kind: SubjectKind) -> Kind {
    match kind {
        SubjectKind::Person => Kind::Person,
        SubjectKind::Organisation => Kind::Organisation,
        SubjectKind::Document
        | SubjectKind::Account
        | SubjectKind::Weapon
        | SubjectKind::Vehicle
        | SubjectKind::Consignment => Kind::Other,
    }
}

/// The numbers a subject is known by, as written.
pub(crate) fn numbers_of(subject: &Subject) -> Vec<(NumberKind, &str)> {
    use NumberKind::{Account, Consignment, Document, Plate, Serial, Vin};
    match subject {
        Subject::Person(person) => person.documents.iter().map(number_of).collect(),
        Subject::Organisation(organisation) => {
            organisation.documents.iter().map(number_of).collect()
        }
        Subject::Document(document) => vec![(Document, &document.number)],
        Subject::Account(account) => vec![(Account, &account.number)],
        Subject::Weapon(weapon) => vec![(Serial, &weapon.serial)],
        Subject::Vehicle(vehicle) => {
            let plate = vehicle.plate.as_deref().map(|text| (Plate, text));
            let vin = vehicle.vin.as_deref().map(|text| (Vin, text));
            let documents = vehicle.documents.iter().map(number_of);
            plate.into_iter().chain(vin).chain(documents).collect()
        }
        Subject::Consignment(consignment) => vec![(Consignment, &consignment.number)],
    }
}

/// The number of a document of a subject's. Lists write accounts and wallets among the documents of whoever holds them.
fn number_of(document: &mithaq_notice::Document) -> (NumberKind, &str) {
    let kind = document.kind.to_ascii_lowercase();
    let is_account = ["digital currency address", "wallet", "iban", "account"]
        .iter()
        .any(|word| kind.contains(word));
    let kind = if is_account {
        NumberKind::Account
    } else {
        NumberKind::Document
    };
    (kind, &document.number)
}
