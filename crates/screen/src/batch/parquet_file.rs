//! Parquet files: rows in, answers out.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::rows::BatchError;
use super::table::{answer_schema, of_rows, rows_of};
use super::table_rows::{Columns, TableRows};
use super::unfinished::Unfinished;

/// Rows decoded together, and rows of the answers encoded together.
const BATCH: usize = 1_024;
/// Rows of a row group of the answers: what is held in memory while it is written.
const ROW_GROUP: usize = 1 << 16;

/// The rows of a Parquet file, decoded a few at a time.
pub(super) struct ParquetRows {
    file: File,
    length: u64,
    total: u64,
    rows: TableRows,
}

impl ParquetRows {
    pub(super) fn open(file: File) -> Result<Self, BatchError> {
        let length = file
            .metadata()
            .map_err(BatchError::io("the input could not be read"))?
            .len();
        let (rows, total) = open_after(0, &file)?;
        Ok(Self {
            file,
            length,
            total,
            rows,
        })
    }

    pub(super) const fn rows(&self) -> &TableRows {
        &self.rows
    }

    pub(super) const fn rows_mut(&mut self) -> &mut TableRows {
        &mut self.rows
    }

    /// The share of the file's bytes that its rows read so far are of all its rows.
    pub(super) fn bytes(&self) -> u64 {
        let share = u128::from(self.length) * u128::from(self.rows.rows());
        u64::try_from(share / u128::from(self.total.max(1))).unwrap_or(self.length)
    }

    /// Passes over rows; row groups that lie among them are not read.
    pub(super) fn skip(&mut self, wanted: u64) -> Result<u64, BatchError> {
        let before = self.rows.rows();
        let after = (before + wanted).min(self.total);
        (self.rows, _) = open_after(after, &self.file)?;
        Ok(after - before)
    }
}

/// What follows after so many rows, and how many rows the file has.
fn open_after(rows: u64, file: &File) -> Result<(TableRows, u64), BatchError> {
    let file = file
        .try_clone()
        .map_err(BatchError::io("the input could not be read"))?;
    contained(|| decode_after(rows, file)).unwrap_or_else(|why| Err(BatchError::Table(why)))
}

fn decode_after(rows: u64, file: File) -> Result<(TableRows, u64), BatchError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(broken)?;
    let total = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let columns = Columns::of(builder.schema())?;
    let read = ProjectionMask::roots(builder.parquet_schema(), columns.places());
    let batches = builder
        .with_projection(read)
        .with_batch_size(BATCH)
        .with_offset(usize::try_from(rows).unwrap_or(usize::MAX))
        .build()
        .map_err(broken)?;
    let batches = Box::new(Contained::over(batches));
    let rows = TableRows::after(rows, columns.projected(), batches);
    Ok((rows, total))
}

/// A decoder that fails where it would panic.
///
/// On some damaged bytes, as a negative offset in the footer, the crate `parquet` panics instead of failing. Whose file it is
/// has to be told what is wrong with it, and a program that screens more than this file must not end with it.
struct Contained {
    /// None once it panicked: whatever state it was left in, nobody reads on.
    batches: Option<ParquetRecordBatchReader>,
    schema: SchemaRef,
}

impl Contained {
    fn over(batches: ParquetRecordBatchReader) -> Self {
        Self {
            schema: batches.schema(),
            batches: Some(batches),
        }
    }
}

impl Iterator for Contained {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batches = self.batches.as_mut()?;
        contained(|| batches.next()).unwrap_or_else(|why| {
            self.batches = None;
            Some(Err(ArrowError::ParquetError(why)))
        })
    }
}

impl RecordBatchReader for Contained {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

/// What this gives, or what it panicked with. Nothing it was working on may be used after a panic.
fn contained<T>(decode: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(decode)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        text.unwrap_or("its bytes do not fit together").to_owned()
    })
}

fn broken(error: ParquetError) -> BatchError {
    match error {
        ParquetError::External(source) => BatchError::Table(source.to_string()),
        other => BatchError::Table(other.to_string()),
    }
}

/// Makes the Parquet file of its draft.
pub(super) fn finish(unfinished: Unfinished) -> Result<(), BatchError> {
    let output = unfinished.temporary()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let failed = |error: ParquetError| {
        BatchError::io("the output could not be written")(std::io::Error::other(error))
    };
    let mut writer = ArrowWriter::try_new(output.as_file(), answer_schema(), Some(properties))
        .map_err(failed)?;
    let mut draft = BufReader::new(unfinished.read()?);
    let mut lines = String::new();
    loop {
        lines.clear();
        for _ in 0..BATCH {
            draft
                .read_line(&mut lines)
                .map_err(BatchError::io("the output's draft could not be read"))?;
        }
        if lines.is_empty() {
            break;
        }
        writer.write(&of_rows(&rows_of(&lines)?)?).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    unfinished.finish_as(output)
}
