//! The score: a probability from 0 to 1 that two names are one bearer's.

use std::cmp::Ordering;

/// A probability from 0 to 1. Exactly 1 means the names are equal after normalising, and nothing else does.
#[derive(Clone, Copy, Debug)]
pub struct Score(f64);

impl Score {
    /// The score of names that are equal after normalising.
    pub const EQUAL: Self = Self(1.0);
    /// The score of names that have nothing in common.
    pub const NONE: Self = Self(0.0);

    /// A score of that value, if it is one: from 0 to 1, and a number.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The value, from 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The log odds of a probability.
pub(crate) fn log_odds(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}
