//! The listed words near a query's word.
//!
//! One row of an alignment is kept for each letter on the way down a trie, so that words which begin alike are aligned once, and a branch
//! is left as soon as nothing in it can be within the budget (Oflazer 1996, "Error-tolerant finite-state recognition"). What is left of the
//! query is counted in: a symbol that nothing below resembles costs something, whatever comes. A branch of few words is no further divided (a
//! burst trie: Heinz, Zobel & Williams 2002).
//!
//! There are two tries, one of the words read backwards. Of an alignment within the budget either the first half of the query is within
//! half of it, or the second half is: so each trie is walked with half the budget to the query's middle, and few branches pass there (Mihov &
//! Schulz 2004, "Fast approximate search in large dictionaries").

use std::ops::Range;

use super::bounds::TraitSet;
use crate::cost::{Costs, HARD, SWAPPED, costs, least_among};
use crate::meeting::Budget;
use crate::name::Unit;
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, Symbol, SymbolSet};

/// A branch of so many words is aligned word by word.
const FEW: usize = 4;

/// A stretch of the vocabulary, all of one alphabet, to be walked from both ends.
#[derive(Debug)]
pub(super) struct Words {
    alphabet: Alphabet,
    /// The least that a word has of hard symbols.
    hard: usize,
    tries: [Trie; 2],
}

/// Which end of a word comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forwards,
    Backwards,
}

impl Direction {
    /// The word's symbol at that depth, below its length.
    fn at(self, word: &[Symbol], depth: usize) -> Symbol {
        match self {
            Self::Forwards => word[depth],
            Self::Backwards => word[word.len() - 1 - depth],
        }
    }

    fn spelt(self, word: &[Symbol]) -> impl Iterator<Item = Symbol> {
        (0..word.len()).map(move |depth| self.at(word, depth))
    }
}

#[derive(Debug)]
struct Trie {
    direction: Direction,
    /// The root first, then every node's children side by side.
    nodes: Vec<Node>,
    /// Vocabulary numbers, sorted by what the words are in this direction.
    order: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Node {
    /// The symbols that words have after this one.
    below: SymbolSet,
    /// The largest of a word here or below.
    budget: Budget,
    /// Places in the order of words that end here, and of those that go on.
    ending: Range<u32>,
    longer: Range<u32>,
    /// Empty where the words that go on are few.
    children: Range<u32>,
    symbol: Symbol,
    /// What forms are that have words from here on.
    borne_by: TraitSet,
}

type Row = [Centinats; MAX_SYMBOLS + 1];

/// More than any budget, and far from the largest number.
const TOO_MUCH: Centinats = 1 << 20;

impl Words {
    /// The words of these numbers, which have one alphabet.
    pub(super) fn new(
        vocabulary: &[Unit],
        borne_by: &[TraitSet],
        numbers: Range<u32>,
    ) -> Option<Self> {
        let alphabet = vocabulary.get(numbers.start as usize)?.alphabet();
        let trie = |direction| Trie::new(vocabulary, borne_by, numbers.clone(), direction);
        let words = &vocabulary[numbers.start as usize..numbers.end as usize];
        let hard = words.iter().map(|word| costs().count_hard(&word.symbols));
        Some(Self {
            alphabet,
            hard: hard.min().unwrap_or_default(),
            tries: [trie(Direction::Forwards), trie(Direction::Backwards)],
        })
    }

