//! One row of an alignment after the other: what it costs to take the beginning of a listed word for each beginning of a query's.
//!
//! The cells of a row come from the row above, eight at a time in one instruction; only what a query's symbol left out costs goes from
//! cell to cell.

use super::reach::{Affordable, Branches, Reach};
use crate::cost::{Costs, HARD, SWAPPED, least_among};
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, SYMBOLS, Symbol};

/// A cost that is within the budget, or [`TOO_MUCH`].
type Cell = i16;

/// More than any budget, and far from the largest number.
pub(super) const TOO_MUCH: Centinats = 1 << 13;

/// Cells that are computed at once, and columns in whole multiples of them.
const AT_ONCE: usize = 8;
const COLUMNS: usize = BLOCKS * AT_ONCE;
const BLOCKS: usize = (MAX_SYMBOLS + 1).div_ceil(AT_ONCE);
const EACH_AT_ONCE: Positions = (1 << AT_ONCE) - 1;

/// As many cells as are computed in one instruction: of arrays the compiler would compute the running least one by one.
type Cells = wide::i16x8;

const ALL_TOO_MUCH: Cells = Cells::new([TOO_MUCH as Cell; AT_ONCE]);

/// A cell for each column.
#[derive(Clone, Copy)]
struct Columns([Cells; BLOCKS]);

impl Columns {
    const TOO_MUCH: Self = Self([ALL_TOO_MUCH; BLOCKS]);

    fn each(of: impl Fn(usize) -> Cell) -> Self {
        let cells = |block| Cells::new(std::array::from_fn(|at| of(block * AT_ONCE + at)));
        Self(std::array::from_fn(cells))
    }

    #[inline]
    fn at(&self, column: usize) -> Cell {
        self.0[column / AT_ONCE].as_array()[column % AT_ONCE]
    }

    fn set(&mut self, column: usize, cell: Cell) {
        self.0[column / AT_ONCE].as_mut_array()[column % AT_ONCE] = cell;
    }
}

/// Those from that one on.
#[inline]
fn cells_from(cells: &[Cell; COLUMNS + 1], from: usize) -> Cells {
    let cells = cells.get(from..).and_then(<[Cell]>::first_chunk);
    cells.map_or(ALL_TOO_MUCH, |cells| Cells::new(*cells))
}

/// Those that may be spent.
#[inline]
fn cells_within(cells: Cells, limits: Cells) -> Cells {
    cells.simd_gt(limits).bitselect(ALL_TOO_MUCH, cells)
}

/// Of each, the least of those up to it and of one before them all.
#[inline]
fn running(cells: Cells, before: Cell) -> Cells {
    let by_one = cells.min(moved::<1>(cells));
    let by_two = by_one.min(moved::<2>(by_one));
    let by_four = by_two.min(moved::<4>(by_two));
    by_four.min(Cells::splat(before))
}

#[inline]
fn moved<const BY: usize>(cells: Cells) -> Cells {
    let cells = cells.to_array();
    let moved = |at| {
        if at < BY {
            TOO_MUCH as Cell
        } else {
            cells[at - BY]
        }
    };
    Cells::new(std::array::from_fn(moved))
}

/// By the number of a query's symbols that are aligned.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The first cell has nothing before it and is no column.
    cells: [Cell; COLUMNS + 1],
    least: Cell,
}

impl Row {
    /// Nothing within the budget.
    pub(super) const NONE: Self = Self {
        cells: [TOO_MUCH as Cell; COLUMNS + 1],
        least: TOO_MUCH as Cell,
    };

    pub(super) fn at(&self, column: usize) -> Centinats {
        Centinats::from(self.cells[column + 1])
    }

    /// The column before that one; nothing is before the first.
    fn at_before(&self, column: usize) -> Centinats {
        Centinats::from(self.cells[column])
    }

    /// The least of all columns.
    pub(super) fn least(&self) -> Centinats {
        self.least.into()
    }

