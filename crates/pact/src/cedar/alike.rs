//! Places that no clause tells apart, of which a question names one for all.
//!
//! What policies ask of a question's places is whether all, or some, lie in a clause's. Two places that lie in the same clauses
//! answer alike, so a question about the world need not name every country to Cedar.

use std::collections::BTreeMap;

use crate::bits::BitSet;

/// For each place the number of its class: places of one class lie in the same areas.
#[derive(Debug)]
pub(super) struct Alike(Vec<usize>);

impl Alike {
    /// The classes of so many places that these areas make.
    pub(super) fn new<'a>(places: usize, areas: impl Iterator<Item = &'a BitSet>) -> Self {
        let mut classes = vec![0; places];
        for area in areas {
            // Each class parts into what lies in the area and what does not.
            let mut parted: BTreeMap<(usize, bool), usize> = BTreeMap::new();
            for (place, class) in classes.iter_mut().enumerate() {
                let next = parted.len();
                *class = *parted.entry((*class, area.contains(place))).or_insert(next);
            }
        }
        Self(classes)
    }

    /// The first of these places of each class.
    pub(super) fn told_apart(&self, places: &BitSet) -> BitSet {
        let mut met = BitSet::empty(self.0.len());
        let mut first = BitSet::empty(self.0.len());
        for place in places.iter() {
            if let Some(class) = self.0.get(place)
                && !met.contains(*class)
            {
                met.insert(*class);
                first.insert(place);
            }
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(of: &[usize]) -> BitSet {
        of.iter().fold(BitSet::empty(80), |mut all, n| {
            all.insert(*n);
            all
        })
    }

    proptest! {
        #[test]
        fn the_few_lie_in_an_area_where_all_do_and_touch_it_where_some_do(
            areas in proptest::collection::vec(proptest::collection::vec(0_usize..80, 0..40), 0..6),
            asked in proptest::collection::vec(0_usize..80, 0..80),
        ) {
            let (areas, asked): (Vec<BitSet>, BitSet) = (areas.iter().map(|a| set(a)).collect(), set(&asked));
            let few = Alike::new(80, areas.iter()).told_apart(&asked);
            prop_assert!(few.is_subset(&asked));
            prop_assert!(few.iter().count() <= 1 << areas.len());
            for area in &areas {
                prop_assert_eq!(few.is_subset(area), asked.is_subset(area));
                prop_assert_eq!(few.intersects(area), asked.intersects(area));
            }
        }
    }
}
