//! The matrix of one member's stances: activities by theatres.

use std::collections::BTreeSet;

use jiff::Timestamp;
use maud::{Markup, html};
use mithaq_notice::{ActivityId, ClauseId, MemberId, TheatreId};
use mithaq_pact::{Commitment, Extent, Pact, Stance};

use crate::console::locale::Words;
use crate::console::pact::{Chosen, answer};
use crate::console::visit::address;
use crate::console::words::{Names, symbol};
use crate::problem::Problem;

/// One member's stances: activities by theatres.
pub(crate) struct Matrix {
    theatres: Vec<TheatreId>,
    rows: Vec<Row>,
    /// Activities no clause of the member touches anywhere.
    pub(crate) silent: Vec<ActivityId>,
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
    /// The matrix of one member, towards whom and bound for where it was chosen.
    pub(crate) fn of(
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

    /// As a table, each cell leading to its clauses.
    pub(crate) fn table(&self, chosen: &Chosen, names: Names<'_>, words: Words) -> Markup {
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
    address(&path, chosen.conditions())
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
