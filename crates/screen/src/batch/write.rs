//! Answers as JSON Lines or CSV.

use std::fmt::Write as _;

use mithaq_notice::{Language, SubjectId};
use serde::{Deserialize, Serialize};

use crate::hit::{Hit, subjects};
use crate::why::Why;

/// What answers are written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// A line a query: `{"id": …, "hits": [{"id": …, "score": …, "caption": …, "why": […]}]}`.
    #[default]
    JsonLines,
    /// A row a hit, and a row with nothing but its id for a query without one.
    Csv,
    /// A table with the columns of CSV, a row a hit; the reasons are a list. Needs the feature `parquet`, and a file.
    Parquet,
}

/// A hit as it is written. Its score stands between the halves, to four decimals, as text.
#[derive(Serialize)]
struct Reason<'a> {
    #[serde(flatten)]
    why: &'a Why,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<String>,
}

impl Format {
    /// What comes before the first answer.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Self::JsonLines | Self::Parquet => "",
            Self::Csv => "id,hit,score,caption,subject,reference,why\n",
        }
    }

    /// One answer as [`run`](super::run) writes it, with its line end: for whoever runs the rows otherwise and wants the same
    /// bytes.
    #[must_use]
    pub fn answer(self, id: &str, hits: &[Hit], language: Language) -> String {
        match self {
            Self::JsonLines => json(id, hits, language),
            Self::Csv => csv(id, hits, language),
            Self::Parquet => table(id, hits, language),
        }
    }
}

fn json(id: &str, hits: &[Hit], language: Language) -> String {
    let mut line = format!("{{\"id\":{},\"hits\":[", text(id));
    for (at, (hit, subject)) in hits.iter().zip(subjects(hits)).enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let why: Vec<Reason<'_>> = hit
            .why
            .iter()
            .map(|why| Reason {
                why,
                text: why.wording(language),
                words: why.steps_wording(language),
            })
            .collect();
        // Writing to a string, and a map of strings and finite numbers, cannot fail.
        let why = serde_json::to_string(&why).unwrap_or_default();
        let _ = write!(
            line,
            "{comma}{{\"id\":{},\"score\":{:.4},\"caption\":{},\"subject\":{},\"reference\":{},",
            text(hit.notice.id.as_str()),
            hit.score.get(),
            text(&hit.caption),
            text(subject.as_str()),
            reference(hit).map_or_else(|| "null".to_owned(), text),
        );
        // Only where there are any: what knows of none is written as ever.
        if !hit.exemptions.is_empty() {
            let exemptions = hit.exemptions.iter().map(|exemption| {
                let said = exemption.wording.get(language);
                serde_json::json!({ "exemption": exemption.id, "text": said })
            });
            let exemptions = serde_json::Value::from_iter(exemptions);
            let _ = write!(line, "\"exemptions\":{exemptions},");
        }
        let _ = write!(line, "\"why\":{why}}}");
    }
    line.push_str("]}\n");
    line
}

/// Rows of a table, a JSON object each: the draft a Parquet file is made of when all are there, since rows cannot be appended
/// to a Parquet file whose writing was interrupted.
fn table(id: &str, hits: &[Hit], language: Language) -> String {
    let mut lines = String::new();
    for row in TableRow::of(id, hits, language) {
        // Strings and finite numbers: it cannot fail.
        lines.push_str(&serde_json::to_string(&row).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// A row of a table of answers: a hit, or a query without one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct TableRow {
    pub(super) id: String,
    pub(super) hit: Option<String>,
    /// In ten-thousandths.
    pub(super) score: Option<u16>,
    pub(super) caption: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) why: Vec<String>,
}

impl TableRow {
    pub(super) fn of(id: &str, hits: &[Hit], language: Language) -> Vec<Self> {
        let of_hit = |(hit, subject): (&Hit, &SubjectId)| Self {
            id: id.to_owned(),
            hit: Some(hit.notice.id.as_str().to_owned()),
            score: Some((hit.score.get() * 10_000.0).round() as u16),
            caption: Some(hit.caption.clone()),
            subject: Some(subject.as_str().to_owned()),
            reference: reference(hit).map(str::to_owned),
            why: reasons(hit, language),
        };
        if hits.is_empty() {
            let id = id.to_owned();
            vec![Self {
                id,
                ..Self::default()
            }]
        } else {
            hits.iter().zip(subjects(hits)).map(of_hit).collect()
        }
    }
}

fn csv(id: &str, hits: &[Hit], language: Language) -> String {
    let mut out = String::new();
    let mut row = |fields: [&str; 7]| {
        out.push_str(&fields.map(cell).join(","));
        out.push('\n');
    };
    if hits.is_empty() {
        row([id, "", "", "", "", "", ""]);
    }
    for (hit, subject) in hits.iter().zip(subjects(hits)) {
        let score = format!("{:.4}", hit.score.get());
        let why = reasons(hit, language);
        row([
            id,
            hit.notice.id.as_str(),
            &score,
            &hit.caption,
            subject.as_str(),
            reference(hit).unwrap_or_default(),
            &why.join(" | "),
        ]);
    }
    out
}

/// What a table says beside a hit: its exemptions, which whoever reads must not miss, and the reasons.
fn reasons(hit: &Hit, language: Language) -> Vec<String> {
    let exemptions = hit.exemptions.iter();
    let exemptions = exemptions.map(|exemption| exemption.wording.get(language).to_owned());
    let why = hit.why.iter().map(|why| why.wording(language));
    exemptions.chain(why).collect()
}

/// The list's own reference of the notice.
fn reference(hit: &Hit) -> Option<&str> {
    hit.notice
        .listing
        .as_ref()
        .map(|listing| listing.reference.as_str())
}

fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Quoted where it must be (RFC 4180). A cell that a spreadsheet would run as a formula is quoted behind an apostrophe.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}
