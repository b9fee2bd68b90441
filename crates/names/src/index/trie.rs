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

use super::align::{Aligner, Below, Limits, Row, Spelling, Step};
use super::bounds::TraitSet;
use super::forms::Forms;
use super::reach::{Branches, Reach, Reaches};
use crate::cost::{Costs, HARD};
use crate::meeting::Budget;
use crate::name::Unit;
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, Symbol};

/// A branch of so many words is aligned word by word.
const FEW: usize = 16;

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
    const BOTH: [Self; 2] = [Self::Forwards, Self::Backwards];

    /// The word's symbol at that depth, below its length.
    fn at(self, word: &[Symbol], depth: usize) -> Symbol {
        match self {
            Self::Forwards => word[depth],
            Self::Backwards => word[word.len() - 1 - depth],
        }
    }

    /// What may be spent on the way to a query's middle and after it.
    fn limits(self, length: usize, whole: Centinats) -> Limits {
        let length = length.min(MAX_SYMBOLS);
        let (middle, half) = match self {
            _ if length < 2 => (length, whole),
            Self::Forwards => (length / 2, whole / 2),
            Self::Backwards => (length - length / 2, whole - whole / 2 - 1),
        };
        Limits {
            middle,
            half,
            whole,
        }
    }
}

/// Laid out so that a walk reads one stretch of memory after the other, and little of it: what a walk waits for is memory.
#[derive(Debug)]
struct Trie {
    direction: Direction,
    /// The root first, then every node's children side by side.
    nodes: Vec<Node>,
    /// Of every node, whether it is worth a look.
    branches: Vec<Branch>,
    /// Sorted by what the words are in this direction.
    words: Vec<Word>,
    /// Of the words below the nodes without children, what follows those nodes.
    tails: Vec<Symbol>,
}

/// What a node begins with, and what forms are that have words from there on.
#[derive(Clone, Copy, Debug)]
struct Branch {
    /// The symbol's.
    bit: Branches,
    symbol: Symbol,
    borne_by: TraitSet,
}

/// A node: less than a cache line.
#[derive(Clone, Debug)]
struct Node {
    /// What words have after this symbol.
    below: Below,
    /// The symbols that come next.
    next: Branches,
    /// The largest of a word here or below.
    limit: Limit,
    /// Places of the words that end here, and of those that go on.
    ending: u32,
    longer: u32,
    end: u32,
    /// None where the words that go on are few.
    first_child: u32,
}

impl Node {
    fn ending(&self) -> Range<usize> {
        self.ending as usize..self.longer as usize
    }

    fn longer(&self) -> Range<usize> {
        self.longer as usize..self.end as usize
    }

    fn children(&self) -> Range<usize> {
        let first = self.first_child as usize;
        first..first + usize::from(self.below.count)
    }
}

/// A word at its place in a trie.
#[derive(Clone, Debug)]
struct Word {
    /// What its tail is made of, and how long it is.
    below: Below,
    /// Its vocabulary number.
    number: u32,
    /// Where its tail starts.
    tail: u32,
    limit: Limit,
}

impl Word {
    fn tail(&self) -> Range<usize> {
        let start = self.tail as usize;
        start..start + usize::from(self.below.count)
    }
}

/// A budget in half as much memory.
#[derive(Clone, Copy, Debug, Default)]
struct Limit {
    within: i16,
    across: i16,
}

impl Limit {
    fn of(budget: Budget) -> Self {
        let cell = |cost: Centinats| i16::try_from(cost).unwrap_or(i16::MAX);
        Self {
            within: cell(budget.within),
            across: cell(budget.across),
        }
    }

    /// The larger of each side.
    fn or(self, other: Self) -> Self {
        Self {
            within: self.within.max(other.within),
            across: self.across.max(other.across),
        }
    }

    fn against(self, is_within: bool) -> Centinats {
        let limit = if is_within { self.within } else { self.across };
        limit.into()
    }
}

