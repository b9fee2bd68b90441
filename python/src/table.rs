//! Tables in and out, by the Arrow PyCapsule interface: pandas, pyarrow, polars and DuckDB all speak it.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{Field, Schema};
use mithaq_screen::Property;
use mithaq_screen::batch::answer_schema;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::refused;

/// Answers: a row a hit, and a row with nothing but its id for a query without one.
#[pyclass(frozen, module = "mithaq")]
pub struct Answers {
    batches: Vec<RecordBatch>,
}

impl Answers {
    pub const fn of(batches: Vec<RecordBatch>) -> Self {
        Self { batches }
    }
}

#[pymethods]
impl Answers {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Asking for another schema is a wish; the interface lets the producer give its own.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, answer_schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

/// Whether a column of this name tells rows apart; where there is none, they are numbered.
#[pyfunction]
pub fn is_id(column: &str) -> bool {
    Property::named(column.trim()) == Some(Property::Id)
}

/// The table with these columns alone, under the names they are told by; the table as it is where nothing is said.
pub fn only(
    table: Box<dyn RecordBatchReader + Send>,
    columns: Option<&[(String, String)]>,
) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    let Some(columns) = columns else {
        return Ok(table);
    };
    let schema = table.schema();
    let mut places = Vec::new();
    let mut fields: Vec<Field> = Vec::new();
    for (theirs, ours) in columns {
        let place = schema.index_of(theirs).map_err(|_| {
            let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
            refused(format!(
                "columns: found no `{theirs}` in the table; expected one of {}",
                names.join(", ")
            ))
        })?;
        if Property::named(ours).is_none() {
            return Err(refused(format!(
                "columns: found `{theirs}` named `{ours}`, which is nothing to screen by; expected id, name, birthDate, nationality, passportNumber …"
            )));
        }
        places.push(place);
        fields.push(schema.field(place).clone().with_name(ours));
    }
    let renamed = Arc::new(Schema::new(fields));
    let batches = {
        let renamed = Arc::clone(&renamed);
        table.map(move |batch| {
            let columns = batch?.project(&places)?.columns().to_vec();
            RecordBatch::try_new(Arc::clone(&renamed), columns)
        })
    };
    Ok(Box::new(RecordBatchIterator::new(batches, renamed)))
}
