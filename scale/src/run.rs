//! A folder of Parquet files, screened from end to end.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, LargeStringArray, RecordBatch, StructArray};
use datafusion::arrow::datatypes::Schema;
use datafusion::dataframe::DataFrame;
use datafusion::execution::FunctionRegistry as _;
use datafusion::functions::core::expr_fn::{get_field, named_struct};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::prelude::{ParquetReadOptions, SessionContext, col, ident, lit};
use futures::TryStreamExt as _;
use mithaq_screen::batch::BadRows;
use tempfile::NamedTempFile;

use crate::answer::ANSWER;
use crate::columns::{Columns, ColumnsError};
use crate::error::Error;
use crate::function::ScreenFunction;

/// What answers are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The lines `mithaq screen` writes, in the order of their ids; refused rows are left out, as there.
    JsonLines,
    /// The columns `id`, `refused`, `hits` and `answer`, a row a row of the input, in the same order.
    Parquet,
}

impl Format {
    /// What a file of this name is written as.
    ///
    /// # Errors
    /// [`Error::Input`], when its ending is neither `.jsonl` nor `.parquet`.
    pub fn of_name(path: &Path) -> Result<Self, Error> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("jsonl") => Ok(Self::JsonLines),
            Some("parquet") => Ok(Self::Parquet),
            _ => Err(Error::Input(format!(
                "--out {}: expected a name that ends in .jsonl or .parquet",
                path.display()
            ))),
        }
    }
}

/// What came of a run: every row is in exactly one of `screened` and `refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows answered.
    pub screened: u64,
    /// Rows answered with one hit or more.
    pub with_hits: u64,
    /// Hits by band, as `hits.band` names them.
    pub hits: BTreeMap<String, u64>,
    /// Rows refused.
    pub refused: u64,
    /// The first hundred of them, each with its id and why.
    pub first_refused: Vec<String>,
    /// Columns nobody reads.
    pub ignored: Vec<String>,
}

/// How many refusals are kept one by one; all are counted, and a Parquet output holds all.
const KEPT: usize = 100;

/// The answers to every row of a Parquet file or a folder of them, in the order of their ids as text: one column `screened`.
/// With it come the names of the columns nobody reads. Nothing is run yet.
///
/// Every executor must find the files under the same path, as on a shared file system.
///
/// # Errors
/// [`Error::Input`] or [`Error::Columns`], when there are no files or their columns are not to be screened by; [`Error::Query`],
/// when a file is no Parquet or the files' columns differ in type.
pub async fn screened(
    session: &SessionContext,
    input: &Path,
) -> Result<(DataFrame, Vec<String>), Error> {
    let input = whole(input)?;
    let folder = input.display().to_string();
    let rows = session
        .read_parquet(folder.as_str(), ParquetReadOptions::default())
        .await?;
    let wrong = |problem| Error::Columns {
        folder: input.clone(),
        problem,
    };
    let (columns, ignored) = Columns::of_table(rows.schema().as_arrow().fields()).map_err(wrong)?;
    if !columns.have_id() {
        return Err(wrong(ColumnsError::NoId));
    }
    let row = columns
        .names()
        .flat_map(|name| [lit(name), ident(name)])
        .collect();
    let function = session.udf(ScreenFunction::NAME)?;
    let answers = rows
        .select(vec![
            function.call(vec![named_struct(row)]).alias("screened"),
        ])?
        // The answer and the refusal tell rows of one id apart, so that the order is one.
        .sort(
            ["id", "answer", "refused"]
                .map(|part| get_field(col("screened"), part).sort(true, false))
                .to_vec(),
        )?;
    Ok((answers, ignored))
}

/// The input's full path, so that it means the same to every executor.
fn whole(input: &Path) -> Result<PathBuf, Error> {
    let found = |what: &str| {
        Error::Input(format!(
            "{}: {what}; expected a Parquet file, or a folder of files that end in .parquet",
            input.display()
        ))
    };
    let whole = input
        .canonicalize()
        .map_err(|error| found(&error.to_string()))?;
    if whole.is_dir() {
        let entries = whole
            .read_dir()
            .map_err(|error| found(&error.to_string()))?;
        let is_parquet = |path: &Path| path.extension().is_some_and(|ending| ending == "parquet");
        if !entries.flatten().any(|entry| is_parquet(&entry.path())) {
            return Err(found("no such file is in it"));
        }
    }
    Ok(whole)
}