impl Words {
    /// The words of these numbers, which have one alphabet.
    pub(super) fn new(
        (costs, reaches): (&Costs, &Reaches),
        vocabulary: &[Unit],
        borne_by: &[TraitSet],
        numbers: Range<u32>,
    ) -> Option<Self> {
        let alphabet = vocabulary.get(numbers.start as usize)?.alphabet();
        let by = (costs, reaches.of(alphabet));
        let trie = |direction| Trie::new(by, vocabulary, borne_by, numbers.clone(), direction);
        let words = &vocabulary[numbers.start as usize..numbers.end as usize];
        let hard = words.iter().map(|word| costs.count_hard(&word.symbols));
        Some(Self {
            alphabet,
            hard: hard.min().unwrap_or_default(),
            tries: Direction::BOTH.map(trie),
        })
    }

    /// Adds every word of the forms wanted within the query's budget, and its own, with the cost of taking one for the other. Says how many rows that took.
    pub(super) fn near(
        &self,
        forms: &Forms,
        query: &Query<'_>,
        wanted: TraitSet,
        found: &mut Vec<(u32, Centinats)>,
    ) -> u64 {
        let budget = query
            .unit
            .budget
            .against(query.unit.alphabet() == self.alphabet);
        let too_many = self.hard.saturating_sub(query.strong) as Centinats;
        if too_many * HARD > budget {
            return 0;
        }
        let from = found.len();
        let mut rows = 0;
        for (trie, spelling) in self.tries.iter().zip(&query.spellings) {
            if trie.direction == Direction::Backwards && query.unit.symbols.len() < 2 {
                // There is no middle: the walk forwards had the whole budget.
                continue;
            }
            let limits = trie.direction.limits(query.unit.symbols.len(), budget);
            let reach = forms.reaches.of(self.alphabet);
            let by = (forms.tables.costs(), reach);
            let mut walk = Walk {
                trie,
                aligner: Aligner::new(by, spelling, self.alphabet, limits),
                reach,
                is_within: query.unit.alphabet() == self.alphabet,
                budget,
                wanted,
                found,
                rows: 0,
            };
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

/// A query's word, prepared once for all walks.
pub(super) struct Query<'a> {
    unit: &'a Unit,
    strong: usize,
    spellings: [Spelling; 2],
}

impl<'a> Query<'a> {
    pub(super) fn new(costs: &Costs, unit: &'a Unit) -> Self {
        let symbols = &unit.symbols[..unit.symbols.len().min(MAX_SYMBOLS)];
        let spelling = |direction: Direction| {
            let spelt = (0..symbols.len()).map(|depth| direction.at(symbols, depth));
            Spelling::new(costs, unit.alphabet(), spelt)
        };
        Self {
            unit,
            strong: symbols.iter().filter(|symbol| symbol.is_strong()).count(),
            spellings: Direction::BOTH.map(spelling),
        }
    }
}

impl Trie {
    fn new(
        (costs, reach): (&Costs, &Reach),
        vocabulary: &[Unit],
        borne_by: &[TraitSet],
        numbers: Range<u32>,
        direction: Direction,
    ) -> Self {
        let spelt = |number: u32| {
            let symbols = &vocabulary[number as usize].symbols;
            (0..symbols.len()).map(move |depth| direction.at(symbols, depth))
        };
        let mut order: Vec<u32> = numbers.collect();
        order.sort_by(|&one, &other| spelt(one).cmp(spelt(other)));
        let mut growing = Growing {
            vocabulary,
            borne_by,
            costs,
            reach,
            order,
            trie: Self {
                direction,
                nodes: Vec::new(),
                branches: Vec::new(),
                words: Vec::new(),
                tails: Vec::new(),
            },
        };
        growing.grow();
        growing.trie
    }
}

/// A trie that is made of words in order.
struct Growing<'a> {
    vocabulary: &'a [Unit],
    borne_by: &'a [TraitSet],
    costs: &'a Costs,
    reach: &'a Reach,
    order: Vec<u32>,
    trie: Trie,
}

impl Growing<'_> {
    fn word(&self, place: usize) -> &Unit {
        &self.vocabulary[self.order[place] as usize]
    }

