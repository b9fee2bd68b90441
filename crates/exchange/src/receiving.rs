//! What comes from other members: each message is opened, checked and answered; each notice is checked at the door.

use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{MemberId, Notice, NoticeId, Status};
use mithaq_pact::{Pact, PactHash};
use mithaq_store::Envelope;

use crate::error::{Error, Result};
use crate::holdings::Unread;
use crate::member::Member;
use crate::message::{Ask, Body, Message, NOTICE_TYPE, NotTaken, SIGHTING_TYPE, Sighting, Version};
use crate::publishing::too_late;
use crate::record::{Direction, Origin, Record};

/// What became of the notices that came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) held: Vec<Version>,
    pub(crate) withdrawn: Vec<NoticeId>,
    pub(crate) not_taken: Vec<NotTaken>,
    /// How many of them wait for a pact version.
    pub(crate) unread: usize,
}

/// What the door says to one notice.
enum Door {
    /// It is taken.
    Take(Box<Notice>),
    /// This very version is here.
    Held(Version),
    /// It is kept sealed until its pact version is here.
    Wait,
}

impl Member {
    /// Answers one signed message with a signed reply.
    ///
    /// # Errors
    /// When the message is not from a peer, not for this member, stale, or was answered before. What the sender may
    /// not have is no error: it is declined in the reply.
    pub async fn answer(&self, envelope: &Envelope, now: Timestamp) -> Result<Envelope> {
        let message = Message::open(envelope, |from| self.keys_of(from), &self.id, now)?;
        if !self.first_seen(&message.from, &message.nonce, message.at, now) {
            return Err(Error::Conflict(
                "this message was answered before; send a new one with its own nonce".into(),
            ));
        }
        let Message {
            from,
            nonce,
            pact,
            body,
            ..
        } = message;
        let reply = self.answer_body(&from, &pact, body, envelope, now).await;
        let body = reply.unwrap_or_else(|error| Body::Declined {
            why: error.to_string(),
        });
        Ok(self.message(from, nonce, body, now).seal(&self.signer)?)
    }

    async fn answer_body(
        &self,
        from: &MemberId,
        pact: &PactHash,
        body: Body,
        proof: &Envelope,
        now: Timestamp,
    ) -> Result<Body> {
        match body {
            Body::Ask { ask, since, after } => self.answer_ask(from, ask, since, after, now).await,
            Body::Deliver { notices, withdrawn } => {
                let taken = self
                    .take(from, pact, &notices, withdrawn, None, now)
                    .await?;
                Ok(Body::Acknowledge {
                    held: taken.held,
                    withdrawn: taken.withdrawn,
                    not_taken: taken.not_taken,
                })
            }
            Body::Acknowledge {
                held, withdrawn, ..
            } => {
                self.note_acknowledgement(from, held, withdrawn, Vec::new(), proof.clone(), now)
                    .await?;
                Ok(Body::Noted)
            }
            Body::Sight { sighting } => self.take_sighting(from, sighting, now).await,
            Body::Amend(carried) => self.take_amendment(from, carried, now).await,
            Body::Consult { step } => self.take_step(from, step, now).await,
            Body::WantPact { hash } => {
                let state = self.state();
                let ours = state.pact();
                if *ours.hash() != hash {
                    return Err(Error::Unknown {
                        what: "pact version",
                        id: hash.to_string(),
                    });
                }
                Ok(Body::PactText {
                    text: state.pact_text().to_owned(),
                })
            }
            Body::Released { .. }
            | Body::Noted
            | Body::Sighted { .. }
            | Body::Consulted { .. }
            | Body::Amended(_)
            | Body::PactText { .. }
            | Body::Declined { .. } => {
                Err(Error::Refused("this is a reply; nothing was asked".into()))
            }
        }
    }

    pub(crate) fn message(
        &self,
        to: MemberId,
        nonce: String,
        body: Body,
        now: Timestamp,
    ) -> Message {
        Message {
            from: self.id.clone(),
            to,
            at: now,
            nonce,
            pact: *self.state().pact().hash(),
            body,
        }
    }

