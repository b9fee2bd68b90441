//! Which of the possible meetings make the whole: no position is used twice, and what is left over counts against.

use crate::meeting::{Meeting, Pair, Rule};
use crate::name::{Role, Slot};
use crate::rarity::Centinats;
use crate::weights::{FATHERS_NAMES, LINE_OF_NAMES, MANY_NAMES, Weights, Whole};

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
        self.wholes[Whole::QueryInside as usize] + self.wholes[Whole::Verbatim as usize] > 0
    }
}

/// Chooses greedily: once what gains most by the roles it fills, once what says most by itself, and whichever amounts to more. Ties go by
/// position, so that the answer never depends on the order of `pairs`.
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
    let beside: Vec<Slot>;
    let query = if !of_organisation && query.iter().any(|slot| slot.role == Role::Generic) {
        beside = query.iter().map(Slot::beside_person).collect();
        &beside
    } else {
        query
    };
    let query_lacks = |slot: &Slot| weights.query_lacks_of(slot.role, of_organisation);
    let listed_lacks = |slot: &Slot| weights.listed_lacks[slot.role.index()];
    let gain = |pair: &Pair| {
        pair.meeting.evidence()
            + sum(query, pair.query, query_lacks)
            + sum(listed, pair.listed, listed_lacks)
    };
    let by_gain = choose(pairs, gain, |pair| gain(pair) > 0);
    let settled = weighed(weights, query, listed, of_organisation, by_gain);
    let settled = if settled.pairs.iter().all(|pair| pair.meeting.toll == 0) {
        settled
    } else {
        let by_evidence = choose(pairs, |pair| pair.meeting.evidence(), |pair| gain(pair) > 0);
        let other = weighed(weights, query, listed, of_organisation, by_evidence);
        if other.total > settled.total {
            other
        } else {
            settled
        }
    };
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

