//! Consulting other members: asking, answering, and what comes from their nodes.

use jiff::{SignedDuration, Timestamp};
use mithaq_notice::{Language, MemberId, Text};
use mithaq_pact::{ConsultationId, Matter, Move, Opening, Pact};
use mithaq_store::{Digest, Envelope, Keys, LogSeq};

use crate::consultation::{KnownConsultation, KnownStep};
use crate::error::{Error, Result};
use crate::member::Member;
use crate::message::{
    AmendmentHeld, Body, CONSULTATION_TYPE, ConsultationStep, MessageError, Stepped,
};
use crate::publishing::too_late;
use crate::record::Record;
use crate::sync::{PeerSync, unexpected};

/// What a step says is a letter, not a book.
const STEP_LIMIT_BYTES: usize = 64 << 10;
/// As many rounds as anybody has patience for.
const STEPS_LIMIT: usize = 1_000;

/// A request to other members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id, which begins with this member's and a hyphen; made here where none is given.
    pub id: Option<ConsultationId>,
    /// Whom, what about, until when.
    pub opening: Opening,
    /// What it says.
    pub text: Text,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Taken {
    /// Of which consultation.
    pub consultation: ConsultationId,
    /// SHA-256 of what was signed.
    pub step: Digest,
    /// Its entry in the log.
    pub entry: LogSeq,
}

impl Member {
    /// Asks other members: opens a consultation. It goes to their nodes with the next rounds.
    ///
    /// # Errors
    /// When somebody or something it names is not the pact's, it says nothing, its deadline is over, or its id is taken or another's.
    pub async fn consult(&self, asked: Asked, user: &str, now: Timestamp) -> Result<Taken> {
        let _writing = self.writing.lock().await;
        let id = match asked.id {
            Some(id) => id,
            None => self.fresh_id(now)?,
        };
        let what = Stepped::Open(asked.opening);
        self.step(id, what, None, asked.text, user, now).await
    }

    /// Goes on with a consultation: accepts, refuses, limits, defers, asks anew, withdraws.
    ///
    /// # Errors
    /// When there is no such consultation here, it is over, or this member may not do so now; [`mithaq_pact::Refusal`] says which.
    pub async fn reply(
        &self,
        id: &ConsultationId,
        made: Move,
        text: Text,
        user: &str,
        now: Timestamp,
    ) -> Result<Taken> {
        let _writing = self.writing.lock().await;
        let (after, last) = {
            let state = self.state();
            let known = state.holdings().consultation(id);
            let known = known.ok_or_else(|| unknown("consultation", id))?;
            check_part(state.pact(), &made, [known.course().matter()])?;
            let last = known.last();
            (last.map(|last| last.id), last.map(|last| last.step.at))
        };
        // What follows a step is after it, even where another party's clock runs a little ahead of ours.
        let next = |last: Timestamp| last.saturating_add(SignedDuration::from_nanos(1));
        let at = last
            .and_then(|last| next(last).ok())
            .map_or(now, |next| next.max(now));
        let what = Stepped::Move(made);
        self.step(id.clone(), what, after, text, user, at).await
    }

    /// Signs a step of our own, checks it as the other parties will, and logs it. The caller holds [`Member::writing`].
    async fn step(
        &self,
        consultation: ConsultationId,
        what: Stepped,
        after: Option<Digest>,
        text: Text,
        user: &str,
        at: Timestamp,
    ) -> Result<Taken> {
        let step = ConsultationStep {
            consultation,
            by: self.id.clone(),
            key: self.signer.verifying_key().clone(),
            at,
            after,
            what,
            text,
        };
        let envelope = Envelope::seal(CONSULTATION_TYPE, &serde_json::to_vec(&step)?, &self.signer);
        self.check_step(&step, &envelope, at)?;
        let taken = (
            step.consultation.clone(),
            Digest::of(envelope.unverified_payload()),
        );
        let record = Record::Consultation {
            step: Box::new(step),
            envelope,
            from: None,
            user: Some(user.to_owned()),
        };
        let entries = self.log(vec![record], at).await?;
        Ok(Taken {
            consultation: taken.0,
            step: taken.1,
            entry: entries.first().copied().unwrap_or(LogSeq::START),
        })
    }

