//! Keys: who signs, and whose signature is believed.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use serde::{Deserialize, Serialize};

use crate::{Digest, DigestError};

/// What is wrong with a key or with the file it is kept in.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The key file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file could be read by others than its owner.
    #[error(
        "{}: mode {mode:04o} lets others than its owner at a private key; expected 0600: run `chmod 600` on it, \
         and if others may have read it, make a new key", path.display()
    )]
    Exposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file holds something else than an Ed25519 private key.
    #[error("{}: not an Ed25519 private key in PKCS#8 PEM; expected a file that starts with `-----BEGIN PRIVATE KEY-----`", path.display())]
    NotAKey {
        /// The key file.
        path: PathBuf,
    },
    /// A public key is not one.
    #[error(
        "`{found}` is not an Ed25519 public key; expected the base64 of its 32 bytes, 44 characters"
    )]
    NotAPublicKey {
        /// What was given, cut to 60 characters.
        found: String,
    },
    /// The system gave no randomness.
    #[error("the system gave no randomness for a new key: {0}")]
    Entropy(#[from] getrandom::Error),
}

/// The fingerprint of a public key: `ed25519:` and the SHA-256 of its 32 bytes in lowercase hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId(Digest);

/// Why a string is not a [`KeyId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyIdError {
    /// It does not name the algorithm.
    #[error("`{found}` is not a key id; expected `ed25519:` and 64 lowercase hexadecimal digits")]
    Algorithm {
        /// What was given, cut to 80 characters.
        found: String,
    },
    /// What follows `ed25519:` is not a digest.
    #[error("not a key id, after `ed25519:` {0}")]
    Digest(#[from] DigestError),
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ed25519:{}", self.0)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = KeyIdError;
    fn from_str(text: &str) -> Result<Self, KeyIdError> {
        let hex = text
            .strip_prefix("ed25519:")
            .ok_or_else(|| KeyIdError::Algorithm {
                found: text.chars().take(80).collect(),
            })?;
        Ok(Self(hex.parse()?))
    }
}

impl TryFrom<String> for KeyId {
    type Error = KeyIdError;
    fn try_from(text: String) -> Result<Self, KeyIdError> {
        text.parse()
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

/// An Ed25519 public key. Serialised, shown and parsed as the base64 of its 32 bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VerifyingKey {
    id: KeyId,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifyingKey {
    fn new(key: ed25519_dalek::VerifyingKey) -> Self {
        Self {
            id: KeyId(Digest::of(key.as_bytes())),
            key,
        }
    }

    /// Its fingerprint.
    #[must_use]
    pub const fn fingerprint(&self) -> KeyId {
        self.id
    }

    /// The base64 of its 32 bytes, as a configuration file or a pact carries it.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.key.as_bytes())
    }

    /// Reads a key from the base64 of its 32 bytes.
    ///
    /// # Errors
    /// [`KeyError::NotAPublicKey`] for anything else, and for the few weak keys under which a signature proves nothing.
    pub fn from_base64(text: &str) -> Result<Self, KeyError> {
        STANDARD
            .decode(text)
            .ok()
            .and_then(|bytes| ed25519_dalek::VerifyingKey::try_from(bytes.as_slice()).ok())
            .filter(|key| !key.is_weak())
            .map(Self::new)
            .ok_or_else(|| KeyError::NotAPublicKey {
                found: text.chars().take(60).collect(),
            })
    }

    /// Whether `signature` is this key's over `message`. Strict (RFC 8032, no malleable or small-order parts), so that
    /// every verifier everywhere says the same.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_base64())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_base64())
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::from_base64(text)
    }
}

impl TryFrom<String> for VerifyingKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::from_base64(&text)
    }
}

impl From<VerifyingKey> for String {
    fn from(key: VerifyingKey) -> Self {
        key.to_base64()
    }
}

/// An Ed25519 private key. Wiped from memory when dropped; never shown by `Debug`.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
    public: VerifyingKey,
}

impl Signer {
    /// What the file of a node's key is called.
    pub const FILE: &str = "key.pem";

