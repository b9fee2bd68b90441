//! Amendments: propose the pact's next version, sign it, see how it stands.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mithaq_exchange::{AmendmentShown, Changes, Error};
use mithaq_pact::ConsultationId;
use mithaq_store::Digest;
use serde::{Deserialize, Serialize};

use super::given::{Parameters, Place, Written};
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// The amendments that were proposed, and how each stands.
pub async fn list(
    State(app): State<App>,
    user: User,
) -> Result<Json<Vec<AmendmentShown>>, Problem> {
    user.may(Action::Oversee)?;
    let state = app.member().state();
    let holdings = state.holdings();
    let all = holdings.amendments().map(|known| known.shown(holdings));
    Ok(Json(all.collect()))
}

/// An amendment with the file it makes the pact.
#[derive(Debug, Serialize)]
pub struct Whole {
    #[serde(flatten)]
    shown: AmendmentShown,
    /// The whole file.
    text: String,
}

/// One of them, with its text.
pub async fn show(
    State(app): State<App>,
    user: User,
    Place(id): Place<String>,
) -> Result<Json<Whole>, Problem> {
    user.may(Action::Oversee)?;
    let id = amendment(&id)?;
    let state = app.member().state();
    let known = state.holdings().amendment(&id);
    let known = known.ok_or_else(|| unknown(&id))?;
    Ok(Json(Whole {
        shown: known.shown(state.holdings()),
        text: known.amendment().text.clone(),
    }))
}

/// What one of them changes in the version it follows, to be read before it is signed.
pub async fn changes(
    State(app): State<App>,
    user: User,
    Place(id): Place<String>,
) -> Result<Json<Changes>, Problem> {
    user.may(Action::Oversee)?;
    let id = amendment(&id)?;
    let compared = app.member().compared(&id, app.now()).await?;
    let changes = tokio::task::spawn_blocking(move || compared.changes());
    Ok(Json(changes.await.map_err(Problem::failed)?))
}

/// What a proposal comes of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    consultation: Option<ConsultationId>,
}

/// Proposes the next version, the TOML of which is the body, and signs it.
pub async fn propose(
    State(app): State<App>,
    user: User,
    Parameters(basis): Parameters<Basis>,
    Written(text): Written,
) -> Result<(StatusCode, Json<AmendmentShown>), Problem> {
    user.may(Action::Consult)?;
    let member = app.member();
    let shown = member
        .propose(&text, basis.consultation, user.id.as_str(), app.now())
        .await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Signs an amendment for this member.
pub async fn sign(
    State(app): State<App>,
    user: User,
    Place(id): Place<String>,
) -> Result<Json<AmendmentShown>, Problem> {
    user.may(Action::Consult)?;
    let id = amendment(&id)?;
    let member = app.member();
    Ok(Json(
        member
            .sign_amendment(&id, user.id.as_str(), app.now())
            .await?,
    ))
}

fn unknown(id: &Digest) -> Error {
    Error::Unknown {
        what: "amendment",
        id: id.to_string(),
    }
}

fn amendment(id: &str) -> Result<Digest, Problem> {
    id.parse()
        .map_err(|error: mithaq_store::DigestError| Problem::invalid(error.to_string()))
}
