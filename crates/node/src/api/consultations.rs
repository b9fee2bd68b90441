//! Consultations with other members: open, answer, read.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mithaq_exchange::{ConsultationAsked, ConsultationShown, Error, StepTaken};
use mithaq_notice::{MemberId, Text};
use mithaq_pact::{ConsultationId, Matter, MonthOrDay, Move, Opening, Standing};
use serde::Deserialize;
use std::collections::BTreeSet;

use super::given::{Given, Parameters, Place};
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// Which consultations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Only those that stand so: `open`, `accepted`, `agreed`, `refused`, `withdrawn`, `lapsed`.
    standing: Option<String>,
}

/// The consultations this member is a party to.
pub async fn list(
    State(app): State<App>,
    user: User,
    Parameters(which): Parameters<Which>,
) -> Result<Json<Vec<ConsultationShown>>, Problem> {
    user.may(Action::Oversee)?;
    if let Some(unknown) = which.standing.as_deref()
        && !Standing::WORDS.contains(&unknown)
    {
        return Err(Problem::invalid(format!(
            "standing: found `{unknown}`; expected one of {}",
            Standing::WORDS.join(", ")
        )));
    }
    let now = app.now();
    let state = app.member().state();
    let all = state.holdings().consultations();
    let wanted = |shown: &ConsultationShown| {
        let standing = which.standing.as_deref();
        standing.is_none_or(|standing| shown.standing.as_str() == standing)
    };
    Ok(Json(
        all.map(|known| known.shown(now)).filter(wanted).collect(),
    ))
}

/// One of them, with every step.
pub async fn show(
    State(app): State<App>,
    user: User,
    Place(id): Place<String>,
) -> Result<Json<ConsultationShown>, Problem> {
    user.may(Action::Oversee)?;
    let id = consultation(&id)?;
    let state = app.member().state();
    let known = state.holdings().consultation(&id);
    let known = known.ok_or_else(|| Error::Unknown {
        what: "consultation",
        id: id.to_string(),
    })?;
    Ok(Json(known.shown(app.now())))
}

/// A request to other members.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    id: Option<ConsultationId>,
    asked: BTreeSet<MemberId>,
    subject: Text,
    #[serde(default)]
    matter: Matter,
    deadline: Option<MonthOrDay>,
    text: Text,
}

/// Opens a consultation.
pub async fn open(
    State(app): State<App>,
    user: User,
    Given(asking): Given<Asking>,
) -> Result<(StatusCode, Json<StepTaken>), Problem> {
    user.may(Action::Consult)?;
    let asked = ConsultationAsked {
        id: asking.id,
        opening: Opening {
            asked: asking.asked,
            subject: asking.subject,
            matter: asking.matter,
            deadline: asking.deadline,
        },
        text: asking.text,
    };
    let member = app.member();
    let taken = member.consult(asked, user.id.as_str(), app.now()).await?;
    Ok((StatusCode::CREATED, Json(taken)))
}

/// A step of a consultation that is open.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stepping {
    /// `{"act": "limit", "matter": {…}}`
    step: Move,
    text: Text,
}

/// Answers, asks anew, or withdraws.
pub async fn step(
    State(app): State<App>,
    user: User,
    Place(id): Place<String>,
    Given(stepping): Given<Stepping>,
) -> Result<(StatusCode, Json<StepTaken>), Problem> {
    user.may(Action::Consult)?;
    let id = consultation(&id)?;
    let member = app.member();
    let taken = member
        .reply(
            &id,
            stepping.step,
            stepping.text,
            user.id.as_str(),
            app.now(),
        )
        .await?;
    Ok((StatusCode::CREATED, Json(taken)))
}

fn consultation(id: &str) -> Result<ConsultationId, Problem> {
    ConsultationId::new(id).map_err(|error| Problem::invalid(error.to_string()))
}
