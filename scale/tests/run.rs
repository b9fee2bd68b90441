//! A folder of Parquet files from end to end, in one process.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, BinaryArray, RecordBatch, StringArray};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use mithaq_scale::run::{Screened, Summary, screened as plan};
use mithaq_scale::{Error, Holding, cluster};
use mithaq_screen::batch::BadRows;
use scene::{HOLDING, deal, list_file, one_machine, screening, travellers, write};

fn planned(input: &Path) -> Result<Screened, Error> {
    let holding = Arc::clone(&HOLDING);
    let screening = screening(holding.lists());
    plan(&cluster::alone(holding, screening, 3), input)
}

async fn screened(input: &Path, out: &Path, bad_rows: BadRows) -> Result<Summary, Error> {
    planned(input)?.write(out, bad_rows).await
}

/// What is said of an input that is refused whole.
async fn refused(input: &Path, out: &str, bad_rows: BadRows) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join(out);
    let error = screened(input, &out, bad_rows).await.unwrap_err();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "nothing is written: {error}");
    error.to_string()
}

fn texts(columns: &[(&str, &[&str])]) -> RecordBatch {
    let columns = columns.iter().map(|(name, texts)| {
        let texts = StringArray::from(texts.to_vec());
        (*name, Arc::new(texts) as ArrayRef)
    });
    RecordBatch::try_from_iter(columns).unwrap()
}

#[tokio::test]
async fn the_lines_and_the_table_hold_what_mithaq_screen_writes() {
    let folder = tempfile::tempdir().unwrap();
    let travellers = travellers();
    deal(folder.path(), &travellers, 4);
    let (expected, summary) = one_machine(&travellers);
    let out = tempfile::tempdir().unwrap();
    let [lines, table] = ["answers.jsonl", "answers.parquet"].map(|name| out.path().join(name));

    let of_lines = screened(folder.path(), &lines, BadRows::RefuseAlone)
        .await
        .unwrap();
    assert!(fs::read_to_string(&lines).unwrap() == expected);
    assert_eq!(
        (of_lines.screened, of_lines.with_hits, of_lines.refused),
        (summary.screened, summary.with_hits, summary.refused())
    );
    assert_eq!(
        of_lines.hits.values().sum::<u64>(),
        summary.hits.values().sum::<u64>()
    );

    let of_table = screened(folder.path(), &table, BadRows::RefuseAlone)
        .await
        .unwrap();
    assert_eq!(of_table, of_lines);
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(table).unwrap()).unwrap();
    let (mut rows, mut lines) = (0, String::new());
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        rows += batch.num_rows() as u64;
        let answers = batch.column_by_name("answer").unwrap();
        for line in answers.as_string::<i64>().iter().flatten() {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    assert_eq!(rows, summary.rows, "a refused row is a row of the table");
    assert!(lines == expected);
}

#[tokio::test]
async fn a_strict_run_is_given_up_at_the_first_bad_row() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("a.parquet"),
        &texts(&[("id", &["1", "2"]), ("name", &["Ali", " "])]),
    );
    let said = refused(folder.path(), "out.csv", BadRows::RefuseAlone).await;
    assert!(
        said.contains("expected a name that ends in .jsonl or .parquet"),
        "{said}"
    );
    let said = refused(folder.path(), "out.jsonl", BadRows::RefuseAll).await;
    assert!(
        said.starts_with("row 2: the row has neither a name nor a number"),
        "{said}"
    );
}

