//! What can go wrong with a store, as a caller can match on it and as a person can read it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{EnvelopeError, LogSeq};

/// Why a store did not do what was asked. Unless a variant says otherwise nothing was changed.
///
/// Cheap to clone: everyone whose entries shared a failed commit gets the same error.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open for writing.
    #[error(
        "{}: {} serves this data; stop it first, or open the log for reading only", dir.display(),
        holder.map_or_else(|| "another process".to_owned(), |pid| format!("another process (pid {pid})"))
    )]
    Served {
        /// The store's folder.
        dir: PathBuf,
        /// The other process, where it wrote its number down.
        holder: Option<u32>,
    },
    /// There is no log in this folder.
    #[error("{}: no log here; expected a folder that a node was started in", dir.display())]
    Missing {
        /// The folder.
        dir: PathBuf,
    },
    /// There is a log in this folder already.
    #[error("{}: there is a log here already; open it, or give another folder", dir.display())]
    Exists {
        /// The folder.
        dir: PathBuf,
    },
    /// The database file is something else.
    #[error("{}: not a Mithaq log: {why}; give the folder of a node, or move this file away", path.display())]
    NotALog {
        /// The database file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The database was written by a newer version of this program.
    #[error("{}: written in version {found} of the log's format, this program knows up to {known}; use a newer program", path.display())]
    Newer {
        /// The database file.
        path: PathBuf,
        /// The version of its format.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The database file is damaged.
    #[error("{}: damaged: {detail}; keep the file, and restore the folder from a copy", path.display())]
    Corrupt {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
    /// The disk takes no more: it is full, failing, or read-only.
    #[error("{}: cannot be written ({detail}); nothing of this was logged: make room or mend the disk, then repeat it", path.display())]
    Unwritable {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
    /// A file beside the database could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// The database failed in another way.
    #[error("{}: {doing}: {source}", path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What sqlx said.
        source: Arc<sqlx::Error>,
    },
    /// The signed head file does not fit the log, so the log is not continued.
    #[error("{}: {fault}; run `mithaq log verify` to see all that is wrong", path.display())]
    Head {
        /// The head file.
        path: PathBuf,
        /// What does not fit.
        fault: HeadFault,
    },
    /// An entry cannot be read as what it should be.
    #[error("entry {seq}: {what}; run `mithaq log verify` to see all that is wrong")]
    Malformed {
        /// The entry.
        seq: LogSeq,
        /// What is wrong with it.
        what: String,
    },
    /// A draft cannot be logged.
    #[error("draft {index} of {of}: {why}")]
    Draft {
        /// Which of the drafts given, from 1.
        index: usize,
        /// How many were given.
        of: usize,
        /// What is wrong with it.
        why: DraftFault,
    },
    /// There is no entry of that number.
    #[error("there is no entry {seq}; the last one is {last}")]
    NoSuchEntry {
        /// The number asked for.
        seq: LogSeq,
        /// The last entry.
        last: LogSeq,
    },
    /// The payload was erased before.
    #[error("the payload of entry {seq} was erased already")]
    AlreadyErased {
        /// The entry.
        seq: LogSeq,
    },
    /// The store's own entries, which hold no one's data, are not erased.
    #[error(
        "entry {seq} is of kind `{kind}`, which is not erased: it says what was done to the log itself"
    )]
    NotErasable {
        /// The entry.
        seq: LogSeq,
        /// Its kind.
        kind: crate::Kind,
    },
    /// There is no account of that name.
    #[error("there is no account `{user}`")]
    NoSuchAccount {
        /// The name.
        user: crate::UserId,
    },
    /// The system gave no randomness for a salt.
    #[error("the system gave no randomness for a salt: {0}")]
    Entropy(#[from] getrandom::Error),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

/// What is wrong with a [`Draft`](crate::Draft).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftFault {
    /// The payload is too large.
    #[error("its payload has {bytes} bytes, at most {limit} are logged; split it")]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The largest allowed.
        limit: usize,
    },
    /// The kind is one the store writes itself.
    #[error("entries of kind `{0}` are written by the store itself; use its own function for that")]
    Reserved(crate::Kind),
    /// It refers to an entry that does not exist yet.
    #[error("it refers to entry {seq}, expected one before its own place, {own}")]
    LaterRef {
        /// What it refers to.
        seq: LogSeq,
        /// Its own place.
        own: LogSeq,
    },
    /// It refers to too many entries.
    #[error("it refers to {found} entries, at most {limit} are allowed")]
    TooManyRefs {
        /// How many.
        found: usize,
        /// The most allowed.
        limit: usize,
    },
}

/// How a signed head and a log part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadFault {
    /// There is no head file. One is made with every log, before its first entry.
    #[error("the signed head is missing; the log's last entry is {last}")]
    Missing {
        /// The last entry.
        last: LogSeq,
    },
    /// The head file is not a head signed by a trusted key.
    #[error(
        "the signed head is not to be believed: {0} (after a change of the node's key, name the former one)"
    )]
    Unbelievable(EnvelopeError),
    /// The log ends before the entry the head names.
    #[error(
        "the log ends at entry {last}, but its head names entry {head}: what came after was cut off"
    )]
    Truncated {
        /// The last entry.
        last: LogSeq,
        /// The entry the head names.
        head: LogSeq,
    },
    /// The entry the head names is another one now.
    #[error("entry {seq} is not the one its head was signed over")]
    Differs {
        /// The entry.
        seq: LogSeq,
    },
    /// The entries after the head do not continue it.
    #[error("the entries after the head do not continue it: {0}")]
    Tail(String),
}

