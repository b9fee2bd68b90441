//! Reading a log: entries in order, its head, the accounts.

use std::path::Path;
use std::sync::Arc;

use sqlx::Row as _;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions, SqliteRow};

use crate::database::Place;
use crate::entry::{ENTRY_TYPE, Header, is_payload_of};
use crate::{Account, Digest, Entry, Envelope, Head, LogSeq, PasswordHash, StoreError, UserId};

/// A log opened for reading, beside whoever writes it, in this process or another.
///
/// Cheap to clone; every read sees the log as of one moment, and never waits for a writer.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(crate) pool: SqlitePool,
    pub(crate) place: Arc<Place>,
}

impl Reader {
    /// Opens the log in a folder. Nothing is written, and nobody is kept from writing.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotALog`], [`StoreError::Newer`], [`StoreError::Corrupt`].
    pub async fn open(dir: &Path) -> Result<Self, StoreError> {
        let place = Arc::new(Place::of(dir));
        place.require_log().await?;
        Ok(Self::at(place))
    }

    pub(crate) fn at(place: Arc<Place>) -> Self {
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_lazy_with(place.reading());
        Self { pool, place }
    }

    /// Up to `limit` entries after a place, in order; fewer than `limit` only where the log ends.
    ///
    /// A payload that is not the one signed is an error, never handed out. Signatures and the chain are
    /// [`verify`](Self::verify)'s work.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] names the entry; otherwise the database's errors.
    pub async fn entries(&self, after: LogSeq, limit: usize) -> Result<Vec<Entry>, StoreError> {
        sqlx::query(ROWS_AFTER)
            .bind(after.to_row())
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(&self.pool)
            .await
            .and_then(|rows| rows.iter().map(LogRow::read).collect::<Result<Vec<_>, _>>())
            .map_err(self.place.failed("reading entries"))?
            .into_iter()
            .map(LogRow::into_entry)
            .collect()
    }

    /// One entry, if there is one of that number.
    ///
    /// # Errors
    /// As [`entries`](Self::entries).
    pub async fn entry(&self, seq: LogSeq) -> Result<Option<Entry>, StoreError> {
        let Some(before) = seq.get().checked_sub(1) else {
            return Ok(None);
        };
        let found = self.entries(LogSeq::new(before), 1).await?;
        Ok(found.into_iter().find(|entry| entry.seq == seq))
    }

    /// How far the log has come.
    ///
    /// # Errors
    /// The database's.
    pub async fn head(&self) -> Result<Head, StoreError> {
        let last = sqlx::query_as::<_, (i64, Vec<u8>)>(LAST_HEADER)
            .fetch_optional(&self.pool)
            .await
            .map_err(self.place.failed("reading the head"))?;
        Ok(last.map_or(Head::EMPTY, head_of))
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// The database's; [`StoreError::Corrupt`] for a row that is no account.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        sqlx::query_as("SELECT user, role, language, password_hash FROM account ORDER BY user")
            .fetch_all(&self.pool)
            .await
            .map_err(self.place.failed("reading accounts"))?
            .into_iter()
            .map(|row| self.account_of(row))
            .collect()
    }

    /// One account, if there is one of that name.
    ///
    /// # Errors
    /// As [`accounts`](Self::accounts).
    pub async fn account(&self, user: &UserId) -> Result<Option<Account>, StoreError> {
        sqlx::query_as("SELECT user, role, language, password_hash FROM account WHERE user = ?")
            .bind(user.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(self.place.failed("reading an account"))?
            .map(|row| self.account_of(row))
            .transpose()
    }

    fn account_of(
        &self,
        (user, role, language, hash): (String, String, String, String),
    ) -> Result<Account, StoreError> {
        let corrupt = |detail: String| StoreError::Corrupt {
            path: self.place.database.clone(),
            detail: format!("account `{user}`: {detail}"),
        };
        Ok(Account {
            language: language.parse().map_err(corrupt)?,
            user: UserId::new(&user).map_err(|error| corrupt(error.to_string()))?,
            password_hash: PasswordHash::new(hash),
            role,
        })
    }
}

/// The last row's number and header.
pub(crate) const LAST_HEADER: &str = "SELECT seq, header FROM entry ORDER BY seq DESC LIMIT 1";

/// The head a last row makes.
pub(crate) fn head_of((seq, header): (i64, Vec<u8>)) -> Head {
    Head {
        seq: LogSeq::from_row(seq).unwrap_or(LogSeq::START),
        hash: Digest::of(&header),
    }
}

/// Casts, so that a value of another type that someone put there is read and found wrong rather than unreadable.
pub(crate) const ROWS_AFTER: &str = "
    SELECT e.seq, CAST(e.header AS BLOB), CAST(e.key AS BLOB), CAST(e.signature AS BLOB),
           p.seq IS NOT NULL, CAST(p.salt AS BLOB), CAST(p.bytes AS BLOB)
    FROM entry e LEFT JOIN payload p ON p.seq = e.seq
    WHERE e.seq > ? ORDER BY e.seq LIMIT ?";

/// A row of the log as it is found, nothing believed.
#[derive(Debug)]
pub(crate) struct LogRow {
    pub(crate) seq: i64,
    pub(crate) header: Vec<u8>,
    pub(crate) key: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) payload: Option<Payload>,
}

#[derive(Debug)]
pub(crate) struct Payload {
    pub(crate) salt: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
}

impl LogRow {
    pub(crate) fn read(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        // What is NULL is as wrong as what is empty.
        let bytes = |column| {
            row.try_get::<Option<Vec<u8>>, _>(column)
                .map(Option::unwrap_or_default)
        };
        let payload = if row.try_get(4)? {
            Some(Payload {
                salt: bytes(5)?,
                bytes: bytes(6)?,
            })
        } else {
            None
        };
        Ok(Self {
            seq: row.try_get(0)?,
            header: bytes(1)?,
            key: bytes(2)?,
            signature: bytes(3)?,
            payload,
        })
    }

    fn into_entry(self) -> Result<Entry, StoreError> {
        let seq = LogSeq::from_row(self.seq).unwrap_or(LogSeq::START);
        let malformed = |what: String| StoreError::Malformed { seq, what };
        let header: Header = serde_json::from_slice(&self.header)
            .map_err(|error| malformed(format!("its header cannot be read: {error}")))?;
        if header.seq != seq {
            return Err(malformed(format!("its header is entry {}'s", header.seq)));
        }
        let signer = str::from_utf8(&self.key)
            .ok()
            .and_then(|key| key.parse().ok())
            .ok_or_else(|| malformed("its key id cannot be read".to_owned()))?;
        let (salt, payload) = match self.payload {
            Some(Payload { salt, bytes }) if is_payload_of(&header, &salt, &bytes) => {
                (Some(salt), Some(bytes))
            }
            Some(_) => return Err(malformed("its payload is not the one signed".to_owned())),
            None => (None, None),
        };
        Ok(Entry {
            seq,
            at: header.at,
            kind: header.kind,
            refs: header.refs,
            payload,
            hash: Digest::of(&self.header),
            signer,
            header: Envelope::from_parts(ENTRY_TYPE, self.header, signer, self.signature),
            salt,
        })
    }
}