    /// A new key from the system's randomness.
    ///
    /// # Errors
    /// [`KeyError::Entropy`] where the system gives none.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self::from_seed(seed))
    }

    /// The key of a seed, the same each time: for tests and for keys derived elsewhere. Whoever knows the seed has the key.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let key = SigningKey::from_bytes(&seed);
        let public = VerifyingKey::new(key.verifying_key());
        Self { key, public }
    }

    /// Writes the key to a new file with mode 0600, as PKCS#8 PEM (RFC 5958 version 1, which `openssl pkey` reads), and
    /// waits until it is on disk.
    ///
    /// # Errors
    /// [`KeyError::Io`], also where the file exists: a key is never overwritten.
    pub fn save(&self, path: &Path) -> Result<(), KeyError> {
        let io = |source| KeyError::Io {
            path: path.to_owned(),
            source,
        };
        let pem = KeypairBytes {
            secret_key: self.key.to_bytes(),
            public_key: None,
        }
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|error| io(io::Error::other(error.to_string())))?;
        let mut file = create_private(path).map_err(io)?;
        file.write_all(pem.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(io)
    }

    /// Reads a key that [`Signer::save`] or `openssl genpkey -algorithm ed25519` wrote.
    ///
    /// # Errors
    /// [`KeyError::Exposed`] where others than the owner could read the file; [`KeyError::NotAKey`]; [`KeyError::Io`].
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let io = |source| KeyError::Io {
            path: path.to_owned(),
            source,
        };
        if let Some(mode) = exposed(path).map_err(io)? {
            return Err(KeyError::Exposed {
                path: path.to_owned(),
                mode,
            });
        }
        let bytes = fs::read(path).map_err(io)?;
        let key = str::from_utf8(&bytes)
            .ok()
            .and_then(|pem| SigningKey::from_pkcs8_pem(pem).ok())
            .ok_or_else(|| KeyError::NotAKey {
                path: path.to_owned(),
            })?;
        Ok(Self::from_seed(key.to_bytes()))
    }

    /// Its fingerprint.
    #[must_use]
    pub const fn fingerprint(&self) -> KeyId {
        self.public.id
    }

    /// The public half.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.fingerprint())
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// The file's mode where it lets others than the owner in.
#[cfg(unix)]
fn exposed(path: &Path) -> io::Result<Option<u32>> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode() & 0o7777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

#[cfg(not(unix))]
fn exposed(path: &Path) -> io::Result<Option<u32>> {
    fs::metadata(path).map(|_| None)
}

/// The public keys whose signatures are believed, found by fingerprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(BTreeMap<KeyId, VerifyingKey>);

impl Keys {
    /// No key: nothing is believed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Believes one more key.
    pub fn insert(&mut self, key: VerifyingKey) {
        self.0.insert(key.id, key);
    }

    /// The key with this fingerprint, if it is believed.
    #[must_use]
    pub fn get(&self, id: &KeyId) -> Option<&VerifyingKey> {
        self.0.get(id)
    }

    /// All of them, by fingerprint.
    pub fn iter(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.0.values()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no key is believed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<VerifyingKey> for Keys {
    fn from_iter<I: IntoIterator<Item = VerifyingKey>>(keys: I) -> Self {
        Self(keys.into_iter().map(|key| (key.id, key)).collect())
    }
}

impl From<&Signer> for Keys {
    fn from(signer: &Signer) -> Self {
        Self::from_iter([signer.public.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_hash_of_the_public_key_and_is_read_back() {
        let signer = Signer::from_seed([1; 32]);
        let bytes = STANDARD.decode(signer.verifying_key().to_base64()).unwrap();
        let written = signer.fingerprint().to_string();
        assert_eq!(written, format!("ed25519:{}", Digest::of(&bytes)));
        assert_eq!(written.parse(), Ok(signer.fingerprint()));
        for wrong in [
            "",
            "ed25519:",
            "rsa:00",
            &written[..71],
            &written.to_uppercase(),
        ] {
            assert!(wrong.parse::<KeyId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_public_key_is_read_from_what_it_is_written_as() {
        let key = Signer::from_seed([1; 32]).verifying_key().clone();
        assert_eq!(key.to_string().parse::<VerifyingKey>().unwrap(), key);
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(serde_json::from_str::<VerifyingKey>(&json).unwrap(), key);
    }

    #[test]
    fn what_is_no_public_key_or_a_weak_one_is_refused() {
        // The neutral element: under it some signatures hold for any message.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let weak = STANDARD.encode(neutral);
        for wrong in ["", "AAAA", "no base64!", weak.as_str()] {
            let error = VerifyingKey::from_base64(wrong).unwrap_err().to_string();
            assert!(error.contains("is not an Ed25519 public key"), "{error}");
        }
    }

    #[test]
    fn a_private_key_is_never_shown() {
        let signer = Signer::from_seed([0xab; 32]);
        assert_eq!(
            format!("{signer:?}"),
            format!("Signer({})", signer.fingerprint())
        );
    }
}
