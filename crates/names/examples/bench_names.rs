//! Screens a benchmark's queries and writes result lines for its scorer.
//!
//! `cargo run --release -p mithaq-names --example bench_names -- BENCH/dev OUT` reads every `queries_NAME.csv` (id,name) and `list_NAME.ftm.json`
//! in the folder and writes `OUT/NAME.jsonl`, with the time each took on standard error.

mod bench;

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use bench::Suite;
use mithaq_names::{Index, Kind, Matcher, Name, Score};
use serde_json::{Value, json};

/// As the benchmark asks: hits of 0.5 or more, at most twenty.
const LIMIT: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [bench, out] = &arguments[..] else {
        return Err("usage: bench_names BENCH_FOLDER OUT_FOLDER".into());
    };
    let threshold = Score::new(0.5).ok_or("0.5 is a score")?;
    fs::create_dir_all(out)?;
    for suite in Suite::read_all(Path::new(bench))? {
        let index = suite.index(&Matcher::default());
        let mut results = String::new();
        let mut times: Vec<Duration> = Vec::new();
        for (id, text) in &suite.queries {
            let started = Instant::now();
            let query = Name::new(text, Kind::Other);
            let found = index.search(&query, threshold, |_| true);
            times.push(started.elapsed());
            let hits: Vec<Value> = found
                .iter()
                .take(LIMIT)
                .map(|found| json!({"id": suite.ids[found.key as usize], "score": found.score.get()}))
                .collect();
            results.push_str(&format!("{}\n", json!({"id": id, "hits": hits})));
        }
        fs::write(
            Path::new(out).join(format!("{}.jsonl", suite.name)),
            results,
        )?;
        report(&suite.name, &index, times);
    }
    Ok(())
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
