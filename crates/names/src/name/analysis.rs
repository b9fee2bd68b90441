//! How a reading becomes a form: which words are positions, by what role, and how each may be spelt.

use std::ops::RangeInclusive;

use super::Kind;
use super::form::{Form, Letters, MAX_POSITIONS, Position, Role, Slot, Spelt, Unit};
use crate::korean;
use crate::lexicon::{Entry, WordClass};
use crate::meeting::{Budget, INITIAL};
use crate::rarity::Centinats;
use crate::script::{is_cyrillic, to_alphabets};
use crate::symbol::{APART, symbols};
use crate::tables::Tables;
use crate::words;

/// A given name so common says hardly who.
const BORNE_BY_ALL: Centinats = 380;
/// Letters of an acronym.
const ACRONYM_LETTERS: RangeInclusive<usize> = 3..=8;
/// What sharing Abd or Abu alone is worth.
const HEAD_INFORMATION: Centinats = 60;
/// What sharing the link before a name is worth besides: ag, ould, bin.
const LINK_INFORMATION: Centinats = 60;

/// What an ending says that is left off.
const ENDING_INFORMATION: Centinats = 150;

/// A word of a form and what the lexicon says of it.
struct Word {
    text: String,
    /// Its one spelling, in a Korean name.
    korean: Option<String>,
    /// Written in Cyrillic, where one letter is both خ and ح.
    is_cyrillic: bool,
    class: Option<WordClass>,
    entry: Option<Entry>,
}

impl Word {
    /// A word that is no position of its own: a link, an article, `bin`.
    fn is_set_beside(&self) -> bool {
        matches!(
            self.class,
            Some(WordClass::Link | WordClass::Preposition | WordClass::Article | WordClass::Kin)
        )
    }
}

impl Form {
    /// Takes one reading apart.
    pub(super) fn new(tables: &Tables, reading: &str, kind: Kind) -> Self {
        let words = classified(tables, reading, kind);
        let form = Self {
            positions: Vec::new(),
            units: Vec::new(),
            letters: Letters::default(),
        };
        let is_translated = words
            .iter()
            .any(|word| matches!(word.class, Some(WordClass::Word | WordClass::Legal)));
        let mut builder = Builder {
            tables,
            kind,
            form,
            is_translated,
            honorifics: 0,
            spelt: Spelt::Freely,
        };
        if builder.is_of_organisation() {
            builder.form.letters.acronyms = acronyms(&words);
        }
        let mut index = 0;
        while index < words.len() && builder.form.positions.len() < MAX_POSITIONS {
            index += builder.take(&words, index);
        }
        builder.finish()
    }
}

fn classified(tables: &Tables, reading: &str, kind: Kind) -> Vec<Word> {
    let lexicon = tables.lexicon();
    let mut words: Vec<Word> = Vec::new();
    for raw in letters_joined(tables, reading, kind) {
        let raw = raw.as_str();
        let in_alphabets = to_alphabets(raw);
        let transliterated = || in_alphabets.first().and_then(|word| lexicon.look_up(word));
        let entry = lexicon
            .look_up(raw)
            .or_else(transliterated)
            .filter(|entry| is_said_of(entry.class, kind));
        let linked = lexicon.look_up_linked(raw);
        let linked = linked.filter(|_| entry.is_none() && kind != Kind::Person);
        let (in_alphabets, entry) = match linked {
            Some((bare, entry)) => (vec![bare.to_owned()], Some(entry)),
            None => (in_alphabets, entry),
        };
        let class = entry.map(|entry| entry.class);
        let class = class.filter(|&class| class != WordClass::Given);
        let is_cyrillic = raw.chars().any(is_cyrillic);
        words.extend(in_alphabets.into_iter().map(|text| Word {
            text,
            korean: None,
            is_cyrillic,
            class,
            entry,
        }));
        if words.len() > 4 * MAX_POSITIONS {
            break;
        }
    }
    if kind != Kind::Organisation {
        spell_korean(&mut words);
    }
    settle_prepositions(&mut words, kind);
    let only_links = words.iter().all(|word| {
        matches!(
            word.class,
            Some(WordClass::Kin | WordClass::Link | WordClass::Article | WordClass::Title)
        )
    });
    if only_links {
        words
            .iter_mut()
            .for_each(|word| (word.class, word.entry) = (None, None));
    }
    words
}

