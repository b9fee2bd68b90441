//! Who denies a flow: leg by leg, which member covers which places by which activity, and where nobody does.
//!
//! A place counts as covered only where it is so whatever moves and whichever way: a clause that covers a part of the
//! activity, or one of several destinations, closes nothing; a refusal of any part of it opens what another clause of
//! the same member closes. This is the rule of release questions: asking wider is no way round a refusal.

use jiff::Timestamp;
use mithaq_notice::{ActivityId, ClauseId, MemberId};
use serde::Serialize;

use crate::Pact;
use crate::bits::BitSet;
use crate::model::{Area, Clause, Flow, FlowKind, Leg, PartyId, RecordId, Stance};
use crate::naming::Place;
use crate::space::Scope;

/// A flow, and who covers its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowCover {
    /// The flow.
    pub flow: RecordId,
    /// What moves.
    pub kind: FlowKind,
    /// Its legs, in order.
    pub legs: Vec<LegCover>,
}

/// One leg, and who covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegCover {
    /// Where.
    pub theatre: Area,
    /// The activity that denies the flow there.
    pub activity: ActivityId,
    /// What members say of it: undertaken, under consultation, refused; in this order.
    pub covers: Vec<Cover>,
    /// The places in which no member undertakes it: the gaps.
    pub gaps: Vec<Place>,
}

/// What one clause says of a leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// Whose clause.
    pub member: MemberId,
    /// Its stance.
    pub stance: Stance,
    /// The clause.
    pub clause: ClauseId,
    /// With whom only, where the clause says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partner: Vec<PartyId>,
    /// The places of the leg it holds for.
    pub places: Vec<Place>,
}

impl Pact {
    /// Every flow with who covers each leg of its way at a moment, in the order of ids.
    #[must_use]
    pub fn flow_covers(&self, at: Timestamp) -> Vec<FlowCover> {
        self.flows().map(|flow| self.flow_cover(flow, at)).collect()
    }

    fn flow_cover(&self, flow: &Flow, at: Timestamp) -> FlowCover {
        let to = self.space().area(&flow.to);
        FlowCover {
            flow: flow.id.clone(),
            kind: flow.kind,
            legs: flow
                .legs()
                .into_iter()
                .map(|leg| self.leg_cover(leg, &to, at))
                .collect(),
        }
    }

    fn leg_cover(&self, leg: Leg, to: &BitSet, at: Timestamp) -> LegCover {
        let asked = Scope {
            activity: self.space().any_activity([&leg.activity]),
            theatre: self.space().area(&leg.theatre),
            partner: None,
            to: Some(to.clone()),
            mode: None,
        };
        let in_force: Vec<(&Clause, &Scope)> = self
            .clauses()
            .filter(|clause| clause.in_force(at))
            .filter_map(|clause| Some((clause, self.scopes().get(&clause.id)?)))
            .collect();
        let mut gaps = asked.theatre.clone();
        let mut covers = Vec::new();
        for stance in [
            Stance::Undertaken,
            Stance::UnderConsultation,
            Stance::Refused,
        ] {
            for (clause, scope) in in_force.iter().filter(|(c, _)| c.stance == stance) {
                let Some(mut places) = reach(stance, scope, &asked) else {
                    continue;
                };
                if stance != Stance::Refused {
                    for (_, refusal) in in_force.iter().filter(|(other, refusal)| {
                        other.stance == Stance::Refused
                            && other.member == clause.member
                            && towards_all(refusal, scope)
                    }) {
                        if let Some(refused) = reach(Stance::Refused, refusal, &asked) {
                            places.remove_all(&refused);
                        }
                    }
                }
                if places.is_empty() {
                    continue;
                }
                if stance == Stance::Undertaken {
                    gaps.remove_all(&places);
                }
                covers.push(Cover {
                    member: clause.member.clone(),
                    stance,
                    clause: clause.id.clone(),
                    partner: clause.partner.iter().flatten().cloned().collect(),
                    places: self.space().places(&places),
                });
            }
        }
        LegCover {
            theatre: leg.theatre,
            activity: leg.activity,
            covers,
            gaps: self.space().places(&gaps),
        }
    }
}

/// The places of a leg that a clause speaks of: all of what is asked must lie in it, but a refusal need only touch it.
fn reach(stance: Stance, scope: &Scope, asked: &Scope) -> Option<BitSet> {
    let speaks = |scope: &BitSet, asked: &BitSet| match stance {
        Stance::Refused => asked.intersects(scope),
        _ => asked.is_subset(scope),
    };
    let of_the_way = match (&scope.to, &asked.to) {
        (Some(scope), Some(asked)) => speaks(scope, asked),
        _ => true,
    };
    // A leg is to be closed in every way; a clause limited to a mode closes it in that one.
    let in_every_way = stance == Stance::Refused || scope.mode.is_none();
    if !of_the_way || !in_every_way || !speaks(&scope.activity, &asked.activity) {
        return None;
    }
    let mut places = asked.theatre.clone();
    places.keep_all(&scope.theatre);
    Some(places)
}

/// Whether a refusal holds towards everybody that another clause is about.
fn towards_all(refusal: &Scope, scope: &Scope) -> bool {
    match (&refusal.partner, &scope.partner) {
        (None, _) => true,
        (Some(refusal), Some(scope)) => scope.is_subset(refusal),
        (Some(_), None) => false,
    }
}
