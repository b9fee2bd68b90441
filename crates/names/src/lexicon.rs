//! Words that are not names of their own, in three languages: titles, links, legal forms, and words organisations
//! are made of. Read from `data/lexicon.tsv`.

use std::collections::HashMap;

use crate::normalise::normalise;
use crate::rarity::{Centinats, Organisations};
use crate::tables::{Table, TableError};

/// What a word does in a name, when it is no name itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// Doctor, sheikh, colonel, haji.
    Title,
    /// Joseph, يوسف, mohd: a given name as others say or shorten it. No class of its own otherwise: it is a name.
    Given,
    /// Khan, jan, agha: a title beside two other names, and a name beside one.
    Honorific,
    /// bin, ould, ag: between a name and the father's.
    Kin,
    /// of, the, and.
    Link,
    /// to, for, with: a link in an organisation's name, and no link among a person's names.
    Preposition,
    /// The article, standing alone.
    Article,
    /// Ltd, SARL, Company: says what an organisation is, and hardly which.
    Legal,
    /// January, mars, نوفمبر: a word that belongs to a number beside it.
    Month,
    /// A word that is translated, not spelt out: army, front, شركة.
    Word,
}

/// A meaning several words share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Concept {
    number: u16,
    /// What is said so is a given name.
    pub(crate) of_name: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) class: WordClass,
    pub(crate) concept: Concept,
    /// What sharing the meaning is worth; of names, what the word is worth.
    pub(crate) information: Option<Centinats>,
}

/// What words mean that are not names of their own, by their normalised forms.
pub(crate) struct Lexicon {
    entries: HashMap<String, Entry>,
    /// What a word is short for.
    long: HashMap<String, String>,
}

impl Lexicon {
    /// What it says of a normalised word. A word of several classes is the first one listed.
    pub(crate) fn look_up(&self, word: &str) -> Option<Entry> {
        self.entries.get(word).copied()
    }

    /// What it says of a word that organisations' names are made of and that has its link written onto it: l'armée, والدعوة, للتجارة. With the
    /// word alone.
    pub(crate) fn look_up_linked<'a>(&self, word: &'a str) -> Option<(&'a str, Entry)> {
        const LINKS: [&str; 8] = ["l", "d", "وال", "بال", "لل", "و", "ب", "ل"];
        let of_link = |link| {
            let bare: &str = word.strip_prefix(link)?;
            let entry = self.look_up(bare)?;
            (entry.class == WordClass::Word && bare.chars().count() > 3).then_some((bare, entry))
        };
        LINKS.into_iter().find_map(of_link)
    }

    /// The normalised reading with what words in it are short for, where some are and others are such as organisations' names are made of:
    /// Isis is a given name, too.
    pub(crate) fn written_out(&self, reading: &str) -> Option<String> {
        let is_of_organisation = |word| {
            let class = self.look_up(word).map(|entry| entry.class);
            matches!(
                class,
                Some(WordClass::Word | WordClass::Preposition | WordClass::Legal)
            )
        };
        let is_short = reading.split(' ').any(|word| self.long.contains_key(word));
        if !is_short || !reading.split(' ').any(is_of_organisation) {
            return None;
        }
        let words = reading.split(' ');
        let words: Vec<&str> = words
            .map(|word| self.long.get(word).map_or(word, String::as_str))
            .collect();
        Some(words.join(" "))
    }

    /// Lines of `class TAB meaning TAB forms`, the forms with spaces between.
    pub(crate) fn read(
        table: Table<'_>,
        organisations: &Organisations,
    ) -> Result<Self, TableError> {
        let (mut entries, mut long) = (HashMap::new(), HashMap::new());
        for (number, line) in table.lines().enumerate() {
            let number = u16::try_from(number).map_err(|_| line.wrong("65,536 lines at most"))?;
            let [class, meaning, forms] =
                line.columns("class, meaning and forms, with tabs between")?;
            if class == "short" {
                let forms = forms
                    .split(' ')
                    .map(|form| (normalise(form), normalise(meaning)));
                long.extend(forms);
                continue;
            }
            let class = class_named(class).ok_or_else(|| {
                line.wrong(
                    "a class: given, title, honorific, kin, link, preposition, article, legal, month, word or short",
                )
            })?;
            let forms: Vec<String> = forms.split(' ').map(normalise).collect();
            let information = worth(class, &forms, organisations);
            for form in forms {
                entries.entry(form).or_insert(Entry {
                    class,
                    concept: Concept {
                        number,
                        of_name: class == WordClass::Given,
                    },
                    information,
                });
            }
        }
        Ok(Self { entries, long })
    }
}

/// A legal form says next to nothing, a title little, a word as much as it is rare in organisations' names.
fn worth(class: WordClass, forms: &[String], organisations: &Organisations) -> Option<Centinats> {
    const UNCOUNTED: Centinats = 700;
    Some(match class {
        WordClass::Given | WordClass::Honorific => return None,
        WordClass::Kin | WordClass::Link | WordClass::Preposition | WordClass::Article => 0,
        WordClass::Legal => 30,
        WordClass::Title => 100,
        WordClass::Word | WordClass::Month => {
            let in_organisations = organisations.information(forms.iter().map(String::as_str));
            in_organisations.unwrap_or(UNCOUNTED)
        }
    })
}

fn class_named(text: &str) -> Option<WordClass> {
    Some(match text {
        "given" => WordClass::Given,
        "title" => WordClass::Title,
        "honorific" => WordClass::Honorific,
        "kin" => WordClass::Kin,
        "link" => WordClass::Link,
        "preposition" => WordClass::Preposition,
        "article" => WordClass::Article,
        "legal" => WordClass::Legal,
        "month" => WordClass::Month,
        "word" => WordClass::Word,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn a_word_and_its_translation_share_a_meaning() {
        let concept = |word: &str| {
            let lexicon = Tables::compiled().lexicon();
            lexicon.look_up(&normalise(word)).unwrap().concept
        };
        assert_eq!(concept("Organization"), concept("تنظيم"));
        assert_eq!(concept("Organisation"), concept("المنظمة"));
        assert_ne!(concept("front"), concept("army"));
    }
}
