//! How fast entries are logged, read and verified on this machine's disk: `cargo bench -p mithaq-store`.
//!
//! Payloads are 1 KiB, about a notice's size. Prints one table: medians of several runs, with the slowest and the fastest. An
//! insert of the same rows into a bare table with the same durability, in the same run, shows what signing and chaining cost.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench"
)]

use std::time::Instant;

use jiff::Timestamp;
use mithaq_store::{Draft, Keys, Kind, LogSeq, Signer, Store};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};

const RUNS: usize = 7;
const VERIFIED: usize = 20_000;

fn drafts(count: usize) -> Vec<Draft> {
    (0..count)
        .map(|_| Draft::new(Kind::Notice, Timestamp::UNIX_EPOCH, vec![b'x'; 1024]))
        .collect()
}

fn report(what: &str, entries: usize, mut seconds: Vec<f64>) {
    seconds.sort_by(f64::total_cmp);
    let rate = |seconds: f64| entries as f64 / seconds;
    println!(
        "{what:<52}{:>10.0} entries/s   ({:.0} to {:.0})",
        rate(seconds[RUNS / 2]),
        rate(seconds[RUNS - 1]),
        rate(seconds[0])
    );
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let trusted = Keys::from(&signer);
    let store = Store::create(folder.path(), signer).await.unwrap();
    println!("1 KiB payloads; median of {RUNS} runs (slowest to fastest)");

    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        for _ in 0..200 {
            store.append(drafts(1)).await.unwrap();
        }
        seconds.push(start.elapsed().as_secs_f64());
    }
    report("append, one at a time", 200, seconds);

    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let store = store.clone();
            tasks.spawn(async move {
                for _ in 0..32 {
                    store.append(drafts(1)).await.unwrap();
                }
            });
        }
        tasks.join_all().await;
        seconds.push(start.elapsed().as_secs_f64());
    }
    report(
        "append, one at a time from each of 64 tasks",
        64 * 32,
        seconds,
    );

    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let batch = drafts(1000);
        let start = Instant::now();
        store.append(batch).await.unwrap();
        seconds.push(start.elapsed().as_secs_f64());
    }
    report("append, batch of 1000", 1000, seconds);
    report(
        "the same rows into a bare table (comparison)",
        1000,
        bare_inserts().await,
    );

    let logged = store.head().await.unwrap().seq.get() as usize;
    store
        .append(drafts(VERIFIED.saturating_sub(logged)))
        .await
        .unwrap();
    let entries = store.head().await.unwrap().seq.get() as usize;
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut after = LogSeq::START;
        while let Some(last) = store.entries(after, 1000).await.unwrap().last() {
            after = last.seq;
        }
        seconds.push(start.elapsed().as_secs_f64());
    }
    report("read all, in pages of 1000", entries, seconds);

    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        assert!(
            store
                .reader()
                .verify(&trusted, None)
                .await
                .unwrap()
                .is_sound()
        );
        seconds.push(start.elapsed().as_secs_f64());
    }
    report(&format!("verify a log of {entries}"), entries, seconds);
    store.close().await;
}

/// Seconds to insert 1000 rows of 1 KiB and commit, unsigned and unchained, as durably.
async fn bare_inserts() -> Vec<f64> {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("bare.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("CREATE TABLE bare (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
        .execute(&mut connection)
        .await
        .unwrap();
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut transaction = connection.begin().await.unwrap();
        for _ in 0..1000 {
            sqlx::query("INSERT INTO bare (bytes) VALUES (?)")
                .bind(vec![b'x'; 1024])
                .execute(&mut *transaction)
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds
}
