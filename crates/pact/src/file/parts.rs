//! The sections that say who takes part, where and in what.

use mithaq_notice::{ActivityId, IssuerId, MemberId, TheatreId};
use toml::de::DeValue;

use super::fields::{Fields, described};
use super::life;
use super::places::{all_but, area, exactly_one, union};
use super::problem::Code;
use crate::iso;
use crate::model::{
    Activity, Clause, Extent, Framework, Group, GroupId, Issuer, Member, Mode, ModeId, Theatre,
};

pub(super) fn framework(f: &mut Fields<'_, '_>) -> Option<Framework> {
    let id = f.must("id");
    let version = f.must_number("version");
    let status = f.must("status");
    let history = life::history(f);
    if let (Some(status), Some(last)) = (status, history.last())
        && status != last.standing
    {
        let message = [
            format!(
                "`status = \"{status}\"`, and a history that ends with `{}`",
                last.standing
            ),
            "the last entry of [[pact.history]]".to_owned(),
            "Add the entry that is missing, or correct `status`.".to_owned(),
        ];
        f.report(Code::Inconsistent, "status", message);
    }
    let lead = f.maybe_ref("lead");
    let (title, text) = (f.must_text("title"), f.text("text"));
    let theatre = area(f, "theatre");
    let statements = f.refs("statements").unwrap_or_default();
    Some(Framework {
        id: id?,
        version: version?,
        status: status?,
        history,
        lead,
        title,
        text,
        theatre,
        statements,
    })
}

pub(super) fn member(
    f: &mut Fields<'_, '_>,
    id: MemberId,
    clauses: &mut Vec<Clause>,
) -> Option<Member> {
    let name = f.must_text("name");
    let mut keys = std::collections::BTreeSet::new();
    if let Some(value) = f.value("keys") {
        if let DeValue::Array(items) = value.get_ref() {
            for item in items {
                match item.get_ref() {
                    DeValue::String(key) if !key.trim().is_empty() => {
                        keys.insert(key.to_string());
                    }
                    _ => wrong_key(f, described(item)),
                }
            }
        } else {
            wrong_key(f, described(value));
        }
    }
    let reservations = f.text("reservations");
    let history = life::membership(f);
    let reserved = life::reserves(f, &id);
    let reserves = reserved.iter().map(|clause| clause.id.clone()).collect();
    clauses.extend(reserved);
    Some(Member {
        id,
        name,
        keys,
        reservations,
        history,
        reserves,
    })
}

fn wrong_key(f: &mut Fields<'_, '_>, found: String) {
    let message = [
        found,
        "a list of key fingerprints, as `[\"ed25519:…\"]`".to_owned(),
        "Write the fingerprints the members gave one another.".to_owned(),
    ];
    f.report(Code::WrongValue, "keys", message);
}

pub(super) fn group(f: &mut Fields<'_, '_>, id: GroupId) -> Option<Group> {
    if iso::is_country(id.as_str()) {
        hides(
            f,
            id.as_str(),
            "a country's code, which is a partner already",
        );
    }
    let (name, members) = (f.must_text("name"), f.must_refs("members"));
    Some(Group {
        id,
        name,
        members: members?,
    })
}

pub(super) fn issuer(f: &mut Fields<'_, '_>, id: IssuerId) -> Option<Issuer> {
    let name = f.must_text("name");
    Some(Issuer { id, name })
}

pub(super) fn theatre(f: &mut Fields<'_, '_>, id: TheatreId) -> Option<Theatre> {
    if id.as_str() == "world" || iso::is_country(id.as_str()) {
        hides(f, id.as_str(), "a theatre that exists without declaration");
    }
    let name = f.must_text("name");
    let one = exactly_one(f, &["within", "includes", "all"]);
    let within = f.refs("within");
    let includes = f.refs("includes");
    let all = if f.has("all") { all_but(f) } else { None };
    if !f.has("all") && f.has("but") {
        let message = [
            "`but` without `all`".to_owned(),
            "`all = \"world\"` beside it".to_owned(),
            "Say what it is all of.".to_owned(),
        ];
        f.report(Code::Inconsistent, "but", message);
    }
    let extent = match (within, includes, all) {
        (Some(within), None, None) => {
            let mut parents = within.into_iter();
            match (parents.next(), parents.next()) {
                (Some(parent), None) => Extent::Within(parent),
                _ => {
                    let message = [
                        "several theatres".to_owned(),
                        "one country, or one part of a country".to_owned(),
                        "Declare a part in each and join the parts with `includes`.".to_owned(),
                    ];
                    f.report(Code::Inconsistent, "within", message);
                    return None;
                }
            }
        }
        (None, Some(includes), None) => Extent::Of(union(includes)),
        (None, None, Some(area)) => Extent::Of(area),
        _ => return None,
    };
    one.then_some(Theatre { id, name, extent })
}

pub(super) fn activity(f: &mut Fields<'_, '_>, id: ActivityId) -> Option<Activity> {
    if id.as_str() == "any" {
        hides(
            f,
            "any",
            "the root of all activities, which exists without declaration",
        );
    }
    let (name, within) = (f.must_text("name"), f.must_ref("within"));
    Some(Activity {
        id,
        name,
        within: within?,
    })
}

pub(super) fn mode(f: &mut Fields<'_, '_>, id: ModeId) -> Option<Mode> {
    let name = f.must_text("name");
    Some(Mode { id, name })
}

fn hides(f: &mut Fields<'_, '_>, id: &str, what: &str) {
    let message = [
        format!("`{id}`, {what}"),
        "an id of its own".to_owned(),
        "Delete the table, or give it another id.".to_owned(),
    ];
    f.report(Code::DuplicateId, "", message);
}
