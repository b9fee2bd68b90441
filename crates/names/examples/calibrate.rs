//! Fits what evidence weighs: `cargo run --release -p mithaq-names --example calibrate` writes `data/weights.tsv` from `data/training/`.
//!
//! `-- --check [BENCH_FOLDER]` fits nothing but holds what is compiled in against queries it was not fitted on: prints how often hits of each
//! score are right, for the derived queries that were held out and for the benchmark's, and of the former how many are answered; and writes the
//! plot `docs/names-reliability.svg`.
#![allow(clippy::print_stdout, reason = "it prints a table")]

mod bench;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use bench::{Suite, answers};
use mithaq_names::calibration;
use mithaq_names::{Index, Kind, Matcher, Name, Score, Tables};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let listed = fs::read_to_string(data.join("training/listed_names.tsv"))?;
    let pairs = fs::read_to_string(data.join("training/wikidata_en_ar.tsv"))?;
    match &arguments[..] {
        [] => fs::write(
            data.join("weights.tsv"),
            calibration::weights(&listed, &pairs)?,
        )?,
        [check, bench @ ..] if check == "--check" && bench.len() < 2 => {
            print_answered(&listed, &pairs);
            let mut shown = vec![("held out", held_out(&listed, &pairs))];
            if let [bench] = bench {
                shown.push(("benchmark", of_benchmark(Path::new(bench))?));
            }
            for (source, hits) in &shown {
                print_reliability(source, hits);
            }
            let plot =
                Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/names-reliability.svg");
            fs::write(plot, reliability_plot(&shown))?;
        }
        _ => return Err("usage: calibrate [--check [BENCH_FOLDER]]".into()),
    }
    Ok(())
}

/// A hit that is no equal name.
struct Hit {
    score: f64,
    right: bool,
    /// The first of its query.
    best: bool,
}

/// What scores less is never shown.
const LEAST: f64 = 0.3;

/// The hits for one query.
fn ask(index: &Index, query: &Name, is_right: impl Fn(usize) -> bool, hits: &mut Vec<Hit>) {
    let least = Score::new(LEAST).unwrap_or(Score::NONE);
    for (rank, found) in index.search(query, least, |_| true).iter().enumerate() {
        if found.score != Score::EQUAL {
            hits.push(Hit {
                score: found.score.get(),
                right: is_right(found.key as usize),
                best: rank == 0,
            });
        }
    }
}

/// What is shown scores as much.
const SHOWN: f64 = 0.7;

/// By kind of derived query, of those that no weight was fitted on: how many that name somebody find him, and how many wrong hits there are.
fn print_answered(listed: &str, pairs: &str) {
    const KINDS: [&str; 4] = ["other names", "changed", "to Latin", "to Arabic"];
    println!("held out     asked listed  found recall  wrong/q");
    for (kind, screening) in KINDS.iter().zip(calibration::screenings(listed, pairs)) {
        let index = calibration::index(&screening, &Matcher::default());
        let (mut asked, mut named, mut found, mut wrong) = (0, 0, 0, 0);
        for query in screening.asked.iter().filter(|asked| asked.held_out) {
            let mut hits = Vec::new();
            let shown = Score::new(SHOWN).unwrap_or(Score::NONE);
            for hit in index.search(&query.name, shown, |_| true) {
                hits.push(query.right == Some(hit.key as usize));
            }
            asked += 1;
            named += usize::from(query.right.is_some());
            found += usize::from(hits.contains(&true));
            wrong += hits.iter().filter(|right| !**right).count();
        }
        let (recall, wrong) = (share(found, named), share(wrong, asked));
        println!("{kind:12} {asked:5} {named:6} {found:6} {recall:6.3} {wrong:8.3}");
    }
}

