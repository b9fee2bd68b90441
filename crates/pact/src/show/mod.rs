//! The picture of a pact as text for a terminal: here members × activities × theatres and the clauses behind it; `records` has
//! statements, positions, flows, pledges and tracks, `data` the same for programs,
//! and `lines` what all of them are written with.

mod data;
mod lines;
mod records;

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::Timestamp;
use mithaq_notice::{ActivityId, Language, MemberId, StatementId, Text, TheatreId};

use crate::Pact;
use crate::model::{Clause, ModeId, PartyId, Stance};
use lines::{WIDTH, area, columns, padded, symbol, wrapped};

pub use records::Section;

/// What a member holds of one activity in one theatre, whoever the partner and whatever the route.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The stances that cover it, the strongest first; with each, whether only towards some partners or on some
    /// route. Nothing follows one that is without such limits: it decides whatever else is said.
    pub stances: Vec<(Stance, bool)>,
    /// Whether some clause overlaps it without covering it.
    pub partial: bool,
}

/// One row of a member's matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The activity.
    pub activity: ActivityId,
    /// How deep it lies in the tree; 0 is the root.
    pub depth: usize,
    /// A cell for each theatre.
    pub cells: Vec<Cell>,
}

/// One member's matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Whose.
    pub member: MemberId,
    /// The columns: every theatre that is declared or that some clause names.
    pub theatres: Vec<TheatreId>,
    /// The rows, in the order of the tree.
    pub rows: Vec<Row>,
}

impl Pact {
    /// A member's stances, every activity by every theatre, at this moment.
    #[must_use]
    pub fn matrix(&self, member: &MemberId, at: Timestamp) -> Matrix {
        let theatres: Vec<TheatreId> = self.shown_theatres().into_iter().collect();
        let in_force: Vec<&Clause> = self
            .clauses()
            .filter(|c| c.member == *member && c.in_force(at))
            .collect();
        let rows = self
            .activity_order()
            .into_iter()
            .map(|(activity, depth)| {
                let cells = theatres
                    .iter()
                    .map(|t| self.cell(&in_force, &activity, t))
                    .collect();
                Row {
                    activity,
                    depth,
                    cells,
                }
            })
            .collect();
        Matrix {
            member: member.clone(),
            theatres,
            rows,
        }
    }

    /// Every theatre that is declared or that some clause names.
    fn shown_theatres(&self) -> BTreeSet<TheatreId> {
        let named = self
            .clauses()
            .flat_map(|c| c.theatre.all.iter().chain(&c.theatre.but));
        self.theatres()
            .map(|t| &t.id)
            .chain(named)
            .cloned()
            .collect()
    }

    /// Activities as a tree is read: each before what it contains, siblings as the file has them.
    fn activity_order(&self) -> Vec<(ActivityId, usize)> {
        let place = |id: &ActivityId| self.place(&format!("activities.{id}"));
        let mut order = Vec::new();
        let Ok(root) = ActivityId::new("any") else {
            return order;
        };
        let mut stack = vec![(root, 0)];
        while let Some((id, depth)) = stack.pop() {
            let mut children: Vec<&ActivityId> = self
                .activities()
                .filter(|a| a.within == id)
                .map(|a| &a.id)
                .collect();
            children.sort_by_key(|child| std::cmp::Reverse(place(child)));
            stack.extend(children.into_iter().map(|child| (child.clone(), depth + 1)));
            order.push((id, depth));
        }
        order
    }

    fn cell(&self, clauses: &[&Clause], activity: &ActivityId, theatre: &TheatreId) -> Cell {
        let (Some(activity), Some(theatre)) = (
            self.space().activity(activity.as_str()),
            self.space().theatre(theatre.as_str()),
        ) else {
            return Cell::default();
        };
        let mut covering: Vec<(Stance, bool)> = Vec::new();
        let mut partial = false;
        for clause in clauses {
            let Some(scope) = self.scopes().get(&clause.id) else {
                continue;
            };
            if activity.is_subset(&scope.activity) && theatre.is_subset(&scope.theatre) {
                covering.push((clause.stance, scope.partner.is_some() || !scope.is_open()));
            } else if activity.intersects(&scope.activity) && theatre.intersects(&scope.theatre) {
                partial = true;
            }
        }
        covering.sort_unstable();
        covering.dedup_by_key(|(stance, _)| *stance);
        let decisive = covering.iter().position(|(_, limited)| !limited);
        covering.truncate(decisive.map_or(covering.len(), |n| n + 1));
        Cell {
            stances: covering,
            partial,
        }
    }
}

