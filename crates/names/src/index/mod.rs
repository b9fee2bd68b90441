//! Finding every listed name that scores high enough, without comparing with each.
//!
//! * [`builder`] collects names, and [`forms`] lays them and their words out;
//! * [`trie`] finds the words near a query's by [`align`] and [`reach`], and [`near`] keeps them for the next query;
//! * [`bounds`] says which words of a query it takes, and what meetings could amount to;
//! * [`meetings`] keeps which word met which, and [`link`] which forms that makes worth a look;
//! * [`search`] compares where that is enough.
//!
//! Pruning is sound: each stage drops only what cannot reach the threshold.

mod align;
mod bounds;
mod builder;
mod forms;
mod hash;
mod link;
mod meetings;
mod near;
mod reach;
mod runs;
mod search;
mod trie;

pub use builder::IndexBuilder;
#[doc(hidden)]
pub use meetings::Effort;

use std::collections::HashMap;

use crate::matcher::{Comparison, Matcher};
use crate::name::{Kind, Name};
use crate::score::Score;
use forms::Forms;
use near::NearWords;

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
    forms: Forms,
    near: NearWords,
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
                let tables = self.matcher.tables();
                self.matcher
                    .compare(query, &Name::new_in(tables, &listed.text, listed.kind))
            },
        )
    }
}
