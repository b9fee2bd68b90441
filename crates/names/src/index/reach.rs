//! Which symbols a branch may begin with so that an alignment stays within what is left to spend: sets of one word, tested at once.
//!
//! Most branches of a node are too dear at their first symbol. Asking the sets leaves them without a look at them.

use crate::cost::Costs;
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, SYMBOLS, Symbol, SymbolSet};

/// Some of the symbols that words of one alphabet are spelt with, as bits.
pub(super) type Branches = u64;

/// The branch of symbols that are no letters of the words' alphabet, digits for most: never left out without a look.
const OTHERS: Branches = 1 << 63;

/// Costs are told apart by so much: what is left to spend is taken for a little more.
const STEP: Centinats = 32;
/// More steps than the largest budget has.
const STEPS: usize = 24;

/// The sets for words of each alphabet.
#[derive(Debug)]
pub(super) struct Reaches([Reach; 2]);

impl Reaches {
    pub(super) fn new(costs: &Costs) -> Self {
        Self(ALPHABETS.map(|alphabet| Reach::new(costs, alphabet)))
    }

    pub(super) fn of(&self, alphabet: Alphabet) -> &Reach {
        &self.0[alphabet as usize]
    }
}

/// By their numbers.
const ALPHABETS: [Alphabet; 2] = [Alphabet::Latin, Alphabet::Arabic];

/// Sets of symbols by what may be spent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Affordable([Branches; STEPS]);

impl Affordable {
    /// Every symbol that costs no more, and perhaps a few more.
    #[inline]
    pub(super) fn at(&self, most: Centinats) -> Branches {
        self.0[step(most)]
    }

    fn new(cost: &dyn Fn(Symbol) -> Centinats, branch: &[Branches; SYMBOLS]) -> Self {
        let mut sets = [OTHERS; STEPS];
        for symbol in Symbol::ALL {
            sets[step(cost(symbol))] |= branch[symbol.index()];
        }
        for step in 1..STEPS {
            sets[step] |= sets[step - 1];
        }
        Self(sets)
    }
}

/// The sets for words of one alphabet.
#[derive(Debug)]
pub(super) struct Reach {
    /// The branch that each symbol begins.
    branch: [Branches; SYMBOLS],
    /// The symbols that may be put for each.
    put: Box<[Affordable; SYMBOLS]>,
    /// The symbols that a query's word of either alphabet may lack.
    lacked: [Affordable; 2],
    /// The symbols that are each but for the mark of a word's edge.
    same: [Branches; SYMBOLS],
    /// The symbols that each is near to, and nearer: see [`crate::cost::least_among`].
    near: [[Branches; 2]; SYMBOLS],
}

impl Reach {
    fn new(costs: &Costs, alphabet: Alphabet) -> Self {
        let branch = branches(alphabet);
        let all_where = |is_in: &dyn Fn(Symbol) -> bool| {
            let all = Symbol::ALL.into_iter().filter(|&symbol| is_in(symbol));
            all.fold(OTHERS, |set, symbol| set | branch[symbol.index()])
        };
        let affordable = |cost: &dyn Fn(Symbol) -> Centinats| Affordable::new(cost, &branch);
        let put = |symbol| affordable(&|other| costs.put(symbol, other));
        let near = |of: SymbolSet| all_where(&|symbol| of & symbol.bit() != 0);
        Self {
            put: Box::new(Symbol::ALL.map(put)),
            lacked: ALPHABETS
                .map(|of_query| affordable(&|symbol| costs.left_out(symbol, of_query))),
            same: Symbol::ALL.map(|one| all_where(&|other| costs.inner(one) == costs.inner(other))),
            near: Symbol::ALL.map(|symbol| costs.near(symbol, alphabet).map(near)),
            branch,
        }
    }

    /// The branch that begins with the symbol.
    pub(super) fn branch(&self, symbol: Symbol) -> Branches {
        self.branch[symbol.index()]
    }

    /// The symbols that may be put for this one.
    pub(super) fn put(&self, symbol: Symbol) -> &Affordable {
        &self.put[symbol.index()]
    }

    /// The symbols that a query's word may lack.
    pub(super) fn lacked(&self, of_query: Alphabet) -> &Affordable {
        &self.lacked[of_query as usize]
    }

    /// The same letter, whatever mark of a word's edge it bears.
    pub(super) fn same(&self, symbol: Symbol) -> Branches {
        self.same[symbol.index()]
    }

    /// The symbols that this one is near to, and those that are nearer.
    pub(super) fn near(&self, symbol: Symbol) -> [Branches; 2] {
        self.near[symbol.index()]
    }
}

fn step(most: Centinats) -> usize {
    ((most.max(0) / STEP) as usize).min(STEPS - 1)
}

fn is_digit(symbol: Symbol) -> bool {
    symbol
        .text()
        .starts_with(|letter: char| letter.is_ascii_digit())
}

/// The branch of every symbol. Latin has 64 besides the digits, one more than there are bits left: the first `y` of a word shares that of any.
fn branches(alphabet: Alphabet) -> [Branches; SYMBOLS] {
    let mut branches = [OTHERS; SYMBOLS];
    let mut next: Branches = 1;
    let is_letter = |symbol: &Symbol| symbol.alphabet() == alphabet && !is_digit(*symbol);
    for symbol in Symbol::ALL.into_iter().filter(is_letter) {
        if next == OTHERS {
            branches[symbol.index()] = branches[symbol.inner().index()];
        } else {
            branches[symbol.index()] = next;
            next <<= 1;
        }
    }
    branches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn every_letter_of_an_alphabet_has_a_branch_and_the_first_y_that_of_any() {
        for alphabet in [Alphabet::Latin, Alphabet::Arabic] {
            let branches = branches(alphabet);
            for symbol in Symbol::ALL {
                let is_letter = symbol.alphabet() == alphabet && !is_digit(symbol);
                let has_one = branches[symbol.index()] != OTHERS;
                assert_eq!(has_one, is_letter, "{}", symbol.text());
            }
        }
        let latin = branches(Alphabet::Latin);
        let y = |text| latin[Symbol::from_text(text).unwrap().index()];
        assert_eq!(y("^y"), y("y"));
    }

    #[test]
    fn no_symbol_that_may_be_put_or_lacked_is_left_out() {
        for alphabet in [Alphabet::Latin, Alphabet::Arabic] {
            let costs = Tables::compiled().costs();
            let reach = Reach::new(costs, alphabet);
            for one in Symbol::ALL {
                for other in Symbol::ALL {
                    let branch = reach.branch(other);
                    let put = costs.put(one, other);
                    assert!(reach.put(one).at(put) & branch != 0);
                    let lacked = costs.left_out(other, one.alphabet());
                    assert!(reach.lacked(one.alphabet()).at(lacked) & branch != 0);
                }
            }
        }
    }
}