impl StoreError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source: Arc::new(source),
        }
    }

    /// Sorts what sqlx says into what a person can do about it. Codes: <https://www.sqlite.org/rescode.html>.
    pub(crate) fn database(path: &Path, doing: &'static str, source: sqlx::Error) -> Self {
        let path = path.to_owned();
        let code = source
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        let detail = || {
            source
                .as_database_error()
                .map_or_else(String::new, |error| error.message().to_owned())
        };
        match code.map(|code| (code & 0xff, code)) {
            Some(
                (SQLITE_FULL | SQLITE_READONLY, _) | (_, SQLITE_IOERR_WRITE | SQLITE_IOERR_FSYNC),
            ) => Self::Unwritable {
                detail: detail(),
                path,
            },
            Some((SQLITE_CORRUPT, _)) => Self::Corrupt {
                detail: detail(),
                path,
            },
            Some((SQLITE_NOTADB, _)) => Self::NotALog {
                why: "it is not an SQLite database".to_owned(),
                path,
            },
            _ => Self::Database {
                path,
                doing,
                source: Arc::new(source),
            },
        }
    }
}

const SQLITE_READONLY: u32 = 8;
const SQLITE_IOERR: u32 = 10;
const SQLITE_IOERR_WRITE: u32 = SQLITE_IOERR | (3 << 8);
const SQLITE_IOERR_FSYNC: u32 = SQLITE_IOERR | (4 << 8);
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_FULL: u32 = 13;
const SQLITE_NOTADB: u32 = 26;

impl StoreError {
    /// Whether what was asked is at fault, so that others who share its commit are not concerned.
    pub(crate) const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Draft { .. }
                | Self::NoSuchEntry { .. }
                | Self::AlreadyErased { .. }
                | Self::NotErasable { .. }
                | Self::NoSuchAccount { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, UserId};

    fn unreadable() -> Arc<io::Error> {
        Arc::new(io::Error::from(io::ErrorKind::PermissionDenied))
    }

    #[test]
    fn every_message_says_what_was_found_where_and_what_to_do() {
        let dir = PathBuf::from("/srv/node");
        let path = dir.join("log.sqlite");
        let head = |fault| StoreError::Head {
            path: dir.join("log.head"),
            fault,
        };
        let draft = |why| StoreError::Draft {
            index: 3,
            of: 7,
            why,
        };
        let seq = LogSeq::new(4);
        let errors = [
            StoreError::Served {
                dir: dir.clone(),
                holder: Some(4711),
            },
            StoreError::Served {
                dir: dir.clone(),
                holder: None,
            },
            StoreError::Missing { dir: dir.clone() },
            StoreError::Exists { dir: dir.clone() },
            StoreError::NotALog {
                path: path.clone(),
                why: "it is another program's SQLite database".to_owned(),
            },
            StoreError::Newer {
                path: path.clone(),
                found: 9,
                known: 1,
            },
            StoreError::Corrupt {
                path: path.clone(),
                detail: "database disk image is malformed".to_owned(),
            },
            StoreError::Unwritable {
                path: path.clone(),
                detail: "database or disk is full".to_owned(),
            },
            StoreError::Io {
                path: dir.join("log.head"),
                source: unreadable(),
            },
            StoreError::database(&path, "committing", sqlx::Error::WorkerCrashed),
            head(HeadFault::Missing { last: seq }),
            head(HeadFault::Unbelievable(EnvelopeError::Malformed {
                what: "EOF while parsing a value at line 1 column 0".to_owned(),
            })),
            head(HeadFault::Truncated {
                last: seq,
                head: LogSeq::new(9),
            }),
            head(HeadFault::Differs { seq }),
            head(HeadFault::Tail("entry 5 is missing".to_owned())),
            StoreError::Malformed {
                seq,
                what: "its payload is not the one signed".to_owned(),
            },
            draft(DraftFault::TooLarge {
                bytes: 20_000_000,
                limit: 16_777_216,
            }),
            draft(DraftFault::Reserved(Kind::Erasure)),
            draft(DraftFault::LaterRef {
                seq: LogSeq::new(9),
                own: seq,
            }),
            draft(DraftFault::TooManyRefs {
                found: 2000,
                limit: 1024,
            }),
            StoreError::NoSuchEntry {
                seq: LogSeq::new(9),
                last: seq,
            },
            StoreError::AlreadyErased { seq },
            StoreError::NotErasable {
                seq,
                kind: Kind::Account,
            },
            StoreError::NoSuchAccount {
                user: UserId::new("amina").unwrap(),
            },
            StoreError::Entropy(getrandom::Error::UNSUPPORTED),
            StoreError::Closed,
        ];
        let messages: Vec<_> = errors.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(messages.join("\n"));
    }
}
