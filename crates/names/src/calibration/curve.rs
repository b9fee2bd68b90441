//! What totals score: how often hits of about that total are right, where what was right of neighbouring ones is pooled until it rises
//! (isotonic regression by pooling adjacent violators: Ayer et al. 1955; as calibration, Zadrozny & Elkan 2002).

use crate::rarity::Centinats;
use crate::score::log_odds;
use crate::weights::SCORES;

/// Log odds that hits of [`LEANING`] and less are given beyond how often they are right: to miss a listed person costs more than to look at one
/// who is not.
const LEAN: f64 = 1.45;
/// The highest score, in hundredths, that leans: that from which hits are shown. What scores more is right as often as it says.
const LEANING: u8 = 70;

/// Hits that are pooled at least: so many say how often their like are right.
const POOLED: usize = 100;

/// Hits of about one total.
struct Pool {
    totals: f64,
    right: f64,
    hits: f64,
}

impl Pool {
    fn total(&self) -> f64 {
        self.totals / self.hits
    }

    fn share(&self) -> f64 {
        self.right / self.hits
    }
}

/// The totals that score [`SCORES`], by hits' totals and whether they are right. `straight` says what total has these log odds as fitted, where
/// there are too few hits to tell.
pub(super) fn scored(
    hits: &[(f64, bool)],
    straight: impl Fn(f64) -> f64,
) -> [Centinats; SCORES.len()] {
    let pools = pooled(hits);
    let mut scored = [0; SCORES.len()];
    let mut least = Centinats::MIN;
    for (total, score) in scored.iter_mut().zip(SCORES) {
        let lean = if score <= LEANING { LEAN } else { 0.0 };
        let odds = log_odds(f64::from(score) / 100.0) - lean;
        let share = 1.0 / (1.0 + (-odds).exp());
        let found = total_of(&pools, share).unwrap_or_else(|| straight(odds));
        *total = (found.round() as Centinats).max(least);
        least = *total + 1;
    }
    scored
}

fn pooled(hits: &[(f64, bool)]) -> Vec<Pool> {
    let mut hits = hits.to_vec();
    hits.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut pools: Vec<Pool> = Vec::new();
    for neighbours in hits.chunks(POOLED) {
        let mut pool = Pool {
            totals: neighbours.iter().map(|(total, _)| total).sum(),
            right: neighbours.iter().filter(|(_, right)| *right).count() as f64,
            hits: neighbours.len() as f64,
        };
        while let Some(before) = pools.pop_if(|before| before.share() >= pool.share()) {
            pool.totals += before.totals;
            pool.right += before.right;
            pool.hits += before.hits;
        }
        pools.push(pool);
    }
    pools
}

/// The total at which so many hits are right, between the pools next to it.
fn total_of(pools: &[Pool], share: f64) -> Option<f64> {
    let above = pools.iter().position(|pool| pool.share() >= share)?;
    let upper = &pools[above];
    let Some(lower) = above.checked_sub(1).map(|below| &pools[below]) else {
        return Some(upper.total());
    };
    let between = (share - lower.share()) / (upper.share() - lower.share());
    Some(lower.total() + between * (upper.total() - lower.total()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For each total a pool of hits, of which so many are right.
    fn hits(right: &[usize]) -> Vec<(f64, bool)> {
        let pool = |(total, &right)| (0..POOLED).map(move |hit| (total as f64, hit < right));
        right.iter().enumerate().flat_map(pool).collect()
    }

    #[test]
    fn hits_score_as_often_as_they_are_right_and_lean_below_what_is_shown() {
        let as_said: Vec<usize> = (0..=POOLED).collect();
        let scored = scored(&hits(&as_said), |_| 1_000.0);
        // 0.3, 0.5 and 0.7 less 1.45 nats are 0.09, 0.19 and 0.35.
        assert_eq!(scored, [9, 19, 35, 80, 90, 95, 99]);
    }

    #[test]
    fn where_there_are_no_hits_the_score_is_as_fitted_and_rises() {
        assert_eq!(
            scored(&hits(&[0, 50]), |odds| 100.0 * odds),
            [0, 1, 2, 139, 220, 294, 460]
        );
    }

    #[test]
    fn neighbours_that_are_right_less_often_are_pooled() {
        let pools = pooled(&hits(&[20, 60, 40, 90]));
        let shares: Vec<f64> = pools.iter().map(Pool::share).collect();
        assert_eq!(shares, [0.2, 0.5, 0.9]);
    }
}
