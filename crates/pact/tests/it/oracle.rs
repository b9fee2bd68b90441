//! The rules once more: plain, slow, and one sentence of the rules a function.
//!
//! Shares nothing with the crate but the scene. Sets are spelled out atom by atom.

use std::collections::BTreeSet;

use mithaq_notice::{Handling, MemberId, Originator, Use};

use crate::scene::{Asked, Clause, Made, Scene};

/// Every smallest piece of the world: each country's and each part's own rest, and the world's.
fn atoms(scene: &Scene) -> Vec<String> {
    let parts = scene
        .theatres
        .iter()
        .filter(|(_, made)| matches!(made, Made::Within(_)));
    std::iter::once("world".to_owned())
        .chain(mithaq_pact::countries().map(str::to_owned))
        .chain(parts.map(|(id, _)| id.clone()))
        .collect()
}

/// Whether an atom lies in a theatre.
fn lies_in(scene: &Scene, atom: &str, theatre: &str) -> bool {
    if theatre == "world" || atom == theatre {
        return true;
    }
    match scene
        .theatres
        .iter()
        .find(|(id, _)| id == theatre)
        .map(|(_, made)| made)
    {
        Some(Made::Includes(ids)) => ids.iter().any(|id| lies_in(scene, atom, id)),
        Some(Made::AllBut(all, but)) => in_area(scene, atom, all, but),
        // A country or a part: the atom, if it is a part, lies in it when what it lies within does.
        _ => match scene
            .theatres
            .iter()
            .find(|(id, _)| id == atom)
            .map(|(_, made)| made)
        {
            Some(Made::Within(parent)) => parent != "world" && lies_in(scene, parent, theatre),
            _ => false,
        },
    }
}

fn in_area(scene: &Scene, atom: &str, all: &[String], but: &[String]) -> bool {
    all.iter().any(|id| lies_in(scene, atom, id)) && !but.iter().any(|id| lies_in(scene, atom, id))
}

fn area(scene: &Scene, all: &[String], but: &[String]) -> BTreeSet<String> {
    atoms(scene)
        .into_iter()
        .filter(|atom| in_area(scene, atom, all, but))
        .collect()
}

/// An activity and all it contains.
fn kinds(scene: &Scene, ids: &[String]) -> BTreeSet<String> {
    let below = |activity: &str| {
        let mut at = activity;
        loop {
            if ids.iter().any(|id| id == at) {
                return true;
            }
            match scene.activities.iter().find(|(id, _)| id == at) {
                Some((_, parent)) => at = parent,
                None => return false,
            }
        }
    };
    scene
        .known_activities()
        .into_iter()
        .filter(|a| below(a))
        .collect()
}

/// A group as partner means each of its members.
fn parties(scene: &Scene, ids: &[String]) -> BTreeSet<String> {
    ids.iter()
        .flat_map(|id| {
            if id == "group" {
                scene.group.clone()
            } else {
                vec![id.clone()]
            }
        })
        .collect()
}

/// How a clause stands to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Covers,
    Overlaps,
    Not,
}

pub fn touch(scene: &Scene, clause: &Clause, asked: &Asked) -> Touch {
    let in_force = clause.from <= asked.month && clause.until.is_none_or(|u| asked.month <= u);
    if clause.member != asked.member || !in_force {
        return Touch::Not;
    }
    let mut covers = true;
    let mut meet = |clause: &BTreeSet<String>, asked: &BTreeSet<String>| {
        covers &= asked.is_subset(clause);
        !asked.is_disjoint(clause)
    };
    let mut meets = meet(
        &kinds(scene, &clause.activity),
        &kinds(scene, std::slice::from_ref(&asked.activity)),
    );
    meets &= meet(
        &area(scene, &clause.all, &clause.but),
        &area(scene, std::slice::from_ref(&asked.theatre), &[]),
    );
    // What a clause leaves out covers everything; what a question leaves out is wide.
    match (&clause.partner, &asked.partner) {
        (None, _) => {}
        (Some(_), None) => covers = false,
        (Some(c), Some(q)) => {
            let (c, q) = (parties(scene, c), parties(scene, std::slice::from_ref(q)));
            covers &= q.is_subset(&c);
            meets &= !q.is_disjoint(&c);
        }
    }
    match (&clause.to, &asked.to) {
        (None, _) => {}
        (Some(_), None) => covers = false,
        (Some(c), Some(q)) => {
            let (c, q) = (
                area(scene, c, &[]),
                area(scene, std::slice::from_ref(q), &[]),
            );
            covers &= q.is_subset(&c);
            meets &= !q.is_disjoint(&c);
        }
    }
    match (&clause.mode, &asked.mode) {
        (None, _) => {}
        (Some(_), None) => covers = false,
        (Some(c), Some(q)) => {
            covers &= c.contains(q);
            meets &= c.contains(q);
        }
    }
    match (meets, covers) {
        (false, _) => Touch::Not,
        (true, true) => Touch::Covers,
        (true, false) => Touch::Overlaps,
    }
}

