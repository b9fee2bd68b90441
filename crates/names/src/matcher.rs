//! Comparing two names.

use crate::explain::{Step, steps};
use crate::meeting::{self, Meeting, Pair, meet};
use crate::name::{Form, Name, Slot};
use crate::rarity::Centinats;
use crate::score::{Score, log_odds};
use crate::settle::{Settlement, settle};
use crate::tables::Tables;
use crate::weights::Weights;

/// Weights and prior: what turns two names into a score.
///
/// ```
/// use mithaq_names::{Kind, Matcher, Name};
/// let matcher = Matcher::default();
/// let score = matcher.score(
///     &Name::new("مختار بلمختار", Kind::Person),
///     &Name::new("Mokhtar Belmokhtar", Kind::Person),
/// );
/// assert!(score.get() > 0.8 && score.get() < 1.0);
/// ```
#[derive(Clone, Debug)]
pub struct Matcher {
    tables: Tables,
    pub(crate) weights: Weights,
    /// Log odds that a query's bearer is on the list, less those the weights were calibrated at.
    prior_shift: f64,
}

/// The share of queries whose bearer is on the list that the weights were calibrated at: that of the queries they were fitted on.
pub const CALIBRATED_PRIOR: f64 = 0.66;

impl Default for Matcher {
    fn default() -> Self {
        Self::from_tables(Tables::compiled())
    }
}

/// A comparison: the score and the steps that led there.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The probability that both names are one bearer's.
    pub score: Score,
    /// Which word met which, by what rule; what was left over.
    pub steps: Vec<Step>,
}

impl Matcher {
    /// A matcher for a place where `prior` of all queries name somebody who is on the list.
    ///
    /// The default is [`CALIBRATED_PRIOR`]. At a border one traveller in 100,000 may be listed: `with_prior(1e-5)`. Values
    /// outside 10⁻⁹…1 − 10⁻⁹ are brought to the nearest end; a value that is no number means the default.
    pub fn with_prior(prior: f64) -> Self {
        Self::default().at_prior(prior)
    }

    /// A matcher by other tables than those compiled in, at [`CALIBRATED_PRIOR`]. It compares names made by the same tables:
    /// [`Name::new_in`].
    pub fn from_tables(tables: &Tables) -> Self {
        Self {
            tables: tables.clone(),
            weights: tables.weights().clone(),
            prior_shift: 0.0,
        }
    }

    /// This matcher at another prior, as [`with_prior`](Self::with_prior) says.
    #[must_use]
    pub fn at_prior(self, prior: f64) -> Self {
        let prior = if prior.is_nan() {
            CALIBRATED_PRIOR
        } else {
            prior.clamp(1e-9, 1.0 - 1e-9)
        };
        Self {
            prior_shift: log_odds(prior) - log_odds(CALIBRATED_PRIOR),
            ..self
        }
    }

    /// A matcher by which other weights are fitted.
    pub(crate) fn with_weights(weights: Weights) -> Self {
        Self {
            weights,
            ..Self::default()
        }
    }

    /// The tables it compares by.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The probability that both names are one bearer's, at this matcher's prior.
    pub fn score(&self, query: &Name, listed: &Name) -> Score {
        if are_equal(query, listed) {
            return Score::EQUAL;
        }
        self.best(query, listed)
            .map_or(Score::NONE, |(_, _, settled)| self.weigh(settled.total))
    }

    /// The score with its reasons.
    pub fn compare(&self, query: &Name, listed: &Name) -> Comparison {
        let best = self.best(query, listed);
        if are_equal(query, listed) {
            return Comparison {
                score: Score::EQUAL,
                steps: vec![Step::Equal],
            };
        }
        best.map_or(
            Comparison {
                score: Score::NONE,
                steps: Vec::new(),
            },
            |(q, l, settled)| Comparison {
                score: self.weigh(settled.total),
                steps: steps(&self.weights, q, l, &settled),
            },
        )
    }

    /// The two readings that agree best. Ties go to the first.
    pub(crate) fn best<'a>(
        &self,
        query: &'a Name,
        listed: &'a Name,
    ) -> Option<(&'a Form, &'a Form, Settlement)> {
        let mut best: Option<(&Form, &Form, Settlement)> = None;
        for q in &query.forms {
            for l in &listed.forms {
                let Some(settled) = self.settle_forms(q, l) else {
                    continue;
                };
                if best
                    .as_ref()
                    .is_none_or(|(_, _, so_far)| settled.total > so_far.total)
                {
                    best = Some((q, l, settled));
                }
            }
        }
        best
    }

    fn settle_forms(&self, query: &Form, listed: &Form) -> Option<Settlement> {
        let costs = self.tables.costs();
        let mut pairs: Vec<Pair> = Vec::new();
        for q in &query.units {
            for l in &listed.units {
                pairs.extend(meet(costs, q, l).map(|meeting| Pair {
                    query: q.mask(),
                    listed: l.mask(),
                    meeting,
                }));
            }
        }
        meeting::acronyms(&query.letters, &listed.letters, &mut pairs);
        let resembles = |q: usize, l: usize| {
            let (q, l) = (query.spellings(q), listed.spellings(l));
            meeting::cheapest(
                q.flat_map(|q| l.clone().filter_map(|l| meeting::resemble(costs, q, l))),
            )
        };
        self.settle_pairs(&slots(query), &slots(listed), pairs, resembles)
    }

    /// `None` where nothing meets: initials alone say nothing.
    pub(crate) fn settle_pairs(
        &self,
        query: &[Slot],
        listed: &[Slot],
        mut pairs: Vec<Pair>,
        resembles: impl Fn(usize, usize) -> Option<Meeting>,
    ) -> Option<Settlement> {
        if pairs.is_empty() {
            return None;
        }
        meeting::initials(query, listed, &mut pairs);
        Some(settle(&self.weights, query, listed, &mut pairs, resembles))
            .filter(|settled| !settled.pairs.is_empty())
    }

    /// The probability that evidence of this total amounts to; rises with it, never reaches 1.
    pub(crate) fn weigh(&self, total: Centinats) -> Score {
        const NEARLY_CERTAIN: f64 = 0.9999;
        let logit = self.weights.logit(total) + self.prior_shift;
        let probability = 1.0 / (1.0 + (-logit).exp());
        Score::new(probability.min(NEARLY_CERTAIN)).unwrap_or(Score::NONE)
    }

    /// The least total that weighs `threshold` or more.
    pub(crate) fn least_total(&self, threshold: Score) -> Centinats {
        let (mut low, mut high): (Centinats, Centinats) = (-100_000, 100_000);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.weigh(middle) >= threshold {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

pub(crate) fn slots(form: &Form) -> Vec<Slot> {
    form.positions
        .iter()
        .map(|position| position.slot)
        .collect()
}

pub(crate) fn are_equal(query: &Name, listed: &Name) -> bool {
    !query.normalised().is_empty() && query.normalised() == listed.normalised()
}
