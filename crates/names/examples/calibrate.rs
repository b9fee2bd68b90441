//! Fits what evidence weighs: `cargo run --release -p mithaq-names --example calibrate -- BENCH/dev` writes `data/weights.tsv`.
//!
//! Logistic regression (Newton's method, a weak ridge) over every pair of query and listed entity that shares anything, one half of the queries; the
//! other half is held out, and its reliability is printed. Deterministic.

mod bench;

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use bench::{Suite, expected};
use mithaq_names::calibration::{FEATURES, features};
use mithaq_names::{Kind, Matcher, Name, Score};

/// The features and a constant.
const WIDTH: usize = FEATURES.len() + 1;
const ROUNDS: usize = 25;
const RIDGE: f64 = 1.0;
/// Log odds given to every hit: to miss a listed person costs more than to look at one who is not.
const LEAN: f64 = 0.3;
/// Wrong rows of one query that count in full.
const WITNESSES: f64 = 1.0;

struct Row {
    features: [f64; WIDTH],
    right: bool,
    held_out: bool,
    weight: f64,
    query: String,
    note: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let argument = env::args().nth(1).ok_or("usage: calibrate BENCH_FOLDER [all]")?;
    let use_all = env::args().nth(2).is_some();
    let mut rows = read_rows(Path::new(&argument))?;
    if use_all {
        rows.iter_mut().for_each(|row| row.held_out = false);
    }
    let coefficients = calibrated(&rows, fit(&rows));
    for (name, coefficient) in FEATURES.iter().zip(&coefficients) {
        println!("{name:22} {coefficient:8.3}");
    }
    println!("{:22} {:8.3}", "constant", coefficients[WIDTH - 1]);
    print_reliability(&rows, &coefficients);
    let mut wrong: Vec<(f64, &Row)> = rows.iter().filter(|r| !r.right).map(|r| (probability(&r.features, &coefficients), r)).collect();
    wrong.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (p, r) in wrong.iter().take(40) { println!("W {p:.3} {}", r.note); }
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/weights.tsv");
    fs::write(out, weights(&coefficients))?;
    Ok(())
}

fn read_rows(bench: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let expected = expected(bench)?;
    let matcher = Matcher::default();
    let least = Score::new(0.04).ok_or("0.02 is a score")?;
    let mut rows = Vec::new();
    for suite in Suite::read_all(bench)? {
        let index = suite.index(&matcher);
        for (at, (id, text)) in suite.queries.iter().enumerate() {
            let first = rows.len();
            let query = Name::new(text, Kind::Other);
            for found in index.search(&query, least, |_| true) {
                let key = found.key as usize;
                let Some(known) = features(&matcher, &query, &suite.names[key][found.name]) else { continue };
                let mut features = [1.0; WIDTH];
                features[..FEATURES.len()].copy_from_slice(&known);
                let right = expected.get(id).is_some_and(|expected| expected.right.contains(&suite.ids[key]));
                if found.score != Score::EQUAL {
                    rows.push(Row { features, right, held_out: (at / 8) % 2 == 1, weight: 1.0, query: id.clone(), note: format!("{text} | {}", suite.names[key][found.name].text()) });
                }
            }
            weigh_down(&mut rows[first..]);
        }
    }
    Ok(rows)
}

/// A whole family found for one query is no more than a few witnesses against what it was found by.
fn weigh_down(rows: &mut [Row]) {
    let wrong = rows.iter().filter(|row| !row.right).count();
    let weight = (WITNESSES / wrong.max(1) as f64).min(1.0);
    rows.iter_mut().filter(|row| !row.right).for_each(|row| row.weight = weight);
}

fn probability(features: &[f64; WIDTH], coefficients: &[f64; WIDTH]) -> f64 {
    let logit: f64 = features.iter().zip(coefficients).map(|(x, b)| x * b).sum();
    1.0 / (1.0 + (-logit).exp())
}

/// Newton's method. A cost that came out as a reward is held at nothing, and the rest fitted again.
fn fit(rows: &[Row]) -> [f64; WIDTH] {
    let mut held = [false; WIDTH];
    loop {
        let coefficients = newton(rows, &held);
        let rewards: Vec<usize> = (2..FEATURES.len()).filter(|&at| !held[at] && coefficients[at] > 0.0).collect();
        if rewards.is_empty() {
            return coefficients;
        }
        rewards.into_iter().for_each(|at| held[at] = true);
    }
}

fn newton(rows: &[Row], held: &[bool; WIDTH]) -> [f64; WIDTH] {
    let mut coefficients = [0.0; WIDTH];
    for _ in 0..ROUNDS {
        let mut gradient = [0.0; WIDTH];
        let mut hessian = [[0.0; WIDTH]; WIDTH];
        for row in rows.iter().filter(|row| !row.held_out) {
            let p = probability(&row.features, &coefficients);
            let error = row.weight * (f64::from(u8::from(row.right)) - p);
            for i in 0..WIDTH {
                gradient[i] += error * row.features[i];
                for j in 0..WIDTH {
                    hessian[i][j] += row.weight * p * (1.0 - p) * row.features[i] * row.features[j];
                }
            }
        }
        for i in 0..WIDTH {
            gradient[i] -= RIDGE * coefficients[i];
            hessian[i][i] += RIDGE;
            if held[i] {
                gradient[i] = 0.0;
                hessian[i] = [0.0; WIDTH];
                hessian[i][i] = 1.0;
            }
        }
        let step = solve(hessian, gradient);
        coefficients.iter_mut().zip(step).for_each(|(b, step)| *b += step);
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
            matrix[other].iter_mut().zip(row).for_each(|(x, y)| *x -= factor * y);
            vector[other] -= factor * value;
        }
    }
    vector
}

