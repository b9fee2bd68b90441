//! How fast searching is: `cargo run --release -p mithaq-names --example speed -- LIST.ftm.json OFAC_FOLDER QUERIES.csv…`
//!
//! Indexes a FollowTheMoney list together with OFAC's `sdn.csv` and `alt.csv`, asks the queries (id,name) one after the other on one core, and
//! then the same of lists enlarged with made names (words of listed persons, drawn anew from a fixed seed).
#![allow(clippy::print_stdout, reason = "it prints a table")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use mithaq_names::{Index, IndexBuilder, Kind, Matcher, Name, Score};
use serde_json::Value;

/// Entities of the enlarged lists.
const SIZES: [usize; 1] = [100_000];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, ofac, queries @ ..] = &arguments[..] else {
        return Err("usage: speed LIST OFAC_FOLDER QUERIES…".into());
    };
    let mut entities = read_ftm(Path::new(list))?;
    entities.extend(read_ofac(Path::new(ofac))?);
    let queries = read_queries(queries)?;
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "entities", "names", "build", "queries/s", "p50", "p99", "worst"
    );
    measure(&entities, &queries);
    println!("resident: {}", resident().unwrap_or_default());
    measure_bad_input(&entities);
    for size in SIZES {
        enlarge(&mut entities, size);
        measure(&entities, &queries);
    }
    Ok(())
}

type Entity = (Kind, Vec<String>);

fn read_ftm(path: &Path) -> Result<Vec<Entity>, Box<dyn Error>> {
    let mut entities = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let entity: Value = serde_json::from_str(line)?;
        let kind = match entity["schema"].as_str() {
            Some("Person") => Kind::Person,
            Some("Organization" | "Company" | "LegalEntity") => Kind::Organisation,
            _ => continue,
        };
        let names = ["name", "alias", "weakAlias"]
            .into_iter()
            .flat_map(|property| {
                entity["properties"][property]
                    .as_array()
                    .into_iter()
                    .flatten()
            })
            .filter_map(Value::as_str);
        entities.push((kind, names.map(Into::into).collect()));
    }
    Ok(entities)
}

fn read_ofac(folder: &Path) -> Result<Vec<Entity>, Box<dyn Error>> {
    let rows = |file: &str| -> Result<Vec<csv::ByteRecord>, Box<dyn Error>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_path(folder.join(file))?;
        Ok(reader.byte_records().collect::<Result<_, _>>()?)
    };
    let text = |row: &csv::ByteRecord, at: usize| {
        String::from_utf8_lossy(row.get(at).unwrap_or_default()).into_owned()
    };
    let mut places = std::collections::HashMap::new();
    let mut entities: Vec<Entity> = Vec::new();
    for row in rows("sdn.csv")?.iter().filter(|row| row.len() > 2) {
        let kind = if text(row, 2).trim() == "individual" {
            Kind::Person
        } else {
            Kind::Organisation
        };
        places.insert(text(row, 0), entities.len());
        entities.push((kind, vec![text(row, 1)]));
    }
    for row in rows("alt.csv")?.iter().filter(|row| row.len() > 3) {
        if let Some(&place) = places.get(&text(row, 0)) {
            entities[place].1.push(text(row, 3));
        }
    }
    Ok(entities)
}

fn read_queries(files: &[String]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut queries = Vec::new();
    for file in files {
        for row in csv::Reader::from_path(file)?.records() {
            queries.push(row?[1].to_owned());
        }
    }
    Ok(queries)
}

fn build(entities: &[Entity]) -> Index {
    let mut builder = IndexBuilder::new();
    for (key, (kind, names)) in (0u32..).zip(entities) {
        for name in names {
            builder.insert(key, Name::new(name, *kind));
        }
    }
    builder.build(Matcher::default())
}

fn measure(entities: &[Entity], queries: &[String]) {
    let started = Instant::now();
    let index = build(entities);
    let built = started.elapsed();
    let threshold = Score::new(0.5).unwrap_or(Score::EQUAL);
    let mut times: Vec<Duration> = queries
        .iter()
        .map(|query| {
            let started = Instant::now();
            let found = index.search(&Name::new(query, Kind::Other), threshold, |_| true);
            std::hint::black_box(found);
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let total: Duration = times.iter().sum();
    let at = |share: f64| format!("{:.2?}", times[((times.len() - 1) as f64 * share) as usize]);
    println!(
        "{:9} {:9} {:>9} {:9.0} {:>9} {:>9} {:>9}",
        entities.len(),
        index.len(),
        format!("{built:.2?}"),
        times.len() as f64 / total.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// What nobody should ask, and somebody will.
fn measure_bad_input(entities: &[Entity]) {
    let index = build(entities);
    let threshold = Score::new(0.5).unwrap_or(Score::EQUAL);
    let cases = [
        ("10 kB of one word", "محمد".repeat(2_500)),
        ("10 kB of common names", "Mohamed Ali Hassan ".repeat(530)),
        ("emoji", "😀".repeat(500)),
        ("digits", "7 ".repeat(500)),
        (
            "mixed direction",
            "\u{202E}علي Ali \u{202C}حسن Hassan ".repeat(200),
        ),
        ("brackets", "(Ali ".repeat(1_000)),
        ("initials", "A B C D E F G H I J K L M N O P".to_owned()),
    ];
    for (what, query) in cases {
        let started = Instant::now();
        let found = index
            .search(&Name::new(&query, Kind::Other), threshold, |_| true)
            .len();
        println!(
            "{what:24} {:>9} {found} found",
            format!("{:.2?}", started.elapsed())
        );
    }
}

fn enlarge(entities: &mut Vec<Entity>, size: usize) {
    let persons = entities.iter().filter(|(kind, _)| *kind == Kind::Person);
    let words: Vec<String> = persons
        .flat_map(|(_, names)| names)
        .flat_map(|name| name.split(' '))
        .map(str::to_owned)
        .take(40_000)
        .collect();
    let mut lot: u64 = 20_261_123;
    let mut draw = |below: usize| {
        lot = lot
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (lot >> 33) as usize % below
    };
    while entities.len() < size {
        let parts: Vec<String> = (0..2 + draw(3))
            .map(|_| {
                // Half a listed word and half another: new words, with the sound of the old.
                let (one, other) = (&words[draw(words.len())], &words[draw(words.len())]);
                if draw(3) > 0 {
                    one.clone()
                } else {
                    halves(one, other)
                }
            })
            .collect();
        entities.push((Kind::Person, vec![parts.join(" ")]));
    }
}

fn halves(one: &str, other: &str) -> String {
    let first = one.chars().take(one.chars().count().div_ceil(2));
    first
        .chain(other.chars().skip(other.chars().count() / 2))
        .collect()
}

/// The memory the process holds, where the system says so.
fn resident() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| {
        line.strip_prefix("VmRSS:")
            .map(|size| size.trim().to_owned())
    })
}
