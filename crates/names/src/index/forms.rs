//! The listed forms and their words, laid out for searching.

use std::collections::HashMap;

use super::bounds::{TraitSet, Traits};
use super::hash::Quick;
use super::reach::Reaches;
use super::runs::Runs;
use super::trie::Words;
use crate::cost::Costs;
use crate::lexicon::Concept;
use crate::name::{Form, Letters, Slot, Spelt, Unit};
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, Symbol};
use crate::tables::Tables;

/// Forms by their words. Immutable.
#[derive(Debug)]
pub(super) struct Forms {
    /// By which its words are aligned.
    pub(super) tables: Tables,
    pub(super) reaches: Reaches,
    /// Of each form, the number of its name.
    pub(super) names: Vec<u32>,
    /// Of each form.
    pub(super) traits: Vec<Traits>,
    pub(super) slots: Runs<Slot>,
    pub(super) occurrences: Runs<Occurrence>,
    /// Of the forms that have any.
    pub(super) letters: HashMap<u32, Letters>,
    /// Every distinct unit, those of one alphabet and span side by side, sorted by their symbols.
    pub(super) vocabulary: Vec<Unit>,
    pub(super) words: Vec<Words>,
    /// Like `words`, of two positions written together: those meet no others of their kind.
    pub(super) joined: Vec<Words>,
    /// For each unit of the vocabulary, the forms it occurs in.
    pub(super) postings: Runs<u32>,
    /// Units by the meaning they share with others.
    pub(super) by_concept: HashMap<Concept, Vec<u32>>,
    /// Forms by the acronyms they would have.
    pub(super) by_acronym: HashMap<Box<str>, Vec<u32>>,
    /// Forms by their words that may be acronyms.
    pub(super) by_short_word: HashMap<Box<str>, Vec<u32>>,
}

/// A vocabulary unit at its place in a form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence {
    pub(super) unit: u32,
    pub(super) start: u8,
    pub(super) span: u8,
}

impl Occurrence {
    /// The positions it covers, as bits.
    pub(super) fn mask(&self) -> u32 {
        ((1 << self.span) - 1) << self.start
    }
}

impl Forms {
    /// The units of a form that are one position by itself.
    pub(super) fn spellings(
        &self,
        form: u32,
        position: usize,
    ) -> impl Iterator<Item = &Unit> + Clone {
        let here = move |o: &&Occurrence| usize::from(o.start) == position && o.span == 1;
        let units = self.occurrences.of(form).iter().filter(here);
        units.map(|o| &self.vocabulary[o.unit as usize])
    }

    /// What acronyms a form is or has.
    pub(super) fn letters(&self, form: u32) -> Option<&Letters> {
        self.letters.get(&form)
    }
}

/// Collects [`Forms`].
#[derive(Debug, Default)]
pub(super) struct FormsBuilder {
    names: Vec<u32>,
    traits: Vec<Traits>,
    slots: Runs<Slot>,
    occurrences: Runs<Occurrence>,
    letters: HashMap<u32, Letters>,
    vocabulary: Vec<Unit>,
    spellings: HashMap<Box<[Symbol]>, u32, Quick>,
    numbers: HashMap<UnitKey, u32, Quick>,
}

/// What makes two units meet others alike.
#[derive(Debug, PartialEq, Eq, Hash)]
struct UnitKey {
    /// The number of its symbols, as they are together.
    spelling: u32,
    spelt: Spelt,
    concept: Option<Concept>,
    information: Centinats,
    span: u8,
}

impl FormsBuilder {
    pub(super) fn insert(&mut self, name: u32, form: &Form) {
        let number = self.names.len() as u32;
        self.names.push(name);
        self.traits.push(Traits::of(form));
        self.slots
            .push(form.positions.iter().map(|position| position.slot));
        let occurrences: Vec<Occurrence> = form
            .units
            .iter()
            .map(|unit| Occurrence {
                unit: self.unit_number(unit),
                start: unit.start,
                span: unit.span,
            })
            .collect();
        self.occurrences.push(occurrences);
        if !(form.letters.short_words.is_empty() && form.letters.acronyms.is_empty()) {
            self.letters.insert(number, form.letters.clone());
        }
    }

    fn unit_number(&mut self, unit: &Unit) -> u32 {
        let spelling = match self.spellings.get(&unit.symbols) {
            Some(&known) => known,
            None => {
                let next = self.spellings.len() as u32;
                self.spellings.insert(unit.symbols.clone(), next);
                next
            }
        };
        let key = UnitKey {
            spelling,
            spelt: unit.spelt,
            concept: unit.concept,
            information: unit.information,
            span: unit.span,
        };
        *self.numbers.entry(key).or_insert_with(|| {
            self.vocabulary.push(unit.clone());
            (self.vocabulary.len() - 1) as u32
        })
    }

