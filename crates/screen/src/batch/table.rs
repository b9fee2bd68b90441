//! Answers as a table: Arrow record batches.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, RecordBatchReader, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::rows::{BatchError, Rows};
use super::run::{Chunks, Job, Listener};
use super::summary::Summary;
use super::write::{Format, TableRow};
use crate::hit::Hit;
use crate::query::Query;

/// The columns of a table of answers: those of CSV, the reasons as a list.
#[must_use]
pub fn answer_schema() -> SchemaRef {
    let text = |name: &str, can_be_null| Field::new(name, DataType::Utf8, can_be_null);
    let reasons = Field::new_list("why", Field::new("item", DataType::Utf8, true), false);
    Arc::new(Schema::new(vec![
        text("id", false),
        text("hit", true),
        Field::new("score", DataType::Float64, true),
        text("caption", true),
        text("subject", true),
        text("reference", true),
        reasons,
    ]))
}

/// Answers every row of a table, in order, as tables: a row a hit, and a row with nothing but its id for a query without one.
/// The job's format counts for nothing.
///
/// # Errors
/// [`BatchError`], as when a column is not of a type that holds what its name says.
pub fn run_table(
    table: Box<dyn RecordBatchReader + Send>,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    job: &Job,
    listener: &mut dyn Listener,
) -> Result<(Vec<RecordBatch>, Summary), BatchError> {
    let job = Job {
        format: Format::Parquet,
        ..*job
    };
    let mut rows: Rows<std::io::Empty> = Rows::of_table(table)?;
    let mut chunks = Chunks::of(&mut rows, search, &job, Summary::default())?;
    let mut answers = Vec::new();
    while let Some(draft) = chunks.next(listener)? {
        answers.push(of_rows(&rows_of(&draft)?)?);
    }
    Ok((answers, chunks.summary))
}

/// The rows of a draft.
pub(super) fn rows_of(draft: &str) -> Result<Vec<TableRow>, BatchError> {
    let row = |line| {
        serde_json::from_str(line)
            .map_err(|error| BatchError::Table(format!("a row of its draft is broken: {error}")))
    };
    draft.lines().map(row).collect()
}

/// A record batch of these rows.
pub(super) fn of_rows(rows: &[TableRow]) -> Result<RecordBatch, BatchError> {
    let texts = |text: fn(&TableRow) -> Option<&str>| -> ArrayRef {
        Arc::new(rows.iter().map(text).collect::<StringArray>())
    };
    let score = |row: &TableRow| row.score.map(|score| f64::from(score) / 10_000.0);
    let scores: Float64Array = rows.iter().map(score).collect();
    let mut why = ListBuilder::new(StringBuilder::new());
    for row in rows {
        for reason in &row.why {
            why.values().append_value(reason);
        }
        why.append(true);
    }
    let columns: Vec<ArrayRef> = vec![
        texts(|row| Some(&row.id)),
        texts(|row| row.hit.as_deref()),
        Arc::new(scores),
        texts(|row| row.caption.as_deref()),
        texts(|row| row.subject.as_deref()),
        texts(|row| row.reference.as_deref()),
        Arc::new(why.finish()),
    ];
    RecordBatch::try_new(answer_schema(), columns)
        .map_err(|error| BatchError::Table(error.to_string()))
}
