//! A batch from file to file.

use std::io::BufRead;
use std::path::Path;

use super::rows::{BatchError, Rows};
use super::run::{BadRows, Chunks, Job, Listener};
use super::summary::{Progress, Summary};
use super::unfinished::{Stamp, Start, Unfinished, fingerprint};
use super::write::Format;
use crate::hit::Hit;
use crate::query::Query;

/// Answers every row of a file, in order, into another.
///
/// The output appears under its name only when it is whole; until then its rows lie beside it, readable by their owner alone.
/// They are removed when the batch is given up, and kept when it is interrupted or the system fails it: a run with
/// [`Start::GoOn`] then goes on after the last whole chunk, and its output is that of an uninterrupted run to the byte.
///
/// # Errors
/// [`BatchError`]; then there is no output, and one that was there before is untouched. [`BatchError::Changed`] when an
/// interrupted run is to be gone on with whose rows, stamp or job were others.
pub fn run_file(
    input: &Path,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    output: &Path,
    job: &Job,
    (stamp, start): (Stamp, Start),
    listener: &mut dyn Listener,
) -> Result<Summary, BatchError> {
    if job.format == Format::Parquet && !cfg!(feature = "parquet") {
        return Err(BatchError::NoParquet("the output"));
    }
    let mut rows = Rows::open_file(input)?;
    let stamp = whole_stamp(input, job, stamp, start)?;
    let mut unfinished = Unfinished::open(output, stamp, start)?;
    match answer(&mut rows, search, job, &mut unfinished, listener) {
        Ok(summary) => finish(unfinished, job.format).map(|()| summary),
        // Whoever mends what failed goes on from here.
        Err(error @ BatchError::Io { .. }) => Err(error),
        Err(error) => {
            unfinished.give_up();
            Err(error)
        }
    }
}

fn answer(
    rows: &mut Rows<impl BufRead>,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    job: &Job,
    unfinished: &mut Unfinished,
    listener: &mut dyn Listener,
) -> Result<Summary, BatchError> {
    rows.skip(unfinished.summary().rows)?;
    listener.begins(Progress {
        rows: unfinished.summary().rows,
        bytes: rows.bytes(),
    });
    let mut head = if unfinished.is_new() {
        job.format.head()
    } else {
        ""
    };
    let mut chunks = Chunks::of(rows, search, job, unfinished.summary().clone())?;
    while let Some(text) = chunks.next(listener)? {
        unfinished.write(&[head, &text].concat(), &chunks.summary)?;
        head = "";
    }
    if !head.is_empty() {
        unfinished.write(head, &chunks.summary)?;
    }
    Ok(chunks.summary)
}

/// With what the input and the job say.
fn whole_stamp(
    input: &Path,
    job: &Job,
    mut stamp: Stamp,
    start: Start,
) -> Result<Stamp, BatchError> {
    let mut add = |what: &str, value: String| stamp.rest.insert(what.to_owned(), value);
    add("the output's format", format!("{:?}", job.format));
    add("--lang", job.language.to_string());
    let bad_rows = match job.bad_rows {
        BadRows::RefuseAlone => "not given",
        BadRows::RefuseAll => "given",
    };
    add("--strict", bad_rows.to_owned());
    if input.is_file() {
        let failed = BatchError::io(format!("{} could not be read", input.display()));
        add("the input", fingerprint(input).map_err(failed)?);
    } else if start == Start::GoOn {
        return Err(BatchError::Stream(input.to_owned()));
    }
    Ok(stamp)
}

fn finish(unfinished: Unfinished, format: Format) -> Result<(), BatchError> {
    match format {
        Format::JsonLines | Format::Csv => unfinished.finish(),
        #[cfg(feature = "parquet")]
        Format::Parquet => super::parquet_file::finish(unfinished),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(BatchError::NoParquet("the output")),
    }
}
