//! What a command comes to, and the exit code that says so.

use std::fmt::{self, Display};
use std::process::ExitCode;

use miette::{Diagnostic, LabeledSpan, SourceCode};
use mithaq_notice::Language;
use mithaq_pact::{PactErrors, Problem};

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
#[derive(Debug)]
struct Wrong {
    errors: usize,
    /// The first of them.
    shown: Vec<Told>,
    lang: Language,
}

/// One of them, in a reader's language.
#[derive(Debug)]
struct Told {
    problem: Problem,
    lang: Language,
}

/// More errors than these say little: most follow from the first.
const SHOWN: usize = 20;

impl Failure {
    /// What is wrong with a pact's file, for a reader of this language.
    pub fn pact(errors: &PactErrors, lang: Language) -> Self {
        let told = |problem: &Problem| Told {
            problem: problem.clone(),
            lang,
        };
        let wrong = Wrong {
            errors: errors.len(),
            shown: errors.iter().take(SHOWN).map(told).collect(),
            lang,
        };
        Self::Input(wrong.into())
    }
}

impl Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.errors;
        match (self.lang, errors) {
            (Language::Ar, _) => write!(f, "أخطاء في ملف الميثاق، عددها {errors}")?,
            (Language::Fr, 1) => write!(f, "une erreur dans le fichier du pacte")?,
            (Language::Fr, _) => write!(f, "{errors} erreurs dans le fichier du pacte")?,
            (Language::En, 1) => write!(f, "one error in the pact's file")?,
            (Language::En, _) => write!(f, "{errors} errors in the pact's file")?,
        }
        if errors > SHOWN {
            let first = self
                .lang
                .of("؛ أولها", "\u{202f}; les premières", "; the first");
            let are = self.lang.of("", "", " are");
            write!(f, "{first} {SHOWN}{are}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Wrong {}

impl Diagnostic for Wrong {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let shown = self.shown.iter().map(|told| told as &dyn Diagnostic);
        Some(Box::new(shown))
    }
}

impl Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem {
            file,
            line,
            column,
            field,
            ..
        } = &self.problem;
        let wording = self.problem.wording();
        write!(
            f,
            "{file}:{line}:{column}: {field}: {}",
            wording.get(self.lang)
        )
    }
}

impl std::error::Error for Told {}

impl Diagnostic for Told {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.problem.code()
    }

    /// How to mend it; in another language than English, all that is exact about it.
    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        match self.lang {
            Language::En => self.problem.help(),
            Language::Ar | Language::Fr => Some(Box::new(self.problem.wording().en?)),
        }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.problem.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.problem.labels()?;
        let exact = self.lang == Language::En;
        Some(Box::new(labels.map(move |label| {
            let text = label.label().filter(|_| exact).map(str::to_owned);
            LabeledSpan::new_with_span(text, *label.inner())
        })))
    }
}

impl From<PactErrors> for Failure {
    fn from(errors: PactErrors) -> Self {
        Self::pact(&errors, Language::En)
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
