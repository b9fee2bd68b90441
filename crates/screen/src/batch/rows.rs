//! The rows of a file, whatever its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::csv_rows::CsvRows;
use super::json_rows::JsonRows;
#[cfg(feature = "parquet")]
use super::parquet_file::ParquetRows;
use super::summary::Refusal;
#[cfg(feature = "arrow")]
use super::table_rows::TableRows;
use crate::query::{Property, Query};

/// Why a batch could not be run or was given up. Nothing was written under the output's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The input or the output failed.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system says.
        source: io::Error,
    },
    /// The input is empty.
    #[error("the input is empty; expected a CSV file with a header, or JSON Lines")]
    Empty,
    /// The input is UTF-16, as spreadsheets save “Unicode text”.
    #[error("the input is UTF-16; save it as “CSV UTF-8”")]
    Utf16,
    /// The header does not say what is to be screened.
    #[error("line 1: the header `{found}` {problem}")]
    Header {
        /// The header, cut to 120 characters.
        found: String,
        /// What is wrong with it and what is expected.
        problem: String,
    },
    /// A row never ends: most likely a quote was not closed.
    #[error(
        "line {line}: a row longer than {LONGEST_ROW} bytes starts here; is a quote not closed?"
    )]
    Endless {
        /// The line it starts on, from 1.
        line: u64,
    },
    /// A quote takes in the lines after it: who stands there would go unscreened.
    #[error(
        "line {line}: a quote is opened and not closed on this line; nothing after it can be told apart; close it, or double it (\"\") where it belongs to the text"
    )]
    OpenQuote {
        /// The line it is opened on, from 1.
        line: u64,
    },
    /// A row was refused, and the batch is strict.
    #[error("{0}; a strict batch is given up at the first such row")]
    Strict(Refusal),
    /// The run that was interrupted had other rows, another list, other options or another engine.
    #[error(
        "{}: the interrupted run cannot be gone on with: {problem}; give it what it had, or leave out --resume to begin at the first row",
        output.display()
    )]
    Changed {
        /// The output.
        output: PathBuf,
        /// What is not the same any more.
        problem: String,
    },
    /// What an interrupted run left cannot be used.
    #[error(
        "{}: the interrupted run cannot be gone on with: {problem}; leave out --resume to begin at the first row",
        output.display()
    )]
    Unfinished {
        /// The output.
        output: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A stream is gone once it is read.
    #[error("{}: found no plain file; a run can be gone on with only where its rows can be read again", .0.display())]
    Stream(PathBuf),
    /// The output is something that cannot be replaced by a file.
    #[error("{}: found something that is no plain file; expected the name of a file, or none for standard output", .0.display())]
    NoFile(PathBuf),
    /// Another run writes the same output.
    #[error("{}: another run is writing it; wait for it, or name another output", .0.display())]
    Busy(PathBuf),
    /// The input or output is Parquet, and this build has none.
    #[error(
        "{0} is Parquet, and this mithaq was built without it; build it with `cargo build --release -p mithaq --features parquet`, or save it as CSV"
    )]
    NoParquet(&'static str),
    /// The columns of a table do not say what is to be screened.
    #[error("the table's columns `{found}`: it {problem}")]
    Schema {
        /// Their names, cut to 120 characters.
        found: String,
        /// What is wrong with them and what is expected.
        problem: String,
    },
    /// A column of a table cannot hold what its name says.
    #[error("column `{column}`: found {found}; expected {expected}")]
    ColumnType {
        /// Its name.
        column: String,
        /// Its type.
        found: String,
        /// The types it may have.
        expected: &'static str,
    },
    /// A table is broken.
    #[error(
        "the table cannot be read: {0}; a Parquet file that is cut short or damaged has to be written again"
    )]
    Table(String),
    /// Parquet is read and written as a whole file.
    #[error("{0} is Parquet, which is no stream; name a file")]
    ParquetStream(&'static str),
    /// The threads could not be started.
    #[error("{0} jobs could not be started: {1}")]
    Jobs(usize, String),
}

impl BatchError {
    pub(super) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io {
            what: what.into(),
            source,
        }
    }
}

