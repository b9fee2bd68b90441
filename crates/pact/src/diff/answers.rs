//! Every answer either version gives, compared: each member's stance on each question that can be asked of it, and each
//! use one member may make of another's notices.
//!
//! Nothing is sampled. A question names an activity, a theatre, perhaps a partner, a route and a mode; there are only so
//! many names, and answers change only when a clause begins or ends. Partners, routes and modes that the same clauses
//! treat alike are compared once. An answer can differ only where a name means something else or some clause is not what it
//! was: only these questions, and the clauses that bear on them, are gone through.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId};

use super::ground::{Both, Ground, Names, Side};
use super::life::shut;
use super::matrix::Matrix;
use crate::bits::BitSet;
use crate::model::{Clause, Stance};
use crate::space::Scope;

/// From its first moment to just before its last; none: ever before, ever after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl Span {
    /// Its first moment.
    pub(crate) fn start(self) -> Timestamp {
        self.from.unwrap_or(Timestamp::MIN)
    }

    fn holds(self, at: Timestamp) -> bool {
        self.start() <= at && self.until.is_none_or(|until| at < until)
    }

    /// All of time, cut at these moments.
    pub(super) fn all(cuts: impl IntoIterator<Item = Timestamp>) -> Vec<Self> {
        let cuts: BTreeSet<Timestamp> = cuts.into_iter().collect();
        let begins = std::iter::once(None).chain(cuts.iter().copied().map(Some));
        let ends = cuts.iter().copied().map(Some).chain([None]);
        let spans = begins.zip(ends);
        spans.map(|(from, until)| Self { from, until }).collect()
    }
}

/// A clause, and which names lie inside it or touch it.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) clause: &'a Clause,
    pub(super) scope: Scope,
    inside: Pairs,
    touching: Pairs,
}

/// Each of these activities with each of those theatres, by number.
type Pairs = (BitSet, BitSet);

impl Seen<'_> {
    pub(super) fn in_force(&self, at: Timestamp) -> bool {
        self.clause.in_force(at)
    }

    fn cuts(&self) -> impl Iterator<Item = Timestamp> {
        std::iter::once(self.clause.from.start()).chain(self.clause.ends())
    }

    fn with(&self, party: Option<usize>) -> bool {
        match (&self.scope.partner, party) {
            (None, _) => true,
            (Some(set), Some(party)) => set.contains(party),
            (Some(_), None) => false,
        }
    }

    pub(super) fn holds(&self, (activity, theatre): (usize, usize)) -> bool {
        self.inside.0.contains(activity) && self.inside.1.contains(theatre)
    }

    pub(super) fn touches(&self, (activity, theatre): (usize, usize)) -> bool {
        self.touching.0.contains(activity) && self.touching.1.contains(theatre)
    }

    /// What of it bears on answers, the same in two versions where they say the same.
    fn bearing(&self) -> (Stance, &Scope, Timestamp, Option<Timestamp>) {
        let clause = self.clause;
        (
            clause.stance,
            &self.scope,
            clause.from.start(),
            clause.ends(),
        )
    }
}

/// Both versions, ready to be compared.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
    pub(super) ground: Ground<'a>,
    pub(super) clauses: Both<Vec<Seen<'a>>>,
    /// The questions of which a name means something else: the same clauses may answer them otherwise.
    redrawn: Matrix,
}

/// One kind of change of answers, in one span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    /// The widest questions: activity and theatre, by number.
    pub(super) widest: Vec<(usize, usize)>,
    pub(super) clauses: BTreeSet<ClauseId>,
}

/// A change of one member's stance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StanceFound {
    pub(super) member: MemberId,
    pub(super) was: Stance,
    pub(super) now: Stance,
    /// Each of these, asked with one of those partners, on one of those routes, in one of those ways; none: not named.
    pub(super) partners: Option<Vec<usize>>,
    pub(super) routes: Option<Vec<usize>>,
    pub(super) modes: Option<Vec<usize>>,
    pub(super) found: Found,
}