/// Whether a word of what may be of that kind is taken for one of the class.
fn is_said_of(class: WordClass, kind: Kind) -> bool {
    match class {
        WordClass::Given | WordClass::Title | WordClass::Honorific => kind != Kind::Organisation,
        WordClass::Legal | WordClass::Word | WordClass::Month => kind != Kind::Person,
        WordClass::Kin | WordClass::Link | WordClass::Preposition | WordClass::Article => true,
    }
}

/// The words, with letters that stand one by one brought together: S.A. and P.C.C. are SA and PCC. Of what may be a person, whose initials
/// they may be, only where they make a legal form at its end.
fn letters_joined(tables: &Tables, reading: &str, kind: Kind) -> Vec<String> {
    let words = reading.split(' ').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(4 * MAX_POSITIONS).collect();
    let is_letter =
        |word: &&str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let runs = words.chunk_by(|one, other| is_letter(one) && is_letter(other));
    let mut joined = Vec::with_capacity(words.len());
    let mut taken = 0;
    for run in runs {
        taken += run.len();
        let together = run.concat();
        let is_legal = || {
            let entry = tables.lexicon().look_up(&together);
            entry.is_some_and(|entry| entry.class == WordClass::Legal)
        };
        let is_one = match kind {
            Kind::Organisation => run.len() > 1,
            Kind::Other => {
                run.len() > 1 && taken == words.len() && run.len() < words.len() && is_legal()
            }
            Kind::Person => false,
        };
        if is_one {
            joined.push(together);
        } else {
            joined.extend(run.iter().map(|word| (*word).to_owned()));
        }
    }
    joined
}

/// Finds the one spelling of each word of a Korean name. Where one is mistyped, the others still are names.
fn spell_korean(words: &mut [Word]) {
    if words
        .iter()
        .any(|word| matches!(word.class, Some(WordClass::Word | WordClass::Legal)))
    {
        return;
    }
    let may_be_korean = |word: &Word| {
        word.class.is_none() || word.is_set_beside() && korean::LINKS.contains(&word.text.as_str())
    };
    let names = 0..words.len();
    let names: Vec<usize> = names.filter(|&at| may_be_korean(&words[at])).collect();
    let texts: Vec<&str> = names.iter().map(|&at| words[at].text.as_str()).collect();
    if !korean::has_family(&texts) {
        return;
    }
    let spelt = korean::spellings(&texts);
    for (number, at) in names.into_iter().enumerate() {
        words[at].korean = spelt.as_ref().map(|spelt| spelt[number].clone());
        (words[at].class, words[at].entry) = (None, None);
    }
}

