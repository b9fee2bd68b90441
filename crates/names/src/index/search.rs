//! Searching: which listed words a query's words may meet, what they could amount to, and the comparison where that is enough.

use std::collections::HashMap;

use super::bounds::{Bounds, Evidence, Side, TraitSet, Traits, most_within};
use super::forms::{Forms, Occurrence};
use super::meetings::{Effort, Meetings, Memo, Met};
use super::near::NearWords;
use super::{Found, Index};
use crate::matcher::{Matcher, slots};
use crate::meeting::{Pair, acronyms, cheapest, resemble};
use crate::name::{Form, Name, Slot, Unit};
use crate::rarity::Centinats;
use crate::score::Score;
use crate::settle::Settlement;

/// With more forms than these to look at, it is cheaper to look for the query's other words, too.
const MANY: usize = 400;

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
        self.search_as(Side::Query, query, threshold, admit).0
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
        self.search_as(Side::Listed, listed, threshold, admit).0
    }

    /// [`search`](Self::search), and what it took: for tests that hold it to a bound.
    #[doc(hidden)]
    pub fn search_counted(&self, query: &Name, threshold: Score) -> (Vec<Found>, Effort) {
        self.search_as(Side::Query, query, threshold, |_| true)
    }

    fn search_as(
        &self,
        side: Side,
        name: &Name,
        threshold: Score,
        admit: impl Fn(u32) -> bool,
    ) -> (Vec<Found>, Effort) {
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
        let mut effort = Effort::default();
        for form in &name.forms {
            let slots = slots(form);
            let mut search = Search::new(self, side, form, &slots, least);
            let admit = |name: u32| admit(self.names[name as usize].key);
            search.run(admit, |name, total| {
                let listed = &self.names[name as usize];
                best.offer(Found {
                    key: listed.key,
                    name: listed.number as usize,
                    score: self.matcher.weigh(total),
                });
            });
            effort.add(search.effort);
        }
        (best.sorted(), effort)
    }
}

/// One form of a name that is looked for.
struct Search<'a> {
    matcher: &'a Matcher,
    forms: &'a Forms,
    near: &'a NearWords,
    form: &'a Form,
    slots: &'a [Slot],
    side: Side,
    least: Centinats,
    found: Meetings,
    /// By the traits of forms.
    plans: [Plan<'a>; Traits::ALL.len()],
    effort: Effort,
}

/// How forms of some traits are found.
struct Plan<'a> {
    bounds: Bounds<'a>,
    /// Positions, as bits, of which a form has to meet one: all words near theirs are looked for.
    needed: u32,
    /// The most that the other words are worth.
    others: Evidence,
    /// The others' meetings, asked for one by one.
    memo: Memo<'a>,
}

impl<'a> Plan<'a> {
    fn new(bounds: Bounds<'a>, units: &'a [Unit], needed: u32) -> Self {
        let others = units.iter().filter(|unit| unit.mask() & needed == 0);
        Self {
            bounds,
            needed,
            others: most_within(units, !needed),
            memo: Memo::new(others.collect()),
        }
    }
}

impl<'a> Search<'a> {
    fn new(
        index: &'a Index,
        side: Side,
        form: &'a Form,
        slots: &'a [Slot],
        least: Centinats,
    ) -> Self {
        let plans = Traits::ALL.map(|traits| {
            let bounds = Bounds::new(&index.matcher.weights, slots, side, traits);
            let needed = bounds.needed(&form.units, least);
            Plan::new(bounds, &form.units, needed)
        });
        Self {
            matcher: &index.matcher,
            forms: &index.forms,
            near: &index.near,
            form,
            slots,
            side,
            least,
            found: Meetings::none(),
            plans,
            effort: Effort::default(),
        }
    }

    /// Calls `offer` with every admitted name, by number, of which a form amounts to enough, and what it amounts to.
    fn run(&mut self, admit: impl Fn(u32) -> bool, mut offer: impl FnMut(u32, Centinats)) {
        self.look_for_needed(TraitSet::ALL);
        let mut forms = self.forms_met();
        forms.retain(|&form| admit(self.forms.names[form as usize]));
        self.look_for_all_where_many(&forms);
        let mut pairs: Vec<Pair> = Vec::new();
        for form in forms {
            self.effort.forms += 1;
            if self.collect(form, &mut pairs)
                && let Some(settled) = self.settle(form, &mut pairs)
                && settled.total >= self.least
            {
                offer(self.forms.names[form as usize], settled.total);
            }
        }
    }

