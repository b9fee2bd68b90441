//! Whole files of queries: CSV, JSON Lines or Parquet in, JSON Lines, CSV or Parquet out (Parquet with the feature `parquet`).
//!
//! Streaming: memory does not grow with the file. Rows are read in order, answered on all cores and written in order, so that
//! the output is the same to the byte for any number of jobs. A bad row is refused alone, counted and named; a bad header
//! refuses the file. [`run_file`] writes beside the output and renames when it is whole; a run that was interrupted is gone on
//! with.
//!
//! In the order data passes: [`Rows`] · [`run`], [`run_file`] · `write` · `unfinished` · [`Summary`].

mod csv_rows;
mod file;
mod json_rows;
#[cfg(feature = "parquet")]
mod parquet_file;
mod rows;
mod run;
mod summary;
#[cfg(feature = "arrow")]
mod table;
#[cfg(feature = "arrow")]
mod table_rows;
mod unfinished;
mod write;

pub use file::run_file;
pub use rows::{BatchError, LONGEST_ROW, Rows};
pub use run::{BadRows, Job, Listener, run, write_rows};
pub use summary::{Band, Place, Progress, Reason, Refusal, Summary};
#[cfg(feature = "arrow")]
pub use table::{answer_schema, run_table};
pub use unfinished::{Stamp, Start, fingerprint, interrupted};
pub use write::Format;
