//! The mistakes a number survives when a person reads, says or types it.

use serde::{Deserialize, Serialize};

/// How two numbers that are not equal may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Near {
    /// They differ in characters that look alike only: O and 0, I or L and 1, B and 8.
    LookAlike,
    /// Two neighbouring characters changed places.
    Transposed,
    /// One has a character the other lost.
    Lost,
}

/// Below six characters every number is near some other.
const SHORTEST: usize = 6;

impl Near {
    /// What is left of an exact number's weight: a share of it, so that a near one never outweighs an equal one.
    pub(crate) const fn share(self) -> f64 {
        match self {
            Self::LookAlike => 0.6,
            Self::Transposed => 0.32,
            Self::Lost => 0.28,
        }
    }

    /// How the two are near, if they are; equal numbers are not.
    pub(crate) fn between(asked: &str, listed: &str) -> Option<Self> {
        if asked == listed {
            return None;
        }
        let (asked, listed) = (Alike::new(asked), Alike::new(listed));
        if asked.0.len().min(listed.0.len()) < SHORTEST {
            return None;
        }
        if asked == listed {
            Some(Self::LookAlike)
        } else if transposed(&asked.0, &listed.0) {
            Some(Self::Transposed)
        } else if lost(&asked.0, &listed.0) || lost(&listed.0, &asked.0) {
            Some(Self::Lost)
        } else {
            None
        }
    }
}

/// A number with characters that look alike made one.
#[derive(PartialEq, Eq)]
pub(super) struct Alike(pub(super) Vec<char>);

impl Alike {
    pub(super) fn new(key: &str) -> Self {
        let alike = |c| match c {
            'o' => '0',
            'i' | 'l' => '1',
            'b' => '8',
            other => other,
        };
        Self(key.chars().map(alike).collect())
    }

    /// Itself, then each form with one character less: two numbers are near in any way of [`Near`] only if they share
    /// one of these. Both halves of a transposition lose one of the two characters; both sides of a lost one meet in
    /// the shorter.
    pub(super) fn neighbourhood(&self) -> impl Iterator<Item = Vec<char>> + '_ {
        let shorter = (0..self.0.len())
            .filter(|_| self.0.len() >= SHORTEST)
            .map(|left_out| {
                self.0
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != left_out)
                    .map(|(_, c)| *c)
                    .collect()
            });
        std::iter::once(self.0.clone()).chain(shorter)
    }
}

fn transposed(one: &[char], other: &[char]) -> bool {
    let mut apart = one
        .iter()
        .zip(other)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, _)| at);
    one.len() == other.len()
        && matches!((apart.next(), apart.next(), apart.next()), (Some(first), Some(second), None)
            if second == first + 1 && one.get(first) == other.get(second) && one.get(second) == other.get(first))
}

fn lost(shorter: &[char], longer: &[char]) -> bool {
    let same = shorter
        .iter()
        .zip(longer)
        .take_while(|(a, b)| a == b)
        .count();
    longer.len() == shorter.len() + 1 && shorter[same..] == longer[same + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_mistake_has_its_name() {
        assert_eq!(Near::between("o1b4567", "0184567"), Some(Near::LookAlike));
        assert_eq!(Near::between("1243567", "1234567"), Some(Near::Transposed));
        assert_eq!(Near::between("123456", "1234567"), Some(Near::Lost));
        assert_eq!(Near::between("12344567", "1234567"), Some(Near::Lost));
        assert_eq!(Near::between("1234567", "1234567"), None);
        assert_eq!(
            Near::between("1934567", "1234567"),
            None,
            "another digit is another number"
        );
        assert_eq!(
            Near::between("12354", "12345"),
            None,
            "short numbers are near by chance"
        );
    }

    proptest! {
        #[test]
        fn numbers_that_are_near_share_a_neighbour(one in "[0-9obil]{5,9}", at in 0usize..9, how in 0usize..3) {
            let mut chars: Vec<char> = one.chars().collect();
            let at = at % (chars.len() - 1);
            match how {
                0 => chars.swap(at, at + 1),
                1 => { chars.remove(at); }
                _ => chars.insert(at, '7'),
            }
            let other: String = chars.into_iter().collect();
            if Near::between(&one, &other).is_some() {
                let (a, b) = (Alike::new(&one), Alike::new(&other));
                let hers: Vec<_> = b.neighbourhood().collect();
                prop_assert!(a.neighbourhood().any(|n| hers.contains(&n)));
            }
        }

        #[test]
        fn nearness_does_not_depend_on_who_asks(one in "[0-9a-o]{1,10}", other in "[0-9a-o]{1,10}") {
            prop_assert_eq!(Near::between(&one, &other), Near::between(&other, &one));
        }
    }
}
