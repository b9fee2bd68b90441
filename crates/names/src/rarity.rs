//! How much it says that two names share a word: little for Mohamed, much for a word hardly anybody bears.
//!
//! Counted over sound classes and not over spellings, since what matters is how many other words *could be taken* for this one.
//! The table is compiled in, so that a score never depends on which index a name stands in.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::symbol::Symbol;

/// Information in hundredths of a nat: integers, so that sums are the same in any order.
pub(crate) type Centinats = i32;

/// No word says more than this, however rare: two people may share any word.
const MOST: f64 = 11.0;
/// Weight of the letters' own frequencies beside what was counted, in occurrences.
const SMOOTHING: f64 = 400.0;

struct Table {
    counts: HashMap<Box<str>, f64>,
    total: f64,
}

static NAMES: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/rarity.tsv")));

/// What sharing a word spelt so is worth.
pub(crate) fn information(word: &[Symbol]) -> Centinats {
    let key = sound_classes(word);
    let counted = NAMES.counts.get(key.as_str()).copied().unwrap_or(0.0);
    let share = (counted + SMOOTHING * chance_of(&key)) / (NAMES.total + SMOOTHING);
    in_centinats((-share.ln()).clamp(0.0, MOST))
}

/// The key words are counted under: their skeleton's sound classes, with the vowels where there is hardly a skeleton.
pub(crate) fn sound_classes(word: &[Symbol]) -> String {
    let skeleton: String = word
        .iter()
        .filter_map(|symbol| symbol.class())
        .map(char::from)
        .collect();
    if skeleton.len() >= 2 {
        return skeleton;
    }
    let mut key: Vec<u8> = word
        .iter()
        .filter_map(|symbol| symbol.vowel_class())
        .collect();
    key.dedup();
    key.into_iter().map(char::from).collect()
}

/// How probable the classes are, were words made of independent letters.
fn chance_of(key: &str) -> f64 {
    // About one class in twelve per letter, and one length in six.
    (1.0 / 6.0) * (1.0f64 / 12.0).powi(i32::try_from(key.len()).unwrap_or(i32::MAX))
}

pub(crate) fn in_centinats(nats: f64) -> Centinats {
    // Callers stay within a few hundred nats; `as` saturates anyway.
    (nats * 100.0).round() as Centinats
}

impl Table {
    fn read(tsv: &str) -> Self {
        let counts: HashMap<Box<str>, f64> = tsv
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(key, count)| Some((key.into(), count.parse().ok()?)))
            .collect();
        let total = counts
            .get("*")
            .copied()
            .unwrap_or_else(|| counts.values().sum());
        Self { counts, total }
    }
}

/// What sharing any of these words is worth, counted over organisations by spelling; `None` where none of them is common.
pub(crate) fn information_in_organisations<'a>(
    words: impl IntoIterator<Item = &'a str>,
) -> Option<Centinats> {
    static COUNTS: LazyLock<Table> = LazyLock::new(|| {
        Table::read(include_str!(
            "../data/training/listed_organisation_words.tsv"
        ))
    });
    let counted: f64 = words
        .into_iter()
        .filter_map(|word| COUNTS.counts.get(word))
        .sum();
    (counted > 0.0).then(|| in_centinats(-(counted / COUNTS.total).ln()))
}
