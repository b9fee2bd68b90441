//! Numbers things are known by: passports, accounts, serials, plates.
//!
//! [`Number`] is a number brought to one form, [`check`] its check digits, [`near`] the mistakes a number survives when
//! a person copies it, and [`NumberIndex`] finds equal and near ones among those of all notices.

mod check;
mod index;
mod near;

use mithaq_names::normalise;
use serde::{Deserialize, Serialize};

pub(crate) use check::Check;
pub(crate) use index::{Met, NumberIndex};
pub use near::Near;

/// What a number is of. Numbers of different kinds never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberKind {
    /// A passport, identity card, registration or other document.
    Document,
    /// A bank account, IBAN or wallet.
    Account,
    /// A weapon's serial number.
    Serial,
    /// A vehicle's registration plate.
    Plate,
    /// A vehicle identification number (ISO 3779).
    Vin,
    /// A container, waybill or bill of lading.
    Consignment,
}

/// A number in the one form all its spellings share: lower case, ASCII digits, no spaces, dashes or accents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Number {
    pub(crate) kind: NumberKind,
    key: String,
}

/// Fewer characters say nothing: they would meet by chance all over.
const SHORTEST: usize = 3;
/// More are no number; the longest in use (wallets, IBANs) have some sixty.
const LONGEST: usize = 128;

impl Number {
    /// The number in its one form; `None` when too little or too much is left of it.
    pub(crate) fn new(kind: NumberKind, text: &str) -> Option<Self> {
        if text.len() > 8 * LONGEST {
            return None;
        }
        let key: String = normalise(text)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let length = key.chars().count();
        // “000000” and “XXXXX” are what forms hold for want of a number.
        let first = key.chars().next();
        let is_filler = key.chars().all(|c| Some(c) == first);
        ((SHORTEST..=LONGEST).contains(&length) && !is_filler).then_some(Self { kind, key })
    }

    /// The numbers a list's entry may hold. Lists write words around them, as in “Libyan passport No. 513519” or
    /// “A0002987 (expired 2016)”: then the words with digits outside brackets are numbers, too.
    pub(crate) fn listed(kind: NumberKind, text: &str) -> Vec<Self> {
        let bare = without_brackets(text);
        let mut numbers: Vec<Self> = Self::new(kind, &bare).into_iter().collect();
        if has_words(&bare) {
            let words = bare
                .split_whitespace()
                .filter(|word| word.contains(|c: char| c.is_numeric()));
            numbers.extend(
                words
                    .filter_map(|word| Self::new(kind, word))
                    .filter(|n| n.key.len() >= 5),
            );
        }
        numbers.sort();
        numbers.dedup();
        numbers
    }

    /// The characters of the one form.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// What meeting this number exactly weighs, in natural log-odds: the shorter, the more often it does by chance. A
    /// serial is unique within a maker only, so that make and model have to speak as well.
    pub(crate) fn weight(&self) -> f64 {
        let by_length = match self.key.chars().count() {
            0..=3 => 0.4,
            4 => 1.4,
            5 => 2.2,
            6 | 7 => 2.9,
            _ => 3.5,
        };
        if self.kind == NumberKind::Serial {
            by_length - 1.5
        } else {
            by_length
        }
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Whether there is a word of three letters or more beside other words: a remark, not a prefix.
fn has_words(text: &str) -> bool {
    text.split_whitespace().count() > 1
        && text.split_whitespace().any(|word| {
            word.chars().filter(|c| c.is_alphabetic()).count() >= 3
                && !word.contains(char::is_numeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        Number::listed(NumberKind::Document, text)
            .into_iter()
            .map(|n| n.key)
            .collect()
    }

    #[test]
    fn spellings_of_one_number_are_one() {
        let one = Number::new(NumberKind::Document, "AB-187 304");
        assert!(one.is_some());
        for other in [
            "ab187304",
            "AB١٨٧٣٠٤",
            "ＡＢ１８７３０４",
            " AB 187.304 ",
            "AB\u{200F}187304",
        ] {
            assert_eq!(Number::new(NumberKind::Document, other), one, "{other}");
        }
        assert_ne!(Number::new(NumberKind::Account, "AB187304"), one);
    }

    #[test]
    fn a_number_is_found_among_the_words_of_an_entry() {
        assert!(keys("Libyan passport No. 513519").contains(&"513519".to_owned()));
        assert!(keys("CAR diplomatic passport no. D00000898").contains(&"d00000898".to_owned()));
        assert_eq!(keys("381110042 (Expired 25 Jan. 2016)"), ["381110042"]);
        assert_eq!(keys("OB 0243318"), ["ob0243318"]);
    }

    #[test]
    fn what_is_hardly_a_number_is_none() {
        for text in ["", "-", "1", "😀😀😀", "()", "000000", "XXXX"] {
            assert_eq!(Number::new(NumberKind::Document, text), None, "{text}");
        }
        assert_eq!(Number::new(NumberKind::Document, &"9".repeat(10_000)), None);
    }
}
