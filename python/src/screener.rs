//! Screening against lists.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_pyarrow::FromPyArrow as _;
use jiff::Timestamp;
use mithaq_notice::{Language, list};
use mithaq_screen::batch::{BadRows, BatchError, Job, run_table};
use mithaq_screen::{Admit, Index, Options, Property, Query, QueryReader, Score, Why};
use pyo3::prelude::*;

use crate::names::matcher;
use crate::table::{Answers, only};
use crate::{language, refused};

/// Lists, searchable by name and number.
#[pyclass(frozen, module = "mithaq")]
pub struct Screener {
    index: Index,
}

/// A possible match: never an identification.
#[pyclass(frozen, get_all, module = "mithaq")]
pub struct Hit {
    /// The notice.
    id: String,
    /// How likely it is the one asked for.
    score: f64,
    /// The notice in one line.
    caption: String,
    /// Which subject the notice is about: notices on several lists may share it.
    subject: String,
    /// The list's own reference.
    reference: Option<String>,
    /// Reasons for and against, the heaviest first.
    why: Vec<Reason>,
}

/// One reason for (weight above 0) or against (below 0).
#[pyclass(frozen, get_all, from_py_object, module = "mithaq")]
#[derive(Clone)]
pub struct Reason {
    /// What was compared.
    field: String,
    /// What was found.
    rule: String,
    /// What was asked.
    asked: String,
    /// What the notice says.
    listed: String,
    /// Natural log-odds.
    weight: f64,
    /// The reason as a reviewer reads it.
    text: String,
    /// Of a name: which word met which.
    words: Vec<String>,
}

#[pymethods]
impl Hit {
    fn __repr__(&self) -> String {
        let Self {
            id, score, caption, ..
        } = self;
        format!("Hit(id={id:?}, score={score:.4}, caption={caption:?})")
    }
}

#[pymethods]
impl Reason {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("Reason({:?}, weight={})", self.text, self.weight)
    }
}

impl Hit {
    fn of(hit: &mithaq_screen::Hit, language: Language) -> Self {
        let listing = hit.notice.listing.as_ref();
        Self {
            id: hit.notice.id.as_str().to_owned(),
            // To the four decimals all outputs print.
            score: (hit.score.get() * 10_000.0).round() / 10_000.0,
            caption: hit.caption.clone(),
            subject: hit.notice.subject_id.as_str().to_owned(),
            reference: listing.map(|listing| listing.reference.as_str().to_owned()),
            why: hit
                .why
                .iter()
                .map(|why| Reason::of(why, language))
                .collect(),
        }
    }
}

impl Reason {
    fn of(why: &Why, language: Language) -> Self {
        Self {
            field: written(&why.field),
            rule: written(&why.rule),
            asked: why.asked.clone(),
            listed: why.listed.clone(),
            weight: why.weight,
            text: why.wording(language),
            words: why.steps_wording(language),
        }
    }
}

/// The word an enum is written as in JSON; what it carries stands in the reason's text.
fn written(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(object)) => object.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

#[pymethods]
impl Screener {
    /// Reads lists.
    #[staticmethod]
    #[pyo3(signature = (*paths, prior = None))]
    fn from_file(py: Python<'_>, paths: Vec<PathBuf>, prior: Option<f64>) -> PyResult<Self> {
        if paths.is_empty() {
            return Err(refused("found no path; expected that of a list"));
        }
        let matcher = matcher(prior)?;
        py.detach(|| {
            let lists = paths.iter().map(|path| list::read(path).map_err(refused));
            let lists = lists.collect::<PyResult<Vec<_>>>()?;
            let notices = list::together(lists).map_err(refused)?;
            let notices = notices.into_iter().map(|notice| (Arc::new(notice), 0));
            let index = Index::with_matcher(notices, matcher);
            Ok(Self { index })
        })
    }

    fn __len__(&self) -> usize {
        self.index.len()
    }

    fn __repr__(&self) -> String {
        format!("Screener({} notices)", self.index.len())
    }