    /// Adds every word of the forms wanted within the query's budget, and its own, with the cost of taking one for the other. Says how many rows that took.
    pub(super) fn near(
        &self,
        vocabulary: &[Unit],
        query: &Unit,
        wanted: TraitSet,
        found: &mut Vec<(u32, Centinats)>,
    ) -> u64 {
        let strong = query.symbols.iter().filter(|symbol| symbol.is_strong());
        let too_many = self.hard.saturating_sub(strong.count()) as Centinats;
        if too_many * HARD > query.budget.against(query.alphabet() == self.alphabet) {
            return 0;
        }
        let from = found.len();
        let mut rows = 0;
        for trie in &self.tries {
            if trie.direction == Direction::Backwards && query.symbols.len() < 2 {
                // There is no middle: the walk forwards had the whole budget.
                continue;
            }
            let mut walk = Walk::new(trie, self.alphabet, vocabulary, query, found);
            walk.wanted = wanted;
            walk.start();
            rows += walk.rows;
        }
        // A word found both ways is found once at its true cost.
        found[from..].sort_unstable();
        let mut last = None;
        let mut at = 0;
        found.retain(|(number, _)| {
            at += 1;
            at <= from || last.replace(*number) != Some(*number)
        });
        rows
    }
}

impl Trie {
    fn new(
        vocabulary: &[Unit],
        borne_by: &[TraitSet],
        numbers: Range<u32>,
        direction: Direction,
    ) -> Self {
        let mut order: Vec<u32> = numbers.collect();
        let word = |number: u32| &vocabulary[number as usize].symbols;
        order.sort_by(|&one, &other| direction.spelt(word(one)).cmp(direction.spelt(word(other))));
        let mut trie = Self {
            direction,
            nodes: Vec::new(),
            order,
        };
        let root = trie.node(vocabulary, 0..trie.order.len(), 0, Symbol::ALL[0]);
        trie.nodes.push(root);
        trie.grow(0, vocabulary, 0);
        trie.set_borne_by(borne_by);
        trie.nodes.shrink_to_fit();
        trie
    }

    /// Gives the node its children: its words share the first `depth` symbols.
    fn grow(&mut self, node: usize, vocabulary: &[Unit], depth: usize) {
        let longer = self.nodes[node].longer.clone();
        if longer.len() <= FEW {
            return;
        }
        let direction = self.direction;
        let symbol = |number: u32| direction.at(&vocabulary[number as usize].symbols, depth);
        let mut branches: Vec<(Symbol, Range<usize>)> = Vec::new();
        let mut from = longer.start as usize;
        for branch in self.order[from..longer.end as usize]
            .chunk_by(|&one, &other| symbol(one) == symbol(other))
        {
            branches.push((symbol(branch[0]), from..from + branch.len()));
            from += branch.len();
        }
        let first_child = self.nodes.len();
        for (symbol, places) in branches {
            let child = self.node(vocabulary, places, depth + 1, symbol);
            self.nodes.push(child);
        }
        let children = first_child..self.nodes.len();
        self.nodes[node].children = children.start as u32..children.end as u32;
        for child in children {
            self.grow(child, vocabulary, depth + 1);
        }
    }

    /// Says of every node what the forms with its words are.
    fn set_borne_by(&mut self, borne_by: &[TraitSet]) {
        for node in &mut self.nodes {
            let words = node.ending.start as usize..node.longer.end as usize;
            node.borne_by = self.order[words]
                .iter()
                .fold(TraitSet::NONE, |set, &number| {
                    set.or(borne_by[number as usize])
                });
        }
    }

    /// The node of the words at these places, `depth` symbols down.
    fn node(
        &self,
        vocabulary: &[Unit],
        places: Range<usize>,
        depth: usize,
        symbol: Symbol,
    ) -> Node {
        let words = || {
            self.order[places.clone()]
                .iter()
                .map(|&number| &vocabulary[number as usize])
        };
        let ending = words()
            .take_while(|word| word.symbols.len() == depth)
            .count();
        let middle = (places.start + ending) as u32;
        let below = words()
            .skip(ending)
            .flat_map(|word| self.direction.spelt(&word.symbols).skip(depth))
            .fold(0, |set, symbol| set | symbol.bit());
        Node {
            below,
            budget: Budget::largest(words().map(|word| word.budget)),
            ending: places.start as u32..middle,
            longer: middle..places.end as u32,
            children: 0..0,
            symbol,
            borne_by: TraitSet::NONE,
        }
    }
}

/// One query word on its way through one trie.
struct Walk<'a> {
    trie: &'a Trie,
    vocabulary: &'a [Unit],
    costs: &'static Costs,
    /// Its symbols, in the trie's direction.
    query: [Symbol; MAX_SYMBOLS],
    length: usize,
    /// The most that may be spent by each column, on a way that comes to it and on one that stays in it: half the budget up to the query's
    /// middle. At the middle itself, what the word has between its halves counts to the other one.
    coming: Row,
    staying: Row,
    alphabet: Alphabet,
    /// Whether the query is of the trie's alphabet: only then are letters swapped.
    is_within: bool,
    budget: Centinats,
    wanted: TraitSet,
    /// What each query symbol costs that is left out.
    lost: Row,
    /// The listed symbols that each query symbol is near to, and nearer.
    near: [[SymbolSet; 2]; MAX_SYMBOLS],
    /// The query's symbols without the marks of a word's edge.
    inner: [Symbol; MAX_SYMBOLS],
    inner_set: SymbolSet,
    found: &'a mut Vec<(u32, Centinats)>,
    /// How many rows were filled.
    rows: u64,
}

