//! Screening, review, sightings.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use mithaq_exchange::message::Sighting;
use mithaq_exchange::record::{Direction, Judgement};
use mithaq_exchange::{Outcome, PossibleMatch, Screened};
use mithaq_notice::{MemberId, SubjectId};
use mithaq_screen::{Options, Property, Query, QueryReader, Score};
use mithaq_store::LogSeq;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// What to screen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// Properties named as FollowTheMoney names them: `name`, `birthDate`, `passportNumber` …
    query: Map<String, Value>,
    threshold: Option<f64>,
    limit: Option<usize>,
}

/// Screens one query at the caller's post.
pub async fn screen(
    State(app): State<App>,
    user: User,
    Json(asked): Json<Screen>,
) -> Result<Json<Screened>, Problem> {
    user.may(Action::Screen)?;
    let mut options = Options::default();
    if let Some(threshold) = asked.threshold {
        options.threshold = Score::new(threshold)
            .filter(|score| score.get() >= 0.5)
            .ok_or_else(|| {
                Problem::invalid(format!("threshold: found {threshold}; expected 0.5 to 1"))
            })?;
    }
    options.limit = asked.limit.unwrap_or(options.limit);
    if !(1..=100).contains(&options.limit) {
        return Err(Problem::invalid(format!(
            "limit: found {}; expected 1 to 100",
            options.limit
        )));
    }
    let query = query(&asked.query)?;
    let screened = app
        .member()
        .screen(user.id.as_str(), user.post()?, &query, &options, app.now())
        .await?;
    Ok(Json(screened))
}

/// A query whose every key is understood: a misspelt one would leave evidence out unseen.
fn query(object: &Map<String, Value>) -> Result<Query, Problem> {
    if let Some(key) = object.keys().find(|key| Property::named(key).is_none()) {
        let detail = format!(
            "query: nobody reads `{key}`; expected FollowTheMoney's names: name, schema, birthDate, nationality, passportNumber …"
        );
        return Err(Problem::invalid(detail));
    }
    let mut reader = QueryReader::default();
    // Batches need an id to tell answers apart; here there is one query.
    let read = reader
        .field("id", Property::Id, "query")
        .and_then(|()| reader.object(object));
    read.map_err(|error| Problem::invalid(error.to_string()))?;
    reader
        .finish()
        .map_err(|error| Problem::invalid(error.to_string()))
}

/// A possible match as the API shows it.
#[derive(Debug, Serialize)]
pub struct MatchShown {
    screening: LogSeq,
    at: Timestamp,
    subject: SubjectId,
    outcome: &'static str,
    judgement: Option<Judgement>,
    reviews: usize,
    /// What was searched for, for those who review.
    query: Option<Query>,
}

/// Possible matches, the newest first.
pub async fn matches(State(app): State<App>, user: User) -> Result<Json<Vec<MatchShown>>, Problem> {
    user.may(Action::ReadNotices)?;
    let found: Vec<PossibleMatch> = {
        let state = app.member().state();
        let holdings = state.holdings();
        let seen = |possible: &&PossibleMatch| {
            holdings
                .screening(possible.screening)
                .is_some_and(|(_, screening)| user.sees_screenings_of(&screening.post))
        };
        holdings.matches().filter(seen).cloned().collect()
    };
    let shown = found.into_iter().map(|possible| {
        let (outcome, judgement) = outcome_words(possible.outcome());
        MatchShown {
            screening: possible.screening,
            at: possible.at,
            subject: possible.found.subject,
            outcome,
            judgement,
            reviews: possible.reviews.len(),
            query: user
                .duty
                .role
                .may(Action::Review)
                .then(|| app.member().query_of(possible.screening).ok())
                .flatten(),
        }
    });
    Ok(Json(shown.collect()))
}

const fn outcome_words(outcome: Outcome) -> (&'static str, Option<Judgement>) {
    match outcome {
        Outcome::Open => ("open", None),
        Outcome::AwaitingSecond => ("awaiting-second", None),
        Outcome::Decided(judgement) => ("decided", Some(judgement)),
    }
}

/// A person's decision about a possible match.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewing {
    screening: LogSeq,
    subject: SubjectId,
    judgement: Judgement,
    reason: String,
}

/// How the match stands after a review.
#[derive(Debug, Serialize)]
pub struct Reviewed {
    outcome: &'static str,
    judgement: Option<Judgement>,
}

/// Reviews a possible match.
pub async fn review(
    State(app): State<App>,
    user: User,
    Json(review): Json<Reviewing>,
) -> Result<(StatusCode, Json<Reviewed>), Problem> {
    user.may(Action::Review)?;
    user.may_see_screening(app.member(), review.screening)?;
    let outcome = app
        .member()
        .review(
            user.id.as_str(),
            review.screening,
            &review.subject,
            review.judgement,
            &review.reason,
            app.now(),
        )
        .await?;
    let (outcome, judgement) = outcome_words(outcome);
    Ok((StatusCode::CREATED, Json(Reviewed { outcome, judgement })))
}

/// A sighting as the API shows it.
#[derive(Debug, Serialize)]
pub struct SightingShown {
    direction: Direction,
    other: Option<MemberId>,
    acknowledged: bool,
    sighting: Sighting,
}

/// Sightings sent and received.
pub async fn sightings(
    State(app): State<App>,
    user: User,
) -> Result<Json<Vec<SightingShown>>, Problem> {
    user.may(Action::ReadNotices)?;
    let state = app.member().state();
    let shown = state
        .holdings()
        .sightings()
        .filter(|known| user.sees_sighting(known))
        .map(|known| SightingShown {
            direction: known.direction,
            other: known.other.clone(),
            acknowledged: known.acknowledged,
            sighting: known.sighting.clone(),
        });
    Ok(Json(shown.collect()))
}
