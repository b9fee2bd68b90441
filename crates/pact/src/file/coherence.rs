//! What only shows when the whole file is read: cycles, empty areas, contradictions.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId, StatementId};

use super::problem::Code;
use super::reader::Reader;
use crate::cycle::{self, References};
use crate::model::{Clause, Model, Stance};
use crate::pledges;
use crate::space::{Flaw, Scope, Space};

/// Resolves the model's areas and activities, and reports what does not go together.
pub(super) fn check(reader: &mut Reader, model: &Model) -> Space {
    let (space, flaws) = Space::new(model);
    for flaw in flaws {
        report_flaw(reader, flaw);
    }
    shared_ids(reader, model);
    shared_keys(reader, model);
    copies(reader, model);
    copied_before(reader, model);
    let scopes = space.scopes(model);
    for (id, scope) in &scopes {
        if scope.theatre.is_empty() || scope.to.as_ref().is_some_and(crate::bits::BitSet::is_empty)
        {
            let key = if scope.theatre.is_empty() {
                "theatre"
            } else {
                "route"
            };
            empty(reader, &format!("clauses.{id}.{key}"));
        }
    }
    refused_pledges(reader, model, &space, &scopes);
    contradictions(reader, model, scopes);
    super::life::commitments(reader, model);
    space
}

/// Pledges that a clause of the same member refuses.
fn refused_pledges(
    reader: &mut Reader,
    model: &Model,
    space: &Space,
    scopes: &BTreeMap<ClauseId, Scope>,
) {
    for capability in model.capabilities.values() {
        let Some(clause) = pledges::refusal(model, space, scopes, capability) else {
            continue;
        };
        let (id, member) = (&capability.id, &capability.member);
        let field = format!("capabilities.{id}");
        let message = [
            format!(
                "a pledge by `{member}` of what its clause `{}` refuses",
                clause.id
            ),
            "a pledge that no refusal of the same member touches".to_owned(),
            format!(
                "Narrow the pledge's activity, theatre, partner or dates, or amend `{}` first.",
                clause.id
            ),
        ];
        let span = reader.span_of(&field);
        reader.report(Code::RefusedPledge, &field, span, message);
    }
}

fn report_flaw(reader: &mut Reader, flaw: Flaw) {
    match flaw {
        Flaw::Cycle(section, ids) => cycle_problem(reader, section, &ids),
        Flaw::PartOfGrouping(part, grouping) => {
            let field = format!("theatres.{part}.within");
            let message = [
                format!("`{part}` within `{grouping}`, which is a grouping"),
                "a country or a part of one".to_owned(),
                format!(
                    "Name the country `{part}` lies in; `{grouping}` then contains it where it contains the country."
                ),
            ];
            let span = reader.span_of(&field);
            reader.report(Code::Inconsistent, &field, span, message);
        }
        Flaw::EmptyTheatre(id) => empty(reader, &format!("theatres.{id}")),
    }
}

/// A partner is named by its id alone, and so is an originator: members, groups and issuers share no id.
fn shared_ids(reader: &mut Reader, model: &Model) {
    let groups = model.groups.keys().map(|id| ("groups", id.as_str()));
    let issuers = model.issuers.keys().map(|id| ("issuers", id.as_str()));
    for (section, id) in groups.chain(issuers) {
        let other = if model.members.contains_key(id) {
            "members"
        } else if section == "issuers" && model.groups.contains_key(id) {
            "groups"
        } else {
            continue;
        };
        let field = format!("{section}.{id}");
        let message = [
            format!("`{id}`, which [{other}.{id}] has already"),
            "an id that no member, group or issuer shares".to_owned(),
            "Give one of the two another id.".to_owned(),
        ];
        let span = reader.span_of(&field);
        reader.report(Code::DuplicateId, &field, span, message);
    }
}

/// A signature says whose it is by its key alone.
fn shared_keys(reader: &mut Reader, model: &Model) {
    let mut whose: BTreeMap<&str, &MemberId> = BTreeMap::new();
    for member in model.members.values() {
        for key in &member.keys {
            let other = *whose.entry(key).or_insert(&member.id);
            if *other == member.id {
                continue;
            }
            let field = format!("members.{}.keys", member.id);
            let message = [
                format!(
                    "`{}`, which [members.{other}] has already",
                    super::reader::shown(key)
                ),
                "a key with which one member alone signs".to_owned(),
                "Take it out of one of the two.".to_owned(),
            ];
            let span = reader.span_of(&field);
            reader.report(Code::DuplicateId, &field, span, message);
        }
    }
}

