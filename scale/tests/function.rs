//! `screen(row)` in SQL, in one process.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::prelude::SessionContext;
use mithaq_scale::{Holding, ScreenFunction, cluster};
use scene::{HOLDING, list_file, screening};

fn session() -> SessionContext {
    let holding = Arc::clone(&HOLDING);
    let screening = screening(holding.lists());
    cluster::alone(holding, screening, 2)
}

async fn batches(sql: &str) -> Result<Vec<RecordBatch>, String> {
    let frame = session()
        .sql(sql)
        .await
        .map_err(|error| error.to_string())?;
    frame.collect().await.map_err(|error| error.to_string())
}

/// The cells of a query's only row.
async fn row(sql: &str) -> Vec<String> {
    let table = pretty_format_batches(&batches(sql).await.unwrap())
        .unwrap()
        .to_string();
    let lines: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(lines.len(), 2, "{table}");
    let cells = lines[1].trim_matches('|').split('|');
    cells.map(|cell| cell.trim().to_owned()).collect()
}

async fn error(sql: &str) -> String {
    batches(sql).await.unwrap_err()
}

#[tokio::test]
async fn a_name_alone_is_screened() {
    let found = row("SELECT h['notice'], h['reference'], h['caption'], h['matched'], h['band'], h['score'] > 0.9
        FROM (SELECT unnest(screen(n)['hits']) AS h FROM (VALUES ('إياد آغ غالي')) AS t (n))").await;
    assert_eq!(
        found,
        [
            "un-3012677",
            "QDi.316",
            "IYAD AG GHALI",
            "اياد اغ غالي",
            "0.9",
            "true"
        ]
    );
    let without_id =
        row("SELECT s['id'], s['answer'] FROM (SELECT screen('Jean Dupont') AS s)").await;
    assert_eq!(without_id, ["", ""], "a line says whose it is");
}

#[tokio::test]
async fn what_else_is_known_of_a_party_counts() {
    let score = |born: &str| {
        let sql = format!(
            "SELECT screen(named_struct('id', 7, 'name', 'Iyad Ag Ghaly', 'birthDate', {born}))['hits'][1]['score']"
        );
        async move { row(&sql).await[0].parse::<f64>().unwrap() }
    };
    let agreeing = score("1958").await;
    assert!(agreeing > score("NULL").await);
    assert!(score("NULL").await > score("DATE '1959-05-01'").await);
    assert!(
        agreeing
            .total_cmp(&score("DATE '1958-01-01'").await)
            .is_eq()
    );
    assert!(
        agreeing
            .total_cmp(&score("TIMESTAMP '1958-01-01T13:00:00'").await)
            .is_eq()
    );
    assert!(agreeing.total_cmp(&score("['1958']").await).is_eq());
    assert!(
        agreeing
            .total_cmp(&score("arrow_cast('1958', 'Dictionary(Int32, Utf8)')").await)
            .is_eq()
    );
}

#[tokio::test]
async fn a_bad_row_is_refused_alone_and_says_why() {
    let sql = |name: &str, country: &str| {
        format!(
            "SELECT s['id'], s['refused'], s['hits'] IS NULL, s['answer'] IS NULL
             FROM (SELECT screen(named_struct('id', ' 7 ', 'name', {name}, 'nationality', {country})) AS s)"
        )
    };
    let refused = row(&sql("'Ali'", "'Atlantis'")).await;
    assert!(
        refused[1].starts_with("field `nationality`: `Atlantis`: it is not a country known here")
    );
    assert_eq!(
        [&refused[0], &refused[2], &refused[3]],
        ["7", "true", "true"]
    );
    let empty = row(&sql("''", "NULL")).await;
    assert!(
        empty[1].starts_with("the row has neither a name nor a number"),
        "{empty:?}"
    );
    let endless = row(&sql("repeat('علي ', 300000)", "NULL")).await;
    assert_eq!(endless[1], "the row is longer than 1048576 bytes");
    let screened = row(&sql("'Ali'", "'unknown'")).await;
    assert_eq!(screened[1..], ["", "false", "false"]);
    let nobody = row(
        "SELECT screen(CASE WHEN 1 > random() + 1 THEN named_struct('name', 'Ali') END)['refused']",
    )
    .await;
    assert!(nobody[0].starts_with("the row has neither"), "{nobody:?}");
}

#[tokio::test]
async fn what_is_no_row_is_refused_before_anything_runs() {
    for (call, said) in [
        ("screen(7)", "`screen` was given Int64; expected a struct"),
        ("screen()", "`screen`"),
        (
            "screen('Ali', 'Mali')",
            "`screen` was given 2 arguments; expected one",
        ),
        (
            "screen(named_struct('name', 'Ali', 'shoe size', 43))",
            "the field `shoe size` is not one that is screened by",
        ),
        (
            "screen(named_struct('id', 7, 'name', 1.5))",
            "the column `name` is Float64; expected text, or lists of it",
        ),
        (
            "screen(named_struct('name', 'Ali', 'birthDate', true))",
            "the column `birthDate` is Boolean; expected text, dates, timestamps without a zone or whole years",
        ),
        (
            "screen(named_struct('id', ['7'], 'name', 'Ali'))",
            "expected text or whole numbers",
        ),
        (
            "screen(named_struct('id', 7, 'nationality', 'Mali'))",
            "there is no column to screen by; expected `name`",
        ),
        (
            "screen(named_struct('id', 7, 'ID', 8, 'name', 'Ali'))",
            "there is an id twice, in `id` and in `ID`",
        ),
    ] {
        let error = error(&format!("SELECT {call}")).await;
        assert!(error.contains(said), "{call}: {error}");
    }
}

#[tokio::test]
async fn who_holds_no_list_or_another_one_refuses() {
    let sql = "SELECT screen(n) FROM (VALUES ('Ali')) AS t (n)";
    let folder = tempfile::tempdir().unwrap();
    let longer = folder.path().join("un.xml");
    let mut text = std::fs::read(list_file()).unwrap();
    text.push(b'\n');
    std::fs::write(&longer, text).unwrap();
    let other = Arc::new(Holding::read(&[longer]).unwrap());
    for (holding, said) in [
        (None, "no list is held here"),
        (Some(other), "this executor holds the lists sha256:"),
    ] {
        let session = SessionContext::new();
        let screening = screening(HOLDING.lists());
        session.register_udf(ScreenFunction::new(screening, holding).into_udf());
        let error = session.sql(sql).await.unwrap().collect().await.unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn a_list_that_is_missing_or_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("un.xml");
    let error = Holding::read(std::slice::from_ref(&missing)).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&missing.display().to_string()),
        "{error}"
    );
    assert!(error.is_input());
    let half = std::fs::read(list_file()).unwrap();
    std::fs::write(&missing, &half[..half.len() / 2]).unwrap();
    assert!(Holding::read(&[missing]).unwrap_err().is_input());
}
