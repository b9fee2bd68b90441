//! `/pact`: who does what, and where; and the answer to one question, with its clauses.

use std::collections::BTreeSet;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::Timestamp;
use maud::{Markup, html};
use mithaq_notice::{ActivityId, ClauseId, MemberId, TheatreId};
use mithaq_pact::{Commitment, CommitmentQuestion, Extent, Pact, Stance};
use serde::Deserialize;

use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::visit::{Visit, address};
use crate::console::words::{Names, day, foreign, stance, symbol};
use crate::problem::Problem;

/// Which picture of the pact.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    member: String,
    partner: String,
    to: String,
}

/// The matrix.
pub(crate) async fn show(visit: Visit, chosen: Result<Query<Chosen>, QueryRejection>) -> Response {
    let chosen = chosen.map(|Query(chosen)| chosen).unwrap_or_default();
    visit.show(page(&visit, chosen))
}

fn page(visit: &Visit, mut chosen: Chosen) -> Result<Page, Problem> {
    let (words, pact, now) = (visit.words, visit.pact(), visit.app.now());
    let names = Names::new(&pact, words.language());
    if chosen.member.is_empty() {
        chosen.member = first_shown(visit, &pact).to_string();
    }
    let member =
        MemberId::new(&chosen.member).map_err(|error| Problem::invalid(error.to_string()))?;
    let matrix = Matrix::of(&pact, &member, &chosen, now)?;
    let title = words.say("pact-title");
    let body = html! {
        div class="title" {
            h1 { (foreign(pact.title(), words.language())) }
            p class="soft" {
                (words.say_with("pact-version", [("version", pact.version().to_string())]))
                " · " (words.term("pact-status", pact.status().as_str()))
                " · " (day(now))
                " · " (words.say("pact-hash")) " " bdi class="id" { (pact.hash().to_string().chars().take(16).collect::<String>()) "…" }
            }
        }
        (choose(&pact, &chosen, names, words))
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

/// Whose stance, towards whom, and bound for where.
fn choose(pact: &Pact, chosen: &Chosen, names: Names<'_>, words: Words) -> Markup {
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
        form class="card act" method="get" action="/pact" {
            div class="fields" {
                label { (words.say("pact-member"))
                    select name="member" {
                        @for member in pact.members() {
                            option value=(member.id) selected[chosen.member == member.id.as_str()] { (names.member(&member.id)) }
                        }
                    }
                }
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
                div class="buttons" { button type="submit" { (words.say("button-show")) } }
            }
        }
    }
}

fn legend(words: Words) -> Markup {
    html! {
        ul class="legend" aria-label=(words.say("pact-legend")) {
            @for one in Stance::ALL { li { (stance(*one, words)) } }
            li { span class="tag partial" { "(✓) " (words.say("pact-partial-short")) } }
        }
        p class="soft" { (symbol(Stance::Silent)) " " (words.term("stance", Stance::Silent.as_str())) ": " (words.say("stance-silent-help")) }
    }
}

/// One member's stances: activities by theatres.
struct Matrix {
    theatres: Vec<TheatreId>,
    rows: Vec<Row>,
    /// Activities no clause of the member touches anywhere.
    silent: Vec<ActivityId>,
}

/// One activity's stances.
struct Row {
    activity: ActivityId,
    /// How deep it lies in the tree.
    depth: usize,
    /// A cell for each theatre.
    cells: Vec<Cell>,
    /// Kinds of this activity on which every stance is the same: they need no rows of their own.
    alike: Vec<ActivityId>,
}

/// What one cell shows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cell {
    stance: Stance,
    /// Clauses touch it in part only: it shows the weightiest of theirs, and decides nothing.
    partial: bool,
}

impl Cell {
    const SILENT: Self = Self {
        stance: Stance::Silent,
        partial: false,
    };

    fn of(pact: &Pact, answer: &Commitment) -> Self {
        let weightiest = |ids: &[ClauseId]| {
            ids.iter()
                .filter_map(|id| pact.clause(id))
                .map(|clause| clause.stance)
                .min()
        };
        match (answer.stance, weightiest(&answer.partial)) {
            (Stance::Silent, Some(stance)) => Self {
                stance,
                partial: true,
            },
            (stance, _) => Self {
                stance,
                partial: false,
            },
        }
    }
}

impl Matrix {
    fn of(
        pact: &Pact,
        member: &MemberId,
        chosen: &Chosen,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let theatres = theatres(pact);
        let (mut rows, mut silent) = (Vec::<Row>::new(), Vec::new());
        for (activity, depth) in activities(pact) {
            let cells = theatres
                .iter()
                .map(|theatre| {
                    Ok(Cell::of(
                        pact,
                        &answer(
                            pact,
                            member.as_str(),
                            activity.as_str(),
                            theatre.as_str(),
                            chosen,
                            now,
                        )?,
                    ))
                })
                .collect::<Result<Vec<_>, Problem>>()?;
            let above = rows
                .iter_mut()
                .rev()
                .find(|row| pact.activity_within(&activity, &row.activity));
            match above.filter(|row| row.depth > 0 && row.cells == cells) {
                _ if cells.iter().all(|cell| *cell == Cell::SILENT) => silent.push(activity),
                Some(row) => row.alike.push(activity),
                None => rows.push(Row {
                    activity,
                    depth,
                    cells,
                    alike: Vec::new(),
                }),
            }
        }
        Ok(Self {
            theatres,
            rows,
            silent,
        })
    }

