//! Logistic regression: Newton's method, a ridge towards a first guess, costs that never reward.

use super::features::FEATURES;

/// The features and a constant.
pub(super) const WIDTH: usize = FEATURES + 1;
const ROUNDS: usize = 40;
const LONGEST_STEP: f64 = 0.5;
/// How many rows' worth of say the first guess has.
const RIDGE: f64 = 20.0;
/// The features that may count for a match; all others only against.
pub(super) const FOR: usize = 2;

/// A comparison, and whether both names are one bearer's.
pub(super) struct Row {
    features: [f64; WIDTH],
    pub(super) right: bool,
    pub(super) weight: f64,
}

impl Row {
    pub(super) fn new(known: [f64; FEATURES], right: bool) -> Self {
        let mut features = [1.0; WIDTH];
        features[..FEATURES].copy_from_slice(&known);
        Self {
            features,
            right,
            weight: 1.0,
        }
    }

    /// What the features add up to, each by its coefficient.
    pub(super) fn logit(&self, coefficients: &[f64; WIDTH]) -> f64 {
        self.features
            .iter()
            .zip(coefficients)
            .map(|(x, b)| x * b)
            .sum()
    }
}

fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// A cost that came out as a reward is held at nothing, and the rest fitted again.
pub(super) fn fit(rows: &[Row], guess: &[f64; WIDTH]) -> [f64; WIDTH] {
    let mut held = [false; WIDTH];
    loop {
        let coefficients = newton(rows, guess, &held);
        let rewards: Vec<usize> = (FOR..FEATURES)
            .filter(|&at| !held[at] && coefficients[at] > 0.0)
            .collect();
        if rewards.is_empty() {
            return coefficients;
        }
        rewards.into_iter().for_each(|at| held[at] = true);
    }
}

fn newton(rows: &[Row], guess: &[f64; WIDTH], held: &[bool; WIDTH]) -> [f64; WIDTH] {
    let mut coefficients = *guess;
    (0..WIDTH)
        .filter(|&at| held[at])
        .for_each(|at| coefficients[at] = 0.0);
    for _ in 0..ROUNDS {
        let mut gradient = [0.0; WIDTH];
        let mut hessian = [[0.0; WIDTH]; WIDTH];
        for row in rows {
            let p = probability(row.logit(&coefficients));
            let error = row.weight * (f64::from(u8::from(row.right)) - p);
            for i in 0..WIDTH {
                gradient[i] += error * row.features[i];
                let curvature = row.weight * p * (1.0 - p) * row.features[i];
                hessian[i]
                    .iter_mut()
                    .zip(&row.features)
                    .for_each(|(sum, x)| *sum += curvature * x);
            }
        }
        for i in 0..WIDTH {
            // The constant is the prior's business, and free.
            let ridge = if i < FEATURES { RIDGE } else { f64::EPSILON };
            gradient[i] -= ridge * (coefficients[i] - guess[i]);
            hessian[i][i] += ridge;
            if held[i] {
                gradient[i] = 0.0;
                hessian[i] = [0.0; WIDTH];
                hessian[i][i] = 1.0;
            }
        }
        let step = solve(hessian, gradient);
        // Far from the goal, Newton's step overshoots.
        coefficients
            .iter_mut()
            .zip(step)
            .for_each(|(b, step)| *b += step.clamp(-LONGEST_STEP, LONGEST_STEP));
    }
    coefficients
}

/// Gauss–Jordan; the ridge keeps the matrix regular.
fn solve(mut matrix: [[f64; WIDTH]; WIDTH], mut vector: [f64; WIDTH]) -> [f64; WIDTH] {
    for pivot in 0..WIDTH {
        let scale = matrix[pivot][pivot];
        matrix[pivot].iter_mut().for_each(|x| *x /= scale);
        vector[pivot] /= scale;
        let (row, value) = (matrix[pivot], vector[pivot]);
        for other in (0..WIDTH).filter(|&other| other != pivot) {
            let factor = matrix[other][pivot];
            matrix[other]
                .iter_mut()
                .zip(row)
                .for_each(|(x, y)| *x -= factor * y);
            vector[other] -= factor * value;
        }
    }
    vector
}

/// The coefficients stretched and shifted so that hits are as often right as their score says (Platt's scaling).
pub(super) fn scaled_to(rows: &[Row], mut coefficients: [f64; WIDTH]) -> [f64; WIDTH] {
    let shown: Vec<(f64, &Row)> = rows
        .iter()
        .map(|row| (row.logit(&coefficients), row))
        .filter(|(logit, _)| *logit > SHOWN)
        .collect();
    let (mut slope, mut shift) = (1.0, 0.0);
    for _ in 0..ROUNDS {
        let (mut g, mut h) = ([0.0; 2], [[0.0; 2]; 2]);
        for &(x, row) in &shown {
            let p = probability(slope * x + shift);
            let error = row.weight * (f64::from(u8::from(row.right)) - p);
            let w = row.weight * p * (1.0 - p);
            g = [g[0] + error * x, g[1] + error];
            h = [
                [h[0][0] + w * x * x, h[0][1] + w * x],
                [h[0][1] + w * x, h[1][1] + w],
            ];
        }
        let determinant = h[0][0] * h[1][1] - h[0][1] * h[1][0];
        slope += (h[1][1] * g[0] - h[0][1] * g[1]) / determinant;
        shift += (h[0][0] * g[1] - h[1][0] * g[0]) / determinant;
    }
    coefficients.iter_mut().for_each(|b| *b *= slope);
    coefficients[FEATURES] += shift;
    coefficients
}

/// Log odds from which hits are scaled: those that could be shown.
const SHOWN: f64 = -1.5;
