//! How fast searching is: `OFAC=FOLDER cargo bench -p mithaq-names -- QUERIES.csv…` prints the tables of `docs/names.md`.
//!
//! Input: the repository's UN list, with OFAC's `sdn.csv` and `alt.csv` where `OFAC` says where they are, and the queries (id,name); without
//! any, the last name of each entity. They are asked one after the other on one thread, of an index that was asked nothing before and once
//! more; then of lists enlarged with made names, and `docs/names-growth.svg` shows how times grow. `SIZES=100000` makes only that list, and
//! leaves the plot as it is. Of queries and sizes, `processor` is by the time that this thread had a processor, whatever else ran beside it.
#![allow(clippy::print_stdout, reason = "it prints a table")]

mod enlarge;
mod plot;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use mithaq_names::{Effort, Index, IndexBuilder, Kind, Matcher, Name, Score};

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut entities = read_un(&data.join("un_consolidated.xml"))?;
    if let Some(folder) = std::env::var_os("OFAC") {
        entities.extend(read_ofac(Path::new(&folder))?);
    }
    let files = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'));
    let mut queries = read_queries(&files.collect::<Vec<_>>())?;
    if queries.is_empty() {
        queries = entities
            .iter()
            .filter_map(|(_, names)| names.last().cloned())
            .collect();
    }
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    println!("{} queries; load {load}", queries.len());
    let mut sizes = vec![measure(&entities, &queries)];
    measure_bad_input(&entities);
    let wanted = std::env::var("SIZES");
    for size in wanted.as_deref().unwrap_or(SIZES).split_whitespace() {
        enlarge::enlarge(&mut entities, size.parse()?);
        sizes.push(measure(&entities, &queries));
    }
    if wanted.is_err() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/names-growth.svg");
        fs::write(&path, plot::svg(&sizes, load))?;
        println!("\nwritten: docs/names-growth.svg");
    }
    Ok(())
}

/// Entities that the list is enlarged to.
const SIZES: &str = "100000 1000000";

/// What was measured of a list.
struct Size {
    entities: usize,
    /// Processor seconds.
    built: f64,
    /// Of a query at 0.5: of an index that was asked nothing before, and once more.
    first: Asked,
    again: Asked,
}

/// What a pass over the queries took.
struct Asked {
    /// Processor milliseconds a query.
    mean: f64,
}

type Entity = (Kind, Vec<String>);

/// The names of the UN list, without reading anything else of it.
fn read_un(path: &Path) -> Result<Vec<Entity>, Box<dyn Error>> {
    let xml = fs::read_to_string(path)?;
    let mut entities = Vec::new();
    for (start, end, kind) in [
        ("<INDIVIDUAL>", "</INDIVIDUAL>", Kind::Person),
        ("<ENTITY>", "</ENTITY>", Kind::Organisation),
    ] {
        let blocks = xml.split(start).skip(1);
        for block in blocks.filter_map(|block| Some(block.split_once(end)?.0)) {
            let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
            let whole: Vec<String> = parts.iter().flat_map(|part| texts(block, part)).collect();
            let others = ["NAME_ORIGINAL_SCRIPT", "ALIAS_NAME"];
            let others = others.iter().flat_map(|part| texts(block, part));
            entities.push((
                kind,
                std::iter::once(whole.join(" ")).chain(others).collect(),
            ));
        }
    }
    Ok(entities)
}

/// What stands in the elements of that name.
fn texts(block: &str, element: &str) -> Vec<String> {
    let (start, end) = (format!("<{element}>"), format!("</{element}>"));
    let parts = block.split(&start).skip(1);
    let texts = parts.filter_map(|part| Some(part.split_once(&end)?.0.trim()));
    texts
        .filter(|text| !text.is_empty())
        .map(|text| text.replace("&amp;", "&"))
        .collect()
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

fn measure(entities: &[Entity], queries: &[String]) -> Size {
    let before = resident_kb();
    let started = (Instant::now(), processor_time());
    let index = build(entities);
    let (elapsed, built) = (started.0.elapsed(), processor_time() - started.1);
    let resident = resident_kb().saturating_sub(before) / 1024;
    println!(
        "\n{} entities, {} names: built in {elapsed:.2?} ({built:.2} s of processor time), {resident} MB resident",
        entities.len(),
        index.len()
    );
    println!(
        "{:>9} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7} {:>7} {:>7} {:>7}",
        "threshold",
        "asked",
        "queries/s",
        "processor",
        "p50",
        "p99",
        "worst",
        "rows",
        "words",
        "forms",
        "settled"
    );
    let [first, again] = measure_queries(&index, queries, 0.5);
    drop(index);
    // An index of its own for each: what was asked before makes it faster.
    measure_queries(&build(entities), queries, 0.7);
    Size {
        entities: entities.len(),
        built,
        first,
        again,
    }
}

/// Asks all queries of an index that was asked nothing before, and once more.
fn measure_queries(index: &Index, queries: &[String], threshold: f64) -> [Asked; 2] {
    ["first", "again"].map(|asked| ask(index, queries, threshold, asked))
}

fn ask(index: &Index, queries: &[String], threshold: f64, asked: &str) -> Asked {
    let score = Score::new(threshold).unwrap_or(Score::EQUAL);
    let (mut effort, before) = (Effort::default(), processor_time());
    let mut times: Vec<Duration> = queries
        .iter()
        .map(|query| {
            let started = Instant::now();
            let (found, of_this) = index.search_counted(&Name::new(query, Kind::Other), score);
            std::hint::black_box(found);
            effort.add(of_this);
            started.elapsed()
        })
        .collect();
    let on_processor = (processor_time() - before) / times.len() as f64;
    times.sort_unstable();
    let total: Duration = times.iter().sum();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let each = |count: u64| count / times.len() as u64;
    println!(
        "{threshold:9} {asked:>6} {:9.0} {:9.0} {:>9} {:>9} {:>9} {:7} {:7} {:7} {:7}",
        times.len() as f64 / total.as_secs_f64(),
        1.0 / on_processor,
        format!("{:.2?}", at(0.5)),
        format!("{:.2?}", at(0.99)),
        format!("{:.2?}", at(1.0)),
        each(effort.rows),
        each(effort.meetings),
        each(effort.forms),
        each(effort.settled),
    );
    Asked {
        mean: on_processor * 1e3,
    }
}

/// Seconds that this process's threads have had a processor, which others that want it do not add to; not a number where the system does not say.
fn processor_time() -> f64 {
    let spent = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = spent
        .split_whitespace()
        .next()
        .and_then(|text| text.parse().ok());
    nanoseconds.map_or(f64::NAN, |nanoseconds: f64| nanoseconds / 1e9)
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
        (
            "combining marks",
            format!("A{}li", "\u{0301}".repeat(5_000)),
        ),
        ("1,000 one-letter words", "m ".repeat(1_000)),
        ("Arabic without spaces", "عبدالرحمنمحمدعليحسن".repeat(270)),
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

/// The memory the process holds, in kB, where the system says so.
fn resident_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|size| size.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}
