//! The life of the framework and of each member's part in it: histories and reservations.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use mithaq_notice::{ClauseId, MemberId};

use super::clauses::{only_itself, statements};
use super::fields::Fields;
use super::places::{must_area, route};
use super::problem::Code;
use super::reader::Reader;
use crate::Pact;
use crate::model::{Clause, Member, Membership, Model, Since, Stance, Status};

/// `[[pact.history]]`.
pub(super) fn history(f: &mut Fields<'_, '_>) -> Vec<Since<Status>> {
    entries(f, "status")
}

/// `[[members.ID.history]]`. Nobody leaves before it takes part.
pub(super) fn membership(f: &mut Fields<'_, '_>) -> Vec<Since<Membership>> {
    let history = entries(f, "standing");
    if history
        .first()
        .is_some_and(|first| first.standing == Membership::Left)
    {
        let message = [
            "a history that begins with `left`".to_owned(),
            "`observing` or `joined` first".to_owned(),
            "Add when it joined or began to observe.".to_owned(),
        ];
        f.report(Code::Inconsistent, "history", message);
    }
    history
}

fn entries<T>(f: &mut Fields<'_, '_>, key: &'static str) -> Vec<Since<T>>
where
    T: FromStr<Err: Display> + Copy + PartialEq + Display,
{
    let mut before: Option<Since<T>> = None;
    f.tables("history", |f| {
        let (standing, from) = (f.must(key), f.must_date("from"));
        let (standing, from) = (standing?, from?);
        if let Some(before) = before {
            if from.start() <= before.from.start() {
                let message = [
                    format!(
                        "`{standing}` from {from}, after `{}` from {}",
                        before.standing, before.from
                    ),
                    "entries in the order of their dates, each later than the one before"
                        .to_owned(),
                    "Move the entry, or correct its date.".to_owned(),
                ];
                f.report(Code::DatesOutOfOrder, "from", message);
            }
            if standing == before.standing {
                let message = [
                    format!("`{standing}` twice in a row"),
                    "an entry for each change".to_owned(),
                    "Delete the second of the two.".to_owned(),
                ];
                f.report(Code::Inconsistent, key, message);
            }
        }
        before = Some(Since { standing, from });
        before
    })
}

/// `[[members.ID.reserves]]`: each is a refusal of the member's own, `ID-reserves-1` and so on, so that everything that reads
/// clauses reads it: decisions, proofs, differences.
pub(super) fn reserves(f: &mut Fields<'_, '_>, member: &MemberId) -> Vec<Clause> {
    let mut n = 0;
    f.tables("reserves", |f| {
        n += 1;
        reservation(f, member, n)
    })
}

fn reservation(f: &mut Fields<'_, '_>, member: &MemberId, n: usize) -> Option<Clause> {
    let id = ClauseId::new(&format!("{member}-reserves-{n}")).ok();
    let activity = f.must_refs("activity");
    let theatre = must_area(f, "theatre");
    let partner = f.refs("partner");
    let had_route = f.has("route");
    let route = route(f);
    let mode = f.refs("mode");
    let (from, until) = (f.must_date("from"), f.date("until"));
    f.in_order("from", from, "until", until);
    let statements = statements(f);
    let text = f.must_text("text");
    only_itself(f, member, partner.as_ref());
    // Limits that were given and not understood would make it hold back more than was meant.
    if (f.has("partner") && partner.is_none())
        || (had_route && route.is_none())
        || (f.has("mode") && mode.is_none())
        || (f.has("until") && until.is_none())
    {
        return None;
    }
    let id = id?;
    let place = f.path("text");
    let reader = &mut f.reader;
    if let Some(span) = reader.spans.get(place.trim_end_matches(".text")).cloned() {
        reader.spans.insert(format!("clauses.{id}"), span);
    }
    Some(Clause {
        id,
        member: member.clone(),
        stance: Stance::Refused,
        activity: activity?,
        theatre: theatre?,
        partner,
        route,
        mode,
        from: from?,
        until,
        conditions: mithaq_notice::Text::default(),
        new: false,
        statements: statements?,
        text,
    })
}

/// Puts the reservations among the clauses.
pub(super) fn join(
    reader: &mut Reader,
    clauses: &mut BTreeMap<ClauseId, Clause>,
    reserved: Vec<Clause>,
) {
    for clause in reserved {
        if clauses.contains_key(&clause.id) {
            let field = format!("clauses.{}", clause.id);
            let message = [
                format!(
                    "the clause `{}`, which is the id of a reservation",
                    clause.id
                ),
                "an id that no reservation has".to_owned(),
                "Give the clause another id.".to_owned(),
            ];
            let span = reader.span_of(&field);
            reader.report(Code::DuplicateId, &field, span, message);
            continue;
        }
        clauses.insert(clause.id.clone(), clause);
    }
}

/// What a member undertakes lies within the time it is joined: who observes, has left or has not come yet undertakes nothing.
pub(super) fn commitments(reader: &mut Reader, model: &Model) {
    for clause in model.clauses.values() {
        let Some(member) = model.members.get(&clause.member) else {
            continue;
        };
        if clause.stance == Stance::Undertaken && !within(clause, member) {
            let times: Vec<String> = Pact::joined(&member.history)
                .map(|(from, until)| match until {
                    Some(until) => format!("from {from} to before {until}"),
                    None => format!("from {from}"),
                })
                .collect();
            let times = if times.is_empty() {
                "never".to_owned()
            } else {
                times.join(", ")
            };
            let until = clause.until.map_or_else(
                || "without end".to_owned(),
                |until| format!("through {until}"),
            );
            let message = [
                format!("`{}` undertaken from {} {until}", clause.id, clause.from),
                format!("an undertaking while `{}` is joined: {times}", member.id),
                "Set `from` and `until` within that time.".to_owned(),
            ];
            let field = format!("clauses.{}.from", clause.id);
            let span = reader.span_of(&field);
            reader.report(Code::Inconsistent, &field, span, message);
        }
    }
}

fn within(clause: &Clause, member: &Member) -> bool {
    member.history.is_empty()
        || Pact::joined(&member.history).any(|(from, until)| {
            let ends =
                until.is_none_or(|until| clause.ends().is_some_and(|end| end <= until.start()));
            from.start() <= clause.from.start() && ends
        })
}
