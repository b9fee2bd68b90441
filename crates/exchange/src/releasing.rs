//! What this member gives to others: the answer to an ask, and what is owed to those who hold its notices.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mithaq_notice::{Handling, MemberId, NoticeId, Originator, Status};
use mithaq_pact::{Caller, Reason, Release, ReleaseQuestion, Role};
use mithaq_store::Envelope;

use crate::error::Result;
use crate::holdings::{Held, Holder};
use crate::member::{Member, State};
use crate::message::{Ask, Body, Refusal, Since, Version};
use crate::record::{Cause, Causes, Origin, Record};

impl Ask {
    /// The release question a member asks with it.
    #[must_use]
    pub fn question(&self, member: &MemberId) -> ReleaseQuestion {
        ReleaseQuestion {
            caller: Caller {
                member: member.clone(),
                service: self.service.clone(),
                role: Role::Service,
            },
            activity: self.activity.clone(),
            theatre: self.theatre.clone(),
            wanted: self.wanted,
        }
    }
}

/// Why a denied release was denied, as it is counted.
#[must_use]
pub fn cause(release: &Release) -> Cause {
    match release.reason() {
        Some(Reason::Handling(field)) => Cause::Handling(field.to_string()),
        _ if release.clauses.is_empty() => Cause::Silence,
        _ => Cause::Clauses(release.clauses.clone()),
    }
}

impl Member {
    /// Answers a peer's ask: what the pact and each notice's handling release to it, and the log of what was withheld.
    pub(crate) async fn answer_ask(
        &self,
        from: &MemberId,
        ask: Ask,
        since: Since,
        after: Option<NoticeId>,
        now: Timestamp,
    ) -> Result<Body> {
        let _writing = self.writing.lock().await;
        let question = ask.question(from);
        let (page, withheld, refusal) = {
            let state = self.state();
            let permitted =
                state
                    .decider()
                    .permitted(&question, &state.holdings().profiles, now)?;
            let mut causes = Causes::default();
            let mut page = Page::default();
            for (held, envelope) in own_notices(&state, &self.id) {
                if !held.notice.stands(now) || is_before(held, after.as_ref()) {
                    continue;
                }
                if !permitted.allows(held.profile) {
                    causes.add(permitted.answer(held.profile).map_or(Cause::Silence, cause));
                } else if since == Since::Beginning || !holds_current(&state, held, from, &ask) {
                    page.add(held, envelope);
                }
            }
            // The question itself, of a notice whose handling would allow everything: what the pact alone says.
            let by_pact = state.pact().release(
                &question,
                &Originator::Member(self.id.clone()),
                &Handling::public(),
                now,
            )?;
            let refusal = (!by_pact.permitted()).then(|| Refusal {
                clauses: by_pact.clauses.clone(),
                wording: by_pact.text().clone(),
            });
            // What was withheld is counted once, with the first page.
            let withheld = if after.is_none() {
                causes.into_counts()
            } else {
                Vec::new()
            };
            (page, withheld, refusal)
        };
        let Page {
            envelopes,
            sent,
            more_after,
            ..
        } = page;
        let continues = after.is_some();
        if !self.delivered_so_before(from, &ask, continues, &sent, &withheld) {
            let record = Record::Delivery {
                to: from.clone(),
                ask: Some(ask),
                continues,
                sent,
                withdrawn: Vec::new(),
                withheld,
            };
            self.log(vec![record], now).await?;
        }
        Ok(Body::Released {
            notices: envelopes,
            refusal,
            more_after,
        })
    }

    /// What is owed to a member, after a notice where one message did not hold all: newer versions of what it holds,
    /// recalls, and what it must give up. Logged as sent, the first time.
    pub(crate) async fn owed_to(
        &self,
        to: &MemberId,
        after: Option<&NoticeId>,
        now: Timestamp,
    ) -> Result<Option<(Body, Option<NoticeId>)>> {
        let _writing = self.writing.lock().await;
        let (mut page, mut withdrawn) = (Page::default(), Vec::new());
        {
            let state = self.state();
            for (held, envelope) in own_notices(&state, &self.id) {
                if is_before(held, after) {
                    continue;
                }
                let Some(holder) = holder(&state, &held.notice.id, to) else {
                    continue;
                };
                match due(&state, held, holder, to, now) {
                    Due::Nothing => {}
                    Due::Version => page.add(held, envelope),
                    Due::GiveUp => withdrawn.push(held.notice.id.clone()),
                }
            }
        }
        let Page {
            envelopes,
            sent,
            more_after,
            ..
        } = page;
        if sent.is_empty() && withdrawn.is_empty() {
            return Ok(None);
        }
        let first_time = {
            let state = self.state();
            sent.iter().any(|version| !was_sent(&state, version, to))
                || withdrawn.iter().any(|notice| {
                    holder(&state, notice, to).is_some_and(|holder| !holder.giving_up)
                })
        };
        if first_time {
            let record = Record::Delivery {
                to: to.clone(),
                ask: None,
                continues: after.is_some(),
                sent,
                withdrawn: withdrawn.clone(),
                withheld: Vec::new(),
            };
            self.log(vec![record], now).await?;
        }
        Ok(Some((
            Body::Deliver {
                notices: envelopes,
                withdrawn,
            },
            more_after,
        )))
    }

