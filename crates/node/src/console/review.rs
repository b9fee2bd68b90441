//! `/reviews` and `/review/{screening}/{subject}`: a person decides.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::record::{Judgement, Screening};
use mithaq_exchange::{Error, Outcome, PossibleMatch};
use mithaq_notice::{Obligation, Originator, SubjectId};
use mithaq_store::LogSeq;
use serde::Deserialize;

use crate::console::clearing::{self, OfMatch};
use crate::console::finding::{Finding, Hit, asked, standing};
use crate::console::layout::{Page, token};
use crate::console::receipt;
use crate::console::subject::facts;
use crate::console::visit::{Visit, redirect};
use crate::console::words::{Names, moment, score, verbatim};
use crate::duty::Action;
use crate::problem::Problem;

/// The most possible matches the list shows of each kind.
const SHOWN: usize = 50;

/// What waits for a decision, and what was decided.
pub(crate) async fn list(visit: Visit) -> Response {
    visit.show(listing(&visit))
}

fn listing(visit: &Visit) -> Result<Page, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let words = visit.words;
    let (waiting, decided) = matches(visit, |_| true)?;
    let title = words.say("reviews-title");
    let body = html! {
        h1 { (title) }
        section class="card" aria-labelledby="waiting" {
            h2 id="waiting" { (words.say("reviews-waiting")) }
            @if waiting.is_empty() { p { (words.say("reviews-empty")) } } @else { (rows(&waiting, visit)) }
        }
        @if !decided.is_empty() {
            section class="card" aria-labelledby="decided" {
                h2 id="decided" { (words.say("reviews-decided")) }
                (rows(&decided, visit))
            }
        }
        (clearing::list(visit)?)
    };
    Ok(Page::new(title, body))
}

/// Possible matches at the reader's post of which they may see something, waiting and decided, the newest first; of those screenings only.
pub(crate) fn matches(
    visit: &Visit,
    of: impl Fn(&Screening) -> bool,
) -> Result<(Vec<Finding>, Vec<Finding>), Problem> {
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    let found: Vec<_> = {
        let state = visit.app.member().state();
        let holdings = state.holdings();
        let wanted = |possible: &&PossibleMatch| {
            let made = holdings.screening(possible.screening);
            made.is_some_and(|(_, screening)| of(screening))
        };
        holdings.matches().filter(wanted).cloned().collect()
    };
    for possible in found {
        if visit
            .user
            .may_see_screening(visit.app.member(), possible.screening)
            .is_err()
        {
            continue;
        }
        let list = if matches!(possible.outcome(), Outcome::Decided(_)) {
            &mut decided
        } else {
            &mut waiting
        };
        if list.len() < SHOWN {
            let finding = Finding::of(visit, possible, None)?;
            if !finding.hits.is_empty() {
                list.push(finding);
            }
        }
    }
    Ok((waiting, decided))
}

/// Possible matches in rows, each with its way to the review.
pub(crate) fn rows(findings: &[Finding], visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        ul class="rows" {
            @for finding in findings {
                li {
                    a href=(finding.address()) { strong { (finding.caption()) } } " " (standing(finding.possible.outcome(), words))
                    @if let Some(name) = asked_name(finding, visit) { p { (words.say("screen-asked")) (words.colon()) (verbatim(&name)) } }
                    (score(finding.score(), words))
                    div class="meta" {
                        span { (words.say_with("screen-receipt", [("receipt", finding.possible.screening.to_string())])) }
                        (moment(finding.possible.at))
                        span { (words.count("count-notices", finding.possible.found.notices.len())) }
                    }
                }
            }
        }
    }
}

/// Who was screened, by their first name or number, for whoever decides about them.
fn asked_name(finding: &Finding, visit: &Visit) -> Option<String> {
    visit.user.may(Action::Review).ok()?;
    let member = visit.app.member();
    let query = member.query_of(finding.possible.screening).ok()?;
    let number = || Some(query.numbers.first()?.text.clone());
    query.names.first().cloned().or_else(number)
}

/// The query beside the notices, and the decision.
pub(crate) async fn show(
    visit: Visit,
    Path((screening, subject)): Path<(String, String)>,
) -> Response {
    visit.show(
        possible(&visit, &screening, &subject).and_then(|possible| page(&visit, possible, None)),
    )
}

/// A possible match by its address, if this reader sees it.
pub(crate) fn possible(
    visit: &Visit,
    screening: &str,
    subject: &str,
) -> Result<PossibleMatch, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let unknown = || Error::Unknown {
        what: "possible match",
        id: format!("{screening}/{subject}"),
    };
    let screening = screening.parse().map(LogSeq::new).map_err(|_| unknown())?;
    let subject = SubjectId::new(subject).map_err(|_| unknown())?;
    visit
        .user
        .may_see_screening(visit.app.member(), screening)?;
    let found = visit
        .app
        .member()
        .state()
        .holdings()
        .possible_match(screening, &subject)
        .cloned();
    Ok(found.ok_or_else(unknown)?)
}

