//! Receipts, screenings made again, and what was cleared for a party.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use mithaq_exchange::{Error, KnownClearance, Replay};
use mithaq_notice::{NoticeId, PostId};
use mithaq_store::{Envelope, LogSeq};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::given::{Given, Place};
use crate::api::screening::query;
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// The signed receipt of a screening.
pub async fn receipt(
    State(app): State<App>,
    user: User,
    Place(screening): Place<u64>,
) -> Result<Json<Envelope>, Problem> {
    let screening = seen(&app, &user, screening).await?;
    Ok(Json(app.member().receipt(screening).await?))
}

/// With which query to make a screening again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// The query again, where nothing was found and so nothing of it was kept.
    query: Option<Map<String, Value>>,
}

/// Makes a screening again by the lists and the pact of its day.
pub async fn replay(
    State(app): State<App>,
    user: User,
    Place(screening): Place<u64>,
    Given(again): Given<Again>,
) -> Result<Json<Replay>, Problem> {
    let screening = seen(&app, &user, screening).await?;
    let given = again.query.as_ref().map(query).transpose()?;
    Ok(Json(app.member().replay(screening, given.as_ref()).await?))
}

/// The screening, if this user sees it.
async fn seen(app: &App, user: &User, screening: u64) -> Result<LogSeq, Problem> {
    user.may(Action::ReadNotices)?;
    let entry = LogSeq::new(screening);
    let (_, record) = app.member().screening(entry).await?;
    user.may_see_screenings_of(&record.post).map(|()| entry)
}

/// Which notice to clear, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clearing {
    screening: LogSeq,
    notice: NoticeId,
    reason: String,
}

/// A clearance that was made.
#[derive(Debug, Serialize)]
pub struct Made {
    clearance: LogSeq,
}

/// Clears a notice for the party of a screening.
pub async fn clear(
    State(app): State<App>,
    user: User,
    Given(clearing): Given<Clearing>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    user.may(Action::Review)?;
    let screening = seen(&app, &user, clearing.screening.get()).await?;
    let who = (user.id.as_str(), user.duty.role.as_str());
    let member = app.member();
    let clearance = member
        .clear(
            who,
            screening,
            &clearing.notice,
            &clearing.reason,
            app.now(),
        )
        .await?;
    Ok((StatusCode::CREATED, Json(Made { clearance })))
}

/// Why a clearance is undone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undoing {
    reason: String,
}

/// Undoes a clearance: the notice is raised again.
pub async fn undo(
    State(app): State<App>,
    user: User,
    Place(clearance): Place<u64>,
    Given(undoing): Given<Undoing>,
) -> Result<StatusCode, Problem> {
    user.may(Action::Review)?;
    let clearance = LogSeq::new(clearance);
    let post = {
        let state = app.member().state();
        let mut all = state.holdings().clearances();
        all.find(|known| known.entry == clearance)
            .map(|known| known.clearance.post.clone())
    };
    let unknown = || Error::Unknown {
        what: "clearance",
        id: clearance.to_string(),
    };
    user.may_see_screenings_of(&post.ok_or_else(unknown)?)?;
    app.member()
        .undo_clearance(user.id.as_str(), clearance, &undoing.reason, app.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A clearance as the API shows it.
#[derive(Debug, Serialize)]
pub struct ClearanceShown {
    clearance: LogSeq,
    at: Timestamp,
    post: PostId,
    notice: NoticeId,
    screening: LogSeq,
    score: f64,
    user: String,
    role: String,
    reason: String,
    undone: Option<Undone>,
}

/// When, by whom and why a clearance was undone.
#[derive(Debug, Serialize)]
pub struct Undone {
    at: Timestamp,
    user: String,
    reason: String,
}

/// What was cleared at the caller's post, the oldest first; an inspector sees every post's.
pub async fn clearances(
    State(app): State<App>,
    user: User,
) -> Result<Json<Vec<ClearanceShown>>, Problem> {
    user.may(Action::ReadNotices)?;
    let state = app.member().state();
    let seen = state
        .holdings()
        .clearances()
        .filter(|known| user.sees_screenings_of(&known.clearance.post));
    Ok(Json(seen.map(shown).collect()))
}

fn shown(known: &KnownClearance) -> ClearanceShown {
    let made = known.clearance.clone();
    let undone = known.undone.clone();
    ClearanceShown {
        clearance: known.entry,
        at: known.at,
        post: made.post,
        notice: made.notice,
        screening: made.screening,
        score: made.score,
        user: made.user,
        role: made.role,
        reason: made.reason,
        undone: undone.map(|(at, user, reason)| Undone { at, user, reason }),
    }
}