    fn set(&mut self, column: usize, cost: Centinats) {
        self.cells[column + 1] = cost as Cell;
        self.least = self.least.min(cost as Cell);
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

impl Limits {
    fn up_to(self, column: usize) -> Centinats {
        if column <= self.middle {
            self.half
        } else {
            self.whole
        }
    }
}

/// A listed symbol with the one before it.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) symbol: Symbol,
    pub(super) last: Option<Symbol>,
}

/// Positions of a query's symbols, or columns, as bits.
pub(super) type Positions = u32;
const _: () = assert!(COLUMNS <= Positions::BITS as usize);

/// A query's word, read in one direction, with what each symbol costs in the place of its own.
pub(super) struct Spelling {
    alphabet: Alphabet,
    symbols: [Symbol; MAX_SYMBOLS],
    length: usize,
    /// What each listed symbol costs in the place of the query's, by column.
    put: Box<[Columns; SYMBOLS]>,
    /// Of each listed symbol, where the query has it, as bits, whatever mark of a word's edge it bears.
    has: [Positions; SYMBOLS],
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
            put: Box::new([Columns::TOO_MUCH; SYMBOLS]),
            has: [0; SYMBOLS],
            least: Symbol::ALL.map(|symbol| cell(costs.left_out(symbol, alphabet))),
            hard: [0; MAX_SYMBOLS + 1],
            strong: [0; MAX_SYMBOLS + 1],
        };
        for (at, symbol) in symbols.take(MAX_SYMBOLS).enumerate() {
            let put = spelling.put.iter_mut().zip(costs.row(symbol));
            for ((put, &cost), least) in put.zip(&mut spelling.least) {
                let cost = cell(Centinats::from(cost));
                put.set(at + 1, cost);
                *least = cost.min(*least);
            }
            spelling.symbols[at] = symbol;
            spelling.has[costs.inner(symbol).index()] |= 1 << at;
            spelling.length = at + 1;
        }
        for symbol in Symbol::ALL {
            spelling.has[symbol.index()] = spelling.has[costs.inner(symbol).index()];
            // It may be swapped with the next one.
            if spelling.has[symbol.index()] != 0 {
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

/// A query's symbol beside words of one alphabet, or the query's end.
#[derive(Clone, Copy)]
struct Place<'a> {
    symbol: Symbol,
    /// The most that may be spent once the symbol is aligned, or while listed ones stand before it.
    limit: Centinats,
    /// What the symbol costs that is left out.
    lost: Centinats,
    /// The listed symbols that it is near to, and nearer.
    near: [Branches; 2],
    /// By what may be spent, the listed symbols that may be put for it.
    put: &'a Affordable,
    /// How many hard and strong symbols there are from here on.
    hard: i8,
    strong: i8,
}

impl Place<'_> {
    /// What the symbol costs at least among these.
    fn least_of(&self, among: Branches) -> Centinats {
        least_among(among, self.near, self.lost)
    }

    /// What hard symbols to come cost at least for which the other word has no strong ones, from this symbol on.
    fn least_of_hard(&self, below: Below) -> Centinats {
        let of_listed = Centinats::from(below.hard) - Centinats::from(self.strong);
        let of_query = Centinats::from(self.hard) - Centinats::from(below.strong);
        of_listed.max(of_query).max(0) * HARD
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
    /// The query's symbols, and its end; beyond that, nothing is meant.
    places: [Place<'a>; MAX_SYMBOLS + 1],
    /// The listed symbols that the query may lack, by what may be spent.
    lacked: &'a Affordable,
    /// What the query's symbols before each column cost together that are left out; beyond its end, too much.
    all_lost: Columns,
    /// The most that may be spent by the time a column is come to, and while staying in it.
    coming: Columns,
    staying: Columns,
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
        let place = |at: usize| {
            let symbol = spelling.symbols.get(at).copied();
            let symbol = symbol.unwrap_or(Symbol::ALL[0]);
            Place {
                symbol,
                limit: limits.up_to(at + 1),
                lost: costs.left_out(symbol, listed),
                near: reach.near(symbol),
                put: reach.put(symbol),
                hard: spelling.hard[at],
                strong: spelling.strong[at],
            }
        };
        let mut places = [place(spelling.length); MAX_SYMBOLS + 1];
        for (at, of_symbol) in places[..spelling.length].iter_mut().enumerate() {
            *of_symbol = place(at);
        }
        let mut lost = [0; COLUMNS];
        for (at, place) in places[..spelling.length].iter().enumerate() {
            lost[at + 1] = lost[at] + place.lost as Cell;
        }
        let all = lost[spelling.length];
        lost[spelling.length + 1..].fill(all + TOO_MUCH as Cell);
        Self {
            spelling,
            costs,
            reach,
            length: spelling.length,
            is_within: spelling.alphabet == listed,
            places,
            lacked: reach.lacked(spelling.alphabet),
            all_lost: Columns::each(|column| lost[column]),
            coming: Columns::each(|column| cell(limits.up_to(column))),
            // At the middle itself, what the word has between its halves counts to the other one.
            staying: Columns::each(|column| cell(limits.up_to(column + 1))),
        }
    }

    /// The row before any listed symbol.
    pub(super) fn first(&self) -> Row {
        let mut row = Row::NONE;
        let mut cost = 0;
        row.set(0, cost);
        for (at, place) in self.places[..self.length].iter().enumerate() {
            cost = within(cost + place.lost, place.limit);
            row.set(at + 1, cost);
        }
        row
    }

    /// What the whole query costs by that row.
    pub(super) fn cost(&self, row: &Row) -> Centinats {
        row.at(self.length)
    }

    /// Fills the row below `above`, which is below `before`.
    pub(super) fn fill(&self, row: &mut Row, step: Step, above: &Row, before: &Row) {
        let put = &self.spelling.put[step.symbol.index()];
        let lose = Cells::splat(self.costs.left_out(step.symbol, self.spelling.alphabet) as Cell);
        let swapped = self.swapped(step);
        // The least so far, less what leaving out everything before costs.
        let mut left = TOO_MUCH as Cell;
        let mut least = ALL_TOO_MUCH;
        for block in 0..(self.length / AT_ONCE + 1).min(BLOCKS) {
            let from = block * AT_ONCE;
            let coming = self.coming.0[block];
            let staying = self.staying.0[block];
            let lost = self.all_lost.0[block];
            let come = cells_from(&above.cells, from) + put.0[block];
            let stay = cells_from(&above.cells, from + 1) + lose;
            let mut met = cells_within(come, coming).min(cells_within(stay, staying));
            if swapped >> from & EACH_AT_ONCE != 0 {
                met = self.swap(met, from, swapped, before);
            }
            let running = running(met - lost, left);
            left = running.to_array()[AT_ONCE - 1];
            // What is met is within its limits already.
            let cells = met.min(cells_within(running + lost, coming));
            row.cells[from + 1..from + 1 + AT_ONCE].copy_from_slice(cells.as_array());
            least = least.min(cells);
        }
        row.least = least.reduce_min();
    }

    /// The cells from that column on, lower where the two symbols of the query before one of these columns are swapped.
    fn swap(&self, met: Cells, from: usize, columns: Positions, before: &Row) -> Cells {
        let mut cells = met.to_array();
        for (at, met) in cells.iter_mut().enumerate() {
            let column = from + at;
            if columns >> column & 1 == 1 {
                let cost = (before.at_before(column - 1) + SWAPPED) as Cell;
                *met = cell_within(cost, self.coming.at(column)).min(*met);
            }
        }
        Cells::new(cells)
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
        let of_last = last.map_or(0, |last| self.spelling.has[last.index()]);
        let least = if self.is_within {
            above.least().min(before.least() + SWAPPED)
        } else {
            above.least()
        };
        // What the query's symbols cost at least that are not yet aligned.
        let mut to_come = 0;
        for (at, place) in self.places[..=self.length].iter().enumerate().rev() {
            let left = budget - to_come;
            let spent = above.at(at);
            let most = left.min(place.limit) - spent;
            if most >= 0 && spent + place.least_of_hard(below) <= budget {
                // As if the place's symbol were aligned in either case: that lets few more through, and is sooner done.
                branches |= self.lacked.at(most);
                if at < self.length {
                    branches |= place.put.at(most);
                }
            }
            if at < self.length {
                if self.is_within {
                    // Of the symbol before this one, which the first has none of.
                    let left = left - SWAPPED;
                    if above.at_before(at) <= left {
                        branches |= self.reach.same(place.symbol);
                    }
                    if of_last >> at & 1 == 1 && before.at_before(at) <= left {
                        branches |= self.reach.same(self.places[at - 1].symbol);
                    }
                }
                to_come += place.least_of(below.symbols);
                if to_come + least > budget {
                    break;
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
        if above.least() + of_listed > budget {
            return false;
        }
        let mut of_query = 0;
        for (at, place) in self.places[..=self.length].iter().enumerate().rev() {
            if at < self.length {
                of_query += place.least_of(below.symbols);
                if above.least() + of_query > budget {
                    return false;
                }
            }
            let spent = above.at(at);
            if spent + of_listed.max(of_query) <= budget
                && spent + place.least_of_hard(below) <= budget
            {
                return true;
            }
        }
        false
    }

    /// Whether the symbol and a next one of those `below`, swapped, may be within the budget, `before` being the row before the symbol.
    pub(super) fn may_swap(
        &self,
        symbol: Symbol,
        below: Branches,
        before: &Row,
        budget: Centinats,
    ) -> bool {
        if !self.is_within || before.least() + SWAPPED > budget {
            return false;
        }
        let has = self.spelling.has[symbol.index()];
        (1..self.length).any(|at| {
            has >> at & 1 == 1
                && before.at_before(at) + SWAPPED <= budget
                && self.places[at - 1].least_of(below) == 0
        })
    }

    /// The columns before which the query has the last symbol and this one the other way round, whatever marks of a word's edge they bear.
    pub(super) fn swapped(&self, step: Step) -> Positions {
        let has = |symbol: Symbol| self.spelling.has[symbol.index()];
        match step.last {
            Some(last) if self.is_within => has(step.symbol) << 2 & has(last) << 1,
            _ => 0,
        }
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
