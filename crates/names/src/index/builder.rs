//! Collecting names and laying them out for searching.

use std::collections::HashMap;

use super::forms::FormsBuilder;
use super::near::NearWords;
use super::{Index, Listed};
use crate::matcher::Matcher;
use crate::name::Name;

/// Collects names for an [`Index`].
#[derive(Debug, Default)]
pub struct IndexBuilder {
    names: Vec<Listed>,
    numbers: HashMap<u32, u32>,
    forms: FormsBuilder,
    by_text: HashMap<Box<str>, Vec<u32>>,
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
            self.forms.insert(listed, form);
        }
    }

    /// The index of what was inserted: of names made by the matcher's tables.
    pub fn build(self, matcher: Matcher) -> Index {
        Index {
            names: self.names,
            forms: self.forms.build(matcher.tables()),
            matcher,
            near: NearWords::default(),
            by_text: self.by_text,
        }
    }
}
