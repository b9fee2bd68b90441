//! A consultation as a node knows it: its signed steps, in the order that is the same on every node, and what they come to.
//!
//! Steps reach nodes in any order. Their order here is that of their moments, and of their hashes where those are equal; each
//! step is later than the one it names. Whatever the rules refuse in that order, because a step that came later was made
//! earlier, stays in the record as void. So nodes with the same steps agree on how the consultation stands.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mithaq_notice::{MemberId, Text};
use mithaq_pact::{
    ConsultationId, Course, Matter, MonthOrDay, Move, Opening, PactHash, Refusal, Standing, StepAct,
};
use mithaq_store::{Digest, Envelope, LogSeq};
use serde::{Deserialize, Serialize};

use crate::message::{ConsultationStep, Stepped};

/// One step of a consultation, as it stands in the log.
#[derive(Debug, Clone)]
pub struct KnownStep {
    /// SHA-256 of what was signed.
    pub id: Digest,
    /// The entry it was logged as.
    pub entry: LogSeq,
    /// When it was logged here.
    pub logged: Timestamp,
    /// What it says.
    pub step: ConsultationStep,
    /// As signed.
    pub envelope: Envelope,
    /// Which member's node brought it; none for our own.
    pub from: Option<MemberId>,
    /// Who took it here, where it is our own.
    pub user: Option<String>,
    /// Why it counts for nothing, where an earlier step that came later says so.
    pub void: Option<Refusal>,
    /// The parties whose nodes are known to have it.
    known_to: BTreeSet<MemberId>,
}

impl KnownStep {
    pub(crate) fn new(
        entry: LogSeq,
        logged: Timestamp,
        step: ConsultationStep,
        envelope: Envelope,
        from: Option<MemberId>,
        user: Option<String>,
    ) -> Self {
        let known_to = from.iter().chain([&step.by]).cloned().collect();
        Self {
            id: Digest::of(envelope.unverified_payload()),
            entry,
            logged,
            step,
            envelope,
            from,
            user,
            void: None,
            known_to,
        }
    }

    fn place(&self) -> (Timestamp, Digest) {
        (self.step.at, self.id)
    }
}

/// A consultation, derived from its steps.
#[derive(Debug, Clone)]
pub struct KnownConsultation {
    id: ConsultationId,
    opening: Opening,
    asker: MemberId,
    course: Course,
    /// Every scope that is or was on the table.
    scopes: Vec<Matter>,
    steps: Vec<KnownStep>,
    /// The amendment that came of it, and since when it is in force.
    amendment: Option<(Timestamp, PactHash)>,
}

impl KnownConsultation {
    /// One that begins with this step; none where the step opens nothing.
    pub(crate) fn begun(step: KnownStep) -> Option<Self> {
        let Stepped::Open(opening) = &step.step.what else {
            return None;
        };
        let course = Course::open(&step.step.by, opening, step.step.at).ok()?;
        Some(Self {
            id: step.step.consultation.clone(),
            opening: opening.clone(),
            asker: step.step.by.clone(),
            scopes: vec![course.matter().clone()],
            course,
            steps: vec![step],
            amendment: None,
        })
    }

    /// Takes a logged step in.
    pub(crate) fn take(all: &mut BTreeMap<ConsultationId, Self>, step: KnownStep) {
        match all.get_mut(&step.step.consultation) {
            Some(known) => known.insert(step),
            None => {
                if let Some(begun) = Self::begun(step) {
                    all.insert(begun.id.clone(), begun);
                }
            }
        }
    }

    /// Puts a step in its place and reads all of them again.
    pub(crate) fn insert(&mut self, step: KnownStep) {
        if self.step(&step.id).is_some() {
            return;
        }
        // The first step opened it; all others are later.
        let (_, others) = self.steps.split_at(1.min(self.steps.len()));
        let place = 1 + others.partition_point(|known| known.place() < step.place());
        self.steps.insert(place.min(self.steps.len()), step);
        self.follow();
    }

