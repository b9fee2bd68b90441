//! A pact's hash: the same for everybody who agreed to the same thing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::Model;

/// Kept apart from other uses of SHA-256, and changed when the canonical form is.
const DOMAIN: &[u8] = b"mithaq pact, canonical form 1\n";

/// SHA-256 of a pact's canonical model: sorted, without comments and layout.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PactHash([u8; 32]);

/// Why a string is not a pact's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pact's hash is 64 hexadecimal digits, lower case")]
pub struct HashError;

impl PactHash {
    pub(crate) fn of(model: &Model) -> Self {
        let mut canonical = String::new();
        // A model is maps, lists, strings and numbers, none of which fail to serialise.
        write(
            &serde_json::to_value(model).unwrap_or_default(),
            &mut canonical,
        );
        let mut hasher = Sha256::new();
        hasher.update(DOMAIN);
        hasher.update(canonical.as_bytes());
        Self(hasher.finalize().into())
    }
}

/// JSON with sorted keys and no blanks. What is absent, null, false or empty is left out, so that a field added to the format
/// later changes the hash only of pacts that use it.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().filter(|(_, v)| says_something(v)).collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (n, (key, value)) in entries.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => map.values().any(says_something),
        _ => true,
    }
}

impl fmt::Display for PactHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PactHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PactHash({self})")
    }
}

impl FromStr for PactHash {
    type Err = HashError;
    fn from_str(text: &str) -> Result<Self, HashError> {
        let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() != 64 || !text.bytes().all(lower) {
            return Err(HashError);
        }
        let mut bytes = [0; 32];
        for (n, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * n..2 * n + 2).ok_or(HashError)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| HashError)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for PactHash {
    type Error = HashError;
    fn try_from(text: String) -> Result<Self, HashError> {
        text.parse()
    }
}

impl From<PactHash> for String {
    fn from(hash: PactHash) -> Self {
        hash.to_string()
    }
}
