//! What the log is made of: drafts before they are logged, entries after.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Digest, Envelope, KeyId};

/// The DSSE type of an entry's signed header.
pub const ENTRY_TYPE: &str = "application/vnd.mithaq.entry+json";

/// An entry's place in the log: 1 for the first, then without a gap.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct LogSeq(u64);

impl LogSeq {
    /// Before the first entry: reading `after` it reads from the beginning.
    pub const START: Self = Self(0);

    /// The place with this number, as a cursor that was kept elsewhere has it.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The place after it.
    #[must_use]
    pub(crate) const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// As SQLite counts. A number past what it can hold names no entry, and neither does the largest one.
    pub(crate) fn to_row(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    pub(crate) fn from_row(row: i64) -> Option<Self> {
        u64::try_from(row).ok().filter(|&n| n > 0).map(Self)
    }
}

impl fmt::Display for LogSeq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)*) => {
        /// What an entry is of. The words are what is signed: they never change and are never used for something else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "&'static str", try_from = "String")]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its word in the log.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// A list was read: which, of when, what it brought.
    Import = "import",
    /// A version of a notice of this member or of a list it imported: new, corrected or revoked.
    Notice = "notice",
    /// A version of the pact came into force here.
    Pact = "pact",
    /// A notice went out to a member, and by which decision.
    Delivery = "delivery",
    /// A notice was asked for and not given, and by which decision.
    Withheld = "withheld",
    /// Something came from another member; the payload is its envelope as it came.
    Received = "received",
    /// A holder confirmed a correction or a recall.
    Acknowledgement = "acknowledgement",
    /// A notice of this member was taken back, and who owes an acknowledgement.
    Recall = "recall",
    /// A screening's receipt.
    Screening = "screening",
    /// The tables an engine version compares names by, once, so that its screenings can be replayed.
    Engine = "engine",
    /// The parties a post screens again and again were changed; encrypted.
    Book = "book",
    /// A notice was cleared for a party, or that was undone.
    Clearance = "clearance",
    /// A person decided on a possible match.
    Review = "review",
    /// A confirmed match, on its way to the originator or come from a holder.
    Sighting = "sighting",
    /// A step of a consultation.
    Consultation = "consultation",
    /// An amendment of the pact, or a signature under it.
    Amendment = "amendment",
    /// An attributed report.
    Statement = "statement",
    /// A payload was removed, which and why. Written by [`Store::erase`](crate::Store::erase) only.
    Erasure = "erasure",
    /// Who may sign in was changed. Written by the store's account functions only.
    Account = "account",
}

impl Kind {
    /// Whether the store writes such entries itself, so that nobody else may.
    pub(crate) const fn is_reserved(self) -> bool {
        matches!(self, Self::Erasure | Self::Account)
    }
}

/// Why a word is not a [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a kind of entry this version knows")]
pub struct KindError {
    /// What was given, cut to 40 characters.
    pub found: String,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Kind {
    type Err = KindError;
    fn from_str(word: &str) -> Result<Self, KindError> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| KindError {
                found: word.chars().take(40).collect(),
            })
    }
}

impl TryFrom<String> for Kind {
    type Error = KindError;
    fn try_from(word: String) -> Result<Self, KindError> {
        word.parse()
    }
}

impl From<Kind> for &'static str {
    fn from(kind: Kind) -> Self {
        kind.word()
    }
}

/// What is to be logged. It becomes an [`Entry`] when [`Store::append`](crate::Store::append) returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub(crate) kind: Kind,
    pub(crate) at: Timestamp,
    pub(crate) payload: Vec<u8>,
    pub(crate) refs: Vec<LogSeq>,
}

impl Draft {
    /// The largest payload, in bytes.
    pub const MAX_PAYLOAD: usize = 16 << 20;

    /// The most entries one entry may refer to.
    pub const MAX_REFS: usize = 1024;

    /// A draft of some bytes: JSON by convention, or a foreign signed envelope just as it came.
    #[must_use]
    pub fn new(kind: Kind, at: Timestamp, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            kind,
            at,
            payload: payload.into(),
            refs: Vec::new(),
        }
    }

    /// A draft of a value's JSON.
    ///
    /// # Errors
    /// Where the value cannot be written as JSON.
    pub fn json(
        kind: Kind,
        at: Timestamp,
        payload: &impl Serialize,
    ) -> Result<Self, serde_json::Error> {
        serde_json::to_vec(payload).map(|json| Self::new(kind, at, json))
    }

    /// Names earlier entries this one is about. Signed with it, and kept when its payload is erased.
    #[must_use]
    pub fn referring_to(mut self, refs: impl IntoIterator<Item = LogSeq>) -> Self {
        self.refs.extend(refs);
        self
    }
}

/// One entry as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place.
    pub seq: LogSeq,
    /// When it was logged, by the clock of who logged it.
    pub at: Timestamp,
    /// What it is of.
    pub kind: Kind,
    /// Earlier entries it is about.
    pub refs: Vec<LogSeq>,
    /// The content; `None` where it was erased.
    pub payload: Option<Vec<u8>>,
    /// The hash of its header, which the next entry carries.
    pub hash: Digest,
    /// The key that signed it.
    pub signer: KeyId,
    /// Its header as it was signed: with [`Entry::salt`] and the payload, proof to others that this was logged.
    pub header: Envelope,
    /// What is hashed before the payload, so that an erased payload cannot be found by trying; erased with it.
    pub salt: Option<Vec<u8>>,
}

impl Entry {
    /// Reads the payload as JSON; `None` where it was erased.
    ///
    /// # Errors
    /// Where it is not the JSON of a `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>, serde_json::Error> {
        self.payload
            .as_deref()
            .map(serde_json::from_slice)
            .transpose()
    }
}

/// What is signed of an entry. The chain runs over these bytes; the payload is in it as a salted hash only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) seq: LogSeq,
    pub(crate) prev: Digest,
    pub(crate) at: Timestamp,
    pub(crate) kind: Kind,
    pub(crate) payload_hash: Digest,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) refs: Vec<LogSeq>,
}

/// Random bytes hashed before a payload. Its length is fixed: were it not, a byte could move between salt and payload and
/// the hash would stay.
pub(crate) const SALT_BYTES: usize = 32;

/// The hash of a payload that a header carries.
pub(crate) fn payload_hash(salt: &[u8; SALT_BYTES], payload: &[u8]) -> Digest {
    Digest::of_parts([salt, payload])
}

/// Whether these are the salt and payload a header speaks of.
pub(crate) fn is_payload_of(header: &Header, salt: &[u8], payload: &[u8]) -> bool {
    salt.try_into()
        .is_ok_and(|salt| payload_hash(salt, payload) == header.payload_hash)
}
