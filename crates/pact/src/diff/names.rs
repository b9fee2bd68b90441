//! Who joined and who left, and which names mean something else than they did: what is written with them in a notice's
//! handling then allows more or less, whatever clauses say.

use std::collections::BTreeSet;

use mithaq_notice::Text;
use serde::Serialize;

use super::answers::Comparison;
use super::ground::{Names, Side};
use super::wording;
use crate::Pact;
use crate::model::words;

words! {
    /// What kind of name.
    NameKind {
        /// A member.
        Member = "member",
        /// The issuer of a public list.
        Issuer = "issuer",
        /// A theatre.
        Theatre = "theatre",
        /// An activity.
        Activity = "activity",
        /// A group.
        Group = "group",
    }
}

words! {
    /// What became of it.
    NameTurn {
        /// It is known now and was not.
        Joined = "joined",
        /// It was known and is not.
        Left = "left",
        /// It means all it meant, and more.
        Wider = "wider",
        /// It means some of what it meant.
        Narrower = "narrower",
        /// It means other things.
        Redrawn = "redrawn",
    }
}

impl NameTurn {
    pub(super) const fn widens(self) -> bool {
        matches!(self, Self::Joined | Self::Wider | Self::Redrawn)
    }

    pub(super) const fn narrows(self) -> bool {
        matches!(self, Self::Left | Self::Narrower | Self::Redrawn)
    }
}

/// A name that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameChange {
    /// Its kind.
    pub kind: NameKind,
    /// The id.
    pub id: String,
    /// What became of it.
    pub turn: NameTurn,
    /// What it means now and did not, by the widest names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gained: Vec<String>,
    /// What it meant and does no more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// The same in three languages.
    pub wording: Text,
}

pub(super) fn changes(comparison: &Comparison<'_>) -> Vec<NameChange> {
    let ground = &comparison.ground;
    let mut changes = Vec::new();
    for (kind, old, new) in [
        (
            NameKind::Member,
            members(ground.pacts.old),
            members(ground.pacts.new),
        ),
        (
            NameKind::Issuer,
            issuers(ground.pacts.old),
            issuers(ground.pacts.new),
        ),
    ] {
        for (turn, list) in [
            (NameTurn::Joined, new.difference(&old)),
            (NameTurn::Left, old.difference(&new)),
        ] {
            changes.extend(list.map(|id| change(kind, id.clone(), turn)));
        }
    }
    for (kind, names) in [
        (NameKind::Theatre, &ground.theatres),
        (NameKind::Activity, &ground.activities),
        (NameKind::Group, &ground.partners),
    ] {
        redrawn(kind, names, &mut changes);
    }
    for change in &mut changes {
        change.wording = wording::name(comparison, change);
    }
    changes
}

fn members(pact: &Pact) -> BTreeSet<String> {
    pact.members().map(|member| member.id.to_string()).collect()
}

fn issuers(pact: &Pact) -> BTreeSet<String> {
    pact.issuers().map(|issuer| issuer.id.to_string()).collect()
}

fn change(kind: NameKind, id: String, turn: NameTurn) -> NameChange {
    NameChange {
        kind,
        id,
        turn,
        gained: Vec::new(),
        lost: Vec::new(),
        wording: Text::default(),
    }
}

fn redrawn(kind: NameKind, names: &Names, changes: &mut Vec<NameChange>) {
    for name in names.iter().filter(|name| name.known_to_both()) {
        let was = names.inside(Side::Old, &name.means.old);
        let now = names.inside(Side::New, &name.means.new);
        let (mut gained, mut lost) = (now.clone(), was.clone());
        gained.remove_all(&was);
        lost.remove_all(&now);
        let turn = match (gained.is_empty(), lost.is_empty()) {
            (true, true) => continue,
            (false, true) => NameTurn::Wider,
            (true, false) => NameTurn::Narrower,
            (false, false) => NameTurn::Redrawn,
        };
        let ids = |side, set| {
            let widest = names.widest(side, set).into_iter();
            widest.map(|n| names.id(n).to_owned()).collect()
        };
        let mut redrawn = change(kind, name.id.to_string(), turn);
        redrawn.gained = ids(Side::New, &gained);
        redrawn.lost = ids(Side::Old, &lost);
        changes.push(redrawn);
    }
}
