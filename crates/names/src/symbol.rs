//! Graphemes: the letters, and the letter groups that stand for one sound, of which words are made.
//!
//! Latin and Arabic keep their own symbols: nothing is romanised. What `kh` and `خ` have to do with each other is a
//! cost, learned from pairs of names (see [`crate::cost`]). Symbols at a word's edge are symbols of their own where
//! they behave otherwise there: a final `e` or `h` is mostly silent, an initial vowel stands on an alef or an ain.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// One grapheme of one script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Symbol(u8);

/// Some of the symbols, as bits by their numbers.
pub(crate) type SymbolSet = u128;

const _: () = assert!(SYMBOLS <= SymbolSet::BITS as usize);

/// The two alphabets names are compared in; other scripts are brought to one of them (see [`crate::script`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Alphabet {
    Latin,
    Arabic,
}

/// Longest word that is looked at, in symbols.
pub(crate) const MAX_SYMBOLS: usize = 24;

/// How many symbol numbers there are: the size of a cost table's side.
pub(crate) const SYMBOLS: usize = LATIN.len() + ARABIC.len();

/// Longest first within a first letter, so that the first that fits is the right one. `^` binds to the start of a
/// word, `$` to its end.
const LATIN: [&str; 74] = [
    "tch", "sch", "kh", "gh", "sh", "ch", "th", "dh", "dj", "ph", "zh", "ck", "ou", "oo", "ee",
    "ei", "ey", "ai", "ay", "aa", "au", "aw", "ow", "ie", "uu", "iy", "^a", "^e", "^i", "^o", "^u",
    "a$", "e$", "i$", "o$", "u$", "h$", "y$", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
    "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "y", "z", "^y", "0", "1", "2",
    "3", "4", "5", "6", "7", "8", "9",
];

const ARABIC: [&str; 38] = [
    "عا", "عو", "عي", "^ا", "^و", "^ي", "ا$", "ه$", "ي$", "و$", "ا", "ب", "ت", "ث", "ج", "ح", "خ",
    "د", "ذ", "ر", "ز", "س", "ش", "ص", "ض", "ط", "ظ", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه",
    "و", "ي",
];

/// Marks a place where two letters are not one sound: passed over by [`symbols`], and no letter pair reaches over it.
pub(crate) const APART: char = '-';

/// Letters that Arabic proper lacks and its neighbours write, with the symbol that sounds alike.
const ARABIC_ALIKE: [(char, char); 4] = [('گ', 'غ'), ('ژ', 'ز'), ('پ', 'ب'), ('چ', 'ش')];

impl Symbol {
    /// Every symbol, by number.
    pub(crate) const ALL: [Self; SYMBOLS] = {
        let mut all = [Self(0); SYMBOLS];
        let mut index = 0;
        while index < SYMBOLS {
            all[index] = Self(index as u8);
            index += 1;
        }
        all
    };

    /// The symbol's number, below [`SYMBOLS`].
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The set of this symbol alone.
    pub(crate) fn bit(self) -> SymbolSet {
        1 << self.0
    }

