//! Which of the possible meetings make the whole: no position is used twice, and what is left over counts against.

use std::sync::LazyLock;

use crate::meeting::Pair;
use crate::name::{Role, Slot};
use crate::rarity::Centinats;

/// What a name's evidence weighs, in centinats. All but `half` and `scale` are costs, so that a total never exceeds its evidence.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// What evidence beyond [`FULL_EVIDENCE`] counts for, in hundredths.
    pub(crate) beyond: Centinats,
    /// A word of the query that the listed name lacks, by role.
    pub(crate) query_lacks: [Centinats; Role::COUNT],
    /// A word of the listed name that the query lacks, by role.
    pub(crate) listed_lacks: [Centinats; Role::COUNT],
    /// The query is not met as a whole.
    pub(crate) query_broken: Centinats,
    /// The listed name is not met as a whole.
    pub(crate) listed_broken: Centinats,
    /// The query lacks the listed given name, and has something else instead.
    pub(crate) other_given: Centinats,
    /// The query lacks the listed given name though it has [`MANY_NAMES`] and all of them are met: who names the fathers names the son.
    pub(crate) son_unnamed: Centinats,
    /// Two meetings that cross each other.
    pub(crate) crossing: Centinats,
    /// The total that makes it even odds at the calibrated prior.
    pub(crate) half: Centinats,
    /// Centinats of the total to one nat of log odds.
    pub(crate) scale: f64,
}

/// Evidence up to here counts in full: words of one family come together and are no independent witnesses.
pub(crate) const FULL_EVIDENCE: Centinats = 1_200;

/// Names of a query that traces a line of fathers.
const MANY_NAMES: Centinats = 4;

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
    /// What the chosen meetings are worth.
    pub(crate) worth: Centinats,
    /// What is taken off for spelling. It counts in full: however long the name, another given name is another person.
    pub(crate) toll: Centinats,
    /// Positions left over, as bits.
    pub(crate) left_of_query: u32,
    pub(crate) left_of_listed: u32,
    pub(crate) other_given: bool,
    pub(crate) son_unnamed: bool,
    pub(crate) query_broken: bool,
    pub(crate) listed_broken: bool,
    pub(crate) crossings: Centinats,
}

/// Chooses greedily, dearest first; ties go by position, so that the answer never depends on the order of `pairs`.
pub(crate) fn settle(
    weights: &Weights,
    query: &[Slot],
    listed: &[Slot],
    pairs: &mut [Pair],
) -> Settlement {
    let of_organisation = listed.iter().any(|slot| slot.role == Role::Word);
    let query_lacks = |slot: &Slot| weights.query_lacks_of(slot.role, of_organisation);
    let listed_lacks = |slot: &Slot| weights.listed_lacks[slot.role.index()];
    let gain = |pair: &Pair| {
        pair.meeting.evidence()
            + sum(query, pair.query, query_lacks)
            + sum(listed, pair.listed, listed_lacks)
    };
    pairs.sort_unstable_by_key(|pair| {
        (
            -gain(pair),
            pair.query,
            pair.listed,
            pair.meeting.rule,
            pair.meeting.cost,
        )
    });
    let (mut free_of_query, mut free_of_listed) = (u32::MAX, u32::MAX);
    let mut chosen: Vec<Pair> = Vec::with_capacity(query.len());
    for pair in pairs.iter() {
        if pair.query & !free_of_query == 0 && pair.listed & !free_of_listed == 0 && gain(pair) > 0
        {
            free_of_query &= !pair.query;
            free_of_listed &= !pair.listed;
            chosen.push(*pair);
        }
    }
    chosen.sort_unstable_by_key(|pair| pair.query);
    let (of_query, of_listed) = (
        count_names(query, free_of_query),
        count_names(listed, free_of_listed),
    );
    let lacks_given = sum(listed, free_of_listed, |slot| {
        Centinats::from(slot.role == Role::Given)
    }) > 0;
    let features = Features {
        worth: chosen.iter().map(|pair| pair.meeting.worth).sum(),
        toll: chosen.iter().map(|pair| pair.meeting.toll).sum(),
        left_of_query: free_of_query,
        left_of_listed: free_of_listed,
        other_given: lacks_given && of_query > 0,
        son_unnamed: lacks_given && of_query == 0 && count_names(query, u32::MAX) >= MANY_NAMES,
        query_broken: of_query > 0,
        listed_broken: of_listed > 0,
        crossings: crossings(&chosen),
    };
    let total = weights.total(query, listed, of_organisation, &features);
    Settlement {
        pairs: chosen,
        features,
        total,
    }
}

