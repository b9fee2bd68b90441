//! The lists a machine holds, known by what they contain.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mithaq_notice::list::{self, List};
use mithaq_notice::ofac;
use mithaq_screen::{Admit, Hit, Index, Query};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::screening::{ENGINE, Refused, Screening};

/// A list by its content: the SHA-256 of its file, as `sha256sum` prints it. For OFAC's folder, that of what
/// `sha256sum sdn.csv alt.csv add.csv` prints.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no SHA-256; expected 64 hexadecimal digits");
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// Lists read whole, ready to answer. Immutable but for its count; all tasks of an executor share it.
#[derive(Debug)]
pub struct Holding {
    lists: Vec<Digest>,
    index: Index,
    answered: AtomicU64,
}

impl Holding {
    /// Reads lists in any format `mithaq screen --list` reads. Their order counts: of two that give one id to notices of
    /// two issuers, the later has its issuer before it; of two that hold the same notice, modified at the same moment, the later wins.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or [`Error::List`] for the first thing wrong in any of them; nothing is held in part.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Error> {
        let mut digests = Vec::new();
        let mut lists = Vec::new();
        for path in paths {
            let content = Content::read(path)?;
            digests.push(content.digest());
            lists.push(content.list(path)?);
        }
        let notices = list::together(lists).map_err(|error| Error::Input(error.to_string()))?;
        Ok(Self {
            lists: digests,
            index: Index::build(notices.into_iter().map(|notice| (Arc::new(notice), 0))),
            answered: AtomicU64::new(0),
        })
    }

    /// The lists it holds.
    #[must_use]
    pub fn lists(&self) -> &[Digest] {
        &self.lists
    }

    /// How many queries it has answered so far.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// Whether it would answer as the screening expects.
    ///
    /// # Errors
    /// [`Refused`], when it holds other lists or is another engine.
    pub fn admit(&self, screening: &Screening) -> Result<(), Refused> {
        if screening.engine() != ENGINE {
            Err(Refused::Engine {
                wanted: screening.engine().to_owned(),
            })
        } else if screening.lists() != self.lists {
            Err(Refused::Lists {
                held: self.lists.clone(),
                wanted: screening.lists().to_vec(),
            })
        } else {
            Ok(())
        }
    }

    /// The possible matches of one query, the best first. Ask [`admit`](Self::admit) first.
    pub(crate) fn search(&self, query: &Query, screening: &Screening) -> Vec<Hit> {
        self.answered.fetch_add(1, Ordering::Relaxed);
        self.index
            .search(query, screening.options(), Admit::All, screening.at())
    }
}

/// The digests of lists, without reading what is in them: all that a client needs.
///
/// # Errors
/// [`Error::Unreadable`].
pub fn digests(paths: &[PathBuf]) -> Result<Vec<Digest>, Error> {
    paths
        .iter()
        .map(|path| Ok(Content::read(path)?.digest()))
        .collect()
}

/// OFAC's files, in the order their digest is taken.
const OFAC: [&str; 3] = ["sdn.csv", "alt.csv", "add.csv"];

/// The bytes of a list: read once, so that what is digested is what is parsed.
enum Content {
    File(Vec<u8>),
    Ofac([Vec<u8>; 3]),
}

impl Content {
    fn read(path: &Path) -> Result<Self, Error> {
        let file =
            |path: PathBuf| fs::read(&path).map_err(|source| Error::Unreadable { path, source });
        if path.is_dir() {
            let [sdn, alt, add] = OFAC.map(|name| file(path.join(name)));
            Ok(Self::Ofac([sdn?, alt?, add?]))
        } else {
            file(path.to_owned()).map(Self::File)
        }
    }

    fn digest(&self) -> Digest {
        match self {
            Self::File(bytes) => Digest::of(bytes),
            Self::Ofac(files) => {
                let sums: String = OFAC
                    .iter()
                    .zip(files)
                    .map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes)))
                    .collect();
                Digest::of(sums.as_bytes())
            }
        }
    }

    fn list(&self, path: &Path) -> Result<List, Error> {
        let list = match self {
            Self::File(bytes) => list::read_from(&path.display().to_string(), bytes.as_slice()),
            Self::Ofac(files) => {
                let [sdn, alt, add] = files.each_ref().map(Vec::as_slice);
                let [sdn_name, alt_name, add_name] =
                    OFAC.map(|name| path.join(name).display().to_string());
                ofac::read_from((sdn_name, sdn), (alt_name, alt), (add_name, add))
            }
        };
        list.map_err(Error::List)
    }
}

#[cfg(test)]
mod tests {
    use mithaq_screen::Language;

    use super::*;

    #[test]
    fn another_engine_is_refused_even_with_the_same_lists() {
        let lists = vec![Digest::of(b"abc")];
        let holding = Holding {
            lists: lists.clone(),
            index: Index::default(),
            answered: AtomicU64::new(0),
        };
        let limit = 5.try_into().unwrap();
        let day = jiff::Timestamp::UNIX_EPOCH;
        let screening = Screening::new(lists, 0.7, limit, day, Language::En).unwrap();
        assert_eq!(holding.admit(&screening), Ok(()));

        let sent = String::from_utf8(screening.to_bytes()).unwrap();
        let older = sent.replace(ENGINE, "mithaq 0.0.9 (sources 0123456789abcdef)");
        let older = Screening::from_bytes(older.as_bytes()).unwrap();
        let refused = holding.admit(&older).unwrap_err().to_string();
        assert!(
            refused.contains(&format!(
                "this executor is {ENGINE}, the query wants mithaq 0.0.9"
            )),
            "{refused}"
        );
    }

    #[test]
    fn a_digest_is_what_sha256sum_prints() {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), text);
        assert_eq!(text.parse(), Ok(Digest::of(b"abc")));
        for wrong in ["", "ab", &"é".repeat(32), &format!("+{}", &text[1..])] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }
}
