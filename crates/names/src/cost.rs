//! What it costs to take one spelling for another: learned character confusions, and the alignment that sums them up.

use std::ops::BitAnd;

use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, SYMBOLS, Symbol, SymbolSet};
use crate::tables::{Table, TableError};

/// Two letters swapped while typing.
pub(crate) const SWAPPED: Centinats = 220;
/// What no learned line says, in one alphabet: a typing error.
const TYPED_WRONG: Centinats = 300;
const TYPED_LOST: Centinats = 260;
/// What no learned line says, across alphabets.
const NEVER_SEEN: Centinats = 420;

/// What a symbol costs at least that is called hard, against a word that has no strong symbol for it.
pub(crate) const HARD: Centinats = 200;
/// What is put at less may be taken for the same at a glance: what [`Costs::least`] tells apart.
const NEAR: u16 = 100;

/// Costs of putting one symbol for another, and of leaving one out.
pub(crate) struct Costs {
    put: Box<[[u16; SYMBOLS]; SYMBOLS]>,
    /// By the alphabet of the word that lacks the symbol.
    left_out: [[u16; SYMBOLS]; 2],
    /// By a word's alphabet, the symbols that one symbol is put for at less than leaving it out there costs, or than [`NEAR`], as bits.
    near: [[[SymbolSet; 2]; SYMBOLS]; 2],
    /// The symbols that cost [`HARD`] or more unless a strong symbol is put for them.
    hard: SymbolSet,
    /// Every symbol's letter without the mark of a word's edge.
    inner: [Symbol; SYMBOLS],
}

impl Costs {
    /// Lines of `symbol TAB symbol TAB centinats`; `-` for nothing, followed by the alphabet that lacks the symbol.
    pub(crate) fn read(table: Table<'_>) -> Result<Self, TableError> {
        const EXPECTED: &str = "a symbol, another or -latin or -arabic, and a whole number from 0 to 65535, with tabs between";
        let mut costs = Self::unlearned();
        for line in table.lines() {
            let [one, other, cost] = line.columns(EXPECTED)?;
            let symbol = |text| Symbol::from_text(text).ok_or_else(|| line.wrong(EXPECTED));
            let one = symbol(one)?;
            let cost: u16 = cost.parse().map_err(|_| line.wrong(EXPECTED))?;
            match other {
                "-latin" => costs.left_out[0][one.index()].lower_to(cost),
                "-arabic" => costs.left_out[1][one.index()].lower_to(cost),
                _ => {
                    let other = symbol(other)?;
                    costs.put[one.index()][other.index()].lower_to(cost);
                    costs.put[other.index()][one.index()].lower_to(cost);
                }
            }
        }
        costs.find_near();
        costs.find_hard();
        Ok(costs)
    }

    fn unlearned() -> Self {
        let mut put = Box::new([[NEVER_SEEN as u16; SYMBOLS]; SYMBOLS]);
        let mut left_out = [[NEVER_SEEN as u16; SYMBOLS]; 2];
        for one in all_symbols() {
            for other in all_symbols().filter(|other| other.alphabet() == one.alphabet()) {
                put[one.index()][other.index()] = if one == other { 0 } else { TYPED_WRONG as u16 };
            }
            left_out[side(one.alphabet())][one.index()] = TYPED_LOST as u16;
        }
        let inner = Symbol::ALL.map(Symbol::inner);
        Self {
            put,
            left_out,
            near: [[[0; 2]; SYMBOLS]; 2],
            hard: 0,
            inner,
        }
    }

    fn find_near(&mut self) {
        for alphabet in [Alphabet::Latin, Alphabet::Arabic] {
            for one in all_symbols() {
                let left_out = self.left_out[side(alphabet)][one.index()];
                let below = |limit: u16| -> SymbolSet {
                    // Of either alphabet: a word may have letters of both, and Arabic ones have digits.
                    all_symbols()
                        .filter(|other| {
                            // Swapped letters are the same but for the marks of a word's edge.
                            self.put[one.index()][other.index()] < limit
                                || self.inner(one) == self.inner(*other)
                        })
                        .fold(0, |set, other| set | other.bit())
                };
                self.near[side(alphabet)][one.index()] =
                    [below(left_out), below(left_out.min(NEAR))];
            }
        }
    }

    fn find_hard(&mut self) {
        let is_hard = |one: &Symbol| {
            let weak = all_symbols().filter(|other| !other.is_strong());
            let put = weak.map(|other| self.put[one.index()][other.index()]);
            let left_out = self.left_out.iter().map(|of| of[one.index()]);
            put.chain(left_out)
                .all(|cost| Centinats::from(cost) >= HARD)
        };
        let hard = all_symbols()
            .filter(|symbol| symbol.is_strong())
            .filter(is_hard);
        self.hard = hard.fold(0, |set, symbol| set | symbol.bit());
    }

    /// How many of a word's symbols cost [`HARD`] each, unless a strong symbol of the other word's is put for it.
    pub(crate) fn count_hard(&self, word: &[Symbol]) -> usize {
        word.iter().filter(|symbol| self.is_hard(**symbol)).count()
    }

    /// Whether the symbol costs [`HARD`] or more, unless a strong symbol is put for it.
    pub(crate) fn is_hard(&self, symbol: Symbol) -> bool {
        self.hard & symbol.bit() != 0
    }

    /// One symbol put for another.
    pub(crate) fn put(&self, one: Symbol, other: Symbol) -> Centinats {
        Centinats::from(self.put[one.index()][other.index()])
    }

