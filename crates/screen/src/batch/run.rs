//! Running a batch.

use std::io::{BufRead, Write};
use std::num::NonZeroUsize;

use mithaq_notice::Language;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::rows::{BatchError, Rows};
use super::summary::{Band, Progress, Refusal, Summary};
use super::write::Format;
use crate::hit::Hit;
use crate::query::Query;

/// How a batch is run.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// What answers are written as.
    pub format: Format,
    /// The language reasons are worded in.
    pub language: Language,
    /// How many threads answer; none means one a core. The output is the same for any number.
    pub jobs: Option<NonZeroUsize>,
    /// What a bad row refuses.
    pub bad_rows: BadRows,
}

/// What a bad row refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BadRows {
    /// Itself alone.
    #[default]
    RefuseAlone,
    /// The whole batch.
    RefuseAll,
}

impl Default for Job {
    /// JSON Lines, reasons in English, a thread a core, bad rows refused alone.
    fn default() -> Self {
        Self {
            format: Format::default(),
            language: Language::En,
            jobs: None,
            bad_rows: BadRows::default(),
        }
    }
}

/// Hears how a batch goes on, from the thread that runs it.
pub trait Listener {
    /// The first row that is answered comes after these: none, or those of an interrupted run.
    fn begins(&mut self, _: Progress) {}
    /// So far it has come; told after every chunk of rows.
    fn progress(&mut self, progress: Progress);
    /// This row was refused; told in order.
    fn refused(&mut self, refusal: &Refusal);
}

/// Hears nothing.
impl Listener for () {
    fn progress(&mut self, _: Progress) {}
    fn refused(&mut self, _: &Refusal) {}
}

/// Rows answered together: enough for all cores, little enough to hold.
const CHUNK: u64 = 1_024;

/// Answers every row of the input, in order.
///
/// ```
/// use mithaq_screen::batch::{Job, run};
/// let queries = "id,name\n1,مختار بلمختار\n2,\n";
/// let mut out = Vec::new();
/// let summary = run(queries.as_bytes(), |_query| Vec::new(), &mut out, &Job::default(), &mut ())?;
/// assert_eq!(String::from_utf8_lossy(&out), "{\"id\":\"1\",\"hits\":[]}\n");
/// assert_eq!((summary.screened, summary.refused()), (1, 1));
/// assert!(summary.first_refused[0].to_string().starts_with("line 3: the row has neither a name nor a number"));
/// # Ok::<(), mithaq_screen::batch::BatchError>(())
/// ```
///
/// # Errors
/// [`BatchError`]; what was written to `out` by then is no result. [`super::run_file`] sees to that.
pub fn run(
    input: impl BufRead,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    mut out: impl Write,
    job: &Job,
    listener: &mut dyn Listener,
) -> Result<Summary, BatchError> {
    write_rows(Rows::open(input)?, search, &mut out, job, listener)
}

/// The same of rows that were opened already.
///
/// # Errors
/// As [`run`].
pub fn write_rows(
    mut rows: Rows<impl BufRead>,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    mut out: impl Write,
    job: &Job,
    listener: &mut dyn Listener,
) -> Result<Summary, BatchError> {
    if job.format == Format::Parquet {
        return Err(BatchError::ParquetStream("the output"));
    }
    let failed = || BatchError::io("the output could not be written");
    let mut chunks = Chunks::of(&mut rows, search, job, Summary::default())?;
    out.write_all(job.format.head().as_bytes())
        .map_err(failed())?;
    while let Some(text) = chunks.next(listener)? {
        out.write_all(text.as_bytes()).map_err(failed())?;
    }
    out.flush().map_err(failed())?;
    Ok(chunks.summary)
}

/// Answers to rows, a chunk at a time.
pub(super) struct Chunks<'a, R, S> {
    rows: &'a mut Rows<R>,
    search: S,
    job: &'a Job,
    pool: ThreadPool,
    /// What came of the rows so far.
    pub(super) summary: Summary,
}

impl<'a, R: BufRead, S: Fn(&Query) -> Vec<Hit> + Sync> Chunks<'a, R, S> {
    /// What is left of the rows, after those of the summary.
    pub(super) fn of(
        rows: &'a mut Rows<R>,
        search: S,
        job: &'a Job,
        so_far: Summary,
    ) -> Result<Self, BatchError> {
        Ok(Self {
            summary: Summary {
                ignored: rows.ignored().to_vec(),
                ..so_far
            },
            rows,
            search,
            job,
            pool: pool(job.jobs)?,
        })
    }

    /// The answers to the next rows, as they are written; none at the end.
    pub(super) fn next(
        &mut self,
        listener: &mut dyn Listener,
    ) -> Result<Option<String>, BatchError> {
        let Some(queries) = self.read(listener)? else {
            return Ok(None);
        };
        let (search, job) = (&self.search, self.job);
        let answer = |query: &Query| {
            let hits = search(query);
            let text = job.format.answer(&query.id, &hits, job.language);
            (text, Band::of_hits(&hits))
        };
        let answers: Vec<(String, Vec<Band>)> = self
            .pool
            .install(|| queries.par_iter().map(answer).collect());
        let mut text = String::with_capacity(answers.iter().map(|(line, _)| line.len()).sum());
        for (line, bands) in &answers {
            text.push_str(line);
            self.summary.count_hits(bands);
        }
        listener.progress(Progress {
            rows: self.summary.rows,
            bytes: self.rows.bytes(),
        });
        Ok(Some(text))
    }

    /// The queries among the next rows.
    fn read(&mut self, listener: &mut dyn Listener) -> Result<Option<Vec<Query>>, BatchError> {
        let mut queries = Vec::new();
        let before = self.summary.rows;
        while self.summary.rows - before < CHUNK {
            let Some(row) = self.rows.next_row()? else {
                break;
            };
            self.summary.rows += 1;
            match row {
                Ok(query) => queries.push(query),
                Err(refusal) if self.job.bad_rows == BadRows::RefuseAll => {
                    return Err(BatchError::Strict(refusal));
                }
                Err(refusal) => {
                    self.summary.count_refusal(&refusal);
                    listener.refused(&refusal);
                }
            }
        }
        Ok((self.summary.rows > before).then_some(queries))
    }
}

/// Threads to answer with; one a core where nothing is said.
pub(super) fn pool(jobs: Option<NonZeroUsize>) -> Result<ThreadPool, BatchError> {
    let jobs = jobs.map_or(0, NonZeroUsize::get);
    ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| BatchError::Jobs(jobs, error.to_string()))
}
