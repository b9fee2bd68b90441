//! What one machine and executors answer a second: `cargo bench` prints one table. `ROWS=1000000` asks for other than 100,000.
//!
//! Input: travellers whose names are made of words of the UN list's names, a listed name every hundredth; 16 Parquet files.
//! The same rows, the same answers to the byte in each line of the table, or it ends.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a table is what it is for"
)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use mithaq_notice::list;
use scene::process::{PROGRAM, executor, scheduler};
use scene::{DAY, Traveller, deal, list_file, one_machine};

/// How often each is run; the median counts.
const RUNS: usize = 3;

fn main() {
    let rows = match std::env::var("ROWS") {
        Ok(rows) => rows.parse().unwrap(),
        Err(_) => 100_000,
    };
    let folder = tempfile::tempdir().unwrap();
    let travellers = made_up(rows);
    deal(folder.path(), &travellers, 16);
    let cores = std::thread::available_parallelism().unwrap();
    println!("{rows} rows, {cores} cores");

    let (mut expected, mut times) = (String::new(), Vec::new());
    for _ in 0..RUNS {
        let start = Instant::now();
        expected = one_machine(&travellers).0;
        times.push(start.elapsed().as_secs_f64());
    }
    row(
        "the batch of mithaq-screen, with reading the list",
        rows,
        times,
    );
    let alone = || run(folder.path(), &[], &expected);
    row(
        "mithaq-scale alone",
        rows,
        (0..RUNS).map(|_| alone()).collect(),
    );
    let (_scheduler, address) = scheduler();
    let mut executors = Vec::new();
    for name in ["one executor of one core", "two executors of one core"] {
        executors.push(executor(&address, &list_file()));
        let run = || run(folder.path(), &["--scheduler", &address], &expected);
        row(name, rows, (0..RUNS).map(|_| run()).collect());
    }
}

/// Seconds a whole `run` takes.
fn run(input: &Path, scheduler: &[&str], expected: &str) -> f64 {
    let out = tempfile::tempdir().unwrap();
    let answers = out.path().join("answers.jsonl");
    let list = list_file();
    let start = Instant::now();
    let output = Command::new(PROGRAM)
        .args(["run", "--at", DAY])
        .args(scheduler)
        .args([Path::new("--list"), &list, Path::new("--input"), input])
        .args([Path::new("--out"), &answers])
        .output()
        .unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        std::fs::read_to_string(answers).unwrap() == expected,
        "other answers"
    );
    seconds
}

fn row(what: &str, rows: usize, mut seconds: Vec<f64>) {
    seconds.sort_by(f64::total_cmp);
    let median = seconds[RUNS / 2];
    println!(
        "{what:50} {median:7.2} s {:9.0} rows/s",
        rows as f64 / median
    );
}

/// Travellers whose names share words with the list's, as those of its region do.
fn made_up(rows: usize) -> Vec<Traveller> {
    let list = list::read(&list_file()).unwrap();
    let names: Vec<&str> = list
        .notices
        .iter()
        .flat_map(|notice| notice.subject.names())
        .map(|name| name.text.as_str())
        .collect();
    let words: Vec<&str> = names
        .iter()
        .flat_map(|name| name.split_whitespace())
        .collect();
    // xorshift64: the same rows in every run.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = |from: &[&str]| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        from[(state % from.len() as u64) as usize].to_owned()
    };
    let mut traveller = |nth: usize| Traveller {
        id: format!("{nth:09}"),
        name: Some(match nth % 100 {
            0 => draw(&names),
            _ => (0..2 + nth % 3)
                .map(|_| draw(&words))
                .collect::<Vec<_>>()
                .join(" "),
        }),
        ..Traveller::default()
    };
    (0..rows).map(&mut traveller).collect()
}