    fn follow(&mut self) {
        let Some((first, rest)) = self.steps.split_first_mut() else {
            return;
        };
        let Ok(mut course) = Course::open(&self.asker, &self.opening, first.step.at) else {
            return;
        };
        let mut scopes = vec![course.matter().clone()];
        for known in rest {
            if let Stepped::Move(made) = &known.step.what {
                known.void = course.apply(&known.step.by, made, known.step.at).err();
            }
            // As soon as all have accepted, whatever the registrar's clock said. An earlier step that came later may say that
            // they had not; then the steps' word stands beside the amendment.
            if let Some((at, _)) = self.amendment {
                let _ = course.conclude(at);
            }
            if scopes.last() != Some(course.matter()) {
                scopes.push(course.matter().clone());
            }
        }
        self.scopes = scopes;
        self.course = course;
    }

    pub(crate) fn conclude(&mut self, at: Timestamp, version: PactHash) {
        self.amendment = Some((at, version));
        self.follow();
    }

    pub(crate) fn acknowledge(&mut self, by: &MemberId, steps: &[Digest]) {
        for known in &mut self.steps {
            if steps.contains(&known.id) {
                known.known_to.insert(by.clone());
            }
        }
    }

    /// What a party's node is still to be sent, in order.
    pub(crate) fn owed_to<'a>(
        &'a self,
        party: &'a MemberId,
    ) -> impl Iterator<Item = &'a KnownStep> + 'a {
        let owed = |known: &&KnownStep| known.void.is_none() && !known.known_to.contains(party);
        let party_to_it = self.course.parties().contains(party);
        self.steps
            .iter()
            .filter(move |known| party_to_it && owed(known))
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &ConsultationId {
        &self.id
    }

    /// What was asked.
    #[must_use]
    pub const fn opening(&self) -> &Opening {
        &self.opening
    }

    /// What it is about, in a line.
    #[must_use]
    pub const fn subject(&self) -> &Text {
        &self.opening.subject
    }

    /// How far it has come.
    #[must_use]
    pub const fn course(&self) -> &Course {
        &self.course
    }

    /// Every scope that is or was on the table, the present one last.
    pub(crate) fn scopes(&self) -> &[Matter] {
        &self.scopes
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self, at: Timestamp) -> Standing {
        self.course.standing(at)
    }

    /// The pact version that came of it, once that is in force.
    #[must_use]
    pub fn amendment(&self) -> Option<&PactHash> {
        self.amendment.as_ref().map(|(_, version)| version)
    }

    /// Its steps in their order, void ones among them.
    #[must_use]
    pub fn steps(&self) -> &[KnownStep] {
        &self.steps
    }

    /// One of its steps.
    #[must_use]
    pub fn step(&self, id: &Digest) -> Option<&KnownStep> {
        self.steps.iter().find(|known| known.id == *id)
    }

    /// It as people and programs read it, at a moment.
    #[must_use]
    pub fn shown(&self, at: Timestamp) -> Shown {
        Shown {
            id: self.id.clone(),
            standing: self.standing(at),
            asker: self.asker.clone(),
            parties: self.course.parties().clone(),
            subject: self.opening.subject.clone(),
            deadline: self.course.deadline(),
            round: self.course.round(),
            proposed_by: self.course.proposed_by().clone(),
            matter: self.course.matter().clone(),
            amendment: self.amendment().copied(),
            steps: self.steps.iter().map(ShownStep::of).collect(),
        }
    }

    /// The last step that counts.
    pub(crate) fn last(&self) -> Option<&KnownStep> {
        self.steps.iter().rev().find(|known| known.void.is_none())
    }
}

/// A consultation as people and programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Its id.
    pub id: ConsultationId,
    /// How it stands, and whom it waits for.
    #[serde(flatten)]
    pub standing: Standing,
    /// Who asked.
    pub asker: MemberId,
    /// Who asked and who was asked.
    pub parties: BTreeSet<MemberId>,
    /// What about.
    pub subject: Text,
    /// When it lapses.
    pub deadline: Option<MonthOrDay>,
    /// The how-manieth scope is on the table, from 1.
    pub round: u32,
    /// Who put it there.
    pub proposed_by: MemberId,
    /// That scope.
    pub matter: Matter,
    /// The pact version that came of it, once that is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amendment: Option<PactHash>,
    /// Every step, in order.
    pub steps: Vec<ShownStep>,
}

