//! How much it says that two names share a word: little for Mohamed, much for a word hardly anybody bears.
//!
//! Counted over sound classes and not over spellings, since what matters is how many other words *could be taken* for this one.
//! The table is compiled in, so that a score never depends on which index a name stands in.

use std::collections::HashMap;

use crate::symbol::Symbol;
use crate::tables::{Table, TableError};

/// Information in hundredths of a nat: integers, so that sums are the same in any order.
pub(crate) type Centinats = i32;

/// No word says more than this, however rare: two people may share any word.
const MOST: f64 = 11.0;
/// Weight of the letters' own frequencies beside what was counted, in occurrences.
const SMOOTHING: f64 = 400.0;

/// How often words occur, by what they are counted under.
struct Counts {
    counts: HashMap<Box<str>, f64>,
    total: f64,
}

/// How common the words of persons' names are, by sound classes.
pub(crate) struct Rarity(Counts);

impl Rarity {
    /// Lines of `sound classes TAB occurrences`; `*` for those of all words together.
    pub(crate) fn read(table: Table<'_>) -> Result<Self, TableError> {
        let mut counts = Counts::read(table)?;
        let total = counts.counts.remove("*").filter(|total| *total > 0.0);
        counts.total = total.ok_or_else(|| {
            table.lacks("a line `*`, a tab and the occurrences of all words, more than 0")
        })?;
        Ok(Self(counts))
    }

    /// What sharing a word spelt so is worth.
    pub(crate) fn information(&self, word: &[Symbol]) -> Centinats {
        let key = sound_classes(word);
        let counted = self.0.of(&key);
        let share = (counted + SMOOTHING * chance_of(&key)) / (self.0.total + SMOOTHING);
        in_centinats((-share.ln()).clamp(0.0, MOST))
    }
}

/// How common words are in organisations' names, by spelling.
pub(crate) struct Organisations(Counts);

impl Organisations {
    /// Lines of `word TAB occurrences`.
    pub(crate) fn read(table: Table<'_>) -> Result<Self, TableError> {
        Counts::read(table).map(Self)
    }

    /// What sharing any of these words is worth; `None` where none of them is common.
    pub(crate) fn information<'a>(
        &self,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Option<Centinats> {
        let counted: f64 = words.into_iter().map(|word| self.0.of(word)).sum();
        (counted > 0.0).then(|| in_centinats(-(counted / self.0.total).ln()))
    }
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

impl Counts {
    fn read(table: Table<'_>) -> Result<Self, TableError> {
        const EXPECTED: &str = "a word, a tab and a number from 0 to a billion";
        let (mut counts, mut total) = (HashMap::new(), 0.0);
        for line in table.lines() {
            let [word, count] = line.columns(EXPECTED)?;
            let count: f64 = count.parse().map_err(|_| line.wrong(EXPECTED))?;
            if word.is_empty() || !(0.0..=1e9).contains(&count) {
                return Err(line.wrong(EXPECTED));
            }
            if counts.insert(word.into(), count).is_some() {
                return Err(line.wrong("each word once"));
            }
            total += count;
        }
        Ok(Self { counts, total })
    }

    fn of(&self, word: &str) -> f64 {
        self.counts.get(word).copied().unwrap_or(0.0)
    }
}
