//! What all sections of a file share while it is read: its text, what it declares, and the problems so far.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use miette::NamedSource;
use mithaq_notice::Text;
use toml::de::{DeTable, DeValue};

use super::problem::{Code, Problem, Source};
use crate::iso;
use crate::nearest::nearest;

/// A file with more problems than this is not mended one by one; the rest of them are not reported.
pub(super) const MOST_PROBLEMS: usize = 500;

/// Where keys stand in the file, by key path (`clauses.f7.until`).
pub(crate) type Spans = BTreeMap<String, Range<usize>>;

/// The starts of lines, for places.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    text: Source,
}

impl Lines {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            starts,
            text: Source::new(NamedSource::new(name, text.to_owned())),
        }
    }

    pub(crate) fn file(&self) -> &str {
        self.text.name()
    }

    pub(crate) fn text(&self) -> &str {
        self.text.inner()
    }

    /// Line and column, from 1, the column in characters.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let column = self
            .text
            .inner()
            .get(start..offset)
            .map_or(0, |before| before.chars().count());
        (line, column + 1)
    }

    pub(crate) fn problem(
        &self,
        code: Code,
        field: &str,
        span: Range<usize>,
        [found, expected, mend]: [String; 3],
    ) -> Problem {
        let (line, column) = self.place(span.start);
        Problem {
            code,
            file: self.file().to_owned(),
            line,
            column,
            field: field.to_owned(),
            found,
            expected,
            mend,
            span,
            text: self.text.clone(),
        }
    }
}

/// What a reference may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Member,
    /// A member or a group: who can be party to a consultation.
    Party,
    /// A member, a group or a country.
    Partner,
    Theatre,
    Activity,
    Mode,
    Clause,
    Source,
    Statement,
    Issuer,
    Track,
}

impl Kind {
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Party => "member or group",
            Self::Partner => "member, group or ISO country code",
            Self::Theatre => "theatre or ISO country code",
            Self::Activity => "activity",
            Self::Mode => "mode",
            Self::Clause => "clause",
            Self::Source => "source",
            Self::Statement => "statement",
            Self::Issuer => "issuer of public lists",
            Self::Track => "track",
        }
    }

    /// The tables that declare it.
    const fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Member => &["members"],
            Self::Party | Self::Partner => &["members", "groups"],
            Self::Theatre => &["theatres"],
            Self::Activity => &["activities"],
            Self::Mode => &["modes"],
            Self::Clause => &["clauses"],
            Self::Source => &["sources"],
            Self::Statement => &["statements"],
            Self::Issuer => &["issuers"],
            Self::Track => &["tracks"],
        }
    }

    /// Whether it exists without being declared.
    fn built_in(self, id: &str) -> bool {
        match self {
            Self::Partner => iso::is_country(id),
            Self::Theatre => id == "world" || iso::is_country(id),
            Self::Activity => id == "any",
            _ => false,
        }
    }
}

/// The state of reading one file.
pub(crate) struct Reader {
    pub(crate) lines: Lines,
    pub(crate) problems: Vec<Problem>,
    pub(crate) spans: Spans,
    /// Every text of the file, by key path.
    pub(crate) texts: Vec<(String, Text)>,
    declared: BTreeMap<String, BTreeSet<String>>,
}

impl Reader {
    pub(crate) fn new(lines: Lines, root: &DeTable<'_>) -> Self {
        let declared = root
            .iter()
            .filter_map(|(table, value)| match value.get_ref() {
                DeValue::Table(entries) => Some((
                    table.get_ref().to_string(),
                    entries.keys().map(|k| k.get_ref().to_string()).collect(),
                )),
                _ => None,
            })
            .collect();
        Self {
            lines,
            problems: Vec::new(),
            spans: Spans::new(),
            texts: Vec::new(),
            declared,
        }
    }

    pub(crate) fn report(
        &mut self,
        code: Code,
        field: &str,
        span: Range<usize>,
        message: [String; 3],
    ) {
        if self.problems.len() < MOST_PROBLEMS {
            let problem = self.lines.problem(code, field, span, message);
            self.problems.push(problem);
        }
    }

    /// Whether the id is declared or exists anyway; reports it where it does not.
    pub(crate) fn resolves(
        &mut self,
        kind: Kind,
        id: &str,
        field: &str,
        span: Range<usize>,
    ) -> bool {
        let tables = || {
            let tables = kind.tables().iter();
            tables.filter_map(|table| self.declared.get(*table))
        };
        if kind.built_in(id) || tables().any(|known| known.contains(id)) {
            return true;
        }
        let table = kind.tables().first().copied().unwrap_or_default();
        if self.problems.len() >= MOST_PROBLEMS {
            return false;
        }
        let declared = tables().flatten().map(String::as_str);
        let mend = nearest(id, declared).map_or_else(
            || format!("Declare it as [{table}.{}], or use one that is.", shown(id)),
            |near| {
                format!(
                    "Did you mean `{near}`? Otherwise declare [{table}.{}].",
                    shown(id)
                )
            },
        );
        let message = [
            format!("the unknown id `{}`", shown(id)),
            format!("the id of a declared {}", kind.what()),
            mend,
        ];
        self.report(Code::UnknownId, field, span, message);
        false
    }

    /// Where a key path stands, or else the table that should have it, or else the file's start.
    pub(crate) fn span_of(&self, path: &str) -> Range<usize> {
        let mut path = path;
        loop {
            if let Some(span) = self.spans.get(path) {
                return span.clone();
            }
            match path.rsplit_once('.') {
                Some((table, _)) => path = table,
                None => return 0..0,
            }
        }
    }
}

/// What a person wrote, cut to a length that fits a message.
pub(crate) fn shown(text: &str) -> String {
    if text.chars().count() <= 60 {
        text.to_owned()
    } else {
        text.chars().take(57).chain("…".chars()).collect()
    }
}
