//! The command line: `mithaq-scale --help`.
//!
//! Exit codes: 0 done, 2 bad input or usage, 3 something outside failed.

use std::io::Write as _;
use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroUsize};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use mithaq_scale::run::{self, Summary};
use mithaq_scale::{Error, Holding, Screening, cluster, digests};
use mithaq_screen::Language;
use mithaq_screen::batch::BadRows;

/// The screening of `mithaq screen` over Parquet files, on one machine or many.
#[derive(Parser)]
#[command(name = "mithaq-scale", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hand out the work. Holds no list.
    Scheduler(SchedulerArgs),
    /// Answer what a scheduler hands out.
    Executor(ExecutorArgs),
    /// Screen a folder of Parquet files.
    Run(RunArgs),
}

#[derive(Args)]
struct SchedulerArgs {
    /// Where executors and clients call. Nothing is encrypted or signed in to: a closed network only.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "ADDR:PORT")]
    listen: SocketAddr,
    /// The name executors reach this machine by; the address it listens on where nothing is said.
    #[arg(long, value_name = "HOST")]
    advertise: Option<String>,
}

#[derive(Args)]
struct ExecutorArgs {
    /// A list: the UN's XML, FollowTheMoney JSON Lines, or OFAC's folder; told by content. May be repeated.
    #[arg(long = "list", value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
    /// The scheduler.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050", value_parser = host_and_port)]
    scheduler: (String, u16),
    /// Where answers are fetched; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDR:PORT")]
    listen: SocketAddr,
    /// The port tasks are handed out to; 0 takes a free one.
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    task_port: u16,
    /// The name others reach this machine by; the address it listens on where nothing is said.
    #[arg(long, value_name = "HOST")]
    advertise: Option<String>,
    /// How many cores answer; all where nothing is said.
    #[arg(long)]
    cores: Option<NonZeroUsize>,
    /// Where answers wait to be fetched; a temporary folder where nothing is said.
    #[arg(long, value_name = "DIR")]
    work_dir: Option<PathBuf>,
}

#[derive(Args)]
struct RunArgs {
    /// A Parquet file, or a folder of files that end in `.parquet`. Executors must find it under the same path.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Where the answers go: `.jsonl` for the lines `mithaq screen` writes, `.parquet` for a table.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The lists that are screened against, as the executors were given them. May be repeated.
    #[arg(long = "list", value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
    /// The scheduler whose executors answer; this machine alone where nothing is said.
    #[arg(long, value_name = "HOST:PORT", value_parser = host_and_port)]
    scheduler: Option<(String, u16)>,
    /// The lowest score that is a hit, 0.5 to 1.
    #[arg(long, default_value_t = 0.7)]
    threshold: f64,
    /// The most hits of one row.
    #[arg(long, default_value = "5")]
    limit: NonZeroU16,
    /// The moment as of which notices stand; now where nothing is said.
    #[arg(long)]
    at: Option<Timestamp>,
    /// In which language reasons are worded: ar, fr or en.
    #[arg(long, default_value = "en")]
    lang: Language,
    /// In how many parts the work is done; more than all executors have cores.
    #[arg(long, default_value = "32")]
    partitions: NonZeroUsize,
    /// A bad row refuses all.
    #[arg(long)]
    strict: bool,
}

fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let wrong = || format!("`{text}` is no address; expected HOST:PORT");
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    if host.is_empty() {
        return Err(wrong());
    }
    Ok((host.to_owned(), port.parse().map_err(|_| wrong())?))
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    // A run tells what went wrong when it ends; services have nobody else to tell it to.
    let level = if matches!(command, Command::Run(_)) {
        "off"
    } else {
        "warn"
    };
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("MITHAQ_LOG", level)).init();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::Io {
            what: "the runtime could not be started".to_owned(),
            source,
        })
        .and_then(|runtime| runtime.block_on(obey(command)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "mithaq-scale: {error}");
            ExitCode::from(if error.is_input() { 2 } else { 3 })
        }
    }
}

async fn obey(command: Command) -> Result<(), Error> {
    match command {
        Command::Scheduler(args) => schedule(args).await,
        Command::Executor(args) => execute(args).await,
        Command::Run(args) => screen(&args).await,
    }
}

async fn schedule(args: SchedulerArgs) -> Result<(), Error> {
    let failed = |source| Error::Io {
        what: format!("--listen {}", args.listen),
        source,
    };
    let listener = tokio::net::TcpListener::bind(args.listen)
        .await
        .map_err(failed)?;
    say(format_args!(
        "scheduler at {}",
        listener.local_addr().map_err(failed)?
    ));
    cluster::schedule(listener, args.advertise).await
}

async fn execute(args: ExecutorArgs) -> Result<(), Error> {
    let holding = Arc::new(Holding::read(&args.lists)?);
    for list in holding.lists() {
        say(format_args!("holds sha256:{list}"));
    }
    let (scheduler_host, scheduler_port) = args.scheduler;
    let executor = cluster::Executor {
        scheduler_host,
        scheduler_port,
        listen: args.listen,
        task_port: args.task_port,
        advertise: args.advertise,
        cores: args.cores.map_or_else(all_cores, NonZeroUsize::get),
        work_dir: args.work_dir,
    };
    let ready = || say(format_args!("ready"));
    cluster::execute(executor, Arc::clone(&holding), ready).await?;
    say(format_args!("answered {} rows", holding.answered()));
    Ok(())
}

fn all_cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

async fn screen(args: &RunArgs) -> Result<(), Error> {
    let at = args.at.unwrap_or_else(Timestamp::now);
    let screening = |lists| Screening::new(lists, args.threshold, args.limit, at, args.lang);
    let partitions = args.partitions.get();
    let session = match &args.scheduler {
        Some((host, port)) => {
            let screening = screening(digests(&args.lists)?)?;
            let scheduler = format!("{host}:{port}");
            cluster::is_ready(&scheduler).await?;
            cluster::client(&scheduler, screening, partitions).await?
        }
        None => {
            let holding = Holding::read(&args.lists)?;
            let screening = screening(holding.lists().to_vec())?;
            cluster::alone(Arc::new(holding), screening, partitions)
        }
    };
    let bad_rows = if args.strict {
        BadRows::RefuseAll
    } else {
        BadRows::RefuseAlone
    };
    let start = Instant::now();
    let screened = run::screened(&session, &args.input)?;
    let summary = screened.write(&args.out, bad_rows).await?;
    summarise(&summary, start.elapsed().as_secs_f64());
    Ok(())
}

fn summarise(summary: &Summary, seconds: f64) {
    let mut err = std::io::stderr().lock();
    for refused in &summary.first_refused {
        let _ = writeln!(err, "refused: {refused}");
    }
    let rows = summary.screened + summary.refused;
    let _ = writeln!(
        err,
        "{rows} rows: {} screened, {} with hits, {} refused; {seconds:.1} s, {:.0} rows/s",
        summary.screened,
        summary.with_hits,
        summary.refused,
        rows as f64 / seconds
    );
    for (band, count) in &summary.hits {
        let _ = writeln!(err, "  {count} hits of band {band}");
    }
    if !summary.ignored.is_empty() {
        let ignored = summary.ignored.join(", ");
        let _ = writeln!(err, "  columns nobody reads: {ignored}");
    }
}

/// Tells on standard output, where a script that started the process waits for it.
fn say(line: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
