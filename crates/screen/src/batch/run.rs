//! Running a batch.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::Path;

use mithaq_notice::Language;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

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
const CHUNK: usize = 1_024;

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
/// [`BatchError`]; what was written to `out` by then is no result. [`run_file`] sees to that.
pub fn run(
    input: impl BufRead,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    mut out: impl Write,
    job: &Job,
    listener: &mut dyn Listener,
) -> Result<Summary, BatchError> {
    let jobs = job.jobs.map_or(0, NonZeroUsize::get);
    let pool = ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| BatchError::Jobs(jobs, error.to_string()))?;
    let failed = || BatchError::io("the output could not be written");
    let mut rows = Rows::open(input)?;
    let mut summary = Summary {
        ignored: rows.ignored().to_vec(),
        ..Summary::default()
    };
    out.write_all(job.format.head().as_bytes())
        .map_err(failed())?;
    loop {
        let queries = read_chunk(&mut rows, job, &mut summary, listener)?;
        let Some(queries) = queries else { break };
        let answer = |query: &Query| {
            let hits = search(query);
            (
                job.format.answer(&query.id, &hits, job.language),
                Band::of_hits(&hits),
            )
        };
        let answers: Vec<(String, Vec<Band>)> =
            pool.install(|| queries.par_iter().map(answer).collect());
        for (line, bands) in &answers {
            out.write_all(line.as_bytes()).map_err(failed())?;
            summary.count_hits(bands);
        }
        listener.progress(Progress {
            rows: summary.rows,
            bytes: rows.bytes(),
        });
    }
    out.flush().map_err(failed())?;
    Ok(summary)
}

/// The queries among the next rows; none at the end of the file.
fn read_chunk(
    rows: &mut Rows<impl BufRead>,
    job: &Job,
    summary: &mut Summary,
    listener: &mut dyn Listener,
) -> Result<Option<Vec<Query>>, BatchError> {
    let mut queries = Vec::with_capacity(CHUNK);
    let before = summary.rows;
    while summary.rows - before < CHUNK as u64 {
        let Some(row) = rows.next_row()? else { break };
        summary.rows += 1;
        match row {
            Ok(query) => queries.push(query),
            Err(refusal) if job.bad_rows == BadRows::RefuseAll => {
                return Err(BatchError::Strict(refusal));
            }
            Err(refusal) => {
                summary.count_refusal(&refusal);
                listener.refused(&refusal);
            }
        }
    }
    Ok((summary.rows > before).then_some(queries))
}

/// The same from file to file. The output appears under its name only when it is whole; until then it is a temporary file
/// in the same folder, removed when the batch is given up.
///
/// # Errors
/// [`BatchError`]; then there is no output, and one that was there before is untouched.
pub fn run_file(
    input: &Path,
    search: impl Fn(&Query) -> Vec<Hit> + Sync,
    output: &Path,
    job: &Job,
    listener: &mut dyn Listener,
) -> Result<Summary, BatchError> {
    let file = File::open(input).map_err(BatchError::io(format!(
        "{} could not be opened",
        input.display()
    )))?;
    let folder = output
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let failed = || BatchError::io(format!("{} could not be written", output.display()));
    let mut whole = tempfile::Builder::new()
        .prefix(".mithaq-screen-")
        .tempfile_in(folder)
        .map_err(failed())?;
    let summary = run(
        BufReader::new(file),
        search,
        BufWriter::new(whole.as_file_mut()),
        job,
        listener,
    )?;
    whole.as_file().sync_all().map_err(failed())?;
    whole
        .persist(output)
        .map_err(|error| error.error)
        .map_err(failed())?;
    Ok(summary)
}
