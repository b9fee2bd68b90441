//! A node's own configuration, `node.toml`: which member it is, where its peers are, what its posts do.
//!
//! Addresses and posts are nobody else's business, so they stand here and not in the pact (docs/pact.md).

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use mithaq_notice::{ActivityId, Measure, MemberId, PostId, ServiceId, TheatreId, Use};
use mithaq_pact::ReleaseQuestion;
use serde::{Deserialize, Serialize};

use crate::message::Ask;

/// One member's node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Whose node it is.
    pub member: MemberId,
    /// Where it listens.
    pub listen: SocketAddr,
    /// The other members' nodes it exchanges with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub peers: BTreeMap<MemberId, PeerConfig>,
    /// Its front-line posts and desks. What they do is what is asked of peers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub posts: BTreeMap<PostId, Post>,
    /// The lowest score that is a hit by what a listing obliges to, 0.5 to 1; a query may say otherwise. Of a listing's measures the
    /// lowest counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<Measure, f64>,
}

/// Where a peer is, and which key it signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerConfig {
    /// Its node's address, as in `https://node.example`.
    pub url: String,
    /// Its public key, base64; the pact's fingerprint of the member must be this key's.
    pub key: String,
}

/// A front-line post or desk: one service doing one activity in one theatre.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The service it belongs to: `border`, `customs`, `fiu` …
    pub service: ServiceId,
    /// What it does.
    pub activity: ActivityId,
    /// Where.
    pub theatre: TheatreId,
    /// The highest use it makes of notices. Screening, where nothing is said.
    #[serde(default = "screening")]
    pub uses: Use,
}

fn screening() -> Use {
    Use::Screen
}

impl Post {
    /// What this post asks of peers when it wants to use notices so.
    #[must_use]
    pub fn ask(&self, wanted: Use) -> Ask {
        Ask {
            service: self.service.clone(),
            activity: self.activity.clone(),
            theatre: self.theatre.clone(),
            wanted,
        }
    }

    /// The release question it asks with that.
    #[must_use]
    pub fn question(&self, member: &MemberId, wanted: Use) -> ReleaseQuestion {
        self.ask(wanted).question(member)
    }
}

/// Why a configuration was refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read or written.
    #[error("{path}: {source}; a node's folder is made by `mithaq init`")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not a configuration.
    #[error("{path}: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Line, column and what was expected.
        source: Box<toml::de::Error>,
    },
    /// It could not be put into TOML.
    #[error("{path}: {source}")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What could not be written.
        source: Box<toml::ser::Error>,
    },
}

impl Config {
    const FILE: &'static str = "node.toml";

    /// Reads `node.toml` in a node's folder.
    ///
    /// # Errors
    /// [`ConfigError`] names the file and, where it is malformed, line and column.
    pub fn read(dir: &Path) -> Result<Self, ConfigError> {
        let path = dir.join(Self::FILE);
        let text = std::fs::read_to_string(&path).map_err(|source| ConfigError::Io {
            path: path.clone(),
            source,
        })?;
        toml::from_str(&text).map_err(|source| ConfigError::Malformed {
            path,
            source: Box::new(source),
        })
    }

    /// Writes `node.toml` into a node's folder.
    ///
    /// # Errors
    /// [`ConfigError`] when the file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), ConfigError> {
        let path = dir.join(Self::FILE);
        let text = toml::to_string(self).map_err(|source| ConfigError::Unwritable {
            path: path.clone(),
            source: Box::new(source),
        })?;
        std::fs::write(&path, text).map_err(|source| ConfigError::Io { path, source })
    }
}
