//! One row of an alignment after the other: what it costs to take the beginning of a listed word for each beginning of a query's.
//!
//! The cells of a row come from the row above, eight at a time in one instruction; only what a query's symbol left out costs goes from
//! cell to cell.

use super::reach::{Branches, Reach};
use crate::cost::{Costs, HARD, SWAPPED, least_among};
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, SYMBOLS, Symbol, SymbolSet};

/// A cost that is within the budget, or [`TOO_MUCH`].
type Cell = i16;

/// More than any budget, and far from the largest number.
pub(super) const TOO_MUCH: Centinats = 1 << 13;

/// Cells that are computed at once, and columns in whole multiples of them.
const AT_ONCE: usize = 8;
const COLUMNS: usize = (MAX_SYMBOLS + 1).next_multiple_of(AT_ONCE);

/// As many cells as are computed in one instruction.
#[derive(Clone, Copy)]
struct Cells([Cell; AT_ONCE]);

impl Cells {
    const TOO_MUCH: Self = Self([TOO_MUCH as Cell; AT_ONCE]);

    /// Those from that one on.
    #[inline]
    fn of(cells: &[Cell], from: usize) -> Self {
        let cells = cells.get(from..).and_then(<[Cell]>::first_chunk);
        cells.map_or(Self::TOO_MUCH, |cells| Self(*cells))
    }

    #[inline]
    fn each(of: impl Fn(usize) -> Cell) -> Self {
        Self(std::array::from_fn(of))
    }

    #[inline]
    fn plus(self, other: Self) -> Self {
        Self::each(|at| self.0[at].wrapping_add(other.0[at]))
    }

    #[inline]
    fn minus(self, other: Self) -> Self {
        Self::each(|at| self.0[at].wrapping_sub(other.0[at]))
    }

    #[inline]
    fn least(self, other: Self) -> Self {
        Self::each(|at| self.0[at].min(other.0[at]))
    }

    /// Those that may be spent.
    #[inline]
    fn within(self, limits: Self) -> Self {
        Self::each(|at| cell_within(self.0[at], limits.0[at]))
    }

    /// Of each, the least of those up to it and of one before them all.
    #[inline]
    fn running(self, before: Cell) -> Self {
        let by_one = self.least(self.moved::<1>());
        let by_two = by_one.least(by_one.moved::<2>());
        let running = by_two.least(by_two.moved::<4>());
        running.least(Self([before; AT_ONCE]))
    }

    #[inline]
    fn moved<const BY: usize>(self) -> Self {
        Self::each(|at| {
            if at < BY {
                TOO_MUCH as Cell
            } else {
                self.0[at - BY]
            }
        })
    }
}

/// By the number of a query's symbols that are aligned; the first cell has nothing before it and is no column.
#[derive(Clone, Copy)]
pub(super) struct Row([Cell; COLUMNS + 1]);

impl Row {
    /// Nothing within the budget.
    pub(super) const NONE: Self = Self([TOO_MUCH as Cell; COLUMNS + 1]);

    pub(super) fn at(&self, column: usize) -> Centinats {
        Centinats::from(self.0[column + 1])
    }

    fn set(&mut self, column: usize, cost: Centinats) {
        self.0[column + 1] = cost as Cell;
    }
}

/// The most that may be spent by the time a column is come to, or while staying in it.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Up to the column before which half the query lies, half the budget.
    pub(super) middle: usize,
    pub(super) half: Centinats,
    /// From there on, all of it.
    pub(super) whole: Centinats,
}

/// A listed symbol with the one before it.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) symbol: Symbol,
    pub(super) last: Option<Symbol>,
}

/// A query's word, read in one direction, with what each symbol costs in the place of its own.
pub(super) struct Spelling {
    alphabet: Alphabet,
    symbols: [Symbol; MAX_SYMBOLS],
    length: usize,
    /// What each listed symbol costs in the place of the query's, by column.
    put: Box<[[Cell; COLUMNS]; SYMBOLS]>,
    /// The symbols without the marks of a word's edge.
    inner: [Symbol; MAX_SYMBOLS],
    inner_set: SymbolSet,
    /// The least that each listed symbol costs, whichever of the query's is put for it, or none.
    least: [Cell; SYMBOLS],
    /// How many hard and strong symbols there are from each on.
    hard: [i8; MAX_SYMBOLS + 1],
    strong: [i8; MAX_SYMBOLS + 1],
}