/// The sum of `weight` over the slots whose bit is set.
pub(crate) fn sum(slots: &[Slot], mask: u32, weight: impl Fn(&Slot) -> Centinats) -> Centinats {
    slots
        .iter()
        .enumerate()
        .filter(|(at, _)| mask >> at & 1 == 1)
        .map(|(_, slot)| weight(slot))
        .sum()
}

fn count_names(slots: &[Slot], mask: u32) -> Centinats {
    sum(slots, mask, |slot| Centinats::from(slot.role.is_name()))
}

/// A name turned round altogether is not worse than one with two words moved.
const MOST_CROSSINGS: usize = 2;

/// Neighbouring meetings, in the query's order, that stand the other way round in the listed name.
fn crossings(chosen: &[Pair]) -> Centinats {
    let crossed = chosen
        .windows(2)
        .filter(|two| two[0].listed > two[1].listed)
        .count();
    crossed.min(MOST_CROSSINGS) as Centinats
}

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../data/weights.tsv")));

impl Default for Weights {
    fn default() -> Self {
        WEIGHTS.clone()
    }
}

impl Weights {
    /// Lines of `name TAB value`, as `examples/calibrate.rs` writes them; what is missing weighs nothing.
    pub(crate) fn read(tsv: &str) -> Self {
        let value = |name: &str| -> f64 {
            let mut lines = tsv.lines().filter_map(|line| line.split_once('\t'));
            lines
                .find(|(known, _)| *known == name)
                .and_then(|(_, value)| value.parse().ok())
                .unwrap_or(0.0)
        };
        let cost = |name: &str| value(name).max(0.0) as Centinats;
        let by_role =
            |side: &str| Role::ALL.map(|role| cost(&format!("{side}_lacks_{}", role.name())));
        Self {
            beyond: cost("beyond"),
            query_lacks: by_role("query"),
            listed_lacks: by_role("listed"),
            query_broken: cost("query_broken"),
            listed_broken: cost("listed_broken"),
            other_given: cost("other_given"),
            son_unnamed: cost("son_unnamed"),
            crossing: cost("crossing"),
            half: value("half") as Centinats,
            scale: value("scale").max(1.0),
        }
    }
}

impl Weights {
    /// What a word of the query weighs that the listed name lacks. Beside an organisation's name, the parts of a person's are words.
    pub(crate) fn query_lacks_of(&self, role: Role, listed_is_organisation: bool) -> Centinats {
        let is_name = matches!(role, Role::Given | Role::Middle | Role::Family);
        let role = if listed_is_organisation && is_name {
            Role::Word
        } else {
            role
        };
        self.query_lacks[role.index()]
    }

    /// What meetings that are worth so much count for. Rises with it, and never faster: so `tempered(worth) - toll` is at most
    /// `tempered(worth - toll)`, which searching relies on.
    pub(crate) fn tempered(&self, evidence: Centinats) -> Centinats {
        evidence.min(FULL_EVIDENCE) + (evidence - FULL_EVIDENCE).max(0) * self.beyond.min(100) / 100
    }

    /// What a settlement's features amount to.
    pub(crate) fn total(
        &self,
        query: &[Slot],
        listed: &[Slot],
        of_organisation: bool,
        features: &Features,
    ) -> Centinats {
        let if_so = |so: bool, cost: Centinats| if so { cost } else { 0 };
        self.tempered(features.worth)
            - features.toll
            - sum(query, features.left_of_query, |slot| {
                self.query_lacks_of(slot.role, of_organisation)
            })
            - sum(listed, features.left_of_listed, |slot| {
                self.listed_lacks[slot.role.index()]
            })
            - if_so(features.query_broken, self.query_broken)
            - if_so(features.listed_broken, self.listed_broken)
            - if_so(features.other_given, self.other_given)
            - if_so(features.son_unnamed, self.son_unnamed)
            - self.crossing * features.crossings
    }

    /// Log odds for a total.
    pub(crate) fn logit(&self, total: Centinats) -> f64 {
        f64::from(total - self.half) / self.scale
    }
}
