//! Laws of the log: whatever is done with it, it verifies; whatever is done to it, verifying finds it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod scene;

use std::collections::BTreeMap;

use mithaq_store::{Draft, Kind, LogSeq};
use proptest::prelude::*;
use scene::{Scene, noon, seq};
use sqlx::Connection as _;

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Vec<u8>>),
    /// Of the entries so far, counted from the first.
    Erase(prop::sample::Index),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let payload = prop::collection::vec(any::<u8>(), 0..40);
    let step = prop_oneof![
        4 => prop::collection::vec(payload, 0..6).prop_map(Step::Append),
        2 => any::<prop::sample::Index>().prop_map(Step::Erase),
        1 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 1..12)
}

/// Does the steps, and says what every entry's payload should then be.
async fn perform(scene: &Scene, steps: &[Step]) -> BTreeMap<LogSeq, Option<Vec<u8>>> {
    let mut store = scene.create().await;
    let (mut expected, mut erasures) = (BTreeMap::new(), Vec::new());
    for step in steps {
        match step {
            Step::Append(payloads) => {
                let drafts = payloads
                    .iter()
                    .map(|p| Draft::new(Kind::Received, noon(), p.clone()));
                let logged = store.append(drafts.collect()).await.unwrap();
                expected.extend(logged.into_iter().zip(payloads.iter().cloned().map(Some)));
            }
            Step::Erase(index) => {
                let whole: Vec<LogSeq> = expected
                    .iter()
                    .filter(|(seq, payload)| payload.is_some() && !erasures.contains(*seq))
                    .map(|(seq, _)| *seq)
                    .collect();
                if !whole.is_empty() {
                    let target = *index.get(&whole);
                    let by = store.erase(target, "why", noon()).await.unwrap();
                    expected.insert(target, None);
                    expected.insert(by, Some(br#"{"why":"why"}"#.to_vec()));
                    erasures.push(by);
                }
            }
            Step::Reopen => {
                store.close().await;
                store = scene.open().await;
            }
        }
    }
    let found = store.entries(LogSeq::START, 1000).await.unwrap();
    let found: BTreeMap<_, _> = found
        .into_iter()
        .map(|entry| (entry.seq, entry.payload))
        .collect();
    assert_eq!(found, expected);
    store.close().await;
    expected
}

/// One change to a log's files.
#[derive(Debug, Clone)]
enum Mutation {
    /// A bit of one byte of one column of some row.
    Flip(
        &'static str,
        &'static str,
        prop::sample::Index,
        prop::sample::Index,
        u8,
    ),
    /// A column cut short by one byte.
    Shorten(&'static str, &'static str, prop::sample::Index),
    DeleteEntry(prop::sample::Index),
    DeletePayload(prop::sample::Index),
    CutTail(prop::sample::Index),
    Exchange(prop::sample::Index, prop::sample::Index),
    Repeat(prop::sample::Index),
    FlipHead(prop::sample::Index, u8),
}

fn mutations() -> impl Strategy<Value = Mutation> {
    let column = prop::sample::select(vec![
        ("entry", "header"),
        ("entry", "key"),
        ("entry", "signature"),
        ("payload", "salt"),
        ("payload", "bytes"),
    ]);
    let row = any::<prop::sample::Index>;
    prop_oneof![
        6 => (column.clone(), row(), row(), 0..8_u8).prop_map(|((t, c), r, b, bit)| Mutation::Flip(t, c, r, b, bit)),
        2 => (column, row()).prop_map(|((t, c), r)| Mutation::Shorten(t, c, r)),
        1 => row().prop_map(Mutation::DeleteEntry),
        1 => row().prop_map(Mutation::DeletePayload),
        1 => row().prop_map(Mutation::CutTail),
        1 => (row(), row()).prop_map(|(a, b)| Mutation::Exchange(a, b)),
        1 => row().prop_map(Mutation::Repeat),
        2 => (row(), 0..8_u8).prop_map(|(b, bit)| Mutation::FlipHead(b, bit)),
    ]
}

/// Whether there was something to change.
async fn mutate(scene: &Scene, mutation: &Mutation) -> bool {
    let rows = |table: &'static str| async move {
        let mut connection = scene.intruder().await;
        let sql = sqlx::AssertSqlSafe(format!("SELECT seq FROM {table} ORDER BY seq"));
        let seqs: Vec<i64> = sqlx::query_scalar(sql)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        seqs
    };
    let entries = rows("entry").await;
    if entries.is_empty() {
        return false;
    }
    match mutation {
        Mutation::Flip(table, column, row, byte, bit) => {
            change(scene, table, column, rows(table).await, *row, |value| {
                if !value.is_empty() {
                    let at = byte.index(value.len());
                    value[at] ^= 1 << bit;
                }
            })
            .await
        }
        Mutation::Shorten(table, column, row) => {
            change(scene, table, column, rows(table).await, *row, |value| {
                value.pop();
            })
            .await
        }
        Mutation::DeleteEntry(row) => {
            scene
                .tamper(&format!(
                    "DELETE FROM entry WHERE seq = {}",
                    row.get(&entries)
                ))
                .await;
            true
        }
        Mutation::DeletePayload(row) => {
            let payloads = rows("payload").await;
            if !payloads.is_empty() {
                scene
                    .tamper(&format!(
                        "DELETE FROM payload WHERE seq = {}",
                        row.get(&payloads)
                    ))
                    .await;
            }
            !payloads.is_empty()
        }
        Mutation::CutTail(row) => {
            let from = row.get(&entries);
            scene
                .tamper(&format!(
                    "DELETE FROM payload WHERE seq >= {from}; DELETE FROM entry WHERE seq >= {from}"
                ))
                .await;
            true
        }
        Mutation::Exchange(one, other) => {
            let (one, other) = (one.get(&entries), other.get(&entries));
            let exchange = ["entry", "payload"].map(|table| {
                format!(
                    "UPDATE {table} SET seq = -1 WHERE seq = {one}; UPDATE {table} SET seq = {one} WHERE seq = {other};
                     UPDATE {table} SET seq = {other} WHERE seq = -1;"
                )
            });
            scene.tamper(&exchange.concat()).await;
            one != other
        }
        Mutation::Repeat(row) => {
            let (of, at) = (row.get(&entries), entries.len() + 1);
            scene
                .tamper(&format!("INSERT INTO entry SELECT {at}, header, key, signature FROM entry WHERE seq = {of}"))
                .await;
            true
        }
        Mutation::FlipHead(byte, bit) => {
            let mut bytes = std::fs::read(scene.head_file()).unwrap();
            let at = byte.index(bytes.len());
            bytes[at] ^= 1 << bit;
            std::fs::write(scene.head_file(), bytes).unwrap();
            true
        }
    }
}

/// Changes one value, whether it changed.
async fn change(
    scene: &Scene,
    table: &str,
    column: &str,
    rows: Vec<i64>,
    row: prop::sample::Index,
    how: impl FnOnce(&mut Vec<u8>),
) -> bool {
    if rows.is_empty() {
        return false;
    }
    let row = *row.get(&rows);
    let mut connection = scene.intruder().await;
    let read = format!("SELECT CAST({column} AS BLOB) FROM {table} WHERE seq = {row}");
    let mut value: Vec<u8> = sqlx::query_scalar(sqlx::AssertSqlSafe(read))
        .fetch_one(&mut connection)
        .await
        .unwrap();
    let before = value.clone();
    how(&mut value);
    let kind = if column == "key" { "TEXT" } else { "BLOB" };
    let write = format!("UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE seq = {row}");
    sqlx::query(sqlx::AssertSqlSafe(write))
        .bind(&value)
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    value != before
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_logged_and_erased_reads_back_and_verifies(steps in steps()) {
        block_on(async {
            let scene = Scene::new();
            let expected = perform(&scene, &steps).await;
            let report = scene.verify().await;
            assert!(report.is_sound(), "{:?}", report.faults);
            assert_eq!(report.entries as usize, expected.len());
            assert_eq!(report.head.seq, seq(expected.len() as u64));
        });
    }

    #[test]
    fn whatever_single_thing_is_changed_is_found(steps in steps(), mutation in mutations()) {
        block_on(async {
            let scene = Scene::new();
            perform(&scene, &steps).await;
            if mutate(&scene, &mutation).await {
                let report = scene.verify().await;
                assert!(!report.is_sound(), "{mutation:?} was not found");
                assert!(report.faults.iter().all(|fault| !fault.to_string().is_empty()));
            }
        });
    }
}
