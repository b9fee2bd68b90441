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

use super::align::{Aligner, Limits, Row, Step};
use super::bounds::TraitSet;
use super::forms::Forms;
use crate::cost::{Costs, HARD};
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

impl Words {
    /// The words of these numbers, which have one alphabet.
    pub(super) fn new(
        costs: &Costs,
        vocabulary: &[Unit],
        borne_by: &[TraitSet],
        numbers: Range<u32>,
    ) -> Option<Self> {
        let alphabet = vocabulary.get(numbers.start as usize)?.alphabet();
        let trie = |direction| Trie::new(vocabulary, borne_by, numbers.clone(), direction);
        let words = &vocabulary[numbers.start as usize..numbers.end as usize];
        let hard = words.iter().map(|word| costs.count_hard(&word.symbols));
        Some(Self {
            alphabet,
            hard: hard.min().unwrap_or_default(),
            tries: [trie(Direction::Forwards), trie(Direction::Backwards)],
        })
    }

    /// Adds every word of the forms wanted within the query's budget, and its own, with the cost of taking one for the other. Says how many rows that took.
    pub(super) fn near(
        &self,
        forms: &Forms,
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
            let mut walk = Walk::new(trie, self.alphabet, forms, query, found);
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
    aligner: Aligner<'a>,
    is_within: bool,
    budget: Centinats,
    wanted: TraitSet,
    found: &'a mut Vec<(u32, Centinats)>,
    /// How many rows were filled.
    rows: u64,
}

impl<'a> Walk<'a> {
    fn new(
        trie: &'a Trie,
        listed_alphabet: Alphabet,
        forms: &'a Forms,
        query: &'a Unit,
        found: &'a mut Vec<(u32, Centinats)>,
    ) -> Self {
        let alphabets = (query.alphabet(), listed_alphabet);
        let is_within = alphabets.0 == alphabets.1;
        let length = query.symbols.len().min(MAX_SYMBOLS);
        let whole = query.budget.against(is_within);
        let (middle, half) = match trie.direction {
            _ if length < 2 => (length, whole),
            Direction::Forwards => (length / 2, whole / 2),
            Direction::Backwards => (length - length / 2, whole - whole / 2 - 1),
        };
        let limits = Limits {
            middle,
            half,
            whole,
        };
        let symbols = trie.direction.spelt(&query.symbols[..length]);
        Self {
            trie,
            vocabulary: &forms.vocabulary,
            aligner: Aligner::new(forms.tables.costs(), symbols, alphabets, limits),
            is_within,
            budget: whole,
            wanted: TraitSet::NONE,
            found,
            rows: 0,
        }
    }

    fn start(&mut self) {
        if let Some(root) = self.trie.nodes.first() {
            let (first, least) = (self.aligner.first(), 0);
            self.descend(root, 0, least, [&first, &Row::NONE]);
        }
    }

    /// `above` is the alignment's row at `node`, `least` the least of it, `before` the row at its parent: a swap reaches over two.
    fn descend(&mut self, node: &Node, depth: usize, least: Centinats, [above, before]: [&Row; 2]) {
        let budget = self.budget.min(node.budget.against(self.is_within));
        let cost = self.aligner.cost(above);
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
        let mut row = Row::NONE;
        // Only a swap, which reaches over the row, may lead on.
        let is_spent = least > budget;
        let trie = self.trie;
        for child in &trie.nodes[node.children.start as usize..node.children.end as usize] {
            if !child.borne_by.meets(self.wanted) {
                continue;
            }
            let step = Step {
                symbol: child.symbol,
                last,
            };
            if is_spent && self.aligner.swapped(step).is_none() {
                continue;
            }
            self.rows += 1;
            let least = self.aligner.fill(&mut row, step, above, before);
            let budget = self.budget.min(child.budget.against(self.is_within));
            if least <= budget
                || self
                    .aligner
                    .may_swap(child.symbol, child.below, above, budget)
            {
                self.descend(child, depth + 1, least, [&row, above]);
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
        self.aligner.may_go_on(node.below, budget, above)
            || last.is_some_and(|last| self.aligner.may_swap(last, node.below, before, budget))
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
        let mut rows = [*before, *above, Row::NONE];
        let [before, above, row] = &mut rows;
        let (mut before, mut above, mut row) = (before, above, row);
        for symbol in self.trie.direction.spelt(&word.symbols).skip(depth) {
            self.rows += 1;
            let least = self.aligner.fill(row, Step { symbol, last }, above, before);
            if least > budget && !self.aligner.may_swap(symbol, SymbolSet::MAX, above, budget) {
                return;
            }
            (before, above, row) = (above, row, before);
            last = Some(symbol);
        }
        let cost = self.aligner.cost(above);
        if cost <= budget {
            self.found.push((number, cost));
        }
    }
}
