//! Rows of a table: Arrow record batches, as Parquet files and data frames hold them.

use std::borrow::Cow;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Date64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, Schema, TimeUnit};
use jiff::civil::Date;

use super::rows::{BatchError, lacking, values};
use super::summary::{Place, Reason, Refusal};
use crate::query::{Property, Query, QueryReader};

/// What of a table is read.
pub(super) struct Columns {
    read: Vec<Column>,
    ignored: Vec<String>,
}

struct Column {
    name: String,
    property: Property,
    /// Where it stands in the table.
    at: usize,
}

impl Columns {
    /// The columns by their names, and whether each is of a type that holds what its name says.
    pub(super) fn of(schema: &Schema) -> Result<Self, BatchError> {
        let mut columns = Self {
            read: Vec::new(),
            ignored: Vec::new(),
        };
        for (at, field) in schema.fields().iter().enumerate() {
            let name = field.name().trim().to_owned();
            match Property::named(&name) {
                Some(property) => columns.read.push(Column { name, property, at }),
                None => columns.ignored.push(name),
            }
        }
        if let Some(problem) = lacking(columns.read.iter().map(|c| c.property)) {
            let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
            let found = names.join(", ").chars().take(120).collect();
            return Err(BatchError::Schema { found, problem });
        }
        for column in &columns.read {
            let found = schema.field(column.at).data_type();
            if !fits(column.property, found) {
                return Err(BatchError::ColumnType {
                    column: column.name.clone(),
                    found: found.to_string(),
                    expected: expected(column.property),
                });
            }
        }
        Ok(columns)
    }

    /// Where the columns that are read stand in the table.
    #[cfg(feature = "parquet")]
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.read.iter().map(|column| column.at)
    }

    /// The same of a table with nothing but these columns.
    #[cfg(feature = "parquet")]
    pub(super) fn projected(mut self) -> Self {
        for (at, column) in self.read.iter_mut().enumerate() {
            column.at = at;
        }
        self
    }

    /// Whether the rows say their own ids, and are not numbered.
    fn has_ids(&self) -> bool {
        self.read
            .iter()
            .any(|column| column.property == Property::Id)
    }

    fn query(&self, batch: &RecordBatch, at: usize, row: u64) -> Result<Query, Refusal> {
        let place = Place::Row { row };
        let refuse =
            |error: crate::FieldError| Refusal::new(place, Reason::Field, error.to_string());
        let mut reader = QueryReader::default();
        if !self.has_ids() {
            reader
                .field("id", Property::Id, &row.to_string())
                .map_err(refuse)?;
        }
        for column in &self.read {
            let (name, property) = (&column.name, column.property);
            let array = batch.column(column.at).as_ref();
            if let Some(list) = list(array, at) {
                for element in 0..list.len() {
                    if let Some(text) = cell(list.as_ref(), element) {
                        reader.field(name, property, &text).map_err(refuse)?;
                    }
                }
            } else if let Some(text) = cell(array, at) {
                for value in values(property, &text) {
                    reader.field(name, property, value).map_err(refuse)?;
                }
            }
        }
        reader
            .finish()
            .map_err(|error| Refusal::of_query(place, &error))
    }
}

/// What an array's elements are to a reader of texts.
#[derive(PartialEq)]
enum Holds {
    Text,
    Integer,
    Day,
    Nothing,
}

fn holds(data_type: &DataType) -> Option<Holds> {
    use DataType as T;
    Some(match data_type {
        T::Utf8 | T::LargeUtf8 | T::Utf8View => Holds::Text,
        T::Dictionary(_, values) => return holds(values).filter(|held| *held == Holds::Text),
        T::Int8 | T::Int16 | T::Int32 | T::Int64 => Holds::Integer,
        T::UInt8 | T::UInt16 | T::UInt32 | T::UInt64 => Holds::Integer,
        // A moment with a time zone is another day elsewhere.
        T::Date32 | T::Date64 | T::Timestamp(_, None) => Holds::Day,
        T::Null => Holds::Nothing,
        _ => return None,
    })
}

fn fits(property: Property, data_type: &DataType) -> bool {
    let element = match data_type {
        DataType::List(field) | DataType::LargeList(field) if property != Property::Id => {
            field.data_type()
        }
        other => other,
    };
    match holds(element) {
        Some(Holds::Text | Holds::Nothing) => true,
        Some(Holds::Integer) => matches!(property, Property::Id | Property::BirthDate),
        Some(Holds::Day) => property == Property::BirthDate,
        None => false,
    }
}

const fn expected(property: Property) -> &'static str {
    match property {
        Property::Id => "a string or an integer",
        Property::BirthDate => "a string, a date, a year as an integer, or a list of these",
        Property::Number(_) | Property::Registration => {
            "a string or a list of strings: as integers, numbers lose their leading zeros"
        }
        _ => "a string or a list of strings",
    }
}

