//! Accounts: who may sign in to a node.
//!
//! They lie in a table of their own, because a password's hash belongs in no log that is shown to others. Each change is an
//! entry of kind [`Kind::Account`](crate::Kind::Account) all the same, and [`Reader::verify`](crate::Reader::verify) compares
//! the table with those entries, so that nobody becomes an officer, or signs in as one, by an `UPDATE`.

use std::fmt;

use mithaq_notice::Language;
use serde::{Deserialize, Serialize};

use crate::Digest;

/// A user's name: 1 to 64 characters, no white space and no control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(Box<str>);

/// Why a string is not a [`UserId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not a user name; expected 1 to 64 characters without white space or control characters"
)]
pub struct UserIdError {
    /// What was given, cut to 64 characters, controls shown escaped.
    pub found: String,
}

impl UserId {
    /// Parses a user name.
    ///
    /// # Errors
    /// [`UserIdError`] where it is empty, too long, or has a character it may not have.
    pub fn new(text: &str) -> Result<Self, UserIdError> {
        let length = text.chars().count();
        if length == 0 || length > 64 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(UserIdError {
                found: text.chars().take(64).flat_map(char::escape_debug).collect(),
            });
        }
        Ok(Self(text.into()))
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for UserId {
    type Error = UserIdError;
    fn try_from(text: String) -> Result<Self, UserIdError> {
        Self::new(&text)
    }
}

impl From<UserId> for String {
    fn from(user: UserId) -> Self {
        user.0.into()
    }
}

/// A password's hash in PHC string form (`$argon2id$…`). Made and checked elsewhere, kept here, never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash as the hashing function gave it.
    #[must_use]
    pub fn new(phc: impl Into<String>) -> Self {
        Self(phc.into())
    }

    /// The PHC string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// One who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user's name.
    pub user: UserId,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// What the user may do, in the node's words.
    pub role: String,
    /// The language the user reads.
    pub language: Language,
}

/// What an entry of kind [`Kind::Account`](crate::Kind::Account) holds as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case", deny_unknown_fields)]
pub enum AccountChange {
    /// The account was made or changed to this.
    Set {
        /// The user's name.
        user: UserId,
        /// What the user may do.
        role: String,
        /// The language the user reads.
        language: Language,
        /// The SHA-256 of the password's hash. It fixes the hash without giving it away, because the hash has its own
        /// random salt in it; the same digest as before means the same password as before.
        password: Digest,
    },
    /// The account was removed.
    Removed {
        /// The user's name.
        user: UserId,
    },
}
