//! Which of the possible meetings make the whole: no position is used twice, and what is left over counts against.

use std::sync::LazyLock;

use crate::meeting::{Meeting, Pair, Rule};
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
    /// What tells of the names as wholes.
    pub(crate) wholes: [Centinats; Whole::COUNT],
    /// The total that makes it even odds at the calibrated prior.
    pub(crate) half: Centinats,
    /// Centinats of the total to one nat of log odds.
    pub(crate) scale: f64,
}

/// What tells against two names as wholes, beyond each word that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// The listed name is met as a whole, the query is not.
    QueryBroken,
    /// The query is met as a whole, the listed name is not.
    ListedBroken,
    /// Neither is met as a whole: each has a name that the other lacks.
    BothBroken,
    /// All that is asked for is half of the listed name or more, which has one name more: in place of what that name's lack weighs by its role.
    QueryInside,
    /// Names of the listed name beyond that one.
    InsideMore,
    /// Both begin with the same names, [`LINE_OF_NAMES`] or more, and end in another: in place of `BothBroken`. Who is called after his tribe
    /// is called after his town, too.
    OtherFamily,
    /// The query's given name is not the listed one's, nor is all of the listed name met without it.
    GivenDenied,
    /// The query lacks the listed given name, and has something else instead.
    OtherGiven,
    /// The query lacks the listed given name though it has [`MANY_NAMES`] and all of them are met: who names the fathers names the son.
    SonUnnamed,
    /// All of a listed name of [`FATHERS_NAMES`] is met, and the query has a given name before it: a son's, who bears his father's whole name.
    FatherListed,
    /// Names of the listed name before the first that is met, beyond one: those of a father and a grandfather who have names of their own.
    Descendant,
    /// Each has a name of its own before the first that meets: what brothers and sisters have.
    Siblings,
    /// The last word on each side hardly meets: see [`crate::meeting::resemble`].
    Resembling,
    /// Two meetings that cross each other.
    Crossing,
}

