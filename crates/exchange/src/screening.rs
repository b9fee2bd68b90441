//! Screening at a post, against what was released to it, and the person who decides about what was found.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Notice, Obligation, PostId, SubjectId, Use};
use mithaq_screen::{Admit, Group, Options, Query, Why};
use mithaq_store::{Envelope, LogSeq};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::holdings::{Outcome, PossibleMatch};
use crate::member::Member;
use crate::message::{SIGHTING_TYPE, Sighting, Version};
use crate::record::{Direction, Found, FoundSubject, Judgement, Record, Review, Screening};

/// The engine that screened, as receipts name it.
pub const ENGINE: &str = concat!("mithaq ", env!("CARGO_PKG_VERSION"));

/// One notice that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The notice, with its instructions.
    pub notice: Arc<Notice>,
    /// How strong, 0 to 1.
    pub score: f64,
    /// What agreed and what did not.
    pub why: Vec<Why>,
    /// Whether the post may act on it, or may only report it.
    pub may_act: bool,
    /// What goes with its use.
    pub obligations: BTreeSet<Obligation>,
}

/// All that was found of one subject: a possible match, for a person to decide.
#[derive(Debug, Clone, Serialize)]
pub struct Match {
    /// The subject.
    pub subject: SubjectId,
    /// The strongest hit's score.
    pub score: f64,
    /// The notices on it, the strongest first.
    pub hits: Vec<Hit>,
}

/// What a screening found.
#[derive(Debug, Clone, Serialize)]
pub struct Screened {
    /// Its number in the log: the receipt.
    pub screening: LogSeq,
    /// Keyed hash of what was searched for.
    pub query_hash: String,
    /// Possible matches, the strongest first.
    pub matches: Vec<Match>,
}

impl Member {
    /// Screens one query at a post. Only what clauses and handling let this post screen against can be found.
    ///
    /// # Errors
    /// When the post is unknown here, or what it does is unknown to the pact.
    pub async fn screen(
        &self,
        user: &str,
        post: &PostId,
        query: &Query,
        options: &Options,
        now: Timestamp,
    ) -> Result<Screened> {
        let question = self.post(post)?.question(&self.id, Use::Screen);
        let (matches, log, pact) = {
            let state = self.state();
            let permitted =
                state
                    .decider()
                    .permitted(&question, &state.holdings().profiles, now)?;
            let may_act = state.decider().permitted(
                &self.post(post)?.question(&self.id, Use::Act),
                &state.holdings().profiles,
                now,
            )?;
            let hits = self.index.snapshot().search(
                query,
                options,
                Admit::Profiles(&permitted.bitmap),
                now,
            );
            let matches: Vec<Match> = Group::of(hits)
                .into_iter()
                .map(|group| Match {
                    subject: group.subject,
                    score: group.score.get(),
                    hits: group
                        .hits
                        .into_iter()
                        .map(|hit| Hit {
                            score: hit.score.get(),
                            why: hit.why,
                            may_act: may_act.bitmap.contains(hit.profile),
                            obligations: hit.notice.handling.obligations.clone(),
                            notice: hit.notice,
                        })
                        .collect(),
                })
                .collect();
            (
                matches,
                state.holdings().last.unwrap_or(LogSeq::START),
                *state.pact().hash(),
            )
        };
        let plain = serde_json::to_vec(query)?;
        let query_hash = self.secret.hash(&plain);
        // Kept only where somebody must read it to decide.
        let sealed = if matches.is_empty() {
            None
        } else {
            Some(self.secret.seal(&plain, post.as_str().as_bytes())?)
        };
        let record = Screening {
            user: user.to_owned(),
            post: post.clone(),
            query_hash: query_hash.clone(),
            query: sealed,
            threshold: options.threshold.get(),
            log,
            pact,
            engine: ENGINE.to_owned(),
            found: matches.iter().map(found).collect(),
        };
        let _writing = self.writing.lock().await;
        let entries = self
            .log(vec![Record::Screening(Box::new(record))], now)
            .await?;
        let screening = entries.first().copied().unwrap_or(log);
        Ok(Screened {
            screening,
            query_hash,
            matches,
        })
    }

