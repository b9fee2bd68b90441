//! Screening at a post, against what was released to it, and the person who decides about what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Notice, NoticeId, Obligation, PostId, SubjectId, TheatreId, Use};
use mithaq_pact::{Decider, Pact, PactHash, Permitted, ProfileId};
use mithaq_screen::batch::Band;
use mithaq_screen::{Admit, Group, Options, Query, Score, Snapshot, Strictness, Why};
use mithaq_store::{Envelope, LogSeq};
use serde::Serialize;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::exemption::Exempted;
use crate::holdings::{Holdings, KnownClearance, Outcome, PossibleMatch};
use crate::member::Member;
use crate::message::{SIGHTING_TYPE, Sighting, Version};
use crate::reason;
use crate::receipt::Receipt;
use crate::record::{Asked, Direction, Found, FoundSubject, Judgement, Record, Review, Screening};

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
    /// The journeys to talks its subject may make in spite of the listing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exempted>,
    /// The decision that this party is not its subject, where that still holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Cleared>,
    #[serde(skip)]
    pub(crate) evidence: Option<String>,
}

/// A decision that a party is not a notice's subject, as a later screening of the party shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cleared {
    /// Its entry in the log.
    pub clearance: LogSeq,
    /// When.
    pub at: Timestamp,
    /// By somebody of this role.
    pub role: String,
    /// Why.
    pub reason: String,
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

impl Match {
    /// Whether a person decided already, of every notice the query reached.
    fn is_cleared(&self) -> bool {
        let mut reached = self.hits.iter().filter(|hit| hit.evidence.is_some());
        reached.all(|hit| hit.cleared.is_some())
    }
}

/// What a screening found.
#[derive(Debug, Clone, Serialize)]
pub struct Screened {
    /// Its number in the log.
    pub screening: LogSeq,
    /// Keyed hash of what was searched for.
    pub query_hash: String,
    /// Possible matches, the strongest first.
    pub matches: Vec<Match>,
    /// What was found and had been cleared for this party; nobody is asked again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cleared: Vec<Match>,
    /// Proof of all this, signed with the node's key: a [`Receipt`].
    pub receipt: Envelope,
}

/// Who is screened.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// What is known of them.
    pub query: &'a Query,
    /// The caller's own reference to them, so that what was cleared for them is not raised again.
    pub party: Option<&'a str>,
}

/// What a post searches by: all of one moment, and held without a lock, so that no search waits for an update and no update for
/// a search.
pub(crate) struct View {
    pub(crate) index: Arc<Snapshot>,
    pub(crate) pact: Arc<Pact>,
    /// What the post may screen against.
    pub(crate) permitted: Arc<Permitted>,
    /// What it may act on, where it acts at all.
    pub(crate) acting: Option<Arc<Permitted>>,
    pub(crate) theatre: TheatreId,
}

/// What is cleared for a party, by the notice.
pub(crate) type ClearedFor = BTreeMap<NoticeId, KnownClearance>;

/// A search that was made, as it is logged.
pub(crate) struct Searched<'a> {
    pub(crate) user: &'a str,
    pub(crate) post: &'a PostId,
    pub(crate) query: &'a Query,
    /// Keyed hash of the caller's reference.
    pub(crate) party: Option<String>,
    pub(crate) options: &'a Options,
    pub(crate) by: By,
}

