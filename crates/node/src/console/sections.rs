//! `/pact/sections/{section}`: what the pact records beside its clauses, a page a kind.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_pact::{Pact, Place, Section, Turn, UnknownWord};

use crate::console::clause::said;
use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::visit::Visit;
use crate::console::words::{Names, foreign, stance};
use crate::problem::Problem;

/// The page of one section.
pub(crate) async fn show(visit: Visit, Path(section): Path<String>) -> Response {
    visit.show(page(&visit, &section))
}

/// The ways to the sections.
pub(crate) fn links(words: Words) -> Markup {
    html! {
        ul class="legend" {
            li { a href="/pact/new" { (words.say("news-title")) } }
            @for section in Section::ALL {
                li { a href={ "/pact/sections/" (section) } { (words.term("section", section.as_str())) } }
            }
        }
    }
}

fn page(visit: &Visit, section: &str) -> Result<Page, Problem> {
    let section: Section = section
        .parse()
        .map_err(|error: UnknownWord| Problem::invalid(error.to_string()))?;
    let pact = visit.pact();
    let teller = Teller {
        visit,
        pact: &pact,
        names: Names::new(&pact, visit.words.language()),
        words: visit.words,
    };
    let title = visit.words.term("section", section.as_str());
    let body = html! {
        div class="title" {
            p { a href="/pact" { (visit.words.say("pact-back")) } }
            h1 { (title) }
            p class="soft" { (visit.words.term("section-help", section.as_str())) }
        }
        (links(visit.words))
        @match section {
            Section::Statements => { (teller.statements()) }
            Section::Positions => { (teller.positions()) }
            Section::Flows => { (teller.flows()) }
            Section::Capabilities => { (teller.capabilities()) }
            Section::Tracks => { (teller.tracks()) }
        }
    };
    Ok(Page::new(title, body))
}

struct Teller<'a> {
    visit: &'a Visit,
    pact: &'a Pact,
    names: Names<'a>,
    words: Words,
}

