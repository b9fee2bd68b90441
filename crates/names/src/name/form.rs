//! What a name is made of: forms of positions, and the units under which each may be met.

use crate::lexicon::Concept;
use crate::meeting::Budget;
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, Symbol};

/// Words of one form that are looked at.
pub(crate) const MAX_POSITIONS: usize = 16;

/// One way of reading a name: outside its brackets, inside them, or in one of its scripts.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) positions: Vec<Position>,
    pub(crate) units: Vec<Unit>,
    pub(crate) letters: Letters,
}

/// What acronyms a form is, or could be written as. Empty for persons.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    /// Short words that may be acronyms, with their positions.
    pub(crate) short_words: Vec<(Box<str>, u8)>,
    /// First letters of the words, with and without links: of all words, and of as many from the first on as make an acronym. With how many
    /// positions each stands for.
    pub(crate) acronyms: Vec<(Box<str>, u8)>,
}

/// One word that counts, or a compound that is one name (Abd al-Rahman, Abu Bakr).
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) word: Box<str>,
    pub(crate) slot: Slot,
}

/// What scoring needs to know of a position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) role: Role,
    pub(crate) information: Centinats,
    /// The first symbol, if the word is nothing but an initial.
    pub(crate) initial: Option<Symbol>,
    pub(crate) first: Option<Symbol>,
    /// Which link or article stands before it, as a number; 0 for none.
    pub(crate) link: u16,
    /// A word that many organisations' names are made of, even where it is all that this one has.
    pub(crate) is_generic: bool,
}

impl Slot {
    /// The slot in a comparison with a person's name.
    pub(crate) fn beside_person(&self) -> Self {
        Self {
            role: self.role.in_organisation(false),
            ..*self
        }
    }
}

/// What part of the whole name a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Given,
    Middle,
    Family,
    /// What follows Abu, or is made of the father's name as Russians do, where the name has other parts: written or not.
    Kunya,
    /// Abd or Abu: half a name.
    Head,
    /// A word of an organisation's name: one of its own, if it has any.
    Word,
    /// A word that many organisations' names are made of, beside one of this organisation's own.
    Generic,
    /// A title or a rank, set beside a name.
    Title,
    /// A legal form or a word half the organisations of the world bear.
    Legal,
}

impl Role {
    pub(crate) const COUNT: usize = 9;
    /// Every role, in the order of tables of weights.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::Given,
        Self::Middle,
        Self::Family,
        Self::Kunya,
        Self::Head,
        Self::Word,
        Self::Generic,
        Self::Title,
        Self::Legal,
    ];

    /// The role's place in a table of weights.
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// What the part of a person's name is beside an organisation's: a word. Beside a person's, so is what organisations are made of.
    pub(crate) fn in_organisation(self, beside_organisation: bool) -> Self {
        match self {
            Self::Generic if !beside_organisation => Self::Word,
            Self::Given | Self::Middle | Self::Family | Self::Kunya if beside_organisation => {
                Self::Word
            }
            _ => self,
        }
    }

    /// Whether the word is a name and not set beside one.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::Given | Self::Middle | Self::Family | Self::Word)
    }

    /// The role's name in the file of weights.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Middle => "middle",
            Self::Family => "family",
            Self::Kunya => "kunya",
            Self::Head => "head",
            Self::Word => "word",
            Self::Generic => "generic",
            Self::Title => "title",
            Self::Legal => "legal",
        }
    }
}

/// One spelling of one position or of two neighbouring ones written together.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) start: u8,
    pub(crate) span: u8,
    pub(crate) symbols: Box<[Symbol]>,
    pub(crate) spelt: Spelt,
    pub(crate) concept: Option<Concept>,
    pub(crate) information: Centinats,
    /// The most that may be spent on its spelling.
    pub(crate) budget: Budget,
}

/// How a unit came by its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Spelt {
    /// A word as it was written, or as another habit writes it.
    Freely,
    /// A word without an ending that it was written with.
    Shortened,
    /// A word of a Korean name, as it was written.
    Korean,
    /// A word of a Korean name, as all systems of writing them are brought to one: see [`crate::korean`].
    KoreanAsOne,
}

impl Form {
    /// Roughly what looking for it takes: the square of how many words it has, of which initials, that meet so much, are two each.
    pub(crate) fn work(&self) -> usize {
        let initials = |position: &&Position| position.slot.initial.is_some();
        let initials = self.positions.iter().filter(initials).count();
        (self.positions.len() + initials).pow(2)
    }

    /// The units that are one position by itself.
    pub(crate) fn spellings(&self, position: usize) -> impl Iterator<Item = &Unit> + Clone {
        let is_of = move |unit: &&Unit| unit.span == 1 && usize::from(unit.start) == position;
        self.units.iter().filter(is_of)
    }
}

impl Unit {
    /// The positions the unit covers, as bits.
    pub(crate) fn mask(&self) -> u32 {
        ((1 << self.span) - 1) << self.start
    }

    /// Whether letters that differ may be a habit or an error, and the words still one.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let is_korean = |unit: &Self| matches!(unit.spelt, Spelt::Korean | Spelt::KoreanAsOne);
        if !(is_korean(self) && is_korean(other)) {
            return true;
        }
        let [one, other] = [self, other].map(|unit| {
            let symbols = unit.symbols.iter();
            symbols.filter(|symbol| symbol.is_strong())
        });
        one.eq(other)
    }

    pub(crate) fn alphabet(&self) -> Alphabet {
        self.symbols
            .first()
            .map_or(Alphabet::Latin, |symbol| symbol.alphabet())
    }
}
