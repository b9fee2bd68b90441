//! How one unit of a name may meet one of the other's: by what rule, at what cost, with what evidence.

use crate::cost::Costs;
use crate::name::{Letters, Slot, Spelt, Unit};
use crate::rarity::Centinats;
use crate::symbol::Symbol;

/// What may be spent on spelling beyond which two words are taken for two: a typing error in a short or common word, more in a telling one.
const BUDGET_BASE: Centinats = 140;
const BUDGET_PERCENT: Centinats = 48;
const BUDGET_LEAST: Centinats = 305;
const BUDGET_MOST: Centinats = 560;
const LONG: usize = 6;
const BUDGET_LONG: Centinats = 500;
const BUDGET_CONSONANT: Centinats = 190;

/// Two words written as one have both words' letters.
const JOINED_BUDGET: Centinats = 350;
/// What a learned cost takes off the evidence: other words that could be spelt so are more than their letters' odds say.
const COST_PERCENT: Centinats = 130;
/// The very same spelling is rarer than a word that sounds like it.
const SAME_LETTERS: Centinats = 80;
/// Nearly every short word is another one with one letter changed.
const SHORT: usize = 3;
const ANOTHER_LETTER: Centinats = 200;
const SHORT_DOUBT: Centinats = 200;
/// Two words of one meaning in other letters.
const TRANSLATED: Centinats = 60;
/// A given name as another language has it: hardly less than another spelling of it.
const TRANSLATED_NAME: Centinats = 150;
/// An initial for a whole word.
pub(crate) const INITIAL: Centinats = 120;
/// An acronym, by letter.
const ACRONYM_LETTER: Centinats = 230;

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
    /// An acronym for a whole name, or for its first words.
    Acronym,
    /// Words too unlike to be taken for one by themselves, where all the others meet.
    Resemblance,
}

/// Two units that may be one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meeting {
    pub(crate) rule: Rule,
    pub(crate) cost: Centinats,
    /// What the meeting is worth before anything is taken off.
    pub(crate) worth: Centinats,
    /// What is taken off for the spelling.
    pub(crate) toll: Centinats,
}

impl Meeting {
    /// What the meeting says for the names being one; against it, where negative.
    pub(crate) fn evidence(&self) -> Centinats {
        self.worth - self.toll
    }
}

/// The most a unit may spend on spelling: enough for one typing error, for two in a long word, for more in a telling one; in
/// one alphabet, never for most of its consonants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Against a word of the same alphabet.
    pub(crate) within: Centinats,
    /// Against one of the other: no less.
    pub(crate) across: Centinats,
}

impl Budget {
    pub(crate) fn of(symbols: &[Symbol], information: Centinats, span: u8) -> Self {
        let by_length = if symbols.len() >= LONG {
            BUDGET_LONG
        } else {
            BUDGET_LEAST
        };
        let by_worth = BUDGET_BASE + information * BUDGET_PERCENT / 100;
        let joined = if span > 1 { JOINED_BUDGET } else { BUDGET_MOST };
        let across = by_worth.clamp(by_length, BUDGET_MOST).min(joined);
        let consonants = symbols.iter().filter(|symbol| symbol.is_strong()).count();
        let by_consonants = consonants as Centinats * BUDGET_CONSONANT;
        Self {
            within: across.min(by_consonants.max(BUDGET_LEAST)),
            across,
        }
    }

    /// Against a word of the same alphabet, or not.
    pub(crate) fn against(self, is_within: bool) -> Centinats {
        if is_within { self.within } else { self.across }
    }
}

/// How the units meet, if they do. The same in both directions.
pub(crate) fn meet(costs: &Costs, one: &Unit, other: &Unit) -> Option<Meeting> {
    if one.span > 1 && other.span > 1 {
        return None;
    }
    if !one.may_be(other) {
        return None;
    }
    let spelt = costs.between(&one.symbols, &other.symbols, budget(one, other));
    meet_at(one, other, spelt)
}

/// The most that may be spent on taking one unit for the other.
pub(crate) fn budget(one: &Unit, other: &Unit) -> Centinats {
    let is_within = one.alphabet() == other.alphabet();
    one.budget
        .against(is_within)
        .min(other.budget.against(is_within))
}

/// The most that any meeting of the unit is worth, whatever it meets.
pub(crate) fn most_evidence(unit: &Unit) -> Centinats {
    unit.information + SAME_LETTERS
}

