//! What screening costs: `cargo bench -p mithaq-screen` prints one table.
//!
//! Input: the UN list, and OFAC's folder too where `OFAC=FOLDER` says where it is; every listed name as a query, with a
//! date of birth for every third, and what is asked to make it stall. One thread, except for the batch, which takes a thread a core.
#![allow(clippy::print_stdout, reason = "a table is what it is for")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mithaq_notice::{Notice, list};
use mithaq_screen::batch::{Job, run};
use mithaq_screen::{Admit, AskedBirth, Index, Live, NumberKind, Options, Query};

fn main() -> Result<(), Box<dyn Error>> {
    let at: Timestamp = "2026-03-01T00:00:00Z".parse()?;
    let notices = notices()?;
    let all = || notices.iter().cloned().map(|notice| (notice, 0));
    println!("{} notices", notices.len());
    row("build", &[median(|| drop(Index::build(all())))]);

    let index = Index::build(all());
    let queries = queries(&notices);
    let options = Options::default();
    let times = queries
        .iter()
        .map(|query| timed(|| drop(index.search(query, &options, Admit::All, at))))
        .collect();
    searches("search by name", times);
    for (what, query) in hostile(&notices) {
        // Of an index of its own each time: words that were asked before are found without a look.
        let times = [0; 3].map(|_| {
            let index = Index::build(all());
            timed(|| drop(index.search(&query, &options, Admit::All, at)))
        });
        row(what, &[middle(times.to_vec())]);
    }
    let numbers: Vec<Query> = (0..10_000_u32)
        .map(|n| {
            Query::of_number(
                "n",
                NumberKind::Document,
                format!("A{:07}", n.wrapping_mul(7_919)),
            )
        })
        .collect();
    let times = numbers
        .iter()
        .map(|query| timed(|| drop(index.search(query, &options, Admit::All, at))))
        .collect();
    searches("search by number", times);

    let live = Live::new(all());
    let updates: Vec<Duration> = notices
        .iter()
        .step_by(notices.len().div_ceil(300))
        .map(|notice| timed(|| live.update([(Arc::clone(notice), 1)], [])))
        .collect();
    row(
        "update of one notice, worst",
        &[updates.into_iter().max().unwrap_or_default()],
    );

    let mut rows = String::from("id,name\n");
    for (n, query) in queries.iter().enumerate() {
        let _ = writeln!(
            rows,
            "{n},\"{}\"",
            query.names.concat().replace('"', "\"\"")
        );
    }
    let spent = timed(|| {
        let _ = run(
            rows.as_bytes(),
            |query| index.search(query, &options, Admit::All, at),
            std::io::sink(),
            &Job::default(),
            &mut (),
        );
    });
    println!(
        "{:44} {:9.0} rows/s",
        "batch, all cores",
        queries.len() as f64 / spent.as_secs_f64()
    );
    Ok(())
}

fn notices() -> Result<Vec<Arc<Notice>>, Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut notices = list::read(&data.join("un_consolidated.xml"))?.notices;
    if let Some(folder) = std::env::var_os("OFAC") {
        notices.extend(list::read(Path::new(&folder))?.notices);
    }
    Ok(notices.into_iter().map(Arc::new).collect())
}

/// What nobody asks who means well; a single query is to take 50 ms at most, whatever it is.
fn hostile(notices: &[Arc<Notice>]) -> Vec<(&'static str, Query)> {
    const INITIALS: &str = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z ";
    const COMMON: &str = "Mohamed Ali Hassan ";
    let of = |name: String| Query::of_name("h", name);
    let births: Vec<AskedBirth> = AskedBirth::parse("1968-04-24").into_iter().collect();
    let everything = |name: &str| Query {
        names: (0..32)
            .map(|nth| format!("{}{nth}", name.repeat(530)))
            .collect(),
        births: births.iter().cycle().take(10_000).copied().collect(),
        birth_places: vec!["Bamako, Mali; ".repeat(1_000); 1_000],
        ..Query::default()
    };
    vec![
        ("hostile: empty", of(String::new())),
        ("hostile: 10 kB of one word", of("محمد".repeat(2_500))),
        ("hostile: 10 kB of common names", of(COMMON.repeat(530))),
        ("hostile: 1 MB of common names", of(COMMON.repeat(55_000))),
        ("hostile: 10 kB of emoji", of("😀".repeat(2_500))),
        ("hostile: digits", of("7 ".repeat(5_000))),
        (
            "hostile: mixed direction",
            of("\u{202E}علي Ali \u{202C}حسن Hassan ".repeat(200)),
        ),
        ("hostile: 1,000 one-letter words", of("m ".repeat(1_000))),
        (
            "hostile: 10 kB of combining marks",
            of(format!("A{}li", "\u{0301}".repeat(5_000))),
        ),
        (
            "hostile: 32 names of 10 kB, births, places",
            everything(COMMON),
        ),
        ("hostile: 32 names of one-letter words", everything("m ")),
        ("hostile: 32 names of initials", everything(INITIALS)),
        (
            "hostile: initials in brackets",
            of(format!("{INITIALS} ({INITIALS}) ({INITIALS}) ({INITIALS})")),
        ),
        ("hostile: 32 names of listed words", listed_words(notices)),
    ]
}

/// Names of as many words as are looked at, which are others in each name, and all listed.
fn listed_words(notices: &[Arc<Notice>]) -> Query {
    let names = notices.iter().flat_map(|notice| notice.subject.names());
    let words = names.flat_map(|name| name.text.split_whitespace());
    let words: BTreeSet<&str> = words.collect();
    let words: Vec<&str> = words.into_iter().collect();
    let step = words.len() / 512;
    let name = |nth: usize| -> Vec<&str> {
        let words = words.iter().skip(nth * step).step_by(step * 32);
        words.copied().take(16).collect()
    };
    Query {
        names: (0..32).map(|nth| name(nth).join(" ")).collect(),
        ..Query::default()
    }
}

/// The last name of each notice: mostly an alias or the original script.
fn queries(notices: &[Arc<Notice>]) -> Vec<Query> {
    let named = notices
        .iter()
        .filter_map(|notice| notice.subject.names().last());
    let births: Vec<AskedBirth> = AskedBirth::parse("1968-04-24").into_iter().collect();
    let query = |(n, name): (usize, &mithaq_notice::Name)| Query {
        births: if n % 3 == 0 {
            births.clone()
        } else {
            Vec::new()
        },
        ..Query::of_name(n.to_string(), name.text.clone())
    };
    named.enumerate().map(query).collect()
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(mut work: impl FnMut()) -> Duration {
    middle((0..5).map(|_| timed(&mut work)).collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn row(what: &str, times: &[Duration]) {
    let times: Vec<String> = times
        .iter()
        .map(|time| format!("{:9.3} ms", time.as_secs_f64() * 1e3))
        .collect();
    println!("{what:44} {}", times.join(" "));
}

fn searches(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let total: Duration = times.iter().sum();
    let at = |share: usize| {
        times
            .get(times.len() * share / 1_000)
            .or(times.last())
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what:44} {:9.0} queries/s",
        times.len() as f64 / total.as_secs_f64()
    );
    row("  median, p99, worst", &[at(500), at(990), at(1_000)]);
}
