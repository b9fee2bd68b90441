//! Scores and the weights that add up to them.
//!
//! A name's score is a probability. Other evidence weighs in natural log-odds: the name's log-odds and the weights are
//! added, and the sum is turned back into a probability. `docs/screening.md` has the formula and the table of weights.

use mithaq_names::Score;

/// Log-odds beyond which a name by itself says no more: those of 0.995.
const SUREST_NAME: f64 = 5.293;
/// The most a score reaches that is not equal in everything.
const ALMOST: f64 = 0.9999;

/// What a name with this score weighs: its log-odds, at most those of 0.995 either way.
pub(crate) fn weight_of(name: Score) -> f64 {
    let p = name.get();
    (p / (1.0 - p)).ln().clamp(-SUREST_NAME, SUREST_NAME)
}

/// The score of what weights add up to; never quite 1.
pub(crate) fn score_of(weight: f64) -> Score {
    let p = 1.0 / (1.0 + (-weight).exp());
    Score::new(p.clamp(0.0, ALMOST)).unwrap_or(Score::NONE)
}

/// A weight as it is shown: to a hundredth, which is finer than anybody should read it.
pub(crate) fn shown(weight: f64) -> f64 {
    (weight * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_weight_reads_back_as_its_score(value in 0.006..0.994f64) {
            let score = Score::new(value).unwrap();
            prop_assert!((score_of(weight_of(score)).get() - value).abs() < 1e-9);
        }

        #[test]
        fn no_sum_of_weights_leaves_the_scale_or_reaches_one(weight in any::<f64>()) {
            prop_assert!((0.0..1.0).contains(&score_of(weight).get()));
        }
    }
}
