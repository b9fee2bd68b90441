//! How far a source and what it says can be relied on: the Admiralty (NATO) system, A–F × 1–6.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How reliable the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    F,
}

/// How credible what it says is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credibility {
    /// 1: confirmed by other sources.
    Confirmed,
    /// 2: probably true.
    Probable,
    /// 3: possibly true.
    Possible,
    /// 4: doubtful.
    Doubtful,
    /// 5: improbable.
    Improbable,
    /// 6: cannot be judged.
    CannotBeJudged,
}

/// An Admiralty grade, written `B2`. What nobody graded has none: see [`crate::Notice::grade`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Grade {
    /// The letter: the source.
    pub reliability: Reliability,
    /// The digit: what it says.
    pub credibility: Credibility,
}

/// Why a string is not a grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an Admiralty grade; expected a letter A–F and a digit 1–6, as in B2")]
pub struct GradeError(String);

impl FromStr for Grade {
    type Err = GradeError;
    fn from_str(text: &str) -> Result<Self, GradeError> {
        use Credibility::{CannotBeJudged, Confirmed, Doubtful, Improbable, Possible, Probable};
        use Reliability::{A, B, C, D, E, F};
        let err = || GradeError(text.chars().take(20).collect());
        let mut chars = text.chars();
        let (Some(letter), Some(digit), None) = (chars.next(), chars.next(), chars.next()) else {
            return Err(err());
        };
        let letters = [('A', A), ('B', B), ('C', C), ('D', D), ('E', E), ('F', F)];
        let digits = [
            ('1', Confirmed),
            ('2', Probable),
            ('3', Possible),
            ('4', Doubtful),
            ('5', Improbable),
            ('6', CannotBeJudged),
        ];
        let reliability = letters
            .into_iter()
            .find(|(c, _)| *c == letter)
            .ok_or_else(err)?
            .1;
        let credibility = digits
            .into_iter()
            .find(|(c, _)| *c == digit)
            .ok_or_else(err)?
            .1;
        Ok(Self {
            reliability,
            credibility,
        })
    }
}

impl TryFrom<String> for Grade {
    type Error = GradeError;
    fn try_from(text: String) -> Result<Self, GradeError> {
        text.parse()
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> String {
        grade.to_string()
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}{}", self.reliability, self.credibility as u8 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grade_reads_back_as_written() {
        for letter in 'A'..='F' {
            for digit in '1'..='6' {
                let text = format!("{letter}{digit}");
                assert_eq!(text.parse::<Grade>().map(|g| g.to_string()), Ok(text));
            }
        }
        for wrong in ["", "A", "G1", "A7", "A0", "b2", "A11", "٢A"] {
            assert!(wrong.parse::<Grade>().is_err(), "{wrong}");
        }
    }
}
