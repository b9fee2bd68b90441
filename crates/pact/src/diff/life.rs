//! How the framework stands and who takes part in it, where the versions differ. While it is suspended, and to who is not
//! joined, nothing of others' goes, whatever clauses say.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::{MemberId, Text};
use serde::Serialize;

use super::answers::{Comparison, Span};
use super::ground::Side;
use super::wording;
use crate::Pact;
use crate::decide::outside;
use crate::model::{Membership, Status};

/// How the framework, or a member, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Stood {
    /// The framework itself.
    Framework(Status),
    /// A member, in it.
    Member(Membership),
}

/// A time in which the framework stands otherwise, or a member takes part in it otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LifeChange {
    /// Whose part in it; none: the framework itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What the earlier version says; none: the member takes no part yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Stood>,
    /// What the later one says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Stood>,
    /// From when; none: ever before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when; none: ever after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The same in three languages.
    pub wording: Text,
}

/// When nothing of others' goes to this member.
pub(crate) fn shut(pact: &Pact, member: &MemberId) -> Vec<Span> {
    let mut shut: Vec<Span> = Vec::new();
    for span in Span::all(pact.life_changes(member)) {
        if outside(pact, member, span.start()).is_none() {
            continue;
        }
        match shut.last_mut() {
            Some(last) if last.until == span.from => last.until = span.until,
            _ => shut.push(span),
        }
    }
    shut
}

pub(super) fn changes(comparison: &Comparison<'_>) -> Vec<LifeChange> {
    let pacts = &comparison.ground.pacts;
    let framework = |pact: &Pact, at| Some(Stood::Framework(pact.status_at(at)));
    let mut changes = of(comparison, None, framework);
    for member in comparison.members() {
        if Side::BOTH
            .iter()
            .all(|side| pacts.get(*side).is_member(member))
        {
            let part = |pact: &Pact, at| pact.membership(member, at).map(Stood::Member);
            changes.extend(of(comparison, Some(member), part));
        }
    }
    for change in &mut changes {
        change.wording = wording::life(comparison, change);
    }
    changes
}

fn of(
    comparison: &Comparison<'_>,
    member: Option<&MemberId>,
    standing: impl Fn(&Pact, Timestamp) -> Option<Stood>,
) -> Vec<LifeChange> {
    let pacts = &comparison.ground.pacts;
    let cuts: BTreeSet<Timestamp> = Side::BOTH
        .iter()
        .flat_map(|side| pacts.get(*side).life())
        .collect();
    let mut changes: Vec<LifeChange> = Vec::new();
    for span in Span::all(cuts) {
        let (was, now) = (
            standing(pacts.old, span.start()),
            standing(pacts.new, span.start()),
        );
        if was == now {
            continue;
        }
        match changes.last_mut() {
            Some(last) if last.until == span.from && (last.was, last.now) == (was, now) => {
                last.until = span.until;
            }
            _ => changes.push(LifeChange {
                member: member.cloned(),
                was,
                now,
                from: span.from,
                until: span.until,
                wording: Text::default(),
            }),
        }
    }
    changes
}
