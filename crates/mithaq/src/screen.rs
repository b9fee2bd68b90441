//! `mithaq screen`: a file of queries against lists, without a node.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args as ClapArgs, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use mithaq_exchange::exemptions_of;
use mithaq_notice::{Language, Notice, list};
use mithaq_pact::Pact;
use mithaq_screen::batch::{
    self, BadRows, Band, BatchError, Job, Listener, Progress, Reason, Refusal, Rows, Stamp, Start,
    Summary,
};
use mithaq_screen::{Admit, Exemption, Index, Options, Query, Score};

use crate::outcome::{Failure, Outcome};

#[derive(ClapArgs)]
pub struct Args {
    /// CSV, JSON Lines or Parquet, told by content: `id`, `name` and, as FollowTheMoney names them, `schema`, `birthDate`,
    /// `nationality`, `gender`, `passportNumber`, `idNumber` …
    queries: PathBuf,
    /// A list: the UN's XML, FollowTheMoney JSON Lines, or OFAC's folder; told by content. May be repeated.
    #[arg(long = "list", value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
    /// A pact: hits on whom it exempts for a journey to talks say so, by the list's reference. It decides nothing.
    #[arg(long, value_name = "FILE")]
    pact: Option<PathBuf>,
    /// The lowest score that is a hit, 0.5 to 1.
    #[arg(long, default_value_t = 0.7)]
    threshold: f64,
    /// The most hits of one query.
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// Where the answers go; standard output where there is none. Written beside it and renamed when whole.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What the answers are written as; told by the output's name where nothing is said, else JSON Lines.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// How many threads answer; one a core where nothing is said. The output is the same for any number.
    #[arg(long)]
    jobs: Option<NonZeroUsize>,
    /// In which language reasons are worded: ar, fr or en.
    #[arg(long, default_value = "en")]
    lang: Language,
    /// A bad row refuses the whole file.
    #[arg(long)]
    strict: bool,
    /// Go on where an interrupted run into the same --out ended. Refused if the rows, a list, an option or the engine
    /// changed since. Where there is nothing to go on with, it begins at the first row.
    #[arg(long, requires = "out")]
    resume: bool,
    /// No progress bar and no summary; rows that are refused are named all the same.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Jsonl,
    Csv,
    Parquet,
}

pub fn run(args: &Args) -> crate::Result {
    let threshold = Score::new(args.threshold)
        .filter(|score| score.get() >= 0.5)
        .ok_or_else(|| {
            Failure::input(format!(
                "--threshold: found {}; expected 0.5 to 1",
                args.threshold
            ))
        })?;
    if args.limit == 0 {
        return Err(Failure::input(
            "--limit: found 0; expected 1 or more: nothing could be found",
        ));
    }
    if args.queries.is_dir() {
        let queries = args.queries.display();
        return Err(Failure::input(format!(
            "{queries}: found a folder; expected a CSV, JSON Lines or Parquet file"
        )));
    }
    if let Err(error) = std::fs::File::open(&args.queries) {
        let queries = args.queries.display();
        return Err(Failure::input(format!(
            "{queries}: found a file that cannot be read ({error}); expected a CSV, JSON Lines or Parquet file"
        )));
    }
    if let Some(out) = &args.out {
        not_an_input(out, args)?;
    }
    let options = Options {
        threshold,
        limit: args.limit,
        ..Options::default()
    };
    let job = Job {
        format: format_of(args),
        language: args.lang,
        jobs: args.jobs,
        bad_rows: if args.strict {
            BadRows::RefuseAll
        } else {
            BadRows::RefuseAlone
        },
    };
    let start = if args.resume {
        Start::GoOn
    } else {
        Start::Anew
    };
    let begun = match &args.out {
        Some(out) if args.resume => {
            batch::interrupted(out).map_err(|error| failure(args, error))?
        }
        _ => None,
    };
    let at = begun.unwrap_or_else(Timestamp::now);
    let pact = args.pact.as_deref().map(crate::pact::parse).transpose()?;
    let index = Index::build(notices(&args.lists)?);
    let search = |query: &Query| {
        let mut hits = index.search(query, &options, Admit::All, at);
        if let Some(pact) = &pact {
            for hit in &mut hits {
                hit.exemptions = exemptions(pact, &hit.notice, at);
            }
        }
        hits
    };
    let mut bar = Bar::over(&args.queries, args.quiet);
    let summary = match &args.out {
        Some(out) => {
            let stamp = stamp(args, at)?;
            batch::run_file(&args.queries, search, out, &job, (stamp, start), &mut bar)
        }
        None => Rows::open_file(&args.queries).and_then(|rows| {
            batch::write_rows(rows, search, std::io::stdout().lock(), &job, &mut bar)
        }),
    };
    bar.bar.finish_and_clear();
    if let Err(BatchError::Io { source, .. }) = &summary
        && source.kind() == std::io::ErrorKind::BrokenPipe
    {
        // Whoever read the answers has enough (`| head`).
        return Ok(Outcome::Done);
    }
    let summary = summary.map_err(|error| failure(args, error))?;
    if !args.quiet {
        summarise(&summary);
    }
    Ok(Outcome::Done)
}

/// The journeys to talks that a pact exempts a notice's subject for.
fn exemptions(pact: &Pact, notice: &Notice, at: Timestamp) -> Vec<Exemption> {
    exemptions_of(pact, notice, at)
        .map(|exemption| Exemption {
            id: exemption.id.to_string(),
            wording: pact.exemption_wording(exemption, at),
        })
        .collect()
}