/// The pact as text for a terminal of 100 columns: a matrix for each member, then its clauses.
#[must_use]
pub fn show(pact: &Pact, language: Language, at: Timestamp) -> String {
    let picture = Picture { pact, language, at };
    let mut out = String::new();
    picture.head(&mut out);
    let mut members: Vec<&MemberId> = pact.members().map(|m| &m.id).collect();
    members.sort_by_key(|id| pact.place(&format!("members.{id}")));
    for member in members {
        picture.member(member, &mut out);
    }
    picture.consultations(&mut out);
    out
}

struct Picture<'a> {
    pact: &'a Pact,
    language: Language,
    at: Timestamp,
}

impl Picture<'_> {
    fn say(&self, ar: &'static str, fr: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ar => ar,
            Language::Fr => fr,
            Language::En => en,
        }
    }

    fn in_language<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
    }

    fn head(&self, out: &mut String) {
        let pact = self.pact;
        let version = self.say("الإصدار", "version", "version");
        let lead = pact.lead().map_or_else(String::new, |lead| {
            let label = self.say("بقيادة", "conduit par", "led by");
            format!(
                " · {label} {}",
                self.in_language(&pact.party_name(lead.as_str()))
            )
        });
        let _ = writeln!(
            out,
            "{} ({}, {version} {}, {}{lead})",
            self.in_language(pact.title()),
            pact.id(),
            pact.version(),
            pact.status(),
        );
        let _ = writeln!(out, "{} · {:.0}\n", pact.hash(), self.at);
        let _ = writeln!(
            out,
            "{}",
            self.say(
                "✘ مرفوض  ✔ ملتزَم به  ? قيد التشاور  · غير منصوص عليه  ~ جزئيًا  * لشركاء أو مسارات بعينها",
                "✘ refusé  ✔ engagé  ? en consultation  · non prévu  ~ en partie  * selon partenaire, itinéraire",
                "✘ refused  ✔ undertaken  ? under consultation  · silent  ~ in part  * some partners or routes only",
            )
        );
    }

    fn member(&self, member: &MemberId, out: &mut String) {
        let name = self.pact.party_name(member.as_str());
        let _ = writeln!(out, "\n── {} ({member})", self.in_language(&name));
        let matrix = self.pact.matrix(member, self.at);
        let mut clauses: Vec<&Clause> = self
            .pact
            .clauses()
            .filter(|c| c.member == *member && c.in_force(self.at))
            .collect();
        if clauses.is_empty() {
            let none = self.say(
                "لا بند نافذ.",
                "Aucune clause en vigueur.",
                "No clause in force.",
            );
            let _ = writeln!(out, "   {none}");
            return;
        }
        self.matrix(&matrix, out);
        clauses.sort_by_key(|c| self.pact.place(&format!("clauses.{}", c.id)));
        out.push('\n');
        for clause in clauses {
            self.clause(clause, out);
        }
    }

    /// The matrix in as many bands of columns as the width needs. A row that says no more than the one it lies in is
    /// left out.
    fn matrix(&self, matrix: &Matrix, out: &mut String) {
        let rows = told(&matrix.rows);
        let label = |row: &Row| {
            let name = self.pact.activity_name(&row.activity);
            format!("{}{}", "  ".repeat(row.depth), self.in_language(&name))
        };
        let left = rows
            .iter()
            .map(|row| columns(&label(row)))
            .max()
            .unwrap_or(0)
            .min(WIDTH / 2);
        let mut from = 0;
        while from < matrix.theatres.len() {
            let mut width = left;
            let band: Vec<(usize, &TheatreId)> = matrix
                .theatres
                .iter()
                .enumerate()
                .skip(from)
                .take_while(|(n, id)| {
                    width += id.as_str().len().max(4) + 2;
                    *n == from || width <= WIDTH
                })
                .collect();
            from += band.len();
            let mut line = " ".repeat(left);
            for (_, id) in &band {
                let _ = write!(line, "  {id:<4}");
            }
            let _ = writeln!(out, "{}", line.trim_end());
            for row in &rows {
                let mut line = padded(&label(row), left);
                for (n, id) in &band {
                    let mark = row.cells.get(*n).map(mark).unwrap_or_default();
                    let _ = write!(line, "  {mark:<width$}", width = id.as_str().len().max(4));
                }
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
    }

    fn clause(&self, clause: &Clause, out: &mut String) {
        let symbol = symbol(clause.stance);
        let activities: Vec<&str> = clause.activity.iter().map(ActivityId::as_str).collect();
        let mut line = format!(
            "{symbol} {}: {} @ {}",
            clause.id,
            activities.join(", "),
            area(&clause.theatre)
        );
        if let Some(partner) = &clause.partner {
            let ids: Vec<&str> = partner.iter().map(PartyId::as_str).collect();
            let _ = write!(line, " ⇄ {}", ids.join(", "));
        }
        if let Some(route) = &clause.route {
            let _ = write!(line, " → {}", area(&route.to));
        }
        if let Some(modes) = &clause.mode {
            let ids: Vec<&str> = modes.iter().map(ModeId::as_str).collect();
            let _ = write!(line, " ({})", ids.join(", "));
        }
        let _ = write!(line, " [{}…", clause.from);
        if let Some(until) = clause.until {
            let _ = write!(line, "{until}");
        }
        line.push(']');
        if clause.new {
            let _ = write!(line, " {}", self.say("(جديد)", "(nouveau)", "(new)"));
        }
        wrapped(&line, 0, out);
        wrapped(self.in_language(&clause.text), 2, out);
        let sources = self.pact.independent_sources(clause).len();
        let label = self.say(
            "مصادر مستقلة",
            "sources indépendantes",
            "independent sources",
        );
        let ids: Vec<&str> = clause.statements.iter().map(StatementId::as_str).collect();
        wrapped(&format!("{label}: {sources} ({})", ids.join(", ")), 2, out);
    }

    fn consultations(&self, out: &mut String) {
        if self.pact.consultations().len() == 0 {
            return;
        }
        let title = self.say("المشاورات", "Consultations", "Consultations");
        let _ = writeln!(out, "\n── {title}");
        for consultation in self.pact.consultations() {
            let parties: Vec<&str> = consultation.parties.iter().map(PartyId::as_str).collect();
            let line = format!(
                "{} ({}, {}, {}): {}",
                consultation.id,
                parties.join(" ⇄ "),
                consultation.opened,
                consultation.status,
                self.in_language(&consultation.subject)
            );
            wrapped(&line, 0, out);
        }
    }
}

/// The rows that say something else than the row they lie in, and those that such rows lie in.
fn told(rows: &[Row]) -> Vec<&Row> {
    let mut above: Vec<&Row> = Vec::new();
    let mut told: Vec<&Row> = Vec::new();
    for row in rows {
        above.truncate(row.depth);
        if above.last().is_none_or(|parent| parent.cells != row.cells) {
            // What it lies in comes first, whatever that says, or it would seem to lie elsewhere.
            let missing = above
                .iter()
                .filter(|parent| !told.iter().any(|t| t.activity == parent.activity));
            let missing: Vec<&Row> = missing.copied().collect();
            told.extend(missing);
            told.push(row);
        }
        above.push(row);
    }
    told
}

fn mark(cell: &Cell) -> String {
    if cell.stances.is_empty() {
        return if cell.partial { "~" } else { "·" }.to_owned();
    }
    let limited = |limited: bool| if limited { "*" } else { "" };
    cell.stances
        .iter()
        .map(|(s, l)| format!("{}{}", symbol(*s), limited(*l)))
        .collect()
}
