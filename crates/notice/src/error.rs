//! What is wrong with a list: where, what was found, what was expected, how to mend it.

use std::fmt;

/// Which rule a list broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListErrorKind {
    /// The file could not be opened or read.
    Unreadable,
    /// There is nothing in it.
    Empty,
    /// It is not UTF-8 (or, for OFAC, Windows-1252).
    Encoding,
    /// It is none of the formats known here.
    UnknownFormat,
    /// It ends before its end.
    Truncated,
    /// It is not well-formed XML, JSON, CSV or TOML.
    Malformed,
    /// It has a field nobody has said what to do with.
    UnknownField,
    /// Something that may occur once occurs twice.
    Duplicate,
    /// Something that must be there is not.
    Missing,
    /// A value is not of the form it must have.
    Value,
    /// A field, a record or the nesting is larger than any list needs.
    TooLarge,
    /// A regime has no entry in the table of regimes.
    UnknownRegime,
}

/// Where in a file something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u64,
    /// The character in the line, from 1.
    pub column: u64,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The position of a byte of `text`; past its end, the end.
    #[must_use]
    pub(crate) fn of_byte(text: &str, byte: usize) -> Self {
        let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
        let mut position = Self::START;
        position.advance(before);
        position
    }

    /// Moves past these bytes of UTF-8, which may end within a character.
    pub(crate) fn advance(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.column = 1;
                }
                // A continuation byte belongs to the character before it.
                0x80..=0xBF => {}
                _ => self.column += 1,
            }
        }
    }
}

/// Why a list was refused. Nothing of a refused list is returned.
///
/// Displayed, it is one message: `un.xml:12:7: found …; expected …; …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: found {found}; expected {expected}; {mend}", Place(file, *at))]
pub struct ListError {
    /// Which rule it broke.
    pub kind: ListErrorKind,
    /// The file, as the caller named it.
    pub file: Box<str>,
    /// Where in it, unless it concerns the whole file.
    pub at: Option<Position>,
    /// What was found.
    pub found: Box<str>,
    /// What was expected instead.
    pub expected: Box<str>,
    /// How to mend it.
    pub mend: Box<str>,
}

struct Place<'a>(&'a str, Option<Position>);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(Position { line, column }) => write!(f, "{}:{line}:{column}", self.0),
            None => f.write_str(self.0),
        }
    }
}

/// An error that does not know its file yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    kind: ListErrorKind,
    at: Option<Position>,
    found: String,
    expected: String,
    mend: String,
}

impl Fault {
    pub(crate) fn new(
        kind: ListErrorKind,
        found: impl Into<String>,
        expected: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            at: None,
            found: found.into(),
            expected: expected.into(),
            mend: mend.into(),
        }
    }

    /// Places it, unless it is placed already.
    pub(crate) fn at(mut self, position: Position) -> Self {
        self.at.get_or_insert(position);
        self
    }

    pub(crate) fn in_file(self, file: &str) -> ListError {
        ListError {
            kind: self.kind,
            file: file.into(),
            at: self.at,
            found: self.found.into(),
            expected: self.expected.into(),
            mend: self.mend.into(),
        }
    }

    pub(crate) fn empty(what: &str) -> Self {
        Self::new(
            ListErrorKind::Empty,
            "an empty file",
            what,
            "fetch the list again from its publisher",
        )
    }

    pub(crate) fn unreadable(error: &std::io::Error) -> Self {
        Self::new(
            ListErrorKind::Unreadable,
            format!("a file that cannot be read ({error})"),
            "a readable file",
            "check the path, the permissions and the disk",
        )
    }

    pub(crate) fn not_utf8(found: impl Into<String>) -> Self {
        Self::new(
            ListErrorKind::Encoding,
            found,
            "text in UTF-8",
            "convert the file to UTF-8, as with `iconv -t UTF-8`, or fetch it again",
        )
    }

    pub(crate) fn truncated(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::new(
            ListErrorKind::Truncated,
            found,
            expected,
            "the download was cut short: fetch the list again",
        )
    }
}

/// A value as a message shows it: quoted, and cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() <= SHOWN {
        format!("`{text}`")
    } else {
        format!("`{}…`", text.chars().take(SHOWN).collect::<String>())
    }
}
