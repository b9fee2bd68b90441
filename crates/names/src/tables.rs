//! The learned tables a score rests on, as they lie in `data/`: those compiled in, and others read in their place.

use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::cost::Costs;
use crate::lexicon::Lexicon;
use crate::rarity::{Centinats, Organisations, Rarity};
use crate::symbol::Symbol;
use crate::weights::Weights;

/// The files, by name. Everything learned is in one of them.
const CONFUSIONS: &str = "confusions.tsv";
const LEXICON: &str = "lexicon.tsv";
const ORGANISATION_WORDS: &str = "listed_organisation_words.tsv";
const RARITY: &str = "rarity.tsv";
const WEIGHTS: &str = "weights.tsv";
const FILES: [&str; 5] = [CONFUSIONS, LEXICON, ORGANISATION_WORDS, RARITY, WEIGHTS];

/// Everything learned that a score rests on, as (file, text): with the code of this version they make every score what it is. To be
/// kept, or digested, by whoever must say later by which weights names were compared; [`Tables::read`] reads them back.
///
/// ```
/// assert!(mithaq_names::tables().iter().any(|(file, text)| *file == "weights.tsv" && text.contains("score_50\t")));
/// ```
pub const fn tables() -> [(&'static str, &'static str); 5] {
    [
        (CONFUSIONS, include_str!("../data/confusions.tsv")),
        (LEXICON, include_str!("../data/lexicon.tsv")),
        (
            ORGANISATION_WORDS,
            include_str!("../data/training/listed_organisation_words.tsv"),
        ),
        (RARITY, include_str!("../data/rarity.tsv")),
        (WEIGHTS, include_str!("../data/weights.tsv")),
    ]
}

/// What spellings cost, what words are worth and mean, what evidence weighs. Cheap to clone: all clones share one.
///
/// [`Name::new`](crate::Name::new) and [`Matcher::default`](crate::Matcher) go by those [compiled in](Self::compiled). To compare as another
/// day's tables did, read them and make names and matcher by them:
///
/// ```
/// use mithaq_names::{Kind, Matcher, Name, Tables, tables};
///
/// let kept: Vec<(String, String)> = tables().map(|(file, text)| (file.into(), text.into())).into();
/// let then = Tables::read(kept.iter().map(|(file, text)| (file.as_str(), text.as_str())))?;
/// let score = Matcher::from_tables(&then).score(
///     &Name::new_in(&then, "مختار بلمختار", Kind::Person),
///     &Name::new_in(&then, "Mokhtar Belmokhtar", Kind::Person),
/// );
/// assert!(score.get() > 0.8);
/// # Ok::<(), mithaq_names::TableError>(())
/// ```
#[derive(Clone)]
pub struct Tables(Arc<Learned>);

struct Learned {
    costs: Costs,
    rarity: Rarity,
    organisations: Organisations,
    lexicon: Lexicon,
    weights: Weights,
}

static COMPILED: LazyLock<Tables> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the files are compiled in, and a test reads them"
    )]
    Tables::read(tables()).expect("the tables that are compiled in can be read")
});

impl Tables {
    /// Those compiled in.
    pub fn compiled() -> &'static Self {
        &COMPILED
    }

    /// Reads tables in the format of [`tables`], whatever values they hold: every file once, in any order.
    ///
    /// # Errors
    ///
    /// A file is missing, twice there or unknown; a line is none of its file's, or one that has to be there is not. Nothing is read in part.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, TableError> {
        let mut texts: [Option<&str>; FILES.len()] = Default::default();
        for (file, text) in files {
            let known = FILES.iter().position(|known| *known == file);
            let place = known.ok_or_else(|| TableError::UnknownFile(file.to_owned()))?;
            if texts[place].replace(text).is_some() {
                return Err(TableError::FileTwice(FILES[place]));
            }
        }
        let table = |file: &'static str| {
            let place = FILES.iter().position(|known| *known == file);
            let text = place.and_then(|place| texts[place]);
            text.map(|text| Table { file, text })
                .ok_or(TableError::FileMissing(file))
        };
        let organisations = Organisations::read(table(ORGANISATION_WORDS)?)?;
        Ok(Self(Arc::new(Learned {
            costs: Costs::read(table(CONFUSIONS)?)?,
            rarity: Rarity::read(table(RARITY)?)?,
            lexicon: Lexicon::read(table(LEXICON)?, &organisations)?,
            weights: Weights::read(table(WEIGHTS)?)?,
            organisations,
        })))
    }

    pub(crate) fn costs(&self) -> &Costs {
        &self.0.costs
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.0.lexicon
    }

    pub(crate) fn organisations(&self) -> &Organisations {
        &self.0.organisations
    }

    pub(crate) fn weights(&self) -> &Weights {
        &self.0.weights
    }

    /// What sharing a word spelt so is worth.
    pub(crate) fn information(&self, word: &[Symbol]) -> Centinats {
        self.0.rarity.information(word)
    }
}

impl Default for Tables {
    fn default() -> Self {
        Self::compiled().clone()
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tables").finish_non_exhaustive()
    }
}

/// Why tables cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableError {
    /// A file that [`tables`] has is not among them.
    FileMissing(&'static str),
    /// A file is there twice.
    FileTwice(&'static str),
    /// No file of [`tables`] is called so.
    UnknownFile(String),
    /// A line is none of its file's.
    Line {
        /// The file.
        file: &'static str,
        /// The line, from 1 up.
        line: usize,
        /// What it says.
        found: String,
        /// What it should say.
        expected: String,
    },
    /// A line that has to be in the file is not.
    LineMissing {
        /// The file.
        file: &'static str,
        /// What it should say.
        expected: String,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = || FILES.join(", ");
        match self {
            Self::FileMissing(file) => {
                write!(f, "the table {file} is missing; needed are {}", files())
            }
            Self::FileTwice(file) => write!(f, "the table {file} is there twice; give it once"),
            Self::UnknownFile(file) => {
                write!(f, "no table is called {file:?}; known are {}", files())
            }
            Self::Line {
                file,
                line,
                found,
                expected,
            } => write!(
                f,
                "{file}, line {line}: found {found:?}, expected {expected}"
            ),
            Self::LineMissing { file, expected } => write!(f, "{file}: expected {expected}"),
        }
    }
}

impl std::error::Error for TableError {}

/// One file of tab-separated lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a> {
    pub(crate) file: &'static str,
    pub(crate) text: &'a str,
}

impl<'a> Table<'a> {
    /// The lines but for comments, which begin with `#`.
    pub(crate) fn lines(self) -> impl Iterator<Item = Line<'a>> {
        let lines = (1..).zip(self.text.lines());
        let lines = lines.filter(|(_, text)| !text.starts_with('#'));
        lines.map(move |(number, text)| Line {
            file: self.file,
            number,
            text,
        })
    }

    /// That a line is missing which says this.
    pub(crate) fn lacks(self, expected: impl Into<String>) -> TableError {
        TableError::LineMissing {
            file: self.file,
            expected: expected.into(),
        }
    }
}

/// One line of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    file: &'static str,
    number: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// From 1 up.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Its columns, if they are so many.
    pub(crate) fn columns<const N: usize>(
        self,
        expected: &str,
    ) -> Result<[&'a str; N], TableError> {
        let columns: Vec<&str> = self.text.split('\t').collect();
        columns.try_into().map_err(|_| self.wrong(expected))
    }

    /// That the line should say this.
    pub(crate) fn wrong(self, expected: impl Into<String>) -> TableError {
        TableError::Line {
            file: self.file,
            line: self.number,
            found: self.text.to_owned(),
            expected: expected.into(),
        }
    }
}