/// How the units meet, where taking one for the other costs so much, or more than their budget.
pub(crate) fn meet_at(one: &Unit, other: &Unit, cost: Option<Centinats>) -> Option<Meeting> {
    let worth = one.information.min(other.information);
    let are_same = one.symbols == other.symbols;
    let cost = cost.filter(|_| one.may_be(other));
    let spelt = cost.map(|cost| {
        let is_as_written =
            |unit: &Unit| !matches!(unit.spelt, Spelt::KoreanAsOne | Spelt::Shortened);
        if are_same && is_as_written(one) && is_as_written(other) {
            return Meeting {
                rule: Rule::Same,
                cost: 0,
                worth: worth + SAME_LETTERS,
                toll: 0,
            };
        }
        let is_short = one.symbols.len().min(other.symbols.len()) <= SHORT;
        let doubt = if is_short && cost >= ANOTHER_LETTER {
            SHORT_DOUBT
        } else {
            0
        };
        Meeting {
            rule: Rule::Spelling,
            cost,
            worth,
            toll: cost * COST_PERCENT / 100 + doubt,
        }
    });
    let concept = one.concept.filter(|_| one.concept == other.concept);
    let translated = concept.map(|concept| {
        let most = if concept.of_name {
            TRANSLATED_NAME
        } else {
            TRANSLATED
        };
        let cost = most.min(worth);
        Meeting {
            rule: Rule::Translation,
            cost,
            worth,
            toll: cost,
        }
    });
    match (spelt, translated) {
        (Some(spelt), Some(translated)) if translated.evidence() > spelt.evidence() => {
            Some(translated)
        }
        (spelt, translated) => spelt.or(translated),
    }
}

/// Beyond this, two words do not even resemble each other: in all, and for each letter group of the shorter.
const RESEMBLING_MOST: Centinats = 750;
const RESEMBLING_SYMBOL: Centinats = 125;
/// What it tells against two names, at least, that two of their words only resemble each other.
pub(crate) const RESEMBLING_LEAST: Centinats = 400;

/// How two words resemble each other that do not meet: evidence against, but less than two words that have nothing in common.
pub(crate) fn resemble(costs: &Costs, one: &Unit, other: &Unit) -> Option<Meeting> {
    if !one.may_be(other) {
        return None;
    }
    let shorter = one.symbols.len().min(other.symbols.len());
    let budget = RESEMBLING_MOST.min(RESEMBLING_SYMBOL * shorter as Centinats);
    let cost = costs.between(&one.symbols, &other.symbols, budget)?;
    Some(Meeting {
        rule: Rule::Resemblance,
        cost,
        worth: 0,
        toll: cost.max(RESEMBLING_LEAST),
    })
}

/// Whichever of the meetings costs least; the first among equals.
pub(crate) fn cheapest(meetings: impl Iterator<Item = Meeting>) -> Option<Meeting> {
    meetings.min_by_key(|meeting| meeting.cost)
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
        for (j, l) in listed
            .iter()
            .enumerate()
            .filter(|(_, l)| q.initial.is_some() != l.initial.is_some())
        {
            let (Some(one), Some(other)) = (q.first, l.first) else {
                continue;
            };
            if one == other {
                let meeting = Meeting {
                    rule: Rule::Initial,
                    cost: 0,
                    worth: INITIAL,
                    toll: 0,
                };
                pairs.push(Pair {
                    query: 1 << i,
                    listed: 1 << j,
                    meeting,
                });
            }
        }
    }
}

/// Words of one name that are made of the other's first letters.
pub(crate) fn acronyms(query: &Letters, listed: &Letters, pairs: &mut Vec<Pair>) {
    for (short, long, is_query) in [(query, listed, true), (listed, query, false)] {
        for (word, position) in &short.short_words {
            let of_word = long.acronyms.iter().filter(|(letters, _)| letters == word);
            for (_, count) in of_word {
                let (one, run) = (1 << position, (1 << count) - 1);
                let (query, listed) = if is_query { (one, run) } else { (run, one) };
                pairs.push(Pair {
                    query,
                    listed,
                    meeting: Meeting {
                        rule: Rule::Acronym,
                        cost: 0,
                        worth: ACRONYM_LETTER * word.len() as Centinats,
                        toll: 0,
                    },
                });
            }
        }
    }
}
