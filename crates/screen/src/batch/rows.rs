//! The rows of a file, whatever its format.

use std::io::{self, BufRead, Read};

use super::csv_rows::CsvRows;
use super::json_rows::JsonRows;
use super::summary::Refusal;
use crate::query::Query;

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
}

impl<R: BufRead> Rows<R> {
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
        }
    }

    /// Whether the rows say their own ids: the rows of a CSV file without a column `id` are numbered, and their ids mean nothing
    /// beyond the file.
    #[must_use]
    pub fn has_ids(&self) -> bool {
        match &self.source {
            Source::Csv(rows) => rows.has_ids(),
            Source::Json(_) => true,
        }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.source {
            Source::Csv(rows) => rows.input().read,
            Source::Json(rows) => rows.input().read,
        }
    }

    /// The next row, as a query or refused; `None` at the end.
    ///
    /// # Errors
    /// [`BatchError::Io`] when the input cannot be read.
    pub fn next_row(&mut self) -> Result<Option<Result<Query, Refusal>>, BatchError> {
        match &mut self.source {
            Source::Csv(rows) => rows.next_row(),
            Source::Json(rows) => rows.next_row(),
        }
    }
}

/// A reader that counts, and ends early when a row is longer than any row.
pub(super) struct Counted<R> {
    inner: R,
    read: u64,
    left: u64,
}

impl<R> Counted<R> {
    /// A new row begins.
    pub(super) fn row(&mut self) {
        self.left = LONGEST_ROW;
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
