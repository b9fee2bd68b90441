//! The pact, and questions to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use mithaq_exchange::Changes;
use mithaq_notice::{ActivityId, Handling, MemberId, NoticeId, ServiceId, Text, TheatreId, Use};
use mithaq_pact::{
    Caller, ClauseChange, Commitment, CommitmentQuestion, Moment, MomentError, PactHash,
    ReleaseQuestion, Role, Section,
};
use serde::{Deserialize, Serialize};

use super::given::{Parameters, Place, Written};
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
    at: Option<Moment>,
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
        .ask(&question, as_of(asked.at, &app))
        .map_err(mithaq_exchange::Error::from)?;
    Ok(Json(commitment))
}

/// Since when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// A month, a day or a moment, that one included; or the number of a version that was in force here.
    since: String,
    /// Where that is no version: until when; now where nothing is said.
    at: Option<Moment>,
}

/// Which clauses are new, ended, widened or narrowed since a day or a version.
pub async fn new(
    State(app): State<App>,
    _user: User,
    Parameters(asked): Parameters<Since>,
) -> Result<Json<Vec<ClauseChange>>, Problem> {
    let news = match asked.since.parse() {
        Ok(_) if asked.at.is_some() => {
            return Err(Problem::invalid(
                "at: found beside the number of a version; expected it beside a month, a day or a moment",
            ));
        }
        Ok(version) => {
            let compared = app.member().compared_since(version).await?;
            tokio::task::spawn_blocking(move || compared.news())
        }
        Err(_) => {
            let Moment(since) = asked.since.parse().map_err(|error: MomentError| {
                Problem::invalid(format!(
                    "since: {error}; or the number of an earlier version"
                ))
            })?;
            let at = as_of(asked.at, &app);
            if at < since {
                let why = format!("at: found {at}; expected a moment not before `since`, {since}");
                return Err(Problem::invalid(why));
            }
            let pact = Arc::clone(app.member().state().pact());
            tokio::task::spawn_blocking(move || mithaq_pact::news(&pact, since, at))
        }
    };
    Ok(Json(news.await.map_err(Problem::failed)?))
}

fn as_of(at: Option<Moment>, app: &App) -> Timestamp {
    at.map_or_else(|| app.now(), |Moment(at)| at)
}

/// As of when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    at: Option<Moment>,
}

/// What the pact records beside its clauses: `statements`, `positions`, `flows`, `capabilities` or `tracks`.
pub async fn section(
    State(app): State<App>,
    _user: User,
    Place(section): Place<String>,
    Parameters(as_of): Parameters<AsOf>,
) -> Result<Json<serde_json::Value>, Problem> {
    let section: Section = section
        .parse()
        .map_err(|error: mithaq_pact::UnknownWord| Problem::invalid(error.to_string()))?;
    let state = app.member().state();
    let at = self::as_of(as_of.at, &app);
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
    at: Option<Moment>,
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
        .release(&question, &originator, &handling, as_of(asked.at, &app))
        .map_err(mithaq_exchange::Error::from)?;
    Ok(Json(Decided {
        permitted: release.permitted(),
        wording: release.text().clone(),
        release,
    }))
}

/// What the version of which the body is the TOML would change of the one in force, and for which of the notices here. Nothing is
/// kept.
pub async fn diff(
    State(app): State<App>,
    user: User,
    Written(text): Written,
) -> Result<Json<Changes>, Problem> {
    user.may(Action::Oversee)?;
    let compared = app
        .member()
        .compared_with("proposed.toml", &text, app.now())?;
    let changes = tokio::task::spawn_blocking(move || compared.changes());
    Ok(Json(changes.await.map_err(Problem::failed)?))
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
    Written(text): Written,
) -> Result<Json<Adopted>, Problem> {
    user.may(Action::AdoptPact)?;
    let read = app
        .member()
        .adopt(&text, user.id.as_str(), app.now())
        .await?;
    let hash = *app.member().state().pact().hash();
    Ok(Json(Adopted { hash, read }))
}
