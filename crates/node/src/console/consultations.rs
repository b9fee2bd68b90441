//! `/consultations` and `/consultations/{id}`: what members ask of one another, and the amendments that came of it.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::{ConsultationShown, ConsultationStepShown, Error};
use mithaq_notice::MemberId;
use mithaq_pact::{ConsultationId, Matter, Pact, Standing};

use crate::console::amendments;
use crate::console::consulting::{answering, asking};
use crate::console::layout::Page;
use crate::console::visit::Visit;
use crate::console::words::{Names, foreign, moment};
use crate::duty::Action;
use crate::problem::Problem;

/// All of them, and the amendments.
pub(crate) async fn list(visit: Visit) -> Response {
    visit.show(listing(&visit))
}

fn listing(visit: &Visit) -> Result<Page, Problem> {
    visit.user.may(Action::Oversee)?;
    let (words, now, pact) = (visit.words, visit.app.now(), visit.pact());
    let (consultations, amendments): (Vec<_>, Vec<_>) = {
        let state = visit.app.member().state();
        let holdings = state.holdings();
        let shown = holdings.consultations().map(|known| known.shown(now));
        let amendments = holdings.amendments().map(|known| known.shown(holdings));
        (shown.collect(), amendments.collect())
    };
    let title = words.say("consultations-title");
    let body = html! {
        h1 { (title) }
        section class="card" aria-labelledby="consultations" {
            h2 id="consultations" { (words.say("consultations-ours")) }
            @if consultations.is_empty() { p { (words.say("consultations-empty")) } }
            ul class="rows" {
                @for shown in &consultations {
                    li {
                        a href={ "/consultations/" (shown.id) } { strong { (foreign(&shown.subject, words.language())) } } " "
                        (standing(shown, &pact, visit))
                        div class="meta" { bdi class="id" { (shown.id) } }
                    }
                }
            }
        }
        @if visit.user.may(Action::Consult).is_ok() { (asking(&pact, visit)) }
        @if !amendments.is_empty() {
            section class="card" aria-labelledby="amendments" {
                h2 id="amendments" { (words.say("amendments-title")) }
                ul class="rows" { @for shown in &amendments { (amendments::line(shown, &pact, visit)) } }
            }
        }
    };
    Ok(Page::new(title, body))
}

/// How it stands, and whose answer is wanted.
fn standing(shown: &ConsultationShown, pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    html! {
        span class="tag" { (shown.standing.word(words.language())) }
        @if let Standing::Open { awaits } = &shown.standing {
            p { (words.say("consultation-awaits")) (words.colon()) (names.row(awaits.iter().map(|id| names.member(id)))) }
        }
        @if let Some(deadline) = shown.deadline {
            p { (words.say("consultation-deadline")) (words.colon()) bdi { (deadline) } }
        }
    }
}

/// One of them.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(showing(&visit, &id))
}

fn showing(visit: &Visit, id: &str) -> Result<Page, Problem> {
    visit.user.may(Action::Oversee)?;
    let (words, pact) = (visit.words, visit.pact());
    let shown = {
        let state = visit.app.member().state();
        let known = state.holdings().consultation(&consultation(id)?);
        known.ok_or_else(|| unknown(id))?.shown(visit.app.now())
    };
    let names = Names::new(&pact, words.language());
    let body = html! {
        h1 { (foreign(&shown.subject, words.language())) }
        p { (names.member(&shown.asker)) (words.arrow()) (names.row(asked(&shown).map(|id| names.member(id)))) }
        div { (standing(&shown, &pact, visit)) }
        section class="card" aria-labelledby="table" {
            h2 id="table" { (words.say("consultation-table")) }
            (matter(&shown.matter, names, visit))
            p class="soft" { (words.say("consultation-proposed")) (words.colon()) (names.member(&shown.proposed_by)) }
        }
        section class="card" aria-labelledby="steps" {
            h2 id="steps" { (words.say("consultation-steps")) }
            ol class="rows" { @for step in &shown.steps { (self::step(step, names, visit)) } }
        }
        @if matches!(shown.standing, Standing::Open { .. }) && visit.user.may(Action::Consult).is_ok() {
            (answering(&shown, &pact, visit))
        }
    };
    Ok(Page::new(words.say("consultations-title"), body))
}

fn asked(shown: &ConsultationShown) -> impl Iterator<Item = &MemberId> {
    shown.parties.iter().filter(|party| **party != shown.asker)
}

fn step(step: &ConsultationStepShown, names: Names<'_>, visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        li {
            strong { (names.member(&step.by)) } " " (step.act.word(words.language()))
            @if !step.matter.is_open() { (matter(&step.matter, names, visit)) }
            @if let Some(until) = step.until { p { (words.say("consultation-deferred")) (words.colon()) bdi { (until) } } }
            blockquote class="pre" { (foreign(&step.text, words.language())) }
            div class="meta" { (moment(step.at)) @if let Some(user) = &step.user { bdi { (user) } } }
            @if let Some(why) = &step.void {
                p class="say" { (words.say("consultation-void")) (words.colon()) span lang="en" dir="ltr" { (why) } }
            }
        }
    }
}

/// A scope in the pact's names.
fn matter(matter: &Matter, names: Names<'_>, visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        dl class="facts" {
            @if let Some(activities) = &matter.activity {
                dt { (words.say("pact-activity")) } dd { (names.row(activities.iter().map(|id| names.activity(id)))) }
            }
            @if let Some(theatre) = &matter.theatre { dt { (words.say("pact-theatre")) } dd { (names.area(theatre)) } }
            @if let Some(partners) = &matter.partner { dt { (words.say("pact-partner")) } dd { (names.parties(partners)) } }
            @if let Some(route) = &matter.route { dt { (words.say("pact-route")) } dd {
                @if let Some(from) = &route.from { (words.say("route-from")) " " (names.area(from)) " " }
                (words.say("route-to")) " " (names.area(&route.to))
            } }
            @if let Some(modes) = &matter.mode { dt { (words.say("pact-mode")) } dd { (names.modes(modes)) } }
            @if matter.is_open() { dt { (words.say("consultation-scope")) } dd { (words.say("consultation-open-scope")) } }
        }
    }
}

pub(crate) fn consultation(id: &str) -> Result<ConsultationId, Problem> {
    ConsultationId::new(id).map_err(|error| Problem::invalid(error.to_string()))
}

fn unknown(id: &str) -> Error {
    Error::Unknown {
        what: "consultation",
        id: id.to_owned(),
    }
}
