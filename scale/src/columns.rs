//! The columns of a row: which field of the struct says what, and its text whatever Arrow type it has.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, LargeStringArray, StructArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::arrow::error::ArrowError;
use mithaq_screen::batch::LONGEST_ROW;
use mithaq_screen::{Property, Query, QueryReader};

/// The fields of a row that are read, each with what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    property: Property,
}

/// What is wrong with the columns, and what is expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// It is neither a row nor a name.
    #[error(
        "`screen` was given {0}; expected a struct, as in screen(named_struct('id', id, 'name', name)), or a name"
    )]
    NoRow(DataType),
    /// A field goes by a name nobody knows.
    #[error(
        "the field `{0}` is not one that is screened by; expected `id`, `name`, `schema`, `birthDate`, `nationality`, `gender`, \
         `passportNumber`, `idNumber`, `iban`, `serial`, `plate`, `vin`, `consignment` …"
    )]
    Unknown(String),
    /// A field has a type that does not hold what its name promises.
    #[error("the column `{column}` is {found}; expected {expected}")]
    Type {
        /// Its name.
        column: String,
        /// Its type.
        found: DataType,
        /// The types that would do.
        expected: &'static str,
    },
    /// There are two ids.
    #[error("there is an id twice, in `{0}` and in `{1}`; keep one")]
    Ids(String, String),
    /// There is no id.
    #[error(
        "there is no column `id`; every row needs one, so that its answer can be told from the others'"
    )]
    NoId,
    /// There is nothing to find anybody by.
    #[error(
        "there is no column to screen by; expected `name`, or a number such as `passportNumber`, `idNumber`, `iban`, `serial`, \
         `plate`, `vin` or `consignment`"
    )]
    Nothing,
}

impl Columns {
    /// The columns of a call's argument: a struct all of whose fields are read, or a name.
    ///
    /// # Errors
    /// [`ColumnsError`], for the first field that cannot be read.
    pub fn of_argument(argument: &DataType) -> Result<Self, ColumnsError> {
        match argument {
            DataType::Struct(fields) => Self::of_fields(fields),
            name if is_text(name) => Ok(Self {
                columns: vec![Column {
                    name: "name".to_owned(),
                    property: Property::Name,
                }],
            }),
            other => Err(ColumnsError::NoRow(other.clone())),
        }
    }

    /// The columns of a row, all of which are read.
    ///
    /// # Errors
    /// [`ColumnsError`], for the first that cannot be read.
    pub fn of_fields(fields: &Fields) -> Result<Self, ColumnsError> {
        let mut columns: Vec<Column> = Vec::new();
        for field in fields {
            let name = field.name();
            let property =
                Property::named(name).ok_or_else(|| ColumnsError::Unknown(name.clone()))?;
            check(field, property)?;
            let same = columns.iter().find(|column| column.property == property);
            if let (Property::Id, Some(other)) = (property, same) {
                return Err(ColumnsError::Ids(other.name.clone(), name.clone()));
            }
            columns.push(Column {
                name: name.clone(),
                property,
            });
        }
        if columns.iter().any(|column| column.property.finds()) {
            Ok(Self { columns })
        } else {
            Err(ColumnsError::Nothing)
        }
    }

    /// Their names, in the order they were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Whether rows say whose question they are.
    #[must_use]
    pub fn have_id(&self) -> bool {
        self.columns
            .iter()
            .any(|column| column.property == Property::Id)
    }

    /// The rows of an argument of the type they were made of.
    ///
    /// # Errors
    /// [`ArrowError`], when a value has no text: a date beyond the calendar.
    pub(crate) fn rows(&self, argument: &ArrayRef) -> Result<Rows<'_>, ArrowError> {
        let structs: Option<&StructArray> = argument.as_struct_opt();
        let texts = match structs {
            Some(row) => row
                .columns()
                .iter()
                .map(Texts::of)
                .collect::<Result<_, _>>()?,
            None => vec![Texts::of(argument)?],
        };
        Ok(Rows {
            columns: self,
            texts,
            whole: structs.cloned(),
        })
    }
}