    /// The forms inserted.
    pub(super) fn build(mut self, tables: &Tables) -> Forms {
        let costs = tables.costs();
        let reaches = Reaches::new(costs);
        drop((
            std::mem::take(&mut self.numbers),
            std::mem::take(&mut self.spellings),
        ));
        let vocabulary = self.sort_vocabulary(costs);
        let postings = self.postings(vocabulary.len());
        let borne_by = self.borne_by(&postings);
        let (mut words, mut joined) = (Vec::new(), Vec::new());
        let mut from = 0;
        for stretch in
            vocabulary.chunk_by(|one, other| stretch(costs, one) == stretch(costs, other))
        {
            let numbers = from..from + stretch.len() as u32;
            from = numbers.end;
            let of_stretch = Words::new((costs, &reaches), &vocabulary, &borne_by, numbers);
            if stretch[0].span > 1 {
                joined.extend(of_stretch);
            } else {
                words.extend(of_stretch);
            }
        }
        let mut by_concept: HashMap<Concept, Vec<u32>> = HashMap::new();
        for (number, unit) in (0u32..).zip(&vocabulary) {
            if let Some(concept) = unit.concept {
                by_concept.entry(concept).or_default().push(number);
            }
        }
        let (by_acronym, by_short_word) = self.acronyms();
        self.names.shrink_to_fit();
        self.slots.shrink_to_fit();
        self.occurrences.shrink_to_fit();
        Forms {
            tables: tables.clone(),
            reaches,
            names: self.names,
            traits: self.traits,
            slots: self.slots,
            occurrences: self.occurrences,
            letters: self.letters,
            vocabulary,
            words,
            joined,
            postings,
            by_concept,
            by_acronym,
            by_short_word,
        }
    }

    /// The vocabulary in order, and the occurrences by its new numbers.
    fn sort_vocabulary(&mut self, costs: &Costs) -> Vec<Unit> {
        let units = std::mem::take(&mut self.vocabulary);
        let with_stretch = |(before, unit)| (stretch(costs, &unit), before, unit);
        let mut numbered: Vec<(_, u32, Unit)> = (0..).zip(units).map(with_stretch).collect();
        // The old number last: the order is the same on every run.
        numbered.sort_unstable_by(|(one_in, before, one), (other_in, after, other)| {
            let by_stretch = one_in.cmp(other_in);
            let by_symbols = || one.symbols.cmp(&other.symbols);
            by_stretch.then_with(by_symbols).then(before.cmp(after))
        });
        let mut new_numbers = vec![0_u32; numbered.len()];
        for (new, (_, old, _)) in (0..).zip(&numbered) {
            new_numbers[*old as usize] = new;
        }
        for occurrence in self.occurrences.items_mut() {
            occurrence.unit = new_numbers[occurrence.unit as usize];
        }
        numbered.into_iter().map(|(.., unit)| unit).collect()
    }

    fn postings(&self, vocabulary: usize) -> Runs<u32> {
        let forms = 0..self.names.len() as u32;
        let of_form = |form| {
            let occurrences = self.occurrences.of(form);
            // A word that a form has twice stands in its list once.
            occurrences
                .iter()
                .enumerate()
                .filter(|(at, one)| {
                    occurrences[..*at]
                        .iter()
                        .all(|other| other.unit != one.unit)
                })
                .map(move |(_, one)| (one.unit, form))
        };
        Runs::<u32>::inverted(forms.flat_map(of_form), vocabulary)
    }

    /// Of each unit, what the forms that have it are.
    fn borne_by(&self, postings: &Runs<u32>) -> Vec<TraitSet> {
        let units = 0..postings.len() as u32;
        let set = |unit| {
            let forms = postings.of(unit).iter();
            forms.fold(TraitSet::NONE, |set, &form| {
                set.with(self.traits[form as usize])
            })
        };
        units.map(set).collect()
    }

    #[expect(clippy::type_complexity, reason = "two maps of one shape")]
    fn acronyms(&self) -> (HashMap<Box<str>, Vec<u32>>, HashMap<Box<str>, Vec<u32>>) {
        let mut by_acronym: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut by_short_word: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (&form, letters) in &self.letters {
            for (acronym, _) in &letters.acronyms {
                by_acronym.entry(acronym.clone()).or_default().push(form);
            }
            for (word, _) in &letters.short_words {
                by_short_word.entry(word.clone()).or_default().push(form);
            }
        }
        (by_acronym, by_short_word)
    }
}

/// What units have in common that stand in one trie: of two words written together, those with few hard symbols, some or many, for most
/// have far too many to be any one word.
fn stretch(costs: &Costs, unit: &Unit) -> (bool, Alphabet, usize) {
    let is_joined = unit.span > 1;
    let hard = if is_joined {
        // Three stretches: each more is another walk from the root.
        match costs.count_hard(&unit.symbols) {
            0..=4 => 0,
            5..=6 => 5,
            _ => 7,
        }
    } else {
        0
    };
    (is_joined, unit.alphabet(), hard)
}