/// A listed symbol with the one before it.
#[derive(Clone, Copy)]
struct Step {
    symbol: Symbol,
    last: Option<Symbol>,
}

impl<'a> Walk<'a> {
    fn new(
        trie: &'a Trie,
        listed_alphabet: Alphabet,
        vocabulary: &'a [Unit],
        query: &'a Unit,
        found: &'a mut Vec<(u32, Centinats)>,
    ) -> Self {
        let costs = costs();
        let alphabet = query.alphabet();
        let is_within = alphabet == listed_alphabet;
        let length = query.symbols.len().min(MAX_SYMBOLS);
        let budget = query.budget.against(is_within);
        let (middle, half) = match trie.direction {
            _ if length < 2 => (length, budget),
            Direction::Forwards => (length / 2, budget / 2),
            Direction::Backwards => (length - length / 2, budget - budget / 2 - 1),
        };
        let mut walk = Self {
            trie,
            vocabulary,
            costs,
            query: [Symbol::ALL[0]; MAX_SYMBOLS],
            length,
            coming: [Centinats::MAX; MAX_SYMBOLS + 1],
            staying: [Centinats::MAX; MAX_SYMBOLS + 1],
            alphabet,
            is_within,
            budget,
            wanted: TraitSet::NONE,
            lost: [0; MAX_SYMBOLS + 1],
            near: [[0; 2]; MAX_SYMBOLS],
            inner: [Symbol::ALL[0]; MAX_SYMBOLS],
            inner_set: 0,
            found,
            rows: 0,
        };
        walk.coming[..=middle].fill(half);
        walk.staying[..middle].fill(half);
        let symbols = trie.direction.spelt(&query.symbols[..length]);
        for (at, symbol) in symbols.enumerate() {
            walk.query[at] = symbol;
            walk.lost[at] = costs.left_out(symbol, listed_alphabet);
            walk.near[at] = costs.near(symbol, listed_alphabet);
            walk.inner[at] = costs.inner(symbol);
            walk.inner_set |= walk.inner[at].bit();
        }
        walk
    }

    fn start(&mut self) {
        let mut row: Row = [0; MAX_SYMBOLS + 1];
        for at in 0..self.length {
            row[at + 1] = within(row[at] + self.lost[at], self.coming[at + 1]);
        }
        if let Some(root) = self.trie.nodes.first() {
            self.descend(root, 0, &row, &[TOO_MUCH; MAX_SYMBOLS + 1]);
        }
    }

    /// `above` is the alignment's row at `node`, `before` the one at its parent: a swap reaches over two.
    fn descend(&mut self, node: &Node, depth: usize, above: &Row, before: &Row) {
        let budget = self.budget.min(node.budget.against(self.is_within));
        let cost = above[self.length];
        if cost <= budget {
            for &number in &self.trie.order[node.ending.start as usize..node.ending.end as usize] {
                self.find(number, cost);
            }
        }
        let last = (depth > 0).then_some(node.symbol);
        if node.longer.is_empty() || !self.may_go_on(node, last, budget, above, before) {
            return;
        }
        if node.children.is_empty() {
            for &number in &self.trie.order[node.longer.start as usize..node.longer.end as usize] {
                self.align(number, depth, last, above, before);
            }
            return;
        }
        let mut row: Row = [0; MAX_SYMBOLS + 1];
        // Only a swap, which reaches over the row, may lead on.
        let is_spent = above[..=self.length].iter().all(|&cost| cost > budget);
        let trie = self.trie;
        for child in &trie.nodes[node.children.start as usize..node.children.end as usize] {
            if !child.borne_by.meets(self.wanted) {
                continue;
            }
            let step = Step {
                symbol: child.symbol,
                last,
            };
            if is_spent && self.swapped(step).is_none() {
                continue;
            }
            let least = self.fill(&mut row, step, above, before);
            let budget = self.budget.min(child.budget.against(self.is_within));
            if least <= budget || self.may_swap(child.symbol, child.below, above, budget) {
                self.descend(child, depth + 1, &row, above);
            }
        }
    }