impl Spelling {
    pub(super) fn new(
        costs: &Costs,
        alphabet: Alphabet,
        symbols: impl Iterator<Item = Symbol>,
    ) -> Self {
        let mut spelling = Self {
            alphabet,
            symbols: [Symbol::ALL[0]; MAX_SYMBOLS],
            length: 0,
            put: Box::new([[TOO_MUCH as Cell; COLUMNS]; SYMBOLS]),
            inner: [Symbol::ALL[0]; MAX_SYMBOLS],
            inner_set: 0,
            least: Symbol::ALL.map(|symbol| cell(costs.left_out(symbol, alphabet))),
            hard: [0; MAX_SYMBOLS + 1],
            strong: [0; MAX_SYMBOLS + 1],
        };
        for (at, symbol) in symbols.take(MAX_SYMBOLS).enumerate() {
            let put = spelling.put.iter_mut().zip(costs.row(symbol));
            for ((put, &cost), least) in put.zip(&mut spelling.least) {
                put[at + 1] = cell(Centinats::from(cost));
                *least = put[at + 1].min(*least);
            }
            spelling.symbols[at] = symbol;
            spelling.inner[at] = costs.inner(symbol);
            spelling.inner_set |= spelling.inner[at].bit();
            spelling.length = at + 1;
        }
        for symbol in Symbol::ALL {
            // It may be swapped with the next one.
            if spelling.inner_set & costs.inner(symbol).bit() != 0 {
                spelling.least[symbol.index()] = 0;
            }
        }
        for at in (0..spelling.length).rev() {
            let symbol = spelling.symbols[at];
            spelling.hard[at] = spelling.hard[at + 1] + i8::from(costs.is_hard(symbol));
            spelling.strong[at] = spelling.strong[at + 1] + i8::from(symbol.is_strong());
        }
        spelling
    }
}

/// The query's side of its alignments with words of one alphabet.
pub(super) struct Aligner<'a> {
    spelling: &'a Spelling,
    costs: &'a Costs,
    reach: &'a Reach,
    length: usize,
    /// Whether the query's alphabet is the listed words': only then are letters swapped.
    is_within: bool,
    /// What each query symbol costs that is left out.
    lost: [Centinats; MAX_SYMBOLS],
    /// What the query's symbols before each column cost together that are left out; beyond its end, too much.
    all_lost: [Cell; COLUMNS],
    coming: [Cell; COLUMNS],
    staying: [Cell; COLUMNS],
    /// The listed symbols that each query symbol is near to, and nearer.
    near: [[Branches; 2]; MAX_SYMBOLS],
}

/// What the words of a branch have to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Below {
    pub(super) symbols: Branches,
    /// The least that one has of hard symbols, and the most that one has of strong ones.
    pub(super) hard: u8,
    pub(super) strong: u8,
    /// How many symbols or branches come next: for whoever keeps this.
    pub(super) count: u8,
}

impl Below {
    /// Of no words.
    pub(super) const NONE: Self = Self {
        symbols: 0,
        hard: u8::MAX,
        strong: 0,
        count: 0,
    };
    /// Of a word that ends.
    pub(super) const NOTHING: Self = Self {
        hard: 0,
        ..Self::NONE
    };

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            symbols: self.symbols | other.symbols,
            hard: self.hard.min(other.hard),
            strong: self.strong.max(other.strong),
            count: 0,
        }
    }
}

