//! What a node keeps to itself: the key under which searches are hashed into receipts and sealed for review.
//!
//! What was searched for stays with the member that searched (DESIGN.md, "Lines that are not crossed"). A receipt
//! holds a keyed hash, which no dictionary reverses without the key; what a reviewer has to read is encrypted.

use std::io::Write;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Encrypted bytes: XChaCha20-Poly1305 under a key derived from the node's secret. Both fields are lowercase hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    nonce: String,
    sealed: String,
}

/// A node's 32 secret bytes, in a file only its owner can read.
pub struct Secret([u8; 32]);

/// Why a secret could not be had or used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not 32 bytes.
    #[error("{path} has {found} bytes, a node's secret has 32; restore it from the backup")]
    Length {
        /// The file.
        path: PathBuf,
        /// How many it has.
        found: usize,
    },
    /// The system gave no randomness.
    #[error("the system gave no random bytes: {0}")]
    Randomness(getrandom::Error),
    /// It was sealed under another secret, or altered.
    #[error("the sealed text was altered or belongs to another node's secret")]
    Unsealable,
}

impl Secret {
    const FILE: &'static str = "secret.key";

    /// A new secret, written into a node's folder; an existing one is never overwritten.
    ///
    /// # Errors
    /// [`SecretError::Io`] when the file exists or cannot be written.
    pub fn create(dir: &Path) -> Result<Self, SecretError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(SecretError::Randomness)?;
        let path = dir.join(Self::FILE);
        write_private(&path, &bytes).map_err(|source| SecretError::Io { path, source })?;
        Ok(Self(bytes))
    }

    /// Reads the secret of a node's folder.
    ///
    /// # Errors
    /// [`SecretError`] names the file.
    pub fn read(dir: &Path) -> Result<Self, SecretError> {
        let path = dir.join(Self::FILE);
        let bytes = std::fs::read(&path).map_err(|source| SecretError::Io {
            path: path.clone(),
            source,
        })?;
        let found = bytes.len();
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| SecretError::Length { path, found })
    }

    /// The keyed hash (HMAC-SHA-256, lowercase hex) of what was searched for.
    #[must_use]
    pub fn hash(&self, query: &[u8]) -> String {
        hex(&self.mac("query-hash", query))
    }

    /// The keyed hash of a caller's own reference to a party, as used at one post.
    #[must_use]
    pub fn hash_party(&self, post: &str, reference: &str) -> String {
        hex(&self.mac("party", format!("{post}\0{reference}").as_bytes()))
    }

    /// The keyed hash of what was compared of a party and a notice.
    #[must_use]
    pub fn hash_evidence(&self, compared: &[u8]) -> String {
        hex(&self.mac("evidence", compared))
    }

    /// Encrypts under a key of its own; `bound` must be given again to open it.
    ///
    /// # Errors
    /// [`SecretError::Randomness`] when the system has none.
    pub fn seal(&self, plain: &[u8], bound: &[u8]) -> Result<Sealed, SecretError> {
        let mut nonce = [0; 24];
        getrandom::fill(&mut nonce).map_err(SecretError::Randomness)?;
        let sealed = self
            .cipher()
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: bound,
                },
            )
            .map_err(|_| SecretError::Unsealable)?;
        Ok(Sealed {
            nonce: hex(&nonce),
            sealed: hex(&sealed),
        })
    }

    /// Decrypts what [`Self::seal`] made.
    ///
    /// # Errors
    /// [`SecretError::Unsealable`] when anything of it was altered.
    pub fn unseal(&self, sealed: &Sealed, bound: &[u8]) -> Result<Vec<u8>, SecretError> {
        let nonce: [u8; 24] = unhex(&sealed.nonce)
            .and_then(|n| n.try_into().ok())
            .ok_or(SecretError::Unsealable)?;
        let cipher_text = unhex(&sealed.sealed).ok_or(SecretError::Unsealable)?;
        self.cipher()
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: &cipher_text,
                    aad: bound,
                },
            )
            .map_err(|_| SecretError::Unsealable)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.mac("query-seal", &[]).into())
    }

    /// One key for each purpose, so that none is used for two.
    fn mac(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        let key: [u8; 32] = Sha256::new()
            .chain_update(self.0)
            .chain_update(purpose)
            .finalize()
            .into();
        // HMAC takes a key of any length; SHA-256's own block is 64 bytes, so 32 fit without hashing.
        let Ok(mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&key) else {
            unreachable!("HMAC takes any key")
        };
        mac.chain_update(message).finalize().into_bytes().into()
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let digits = digits?;
    digits.len().is_multiple_of(2).then(|| {
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_whole_bound_and_under_the_same_secret() {
        let (ours, theirs) = (Secret([1; 32]), Secret([2; 32]));
        let sealed = ours.seal("محمد".as_bytes(), b"agadez").unwrap();
        assert_eq!(ours.unseal(&sealed, b"agadez").unwrap(), "محمد".as_bytes());
        assert!(ours.unseal(&sealed, b"zinder").is_err());
        assert!(theirs.unseal(&sealed, b"agadez").is_err());
        let mut altered = sealed.clone();
        altered.sealed.replace_range(
            0..2,
            if altered.sealed.starts_with("00") {
                "01"
            } else {
                "00"
            },
        );
        assert!(ours.unseal(&altered, b"agadez").is_err());
    }

    #[test]
    fn equal_searches_hash_alike_under_one_secret_only() {
        let (ours, theirs) = (Secret([1; 32]), Secret([2; 32]));
        assert_eq!(ours.hash(b"a"), ours.hash(b"a"));
        assert_ne!(ours.hash(b"a"), ours.hash(b"b"));
        assert_ne!(ours.hash(b"a"), theirs.hash(b"a"));
    }
}
