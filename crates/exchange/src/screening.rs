//! Screening at a post, against what was released to it, and the person who decides about what was found.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Notice, NoticeId, Obligation, PostId, SubjectId, Use};
use mithaq_pact::{PactHash, ProfileId};
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
    /// The notices on it: those the query reached, the strongest first, then what else is known of the subject, with the
    /// match's own score.
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
        let (matches, log, pact) = self.find(post, query, options, now)?;
        // The id names the asker's row, not what was asked: equal searches hash alike.
        let asked = Query {
            id: String::new(),
            ..query.clone()
        };
        let plain = serde_json::to_vec(&asked)?;
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

    /// What the post finds, with the log's last entry and the pact version it was found by.
    fn find(
        &self,
        post: &PostId,
        query: &Query,
        options: &Options,
        now: Timestamp,
    ) -> Result<(Vec<Match>, LogSeq, PactHash)> {
        let post_does = self.post(post)?;
        if !matches!(post_does.uses, Use::Screen | Use::Act | Use::Adduce) {
            return Err(Error::Refused(format!(
                "post `{post}` uses notices to {} and no more; screening is not its work",
                post_does.uses
            )));
        }
        let state = self.state();
        let holdings = state.holdings();
        let permitted_to = |wanted| {
            state.decider().permitted(
                &post_does.question(&self.id, wanted),
                &holdings.profiles,
                now,
            )
        };
        let permitted = permitted_to(Use::Screen)?;
        let acting = match post_does.uses {
            Use::Act | Use::Adduce => Some(permitted_to(Use::Act)?),
            Use::Read | Use::Screen | Use::Forward => None,
        };
        let hit = |notice: Arc<Notice>, profile: ProfileId, score: f64, why: Vec<Why>| Hit {
            score,
            why,
            may_act: acting.as_ref().is_some_and(|acting| acting.allows(profile)),
            obligations: notice.handling.obligations.clone(),
            notice,
        };
        let mut found =
            self.index
                .snapshot()
                .search(query, options, Admit::Profiles(&permitted.bitmap), now);
        // The index follows the log by a moment: what was taken back or narrowed meanwhile is not found any more.
        found.retain(|hit| {
            let held = holdings.notice(&hit.notice.id);
            held.is_some_and(|held| held.notice.stands(now) && permitted.allows(held.profile))
        });
        let matches = Group::of(found).into_iter().map(|group| {
            let score = group.score.get();
            let mut hits: Vec<Hit> = group
                .hits
                .into_iter()
                .map(|found| {
                    hit(
                        found.notice,
                        ProfileId(found.profile),
                        found.score.get(),
                        found.why,
                    )
                })
                .collect();
            // What else the post may know of the subject belongs to the match, whether the query's own words reached it
            // or not: an obligation or an originator must not depend on a limit.
            let reached: BTreeSet<NoticeId> =
                hits.iter().map(|hit| hit.notice.id.clone()).collect();
            let beside = holdings.on_subject(&group.subject).filter(|held| {
                !reached.contains(&held.notice.id)
                    && held.notice.stands(now)
                    && permitted.allows(held.profile)
            });
            hits.extend(
                beside.map(|held| hit(Arc::clone(&held.notice), held.profile, score, Vec::new())),
            );
            Match {
                subject: group.subject,
                score,
                hits,
            }
        });
        Ok((
            matches.collect(),
            holdings.last_entry(),
            *state.pact().hash(),
        ))
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
        let standing = self.standing(&possible, now);
        if judgement == Judgement::Same && standing.is_empty() {
            return Err(Error::Conflict("every notice this match was found by has been recalled or has ended; there is nothing to confirm".into()));
        }
        let review = Review {
            four_eyes: standing
                .iter()
                .any(|notice| notice.handling.obligations.contains(&Obligation::FourEyes)),
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
            records.extend(self.sightings_of(&possible, &standing)?);
        }
        self.log(records, now).await?;
        Ok(outcome)
    }

    /// The notices a match was found by that stand, in the version held now.
    fn standing(&self, possible: &PossibleMatch, now: Timestamp) -> Vec<Arc<Notice>> {
        let state = self.state();
        let held = possible
            .found
            .notices
            .iter()
            .filter_map(|found| state.holdings().notice(&found.version.notice));
        held.filter(|held| held.notice.stands(now))
            .map(|held| Arc::clone(&held.notice))
            .collect()
    }

    /// A sighting for each standing notice the match was confirmed against, to its originator. Lists' and our own stay here.
    fn sightings_of(
        &self,
        possible: &PossibleMatch,
        standing: &[Arc<Notice>],
    ) -> Result<Vec<Record>> {
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
        let confirmed = possible.found.notices.iter().filter(|found| {
            standing
                .iter()
                .any(|notice| notice.id == found.version.notice)
        });
        for found in confirmed {
            let sighting = Sighting {
                // The hash tells this screening from another of the same number, were the node ever made anew.
                id: format!(
                    "{}-{}-{}-{}",
                    self.id,
                    possible.screening,
                    screening.query_hash.get(..16).unwrap_or_default(),
                    found.version.notice
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
        version: Version::of(&hit.notice),
        originator: hit.notice.originator.clone(),
        score: hit.score,
        obligations: hit.obligations.clone(),
    });
    FoundSubject {
        subject: found.subject.clone(),
        notices: notices.collect(),
    }
}
