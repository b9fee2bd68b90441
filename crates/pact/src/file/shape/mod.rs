//! The shape of a pact's file: which keys stand in which table, what each holds, and what it is for.
//!
//! The one table of keys. The reader accepts what stands here and nothing else, `fmt` writes keys in this order, and the
//! schema editors complete from is made of it, descriptions included. `parts` has what is agreed, `records` what is recorded
//! beside it; here is what a key is, and the tables that several have.

mod parts;
mod records;

use super::reader::Kind;
use crate::model::{GradeSystem, Word};

pub(crate) use parts::PACT;

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
    /// What it is for, for whoever writes the file.
    pub(crate) about: &'static str,
}

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// An id that is declared here.
    Id,
    /// The id of something declared elsewhere.
    Ref(Kind),
    /// One such id, or a list of which the order means nothing.
    Refs(Kind),
    /// One such id, or a list in order.
    Chain(Kind),
    /// Ids of theatres, or `{ all = …, but = … }`.
    Area,
    /// One text in up to three languages.
    Text,
    /// A month or a day.
    Date,
    /// One of a closed list.
    Word(&'static [Word]),
    /// Several of a closed list.
    Words(&'static [Word]),
    /// Yes or no.
    Flag,
    /// A whole number, from this one up.
    Number(u64),
    /// A string of some form.
    Line(Form),
    /// A list of such strings.
    Lines(Form),
    /// How a statement is graded: `"C3"`, or `{ system = …, value = … }`.
    Grade,
    /// One table of these keys.
    Table(&'static [Key]),
    /// A list of tables of these keys, `[[…]]`.
    Tables(&'static [Key]),
}

/// The form of a string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// For messages.
    pub(crate) expected: &'static str,
    /// A regular expression it matches.
    pub(crate) pattern: &'static str,
}

/// A section `[name.ID]`: one table for each id.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
    pub(crate) about: &'static str,
}

const fn must(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key {
        name,
        holds,
        required: true,
        about,
    }
}

const fn may(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key {
        name,
        holds,
        required: false,
        about,
    }
}

const fn section(name: &'static str, keys: &'static [Key], about: &'static str) -> Section {
    Section { name, keys, about }
}

use Holds::{Area, Line, Refs};

/// The sections, in the order `fmt` writes them.
pub(crate) const SECTIONS: &[Section] = &[
    parts::MEMBERS,
    parts::GROUPS,
    parts::ISSUERS,
    parts::THEATRES,
    parts::ACTIVITIES,
    parts::MODES,
    parts::CLAUSES,
    records::SOURCES,
    records::STATEMENTS,
    records::CONSULTATIONS,
    records::FLOWS,
    records::WATCHES,
    records::INDICATORS,
    records::TRACKS,
    records::EXEMPTIONS,
    records::CAPABILITIES,
    parts::OBLIGATIONS,
];

const ROUTE: &[Key] = &[
    may("from", Area, "Where it sets out; informs."),
    must(
        "to",
        Area,
        "Where it is bound for: a question's destination must lie in it.",
    ),
];

/// An area as a table.
pub(crate) const AREA: &[Key] = &[
    must("all", Refs(Kind::Theatre), "The union of these …"),
    may("but", Refs(Kind::Theatre), "… without these."),
];

/// A grade of any system.
pub(crate) const GRADE: &[Key] = &[
    must(
        "system",
        Holds::Word(GradeSystem::WORDS),
        "Whose grade it is. Grades are converted into none.",
    ),
    must(
        "value",
        Line(Form {
            expected: "the grade as that system writes it",
            pattern: "^[A-FX1-3][A-E1-6][PC]?$",
        }),
        "The grade, as that system writes it.",
    ),
];

/// A text.
pub(crate) const TEXT: &[Key] = &[
    may("ar", Line(WORDING), "In Arabic."),
    may("fr", Line(WORDING), "In French."),
    may("en", Line(WORDING), "In English."),
];

const WORDING: Form = Form {
    expected: "a text that says something",
    pattern: "\\S",
};

/// The code of a language.
pub(crate) const LANGUAGE: Form = Form {
    expected: "an ISO 639-1 code: two lower-case letters, as `\"ar\"`",
    pattern: "^[a-z]{2}$",
};

/// An Admiralty grade.
pub(crate) const ADMIRALTY: Form = Form {
    expected: "an Admiralty grade, as `\"C3\"`",
    pattern: "^[A-F][1-6]$",
};

/// The keys of a section.
pub(crate) fn section_keys(name: &str) -> &'static [Key] {
    SECTIONS
        .iter()
        .find(|section| section.name == name)
        .map_or(&[], |section| section.keys)
}

impl Holds {
    /// What stands there, for messages.
    pub(crate) fn expected(self) -> String {
        match self {
            Self::Id | Self::Ref(_) => "an id".to_owned(),
            Self::Refs(_) | Self::Chain(_) | Self::Area => "one id or a list of ids".to_owned(),
            Self::Text => "a text as `.ar`, `.fr` and `.en`".to_owned(),
            Self::Date => "a month `\"2014-09\"` or a day `\"2014-09-12\"`".to_owned(),
            Self::Word(words) => listed(words),
            Self::Words(words) => format!("a list of {}", listed(words)),
            Self::Flag => "true or false".to_owned(),
            Self::Number(0) => "a whole number, 0 or more".to_owned(),
            Self::Number(least) => format!("a whole number from {least} up"),
            Self::Line(form) | Self::Lines(form) => form.expected.to_owned(),
            Self::Grade => ADMIRALTY.expected.to_owned(),
            Self::Table(keys) => {
                let required = keys.iter().filter(|key| key.required);
                let keys: Vec<String> = required.map(|key| format!("{} = …", key.name)).collect();
                format!("a table {{ {} }}", keys.join(", "))
            }
            Self::Tables(_) => "a list of tables, written `[[…]]`".to_owned(),
        }
    }

    /// The keys of the table that stands there, where one does.
    pub(crate) const fn keys(self) -> &'static [Key] {
        match self {
            Self::Area => AREA,
            Self::Text => TEXT,
            Self::Grade => GRADE,
            Self::Table(keys) | Self::Tables(keys) => keys,
            _ => &[],
        }
    }
}

/// “a, b or c”.
fn listed(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.word).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
