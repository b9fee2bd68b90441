//! Searching: which listed words a query's words may meet, what they could amount to, and the comparison where that is enough.

use std::collections::HashMap;

use super::{Found, Index};
use crate::matcher::slots;
use crate::meeting::{INITIAL, Meeting, Pair, acronyms, meet};
use crate::name::{Form, MAX_POSITIONS, Name, Slot, Unit};
use crate::rarity::Centinats;
use crate::score::Score;
use crate::settle::{Weights, sum};

/// What the name that is looked for is; the index holds the others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Query,
    Listed,
}

/// Every meeting of a query with an index's vocabulary, by vocabulary number.
struct Meetings(Vec<Met>);

/// A vocabulary unit, the query's positions that it may meet, as bits, and how.
#[derive(Clone, Copy)]
struct Met {
    unit: u32,
    query: u32,
    meeting: Meeting,
}

impl Meetings {
    /// The meetings of one vocabulary unit.
    fn of(&self, unit: u32) -> impl Iterator<Item = &Met> {
        let from = self.0.partition_point(|met| met.unit < unit);
        self.0[from..]
            .iter()
            .take_while(move |met| met.unit == unit)
    }
}

impl Index {
    /// Every key that `admit` lets through and that has a name scoring `threshold` or more, best first; ties go by key.
    ///
    /// `admit` is asked before a name is compared, so what it turns away leaves no trace, not even in the time taken by a hit.
    /// From a threshold of 0.5 up, nothing that scores as much is missed; a lower one is taken for what it says, too, and is slow.
    pub fn search(
        &self,
        query: &Name,
        threshold: Score,
        admit: impl Fn(u32) -> bool,
    ) -> Vec<Found> {
        self.search_as(Side::Query, query, threshold, admit)
    }

    /// The other way round: the index holds names that ask, as a book of customers does, and this one is listed. Finds every key
    /// whose name, asked of a list with this one, scores `threshold` or more: with the score [`search`](Self::search) gives it there,
    /// which is not that of asking this one, since what a query lacks weighs otherwise than what a list lacks. As sound as that.
    pub fn search_listed(
        &self,
        listed: &Name,
        threshold: Score,
        admit: impl Fn(u32) -> bool,
    ) -> Vec<Found> {
        self.search_as(Side::Listed, listed, threshold, admit)
    }

    fn search_as(
        &self,
        side: Side,
        name: &Name,
        threshold: Score,
        admit: impl Fn(u32) -> bool,
    ) -> Vec<Found> {
        let mut best = Best {
            found: HashMap::new(),
        };
        for &name in self.by_text.get(name.normalised()).into_iter().flatten() {
            let listed = &self.names[name as usize];
            if admit(listed.key) {
                best.offer(Found {
                    key: listed.key,
                    name: listed.number as usize,
                    score: Score::EQUAL,
                });
            }
        }
        let least = self.matcher.least_total(threshold);
        for form in &name.forms {
            self.search_form(form, side, least, &admit, &mut best);
        }
        best.sorted()
    }

    fn search_form(
        &self,
        query: &Form,
        side: Side,
        least: Centinats,
        admit: &impl Fn(u32) -> bool,
        best: &mut Best,
    ) {
        let slots = slots(query);
        let meetings = self.meetings(query);
        let bounds = Bounds::new(&slots, side, &meetings, &self.matcher.weights);
        let mut candidates = self.candidates(&meetings, &bounds, least);
        self.add_acronyms(query, &mut candidates);
        candidates.sort_unstable();
        candidates.dedup();
        for number in candidates {
            let form = &self.forms[number as usize];
            let listed = &self.names[form.name as usize];
            if !admit(listed.key) {
                continue;
            }
            let mut pairs: Vec<Pair> = Vec::new();
            for occurrence in &form.units {
                for met in meetings.of(occurrence.unit) {
                    let span = self.vocabulary[occurrence.unit as usize].span;
                    let listed = ((1 << span) - 1) << occurrence.start;
                    pairs.push(Pair {
                        query: met.query,
                        listed,
                        meeting: met.meeting,
                    });
                }
            }
            acronyms(
                (&query.letters, slots.len()),
                (&form.letters, form.slots.len()),
                &mut pairs,
            );
            let settled = match side {
                Side::Query => self.matcher.settle_pairs(&slots, &form.slots, pairs),
                Side::Listed => {
                    for pair in &mut pairs {
                        std::mem::swap(&mut pair.query, &mut pair.listed);
                    }
                    self.matcher.settle_pairs(&form.slots, &slots, pairs)
                }
            };
            if let Some(settled) = settled.filter(|settled| settled.total >= least) {
                let score = self.matcher.weigh(settled.total);
                best.offer(Found {
                    key: listed.key,
                    name: listed.number as usize,
                    score,
                });
            }
        }
    }

    /// Every meeting of a query unit with a listed one.
    fn meetings(&self, query: &Form) -> Meetings {
        let mut found: Vec<Met> = Vec::new();
        let mut consider = |unit: &Unit, number: u32| {
            if let Some(meeting) = meet(unit, &self.vocabulary[number as usize]) {
                found.push(Met {
                    unit: number,
                    query: unit.mask(),
                    meeting,
                });
            }
        };
        self.skeletons.near(&query.units, &mut consider);
        for unit in &query.units {
            let translated = unit
                .concept
                .and_then(|concept| self.by_concept.get(&concept));
            translated
                .into_iter()
                .flatten()
                .for_each(|&number| consider(unit, number));
        }
        found.sort_by_key(|met| met.unit);
        Meetings(found)
    }