/// A change of what one member may do with another's notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UseFound {
    pub(super) originator: MemberId,
    pub(super) caller: MemberId,
    pub(super) permitted: bool,
    pub(super) found: Found,
}

/// The clauses that decide one member's use of another's notices.
#[derive(Debug, Default)]
pub(super) struct Deciding<'s, 'a> {
    undertakings: Vec<&'s Seen<'a>>,
    refusals: Vec<&'s Seen<'a>>,
    own: Vec<&'s Seen<'a>>,
    /// When nothing goes to the caller, whatever clauses say.
    shut: Vec<Span>,
    /// Whether both are members.
    known: bool,
}

impl<'s, 'a> Deciding<'s, 'a> {
    pub(super) fn all(&self) -> impl Iterator<Item = &'s Seen<'a>> + use<'_, 's, 'a> {
        let lists = [&self.undertakings, &self.refusals, &self.own];
        lists.into_iter().flatten().copied()
    }

    /// Only the clauses that bear on some of these questions.
    fn on(mut self, questions: &Matrix) -> Self {
        self.undertakings
            .retain(|seen| questions.meets(&seen.inside));
        self.refusals.retain(|seen| questions.meets(&seen.touching));
        self.own.retain(|seen| questions.meets(&seen.inside));
        self
    }

    pub(super) fn cuts(&self) -> impl Iterator<Item = Timestamp> + use<'_, 's, 'a> {
        let shut = self.shut.iter().flat_map(|span| [span.from, span.until]);
        self.all().flat_map(Seen::cuts).chain(shut.flatten())
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(ground: Ground<'a>) -> Self {
        let clauses = Both::of(|side| {
            let pact = *ground.pacts.get(side);
            let seen = |clause: &'a Clause| {
                let scope = ground.scope(side, pact.scopes().get(&clause.id)?);
                let (kinds, places) = (&ground.activities, &ground.theatres);
                let (kind, place) = (&scope.activity, &scope.theatre);
                Some(Seen {
                    clause,
                    inside: (kinds.inside(side, kind), places.inside(side, place)),
                    touching: (kinds.touching(side, kind), places.touching(side, place)),
                    scope,
                })
            };
            pact.clauses().filter_map(seen).collect()
        });
        let (kinds, places) = (&ground.activities, &ground.theatres);
        let mut redrawn = Matrix::empty(kinds.len(), places.len());
        redrawn.add(&kinds.redrawn(), &places.all());
        redrawn.add(&kinds.all(), &places.redrawn());
        Self {
            ground,
            clauses,
            redrawn,
        }
    }

    pub(super) fn nothing(&self) -> Matrix {
        Matrix::empty(self.ground.activities.len(), self.ground.theatres.len())
    }

    pub(super) fn everything(&self) -> Matrix {
        Matrix::all(self.ground.activities.len(), self.ground.theatres.len())
    }

    /// The widest pairs of a set, by what names mean in a version.
    pub(super) fn widest(&self, side: Side, matrix: &Matrix) -> Vec<(usize, usize)> {
        matrix.widest(
            self.ground.activities.wider(side),
            self.ground.theatres.wider(side),
        )
    }

    /// The members of either.
    pub(super) fn members(&self) -> BTreeSet<&'a MemberId> {
        let pacts = Side::BOTH.map(|side| *self.ground.pacts.get(side));
        pacts
            .into_iter()
            .flat_map(|pact| pact.members().map(|member| &member.id))
            .collect()
    }

    /// How many questions there are: what a member holds, and what one may do with another's notices, at each moment
    /// when an answer may change.
    pub(super) fn questions(&self) -> u128 {
        let ground = &self.ground;
        let count = |n: usize| n as u128;
        let members = count(self.members().len());
        let cuts: BTreeSet<Timestamp> = Side::BOTH
            .iter()
            .flat_map(|side| ground.pacts.get(*side).changes())
            .collect();
        let pairs = count(ground.activities.len()) * count(ground.theatres.len());
        let stances = (count(ground.partners.len()) + 1)
            * (count(ground.theatres.len()) + 1)
            * (count(ground.modes.len()) + 1);
        let uses = members.saturating_sub(1);
        members * pairs * (stances + uses) * (count(cuts.len()) + 1)
    }

    /// Every change of a member's stance.
    pub(super) fn stances(&self) -> Vec<StanceFound> {
        let members = self.members();
        members
            .into_iter()
            .flat_map(|member| self.stances_of(member))
            .collect()
    }

    fn stances_of(&self, member: &MemberId) -> Vec<StanceFound> {
        let own = Both::of(|side| -> Vec<&Seen<'a>> {
            let clauses = self.clauses.get(side).iter();
            clauses
                .filter(|seen| seen.clause.member == *member)
                .collect()
        });
        let partners = classes(&self.ground.partners, &own, |seen| {
            seen.scope.partner.as_ref()
        });
        let routes = classes(&self.ground.theatres, &own, |seen| seen.scope.to.as_ref());
        let modes = classes(&self.ground.modes, &own, |seen| seen.scope.mode.as_ref());
        let ways: Vec<(&Class, &Class)> = routes
            .iter()
            .flat_map(|route| modes.iter().map(move |mode| (route, mode)))
            .collect();
        let mut found: Vec<StanceFound> = Vec::new();
        let mut compared = BTreeMap::new();
        for partner in &partners {
            for (route, mode) in &ways {
                let asked = Both::of(|side| {
                    let covers = |limit: &Option<BitSet>, class: &Class| {
                        limit
                            .as_ref()
                            .is_none_or(|limit| class.lies_in(side, limit))
                    };
                    let clauses = own.get(side).iter().copied();
                    let covering = clauses.filter(|seen| {
                        covers(&seen.scope.partner, partner)
                            && covers(&seen.scope.to, route)
                            && covers(&seen.scope.mode, mode)
                    });
                    covering.collect::<Vec<_>>()
                });
                let open = self.open(&asked);
                let asked = Both::of(|side| -> Vec<&Seen<'a>> {
                    let clauses = asked.get(side).iter().copied();
                    clauses.filter(|seen| open.meets(&seen.inside)).collect()
                });
                // Many ways of asking come to the same clauses, of which the answers are compared once.
                let ids = |side| -> Vec<&ClauseId> {
                    asked.get(side).iter().map(|s| &s.clause.id).collect()
                };
                let key = (ids(Side::Old), ids(Side::New), open);
                let known = compared
                    .entry(key)
                    .or_insert_with_key(|(_, _, open)| self.stances_on(&asked, open));
                for (was, now, new) in &*known {
                    let change = StanceFound {
                        member: member.clone(),
                        was: *was,
                        now: *now,
                        partners: partner.named.clone(),
                        routes: route.named.clone(),
                        modes: mode.named.clone(),
                        found: new.clone(),
                    };
                    // What changes when nobody, no route and no mode is named changes for each that is.
                    let known = found.iter().any(|known| {
                        (known.was, known.now, &known.found) == (*was, *now, new)
                            && (known.partners.is_none() || known.partners == change.partners)
                            && (known.routes.is_none() || known.routes == change.routes)
                            && (known.modes.is_none() || known.modes == change.modes)
                    });
                    if !known {
                        found.push(change);
                    }
                }
            }
        }
        found
    }

    /// The questions that may be answered otherwise by these clauses of the old version than by those of the new.
    fn open(&self, asked: &Both<Vec<&Seen<'a>>>) -> Matrix {
        let inside = |seen: &Seen<'a>| seen.inside.clone();
        let mut open = self.redrawn.clone();
        differing(&asked.old, &asked.new, inside, &mut open);
        open
    }

    /// The changes among the open questions, covered by these clauses and no others.
    fn stances_on(
        &self,
        asked: &Both<Vec<&Seen<'a>>>,
        open: &Matrix,
    ) -> Vec<(Stance, Stance, Found)> {
        let mut changes: BTreeMap<(Stance, Stance), Vec<Found>> = BTreeMap::new();
        if open.is_empty() {
            return Vec::new();
        }
        let cuts = Side::BOTH.map(|side| asked.get(side).iter().flat_map(|seen| seen.cuts()));
        for span in Span::all(cuts.into_iter().flatten()) {
            let active = Both::of(|side| in_force(asked.get(side), span));
            let answers = Both::of(|side| self.answers(active.get(side), open));
            for (was, before) in &answers.old {
                for (now, after) in answers.new.iter().filter(|(now, _)| now != was) {
                    let changed = before.clone().and(after);
                    if changed.is_empty() {
                        continue;
                    }
                    let side = if now < was { Side::New } else { Side::Old };
                    let widest = self.widest(side, &changed);
                    let deciding = |side, stance| deciding(active.get(side), stance, &widest);
                    let mut clauses = deciding(Side::New, *now);
                    if clauses.is_empty() {
                        clauses = deciding(Side::Old, *was);
                    }
                    let list = changes.entry((*was, *now)).or_default();
                    push(list, span, widest, clauses);
                }
            }
        }
        let changes = changes.into_iter();
        changes
            .flat_map(|((was, now), list)| list.into_iter().map(move |found| (was, now, found)))
            .collect()
    }

    /// Each stance's questions, of those that are open and that only these clauses cover.
    fn answers(&self, active: &[&Seen<'a>], open: &Matrix) -> [(Stance, Matrix); 4] {
        let covered = |stance| {
            let mut matrix = self.nothing();
            for seen in active.iter().filter(|seen| seen.clause.stance == stance) {
                matrix.add(&seen.inside.0, &seen.inside.1);
            }
            matrix.and(open)
        };
        let refused = covered(Stance::Refused);
        let undertaken = covered(Stance::Undertaken).minus(&refused);
        let consulted = covered(Stance::UnderConsultation)
            .minus(&refused)
            .minus(&undertaken);
        let silent = open
            .clone()
            .minus(&refused)
            .minus(&undertaken)
            .minus(&consulted);
        [
            (Stance::Refused, refused),
            (Stance::Undertaken, undertaken),
            (Stance::UnderConsultation, consulted),
            (Stance::Silent, silent),
        ]
    }

    /// The clauses of a version that decide what a member may do with another's notices.
    pub(super) fn deciding(
        &self,
        side: Side,
        originator: &MemberId,
        caller: &MemberId,
    ) -> Deciding<'_, 'a> {
        let pact = self.ground.pacts.get(side);
        let known = pact.is_member(originator) && pact.is_member(caller);
        if !known {
            return Deciding::default();
        }
        let number = |id: &MemberId| self.ground.party_number(id.as_str());
        let of = |member: &MemberId, other: &MemberId, stance, any_way: bool| {
            let (member, other) = (member.clone(), number(other));
            let clauses = self.clauses.get(side).iter();
            clauses
                .filter(|seen| {
                    seen.clause.member == member
                        && seen.clause.stance == stance
                        && seen.with(other)
                        // A release question names no route and no mode.
                        && (any_way || seen.scope.is_open())
                })
                .collect()
        };
        Deciding {
            undertakings: of(originator, caller, Stance::Undertaken, false),
            refusals: of(originator, caller, Stance::Refused, true),
            own: of(caller, originator, Stance::Refused, false),
            shut: shut(pact, caller),
            known,
        }
    }

    /// What these clauses permit at a moment.
    pub(super) fn permitted(&self, deciding: &Deciding<'_, 'a>, at: Timestamp) -> Matrix {
        let mut permitted = self.nothing();
        if deciding.shut.iter().any(|span| span.holds(at)) {
            return permitted;
        }
        let in_force = |list: &[&Seen<'a>], each: &mut dyn FnMut(&Seen<'a>)| {
            list.iter()
                .filter(|seen| seen.in_force(at))
                .for_each(|seen| each(seen));
        };
        in_force(&deciding.undertakings, &mut |seen| {
            permitted.add(&seen.inside.0, &seen.inside.1);
        });
        in_force(&deciding.refusals, &mut |seen| {
            permitted.remove(&seen.touching.0, &seen.touching.1);
        });
        in_force(&deciding.own, &mut |seen| {
            permitted.remove(&seen.inside.0, &seen.inside.1);
        });
        permitted
    }

    /// Every change of what one member may do with another's notices.
    pub(super) fn uses(&self) -> Vec<UseFound> {
        let members = self.members();
        let mut found = Vec::new();
        for originator in &members {
            for caller in members.iter().filter(|caller| *caller != originator) {
                self.uses_of(originator, caller, &mut found);
            }
        }
        found
    }

    fn uses_of(&self, originator: &MemberId, caller: &MemberId, found: &mut Vec<UseFound>) {
        let deciding = Both::of(|side| self.deciding(side, originator, caller));
        let (old, new) = (&deciding.old, &deciding.new);
        let open = if (old.known, &old.shut) == (new.known, &new.shut) {
            let mut open = self.redrawn.clone();
            let inside = |seen: &Seen<'a>| seen.inside.clone();
            let touching = |seen: &Seen<'a>| seen.touching.clone();
            differing(&old.undertakings, &new.undertakings, inside, &mut open);
            differing(&old.refusals, &new.refusals, touching, &mut open);
            differing(&old.own, &new.own, inside, &mut open);
            open
        } else {
            self.everything()
        };
        if open.is_empty() {
            return;
        }
        let deciding = Both {
            old: deciding.old.on(&open),
            new: deciding.new.on(&open),
        };
        let cuts = Side::BOTH.map(|side| deciding.get(side).cuts());
        let mut changes: [(bool, Vec<Found>); 2] = [(true, Vec::new()), (false, Vec::new())];
        for span in Span::all(cuts.into_iter().flatten()) {
            let at = span.start();
            let permitted = Both::of(|side| self.permitted(deciding.get(side), at).and(&open));
            for (gained, list) in &mut changes {
                let (changed, side) = if *gained {
                    (permitted.new.clone().minus(&permitted.old), Side::New)
                } else {
                    (permitted.old.clone().minus(&permitted.new), Side::Old)
                };
                if changed.is_empty() {
                    continue;
                }
                let widest = self.widest(side, &changed);
                let clauses = if *gained {
                    undertaking(&deciding.new, at, &widest)
                } else {
                    let refusing = refusing(&deciding.new, at, &widest);
                    if refusing.is_empty() {
                        undertaking(&deciding.old, at, &widest)
                    } else {
                        refusing
                    }
                };
                push(list, span, widest, clauses);
            }
        }
        for (permitted, list) in changes {
            found.extend(list.into_iter().map(|one| UseFound {
                originator: originator.clone(),
                caller: caller.clone(),
                permitted,
                found: one,
            }));
        }
    }
}

