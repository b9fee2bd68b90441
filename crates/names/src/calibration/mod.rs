//! How `data/weights.tsv` is made: queries are derived from lists, searched for, and what evidence weighs is fitted on what was right.
//!
//! * `queries`: lists, and queries of which it is known whom they name;
//! * `features`: a comparison as numbers, before they are weighed;
//! * `regression`: logistic regression;
//! * `curve`: how often hits of a total are right.
//!
//! Deterministic: same data in, same bytes out. Run by `examples/calibrate.rs`, and by a test that compares the result with what is compiled in.

mod curve;
mod features;
mod queries;
mod regression;

use std::fmt::Write as _;

use crate::index::{Index, IndexBuilder};
use crate::matcher::Matcher;
use crate::rarity::Centinats;
use crate::score::{Score, log_odds};
use crate::tables::{Table, TableError};
use crate::weights::{SCORES, Weights, Whole, score_name};
use curve::scored;
use features::{FEATURES, feature_names, features};
pub use queries::{Asked, Screening, screenings};
use regression::{FOR, Row, WIDTH, fit, scaled_to};

/// Where fitting starts, and what a weight stays near that the data say little of: in nats. Who bears another given name is another person, and
/// lists hold families whose sons bear their fathers' whole names.
const FIRST_GUESS: [(&str, f64); 26] = [
    ("evidence", 0.45),
    ("beyond", 0.2),
    ("query_lacks_given", 2.0),
    ("query_lacks_middle", 0.6),
    ("query_lacks_family", 0.8),
    ("query_lacks_word", 0.8),
    ("query_lacks_generic", 0.4),
    ("listed_lacks_given", 1.2),
    ("listed_lacks_middle", 0.6),
    ("listed_lacks_family", 0.8),
    ("listed_lacks_word", 0.8),
    ("listed_lacks_generic", 0.4),
    ("query_broken", 1.5),
    ("ends_met", 1.5),
    ("listed_broken", 1.0),
    ("both_broken", 3.0),
    ("query_inside", 0.8),
    ("verbatim", 0.6),
    ("inside_more", 0.3),
    ("vague_inside", 0.5),
    ("other_trade", 1.0),
    ("other_family", 0.5),
    ("son_unnamed", 5.0),
    ("father_listed", 4.0),
    ("siblings", 3.0),
    ("crossing", 1.5),
];
const GUESSED_CONSTANT: f64 = -1.5;
/// Weights decide which meetings are chosen, and so what the next ones are fitted on.
const ROUNDS: usize = 2;
/// What scores less teaches nothing of hits that are shown.
const LEAST: f64 = 0.1;
/// Wrong hits of one query that count in full: a whole family found for one name is no more than a few witnesses.
const WITNESSES: f64 = 2.0;
/// Log odds given to a listed name that all of the query stands in: who asks by a part of a name is to be shown the names that have it.
const LEAN_INSIDE: f64 = 0.6;

/// The text of `data/weights.tsv`, fitted on the lists and queries derived from `listed` (as `data/training/listed_names.tsv`) and from
/// `pairs` (as `data/training/wikidata_en_ar.tsv`).
///
/// # Errors
///
/// Fitting went astray: the weights it made are none that could be read.
pub fn weights(listed: &str, pairs: &str) -> Result<String, TableError> {
    let screenings = screenings(listed, pairs);
    let guess = first_guess();
    let mut coefficients = guess;
    for _ in 0..ROUNDS {
        let rows = rows(&screenings, &matcher_by(&coefficients)?);
        coefficients = scaled_to(&rows, fit(&rows, &guess));
    }
    let rows = rows(&screenings, &matcher_by(&coefficients)?);
    let hits: Vec<(f64, bool)> = rows
        .iter()
        .map(|row| (total(row, &coefficients), row.right))
        .collect();
    let scored = scored(&hits, |odds| straight(&coefficients, odds));
    Ok(written(&coefficients, scored))
}

/// A matcher by coefficients that were fitted, in which log odds are what they add up to.
fn matcher_by(coefficients: &[f64; WIDTH]) -> Result<Matcher, TableError> {
    let scored = SCORES.map(|score| {
        let odds = log_odds(f64::from(score) / 100.0);
        straight(coefficients, odds).round() as Centinats
    });
    let fitted = Table {
        file: "weights.tsv",
        text: &written(coefficients, scored),
    };
    Ok(Matcher::with_weights(Weights::read(fitted)?))
}

