//! What all rows of one run are asked: it travels with every call of the function.

use std::num::NonZeroU16;

use jiff::Timestamp;
use mithaq_screen::{Language, Options, Score};
use serde::{Deserialize, Serialize};

use crate::holding::Digest;

/// This engine: its version, and a fingerprint of the sources and dependencies it was built from. Two builds with the same
/// value answer alike.
pub const ENGINE: &str = concat!(
    "mithaq ",
    env!("CARGO_PKG_VERSION"),
    " (sources ",
    env!("MITHAQ_ENGINE_SOURCES"),
    ")"
);

/// Which lists are screened against, how, and as of when: whoever answers it, on whichever machine, gives the same answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    lists: Vec<Digest>,
    engine: String,
    options: Options,
    at: Timestamp,
    language: Language,
}

/// Options nothing can be asked with.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScreeningError {
    /// There is nothing to screen against.
    #[error("no list is named; expected one or more")]
    NoList,
    /// Below 0.5 names are not found soundly.
    #[error("the threshold is {0}; expected 0.5 to 1")]
    Threshold(f64),
}

/// How every refusal begins: by it a client finds it among what Ballista wraps around it.
pub(crate) const REFUSED: &str = "screening refused: ";

/// Why a machine does not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It holds other lists.
    #[error(
        "{REFUSED}this executor holds the lists {}, the query wants {}; start every executor with the lists the \
         query names, in the same order",
        in_words(held),
        in_words(wanted)
    )]
    Lists {
        /// What it holds.
        held: Vec<Digest>,
        /// What it was asked about.
        wanted: Vec<Digest>,
    },
    /// It is another engine.
    #[error(
        "{REFUSED}this executor is {ENGINE}, the query wants {wanted}; install one build on all machines"
    )]
    Engine {
        /// The engine it was asked to be.
        wanted: String,
    },
    /// It holds no list: a scheduler or a client.
    #[error("{REFUSED}no list is held here; rows are answered by executors only")]
    Nothing,
}

fn in_words(lists: &[Digest]) -> String {
    let lists: Vec<String> = lists.iter().map(|list| format!("sha256:{list}")).collect();
    lists.join(", ")
}

/// A screening as it travels.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    lists: Vec<Digest>,
    engine: String,
    threshold: f64,
    limit: NonZeroU16,
    at: Timestamp,
    language: Language,
}

impl Screening {
    /// A screening by this engine against the lists of these digests, as of a moment, with reasons worded in a language.
    ///
    /// The limit is the most hits a row gets; it is as small as it is so that the answers to one batch of rows fit into Arrow's
    /// arrays.
    ///
    /// # Errors
    /// [`ScreeningError`], when there is no list or the threshold is not from 0.5 to 1.
    pub fn new(
        lists: Vec<Digest>,
        threshold: f64,
        limit: NonZeroU16,
        at: Timestamp,
        language: Language,
    ) -> Result<Self, ScreeningError> {
        if lists.is_empty() {
            return Err(ScreeningError::NoList);
        }
        let score = Score::new(threshold)
            .filter(|score| score.get() >= 0.5)
            .ok_or(ScreeningError::Threshold(threshold))?;
        Ok(Self {
            lists,
            engine: ENGINE.to_owned(),
            options: Options {
                threshold: score,
                limit: usize::from(limit.get()),
                ..Options::default()
            },
            at,
            language,
        })
    }

    /// The lists screened against.
    #[must_use]
    pub fn lists(&self) -> &[Digest] {
        &self.lists
    }

    /// The engine that has to answer.
    #[must_use]
    pub fn engine(&self) -> &str {
        &self.engine
    }

    /// How it searches.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// The moment as of which notices stand.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The language reasons are worded in.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// It as bytes, to be sent to another machine.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let wire = Wire {
            lists: self.lists.clone(),
            engine: self.engine.clone(),
            threshold: self.options.threshold.get(),
            limit: u16::try_from(self.options.limit)
                .ok()
                .and_then(NonZeroU16::new)
                .unwrap_or(NonZeroU16::MAX),
            at: self.at,
            language: self.language,
        };
        // Texts and finite numbers can always be written.
        serde_json::to_vec(&wire).unwrap_or_default()
    }

    /// What [`to_bytes`](Self::to_bytes) wrote, on this machine or another.
    ///
    /// # Errors
    /// A message, when it is nothing of the kind: most likely another version wrote it.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let wire: Wire = serde_json::from_slice(bytes).map_err(|error| {
            format!("the call of `screen` was written by another version: {error}")
        })?;
        let screening = Self::new(
            wire.lists,
            wire.threshold,
            wire.limit,
            wire.at,
            wire.language,
        );
        screening
            .map(|screening| Self {
                engine: wire.engine,
                ..screening
            })
            .map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screening(threshold: f64) -> Result<Screening, ScreeningError> {
        let list = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let day = "2026-03-01T00:00:00.123456789Z".parse().unwrap();
        Screening::new(
            vec![list.parse().unwrap()],
            threshold,
            NonZeroU16::MAX,
            day,
            Language::Ar,
        )
    }

    #[test]
    fn what_travels_comes_back_to_the_bit() {
        let screening = screening(0.7 + f64::EPSILON).unwrap();
        assert_eq!(Screening::from_bytes(&screening.to_bytes()), Ok(screening));
        assert!(Screening::from_bytes(b"{}").is_err());
    }

    #[test]
    fn a_threshold_below_which_names_are_not_found_soundly_is_refused() {
        for wrong in [0.49, 1.01, f64::NAN] {
            assert!(matches!(
                screening(wrong),
                Err(ScreeningError::Threshold(_))
            ));
        }
        let none = Screening::new(
            Vec::new(),
            0.7,
            NonZeroU16::MIN,
            Timestamp::UNIX_EPOCH,
            Language::En,
        );
        assert_eq!(none, Err(ScreeningError::NoList));
    }
}
