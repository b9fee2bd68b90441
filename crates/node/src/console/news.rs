//! `/pact/new`: which clauses are new since a day, or since the version before.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use maud::html;
use mithaq_pact::{ClauseChange, Moment, MomentError};
use serde::Deserialize;

use crate::console::layout::Page;
use crate::console::visit::Visit;
use crate::console::words::foreign;
use crate::problem::Problem;

/// Since when.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Since {
    since: String,
}

/// The page.
pub(crate) async fn show(visit: Visit, since: Result<Query<Since>, QueryRejection>) -> Response {
    let since = since.map(|Query(since)| since).unwrap_or_default();
    let page = page(&visit, &since).await;
    visit.show(page)
}

async fn page(visit: &Visit, chosen: &Since) -> Result<Page, Problem> {
    let (words, pact, now) = (visit.words, visit.pact(), visit.app.now());
    let changes = if chosen.since.is_empty() {
        before(visit).await?
    } else {
        let Moment(since) = chosen
            .since
            .parse()
            .map_err(|error: MomentError| Problem::invalid(format!("since: {error}")))?;
        let pact = std::sync::Arc::clone(&pact);
        let news = tokio::task::spawn_blocking(move || mithaq_pact::news(&pact, since, now));
        news.await.map_err(Problem::failed)?
    };
    let body = html! {
        div class="title" {
            p { a href="/pact" { (words.say("pact-back")) } }
            h1 { (words.say("news-title")) }
        }
        form class="card act" method="get" action="/pact/new" {
            label { (words.say("news-since")) input type="date" name="since" value=(chosen.since); }
            div class="buttons" { button type="submit" { (words.say("button-show")) } }
        }
        section class="card" aria-labelledby="news" {
            h2 id="news" {
                @if chosen.since.is_empty() { (words.say("news-since-version")) }
                @else { (words.say("news-since")) (words.colon()) bdi { (chosen.since) } }
            }
            @if changes.is_empty() { p { (words.say("news-none")) } }
            ul class="rows" {
                @for change in &changes {
                    li {
                        (foreign(&change.wording, words.language()))
                        div class="meta" {
                            @if pact.clause(&change.clause).is_some() {
                                a href={ "/pact/clauses/" (change.clause) } { bdi class="id" { (change.clause) } }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Page::new(words.say("news-title"), body))
}

/// What the version in force says that the one before it here did not; nothing where there was none.
async fn before(visit: &Visit) -> Result<Vec<ClauseChange>, Problem> {
    let Some(compared) = visit.app.member().compared_with_former().await? else {
        return Ok(Vec::new());
    };
    let news = tokio::task::spawn_blocking(move || compared.news());
    news.await.map_err(Problem::failed)
}