/// The total, in centinats of evidence, that has these log odds by the coefficients.
fn straight(coefficients: &[f64; WIDTH], odds: f64) -> f64 {
    (odds - coefficients[FEATURES]) / coefficients[0] * 100.0
}

/// A comparison's total, in centinats of evidence.
fn total(row: &Row, coefficients: &[f64; WIDTH]) -> f64 {
    straight(coefficients, 0.0) + row.logit(&leaning(coefficients)) / coefficients[0] * 100.0
}

/// The coefficients with what is given to a listed name that the query stands in. A cost stays one.
fn leaning(coefficients: &[f64; WIDTH]) -> [f64; WIDTH] {
    let mut leaning = *coefficients;
    for (coefficient, name) in leaning.iter_mut().zip(feature_names()) {
        if [Whole::QueryInside, Whole::Verbatim]
            .iter()
            .any(|whole| whole.name() == name)
        {
            *coefficient = (*coefficient + LEAN_INSIDE).min(0.0);
        }
    }
    leaning
}

fn first_guess() -> [f64; WIDTH] {
    let mut guess = [0.0; WIDTH];
    guess[FEATURES] = GUESSED_CONSTANT;
    for (at, name) in feature_names().iter().enumerate() {
        let known = FIRST_GUESS.iter().find(|(known, _)| known == name);
        let sign = if at < FOR { 1.0 } else { -1.0 };
        guess[at] = known.map_or(0.0, |(_, nats)| sign * nats);
    }
    guess
}

/// Every pair of query and listed name that meets at all well. An alias that is another name altogether says nothing about how one name is written.
fn rows(screenings: &[Screening], matcher: &Matcher) -> Vec<Row> {
    let least = Score::new(LEAST).unwrap_or(Score::NONE);
    let mut rows = Vec::new();
    for screening in screenings {
        let index = index(screening, matcher);
        for asked in screening.asked.iter().filter(|asked| !asked.held_out) {
            let first = rows.len();
            for found in index.search(&asked.name, least, |_| true) {
                let key = found.key as usize;
                if found.score == Score::EQUAL {
                    continue;
                }
                let listed = &screening.listed[key][found.name];
                rows.extend(
                    features(matcher, &asked.name, listed)
                        .map(|features| Row::new(features, asked.right == Some(key))),
                );
            }
            weigh_down(&mut rows[first..]);
        }
    }
    rows
}

fn weigh_down(rows: &mut [Row]) {
    let wrong = rows.iter().filter(|row| !row.right).count();
    let weight = (WITNESSES / wrong.max(1) as f64).min(1.0);
    rows.iter_mut()
        .filter(|row| !row.right)
        .for_each(|row| row.weight = weight);
}

/// The index of a screening's list; keys are places in it.
pub fn index(screening: &Screening, matcher: &Matcher) -> Index {
    let mut builder = IndexBuilder::new();
    for (key, names) in (0u32..).zip(&screening.listed) {
        for name in names {
            builder.insert(key, name.clone());
        }
    }
    builder.build(matcher.clone())
}

/// The file of weights: everything in centinats of evidence.
fn written(coefficients: &[f64; WIDTH], scored: [Centinats; SCORES.len()]) -> String {
    let evidence = coefficients[0];
    let in_centinats = |coefficient: f64| (-coefficient / evidence * 100.0).max(0.0);
    let mut text = String::from(
        "# What evidence weighs, in hundredths of a nat. Fitted by `cargo run --release -p mithaq-names --example calibrate`.\n",
    );
    for (name, &fitted) in feature_names().iter().zip(&leaning(coefficients)).skip(2) {
        let _ = writeln!(text, "{name}\t{:.0}", in_centinats(fitted));
    }
    let _ = writeln!(
        text,
        "beyond\t{:.0}",
        (coefficients[1] / evidence * 100.0).clamp(0.0, 100.0)
    );
    for (score, total) in SCORES.into_iter().zip(scored) {
        let _ = writeln!(text, "{}\t{total}", score_name(score));
    }
    text
}
