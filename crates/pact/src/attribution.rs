//! How many sources really stand behind something: statements with one root count once, and so do near-copies.
//!
//! Circular reporting is one report that comes back as several. Two statements are taken for one report where they have the
//! same root (however many outlets carry what one person said), where one is declared a copy of the other, or where
//! their texts are near-copies in any language both have. Somebody who knows that two alike texts are two reports says so
//! in the file (`not-copy-of`). Outlets may well quote one another on different matters, so that a ring of them is looked
//! for behind each clause: there they stand for one source at most, in however different words.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_notice::{Language, StatementId};
use serde::Serialize;

use crate::Pact;
use crate::cycle::{self, References};
use crate::likeness;
use crate::model::{Clause, SourceId, Statement};

/// Two statements whose texts are near-copies, though neither is declared a copy of the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearCopy {
    /// One.
    pub first: StatementId,
    /// The other, later in the order of ids.
    pub second: StatementId,
    /// The language in which they are most alike.
    pub language: Language,
    /// How much of the shorter text stands in the longer one, in percent.
    pub share: usize,
}

/// What is one report and what is another.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    near_copies: Vec<NearCopy>,
    /// Each statement's report, by the first of its statements.
    report: BTreeMap<StatementId, StatementId>,
}

impl Reports {
    fn of(pact: &Pact) -> Self {
        let near_copies = near_copies(pact);
        let mut report: BTreeMap<StatementId, StatementId> = pact
            .statements()
            .map(|s| (s.id.clone(), s.id.clone()))
            .collect();
        let mut by_root: BTreeMap<&SourceId, &StatementId> = BTreeMap::new();
        for statement in pact.statements() {
            if let Some(root) = pact.root_source(&statement.id) {
                let first = by_root.entry(root).or_insert(&statement.id);
                join(&mut report, first, &statement.id);
            }
        }
        for pair in &near_copies {
            join(&mut report, &pair.first, &pair.second);
        }
        let ids: Vec<StatementId> = report.keys().cloned().collect();
        for id in ids {
            let first = first_of(&report, &id);
            report.insert(id, first);
        }
        Self {
            near_copies,
            report,
        }
    }
}

/// The first statement of a report, however many steps away.
fn first_of(report: &BTreeMap<StatementId, StatementId>, id: &StatementId) -> StatementId {
    let mut at = id;
    while let Some(before) = report.get(at).filter(|before| *before != at) {
        at = before;
    }
    at.clone()
}

fn join(report: &mut BTreeMap<StatementId, StatementId>, one: &StatementId, other: &StatementId) {
    let (one, other) = (first_of(report, one), first_of(report, other));
    let (first, second) = (one.clone().min(other.clone()), one.max(other));
    report.insert(second, first);
}

fn near_copies(pact: &Pact) -> Vec<NearCopy> {
    let mut found: BTreeMap<(usize, usize), (usize, Language)> = BTreeMap::new();
    let statements: Vec<&Statement> = pact.statements().collect();
    for language in Language::ALL {
        let written: Vec<(usize, &str)> = statements
            .iter()
            .enumerate()
            .filter_map(|(n, s)| Some((n, s.text.exactly(language)?)))
            .collect();
        let texts: Vec<&str> = written.iter().map(|(_, text)| *text).collect();
        for (first, second, share) in likeness::near_copies(&texts) {
            let (Some((first, _)), Some((second, _))) = (written.get(first), written.get(second))
            else {
                continue;
            };
            let best = found.entry((*first, *second)).or_insert((share, language));
            if best.0 < share {
                *best = (share, language);
            }
        }
    }
    found
        .into_iter()
        .filter_map(|((first, second), (share, language))| {
            let (first, second) = (*statements.get(first)?, *statements.get(second)?);
            let declared = |one: &Statement, other: &Statement| {
                one.copy_of.as_ref() == Some(&other.id) || one.not_copy_of.contains(&other.id)
            };
            // Two copies of one report are declared to be so, too.
            let same_original = first.copy_of.is_some() && first.copy_of == second.copy_of;
            if declared(first, second) || declared(second, first) || same_original {
                return None;
            }
            Some(NearCopy {
                first: first.id.clone(),
                second: second.id.clone(),
                language,
                share,
            })
        })
        .collect()
}

impl Pact {
    fn reports(&self) -> &Reports {
        self.reports.get_or_init(|| Reports::of(self))
    }

