//! A folder of Parquet files, screened from end to end.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, LargeStringArray, ListArray, RecordBatch};
use datafusion::arrow::datatypes::Schema;
use datafusion::dataframe::DataFrame;
use datafusion::execution::FunctionRegistry as _;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::prelude::{SessionContext, col};
use futures::TryStreamExt as _;
use mithaq_screen::batch::BadRows;
use tempfile::NamedTempFile;

use crate::answer::ANSWER;
use crate::error::Error;
use crate::function::ScreenFunction;
use crate::input::Input;
use crate::table::answers;

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

/// What [`screened`] plans.
pub struct Screened {
    /// The answers.
    pub answers: DataFrame,
    /// Columns nobody reads.
    pub ignored: Vec<String>,
    /// How many rows the files have: so many answers there must be.
    pub rows: u64,
}

/// The answers to every row of a Parquet file or a folder of them, with the columns `id`, `refused`, `hits` and `answer`, in
/// the order of their ids as text. Nothing is run yet.
///
/// Every executor must find the files under the same path, as on a shared file system.
///
/// # Errors
/// [`Error::Input`] or [`Error::Columns`], when there are no files, one is no Parquet, or their columns are not to be screened by.
pub fn screened(session: &SessionContext, input: &Path) -> Result<Screened, Error> {
    let input = Input::open(input)?;
    let (ignored, rows) = (input.ignored.clone(), input.rows);
    let function = session.udf(ScreenFunction::NAME)?;
    let answers = DataFrame::new(session.state(), answers(&function, input)?)
        // The answer and the refusal tell rows of one id apart, so that the order is one.
        .sort(
            ["id", "answer", "refused"]
                .map(|part| col(part).sort(true, false))
                .to_vec(),
        )?;
    Ok(Screened {
        answers,
        ignored,
        rows,
    })
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
    let screened = screened(session, input)?;
    let mut stream = screened.answers.execute_stream().await?;
    let mut writer = Writer::create(output, format)?;
    let mut summary = Summary {
        ignored: screened.ignored,
        ..Summary::default()
    };
    while let Some(batch) = stream.try_next().await? {
        let answers = Answers::of(&batch)?;
        summary.count(&answers);
        if let (BadRows::RefuseAll, Some(first)) = (bad_rows, summary.first_refused.first()) {
            return Err(Error::Strict(first.clone()));
        }
        writer.write(&batch, &answers)?;
    }
    let found = summary.screened + summary.refused;
    if found != screened.rows {
        let expected = screened.rows;
        return Err(Error::Incomplete { expected, found });
    }
    writer.finish(output)?;
    Ok(summary)
}

/// A batch of answers, by column.
struct Answers {
    id: LargeStringArray,
    refused: LargeStringArray,
    hits: ListArray,
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
        let text = |name| {
            let column = batch.column_by_name(name)?;
            column.as_string_opt::<i64>().cloned()
        };
        let hits = batch.column_by_name("hits");
        Ok(Self {
            id: text("id").ok_or_else(other)?,
            refused: text("refused").ok_or_else(other)?,
            answer: text("answer").ok_or_else(other)?,
            hits: hits
                .and_then(|hits| hits.as_list_opt().cloned())
                .ok_or_else(other)?,
        })
    }
}

impl Summary {
    fn count(&mut self, answers: &Answers) {
        for row in 0..answers.id.len() {
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
        let hits = &answers.hits;
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

    fn write(&mut self, batch: &RecordBatch, answers: &Answers) -> Result<(), Error> {
        match &mut self.form {
            Form::Lines(file) => answers
                .answer
                .iter()
                .flatten()
                .try_for_each(|line| writeln!(file, "{line}").map_err(Error::io(&self.name))),
            Form::Table(table, _) => table
                .write(batch)
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
