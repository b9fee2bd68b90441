//! Amending the pact: proposing its next version, signing it, and the registrar's word which one follows.
//!
//! An amendment needs the signature of who proposes it and of every member it binds anew ([`Pact::binds`]). Two amendments of
//! one version may both get all of theirs. Which of them follows must be the same on every node, so the registrar of that
//! version (its lead, or else the first member by id) says which it had first: its node does so by itself, signs it, and says
//! it once for each version. Nobody is asked, so that the registrar orders amendments and decides about none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mithaq_notice::MemberId;
use mithaq_pact::{Bound, ConsultationId, Membership, Pact, PactHash, Standing};
use mithaq_store::{Digest, Envelope, KeyId, Keys};

use crate::amendment::{AmendmentShown, AmendmentStanding, KnownAmendment};
use crate::consulting::{invalid, unknown};
use crate::error::{Error, Result};
use crate::holdings::Unread;
use crate::member::{Member, State};
use crate::message::{
    AMENDMENT_TYPE, Amendment, Body, Carried, MessageError, REGISTRATION_TYPE, Registration,
};
use crate::publishing::too_late;
use crate::record::Record;
use crate::sync::{PeerSync, unexpected};

/// An amendment that was checked against the version in force here.
struct Checked {
    id: Digest,
    amendment: Amendment,
    next: Pact,
    needs: Bound,
    /// With no signature but those that hold.
    carried: Carried,
    signed: BTreeSet<MemberId>,
}

impl Checked {
    fn is_complete(&self) -> bool {
        self.needs.keys().all(|member| self.signed.contains(member))
    }
}

impl Member {
    /// Proposes the pact's next version and signs it for this member. It goes to the other members' nodes with the next rounds.
    ///
    /// # Errors
    /// When the file does not hold or is not the next version of the pact in force, or not all agreed in the consultation it is said
    /// to come of.
    pub async fn propose(
        &self,
        text: &str,
        consultation: Option<ConsultationId>,
        user: &str,
        now: Timestamp,
    ) -> Result<AmendmentShown> {
        let amendment = Amendment {
            base: *self.state().pact().hash(),
            by: self.id.clone(),
            at: now,
            consultation,
            text: text.to_owned(),
        };
        let payload = serde_json::to_vec(&amendment)?;
        let carried = Carried {
            amendment: Envelope::seal(AMENDMENT_TYPE, &payload, &self.signer),
            keys: vec![self.signer.verifying_key().clone()],
            registration: None,
        };
        self.sign_and_settle(carried, user, now).await
    }

    /// Signs an amendment for this member.
    ///
    /// # Errors
    /// When there is none, it does not bind this member, this member has signed it, or another one became the next version.
    pub async fn sign_amendment(
        &self,
        id: &Digest,
        user: &str,
        now: Timestamp,
    ) -> Result<AmendmentShown> {
        let mut carried = {
            let state = self.state();
            let known = state.holdings().amendment(id);
            let known = known.ok_or_else(|| unknown("amendment", id))?;
            if known.signed().contains(&self.id) {
                return Err(Error::Conflict(format!(
                    "`{}` has signed this amendment",
                    self.id
                )));
            }
            known.carried().clone()
        };
        carried.amendment.sign(&self.signer);
        carried.keys.push(self.signer.verifying_key().clone());
        self.sign_and_settle(carried, user, now).await
    }

    async fn sign_and_settle(
        &self,
        carried: Carried,
        user: &str,
        now: Timestamp,
    ) -> Result<AmendmentShown> {
        let id = Digest::of(carried.amendment.unverified_payload());
        let waiting = {
            let _writing = self.writing.lock().await;
            self.check_own_key()?;
            let checked = self.check_amendment(carried, now)?;
            self.settle(checked, None, Some(user), now).await?
        };
        self.read_waiting(waiting, now).await?;
        let state = self.state();
        let known = state.holdings().amendment(&id);
        let known = known.ok_or_else(|| unknown("amendment", &id))?;
        Ok(known.shown(state.holdings()))
    }

