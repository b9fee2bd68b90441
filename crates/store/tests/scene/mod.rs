//! A folder with a log in it, and someone with full access to its files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]
#![allow(dead_code, reason = "each test file uses its part of the scene")]

use std::path::Path;

use jiff::Timestamp;
use mithaq_store::{Digest, Draft, Keys, Kind, LogSeq, Opening, Reader, Report, Signer, Store};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;

pub struct Scene {
    dir: TempDir,
    pub signer: Signer,
}

impl Scene {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            signer: Signer::from_seed([7; 32]),
        }
    }

    /// A closed log of `entries` notices, all signed and with salts that are the same each time.
    pub async fn with_entries(entries: usize) -> Self {
        let scene = Self::new();
        let store = scene.create().await;
        store.append(notices(entries)).await.unwrap();
        store.close().await;
        scene
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn head_file(&self) -> std::path::PathBuf {
        self.dir().join("log.head")
    }

    pub async fn create(&self) -> Store {
        Store::create(self.dir(), repeatable(&self.signer))
            .await
            .unwrap()
    }

    pub async fn open(&self) -> Store {
        Store::open(self.dir(), repeatable(&self.signer))
            .await
            .unwrap()
    }

    pub async fn verify(&self) -> Report {
        let reader = Reader::open(self.dir()).await.unwrap();
        reader
            .verify(&Keys::from(&self.signer), None)
            .await
            .unwrap()
    }

    /// The faults found, as a person reads them.
    pub async fn faults(&self) -> Vec<String> {
        self.verify()
            .await
            .faults
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    /// Changes the closed log's tables as someone with full access to the files can.
    pub async fn tamper(&self, sql: &str) {
        let mut connection = self.intruder().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    }

    /// A connection for which no guard holds.
    pub async fn intruder(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new()
            .filename(self.dir().join("log.sqlite"))
            .create_if_missing(true)
            .foreign_keys(false);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::raw_sql(
            "DROP TRIGGER IF EXISTS entry_is_never_changed;
             DROP TRIGGER IF EXISTS entry_is_never_deleted;
             DROP TRIGGER IF EXISTS payload_is_never_changed;",
        )
        .execute(&mut connection)
        .await
        .unwrap();
        connection
    }
}

/// Salts that are counted instead of random.
pub fn repeatable(signer: &Signer) -> Opening {
    let mut count = 0_u64;
    Opening::new(signer.clone()).salted_by(move || {
        count += 1;
        Ok(*Digest::of(&count.to_be_bytes()).as_bytes())
    })
}

pub fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub fn notice(number: usize) -> Draft {
    Draft::new(Kind::Notice, noon(), format!(r#"{{"id":"un-{number}"}}"#))
}

pub fn notices(count: usize) -> Vec<Draft> {
    (1..=count).map(notice).collect()
}

pub fn seq(number: u64) -> LogSeq {
    LogSeq::new(number)
}