/// In an organisation's name a preposition links; among a person's names it is one of them (Pak To-chun), as a letter is an initial, and a year
/// is none.
fn settle_prepositions(words: &mut [Word], kind: Kind) {
    let of_organisation = kind == Kind::Organisation
        || words
            .iter()
            .any(|word| matches!(word.class, Some(WordClass::Word | WordClass::Legal)));
    for at in 0..words.len() {
        let before_year = words.get(at + 1).is_some_and(|next| is_year(&next.text));
        let word = &mut words[at];
        match word.class {
            Some(WordClass::Preposition) if of_organisation || before_year => {
                word.class = Some(WordClass::Link);
            }
            Some(WordClass::Preposition) => (word.class, word.entry) = (None, None),
            // A. Karim and B. A. Karim.
            Some(WordClass::Link)
                if !of_organisation && word.text.len() == 1 && (at == 0 || word.text == "a") =>
            {
                (word.class, word.entry) = (None, None);
            }
            None if !of_organisation && is_year(&word.text) => word.class = Some(WordClass::Link),
            _ => {}
        }
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word
            .parse()
            .is_ok_and(|year: u16| (1900..2100).contains(&year))
}

/// First letters of the words from the first on, as long as they are an acronym's: of those that are no links, of those and the articles (AQMI),
/// of all; a number stands as a whole (M23). With the number of words that count which each stands for.
fn acronyms(words: &[Word]) -> Vec<(Box<str>, u8)> {
    let mut acronyms: Vec<(Box<str>, u8)> = Vec::new();
    let without = |word: &Word| word.is_set_beside();
    let with_articles = |word: &Word| without(word) && word.class != Some(WordClass::Article);
    let is_passed_over: [&dyn Fn(&Word) -> bool; 3] = [&without, &with_articles, &|_| false];
    for is_passed_over in is_passed_over {
        let (mut letters, mut count) = (String::new(), 0);
        for (at, word) in words.iter().enumerate().take(MAX_POSITIONS) {
            count += u8::from(!word.is_set_beside());
            if is_passed_over(word) {
                continue;
            }
            if word.class == Some(WordClass::Month) && beside_number(words, at) {
                // The day stands for its month, too.
                let same = acronyms.iter_mut().find(|(known, _)| **known == *letters);
                same.into_iter()
                    .for_each(|(_, stands_for)| *stands_for = count);
                continue;
            }
            if is_number(&word.text) {
                letters.push_str(&word.text);
            } else {
                letters.extend(word.text.chars().next());
            }
            let is_known = acronyms.iter().any(|(known, _)| **known == *letters);
            let is_acronym = ACRONYM_LETTERS.contains(&letters.chars().count());
            if is_acronym && count > 0 && !is_known {
                acronyms.push((letters.as_str().into(), count));
            }
        }
    }
    acronyms
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number for the links and articles that stand before a word.
fn link_before(words: &[Word], index: usize) -> u16 {
    let links = words[..index].iter().rev();
    let links = links.take_while(|word| word.is_set_beside());
    let letters = links.flat_map(|word| word.text.bytes());
    // FNV-1a, folded: two links are hardly ever taken for one.
    let number = letters.fold(0x811c_9dc5_u32, |number, letter| {
        (number ^ u32::from(letter)).wrapping_mul(0x0100_0193)
    });
    match index
        .checked_sub(1)
        .map(|before| words[before].is_set_beside())
    {
        Some(true) => ((number >> 16) as u16 ^ number as u16).max(1),
        _ => 0,
    }
}

/// Whether the word stands beside a number, as a month does that belongs to a day.
fn beside_number(words: &[Word], at: usize) -> bool {
    let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    beside.any(|at| words.get(at).is_some_and(|word| is_number(&word.text)))
}

struct Builder<'a> {
    tables: &'a Tables,
    kind: Kind,
    form: Form,
    /// Some word is one that organisations' names are made of.
    is_translated: bool,
    /// Positions that are titles if there are names enough besides, as bits.
    honorifics: u32,
    /// How the units are spelt that come next.
    spelt: Spelt,
}

impl Builder<'_> {
    /// Takes the word at `index`, with what belongs to it, and says how many words that were.
    fn take(&mut self, words: &[Word], index: usize) -> usize {
        let word = &words[index];
        if word.is_set_beside() {
            return 1;
        }
        self.take_single(words, index);
        1
    }

    fn take_single(&mut self, words: &[Word], index: usize) {
        let word = &words[index];
        let head = words::compound_head(&word.text).filter(|_| words.len() > 1);
        let role = match word.class {
            Some(WordClass::Title) => Role::Title,
            Some(WordClass::Legal) => Role::Legal,
            Some(WordClass::Word | WordClass::Month) if self.is_of_organisation() => Role::Generic,
            _ if head.is_some() => Role::Head,
            _ => Role::Middle,
        };
        let base = head.map_or_else(|| words::canonical(&word.text), str::to_owned);
        let base = words::without_linked_article(&base).to_owned();
        let position = self.position(&word.text, &base, role);
        self.form.positions[position].slot.link = link_before(words, index);
        if word.class == Some(WordClass::Honorific) {
            self.honorifics |= 1 << position;
        }
        if word.korean.is_some() {
            self.spelt = Spelt::Korean;
        }
        self.unit(position, 1, &base, word.entry);
        if self.kind != Kind::Person
            && word.text.is_ascii()
            && ACRONYM_LETTERS.contains(&word.text.len())
        {
            self.form
                .letters
                .short_words
                .push((word.text.as_str().into(), position as u8));
        }
        if let Some(apart) = words::letters_apart(&base) {
            self.unit_unlike(position, 1, &apart);
        }
        let is_whole = head.is_none() || index + 1 == words.len();
        if base != word.text && is_whole && word.text.is_ascii() {
            // Abdoulaye mistyped has lost the article it was taken to have.
            self.unit_unlike(position, 1, &word.text);
        }
        if word.is_cyrillic && word.text.contains("kh") {
            self.unit_unlike(position, 1, &word.text.replace("kh", "h"));
        }
        let others_somali = words.iter().enumerate().any(|(at, other)| {
            at != index && words::somali(&other.text, words::SOMALI_LETTERS).is_some()
        });
        let least = words::SOMALI_LETTERS - usize::from(others_somali);
        if let Some(other) = words::somali(&word.text, least) {
            self.unit_unlike(position, 1, &other);
        }
        if let Some(other) = words::other_article(&word.text) {
            self.unit_unlike(position, 1, &other);
        }
        if let Some(bare) = words::without_ending(&word.text) {
            let as_written = std::mem::replace(&mut self.spelt, Spelt::Shortened);
            self.unit_unlike(position, 1, bare);
            self.spelt = as_written;
        }
        self.join_with_link(words, index, position);
        self.join_with_previous(words, index);
        if let Some(as_one) = &word.korean {
            self.spelt = Spelt::KoreanAsOne;
            self.unit_unlike(position, 1, as_one);
            if let Some(before) = index
                .checked_sub(1)
                .and_then(|before| words[before].korean.as_ref())
            {
                self.unit(position - 1, 2, &format!("{before}{as_one}"), None);
            }
        }
        self.spelt = Spelt::Freely;
    }

    /// The word written together with the article or the link before it: El Ghabra and Elghabra, Ag Ghali and Aghali.
    fn join_with_link(&mut self, words: &[Word], index: usize, position: usize) {
        let Some(before) = index.checked_sub(1).map(|before| &words[before]) else {
            return;
        };
        if !matches!(before.class, Some(WordClass::Kin | WordClass::Article)) {
            return;
        }
        let units = self.form.units.len();
        let joined = format!("{}{}", before.text, words[index].text);
        self.unit_unlike(position, 1, &joined);
        if before.class == Some(WordClass::Kin) {
            // Which link it is says something, too.
            for unit in &mut self.form.units[units..] {
                unit.information += LINK_INFORMATION;
            }
        }
    }

    /// The word written together with the one before: Nur al-Din and Nureddin.
    fn join_with_previous(&mut self, words: &[Word], index: usize) {
        let Some(before) = words[..index]
            .iter()
            .rposition(|word| word.class != Some(WordClass::Article))
        else {
            return;
        };
        let (one, other) = (&words[before], &words[index]);
        let joins = |word: &Word| {
            let is_initial = word.text.chars().count() == 1;
            !is_initial
                && !matches!(
                    word.class,
                    Some(WordClass::Kin | WordClass::Link | WordClass::Legal)
                )
        };
        if !joins(one) || !joins(other) || self.form.positions.len() < 2 {
            return;
        }
        let bare = words::without_article(&other.text).unwrap_or(&other.text);
        let head = words::compound_head(&one.text)
            .map_or_else(|| words::canonical(&one.text), str::to_owned);
        let head = words::without_linked_article(&head);
        let start = self.form.positions.len() - 2;
        let as_one = format!("{}{}", one.text, other.text);
        let entry = self.tables.lexicon().look_up(&as_one);
        let entry = entry.filter(|entry| entry.class == WordClass::Given);
        self.unit(start, 2, &format!("{head}{APART}{bare}"), entry);
        if head.len() < one.text.len()
            && one.text.starts_with(head)
            && head.starts_with(['d', 'z', 't'])
        {
            // Dhu'l-Fiqar and Zulfikar.
            self.unit(start, 2, &format!("{}{bare}", one.text), None);
        }
    }

    fn position(&mut self, word: &str, spelling: &str, role: Role) -> usize {
        let symbols = symbols(spelling);
        let initial = if symbols.len() == 1 && spelling.chars().count() == 1 {
            symbols.first().copied()
        } else {
            None
        };
        self.form.positions.push(Position {
            word: word.into(),
            slot: Slot {
                role,
                information: 0,
                initial,
                is_generic: role == Role::Generic,
                first: symbols.first().copied(),
                link: 0,
            },
        });
        self.form.positions.len() - 1
    }

    fn unit(&mut self, start: usize, span: u8, spelling: &str, entry: Option<Entry>) {
        let symbols = symbols(spelling);
        if symbols.is_empty() {
            return;
        }
        let mut worth = self.tables.information(&symbols);
        if self.spelt == Spelt::Shortened {
            worth -= ENDING_INFORMATION;
        }
        if span == 1 && self.form.positions[start].slot.role == Role::Head {
            worth = HEAD_INFORMATION;
        } else if let Some(known) = entry.and_then(|entry| entry.information) {
            worth = known;
        } else if self.kind != Kind::Person {
            let in_organisations = self.tables.organisations().information([spelling]);
            worth = worth.min(in_organisations.unwrap_or(worth));
        }
        if spelling.chars().count() == 1 {
            // A letter is an initial, even where it is written for two sounds, as x is.
            worth = worth.min(INITIAL);
        }
        // Another spelling of a word makes it no rarer, nor do two words written together.
        let covered = &mut self.form.positions[start..start + usize::from(span)];
        let parts: Centinats = covered
            .iter()
            .map(|position| position.slot.information)
            .sum();
        if parts > 0 {
            worth = worth.min(parts);
        } else if let [position] = covered {
            position.slot.information = worth;
        }
        self.form.units.push(Unit {
            start: start as u8,
            span,
            budget: Budget::of(&symbols, worth, span),
            symbols: symbols.into(),
            spelt: self.spelt,
            concept: entry.map(|entry| entry.concept),
            information: worth,
        });
    }

    /// A further spelling, unless it is one the position has.
    fn unit_unlike(&mut self, start: usize, span: u8, spelling: &str) {
        let spelt = symbols(spelling);
        let known = self
            .form
            .units
            .iter()
            .any(|unit| usize::from(unit.start) == start && *unit.symbols == *spelt);
        if !known {
            self.unit(start, span, spelling, None);
        }
    }

    /// Whether the words are an organisation's, as far as one can tell.
    fn is_of_organisation(&self) -> bool {
        self.kind == Kind::Organisation || self.kind == Kind::Other && self.is_translated
    }

    fn finish(mut self) -> Form {
        let mut names: Vec<usize> = (0..self.form.positions.len())
            .filter(|&at| self.form.positions[at].slot.role == Role::Middle)
            .collect();
        if !self.is_of_organisation() {
            self.set_kunya_apart(&mut names);
            self.set_honorifics_apart(&mut names);
            self.set_patronymic_apart(&mut names);
        }
        if self.is_of_organisation() {
            let mut roles = self
                .form
                .positions
                .iter()
                .map(|position| position.slot.role);
            let has_own = roles.any(|role| role == Role::Middle);
            for position in &mut self.form.positions {
                match position.slot.role {
                    Role::Middle => position.slot.role = Role::Word,
                    Role::Generic if !has_own => position.slot.role = Role::Word,
                    _ => {}
                }
            }
        } else if let [first, second, .., last] = names[..] {
            // Before another given name, Muhammad is as often left out as written.
            let is_borne_by_all =
                self.form.positions[first].slot.information < BORNE_BY_ALL && second != last;
            let given = if is_borne_by_all { second } else { first };
            self.form.positions[given].slot.role = Role::Given;
            self.form.positions[last].slot.role = Role::Family;
        } else if let [first, last] = names[..] {
            self.form.positions[first].slot.role = Role::Given;
            self.form.positions[last].slot.role = Role::Family;
        }
        self.form
    }

    /// Faizullah Khan Noorzai: khan says no more than a title does, where two other names are left.
    fn set_honorifics_apart(&mut self, names: &mut Vec<usize>) {
        let is_one = |at: &usize| self.honorifics >> at & 1 == 1;
        if names.iter().filter(|at| !is_one(at)).count() < 2 {
            return;
        }
        for at in names.extract_if(.., |at| is_one(at)) {
            self.form.positions[at].slot.role = Role::Title;
        }
    }

    /// Doku Khamatovich Umarov: what is made of the father's name is written or not, where two other names are left.
    fn set_patronymic_apart(&mut self, names: &mut Vec<usize>) {
        let positions = &mut self.form.positions;
        let patronymic = names
            .iter()
            .skip(1)
            .position(|&at| words::is_patronymic(&positions[at].word))
            .filter(|_| names.len() > 2);
        if let Some(after_first) = patronymic {
            let at = names.remove(after_first + 1);
            positions[at].slot.role = Role::Kunya;
        }
    }

    /// Abu Hafs al-Masri Mohamed Atef: who has a byname has a given name after it, if two other names are left.
    fn set_kunya_apart(&mut self, names: &mut Vec<usize>) {
        let positions = &mut self.form.positions;
        let follows_abu = |positions: &[Position], at: usize| {
            at.checked_sub(1).is_some_and(|before| {
                let head = words::compound_head(&positions[before].word);
                matches!(head, Some("abu" | "ابو"))
            })
        };
        let kunya = names
            .iter()
            .position(|&at| follows_abu(positions, at))
            .filter(|_| names.len() > 2);
        if let Some(kunya) = kunya {
            let at = names.remove(kunya);
            positions[at].slot.role = Role::Kunya;
        }
    }
}
