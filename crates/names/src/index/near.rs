//! The words near a query's, kept for the next query that has the same one: names are made of few words, most of them often.
//!
//! What is kept is what a walk over the tries finds, and so no answer depends on what was asked before.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::bounds::TraitSet;
use super::forms::Forms;
use super::meetings::Effort;
use super::trie::Query;
use crate::name::Unit;
use crate::rarity::Centinats;
use crate::symbol::Symbol;

/// Parts with a lock each, so that searches seldom wait for one another.
const PARTS: usize = 16;
/// Words that a part keeps in each of its two halves, counted with the near ones: some 8 MB for all parts.
const MOST: usize = 32_768;

/// Numbers of words with what it costs to take one for the other.
pub(super) type Near = Arc<[(u32, Centinats)]>;

/// Bounded; readers and writers share it.
#[derive(Debug, Default)]
pub(super) struct NearWords {
    parts: [Mutex<Part>; PARTS],
}

/// What was asked lately, and what before that: when the one is full, the other is let go.
#[derive(Debug, Default)]
struct Part {
    lately: HashMap<Word, Near>,
    before: HashMap<Word, Near>,
    size: usize,
    /// Lately, too.
    asked: Asked,
}

/// All that a walk depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Word {
    symbols: Box<[Symbol]>,
    is_joined: bool,
    within: Centinats,
    across: Centinats,
    wanted: TraitSet,
}

impl NearWords {
    /// The words near the unit that stand in forms of the traits wanted, and perhaps some of others.
    pub(super) fn of(
        &self,
        forms: &Forms,
        unit: &Unit,
        wanted: TraitSet,
        effort: &mut Effort,
    ) -> Near {
        let (word, hash) = Word::hashed(unit, wanted);
        let known = self.part(hash).get(&word);
        known.unwrap_or_else(|| self.walk(forms, unit, (word, hash), effort))
    }

    /// The same, of a unit that was asked before; of one that was not, it may cost less to look at a few words one by one.
    pub(super) fn known(
        &self,
        forms: &Forms,
        unit: &Unit,
        wanted: TraitSet,
        effort: &mut Effort,
    ) -> Option<Near> {
        let (word, hash) = Word::hashed(unit, wanted);
        let mut part = self.part(hash);
        if let Some(near) = part.get(&word) {
            return Some(near);
        }
        if !part.asked.was_before(hash) {
            return None;
        }
        drop(part);
        Some(self.walk(forms, unit, (word, hash), effort))
    }

    fn part(&self, hash: u64) -> MutexGuard<'_, Part> {
        let part = &self.parts[hash as usize % PARTS];
        part.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Not under the lock: two that ask for one word at once both walk.
    fn walk(
        &self,
        forms: &Forms,
        unit: &Unit,
        (word, hash): (Word, u64),
        effort: &mut Effort,
    ) -> Near {
        let near = walk(forms, unit, word.wanted, effort);
        self.part(hash).put(word, Arc::clone(&near));
        near
    }
}

impl Word {
    fn hashed(unit: &Unit, wanted: TraitSet) -> (Self, u64) {
        let word = Self {
            symbols: unit.symbols.clone(),
            is_joined: unit.span > 1,
            within: unit.budget.within,
            across: unit.budget.across,
            // Forms with initials are few and ask for every word; the others are found in one walk for all.
            wanted: if wanted.is_among(TraitSet::WITH_INITIALS) {
                TraitSet::WITH_INITIALS
            } else {
                TraitSet::ALL
            },
        };
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(&word);
        (word, hash)
    }
}

/// Hashes of words that were asked, as bits: one that was not may seem to be.
#[derive(Debug)]
struct Asked([u64; ASKED / 64]);

/// Four times as many as a part keeps words, or nearly so.
const ASKED: usize = 8_192;

impl Default for Asked {
    fn default() -> Self {
        Self([0; ASKED / 64])
    }
}

impl Asked {
    /// Says so, and takes it down.
    fn was_before(&mut self, hash: u64) -> bool {
        let bit = (hash >> 32) as usize % ASKED;
        let (bits, bit) = (&mut self.0[bit / 64], 1 << (bit % 64));
        let was = *bits & bit != 0;
        *bits |= bit;
        was
    }
}

fn walk(forms: &Forms, unit: &Unit, wanted: TraitSet, effort: &mut Effort) -> Near {
    let mut near = Vec::new();
    // Two words written together meet no others of their kind.
    let joined: &[_] = if unit.span > 1 { &[] } else { &forms.joined };
    let query = Query::new(forms.tables.costs(), unit);
    for words in forms.words.iter().chain(joined) {
        effort.rows += words.near(forms, &query, wanted, &mut near);
    }
    near.into()
}

impl Part {
    fn get(&mut self, word: &Word) -> Option<Near> {
        if let Some(near) = self.lately.get(word) {
            return Some(Arc::clone(near));
        }
        let near = self.before.remove(word)?;
        self.put(word.clone(), Arc::clone(&near));
        Some(near)
    }

    fn put(&mut self, word: Word, near: Near) {
        self.size += 1 + near.len();
        if self.size > MOST {
            self.before = std::mem::take(&mut self.lately);
            self.asked = Asked::default();
            self.size = 1 + near.len();
        }
        self.lately.insert(word, near);
    }
}
