//! Which of the possible meetings make the whole: no position is used twice, and what is left over counts against.

use crate::meeting::Pair;
use crate::name::{Role, Slot};
use crate::rarity::Centinats;

/// What a name's evidence weighs. Made by `examples/calibrate.rs`.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// A word of the query that the listed name lacks, by role.
    pub(crate) query_lacks: [Centinats; Role::COUNT],
    /// A word of the listed name that the query lacks, by role.
    pub(crate) listed_lacks: [Centinats; Role::COUNT],
    /// A word left over on each side: they do not lack it, they disagree.
    pub(crate) disagreement: Centinats,
    /// Two meetings that cross each other.
    pub(crate) crossing: Centinats,
    /// The total that makes it even odds at the calibrated prior.
    pub(crate) half: Centinats,
    /// Centinats of the total to one nat of log odds.
    pub(crate) scale: f64,
}

/// Which meetings were chosen, and the evidence they amount to.
#[derive(Clone, Debug)]
pub(crate) struct Settlement {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) features: Features,
    pub(crate) total: Centinats,
}

/// What the total is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    pub(crate) evidence: Centinats,
    pub(crate) left_of_query: u32,
    pub(crate) left_of_listed: u32,
    pub(crate) disagreements: Centinats,
    pub(crate) crossings: Centinats,
}

/// Chooses greedily, dearest first; ties go by position, so that the answer never depends on the order of `pairs`.
pub(crate) fn settle(weights: &Weights, query: &[Slot], listed: &[Slot], pairs: &mut [Pair]) -> Settlement {
    let query_lacks = |slot: &Slot| weights.query_lacks[slot.role.index()];
    let listed_lacks = |slot: &Slot| weights.listed_lacks[slot.role.index()];
    let gain = |pair: &Pair| {
        pair.meeting.evidence + sum(query, pair.query, query_lacks) + sum(listed, pair.listed, listed_lacks)
    };
    pairs.sort_unstable_by_key(|pair| (-gain(pair), pair.query, pair.listed, pair.meeting.rule, pair.meeting.cost));
    let (mut free_of_query, mut free_of_listed) = (u32::MAX, u32::MAX);
    let mut chosen: Vec<Pair> = Vec::with_capacity(query.len());
    for pair in pairs.iter() {
        if pair.query & !free_of_query == 0 && pair.listed & !free_of_listed == 0 && gain(pair) > 0 {
            free_of_query &= !pair.query;
            free_of_listed &= !pair.listed;
            chosen.push(*pair);
        }
    }
    chosen.sort_unstable_by_key(|pair| pair.query);
    let features = Features {
        evidence: chosen.iter().map(|pair| pair.meeting.evidence).sum(),
        left_of_query: free_of_query,
        left_of_listed: free_of_listed,
        disagreements: count_names(query, free_of_query).min(count_names(listed, free_of_listed)),
        crossings: crossings(&chosen),
    };
    let total = features.evidence
        - sum(query, free_of_query, query_lacks)
        - sum(listed, free_of_listed, listed_lacks)
        - weights.disagreement * features.disagreements
        - weights.crossing * features.crossings;
    Settlement { pairs: chosen, features, total }
}

/// The sum of `weight` over the slots whose bit is set.
pub(crate) fn sum(slots: &[Slot], mask: u32, weight: impl Fn(&Slot) -> Centinats) -> Centinats {
    slots.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, slot)| weight(slot)).sum()
}

fn count_names(slots: &[Slot], mask: u32) -> Centinats {
    sum(slots, mask, |slot| Centinats::from(!matches!(slot.role, Role::Title | Role::Legal)))
}

/// Neighbouring meetings, in the query's order, that stand the other way round in the listed name.
fn crossings(chosen: &[Pair]) -> Centinats {
    let crossed = chosen.windows(2).filter(|two| two[0].listed > two[1].listed).count();
    crossed as Centinats
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            //            Given Middle Family Kunya Title Legal
            query_lacks: [150, 100, 200, 60, 0, 10],
            listed_lacks: [150, 80, 150, 60, 0, 10],
            disagreement: 250,
            crossing: 30,
            half: 850,
            scale: 120.0,
        }
    }
}

impl Weights {
    /// Log odds for a total.
    pub(crate) fn logit(&self, total: Centinats) -> f64 {
        f64::from(total - self.half) / self.scale
    }
}