impl Teller<'_> {
    fn text(&self, text: &mithaq_notice::Text) -> Markup {
        foreign(text, self.words.language())
    }

    fn places(&self, places: &[Place]) -> Markup {
        self.names.row(
            places
                .iter()
                .map(|place| self.text(&self.pact.place_name(place))),
        )
    }

    fn nothing(&self) -> Markup {
        html! { p class="card" { (self.words.say("section-empty")) } }
    }

    fn statements(&self) -> Markup {
        let copies = self.pact.near_copies();
        html! {
            @if !copies.is_empty() {
                section class="card" aria-labelledby="copies" {
                    h2 id="copies" { (self.words.say("section-near-copies")) }
                    ul class="rows" {
                        @for copy in copies {
                            li { bdi class="id" { (copy.first) } " ≈ " bdi class="id" { (copy.second) } " " span class="soft" { (copy.share) "%" } }
                        }
                    }
                }
            }
            section class="card" aria-labelledby="all" {
                h2 id="all" { (self.words.count("count-statements", self.pact.statements().len())) }
                ul class="rows" {
                    @for statement in self.pact.statements() { li class="said" { (said(statement, self.pact, self.names, self.words)) } }
                }
            }
        }
    }

    fn positions(&self) -> Markup {
        let members = self
            .pact
            .members()
            .map(|m| (&m.id, self.pact.positions(&m.id)));
        html! {
            @for (member, changes) in members.filter(|(_, changes)| !changes.is_empty()) {
                section class="card" aria-labelledby={ "of-" (member) } {
                    h2 id={ "of-" (member) } { (self.names.member(member)) }
                    ul class="rows" {
                        @for change in &changes {
                            li {
                                bdi { (change.date) } " " (stance(change.stance, self.words)) " "
                                span class={ "tag " (if change.turn == Turn::Changed { "unsure" } else { "silent" }) } { (self.words.term("turn", change.turn.as_str())) } " "
                                @if let Some(clause) = self.pact.clause(&change.clause) {
                                    a href={ "/pact/clauses/" (clause.id) } { (self.text(&clause.text)) }
                                }
                                @if change.turn == Turn::Changed {
                                    ul class="rows" {
                                        @for (id, before) in &change.beside {
                                            li class="soft" { (self.words.say("turn-before")) (self.words.colon()) (stance(*before, self.words)) " " a href={ "/pact/clauses/" (id) } { bdi class="id" { (id) } } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn flows(&self) -> Markup {
        let covers = self.pact.flow_covers(self.visit.app.now());
        html! {
            @if covers.is_empty() { (self.nothing()) }
            @for (flow, cover) in self.pact.flows().zip(&covers) {
                section class="card" aria-labelledby=(flow.id) {
                    h2 id=(flow.id) { (self.words.term("flow", flow.kind.as_str())) (self.words.colon()) (self.names.area(&flow.from)) (self.words.arrow()) (self.names.area(&flow.to)) }
                    p { (self.text(&flow.basis.text)) }
                    @for leg in &cover.legs {
                        h3 { (self.names.area(&leg.theatre)) " · " (self.names.activity(&leg.activity)) }
                        ul class="rows" {
                            @for cover in &leg.covers {
                                li {
                                    (stance(cover.stance, self.words)) " " (self.names.member(&cover.member)) (self.words.colon()) (self.places(&cover.places))
                                    div class="meta" { a href={ "/pact/clauses/" (cover.clause) } { bdi class="id" { (cover.clause) } } }
                                }
                            }
                        }
                        @if leg.gaps.is_empty() { p { (self.words.say("flow-no-gap")) } }
                        @else { div class="say bad" { p { strong { (self.words.say("flow-gaps")) } (self.words.colon()) (self.places(&leg.gaps)) } } }
                    }
                }
            }
        }
    }

    fn capabilities(&self) -> Markup {
        let pledges = self.pact.pledges(self.visit.app.now());
        html! {
            @if pledges.is_empty() { (self.nothing()) }
            @for (capability, pledge) in self.pact.capabilities().zip(&pledges) {
                section class="card" aria-labelledby=(capability.id) {
                    h2 id=(capability.id) { (self.names.member(&capability.member)) (self.words.arrow()) (self.names.parties(&capability.partner)) }
                    p { (self.text(&capability.basis.text)) }
                    dl class="facts" {
                        dt { (self.words.say("pact-activity")) } dd { (self.names.activity(&capability.activity)) }
                        dt { (self.words.say("pact-theatre")) } dd { (self.names.area(&capability.theatre)) }
                        dt { (self.words.say("pledge-state")) } dd { (self.words.term("pledge", pledge.state.as_str())) }
                        @if let (Some(quantity), Some(delivered), Some(owed)) = (&capability.quantity, pledge.delivered, pledge.outstanding) {
                            dt { (self.words.say("pledge-pledged")) } dd { (quantity.pledged) " " (self.text(&quantity.unit)) }
                            dt { (self.words.say("pledge-delivered")) } dd { (delivered) }
                            dt { (self.words.say("pledge-outstanding")) } dd { (owed) }
                        }
                        @if !capability.conditions.is_empty() { dt { (self.words.say("clause-conditions")) } dd { (self.text(&capability.conditions)) } }
                        dt { (self.words.say("pledge-backed-by")) }
                        dd {
                            @if pledge.backed_by.is_empty() { (self.words.say("pledge-unbacked")) }
                            @for id in &pledge.backed_by { a href={ "/pact/clauses/" (id) } { bdi class="id" { (id) } } " " }
                        }
                    }
                }
            }
        }
    }

    fn tracks(&self) -> Markup {
        let now = self.visit.app.now();
        html! {
            @if self.pact.tracks().len() == 0 { (self.nothing()) }
            @for track in self.pact.tracks() {
                section class="card" aria-labelledby=(track.id) {
                    h2 id=(track.id) { (self.text(&track.basis.text)) }
                    div class="meta" {
                        span { (self.names.member(&track.member)) } span { (self.names.area(&track.theatre)) }
                        span { (self.words.term("track", track.status.as_str())) }
                    }
                    @if !track.parties.is_empty() { p { (self.words.say("track-parties")) (self.words.colon()) (self.text(&track.parties)) } }
                    @if !track.talks.is_empty() {
                        h3 { (self.words.say("track-talks")) }
                        ul class="rows" {
                            @for talks in &track.talks {
                                li {
                                    bdi { (talks.from) } @if let Some(until) = talks.until { "–" bdi { (until) } }
                                    @if let Some(place) = &talks.theatre { " · " (self.names.area(place)) }
                                    (self.words.colon()) (self.text(&talks.text))
                                }
                            }
                        }
                    }
                    @if !track.milestones.is_empty() {
                        h3 { (self.words.say("track-milestones")) }
                        ul class="rows" {
                            @for milestone in &track.milestones {
                                @let reached = milestone.reached.filter(|day| day.start() <= now);
                                li {
                                    span class={ "tag " (if reached.is_some() { "undertaken" } else { "silent" }) } {
                                        (self.words.say(if reached.is_some() { "milestone-reached" } else { "milestone-due" }))
                                        @if let Some(day) = reached.or(milestone.due) { " " bdi { (day) } }
                                    } " " (self.text(&milestone.text))
                                }
                            }
                        }
                    }
                    @if !track.undertakings.is_empty() {
                        h3 { (self.words.say("track-undertakings")) }
                        ul class="rows" { @for promise in &track.undertakings { li { (self.text(&promise.by)) (self.words.colon()) (self.text(&promise.text)) } } }
                    }
                    @for exemption in self.pact.exemptions().filter(|e| e.track == track.id && now < e.until.end()) {
                        div class="say" {
                            h3 { (self.words.say("match-exemption")) " · " (self.names.party(exemption.issuer.as_str())) " " bdi class="id" { (exemption.reference) } }
                            p { (self.text(&self.pact.exemption_wording(exemption, now))) }
                        }
                    }
                }
            }
        }
    }
}
