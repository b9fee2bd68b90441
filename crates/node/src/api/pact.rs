//! The pact, and questions to it.

use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use mithaq_notice::{ActivityId, Handling, MemberId, NoticeId, ServiceId, Text, TheatreId, Use};
use mithaq_pact::{
    Caller, Commitment, CommitmentQuestion, PactHash, ReleaseQuestion, Role, Section,
};
use serde::{Deserialize, Serialize};

use super::given::Parameters;
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// The pact in force here.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: String,
    version: u64,
    hash: PactHash,
    title: Text,
    /// The whole file.
    text: String,
}

/// The pact in force here, whole.
pub async fn show(State(app): State<App>, _user: User) -> Json<Shown> {
    let state = app.member().state();
    let pact = state.pact();
    Json(Shown {
        id: pact.id().to_string(),
        version: pact.version(),
        hash: *pact.hash(),
        title: pact.title().clone(),
        text: state.pact_text().to_owned(),
    })
}

/// A commitment question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    member: String,
    activity: String,
    theatre: String,
    partner: Option<String>,
    route_to: Option<String>,
    mode: Option<String>,
    at: Option<Timestamp>,
}

/// What a member undertakes or refuses.
pub async fn ask(
    State(app): State<App>,
    _user: User,
    Parameters(asked): Parameters<Asked>,
) -> Result<Json<Commitment>, Problem> {
    let question = CommitmentQuestion::parse(
        &asked.member,
        &asked.activity,
        &asked.theatre,
        asked.partner.as_deref(),
        asked.route_to.as_deref(),
    )
    .and_then(|question| question.in_mode(asked.mode.as_deref()))
    .map_err(|error| Problem::invalid(error.to_string()))?;
    let state = app.member().state();
    let commitment = state
        .pact()
        .ask(&question, asked.at.unwrap_or(app.now()))
        .map_err(mithaq_exchange::Error::from)?;
    Ok(Json(commitment))
}

/// As of when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    at: Option<Timestamp>,
}

/// What the pact records beside its clauses: `statements`, `positions`, `flows`, `capabilities` or `tracks`.
pub async fn section(
    State(app): State<App>,
    _user: User,
    Path(section): Path<String>,
    Parameters(as_of): Parameters<AsOf>,
) -> Result<Json<serde_json::Value>, Problem> {
    let section: Section = section
        .parse()
        .map_err(|error: mithaq_pact::UnknownWord| Problem::invalid(error.to_string()))?;
    let state = app.member().state();
    let at = as_of.at.unwrap_or(app.now());
    Ok(Json(state.pact().section_data(section, at)))
}

/// A release question about one notice held here, asked for somebody else: may they?
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deciding {
    notice: Option<NoticeId>,
    originator: Option<MemberId>,
    member: MemberId,
    service: ServiceId,
    activity: ActivityId,
    theatre: TheatreId,
    #[serde(rename = "use")]
    wanted: Use,
    at: Option<Timestamp>,
}

/// A decision with its sentence.
#[derive(Debug, Serialize)]
pub struct Decided {
    permitted: bool,
    release: mithaq_pact::Release,
    wording: Text,
}

/// Decides a release question: of a notice that is held here, or of an originator's notices at large.
pub async fn decide(
    State(app): State<App>,
    user: User,
    Parameters(asked): Parameters<Deciding>,
) -> Result<Json<Decided>, Problem> {
    user.may(Action::Oversee)?;
    let state = app.member().state();
    let (originator, handling) = match (&asked.notice, &asked.originator) {
        (Some(id), None) => {
            let held = state.holdings().notice(id);
            let held = held.ok_or_else(|| mithaq_exchange::Error::Unknown {
                what: "notice",
                id: id.to_string(),
            })?;
            (held.notice.originator.clone(), held.notice.handling.clone())
        }
        (None, Some(member)) => (
            mithaq_notice::Originator::Member(member.clone()),
            Handling::public(),
        ),
        _ => return Err(Problem::invalid("give either `notice` or `originator`")),
    };
    let question = ReleaseQuestion {
        caller: Caller {
            member: asked.member,
            service: asked.service,
            role: Role::Service,
        },
        activity: asked.activity,
        theatre: asked.theatre,
        wanted: asked.wanted,
    };
    let release = state
        .pact()
        .release(
            &question,
            &originator,
            &handling,
            asked.at.unwrap_or(app.now()),
        )
        .map_err(mithaq_exchange::Error::from)?;
    Ok(Json(Decided {
        permitted: release.permitted(),
        wording: release.text().clone(),
        release,
    }))
}

/// What adopting a version did.
#[derive(Debug, Serialize)]
pub struct Adopted {
    hash: PactHash,
    /// Notices that waited for it and are held now.
    read: usize,
}

/// Adopts a later version of the pact.
pub async fn adopt(
    State(app): State<App>,
    user: User,
    text: String,
) -> Result<Json<Adopted>, Problem> {
    user.may(Action::AdoptPact)?;
    let read = app
        .member()
        .adopt(&text, user.id.as_str(), app.now())
        .await?;
    let hash = *app.member().state().pact().hash();
    Ok(Json(Adopted { hash, read }))
}
