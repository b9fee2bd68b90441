//! `/pact/clauses/{id}`: one clause, and the statements it rests on, each with who said it through whom.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::Error;
use mithaq_notice::ClauseId;
use mithaq_pact::{Clause, Pact, Relay, SourceId, Statement};

use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::visit::Visit;
use crate::console::words::{Names, foreign, stance, statement_grade};
use crate::problem::Problem;

/// The page of one clause.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id))
}

fn page(visit: &Visit, id: &str) -> Result<Page, Problem> {
    let (words, pact) = (visit.words, visit.pact());
    let names = Names::new(&pact, words.language());
    let unknown = || Error::Unknown {
        what: "clause",
        id: id.to_owned(),
    };
    let clause = ClauseId::new(id)
        .ok()
        .and_then(|id| pact.clause(&id))
        .ok_or_else(unknown)?;
    let statements: Vec<&Statement> = clause
        .statements
        .iter()
        .filter_map(|id| pact.statement(id))
        .collect();
    let body = html! {
        div class="title" {
            p class="soft" { (names.member(&clause.member)) " · " bdi class="id" { (clause.id) } }
            h1 { (foreign(&clause.text, words.language())) }
            p { (stance(clause.stance, words)) @if clause.new { " " span class="tag unsure" { (words.say("clause-new")) } } }
        }
        section class="card" aria-labelledby="scope" { h2 id="scope" { (words.say("clause-scope")) } (scope(clause, names, words)) }
        section class="card" aria-labelledby="statements" {
            h2 id="statements" { (words.say("clause-statements")) }
            p class="soft" {
                (words.count("count-sources", pact.independent_sources(clause).len())) ". " (words.say("statement-binds-nobody"))
            }
            ul class="rows" { @for statement in statements { li class="said" { (said(statement, &pact, names, words)) } } }
        }
    };
    Ok(Page::new(
        words.say_with("clause-title", [("clause", id.to_owned())]),
        body,
    ))
}

fn scope(clause: &Clause, names: Names<'_>, words: Words) -> Markup {
    html! {
        dl class="facts" {
            dt { (words.say("pact-activity")) } dd { (names.row(clause.activity.iter().map(|id| names.activity(id)))) }
            dt { (words.say("pact-theatre")) } dd { (names.area(&clause.theatre)) }
            @if let Some(partner) = &clause.partner { dt { (words.say("clause-towards")) } dd { (names.parties(partner)) } }
            @if let Some(route) = &clause.route {
                dt { (words.say("clause-route")) }
                dd {
                    @if let Some(from) = &route.from { (words.say("route-from")) " " (names.area(from)) " " }
                    (words.say("route-to")) " " (names.area(&route.to))
                }
            }
            @if let Some(modes) = &clause.mode { dt { (words.say("pact-mode")) } dd { (names.modes(modes)) } }
            dt { (words.say("clause-from")) } dd { bdi { (clause.from) } }
            dt { (words.say("clause-until")) }
            dd { @match clause.until { Some(until) => { bdi { (until) } } None => { (words.say("clause-no-end")) } } }
            @if !clause.conditions.is_empty() {
                dt { (words.say("clause-conditions")) } dd { (foreign(&clause.conditions, words.language())) }
            }
        }
    }
}

/// One statement, with who said it and what retellings made of it.
pub(crate) fn said(statement: &Statement, pact: &Pact, names: Names<'_>, words: Words) -> Markup {
    // A copy of the whole report is a copy of each of its parts.
    let whole = [Some(&statement.id), statement.part_of.as_ref()];
    let copies = pact
        .statements()
        .filter(|other| other.copy_of.is_some() && whole.contains(&other.copy_of.as_ref()))
        .count();
    html! {
        p { (foreign(&statement.text, words.language())) }
        (chain(statement, pact, words))
        div class="meta" {
            span { (words.term("claim", statement.claim.as_str())) }
            @if let Some(member) = &statement.member { span { (words.say("statement-about")) " " (names.member(member)) } }
            span { (words.say("statement-date")) " " bdi { (statement.date) } }
            bdi class="id" { (statement.reference.as_deref().unwrap_or(statement.id.as_str())) }
        }
        p class="soft" { (statement_grade(statement.grade.as_ref(), words)) }
        @if copies > 0 { p class="soft" { (words.count("statement-copies", copies)) } }
        @for relay in &statement.relays { (retold(relay, pact, words)) }
    }
}

/// Who said it, and through whom it came here: the root first.
fn chain(statement: &Statement, pact: &Pact, words: Words) -> Markup {
    html! {
        ol class="chain" {
            @for (place, source) in statement.chain.iter().rev().enumerate() {
                li {
                    (words.say(if place == 0 { "statement-said" } else { "statement-carried" })) " " (source_name(source, pact, words))
                }
            }
        }
    }
}

fn source_name(id: &SourceId, pact: &Pact, words: Words) -> Markup {
    html! {
        @match pact.source(id) {
            Some(source) => {
                (foreign(&source.name, words.language())) " (" (words.term("source", source.kind.as_str()))
                @if source.anonymous { (words.comma()) (words.say("statement-anonymous")) } ")"
            }
            None => { bdi class="id" { (id) } }
        }
    }
}

/// A retelling that changed the claim, beside what was said.
fn retold(relay: &Relay, pact: &Pact, words: Words) -> Markup {
    html! {
        div class="say" {
            p { strong { (words.say("statement-relay")) } (words.colon()) (source_name(&relay.source, pact, words)) }
            p { @for change in &relay.changed { span class="tag unsure" { (words.term("changed", change.as_str())) } " " } }
            blockquote { (words.say("statement-retold")) (words.colon()) (foreign(&relay.text, words.language())) }
        }
    }
}
