//! How one unit of a name may meet one of the other's: by what rule, at what cost, with what evidence.

use crate::cost::costs;
use crate::name::{Form, Slot, Unit};
use crate::rarity::Centinats;

/// The part of a word's information that may be spent on spelling: beyond it, the words are taken for two.
const BUDGET_PERCENT: Centinats = 60;
/// Two words of one meaning in other letters.
const TRANSLATED: Centinats = 60;
/// An initial for a whole word.
pub(crate) const INITIAL: Centinats = 120;
/// An acronym for a whole name, by letter.
const ACRONYM_LETTER: Centinats = 250;

/// Why two words were taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The same letters.
    Same,
    /// Another spelling, in the same alphabet or across two.
    Spelling,
    /// The same word in another language, or another form of it.
    Translation,
    /// An initial for a word.
    Initial,
    /// An acronym for a whole name.
    Acronym,
}

/// Two units that may be one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meeting {
    pub(crate) rule: Rule,
    pub(crate) cost: Centinats,
    pub(crate) evidence: Centinats,
}

/// The most a unit may spend on spelling.
pub(crate) fn budget(information: Centinats) -> Centinats {
    information * BUDGET_PERCENT / 100
}

/// How the units meet, if they do. The same in both directions.
pub(crate) fn meet(one: &Unit, other: &Unit) -> Option<Meeting> {
    let worth = one.information.min(other.information);
    let spelt = costs().between(&one.symbols, &other.symbols, budget(worth)).map(|cost| Meeting {
        rule: if cost == 0 && one.symbols == other.symbols { Rule::Same } else { Rule::Spelling },
        cost,
        evidence: worth - cost,
    });
    let translated = (one.concept.is_some() && one.concept == other.concept).then_some(Meeting {
        rule: Rule::Translation,
        cost: TRANSLATED.min(worth),
        evidence: (worth - TRANSLATED).max(0),
    });
    match (spelt, translated) {
        (Some(spelt), Some(translated)) if translated.evidence > spelt.evidence => Some(translated),
        (spelt, translated) => spelt.or(translated),
    }
}

/// A meeting and the positions it covers on both sides, as bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) query: u32,
    pub(crate) listed: u32,
    pub(crate) meeting: Meeting,
}

/// Positions of which one is but the other's initial.
pub(crate) fn initials(query: &[Slot], listed: &[Slot], pairs: &mut Vec<Pair>) {
    for (i, q) in query.iter().enumerate() {
        for (j, l) in listed.iter().enumerate().filter(|(_, l)| q.initial.is_some() != l.initial.is_some()) {
            let (Some(one), Some(other)) = (q.first, l.first) else { continue };
            if one == other {
                let meeting = Meeting { rule: Rule::Initial, cost: 0, evidence: INITIAL };
                pairs.push(Pair { query: 1 << i, listed: 1 << j, meeting });
            }
        }
    }
}

/// A word of one name that is made of the other's first letters.
pub(crate) fn acronyms(query: &Form, listed: &Form, pairs: &mut Vec<Pair>) {
    for (short, long, is_query) in [(query, listed, true), (listed, query, false)] {
        for unit in short.units.iter().filter(|unit| unit.may_be_acronym) {
            let word = &*short.positions[usize::from(unit.start)].word;
            if let Some(meeting) = spells(word, &long.acronyms) {
                let whole = all_positions(long.positions.len());
                let (q, l) = if is_query { (unit.mask(), whole) } else { (whole, unit.mask()) };
                pairs.push(Pair { query: q, listed: l, meeting });
            }
        }
    }
}

/// Whether the word is one of the acronyms.
pub(crate) fn spells(word: &str, acronyms: &[String]) -> Option<Meeting> {
    let evidence = ACRONYM_LETTER * word.len() as Centinats;
    acronyms.iter().any(|acronym| acronym == word).then_some(Meeting { rule: Rule::Acronym, cost: 0, evidence })
}

pub(crate) fn all_positions(count: usize) -> u32 {
    (1u32 << count.min(31)) - 1
}
