//! Whole files of queries: CSV or JSON Lines in, JSON Lines or CSV out.
//!
//! Streaming: memory does not grow with the file. Rows are read in order, answered on all cores and written in order, so that
//! the output is the same to the byte for any number of jobs. A bad row is refused alone, counted and named; a bad header
//! refuses the file. [`run_file`] writes to a temporary file beside the output and renames it when it is whole.
//!
//! In the order data passes: [`Rows`] · [`run`] · `write` · [`Summary`].

mod csv_rows;
mod json_rows;
mod rows;
mod run;
mod summary;
mod write;

pub use rows::{BatchError, LONGEST_ROW, Rows};
pub use run::{BadRows, Job, Listener, run, run_file};
pub use summary::{Band, Progress, Reason, Refusal, Summary};
pub use write::Format;