impl<'a> Aligner<'a> {
    /// Of words in `listed`.
    pub(super) fn new(
        (costs, reach): (&'a Costs, &'a Reach),
        spelling: &'a Spelling,
        listed: Alphabet,
        limits: Limits,
    ) -> Self {
        let mut aligner = Self {
            spelling,
            costs,
            reach,
            length: spelling.length,
            is_within: spelling.alphabet == listed,
            lost: [0; MAX_SYMBOLS],
            all_lost: [0; COLUMNS],
            coming: [cell(limits.whole); COLUMNS],
            staying: [cell(limits.whole); COLUMNS],
            near: [[0; 2]; MAX_SYMBOLS],
        };
        aligner.coming[..=limits.middle].fill(cell(limits.half));
        // At the middle itself, what the word has between its halves counts to the other one.
        aligner.staying[..limits.middle].fill(cell(limits.half));
        for (at, &symbol) in spelling.symbols[..spelling.length].iter().enumerate() {
            aligner.lost[at] = aligner.costs.left_out(symbol, listed);
            aligner.near[at] = aligner.reach.near(symbol);
            aligner.all_lost[at + 1] = aligner.all_lost[at] + aligner.lost[at] as Cell;
        }
        let all = aligner.all_lost[aligner.length];
        aligner.all_lost[aligner.length + 1..].fill(all + TOO_MUCH as Cell);
        aligner
    }

    /// The row before any listed symbol.
    pub(super) fn first(&self) -> Row {
        let mut row = Row::NONE;
        let mut cost = 0;
        row.set(0, cost);
        for (at, lost) in self.lost[..self.length].iter().enumerate() {
            cost = within(cost + lost, Centinats::from(self.coming[at + 1]));
            row.set(at + 1, cost);
        }
        row
    }

    /// What the whole query costs by that row.
    pub(super) fn cost(&self, row: &Row) -> Centinats {
        row.at(self.length)
    }

    /// Fills the row below `above`, which is below `before`, and returns its least cost.
    pub(super) fn fill(&self, row: &mut Row, step: Step, above: &Row, before: &Row) -> Centinats {
        let put = &self.spelling.put[step.symbol.index()];
        let lose = self.costs.left_out(step.symbol, self.spelling.alphabet) as Cell;
        let swapped = self.swapped(step);
        // The least so far, less what leaving out everything before costs.
        let mut left = TOO_MUCH as Cell;
        let mut least = Cells::TOO_MUCH;
        for from in (0..=self.length).step_by(AT_ONCE) {
            let (coming, lost) = (
                Cells::of(&self.coming, from),
                Cells::of(&self.all_lost, from),
            );
            let come = Cells::of(&above.0, from).plus(Cells::of(put, from));
            let stay = Cells::of(&above.0, from + 1).plus(Cells([lose; AT_ONCE]));
            let staying = Cells::of(&self.staying, from);
            let mut met = come.within(coming).least(stay.within(staying));
            if let Some(swapped) = swapped {
                self.swap(&mut met, from, swapped, before);
            }
            let running = met.minus(lost).running(left);
            left = running.0[AT_ONCE - 1];
            // What is met is within its limits already.
            let cells = met.least(running.plus(lost).within(coming));
            row.0[from + 1..from + 1 + AT_ONCE].copy_from_slice(&cells.0);
            least = least.least(cells);
        }
        least
            .0
            .into_iter()
            .fold(TOO_MUCH, |least, cell| least.min(cell.into()))
    }

    /// Lowers the cells from that column on where these two symbols of the query are swapped.
    fn swap(&self, met: &mut Cells, from: usize, swapped: (Symbol, Symbol), before: &Row) {
        let columns = from.max(2)..(from + AT_ONCE).min(self.length + 1);
        for column in columns {
            let inner = &self.spelling.inner;
            if (inner[column - 2], inner[column - 1]) == swapped {
                let cost = (before.at(column - 2) + SWAPPED) as Cell;
                let met = &mut met.0[column - from];
                *met = cell_within(cost, self.coming[column]).min(*met);
            }
        }
    }

    /// The branches worth a look after `above`, of words that have the symbols `below` to come: those with whose first symbol an alignment may
    /// be within the budget, or may be after a swap of the first two. `last` is the symbol that led to `above`, `before` the row before it.
    pub(super) fn may_follow(
        &self,
        below: Below,
        budget: Centinats,
        last: Option<Symbol>,
        [above, before]: [&Row; 2],
    ) -> Branches {
        let mut branches = 0;
        // What the query's symbols cost at least that are not yet aligned.
        let mut to_come = 0;
        for at in (0..=self.length).rev() {
            let spent = above.at(at);
            let is_open =
                spent + to_come <= budget && spent + self.least_of_hard(at, below) <= budget;
            if at < self.length {
                if is_open {
                    let coming = Centinats::from(self.coming[at + 1]).min(budget - to_come) - spent;
                    if coming >= 0 {
                        branches |= self.reach.put(self.spelling.symbols[at], coming);
                    }
                }
                if self.is_within && at > 0 && to_come + SWAPPED <= budget {
                    let budget = budget - to_come - SWAPPED;
                    branches |= self.may_follow_swapped(at, budget, last, [above, before]);
                }
                to_come += self.least_of(at, below.symbols);
                if to_come > budget {
                    break;
                }
            }
            if is_open {
                let staying = Centinats::from(self.staying[at]).min(budget - to_come) - spent;
                if staying >= 0 {
                    branches |= self.reach.lacked(self.spelling.alphabet, staying);
                }
            }
        }
        branches
    }

