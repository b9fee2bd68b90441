//! How to search: from which score up, how many, and what is left out.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_names::Score;
use mithaq_notice::{IssuerId, Measure, Notice, NoticeId, Originator, SubjectKind};

/// How to search.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The least score a hit has. Names are found soundly from 0.5 up.
    pub threshold: Score,
    /// The least score by what a listing obliges to: an asset freeze may be looked for more widely than an arms embargo. Of
    /// a listing's measures that stand here the lowest counts; where none does, [`threshold`](Self::threshold).
    pub thresholds: BTreeMap<Measure, Score>,
    /// The most hits a query gets, the best ones.
    pub limit: usize,
    /// Notices that are never hit.
    pub exclude: BTreeSet<NoticeId>,
    /// Public lists whose notices are never hit.
    pub exclude_lists: BTreeSet<IssuerId>,
    /// Kinds of subject that are never hit.
    pub exclude_kinds: BTreeSet<SubjectKind>,
    /// What evidence a hit needs beside its score.
    pub strictness: Strictness,
}

/// What evidence a hit needs beside its score.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// None.
    #[default]
    Usual,
    /// An exact number, or a name equal or very near, and nothing grave against it: see [`Hit::is_strict`](crate::Hit::is_strict).
    Strict,
}

impl Default for Options {
    /// Threshold 0.7, five hits, nothing excluded.
    fn default() -> Self {
        Self {
            threshold: Score::new(0.7).unwrap_or(Score::EQUAL),
            thresholds: BTreeMap::new(),
            limit: 5,
            exclude: BTreeSet::new(),
            exclude_lists: BTreeSet::new(),
            exclude_kinds: BTreeSet::new(),
            strictness: Strictness::Usual,
        }
    }
}

impl Options {
    /// The least score a hit on this notice has.
    #[must_use]
    pub fn threshold_for(&self, notice: &Notice) -> Score {
        let measures = notice.listing.iter().flat_map(|listing| &listing.measures);
        measures
            .filter_map(|measure| self.thresholds.get(measure).copied())
            .min()
            .unwrap_or(self.threshold)
    }

    /// The least score any hit has.
    #[must_use]
    pub fn least_threshold(&self) -> Score {
        self.thresholds
            .values()
            .copied()
            .fold(self.threshold, Score::min)
    }

    pub(crate) fn excludes(&self, notice: &Notice) -> bool {
        self.exclude.contains(&notice.id)
            || self.exclude_kinds.contains(&notice.subject.kind())
            || matches!(&notice.originator, Originator::Issuer(list) if self.exclude_lists.contains(list))
    }
}
