//! What a command comes to, and the exit code that says so.

use std::fmt::Display;
use std::process::ExitCode;

/// A command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit 0.
    Done,
    /// Exit 1: a check failed, an expectation did not hold. What is wrong has been printed.
    No,
}

/// A command that did not run.
#[derive(Debug)]
pub enum Failure {
    /// Exit 2: what was given is not acceptable; nothing was written.
    Input(miette::Report),
    /// Exit 3: something outside failed.
    Outside(String),
}

impl Failure {
    /// Bad input, told by an error's own message.
    pub fn input(error: impl Display) -> Self {
        Self::Input(miette::Report::msg(error.to_string()))
    }

    /// Something outside failed.
    pub fn outside(error: impl Display) -> Self {
        Self::Outside(error.to_string())
    }
}

/// What is wrong with a pact's file: how much, and each with its place in the text.
#[derive(Debug, thiserror::Error)]
#[error("{} in the pact's file{}", counted(.0.len()), if .0.len() > SHOWN { format!("; the first {SHOWN} are") } else { String::new() })]
struct Wrong(mithaq_pact::PactErrors);

/// More errors than these say little: most follow from the first.
const SHOWN: usize = 20;

fn counted(errors: usize) -> String {
    if errors == 1 {
        "one error".into()
    } else {
        format!("{errors} errors")
    }
}

impl miette::Diagnostic for Wrong {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(
            self.0
                .iter()
                .take(SHOWN)
                .map(|problem| problem as &dyn miette::Diagnostic),
        ))
    }
}

impl From<mithaq_pact::PactErrors> for Failure {
    fn from(errors: mithaq_pact::PactErrors) -> Self {
        Self::Input(Wrong(errors).into())
    }
}

impl From<mithaq_exchange::Error> for Failure {
    fn from(error: mithaq_exchange::Error) -> Self {
        use mithaq_exchange::Error as E;
        match error {
            E::PactFile(errors) => errors.into(),
            E::Store(_) | E::Secret(_) | E::Peer { .. } | E::Record { .. } | E::Json(_) => {
                Self::outside(error)
            }
            _ => Self::input(error),
        }
    }
}

/// Prints a failure and gives the exit code.
pub fn report(result: crate::Result) -> ExitCode {
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(Failure::Input(report)) => {
            complain(format_args!("{report:?}"));
            ExitCode::from(2)
        }
        Err(Failure::Outside(message)) => {
            complain(format_args!("mithaq: {message}"));
            ExitCode::from(3)
        }
    }
}

/// Writes a line to standard output. A reader that left early (`| head`) ends the program quietly.
pub fn say(line: impl Display) {
    use std::io::Write as _;
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}

/// Writes a line to standard error, if anybody still reads it.
fn complain(line: impl Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Runs asynchronous work to its end.
///
/// # Errors
/// [`Failure::Outside`] when no runtime can be started, or as the work itself.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::outside)?
        .block_on(work)
}
