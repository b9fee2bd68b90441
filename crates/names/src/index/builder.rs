//! Collecting names and laying them out for searching.

use std::collections::HashMap;

use super::skeleton::Skeletons;
use super::{Index, IndexedForm, Listed, Occurrence};
use crate::lexicon::Concept;
use crate::matcher::{Matcher, slots};
use crate::name::{Form, Name, Unit};
use crate::rarity::Centinats;
use crate::symbol::Symbol;

/// Collects names for an [`Index`].
#[derive(Debug, Default)]
pub struct IndexBuilder {
    names: Vec<Listed>,
    numbers: HashMap<u32, u32>,
    forms: Vec<IndexedForm>,
    vocabulary: Vec<Unit>,
    unit_numbers: HashMap<UnitKey, u32>,
    postings: Vec<Vec<u32>>,
    by_acronym: HashMap<Box<str>, Vec<u32>>,
    by_short_word: HashMap<Box<str>, Vec<u32>>,
    by_text: HashMap<Box<str>, Vec<u32>>,
}

/// What makes two units meet others alike.
#[derive(Debug, PartialEq, Eq, Hash)]
struct UnitKey {
    symbols: Box<[Symbol]>,
    concept: Option<Concept>,
    information: Centinats,
    span: u8,
}

impl IndexBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name under a key. A key may have many names.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the index takes the name over"
    )]
    pub fn insert(&mut self, key: u32, name: Name) {
        let number = self.numbers.entry(key).or_default();
        let listed = self.names.len() as u32;
        self.names.push(Listed {
            key,
            number: *number,
            kind: name.kind(),
            text: name.text().into(),
        });
        *number += 1;
        if !name.normalised().is_empty() {
            self.by_text
                .entry(name.normalised().into())
                .or_default()
                .push(listed);
        }
        for form in &name.forms {
            self.insert_form(listed, form);
        }
    }

    fn insert_form(&mut self, name: u32, form: &Form) {
        let number = self.forms.len() as u32;
        let mut units = Vec::with_capacity(form.units.len());
        for unit in &form.units {
            let vocabulary_number = self.unit_number(unit);
            let postings = &mut self.postings[vocabulary_number as usize];
            if postings.last() != Some(&number) {
                postings.push(number);
            }
            units.push(Occurrence {
                unit: vocabulary_number,
                start: unit.start,
            });
        }
        for (word, _) in &form.letters.short_words {
            self.by_short_word
                .entry(word.clone())
                .or_default()
                .push(number);
        }
        for acronym in &form.letters.acronyms {
            self.by_acronym
                .entry(acronym.clone())
                .or_default()
                .push(number);
        }
        let (slots, letters) = (slots(form).into(), form.letters.clone());
        self.forms.push(IndexedForm {
            name,
            slots,
            units: units.into(),
            letters,
        });
    }

    fn unit_number(&mut self, unit: &Unit) -> u32 {
        let key = UnitKey {
            symbols: unit.symbols.clone(),
            concept: unit.concept,
            information: unit.information,
            span: unit.span,
        };
        *self.unit_numbers.entry(key).or_insert_with(|| {
            self.vocabulary.push(unit.clone());
            self.postings.push(Vec::new());
            (self.vocabulary.len() - 1) as u32
        })
    }

    /// The index of what was inserted.
    pub fn build(self, matcher: Matcher) -> Index {
        let mut by_concept: HashMap<Concept, Vec<u32>> = HashMap::new();
        for (number, unit) in (0u32..).zip(&self.vocabulary) {
            if let Some(concept) = unit.concept {
                by_concept.entry(concept).or_default().push(number);
            }
        }
        let has_initial = |form: &IndexedForm| form.slots.iter().any(|slot| slot.initial.is_some());
        Index {
            matcher,
            has_initial: self.forms.iter().map(has_initial).collect(),
            skeletons: Skeletons::new(&self.vocabulary),
            names: self.names,
            forms: self.forms,
            vocabulary: self.vocabulary,
            postings: self.postings,
            by_concept,
            by_acronym: self.by_acronym,
            by_short_word: self.by_short_word,
            by_text: self.by_text,
        }
    }
}
