//! Fits what evidence weighs: `cargo run --release -p mithaq-names --example calibrate -- BENCH/dev` writes `data/weights.tsv` and, of the
//! queries held out, the plot `docs/names-reliability.svg`.
//!
//! Logistic regression (Newton's method, a weak ridge) over every pair of query and listed entity that shares anything, one half of the queries; the
//! other half is held out, and its reliability is printed. Deterministic.
#![allow(clippy::print_stdout, reason = "it prints a table")]

mod bench;

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use bench::{Suite, answers};
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
}

fn main() -> Result<(), Box<dyn Error>> {
    let bench = env::args().nth(1).ok_or("usage: calibrate BENCH_FOLDER")?;
    let rows = read_rows(Path::new(&bench))?;
    let coefficients = calibrated(&rows, fit(&rows));
    for (name, coefficient) in FEATURES.iter().zip(&coefficients) {
        println!("{name:22} {coefficient:8.3}");
    }
    println!("{:22} {:8.3}", "constant", coefficients[WIDTH - 1]);
    print_reliability(&rows, &coefficients);
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/weights.tsv");
    fs::write(out, weights(&coefficients))?;
    let plot = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/names-reliability.svg");
    fs::write(plot, reliability_plot(&rows, &coefficients))?;
    Ok(())
}

fn read_rows(bench: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let answers = answers(bench)?;
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
                let Some(known) = features(&matcher, &query, &suite.names[key][found.name]) else {
                    continue;
                };
                let mut features = [1.0; WIDTH];
                features[..FEATURES.len()].copy_from_slice(&known);
                let right = answers
                    .get(id)
                    .is_some_and(|answer| answer.right.contains(&suite.ids[key]));
                if found.score != Score::EQUAL {
                    rows.push(Row {
                        features,
                        right,
                        held_out: (at / 8) % 2 == 1,
                        weight: 1.0,
                        query: id.clone(),
                    });
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
    rows.iter_mut()
        .filter(|row| !row.right)
        .for_each(|row| row.weight = weight);
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
        let rewards: Vec<usize> = (2..FEATURES.len())
            .filter(|&at| !held[at] && coefficients[at] > 0.0)
            .collect();
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
                let curvature = row.weight * p * (1.0 - p) * row.features[i];
                hessian[i]
                    .iter_mut()
                    .zip(&row.features)
                    .for_each(|(sum, x)| *sum += curvature * x);
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
        coefficients
            .iter_mut()
            .zip(step)
            .for_each(|(b, step)| *b += step);
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

/// The coefficients stretched and shifted so that the best hit of each query is as often right as its score says: a person looks at the best
/// hit first, and a family that shares a father's names is found as one.
fn calibrated(rows: &[Row], mut coefficients: [f64; WIDTH]) -> [f64; WIDTH] {
    let best = best_of_queries(rows, &coefficients);
    let (mut slope, mut shift) = (1.0, 0.0);
    let logit = |row: &Row| {
        row.features
            .iter()
            .zip(&coefficients)
            .map(|(x, b)| x * b)
            .sum::<f64>()
    };
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
            h = [
                [h[0][0] + w * x * x, h[0][1] + w * x],
                [h[0][1] + w * x, h[1][1] + w],
            ];
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
        let _ = writeln!(
            text,
            "{name}\t{:.0}",
            (-coefficient / evidence * 100.0).max(0.0)
        );
    }
    let _ = writeln!(
        text,
        "beyond\t{:.0}",
        (coefficients[1] / evidence * 100.0).max(0.0)
    );
    let _ = writeln!(
        text,
        "half\t{:.0}",
        -coefficients[WIDTH - 1] / evidence * 100.0
    );
    let _ = writeln!(text, "scale\t{:.0}", 100.0 / evidence);
    text
}

/// The hits held out whose score lies in one tenth, and how many are right: all of them, and each query's best alone.
#[derive(Default)]
struct Band {
    hits: usize,
    right: usize,
    best_hits: usize,
    best_right: usize,
    /// The best hits' scores, summed.
    best_scores: f64,
}

fn bands(rows: &[Row], coefficients: &[f64; WIDTH]) -> [Band; 10] {
    let best = best_of_queries(rows, coefficients);
    let mut bands: [Band; 10] = Default::default();
    for row in rows.iter().filter(|row| row.held_out) {
        let p = probability(&row.features, coefficients);
        let band = &mut bands[((p * 10.0) as usize).min(9)];
        let right = usize::from(row.right);
        band.hits += 1;
        band.right += right;
        if best.get(row.query.as_str()).is_some_and(|best| p >= *best) {
            band.best_hits += 1;
            band.best_right += right;
            band.best_scores += p;
        }
    }
    bands
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn print_reliability(rows: &[Row], coefficients: &[f64; WIDTH]) {
    println!(
        "{:>9} {:>6} {:>6} {:>7} {:>10} {:>6} {:>7}",
        "score", "hits", "right", "share", "best hits", "right", "share"
    );
    for (at, band) in bands(rows, coefficients).iter().enumerate() {
        let low = at as f64 / 10.0;
        println!(
            "{low:4.1}–{:3.1} {:7} {:6} {:7.3} {:10} {:6} {:7.3}",
            low + 0.1,
            band.hits,
            band.right,
            share(band.right, band.hits),
            band.best_hits,
            band.best_right,
            share(band.best_right, band.best_hits)
        );
    }
}

/// Score against share of right hits, one dot a band, as large as the band is full.
fn reliability_plot(rows: &[Row], coefficients: &[f64; WIDTH]) -> String {
    let at = |share: f64| (40.0 + 320.0 * share, 360.0 - 320.0 * share);
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"400\" height=\"400\" fill=\"#fff\"/>\n\
         <path d=\"M40 360H360M40 360V40\" stroke=\"#444\" fill=\"none\"/>\n\
         <path d=\"M40 360L360 40\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>\n\
         <text x=\"200\" y=\"390\" text-anchor=\"middle\">score</text>\n\
         <text x=\"14\" y=\"200\" text-anchor=\"middle\" transform=\"rotate(-90 14 200)\">share of best hits that are right</text>\n",
    );
    for tenth in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        let (x, y) = at(tenth);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.0}\" y=\"374\" text-anchor=\"middle\">{tenth:.1}</text>"
        );
        let _ = writeln!(
            svg,
            "<text x=\"34\" y=\"{:.0}\" text-anchor=\"end\">{tenth:.1}</text>",
            y + 4.0
        );
    }
    for band in bands(rows, coefficients)
        .iter()
        .filter(|band| band.best_hits > 0)
    {
        let (x, _) = at(band.best_scores / band.best_hits as f64);
        let (_, y) = at(share(band.best_right, band.best_hits));
        let radius = 2.0 + (band.best_hits as f64).ln();
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#2a6f97\" fill-opacity=\"0.7\">\
             <title>{} of {} right</title></circle>",
            band.best_right, band.best_hits
        );
    }
    svg.push_str("</svg>\n");
    svg
}
