//! Screening, review, sightings.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use mithaq_exchange::message::Sighting;
use mithaq_exchange::record::{Direction, Judgement};
use mithaq_exchange::{Asking, Outcome, PossibleMatch, REFERENCE_LIMIT, Screened};
use mithaq_notice::{IssuerId, Measure, MemberId, NoticeId, SubjectId, SubjectKind};
use mithaq_screen::{Options, Property, Query, QueryReader, Score, Strictness};
use mithaq_store::LogSeq;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::given::Given;
use crate::app::{App, User};
use crate::duty::Action;
use crate::problem::Problem;

/// What to screen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// Properties named as FollowTheMoney names them: `name`, `birthDate`, `passportNumber` …
    query: Map<String, Value>,
    /// The caller's own reference to the party: what was cleared for it is not raised again.
    party: Option<String>,
    threshold: Option<f64>,
    /// The lowest score by measure; the node's own table holds for those not named.
    #[serde(default)]
    thresholds: BTreeMap<Measure, f64>,
    limit: Option<usize>,
    #[serde(default)]
    exclude: Exclude,
    /// Only exact numbers, and names equal or very near.
    #[serde(default)]
    strict: bool,
    /// By what was known then: an entry of the log, a day, a moment.
    at: Option<String>,
}

/// What is never a hit of a query.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Exclude {
    notices: BTreeSet<NoticeId>,
    lists: BTreeSet<IssuerId>,
    kinds: BTreeSet<SubjectKind>,
}

/// Screens one query at the caller's post.
pub async fn screen(
    State(app): State<App>,
    user: User,
    Given(asked): Given<Screen>,
) -> Result<Json<Screened>, Problem> {
    user.may(Action::Screen)?;
    let options = options(&asked, app.member().options())?;
    let query = query(&asked.query)?;
    let asking = Asking {
        query: &query,
        party: asked.party.as_deref().map(reference).transpose()?,
    };
    let (member, who, post, now) = (app.member(), user.id.as_str(), user.post()?, app.now());
    let screened = match &asked.at {
        None => member.screen_party(who, post, asking, &options, now).await,
        Some(at) => {
            let when = (at.parse()?, now);
            member.screen_as_of(who, post, asking, &options, when).await
        }
    };
    Ok(Json(screened?))
}

fn options(asked: &Screen, usual: Options) -> Result<Options, Problem> {
    let score = |field: &str, value: f64| {
        let score = Score::new(value).filter(|score| score.get() >= 0.5);
        score.ok_or_else(|| Problem::invalid(format!("{field}: found {value}; expected 0.5 to 1")))
    };
    let mut options = Options {
        exclude: asked.exclude.notices.clone(),
        exclude_lists: asked.exclude.lists.clone(),
        exclude_kinds: asked.exclude.kinds.clone(),
        strictness: if asked.strict {
            Strictness::Strict
        } else {
            Strictness::Usual
        },
        limit: asked.limit.unwrap_or(usual.limit),
        ..usual
    };
    if let Some(threshold) = asked.threshold {
        options.threshold = score("threshold", threshold)?;
    }
    for (measure, value) in &asked.thresholds {
        options
            .thresholds
            .insert(*measure, score("thresholds", *value)?);
    }
    if !(1..=100).contains(&options.limit) {
        return Err(Problem::invalid(format!(
            "limit: found {}; expected 1 to 100",
            options.limit
        )));
    }
    Ok(options)
}

fn reference(party: &str) -> Result<&str, Problem> {
    let party = party.trim();
    if (1..=REFERENCE_LIMIT).contains(&party.len()) {
        return Ok(party);
    }
    Err(Problem::invalid(format!(
        "party: found {} bytes; expected the caller's own reference, in 1 to {REFERENCE_LIMIT} bytes",
        party.len()
    )))
}

/// A query whose every key is understood: a misspelt one would leave evidence out unseen.
pub(super) fn query(object: &Map<String, Value>) -> Result<Query, Problem> {
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
    Given(review): Given<Reviewing>,
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
