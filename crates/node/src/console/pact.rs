//! `/pact`: who does what, and where; and the answer to one question, with its clauses.

use std::collections::BTreeSet;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::Timestamp;
use maud::{Markup, html};
use mithaq_notice::{ActivityId, ClauseId, MemberId, TheatreId};
use mithaq_pact::{Commitment, CommitmentQuestion, ModeId, Moment, MomentError, Pact, Stance};
use serde::Deserialize;

use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::matrix::Matrix;
use crate::console::sections::links;
use crate::console::visit::{Visit, address};
use crate::console::words::{Names, day, foreign, stance, symbol};
use crate::problem::Problem;

/// Which picture of the pact.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    pub(crate) member: String,
    partner: String,
    to: String,
    mode: String,
    /// As of when: a month, a day or a moment; now where nothing is said.
    at: String,
}

impl Chosen {
    /// All but whose stance, as an address has them.
    pub(crate) fn conditions(&self) -> [(&'static str, &str); 4] {
        [
            ("partner", &self.partner),
            ("to", &self.to),
            ("mode", &self.mode),
            ("at", &self.at),
        ]
    }

    fn at(&self, now: Timestamp) -> Result<Timestamp, Problem> {
        if self.at.is_empty() {
            return Ok(now);
        }
        let moment: Result<Moment, MomentError> = self.at.parse();
        let Moment(at) = moment.map_err(|error| Problem::invalid(format!("at: {error}")))?;
        Ok(at)
    }
}

/// The matrix.
pub(crate) async fn show(visit: Visit, chosen: Result<Query<Chosen>, QueryRejection>) -> Response {
    let chosen = chosen.map(|Query(chosen)| chosen).unwrap_or_default();
    visit.show(page(&visit, chosen))
}

fn page(visit: &Visit, mut chosen: Chosen) -> Result<Page, Problem> {
    let (words, pact, at) = (visit.words, visit.pact(), chosen.at(visit.app.now())?);
    let names = Names::new(&pact, words.language());
    if chosen.member.is_empty() {
        chosen.member = first_shown(visit, &pact).to_string();
    }
    let member =
        MemberId::new(&chosen.member).map_err(|error| Problem::invalid(error.to_string()))?;
    let matrix = Matrix::of(&pact, &member, &chosen, at)?;
    let title = words.say("pact-title");
    let body = html! {
        div class="title" {
            h1 { (foreign(pact.title(), words.language())) }
            p class="soft" {
                (words.say_with("pact-version", [("version", pact.version().to_string())]))
                " · " (words.term("pact-status", pact.status().as_str()))
                " · " (day(at))
                " · " (words.say("pact-hash")) " " bdi class="id" { (pact.hash().to_string().chars().take(16).collect::<String>()) "…" }
            }
        }
        (links(words))
        form class="card act" method="get" action="/pact" {
            div class="fields" {
                label { (words.say("pact-member"))
                    select name="member" {
                        @for member in pact.members() {
                            option value=(member.id) selected[chosen.member == member.id.as_str()] { (names.member(&member.id)) }
                        }
                    }
                }
                (conditions(&pact, &chosen, names, words))
            }
        }
        (legend(words))
        (matrix.table(&chosen, names, words))
        @if !matrix.silent.is_empty() {
            p class="soft" { (words.say("pact-silent-rows")) " " (names.row(matrix.silent.iter().map(|id| names.activity(id)))) }
        }
        (clauses(&pact, &member, words))
    };
    Ok(Page::new(title, body))
}

/// The node's own member where it has clauses, else the first that has.
fn first_shown(visit: &Visit, pact: &Pact) -> MemberId {
    let own = visit.app.member().id();
    if pact.clauses().any(|clause| clause.member == *own) {
        return own.clone();
    }
    pact.clauses()
        .next()
        .map_or_else(|| own.clone(), |clause| clause.member.clone())
}

/// Towards whom, bound for where, in which way, and as of when.
fn conditions(pact: &Pact, chosen: &Chosen, names: Names<'_>, words: Words) -> Markup {
    let parties = pact
        .members()
        .map(|member| member.id.as_str())
        .chain(pact.groups().map(|group| group.id.as_str()));
    let bound: BTreeSet<&TheatreId> = pact
        .clauses()
        .filter_map(|clause| clause.route.as_ref())
        .flat_map(|route| &route.to.all)
        .collect();
    html! {
        label { (words.say("pact-partner"))
            select name="partner" {
                option value="" { (words.say("pact-partner-any")) }
                @for party in parties { option value=(party) selected[chosen.partner == party] { (names.party(party)) } }
            }
        }
        @if !bound.is_empty() {
            label { (words.say("pact-route"))
                select name="to" {
                    option value="" { (words.say("pact-route-any")) }
                    @for theatre in bound {
                        option value=(theatre) selected[chosen.to == theatre.as_str()] { (names.theatre(theatre)) }
                    }
                }
            }
        }
        @if pact.modes().len() > 0 {
            label { (words.say("pact-mode"))
                select name="mode" {
                    option value="" { (words.say("pact-mode-any")) }
                    @for mode in pact.modes() {
                        option value=(mode.id) selected[chosen.mode == mode.id.as_str()] { (names.mode(&mode.id)) }
                    }
                }
            }
        }
        label { (words.say("pact-at")) input type="date" name="at" value=(chosen.at.get(..10).unwrap_or_default()); }
        div class="buttons" { button type="submit" { (words.say("button-show")) } }
    }
}

fn legend(words: Words) -> Markup {
    html! {
        ul class="legend" aria-label=(words.say("pact-legend")) {
            @for one in Stance::ALL { li { (stance(*one, words)) } }
            li { span class="tag partial" { "(✓) " (words.say("pact-partial-short")) } }
        }
        p class="soft" { (symbol(Stance::Silent)) " " (words.term("stance", Stance::Silent.as_str())) (words.colon()) (words.say("stance-silent-help")) }
    }
}

/// What the member holds of one question.
pub(crate) fn answer(
    pact: &Pact,
    member: &str,
    activity: &str,
    theatre: &str,
    chosen: &Chosen,
    at: Timestamp,
) -> Result<Commitment, Problem> {
    let question = CommitmentQuestion::parse(
        member,
        activity,
        theatre,
        Some(&chosen.partner),
        Some(&chosen.to),
    )
    .and_then(|question| question.in_mode(Some(&chosen.mode)))
    .map_err(|error| Problem::invalid(error.to_string()))?;
    Ok(pact
        .ask(&question, at)
        .map_err(mithaq_exchange::Error::from)?)
}

/// All clauses of a member, in rows.
fn clauses(pact: &Pact, member: &MemberId, words: Words) -> Markup {
    let ids: Vec<_> = pact
        .clauses()
        .filter(|clause| clause.member == *member)
        .map(|clause| clause.id.clone())
        .collect();
    html! {
        section class="card" aria-labelledby="clauses" {
            h2 id="clauses" { (words.count("count-clauses", ids.len())) }
            @if ids.is_empty() { p { (words.say("pact-clauses-empty")) } } @else { (rows(pact, &ids, words)) }
        }
    }
}

/// Clauses in rows: stance, text, id.
fn rows(pact: &Pact, ids: &[ClauseId], words: Words) -> Markup {
    html! {
        ul class="rows" {
            @for clause in ids.iter().filter_map(|id| pact.clause(id)) {
                li {
                    (stance(clause.stance, words)) " "
                    a href={ "/pact/clauses/" (clause.id) } { (foreign(&clause.text, words.language())) }
                    div class="meta" { bdi class="id" { (clause.id) } }
                }
            }
        }
    }
}

/// The answer to one question: a cell of the matrix, opened.
pub(crate) async fn ask(
    visit: Visit,
    Path(asked): Path<(String, String, String)>,
    chosen: Result<Query<Chosen>, QueryRejection>,
) -> Response {
    let chosen = chosen.map(|Query(chosen)| chosen).unwrap_or_default();
    visit.show(answered(
        &visit,
        &asked,
        &Chosen {
            member: asked.0.clone(),
            ..chosen
        },
    ))
}

fn answered(
    visit: &Visit,
    (member, activity, theatre): &(String, String, String),
    chosen: &Chosen,
) -> Result<Page, Problem> {
    let (words, pact) = (visit.words, visit.pact());
    let names = Names::new(&pact, words.language());
    let at = chosen.at(visit.app.now())?;
    let answer = answer(&pact, member, activity, theatre, chosen, at)?;
    let invalid = |error: mithaq_notice::IdError| Problem::invalid(error.to_string());
    let (activity, theatre) = (
        ActivityId::new(activity).map_err(invalid)?,
        TheatreId::new(theatre).map_err(invalid)?,
    );
    let title = words.say("pact-ask");
    let body = html! {
        div class="title" {
            p { a href=(address("/pact", [("member", member.as_str())].into_iter().chain(chosen.conditions()))) { (words.say("pact-back")) } }
            h1 { (names.activity(&activity)) " · " (names.theatre(&theatre)) }
            p class="soft" {
                (words.say("pact-member")) " " (names.party(member))
                @if !chosen.partner.is_empty() { " · " (words.say("pact-partner")) " " (names.party(&chosen.partner)) }
                @if let Ok(to) = TheatreId::new(&chosen.to) { " · " (words.say("pact-route")) " " (names.theatre(&to)) }
                @if let Ok(mode) = ModeId::new(&chosen.mode) { " · " (words.say("pact-mode")) " " (names.mode(&mode)) }
                " · " (day(at))
            }
        }
        form class="card act" method="get" { div class="fields" { (conditions(&pact, chosen, names, words)) } }
        div class="say" { p { (stance(answer.stance, words)) } p { (answer.wording(words.language())) } }
        @if !answer.clauses.is_empty() {
            section class="card" aria-labelledby="deciding" { h2 id="deciding" { (words.say("pact-deciding")) } (rows(&pact, &answer.clauses, words)) }
        }
        @if !answer.partial.is_empty() {
            section class="card" aria-labelledby="partial" { h2 id="partial" { (words.say("pact-partial")) } (rows(&pact, &answer.partial, words)) }
        }
    };
    Ok(Page::new(title, body))
}