/// The longest row, in bytes: a quote nobody closed must not read the rest of the file into memory.
pub const LONGEST_ROW: u64 = 1 << 20;

/// Queries read from a file one by one; its format is told by its content: a `{` starts JSON Lines, anything else CSV.
pub struct Rows<R> {
    source: Source<R>,
}

enum Source<R> {
    Csv(Box<CsvRows<Counted<R>>>),
    Json(JsonRows<Counted<R>>),
    #[cfg(feature = "arrow")]
    Table(Box<TableRows>),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetRows>),
}

impl Rows<BufReader<File>> {
    /// The rows of a file.
    ///
    /// # Errors
    /// As [`Rows::open`].
    pub fn open_file(path: &Path) -> Result<Self, BatchError> {
        let failed = BatchError::io(format!("{} could not be opened", path.display()));
        let mut input = BufReader::new(File::open(path).map_err(failed)?);
        let failed = BatchError::io("the input could not be read");
        let is_parquet = input.fill_buf().map_err(failed)?.starts_with(PARQUET);
        if is_parquet && path.is_file() {
            #[cfg(feature = "parquet")]
            return Ok(Self {
                source: Source::Parquet(Box::new(ParquetRows::open(input.into_inner())?)),
            });
        }
        Self::open(input)
    }
}

/// What every Parquet file begins with.
const PARQUET: &[u8] = b"PAR1";

impl<R: BufRead> Rows<R> {
    /// The rows of a table.
    ///
    /// # Errors
    /// [`BatchError::Schema`], [`BatchError::ColumnType`].
    #[cfg(feature = "arrow")]
    pub fn of_table(
        table: Box<dyn arrow_array::RecordBatchReader + Send>,
    ) -> Result<Self, BatchError> {
        let source = Source::Table(Box::new(TableRows::open(table)?));
        Ok(Self { source })
    }

    /// Reads the beginning.
    ///
    /// # Errors
    /// [`BatchError`] when the input is empty, is UTF-16, cannot be read, or has a header without a name or number.
    pub fn open(mut input: R) -> Result<Self, BatchError> {
        let failed = || BatchError::io("the input could not be read");
        let start = input.fill_buf().map_err(failed())?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(BatchError::Utf16);
        }
        if start.starts_with(PARQUET) {
            return Err(if cfg!(feature = "parquet") {
                BatchError::ParquetStream("the input")
            } else {
                BatchError::NoParquet("the input")
            });
        }
        let bom = if start.starts_with("\u{FEFF}".as_bytes()) {
            3
        } else {
            0
        };
        input.consume(bom);
        let start = input.fill_buf().map_err(failed())?;
        let first = start
            .iter()
            .find(|byte| !byte.is_ascii_whitespace())
            .copied();
        let is_short = start.len() < 64;
        let counted = Counted {
            inner: input,
            read: bom as u64,
            left: LONGEST_ROW,
            last: 0,
        };
        let source = match first {
            None if is_short => return Err(BatchError::Empty),
            Some(b'{') => Source::Json(JsonRows::new(counted)),
            _ => Source::Csv(Box::new(CsvRows::open(counted)?)),
        };
        Ok(Self { source })
    }

    /// Columns that are not read, as the header names them. JSON Lines have none.
    #[must_use]
    pub fn ignored(&self) -> &[String] {
        match &self.source {
            Source::Csv(rows) => rows.ignored(),
            Source::Json(_) => &[],
            #[cfg(feature = "arrow")]
            Source::Table(rows) => rows.ignored(),
            #[cfg(feature = "parquet")]
            Source::Parquet(rows) => rows.rows().ignored(),
        }
    }

    /// Whether the rows say their own ids: the rows of a CSV file or table without a column `id` are numbered, and their ids mean nothing
    /// beyond the file.
    #[must_use]
    pub fn has_ids(&self) -> bool {
        match &self.source {
            Source::Csv(rows) => rows.has_ids(),
            Source::Json(_) => true,
            #[cfg(feature = "arrow")]
            Source::Table(rows) => rows.has_ids(),
            #[cfg(feature = "parquet")]
            Source::Parquet(rows) => rows.rows().has_ids(),
        }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.source {
            Source::Csv(rows) => rows.input().bytes(),
            Source::Json(rows) => rows.input().bytes(),
            #[cfg(feature = "arrow")]
            Source::Table(_) => 0,
            #[cfg(feature = "parquet")]
            Source::Parquet(rows) => rows.bytes(),
        }
    }

    /// Passes over rows; how many there were, at most `wanted`. They are not looked into.
    ///
    /// # Errors
    /// As [`Rows::next_row`].
    pub fn skip(&mut self, wanted: u64) -> Result<u64, BatchError> {
        let mut skipped = 0;
        while skipped < wanted {
            let was_there = match &mut self.source {
                Source::Csv(rows) => rows.skip_row()?,
                Source::Json(rows) => rows.skip_row()?,
                #[cfg(feature = "arrow")]
                Source::Table(rows) => rows.skip_row()?,
                #[cfg(feature = "parquet")]
                Source::Parquet(rows) => return rows.skip(wanted),
            };
            if !was_there {
                break;
            }
            skipped += 1;
        }
        Ok(skipped)
    }

    /// The next row, as a query or refused; `None` at the end.
    ///
    /// # Errors
    /// [`BatchError::Io`] when the input cannot be read.
    pub fn next_row(&mut self) -> Result<Option<Result<Query, Refusal>>, BatchError> {
        match &mut self.source {
            Source::Csv(rows) => rows.next_row(),
            Source::Json(rows) => rows.next_row(),
            #[cfg(feature = "arrow")]
            Source::Table(rows) => rows.next_row(),
            #[cfg(feature = "parquet")]
            Source::Parquet(rows) => rows.rows_mut().next_row(),
        }
    }
}

