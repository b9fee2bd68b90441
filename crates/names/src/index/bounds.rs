//! The most that a form could amount to, from what is known of its meetings with a query: what a search may leave out.
//!
//! The idea is that of WAND and MaxScore (Broder et al. 2003, "Efficient query evaluation using a two-level retrieval process";
//! Turtle & Flood 1995): what all common words of a query amount to together is not enough, so that a form that can reach the
//! threshold shares one of the others, and only those are looked for. Here a word that is *not* met counts against the form, too.

use crate::meeting::{INITIAL, RESEMBLING_LEAST, most_evidence};
use crate::name::{Form, MAX_POSITIONS, Role, Slot, Unit};
use crate::rarity::Centinats;
use crate::settle::ENOUGH_NAMES;
use crate::weights::{Weights, Whole};

/// What the name that is looked for is; the index holds the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Query,
    Listed,
}

/// What bounds depend on that a form is, whatever its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    /// Some word is one of an organisation's name.
    of_organisation: bool,
    /// Some word is but an initial.
    has_initial: bool,
}

impl Traits {
    pub(super) const ALL: [Self; 4] = {
        const fn traits(of_organisation: bool, has_initial: bool) -> Traits {
            Traits {
                of_organisation,
                has_initial,
            }
        }
        [
            traits(false, false),
            traits(false, true),
            traits(true, false),
            traits(true, true),
        ]
    };

    pub(super) fn of(form: &Form) -> Self {
        let mut slots = form.positions.iter().map(|position| &position.slot);
        Self {
            of_organisation: slots.clone().any(|slot| slot.role == Role::Word),
            has_initial: slots.any(|slot| slot.initial.is_some()),
        }
    }

    /// The traits' place in [`ALL`](Self::ALL).
    pub(super) fn index(self) -> usize {
        usize::from(self.of_organisation) * 2 + usize::from(self.has_initial)
    }
}

/// Some of the traits forms may have, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TraitSet(u8);

impl TraitSet {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self((1 << Traits::ALL.len()) - 1);

    /// Those of forms in which some word is but an initial.
    pub(super) const WITH_INITIALS: Self = Self(0b1010);

    /// Whether the other set has all of these.
    pub(super) fn is_among(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn has(self, traits: Traits) -> bool {
        self.0 >> traits.index() & 1 == 1
    }

    pub(super) fn with(self, traits: Traits) -> Self {
        Self(self.0 | 1 << traits.index())
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The most that meetings are worth, by the position they start at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    one: [Centinats; MAX_POSITIONS],
    /// Of two positions written together.
    two: [Centinats; MAX_POSITIONS],
}

/// Less than any evidence.
const UNMET: Centinats = Centinats::MIN / 4;

impl Evidence {
    pub(super) const NONE: Self = Self {
        one: [UNMET; MAX_POSITIONS],
        two: [UNMET; MAX_POSITIONS],
    };

    /// Counts a meeting of these positions in. One that weighs against the form need not be chosen, but spares it the word's lack.
    pub(super) fn raise(&mut self, mask: u32, evidence: Centinats) {
        let start = mask.trailing_zeros() as usize;
        let side = if mask.count_ones() > 1 {
            &mut self.two
        } else {
            &mut self.one
        };
        side[start] = side[start].max(evidence.max(0));
    }
}

/// What a query's positions weigh against forms of one kind.
#[derive(Debug)]
pub(super) struct Bounds<'a> {
    weights: &'a Weights,
    positions: usize,
    lacks: [Centinats; MAX_POSITIONS],
    /// Positions that are names, as bits.
    names: u32,
    /// Positions that an initial may meet, as bits.
    initials: u32,
    broken: Centinats,
    /// The least that one name weighs which meets none but resembles the last one left, where that may be.
    resembling: Option<Centinats>,
}

impl<'a> Bounds<'a> {
    pub(super) fn new(weights: &'a Weights, slots: &[Slot], side: Side, traits: Traits) -> Self {
        let mut bounds = Self {
            weights,
            positions: slots.len(),
            lacks: [0; MAX_POSITIONS],
            names: 0,
            initials: 0,
            broken: 0,
            resembling: None,
        };
        for (at, slot) in slots.iter().enumerate() {
            bounds.lacks[at] = match side {
                Side::Query => weights.query_lacks_of(slot.role, traits.of_organisation),
                Side::Listed => weights.least_listed_lacks(slot.role),
            };
            let role = match side {
                Side::Query => slot.role.in_organisation(traits.of_organisation),
                Side::Listed => slot.role,
            };
            bounds.names |= u32::from(role.is_name()) << at;
            // A form's initials may stand for any word, a query's for any word of the form.
            bounds.initials |= u32::from(traits.has_initial || slot.initial.is_some()) << at;
        }
        let names = bounds.names.count_ones() as Centinats;
        bounds.broken = match side {
            Side::Query => weights.least_query_broken(names),
            Side::Listed => weights.least_listed_broken(names),
        };
        // How many names a query must have is known only of the name that is one.
        let may_resemble = side == Side::Listed || names >= ENOUGH_NAMES;
        bounds.resembling =
            may_resemble.then(|| RESEMBLING_LEAST + weights.whole(Whole::Resembling));
        bounds
    }

