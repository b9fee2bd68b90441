//! What it costs to take one spelling for another: learned character confusions, and the alignment that sums them up.

use std::sync::LazyLock;

use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, SYMBOLS, Symbol};

/// Two letters swapped while typing.
pub(crate) const SWAPPED: Centinats = 220;
/// What no learned line says, in one alphabet: a typing error.
const TYPED_WRONG: Centinats = 300;
const TYPED_LOST: Centinats = 260;
/// What no learned line says, across alphabets.
const NEVER_SEEN: Centinats = 420;

/// Costs of putting one symbol for another, and of leaving one out.
pub(crate) struct Costs {
    put: Box<[[u16; SYMBOLS]; SYMBOLS]>,
    /// By the alphabet of the word that lacks the symbol.
    left_out: [[u16; SYMBOLS]; 2],
    /// The cheapest way a strong symbol can meet no strong symbol, by the other word's alphabet: what the skeleton index may count on.
    weakened: [[u16; SYMBOLS]; 2],
    /// Every symbol's letter without the mark of a word's edge.
    inner: [Symbol; SYMBOLS],
}

static COSTS: LazyLock<Costs> =
    LazyLock::new(|| Costs::read(include_str!("../data/confusions.tsv")));

/// The compiled-in costs.
pub(crate) fn costs() -> &'static Costs {
    &COSTS
}

impl Costs {
    /// Lines of `symbol TAB symbol TAB centinats`; `-` for nothing, followed by the alphabet that lacks the symbol.
    pub(crate) fn read(tsv: &str) -> Self {
        let mut costs = Self::unlearned();
        for line in tsv.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(one), Some(other), Some(cost)) =
                (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let (Some(one), Ok(cost)) = (Symbol::from_text(one), cost.parse::<u16>()) else {
                continue;
            };
            match (other, Symbol::from_text(other)) {
                ("-latin", _) => costs.left_out[0][one.index()].lower_to(cost),
                ("-arabic", _) => costs.left_out[1][one.index()].lower_to(cost),
                (_, Some(other)) => {
                    costs.put[one.index()][other.index()].lower_to(cost);
                    costs.put[other.index()][one.index()].lower_to(cost);
                }
                (_, None) => {}
            }
        }
        costs.find_weakened();
        costs
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
            weakened: [[0; SYMBOLS]; 2],
            inner,
        }
    }

    fn find_weakened(&mut self) {
        for alphabet in [Alphabet::Latin, Alphabet::Arabic] {
            for one in all_symbols() {
                let weak = all_symbols()
                    .filter(|other| other.alphabet() == alphabet && !other.is_strong());
                let cheapest = weak
                    .map(|other| self.put[one.index()][other.index()])
                    .min()
                    .unwrap_or(u16::MAX);
                self.weakened[side(alphabet)][one.index()] =
                    cheapest.min(self.left_out[side(alphabet)][one.index()]);
            }
        }
    }

    /// One symbol put for another.
    pub(crate) fn put(&self, one: Symbol, other: Symbol) -> Centinats {
        Centinats::from(self.put[one.index()][other.index()])
    }

    /// A symbol that a word of `alphabet` lacks.
    pub(crate) fn left_out(&self, symbol: Symbol, alphabet: Alphabet) -> Centinats {
        Centinats::from(self.left_out[side(alphabet)][symbol.index()])
    }

    /// The least a strong symbol costs that meets no strong symbol in a word of `alphabet`.
    pub(crate) fn weakened(&self, symbol: Symbol, alphabet: Alphabet) -> Centinats {
        Centinats::from(self.weakened[side(alphabet)][symbol.index()])
    }

    /// Whether these are the same two letters the other way round, wherever in their words they stand.
    fn is_swap(&self, (a, b): (Symbol, Symbol), (c, d): (Symbol, Symbol)) -> bool {
        let inner = |symbol: Symbol| self.inner[symbol.index()];
        inner(a) == inner(d) && inner(b) == inner(c)
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
