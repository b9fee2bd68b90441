//! `mithaq screen`: a file of queries against lists, without a node.

use std::io::{BufReader, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args as ClapArgs, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use mithaq_notice::{Language, list};
use mithaq_screen::batch::{
    self, BadRows, Band, BatchError, Job, Listener, Progress, Reason, Refusal, Summary,
};
use mithaq_screen::{Admit, Index, Options, Query, Score};

use crate::outcome::{Failure, Outcome};

#[derive(ClapArgs)]
pub struct Args {
    /// CSV or JSON Lines, told by content: `id`, `name` and, as FollowTheMoney names them, `schema`, `birthDate`,
    /// `nationality`, `gender`, `passportNumber`, `idNumber` …
    queries: PathBuf,
    /// A list: the UN's XML, FollowTheMoney JSON Lines, or OFAC's folder; told by content. May be repeated.
    #[arg(long = "list", value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
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
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Jsonl,
    Csv,
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
            "{queries}: found a folder; expected a CSV or JSON Lines file"
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
    let mut notices = Vec::new();
    for path in &args.lists {
        let list = list::read(path).map_err(Failure::input)?;
        notices.extend(list.notices.into_iter().map(|notice| (Arc::new(notice), 0)));
    }
    let index = Index::build(notices);
    let now = Timestamp::now();
    let search = |query: &Query| index.search(query, &options, Admit::All, now);
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
    let mut bar = Bar::over(&args.queries);
    let summary = match &args.out {
        Some(out) => batch::run_file(&args.queries, search, out, &job, &mut bar),
        None => {
            let input = std::fs::File::open(&args.queries)
                .map_err(|error| Failure::input(format!("{}: {error}", args.queries.display())))?;
            batch::run(
                BufReader::new(input),
                search,
                std::io::stdout().lock(),
                &job,
                &mut bar,
            )
        }
    };
    bar.0.finish_and_clear();
    let summary = summary.map_err(|error| match error {
        BatchError::Io { .. } => Failure::outside(error),
        _ => Failure::input(format!("{}: {error}", args.queries.display())),
    })?;
    summarise(&summary);
    Ok(Outcome::Done)
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
    if reads(&args.queries) || args.lists.iter().any(|list| reads(list)) {
        return Err(Failure::input(format!(
            "--out {}: found a file this command reads; expected another one",
            out.display()
        )));
    }
    Ok(())
}

fn format_of(args: &Args) -> batch::Format {
    let named_csv = args
        .out
        .as_deref()
        .and_then(Path::extension)
        .is_some_and(|extension| extension == "csv");
    match args.format {
        Some(Format::Csv) => batch::Format::Csv,
        None if named_csv => batch::Format::Csv,
        Some(Format::Jsonl) | None => batch::Format::JsonLines,
    }
}

/// A progress bar on standard error, where that is a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn over(queries: &Path) -> Self {
        let length = std::fs::metadata(queries).map_or(0, |file| file.len());
        if !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{bar:40} {msg} {bytes_per_sec}, {eta} left");
        Self(
            ProgressBar::new(length)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())),
        )
    }
}

impl Listener for Bar {
    fn progress(&mut self, progress: Progress) {
        self.0.set_position(progress.bytes);
        self.0.set_message(format!("{} rows", progress.rows));
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.0.suspend(|| eprintln!("refused: {refusal}"));
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
