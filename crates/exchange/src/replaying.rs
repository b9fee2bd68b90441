//! A screening made again, by the lists, the pact and the tables it was made by.

use mithaq_screen::{Options, Query, Score, Strictness};
use mithaq_store::LogSeq;
use serde::Serialize;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::member::Member;
use crate::receipt::{Line, lines};
use crate::record::Screening;
use crate::screening::{found_subject, plain};

/// A screening made again.
#[derive(Debug, Clone, Serialize)]
pub struct Replay {
    /// The screening.
    pub screening: LogSeq,
    /// Whether it found the same, to the fourth decimal.
    pub identical: bool,
    /// What was found then.
    pub then: Vec<Line>,
    /// What the lists and the pact of then give now.
    pub again: Vec<Line>,
    /// SHA-256 of the tables names were compared by: those of then, as the log has them, wherever it does.
    pub tables: String,
    /// What is not as it was: where the two differ, one of these is why.
    pub differences: Vec<Difference>,
}

/// Something that is not as it was when a screening was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum Difference {
    /// Another version of the engine's code runs.
    Engine {
        /// Then.
        then: String,
        /// Now.
        now: String,
    },
    /// The tables names were compared by could not be had, so that they were compared by others.
    Tables {
        /// SHA-256 of those of then.
        then: String,
        /// SHA-256 of those of now.
        now: String,
        /// Whether those of then are in the log all the same, and this version cannot read them.
        kept: bool,
    },
    /// The pact that the log gives is not the one the screening names.
    Pact {
        /// Then.
        then: String,
        /// As rebuilt.
        rebuilt: String,
    },
    /// The post does something else by now, or is gone.
    Post {
        /// What is wrong with it.
        why: String,
    },
}

impl Member {
    /// Makes a screening again by the notices that were held and the pact that was in force, from the log alone.
    ///
    /// The query is the one that was kept, or must be given again where nothing was found and so nothing was kept.
    ///
    /// # Errors
    /// When there is no such screening, or the query is needed and is not given, or is another one.
    pub async fn replay(&self, screening: LogSeq, query: Option<&Query>) -> Result<Replay> {
        let (at, record) = self.screening(screening).await?;
        let query = self.query_again(&record, query)?;
        let past = self.past(|entry| entry.seq <= record.log, Some(&record.tables));
        let past = past.await?;
        let kept = {
            let state = self.state();
            state.holdings().engines.contains_key(&record.tables)
        };
        let mut differences = engine_differences(&record, &past.tables, kept);
        if past.pact != record.pact {
            differences.push(Difference::Pact {
                then: record.pact.to_string(),
                rebuilt: past.pact.to_string(),
            });
        }
        let found = self.find_then(
            &past,
            &record.post,
            (&query, record.party.as_deref()),
            &options(&record),
            record.asked.as_of.unwrap_or(at),
        );
        let found = found.unwrap_or_else(|error| {
            differences.push(Difference::Post {
                why: error.to_string(),
            });
            Vec::new()
        });
        let found: Vec<_> = found.iter().map(found_subject).collect();
        let by_notice = |mut lines: Vec<Line>| {
            lines.sort_by(|a, b| a.notice.cmp(&b.notice));
            lines
        };
        let again = by_notice(lines(&found));
        let then = by_notice([lines(&record.found), lines(&record.cleared)].concat());
        Ok(Replay {
            screening,
            identical: then == again,
            then,
            again,
            tables: past.tables,
            differences,
        })
    }

    fn query_again(&self, record: &Screening, given: Option<&Query>) -> Result<Query> {
        let invalid = |found: &str, expected: &str| Error::Invalid {
            field: "query".into(),
            found: found.into(),
            expected: expected.into(),
        };
        match (given, &record.query) {
            (Some(query), _) if self.secret.hash(&plain(query)?) == record.query_hash => {
                Ok(query.clone())
            }
            (Some(_), _) => Err(invalid(
                "another query",
                "the one this screening was of: its keyed hash differs",
            )),
            (None, Some(sealed)) => {
                let bound = record.post.as_str().as_bytes();
                Ok(serde_json::from_slice(&self.secret.unseal(sealed, bound)?)?)
            }
            (None, None) => Err(invalid(
                "none",
                "the query again: nothing was found then, so that nothing of it was kept",
            )),
        }
    }
}

fn engine_differences(record: &Screening, tables: &str, kept: bool) -> Vec<Difference> {
    let now = Engine::this();
    let engine = (record.engine != now.version).then(|| Difference::Engine {
        then: record.engine.clone(),
        now: now.version.clone(),
    });
    let tables = (record.tables != tables).then(|| Difference::Tables {
        then: record.tables.clone(),
        now: tables.to_owned(),
        kept,
    });
    engine.into_iter().chain(tables).collect()
}

fn options(record: &Screening) -> Options {
    let usual = Options::default();
    let asked = &record.asked;
    let score = |value: f64| Score::new(value).unwrap_or(usual.threshold);
    Options {
        threshold: score(record.threshold),
        thresholds: asked
            .thresholds
            .iter()
            .map(|(measure, value)| (*measure, score(*value)))
            .collect(),
        limit: asked.limit.unwrap_or(usual.limit),
        exclude: asked.exclude.clone(),
        exclude_lists: asked.exclude_lists.clone(),
        exclude_kinds: asked.exclude_kinds.clone(),
        strictness: if asked.strict {
            Strictness::Strict
        } else {
            Strictness::Usual
        },
    }
}