impl Whole {
    pub(crate) const COUNT: usize = 14;
    /// Every one, in the order of tables of weights, with its name in the file of weights.
    pub(crate) const ALL: [(Self, &'static str); Self::COUNT] = [
        (Self::QueryBroken, "query_broken"),
        (Self::ListedBroken, "listed_broken"),
        (Self::BothBroken, "both_broken"),
        (Self::QueryInside, "query_inside"),
        (Self::InsideMore, "inside_more"),
        (Self::OtherFamily, "other_family"),
        (Self::GivenDenied, "given_denied"),
        (Self::OtherGiven, "other_given"),
        (Self::SonUnnamed, "son_unnamed"),
        (Self::FatherListed, "father_listed"),
        (Self::Descendant, "descendant"),
        (Self::Siblings, "siblings"),
        (Self::Resembling, "resembling"),
        (Self::Crossing, "crossing"),
    ];

    /// The name in the file of weights.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Evidence up to here counts in full: words of one family come together and are no independent witnesses.
pub(crate) const FULL_EVIDENCE: Centinats = 1_200;

/// Names that two names begin with which end in different ones.
const LINE_OF_NAMES: Centinats = 3;

/// Names of a query that traces a line of fathers.
const MANY_NAMES: Centinats = 4;

/// Names of a listed name that is whole without the one before it.
const FATHERS_NAMES: Centinats = 3;

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
    /// How often each of these is so.
    pub(crate) wholes: [Centinats; Whole::COUNT],
}

impl Features {
    /// Whether all that was asked for stands in the listed name, and more.
    pub(crate) fn is_query_inside(&self) -> bool {
        self.wholes[Whole::QueryInside as usize] > 0
    }
}

/// Chooses greedily, dearest first; ties go by position, so that the answer never depends on the order of `pairs`.
///
/// `resembles` is asked about the one word that may be left over on each side.
pub(crate) fn settle(
    weights: &Weights,
    query: &[Slot],
    listed: &[Slot],
    pairs: &mut [Pair],
    resembles: impl Fn(usize, usize) -> Option<Meeting>,
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
    let settled = weighed(weights, query, listed, of_organisation, chosen);
    let Some(last) = last_pair(query, listed, &settled, resembles) else {
        return settled;
    };
    let mut with_last = settled.pairs.clone();
    with_last.push(last);
    with_last.sort_unstable_by_key(|pair| pair.query);
    let with_last = weighed(weights, query, listed, of_organisation, with_last);
    if with_last.total > settled.total {
        with_last
    } else {
        settled
    }
}

/// Names of a query with which one that hardly meets is still looked at.
pub(crate) const ENOUGH_NAMES: Centinats = 3;

/// The one name left over on each side, if they resemble each other and stand at the same place.
fn last_pair(
    query: &[Slot],
    listed: &[Slot],
    settled: &Settlement,
    resembles: impl Fn(usize, usize) -> Option<Meeting>,
) -> Option<Pair> {
    if count_names(query, u32::MAX) < ENOUGH_NAMES {
        return None;
    }
    let of_query = only_name(query, settled.features.left_of_query)?;
    let of_listed = only_name(listed, settled.features.left_of_listed)?;
    let before = |bits: u32, at: usize| bits < 1 << at;
    let in_order = settled
        .pairs
        .iter()
        .all(|pair| before(pair.query, of_query) == before(pair.listed, of_listed));
    let meeting = resembles(of_query, of_listed).filter(|_| in_order)?;
    Some(Pair {
        query: 1 << of_query,
        listed: 1 << of_listed,
        meeting,
    })
}

/// The position of the one name among those that are left.
fn only_name(slots: &[Slot], left: u32) -> Option<usize> {
    let mut names = (0..slots.len()).filter(|&at| left >> at & 1 == 1 && slots[at].role.is_name());
    let only = names.next()?;
    names.next().is_none().then_some(only)
}

/// What the chosen meetings amount to.
fn weighed(
    weights: &Weights,
    query: &[Slot],
    listed: &[Slot],
    of_organisation: bool,
    chosen: Vec<Pair>,
) -> Settlement {
    let left_of_query = !chosen.iter().fold(0, |met, pair| met | pair.query);
    let left_of_listed = !chosen.iter().fold(0, |met, pair| met | pair.listed);
    let features = Features {
        worth: chosen.iter().map(|pair| pair.meeting.worth).sum(),
        toll: chosen.iter().map(|pair| pair.meeting.toll).sum(),
        left_of_query,
        left_of_listed,
        wholes: wholes(query, listed, &chosen, left_of_query, left_of_listed),
    };
    let total = weights.total(query, listed, of_organisation, &features);
    Settlement {
        pairs: chosen,
        features,
        total,
    }
}

fn wholes(
    query: &[Slot],
    listed: &[Slot],
    chosen: &[Pair],
    left_of_query: u32,
    left_of_listed: u32,
) -> [Centinats; Whole::COUNT] {
    let lacks_given = |slots: &[Slot], left: u32| {
        sum(slots, left, |slot| {
            Centinats::from(slot.role == Role::Given)
        }) > 0
    };
    let names_left_of_listed = count_names(listed, left_of_listed);
    let query_broken = count_names(query, left_of_query) > 0;
    let listed_broken = names_left_of_listed > 0;
    let listed_given_lacks = lacks_given(listed, left_of_listed);
    let before_first_met = |left: u32| (1u32 << left.trailing_ones().min(31)) - 1;
    let (leading_of_query, leading) = (
        before_first_met(left_of_query),
        before_first_met(left_of_listed),
    );
    let names_fathers = count_names(query, u32::MAX) >= MANY_NAMES;
    let son_unnamed = listed_given_lacks && !query_broken && names_fathers;
    let query_inside = listed_broken
        && !son_unnamed
        && names_left_of_listed <= count_names(listed, !left_of_listed)
        && is_inside(query, left_of_query, chosen);
    let other_family = query_broken
        && listed_broken
        && begins_alike(query, left_of_query)
        && begins_alike(listed, left_of_listed)
        && crossings(chosen) == 0;
    Whole::ALL.map(|(whole, _)| match whole {
        Whole::QueryBroken => (query_broken && !listed_broken).into(),
        Whole::ListedBroken => (listed_broken && !query_broken && !query_inside).into(),
        Whole::BothBroken => (query_broken && listed_broken && !other_family).into(),
        Whole::QueryInside => query_inside.into(),
        Whole::InsideMore if query_inside => names_left_of_listed - 1,
        Whole::InsideMore => 0,
        Whole::OtherFamily => other_family.into(),
        Whole::GivenDenied => (listed_broken && lacks_given(query, left_of_query)).into(),
        Whole::OtherGiven => (listed_given_lacks && query_broken).into(),
        Whole::SonUnnamed => son_unnamed.into(),
        Whole::FatherListed => (!listed_broken
            && lacks_given(query, left_of_query)
            && count_names(listed, u32::MAX) >= FATHERS_NAMES)
            .into(),
        Whole::Descendant => (count_names(listed, leading) - 1).max(0),
        Whole::Siblings => {
            (count_names(listed, leading) > 0 && count_names(query, leading_of_query) > 0).into()
        }
        Whole::Resembling => chosen
            .iter()
            .any(|pair| pair.meeting.rule == Rule::Resemblance)
            .into(),
        Whole::Crossing => crossings(chosen),
    })
}

/// Whether every word of the query is met, two at least, and closely.
fn is_inside(query: &[Slot], left_of_query: u32, chosen: &[Pair]) -> bool {
    let all = (1u32 << query.len()) - 1;
    query.len() >= 2 && left_of_query & all == 0 && is_close(chosen)
}

/// What a meeting may cost that could hardly be another word's.
const CLOSE: Centinats = 120;

fn is_close(chosen: &[Pair]) -> bool {
    let mut meetings = chosen.iter().map(|pair| pair.meeting);
    meetings.all(|meeting| meeting.rule != Rule::Initial && meeting.cost <= CLOSE)
}

/// Whether the last name alone is left, after [`LINE_OF_NAMES`] or more.
fn begins_alike(slots: &[Slot], left: u32) -> bool {
    let is_last = |at: usize| slots[at].role == Role::Family;
    only_name(slots, left).is_some_and(is_last) && count_names(slots, !left) >= LINE_OF_NAMES
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
            wholes: Whole::ALL.map(|(_, name)| cost(name)),
            half: value("half") as Centinats,
            scale: value("scale").max(1.0),
        }
    }
}

