//! The words of a dataset's entities: which entity has which, how often, in a name or elsewhere.

use std::collections::{BTreeMap, HashMap};

use any_ascii::any_ascii_char;
use mithaq_names::normalise;
use unicode_segmentation::UnicodeSegmentation as _;

/// How strongly a name's word counts beside one in any other text.
const NAME_WEIGHT: f32 = 3.0;
/// BM25: how soon a word said often counts no more.
const K1: f32 = 1.2;
/// BM25: how much a long text counts against itself. Names little: whoever has many aliases is not less of a match.
const B_NAME: f32 = 0.25;
const B_TEXT: f32 = 0.75;

/// What was found: positions, each with how well it fits.
pub(super) type Scores = HashMap<u32, f32>;

/// An inverted index of words.
#[derive(Debug, Default)]
pub(super) struct Words {
    postings: BTreeMap<Box<str>, Vec<Posting>>,
    lengths: Vec<Length>,
    mean_name: f32,
    mean_text: f32,
}

#[derive(Debug, Clone, Copy)]
struct Posting {
    position: u32,
    in_names: u16,
    in_text: u16,
}

#[derive(Debug, Clone, Copy, Default)]
struct Length {
    names: u32,
    text: u32,
}

/// Which words count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// Those of names.
    Names,
    /// All.
    Text,
    /// All, those of names the most.
    Both,
}

impl Words {
    /// Adds the next entity's texts, each with whether it is a name.
    pub(super) fn push<'a>(&mut self, texts: impl Iterator<Item = (bool, &'a str)>) {
        let position = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        let mut length = Length::default();
        let mut counts: HashMap<String, (u16, u16)> = HashMap::new();
        for (is_name, text) in texts {
            for word in words(text) {
                let (names, all) = counts.entry(word).or_default();
                *all = all.saturating_add(1);
                length.text += 1;
                if is_name {
                    *names = names.saturating_add(1);
                    length.names += 1;
                }
            }
        }
        self.lengths.push(length);
        for (word, (in_names, in_text)) in counts {
            let posting = Posting {
                position,
                in_names,
                in_text,
            };
            let postings = self.postings.entry(word.into_boxed_str()).or_default();
            postings.push(posting);
        }
    }

    /// To be called once, when all are added.
    pub(super) fn finish(&mut self) {
        let mean = |sum: u64| (sum as f32 / self.lengths.len().max(1) as f32).max(1.0);
        let sum = |of: fn(&Length) -> u32| self.lengths.iter().map(|l| u64::from(of(l))).sum();
        (self.mean_name, self.mean_text) = (mean(sum(|l| l.names)), mean(sum(|l| l.text)));
        for postings in self.postings.values_mut() {
            postings.shrink_to_fit();
        }
    }

    /// The entities with this word, as [`words`] writes it.
    pub(super) fn word(&self, word: &str, among: Among) -> Scores {
        let postings = self.postings.get(word).map_or(&[][..], Vec::as_slice);
        self.score(postings, among)
    }

    /// The entities with a word for which `like` holds; `start` is what all such words begin with.
    pub(super) fn words_like(
        &self,
        start: &str,
        among: Among,
        like: impl Fn(&str) -> bool,
    ) -> Scores {
        let mut found = Scores::new();
        let from = self
            .postings
            .range::<str, _>((std::ops::Bound::Included(start), std::ops::Bound::Unbounded));
        let words = from.take_while(|(word, _)| word.starts_with(start));
        for (_, postings) in words.filter(|(word, _)| like(word)) {
            for (position, score) in self.score(postings, among) {
                let so_far = found.entry(position).or_insert(score);
                *so_far = so_far.max(score);
            }
        }
        found
    }

    fn score(&self, postings: &[Posting], among: Among) -> Scores {
        let all = self.lengths.len() as f32;
        let rarity =
            |having: usize| (1.0 + (all - having as f32 + 0.5) / (having as f32 + 0.5)).ln();
        let in_names = postings.iter().filter(|p| p.in_names > 0).count();
        let (name_rarity, text_rarity) = (rarity(in_names), rarity(postings.len()));
        let weigh = |often: u16, length: u32, mean: f32, b: f32, rarity: f32| {
            let often = f32::from(often);
            rarity * often * (K1 + 1.0) / (often + K1 * (1.0 - b + b * length as f32 / mean))
        };
        let weighed = postings.iter().filter_map(|posting| {
            let length = self.lengths.get(posting.position as usize)?;
            let name = weigh(
                posting.in_names,
                length.names,
                self.mean_name,
                B_NAME,
                name_rarity,
            );
            let text = weigh(
                posting.in_text,
                length.text,
                self.mean_text,
                B_TEXT,
                text_rarity,
            );
            let score = match among {
                Among::Names => name,
                Among::Text => text,
                Among::Both => (NAME_WEIGHT * name).max(text),
            };
            (score > 0.0).then_some((posting.position, score))
        });
        weighed.collect()
    }
}

/// The words of a text as they are compared: parted as UAX #29 says, without case, accents of Latin letters, and what
/// Arabic spelling leaves free.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(folded).filter(|w| !w.is_empty())
}

/// A text as whole values are compared: without case and accents.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if text.chars().any(|c| matches!(c, '\u{600}'..='\u{6FF}')) {
        return normalise(text);
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36F}' => {}
            '\u{80}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{201F}' => {
                folded.push_str(&any_ascii_char(c).to_ascii_lowercase());
            }
            _ => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        words(text).collect()
    }

    #[test]
    fn words_are_compared_without_case_accents_and_free_spellings() {
        assert_eq!(list("Al-Shabaab, ÉTAT"), ["al", "shabaab", "etat"]);
        assert_eq!(list("Lord’s"), ["lord's"]);
        assert_eq!(list("أحمد"), list("احمد"));
        assert_eq!(list("Умаров"), ["умаров"]);
    }

    #[test]
    fn a_word_of_a_name_counts_for_more_than_one_of_a_remark() {
        let mut index = Words::default();
        index.push([(true, "Joseph Kony"), (false, "a general")].into_iter());
        index.push([(true, "The General"), (false, "an army")].into_iter());
        index.finish();
        let found = index.word("general", Among::Both);
        assert!(found[&1] > found[&0]);
        assert_eq!(index.word("general", Among::Names).len(), 1);
        assert_eq!(index.words_like("gen", Among::Text, |_| true).len(), 2);
    }
}
