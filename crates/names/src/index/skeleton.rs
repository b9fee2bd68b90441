//! The listed words, by their consonant skeletons.
//!
//! A word's skeleton is its strong symbols. What it costs to align two skeletons, with weak symbols free, is never more than what it costs to
//! align the words: any alignment of the words, stripped of its weak symbols, is one of the skeletons. So a walk over a trie of skeletons that
//! turns back once every column of the alignment exceeds the budget meets every word within the budget.

use std::collections::BTreeMap;

use crate::cost::{SWAPPED, costs};
use crate::name::Unit;
use crate::rarity::Centinats;
use crate::symbol::{Alphabet, MAX_SYMBOLS, SYMBOLS, Symbol};

/// A trie for each alphabet.
#[derive(Debug)]
pub(super) struct Skeletons {
    tries: [Trie; 2],
}

#[derive(Debug)]
struct Trie {
    alphabet: Alphabet,
    /// The root first, then every node's children side by side.
    nodes: Vec<Node>,
    /// Every symbol the trie has.
    symbols: Vec<Symbol>,
    /// Vocabulary numbers and budgets, each node's own side by side.
    words: Vec<(u32, Centinats)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    symbol: Option<Symbol>,
    children: (u32, u32),
    words: (u32, u32),
    /// The largest budget of a word here or below.
    budget: Centinats,
}

type Row = [Centinats; MAX_SYMBOLS + 1];

impl Skeletons {
    pub(super) fn new(vocabulary: &[Unit]) -> Self {
        Self {
            tries: [
                Trie::new(vocabulary, Alphabet::Latin),
                Trie::new(vocabulary, Alphabet::Arabic),
            ],
        }
    }

    /// Calls `visit` with every query unit and every vocabulary number whose skeleton is within the unit's budget.
    pub(super) fn near<'a>(&self, query: &'a [Unit], visit: &mut impl FnMut(&'a Unit, u32)) {
        // Spellings of one position mostly share a skeleton, and so a walk.
        let mut by_skeleton: BTreeMap<(Alphabet, Vec<Symbol>), Vec<&Unit>> = BTreeMap::new();
        for unit in query {
            by_skeleton
                .entry((unit.alphabet(), skeleton(&unit.symbols)))
                .or_default()
                .push(unit);
        }
        for ((alphabet, skeleton), units) in &by_skeleton {
            for trie in &self.tries {
                let is_within = trie.alphabet == *alphabet;
                let budget_of = |unit: &&Unit| {
                    if is_within {
                        unit.budget.within
                    } else {
                        unit.budget.across
                    }
                };
                let budget = units.iter().map(budget_of).max().unwrap_or_default();
                let mut visit_each = |number| units.iter().for_each(|&unit| visit(unit, number));
                Walk::new(trie, skeleton, *alphabet, budget).start(&mut visit_each);
            }
        }
    }
}

fn skeleton(word: &[Symbol]) -> Vec<Symbol> {
    word.iter()
        .copied()
        .filter(|symbol| symbol.is_strong())
        .collect()
}

impl Trie {
    fn new(vocabulary: &[Unit], alphabet: Alphabet) -> Self {
        let mut entries: Vec<(Vec<Symbol>, u32)> = (0u32..)
            .zip(vocabulary)
            .filter(|(_, unit)| unit.alphabet() == alphabet)
            .map(|(number, unit)| (skeleton(&unit.symbols), number))
            .collect();
        entries.sort();
        let mut symbols: Vec<Symbol> = entries
            .iter()
            .flat_map(|(skeleton, _)| skeleton)
            .copied()
            .collect();
        symbols.sort_unstable();
        symbols.dedup();
        let words = Vec::with_capacity(entries.len());
        let mut trie = Self {
            alphabet,
            nodes: vec![Node::default()],
            symbols,
            words,
        };
        trie.grow(0, &entries, 0, vocabulary);
        trie
    }

