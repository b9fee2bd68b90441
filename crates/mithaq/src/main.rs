//! The command line: `mithaq --help`.
//!
//! Exit codes: 0 done, 1 the answer is no (a check that failed), 2 bad input or usage, 3 something outside failed.

mod access;
mod account;
mod book;
mod consult;
mod demo;
mod log;
mod name;
mod node;
mod notice;
mod outcome;
mod pact;
mod receipt;
mod screen;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::outcome::Outcome;

/// The pact decides, object by object, who may see what and what it may be used for.
#[derive(Parser)]
#[command(
    name = "mithaq",
    version,
    propagate_version = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Three members' nodes on the source's pact and the real UN list.
    Demo(demo::Args),
    /// Make a node's folder for a member of a pact.
    Init(node::InitArgs),
    /// Serve a node: API and console.
    Serve(node::ServeArgs),
    /// Say who may sign in to a node.
    #[command(subcommand)]
    Account(account::Command),
    /// Check a pact, ask it, show it.
    #[command(subcommand)]
    Pact(pact::Command),
    /// Consult other members: ask, answer, see how it stands.
    #[command(subcommand)]
    Consult(consult::Command),
    /// Import, publish, correct, recall, export notices.
    #[command(subcommand)]
    Notice(notice::Command),
    /// Screen a file of queries against lists. Needs no node.
    Screen(screen::Args),
    /// The parties a post screens again and again.
    #[command(subcommand)]
    Book(book::Command),
    /// Check what a node signed of a screening, or make a screening again.
    #[command(subcommand)]
    Receipt(receipt::Command),
    /// Compare names.
    #[command(subcommand)]
    Name(name::Command),
    /// Verify a node's log.
    #[command(subcommand)]
    Log(log::Command),
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("MITHAQ_LOG")
                .unwrap_or_else(|_| "warn".into()),
        )
        .init();
    let outcome = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Init(args) => node::init(&args),
        Command::Serve(args) => node::serve(&args),
        Command::Account(command) => account::run(&command),
        Command::Pact(command) => pact::run(&command),
        Command::Consult(command) => consult::run(&command),
        Command::Notice(command) => notice::run(&command),
        Command::Screen(args) => screen::run(&args),
        Command::Book(command) => book::run(&command),
        Command::Receipt(command) => receipt::run(&command),
        Command::Name(command) => name::run(&command),
        Command::Log(command) => log::run(&command),
    };
    outcome::report(outcome)
}

/// What every command comes to.
type Result = std::result::Result<Outcome, outcome::Failure>;
