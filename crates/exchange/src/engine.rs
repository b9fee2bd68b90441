//! Which engine screened: its version with a fingerprint of its sources, and the tables it compares names by.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use mithaq_screen::{Matcher, Tables};
use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::member::Member;
use crate::record::Record;
use crate::secret::hex;

/// An engine: equal engines find the same by the same lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Engine {
    /// The code's version and a fingerprint of its sources and dependencies, as receipts name it: two builds of one version differ.
    pub(crate) version: String,
    /// SHA-256 over the tables that names are compared by.
    pub(crate) tables: String,
}

static THIS: LazyLock<Engine> = LazyLock::new(|| Engine {
    version: concat!(
        "mithaq ",
        env!("CARGO_PKG_VERSION"),
        " (sources ",
        env!("MITHAQ_ENGINE_SOURCES"),
        ")"
    )
    .to_owned(),
    tables: tables_digest(mithaq_screen::tables()),
});

/// SHA-256 over tables, each as (file, text), in the order of their files' names: what receipts name them by.
pub fn tables_digest<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let files: BTreeMap<&str, &str> = files.into_iter().collect();
    let mut digest = Sha256::new();
    for (file, text) in files {
        // Lengths first, so that no two sets of files run together alike.
        digest.update((file.len() as u64).to_be_bytes());
        digest.update(file);
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    hex(&digest.finalize())
}

impl Engine {
    /// The one that runs.
    pub(crate) fn this() -> &'static Self {
        &THIS
    }

    /// What is logged of it, once.
    pub(crate) fn record(&self) -> Record {
        let files = mithaq_screen::tables().map(|(file, text)| (file.to_owned(), text.to_owned()));
        Record::Engine {
            engine: self.version.clone(),
            tables: self.tables.clone(),
            files: BTreeMap::from(files),
        }
    }
}

impl Member {
    /// What compares names by these tables: those that run, or else as they were logged. None where they were not, or cannot be
    /// read by this version.
    pub(crate) async fn matcher_by(&self, tables: &str) -> Result<Option<Matcher>> {
        if tables == Engine::this().tables {
            return Ok(Some(Matcher::default()));
        }
        let logged = self.state().holdings().engines.get(tables).copied();
        let Some(entry) = logged else { return Ok(None) };
        let Some((_, Record::Engine { files, .. })) = self.record(entry).await? else {
            return Ok(None);
        };
        let files = || {
            let files = files.iter();
            files.map(|(file, text)| (file.as_str(), text.as_str()))
        };
        if tables_digest(files()) != tables {
            return Ok(None);
        }
        match Tables::read(files()) {
            Ok(read) => Ok(Some(Matcher::from_tables(&read))),
            Err(error) => {
                tracing::warn!(%entry, %error, "the tables of an earlier engine cannot be read by this one");
                Ok(None)
            }
        }
    }
}
