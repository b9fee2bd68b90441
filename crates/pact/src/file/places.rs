//! Areas, routes and matters: shapes that several sections share.

use std::collections::BTreeSet;

use mithaq_notice::TheatreId;
use toml::de::DeValue;

use super::fields::Fields;
use super::problem::Code;
use crate::model::{Area, Matter, Route};

/// An area: a theatre, a list of them, or `{ all = …, but = … }`. Absent is fine.
pub(super) fn area(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Area> {
    let value = fields.value(key)?;
    if matches!(value.get_ref(), DeValue::Table(_)) {
        let mut table = fields.table_of(key, value)?;
        let area = all_but(&mut table);
        table.finish();
        return area;
    }
    Some(union(fields.refs(key)?))
}

/// An area that must be there.
pub(super) fn must_area(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Area> {
    if fields.has(key) {
        area(fields, key)
    } else {
        Some(union(fields.must_refs(key)?))
    }
}

/// The `all` and `but` of a table.
pub(super) fn all_but(fields: &mut Fields<'_, '_>) -> Option<Area> {
    let (all, but) = (fields.must_refs("all"), fields.refs("but"));
    Some(Area {
        all: all?,
        but: but.unwrap_or_default(),
    })
}

pub(super) fn union(all: BTreeSet<TheatreId>) -> Area {
    Area {
        all,
        but: BTreeSet::new(),
    }
}

/// A route: where from, where to.
pub(super) fn route(fields: &mut Fields<'_, '_>) -> Option<Route> {
    let mut table = fields.table("route")?;
    let (from, to) = (area(&mut table, "from"), must_area(&mut table, "to"));
    table.finish();
    Some(Route { from, to: to? })
}

/// What a consultation or a step is about.
pub(super) fn matter(fields: &mut Fields<'_, '_>) -> Matter {
    Matter {
        activity: fields.refs("activity"),
        theatre: area(fields, "theatre"),
        route: route(fields),
        partner: fields.refs("partner"),
        mode: fields.refs("mode"),
    }
}

/// Reports a table that has not exactly one of these keys.
pub(super) fn exactly_one(fields: &mut Fields<'_, '_>, keys: &[&'static str]) -> bool {
    let there: Vec<&str> = keys.iter().copied().filter(|k| fields.has(k)).collect();
    if there.len() == 1 {
        return true;
    }
    let found = if there.is_empty() {
        "none of them".to_owned()
    } else {
        there.join(" and ")
    };
    let message = [
        found,
        format!("exactly one of {}", keys.join(", ")),
        "Say once what it is made of.".to_owned(),
    ];
    fields.report(
        Code::Inconsistent,
        there.last().copied().unwrap_or_default(),
        message,
    );
    false
}
