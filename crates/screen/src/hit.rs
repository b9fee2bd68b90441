//! What a search yields.

use std::sync::Arc;

use mithaq_names::Score;
use mithaq_notice::{Notice, SubjectId};
use serde::{Serialize, Serializer};

use crate::why::Why;

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
}

/// Hits on notices about one subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The subject they share.
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
        let mut groups: Vec<Self> = Vec::new();
        for hit in hits {
            match groups
                .iter_mut()
                .find(|group| group.subject == hit.notice.subject_id)
            {
                Some(group) => {
                    group.score = group.score.max(hit.score);
                    group.hits.push(hit);
                }
                None => groups.push(Self {
                    subject: hit.notice.subject_id.clone(),
                    score: hit.score,
                    hits: vec![hit],
                }),
            }
        }
        groups
    }
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
