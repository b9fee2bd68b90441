//! Questions, as typed values and from strings.

use mithaq_notice::{
    ActivityId, Handling, IdError, MemberId, Originator, ServiceId, TheatreId, Use,
};
use serde::{Deserialize, Serialize};

use crate::model::{ModeId, PartyId, words};

/// What does this member undertake or refuse? What is left out is *wide*: with anybody, on any route, in any way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitmentQuestion {
    /// Whose stance.
    pub member: MemberId,
    /// On what.
    pub activity: ActivityId,
    /// Where.
    pub theatre: TheatreId,
    /// With whom: a member, a group (each of its members) or a country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartyId>,
    /// For what moves: where it is bound for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route_to: Option<TheatreId>,
    /// In which way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ModeId>,
}

/// A string of a question that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {error}")]
pub struct QuestionError {
    /// Which field: `member`, `activity`, `theatre`, `partner`, `route_to` or `mode`.
    pub field: &'static str,
    /// What is wrong with it.
    pub error: IdError,
}

impl CommitmentQuestion {
    /// From strings, as a command line or a CSV row has them; an empty optional string counts as left out.
    ///
    /// # Errors
    /// [`QuestionError`] names the first field that is no id. Whether ids are known is for the pact to say.
    pub fn parse(
        member: &str,
        activity: &str,
        theatre: &str,
        partner: Option<&str>,
        route_to: Option<&str>,
    ) -> Result<Self, QuestionError> {
        let field = |field| move |error| QuestionError { field, error };
        let given = |text: Option<&'_ str>| text.is_some_and(|t| !t.is_empty());
        Ok(Self {
            member: member.parse().map_err(field("member"))?,
            activity: activity.parse().map_err(field("activity"))?,
            theatre: theatre.parse().map_err(field("theatre"))?,
            partner: match partner {
                Some(id) if given(partner) => Some(id.parse().map_err(field("partner"))?),
                _ => None,
            },
            route_to: match route_to {
                Some(id) if given(route_to) => Some(id.parse().map_err(field("route_to"))?),
                _ => None,
            },
            mode: None,
        })
    }

    /// The same question about one way of doing it; an empty string counts as left out.
    ///
    /// # Errors
    /// [`QuestionError`] where it is no id.
    pub fn in_mode(mut self, mode: Option<&str>) -> Result<Self, QuestionError> {
        let field = |error| QuestionError {
            field: "mode",
            error,
        };
        let given = mode.filter(|id| !id.is_empty());
        self.mode = given.map(str::parse).transpose().map_err(field)?;
        Ok(self)
    }
}

words! {
    /// In what capacity somebody asks.
    Role {
        /// A service of the member: what clauses and handling allow.
        Service = "service",
        /// Oversight: reads everything on its own node, changes nothing.
        Oversight = "oversight",
        /// Redress: the same, for those who challenge a notice.
        Redress = "redress",
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    /// The member it belongs to.
    pub member: MemberId,
    /// Its service: `border`, `customs`, `fiu` …
    pub service: ServiceId,
    /// In what capacity.
    pub role: Role,
}

/// May this caller use a notice so? The notice's originator and handling are given beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseQuestion {
    /// Who asks.
    pub caller: Caller,
    /// What for.
    pub activity: ActivityId,
    /// Where it would be used.
    pub theatre: TheatreId,
    /// How it would be used.
    pub wanted: Use,
}

/// Any question a pact decides.
#[derive(Debug, Clone, Copy)]
pub enum Question<'a> {
    /// What does a member undertake or refuse?
    Commitment(&'a CommitmentQuestion),
    /// May a caller use what this originator published under this handling?
    Release(&'a ReleaseQuestion, &'a Originator, &'a Handling),
}

/// A question that names what the pact does not know. Never answered with silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{field}: `{found}` is not known to the pact{}", nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
pub struct UnknownId {
    /// Which field of the question.
    pub field: &'static str,
    /// The id given.
    pub found: String,
    /// The nearest known id.
    pub nearest: Option<String>,
}
