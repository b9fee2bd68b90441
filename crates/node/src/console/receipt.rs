//! `/screen/{screening}/receipt`: what the node signed of a screening; [`again`] checks it and makes the screening again.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::{Markup, html};
use mithaq_exchange::Error;
use mithaq_exchange::record::{FoundSubject, Screening};
use mithaq_store::LogSeq;

use crate::console::again;
use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::visit::Visit;
use crate::console::words::{moment, score};
use crate::duty::Action;
use crate::problem::Problem;

/// The address of a screening's receipt.
pub(crate) fn address(screening: LogSeq) -> String {
    format!("/screen/{screening}/receipt")
}

/// The way to a screening's receipt.
pub(crate) fn link(screening: LogSeq, words: Words) -> Markup {
    html! { a href=(address(screening)) { (words.say_with("screen-receipt", [("receipt", screening.to_string())])) } }
}

/// A screening as it was logged, if this reader sees it, whether or not it found anything.
pub(crate) async fn logged(
    visit: &Visit,
    screening: &str,
) -> Result<(LogSeq, Timestamp, Screening), Problem> {
    visit.user.may(Action::ReadNotices)?;
    let unknown = || Error::Unknown {
        what: "screening",
        id: screening.to_owned(),
    };
    let entry = screening.parse().map(LogSeq::new).map_err(|_| unknown())?;
    let (at, record) = visit.app.member().screening(entry).await?;
    visit.user.may_see_screenings_of(&record.post)?;
    Ok((entry, at, record))
}

/// The page.
pub(crate) async fn show(visit: Visit, Path(screening): Path<String>) -> Response {
    let page = logged(&visit, &screening).await.map(|(entry, at, record)| {
        let check = again::form(&visit, entry, &record);
        page(&visit, (entry, at, &record), &check)
    });
    visit.show(page)
}

/// The receipt's content, with what checking it came to or the form that checks it.
pub(crate) fn page(
    visit: &Visit,
    (entry, at, record): (LogSeq, Timestamp, &Screening),
    check: &Markup,
) -> Page {
    let words = visit.words;
    let title = words.say_with("screen-receipt", [("receipt", entry.to_string())]);
    let count = |found: &[FoundSubject]| found.iter().map(|found| found.notices.len()).sum();
    let body = html! {
        div class="title" {
            h1 { (title) }
            p { (words.say("receipt-help")) }
            p class="soft" { (moment(at)) " · " bdi { (record.post) } }
        }
        section class="card" aria-label=(title) {
            p {
                strong { (words.count("count-notices", count(&record.found))) }
                @if !record.cleared.is_empty() {
                    " · " (words.say("screen-cleared")) (words.colon()) (words.count("count-notices", count(&record.cleared)))
                }
            }
            (lines(&record.found, words))
            (lines(&record.cleared, words))
            dl class="facts" {
                dt { (words.say("receipt-query")) } dd { bdi class="id" { (record.query_hash) } }
                @if let Some(party) = &record.party { dt { (words.say("receipt-party")) } dd { bdi class="id" { (party) } } }
                dt { (words.say("receipt-threshold")) } dd { bdi { (record.threshold) } }
                @if let Some(as_of) = record.asked.as_of { dt { (words.say("receipt-as-of")) } dd { (moment(as_of)) } }
                dt { (words.say("receipt-log")) } dd { bdi { (record.log) } }
                dt { (words.say("receipt-pact")) } dd { bdi class="id" { (record.pact) } }
                dt { (words.say("receipt-engine")) } dd { bdi dir="ltr" { (record.engine) } }
                dt { (words.say("receipt-tables")) } dd { bdi class="id" { (record.tables) } }
            }
            p { a class="button" href={ (address(entry)) ".json" } { (words.say("receipt-download")) } }
        }
        (check)
        @if record.asked.as_of.is_none() && !(record.found.is_empty() && record.cleared.is_empty()) {
            p { a href={ "/screen/" (entry) } { (words.say("receipt-screening")) } }
        }
    };
    Page::new(title, body)
}

/// Each notice as the receipt names it: by id and score, whatever became of it since.
fn lines(found: &[FoundSubject], words: Words) -> Markup {
    let notices: Vec<_> = found.iter().flat_map(|found| &found.notices).collect();
    html! {
        @if !notices.is_empty() {
            ul class="rows" {
                @for found in notices {
                    li { bdi class="id" { (found.version.notice) } " · " (moment(found.version.modified)) (score(found.score, words)) }
                }
            }
        }
    }
}

/// The signed receipt itself, to be kept and checked elsewhere.
pub(crate) async fn file(visit: Visit, Path(screening): Path<String>) -> Response {
    match envelope(&visit, &screening).await {
        Ok((entry, json)) => {
            let name = format!("attachment; filename=\"receipt-{entry}.json\"");
            let name = HeaderValue::try_from(name)
                .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
            let kind = HeaderValue::from_static("application/json");
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, json).into_response()
        }
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn envelope(visit: &Visit, screening: &str) -> Result<(LogSeq, String), Problem> {
    let (entry, _, _) = logged(visit, screening).await?;
    Ok((entry, visit.app.member().receipt(entry).await?.to_json()))
}
