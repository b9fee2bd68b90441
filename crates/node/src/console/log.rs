//! `/log`: for whoever oversees the node: whether its log is whole, what went out, what was withheld and why.

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::KnownDelivery;
use mithaq_exchange::record::Cause;
use mithaq_store::{Entry, LogSeq};
use serde::Deserialize;

use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::notices::{because, withheld_by};
use crate::console::visit::Visit;
use crate::console::words::{Names, moment};
use crate::duty::Action;
use crate::problem::Problem;

/// The newest entries and deliveries shown.
const SHOWN: usize = 40;
/// The most faults named on the page; the command line names them all.
const FAULTS: usize = 20;

/// What to do beside showing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    verify: String,
}

/// The page.
pub(crate) async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let page = page(&visit, !asked.verify.is_empty()).await;
    visit.show(page)
}

async fn page(visit: &Visit, verify: bool) -> Result<Page, Problem> {
    visit.user.may(Action::Oversee)?;
    let words = visit.words;
    let member = visit.app.member();
    let verified = if verify {
        verified(visit).await?
    } else {
        Markup::default()
    };
    let head = member
        .store()
        .head()
        .await
        .map_err(mithaq_exchange::Error::from)?;
    let before = LogSeq::new(head.seq.get().saturating_sub(SHOWN as u64));
    let mut entries = member
        .store()
        .entries(before, SHOWN)
        .await
        .map_err(mithaq_exchange::Error::from)?;
    entries.reverse();
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let (deliveries, withheld) = deliveries(visit);
    let title = words.say("log-title");
    let body = html! {
        div class="title" { h1 { (title) } p class="soft" { (words.say("log-help")) } }
        section class="card" aria-labelledby="whole" {
            h2 id="whole" { (words.say("log-whole")) }
            (verified)
            dl class="facts" {
                dt { (words.say("log-entries")) } dd { bdi { (head.seq) } }
                dt { (words.say("log-head")) } dd { bdi class="id" { (head.hash) } }
            }
            form class="act" method="get" action="/log" {
                div class="buttons" { button type="submit" name="verify" value="yes" { (words.say("log-verify")) } }
            }
        }
        @if !withheld.is_empty() { (withheld_by("log-withheld-in-all", &withheld, words)) }
        (delivered(&deliveries, names, words))
        (newest(&entries, words))
    };
    Ok(Page::new(title, body))
}

async fn verified(visit: &Visit) -> Result<Markup, Problem> {
    let report = visit.app.member().verify_log().await?;
    let words = visit.words;
    let faults = report
        .faults
        .iter()
        .take(FAULTS)
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    Ok(html! {
        @if faults.is_empty() { p class="say good" role="status" { "✓ " (words.say("log-is-whole")) } }
        @else {
            div class="say bad" role="alert" {
                p { "✕ " (words.count("log-faults", report.faults.len())) }
                ul lang="en" dir="ltr" { @for fault in faults { li { (fault) } } }
            }
        }
    })
}

/// The newest deliveries, and all that was ever withheld, by cause.
fn deliveries(visit: &Visit) -> (Vec<KnownDelivery>, Vec<(Cause, usize)>) {
    let state = visit.app.member().state();
    let all = state.holdings().deliveries();
    let mut withheld = BTreeMap::<Cause, usize>::new();
    for (cause, count) in all.iter().flat_map(|delivery| &delivery.withheld) {
        *withheld.entry(cause.clone()).or_default() += count;
    }
    (
        all.iter().rev().take(SHOWN).cloned().collect(),
        withheld.into_iter().collect(),
    )
}

fn delivered(deliveries: &[KnownDelivery], names: Names<'_>, words: Words) -> Markup {
    if deliveries.is_empty() {
        return html! { p class="say" { (words.say("log-deliveries-empty")) } };
    }
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("log-deliveries")) {
            table {
                caption { (words.say("log-deliveries")) }
                thead { tr {
                    @for key in ["log-entry", "log-at", "log-to", "log-for", "log-sent", "log-withheld"] { th scope="col" { (words.say(key)) } }
                } }
                tbody { @for delivery in deliveries { (delivery_row(delivery, names, words)) } }
            }
        }
    }
}

fn delivery_row(delivery: &KnownDelivery, names: Names<'_>, words: Words) -> Markup {
    html! {
        tr {
            th scope="row" { (delivery.entry) }
            td { (moment(delivery.at)) }
            td { (names.member(&delivery.to)) }
            td {
                @match &delivery.ask {
                    Some(ask) => {
                        bdi { (ask.service) } " · " (names.activity(&ask.activity)) " · " (names.theatre(&ask.theatre))
                        " · " (words.term("use", ask.wanted.as_str()))
                    }
                    None => { (words.say("log-changes")) }
                }
            }
            td class="n" { (delivery.sent) }
            td { ul { @for (cause, count) in &delivery.withheld { li { (count) " · " (because(cause, words)) } } } }
        }
    }
}

fn newest(entries: &[Entry], words: Words) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("log-newest")) {
            table {
                caption { (words.say("log-newest")) }
                thead { tr { @for key in ["log-entry", "log-at", "log-kind", "log-hash"] { th scope="col" { (words.say(key)) } } } }
                tbody {
                    @for entry in entries {
                        tr {
                            th scope="row" { (entry.seq) }
                            td { (moment(entry.at)) }
                            td {
                                (words.term("entry", entry.kind.word()))
                                @if entry.payload.is_none() { " · " (words.say("log-erased")) }
                            }
                            td { bdi class="id" { (entry.hash.to_string().chars().take(16).collect::<String>()) "…" } }
                        }
                    }
                }
            }
        }
    }
}