/// By what it was made.
pub(crate) struct By {
    /// The log's last entry, screenings left aside.
    pub(crate) log: LogSeq,
    pub(crate) pact: PactHash,
    /// SHA-256 of the tables.
    pub(crate) tables: String,
    /// The earlier day it was made as of, if it was.
    pub(crate) as_of: Option<Timestamp>,
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
        let asking = Asking { query, party: None };
        self.screen_party(user, post, asking, options, now).await
    }

    /// The same of a party the caller knows by a reference of its own.
    ///
    /// # Errors
    /// As [`Self::screen`].
    pub async fn screen_party(
        &self,
        user: &str,
        post: &PostId,
        asking: Asking<'_>,
        options: &Options,
        now: Timestamp,
    ) -> Result<Screened> {
        let screened = self
            .screen_parties(user, post, &[asking], options, now)
            .await?;
        the_one(screened)
    }

    /// Many parties at once, each with an entry and a receipt of its own: they share one wait for the disk.
    ///
    /// # Errors
    /// As [`Self::screen`]; then none is logged.
    pub async fn screen_parties(
        &self,
        user: &str,
        post: &PostId,
        asking: &[Asking<'_>],
        options: &Options,
        now: Timestamp,
    ) -> Result<Vec<Screened>> {
        self.log_engine(now).await?;
        let party = |asking: &Asking<'_>| {
            let reference = asking.party?;
            Some(self.secret.hash_party(post.as_str(), reference))
        };
        let parties: Vec<Option<String>> = asking.iter().map(party).collect();
        let (view, (cleared, log)) = self.view_now(post, now, |holdings| {
            let cleared = parties.iter().map(|party| match party {
                Some(party) => holdings.cleared_for(party),
                None => ClearedFor::new(),
            });
            (cleared.collect::<Vec<_>>(), holdings.last_entry())
        })?;
        let pact = *view.pact.hash();
        let found = asking.iter().zip(&cleared);
        let found = found
            .map(|(asking, cleared)| self.find(&view, asking.query, cleared, options, now))
            .collect::<Result<Vec<_>>>()?;
        let asked = asking.iter().zip(parties).zip(found);
        let searched = asked.map(|((asking, party), found)| {
            let searched = Searched {
                user,
                post,
                query: asking.query,
                party,
                options,
                by: By {
                    log,
                    pact,
                    tables: Engine::this().tables.clone(),
                    as_of: None,
                },
            };
            (searched, found)
        });
        self.log_all_found(searched, now).await
    }

    /// Logs what a search found, and answers with its receipt.
    pub(crate) async fn log_found(
        &self,
        searched: Searched<'_>,
        found: Vec<Match>,
        now: Timestamp,
    ) -> Result<Screened> {
        the_one(self.log_all_found([(searched, found)], now).await?)
    }

    /// Logs what searches found, and answers each with its receipt.
    async fn log_all_found<'a>(
        &self,
        searched: impl IntoIterator<Item = (Searched<'a>, Vec<Match>)>,
        now: Timestamp,
    ) -> Result<Vec<Screened>> {
        let (mut records, mut of_each) = (Vec::new(), Vec::new());
        for (searched, found) in searched {
            let (cleared, matches): (Vec<Match>, Vec<Match>) =
                found.into_iter().partition(Match::is_cleared);
            records.push(self.as_logged(searched, &matches, &cleared)?);
            of_each.push((matches, cleared));
        }
        let entries = self.log_screenings(records.clone(), now).await?;
        let each = entries.into_iter().zip(records).zip(of_each);
        each.map(|((screening, record), (matches, cleared))| {
            Ok(Screened {
                screening,
                query_hash: record.query_hash.clone(),
                matches,
                cleared,
                receipt: Receipt::of(&self.id, screening, now, record).seal(&self.signer)?,
            })
        })
        .collect()
    }

    /// A search as it is logged.
    fn as_logged(
        &self,
        searched: Searched<'_>,
        matches: &[Match],
        cleared: &[Match],
    ) -> Result<Screening> {
        let Searched { by, post, .. } = searched;
        let plain = plain(searched.query)?;
        // Kept only where somebody must read it to decide.
        let sealed = if matches.is_empty() || by.as_of.is_some() {
            None
        } else {
            Some(self.secret.seal(&plain, post.as_str().as_bytes())?)
        };
        Ok(Screening {
            user: searched.user.to_owned(),
            post: post.clone(),
            query_hash: self.secret.hash(&plain),
            query: sealed,
            party: searched.party,
            threshold: searched.options.threshold.get(),
            asked: Asked {
                as_of: by.as_of,
                ..asked(searched.options)
            },
            log: by.log,
            pact: by.pact,
            engine: Engine::this().version.clone(),
            tables: by.tables,
            found: matches.iter().map(found_subject).collect(),
            cleared: cleared.iter().map(found_subject).collect(),
        })
    }

    /// What a post searches by now, and what else is wanted of the same moment; the lock is let go.
    pub(crate) fn view_now<T>(
        &self,
        post: &PostId,
        now: Timestamp,
        and: impl FnOnce(&Holdings) -> T,
    ) -> Result<(View, T)> {
        let state = self.state();
        let (holdings, index) = (state.holdings(), self.index.snapshot());
        let view = self.view(holdings, state.decider(), index, post, now)?;
        Ok((view, and(holdings)))
    }

    /// What a post searches by, of what is held.
    pub(crate) fn view(
        &self,
        holdings: &Holdings,
        decider: &Decider,
        index: Arc<Snapshot>,
        post: &PostId,
        now: Timestamp,
    ) -> Result<View> {
        let post_does = self.post(post)?;
        if !matches!(post_does.uses, Use::Screen | Use::Act | Use::Adduce) {
            return Err(Error::Refused(format!(
                "post `{post}` uses notices to {} and no more; screening is not its work",
                post_does.uses
            )));
        }
        let permitted_to = |wanted| {
            let question = post_does.question(&self.id, wanted);
            decider.permitted(&question, &holdings.profiles, now)
        };
        Ok(View {
            index,
            pact: Arc::clone(decider.pact()),
            permitted: permitted_to(Use::Screen)?,
            acting: match post_does.uses {
                Use::Act | Use::Adduce => Some(permitted_to(Use::Act)?),
                Use::Read | Use::Screen | Use::Forward => None,
            },
            theatre: post_does.theatre.clone(),
        })
    }

    /// What is found by what is in view.
    pub(crate) fn find(
        &self,
        view: &View,
        query: &Query,
        cleared: &ClearedFor,
        options: &Options,
        now: Timestamp,
    ) -> Result<Vec<Match>> {
        let View {
            permitted, acting, ..
        } = view;
        let hit = |notice: Arc<Notice>, profile: ProfileId, score: f64, why: Vec<Why>| Hit {
            score,
            why,
            may_act: acting.as_ref().is_some_and(|acting| acting.allows(profile)),
            obligations: notice.handling.obligations.clone(),
            exemptions: Exempted::of(&view.pact, &notice, &view.theatre, now),
            cleared: None,
            evidence: None,
            notice,
        };
        // What was cleared takes no place of what was not.
        let wider = Options {
            limit: options.limit + cleared.len(),
            ..options.clone()
        };
        let found = view
            .index
            .search(query, &wider, Admit::Profiles(&permitted.bitmap), now);
        let mut open = 0;
        let mut reached = Vec::with_capacity(found.len());
        for found in found {
            let mut hit = hit(
                Arc::clone(&found.notice),
                ProfileId(found.profile),
                found.score.get(),
                found.why.clone(),
            );
            let evidence = self.evidence(query, &hit)?;
            hit.cleared = cleared
                .get(&hit.notice.id)
                .filter(|known| {
                    let then = (known.clearance.evidence.as_str(), known.clearance.score);
                    holds(then, &evidence, hit.score)
                })
                .map(|known| Cleared {
                    clearance: known.entry,
                    at: known.at,
                    role: known.clearance.role.clone(),
                    reason: known.clearance.reason.clone(),
                });
            hit.evidence = Some(evidence);
            open += usize::from(hit.cleared.is_none());
            if hit.cleared.is_some() || open <= options.limit {
                reached.push((found, hit));
            }
        }
        let mut hits: BTreeMap<NoticeId, Hit> = BTreeMap::new();
        let mut in_order = Vec::with_capacity(reached.len());
        for (found, hit) in reached {
            hits.insert(hit.notice.id.clone(), hit);
            in_order.push(found);
        }
        let matches = Group::of(in_order).into_iter().map(|group| {
            let score = group.score.get();
            let ids: BTreeSet<NoticeId> = group
                .hits
                .iter()
                .map(|found| found.notice.id.clone())
                .collect();
            let of_group = group
                .hits
                .iter()
                .filter_map(|found| hits.remove(&found.notice.id));
            let mut of_group: Vec<Hit> = of_group.collect();
            // What else the post may know of the subject belongs to the match, whether the query's own words reached it
            // or not: an obligation or an originator must not depend on a limit.
            let subjects = group.subjects();
            let beside = subjects
                .iter()
                .flat_map(|subject| view.index.on_subject(subject))
                .map(|(notice, profile)| (notice, ProfileId(profile)));
            let beside = beside.filter(|(notice, profile)| {
                !ids.contains(&notice.id) && notice.stands(now) && permitted.allows(*profile)
            });
            of_group.extend(
                beside.map(|(notice, profile)| hit(Arc::clone(notice), profile, score, Vec::new())),
            );
            Match {
                subject: group.subject,
                score,
                hits: of_group,
            }
        });
        Ok(matches.collect())
    }

    /// The keyed hash of all that a clearance rests on: what was compared, the notice's handling, and whether the post may act.
    fn evidence(&self, query: &Query, hit: &Hit) -> Result<String> {
        let mut compared = mithaq_screen::compared(query, &hit.notice);
        serde_json::to_writer(&mut compared, &(&hit.notice.handling, hit.may_act))?;
        Ok(self.secret.hash_evidence(&compared))
    }

    /// Puts this version's tables into the log, once.
    pub(crate) async fn log_engine(&self, now: Timestamp) -> Result<()> {
        let engine = Engine::this();
        if self.state().holdings().engines.contains_key(&engine.tables) {
            return Ok(());
        }
        let _writing = self.writing.lock().await;
        if self.state().holdings().engines.contains_key(&engine.tables) {
            return Ok(());
        }
        self.log(vec![engine.record()], now).await.map(|_| ())
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
        let reason = reason::checked(reason)?;
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
            reason,
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
        let confirmed = possible.found.notices.iter().filter_map(|found| {
            let mut standing = standing.iter();
            let notice = standing.find(|notice| notice.id == found.version.notice)?;
            Some((found, notice))
        });
        for (found, notice) in confirmed {
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
                // The originator's own id of it: another list's may stand for all that was found.
                subject: notice.subject_id.clone(),
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

/// One was asked, so one is answered; a log that gave it no place was closed.
fn the_one(screened: Vec<Screened>) -> Result<Screened> {
    let one = screened.into_iter().next();
    one.ok_or_else(|| mithaq_store::StoreError::Closed.into())
}

/// What is hashed and sealed of a query. The id names the asker's row, not what was asked: equal searches hash alike.
pub(crate) fn plain(query: &Query) -> Result<Vec<u8>> {
    let asked = Query {
        id: String::new(),
        ..query.clone()
    };
    Ok(serde_json::to_vec(&asked)?)
}

/// Whether what was decided or raised by this evidence and score still holds: nothing that was compared changed, and the score lies in
/// no higher band.
pub(crate) fn holds((before, then): (&str, f64), evidence: &str, score: f64) -> bool {
    // The highest band is the least.
    let (Some(then), Some(score)) = (Score::new(then), Score::new(score)) else {
        return false;
    };
    before == evidence && Band::of(score) >= Band::of(then)
}

fn asked(options: &Options) -> Asked {
    Asked {
        limit: Some(options.limit),
        thresholds: options
            .thresholds
            .iter()
            .map(|(measure, score)| (*measure, score.get()))
            .collect(),
        exclude: options.exclude.clone(),
        exclude_lists: options.exclude_lists.clone(),
        exclude_kinds: options.exclude_kinds.clone(),
        as_of: None,
        strict: options.strictness == Strictness::Strict,
    }
}

pub(crate) fn found_subject(found: &Match) -> FoundSubject {
    let notices = found.hits.iter().map(|hit| Found {
        version: Version::of(&hit.notice),
        originator: hit.notice.originator.clone(),
        score: hit.score,
        obligations: hit.obligations.clone(),
        evidence: hit.evidence.clone(),
    });
    FoundSubject {
        subject: found.subject.clone(),
        notices: notices.collect(),
    }
}

#[cfg(test)]
mod tests;
