//! A containment tree, read as sets: each node stands for its own unnamed rest and everything below it.
//!
//! Countries and their declared parts form one, activities another. *Contained in* then means *subset of*, and an
//! inner node is more than its named children: `ml` is more than `ml-north`.

use std::collections::BTreeMap;

use crate::bits::BitSet;

/// The tree. Node 0 is the root and contains all.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    ids: Vec<Box<str>>,
    index: BTreeMap<Box<str>, usize>,
    down: Vec<BitSet>,
}

impl Tree {
    /// Builds from a root and `(node, parent)` pairs in any order.
    ///
    /// A node whose parents do not lead to the root (an unknown parent, a cycle) is left out: the file's checks have
    /// reported it by then.
    pub(crate) fn new<'a>(
        root: &'a str,
        nodes: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (node, parent) in nodes {
            children.entry(parent).or_default().push(node);
        }
        // Breadth first: a parent's number is below its children's.
        let mut order: Vec<(&str, Option<usize>)> = vec![(root, None)];
        let mut at = 0;
        while let Some((node, _)) = order.get(at).copied() {
            for child in children.remove(node).unwrap_or_default() {
                order.push((child, Some(at)));
            }
            at += 1;
        }
        let mut down: Vec<BitSet> = (0..order.len())
            .map(|n| {
                let mut own = BitSet::empty(order.len());
                own.insert(n);
                own
            })
            .collect();
        for n in (1..order.len()).rev() {
            if let Some((_, Some(parent))) = order.get(n) {
                let (above, below) = down.split_at_mut(n);
                if let (Some(above), Some(below)) = (above.get_mut(*parent), below.first()) {
                    above.add_all(below);
                }
            }
        }
        Self {
            ids: order.iter().map(|(id, _)| (*id).into()).collect(),
            index: order
                .iter()
                .enumerate()
                .map(|(n, (id, _))| ((*id).into(), n))
                .collect(),
            down,
        }
    }

    /// How many nodes there are.
    pub(crate) const fn len(&self) -> usize {
        self.ids.len()
    }

    /// The empty set of its nodes.
    pub(crate) fn none(&self) -> BitSet {
        BitSet::empty(self.ids.len())
    }

    /// The node and all below it.
    pub(crate) fn get(&self, id: &str) -> Option<&BitSet> {
        self.index.get(id).and_then(|n| self.down.get(*n))
    }

    /// The number of a node.
    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The nodes that contain a node, itself last.
    pub(crate) fn containing(&self, n: usize) -> impl Iterator<Item = &str> {
        let nodes = self.ids.iter().zip(&self.down);
        nodes
            .filter(move |(_, down)| down.contains(n))
            .map(|(id, _)| id.as_ref())
    }

    /// Every node as the set of itself and what is below it.
    pub(crate) fn sets(&self) -> impl Iterator<Item = &BitSet> {
        self.down.iter()
    }

    /// Every node with itself and what is below it, in the order of numbers: what contains comes first.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (&str, &BitSet)> {
        self.ids().zip(&self.down)
    }

    /// The ids of a set of its nodes.
    pub(crate) fn ids_of<'a>(&'a self, set: &'a BitSet) -> impl Iterator<Item = &'a str> {
        set.iter()
            .filter_map(|n| self.ids.get(n).map(AsRef::as_ref))
    }

    /// All ids, the root first.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inner_node_is_more_than_its_children() {
        let tree = Tree::new("any", [("a1", "a"), ("a2", "a"), ("a", "any")]);
        let mut children = tree.get("a1").unwrap().clone();
        children.add_all(tree.get("a2").unwrap());
        let inner = tree.get("a").unwrap();
        assert!(children.is_subset(inner) && !inner.is_subset(&children));
        assert!(inner.is_subset(tree.get("any").unwrap()));
        assert_eq!(inner.iter().count(), 3);
    }

    #[test]
    fn a_cycle_hangs_from_nothing_and_is_left_out() {
        let tree = Tree::new("any", [("a", "b"), ("b", "a"), ("c", "any")]);
        assert!(tree.get("a").is_none());
        assert_eq!(tree.ids().count(), 2);
    }
}
