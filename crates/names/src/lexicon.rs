//! Words that are not names of their own, in three languages: titles, links, legal forms, and words organisations
//! are made of. Read from `data/lexicon.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::normalise::normalise;
use crate::rarity::{Centinats, information_in_organisations};

/// What a word does in a name, when it is no name itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// Doctor, sheikh, colonel, haji.
    Title,
    /// bin, ould, ag: between a name and the father's.
    Kin,
    /// of, the, and.
    Link,
    /// The article, standing alone.
    Article,
    /// Ltd, SARL, Company: says what an organisation is, and hardly which.
    Legal,
    /// A word that is translated, not spelt out: army, front, شركة.
    Word,
}

/// A meaning several words share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Concept(u16);

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) class: WordClass,
    pub(crate) concept: Concept,
    /// What sharing the meaning is worth.
    pub(crate) information: Centinats,
}

static LEXICON: LazyLock<HashMap<String, Entry>> =
    LazyLock::new(|| read(include_str!("../data/lexicon.tsv")));

/// What the lexicon says of a normalised word. A word of several classes is the first one listed.
pub(crate) fn look_up(word: &str) -> Option<Entry> {
    LEXICON.get(word).copied()
}

fn read(tsv: &str) -> HashMap<String, Entry> {
    let mut entries = HashMap::new();
    let lines = tsv.lines().filter(|line| !line.starts_with('#'));
    for (number, line) in (0u16..).zip(lines) {
        let mut columns = line.split('\t');
        let (Some(class), Some(_), Some(forms)) = (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let Some(class) = class_named(class) else {
            continue;
        };
        let forms: Vec<String> = forms.split(' ').map(normalise).collect();
        let information = worth(class, &forms);
        for form in forms {
            entries.entry(form).or_insert(Entry {
                class,
                concept: Concept(number),
                information,
            });
        }
    }
    entries
}

/// A legal form says next to nothing, a title little, a word as much as it is rare in organisations' names.
fn worth(class: WordClass, forms: &[String]) -> Centinats {
    const UNCOUNTED: Centinats = 700;
    match class {
        WordClass::Kin | WordClass::Link | WordClass::Article => 0,
        WordClass::Legal => 30,
        WordClass::Title => 100,
        WordClass::Word => {
            information_in_organisations(forms.iter().map(String::as_str)).unwrap_or(UNCOUNTED)
        }
    }
}

fn class_named(text: &str) -> Option<WordClass> {
    Some(match text {
        "title" => WordClass::Title,
        "kin" => WordClass::Kin,
        "link" => WordClass::Link,
        "article" => WordClass::Article,
        "legal" => WordClass::Legal,
        "word" => WordClass::Word,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_known_class_and_forms() {
        for line in include_str!("../data/lexicon.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let columns: Vec<_> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(class_named(columns[0]).is_some(), "{line}");
        }
    }

    #[test]
    fn a_word_and_its_translation_share_a_meaning() {
        let concept = |word: &str| look_up(&normalise(word)).unwrap().concept;
        assert_eq!(concept("Organization"), concept("تنظيم"));
        assert_eq!(concept("Organisation"), concept("المنظمة"));
        assert_ne!(concept("front"), concept("army"));
    }
}
