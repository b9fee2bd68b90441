//! Notice by notice: for each distinct originator and handling among those held, who may use such notices for more, and
//! who for less.

use std::collections::BTreeMap;

use mithaq_notice::{MemberId, Originator, Text, Use};
use serde::Serialize;

use super::answers::{Comparison, Found, Span, push};
use super::ground::{Both, Side};
use super::matrix::Matrix;
use super::{Matter, UseTurn, wording};
use crate::cedar::Profile;
use crate::decide::profile;
use crate::{Interned, ProfileId, Profiles};

/// What changes for all notices of one profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeChange {
    /// The profile: of the [`Profiles`] given.
    pub profile: ProfileId,
    /// Whose notices they are.
    pub originator: Originator,
    /// Whether it becomes permitted or stops.
    pub turn: UseTurn,
    /// To whom.
    pub callers: Vec<MemberId>,
    /// For which uses.
    pub uses: Vec<Use>,
    /// The widest questions.
    pub questions: Vec<Matter>,
    /// From when; none: ever before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<jiff::Timestamp>,
    /// Until when; none: ever after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<jiff::Timestamp>,
    /// The same in three languages.
    pub wording: Text,
}

/// Who, for what, when, and whether it becomes permitted: what changes of one profile have in common.
type Key = (bool, Vec<Use>, Span, Vec<(usize, usize)>);

pub(super) fn changes(comparison: &Comparison<'_>, profiles: &Profiles) -> Vec<NoticeChange> {
    let mut changes = Vec::new();
    for (id, profile) in profiles.iter() {
        let mut alike: BTreeMap<Key, Vec<MemberId>> = BTreeMap::new();
        for caller in comparison.members() {
            for (gained, uses, found) in of_caller(comparison, profile, caller) {
                let key = (gained, uses, found.span, found.widest);
                alike.entry(key).or_default().push(caller.clone());
            }
        }
        for ((gained, uses, span, widest), callers) in alike {
            let mut change = NoticeChange {
                profile: id,
                originator: profile.originator.clone(),
                turn: UseTurn::of(gained),
                callers,
                uses,
                questions: comparison.matters(&widest),
                from: span.from,
                until: span.until,
                wording: Text::default(),
            };
            change.wording = wording::notices(comparison, &change);
            changes.push(change);
        }
    }
    changes
}

/// A handling as one version reads it: which questions it allows at all, and to whom.
struct Reading {
    profile: Profile,
    /// Whether the version knows the originator.
    known: bool,
}

fn of_caller(
    comparison: &Comparison<'_>,
    interned: &Interned,
    caller: &MemberId,
) -> Vec<(bool, Vec<Use>, Found)> {
    let Interned {
        originator,
        handling,
    } = interned;
    let reading = Both::of(|side| {
        let pact = comparison.ground.pacts.get(side);
        Reading {
            profile: profile(pact, originator, handling),
            known: pact.known_originator(originator).is_ok() && pact.is_member(caller),
        }
    });
    let deciding = Both::of(|side| {
        let theirs = originator.member().filter(|member| *member != caller);
        theirs.map(|member| comparison.deciding(side, member, caller))
    });
    let cuts = Side::BOTH.map(|side| {
        deciding
            .get(side)
            .iter()
            .flat_map(super::answers::Deciding::cuts)
            .collect()
    });
    let cuts: [Vec<_>; 2] = cuts;
    let mut lists: BTreeMap<(bool, Vec<Use>), Vec<Found>> = BTreeMap::new();
    for span in Span::all(cuts.into_iter().flatten().chain(handling.until)) {
        if handling.until.is_some_and(|end| end <= span.start()) {
            continue;
        }
        let permitted = Both::of(|side| {
            let reading = reading.get(side);
            let by_clauses = match deciding.get(side) {
                Some(deciding) => comparison.permitted(deciding, span.start()),
                None => comparison.everything(),
            };
            handled(comparison, side, reading, caller, by_clauses)
        });
        let onward = Both::of(|side| reading.get(side).profile.onward);
        for (gained, side, other) in [(true, Side::New, Side::Old), (false, Side::Old, Side::New)] {
            let (more, less) = (permitted.get(side), permitted.get(other));
            let changed = more.clone().minus(less);
            let (with, without) = (*onward.get(side), *onward.get(other));
            let plain: Vec<Use> = Use::ALL
                .into_iter()
                .filter(|wanted| handling.uses.allow(*wanted) && (*wanted != Use::Forward || with))
                .collect();
            let mut note = |uses: Vec<Use>, changed: &Matrix| {
                if !changed.is_empty() && !uses.is_empty() {
                    let widest = comparison.widest(side, changed);
                    let list = lists.entry((gained, uses)).or_default();
                    push(list, span, widest, Default::default());
                }
            };
            note(plain, &changed);
            // Where only one version lets it go onward, what both permit otherwise changes for that use alone.
            if with && !without && handling.uses.forward() {
                note(vec![Use::Forward], &more.clone().and(less));
            }
        }
    }
    lists
        .into_iter()
        .flat_map(|((gained, uses), list)| {
            list.into_iter()
                .map(move |found| (gained, uses.clone(), found))
        })
        .collect()
}

/// What a handling leaves of what clauses permit.
fn handled(
    comparison: &Comparison<'_>,
    side: Side,
    reading: &Reading,
    caller: &MemberId,
    mut permitted: Matrix,
) -> Matrix {
    let ground = &comparison.ground;
    let Reading { profile, known } = reading;
    let goes_to = |set| {
        ground
            .party_number(caller.as_str())
            .is_some_and(|n| ground.party(side, set).contains(n))
    };
    let is_own = profile.originator.as_ref() == Some(caller);
    if !known || !(is_own || profile.release_to.as_ref().is_none_or(goes_to)) {
        return comparison.nothing();
    }
    let kinds = profile
        .activities
        .as_ref()
        .map(|set| ground.activities.inside(side, &ground.kind(side, set)));
    let places = profile
        .theatres
        .as_ref()
        .map(|set| ground.theatres.inside(side, &ground.place(side, set)));
    permitted.keep(kinds.as_ref(), places.as_ref());
    permitted
}
