//! Rows of a CSV file: comma, semicolon (as spreadsheets in French and Arabic save it) or tab.

use std::io::{self, BufRead};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use super::rows::{BatchError, Counted, lacking, values};
use super::summary::{Place, Reason, Refusal};
use crate::query::{Property, Query, QueryReader};

pub(super) struct CsvRows<R> {
    reader: Reader<R>,
    columns: Vec<Column>,
    ignored: Vec<String>,
    record: ByteRecord,
    /// Where in the input the header begins.
    begins: u64,
    /// Rows read, the header left aside: a row's id where there is no column for it.
    rows: u64,
}

struct Column {
    name: String,
    property: Option<Property>,
}

impl<R: BufRead> CsvRows<Counted<R>> {
    pub(super) fn open(mut input: Counted<R>) -> Result<Self, BatchError> {
        let delimiter = delimiter(
            input
                .fill_buf()
                .map_err(BatchError::io("the input could not be read"))?,
        );
        let begins = input.bytes();
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(input);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(failed)?;
        let columns = columns(&record)?;
        let ignored = columns
            .iter()
            .filter(|c| c.property.is_none())
            .map(|c| c.name.clone())
            .collect();
        Ok(Self {
            reader,
            columns,
            ignored,
            record,
            begins,
            rows: 0,
        })
    }

    pub(super) fn ignored(&self) -> &[String] {
        &self.ignored
    }

    pub(super) fn input(&self) -> &Counted<R> {
        self.reader.get_ref()
    }

    /// Whether the rows say their own ids, and are not numbered.
    pub(super) fn has_ids(&self) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|column| column.property == Some(Property::Id))
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Result<Query, Refusal>>, BatchError> {
        let line = self.next_record()?;
        Ok(line.map(|line| self.row(Place::line(line))))
    }

    /// Passes over a row; whether there was one.
    pub(super) fn skip_row(&mut self) -> Result<bool, BatchError> {
        Ok(self.next_record()?.is_some())
    }

    /// Reads the next record, and tells the line it starts on.
    fn next_record(&mut self) -> Result<Option<u64>, BatchError> {
        self.reader.get_mut().row();
        let more = self
            .reader
            .read_byte_record(&mut self.record)
            .map_err(failed)?;
        let line = self.record.position().map_or(0, csv::Position::line);
        if self.reader.get_ref().is_spent() {
            return Err(BatchError::Endless { line });
        }
        if more && self.swallows() {
            return Err(BatchError::OpenQuote { line });
        }
        self.rows += u64::from(more);
        Ok(more.then_some(line))
    }

    /// Whether the record is of a quote nobody closed. A field may hold line breaks in quotes (RFC 4180); but where it holds quotes
    /// beside them, or the file ends in it, lines were swallowed that are rows, and nothing after can be told apart.
    fn swallows(&self) -> bool {
        let mut fields = self.record.iter().map(<[u8]>::trim_ascii);
        let mut broken = fields
            .by_ref()
            .filter(|field| field.contains(&b'\n'))
            .peekable();
        if broken.peek().is_none() {
            return false;
        }
        let input = self.reader.get_ref();
        let open_at_the_end = self.begins + self.reader.position().byte() == input.bytes()
            && input.last() != b'"'
            && self
                .record
                .iter()
                .next_back()
                .is_some_and(|last| last.contains(&b'\n'));
        open_at_the_end || broken.any(|field| field.contains(&b'"'))
    }

    fn row(&self, place: Place) -> Result<Query, Refusal> {
        let refuse = |reason, why: String| Refusal::new(place, reason, why);
        if self.record.len() != self.columns.len() {
            let why = format!(
                "the row has {} fields where the header has {}; quote fields that hold the separator",
                self.record.len(),
                self.columns.len()
            );
            return Err(refuse(Reason::Malformed, why));
        }
        let mut reader = QueryReader::default();
        if !self.has_ids() {
            let number = self.rows.to_string();
            reader
                .field("id", Property::Id, &number)
                .map_err(|error| refuse(Reason::Field, error.to_string()))?;
        }
        for (column, bytes) in self.columns.iter().zip(&self.record) {
            let Some(property) = column.property else {
                continue;
            };
            let name = &column.name;
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let why = format!(
                    "field `{name}` is not UTF-8 from its byte {} on; save the file as “CSV UTF-8”",
                    error.valid_up_to() + 1
                );
                refuse(Reason::NotUtf8, why)
            })?;
            for value in values(property, text) {
                reader
                    .field(name, property, value)
                    .map_err(|error| refuse(Reason::Field, error.to_string()))?;
            }
        }
        reader
            .finish()
            .map_err(|error| Refusal::of_query(place, &error))
    }
}

fn failed(error: csv::Error) -> BatchError {
    let what = "the input could not be read";
    let text = error.to_string();
    match error.into_kind() {
        ErrorKind::Io(source) => BatchError::Io {
            what: what.to_owned(),
            source,
        },
        _ => BatchError::Io {
            what: what.to_owned(),
            source: io::Error::new(io::ErrorKind::InvalidData, text),
        },
    }
}

/// Whichever of the three stands most often in the first line.
fn delimiter(start: &[u8]) -> u8 {
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    // The first of equals wins, so a header of one column is read as comma-separated.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}

fn columns(header: &ByteRecord) -> Result<Vec<Column>, BatchError> {
    let found = String::from_utf8_lossy(&header.iter().collect::<Vec<_>>().join(&b','))
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    let wrong = |problem: String| BatchError::Header { found, problem };
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for bytes in header {
        let Ok(name) = std::str::from_utf8(bytes) else {
            return Err(wrong(
                "is not UTF-8; save the file as “CSV UTF-8”".to_owned(),
            ));
        };
        columns.push(Column {
            name: name.trim().to_owned(),
            property: Property::named(name.trim()),
        });
    }
    match lacking(columns.iter().filter_map(|c| c.property)) {
        Some(problem) => Err(wrong(problem)),
        None => Ok(columns),
    }
}
