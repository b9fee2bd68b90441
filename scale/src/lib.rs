//! The screening of `mithaq screen` as a DataFusion function, on one machine or, with Ballista, on many.
//!
//! `screen(row)` takes what is known of a party, a struct whose fields go by the names `mithaq screen` reads (`id`, `name`,
//! `birthDate`, `passportNumber` …), or just a name, and yields `{id, refused, hits, answer}`:
//!
//! ```sql
//! SELECT unnest(screen(named_struct('id', ticket, 'name', passenger, 'birthDate', born))['hits']) FROM travellers
//! ```
//!
//! A call carries its [`Screening`] (which lists, which engine, which threshold, which moment) to wherever it is answered. There a
//! [`Holding`] answers it, or refuses when it holds other lists or is another engine: two machines that would not answer alike
//! never answer together.
//!
//! In the order data passes: [`Holding`], the lists · [`Screening`], the question all rows share · [`ScreenFunction`] with its
//! columns and answers · [`LogicalCodec`] and [`PhysicalCodec`], how a call travels · [`cluster`], scheduler, executors and
//! clients · [`run`], a folder of Parquet files from end to end.

mod answer;
pub mod cluster;
mod codec;
mod columns;
mod error;
mod function;
mod holding;
pub mod run;
mod screening;

pub use codec::{LogicalCodec, PhysicalCodec};
pub use columns::{Columns, ColumnsError};
pub use error::Error;
pub use function::ScreenFunction;
pub use holding::{Digest, Holding, digests};
pub use screening::{ENGINE, Refused, Screening, ScreeningError};
