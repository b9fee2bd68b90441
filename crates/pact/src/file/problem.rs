//! What is wrong with a pact file: every problem with its place, what was found, what was expected, how to mend it.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde::Serialize;

use crate::model::words;

words! {
    /// The kinds of problems, for programs.
    Code {
        /// The file has no content.
        EmptyFile = "empty-file",
        /// It is larger than a pact may be.
        TooLarge = "too-large",
        /// It is not UTF-8.
        NotUtf8 = "not-utf-8",
        /// It is not TOML; duplicate keys are reported so, too.
        Toml = "toml",
        /// A key nobody reads.
        UnknownKey = "unknown-key",
        /// A key that must be there is not.
        MissingKey = "missing-key",
        /// A value of another type, or one that says nothing.
        WrongValue = "wrong-value",
        /// A reference to what is not declared.
        UnknownId = "unknown-id",
        /// A key that is no id.
        BadId = "bad-id",
        /// Two things share an id, or one hides what exists without declaration.
        DuplicateId = "duplicate-id",
        /// A theatre or activity contains itself.
        Cycle = "cycle",
        /// An area in which nothing lies.
        EmptyArea = "empty-area",
        /// A clause that rests on nothing.
        NoStatement = "no-statement",
        /// Something ends before it begins, or steps run backwards.
        DatesOutOfOrder = "dates-out-of-order",
        /// The same member, scope and time, but opposite stances.
        Contradiction = "contradiction",
        /// A pledge of what a clause of the same member refuses.
        RefusedPledge = "refused-pledge",
        /// Parts that do not go together.
        Inconsistent = "inconsistent",
    }
}

/// A pact file's text with its name, shared by all problems in it.
pub(crate) type Source = Arc<NamedSource<String>>;

/// One problem.
#[derive(Debug, Clone, Serialize, thiserror::Error)]
#[error("{file}:{line}:{column}: {field}: found {found}; expected {expected}. {mend}")]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// The file's name as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The key path, as in `clauses.f7.theatre`.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// How to mend it.
    pub mend: String,
    /// The bytes it is about.
    #[serde(skip)]
    pub(crate) span: Range<usize>,
    #[serde(skip)]
    pub(crate) text: Source,
}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.mend))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = format!("expected {}", self.expected);
        Some(Box::new(std::iter::once(LabeledSpan::new(
            Some(label),
            self.span.start,
            self.span.len(),
        ))))
    }
}

/// Everything wrong with a pact file, in the order of the file. Never empty.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct PactErrors(pub(crate) Vec<Problem>);

impl PactErrors {
    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: kept beside [`len`](Self::len).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for PactErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PactErrors {}

impl Diagnostic for PactErrors {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.0.iter().map(|p| p as &dyn Diagnostic)))
    }
}

/// Why a pact could not be read.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ReadError {
    /// The file could not be opened or read.
    #[error("{path}: {source}. Expected a pact file that can be read")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It was read, and is no pact.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Pact(#[from] PactErrors),
}