    /// Whether a peer that asks over and over is given just what the log has of its last ask: that is not logged again.
    fn delivered_so_before(
        &self,
        to: &MemberId,
        ask: &Ask,
        continues: bool,
        sent: &[Version],
        withheld: &[(Cause, usize)],
    ) -> bool {
        let state = self.state();
        let last = state.holdings().deliveries().iter().rev().find(|delivery| {
            delivery.to == *to && delivery.ask.as_ref() == Some(ask) && !delivery.continues
        });
        let asked_so = |version: &Version| {
            holder(&state, &version.notice, to).is_some_and(|holder| holder.asks.contains(ask))
        };
        (continues || last.is_some_and(|last| last.withheld == withheld))
            && sent
                .iter()
                .all(|version| was_sent(&state, version, to) && asked_so(version))
    }

    /// Logs what a member says it holds, with its signed message as the proof.
    pub(crate) async fn note_acknowledgement(
        &self,
        by: &MemberId,
        held: Vec<Version>,
        withdrawn: Vec<NoticeId>,
        sightings: Vec<String>,
        proof: Envelope,
        now: Timestamp,
    ) -> Result<()> {
        if held.is_empty() && withdrawn.is_empty() && sightings.is_empty() {
            return Ok(());
        }
        let _writing = self.writing.lock().await;
        let record = Record::Acknowledgement {
            by: by.clone(),
            held,
            withdrawn,
            sightings,
            steps: Vec::new(),
            amendments: Vec::new(),
            proof,
        };
        self.log(vec![record], now).await?;
        Ok(())
    }

    /// Who still owes an acknowledgement, and of how many notices.
    #[must_use]
    pub fn acknowledgements_owed(&self) -> BTreeMap<MemberId, usize> {
        let state = self.state();
        let mut owed = BTreeMap::new();
        for (id, holders) in &state.holdings().holders {
            let Some(current) = state.holdings().notice(id) else {
                continue;
            };
            for (member, holder) in holders {
                let acknowledged =
                    !holder.giving_up && holder.acknowledged >= Some(current.notice.modified);
                *owed.entry(member.clone()).or_default() += usize::from(!acknowledged);
            }
        }
        owed.retain(|_, count| *count > 0);
        owed
    }
}

/// As many notices as one message holds: well below what an envelope may be.
#[derive(Default)]
struct Page {
    envelopes: Vec<Envelope>,
    sent: Vec<Version>,
    bytes: usize,
    /// The last one of a page that was full when another came.
    more_after: Option<NoticeId>,
}

impl Page {
    const LIMIT_BYTES: usize = 4 << 20;

    fn add(&mut self, held: &Held, envelope: &Envelope) {
        if self.bytes >= Self::LIMIT_BYTES {
            self.more_after = self
                .more_after
                .take()
                .or_else(|| self.sent.last().map(|last| last.notice.clone()));
            return;
        }
        self.bytes += envelope.unverified_payload().len();
        self.envelopes.push(envelope.clone());
        self.sent.push(Version::of(&held.notice));
    }
}

fn is_before(held: &Held, after: Option<&NoticeId>) -> bool {
    after.is_some_and(|after| held.notice.id <= *after)
}

/// What one holder is owed of one notice.
enum Due {
    Nothing,
    Version,
    GiveUp,
}

fn due(state: &State, held: &Held, holder: &Holder, to: &MemberId, now: Timestamp) -> Due {
    if holder.giving_up {
        return Due::GiveUp;
    }
    // A suspension stops what is released; what is held stays where it is, unused, until it ends.
    let suspended = state.pact().status_at(now) == mithaq_pact::Status::Suspended;
    let still_released = || {
        suspended
            || holder.asks.iter().any(|ask| {
                state
                    .pact()
                    .release(
                        &ask.question(to),
                        &held.notice.originator,
                        &held.notice.handling,
                        now,
                    )
                    .is_ok_and(|release| release.permitted())
            })
    };
    // A recall goes to everyone who holds a copy, whatever the clauses say by now: it is no activity of the pact.
    if held.notice.status == Status::Active && !still_released() {
        Due::GiveUp
    } else if holder.acknowledged < Some(held.notice.modified) {
        Due::Version
    } else {
        Due::Nothing
    }
}

fn own_notices<'a>(
    state: &'a State,
    us: &'a MemberId,
) -> impl Iterator<Item = (&'a Held, &'a Envelope)> {
    state
        .holdings()
        .notices()
        .filter_map(move |held| match &held.origin {
            Origin::Own { envelope, .. } if held.notice.originator.member() == Some(us) => {
                Some((held, envelope))
            }
            _ => None,
        })
}

fn holder<'a>(state: &'a State, id: &NoticeId, member: &MemberId) -> Option<&'a Holder> {
    state.holdings().holders.get(id)?.get(member)
}

fn was_sent(state: &State, version: &Version, to: &MemberId) -> bool {
    holder(state, &version.notice, to).is_some_and(|holder| holder.sent == Some(version.modified))
}

/// Whether a member acknowledged the current version, and asked for it so before.
fn holds_current(state: &State, held: &Held, member: &MemberId, ask: &Ask) -> bool {
    holder(state, &held.notice.id, member).is_some_and(|holder| {
        holder.asks.contains(ask) && holder.acknowledged >= Some(held.notice.modified)
    })
}