    /// Takes in what a peer sent: each notice by itself, so that one bad one keeps none of the others out.
    pub(crate) async fn take(
        &self,
        from: &MemberId,
        pact: &PactHash,
        envelopes: &[Envelope],
        withdrawn: Vec<NoticeId>,
        asked: Option<&Ask>,
        now: Timestamp,
    ) -> Result<Taken> {
        let _writing = self.writing.lock().await;
        let mut taken = Taken::default();
        let mut records = Vec::new();
        for envelope in envelopes {
            match self.door(from, pact, envelope, asked, now) {
                Ok(Door::Take(notice))
                    if taken.held.iter().any(|held| held.notice == notice.id) =>
                {
                    let why = "this message has another version of it; one sends the current one"
                        .to_owned();
                    taken.not_taken.push(NotTaken {
                        version: Some(Version::of(&notice)),
                        why,
                    });
                }
                Ok(Door::Take(notice)) => {
                    taken.held.push(Version::of(&notice));
                    let origin = Origin::Released {
                        from: from.clone(),
                        pact: *pact,
                        envelope: envelope.clone(),
                    };
                    records.push(Record::Notice { notice, origin });
                }
                Ok(Door::Held(version)) => taken.held.push(version),
                Ok(Door::Wait) => {
                    taken.unread += 1;
                    let waits = self
                        .state()
                        .holdings()
                        .unread
                        .iter()
                        .any(|unread| unread.envelope == *envelope);
                    if !waits {
                        records.push(Record::Unread {
                            from: from.clone(),
                            pact: *pact,
                            envelope: envelope.clone(),
                            ask: asked.cloned(),
                        });
                    }
                }
                Err(not_taken) => taken.not_taken.push(not_taken),
            }
        }
        for notice in withdrawn {
            let held = self
                .state()
                .holdings()
                .notice(&notice)
                .map(|held| held.notice.originator.member() == Some(from));
            match held {
                Some(true) => records.push(Record::Withdrawn {
                    from: from.clone(),
                    notice: notice.clone(),
                }),
                Some(false) => continue,
                None => {
                    let waits = self
                        .state()
                        .holdings()
                        .unread
                        .iter()
                        .any(|unread| unread.is(from, &notice));
                    if waits {
                        records.push(Record::Withdrawn {
                            from: from.clone(),
                            notice: notice.clone(),
                        });
                    }
                }
            }
            taken.withdrawn.push(notice);
        }
        self.log(records, now).await?;
        Ok(taken)
    }

    /// The rules of the door: signed by its originator, from its originator, newer, permitted to us.
    fn door(
        &self,
        from: &MemberId,
        pact: &PactHash,
        envelope: &Envelope,
        asked: Option<&Ask>,
        now: Timestamp,
    ) -> std::result::Result<Door, NotTaken> {
        let unreadable = |why: String| NotTaken { version: None, why };
        let keys = self
            .keys_of(from)
            .ok_or_else(|| unreadable(format!("there is no key of `{from}` here")))?;
        let opened = envelope
            .open(NOTICE_TYPE, &keys)
            .map_err(|error| unreadable(error.to_string()))?;
        let notice: Notice =
            serde_json::from_slice(opened).map_err(|error| unreadable(error.to_string()))?;
        let version = Version::of(&notice);
        let refuse = |why: String| {
            Err(NotTaken {
                version: Some(version.clone()),
                why,
            })
        };
        if too_late(notice.modified, now) {
            return refuse(format!(
                "it says it was made at {}, which is still to come",
                notice.modified
            ));
        }
        if notice.originator.member() != Some(from) {
            return refuse(format!(
                "its originator is `{}`, and only an originator sends its notices",
                notice.originator
            ));
        }
        if !notice.id.as_str().starts_with(&format!("{from}-")) {
            return refuse(format!("its id does not start with `{from}-`"));
        }
        let state = self.state();
        let held = state
            .holdings()
            .notice(&notice.id)
            .map(|held| Arc::clone(&held.notice));
        match held {
            Some(held) if held.modified == notice.modified && *held == notice => {
                return Ok(Door::Held(version));
            }
            Some(held) if held.modified == notice.modified => {
                return refuse("another content was sent before as this same version; a change needs a later `modified`".into());
            }
            Some(held) if held.modified > notice.modified => {
                return refuse(format!("a newer version, of {}, is held", held.modified));
            }
            Some(held) if held.originator != notice.originator => {
                return refuse(format!(
                    "another originator, `{}`, has a notice with this id",
                    held.originator
                ));
            }
            Some(held) if held.subject_id != notice.subject_id => {
                return refuse(format!(
                    "its subject was `{}`; a notice stays with its subject",
                    held.subject_id
                ));
            }
            // A recall reaches every holder, whatever clauses and handling say by now.
            Some(_) if notice.status == Status::Recalled => {
                return Ok(Door::Take(Box::new(notice)));
            }
            _ => {}
        }
        if state.pact().hash() != pact {
            return Ok(Door::Wait);
        }
        // A newer version of what is held is always taken: each use is decided anew, by its own handling. Kept out, it
        // would leave the older one, with the older handling, in use.
        let newer = state.holdings().notice(&notice.id).is_some();
        if newer || self.may_hold(&notice, asked, now) {
            Ok(Door::Take(Box::new(notice)))
        } else {
            refuse("by the pact and its handling none of our posts may use it".into())
        }
    }

    /// Whether the pact, as this node reads it, lets a post of ours use the notice. The sender decided so too; a node
    /// that relied on that would enforce nothing.
    fn may_hold(&self, notice: &Notice, asked: Option<&Ask>, now: Timestamp) -> bool {
        let state = self.state();
        let permits = |question: &mithaq_pact::ReleaseQuestion| {
            state
                .pact()
                .release(question, &notice.originator, &notice.handling, now)
                .is_ok_and(|release| release.permitted())
        };
        asked.is_some_and(|ask| permits(&ask.question(&self.id)))
            || self
                .config
                .posts
                .values()
                .any(|post| permits(&post.question(&self.id, post.uses)))
    }

