//! The database file: how it is opened, told from others', and brought to the present version.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{Connection, Executor};

use crate::StoreError;

/// `MITH` in ASCII, in the header of every database of ours, so that `file` and this program know one.
const APPLICATION_ID: i64 = 0x4d49_5448;

/// The database's layouts, each the step from the one before. A published step is never edited.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/1.sql")];

/// How long one connection waits for another's lock. Writers never meet (see the lock file); this is for checkpoints.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The files of one store.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    /// SQLite's file; its `-wal` and `-shm` come and go beside it.
    pub(crate) database: PathBuf,
    /// The signed head.
    pub(crate) head: PathBuf,
    /// Held locked by whoever may write.
    pub(crate) lock: PathBuf,
}

impl Place {
    pub(crate) fn of(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            database: dir.join("log.sqlite"),
            head: dir.join("log.head"),
            lock: dir.join("log.lock"),
        }
    }

    pub(crate) fn failed(&self, doing: &'static str) -> impl Fn(sqlx::Error) -> StoreError + Copy {
        move |error| StoreError::database(&self.database, doing, error)
    }

    /// How readers connect.
    pub(crate) fn reading(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.database)
            .read_only(true)
            .busy_timeout(BUSY_TIMEOUT)
    }

    /// How the one connection that writes connects.
    ///
    /// Durable at commit: WAL with `synchronous=FULL` syncs the write-ahead log in every commit. `secure_delete` overwrites what is
    /// erased.
    fn writing(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.database)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("secure_delete", "ON")
    }

    /// Makes the database and opens it. Where making it was cut short before, it is made to the end.
    pub(crate) async fn connect_making(&self) -> Result<SqliteConnection, StoreError> {
        let failed = self.failed("making the log");
        let exists = || StoreError::Exists {
            dir: self.dir.clone(),
        };
        // The head is the last thing made.
        if self.head.exists() {
            return Err(exists());
        }
        self.refuse_foreign_file()?;
        let options = self.writing().create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .map_err(failed)?;
        let version = self.version(&mut connection).await?;
        if version > 0 {
            let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM entry")
                .fetch_one(&mut connection)
                .await
                .map_err(failed)?;
            if entries > 0 {
                return Err(exists());
            }
        }
        self.migrate(&mut connection, version).await?;
        Ok(connection)
    }

    /// Opens the database to continue it, bringing it to the present version where that is later.
    pub(crate) async fn connect_continuing(&self) -> Result<SqliteConnection, StoreError> {
        let mut connection = SqliteConnection::connect_with(&self.writing())
            .await
            .map_err(self.failed("opening the log"))?;
        let version = self.version(&mut connection).await?;
        self.migrate(&mut connection, version).await?;
        Ok(connection)
    }

    /// SQLite would overwrite a file shorter than its header; a log never looks like that, except empty when just made.
    fn refuse_foreign_file(&self) -> Result<(), StoreError> {
        let start = match fs::File::open(&self.database) {
            Ok(file) => {
                let mut start = Vec::with_capacity(16);
                std::io::Read::read_to_end(&mut std::io::Read::take(file, 16), &mut start)
                    .map_err(|error| StoreError::io(&self.database, error))?;
                start
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::io(&self.database, error)),
        };
        if start.is_empty() || start == b"SQLite format 3\0" {
            Ok(())
        } else {
            Err(StoreError::NotALog {
                path: self.database.clone(),
                why: "it is not an SQLite database".to_owned(),
            })
        }
    }

    /// The version of the layout; 0 for a database with nothing in it. Anything that is not ours is refused.
    async fn version(&self, connection: &mut SqliteConnection) -> Result<i64, StoreError> {
        let failed = self.failed("reading what kind of database it is");
        let application: i64 = sqlx::query_scalar("PRAGMA application_id")
            .fetch_one(&mut *connection)
            .await
            .map_err(failed)?;
        let version: i64 = sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut *connection)
            .await
            .map_err(failed)?;
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
            .fetch_one(&mut *connection)
            .await
            .map_err(failed)?;
        let known = MIGRATIONS.len() as i64;
        match (application, version, tables) {
            (0, 0, 0) => Ok(0),
            (APPLICATION_ID, 1.., 1..) if version <= known => Ok(version),
            (APPLICATION_ID, 1.., _) if version > known => Err(StoreError::Newer {
                path: self.database.clone(),
                found: version,
                known,
            }),
            (APPLICATION_ID, ..) => Err(StoreError::Corrupt {
                path: self.database.clone(),
                detail: format!("it states version {version} and has {tables} tables and indexes"),
            }),
            _ => Err(StoreError::NotALog {
                path: self.database.clone(),
                why: "it is another program's SQLite database".to_owned(),
            }),
        }
    }

    /// Makes sure that there is a log of a version known here, writing nothing.
    pub(crate) async fn require_log(&self) -> Result<(), StoreError> {
        let missing = || StoreError::Missing {
            dir: self.dir.clone(),
        };
        if !self.database.exists() {
            return Err(missing());
        }
        self.refuse_foreign_file()?;
        let mut connection = SqliteConnection::connect_with(&self.reading())
            .await
            .map_err(self.failed("opening the log to read"))?;
        let version = self.version(&mut connection).await?;
        connection
            .close()
            .await
            .map_err(self.failed("closing the log"))?;
        match (version, self.head.exists()) {
            (1.., _) => Ok(()),
            (_, false) => Err(missing()),
            (_, true) => Err(StoreError::Corrupt {
                path: self.database.clone(),
                detail: "it is empty, though a signed head lies beside it".to_owned(),
            }),
        }
    }

    /// Brings the database, once it is known to be ours, to the present version, all steps in one transaction.
    async fn migrate(
        &self,
        connection: &mut SqliteConnection,
        version: i64,
    ) -> Result<(), StoreError> {
        let failed = self.failed("bringing the log to this version's format");
        connection
            .execute("PRAGMA journal_mode = WAL")
            .await
            .map_err(failed)?;
        let done = usize::try_from(version).unwrap_or(MIGRATIONS.len());
        if done == MIGRATIONS.len() {
            return Ok(());
        }
        let mut step = connection
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        for migration in &MIGRATIONS[done..] {
            sqlx::raw_sql(*migration)
                .execute(&mut *step)
                .await
                .map_err(failed)?;
        }
        // Pragmas take no parameters. Both numbers are constants of this file.
        let stamp = format!(
            "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
            MIGRATIONS.len()
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(stamp))
            .execute(&mut *step)
            .await
            .map_err(failed)?;
        step.commit().await.map_err(failed)
    }
}