/// Whether a column can be read as what its name promises.
fn check(field: &Field, property: Property) -> Result<(), ColumnsError> {
    let (fits, expected): (fn(&DataType) -> bool, _) = match property {
        Property::Id | Property::Number(_) | Property::Registration => (
            |value| is_text(value) || value.is_integer(),
            "text or whole numbers, or lists of them",
        ),
        Property::BirthDate => (
            |value| is_text(value) || value.is_integer() || is_day(value),
            "text, dates, timestamps without a zone or whole years, or lists of them",
        ),
        _ => (is_text, "text, or lists of it"),
    };
    let value = match field.data_type() {
        // One id is one value.
        DataType::List(value) | DataType::LargeList(value) if property != Property::Id => {
            value.data_type()
        }
        other => other,
    };
    if fits(value) || *value == DataType::Null {
        Ok(())
    } else {
        Err(ColumnsError::Type {
            column: field.name().clone(),
            found: field.data_type().clone(),
            expected,
        })
    }
}

fn is_text(value: &DataType) -> bool {
    match value {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

const fn is_day(value: &DataType) -> bool {
    matches!(
        value,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None)
    )
}

/// The rows of one batch.
pub(crate) struct Rows<'a> {
    columns: &'a Columns,
    texts: Vec<Texts>,
    whole: Option<StructArray>,
}

impl Rows<'_> {
    /// The row at a place, as a query, or why it is refused. Where rows have no id, the query's is a stand-in.
    pub(crate) fn query(&self, row: usize) -> Result<Query, String> {
        let mut reader = QueryReader::default();
        let mut length = 0;
        if !self.columns.have_id() {
            read(&mut reader, "id", Property::Id, "-")?;
        }
        if self.whole.as_ref().is_none_or(|whole| whole.is_valid(row)) {
            for (column, texts) in self.columns.columns.iter().zip(&self.texts) {
                for text in texts.at(row) {
                    length += text.len() as u64;
                    if length > LONGEST_ROW {
                        return Err(format!("the row is longer than {LONGEST_ROW} bytes"));
                    }
                    read(&mut reader, &column.name, column.property, text)?;
                }
            }
        }
        reader.finish().map_err(|error| error.to_string())
    }

    /// The id of the row at a place, as its query has it; for naming a refused one.
    pub(crate) fn id(&self, row: usize) -> Option<&str> {
        let id = |column: &Column| column.property == Property::Id;
        let texts = self.texts.get(self.columns.columns.iter().position(id)?)?;
        texts
            .at(row)
            .next()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

fn read(
    reader: &mut QueryReader,
    column: &str,
    property: Property,
    text: &str,
) -> Result<(), String> {
    reader
        .field(column, property, text)
        .map_err(|error| error.to_string())
}

/// A column as text: one value a row or several.
struct Texts {
    values: LargeStringArray,
    /// Where each row's values begin and end; none where each has one.
    bounds: Option<Vec<(usize, usize)>>,
}

impl Texts {
    fn of(column: &ArrayRef) -> Result<Self, ArrowError> {
        let (values, bounds) = match column.data_type() {
            DataType::List(_) => {
                let lists = column.as_list::<i32>();
                (lists.values(), Some(bounds(lists, lists.value_offsets())))
            }
            DataType::LargeList(_) => {
                let lists = column.as_list::<i64>();
                (lists.values(), Some(bounds(lists, lists.value_offsets())))
            }
            _ => (column, None),
        };
        Ok(Self {
            values: texts(values)?,
            bounds,
        })
    }

    fn at(&self, row: usize) -> impl Iterator<Item = &str> {
        let (from, to) = match &self.bounds {
            Some(bounds) => bounds.get(row).copied().unwrap_or_default(),
            None => (row, row + 1),
        };
        (from..to)
            .filter(|at| self.values.is_valid(*at))
            .map(|at| self.values.value(at))
    }
}

fn bounds<O: Copy + TryInto<usize>>(lists: &dyn Array, offsets: &[O]) -> Vec<(usize, usize)> {
    let place = |offset: O| offset.try_into().unwrap_or_default();
    offsets
        .windows(2)
        .enumerate()
        .map(|(row, pair)| match pair {
            [from, to] if lists.is_valid(row) => (place(*from), place(*to)),
            _ => (0, 0),
        })
        .collect()
}

fn texts(values: &ArrayRef) -> Result<LargeStringArray, ArrowError> {
    let texts = match values.data_type() {
        // The day is what was born on; the hour is a format's noise.
        DataType::Date64 | DataType::Timestamp(..) => {
            cast(&cast(values, &DataType::Date32)?, &DataType::LargeUtf8)?
        }
        _ => cast(values, &DataType::LargeUtf8)?,
    };
    Ok(texts.as_string::<i64>().clone())
}