impl Weights {
    /// What a word of the query weighs that the listed name lacks. Beside an organisation's name, the parts of a person's are words.
    pub(crate) fn query_lacks_of(&self, role: Role, listed_is_organisation: bool) -> Centinats {
        self.query_lacks[role.in_organisation(listed_is_organisation).index()]
    }

    /// What a word of the listed name weighs that the query lacks. Where all that was asked for stands in it, its names are counted instead.
    pub(crate) fn listed_lacks_of(&self, role: Role, features: &Features) -> Centinats {
        if role.is_name() && features.is_query_inside() {
            0
        } else {
            self.listed_lacks[role.index()]
        }
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
        let wholes = features.wholes.iter().zip(&self.wholes);
        self.tempered(features.worth)
            - features.toll
            - sum(query, features.left_of_query, |slot| {
                self.query_lacks_of(slot.role, of_organisation)
            })
            - sum(listed, features.left_of_listed, |slot| {
                self.listed_lacks_of(slot.role, features)
            })
            - wholes.map(|(count, cost)| count * cost).sum::<Centinats>()
    }

    /// What it weighs at least that a query of so many names is not met as a whole, be the listed name met or not.
    pub(crate) fn least_query_broken(&self, names: Centinats) -> Centinats {
        let least = self.least_of(&[Whole::QueryBroken, Whole::BothBroken]);
        least.min(self.other_family_of(names))
    }

    /// What it weighs at least that a listed name of so many names is not met as a whole, beyond
    /// [`least_listed_lacks`](Self::least_listed_lacks) of each name.
    pub(crate) fn least_listed_broken(&self, names: Centinats) -> Centinats {
        let one_inside = self.whole(Whole::QueryInside) - self.least_inside();
        let least = self.least_of(&[Whole::ListedBroken, Whole::BothBroken]);
        least.min(one_inside).min(self.other_family_of(names))
    }

    /// What another family's name weighs, where there are names enough before it.
    fn other_family_of(&self, names: Centinats) -> Centinats {
        if names > LINE_OF_NAMES {
            self.whole(Whole::OtherFamily)
        } else {
            Centinats::MAX
        }
    }

    /// The least that a word of the listed name weighs that the query lacks.
    pub(crate) fn least_listed_lacks(&self, role: Role) -> Centinats {
        let lack = self.listed_lacks[role.index()];
        if role.is_name() {
            lack.min(self.least_inside())
        } else {
            lack
        }
    }

    /// The least that each name weighs which the query lacks where all that was asked for stands in the listed name.
    fn least_inside(&self) -> Centinats {
        self.least_of(&[Whole::QueryInside, Whole::InsideMore])
    }

    fn least_of(&self, ways: &[Whole]) -> Centinats {
        let weights = ways.iter().map(|&whole| self.whole(whole));
        weights.min().unwrap_or(0)
    }

    /// What it weighs that a name as a whole is so.
    pub(crate) fn whole(&self, whole: Whole) -> Centinats {
        self.wholes[whole as usize]
    }

    /// Log odds for a total.
    pub(crate) fn logit(&self, total: Centinats) -> f64 {
        f64::from(total - self.half) / self.scale
    }
}