fn cycle_problem(reader: &mut Reader, section: &str, ids: &[String]) {
    let Some(first) = ids.first() else { return };
    let field = format!("{section}.{first}");
    let round: Vec<&str> = ids.iter().chain([first]).map(String::as_str).collect();
    let message = [
        format!("a cycle: {}", round.join(" → ")),
        "each inside another, none inside itself".to_owned(),
        "Take one of these references out.".to_owned(),
    ];
    let span = reader.span_of(&field);
    reader.report(Code::Cycle, &field, span, message);
}

fn empty(reader: &mut Reader, field: &str) {
    let message = [
        "an area in which nothing lies".to_owned(),
        "an area with at least one place in it".to_owned(),
        "Take something out of `but`.".to_owned(),
    ];
    let span = reader.span_of(field);
    reader.report(Code::EmptyArea, field, span, message);
}

/// Statements that repeat, or are a part of, themselves.
fn copies(reader: &mut Reader, model: &Model) {
    let references: References<'_> = model
        .statements
        .values()
        .map(|s| {
            let to = s.part_of.iter().chain(&s.copy_of);
            (s.id.as_str(), to.map(StatementId::as_str).collect())
        })
        .collect();
    for cycle in cycle::sorted(references).1 {
        let ids: Vec<String> = cycle.into_iter().map(str::to_owned).collect();
        cycle_problem(reader, "statements", &ids);
    }
}

/// Copies that were carried before what they repeat.
fn copied_before(reader: &mut Reader, model: &Model) {
    for statement in model.statements.values() {
        let original = statement.copy_of.as_ref();
        let Some(original) = original.and_then(|id| model.statements.get(id)) else {
            continue;
        };
        if statement.date.end() > original.date.start() {
            continue;
        }
        let field = format!("statements.{}.date", statement.id);
        let message = [
            format!(
                "a copy of {}, before `{}` of {}, which it repeats",
                statement.date, original.id, original.date
            ),
            "a copy that is not older than its original".to_owned(),
            "Correct one of the two dates, or turn `copy-of` round.".to_owned(),
        ];
        let span = reader.span_of(&field);
        reader.report(Code::DatesOutOfOrder, &field, span, message);
    }
}

/// The same member, equal scope and equal time.
type Place<'a> = (&'a MemberId, Scope, Timestamp, Option<Timestamp>);

/// A member that both undertakes and refuses the very same thing.
fn contradictions(reader: &mut Reader, model: &Model, mut scopes: BTreeMap<ClauseId, Scope>) {
    let mut places: BTreeMap<Place<'_>, Vec<&Clause>> = BTreeMap::new();
    for clause in model.clauses.values() {
        if let Some(scope) = scopes.remove(&clause.id) {
            let place = (&clause.member, scope, clause.from.start(), clause.ends());
            places.entry(place).or_default().push(clause);
        }
    }
    for clauses in places.values() {
        let of = |stance| clauses.iter().find(|c| c.stance == stance);
        let (Some(yes), Some(no)) = (of(Stance::Undertaken), of(Stance::Refused)) else {
            continue;
        };
        let (first, second) = if reader.span_of(&format!("clauses.{}", yes.id)).start
            <= reader.span_of(&format!("clauses.{}", no.id)).start
        {
            (yes, no)
        } else {
            (no, yes)
        };
        let field = format!("clauses.{}.stance", second.id);
        let message = [
            format!(
                "`{}` {} by `{}` on exactly what `{}` has {}",
                second.id, second.stance, second.member, first.id, first.stance
            ),
            "one stance on equal activity, theatre, partner, route and time".to_owned(),
            format!(
                "Delete one of `{}` and `{}`, or narrow one of them.",
                first.id, second.id
            ),
        ];
        let span = reader.span_of(&field);
        reader.report(Code::Contradiction, &field, span, message);
    }
}
