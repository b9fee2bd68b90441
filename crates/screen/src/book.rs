//! A book of parties (customers, a roster of crossings), screened the other way round: each notice that comes asks which of
//! them would have found it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_names::{Index as NameIndex, IndexBuilder, Matcher, Name, Score, Tables};
use mithaq_notice::Notice;

use crate::candidate::{Asked, NAME_FLOOR};
use crate::hit::Hit;
use crate::index::{Admit, Index, kind_of, numbers_of};
use crate::number::{Number, NumberIndex};
use crate::options::Options;
use crate::query::Query;

/// Parties, indexed by their names and numbers. Immutable and cheap to share; a change builds a small book beside the large one.
///
/// What it finds is exactly what screening each party against the same notices finds: the index only says which parties are
/// worth asking, and its pruning is sound.
#[derive(Debug)]
pub struct Book {
    base: Arc<Parties>,
    recent: Parties,
    /// Parties of the base that were replaced or removed since.
    gone: BTreeSet<u32>,
}

impl Default for Book {
    fn default() -> Self {
        Self::new([])
    }
}

impl Book {
    /// A book of these parties. [`Query::id`] is the party's own reference; of several with one reference the last counts.
    pub fn new(parties: impl IntoIterator<Item = Arc<Query>>) -> Self {
        let by_reference: BTreeMap<String, Arc<Query>> = parties
            .into_iter()
            .map(|party| (party.id.clone(), party))
            .collect();
        Self {
            base: Arc::new(Parties::new(by_reference.into_values())),
            recent: Parties::new([]),
            gone: BTreeSet::new(),
        }
    }

    /// The book with some parties put in, in place of those with their references, and others taken out.
    #[must_use]
    pub fn with(
        &self,
        put: impl IntoIterator<Item = Arc<Query>>,
        remove: &BTreeSet<String>,
    ) -> Self {
        let mut recent: BTreeMap<&str, Arc<Query>> = self
            .recent
            .parties
            .iter()
            .filter(|party| !remove.contains(&party.id))
            .map(|party| (party.id.as_str(), Arc::clone(party)))
            .collect();
        let put: Vec<Arc<Query>> = put.into_iter().collect();
        recent.extend(
            put.iter()
                .map(|party| (party.id.as_str(), Arc::clone(party))),
        );
        let replaced = put.iter().map(|party| &party.id).chain(remove);
        let mut gone = self.gone.clone();
        gone.extend(replaced.filter_map(|reference| self.base.position(reference)));
        let next = Self {
            base: Arc::clone(&self.base),
            recent: Parties::new(recent.into_values()),
            gone,
        };
        let small = (next.base.parties.len() / 16).max(256);
        if next.recent.parties.len() <= small && next.gone.len() <= 4 * small {
            return next;
        }
        Self::new(next.iter().cloned())
    }

    /// Every party, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Query>> {
        let base = (0_u32..)
            .zip(&self.base.parties)
            .filter(|(at, _)| !self.gone.contains(at));
        base.map(|(_, party)| party).chain(&self.recent.parties)
    }

    /// The party with this reference.
    #[must_use]
    pub fn get(&self, reference: &str) -> Option<&Arc<Query>> {
        self.recent.get(reference).or_else(|| {
            let at = self.base.position(reference)?;
            (!self.gone.contains(&at))
                .then(|| self.base.parties.get(at as usize))
                .flatten()
        })
    }

    /// How many parties it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base.parties.len() - self.gone.len() + self.recent.parties.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every party that finds one of these notices, each with what it finds; by reference.
    #[must_use]
    pub fn screen<'a>(
        &self,
        notices: impl IntoIterator<Item = (Arc<Notice>, u32)>,
        options: &Options,
        admit: impl Into<Admit<'a>>,
        at: Timestamp,
    ) -> Vec<(Arc<Query>, Vec<Hit>)> {
        let admit = admit.into();
        let seen = notices.into_iter().filter(|(notice, profile)| {
            admit.lets_in(*profile) && notice.stands(at) && !options.excludes(notice)
        });
        let seen: Vec<_> = seen.collect();
        let floor = Score::new(NAME_FLOOR)
            .unwrap_or(Score::NONE)
            .min(options.least_threshold());
        let base = self
            .base
            .met_by(&seen, floor)
            .into_iter()
            .filter(|at| !self.gone.contains(at));
        let base = base.filter_map(|at| self.base.parties.get(at as usize));
        let recent = self.recent.met_by(&seen, floor).into_iter();
        let recent = recent.filter_map(|at| self.recent.parties.get(at as usize));
        let worth_asking: Vec<&Arc<Query>> = base.chain(recent).collect();
        let index = Index::build(seen);
        let mut found: Vec<(Arc<Query>, Vec<Hit>)> = worth_asking
            .into_iter()
            .map(|party| (Arc::clone(party), index.search(party, options, admit, at)))
            .filter(|(_, hits)| !hits.is_empty())
            .collect();
        found.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        found
    }
}

#[derive(Debug)]
struct Parties {
    /// In the order of their references.
    parties: Vec<Arc<Query>>,
    names: NameIndex,
    numbers: NumberIndex,
}

impl Parties {
    /// Of parties in the order of their references, no two with the same.
    fn new(parties: impl IntoIterator<Item = Arc<Query>>) -> Self {
        let parties: Vec<Arc<Query>> = parties.into_iter().collect();
        let mut names = IndexBuilder::new();
        let mut numbers = Vec::new();
        for (at, party) in (0_u32..).zip(&parties) {
            let asked = Asked::new(party, Tables::compiled());
            for name in asked.names {
                names.insert(at, name);
            }
            numbers.extend(
                asked
                    .numbers
                    .into_iter()
                    .map(|number| (number, String::new(), at)),
            );
        }
        Self {
            parties,
            names: names.build(Matcher::default()),
            numbers: NumberIndex::build(numbers),
        }
    }

    /// The positions of parties that share enough with one of the notices to be asked.
    fn met_by(&self, notices: &[(Arc<Notice>, u32)], floor: Score) -> BTreeSet<u32> {
        let mut met = BTreeSet::new();
        for (notice, _) in notices {
            let kind = notice.subject.kind();
            let asks_for = |at: u32| {
                self.parties
                    .get(at as usize)
                    .is_some_and(|party| party.kind.includes(kind))
            };
            for name in notice.subject.names() {
                let name = Name::new(&name.text, kind_of(kind));
                let found = self.names.search_listed(&name, floor, asks_for);
                met.extend(found.into_iter().map(|found| found.key));
            }
            for (kind, text) in numbers_of(&notice.subject) {
                for number in Number::listed(kind, text) {
                    met.extend(
                        self.numbers
                            .find(&number)
                            .into_iter()
                            .map(|found| found.position),
                    );
                }
            }
        }
        met
    }

    fn position(&self, reference: &str) -> Option<u32> {
        let at = self
            .parties
            .binary_search_by(|party| party.id.as_str().cmp(reference))
            .ok()?;
        u32::try_from(at).ok()
    }

    fn get(&self, reference: &str) -> Option<&Arc<Query>> {
        self.parties.get(self.position(reference)? as usize)
    }
}
