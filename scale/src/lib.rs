//! The screening of `mithaq screen` as a DataFusion function, on one machine or, with Ballista, on many.
//!
//! `screen(row)` takes what is known of a party, a struct whose fields go by the names `mithaq screen` reads (`id`, `name`,
//! `birthDate`, `passportNumber` …), or just a name, and yields `{id, refused, hits, answer}`:
//!
//! ```sql
//! SELECT unnest(screen(named_struct('id', ticket, 'name', passenger, 'birthDate', born))['hits']) FROM travellers
//! ```
//!
//! `screened('FOLDER')` is the table of what it yields for every row of a folder's Parquet files.
//!
//! A call carries its [`Screening`] (which lists, which engine, which threshold, which moment) to wherever it is answered.
//! There a [`Holding`] answers it, or refuses when it holds other lists or is another engine: two machines that would not
//! answer alike never answer together.
//!
//! In the order data passes: [`Holding`], the lists · [`Screening`], what all rows are asked · input, columns,
//! [`ScreenFunction`], answer and table: from files to a plan · [`LogicalCodec`] and [`PhysicalCodec`], how a call travels ·
//! [`cluster`], scheduler, executors and clients · [`run`], from end to end.

mod answer;
pub mod cluster;
mod codec;
mod columns;
mod error;
mod function;
mod holding;
mod input;
pub mod run;
mod screening;
mod table;
mod write;

pub use codec::{LogicalCodec, PhysicalCodec};
pub use columns::{Columns, ColumnsError};
pub use error::Error;
pub use function::ScreenFunction;
pub use holding::{Digest, Holding, digests};
pub use screening::{ENGINE, Refused, Screening, ScreeningError};
