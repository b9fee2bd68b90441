//! What came of a batch.

use std::collections::BTreeMap;
use std::fmt;

use mithaq_names::Score;
use serde::{Deserialize, Serialize};

use crate::hit::Hit;
use crate::query::QueryError;

/// How far a batch has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Bytes read of the input; of a Parquet file as many as the share of its rows that was read.
    pub bytes: u64,
}

/// What came of a batch: every row is in exactly one of `screened` and `refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// Rows answered.
    pub screened: u64,
    /// Rows answered with one hit or more.
    pub with_hits: u64,
    /// Hits by how high they score.
    pub hits: BTreeMap<Band, u64>,
    /// Rows refused, by why.
    pub refused: BTreeMap<Reason, u64>,
    /// The first hundred rows refused, in order.
    pub first_refused: Vec<Refusal>,
    /// Columns nobody reads here.
    pub ignored: Vec<String>,
}

/// How many refusals are kept one by one; all are counted and all are reported as they happen.
const KEPT: usize = 100;

impl Summary {
    /// How many rows were refused.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.values().sum()
    }

    pub(super) fn count_hits(&mut self, bands: &[Band]) {
        self.screened += 1;
        self.with_hits += u64::from(!bands.is_empty());
        for band in bands {
            *self.hits.entry(*band).or_default() += 1;
        }
    }

    pub(super) fn count_refusal(&mut self, refusal: &Refusal) {
        *self.refused.entry(refusal.reason).or_default() += 1;
        if self.first_refused.len() < KEPT {
            self.first_refused.push(refusal.clone());
        }
    }
}

/// How high a hit scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Band {
    /// 0.9 and more.
    #[serde(rename = "0.9")]
    From90,
    /// 0.8 to 0.9.
    #[serde(rename = "0.8")]
    From80,
    /// 0.7 to 0.8.
    #[serde(rename = "0.7")]
    From70,
    /// Below 0.7.
    #[serde(rename = "below")]
    Below,
}

impl Band {
    /// The band a score lies in.
    #[must_use]
    pub fn of(score: Score) -> Self {
        match score.get() {
            s if s >= 0.9 => Self::From90,
            s if s >= 0.8 => Self::From80,
            s if s >= 0.7 => Self::From70,
            _ => Self::Below,
        }
    }

    pub(super) fn of_hits(hits: &[Hit]) -> Vec<Self> {
        hits.iter().map(|hit| Self::of(hit.score)).collect()
    }
}

/// Why a row was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is not UTF-8.
    NotUtf8,
    /// It is no row: no JSON object, or as many fields as the header has columns.
    Malformed,
    /// It is longer than a row may be.
    TooLong,
    /// A field does not say what its column is for.
    Field,
    /// It has no id.
    NoId,
    /// It has nothing to screen by.
    Nothing,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Where in the input it is.
    #[serde(flatten)]
    pub place: Place,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason in words: what was found and what is expected.
    pub why: String,
}

/// Where in the input something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// In a text.
    Line {
        /// The line it starts on, from 1.
        line: u64,
        /// Where in the line, from 1, where it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<u64>,
    },
    /// In a table.
    Row {
        /// The row, from 1.
        row: u64,
    },
}

impl Place {
    pub(super) const fn line(line: u64) -> Self {
        Self::Line { line, column: None }
    }
}

impl Refusal {
    pub(super) fn new(place: Place, reason: Reason, why: impl Into<String>) -> Self {
        Self {
            place,
            reason,
            why: why.into(),
        }
    }

    pub(super) fn of_query(place: Place, error: &QueryError) -> Self {
        let reason = match error {
            QueryError::Field(_) => Reason::Field,
            QueryError::NoId => Reason::NoId,
            QueryError::Nothing => Reason::Nothing,
        };
        Self::new(place, reason, error.to_string())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line {
                line,
                column: Some(column),
            } => write!(f, "line {line}, column {column}"),
            Self::Line { line, column: None } => write!(f, "line {line}"),
            Self::Row { row } => write!(f, "row {row}"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}
