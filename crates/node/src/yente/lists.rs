//! Lists on disk, and the catalog made of them. A newer version replaces the catalog whole, or not at all; searches hold
//! the one they began with.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use mithaq_notice::ListError;
use mithaq_notice::list::{self, Format, List};
use sha2::{Digest as _, Sha256};

use super::catalog::{Catalog, EVERYTHING};
use super::dataset::{Dataset, Heading};
use super::entity::Entity;
use super::view;

/// A list to serve: the name it goes by, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedList {
    /// The dataset's name in addresses: letters, digits and underscores.
    pub name: String,
    /// The Security Council's XML, FollowTheMoney JSON lines, or OFAC's folder.
    pub path: PathBuf,
}

impl std::str::FromStr for NamedList {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = text
            .split_once('=')
            .ok_or_else(|| format!("found `{text}`; expected NAME=FILE, as in un=un.xml"))?;
        let good = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        if name.is_empty() || !name.chars().all(good) {
            return Err(format!(
                "found the name `{name}`; expected letters, digits, `_`, `-` and `.`"
            ));
        }
        if name == EVERYTHING {
            return Err(format!(
                "found the name `{EVERYTHING}`, which means all lists; expected another"
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            path: path.into(),
        })
    }
}

/// Why lists are not served. Nothing of them is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListsError {
    /// A list is refused.
    #[error(transparent)]
    List(#[from] ListError),
    /// A list cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Two lists have one name.
    #[error("found two lists named `{0}`; expected a name of its own for each")]
    TwoOfOneName(String),
    /// An entity cannot be written as JSON again.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The lists served, and the catalog of their last whole reading.
#[derive(Debug)]
pub struct Lists {
    named: Vec<NamedList>,
    current: RwLock<Arc<Catalog>>,
}

impl Lists {
    /// Reads these lists.
    ///
    /// # Errors
    /// [`ListsError`] for the first thing wrong.
    pub fn open(named: Vec<NamedList>) -> Result<Self, ListsError> {
        for (nth, list) in named.iter().enumerate() {
            if named[..nth].iter().any(|before| before.name == list.name) {
                return Err(ListsError::TwoOfOneName(list.name.clone()));
            }
        }
        let current = RwLock::new(Arc::new(read(&named)?));
        Ok(Self { named, current })
    }

    /// How many entities they have, those that only belong to others among them.
    #[must_use]
    pub fn len(&self) -> usize {
        let catalog = self.current();
        catalog.datasets.iter().map(|dataset| dataset.len()).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn current(&self) -> Arc<Catalog> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the lists again. Until all are read whole, and if one is refused, what was served goes on being served.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn reload(&self) -> Result<(), ListsError> {
        let next = Arc::new(read(&self.named)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

fn read(named: &[NamedList]) -> Result<Catalog, ListsError> {
    let datasets = named.iter().map(|list| read_one(list).map(Arc::new));
    Ok(Catalog {
        datasets: datasets.collect::<Result<_, _>>()?,
    })
}

fn read_one(named: &NamedList) -> Result<Dataset, ListsError> {
    let NamedList { name, path } = named;
    if path.is_dir() {
        return dataset(name, list::read(path)?, None);
    }
    let bytes = fs::read(path).map_err(|error| ListsError::Unreadable {
        path: path.clone(),
        error,
    })?;
    let read = list::read_from(&path.display().to_string(), Cursor::new(&bytes))?;
    let own = match read.format {
        // The list's own entities say more than notices do. It was read: it is UTF-8, each line an entity.
        Format::Ftm => Some(own_entities(&String::from_utf8_lossy(&bytes), name)?),
        Format::Un | Format::Ofac => None,
    };
    dataset(name, read, own)
}

fn own_entities(text: &str, dataset: &str) -> Result<Vec<Entity>, serde_json::Error> {
    let mut entities = Vec::new();
    let lines = text.lines().map(|line| line.trim_start_matches('\u{FEFF}'));
    for line in lines.filter(|line| !line.trim().is_empty()) {
        entities.extend(Entity::of_line(line, dataset)?);
    }
    Ok(entities)
}

fn dataset(name: &str, list: List, own: Option<Vec<Entity>>) -> Result<Dataset, ListsError> {
    let entities = own.unwrap_or_else(|| {
        let of_notices = list.notices.iter();
        of_notices
            .flat_map(|notice| view::entities(notice, name))
            .collect()
    });
    let title = match list.format {
        Format::Un => "UN Security Council Consolidated List",
        Format::Ofac => "OFAC Specially Designated Nationals",
        Format::Ftm => name,
    };
    let mut hash = Sha256::new();
    for entity in &entities {
        hash.update(serde_json::to_vec(entity)?);
    }
    let mark: String = hash
        .finalize()
        .iter()
        .take(4)
        .map(|b| format!("{b:02x}"))
        .collect();
    let day = list.generated.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let heading = Heading {
        name: name.to_owned(),
        title: title.to_owned(),
        version: format!("{}-{mark}", day.strftime("%Y%m%d%H%M%S")),
        updated: list
            .generated
            .map(|at| at.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
    };
    Ok(Dataset::new(heading, entities, list.notices)?)
}