    fn table(&self, chosen: &Chosen, names: Names<'_>, words: Words) -> Markup {
        html! {
            div class="scroll" tabindex="0" role="region" aria-label=(words.say("pact-matrix")) {
                table class="matrix" {
                    caption { (words.say("pact-matrix")) " – " (names.party(&chosen.member)) ". " (words.say("pact-matrix-how")) }
                    thead { tr {
                        th scope="col" { (words.say("pact-activity")) }
                        @for theatre in &self.theatres { th scope="col" { (names.theatre(theatre)) } }
                    } }
                    tbody {
                        @for Row { activity, depth, cells, alike } in &self.rows {
                            tr {
                                th scope="row" class=[(*depth > 1).then(|| format!("in{}", depth.min(&3)))] {
                                    (names.activity(activity))
                                    @if !alike.is_empty() { small { (names.row(alike.iter().map(|id| names.activity(id)))) } }
                                }
                                @for (theatre, cell) in self.theatres.iter().zip(cells) {
                                    td { (show_cell(*cell, &question_address(chosen, activity, theatre), words)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn show_cell(cell: Cell, address: &str, words: Words) -> Markup {
    let word = words.term("stance", cell.stance.as_str());
    html! {
        @if cell == Cell::SILENT { span class="silent" { i { (symbol(cell.stance)) } } }
        @else if cell.partial {
            a class={ (cell.stance.as_str()) " partial" } href=(address) { i { "(" (symbol(cell.stance)) ")" } span { (word) ", " (words.say("pact-partial-short")) } }
        }
        @else { a class=(cell.stance.as_str()) href=(address) { i { (symbol(cell.stance)) } span { (word) } } }
    }
}

fn question_address(chosen: &Chosen, activity: &ActivityId, theatre: &TheatreId) -> String {
    let path = format!("/pact/{}/{activity}/{theatre}", chosen.member);
    address(
        &path,
        [("partner", chosen.partner.as_str()), ("to", &chosen.to)],
    )
}

/// The world, then groupings, countries that clauses name, and countries' parts.
fn theatres(pact: &Pact) -> Vec<TheatreId> {
    let declared = |wanted: fn(&Extent) -> bool| {
        pact.theatres()
            .filter(move |theatre| wanted(&theatre.extent))
            .map(|theatre| theatre.id.clone())
            .collect::<Vec<_>>()
    };
    let groupings = declared(|extent| matches!(extent, Extent::Of(_)));
    let parts = declared(|extent| matches!(extent, Extent::Within(_)));
    let named: BTreeSet<TheatreId> = pact
        .clauses()
        .flat_map(|clause| {
            clause
                .theatre
                .all
                .iter()
                .chain(clause.route.iter().flat_map(|route| &route.to.all))
        })
        .cloned()
        .collect();
    let world: Vec<_> = TheatreId::new("world").into_iter().collect();
    let countries: Vec<_> = named
        .into_iter()
        .filter(|id| !groupings.contains(id) && !parts.contains(id) && !world.contains(id))
        .collect();
    [world, groupings, countries, parts].concat()
}

/// Activities as a tree read from top to bottom, each with its depth; `any`, the root, first.
fn activities(pact: &Pact) -> Vec<(ActivityId, usize)> {
    fn below(pact: &Pact, parent: &ActivityId, depth: usize, rows: &mut Vec<(ActivityId, usize)>) {
        for activity in pact
            .activities()
            .filter(|activity| activity.within == *parent)
        {
            rows.push((activity.id.clone(), depth));
            below(pact, &activity.id, depth + 1, rows);
        }
    }
    let mut rows = Vec::new();
    if let Ok(any) = ActivityId::new("any") {
        rows.push((any.clone(), 0));
        below(pact, &any, 1, &mut rows);
    }
    rows
}

fn answer(
    pact: &Pact,
    member: &str,
    activity: &str,
    theatre: &str,
    chosen: &Chosen,
    now: Timestamp,
) -> Result<Commitment, Problem> {
    let question = CommitmentQuestion::parse(
        member,
        activity,
        theatre,
        Some(&chosen.partner),
        Some(&chosen.to),
    )
    .map_err(|error| Problem::invalid(error.to_string()))?;
    Ok(pact
        .ask(&question, now)
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
    let answer = answer(&pact, member, activity, theatre, chosen, visit.app.now())?;
    let invalid = |error: mithaq_notice::IdError| Problem::invalid(error.to_string());
    let (activity, theatre) = (
        ActivityId::new(activity).map_err(invalid)?,
        TheatreId::new(theatre).map_err(invalid)?,
    );
    let title = words.say("pact-ask");
    let body = html! {
        div class="title" {
            p { a href=(address("/pact", [("member", member.as_str()), ("partner", &chosen.partner), ("to", &chosen.to)])) { (words.say("pact-back")) } }
            h1 { (names.activity(&activity)) " · " (names.theatre(&theatre)) }
            p class="soft" {
                (words.say("pact-member")) " " (names.party(member))
                @if !chosen.partner.is_empty() { " · " (words.say("pact-partner")) " " (names.party(&chosen.partner)) }
                @if !chosen.to.is_empty() { " · " (words.say("pact-route")) " " bdi { (chosen.to) } }
            }
        }
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