    /// Whether an alignment that goes on after `above` with these symbols, which are those `below`, may be within the budget: of no fewer words
    /// than are.
    pub(super) fn may_go_on(
        &self,
        tail: &[Symbol],
        below: Below,
        budget: Centinats,
        above: &Row,
    ) -> bool {
        let least = |symbol: &Symbol| Centinats::from(self.spelling.least[symbol.index()]);
        let of_listed: Centinats = tail.iter().map(least).sum();
        let mut of_query = 0;
        for at in (0..=self.length).rev() {
            let to_come = of_listed.max(of_query).max(self.least_of_hard(at, below));
            if above.at(at) + to_come <= budget {
                return true;
            }
            if at > 0 {
                of_query += self.least_of(at - 1, below.symbols);
            }
        }
        false
    }

    /// What hard symbols to come cost at least for which the other word has no strong ones, from that query's symbol on.
    fn least_of_hard(&self, at: usize, below: Below) -> Centinats {
        let of_listed = Centinats::from(below.hard) - Centinats::from(self.spelling.strong[at]);
        let of_query = Centinats::from(self.spelling.hard[at]) - Centinats::from(below.strong);
        of_listed.max(of_query).max(0) * HARD
    }

    /// The branches that begin or end a swap of the query's symbol there and the one before it.
    fn may_follow_swapped(
        &self,
        at: usize,
        budget: Centinats,
        last: Option<Symbol>,
        [above, before]: [&Row; 2],
    ) -> Branches {
        let [one, other] = [self.spelling.inner[at - 1], self.spelling.inner[at]];
        let mut branches = 0;
        if above.at(at - 1) <= budget {
            branches |= self.reach.same(other);
        }
        if before.at(at - 1) <= budget && last.is_some_and(|last| self.costs.inner(last) == other) {
            branches |= self.reach.same(one);
        }
        branches
    }

    /// Whether the symbol and a next one of those `below`, swapped, may be within the budget, `before` being the row before the symbol.
    pub(super) fn may_swap(
        &self,
        symbol: Symbol,
        below: Branches,
        before: &Row,
        budget: Centinats,
    ) -> bool {
        let inner = self.costs.inner(symbol);
        if !self.is_within || self.spelling.inner_set & inner.bit() == 0 {
            return false;
        }
        (1..self.length).any(|at| {
            self.spelling.inner[at] == inner
                && before.at(at - 1) + SWAPPED <= budget
                && self.least_of(at - 1, below) == 0
        })
    }

    /// What the query's symbol costs at least among these.
    fn least_of(&self, at: usize, among: Branches) -> Centinats {
        least_among(among, self.near[at], self.lost[at])
    }

    /// The last symbol and this one, the other way round and without the marks of a word's edge, where the query has both.
    pub(super) fn swapped(&self, step: Step) -> Option<(Symbol, Symbol)> {
        let last = self.costs.inner(step.last?);
        let this = self.costs.inner(step.symbol);
        let both = last.bit() | this.bit();
        (self.is_within && self.spelling.inner_set & both == both).then_some((this, last))
    }
}

fn cell(cost: Centinats) -> Cell {
    cost.min(TOO_MUCH) as Cell
}

/// The cost, if it may be spent.
fn within(cost: Centinats, limit: Centinats) -> Centinats {
    if cost > limit { TOO_MUCH } else { cost }
}

fn cell_within(cost: Cell, limit: Cell) -> Cell {
    if cost > limit { TOO_MUCH as Cell } else { cost }
}