/// Partners or routes that all clauses treat alike; none: what a question leaves out.
#[derive(Debug)]
struct Class {
    named: Option<Vec<usize>>,
    /// What one of them means.
    means: Option<Both<BitSet>>,
}

impl Class {
    fn lies_in(&self, side: Side, limit: &BitSet) -> bool {
        let means = self.means.as_ref();
        means.is_some_and(|means| means.get(side).is_subset(limit))
    }
}

fn classes<'a>(
    names: &Names,
    clauses: &Both<Vec<&Seen<'a>>>,
    limit: impl for<'s> Fn(&'s Seen<'a>) -> Option<&'s BitSet>,
) -> Vec<Class> {
    let mut classes: BTreeMap<Vec<bool>, Class> = BTreeMap::new();
    for (n, name) in names.iter().enumerate() {
        let mut signature = Vec::new();
        for side in Side::BOTH {
            let limits = clauses.get(side).iter().filter_map(|seen| limit(seen));
            signature.extend(limits.map(|limit| name.means.get(side).is_subset(limit)));
        }
        // Those inside no limit are answered as if none were named.
        if !signature.contains(&true) {
            continue;
        }
        let class = classes.entry(signature).or_insert_with(|| Class {
            named: Some(Vec::new()),
            means: Some(name.means.clone()),
        });
        class.named.iter_mut().for_each(|named| named.push(n));
    }
    let unnamed = Class {
        named: None,
        means: None,
    };
    std::iter::once(unnamed)
        .chain(classes.into_values())
        .collect()
}