    /// A signature by a key that the others do not have for this member is nobody's.
    fn check_own_key(&self) -> Result<()> {
        let fingerprint = self.signer.fingerprint().to_string();
        let state = self.state();
        match state.pact().member(&self.id) {
            Some(member) if !member.keys.contains(&fingerprint) => Err(Error::Refused(format!(
                "this node's key {fingerprint} is not one the pact has for `{0}`; the others would not believe its signature. Add it to members.{0}.keys, and have every node adopt that version",
                self.id
            ))),
            _ => Ok(()),
        }
    }

    /// Takes in an amendment, or further signatures under it, from whoever carries it.
    pub(crate) async fn take_amendment(
        &self,
        from: &MemberId,
        carried: Carried,
        now: Timestamp,
    ) -> Result<Body> {
        let id = Digest::of(carried.amendment.unverified_payload());
        let waiting = {
            let _writing = self.writing.lock().await;
            let decided = {
                let state = self.state();
                let known = state.holdings().amendment(&id);
                known.is_some_and(|known| known.in_force_since().is_some())
            };
            if decided {
                Vec::new()
            } else {
                let checked = self.check_amendment(carried, now)?;
                self.settle(checked, Some(from), None, now).await?
            }
        };
        self.read_waiting(waiting, now).await?;
        let state = self.state();
        let known = state.holdings().amendment(&id);
        Ok(Body::Amended(
            known.ok_or_else(|| unknown("amendment", &id))?.held(),
        ))
    }

    /// The rules for an amendment and every signature under it, our own and others'.
    fn check_amendment(&self, carried: Carried, now: Timestamp) -> Result<Checked> {
        let payload = carried.amendment.unverified_payload();
        let id = Digest::of(payload);
        let amendment: Amendment = serde_json::from_slice(payload).map_err(MessageError::from)?;
        let state = self.state();
        let base = state.pact();
        if amendment.base != *base.hash() {
            return Err(not_the_base(&state, &amendment));
        }
        let next = Pact::parse("amendment.toml", &amendment.text)?;
        if next.id() != base.id() || next.version() != base.version() + 1 {
            let taken = next.id() == base.id() && next.version() <= base.version();
            return Err(Error::Conflict(format!(
                "found version {} of pact `{}`; expected version {} of `{}`, which follows the one in force{}",
                next.version(),
                next.id(),
                base.version() + 1,
                base.id(),
                if taken {
                    format!(": {}. {}", in_force(&state), rebase(base))
                } else {
                    String::new()
                }
            )));
        }
        if too_late(amendment.at, now) {
            return Err(invalid(
                "at",
                amendment.at.to_string(),
                "a moment that has come",
            ));
        }
        if base.membership(&amendment.by, now) != Some(Membership::Joined) {
            return Err(Error::Refused(format!(
                "`{}`, who proposes it, is no member that is joined to the pact",
                amendment.by
            )));
        }
        check_consultation(&state, &self.id, &amendment, now)?;
        let mut needs = base.binds(&next);
        needs.entry(amendment.by.clone()).or_default();
        let signed = signers(base, &next, &needs, &carried)?;
        if !signed.contains(&amendment.by) {
            return Err(Error::Refused(format!(
                "`{}`, who proposes it, has not signed it",
                amendment.by
            )));
        }
        let checked = Checked {
            id,
            needs,
            signed,
            next,
            amendment,
            carried,
        };
        if let Some(registration) = &checked.carried.registration {
            check_registration(base, &checked, registration, now)?;
        }
        Ok(checked)
    }

