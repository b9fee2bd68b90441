//! Finding every listed name that scores high enough, without comparing with each.

use std::collections::HashMap;

use crate::matcher::{Comparison, Matcher};
use crate::name::Name;
use crate::score::Score;

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

/// Collects names for an [`Index`].
#[derive(Debug, Default)]
pub struct IndexBuilder {
    keys: Vec<u32>,
    names: Vec<Name>,
}

impl IndexBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name under a key. A key may have many names.
    pub fn insert(&mut self, key: u32, name: Name) {
        self.keys.push(key);
        self.names.push(name);
    }

    /// The index of what was inserted.
    pub fn build(self, matcher: Matcher) -> Index {
        Index { matcher, keys: self.keys, names: self.names }
    }
}

/// Names, searchable. Immutable: readers share it, a writer builds the next one.
#[derive(Debug)]
pub struct Index {
    matcher: Matcher,
    keys: Vec<u32>,
    names: Vec<Name>,
}

impl Index {
    /// Every key that `admit` lets through and that has a name scoring `threshold` or more, best first; ties go by key.
    pub fn search(&self, query: &Name, threshold: Score, admit: impl Fn(u32) -> bool) -> Vec<Found> {
        let mut best: HashMap<u32, Found> = HashMap::new();
        let mut seen: HashMap<u32, usize> = HashMap::new();
        for (&key, name) in self.keys.iter().zip(&self.names) {
            let number = seen.entry(key).or_default();
            let found = Found { key, name: *number, score: Score::NONE };
            *number += 1;
            if !admit(key) {
                continue;
            }
            let score = self.matcher.score(query, name);
            if score >= threshold && best.get(&key).is_none_or(|so_far| score > so_far.score) {
                best.insert(key, Found { score, ..found });
            }
        }
        let mut found: Vec<Found> = best.into_values().collect();
        found.sort_by(|a, b| b.score.cmp(&a.score).then(a.key.cmp(&b.key)));
        found
    }

    /// The comparison behind a finding.
    pub fn compare(&self, query: &Name, found: &Found) -> Comparison {
        let names = self.keys.iter().zip(&self.names).filter(|(key, _)| **key == found.key);
        names
            .map(|(_, name)| self.matcher.compare(query, name))
            .nth(found.name)
            .unwrap_or(Comparison { score: Score::NONE, steps: Vec::new() })
    }

    /// How many names it holds.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