/// A step as people and programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownStep {
    /// SHA-256 of what was signed.
    pub id: Digest,
    /// Its entry in this node's log.
    pub entry: LogSeq,
    /// What it does.
    pub act: StepAct,
    /// Whose it is.
    pub by: MemberId,
    /// When it was taken.
    pub at: Timestamp,
    /// When it was logged here.
    pub logged: Timestamp,
    /// Who took it here, where it is our own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The scope it speaks of, where it speaks of one.
    #[serde(default, skip_serializing_if = "Matter::is_open")]
    pub matter: Matter,
    /// Until when it defers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<MonthOrDay>,
    /// What it says.
    pub text: Text,
    /// Why it counts for nothing, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<String>,
}

impl ShownStep {
    fn of(known: &KnownStep) -> Self {
        let (act, matter, until) = match &known.step.what {
            Stepped::Open(opening) => (StepAct::Request, Some(&opening.matter), None),
            Stepped::Move(Move::Defer { until }) => (StepAct::Defer, None, *until),
            Stepped::Move(made) => (made.act(), made.matter(), None),
        };
        Self {
            id: known.id,
            entry: known.entry,
            act,
            by: known.step.by.clone(),
            at: known.step.at,
            logged: known.logged,
            user: known.user.clone(),
            matter: matter.cloned().unwrap_or_default(),
            until,
            text: known.step.text.clone(),
            void: known.void.as_ref().map(ToString::to_string),
        }
    }
}

#[cfg(test)]
mod tests {
    use mithaq_store::Signer;
    use proptest::prelude::*;

    use super::*;
    use crate::message::CONSULTATION_TYPE;

    fn at(seconds: u32) -> Timestamp {
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(seconds.into())
    }

    fn known(by: &str, seconds: u32, what: Stepped) -> KnownStep {
        let signer = Signer::from_seed([1; 32]);
        let step = ConsultationStep {
            consultation: "us-1".parse().unwrap(),
            by: by.parse().unwrap(),
            key: signer.verifying_key().clone(),
            at: at(seconds),
            after: None,
            what,
            text: Text::english("text"),
        };
        let json = serde_json::to_vec(&step).unwrap();
        let envelope = Envelope::seal(CONSULTATION_TYPE, &json, &signer);
        KnownStep::new(LogSeq::START, at(seconds), step, envelope, None, None)
    }

    fn opened() -> KnownConsultation {
        let opening = Opening {
            asked: ["dz", "ne"].map(|id| id.parse().unwrap()).into(),
            subject: Text::english("subject"),
            matter: Matter::default(),
            deadline: None,
        };
        KnownConsultation::begun(known("us", 0, Stepped::Open(opening))).unwrap()
    }

    fn moves() -> impl Strategy<Value = Move> {
        let matter = prop_oneof![Just("training"), Just("raid")].prop_map(|activity| Matter {
            activity: Some([activity.parse().unwrap()].into()),
            ..Matter::default()
        });
        prop_oneof![
            3 => Just(Move::Accept { of: Matter::default() }),
            2 => Just(Move::Refuse { of: Matter::default() }),
            3 => matter.prop_map(|matter| Move::Limit { matter }),
            1 => Just(Move::Withdraw {}),
        ]
    }

    proptest! {
        #[test]
        fn nodes_with_the_same_steps_agree_in_whatever_order_these_came(
            steps in prop::collection::vec((prop_oneof![Just("us"), Just("dz"), Just("ne")], 1..9_u32, moves()), 0..10),
            shuffled in any::<u64>(),
        ) {
            let steps: Vec<KnownStep> = steps.into_iter().map(|(by, seconds, made)| known(by, seconds, Stepped::Move(made))).collect();
            let mut here = opened();
            steps.iter().cloned().for_each(|step| here.insert(step));
            let mut order: Vec<&KnownStep> = steps.iter().collect();
            order.sort_by_key(|step| Digest::of(&[step.id.as_bytes().as_slice(), &shuffled.to_le_bytes()].concat()));
            let mut there = opened();
            order.into_iter().cloned().for_each(|step| there.insert(step));
            prop_assert_eq!(here.course(), there.course());
            let voids = |known: &KnownConsultation| known.steps().iter().map(|step| (step.id, step.void.clone())).collect::<Vec<_>>();
            prop_assert_eq!(voids(&here), voids(&there));
        }
    }
}