    /// The statements whose texts are near-copies of one another without saying so, in the order of ids.
    #[must_use]
    pub fn near_copies(&self) -> &[NearCopy] {
        &self.reports().near_copies
    }

    /// The sources a clause rests on that are independent of one another, one for each report: a named one, where the
    /// report has one. Sources that quote one another behind the clause are one: none of them is known to have seen anything.
    #[must_use]
    pub fn independent_sources(&self, clause: &Clause) -> BTreeSet<SourceId> {
        let statements = self.behind(clause);
        let quotes = quotes(&statements);
        let rings = cycle::rings(&quotes);
        let mut report: BTreeMap<StatementId, StatementId> = BTreeMap::new();
        let mut first_in_ring: BTreeMap<usize, StatementId> = BTreeMap::new();
        let mut roots: Vec<(StatementId, &SourceId)> = Vec::new();
        for id in &clause.statements {
            let (Some(of), Some(root)) = (self.reports().report.get(id), self.root_source(id))
            else {
                continue;
            };
            report.entry(of.clone()).or_insert_with(|| of.clone());
            if let Some(ring) = rings.iter().position(|ring| ring.contains(root.as_str())) {
                let first = first_in_ring.entry(ring).or_insert_with(|| of.clone());
                join(&mut report, first, of);
            }
            roots.push((of.clone(), root));
        }
        let named = |id: &SourceId| self.source(id).is_some_and(|source| !source.anonymous);
        let mut by_report: BTreeMap<StatementId, &SourceId> = BTreeMap::new();
        for (of, root) in roots {
            let kept = by_report.entry(first_of(&report, &of)).or_insert(root);
            if !named(kept) && named(root) {
                *kept = root;
            }
        }
        by_report.into_values().cloned().collect()
    }

    /// The statements a clause rests on, and those they repeat.
    fn behind(&self, clause: &Clause) -> Vec<&Statement> {
        let mut ids: Vec<&StatementId> = clause.statements.iter().collect();
        let mut statements: BTreeMap<&StatementId, &Statement> = BTreeMap::new();
        while let Some(id) = ids.pop() {
            if let Some(statement) = self.statement(id)
                && statements.insert(id, statement).is_none()
            {
                ids.extend(&statement.copy_of);
            }
        }
        statements.into_values().collect()
    }

    /// Who said what a statement reports: the end of its chain, or of the one it repeats.
    #[must_use]
    pub fn root_source(&self, statement: &StatementId) -> Option<&SourceId> {
        let mut statement = self.statement(statement)?;
        // The file's checks leave no cycle of copies.
        while let Some(original) = statement.copy_of.as_ref().and_then(|id| self.statement(id)) {
            statement = original;
        }
        statement.chain.last()
    }

    /// Sources that quote one another in a ring over the statements of one report, or behind one clause: each ring once, in
    /// the order of quoting, with a statement it shows in.
    #[must_use]
    pub fn circular_reports(&self) -> Vec<(StatementId, Vec<SourceId>)> {
        let mut by_report: BTreeMap<&StatementId, Vec<&Statement>> = BTreeMap::new();
        for statement in self.statements() {
            if let Some(report) = self.reports().report.get(&statement.id) {
                by_report.entry(report).or_default().push(statement);
            }
        }
        let behind_clauses = self.clauses().map(|clause| self.behind(clause));
        let mut known: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
        let mut rings = Vec::new();
        for statements in by_report.into_values().chain(behind_clauses) {
            for ring in cycle::sorted(quotes(&statements)).1 {
                if !known.insert(ring.iter().copied().collect()) {
                    continue;
                }
                let within = |s: &&&Statement| {
                    ring.iter()
                        .any(|id| s.chain.iter().any(|c| c.as_str() == *id))
                };
                let shown = statements.iter().rfind(within);
                let ring: Option<Vec<SourceId>> = ring.iter().map(|id| id.parse().ok()).collect();
                rings.extend(shown.map(|s| s.id.clone()).zip(ring));
            }
        }
        rings
    }
}

/// Who quotes whom in these statements. Whoever quotes nobody is among them, too.
fn quotes<'a>(statements: &[&'a Statement]) -> References<'a> {
    let mut quotes: References<'_> = BTreeMap::new();
    for statement in statements {
        let mut sources = statement.chain.iter().map(SourceId::as_str).peekable();
        while let Some(source) = sources.next() {
            let quoted = quotes.entry(source).or_default();
            quoted.extend(sources.peek());
        }
    }
    quotes
}
