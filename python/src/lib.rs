//! The native half of the Python package `mithaq`: names, lists and tables. What users see is in `mithaq/`.

mod names;
mod screener;
mod table;

use mithaq_notice::Language;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Everything is native but what joins it to pandas and pyarrow.
#[pymodule]
fn _mithaq(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(names::normalise, module)?)?;
    module.add_function(wrap_pyfunction!(table::is_id, module)?)?;
    module.add_class::<names::Matcher>()?;
    module.add_class::<names::Comparison>()?;
    module.add_class::<screener::Screener>()?;
    module.add_class::<screener::Hit>()?;
    module.add_class::<screener::Reason>()?;
    module.add_class::<table::Answers>()?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}

/// Our own messages say what was found, where, and what was expected.
fn refused(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

fn language(lang: &str) -> PyResult<Language> {
    lang.parse()
        .map_err(|_| refused(format!("lang: found `{lang}`; expected ar, fr or en")))
}