    /// What it costs to put each symbol, by number, for this one.
    pub(crate) fn row(&self, symbol: Symbol) -> &[u16; SYMBOLS] {
        &self.put[symbol.index()]
    }

    /// A symbol that a word of `alphabet` lacks.
    pub(crate) fn left_out(&self, symbol: Symbol, alphabet: Alphabet) -> Centinats {
        Centinats::from(self.left_out[side(alphabet)][symbol.index()])
    }

    /// The symbols that are near to this one beside a word of `alphabet`, and those that are nearer: see [`least_among`].
    pub(crate) fn near(&self, symbol: Symbol, alphabet: Alphabet) -> [SymbolSet; 2] {
        self.near[side(alphabet)][symbol.index()]
    }

    /// The least that `symbol` costs in a word of `alphabet` that has none but these symbols.
    fn least(&self, symbol: Symbol, alphabet: Alphabet, among: SymbolSet) -> Centinats {
        let near = self.near(symbol, alphabet);
        least_among(among, near, self.left_out(symbol, alphabet))
    }

    /// The symbol without the mark of a word's edge.
    pub(crate) fn inner(&self, symbol: Symbol) -> Symbol {
        self.inner[symbol.index()]
    }

    /// Whether these are the same two letters the other way round, wherever in their words they stand.
    fn is_swap(&self, (a, b): (Symbol, Symbol), (c, d): (Symbol, Symbol)) -> bool {
        self.inner(a) == self.inner(d) && self.inner(b) == self.inner(c)
    }

    /// No more than the words' alignment costs, at a glance: each symbol costs what it does beside the most alike of the other word. Counting
    /// stops above `budget`.
    fn least_between(
        &self,
        (one, one_in): (&[Symbol], Alphabet),
        (other, other_in): (&[Symbol], Alphabet),
        budget: Centinats,
    ) -> Centinats {
        let set = |word: &[Symbol]| word.iter().fold(0, |set, symbol| set | symbol.bit());
        let least_of = |word: &[Symbol], alphabet: Alphabet, among: SymbolSet| {
            let mut least = 0;
            for &symbol in word {
                least += self.least(symbol, alphabet, among);
                if least > budget {
                    break;
                }
            }
            least
        };
        let of_one = least_of(one, other_in, set(other));
        if of_one > budget {
            return of_one;
        }
        of_one.max(least_of(other, one_in, set(one)))
    }

    /// The cost of taking one word for the other: the cheapest alignment of their symbols.
    ///
    /// `None` once it must exceed `budget`. The same in both directions.
    pub(crate) fn between(
        &self,
        one: &[Symbol],
        other: &[Symbol],
        budget: Centinats,
    ) -> Option<Centinats> {
        if one == other {
            return Some(0);
        }
        let (one, other) = (
            &one[..one.len().min(MAX_SYMBOLS)],
            &other[..other.len().min(MAX_SYMBOLS)],
        );
        let (Some(&first_of_one), Some(&first_of_other)) = (one.first(), other.first()) else {
            return None;
        };
        let (one_in, other_in) = (first_of_one.alphabet(), first_of_other.alphabet());
        if self.least_between((one, one_in), (other, other_in), budget) > budget {
            return None;
        }
        let (mut rows, mut least_above) = ([[0; MAX_SYMBOLS + 1]; 3], 0);
        let [before, above, current] = &mut rows;
        let (mut before, mut above, mut current) = (before, above, current);
        for (j, &b) in other.iter().enumerate() {
            above[j + 1] = above[j] + self.left_out(b, one_in);
        }
        for (i, &a) in one.iter().enumerate() {
            let lose_a = self.left_out(a, other_in);
            current[0] = above[0] + lose_a;
            let mut least = current[0];
            for (j, &b) in other.iter().enumerate() {
                let mut best = above[j] + self.put(a, b);
                best = best
                    .min(above[j + 1] + lose_a)
                    .min(current[j] + self.left_out(b, one_in));
                if i > 0
                    && j > 0
                    && one_in == other_in
                    && self.is_swap((one[i - 1], a), (other[j - 1], b))
                {
                    best = best.min(before[j - 1] + SWAPPED);
                }
                current[j + 1] = best;
                least = least.min(best);
            }
            // A swap reaches over one row.
            if least.min(least_above + SWAPPED) > budget {
                return None;
            }
            least_above = least;
            (before, above, current) = (above, current, before);
        }
        Some(above[other.len()]).filter(|&cost| cost <= budget)
    }
}

/// The least that a symbol costs in a word that has none but these, by the symbols it is near and what leaving it out costs.
pub(crate) fn least_among<S: Copy + Default + PartialEq + BitAnd<Output = S>>(
    among: S,
    [near, nearer]: [S; 2],
    left_out: Centinats,
) -> Centinats {
    let none = S::default();
    if among & nearer != none {
        0
    } else if among & near != none {
        left_out.min(Centinats::from(NEAR))
    } else {
        left_out
    }
}

/// What is learned is never dearer than a typing error.
trait LowerTo {
    fn lower_to(&mut self, cost: Self);
}

impl LowerTo for u16 {
    fn lower_to(&mut self, cost: Self) {
        *self = cost.min(*self);
    }
}

fn all_symbols() -> impl Iterator<Item = Symbol> {
    Symbol::ALL.into_iter()
}

pub(crate) fn side(alphabet: Alphabet) -> usize {
    match alphabet {
        Alphabet::Latin => 0,
        Alphabet::Arabic => 1,
    }
}
