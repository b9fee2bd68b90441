//! `/notices`: those the reader's post may read, and how many are withheld from it and why.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Query;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::record::Cause;
use mithaq_exchange::{Held, cause};
use mithaq_notice::{Notice, Originator, Status, Subject, Use};
use serde::Deserialize;

use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::subject::{KINDS, kind};
use crate::console::visit::{Visit, address};
use crate::console::words::{Names, day, verbatim};
use crate::duty::Action;
use crate::problem::Problem;

/// Few enough for a slow link.
const PAGE: usize = 40;

/// What the reader wants to see.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    kind: String,
    from: String,
    q: String,
    page: usize,
}

/// The list.
pub(crate) async fn show(
    visit: Visit,
    filter: Result<Query<Filter>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let filter = filter.map(|Query(filter)| filter).unwrap_or_default();
    visit.show(list(&visit, &filter))
}

fn list(visit: &Visit, filter: &Filter) -> Result<Page, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let state = visit.app.member().state();
    let holdings = state.holdings();
    let permitted = visit.permitted(&state, Use::Read)?;

    let mut originators = BTreeSet::new();
    let mut withheld = BTreeMap::<Cause, usize>::new();
    let mut found: Vec<&Held> = Vec::new();
    for held in holdings.notices() {
        if permitted.allows(held.profile) {
            originators.insert(&held.notice.originator);
            if filter.fits(&held.notice) {
                found.push(held);
            }
        } else if let Some(release) = permitted.answer(held.profile) {
            *withheld.entry(cause(release)).or_default() += 1;
        }
    }
    let total = found.len();
    let pages = total.div_ceil(PAGE).max(1);
    let page = filter.page.clamp(1, pages);
    let title = words.say("notices-title");
    let body = html! {
        div class="title" {
            h1 { (title) }
            p class="soft" { (words.count("count-notices", total)) }
        }
        (filter_form(filter, &originators, names, words))
        @if found.is_empty() {
            p class="say" { (words.say("notices-empty")) }
        } @else {
            div class="card" {
                ul class="rows" {
                    @for held in found.iter().skip((page - 1) * PAGE).take(PAGE) { li { (row(&held.notice, names, words)) } }
                }
            }
        }
        @if pages > 1 { (turning(filter, page, pages, words)) }
        @if !withheld.is_empty() { (withheld_by("notices-withheld", &withheld.into_iter().collect::<Vec<_>>(), words)) }
    };
    Ok(Page::new(title, body))
}

impl Filter {
    fn fits(&self, notice: &Notice) -> bool {
        let of_kind = || {
            KINDS
                .iter()
                .any(|(kind, word)| *word == self.kind && *kind == notice.subject.kind())
        };
        (self.kind.is_empty() || of_kind())
            && (self.from.is_empty() || notice.originator.as_str() == self.from)
            && (self.q.trim().is_empty() || says(notice, &self.q.trim().to_lowercase()))
    }

    fn address(&self, page: usize) -> String {
        let page = page.to_string();
        address(
            "/notices",
            [
                ("kind", self.kind.as_str()),
                ("from", &self.from),
                ("q", &self.q),
                ("page", &page),
            ],
        )
    }
}

/// Whether a text occurs, in whatever case, in what a notice goes by: names, numbers, references.
fn says(notice: &Notice, wanted: &str) -> bool {
    let occurs = |text: &str| text.to_lowercase().contains(wanted);
    let documents = match &notice.subject {
        Subject::Person(person) => person.documents.as_slice(),
        Subject::Organisation(organisation) => &organisation.documents,
        Subject::Vehicle(vehicle) => &vehicle.documents,
        _ => &[],
    };
    occurs(notice.id.as_str())
        || occurs(&notice.subject.caption())
        || notice.subject.names().iter().any(|name| occurs(&name.text))
        || documents.iter().any(|document| occurs(&document.number))
        || notice
            .listing
            .as_ref()
            .is_some_and(|listing| occurs(&listing.reference))
}

fn filter_form(
    filter: &Filter,
    originators: &BTreeSet<&Originator>,
    names: Names<'_>,
    words: Words,
) -> Markup {
    html! {
        form class="card act" method="get" action="/notices" role="search" {
            div class="fields" {
                label { (words.say("notices-search")) input type="search" name="q" value=(filter.q) dir="auto" maxlength="120"; }
                label { (words.say("screen-kind"))
                    select name="kind" {
                        option value="" { (words.say("screen-kind-any")) }
                        @for (kind, word) in KINDS {
                            option value=(word) selected[filter.kind == word] { (super::subject::kind(kind, words)) }
                        }
                    }
                }
                label { (words.say("notice-originator"))
                    select name="from" {
                        option value="" { (words.say("notices-any-originator")) }
                        @for originator in originators {
                            option value=(originator) selected[filter.from == originator.as_str()] { (names.originator(originator)) }
                        }
                    }
                }
                div class="buttons" {
                    button type="submit" { (words.say("button-filter")) }
                    a class="button plain" href="/notices" { (words.say("button-clear")) }
                }
            }
        }
    }
}

/// A notice in a row: what it is about, whose it is, how it stands.
pub(crate) fn row(notice: &Notice, names: Names<'_>, words: Words) -> Markup {
    html! {
        a href={ "/notices/" (notice.id) } { strong { (verbatim(&notice.subject.caption())) } }
        @if notice.status == Status::Recalled { " " span class="tag refused" { (words.say("status-recalled")) } }
        div class="meta" {
            span { (kind(notice.subject.kind(), words)) }
            span { (names.originator(&notice.originator)) }
            bdi class="id" { (notice.listing.as_ref().map_or(notice.id.as_str(), |listing| &listing.reference)) }
            span { (day(notice.modified)) }
            @if notice.invented { span { (words.say("notice-invented-short")) } }
        }
    }
}

fn turning(filter: &Filter, page: usize, pages: usize, words: Words) -> Markup {
    html! {
        nav class="buttons pages" aria-label=(words.say("pages-label")) {
            @if page > 1 { a class="button plain" rel="prev" href=(filter.address(page - 1)) { (words.say("button-previous")) } }
            span { (words.say_with("pages-at", [("page", page.to_string()), ("pages", pages.to_string())])) }
            @if page < pages { a class="button plain" rel="next" href=(filter.address(page + 1)) { (words.say("button-next")) } }
        }
    }
}

/// How many were withheld, by cause.
pub(crate) fn withheld_by(heading: &str, withheld: &[(Cause, usize)], words: Words) -> Markup {
    let total = withheld.iter().map(|(_, count)| count).sum();
    html! {
        section class="card" aria-labelledby="withheld" {
            h2 id="withheld" { (words.count(heading, total)) }
            ul class="rows" { @for (cause, count) in withheld { li { (because(cause, words)) " · " (count) } } }
        }
    }
}

/// Why something was withheld.
pub(crate) fn because(cause: &Cause, words: Words) -> Markup {
    html! {
        @match cause {
            Cause::Clauses(clauses) => {
                (words.say("cause-clauses"))
                @for clause in clauses { " " a href={ "/pact/clauses/" (clause) } { bdi { (clause) } } }
            }
            Cause::Silence => { (words.say("cause-silence")) }
            Cause::Handling(field) => { (words.say("cause-handling")) " " (words.term("field", field)) }
        }
    }
}
