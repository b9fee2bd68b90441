//! The head: how far a log has come, as one number and one hash.
//!
//! A chain cannot show that its end was cut off. The head can: the store signs it into a small file beside
//! the database, and a peer that keeps a head it was shown can hold the log to it later. The file is replaced only after
//! the entries are on disk, so a crash leaves it behind the log and never ahead of it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Digest, Envelope, EnvelopeError, Keys, LogSeq, Signer};

/// The DSSE type of a signed [`Head`].
pub const HEAD_TYPE: &str = "application/vnd.mithaq.head+json";

/// The last entry of a log: its place and the hash of its header, which through the chain fixes all before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The place of the last entry; [`LogSeq::START`] where there is none.
    pub seq: LogSeq,
    /// The hash of its header.
    pub hash: Digest,
}

impl Head {
    /// The head of a log without entries.
    pub const EMPTY: Self = Self {
        seq: LogSeq::START,
        hash: Digest::ZERO,
    };

    /// Signs it, for a peer to keep.
    #[must_use]
    pub fn seal(&self, signer: &Signer) -> Envelope {
        // A number and a hexadecimal string: there is nothing in it that could fail to be JSON.
        let json = serde_json::to_vec(self).unwrap_or_default();
        Envelope::seal(HEAD_TYPE, &json, signer)
    }

    /// Reads a signed head.
    ///
    /// # Errors
    /// As [`Envelope::open`]; [`EnvelopeError::Malformed`] where it holds no head.
    pub fn open(envelope: &Envelope, trusted: &Keys) -> Result<Self, EnvelopeError> {
        let head = envelope.open(HEAD_TYPE, trusted)?;
        serde_json::from_slice(head).map_err(|error| EnvelopeError::Malformed {
            what: format!("the head in it: {error}"),
        })
    }
}

/// Reads the head file as it is; `None` where there is no such file.
pub(crate) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a head from what [`read`] gave.
pub(crate) fn parse(bytes: &[u8], trusted: &Keys) -> Result<Head, EnvelopeError> {
    Head::open(&Envelope::from_json(bytes)?, trusted)
}

/// Replaces the head file. The new content is on disk before it takes the old one's name, so no crash leaves half of one.
pub(crate) fn write(path: &Path, head: &Head, signer: &Signer) -> io::Result<()> {
    let new = path.with_extension("new");
    let mut file = File::create(&new)?;
    file.write_all(head.seal(signer).to_json().as_bytes())?;
    file.sync_data()?;
    fs::rename(&new, path)
}
