//! Who one is, how the node stands, and what it did: for whoever oversees it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use mithaq_exchange::message::Ask;
use mithaq_exchange::record::Cause;
use mithaq_notice::{IssuerId, Language, MemberId, Status};
use mithaq_pact::PactHash;
use mithaq_store::{Kind, LogSeq};
use serde::{Deserialize, Serialize};

use super::given::Parameters;
use crate::app::{App, User};
use crate::duty::{Action, Duty};
use crate::problem::Problem;

/// Who is signed in.
#[derive(Debug, Serialize)]
pub struct Me {
    user: String,
    member: MemberId,
    #[serde(flatten)]
    duty: Duty,
    language: Language,
    may: Vec<String>,
}

/// Who is signed in, and what they may do.
pub async fn me(State(app): State<App>, user: User) -> Json<Me> {
    let may = Action::ALL
        .into_iter()
        .filter(|action| user.duty.role.may(*action))
        .map(|action| format!("{action:?}"));
    Json(Me {
        user: user.id.to_string(),
        member: app.member().id().clone(),
        language: user.language,
        may: may.collect(),
        duty: user.duty,
    })
}

/// How the node stands, in figures that say nothing of any notice's content.
#[derive(Debug, Serialize)]
pub struct Standing {
    member: MemberId,
    pact: PactHash,
    lists: BTreeMap<IssuerId, Timestamp>,
    /// Active notices held, by originator.
    notices: BTreeMap<String, usize>,
    recalled: usize,
    unread: usize,
    screenings: usize,
    acknowledgements_owed: BTreeMap<MemberId, usize>,
    log: LogSeq,
}

/// How the node stands.
pub async fn status(State(app): State<App>, _user: User) -> Json<Standing> {
    let member = app.member();
    let acknowledgements_owed = member.acknowledgements_owed();
    let state = member.state();
    let holdings = state.holdings();
    let mut notices = BTreeMap::<String, usize>::new();
    let mut recalled = 0;
    for held in holdings.notices() {
        match held.notice.status {
            Status::Active => {
                *notices
                    .entry(held.notice.originator.to_string())
                    .or_default() += 1;
            }
            Status::Recalled => recalled += 1,
        }
    }
    Json(Standing {
        member: member.id().clone(),
        pact: *state.pact().hash(),
        lists: holdings.lists().clone(),
        notices,
        recalled,
        unread: holdings.unread(),
        screenings: holdings.screenings(),
        acknowledgements_owed,
        log: holdings.last_entry(),
    })
}

/// What one delivery sent and withheld.
#[derive(Debug, Serialize)]
pub struct DeliveryShown {
    entry: LogSeq,
    at: Timestamp,
    to: MemberId,
    ask: Option<Ask>,
    sent: usize,
    withheld: Vec<(Cause, usize)>,
}

/// What was given to other members and what was withheld, by cause.
pub async fn deliveries(
    State(app): State<App>,
    user: User,
) -> Result<Json<Vec<DeliveryShown>>, Problem> {
    user.may(Action::Oversee)?;
    let state = app.member().state();
    let shown = state
        .holdings()
        .deliveries()
        .iter()
        .map(|delivery| DeliveryShown {
            entry: delivery.entry,
            at: delivery.at,
            to: delivery.to.clone(),
            ask: delivery.ask.clone(),
            sent: delivery.sent,
            withheld: delivery.withheld.clone(),
        });
    Ok(Json(shown.collect()))
}

/// Which page of the log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    #[serde(default)]
    after: u64,
}

/// One entry of the log.
#[derive(Debug, Serialize)]
pub struct EntryShown {
    seq: LogSeq,
    at: Timestamp,
    kind: Kind,
    /// The content; none where it was erased.
    record: Option<serde_json::Value>,
}

/// A page of the log.
pub async fn log(
    State(app): State<App>,
    user: User,
    Parameters(page): Parameters<Page>,
) -> Result<Json<Vec<EntryShown>>, Problem> {
    const PAGE: usize = 200;
    user.may(Action::ReadLog)?;
    let entries = app
        .member()
        .store()
        .entries(LogSeq::new(page.after), PAGE)
        .await
        .map_err(mithaq_exchange::Error::from)?;
    let shown = entries.into_iter().map(|entry| EntryShown {
        seq: entry.seq,
        at: entry.at,
        kind: entry.kind,
        record: entry
            .payload
            .and_then(|payload| serde_json::from_slice(&payload).ok()),
    });
    Ok(Json(shown.collect()))
}

/// What verifying the log found.
#[derive(Debug, Serialize)]
pub struct VerifiedShown {
    whole: bool,
    entries: u64,
    faults: Vec<String>,
}

/// Verifies the log: every signature, every hash, no gap.
pub async fn verify(State(app): State<App>, user: User) -> Result<Json<VerifiedShown>, Problem> {
    user.may(Action::Oversee)?;
    let report = app.member().verify_log().await?;
    Ok(Json(VerifiedShown {
        whole: report.is_sound(),
        entries: report.entries,
        faults: report.faults.iter().map(ToString::to_string).collect(),
    }))
}