    /// Takes in a step that another member signed, from whoever carries it.
    pub(crate) async fn take_step(
        &self,
        from: &MemberId,
        envelope: Envelope,
        now: Timestamp,
    ) -> Result<Body> {
        let step = opened(self.state().pact(), &envelope)?;
        let id = Digest::of(envelope.unverified_payload());
        let _writing = self.writing.lock().await;
        let known = {
            let state = self.state();
            let known = state.holdings().consultation(&step.consultation);
            known.is_some_and(|known| known.step(&id).is_some())
        };
        if !known {
            self.check_step(&step, &envelope, now)?;
            let record = Record::Consultation {
                step: Box::new(step),
                envelope,
                from: Some(from.clone()),
                user: None,
            };
            self.log(vec![record], now).await?;
        }
        Ok(Body::Consulted { step: id })
    }

    /// The rules every step passes, our own and others'.
    fn check_step(
        &self,
        step: &ConsultationStep,
        envelope: &Envelope,
        now: Timestamp,
    ) -> Result<()> {
        check_size(step, envelope)?;
        if too_late(step.at, now) {
            return Err(invalid("at", step.at.to_string(), "a moment that has come"));
        }
        let state = self.state();
        let known = state.holdings().consultation(&step.consultation);
        let probe = KnownStep::new(
            LogSeq::START,
            now,
            step.clone(),
            envelope.clone(),
            None,
            None,
        );
        match &step.what {
            Stepped::Open(opening) => {
                check_opening(state.pact(), step, opening)?;
                if known.is_some() {
                    return Err(Error::Conflict(format!(
                        "there is a consultation `{}` already; give this one another id",
                        step.consultation
                    )));
                }
                let course = mithaq_pact::Course::open(&step.by, opening, step.at)?;
                if course.parties().contains(&self.id) {
                    return Ok(());
                }
                Err(Error::Refused(format!(
                    "`{}` is no party to this consultation",
                    self.id
                )))
            }
            Stepped::Move(made) => {
                let known = known.ok_or_else(|| unknown("consultation", &step.consultation))?;
                if let Some(matter) = made.matter() {
                    state.pact().check_matter(matter)?;
                }
                check_place(known, step)?;
                check_part(state.pact(), made, known.scopes())?;
                let id = probe.id;
                let mut then = known.clone();
                then.insert(probe);
                match then.step(&id).and_then(|known| known.void.clone()) {
                    Some(refusal) => Err(refusal.into()),
                    None => Ok(()),
                }
            }
        }
    }

    /// An id for a consultation that this member opens today.
    fn fresh_id(&self, now: Timestamp) -> Result<ConsultationId> {
        let day = now.strftime("%Y-%m-%d");
        let state = self.state();
        let taken = state.holdings().consultations().count();
        // More ids than consultations: one of them is free.
        (1..=taken + 1)
            .filter_map(|n| ConsultationId::new(&format!("{}-{day}-{n}", self.id)).ok())
            .find(|id| state.holdings().consultation(id).is_none())
            .ok_or_else(|| invalid("id", "none".into(), "an id, given by hand"))
    }

    /// Carries to a peer the steps of common consultations that it is not known to have.
    pub(crate) async fn send_steps(
        &self,
        peer: &MemberId,
        round: &mut PeerSync,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        let owed: Vec<(ConsultationId, Envelope)> = {
            let state = self.state();
            let all = state.holdings().consultations();
            let steps = all.flat_map(|known| known.owed_to(peer));
            steps
                .map(|known| (known.step.consultation.clone(), known.envelope.clone()))
                .collect()
        };
        let mut declined: Option<ConsultationId> = None;
        for (consultation, step) in owed {
            // What follows a declined step cannot be taken either.
            if declined.as_ref() == Some(&consultation) {
                continue;
            }
            let (reply, proof) = self.converse(peer, Body::Consult { step }, clock).await?;
            match reply.body {
                Body::Consulted { step } => {
                    self.note_carried(peer, vec![step], Vec::new(), proof, clock())
                        .await?;
                    round.consultations += 1;
                }
                Body::Declined { why } => {
                    round.declined.push(format!("{consultation}: {why}"));
                    declined = Some(consultation);
                }
                other => return Err(unexpected(peer, &other)),
            }
        }
        Ok(())
    }

    /// Logs that a member has these steps and amendments, with its signed message as the proof.
    pub(crate) async fn note_carried(
        &self,
        by: &MemberId,
        steps: Vec<Digest>,
        amendments: Vec<AmendmentHeld>,
        proof: Envelope,
        now: Timestamp,
    ) -> Result<()> {
        let _writing = self.writing.lock().await;
        let record = Record::Acknowledgement {
            by: by.clone(),
            held: Vec::new(),
            withdrawn: Vec::new(),
            sightings: Vec::new(),
            steps,
            amendments,
            proof,
        };
        self.log(vec![record], now).await?;
        Ok(())
    }
}

