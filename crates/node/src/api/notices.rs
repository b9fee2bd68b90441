//! Notices: those the caller's post may read, and this member's own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use mithaq_exchange::{Held, Imported, cause, record::Cause};
use mithaq_notice::list::{Format, UnknownFormat};
use mithaq_notice::update::Removals;
use mithaq_notice::{ActivityId, IssuerId, Notice, NoticeId, TheatreId, Use};
use mithaq_pact::Release;
use serde::{Deserialize, Serialize};

use super::given::{Given, Parameters, Place, Sent};
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// What the caller wants notices for, beside what their post does.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct For {
    activity: Option<ActivityId>,
    theatre: Option<TheatreId>,
    #[serde(rename = "use")]
    wanted: Option<Use>,
}

/// Notices, and how many were withheld from this caller for this use, by cause.
#[derive(Debug, Serialize)]
pub struct Listed {
    notices: Vec<std::sync::Arc<Notice>>,
    withheld: Vec<(Cause, usize)>,
}

/// The notices the caller may use so.
pub async fn list(
    State(app): State<App>,
    user: User,
    Parameters(wanted): Parameters<For>,
) -> Result<Json<Listed>, Problem> {
    user.may(Action::ReadNotices)?;
    let member = app.member();
    let at_post = user.question(member, Use::Read)?;
    let mut question = at_post.clone();
    question.wanted = wanted.wanted.unwrap_or(question.wanted);
    question.activity = wanted.activity.unwrap_or(question.activity);
    question.theatre = wanted.theatre.unwrap_or(question.theatre);
    let state = member.state();
    let permitted = |question| {
        state
            .decider()
            .permitted(question, state.holdings().profiles(), app.now())
            .map_err(mithaq_exchange::Error::from)
    };
    // Another purpose may narrow what a post reads; it never opens what the post's own does not.
    let answers = [permitted(&question)?, permitted(&at_post)?];
    let mut listed = Listed {
        notices: Vec::new(),
        withheld: Vec::new(),
    };
    let mut withheld = std::collections::BTreeMap::<Cause, usize>::new();
    for held in state.holdings().notices() {
        match answers.iter().find(|answer| !answer.allows(held.profile)) {
            None => listed.notices.push(std::sync::Arc::clone(&held.notice)),
            Some(denying) => {
                let cause = denying.answer(held.profile).map_or(Cause::Silence, cause);
                *withheld.entry(cause).or_default() += 1;
            }
        }
    }
    listed.withheld = withheld.into_iter().collect();
    Ok(Json(listed))
}

/// One notice, if the caller's post may read it.
pub async fn show(
    State(app): State<App>,
    user: User,
    Place(id): Place<NoticeId>,
) -> Result<Json<Notice>, Problem> {
    user.may(Action::ReadNotices)?;
    let (held, _) = readable(&app, &user, &id)?;
    Ok(Json(held.notice.as_ref().clone()))
}

/// One notice the caller's post may read, and why it may.
pub(crate) fn readable(app: &App, user: &User, id: &NoticeId) -> Result<(Held, Release), Problem> {
    let member = app.member();
    let question = user.question(member, Use::Read)?;
    let state = member.state();
    let held = state
        .holdings()
        .notice(id)
        .ok_or_else(|| mithaq_exchange::Error::Unknown {
            what: "notice",
            id: id.to_string(),
        })?;
    let release = state
        .pact()
        .release(
            &question,
            &held.notice.originator,
            &held.notice.handling,
            app.now(),
        )
        .map_err(mithaq_exchange::Error::from)?;
    if release.permitted() {
        Ok((held.clone(), release))
    } else {
        Err(mithaq_exchange::Error::Denied(Box::new(release)).into())
    }
}

/// What was published.
#[derive(Debug, Serialize)]
pub struct Published {
    notices: Vec<NoticeId>,
}

/// Publishes notices of this member's own: all of them or none.
pub async fn publish(
    State(app): State<App>,
    user: User,
    Given(notices): Given<Vec<Notice>>,
) -> Result<(StatusCode, Json<Published>), Problem> {
    user.may(Action::Publish)?;
    let notices = app
        .member()
        .publish(notices, user.id.as_str(), app.now())
        .await?;
    Ok((StatusCode::CREATED, Json(Published { notices })))
}

/// Replaces a notice of this member's own by a newer version.
pub async fn correct(
    State(app): State<App>,
    user: User,
    Place(id): Place<NoticeId>,
    Given(notice): Given<Notice>,
) -> Result<StatusCode, Problem> {
    user.may(Action::Publish)?;
    if notice.id != id {
        return Err(Problem::invalid(format!(
            "the notice is `{}` and the address says `{id}`; send it to its own",
            notice.id
        )));
    }
    app.member()
        .correct(vec![notice], user.id.as_str(), app.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a notice of this member's own back.
pub async fn recall(
    State(app): State<App>,
    user: User,
    Place(id): Place<NoticeId>,
) -> Result<StatusCode, Problem> {
    user.may(Action::Publish)?;
    app.member()
        .recall(&id, user.id.as_str(), app.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How to import.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Importing {
    #[serde(default)]
    removals: Allowed,
    /// Whose it is, where its entries do not all say the same.
    issuer: Option<IssuerId>,
    /// Of which day, where it does not say.
    dated: Option<Date>,
}

/// Whether a list that takes back more than a tenth may do so.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Allowed {
    #[default]
    UpToATenth,
    Confirmed,
}

impl From<Allowed> for Removals {
    fn from(allowed: Allowed) -> Self {
        match allowed {
            Allowed::UpToATenth => Self::UpToATenth,
            Allowed::Confirmed => Self::Confirmed,
        }
    }
}

/// Imports a version of a public list: the body is its file, of OFAC's its three files joined.
pub async fn import(
    State(app): State<App>,
    user: User,
    Place(format): Place<String>,
    Parameters(importing): Parameters<Importing>,
    Sent(body): Sent,
) -> Result<Json<Imported>, Problem> {
    user.may(Action::Import)?;
    let format: Format = format.parse().map_err(|error: UnknownFormat| {
        Problem::new(StatusCode::NOT_FOUND, "not found", error.to_string())
    })?;
    let list = tokio::task::spawn_blocking(move || format.read("the request's body", &body))
        .await
        .map_err(Problem::failed)?
        .map_err(|error| Problem::invalid(error.to_string()))?;
    let version = list
        .version(importing.issuer, importing.dated, app.now())
        .map_err(|error| Problem::invalid(error.to_string()))?;
    let removals = importing.removals.into();
    Ok(Json(
        app.member()
            .import(version, removals, user.id.as_str(), app.now())
            .await?,
    ))
}
