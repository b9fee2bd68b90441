//! Screens a benchmark's queries and writes result lines for its scorer.
//!
//! `cargo run --release -p mithaq-names --example bench_names -- BENCH/dev OUT` reads every `queries_NAME.csv` (id,name) and `list_NAME.ftm.json`
//! in the folder and writes `OUT/NAME.jsonl`, with the time each took on standard error.
//!
//! `-- BENCH/dev --missed` writes no results but lists every query that misses the listed name it should meet: row, score, query, the
//! best of the right entity's names, and the steps that led there. `--wrong` lists the wrong hits likewise.
//!
//! A folder after that may hold tables to go by in place of those compiled in: weights to be tried, or those of another day.
#![allow(clippy::print_stdout, reason = "it prints a table")]

mod bench;

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use bench::{Answer, Suite, answers, tables_in};
use mithaq_names::{Comparison, Index, Kind, Language, Matcher, Name, Score, Tables};
use serde_json::{Value, json};

/// As the benchmark asks: hits of 0.5 or more, at most twenty.
const LIMIT: usize = 20;
/// A query is answered by a hit that scores as much.
const ANSWERED: f64 = 0.7;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (bench, out, tables) = match &arguments[..] {
        [bench, out] => (bench, out, Tables::compiled().clone()),
        [bench, out, folder] => (bench, out, tables_in(Path::new(folder))?),
        _ => {
            return Err(
                "usage: bench_names BENCH_FOLDER (OUT_FOLDER | --missed | --wrong) [TABLES_FOLDER]"
                    .into(),
            );
        }
    };
    let bench = Path::new(bench);
    match out.as_str() {
        "--missed" => list(bench, &tables, print_missed),
        "--wrong" => list(bench, &tables, print_wrong),
        out => screen(bench, &tables, Path::new(out)),
    }
}

fn screen(bench: &Path, tables: &Tables, out: &Path) -> Result<(), Box<dyn Error>> {
    let threshold = Score::new(0.5).ok_or("0.5 is a score")?;
    fs::create_dir_all(out)?;
    for suite in Suite::read_all(bench, tables)? {
        let index = suite.index(&Matcher::from_tables(tables));
        let mut results = String::new();
        let mut times: Vec<Duration> = Vec::new();
        for (id, text) in &suite.queries {
            let started = Instant::now();
            let query = Name::new_in(tables, text, Kind::Other);
            let found = index.search(&query, threshold, |_| true);
            times.push(started.elapsed());
            let hits: Vec<Value> = found
                .iter()
                .take(LIMIT)
                .map(|found| json!({"id": suite.ids[found.key as usize], "score": found.score.get()}))
                .collect();
            results.push_str(&format!("{}\n", json!({"id": id, "hits": hits})));
        }
        fs::write(out.join(format!("{}.jsonl", suite.name)), results)?;
        report(&suite.name, &index, times);
    }
    Ok(())
}

/// Every query's comparison with every entity, as far as `print` wants it.
fn list(
    bench: &Path,
    tables: &Tables,
    print: fn(&Suite, &Answer, &Name, &Matcher),
) -> Result<(), Box<dyn Error>> {
    let answers = answers(bench)?;
    let matcher = Matcher::from_tables(tables);
    for suite in Suite::read_all(bench, tables)? {
        for (id, text) in &suite.queries {
            if let Some(answer) = answers.get(id) {
                print(
                    &suite,
                    answer,
                    &Name::new_in(tables, text, Kind::Other),
                    &matcher,
                );
            }
        }
    }
    Ok(())
}

fn print_missed(suite: &Suite, answer: &Answer, query: &Name, matcher: &Matcher) {
    let is_right = |key: usize| answer.right.contains(&suite.ids[key]);
    let right = (0..suite.ids.len()).filter(|&key| is_right(key));
    let best = right
        .filter_map(|key| best_name(suite, key, query, matcher))
        .max_by_key(|(_, comparison)| comparison.score);
    if let Some((listed, comparison)) = best.filter(|best| best.1.score.get() < ANSWERED) {
        print_comparison(&answer.suite, query, listed, &comparison);
    }
}

fn print_wrong(suite: &Suite, answer: &Answer, query: &Name, matcher: &Matcher) {
    for key in (0..suite.ids.len()).filter(|&key| !answer.right.contains(&suite.ids[key])) {
        let best = best_name(suite, key, query, matcher);
        if let Some((listed, comparison)) = best.filter(|best| best.1.score.get() >= ANSWERED) {
            print_comparison(&answer.suite, query, listed, &comparison);
        }
    }
}

/// The entity's name that scores best, with the comparison.
fn best_name<'a>(
    suite: &'a Suite,
    key: usize,
    query: &Name,
    matcher: &Matcher,
) -> Option<(&'a Name, Comparison)> {
    let best = suite.names[key]
        .iter()
        .max_by_key(|listed| matcher.score(query, listed))?;
    Some((best, matcher.compare(query, best)))
}

fn print_comparison(suite: &str, query: &Name, listed: &Name, comparison: &Comparison) {
    let steps: Vec<String> = comparison
        .steps
        .iter()
        .map(|step| step.wording(Language::En))
        .collect();
    println!(
        "{suite}\t{:.2}\t{}\t{}\t{}",
        comparison.score.get(),
        query.text(),
        listed.text(),
        steps.join("; ")
    );
}

fn report(suite: &str, index: &Index, mut times: Vec<Duration>) {
    times.sort();
    let total: Duration = times.iter().sum();
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    let _ = writeln!(
        std::io::stderr(),
        "{suite:16} {:6} names {:5} queries {:8.0}/s  p50 {:?} p99 {:?} max {:?}",
        index.len(),
        times.len(),
        times.len() as f64 / total.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0 - f64::EPSILON),
    );
}
