//! The sections as data, for programs: what the node's API answers and the command line prints with `--json`.

use jiff::Timestamp;
use mithaq_notice::MemberId;
use serde::Serialize;
use serde_json::{Value, json};

use super::Section;
use crate::model::{Statement, StatementGrade};
use crate::{Pact, PositionChange};

/// A statement with whom it comes from in the end.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    /// Who said it: the end of its chain, or of the one it repeats.
    root: Option<&'a str>,
    /// The grade as one string.
    graded: Option<String>,
}

#[derive(Serialize)]
struct History<'a> {
    member: &'a MemberId,
    positions: Vec<PositionChange>,
}

impl Pact {
    /// One part of the picture, as of a moment, as JSON: an object with one list a kind of entry.
    #[must_use]
    pub fn section_data(&self, section: Section, at: Timestamp) -> Value {
        match section {
            Section::Statements => json!({
                "statements": self.statements().map(|s| self.told(s)).collect::<Vec<_>>(),
                "near_copies": self.near_copies(),
                "clauses": self
                    .clauses()
                    .map(|c| json!({ "clause": c.id, "independent_sources": self.independent_sources(c) }))
                    .collect::<Vec<_>>(),
            }),
            Section::Positions => json!({
                "members": self
                    .members()
                    .map(|m| History { member: &m.id, positions: self.positions(&m.id) })
                    .collect::<Vec<_>>(),
            }),
            Section::Flows => json!({ "flows": self.flow_covers(at) }),
            Section::Capabilities => json!({ "capabilities": self.pledges(at) }),
            Section::Tracks => json!({
                "tracks": self.tracks().collect::<Vec<_>>(),
                "exemptions": self.exemptions().filter(|e| at < e.until.end()).collect::<Vec<_>>(),
            }),
        }
    }

    fn told<'a>(&'a self, statement: &'a Statement) -> Told<'a> {
        Told {
            statement,
            root: self.root_source(&statement.id).map(crate::SourceId::as_str),
            graded: statement.grade.as_ref().map(StatementGrade::to_string),
        }
    }
}