/// The step in an envelope, where the member it names signed it with a key that the pact has the fingerprint of.
fn opened(pact: &Pact, envelope: &Envelope) -> Result<ConsultationStep> {
    let step: ConsultationStep =
        serde_json::from_slice(envelope.unverified_payload()).map_err(MessageError::from)?;
    let fingerprint = step.key.fingerprint().to_string();
    let member = pact.member(&step.by);
    if !member.is_some_and(|member| member.keys.contains(&fingerprint)) {
        return Err(MessageError::NotFrom(step.by).into());
    }
    let keys = Keys::from_iter([step.key.clone()]);
    envelope
        .open(CONSULTATION_TYPE, &keys)
        .map_err(MessageError::from)?;
    Ok(step)
}

fn check_size(step: &ConsultationStep, envelope: &Envelope) -> Result<()> {
    let bytes = envelope.unverified_payload().len();
    if bytes > STEP_LIMIT_BYTES {
        let expected = format!("at most {STEP_LIMIT_BYTES} bytes");
        return Err(invalid("step", format!("{bytes} bytes"), &expected));
    }
    said("text", &step.text)?;
    if let Stepped::Open(opening) = &step.what {
        said("subject", &opening.subject)?;
        let mut lines = Language::ALL.into_iter();
        if lines.any(|l| opening.subject.get(l).contains('\n')) {
            return Err(invalid("subject", "several lines".into(), "one line"));
        }
    }
    Ok(())
}

/// What is accepted or declined in part was on the table: now, or for a step that crossed another, when its member took it.
fn check_part<'a>(
    pact: &Pact,
    made: &Move,
    tables: impl IntoIterator<Item = &'a Matter>,
) -> Result<()> {
    let (Move::Accept { of } | Move::Refuse { of }) = made else {
        return Ok(());
    };
    if tables.into_iter().any(|table| pact.is_part(of, table)) {
        return Ok(());
    }
    Err(invalid(
        "of",
        "a scope that is not wholly on the table".into(),
        "a part of what is; `limit` offers another scope",
    ))
}

/// A text says something in at least one language, and nothing blank in another.
fn said(field: &str, text: &Text) -> Result<()> {
    let mut given = Language::ALL
        .into_iter()
        .filter_map(|language| text.exactly(language))
        .peekable();
    if given.peek().is_none() || given.any(|text| text.trim().is_empty()) {
        return Err(invalid(
            field,
            "nothing".into(),
            "a text in at least one of ar, fr, en",
        ));
    }
    match text.unseen() {
        Some(unseen) => Err(invalid(
            field,
            format!("the character U+{:04X}", u32::from(unseen)),
            "what is read, lines and tabs",
        )),
        None => Ok(()),
    }
}

fn check_opening(pact: &Pact, step: &ConsultationStep, opening: &Opening) -> Result<()> {
    if !step
        .consultation
        .as_str()
        .starts_with(&format!("{}-", step.by))
    {
        return Err(invalid(
            "id",
            format!("`{}`", step.consultation),
            &format!("an id that begins with `{}-`", step.by),
        ));
    }
    if step.after.is_some() {
        return Err(invalid("after", "a step".into(), "none before the first"));
    }
    for member in &opening.asked {
        if !pact.is_member(member) {
            let members: Vec<&str> = pact.members().map(|member| member.id.as_str()).collect();
            let expected = format!("members of the pact: {}", members.join(", "));
            return Err(invalid("asked", format!("`{member}`"), &expected));
        }
    }
    Ok(pact.check_matter(&opening.matter)?)
}

/// A step follows one that is here and was made after it: moments alone then order them so.
fn check_place(known: &KnownConsultation, step: &ConsultationStep) -> Result<()> {
    if known.steps().len() >= STEPS_LIMIT {
        return Err(Error::Conflict(format!(
            "the consultation has {STEPS_LIMIT} steps; open another"
        )));
    }
    let after = step
        .after
        .ok_or_else(|| invalid("after", "none".into(), "the step it follows"))?;
    let before = known
        .step(&after)
        .ok_or_else(|| unknown("step of this consultation", &after))?;
    if step.at <= before.step.at {
        let (at, last) = (step.at, before.step.at);
        return Err(mithaq_pact::Refusal::OutOfOrder { at, last }.into());
    }
    Ok(())
}

pub(crate) fn unknown(what: &'static str, id: &impl ToString) -> Error {
    Error::Unknown {
        what,
        id: id.to_string(),
    }
}

pub(crate) fn invalid(field: &str, found: String, expected: &str) -> Error {
    Error::Invalid {
        field: field.to_owned(),
        found,
        expected: expected.to_owned(),
    }
}