/// Screens a Parquet file or a folder of them and writes the answers to one file, which appears under its name only when it
/// is whole.
///
/// # Errors
/// [`Error`]; then there is no output, and one that was there before is untouched.
pub async fn run(
    session: &SessionContext,
    input: &Path,
    output: &Path,
    bad_rows: BadRows,
) -> Result<Summary, Error> {
    let format = Format::of_name(output)?;
    let (answers, ignored) = screened(session, input).await?;
    let mut stream = answers.execute_stream().await?;
    let mut writer = Writer::create(output, format)?;
    let mut summary = Summary {
        ignored,
        ..Summary::default()
    };
    while let Some(batch) = stream.try_next().await? {
        let answers = Answers::of(&batch)?;
        summary.count(&answers);
        if let (BadRows::RefuseAll, Some(first)) = (bad_rows, summary.first_refused.first()) {
            return Err(Error::Strict(first.clone()));
        }
        writer.write(&answers)?;
    }
    writer.finish(output)?;
    Ok(summary)
}

/// A batch of answers, by column.
struct Answers {
    whole: StructArray,
    id: LargeStringArray,
    refused: LargeStringArray,
    answer: LargeStringArray,
}

impl Answers {
    fn of(batch: &RecordBatch) -> Result<Self, Error> {
        let other = || {
            Error::Cluster(ballista_core::error::BallistaError::General(
                "the answers are not what this version of `screen` gives; is one build on all machines?"
                    .to_owned(),
            ))
        };
        let whole = batch
            .column(0)
            .as_struct_opt()
            .filter(|whole| *whole.fields() == *ANSWER)
            .ok_or_else(other)?;
        let text = |name| {
            let column = whole.column_by_name(name)?;
            column.as_string_opt::<i64>().cloned()
        };
        Ok(Self {
            id: text("id").ok_or_else(other)?,
            refused: text("refused").ok_or_else(other)?,
            answer: text("answer").ok_or_else(other)?,
            whole: whole.clone(),
        })
    }
}

impl Summary {
    fn count(&mut self, answers: &Answers) {
        for row in 0..answers.whole.len() {
            if answers.refused.is_null(row) {
                self.screened += 1;
                continue;
            }
            self.refused += 1;
            if self.first_refused.len() < KEPT {
                let id = if answers.id.is_null(row) {
                    "a row without an id".to_owned()
                } else {
                    format!("row {}", answers.id.value(row))
                };
                let why = answers.refused.value(row);
                self.first_refused.push(format!("{id}: {why}"));
            }
        }
        let hits = answers.whole.column_by_name("hits");
        let Some(hits) = hits.and_then(|hits| hits.as_list_opt::<i32>()) else {
            return;
        };
        self.with_hits += hits
            .offsets()
            .lengths()
            .filter(|length| *length > 0)
            .count() as u64;
        for row in hits.iter().flatten() {
            let bands = row
                .as_struct_opt()
                .and_then(|hits| hits.column_by_name("band"))
                .and_then(|bands| bands.as_string_opt::<i32>());
            for band in bands.into_iter().flatten().flatten() {
                *self.hits.entry(band.to_owned()).or_default() += 1;
            }
        }
    }
}

/// A temporary file beside the output.
struct Writer {
    form: Form,
    name: String,
}

enum Form {
    Lines(BufWriter<NamedTempFile>),
    Table(Box<ArrowWriter<File>>, NamedTempFile),
}

impl Writer {
    fn create(output: &Path, format: Format) -> Result<Self, Error> {
        let name = format!("{} could not be written", output.display());
        let folder = output
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let file = tempfile::Builder::new()
            .prefix(".mithaq-scale-")
            .tempfile_in(folder)
            .map_err(Error::io(&name))?;
        let form = match format {
            Format::JsonLines => Form::Lines(BufWriter::new(file)),
            Format::Parquet => {
                let same = file.reopen().map_err(Error::io(&name))?;
                let schema = Arc::new(Schema::new(ANSWER.clone()));
                let table = ArrowWriter::try_new(same, schema, None)
                    .map_err(|error| Error::Query(error.into()))?;
                Form::Table(Box::new(table), file)
            }
        };
        Ok(Self { form, name })
    }

    fn write(&mut self, answers: &Answers) -> Result<(), Error> {
        match &mut self.form {
            Form::Lines(file) => answers
                .answer
                .iter()
                .flatten()
                .try_for_each(|line| writeln!(file, "{line}").map_err(Error::io(&self.name))),
            Form::Table(table, _) => table
                .write(&RecordBatch::from(&answers.whole))
                .map_err(|error| Error::Query(error.into())),
        }
    }

    fn finish(self, output: &Path) -> Result<(), Error> {
        let file = match self.form {
            Form::Lines(lines) => lines
                .into_inner()
                .map_err(|error| Error::io(&self.name)(error.into_error()))?,
            Form::Table(table, file) => {
                table.close().map_err(|error| Error::Query(error.into()))?;
                file
            }
        };
        file.as_file().sync_all().map_err(Error::io(&self.name))?;
        file.persist(output)
            .map_err(|error| Error::io(&self.name)(error.error))?;
        Ok(())
    }
}
