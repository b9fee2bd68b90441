//! Reading a pact file: all of it is read whatever is wrong with it, and everything wrong is reported at once.
//!
//! `shape` is the table of all keys; `problem` is what is reported and `wording` says it, `reader` what all sections share, `fields` one table being read; `parts`, `clauses`,
//! `statements`, `consultations`, `flows`, `capabilities`, `tracks` and `records` are the sections; `coherence` is what only shows when all are read.

mod capabilities;
mod clauses;
mod coherence;
mod comments;
mod consultations;
mod fields;
mod flows;
pub(crate) mod layout;
mod life;
mod parts;
mod places;
pub(crate) mod problem;
pub(crate) mod reader;
mod records;
pub(crate) mod schema;
pub(crate) mod shape;
mod statements;
mod tracks;
mod wording;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::{Group, GroupId, Model};
use crate::space::Space;
use fields::Fields;
use problem::{Code, PactErrors, Problem};
use reader::{Lines, MOST_PROBLEMS, Reader, Spans, shown};
use shape::{PACT, SECTIONS};

/// More than any agreement needs; what is larger is refused before it costs memory.
const MOST_BYTES: usize = 4 << 20;
const MOST_ENTRIES: usize = 20_000;
const MOST_CLAUSES: usize = 5000;
const MOST_PLACES: usize = 512;

/// A file that was read: what it says, what that means, and where it says it.
pub(crate) struct Parsed {
    pub(crate) model: Model,
    pub(crate) space: Space,
    pub(crate) spans: Spans,
    pub(crate) texts: Vec<(String, mithaq_notice::Text)>,
    pub(crate) lines: Lines,
}

/// Reads bytes that may not even be text.
pub(crate) fn parse_bytes(name: &str, bytes: &[u8]) -> Result<Parsed, PactErrors> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(name, text),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let readable = String::from_utf8_lossy(good);
            let at = readable.len();
            let byte = bytes.get(at).copied().unwrap_or_default();
            let message = [
                format!("the byte 0x{byte:02x}, which is not UTF-8"),
                "a text file in UTF-8".to_owned(),
                "Save the file as UTF-8.".to_owned(),
            ];
            let lines = Lines::new(name, &readable);
            Err(PactErrors(vec![lines.problem(
                Code::NotUtf8,
                "file",
                at..at,
                message,
            )]))
        }
    }
}

/// Reads a file's text.
pub(crate) fn parse(name: &str, text: &str) -> Result<Parsed, PactErrors> {
    if text.len() > MOST_BYTES {
        let message = [
            format!("{} bytes", text.len()),
            format!("at most {MOST_BYTES} bytes"),
            "Split the agreement, or check that this is a pact file.".to_owned(),
        ];
        let problem = Lines::new(name, "").problem(Code::TooLarge, "file", 0..0, message);
        return Err(PactErrors(vec![problem]));
    }
    let lines = Lines::new(name, text);
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let message = [
            "an empty file".to_owned(),
            "a pact: [pact], [members.…], [clauses.…] …".to_owned(),
            "Check that the right file was named.".to_owned(),
        ];
        return Err(PactErrors(vec![lines.problem(
            Code::EmptyFile,
            "file",
            0..0,
            message,
        )]));
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(PactErrors(
            errors
                .iter()
                .take(MOST_PROBLEMS)
                .map(|e| toml_problem(&lines, text, e))
                .collect(),
        ));
    }
    let mut reader = Reader::new(lines, root.get_ref());
    let model = read(&mut reader, root.get_ref());
    let outcome = model.map(|model| {
        let space = coherence::check(&mut reader, &model);
        (model, space)
    });
    let Reader {
        lines,
        mut problems,
        spans,
        texts,
        ..
    } = reader;
    problems.sort_by_key(|p| (p.span.start, p.span.end));
    match outcome {
        Some((model, space)) if problems.is_empty() => Ok(Parsed {
            model,
            space,
            spans,
            texts,
            lines,
        }),
        _ => Err(PactErrors(problems)),
    }
}

fn toml_problem(lines: &Lines, text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let mut found = error.message().replace('\n', "; ");
    if let Some(at) = text.get(span.clone()).filter(|at| !at.trim().is_empty()) {
        found = format!("{found}: `{}`", shown(at));
    }
    let (code, expected, mend) = if found.starts_with("duplicate key") {
        let mend = "Give one of the two another id, or delete it.";
        (Code::DuplicateId, "each key and each table once", mend)
    } else {
        let mend = "Mend the syntax at this place.";
        (Code::Toml, "TOML, as in the rest of the file", mend)
    };
    let message = [found, expected.to_owned(), mend.to_owned()];
    lines.problem(code, "file", span, message)
}

