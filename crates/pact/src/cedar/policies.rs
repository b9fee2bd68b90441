//! Clauses as Cedar policies.
//!
//! Each clause yields up to three: whether it covers a commitment question, what it permits or
//! forbids of its member's notices, and what it forbids its own member to do with others'. All carry `@clause`,
//! `@stance` and `@basis`. Areas and activities are explicit sets; a set of more than half of all is written as what
//! it leaves out, which means the same over an enumerated type and is shorter.

use std::fmt::Write;

use super::micros;
use mithaq_notice::StatementId;

use crate::bits::BitSet;
use crate::model::{Clause, Stance};
use crate::space::{Scope, Space};

/// A policy's id and text.
pub(super) struct Written {
    pub(super) id: String,
    pub(super) text: String,
}

/// A clause's policies, by what asks for them.
pub(super) struct ClausePolicies {
    pub(super) covers: Written,
    /// On notices its member originated, asked for by others.
    pub(super) release: Option<Written>,
    /// On notices others originated, asked for by its member.
    pub(super) own: Option<Written>,
}

pub(super) fn of_clause(clause: &Clause, scope: &Scope, space: &Space) -> ClausePolicies {
    let write = Writer {
        clause,
        scope,
        space,
    };
    let member = &clause.member;
    let asked = |action: &str| {
        format!("principal == Party::\"{member}\", action == Action::\"{action}\", resource")
    };
    let released = "principal, action == Action::\"release\", resource";
    let theirs = format!(
        "resource has originator && resource.originator == Party::\"{member}\" && principal != Party::\"{member}\""
    );
    let not_own = format!("resource has originator && resource.originator != Party::\"{member}\"");
    let release = match clause.stance {
        // A release question names no route and no mode, so an undertaking limited to one never covers it …
        Stance::Undertaken if scope.is_open() => Some(write.policy(
            "release",
            "permit",
            released,
            &[theirs, write.core(true), write.partner("principal")],
        )),
        // … while a refusal limited to one overlaps it.
        Stance::Refused => Some(write.policy(
            "release",
            "forbid",
            released,
            &[theirs, write.core(false), write.partner("principal")],
        )),
        _ => None,
    };
    let own = (clause.stance == Stance::Refused && scope.is_open()).then(|| {
        write.policy(
            "own",
            "forbid",
            &asked("release"),
            &[
                not_own,
                write.core(true),
                write.partner("resource.originator"),
            ],
        )
    });
    ClausePolicies {
        covers: write.policy(
            "covers",
            "permit",
            &asked("covers"),
            &[write.core(true), write.limits()],
        ),
        release,
        own,
    }
}

struct Writer<'a> {
    clause: &'a Clause,
    scope: &'a Scope,
    space: &'a Space,
}

impl Writer<'_> {
    fn policy(&self, kind: &str, effect: &str, head: &str, conditions: &[String]) -> Written {
        let clause = self.clause;
        let basis: Vec<&str> = clause.statements.iter().map(StatementId::as_str).collect();
        let conditions: Vec<&str> = conditions
            .iter()
            .map(String::as_str)
            .filter(|c| !c.is_empty())
            .collect();
        Written {
            id: format!("{}/{kind}", clause.id),
            text: format!(
                "@clause(\"{}\")\n@stance(\"{}\")\n@basis(\"{}\")\n{effect} ({head}) when {{\n  {}\n}};\n",
                clause.id,
                clause.stance,
                basis.join(" "),
                conditions.join(" &&\n  "),
            ),
        }
    }

    /// Time, activity and theatre: covered, or at least overlapped.
    fn core(&self, covered: bool) -> String {
        let (space, scope) = (self.space, self.scope);
        let activities: Vec<&str> = space.activities.ids().collect();
        let areas: Vec<&str> = space.atoms.ids().collect();
        [
            time(self.clause),
            set(
                "Activity",
                &scope.activity,
                &activities,
                "context.activity",
                covered,
            ),
            set("Area", &scope.theatre, &areas, "context.theatre", covered),
        ]
        .into_iter()
        .filter(|c| !c.is_empty())
        .collect::<Vec<_>>()
        .join(" && ")
    }

    /// Partner, route and mode of a commitment question, which may leave them out: then it lies in no limit.
    fn limits(&self) -> String {
        let parties: Vec<&str> = self.space.parties().collect();
        let areas: Vec<&str> = self.space.atoms.ids().collect();
        let modes: Vec<&str> = self.space.modes().collect();
        let limit = |set_of: &Option<BitSet>, kind: &str, all: &[&str], key: &str| {
            let Some(limit) = set_of else {
                return String::new();
            };
            let inside = set(kind, limit, all, &format!("context.{key}"), true);
            let given = format!("context has {key}");
            [given, inside]
                .into_iter()
                .filter(|c| !c.is_empty())
                .collect::<Vec<_>>()
                .join(" && ")
        };
        [
            limit(&self.scope.partner, "Party", &parties, "partner"),
            limit(&self.scope.to, "Area", &areas, "to"),
            limit(&self.scope.mode, "Mode", &modes, "mode"),
        ]
        .into_iter()
        .filter(|c| !c.is_empty())
        .collect::<Vec<_>>()
        .join(" && ")
    }

    /// The one party of a release question.
    fn partner(&self, who: &str) -> String {
        self.scope.partner.as_ref().map_or_else(String::new, |set| {
            let ids = literal("Party", self.space.party_ids(set));
            format!("{ids}.contains({who})")
        })
    }
}