/// Stance, covering clauses, partial clauses.
pub fn commitment(scene: &Scene, asked: &Asked) -> (String, BTreeSet<String>, BTreeSet<String>) {
    let of = |wanted| {
        let touched = scene
            .clauses
            .iter()
            .filter(|c| touch(scene, c, asked) == wanted);
        touched.collect::<Vec<_>>()
    };
    let covering = of(Touch::Covers);
    let stance = ["refused", "undertaken", "under-consultation"]
        .into_iter()
        .find(|stance| covering.iter().any(|c| c.stance == *stance))
        .unwrap_or("silent");
    let ids = |clauses: Vec<&Clause>| clauses.into_iter().map(|c| c.id.clone()).collect();
    (stance.to_owned(), ids(covering), ids(of(Touch::Overlaps)))
}

/// A release question beside its notice.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub caller: String,
    pub service: String,
    pub oversight: bool,
    pub activity: String,
    pub theatre: String,
    pub usage: Use,
    pub month: usize,
}

/// Whether it is permitted.
pub fn release(
    scene: &Scene,
    wanted: &Wanted,
    originator: &Originator,
    handling: &Handling,
) -> bool {
    // Oversight and redress read on their own node always.
    if wanted.oversight {
        return wanted.usage == Use::Read;
    }
    let handled = handling_allows(scene, wanted, originator, handling);
    let Originator::Member(originator) = originator else {
        return handled;
    };
    // A member's own notices need no clause.
    if originator.as_str() == wanted.caller {
        return handled;
    }
    let asked_of = |member: &str, partner: &str| Asked {
        member: member.to_owned(),
        activity: wanted.activity.clone(),
        theatre: wanted.theatre.clone(),
        partner: Some(partner.to_owned()),
        to: None,
        mode: None,
        month: wanted.month,
    };
    let theirs = asked_of(originator.as_str(), &wanted.caller);
    let ours = asked_of(&wanted.caller, originator.as_str());
    let any = |stance: &str, asked: &Asked, how: &[Touch]| {
        let mut clauses = scene.clauses.iter().filter(|c| c.stance == stance);
        clauses.any(|c| how.contains(&touch(scene, c, asked)))
    };
    takes_part(scene, &wanted.caller, wanted.month)
        && any("undertaken", &theirs, &[Touch::Covers])
        && !any("refused", &theirs, &[Touch::Covers, Touch::Overlaps])
        && !any("refused", &ours, &[Touch::Covers])
        && handled
}

/// While the framework is suspended nothing of others' goes to anybody; to who is not joined, nothing ever.
fn takes_part(scene: &Scene, member: &str, month: usize) -> bool {
    let stands = |list: &[(&'static str, usize)]| {
        let begun = list.iter().rev().find(|(_, from)| *from <= month);
        begun.map(|(word, _)| *word)
    };
    let joined = match scene.parts.get(member) {
        Some(part) => stands(part) == Some("joined"),
        None => true,
    };
    joined && stands(&scene.framework) != Some("suspended")
}

fn handling_allows(
    scene: &Scene,
    wanted: &Wanted,
    originator: &Originator,
    handling: &Handling,
) -> bool {
    let words = |ids: &BTreeSet<MemberId>| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        parties(scene, &ids)
    };
    let owns = originator.as_str() == wanted.caller;
    let goes_to = owns
        || handling
            .release_to
            .allows(|ids| words(ids).contains(&wanted.caller));
    let service = handling
        .services
        .allows(|ids| ids.iter().any(|s| s.as_str() == wanted.service));
    let asked_kinds = kinds(scene, std::slice::from_ref(&wanted.activity));
    let activity = handling.activities.allows(|ids| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        asked_kinds.is_subset(&kinds(scene, &ids))
    });
    let asked_area = area(scene, std::slice::from_ref(&wanted.theatre), &[]);
    let theatre = handling.theatres.allows(|ids| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        asked_area.is_subset(&area(scene, &ids, &[]))
    });
    let everybody = ["dz", "us", "ml", "ne", "org", "fr"];
    let onward = everybody
        .iter()
        .any(|party| handling.onward.allows(|ids| words(ids).contains(*party)));
    let usage = handling.uses.allow(wanted.usage)
        && (wanted.usage != Use::Forward
            || (onward
                && !handling
                    .obligations
                    .contains(&mithaq_notice::Obligation::NoOnward)));
    let still = handling
        .until
        .is_none_or(|end| crate::scene::middle(wanted.month) < end);
    goes_to && service && activity && theatre && usage && still
}