    /// Joins it with what is here, registers it if that is ours to do, logs what is new, and decides by it once it is in force.
    /// What waited for it is to be read by the caller, who holds [`Member::writing`] till then.
    async fn settle(
        &self,
        mut checked: Checked,
        from: Option<&MemberId>,
        user: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Unread>> {
        let before = {
            let state = self.state();
            let known = state.holdings().amendment(&checked.id);
            known.map(|known| {
                join(&mut checked, known);
                known.held()
            })
        };
        if checked.carried.registration.is_none() && checked.is_complete() {
            checked.carried.registration = self.register(&checked, now)?;
        }
        let in_force = checked.carried.registration.is_some();
        let is_new =
            before.is_none_or(|held| held.signed != checked.signed || held.registered != in_force);
        if !is_new {
            return Ok(Vec::new());
        }
        let waiting = if in_force {
            self.check_later(&checked.next)?
        } else {
            Vec::new()
        };
        let hash = *checked.next.hash();
        let mut records = vec![Record::Amendment {
            hash,
            version: checked.next.version(),
            needs: checked.needs,
            signed: checked.signed,
            carried: checked.carried,
            from: from.cloned(),
            user: user.map(str::to_owned),
        }];
        if in_force {
            records.push(Record::Pact {
                hash,
                text: checked.amendment.text,
                user: format!("amendment {}", checked.id),
            });
        }
        self.log(records, now).await?;
        Ok(waiting)
    }

    /// The registrar's word that this amendment was the first with all signatures; none where another member is the registrar.
    fn register(&self, checked: &Checked, now: Timestamp) -> Result<Option<Envelope>> {
        if self.state().pact().registrar() != Some(&self.id) {
            return Ok(None);
        }
        let registration = Registration {
            base: checked.amendment.base,
            amendment: checked.id,
            by: self.id.clone(),
            key: self.signer.verifying_key().clone(),
            // Nothing is in force before it was proposed, even where the proposer's clock runs a little ahead of ours.
            at: now.max(checked.amendment.at),
        };
        let payload = serde_json::to_vec(&registration)?;
        Ok(Some(Envelope::seal(
            REGISTRATION_TYPE,
            &payload,
            &self.signer,
        )))
    }

    /// Carries to a peer the amendments of which it lacks something that is here.
    pub(crate) async fn send_amendments(
        &self,
        peer: &MemberId,
        round: &mut PeerSync,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        let owed: Vec<Carried> = {
            let state = self.state();
            let holdings = state.holdings();
            let mut owed: Vec<&KnownAmendment> = holdings
                .amendments()
                .filter(|known| {
                    let superseded = matches!(
                        known.standing(holdings),
                        AmendmentStanding::Superseded { .. }
                    );
                    !superseded && known.is_owed_to(peer)
                })
                .collect();
            // A version is taken after the one it follows.
            owed.sort_by_key(|known| (known.version(), *known.id()));
            owed.into_iter()
                .map(|known| known.carried().clone())
                .collect()
        };
        for carried in owed {
            let (reply, proof) = self.converse(peer, Body::Amend(carried), clock).await?;
            match reply.body {
                Body::Amended(held) => {
                    self.note_carried(peer, Vec::new(), vec![held], proof, clock())
                        .await?;
                    round.amendments += 1;
                }
                Body::Declined { why } => round.declined.push(why),
                other => return Err(unexpected(peer, &other)),
            }
        }
        Ok(())
    }
}

/// Which version took the place of the one an amendment was to take, and what to do then.
fn not_the_base(state: &State, amendment: &Amendment) -> Error {
    let base = state.pact();
    let Some(next) = state.holdings().version_after(&amendment.base) else {
        return Error::Conflict(format!(
            "the amendment follows version {} of the pact, which is not in force here; version {} is",
            amendment.base,
            base.version()
        ));
    };
    Error::Conflict(format!(
        "another amendment of the same version is in force: {}. {}",
        whose(state, next),
        rebase(base)
    ))
}

/// The version in force, and whose it is.
fn in_force(state: &State) -> String {
    let pact = state.pact();
    format!(
        "version {} is {}",
        pact.version(),
        whose(state, pact.hash())
    )
}

/// A version's hash, and the amendment that made it, if one did.
fn whose(state: &State, version: &PactHash) -> String {
    let mut amendments = state.holdings().amendments();
    match amendments.find(|known| known.hash() == version) {
        Some(known) => format!(
            "{version}, proposed by `{}` as amendment {}",
            known.amendment().by,
            known.id()
        ),
        None => version.to_string(),
    }
}

fn rebase(base: &Pact) -> String {
    format!(
        "To rebase: make your changes in version {} as `GET /v1/pact` gives it, set `version = {}`, and propose that",
        base.version(),
        base.version() + 1
    )
}

/// All agreed in the consultation an amendment is said to come of. Who is no party to it does not know it.
fn check_consultation(
    state: &State,
    us: &MemberId,
    amendment: &Amendment,
    now: Timestamp,
) -> Result<()> {
    let Some(id) = &amendment.consultation else {
        return Ok(());
    };
    match state.holdings().consultation(id) {
        Some(known) => match known.standing(now) {
            Standing::Accepted | Standing::Agreed => Ok(()),
            standing => Err(Error::Conflict(format!(
                "consultation `{id}` is {standing}; an amendment comes of one that all have accepted"
            ))),
        },
        None if amendment.by == *us => Err(unknown("consultation", id)),
        None => Ok(()),
    }
}

/// Whose signatures are under it. Every one must be that of a member it needs, by a key the pact has for that member.
fn signers(
    base: &Pact,
    next: &Pact,
    needs: &Bound,
    carried: &Carried,
) -> Result<BTreeSet<MemberId>> {
    let mut members: BTreeMap<KeyId, MemberId> = BTreeMap::new();
    for key in &carried.keys {
        let fingerprint = key.fingerprint().to_string();
        // A member that is one already signs with a key it has already; one that joins, with the key it joins with.
        let whose = needs.keys().find(|id| {
            let member = base.member(id).or_else(|| next.member(id));
            member.is_some_and(|member| member.keys.contains(&fingerprint))
        });
        if let Some(member) = whose {
            members.insert(key.fingerprint(), member.clone());
            continue;
        }
        let wrong = base
            .members()
            .find(|member| member.keys.contains(&fingerprint));
        let found = wrong.map_or(fingerprint.clone(), |member| format!("`{}`", member.id));
        let needed: Vec<&str> = needs.keys().map(MemberId::as_str).collect();
        return Err(Error::Refused(format!(
            "signed by {found}, whom this amendment does not bind; it needs the signatures of {}",
            needed.join(", ")
        )));
    }
    let keys: Keys = carried.keys.iter().cloned().collect();
    let signed = carried
        .amendment
        .signers(AMENDMENT_TYPE, &keys)
        .map_err(MessageError::from)?;
    if signed.len() != carried.amendment.claimed_signers().count() {
        return Err(Error::Refused(
            "one of its signatures is not that key's over this amendment, or its key is not given"
                .into(),
        ));
    }
    Ok(signed
        .iter()
        .filter_map(|key| members.get(key).cloned())
        .collect())
}

/// The registrar's word is the registrar's, about this amendment, and was given when all had signed.
fn check_registration(
    base: &Pact,
    checked: &Checked,
    envelope: &Envelope,
    now: Timestamp,
) -> Result<()> {
    let registration: Registration =
        serde_json::from_slice(envelope.unverified_payload()).map_err(MessageError::from)?;
    let fingerprint = registration.key.fingerprint().to_string();
    let registrar = base.registrar().and_then(|id| base.member(id));
    let is_registrars = registrar
        .is_some_and(|member| member.id == registration.by && member.keys.contains(&fingerprint));
    if !is_registrars {
        return Err(MessageError::NotFrom(registration.by).into());
    }
    envelope
        .open(
            REGISTRATION_TYPE,
            &Keys::from_iter([registration.key.clone()]),
        )
        .map_err(MessageError::from)?;
    if too_late(registration.at, now) {
        let found = registration.at.to_string();
        return Err(invalid("registration", found, "a moment that has come"));
    }
    if registration.at < checked.amendment.at {
        let (at, last) = (registration.at, checked.amendment.at);
        return Err(invalid(
            "registration",
            at.to_string(),
            &format!("a moment not before {last}, when the amendment was proposed"),
        ));
    }
    if (registration.amendment, registration.base) != (checked.id, checked.amendment.base) {
        return Err(Error::Refused(
            "its registration is of another amendment".into(),
        ));
    }
    if !checked.is_complete() {
        return Err(Error::Refused(
            "its registration is there before all signatures are".into(),
        ));
    }
    Ok(())
}

/// Adds the signatures and the registration that are here already.
fn join(checked: &mut Checked, known: &KnownAmendment) {
    let carried = &mut checked.carried;
    carried
        .amendment
        .join(&known.carried().amendment, &known.keys());
    for key in &known.carried().keys {
        if !carried.keys.contains(key) {
            carried.keys.push(key.clone());
        }
    }
    if carried.registration.is_none() {
        carried
            .registration
            .clone_from(&known.carried().registration);
    }
    checked.signed.extend(known.signed().iter().cloned());
}