/// Adds the questions on which a clause bears that stands in only one of two lists.
fn differing<'a>(
    old: &[&Seen<'a>],
    new: &[&Seen<'a>],
    bearing_on: impl Fn(&Seen<'a>) -> Pairs,
    questions: &mut Matrix,
) {
    let before: BTreeSet<_> = old.iter().map(|seen| seen.bearing()).collect();
    let after: BTreeSet<_> = new.iter().map(|seen| seen.bearing()).collect();
    let gone = old.iter().filter(|seen| !after.contains(&seen.bearing()));
    let come = new.iter().filter(|seen| !before.contains(&seen.bearing()));
    for seen in gone.chain(come) {
        let (activities, theatres) = bearing_on(seen);
        questions.add(&activities, &theatres);
    }
}

fn in_force<'s, 'a>(clauses: &[&'s Seen<'a>], span: Span) -> Vec<&'s Seen<'a>> {
    let at = span.start();
    let clauses = clauses.iter().copied();
    clauses.filter(|seen| seen.in_force(at)).collect()
}

/// The clauses of a stance that hold some of these questions.
fn deciding(
    active: &[&Seen<'_>],
    stance: Stance,
    questions: &[(usize, usize)],
) -> BTreeSet<ClauseId> {
    let of_stance = active.iter().filter(|seen| seen.clause.stance == stance);
    of_stance
        .filter(|seen| questions.iter().any(|question| seen.holds(*question)))
        .map(|seen| seen.clause.id.clone())
        .collect()
}

fn undertaking(
    deciding: &Deciding<'_, '_>,
    at: Timestamp,
    questions: &[(usize, usize)],
) -> BTreeSet<ClauseId> {
    let in_force = deciding
        .undertakings
        .iter()
        .filter(|seen| seen.in_force(at));
    in_force
        .filter(|seen| questions.iter().any(|question| seen.holds(*question)))
        .map(|seen| seen.clause.id.clone())
        .collect()
}

fn refusing(
    deciding: &Deciding<'_, '_>,
    at: Timestamp,
    questions: &[(usize, usize)],
) -> BTreeSet<ClauseId> {
    let theirs = deciding.refusals.iter().map(|seen| (seen, false));
    let own = deciding.own.iter().map(|seen| (seen, true));
    let in_force = theirs.chain(own).filter(|(seen, _)| seen.in_force(at));
    in_force
        .filter(|(seen, own)| {
            questions.iter().any(|question| {
                if *own {
                    seen.holds(*question)
                } else {
                    seen.touches(*question)
                }
            })
        })
        .map(|(seen, _)| seen.clause.id.clone())
        .collect()
}

/// Adds a change, as one with the last where that goes on unchanged.
pub(super) fn push(
    list: &mut Vec<Found>,
    span: Span,
    widest: Vec<(usize, usize)>,
    clauses: BTreeSet<ClauseId>,
) {
    if let Some(last) = list.last_mut()
        && last.span.until == span.from
        && last.widest == widest
        && last.clauses == clauses
    {
        last.span.until = span.until;
        return;
    }
    list.push(Found {
        span,
        widest,
        clauses,
    });
}