    fn find(&mut self, number: u32, cost: Centinats) {
        let own = self.vocabulary[number as usize].budget;
        if cost <= self.budget.min(own.against(self.is_within)) {
            self.found.push((number, cost));
        }
    }

    /// Whether words that go on from the node may be within the budget.
    fn may_go_on(
        &self,
        node: &Node,
        last: Option<Symbol>,
        budget: Centinats,
        above: &Row,
        before: &Row,
    ) -> bool {
        let mut to_come = 0;
        for at in (0..self.length.min(MAX_SYMBOLS)).rev() {
            if above[at + 1] + to_come <= budget {
                return true;
            }
            to_come += least_among(node.below, self.near[at], self.lost[at]);
            if to_come > budget {
                return last.is_some_and(|last| self.may_swap(last, node.below, before, budget));
            }
        }
        above[0] + to_come <= budget
            || last.is_some_and(|last| self.may_swap(last, node.below, before, budget))
    }

    /// Whether the symbol and a next one of those `below`, swapped, may be within the budget, `before` being the row before the symbol.
    fn may_swap(&self, symbol: Symbol, below: SymbolSet, before: &Row, budget: Centinats) -> bool {
        let inner = self.costs.inner(symbol);
        if !self.is_within || self.inner_set & inner.bit() == 0 {
            return false;
        }
        let length = self.length.min(MAX_SYMBOLS);
        (1..length).any(|at| {
            self.inner[at] == inner
                && before[at - 1] + SWAPPED <= budget
                && least_among(below, self.near[at - 1], self.lost[at - 1]) == 0
        })
    }

    /// Aligns what a word has after the first `depth` symbols.
    fn align(
        &mut self,
        number: u32,
        depth: usize,
        mut last: Option<Symbol>,
        above: &Row,
        before: &Row,
    ) {
        let word = &self.vocabulary[number as usize];
        let budget = self.budget.min(word.budget.against(self.is_within));
        let mut rows = [*before, *above, [0; MAX_SYMBOLS + 1]];
        let [before, above, row] = &mut rows;
        let (mut before, mut above, mut row) = (before, above, row);
        for symbol in self.trie.direction.spelt(&word.symbols).skip(depth) {
            let least = self.fill(row, Step { symbol, last }, above, before);
            if least > budget && !self.may_swap(symbol, SymbolSet::MAX, above, budget) {
                return;
            }
            (before, above, row) = (above, row, before);
            last = Some(symbol);
        }
        let cost = above[self.length];
        if cost <= budget {
            self.found.push((number, cost));
        }
    }

    /// Fills the next row of the alignment and returns its least cost.
    fn fill(&mut self, row: &mut Row, step: Step, above: &Row, before: &Row) -> Centinats {
        self.rows += 1;
        let length = self.length.min(MAX_SYMBOLS);
        let put = self.costs.row(step.symbol);
        let lose_listed = self.costs.left_out(step.symbol, self.alphabet);
        let mut left = within(above[0] + lose_listed, self.staying[0]);
        row[0] = left;
        let mut least = left;
        let swapped = self.swapped(step);
        for at in 0..length {
            let mut come = above[at] + Centinats::from(put[self.query[at].index()]);
            if let Some((one, other)) = swapped
                && at > 0
                && self.inner[at - 1] == one
                && self.inner[at] == other
            {
                come = come.min(before[at - 1] + SWAPPED);
            }
            let come = within(come.min(left + self.lost[at]), self.coming[at + 1]);
            left = come.min(within(above[at + 1] + lose_listed, self.staying[at + 1]));
            row[at + 1] = left;
            least = least.min(left);
        }
        least
    }

    /// The last symbol and this one, the other way round and without the marks of a word's edge, where the query has both.
    fn swapped(&self, step: Step) -> Option<(Symbol, Symbol)> {
        let last = self.costs.inner(step.last?);
        let this = self.costs.inner(step.symbol);
        let both = last.bit() | this.bit();
        (self.is_within && self.inner_set & both == both).then_some((this, last))
    }
}

/// The cost, if it may be spent.
fn within(cost: Centinats, limit: Centinats) -> Centinats {
    if cost > limit { TOO_MUCH } else { cost }
}
