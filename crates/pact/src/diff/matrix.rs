//! Questions by activity and theatre, as a row of theatres for each activity: every pair of names there is.

use crate::bits::BitSet;

/// A set of (activity, theatre), each by its number among the names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Matrix {
    rows: Vec<BitSet>,
}

impl Matrix {
    pub(super) fn empty(activities: usize, theatres: usize) -> Self {
        Self {
            rows: vec![BitSet::empty(theatres); activities],
        }
    }

    /// Every pair.
    pub(super) fn all(activities: usize, theatres: usize) -> Self {
        let mut row = BitSet::empty(theatres);
        (0..theatres).for_each(|n| row.insert(n));
        Self {
            rows: vec![row; activities],
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.iter().all(BitSet::is_empty)
    }

    /// Whether one of these pairs is in it.
    pub(super) fn meets(&self, (activities, theatres): &(BitSet, BitSet)) -> bool {
        let mut rows = activities.iter().filter_map(|n| self.rows.get(n));
        rows.any(|row| row.intersects(theatres))
    }

    pub(super) fn add(&mut self, activities: &BitSet, theatres: &BitSet) {
        for row in self.chosen(activities) {
            row.add_all(theatres);
        }
    }

    pub(super) fn remove(&mut self, activities: &BitSet, theatres: &BitSet) {
        for row in self.chosen(activities) {
            row.remove_all(theatres);
        }
    }

    /// Leaves only what lies in both lists.
    pub(super) fn keep(&mut self, activities: Option<&BitSet>, theatres: Option<&BitSet>) {
        for (n, row) in self.rows.iter_mut().enumerate() {
            if activities.is_some_and(|set| !set.contains(n)) {
                row.clear();
            } else if let Some(theatres) = theatres {
                row.keep_all(theatres);
            }
        }
    }

    pub(super) fn minus(mut self, other: &Self) -> Self {
        for (row, without) in self.rows.iter_mut().zip(&other.rows) {
            row.remove_all(without);
        }
        self
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        for (row, with) in self.rows.iter_mut().zip(&other.rows) {
            row.keep_all(with);
        }
        self
    }

    fn chosen(&mut self, activities: &BitSet) -> impl Iterator<Item = &mut BitSet> {
        let rows = self.rows.iter_mut().enumerate();
        rows.filter(|(n, _)| activities.contains(*n))
            .map(|(_, row)| row)
    }

    /// The pairs inside no other pair of the set. `wider` says of each name which names mean more.
    pub(super) fn widest(
        &self,
        wider_activities: &[BitSet],
        wider_theatres: &[BitSet],
    ) -> Vec<(usize, usize)> {
        let mut widest = Vec::new();
        for (activity, row) in self.rows.iter().enumerate() {
            let above = wider_activities.get(activity).into_iter();
            let above: Vec<&BitSet> = above
                .flat_map(BitSet::iter)
                .filter_map(|n| self.rows.get(n))
                .collect();
            for theatre in row.iter() {
                let within = |row: &BitSet| {
                    wider_theatres
                        .get(theatre)
                        .is_some_and(|wider| wider.intersects(row))
                };
                let inside_another =
                    within(row) || above.iter().any(|row| row.contains(theatre) || within(row));
                if !inside_another {
                    widest.push((activity, theatre));
                }
            }
        }
        widest
    }
}
