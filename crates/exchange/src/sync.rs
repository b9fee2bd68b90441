//! Talking to the peers: what is owed to each goes out, then what our posts need is asked for.
//!
//! Everything here may be cut off at any point and run again: what was logged as sent and not acknowledged is owed
//! still, and what was received twice is held once.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::MemberId;
use mithaq_store::Envelope;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::member::Member;
use crate::message::{Ask, Body, Message, NotTaken, Refusal, Since};
use crate::receiving::Taken;
use crate::record::{Direction, Record};
use crate::secret::hex;

/// What one round with one peer came to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PeerSync {
    /// Corrections and recalls it acknowledged.
    pub acknowledged: usize,
    /// Notices it acknowledged giving up.
    pub given_up: usize,
    /// Sightings it acknowledged.
    pub sightings: usize,
    /// Steps of consultations it acknowledged.
    #[serde(default)]
    pub consultations: usize,
    /// Amendments it has as they are here.
    #[serde(default)]
    pub amendments: usize,
    /// Versions of its notices now held here, for the first time or again.
    pub received: usize,
    /// Notices of its that wait here for a pact version.
    pub unread: usize,
    /// What was not taken here, and why.
    pub not_taken: Vec<NotTaken>,
    /// Questions its clauses refuse.
    pub refusals: Vec<Refusal>,
    /// What it declined, in its words. One message declined keeps none of the others back.
    pub declined: Vec<String>,
    /// Why the round ended early, if it did. What was not done is owed still.
    pub error: Option<String>,
}

impl Member {
    /// One round with every peer.
    pub async fn sync(&self, clock: fn() -> Timestamp) -> BTreeMap<MemberId, PeerSync> {
        let mut all = BTreeMap::new();
        for peer in self.peers.keys() {
            let mut round = PeerSync::default();
            if let Err(error) = self.round(peer, &mut round, clock).await {
                tracing::warn!(%peer, %error, "the round with a peer ended early");
                round.error = Some(error.to_string());
            }
            all.insert(peer.clone(), round);
        }
        all
    }

    async fn round(
        &self,
        peer: &MemberId,
        round: &mut PeerSync,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        self.deliver(peer, round, clock).await?;
        self.send_sightings(peer, round, clock).await?;
        self.send_steps(peer, round, clock).await?;
        self.send_amendments(peer, round, clock).await?;
        // Posts that ask the same ask once.
        let asks: std::collections::BTreeSet<Ask> = self
            .config
            .posts
            .values()
            .map(|post| post.ask(post.uses))
            .collect();
        for ask in asks {
            self.ask(peer, ask, Since::Acknowledged, round, clock)
                .await?;
        }
        Ok(())
    }

