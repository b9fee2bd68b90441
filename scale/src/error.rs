//! What stops a command.

use std::io;
use std::path::PathBuf;

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;
use mithaq_notice::ListError;

use crate::columns::ColumnsError;
use crate::screening::{REFUSED, ScreeningError};

/// Why nothing came of a command. Nothing was written under the output's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A list is not one.
    #[error(transparent)]
    List(#[from] ListError),
    /// A list cannot be read.
    #[error("{path}: {source}; expected a list: the UN's XML, FollowTheMoney JSON Lines, or OFAC's folder", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The options say nothing that can be asked.
    #[error(transparent)]
    Screening(#[from] ScreeningError),
    /// The input has no columns to screen by.
    #[error("{folder}: {problem}", folder = .folder.display())]
    Columns {
        /// The input.
        folder: PathBuf,
        /// What is wrong with its columns and what is expected.
        problem: ColumnsError,
    },
    /// The input or an option is not acceptable.
    #[error("{0}")]
    Input(String),
    /// A row was refused, and the run is strict.
    #[error("{0}; a strict run is given up at the first such row")]
    Strict(String),
    /// Nobody is there to answer.
    #[error(
        "the scheduler at {0} has no executor; start one with `mithaq-scale executor --scheduler {0} --list FILE`"
    )]
    NoExecutor(String),
    /// Rows were lost on the way, or came twice.
    #[error(
        "{found} rows came back of the {expected} that the files hold; do all executors see the same files, and does nobody change \
         them?"
    )]
    Incomplete {
        /// How many rows the files hold.
        expected: u64,
        /// How many were answered or refused.
        found: u64,
    },
    /// A file failed.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system says.
        source: io::Error,
    },
    /// An executor refused to answer; see [`Refused`](crate::Refused).
    #[error("{0}")]
    Refused(String),
    /// The scheduler or an executor failed.
    #[error("{0}")]
    Cluster(#[from] BallistaError),
    /// The query failed.
    #[error("{0}")]
    Query(DataFusionError),
}

impl From<DataFusionError> for Error {
    /// An executor's refusal comes back as a text within texts.
    fn from(error: DataFusionError) -> Self {
        let text = error.to_string();
        match text.find(REFUSED).and_then(|from| text.get(from..)) {
            Some(refused) => Self::Refused(refused.split('"').next().unwrap_or(refused).to_owned()),
            None => Self::Query(error),
        }
    }
}

impl Error {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io {
            what: what.into(),
            source,
        }
    }

    /// Whether it is the input or the usage that has to be mended, and not something outside.
    #[must_use]
    pub const fn is_input(&self) -> bool {
        !matches!(
            self,
            Self::Io { .. }
                | Self::NoExecutor(_)
                | Self::Incomplete { .. }
                | Self::Refused(_)
                | Self::Cluster(_)
                | Self::Query(_)
        )
    }
}