    fn grow(&mut self) {
        let words = self.order.iter().map(|&number| Word {
            below: Below::NOTHING,
            number,
            tail: 0,
            limit: Limit::of(self.vocabulary[number as usize].budget),
        });
        self.trie.words = words.collect();
        self.add_node(0..self.order.len(), 0, Symbol::ALL[0]);
        self.grow_node(0, 0);
        self.trie.nodes.shrink_to_fit();
        self.trie.branches.shrink_to_fit();
        self.trie.tails.shrink_to_fit();
    }

    /// Gives the node its children: its words share the first `depth` symbols. What lies below it is known only then.
    fn grow_node(&mut self, node: usize, depth: usize) {
        let longer = self.trie.nodes[node].longer();
        if longer.len() <= FEW {
            self.add_tails(node, depth);
            return;
        }
        let direction = self.trie.direction;
        let mut branches: Vec<(Symbol, Range<usize>)> = Vec::new();
        for place in longer {
            let symbol = direction.at(&self.word(place).symbols, depth);
            match branches.last_mut() {
                Some((last, places)) if *last == symbol => places.end = place + 1,
                _ => branches.push((symbol, place..place + 1)),
            }
        }
        let first_child = self.trie.nodes.len();
        let mut next = 0;
        for (symbol, places) in branches {
            next |= self.reach.branch(symbol);
            self.add_node(places, depth + 1, symbol);
        }
        let children = first_child..self.trie.nodes.len();
        let mut below = Below::NONE;
        for child in children.clone() {
            self.grow_node(child, depth + 1);
            below = below.or(self.below(child));
        }
        let node = &mut self.trie.nodes[node];
        node.first_child = first_child as u32;
        node.next = next;
        node.below = Below {
            count: children.len() as u8,
            ..below
        };
    }

    /// What words have to come that go on with the node, its symbol among it.
    fn below(&self, node: usize) -> Below {
        let (branch, node) = (self.trie.branches[node], &self.trie.nodes[node]);
        let below = if node.ending().is_empty() {
            node.below
        } else {
            node.below.or(Below::NOTHING)
        };
        self.with(branch.symbol, below)
    }

    fn with(&self, symbol: Symbol, below: Below) -> Below {
        Below {
            symbols: below.symbols | self.reach.branch(symbol),
            hard: below.hard + u8::from(self.costs.is_hard(symbol)),
            strong: below.strong + u8::from(symbol.is_strong()),
            ..below
        }
    }

    /// Adds the node of the words at these places, `depth` symbols down.
    fn add_node(&mut self, places: Range<usize>, depth: usize, symbol: Symbol) {
        let ends_here = |place: &usize| self.word(*place).symbols.len() == depth;
        let ending = places.clone().take_while(ends_here).count();
        let numbers = self.order[places.clone()].iter();
        let borne_by = numbers.map(|&number| self.borne_by[number as usize]);
        let branch = Branch {
            bit: self.reach.branch(symbol),
            symbol,
            borne_by: borne_by.fold(TraitSet::NONE, TraitSet::or),
        };
        let limits = self.trie.words[places.clone()]
            .iter()
            .map(|word| word.limit);
        let node = Node {
            below: Below::NONE,
            next: 0,
            limit: limits.fold(Limit::default(), Limit::or),
            ending: places.start as u32,
            longer: (places.start + ending) as u32,
            end: places.end as u32,
            first_child: 0,
        };
        self.trie.nodes.push(node);
        self.trie.branches.push(branch);
    }

    /// Writes down what the few words of the node have after it.
    fn add_tails(&mut self, node: usize, depth: usize) {
        let (mut below_all, mut next) = (Below::NONE, 0);
        for place in self.trie.nodes[node].longer() {
            let symbols = &self.vocabulary[self.order[place] as usize].symbols;
            let start = self.trie.tails.len();
            let tail = (depth..symbols.len()).map(|depth| self.trie.direction.at(symbols, depth));
            self.trie.tails.extend(tail);
            let first = self.trie.tails.get(start);
            next |= first.map_or(0, |&first| self.reach.branch(first));
            let below = self.trie.tails[start..]
                .iter()
                .fold(Below::NOTHING, |below, &symbol| self.with(symbol, below));
            below_all = below_all.or(below);
            let word = &mut self.trie.words[place];
            word.tail = start as u32;
            word.below = Below {
                count: (symbols.len() - depth) as u8,
                ..below
            };
        }
        self.trie.nodes[node].below = below_all;
        self.trie.nodes[node].next = next;
    }
}