    /// Gives the node its words and children: `entries` share the first `depth` symbols and are sorted.
    fn grow(
        &mut self,
        node: usize,
        entries: &[(Vec<Symbol>, u32)],
        depth: usize,
        vocabulary: &[Unit],
    ) {
        let own = entries
            .iter()
            .take_while(|(skeleton, _)| skeleton.len() == depth)
            .count();
        let first_word = self.words.len() as u32;
        let budget_of =
            |(_, number): &(Vec<Symbol>, u32)| vocabulary[*number as usize].budget.across;
        self.words.extend(
            entries[..own]
                .iter()
                .map(|entry| (entry.1, budget_of(entry))),
        );
        self.nodes[node].budget = entries.iter().map(budget_of).max().unwrap_or_default();
        self.nodes[node].words = (first_word, self.words.len() as u32);
        let branches: Vec<&[(Vec<Symbol>, u32)]> = entries[own..]
            .chunk_by(|(one, _), (other, _)| one[depth] == other[depth])
            .collect();
        let first_child = self.nodes.len();
        for branch in &branches {
            self.nodes.push(Node {
                symbol: branch.first().map(|(skeleton, _)| skeleton[depth]),
                ..Node::default()
            });
        }
        self.nodes[node].children = (first_child as u32, self.nodes.len() as u32);
        for (offset, branch) in branches.into_iter().enumerate() {
            self.grow(first_child + offset, branch, depth + 1, vocabulary);
        }
    }
}

/// One query skeleton on its way through one trie.
struct Walk<'a> {
    trie: &'a Trie,
    budget: Centinats,
    query: &'a [Symbol],
    /// What each query symbol costs that meets no strong symbol.
    lost: Row,
    /// By listed symbol: what it costs unmet, and then against each query symbol.
    table: Vec<Row>,
}

impl<'a> Walk<'a> {
    fn new(trie: &'a Trie, query: &'a [Symbol], of: Alphabet, budget: Centinats) -> Self {
        let costs = costs();
        let mut lost: Row = [0; MAX_SYMBOLS + 1];
        for (at, &symbol) in query.iter().enumerate() {
            lost[at] = costs.weakened(symbol, trie.alphabet);
        }
        let mut table = vec![[0; MAX_SYMBOLS + 1]; SYMBOLS];
        for &listed in &trie.symbols {
            let row = &mut table[listed.index()];
            row[0] = costs.weakened(listed, of);
            for (at, &symbol) in query.iter().enumerate() {
                row[at + 1] = costs.put(symbol, listed);
            }
        }
        Self {
            trie,
            budget,
            query,
            lost,
            table,
        }
    }

    fn start(&self, visit: &mut impl FnMut(u32)) {
        let mut row: Row = [0; MAX_SYMBOLS + 1];
        for at in 0..self.query.len() {
            row[at + 1] = row[at] + self.lost[at];
        }
        if let Some(root) = self.trie.nodes.first() {
            self.visit(root, &row, visit);
            self.descend(
                root,
                None,
                (&row, 0),
                (&[Centinats::MAX / 2; MAX_SYMBOLS + 1], Centinats::MAX / 2),
                visit,
            );
        }
    }

    fn visit(&self, node: &Node, row: &Row, visit: &mut impl FnMut(u32)) {
        let cost = row[self.query.len()];
        if cost <= self.budget.min(node.budget) {
            let words = &self.trie.words[node.words.0 as usize..node.words.1 as usize];
            words
                .iter()
                .filter(|(_, budget)| cost <= *budget)
                .for_each(|&(word, _)| visit(word));
        }
    }

    /// `above` is the alignment's row at `node` and its least cost, `before` the same at its parent: a swap reaches over two.
    fn descend(
        &self,
        node: &Node,
        last: Option<Symbol>,
        above: (&Row, Centinats),
        before: (&Row, Centinats),
        visit: &mut impl FnMut(u32),
    ) {
        let mut row: Row = [0; MAX_SYMBOLS + 1];
        for child in &self.trie.nodes[node.children.0 as usize..node.children.1 as usize] {
            let Some(symbol) = child.symbol else { continue };
            let least = self.fill(&mut row, symbol, last, above.0, before.0);
            self.visit(child, &row, visit);
            if least.min(above.1 + SWAPPED) <= self.budget.min(child.budget) {
                self.descend(child, Some(symbol), (&row, least), above, visit);
            }
        }
    }

    /// Fills the next row of the alignment and returns its least cost.
    fn fill(
        &self,
        row: &mut Row,
        listed: Symbol,
        last: Option<Symbol>,
        above: &Row,
        before: &Row,
    ) -> Centinats {
        let costs = &self.table[listed.index()];
        let lose_listed = costs[0];
        row[0] = above[0] + lose_listed;
        let mut least = row[0];
        for at in 0..self.query.len() {
            let mut best = above[at] + costs[at + 1];
            best = best
                .min(above[at + 1] + lose_listed)
                .min(row[at] + self.lost[at]);
            if at > 0 && last == Some(self.query[at]) && self.query[at - 1] == listed {
                best = best.min(before[at - 1] + SWAPPED);
            }
            row[at + 1] = best;
            least = least.min(best);
        }
        least
    }
}