    /// How the symbol is written in the weight files.
    pub(crate) fn text(self) -> &'static str {
        let index = self.index();
        LATIN
            .get(index)
            .or_else(|| ARABIC.get(index - LATIN.len()))
            .copied()
            .unwrap_or("")
    }

    /// The symbol a weight file means by `text`.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        LATIN
            .iter()
            .chain(&ARABIC)
            .position(|&known| known == text)
            .and_then(Self::from_index)
    }

    /// The symbol with that number.
    pub(crate) fn from_index(index: usize) -> Option<Self> {
        u8::try_from(index)
            .ok()
            .filter(|&index| usize::from(index) < SYMBOLS)
            .map(Self)
    }

    pub(crate) fn alphabet(self) -> Alphabet {
        if self.index() < LATIN.len() {
            Alphabet::Latin
        } else {
            Alphabet::Arabic
        }
    }

    /// The same letter wherever it stands: the symbol without the mark of a word's edge.
    pub(crate) fn inner(self) -> Self {
        Self::from_text(self.text().trim_matches(['^', '$'])).unwrap_or(self)
    }

    /// Whether the symbol belongs to the consonant skeleton. Vowels, semivowels, ain and silent endings do not:
    /// scripts and scribes write them or leave them out.
    pub(crate) fn is_strong(self) -> bool {
        *STRONG & self.bit() != 0
    }

    fn is_of_skeleton(self) -> bool {
        let bare = self.text().trim_matches(['^', '$']);
        match self.alphabet() {
            Alphabet::Latin => {
                self.text() != "h$" && !bare.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'w'])
            }
            Alphabet::Arabic => !(bare.starts_with(['ا', 'و', 'ي', 'ع']) || self.text() == "ه$"),
        }
    }

    /// The coarse sound class for counting how common a word is: one letter for all that are easily confused, `None`
    /// for what is no part of the skeleton.
    pub(crate) fn class(self) -> Option<u8> {
        if !self.is_strong() {
            return None;
        }
        Some(match self.text() {
            "b" | "p" | "ب" => b'B',
            "f" | "v" | "ph" | "ف" => b'F',
            "t" | "th" | "ت" | "ث" | "ط" => b'T',
            "d" | "dh" | "د" | "ض" => b'D',
            "z" | "zh" | "ذ" | "ز" | "ظ" => b'Z',
            "s" | "س" | "ص" => b'S',
            "sh" | "ch" | "sch" | "tch" | "ش" => b'X',
            "j" | "dj" | "ج" => b'J',
            "g" | "gh" | "غ" => b'G',
            "k" | "ck" | "c" | "q" | "ك" | "ق" => b'K',
            "kh" | "خ" => b'Q',
            "h" | "ح" | "ه" => b'H',
            "l" | "ل" => b'L',
            "m" | "م" => b'M',
            "n" | "ن" => b'N',
            "r" | "ر" => b'R',
            digit => *digit.as_bytes().first()?,
        })
    }

    /// A folded letter for the weak symbols, to tell words apart that have hardly a consonant.
    pub(crate) fn vowel_class(self) -> Option<u8> {
        if self.is_strong() {
            return self.class();
        }
        match self.text().trim_matches(['^', '$']).chars().next()? {
            'a' | 'e' | 'ا' | 'ع' => Some(b'a'),
            'i' | 'y' | 'ي' => Some(b'i'),
            'o' | 'u' | 'w' | 'و' => Some(b'u'),
            _ => None,
        }
    }
}

/// The symbols of the consonant skeleton.
static STRONG: LazyLock<SymbolSet> = LazyLock::new(|| {
    let strong = Symbol::ALL
        .into_iter()
        .filter(|symbol| symbol.is_of_skeleton());
    strong.fold(0, |set, symbol| set | symbol.bit())
});

/// Cuts a normalised word into symbols. Doubled Latin letters count once; what is neither Latin nor Arabic nor a
/// digit is passed over (see [`crate::script`], which comes first). At most [`MAX_SYMBOLS`] are returned.
pub(crate) fn symbols(word: &str) -> Vec<Symbol> {
    let letters = prepared(word);
    let mut out = Vec::with_capacity(letters.len().min(MAX_SYMBOLS));
    let mut at = 0;
    while at < letters.len() && out.len() < MAX_SYMBOLS {
        match longest(&letters, at) {
            Some((symbol, taken)) => {
                out.push(symbol);
                at += taken;
            }
            None => at += 1,
        }
    }
    out
}

/// The letters with doubled Latin consonants made single, `x` spelt out and letters of the neighbours replaced.
fn prepared(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    for c in word.chars() {
        if c == 'x' {
            letters.extend(['k', 's']);
            continue;
        }
        if matches!(c, 'e' | 'i' | 'y') && letters.last() == Some(&'c') {
            // Hacene, Cyril: a c before these is an s.
            letters.pop();
            letters.push('s');
        }
        let doubled = letters.last() == Some(&c)
            && c.is_ascii_alphabetic()
            && !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
        if !doubled {
            letters.push(
                ARABIC_ALIKE
                    .iter()
                    .find(|(from, _)| *from == c)
                    .map_or(c, |(_, to)| *to),
            );
        }
    }
    letters
}

