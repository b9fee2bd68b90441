//! The section of clauses.

use mithaq_notice::ClauseId;
use toml::de::DeValue;

use super::fields::Fields;
use super::places::{must_area, route};
use super::problem::Code;
use crate::model::{Clause, PartyId, Stance};

pub(super) fn clause(f: &mut Fields<'_, '_>, id: ClauseId) -> Option<Clause> {
    let member = f.must_ref("member");
    let stance = stance(f);
    let activity = f.must_refs("activity");
    let theatre = must_area(f, "theatre");
    let partner = f.refs("partner");
    let had_route = f.has("route");
    let route = route(f);
    let mode = f.refs("mode");
    let from = f.must_date("from");
    let until = f.date("until");
    f.in_order("from", from, "until", until);
    let conditions = f.text("conditions");
    let new = f.flag("new");
    let statements = statements(f);
    let text = f.must_text("text");
    // A clause whose limits were given but not understood is not a clause without limits.
    if (f.has("partner") && partner.is_none())
        || (had_route && route.is_none())
        || (f.has("mode") && mode.is_none())
        || (f.has("until") && until.is_none())
    {
        return None;
    }
    let member = member?;
    only_itself(f, &member, partner.as_ref());
    Some(Clause {
        id,
        member,
        stance: stance?,
        activity: activity?,
        theatre: theatre?,
        partner,
        route,
        mode,
        from: from?,
        until,
        conditions,
        new,
        statements: statements?,
        text,
    })
}

fn stance(f: &mut Fields<'_, '_>) -> Option<Stance> {
    let stance = f.must("stance")?;
    if stance == Stance::Silent {
        let message = [
            "`silent`".to_owned(),
            "undertaken, refused or under-consultation".to_owned(),
            "Delete the clause: what no clause covers is silent.".to_owned(),
        ];
        f.report(Code::WrongValue, "stance", message);
        return None;
    }
    Some(stance)
}

/// A clause always names what it rests on.
pub(super) fn statements<T: std::str::FromStr<Err: std::fmt::Display> + Ord>(
    f: &mut Fields<'_, '_>,
) -> Option<std::collections::BTreeSet<T>> {
    let empty = match f.value("statements") {
        None => true,
        Some(value) => matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()),
    };
    if empty {
        let message = [
            "a clause that rests on no statement".to_owned(),
            "`statements` with at least one id".to_owned(),
            "Name the statement it is known from, and declare it under [statements.…].".to_owned(),
        ];
        f.report(Code::NoStatement, "statements", message);
        return None;
    }
    f.refs("statements")
}

/// A clause towards its own member alone would answer no question.
pub(super) fn only_itself(
    f: &mut Fields<'_, '_>,
    member: &mithaq_notice::MemberId,
    partner: Option<&std::collections::BTreeSet<PartyId>>,
) {
    if partner.is_some_and(|set| set.iter().all(|p| p.as_str() == member.as_str())) {
        let message = [
            format!("`{member}` as its own only partner"),
            "another partner, or none at all".to_owned(),
            "Name whom the stance is towards, or delete `partner`.".to_owned(),
        ];
        f.report(Code::Inconsistent, "partner", message);
    }
}