fn time(clause: &Clause) -> String {
    let mut text = format!("context.at >= {}", micros(clause.from.start()));
    if let Some(end) = clause.ends() {
        let _ = write!(text, " && context.at < {}", micros(end));
    }
    text
}

/// `asked ⊆ set`, or `asked ∩ set ≠ ∅`, over an enumerated type. Empty text where it is always so.
fn set(kind: &str, set: &BitSet, all: &[&str], asked: &str, covered: bool) -> String {
    let inside: Vec<&str> = set.iter().filter_map(|n| all.get(n).copied()).collect();
    if inside.len() * 2 <= all.len() {
        let test = if covered {
            "containsAll"
        } else {
            "containsAny"
        };
        return format!("{}.{test}({asked})", literal(kind, inside.into_iter()));
    }
    let outside: Vec<&str> = all
        .iter()
        .enumerate()
        .filter(|(n, _)| !set.contains(*n))
        .map(|(_, id)| *id)
        .collect();
    if outside.is_empty() {
        return String::new();
    }
    let test = if covered {
        "containsAny"
    } else {
        "containsAll"
    };
    format!("!({}.{test}({asked}))", literal(kind, outside.into_iter()))
}

fn literal<'a>(kind: &str, ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("{kind}::\"{id}\"")).collect();
    format!("[{}]", ids.join(", "))
}

/// The rules that are the same in every pact: own notices, issuers' notices, oversight, and handling field by field.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "rule:own",
        r#"permit (principal, action == Action::"release", resource)
when { resource has originator && resource.originator == principal };"#,
    ),
    (
        "rule:issuer",
        r#"permit (principal, action == Action::"release", resource)
unless { resource has originator };"#,
    ),
    (
        "rule:oversight",
        r#"permit (principal, action == Action::"oversee", resource)
when { context.use == Use::"read" };"#,
    ),
    (
        "handling:until",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has until && context.at >= resource.until };"#,
    ),
    // Whom a notice may go to. Its originator has it already.
    (
        "handling:release_to",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has releaseTo && !(resource.releaseTo.contains(principal))
  && !(resource has originator && resource.originator == principal) };"#,
    ),
    (
        "handling:services",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has services && !(resource.services.contains(context.service)) };"#,
    ),
    (
        "handling:uses",
        r#"forbid (principal, action == Action::"release", resource)
unless { resource.uses.contains(context.use) };"#,
    ),
    (
        "handling:onward",
        r#"forbid (principal, action == Action::"release", resource)
when { context.use == Use::"forward" && !resource.onward };"#,
    ),
    (
        "handling:activities",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has activities && !(resource.activities.containsAll(context.activity)) };"#,
    ),
    (
        "handling:theatres",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has theatres && !(resource.theatres.containsAll(context.theatre)) };"#,
    ),
];
