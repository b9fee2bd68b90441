//! Comparing names.

use mithaq_names::{Kind, Language, Name};
use mithaq_notice::Language as Reader;
use pyo3::prelude::*;

use crate::{language, refused};

/// The form in which names are compared: one writing for what people write in several.
#[pyfunction]
pub fn normalise(text: &str) -> String {
    mithaq_names::normalise(text)
}

/// Compares names, for a place where `prior` of those asked about are on the list.
#[pyclass(frozen, module = "mithaq.names")]
pub struct Matcher {
    matcher: mithaq_names::Matcher,
    prior: f64,
}

/// How alike two names are, and why.
#[pyclass(frozen, get_all, module = "mithaq.names")]
pub struct Comparison {
    /// The probability that both are one bearer's.
    score: f64,
    /// Which word met which, in words.
    steps: Vec<String>,
}

#[pymethods]
impl Comparison {
    fn __repr__(&self) -> String {
        format!(
            "Comparison(score={:.4}, steps={:?})",
            self.score, self.steps
        )
    }
}

#[pymethods]
impl Matcher {
    #[new]
    #[pyo3(signature = (prior = None))]
    fn new(prior: Option<f64>) -> PyResult<Self> {
        Ok(Self {
            matcher: matcher(prior)?,
            prior: prior.unwrap_or(mithaq_names::CALIBRATED_PRIOR),
        })
    }

    /// The share of those asked about that is on the list.
    #[getter]
    const fn prior(&self) -> f64 {
        self.prior
    }

    #[pyo3(signature = (a, b, *, kind = "person"))]
    fn score(&self, a: &str, b: &str, kind: &str) -> PyResult<f64> {
        let (a, b) = names(a, b, kind)?;
        Ok(self.matcher.score(&a, &b).get())
    }

    #[pyo3(signature = (a, b, *, kind = "person", lang = "en"))]
    fn compare(&self, a: &str, b: &str, kind: &str, lang: &str) -> PyResult<Comparison> {
        let (a, b) = names(a, b, kind)?;
        let language = match language(lang)? {
            Reader::Ar => Language::Ar,
            Reader::Fr => Language::Fr,
            Reader::En => Language::En,
        };
        let compared = self.matcher.compare(&a, &b);
        Ok(Comparison {
            score: compared.score.get(),
            steps: compared.steps.iter().map(|s| s.wording(language)).collect(),
        })
    }

    fn __repr__(&self) -> String {
        format!("Matcher(prior={})", self.prior)
    }
}

/// The matcher of a prior; the calibrated one where none is given.
pub fn matcher(prior: Option<f64>) -> PyResult<mithaq_names::Matcher> {
    match prior {
        None => Ok(mithaq_names::Matcher::default()),
        Some(prior) if (1e-9..=1.0 - 1e-9).contains(&prior) => {
            Ok(mithaq_names::Matcher::with_prior(prior))
        }
        Some(other) => Err(refused(format!(
            "prior: found {other}; expected a share between 1e-9 and 1 - 1e-9, as 1e-5 for one in 100,000"
        ))),
    }
}

fn names(a: &str, b: &str, kind: &str) -> PyResult<(Name, Name)> {
    let kind = match kind {
        "person" => Kind::Person,
        "organisation" | "organization" => Kind::Organisation,
        "other" => Kind::Other,
        other => {
            return Err(refused(format!(
                "kind: found `{other}`; expected person, organisation or other"
            )));
        }
    };
    let empty = [a, b]
        .into_iter()
        .find(|name| mithaq_names::normalise(name).is_empty());
    match empty {
        Some(empty) => Err(refused(format!(
            "found `{empty}`, which has no letter to compare; expected two names"
        ))),
        None => Ok((Name::new(a, kind), Name::new(b, kind))),
    }
}