fn page(visit: &Visit, possible: PossibleMatch, wrong: Option<&str>) -> Result<Page, Problem> {
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let may_review = visit.user.may(Action::Review).is_ok();
    let query = if may_review {
        visit.app.member().query_of(possible.screening).ok()
    } else {
        None
    };
    let finding = Finding::of(visit, possible, query.as_ref())?;
    let outcome = finding.possible.outcome();
    let of_match = OfMatch::of(visit, &finding);
    let title = words.say("review-title");
    let body = html! {
        div class="title" {
            h1 { (title) }
            p { (words.say("match-not-identification")) }
            p class="soft" {
                a href={ "/screen/" (finding.possible.screening) } { (words.say("receipt-screening")) }
                " · " (receipt::link(finding.possible.screening, words))
                " · " (moment(finding.possible.at))
            }
        }
        div class="score" { (standing(outcome, words)) (score(finding.score(), words)) }
        (reviews(&finding, visit))
        div class="two" {
            @if let Some(query) = &query {
                section class="card" aria-labelledby="asked" { h2 id="asked" { (words.say("screen-asked")) } (asked(query, words)) }
            }
            @for hit in &finding.hits {
                section class="card" aria-label=(words.say("screen-listed")) {
                    h2 { (words.say("screen-listed")) " " bdi class="id" { (hit.notice.id) } }
                    (facts(&hit.notice.subject, words))
                }
            }
        }
        (finding.notices(visit, names))
        (of_match.show(visit, outcome))
        @if may_review { (decision(&finding, &of_match, visit, names, wrong)) }
    };
    Ok(Page::new(title, body))
}

/// Who decided what, and whether a second person must.
fn reviews(finding: &Finding, visit: &Visit) -> Markup {
    let (words, possible) = (visit.words, &finding.possible);
    html! {
        @if !possible.reviews.is_empty() {
            section class="card" aria-labelledby="reviews" {
                h2 id="reviews" { (words.say("reviews-decided")) }
                ul class="rows" {
                    @for (at, review) in &possible.reviews {
                        li {
                            strong { (words.say(key(review.judgement))) }
                            div class="meta" { bdi { (review.user) } (moment(*at)) }
                            blockquote class="pre" { (verbatim(&review.reason)) }
                        }
                    }
                }
                @if let Outcome::Decided(judgement) = possible.outcome() {
                    p class="say" role="status" {
                        (words.say(if judgement == Judgement::Same { "review-done-same" } else { "review-done" })) " "
                        @if judgement == Judgement::Same { a href="/sightings" { (words.say("nav-sightings")) } }
                    }
                }
            }
        }
    }
}

/// Three answers and a reason, where this reader may still give one.
fn decision(
    finding: &Finding,
    of_match: &OfMatch,
    visit: &Visit,
    names: Names<'_>,
    wrong: Option<&str>,
) -> Markup {
    let (words, possible) = (visit.words, &finding.possible);
    if matches!(possible.outcome(), Outcome::Decided(_)) {
        return Markup::default();
    }
    if possible
        .reviews
        .iter()
        .any(|(_, review)| review.user == visit.user.id.as_str())
    {
        return html! { p class="say" { (words.say("review-second-same")) } };
    }
    // Of what was taken back since nobody is told, and what it wants now counts, not what it wanted then.
    let sighted: std::collections::BTreeSet<&Originator> = finding
        .hits
        .iter()
        .map(|hit| &hit.notice.originator)
        .filter(|originator| sends_to(visit, originator))
        .collect();
    let four_eyes = |hit: &Hit| {
        hit.notice
            .handling
            .obligations
            .contains(&Obligation::FourEyes)
    };
    let needs_two = possible.needs_two() || finding.hits.iter().any(four_eyes);
    html! {
        form class="card act" method="post" action=(finding.address()) {
            h2 { (words.say("review-question")) }
            @if needs_two { p class="do" { (words.say("review-second")) } }
            (token(visit))
            label {
                (words.say("review-reason"))
                small { (words.say("review-reason-needed")) }
                textarea name="reason" required dir="auto" maxlength="600" aria-invalid=[wrong.map(|_| "true")] { (wrong.unwrap_or_default()) }
            }
            div class="buttons" {
                button type="submit" name="judgement" value="same" { (words.say("review-same")) }
                button class="plain" type="submit" name="judgement" value="different" { (words.say("review-different")) }
                button class="plain" type="submit" name="judgement" value="cannot-tell" { (words.say("review-cannot-tell")) }
                (of_match.button(words))
            }
            (of_match.help(words))
            p class="soft" {
                @if sighted.is_empty() { (words.say("review-then-stays")) }
                @else { (words.say("review-then-sighting")) " " (names.row(sighted.into_iter().map(|originator| names.originator(originator)))) }
            }
        }
    }
}

/// Whether a confirmed match goes out: lists and this member's own notices stay here.
fn sends_to(visit: &Visit, originator: &Originator) -> bool {
    originator
        .member()
        .is_some_and(|member| member != visit.app.member().id())
}

const fn key(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Same => "review-same",
        Judgement::Different => "review-different",
        Judgement::CannotTell => "review-cannot-tell",
    }
}

/// What the reviewer sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    #[serde(default)]
    token: String,
    judgement: Judgement,
    #[serde(default)]
    reason: String,
}

/// Records the decision and shows how the match stands.
pub(crate) async fn decide(
    visit: Visit,
    Path((screening, subject)): Path<(String, String)>,
    sent: Result<Form<Decided>, FormRejection>,
) -> Response {
    match decided(&visit, &screening, &subject, sent).await {
        Ok(None) => redirect(&visit.here),
        Ok(Some(page)) => visit.show(Ok(page)),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn decided(
    visit: &Visit,
    screening: &str,
    subject: &str,
    sent: Result<Form<Decided>, FormRejection>,
) -> Result<Option<Page>, Problem> {
    let Form(sent) = sent.map_err(|error| Problem::invalid(error.body_text()))?;
    visit.check_form(&sent.token)?;
    visit.user.may(Action::Review)?;
    let possible = possible(visit, screening, subject)?;
    if sent.reason.trim().is_empty() {
        let page = page(visit, possible, Some(&sent.reason))?;
        return Ok(Some(Page {
            status: axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            ..page
        }));
    }
    let member = visit.app.member();
    let user = visit.user.id.as_str();
    member
        .review(
            user,
            possible.screening,
            &possible.found.subject,
            sent.judgement,
            &sent.reason,
            visit.app.now(),
        )
        .await?;
    Ok(None)
}
