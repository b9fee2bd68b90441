//! Checking a receipt on its page: the log it stands in, and the screening made again by what was known on its day.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::record::Screening;
use mithaq_exchange::{Difference, Error, Line, Replay};
use mithaq_store::LogSeq;

use crate::console::layout::{Page, token};
use crate::console::locale::Words;
use crate::console::receipt::{address, logged, page};
use crate::console::screen::{Typed, inputs};
use crate::console::visit::Visit;
use crate::console::words::score;
use crate::problem::Problem;

/// The form that checks: with the question, where nothing of it was kept.
pub(crate) fn form(visit: &Visit, entry: LogSeq, record: &Screening) -> Markup {
    asking(visit, entry, record, &Markup::default(), &Typed::default())
}

fn asking(
    visit: &Visit,
    entry: LogSeq,
    record: &Screening,
    lead: &Markup,
    typed: &Typed,
) -> Markup {
    let words = visit.words;
    html! {
        form class="card act" method="post" action=(address(entry)) {
            h2 { (words.say("again-title")) }
            p class="soft" { (words.say("again-help")) }
            (lead)
            (token(visit))
            @if record.query.is_none() {
                p { (words.say("again-query")) }
                (inputs(words, typed, None))
            }
            div class="buttons" { button type="submit" { (words.say("again-button")) } }
        }
    }
}

/// Checks the receipt and shows what that came to.
pub(crate) async fn make(
    visit: Visit,
    Path(screening): Path<String>,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let page = made(&visit, &screening, typed).await;
    visit.show(page)
}

async fn made(
    visit: &Visit,
    screening: &str,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Page, Problem> {
    let Form(typed) = typed.map_err(|error| Problem::invalid(error.body_text()))?;
    visit.check_form(&typed.token)?;
    let (entry, at, record) = logged(visit, screening).await?;
    let words = visit.words;
    let refused = |lead: &Markup| {
        let check = asking(visit, entry, &record, lead, &typed);
        Page {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..page(visit, (entry, at, &record), &check)
        }
    };
    let query = match (&record.query, typed.query()) {
        (Some(_), _) => None,
        (None, Ok(query)) => Some(query),
        (None, Err(wrong)) => return Ok(refused(&wrong.say(words))),
    };
    let member = visit.app.member();
    let replay = match member.replay(entry, query.as_ref()).await {
        Ok(replay) => replay,
        Err(Error::Invalid { .. }) => {
            let lead = html! { p class="say bad" role="alert" { (words.say("again-another")) } };
            return Ok(refused(&lead));
        }
        Err(error) => return Err(error.into()),
    };
    let is_whole = member.verify_log().await?.is_sound();
    let check = outcome(&replay, is_whole, words);
    Ok(page(visit, (entry, at, &record), &check))
}

fn outcome(replay: &Replay, is_whole: bool, words: Words) -> Markup {
    html! {
        section class="card" aria-labelledby="again" {
            h2 id="again" { (words.say("again-title")) }
            @if is_whole { p class="say good" role="status" { "✓ " (words.say("again-whole")) } }
            @else { p class="say bad" role="alert" { "✕ " (words.say("again-broken")) } }
            @if replay.identical { p class="say good" role="status" { "✓ " (words.say("again-same")) } }
            @else {
                p class="say bad" role="alert" { "✕ " (words.say("again-differs")) }
                div class="two" {
                    (found("again-then", &replay.then, words))
                    (found("again-now", &replay.again, words))
                }
            }
            @if !replay.differences.is_empty() {
                h3 { (words.say("again-changed")) }
                dl class="facts" { @for difference in &replay.differences { (changed(difference, words)) } }
            }
        }
    }
}

fn found(heading: &str, lines: &[Line], words: Words) -> Markup {
    html! {
        div {
            h3 { (words.say(heading)) }
            @if lines.is_empty() { p { (words.count("count-notices", 0)) } }
            ul class="rows" {
                @for line in lines { li { bdi class="id" { (line.notice) } (score(line.score, words)) } }
            }
        }
    }
}

/// What is not as it was, and what it is now.
fn changed(difference: &Difference, words: Words) -> Markup {
    let (what, then, now) = match difference {
        Difference::Engine { then, now } => (words.say("receipt-engine"), then, now),
        Difference::Tables { then, now, .. } => (words.say("receipt-tables"), then, now),
        Difference::Pact { then, rebuilt } => (words.say("receipt-pact"), then, rebuilt),
        Difference::Post { why } => {
            return html! {
                dt { (words.say("again-post")) }
                dd lang="en" { bdi { (why) } }
            };
        }
    };
    html! {
        dt { (what) }
        dd {
            p { (words.say("again-then")) (words.colon()) bdi class="id" { (then) } }
            p { (words.say("again-now")) (words.colon()) bdi class="id" { (now) } }
        }
    }
}