/// Of the derived queries, those that no weight was fitted on.
fn held_out(listed: &str, pairs: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    for screening in calibration::screenings(listed, pairs) {
        let index = calibration::index(&screening, &Matcher::default());
        for asked in screening.asked.iter().filter(|asked| asked.held_out) {
            ask(
                &index,
                &asked.name,
                |key| asked.right == Some(key),
                &mut hits,
            );
        }
    }
    hits
}

fn of_benchmark(bench: &Path) -> Result<Vec<Hit>, Box<dyn Error>> {
    let answers = answers(bench)?;
    let mut hits = Vec::new();
    for suite in Suite::read_all(bench, Tables::compiled())? {
        let index = suite.index(&Matcher::default());
        for (id, text) in &suite.queries {
            let right = answers.get(id).map_or(&[][..], |answer| &answer.right);
            let query = Name::new(text, Kind::Other);
            ask(
                &index,
                &query,
                |key| right.contains(&suite.ids[key]),
                &mut hits,
            );
        }
    }
    Ok(hits)
}

/// The hits whose score lies in one tenth, and how many are right: all of them, and each query's best alone.
#[derive(Default)]
struct Band {
    hits: usize,
    right: usize,
    scores: f64,
    best_hits: usize,
    best_right: usize,
}

fn bands(hits: &[Hit]) -> [Band; 10] {
    let mut bands: [Band; 10] = Default::default();
    for hit in hits {
        let band = &mut bands[((hit.score * 10.0) as usize).min(9)];
        band.hits += 1;
        band.right += usize::from(hit.right);
        band.scores += hit.score;
        band.best_hits += usize::from(hit.best);
        band.best_right += usize::from(hit.best && hit.right);
    }
    bands
}

/// The hits that score about as much.
fn about(hits: &[Hit], score: f64) -> (usize, usize) {
    let near = hits.iter().filter(|hit| (hit.score - score).abs() < 0.05);
    let right = near.clone().filter(|hit| hit.right).count();
    (near.count(), right)
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn print_reliability(source: &str, hits: &[Hit]) {
    println!("{source}");
    println!(
        "{:>9} {:>6} {:>6} {:>7} {:>10} {:>6} {:>7}",
        "score", "hits", "right", "share", "best hits", "right", "share"
    );
    for (at, band) in bands(hits)
        .iter()
        .enumerate()
        .filter(|(_, band)| band.hits > 0)
    {
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
    let (hits, right) = about(hits, 0.8);
    println!(
        "about 0.8: {right} of {hits} right, {:.3}",
        share(right, hits)
    );
}

const COLOURS: [&str; 2] = ["#2a6f97", "#c8553d"];

/// Score against share of right hits, one dot a band, as large as the band is full.
fn reliability_plot(shown: &[(&str, Vec<Hit>)]) -> String {
    let at = |share: f64| (40.0 + 320.0 * share, 360.0 - 320.0 * share);
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"400\" height=\"400\" fill=\"#fff\"/>\n\
         <path d=\"M40 360H360M40 360V40\" stroke=\"#444\" fill=\"none\"/>\n\
         <path d=\"M40 360L360 40\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>\n\
         <text x=\"200\" y=\"390\" text-anchor=\"middle\">score</text>\n\
         <text x=\"14\" y=\"200\" text-anchor=\"middle\" transform=\"rotate(-90 14 200)\">share of hits that are right</text>\n",
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
    for ((source, hits), (colour, y)) in shown.iter().zip(COLOURS.into_iter().zip([60, 76])) {
        let _ = writeln!(
            svg,
            "<text x=\"52\" y=\"{y}\" fill=\"{colour}\">● {source}</text>"
        );
        for band in bands(hits).iter().filter(|band| band.hits > 0) {
            let (x, _) = at(band.scores / band.hits as f64);
            let (_, y) = at(share(band.right, band.hits));
            let radius = 2.0 + (band.hits as f64).ln();
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\" fill-opacity=\"0.7\">\
                 <title>{} of {} right</title></circle>",
                band.right, band.hits
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}