/// What these columns lack to be screened by, if anything.
pub(super) fn lacking(columns: impl Iterator<Item = Property>) -> Option<String> {
    let columns: Vec<Property> = columns.collect();
    let count = |wanted: Property| columns.iter().filter(|c| **c == wanted).count();
    if count(Property::Id) == 0 && count(Property::Name) == 0 {
        Some("has neither `id` nor `name`; expected `id` and `name`, as in id,name,birthDate,nationality,passportNumber".to_owned())
    } else if count(Property::Id) > 1 {
        Some("has the column `id` twice; keep one".to_owned())
    } else if !columns.iter().any(|c| c.finds()) {
        Some(
            "has no column to screen by; expected `name`, or a number such as `passportNumber`, `idNumber`, `iban`, `serial`, \
             `plate`, `vin` or `consignment`"
                .to_owned(),
        )
    } else {
        None
    }
}

/// Several values in one cell are parted by semicolons; a name or id is one value whatever is in it.
pub(super) fn values(property: Property, text: &str) -> impl Iterator<Item = &str> {
    let whole = matches!(
        property,
        Property::Id | Property::Name | Property::NamePart(_)
    );
    text.split(move |c| c == ';' && !whole)
}

/// A reader that counts, and ends early when a row is longer than any row.
pub(super) struct Counted<R> {
    inner: R,
    read: u64,
    left: u64,
    /// The last byte read that is no space and no line break.
    last: u8,
}

impl<R> Counted<R> {
    /// A new row begins.
    pub(super) fn row(&mut self) {
        self.left = LONGEST_ROW;
    }

    /// How much of the input was read.
    pub(super) const fn bytes(&self) -> u64 {
        self.read
    }

    /// The last byte read that is no space and no line break.
    pub(super) const fn last(&self) -> u8 {
        self.last
    }

    /// Whether the row being read is longer than any row.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let Some(buffer) = buffer.get_mut(..length) else {
            return Ok(0);
        };
        let read = self.inner.read(buffer)?;
        let came = buffer.get(..read).unwrap_or_default().trim_ascii_end();
        self.last = came.last().copied().unwrap_or(self.last);
        self.read += read as u64;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let buffer = self.inner.fill_buf()?;
        Ok(&buffer[..buffer.len().min(left)])
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.read += amount as u64;
        self.left = self.left.saturating_sub(amount as u64);
    }
}
