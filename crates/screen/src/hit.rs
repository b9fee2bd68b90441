//! What a search yields.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use mithaq_names::{Score, Step};
use mithaq_notice::{Notice, SubjectId, Text};
use serde::{Serialize, Serializer};

use crate::same::firsts;
use crate::why::{Field, Rule, Why};

/// A possible match: a notice, how likely it is the one asked for, and why. Never an identification.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The notice.
    #[serde(serialize_with = "shared")]
    pub notice: Arc<Notice>,
    /// Its handling profile, as the index was told.
    pub profile: u32,
    /// How likely it is the one asked for.
    #[serde(serialize_with = "as_number")]
    pub score: Score,
    /// The notice in one line.
    pub caption: String,
    /// Reasons for and against, the heaviest first.
    pub why: Vec<Why>,
    /// What its subject may do in spite of the listing. No search knows of any: whoever does adds them for those who read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exemption>,
}

/// What a listed subject may do in spite of the listing, as a journey to talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exemption {
    /// Its id where it is recorded.
    pub id: String,
    /// When, where, on what ground, and that nothing else is lifted.
    pub wording: Text,
}

/// What speaks so much against a hit forbids it in strict mode: another gender, three years or more between births, another
/// make.
pub(crate) const GRAVE: f64 = -2.0;

/// The most a word's spelling may cost in strict mode, in nats. Transcribing from another script costs less; a letter that is
/// changed, lost or added costs more.
const VERY_NEAR: f64 = 1.5;

impl Hit {
    /// Whether it holds by evidence and not by its score alone: an exact number (of a weapon, with its make or model), or a
    /// name equal or very near, each word of either meeting one of the other, in the same letters or in an ordinary transcription.
    /// And nothing grave speaks against it. Initials, acronyms, translations and words left over are not very near.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        let equal = |field| {
            self.why
                .iter()
                .any(|why| why.field == field && why.rule == Rule::Equal)
        };
        let number = [
            Field::Document,
            Field::Account,
            Field::Plate,
            Field::Vin,
            Field::Consignment,
        ];
        let by_number = number.into_iter().any(equal)
            || equal(Field::Serial) && (equal(Field::Make) || equal(Field::Model));
        let by_name = self
            .why
            .iter()
            .any(|why| why.is_name_met() && is_very_near(why));
        (by_number || by_name) && self.why.iter().all(|why| why.weight > GRAVE)
    }
}

fn is_very_near(name: &Why) -> bool {
    use mithaq_names::Rule as Met;
    name.rule == Rule::Equal
        || !name.steps.is_empty()
            && name.steps.iter().all(|step| match step {
                Step::Equal | Step::Order { .. } => true,
                Step::Met { rule, cost, .. } => {
                    matches!(rule, Met::Same | Met::Spelling) && *cost <= VERY_NEAR
                }
                _ => false,
            })
}

/// Hits on notices about one subject: those of one subject id, and those of several public lists whose entries are evidently on
/// one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The subject; of several ids, the best hit's.
    pub subject: SubjectId,
    /// The best of their scores.
    #[serde(serialize_with = "as_number")]
    pub score: Score,
    /// The hits, the best first.
    pub hits: Vec<Hit>,
}

impl Group {
    /// Puts hits on one subject together; groups stand where their best hit stood.
    #[must_use]
    pub fn of(hits: Vec<Hit>) -> Vec<Self> {
        let notices: Vec<&Notice> = hits.iter().map(|hit| hit.notice.as_ref()).collect();
        let firsts = firsts(&notices);
        let mut groups: BTreeMap<usize, Self> = BTreeMap::new();
        for (hit, first) in hits.into_iter().zip(firsts) {
            match groups.entry(first) {
                Entry::Occupied(group) => {
                    let group = group.into_mut();
                    group.score = group.score.max(hit.score);
                    group.hits.push(hit);
                }
                Entry::Vacant(place) => {
                    place.insert(Self {
                        subject: hit.notice.subject_id.clone(),
                        score: hit.score,
                        hits: vec![hit],
                    });
                }
            }
        }
        groups.into_values().collect()
    }

    /// Every id its subject goes by.
    #[must_use]
    pub fn subjects(&self) -> BTreeSet<&SubjectId> {
        let of_hits = self.hits.iter().map(|hit| &hit.notice.subject_id);
        of_hits.collect()
    }
}

/// Of each hit the subject of the first that it goes together with: as [`Group::of`], in the order of the hits.
pub(crate) fn subjects(hits: &[Hit]) -> Vec<&SubjectId> {
    let notices: Vec<&Notice> = hits.iter().map(|hit| hit.notice.as_ref()).collect();
    let firsts = firsts(&notices).into_iter();
    firsts.map(|first| &hits[first].notice.subject_id).collect()
}

fn shared<S: Serializer>(notice: &Arc<Notice>, serializer: S) -> Result<S::Ok, S::Error> {
    Notice::serialize(notice, serializer)
}

/// To the four decimals all outputs print.
fn as_number<S: Serializer>(score: &Score, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((score.get() * 10_000.0).round() / 10_000.0)
}

/// The best first; equals in the order of their ids, so that one question has one answer.
pub(crate) fn rank(hits: &mut [Hit]) {
    hits.sort_by(|a, b| {
        b.score
            .cmp(&a.score)
            .then_with(|| a.notice.id.cmp(&b.notice.id))
    });
}