    /// The forms whose meetings could amount to `least`.
    fn candidates(&self, meetings: &Meetings, bounds: &Bounds, least: Centinats) -> Vec<u32> {
        // Initials may stand for any word, so forms that have some are passed over less readily.
        let passed_over = bounds.not_enough_alone(least, bounds.has_initial);
        let passed_over_initials = bounds.not_enough_alone(least, true);
        let mut met: Vec<(u32, u32, Centinats)> = Vec::new();
        for known in &meetings.0 {
            let start = known.query.trailing_zeros();
            let evidence = known.meeting.evidence().max(0);
            let postings = self.postings[known.unit as usize]
                .iter()
                .map(|&form| (form, known.query, evidence));
            if passed_over >> start & 1 == 0 {
                met.extend(postings);
            } else if passed_over_initials >> start & 1 == 0 {
                met.extend(postings.filter(|(form, _, _)| self.has_initial[*form as usize]));
            }
        }
        met.sort_unstable();
        met.chunk_by(|one, other| one.0 == other.0)
            .filter(|of_form| {
                let with_initials = bounds.has_initial || self.has_initial[of_form[0].0 as usize];
                bounds.most(of_form, passed_over, with_initials) >= least
            })
            .map(|of_form| of_form[0].0)
            .collect()
    }

    /// Forms that an acronym may link with the query, whatever else they share.
    fn add_acronyms(&self, query: &Form, candidates: &mut Vec<u32>) {
        for (word, _) in &query.letters.short_words {
            candidates.extend(self.by_acronym.get(word).into_iter().flatten());
        }
        for acronym in &query.letters.acronyms {
            candidates.extend(self.by_short_word.get(acronym).into_iter().flatten());
        }
    }
}

/// The most that a form could amount to, from what is known of its meetings with one query.
struct Bounds<'a> {
    query: &'a [Slot],
    side: Side,
    weights: &'a Weights,
    /// By position: the most that any meeting starting there is worth.
    most_at: [Centinats; MAX_POSITIONS],
    has_initial: bool,
}

impl<'a> Bounds<'a> {
    fn new(query: &'a [Slot], side: Side, meetings: &Meetings, weights: &'a Weights) -> Self {
        let mut most_at = [0; MAX_POSITIONS];
        for met in &meetings.0 {
            let most = &mut most_at[met.query.trailing_zeros() as usize];
            *most = met.meeting.evidence().max(*most);
        }
        let has_initial = query.iter().any(|slot| slot.initial.is_some());
        Self {
            query,
            side,
            weights,
            most_at,
            has_initial,
        }
    }

    /// Start positions whose meetings, all together, could not amount to `least`: what shares only those need not be looked at.
    fn not_enough_alone(&self, least: Centinats, with_initials: bool) -> u32 {
        let mut by_worth: Vec<usize> = (0..self.query.len()).collect();
        by_worth.sort_by_key(|&at| (self.most_at[at], at));
        let (mut passed_over, mut evidence) = (0, 0);
        for at in by_worth {
            let and_this = passed_over | 1 << at;
            evidence += self.most_at[at];
            if self.total(evidence, and_this | and_this << 1, with_initials) >= least {
                break;
            }
            passed_over = and_this;
        }
        passed_over
    }

    /// The most a form amounts to that has these meetings, and perhaps all of those passed over. `of_form` is sorted by position.
    fn most(
        &self,
        of_form: &[(u32, u32, Centinats)],
        passed_over: u32,
        with_initials: bool,
    ) -> Centinats {
        let mut at = [0; MAX_POSITIONS];
        // Two words written together start at one position and cover the next.
        let mut met = passed_over | passed_over << 1;
        for &(_, mask, evidence) in of_form {
            let most = &mut at[mask.trailing_zeros() as usize];
            *most = evidence.max(*most);
            met |= mask;
        }
        let each = |position: usize| {
            if passed_over >> position & 1 == 1 {
                self.most_at[position].max(at[position])
            } else {
                at[position]
            }
        };
        self.total((0..self.query.len()).map(each).sum(), met, with_initials)
    }

    /// The most that this evidence amounts to, where nothing but these positions is met.
    fn total(&self, evidence: Centinats, met: u32, with_initials: bool) -> Centinats {
        if with_initials {
            return self
                .weights
                .tempered(evidence + self.query.len() as Centinats * INITIAL);
        }
        let left = !met;
        let names = sum(self.query, left, |slot| {
            Centinats::from(slot.role.is_name())
        });
        let broken = match (names > 0, self.side) {
            (false, _) => 0,
            (true, Side::Query) => self.weights.query_broken,
            (true, Side::Listed) => self.weights.listed_broken,
        };
        self.weights.tempered(evidence)
            - sum(self.query, left, |slot| self.least_lack(slot))
            - broken
    }

    /// What a word weighs at least that the other name lacks, whoever bears that.
    fn least_lack(&self, slot: &Slot) -> Centinats {
        if self.side == Side::Listed {
            return self.weights.listed_lacks[slot.role.index()];
        }
        self.weights
            .query_lacks_of(slot.role, true)
            .min(self.weights.query_lacks_of(slot.role, false))
    }
}

/// The best finding of each key so far.
struct Best {
    found: HashMap<u32, Found>,
}

impl Best {
    fn offer(&mut self, found: Found) {
        let so_far = self.found.entry(found.key).or_insert(found);
        // The first of a key's equally good names, whatever order they come in.
        if (found.score, so_far.name) > (so_far.score, found.name) {
            *so_far = found;
        }
    }

    fn sorted(self) -> Vec<Found> {
        let mut found: Vec<Found> = self.found.into_values().collect();
        found.sort_by(|one, other| other.score.cmp(&one.score).then(one.key.cmp(&other.key)));
        found
    }
}
