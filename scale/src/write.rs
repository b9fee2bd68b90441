//! Answers as a file: whole, or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{LargeStringArray, RecordBatch};
use datafusion::arrow::datatypes::Schema;
use datafusion::parquet::arrow::ArrowWriter;
use tempfile::NamedTempFile;

use crate::answer::ANSWER;
use crate::error::Error;

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

/// A temporary file beside the output.
pub(crate) struct Writer {
    form: Form,
    name: String,
}

enum Form {
    Lines(BufWriter<NamedTempFile>),
    Table(Box<ArrowWriter<File>>, NamedTempFile),
}

impl Writer {
    pub(crate) fn create(output: &Path, format: Format) -> Result<Self, Error> {
        let name = format!("{} could not be written", output.display());
        let folder = folder_of(output);
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

    pub(crate) fn write(
        &mut self,
        batch: &RecordBatch,
        lines: &LargeStringArray,
    ) -> Result<(), Error> {
        match &mut self.form {
            Form::Lines(file) => lines
                .iter()
                .flatten()
                .try_for_each(|line| writeln!(file, "{line}").map_err(Error::io(&self.name))),
            Form::Table(table, _) => table
                .write(batch)
                .map_err(|error| Error::Query(error.into())),
        }
    }

    pub(crate) fn finish(self, output: &Path) -> Result<(), Error> {
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

/// The folder a file is in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