    /// The most that a form amounts to that has no other meetings than these, initials apart.
    ///
    /// Evidence is at most tempered, and never raised by it: so the best choice of meetings, less what is left over, is a bound, and
    /// so is all evidence tempered, less what can in no way be met.
    pub(super) fn most(&self, evidence: &Evidence) -> Centinats {
        // By the number of positions settled: the best with no name left over, the best with one, the best with one that resembles
        // another, the most evidence.
        let (mut whole, mut broken, mut most) = ([UNMET; 3], [UNMET; 3], [0; 3]);
        let mut resembled = [UNMET; 3];
        whole[2] = 0;
        let mut left = 0;
        let (mut names_left, mut lack_of_names) = (0, 0);
        for at in 0..self.positions {
            let is_name = self.names >> at & 1 == 1;
            let mut one = evidence.one[at];
            if self.initials >> at & 1 == 1 {
                one = one.max(INITIAL);
            }
            let two = if at > 0 { evidence.two[at - 1] } else { UNMET };
            let lack = self.lacks[at];
            let (whole_without, broken_without) = if is_name {
                (UNMET, whole[2].max(broken[2]) - lack)
            } else {
                (whole[2] - lack, broken[2] - lack)
            };
            let next_whole = whole_without.max(whole[2] + one).max(whole[1] + two);
            let next_broken = broken_without.max(broken[2] + one).max(broken[1] + two);
            let resembled_here = match self.resembling {
                Some(resembling) if is_name => whole[2] - resembling,
                _ if is_name => UNMET,
                _ => resembled[2] - lack,
            };
            let next_resembled = resembled_here
                .max(resembled[2] + one)
                .max(resembled[1] + two);
            let next_most = most[2].max(most[2] + one).max(most[1] + two);
            if one < 0 && two < 0 && evidence.two[at] < 0 {
                left += lack;
                names_left += i32::from(is_name);
                lack_of_names += if is_name { lack } else { 0 };
            }
            whole = [whole[1], whole[2], next_whole.max(UNMET)];
            broken = [broken[1], broken[2], next_broken.max(UNMET)];
            resembled = [resembled[1], resembled[2], next_resembled.max(UNMET)];
            most = [most[1], most[2], next_most];
        }
        let chosen = whole[2].max(broken[2] - self.broken).max(resembled[2]);
        let against = match (names_left, self.resembling) {
            (0, _) => left,
            (1, Some(resembling)) => (left + self.broken).min(left - lack_of_names + resembling),
            _ => left + self.broken,
        };
        let tempered = self.weights.tempered(most[2]) - against;
        chosen.min(tempered)
    }

    /// Positions, as bits, of which a form must meet one to amount to `least`: the rarest words, as few as are enough.
    pub(super) fn needed(&self, units: &[Unit], least: Centinats) -> u32 {
        let mut by_rarity: Vec<(Centinats, usize)> = (0..self.positions)
            .map(|at| {
                let of_one = units
                    .iter()
                    .filter(|unit| unit.span == 1 && usize::from(unit.start) == at);
                let most = of_one.map(|unit| unit.information).max();
                (most.unwrap_or_default(), at)
            })
            .collect();
        by_rarity.sort_unstable();
        let mut left_out = 0;
        for (_, at) in by_rarity {
            let and_this = left_out | 1 << at;
            if self.most(&most_within(units, and_this)) < least {
                left_out = and_this;
            }
        }
        !left_out & ((1 << self.positions) - 1)
    }
}

/// The most that meetings of nothing but these positions are worth.
pub(super) fn most_within(units: &[Unit], positions: u32) -> Evidence {
    let mut evidence = Evidence::NONE;
    for unit in units.iter().filter(|unit| unit.mask() & !positions == 0) {
        evidence.raise(unit.mask(), most_evidence(unit));
    }
    evidence
}
