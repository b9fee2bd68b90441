//! Finding every listed name that scores high enough, without comparing with each.
//!
//! * [`builder`] collects names and lays them out;
//! * [`skeleton`] finds the listed words whose consonant skeleton is near a query word's;
//! * [`search`] adds up what those words could amount to, and compares where that is enough.
//!
//! Pruning is sound: each stage drops only what cannot reach the threshold.

mod builder;
mod search;
mod skeleton;

pub use builder::IndexBuilder;

use crate::matcher::{Comparison, Matcher};
use crate::name::{Kind, Letters, Name, Slot, Unit};
use crate::score::Score;
use skeleton::Skeletons;
use std::collections::HashMap;

/// A key found, with the name of it that scored best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The key the name was inserted under.
    pub key: u32,
    /// Which of the key's names it is, in the order they were inserted.
    pub name: usize,
    /// Its score.
    pub score: Score,
}

/// Names, searchable. Immutable: readers share it, a writer builds the next one.
///
/// A list that changes need not be built anew for each change: keep the big index and a small one beside it. Build the
/// small one from what was added since, search both, and let `admit` turn away the keys of the big one that were removed
/// or replaced. A score depends on the two names and the matcher alone, so hits of both can be merged by score.
#[derive(Debug)]
pub struct Index {
    matcher: Matcher,
    names: Vec<Listed>,
    forms: Vec<IndexedForm>,
    /// Of each form, whether one of its words is but an initial.
    has_initial: Vec<bool>,
    /// Every distinct unit of the list.
    vocabulary: Vec<Unit>,
    /// For each unit of the vocabulary, the forms it occurs in.
    postings: Vec<Vec<u32>>,
    skeletons: Skeletons,
    /// Units by the meaning they share with others.
    by_concept: HashMap<crate::lexicon::Concept, Vec<u32>>,
    /// Forms by the acronyms they would have.
    by_acronym: HashMap<Box<str>, Vec<u32>>,
    /// Forms by their words that may be acronyms.
    by_short_word: HashMap<Box<str>, Vec<u32>>,
    /// Names by what they are after normalising.
    by_text: HashMap<Box<str>, Vec<u32>>,
}

/// One name of one key.
#[derive(Debug)]
struct Listed {
    key: u32,
    /// Which of the key's names.
    number: u32,
    kind: Kind,
    text: Box<str>,
}

/// What settling needs of a form: its slots, and its units by their numbers in the vocabulary.
#[derive(Debug)]
struct IndexedForm {
    name: u32,
    slots: Box<[Slot]>,
    units: Box<[Occurrence]>,
    letters: Letters,
}

/// A vocabulary unit at its place in a form.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    unit: u32,
    start: u8,
}

impl Index {
    /// How many names it holds.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The comparison behind a finding of this index.
    pub fn compare(&self, query: &Name, found: &Found) -> Comparison {
        let number = u32::try_from(found.name).unwrap_or(u32::MAX);
        let listed = self
            .names
            .iter()
            .find(|listed| listed.key == found.key && listed.number == number);
        listed.map_or(
            Comparison {
                score: Score::NONE,
                steps: Vec::new(),
            },
            |listed| {
                self.matcher
                    .compare(query, &Name::new(&listed.text, listed.kind))
            },
        )
    }
}