    /// What a screening searched for, for whoever reviews what it found.
    ///
    /// # Errors
    /// When there is no such screening, or nothing of the query was kept.
    pub fn query_of(&self, screening: LogSeq) -> Result<Query> {
        let state = self.state();
        let unknown = || Error::Unknown {
            what: "screening",
            id: screening.to_string(),
        };
        let (_, record) = state.holdings().screening(screening).ok_or_else(unknown)?;
        let sealed = record.query.as_ref().ok_or_else(unknown)?;
        Ok(serde_json::from_slice(
            &self
                .secret
                .unseal(sealed, record.post.as_str().as_bytes())?,
        )?)
    }

    /// A person decides about a possible match. When it is the same, each originator among what was found is owed a
    /// sighting; with `four-eyes` in any handling, only once a second person agrees.
    ///
    /// # Errors
    /// When there is no such match, it was decided before, the same person decides twice, or no reason is given.
    pub async fn review(
        &self,
        user: &str,
        screening: LogSeq,
        subject: &SubjectId,
        judgement: Judgement,
        reason: &str,
        now: Timestamp,
    ) -> Result<Outcome> {
        const REASON_LIMIT: usize = 2_000;
        let reason = reason.trim();
        if reason.is_empty() || reason.len() > REASON_LIMIT {
            return Err(Error::Invalid {
                field: "reason".into(),
                found: format!("{} bytes", reason.len()),
                expected: format!("why, in 1 to {REASON_LIMIT} bytes"),
            });
        }
        let _writing = self.writing.lock().await;
        let mut possible = {
            let state = self.state();
            state
                .holdings()
                .possible_match(screening, subject)
                .cloned()
                .ok_or_else(|| Error::Unknown {
                    what: "possible match",
                    id: format!("{screening}/{subject}"),
                })?
        };
        if let Outcome::Decided(judgement) = possible.outcome() {
            return Err(Error::Conflict(format!(
                "this match was decided before: {judgement:?}"
            )));
        }
        if possible
            .reviews
            .iter()
            .any(|(_, review)| review.user == user)
        {
            return Err(Error::Refused(
                "its handling wants two people; you are the first, another must be the second"
                    .into(),
            ));
        }
        let review = Review {
            screening,
            subject: subject.clone(),
            user: user.to_owned(),
            judgement,
            reason: reason.to_owned(),
        };
        possible.reviews.push((now, review.clone()));
        let outcome = possible.outcome();
        let mut records = vec![Record::Review(review)];
        if outcome == Outcome::Decided(Judgement::Same) {
            records.extend(self.sightings_of(&possible)?);
        }
        self.log(records, now).await?;
        Ok(outcome)
    }

    /// A sighting for each notice the match was confirmed against, to its originator. Lists and our own stay here.
    fn sightings_of(&self, possible: &PossibleMatch) -> Result<Vec<Record>> {
        let state = self.state();
        let (at, screening) = state
            .holdings()
            .screening(possible.screening)
            .ok_or_else(|| Error::Unknown {
                what: "screening",
                id: possible.screening.to_string(),
            })?;
        let post = self.post(&screening.post)?;
        let circumstances = possible
            .reviews
            .iter()
            .map(|(_, review)| review.reason.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        let mut records = Vec::new();
        for found in &possible.found.notices {
            let sighting = Sighting {
                id: format!(
                    "{}-{}-{}",
                    self.id, possible.screening, found.version.notice
                ),
                version: found.version.clone(),
                subject: possible.found.subject.clone(),
                by: self.id.clone(),
                post: screening.post.clone(),
                theatre: post.theatre.clone(),
                at: *at,
                score: found.score,
                circumstances: circumstances.clone(),
            };
            let envelope =
                Envelope::seal(SIGHTING_TYPE, &serde_json::to_vec(&sighting)?, &self.signer);
            let other = found
                .originator
                .member()
                .filter(|member| **member != self.id)
                .cloned();
            records.push(Record::Sighting {
                direction: Direction::Sent,
                other,
                sighting: Box::new(sighting),
                envelope,
            });
        }
        Ok(records)
    }
}

fn found(found: &Match) -> FoundSubject {
    let notices = found.hits.iter().map(|hit| Found {
        version: Version {
            notice: hit.notice.id.clone(),
            modified: hit.notice.modified,
        },
        originator: hit.notice.originator.clone(),
        score: hit.score,
        obligations: hit.obligations.clone(),
    });
    FoundSubject {
        subject: found.subject.clone(),
        notices: notices.collect(),
    }
}
