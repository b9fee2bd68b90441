//! A list of any format: told by its content, read whole or not at all.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use jiff::Timestamp;

use crate::error::{Fault, ListError, ListErrorKind, Position};
use crate::un::UnList;
use crate::{IssuerId, Language, Notice, Text, ftm, ofac, un};

/// The formats of public lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The Security Council's XML.
    Un,
    /// FollowTheMoney entities as JSON lines.
    Ftm,
    /// OFAC's three CSV files.
    Ofac,
}

/// A public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What it was read as.
    pub format: Format,
    /// When it was generated, where it says so.
    pub generated: Option<Timestamp>,
    /// Its notices, in its order.
    pub notices: Vec<Notice>,
    /// What was left out and why, with how often.
    pub skipped: BTreeMap<String, usize>,
}

impl From<UnList> for List {
    fn from(list: UnList) -> Self {
        let reason = |element| {
            let dropped = un::dropped().iter().find(|(name, _)| *name == element);
            dropped.map_or("", |(_, why)| *why)
        };
        Self {
            format: Format::Un,
            generated: Some(list.generated),
            notices: list.notices,
            skipped: list
                .dropped
                .into_iter()
                .map(|(element, count)| (format!("{element}: {}", reason(element)), count))
                .collect(),
        }
    }
}

/// Reads a list, whichever format it is in: a folder is OFAC's, a file that begins with `<` the Security Council's, one
/// that begins with `{` FollowTheMoney's.
///
/// # Errors
/// [`ListError`] for the first thing wrong; nothing is returned in part.
pub fn read(path: &Path) -> Result<List, ListError> {
    let name = path.display().to_string();
    if path.is_dir() {
        return ofac::read(path);
    }
    let file = File::open(path).map_err(|error| Fault::unreadable(&error).in_file(&name))?;
    read_from(&name, BufReader::with_capacity(1 << 16, file))
}

/// The same from any reader, OFAC's folder excepted.
///
/// # Errors
/// As [`read`].
pub fn read_from(name: &str, mut input: impl BufRead) -> Result<List, ListError> {
    let start = input
        .fill_buf()
        .map_err(|error| Fault::unreadable(&error).in_file(name))?;
    if start.is_empty() {
        return Err(Fault::empty("a list").in_file(name));
    }
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        let fault = Fault::not_utf8("the byte order mark of UTF-16");
        return Err(fault.at(Position::START).in_file(name));
    }
    let marked = start.strip_prefix(b"\xEF\xBB\xBF");
    let first = marked
        .unwrap_or(start)
        .iter()
        .find(|b| !b.is_ascii_whitespace());
    match first {
        Some(b'<') => un::read(name, input).map(List::from),
        Some(b'{') => ftm::read(name, input, None),
        None => Err(Fault::empty("a list").in_file(name)),
        Some(_) => Err(Fault::new(
            ListErrorKind::UnknownFormat,
            "a file that begins neither with `<` nor with `{`",
            "the Security Council's XML, FollowTheMoney JSON lines, or a folder with OFAC's sdn.csv, alt.csv and add.csv",
            "give one of these; for OFAC name the folder, not a file in it",
        )
        .at(Position::START)
        .in_file(name)),
    }
}

/// What is said of every notice of a list whose regimes are not known here.
pub(crate) struct Wording {
    pub(crate) grounds: Text,
    pub(crate) instructions: Text,
    pub(crate) redress: Text,
}

impl Wording {
    pub(crate) fn of(issuer: &IssuerId, reference: &str, regime: &str) -> Self {
        let each = |text: fn(Language, &str) -> String, detail: &str| {
            Text::new(
                text(Language::Ar, detail),
                text(Language::Fr, detail),
                text(Language::En, detail),
            )
        };
        Self {
            grounds: each(grounds, &format!("{issuer}, {regime}: {reference}")),
            instructions: each(instructions, ""),
            redress: each(redress, issuer.as_str()),
        }
    }
}

fn grounds(language: Language, detail: &str) -> String {
    match language {
        Language::Ar => format!("مُدرَج في قائمة علنية ({detail})."),
        Language::Fr => format!("Inscrit sur une liste publique ({detail})."),
        Language::En => format!("On a public list ({detail})."),
    }
}

fn instructions(language: Language, _: &str) -> String {
    match language {
        Language::Ar => "التطابق احتمال لا إثبات: قارنوا بيانات الهوية، ثم اسألوا السلطة الوطنية المختصة عما يوجبه هذا الإدراج في بلدكم.",
        Language::Fr => "Une concordance n'est qu'une possibilité : comparer les éléments d'identité, puis demander à l'autorité nationale compétente à quoi cette inscription oblige dans le pays.",
        Language::En => "A match is a possibility, no proof: compare what identifies the subject, then ask the competent national authority what this listing obliges to in your country.",
    }
    .to_owned()
}

fn redress(language: Language, issuer: &str) -> String {
    match language {
        Language::Ar => format!(
            "الجهة المُصدِرة للقائمة ({issuer}) هي التي تصحح الإدراج أو تسحبه؛ ومن أُخذ بتشابه الأسماء يراجع السلطة الوطنية."
        ),
        Language::Fr => format!(
            "L'émetteur de la liste ({issuer}) corrige ou retire l'inscription ; qui est pris pour un autre s'adresse à l'autorité nationale."
        ),
        Language::En => format!(
            "The issuer of the list ({issuer}) corrects or withdraws the listing; whoever was taken for another turns to the national authority."
        ),
    }
}
