//! Searching: which listed words a query's words may meet, what they could amount to, and the comparison where that is enough.

use std::collections::HashMap;

use super::bounds::{Bounds, Evidence, Side, TraitSet, Traits, most_within};
use super::forms::{Forms, Occurrence};
use super::link::Link;
use super::meetings::{Effort, Meetings, Memo, Met};
use super::near::NearWords;
use super::{Found, Index};
use crate::matcher::{Matcher, slots};
use crate::meeting::{Pair, acronyms, cheapest, resemble};
use crate::name::{Form, Name, Slot};
use crate::rarity::Centinats;
use crate::score::Score;
use crate::settle::Settlement;

/// With more candidates than these, it is cheaper to look for the query's other words, too.
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
    /// The meetings of the words of which forms have to meet one.
    needed: Meetings,
    /// Those of other words, where they are known.
    others: Meetings,
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
    /// The others' meetings that are not known, asked for one by one.
    memo: Memo<'a>,
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
            Plan {
                bounds,
                needed,
                others: most_within(&form.units, !needed),
                memo: Memo::default(),
            }
        });
        Self {
            matcher: &index.matcher,
            forms: &index.forms,
            near: &index.near,
            form,
            slots,
            side,
            least,
            needed: Meetings::none(),
            others: Meetings::none(),
            plans,
            effort: Effort::default(),
        }
    }

    /// Calls `offer` with every admitted name, by number, of which a form amounts to enough, and what it amounts to.
    fn run(&mut self, admit: impl Fn(u32) -> bool, mut offer: impl FnMut(u32, Centinats)) {
        self.look_for_needed();
        let links = self.links();
        let candidates = self.candidates(&links, admit);
        self.look_for_others(&candidates);
        let mut pairs: Vec<Pair> = Vec::new();
        for links in candidates {
            let form = links[0].form();
            if self.collect(form, links, &mut pairs)
                && let Some(settled) = self.settle(form, &mut pairs)
                && settled.total >= self.least
            {
                offer(self.forms.names[form as usize], settled.total);
            }
        }
    }

    /// Looks for the words near those of which forms have to meet one.
    fn look_for_needed(&mut self) {
        for unit in &self.form.units {
            let wanted = self.wanted(|plan| unit.mask() & plan.needed != 0);
            if wanted != TraitSet::NONE {
                let near = self.near.of(self.forms, unit, wanted, &mut self.effort);
                self.needed.add(self.forms, unit, &near);
            }
        }
        self.needed.sort();
    }

    /// The traits of forms whose plan is so.
    fn wanted(&self, is_so: impl Fn(&Plan<'_>) -> bool) -> TraitSet {
        let plans = Traits::ALL.into_iter().zip(&self.plans);
        plans
            .filter(|(_, plan)| is_so(plan))
            .fold(TraitSet::NONE, |set, (traits, _)| set.with(traits))
    }

    /// The forms that meet a word of which they have to meet one, and those that an acronym may link with the query; those of one form side
    /// by side.
    fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        for (number, met) in (0..).zip(self.needed.iter()) {
            let needs = self
                .plans
                .each_ref()
                .map(|plan| plan.needed & met.query != 0);
            let postings = self.forms.postings.of(met.unit).iter();
            let forms = postings.filter(|&&form| needs[self.forms.traits[form as usize].index()]);
            links.extend(forms.map(|&form| Link::by_word(form, number)));
        }
        let by_acronym = |(word, _): &(Box<str>, u8)| self.forms.by_acronym.get(word);
        let by_short_word = |(word, _): &(Box<str>, u8)| self.forms.by_short_word.get(word);
        let letters = &self.form.letters;
        let forms = letters.short_words.iter().filter_map(by_acronym);
        let forms = forms.chain(letters.acronyms.iter().filter_map(by_short_word));
        links.extend(forms.flatten().map(|&form| Link::by_acronym(form)));
        // Of a few long stretches that are in order already.
        links.sort();
        links
    }

    /// The links of each form that may amount to enough by them, whatever else it meets, and is admitted.
    fn candidates<'l>(
        &mut self,
        links: &'l [Link],
        admit: impl Fn(u32) -> bool,
    ) -> Vec<&'l [Link]> {
        let mut alone = vec![[None; Traits::ALL.len()]; self.needed.len()];
        let mut candidates = Vec::new();
        for links in links.chunk_by(|one, other| one.form() == other.form()) {
            self.effort.forms += 1;
            let form = links[0].form() as usize;
            let traits = self.forms.traits[form].index();
            let may_be_enough = match links {
                // Most forms have one, and many have the same.
                [link] => match link.meeting() {
                    Some(met) => {
                        *alone[met][traits].get_or_insert_with(|| self.may_be_enough(links, traits))
                    }
                    None => true,
                },
                _ => self.may_be_enough(links, traits),
            };
            if may_be_enough && admit(self.forms.names[form]) {
                candidates.push(links);
            }
        }
        candidates
    }

    fn may_be_enough(&self, links: &[Link], traits: usize) -> bool {
        let plan = &self.plans[traits];
        let mut evidence = plan.others;
        for link in links {
            let Some(met) = link.meeting() else {
                return true;
            };
            let met = self.needed.get(met);
            evidence.raise(met.query, met.meeting.evidence());
        }
        plan.bounds.most(&evidence) >= self.least
    }

    /// Looks for the words near all others: where there are many candidates, or it is known which those are.
    fn look_for_others(&mut self, candidates: &[&[Link]]) {
        let mut counts = [0; Traits::ALL.len()];
        for links in candidates {
            counts[self.forms.traits[links[0].form() as usize].index()] += 1;
        }
        let are = |most: usize| {
            let traits = Traits::ALL.into_iter();
            traits
                .filter(|traits| counts[traits.index()] > most)
                .fold(TraitSet::NONE, TraitSet::with)
        };
        let (some, many) = (are(0), are(MANY));
        for unit in &self.form.units {
            let wanted = self.wanted(|plan| unit.mask() & plan.needed == 0).and(some);
            if wanted == TraitSet::NONE {
                continue;
            }
            let near = if wanted.meets(many) {
                Some(self.near.of(self.forms, unit, wanted, &mut self.effort))
            } else {
                self.near.known(self.forms, unit, wanted, &mut self.effort)
            };
            if let Some(near) = near {
                self.others.add(self.forms, unit, &near);
                continue;
            }
            for traits in Traits::ALL.into_iter().filter(|&traits| wanted.has(traits)) {
                self.plans[traits.index()].memo.add(unit);
            }
        }
        self.others.sort();
    }

    /// Puts all meetings with a form into `pairs`, if they could amount to enough.
    fn collect(&mut self, form: u32, links: &[Link], pairs: &mut Vec<Pair>) -> bool {
        pairs.clear();
        if let Some(letters) = self.forms.letters(form) {
            acronyms(&self.form.letters, letters, pairs);
        }
        let has_acronym = !pairs.is_empty();
        let plan = &mut self.plans[self.forms.traits[form as usize].index()];
        let mut evidence = Evidence::NONE;
        let mut add = |occurrence: &Occurrence, met: &Met| {
            evidence.raise(met.query, met.meeting.evidence());
            pairs.push(Pair {
                query: met.query,
                listed: occurrence.mask(),
                meeting: met.meeting,
            });
        };
        let met = links.iter().filter_map(|link| link.meeting());
        let met = met.map(|met| self.needed.get(met));
        for occurrence in self.forms.occurrences.of(form) {
            for met in met.clone().filter(|met| met.unit == occurrence.unit) {
                add(occurrence, met);
            }
            let others = self.others.of(occurrence.unit).iter();
            for met in others.filter(|met| met.query & plan.needed == 0) {
                add(occurrence, met);
            }
            for met in plan.memo.of(self.forms, occurrence.unit, &mut self.effort) {
                add(occurrence, met);
            }
        }
        has_acronym || plan.bounds.most(&evidence) >= self.least
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
