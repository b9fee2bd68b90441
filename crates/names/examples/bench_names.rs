//! Screens a benchmark's queries and writes result lines for its scorer.
//!
//! `cargo run --release -p mithaq-names --example bench_names -- BENCH/dev OUT` reads every `queries_NAME.csv` (id,name) and `list_NAME.ftm.json`
//! in the folder and writes `OUT/NAME.jsonl`, with the time each took on standard error.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use mithaq_names::{Index, IndexBuilder, Kind, Matcher, Name, Score};
use serde_json::{Value, json};

/// As the benchmark asks: hits of 0.5 or more, at most twenty.
const LIMIT: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bench, out] = &arguments[..] else { return Err("usage: bench_names BENCH_FOLDER OUT_FOLDER".into()) };
    let threshold = Score::new(0.5).ok_or("0.5 is a score")?;
    fs::create_dir_all(out)?;
    for suite in suites(Path::new(bench))? {
        let (ids, index) = read_list(&Path::new(bench).join(format!("list_{suite}.ftm.json")))?;
        let mut results = String::new();
        let mut times: Vec<Duration> = Vec::new();
        for row in csv::Reader::from_path(Path::new(bench).join(format!("queries_{suite}.csv")))?.records() {
            let row = row?;
            let started = Instant::now();
            let query = Name::new(&row[1], Kind::Other);
            let found = index.search(&query, threshold, |_| true);
            times.push(started.elapsed());
            let hits: Vec<Value> = found
                .iter()
                .take(LIMIT)
                .map(|found| json!({"id": ids[found.key as usize], "score": found.score.get()}))
                .collect();
            results.push_str(&format!("{}\n", json!({"id": &row[0], "hits": hits})));
        }
        fs::write(Path::new(out).join(format!("{suite}.jsonl")), results)?;
        report(&suite, &index, times);
    }
    Ok(())
}

fn suites(bench: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut suites: Vec<String> = fs::read_dir(bench)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|file| Some(file.strip_prefix("queries_")?.strip_suffix(".csv")?.to_owned()))
        .collect();
    suites.sort();
    Ok(suites)
}

fn read_list(path: &Path) -> Result<(Vec<String>, Index), Box<dyn Error>> {
    let (mut ids, mut builder) = (Vec::new(), IndexBuilder::new());
    for (key, line) in (0u32..).zip(fs::read_to_string(path)?.lines()) {
        let entity: Value = serde_json::from_str(line)?;
        let kind = if entity["schema"] == "Person" { Kind::Person } else { Kind::Organisation };
        ids.push(entity["id"].as_str().unwrap_or_default().to_owned());
        for property in ["name", "alias", "weakAlias"] {
            for name in entity["properties"][property].as_array().into_iter().flatten().filter_map(Value::as_str) {
                builder.insert(key, Name::new(name, kind));
            }
        }
    }
    Ok((ids, builder.build(Matcher::default())))
}

fn report(suite: &str, index: &Index, mut times: Vec<Duration>) {
    times.sort();
    let total: Duration = times.iter().sum();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
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