    /// Looks for the words near those that forms of these traits have to meet.
    fn look_for_needed(&mut self, traits: TraitSet) {
        let wanted = |unit: &Unit| {
            let plans = Traits::ALL.into_iter().zip(&self.plans);
            plans
                .filter(|(of, plan)| traits.has(*of) && unit.mask() & plan.needed != 0)
                .fold(TraitSet::NONE, |set, (of, _)| set.with(of))
        };
        let units = self.form.units.iter().map(|unit| (unit, wanted(unit)));
        let units = units.filter(|(_, wanted)| *wanted != TraitSet::NONE);
        self.found
            .find((self.forms, self.near), units, &mut self.effort);
    }

    /// Where many forms are left to look at, looks for the words near all others, too.
    fn look_for_all_where_many(&mut self, forms: &[u32]) {
        let mut counts = [0; Traits::ALL.len()];
        for &form in forms {
            counts[self.forms.traits[form as usize].index()] += 1;
        }
        let many = Traits::ALL.into_iter().filter(|traits| {
            counts[traits.index()] > MANY && self.plans[traits.index()].memo.is_needed()
        });
        let many: TraitSet = many.fold(TraitSet::NONE, TraitSet::with);
        if many == TraitSet::NONE {
            return;
        }
        for traits in Traits::ALL.into_iter().filter(|&traits| many.has(traits)) {
            let bounds = Bounds::new(&self.matcher.weights, self.slots, self.side, traits);
            self.plans[traits.index()] = Plan::new(bounds, &self.form.units, u32::MAX);
        }
        self.found = Meetings::none();
        self.look_for_needed(TraitSet::ALL);
    }

    /// The forms that meet a word of those looked for, and those that an acronym may link with the query.
    fn forms_met(&self) -> Vec<u32> {
        let mut forms: Vec<u32> = Vec::new();
        for met in self.found.iter() {
            let needs = self
                .plans
                .each_ref()
                .map(|plan| plan.needed & met.query != 0);
            let postings = self.forms.postings.of(met.unit).iter();
            forms.extend(postings.filter(|&&form| needs[self.forms.traits[form as usize].index()]));
        }
        for (word, _) in &self.form.letters.short_words {
            forms.extend(self.forms.by_acronym.get(word).into_iter().flatten());
        }
        for (acronym, _) in &self.form.letters.acronyms {
            forms.extend(self.forms.by_short_word.get(acronym).into_iter().flatten());
        }
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// Puts all meetings with a form into `pairs`, if they could amount to enough.
    fn collect(&mut self, form: u32, pairs: &mut Vec<Pair>) -> bool {
        pairs.clear();
        if let Some(letters) = self.forms.letters(form) {
            acronyms(&self.form.letters, letters, pairs);
        }
        let has_acronym = !pairs.is_empty();
        let plan = &mut self.plans[self.forms.traits[form as usize].index()];
        let occurrences = self.forms.occurrences.of(form);
        let mut evidence = Evidence::NONE;
        let mut add = |occurrence: &Occurrence, met: &Met, evidence: &mut Evidence| {
            evidence.raise(met.query, met.meeting.evidence());
            let span = self.forms.vocabulary[occurrence.unit as usize].span;
            pairs.push(Pair {
                query: met.query,
                listed: ((1 << span) - 1) << occurrence.start,
                meeting: met.meeting,
            });
        };
        for occurrence in occurrences {
            let met = self.found.of(occurrence.unit).iter();
            for met in met.filter(|met| met.query & plan.needed != 0) {
                add(occurrence, met, &mut evidence);
            }
        }
        let least = self.least;
        let is_enough = |evidence: &Evidence, bounds: &Bounds<'_>| {
            has_acronym || bounds.most(evidence) >= least
        };
        if !is_enough(&evidence.or(&plan.others), &plan.bounds) {
            return false;
        }
        for occurrence in occurrences {
            for met in plan.memo.of(self.forms, occurrence.unit, &mut self.effort) {
                add(occurrence, met, &mut evidence);
            }
        }
        is_enough(&evidence, &plan.bounds)
    }

    fn settle(&mut self, form: u32, pairs: &mut Vec<Pair>) -> Option<Settlement> {
        self.effort.settled += 1;
        let slots = self.forms.slots.of(form);
        let (query, listed) = match self.side {
            Side::Query => (self.slots, slots),
            Side::Listed => {
                for pair in pairs.iter_mut() {
                    std::mem::swap(&mut pair.query, &mut pair.listed);
                }
                (slots, self.slots)
            }
        };
        let resembles = |of_query: usize, of_listed: usize| {
            let (mine, theirs) = match self.side {
                Side::Query => (of_query, of_listed),
                Side::Listed => (of_listed, of_query),
            };
            let theirs = self.forms.spellings(form, theirs);
            let mine = self.form.spellings(mine);
            let costs = self.forms.tables.costs();
            let resembling = |one| {
                theirs
                    .clone()
                    .filter_map(move |other| resemble(costs, one, other))
            };
            cheapest(mine.flat_map(resembling))
        };
        self.matcher
            .settle_pairs(query, listed, std::mem::take(pairs), resembles)
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