/// The list in this place, if the array is one of lists.
fn list(array: &dyn Array, at: usize) -> Option<arrow_array::ArrayRef> {
    let list = match array.data_type() {
        DataType::List(_) => array.as_list::<i32>().value(at),
        DataType::LargeList(_) => array.as_list::<i64>().value(at),
        _ => return None,
    };
    Some(if array.is_null(at) {
        list.slice(0, 0)
    } else {
        list
    })
}

/// One element as text; none where it is missing.
fn cell(array: &dyn Array, at: usize) -> Option<Cow<'_, str>> {
    if array.is_null(at) {
        return None;
    }
    let second = |unit: i64, value: i64| day(value.div_euclid(unit * 86_400));
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(at).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(at).into(),
        DataType::Utf8View => array.as_string_view().value(at).into(),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let key = usize::try_from(integer(dictionary.keys(), at)?).ok()?;
            let values = dictionary.values().as_ref();
            return (key < values.len()).then(|| cell(values, key)).flatten();
        }
        DataType::Date32 => day(array.as_primitive::<Date32Type>().value(at).into()).into(),
        DataType::Date64 => second(1_000, array.as_primitive::<Date64Type>().value(at)).into(),
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Second => second(1, array.as_primitive::<TimestampSecondType>().value(at)),
            TimeUnit::Millisecond => second(
                1_000,
                array.as_primitive::<TimestampMillisecondType>().value(at),
            ),
            TimeUnit::Microsecond => second(
                1_000_000,
                array.as_primitive::<TimestampMicrosecondType>().value(at),
            ),
            TimeUnit::Nanosecond => second(
                1_000_000_000,
                array.as_primitive::<TimestampNanosecondType>().value(at),
            ),
        }
        .into(),
        _ => integer(array, at)?.to_string().into(),
    })
}

fn integer(array: &dyn Array, at: usize) -> Option<i128> {
    Some(match array.data_type() {
        DataType::Int8 => array.as_primitive::<Int8Type>().value(at).into(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(at).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(at).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(at).into(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(at).into(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(at).into(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(at).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(at).into(),
        _ => return None,
    })
}

/// A day counted from 1970-01-01. One no calendar reaches is given as it came, to be refused with its row.
fn day(days: i64) -> String {
    let reached = jiff::Span::new()
        .try_days(days)
        .and_then(|span| Date::constant(1970, 1, 1).checked_add(span));
    reached.map_or_else(
        |_| format!("{days} days from 1970-01-01"),
        |day| day.to_string(),
    )
}

/// The rows of record batches, one after the other.
pub(super) struct TableRows {
    columns: Columns,
    batches: Box<dyn RecordBatchReader + Send>,
    batch: Option<RecordBatch>,
    /// The next row of the batch.
    at: usize,
    /// Rows read.
    rows: u64,
}

impl TableRows {
    pub(super) fn open(batches: Box<dyn RecordBatchReader + Send>) -> Result<Self, BatchError> {
        let columns = Columns::of(&batches.schema())?;
        Ok(Self::after(0, columns, batches))
    }

    /// What follows after so many rows.
    pub(super) fn after(
        rows: u64,
        columns: Columns,
        batches: Box<dyn RecordBatchReader + Send>,
    ) -> Self {
        Self {
            columns,
            batches,
            batch: None,
            at: 0,
            rows,
        }
    }

    pub(super) fn ignored(&self) -> &[String] {
        &self.columns.ignored
    }

    pub(super) fn has_ids(&self) -> bool {
        self.columns.has_ids()
    }

    #[cfg(feature = "parquet")]
    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Result<Query, Refusal>>, BatchError> {
        let Some(at) = self.advance()? else {
            return Ok(None);
        };
        let query = |batch| self.columns.query(batch, at, self.rows);
        Ok(self.batch.as_ref().map(query))
    }

    /// Passes over a row; whether there was one.
    pub(super) fn skip_row(&mut self) -> Result<bool, BatchError> {
        Ok(self.advance()?.is_some())
    }

    /// Where in the batch the next row stands.
    fn advance(&mut self) -> Result<Option<usize>, BatchError> {
        while self
            .batch
            .as_ref()
            .is_none_or(|batch| self.at >= batch.num_rows())
        {
            self.at = 0;
            let next = self.batches.next().transpose();
            self.batch = next.map_err(|error| BatchError::Table(error.to_string()))?;
            if self.batch.is_none() {
                return Ok(None);
            }
        }
        self.at += 1;
        self.rows += 1;
        Ok(Some(self.at - 1))
    }
}
