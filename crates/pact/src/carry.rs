//! What a set of one version's areas or activities is in another version that draws them otherwise.
//!
//! A place keeps its meaning, not its name: a part newly declared within `ml` lies in what was `ml`'s unnamed rest, and
//! a part no longer declared is in the rest of what it lay in. A grouping is carried as the places it held when it was
//! signed, so that redrawing it changes nothing that was agreed before.

#[cfg(any(feature = "prove", test))]
use crate::bits::BitSet;
use crate::tree::Tree;

/// The nodes of `new` that a set of nodes of `old` means. Never less: where the new tree no longer tells apart what
/// the old one did, the whole of it is meant.
#[cfg(any(feature = "prove", test))]
pub(crate) fn carry(old: &Tree, new: &Tree, set: &BitSet) -> BitSet {
    let mut carried = new.none();
    for (n, id) in new.ids().enumerate() {
        let was = old.number(id).or_else(|| nearest_above(new, n, old));
        if was.is_some_and(|was| set.contains(was)) {
            carried.insert(n);
        }
    }
    for (n, id) in old.ids().enumerate() {
        if set.contains(n) && new.number(id).is_none() {
            carried.extend_with(nearest_above(old, n, new));
        }
    }
    carried
}

/// The number in `other` of the nearest node above `n` that both trees have. The roots are the same.
pub(crate) fn nearest_above(tree: &Tree, n: usize, other: &Tree) -> Option<usize> {
    // Parents are numbered before their children, so the last that contains it is the nearest.
    let above = tree.containing(n).filter_map(|id| other.number(id));
    above.last()
}

#[cfg(any(feature = "prove", test))]
impl BitSet {
    fn extend_with(&mut self, n: Option<usize>) {
        if let Some(n) = n {
            self.insert(n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<'t>(tree: &'t Tree, set: &BitSet) -> Vec<&'t str> {
        tree.ids()
            .enumerate()
            .filter(|(n, _)| set.contains(*n))
            .map(|(_, id)| id)
            .collect()
    }

    #[test]
    fn a_place_keeps_its_meaning_when_its_parts_are_drawn_anew() {
        let old = Tree::new(
            "world",
            [("ml", "world"), ("ne", "world"), ("ml-north", "ml")],
        );
        let new = Tree::new(
            "world",
            [("ml", "world"), ("ne", "world"), ("ml-south", "ml")],
        );
        let mali = carry(&old, &new, old.get("ml").unwrap());
        assert_eq!(
            ids(&new, &mali),
            ["ml", "ml-south"],
            "a new part lies in what was the rest"
        );
        let north = carry(&old, &new, old.get("ml-north").unwrap());
        assert_eq!(
            ids(&new, &north),
            ["ml"],
            "a part no longer told apart means the rest it is now in"
        );
        let world = carry(&old, &new, old.get("world").unwrap());
        assert_eq!(&world, new.get("world").unwrap());
    }
}