    /// Possible matches of one party, the best first.
    #[pyo3(signature = (name, fields, threshold, limit, lang, at))]
    #[expect(clippy::too_many_arguments, reason = "keywords of a Python function")]
    fn _search(
        &self,
        py: Python<'_>,
        name: Option<&str>,
        fields: Vec<(String, Vec<String>)>,
        threshold: f64,
        limit: i64,
        lang: &str,
        at: Option<&str>,
    ) -> PyResult<Vec<Hit>> {
        let (options, language, at) = (options(threshold, limit)?, language(lang)?, moment(at)?);
        let query = query(name, &fields)?;
        py.detach(|| {
            let hits = self.index.search(&query, &options, Admit::All, at);
            Ok(hits.iter().map(|hit| Hit::of(hit, language)).collect())
        })
    }

    /// Answers to every row of a table, and what came of them as JSON.
    #[pyo3(signature = (table, columns, threshold, limit, lang, at, strict, jobs))]
    #[expect(clippy::too_many_arguments, reason = "keywords of a Python function")]
    fn _screen(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        columns: Option<Vec<(String, String)>>,
        threshold: f64,
        limit: i64,
        lang: &str,
        at: Option<&str>,
        strict: bool,
        jobs: Option<i64>,
    ) -> PyResult<(Answers, String)> {
        let (options, at) = (options(threshold, limit)?, moment(at)?);
        let job = Job {
            language: language(lang)?,
            jobs: jobs.map(threads).transpose()?,
            bad_rows: if strict {
                BadRows::RefuseAll
            } else {
                BadRows::RefuseAlone
            },
            ..Job::default()
        };
        let table = RecordBatchStreamReader::from_pyarrow_bound(table)?;
        py.detach(|| {
            let table = only(Box::new(table), columns.as_deref())?;
            let search = |query: &Query| self.index.search(query, &options, Admit::All, at);
            let (batches, summary) = run_table(table, search, &job, &mut ()).map_err(|error| match error {
                    BatchError::Schema { .. } => refused(format!(
                        "{error}; what columns of other names hold is said as columns={{\"Traveller\": \"name\"}}"
                    )),
                    _ => refused(error),
                })?;
            let summary = serde_json::to_string(&summary).map_err(refused)?;
            Ok((Answers::of(batches), summary))
        })
    }
}

fn options(threshold: f64, limit: i64) -> PyResult<Options> {
    let threshold = Score::new(threshold)
        .filter(|score| score.get() >= 0.5)
        .ok_or_else(|| refused(format!("threshold: found {threshold}; expected 0.5 to 1")))?;
    let most = usize::try_from(limit).ok().filter(|most| *most > 0);
    let limit = most.ok_or_else(|| {
        refused(format!(
            "limit: found {limit}; expected 1 or more: nothing could be found"
        ))
    })?;
    Ok(Options {
        threshold,
        limit,
        ..Options::default()
    })
}

fn threads(jobs: i64) -> PyResult<NonZeroUsize> {
    let few = format!("jobs: found {jobs}; expected 1 or more, or None for a thread a core");
    let jobs = usize::try_from(jobs).ok().and_then(NonZeroUsize::new);
    jobs.ok_or_else(|| refused(few))
}

/// When notices have to stand: now, where nothing is said.
fn moment(at: Option<&str>) -> PyResult<Timestamp> {
    let wrong = |text: &str| {
        refused(format!(
            "at: found `{text}`; expected a moment as 2026-03-01T00:00:00Z"
        ))
    };
    at.map_or_else(
        || Ok(Timestamp::now()),
        |text| text.parse().map_err(|_| wrong(text)),
    )
}

/// The query of a name and of other fields, each with its values, named as columns are.
fn query(name: Option<&str>, fields: &[(String, Vec<String>)]) -> PyResult<Query> {
    let mut reader = QueryReader::default();
    let mut take =
        |field: &str, property, text: &str| reader.field(field, property, text).map_err(refused);
    // A row's answer is told from others by its id; here there is one.
    take("id", Property::Id, "1")?;
    if let Some(name) = name {
        take("name", Property::Name, name)?;
    }
    for (field, values) in fields {
        // What Python writers call it first.
        let column = if field == "birth" { "birthDate" } else { field };
        let property = Property::named(column).ok_or_else(|| {
            refused(format!(
                "`{field}`: it is nothing to search by; expected birth, nationality, gender, passport_number, iban, serial … as columns are named"
            ))
        })?;
        for value in values {
            take(field, property, value)?;
        }
    }
    reader.finish().map_err(refused)
}