#[tokio::test]
async fn an_input_that_cannot_be_screened_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let said = refused(folder.path(), "out.jsonl", BadRows::RefuseAlone).await;
    assert!(
        said.contains("found none; expected a Parquet file"),
        "{said}"
    );
    let said = refused(&path, "out.jsonl", BadRows::RefuseAlone).await;
    assert!(said.contains("a.parquet: No such file"), "{said}");

    let binary: ArrayRef = Arc::new(BinaryArray::from_vec(vec![b"Ali"]));
    let bad = RecordBatch::try_from_iter([("id", Arc::clone(&binary)), ("name", binary)]).unwrap();
    for (table, said) in [
        (texts(&[("name", &["Ali"])]), "there is no column `id`"),
        (
            texts(&[("id", &["1"]), ("shoe", &["43"])]),
            "there is no column to screen by",
        ),
        (bad, "the column `id` is Binary"),
    ] {
        write(&path, &table);
        let error = refused(folder.path(), "out.jsonl", BadRows::RefuseAlone).await;
        assert!(error.contains(said), "{error}");
        let named = folder.path().canonicalize().unwrap();
        assert!(error.starts_with(&named.display().to_string()), "{error}");
    }
    write(
        &folder.path().join("b.parquet"),
        &texts(&[("id", &["1"]), ("name", &["Ali"])]),
    );
    let said = refused(folder.path(), "out.jsonl", BadRows::RefuseAlone).await;
    assert!(
        said.contains("b.parquet: the column `id` is Utf8, and Binary in "),
        "{said}"
    );
    fs::write(&path, "id,name\n1,Ali\n").unwrap();
    let said = refused(folder.path(), "out.jsonl", BadRows::RefuseAlone).await;
    assert!(said.contains("Parquet"), "{said}");
}

#[tokio::test]
async fn screened_is_a_table_of_answers_each_answered_once() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("été [1] *?%20");
    fs::create_dir(&folder).unwrap();
    let travellers = &travellers()[..60];
    deal(&folder, travellers, 2);
    let (_, summary) = one_machine(travellers);
    // One of its own: the other tests count, too.
    let holding = Arc::new(Holding::read(&[list_file()]).unwrap());
    let session = cluster::alone(Arc::clone(&holding), screening(holding.lists()), 2);
    let sql = format!(
        "SELECT count(answer), count(refused), sum(cardinality(hits)) FROM screened('{}') WHERE id <> 't'",
        folder.display()
    );
    let found = session.sql(&sql).await.unwrap().collect().await.unwrap();
    let found = pretty_format_batches(&found).unwrap().to_string();
    let numbers: Vec<u64> = found
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    let hits = summary.hits.values().sum();
    assert_eq!(
        numbers,
        [summary.screened, summary.refused(), hits],
        "{found}"
    );
    assert_eq!(holding.answered(), summary.screened);
    let error = session.sql("SELECT * FROM screened(7)").await.unwrap_err();
    assert!(error.to_string().contains("expects one text"), "{error}");
}

#[tokio::test]
async fn rows_that_are_lost_on_the_way_are_missed() {
    let [folder, out] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let path = folder.path().join("a.parquet");
    write(
        &path,
        &texts(&[("id", &["1", "2"]), ("name", &["Ali", "Aminata"])]),
    );
    let planned = planned(folder.path()).unwrap();
    write(&path, &texts(&[("id", &["1"]), ("name", &["Ali"])]));
    let out = out.path().join("out.jsonl");
    let error = planned.write(&out, BadRows::RefuseAlone).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("1 rows came back of the 2 that the files hold"),
        "{error}"
    );
    assert!(!out.exists());
}

#[tokio::test]
async fn answers_are_not_put_among_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let table = texts(&[("id", &["1"]), ("name", &["Ali"])]);
    write(&path, &table);
    for (input, out) in [
        (&path, &path),
        (&folder.path().to_owned(), &folder.path().join("b.parquet")),
    ] {
        let error = screened(input, out, BadRows::RefuseAlone)
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("found a file in what is read"),
            "{error}"
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn rows_of_one_id_come_in_one_order() {
    let rows: Vec<String> = (0..40).map(|nth| format!("Iyad Ag Ghali {nth}")).collect();
    let names: Vec<&str> = rows.iter().map(String::as_str).collect();
    let ids = vec!["7"; names.len()];
    let mut outputs = Vec::new();
    for cut in [1, 20, 39] {
        let folder = tempfile::tempdir().unwrap();
        for (name, from, to) in [("b.parquet", 0, cut), ("a.parquet", cut, names.len())] {
            write(
                &folder.path().join(name),
                &texts(&[("id", &ids[from..to]), ("name", &names[from..to])]),
            );
        }
        let out = folder.path().join("out.jsonl");
        screened(folder.path(), &out, BadRows::RefuseAlone)
            .await
            .unwrap();
        outputs.push(fs::read(out).unwrap());
    }
    assert!(outputs.iter().all(|output| *output == outputs[0]));
}