/// Reads every section. None only where the head is missing: all else is read as far as it goes.
fn read(reader: &mut Reader, root: &DeTable<'_>) -> Option<Model> {
    let mut sections = Sections {
        root,
        reader,
        read: Vec::new(),
    };
    let pact = sections.head();
    let mut reserved = Vec::new();
    let members = sections.all("members", |f, id| parts::member(f, id, &mut reserved));
    let groups: BTreeMap<GroupId, Group> = sections.all("groups", parts::group);
    let issuers = sections.all("issuers", parts::issuer);
    let theatres = sections.all("theatres", parts::theatre);
    let activities = sections.all("activities", parts::activity);
    let modes = sections.all("modes", parts::mode);
    let mut clauses = sections.all("clauses", clauses::clause);
    life::join(sections.reader, &mut clauses, reserved);
    let sources = sections.all("sources", statements::source);
    let statements = sections.all("statements", statements::statement);
    let consultations = sections.all("consultations", |f, id| {
        consultations::consultation(f, id, &groups)
    });
    let watches = sections.all("watches", records::watch);
    let indicators = sections.all("indicators", records::indicator);
    let tracks = sections.all("tracks", tracks::track);
    let exemptions = sections.all("exemptions", tracks::exemption);
    let flows = sections.all("flows", flows::flow);
    let capabilities = sections.all("capabilities", capabilities::capability);
    let obligations = sections.all("obligations", records::obligation);
    sections.finish();
    Some(Model {
        pact: pact?,
        members,
        groups,
        issuers,
        theatres,
        activities,
        modes,
        clauses,
        sources,
        statements,
        consultations,
        watches,
        indicators,
        tracks,
        exemptions,
        flows,
        capabilities,
        obligations,
    })
}

/// The tables at the top of the file.
struct Sections<'r, 't> {
    root: &'t DeTable<'t>,
    reader: &'r mut Reader,
    read: Vec<&'static str>,
}

impl<'t> Sections<'_, 't> {
    fn head(&mut self) -> Option<crate::model::Framework> {
        let Some((name, value)) = self.root.get_key_value("pact") else {
            let message = [
                "no [pact]".to_owned(),
                "[pact] with id, version, status and title".to_owned(),
                "Add it at the top of the file.".to_owned(),
            ];
            self.reader.report(Code::MissingKey, "pact", 0..0, message);
            return None;
        };
        let DeValue::Table(table) = value.get_ref() else {
            self.not_a_table("pact", value);
            return None;
        };
        let path = "pact".to_owned();
        let mut fields = Fields::new(self.reader, PACT, path, name.span(), table);
        let head = parts::framework(&mut fields);
        fields.finish();
        head
    }

    /// Every entry `[section.id]` by its id.
    fn all<I, T>(
        &mut self,
        section: &'static str,
        mut read: impl FnMut(&mut Fields<'_, 't>, I) -> Option<T>,
    ) -> BTreeMap<I, T>
    where
        I: FromStr<Err: Display> + Ord + Clone,
    {
        self.read.push(section);
        let keys = shape::section_keys(section);
        let mut all = BTreeMap::new();
        let Some(value) = self.root.get(section) else {
            return all;
        };
        let DeValue::Table(entries) = value.get_ref() else {
            self.not_a_table(section, value);
            return all;
        };
        let most = match section {
            "theatres" | "activities" => MOST_PLACES,
            "clauses" => MOST_CLAUSES,
            _ => MOST_ENTRIES,
        };
        if entries.len() > most {
            let message = [
                format!("{} entries", entries.len()),
                format!("at most {most}"),
                "Split the agreement.".to_owned(),
            ];
            self.reader
                .report(Code::TooLarge, section, value.span(), message);
            return all;
        }
        for (name, entry) in entries {
            let path = format!("{section}.{}", shown(name.get_ref()));
            let id = match name.get_ref().parse::<I>() {
                Ok(id) => id,
                Err(error) => {
                    let message = [
                        format!("the key `{}`", shown(name.get_ref())),
                        "an id".to_owned(),
                        format!("{error}."),
                    ];
                    self.reader.report(Code::BadId, &path, name.span(), message);
                    continue;
                }
            };
            let DeValue::Table(table) = entry.get_ref() else {
                self.not_a_table(&path, entry);
                continue;
            };
            let mut fields = Fields::new(self.reader, keys, path, name.span(), table);
            let read = read(&mut fields, id.clone());
            fields.finish();
            all.extend(read.map(|entry| (id, entry)));
        }
        all
    }

    fn not_a_table(&mut self, path: &str, value: &Spanned<DeValue<'_>>) {
        let message = [
            fields::described(value),
            "a table".to_owned(),
            format!("Write it as [{path}]."),
        ];
        self.reader
            .report(Code::WrongValue, path, value.span(), message);
    }

    fn finish(self) {
        let known = || std::iter::once("pact").chain(SECTIONS.iter().map(|section| section.name));
        debug_assert!(
            SECTIONS
                .iter()
                .all(|section| self.read.contains(&section.name)),
            "nobody reads one of the sections"
        );
        for (key, _) in self.root {
            let name = key.get_ref();
            if known().any(|known| known == name.as_ref()) {
                continue;
            }
            let mend = crate::nearest::nearest(name, known()).map_or_else(
                || "Delete it.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            let message = [
                format!("the unknown section `{}`", shown(name)),
                format!("one of {}", known().collect::<Vec<_>>().join(", ")),
                mend,
            ];
            self.reader
                .report(Code::UnknownKey, &shown(name), key.span(), message);
        }
    }
}
