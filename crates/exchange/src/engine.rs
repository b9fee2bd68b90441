//! Which engine screened: its version with a fingerprint of its sources, and the tables it compares names by.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

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

static THIS: LazyLock<Engine> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for (file, text) in mithaq_screen::tables() {
        // Lengths first, so that no two sets of files run together alike.
        digest.update((file.len() as u64).to_be_bytes());
        digest.update(file);
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    Engine {
        version: concat!(
            "mithaq ",
            env!("CARGO_PKG_VERSION"),
            " (sources ",
            env!("MITHAQ_ENGINE_SOURCES"),
            ")"
        )
        .to_owned(),
        tables: hex(&digest.finalize()),
    }
});

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