/// The coefficients stretched and shifted so that the best hit of each query is as often right as its score says: a person looks at the best
/// hit first, and a family that shares a father's names is found as one.
fn calibrated(rows: &[Row], mut coefficients: [f64; WIDTH]) -> [f64; WIDTH] {
    let best = best_of_queries(rows, &coefficients);
    let (mut slope, mut shift) = (1.0, 0.0);
    let logit = |row: &Row| row.features.iter().zip(&coefficients).map(|(x, b)| x * b).sum::<f64>();
    let shown: Vec<(f64, bool)> = rows
        .iter()
        .filter(|row| !row.held_out)
        .map(|row| (row, probability(&row.features, &coefficients)))
        .filter(|(row, p)| best.get(row.query.as_str()).is_some_and(|best| p >= best))
        .map(|(row, _)| (logit(row), row.right))
        .collect();
    for _ in 0..ROUNDS {
        let (mut g, mut h) = ([0.0; 2], [[0.0; 2]; 2]);
        for &(x, right) in &shown {
            let p = 1.0 / (1.0 + (-(slope * x + shift)).exp());
            let error = f64::from(u8::from(right)) - p;
            let w = p * (1.0 - p);
            g = [g[0] + error * x, g[1] + error];
            h = [[h[0][0] + w * x * x, h[0][1] + w * x], [h[0][1] + w * x, h[1][1] + w]];
        }
        let determinant = h[0][0] * h[1][1] - h[0][1] * h[1][0];
        slope += (h[1][1] * g[0] - h[0][1] * g[1]) / determinant;
        shift += (h[0][0] * g[1] - h[1][0] * g[0]) / determinant;
    }
    println!("best hits: slope {slope:.3}, shift {shift:.3}");
    coefficients.iter_mut().for_each(|b| *b *= slope);
    coefficients[WIDTH - 1] += shift + LEAN;
    coefficients
}

/// The highest probability among each query's rows.
fn best_of_queries<'a>(rows: &'a [Row], coefficients: &[f64; WIDTH]) -> HashMap<&'a str, f64> {
    let mut best: HashMap<&str, f64> = HashMap::new();
    for row in rows {
        let p = probability(&row.features, coefficients);
        let so_far = best.entry(&row.query).or_default();
        *so_far = p.max(*so_far);
    }
    best
}

/// The file of weights: everything in centinats of evidence.
fn weights(coefficients: &[f64; WIDTH]) -> String {
    let evidence = coefficients[0];
    let mut text = String::from(
        "# What evidence weighs, in hundredths of a nat. Fitted by `cargo run --release -p mithaq-names --example calibrate -- BENCH`.\n",
    );
    for (name, coefficient) in FEATURES.iter().zip(coefficients).skip(2) {
        let _ = writeln!(text, "{name}\t{:.0}", (-coefficient / evidence * 100.0).max(0.0));
    }
    let _ = writeln!(text, "beyond\t{:.0}", (coefficients[1] / evidence * 100.0).max(0.0));
    let _ = writeln!(text, "half\t{:.0}", -coefficients[WIDTH - 1] / evidence * 100.0);
    let _ = writeln!(text, "scale\t{:.0}", 100.0 / evidence);
    text
}

/// Of the hits in each band, how many are right: among all, and among each query's best.
fn print_reliability(rows: &[Row], coefficients: &[f64; WIDTH]) {
    println!("{:>8} {:>6} {:>6} {:>7} {:>9} {:>6} {:>7}", "score", "hits", "right", "share", "best hits", "right", "share");
    let best = best_of_queries(rows, coefficients);
    for band in 0..10 {
        let (low, high) = (f64::from(band) / 10.0, f64::from(band + 1) / 10.0);
        let shown: Vec<(&Row, bool)> = rows
            .iter()
            .filter(|row| row.held_out)
            .map(|row| (row, probability(&row.features, coefficients)))
            .filter(|(_, p)| (low..high).contains(p))
            .map(|(row, p)| (row, best.get(row.query.as_str()).is_some_and(|best| p >= *best)))
            .collect();
        let count = |filter: &dyn Fn(&(&Row, bool)) -> bool| shown.iter().filter(|row| filter(row)).count();
        let (hits, right) = (shown.len(), count(&|(row, _)| row.right));
        let (first, first_right) = (count(&|(_, best)| *best), count(&|(row, best)| *best && row.right));
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        println!(
            "{low:3.1}–{high:3.1} {hits:7} {right:6} {:7.3} {first:9} {first_right:6} {:7.3}",
            share(right, hits),
            share(first_right, first)
        );
    }
}
