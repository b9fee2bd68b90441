//! Matching names across scripts and spellings: are these two names one bearer's?
//!
//! ```
//! use mithaq_names::{IndexBuilder, Kind, Matcher, Name, Score};
//!
//! let mut builder = IndexBuilder::new();
//! builder.insert(7, Name::new("Mokhtar Belmokhtar", Kind::Person));
//! builder.insert(8, Name::new("Iyad Ag Ghali", Kind::Person));
//! let index = builder.build(Matcher::default());
//!
//! let query = Name::new("مختار بلمختار", Kind::Person);
//! let found = index.search(&query, Score::new(0.7).unwrap(), |_key| true);
//! assert_eq!(found[0].key, 7);
//! ```
//!
//! A [`Name`] is taken apart once and compared often. A [`Matcher`] compares two; an [`Index`] finds every name that scores a threshold or more,
//! and its pruning is sound. A [`Score`] is a probability at a stated prior and depends on the two names and the matcher alone. A
//! [`Comparison`] says in three languages which word met which.
//!
//! Not for texts, nor for addresses; and agreeing names identify nobody.
//!
//! Inside, in the order a name passes: `normalise`, `words` and `name` (positions and units), `script` and `symbol` (letters), `cost` and
//! `rarity` (what a spelling costs, what a word is worth), `meeting` (two units), `settle` and `weights` (two names), `explain`, `index`.
//! Everything learned comes from [`Tables`].
#![warn(missing_docs)]

#[doc(hidden)]
pub mod calibration;
mod cost;
mod explain;
mod index;
mod korean;
mod lexicon;
mod matcher;
mod meeting;
mod name;
mod normalise;
mod rarity;
mod score;
mod script;
mod settle;
mod symbol;
mod tables;
#[doc(hidden)]
pub mod training;
mod weights;
mod words;

pub use explain::{Language, Step};
#[doc(hidden)]
pub use index::Effort;
pub use index::{Found, Index, IndexBuilder};
pub use matcher::{CALIBRATED_PRIOR, Comparison, Matcher};
pub use meeting::Rule;
pub use name::{Kind, Name};
pub use normalise::normalise;
pub use score::Score;
pub use tables::{TableError, Tables, tables};

/// The README's example, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