    /// Corrections, recalls and withdrawals go to the holder, who acknowledges.
    async fn deliver(
        &self,
        peer: &MemberId,
        round: &mut PeerSync,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        let mut after = None;
        while let Some((body, more_after)) = self.owed_to(peer, after.as_ref(), clock()).await? {
            let (reply, proof) = self.converse(peer, body, clock).await?;
            match reply.body {
                Body::Acknowledge {
                    held,
                    withdrawn,
                    not_taken,
                } => {
                    round.acknowledged += held.len();
                    round.given_up += withdrawn.len();
                    round.not_taken.extend(not_taken);
                    self.note_acknowledgement(peer, held, withdrawn, Vec::new(), proof, clock())
                        .await?;
                }
                Body::Declined { why } => round.declined.push(why),
                other => return Err(unexpected(peer, &other)),
            }
            match more_after {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        Ok(())
    }

    async fn send_sightings(
        &self,
        peer: &MemberId,
        round: &mut PeerSync,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        let owed: Vec<Envelope> = {
            let state = self.state();
            let to_peer = state.holdings().sightings().filter(|known| {
                known.direction == Direction::Sent
                    && !known.acknowledged
                    && known.other.as_ref() == Some(peer)
            });
            to_peer.map(|known| known.envelope.clone()).collect()
        };
        for sighting in owed {
            let (reply, proof) = self.converse(peer, Body::Sight { sighting }, clock).await?;
            match reply.body {
                Body::Sighted { id } => {
                    self.note_acknowledgement(
                        peer,
                        Vec::new(),
                        Vec::new(),
                        vec![id],
                        proof,
                        clock(),
                    )
                    .await?;
                    round.sightings += 1;
                }
                Body::Declined { why } => round.declined.push(why),
                other => return Err(unexpected(peer, &other)),
            }
        }
        Ok(())
    }

    /// Asks a peer for what one post of ours may use, takes it in, and acknowledges.
    ///
    /// # Errors
    /// When the peer does not answer. What it declines is in the round.
    pub async fn ask(
        &self,
        peer: &MemberId,
        ask: Ask,
        since: Since,
        round: &mut PeerSync,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        let mut after = None;
        loop {
            let body = Body::Ask {
                ask: ask.clone(),
                since,
                after: after.take(),
            };
            let (reply, _) = self.converse(peer, body, clock).await?;
            let (notices, refusal, more_after) = match reply.body {
                Body::Released {
                    notices,
                    refusal,
                    more_after,
                } => (notices, refusal, more_after),
                Body::Declined { why } => {
                    round.declined.push(why);
                    return Ok(());
                }
                other => return Err(unexpected(peer, &other)),
            };
            if !round
                .refusals
                .iter()
                .any(|known| Some(known) == refusal.as_ref())
            {
                round.refusals.extend(refusal);
            }
            let taken = self
                .take(peer, &reply.pact, &notices, Vec::new(), Some(&ask), clock())
                .await?;
            round.received += taken.held.len();
            round.unread += taken.unread;
            round.not_taken.extend(taken.not_taken.iter().cloned());
            let unread = taken.unread > 0;
            self.acknowledge(peer, taken, clock).await?;
            if unread {
                return self.want_pact(peer, &reply.pact, clock).await;
            }
            match more_after {
                Some(last) if !notices.is_empty() => after = Some(last),
                _ => return Ok(()),
            }
        }
    }

    async fn acknowledge(
        &self,
        peer: &MemberId,
        taken: Taken,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        if taken.held.is_empty() {
            return Ok(());
        }
        let held = Body::Acknowledge {
            held: taken.held,
            withdrawn: Vec::new(),
            not_taken: taken.not_taken,
        };
        let (reply, _) = self.converse(peer, held, clock).await?;
        match reply.body {
            Body::Noted => Ok(()),
            other => Err(unexpected(peer, &other)),
        }
    }

    /// Asks for the pact version a peer decides by, and keeps it as offered: a person adopts it.
    async fn want_pact(
        &self,
        peer: &MemberId,
        hash: &mithaq_pact::PactHash,
        clock: fn() -> Timestamp,
    ) -> Result<()> {
        let (reply, _) = self
            .converse(peer, Body::WantPact { hash: *hash }, clock)
            .await?;
        let Body::PactText { text } = reply.body else {
            return Err(unexpected(peer, &reply.body));
        };
        let offered = mithaq_pact::Pact::parse("offered pact", &text)?;
        if offered.hash() != hash {
            return Err(Error::Peer {
                member: peer.clone(),
                why: "it sent another pact version than was asked for".into(),
            });
        }
        let _writing = self.writing.lock().await;
        if self.state().holdings().offered_pacts().get(peer) != Some(&text) {
            self.log(
                vec![Record::OfferedPact {
                    from: peer.clone(),
                    text,
                }],
                clock(),
            )
            .await?;
        }
        Ok(())
    }

    /// Sends one signed message and opens the signed reply.
    pub(crate) async fn converse(
        &self,
        to: &MemberId,
        body: Body,
        clock: fn() -> Timestamp,
    ) -> Result<(Message, Envelope)> {
        let peer = self.peers.get(to).ok_or_else(|| Error::Unknown {
            what: "peer",
            id: to.to_string(),
        })?;
        let failed = |why: String| Error::Peer {
            member: to.clone(),
            why,
        };
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce).map_err(|error| failed(error.to_string()))?;
        let nonce = hex(&nonce);
        let sealed = self
            .message(to.clone(), nonce.clone(), body, clock())
            .seal(&self.signer)?;
        let peer = Arc::clone(peer);
        let envelope = tokio::task::spawn_blocking(move || peer.send(&sealed))
            .await
            .map_err(|error| failed(error.to_string()))?
            .map_err(|error| failed(error.to_string()))?;
        let reply = Message::open(&envelope, |from| self.keys_of(from), &self.id, clock())?;
        if reply.from != *to {
            return Err(crate::message::MessageError::NotFrom(to.clone()).into());
        }
        if reply.nonce != nonce {
            return Err(crate::message::MessageError::OtherNonce.into());
        }
        Ok((reply, envelope))
    }
}

pub(crate) fn unexpected(peer: &MemberId, body: &Body) -> Error {
    let why = match body {
        Body::Declined { why } => format!("it declined: {why}"),
        _ => "its reply is of another kind than what was asked".into(),
    };
    Error::Peer {
        member: peer.clone(),
        why,
    }
}