/// Letters that symbols are made of: ASCII and the Arabic block, side by side.
const ASCII: usize = 0x80;
const ARABIC_BLOCK: RangeInclusive<usize> = 0x600..=0x6FF;
const PLACES: usize = ASCII + 0x100;

fn place(letter: char) -> Option<usize> {
    let code = letter as usize;
    if code < ASCII {
        return Some(code);
    }
    ARABIC_BLOCK
        .contains(&code)
        .then(|| code - ARABIC_BLOCK.start() + ASCII)
}

/// Symbols by the letters they are made of: what [`longest`] looks up. All by the place of their first letter.
struct Letters {
    /// By place in a word: first, last, elsewhere.
    single: [[Option<Symbol>; PLACES]; 3],
    /// By what follows; a space where two letters are all.
    groups: [Vec<([char; 2], Symbol)>; PLACES],
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let mut letters = Letters {
        single: [[None; PLACES]; 3],
        groups: [const { Vec::new() }; PLACES],
    };
    for symbol in Symbol::ALL {
        let bare: Vec<char> = symbol.text().trim_matches(['^', '$']).chars().collect();
        let Some(first) = bare.first().and_then(|&letter| place(letter)) else {
            continue;
        };
        match bare[1..] {
            [] if symbol.text().starts_with('^') => letters.single[0][first] = Some(symbol),
            [] if symbol.text().ends_with('$') => letters.single[1][first] = Some(symbol),
            [] => letters.single[2][first] = Some(symbol),
            [two] => letters.groups[first].push(([two, ' '], symbol)),
            [two, three] => letters.groups[first].push(([two, three], symbol)),
            _ => {}
        }
    }
    letters
});

/// The symbol that starts at `at`, and how many letters it takes.
fn longest(letters: &[char], at: usize) -> Option<(Symbol, usize)> {
    let known = &*LETTERS;
    let follows = |offset: usize| letters.get(at + offset).copied().unwrap_or(' ');
    let (first, second, third) = (place(*letters.get(at)?)?, follows(1), follows(2));
    let group = |follow: [char; 2]| {
        let mut groups = known.groups[first].iter();
        groups.find(|(known, _)| *known == follow)
    };
    if second != ' ' {
        if let Some(&(_, symbol)) = group([second, third]).filter(|_| third != ' ') {
            return Some((symbol, 3));
        }
        let glides_on = matches!(second, 'y' | 'w') && is_vowel(third);
        if let Some(&(_, symbol)) = group([second, ' ']).filter(|_| !glides_on) {
            return Some((symbol, 2));
        }
    }
    let at_start = known.single[0][first].filter(|_| at == 0);
    let at_end = known.single[1][first].filter(|_| at > 0 && at + 1 == letters.len());
    at_start
        .or(at_end)
        .or(known.single[2][first])
        .map(|symbol| (symbol, 1))
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(word: &str) -> Vec<&'static str> {
        symbols(word).into_iter().map(Symbol::text).collect()
    }

    #[test]
    fn letter_groups_are_one_symbol_and_doubled_consonants_count_once() {
        assert_eq!(spelt("khouddache"), ["kh", "ou", "d", "a", "ch", "e$"]);
        assert_eq!(spelt("maxx"), ["m", "a", "k", "s", "k", "s"]);
        assert_eq!(spelt("اسامه"), ["^ا", "س", "ا", "م", "ه$"]);
    }

    #[test]
    fn every_symbol_reads_back_as_itself() {
        for index in 0..SYMBOLS {
            let symbol = Symbol::from_index(index).unwrap();
            assert_eq!(Symbol::from_text(symbol.text()), Some(symbol));
        }
    }
}
