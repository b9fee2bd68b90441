//! Finding equal and near numbers without comparing them all.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::near::Alike;
use super::{Check, Near, Number};

/// A number of the list that an asked one met.
pub(crate) struct Met<'a> {
    /// The position of the notice it belongs to.
    pub(crate) position: u32,
    /// It, as the list writes it.
    pub(crate) listed: &'a str,
    /// How they are near; none when they are equal.
    pub(crate) near: Option<Near>,
    /// What that weighs, in natural log-odds.
    pub(crate) weight: f64,
}

/// All numbers of all notices. Built once, never changed.
#[derive(Debug, Default)]
pub(crate) struct NumberIndex {
    entries: Vec<Entry>,
    /// Hash of each neighbour of each entry, and the entry; in order of hash. Hashes may collide: what is found is
    /// compared before it counts.
    neighbours: Vec<(u64, u32)>,
}

#[derive(Debug)]
struct Entry {
    number: Number,
    written: String,
    position: u32,
}

impl NumberIndex {
    /// An index of numbers, each with the text it was written as and the position of its notice.
    pub(crate) fn build(numbers: impl IntoIterator<Item = (Number, String, u32)>) -> Self {
        let entries: Vec<Entry> = numbers
            .into_iter()
            .map(|(number, written, position)| Entry {
                number,
                written,
                position,
            })
            .collect();
        let mut neighbours: Vec<(u64, u32)> = (0_u32..)
            .zip(&entries)
            .flat_map(|(at, entry)| hashes(&entry.number).map(move |hash| (hash, at)))
            .collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        neighbours.shrink_to_fit();
        Self {
            entries,
            neighbours,
        }
    }

    /// Every notice that has this number or one near it, the closest number of each; in order of position.
    pub(crate) fn find(&self, asked: &Number) -> Vec<Met<'_>> {
        let mut candidates: Vec<u32> = hashes(asked)
            .flat_map(|hash| self.with_hash(hash))
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut met: Vec<Met<'_>> = candidates
            .into_iter()
            .filter_map(|at| self.entries.get(usize::try_from(at).ok()?))
            .filter_map(|entry| compare(asked, entry))
            .collect();
        // `None`, an equal number, sorts before every kind of near.
        met.sort_by_key(|m| (m.position, m.near));
        met.dedup_by_key(|m| m.position);
        met
    }

    fn with_hash(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let start = self.neighbours.partition_point(|(known, _)| *known < hash);
        self.neighbours[start..]
            .iter()
            .take_while(move |(known, _)| *known == hash)
            .map(|(_, at)| *at)
    }
}

fn compare<'a>(asked: &Number, entry: &'a Entry) -> Option<Met<'a>> {
    let listed = &entry.number;
    // The listed number's weight: a character too few when asked makes it no commoner.
    let met = |near: Option<Near>| Met {
        position: entry.position,
        listed: &entry.written,
        near,
        weight: listed.weight() * near.map_or(1.0, Near::share),
    };
    if asked == listed {
        return Some(met(None));
    }
    if asked.kind != listed.kind {
        return None;
    }
    let near = Near::between(asked.key(), listed.key())?;
    // Two numbers whose check digits both hold are two numbers, not one mistyped.
    let both_hold = Check::of(asked) == Check::Holds && Check::of(listed) == Check::Holds;
    (!both_hold).then(|| met(Some(near)))
}

fn hashes(number: &Number) -> impl Iterator<Item = u64> {
    let kind = number.kind;
    let forms: Vec<Vec<char>> = Alike::new(number.key()).neighbourhood().collect();
    forms.into_iter().map(move |form| {
        let mut hasher = DefaultHasher::new();
        (kind, form).hash(&mut hasher);
        hasher.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::NumberKind;
    use proptest::prelude::*;

    fn index(kind: NumberKind, listed: &[String]) -> NumberIndex {
        NumberIndex::build(
            (0..)
                .zip(listed)
                .filter_map(|(at, text)| Some((Number::new(kind, text)?, text.clone(), at))),
        )
    }

    #[test]
    fn two_valid_ibans_are_never_near() {
        // The second differs from the first by two lost-and-found characters and holds, too; made for this test.
        let listed = ["GB29NWBK60161331926819".to_owned()];
        let index = index(NumberKind::Account, &listed);
        let near = |text: &str| {
            index
                .find(&Number::new(NumberKind::Account, text).unwrap())
                .first()
                .map(|met| met.near)
        };
        assert_eq!(near("GB29 NWBK 6016 1331 9268 19"), Some(None));
        assert_eq!(
            near("GB29 NWBK 6016 1331 9268 91"),
            Some(Some(Near::Transposed))
        );
    }

    proptest! {
        #[test]
        fn the_index_finds_what_comparing_all_finds(
            listed in proptest::collection::vec("[0-2ob]{4,8}", 1..30),
            asked in "[0-2ob]{4,8}",
        ) {
            let index = index(NumberKind::Document, &listed);
            let asked = Number::new(NumberKind::Document, &asked);
            prop_assume!(asked.is_some());
            let asked = asked.unwrap();
            let found: Vec<(u32, Option<Near>)> = index.find(&asked).iter().map(|m| (m.position, m.near)).collect();
            let slow: Vec<(u32, Option<Near>)> = (0..).zip(&listed).filter_map(|(at, text)| {
                let number = Number::new(NumberKind::Document, text)?;
                if number == asked { return Some((at, None)); }
                Near::between(asked.key(), number.key()).map(|near| (at, Some(near)))
            }).collect();
            prop_assert_eq!(found, slow);
        }
    }
}