/// One query word on its way through one trie.
struct Walk<'a> {
    trie: &'a Trie,
    aligner: Aligner<'a>,
    reach: &'a Reach,
    is_within: bool,
    budget: Centinats,
    wanted: TraitSet,
    found: &'a mut Vec<(u32, Centinats)>,
    /// How many rows were filled.
    rows: u64,
}

impl Walk<'_> {
    fn start(&mut self) {
        if let Some(root) = self.trie.nodes.first() {
            let first = self.aligner.first();
            self.descend(root, None, [&first, &Row::NONE]);
        }
    }

    /// `above` is the alignment's row at `node`, whose symbol is `last`; `before` is the row at its parent: a swap reaches over two.
    fn descend(&mut self, node: &Node, last: Option<Symbol>, [above, before]: [&Row; 2]) {
        let budget = self.budget.min(node.limit.against(self.is_within));
        let cost = self.aligner.cost(above);
        if cost <= budget {
            for word in &self.trie.words[node.ending()] {
                self.find(word, cost);
            }
        }
        let branches = self
            .aligner
            .may_follow(node.below, budget, last, [above, before]);
        if branches & node.next == 0 {
            return;
        }
        let children = node.children();
        if children.is_empty() {
            for word in &self.trie.words[node.longer()] {
                self.align(word, branches, last, [above, before]);
            }
            return;
        }
        let trie = self.trie;
        let mut row = Row::NONE;
        let first = node.first_child as usize;
        for (at, branch) in trie.branches[children].iter().enumerate() {
            if branches & branch.bit == 0 || !branch.borne_by.meets(self.wanted) {
                continue;
            }
            let symbol = branch.symbol;
            self.rows += 1;
            let step = Step { symbol, last };
            self.aligner.fill(&mut row, step, above, before);
            let may_swap = |below, budget| self.aligner.may_swap(symbol, below, above, budget);
            if row.least() > budget && !may_swap(Branches::MAX, budget) {
                continue;
            }
            let child = &trie.nodes[first + at];
            let budget = budget.min(child.limit.against(self.is_within));
            if row.least() <= budget || may_swap(child.below.symbols, budget) {
                self.descend(child, Some(symbol), [&row, above]);
            }
        }
    }

    fn find(&mut self, word: &Word, cost: Centinats) {
        if cost <= self.budget.min(word.limit.against(self.is_within)) {
            self.found.push((word.number, cost));
        }
    }

    /// Aligns what a word has after the row `above`, if that begins with one of the branches and may be within the budget.
    fn align(
        &mut self,
        word: &Word,
        branches: Branches,
        mut last: Option<Symbol>,
        [above, before]: [&Row; 2],
    ) {
        if branches & word.below.symbols == 0 {
            return;
        }
        let tail = &self.trie.tails[word.tail()];
        let first = tail.first().map_or(0, |&first| self.reach.branch(first));
        if branches & first == 0 {
            return;
        }
        let budget = self.budget.min(word.limit.against(self.is_within));
        let is_swapped = tail
            .first()
            .is_some_and(|&symbol| self.aligner.swapped(Step { symbol, last }) != 0);
        if !is_swapped && !self.aligner.may_go_on(tail, word.below, budget, above) {
            return;
        }
        let mut rows = [*before, *above, Row::NONE];
        let [before, above, row] = &mut rows;
        let (mut before, mut above, mut row) = (before, above, row);
        for &symbol in tail {
            self.rows += 1;
            let step = Step { symbol, last };
            self.aligner.fill(row, step, above, before);
            let may_swap = || self.aligner.may_swap(symbol, Branches::MAX, above, budget);
            if row.least() > budget && !may_swap() {
                return;
            }
            (before, above, row) = (above, row, before);
            last = Some(symbol);
        }
        self.find(word, self.aligner.cost(above));
    }
}