/// The pairs that may be chosen and use no position twice, those of the most `worth` first; in the query's order.
fn choose(
    pairs: &mut [Pair],
    worth: impl Fn(&Pair) -> Centinats,
    may_be_chosen: impl Fn(&Pair) -> bool,
) -> Vec<Pair> {
    pairs.sort_unstable_by_key(|pair| {
        (
            -worth(pair),
            pair.query,
            pair.listed,
            pair.meeting.rule,
            pair.meeting.cost,
        )
    });
    let (mut free_of_query, mut free_of_listed) = (u32::MAX, u32::MAX);
    let mut chosen: Vec<Pair> = Vec::new();
    for pair in pairs.iter() {
        let is_free = pair.query & !free_of_query == 0 && pair.listed & !free_of_listed == 0;
        if is_free && may_be_chosen(pair) {
            free_of_query &= !pair.query;
            free_of_listed &= !pair.listed;
            chosen.push(*pair);
        }
    }
    chosen.sort_unstable_by_key(|pair| pair.query);
    chosen
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
    let lacks_generic = |slots: &[Slot], left: u32| {
        sum(slots, left, |slot| (slot.role == Role::Generic).into()) > 0
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
        && (names_left_of_listed <= count_names(listed, !left_of_listed)
            || is_beginning(listed, left_of_listed))
        && is_inside(query, listed, left_of_query, chosen);
    let verbatim = query_inside && is_verbatim(query, listed, chosen);
    let ends_met = query_broken && !listed_broken && are_ends_met(query, left_of_query, chosen);
    let other_family = query_broken
        && listed_broken
        && begins_alike(query, left_of_query)
        && begins_alike(listed, left_of_listed)
        && crossings(chosen) == 0;
    Whole::ALL.map(|(whole, _)| match whole {
        Whole::QueryBroken => (query_broken && !listed_broken && !ends_met).into(),
        Whole::EndsMet => ends_met.into(),
        Whole::ListedBroken => (listed_broken && !query_broken && !query_inside).into(),
        Whole::BothBroken => (query_broken && listed_broken && !other_family).into(),
        Whole::QueryInside => (query_inside && !verbatim).into(),
        Whole::Verbatim => verbatim.into(),
        Whole::InsideMore if query_inside => names_left_of_listed - 1,
        Whole::InsideMore => 0,
        Whole::VagueInside => (query_inside
            && query
                .iter()
                .all(|slot| slot.is_generic || !slot.role.is_name()))
        .into(),
        Whole::OtherTrade => {
            (lacks_generic(query, left_of_query) && lacks_generic(listed, left_of_listed)).into()
        }
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

/// A name that hardly anybody else bears says by itself who is meant, whatever title stands before it.
const HARDLY_BORNE: Centinats = 1_000;

/// Whether all of the query is met, and closely. A title may be left beside a single name that is [`HARDLY_BORNE`].
fn is_inside(query: &[Slot], listed: &[Slot], left_of_query: u32, chosen: &[Pair]) -> bool {
    let is_left_out = |slot: &Slot| slot.role != Role::Title;
    let only_titles_left = sum(query, left_of_query, |slot| is_left_out(slot).into()) == 0;
    let is_telling = |pair: &Pair| pair.meeting.worth >= HARDLY_BORNE;
    let is_by_family = |pair: &Pair| {
        sum(listed, pair.listed, |slot| {
            (slot.role != Role::Given).into()
        }) > 0
    };
    let single = count_names(query, u32::MAX) < 2;
    if single && !chosen.iter().any(is_by_family) {
        return false;
    }
    let all_met = left_of_query & ((1 << query.len()) - 1) == 0;
    (all_met || only_titles_left && chosen.len() == 1 && chosen.iter().all(is_telling))
        && is_close(chosen)
}

/// Whether none but middle names of the query are left.
fn are_ends_met(query: &[Slot], left_of_query: u32, chosen: &[Pair]) -> bool {
    let is_end = |slot: &Slot| slot.role.is_name() && slot.role != Role::Middle;
    sum(query, left_of_query, |slot| is_end(slot).into()) == 0
        && crossings(chosen) == 0
        && is_close(chosen)
}

/// Whether the query is a single name with a title or a link before it, and stands in the listed name to the letter.
fn is_verbatim(query: &[Slot], listed: &[Slot], chosen: &[Pair]) -> bool {
    let (title, name) = match query {
        [name] if name.link != 0 => (None, name),
        [title, name] if title.role == Role::Title => (Some(title), name),
        _ => return false,
    };
    let is_same = |pair: &Pair| {
        let (query, listed) = (query[first(pair.query)], listed[first(pair.listed)]);
        pair.meeting.rule == Rule::Same && query.link == listed.link
    };
    let side_by_side = |two: &[Pair]| first(two[0].listed) + 1 == first(two[1].listed);
    name.role.is_name()
        && chosen.len() == 1 + usize::from(title.is_some())
        && chosen.iter().all(is_same)
        && chosen.windows(2).all(side_by_side)
}

/// The first of the positions that are set.
fn first(positions: u32) -> usize {
    positions.trailing_zeros() as usize
}

/// Whether two names or more are met, and those that are left follow them all: fathers' names after a man's own and his father's.
fn is_beginning(slots: &[Slot], left: u32) -> bool {
    let is_name_left = |at: &usize| left >> at & 1 == 1 && slots[*at].role.is_name();
    let before = (0..slots.len()).find(is_name_left).unwrap_or(slots.len());
    let met = count_names(slots, !left);
    met > 1 && count_names(slots, (1 << before) - 1) == met
}

/// What a meeting may cost that could hardly be another word's.
const CLOSE: Centinats = 160;
/// What a meeting says, however it is spelt, that could hardly be another word's.
const TELLING: Centinats = 500;

fn is_close(chosen: &[Pair]) -> bool {
    let mut meetings = chosen.iter().map(|pair| pair.meeting);
    meetings.all(|meeting| {
        let is_near = meeting.cost <= CLOSE || meeting.evidence() >= TELLING;
        meeting.rule != Rule::Initial && is_near
    })
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