    /// Takes in a sighting of a subject of ours.
    async fn take_sighting(
        &self,
        from: &MemberId,
        envelope: Envelope,
        now: Timestamp,
    ) -> Result<Body> {
        let keys = self.keys_of(from).ok_or_else(|| Error::Unknown {
            what: "peer",
            id: from.to_string(),
        })?;
        let opened = envelope
            .open(SIGHTING_TYPE, &keys)
            .map_err(crate::message::MessageError::from)?;
        let sighting: Sighting = serde_json::from_slice(opened)?;
        self.check_sighting(from, &sighting)?;
        let _writing = self.writing.lock().await;
        let id = sighting.id.clone();
        let known = {
            let state = self.state();
            let known = state.holdings().sightings.get(&(from.clone(), id.clone()));
            known.map(|known| known.envelope == envelope)
        };
        match known {
            Some(true) => return Ok(Body::Sighted { id }),
            Some(false) => {
                return Err(Error::Conflict(format!(
                    "another sighting `{id}` was received before"
                )));
            }
            None => {}
        }
        let (direction, other) = (Direction::Received, Some(from.clone()));
        self.log(
            vec![Record::Sighting {
                direction,
                other,
                sighting: Box::new(sighting),
                envelope,
            }],
            now,
        )
        .await?;
        Ok(Body::Sighted { id })
    }

    /// A sighting is of a notice of ours that its sender was given. Of every other it hears the same, so that it learns
    /// nothing about notices it was not given.
    fn check_sighting(&self, from: &MemberId, sighting: &Sighting) -> Result<()> {
        const TEXT_LIMIT: usize = 16 << 10;
        let state = self.state();
        let holdings = state.holdings();
        let notice = &sighting.version.notice;
        let given = holdings.ever_sent.contains(&(notice.clone(), from.clone()));
        let ours = holdings
            .notice(notice)
            .filter(|held| given && held.notice.subject_id == sighting.subject);
        if ours.is_none() {
            return Err(Error::Unknown {
                what: "notice given to you",
                id: notice.to_string(),
            });
        }
        let sound = sighting.by == *from
            && (0.0..=1.0).contains(&sighting.score)
            && sighting.circumstances.len() <= TEXT_LIMIT
            && (1..=512).contains(&sighting.id.len());
        if sound {
            return Ok(());
        }
        Err(Error::Invalid {
            field: "sighting".into(),
            found: format!(
                "by {}, score {}, {} bytes of text",
                sighting.by,
                sighting.score,
                sighting.circumstances.len()
            ),
            expected: format!(
                "its sender's own, a score from 0 to 1, and at most {TEXT_LIMIT} bytes of text"
            ),
        })
    }

    /// Adopts a pact version: from here on this node decides by it, and reads what waited for it.
    ///
    /// A person does this. A version a peer merely decides by is kept as offered and changes nothing.
    ///
    /// # Errors
    /// When the file does not hold, is another pact, or is not a later version.
    pub async fn adopt(&self, text: &str, user: &str, now: Timestamp) -> Result<usize> {
        let pact = Pact::parse("pact.toml", text)?;
        let waiting = {
            let _writing = self.writing.lock().await;
            let waiting = self.check_later(&pact)?;
            let record = Record::Pact {
                hash: *pact.hash(),
                text: text.to_owned(),
                user: user.to_owned(),
            };
            self.log(vec![record], now).await?;
            waiting
        };
        self.read_waiting(waiting, now).await
    }

    /// Reads what waited for a version that is in force now; how many notices are held of it.
    pub(crate) async fn read_waiting(&self, waiting: Vec<Unread>, now: Timestamp) -> Result<usize> {
        let mut read = 0;
        for unread in waiting {
            let taken = self
                .take(
                    &unread.from,
                    &unread.pact,
                    &[unread.envelope],
                    Vec::new(),
                    unread.ask.as_ref(),
                    now,
                )
                .await?;
            read += taken.held.len();
        }
        Ok(read)
    }

    /// Whether a version may follow the one in force; what waits for it.
    pub(crate) fn check_later(&self, pact: &Pact) -> Result<Vec<Unread>> {
        let state = self.state();
        let ours = state.pact();
        if pact.id() != ours.id() || pact.version() <= ours.version() {
            return Err(Error::Conflict(format!(
                "found version {} of pact `{}`; expected a later version than {} of `{}`",
                pact.version(),
                pact.id(),
                ours.version(),
                ours.id()
            )));
        }
        if !pact.is_member(&self.id) {
            return Err(Error::Conflict(format!(
                "`{}` is no member of the pact in that version",
                self.id
            )));
        }
        let waiting = state
            .holdings()
            .unread
            .iter()
            .filter(|unread| unread.pact == *pact.hash());
        Ok(waiting.cloned().collect())
    }
}
