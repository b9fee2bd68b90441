//! Many short lists in one long one.

/// Lists by number, side by side: one allocation for all.
#[derive(Debug)]
pub(super) struct Runs<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Runs<T> {
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The list of that number; none where there is no such number.
    pub(super) fn of(&self, number: u32) -> &[T] {
        match self.starts.get(number as usize..number as usize + 2) {
            Some(&[from, to]) => &self.items[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Every list of numbers that an item stands under, in the order of the items.
    pub(super) fn inverted(
        of: impl Iterator<Item = (u32, u32)> + Clone,
        count: usize,
    ) -> Runs<u32> {
        let mut starts = vec![0_u32; count + 1];
        for (under, _) in of.clone() {
            starts[under as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts[count] as usize];
        for (under, number) in of {
            items[next[under as usize] as usize] = number;
            next[under as usize] += 1;
        }
        Runs { starts, items }
    }
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self {
            starts: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T> Runs<T> {
    /// Adds a list.
    pub(super) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
        self.starts.push(self.items.len() as u32);
    }

    pub(super) fn items_mut(&mut self) -> &mut [T] {
        &mut self.items
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.starts.shrink_to_fit();
        self.items.shrink_to_fit();
    }
}