/// Every list's notices, under one handling profile: public lists hold nothing back.
fn notices(lists: &[PathBuf]) -> Result<Vec<(Arc<Notice>, u32)>, Failure> {
    let lists = lists
        .iter()
        .map(|path| list::read(path).map_err(Failure::input));
    let lists = lists.collect::<Result<Vec<_>, _>>()?;
    let notices = list::together(lists).map_err(Failure::input)?;
    let notices = notices.into_iter();
    Ok(notices.map(|notice| (Arc::new(notice), 0)).collect())
}

/// What the answers depend on besides the rows: the lists, the options and the engine, which is this very program.
fn stamp(args: &Args, at: Timestamp) -> Result<Stamp, Failure> {
    let print_of = |path: &Path| {
        batch::fingerprint(path)
            .map_err(|error| Failure::outside(format!("{}: {error}", path.display())))
    };
    let mut rest = BTreeMap::from([
        ("--threshold".to_owned(), args.threshold.to_string()),
        ("--limit".to_owned(), args.limit.to_string()),
        ("how many lists".to_owned(), args.lists.len().to_string()),
    ]);
    for (list, path) in (1..).zip(&args.lists) {
        rest.insert(format!("list {list} ({})", path.display()), print_of(path)?);
    }
    if let Some(pact) = &args.pact {
        rest.insert("--pact".to_owned(), print_of(pact)?);
    }
    let engine = std::env::current_exe().map_err(Failure::outside)?;
    rest.insert("the engine".to_owned(), print_of(&engine)?);
    Ok(Stamp { at, rest })
}

fn failure(args: &Args, error: BatchError) -> Failure {
    match error {
        BatchError::Io { .. } => Failure::outside(error),
        BatchError::Changed { .. }
        | BatchError::Unfinished { .. }
        | BatchError::NoFile(_)
        | BatchError::Busy(_) => Failure::input(error),
        _ => Failure::input(format!("{}: {error}", args.queries.display())),
    }
}

/// An answer file that replaced what is read would destroy it.
fn not_an_input(out: &Path, args: &Args) -> Result<(), Failure> {
    let Ok(out_whole) = out.canonicalize() else {
        return Ok(());
    };
    let reads = |input: &Path| {
        input
            .canonicalize()
            .is_ok_and(|input| out_whole.starts_with(input))
    };
    let mut others = args.lists.iter().chain(&args.pact);
    if reads(&args.queries) || others.any(|other| reads(other)) {
        return Err(Failure::input(format!(
            "--out {}: found a file this command reads; expected another one",
            out.display()
        )));
    }
    Ok(())
}

fn format_of(args: &Args) -> batch::Format {
    let ending = args
        .out
        .as_deref()
        .and_then(Path::extension)
        .and_then(|ending| ending.to_str());
    match (args.format, ending) {
        (Some(Format::Csv), _) | (None, Some("csv")) => batch::Format::Csv,
        (Some(Format::Parquet), _) | (None, Some("parquet")) => batch::Format::Parquet,
        (Some(Format::Jsonl) | None, _) => batch::Format::JsonLines,
    }
}

/// A progress bar on standard error, where that is a terminal.
struct Bar {
    bar: ProgressBar,
    /// Rows another run had answered, which say nothing of this one's rate.
    before: u64,
    quiet: bool,
}

impl Bar {
    fn over(queries: &Path, quiet: bool) -> Self {
        let length = std::fs::metadata(queries).map_or(0, |file| file.len());
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            let style = ProgressStyle::with_template("{bar:40} {percent}% · {msg} · {eta} left");
            ProgressBar::new(length)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        };
        Self {
            bar,
            before: 0,
            quiet,
        }
    }
}

impl Listener for Bar {
    fn begins(&mut self, progress: Progress) {
        self.before = progress.rows;
        if progress.rows > 0 && !self.quiet {
            eprintln!("going on after row {}", progress.rows);
        }
        self.bar.set_position(progress.bytes);
        self.bar.reset_eta();
        self.bar.reset_elapsed();
    }

    fn progress(&mut self, progress: Progress) {
        let answered = progress.rows - self.before;
        let rate = answered as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_position(progress.bytes);
        self.bar
            .set_message(format!("{} rows, {rate:.0} rows/s", progress.rows));
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.bar.suspend(|| eprintln!("refused: {refusal}"));
    }
}

fn summarise(summary: &Summary) {
    eprintln!(
        "{} rows: {} screened, {} with hits, {} refused",
        summary.rows,
        summary.screened,
        summary.with_hits,
        summary.refused()
    );
    for (band, count) in &summary.hits {
        eprintln!("  {count} hits of score {}", band_words(*band));
    }
    for (reason, count) in &summary.refused {
        eprintln!("  {count} refused: {}", reason_words(*reason));
    }
    if !summary.ignored.is_empty() {
        eprintln!("  columns nobody reads: {}", summary.ignored.join(", "));
    }
}

const fn band_words(band: Band) -> &'static str {
    match band {
        Band::From90 => "0.9 and more",
        Band::From80 => "0.8 to 0.9",
        Band::From70 => "0.7 to 0.8",
        Band::Below => "less than 0.7",
    }
}

const fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NotUtf8 => "not UTF-8",
        Reason::Malformed => "not a row of this file",
        Reason::TooLong => "longer than a row may be",
        Reason::Field => "a field that does not say what its column is for",
        Reason::NoId => "no id",
        Reason::Nothing => "no name and no number",
    }
}
