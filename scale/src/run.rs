//! A folder of Parquet files, screened from end to end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ballista_core::error::BallistaError;
use datafusion::arrow::array::{Array, AsArray, LargeStringArray, ListArray, RecordBatch};
use datafusion::dataframe::DataFrame;
use datafusion::execution::FunctionRegistry as _;
use datafusion::prelude::{SessionContext, col};
use futures::TryStreamExt as _;
use mithaq_screen::batch::BadRows;

use crate::error::Error;
use crate::function::ScreenFunction;
use crate::input::Input;
use crate::table::answers;
pub use crate::write::Format;
use crate::write::{Writer, folder_of};

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
    /// The full path of what is read.
    input: PathBuf,
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
    let function = session.udf(ScreenFunction::NAME)?;
    let answers = DataFrame::new(session.state(), answers(&function, &input)?)
        // The answer and the refusal tell rows of one id apart, so that the order is one.
        .sort(
            ["id", "answer", "refused"]
                .map(|part| col(part).sort(true, false))
                .to_vec(),
        )?;
    Ok(Screened {
        answers,
        ignored: input.ignored,
        rows: input.rows,
        input: input.path,
    })
}

impl Screened {
    /// Answers, and writes the answers to one file, which appears under its name only when it is whole.
    ///
    /// # Errors
    /// [`Error`]; then there is no output, and one that was there before is untouched.
    pub async fn write(self, output: &Path, bad_rows: BadRows) -> Result<Summary, Error> {
        let format = Format::of_name(output)?;
        if format == Format::Parquet {
            self.not_an_input(output)?;
        }
        let mut stream = self.answers.execute_stream().await?;
        let mut writer = Writer::create(output, format)?;
        let mut summary = Summary {
            ignored: self.ignored,
            ..Summary::default()
        };
        while let Some(batch) = stream.try_next().await? {
            let answers = Answers::of(&batch)?;
            summary.count(&answers);
            if let (BadRows::RefuseAll, Some(first)) = (bad_rows, summary.first_refused.first()) {
                return Err(Error::Strict(first.clone()));
            }
            writer.write(&batch, &answers.answer)?;
        }
        let (expected, found) = (self.rows, summary.screened + summary.refused);
        if found != expected {
            return Err(Error::Incomplete { expected, found });
        }
        writer.finish(output)?;
        Ok(summary)
    }

    /// Answers among what is read would replace it, or be screened the next time.
    fn not_an_input(&self, output: &Path) -> Result<(), Error> {
        let folder = folder_of(output).canonicalize();
        let whole = folder
            .ok()
            .zip(output.file_name())
            .map(|(folder, name)| folder.join(name));
        match whole {
            Some(whole) if whole.starts_with(&self.input) => Err(Error::Input(format!(
                "--out {}: found a file in what is read; expected one elsewhere",
                output.display()
            ))),
            _ => Ok(()),
        }
    }
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
            Error::Cluster(BallistaError::General(
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
