//! Decisions remembered: Cedar is asked once for each key, and never for a notice.
//!
//! The key is *(originator, caller class, activity, theatre, use, handling profile, pact hash, validity epoch)*. A
//! [`Decider`] is of one pact, which fixes the hash; the question gives caller class (member, service, role),
//! activity, theatre and use; the profile gives originator and handling; and an epoch runs from one moment when a
//! clause or the handling begins or ends to the next.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use roaring::RoaringBitmap;

use crate::decide::Release;
use crate::profiles::{Interned, ProfileId, Profiles};
use crate::{Pact, ReleaseQuestion, UnknownId};

/// Past this many remembered answers everything is forgotten and asked anew: a bound on memory, not a policy.
const MOST_REMEMBERED: usize = 1 << 20;

/// What one caller may use for one purpose, of all profiles known.
#[derive(Debug, Clone, Default)]
pub struct Permitted {
    /// The numbers of the profiles it may use.
    pub bitmap: RoaringBitmap,
    /// Every profile's answer, permits included, by number.
    answers: Vec<Arc<Release>>,
}

impl Permitted {
    /// Whether notices of this profile may be used so.
    #[must_use]
    pub fn allows(&self, profile: ProfileId) -> bool {
        self.bitmap.contains(profile.0)
    }

    /// The answer for one profile: obligations of a permit, reason of a denial.
    #[must_use]
    pub fn answer(&self, profile: ProfileId) -> Option<&Release> {
        self.answers.get(profile.0 as usize).map(AsRef::as_ref)
    }

    /// The profiles that may not be used, each with its answer.
    pub fn denials(&self) -> impl Iterator<Item = (ProfileId, &Release)> {
        (0..)
            .map(ProfileId)
            .zip(self.answers.iter().map(AsRef::as_ref))
            .filter(|(_, answer)| !answer.permitted())
    }
}

/// Decides by one pact and remembers. Any number of threads may ask at once; they share what is remembered.
#[derive(Debug)]
pub struct Decider {
    pact: Arc<Pact>,
    /// When some clause begins or ends, ascending.
    changes: Vec<Timestamp>,
    /// Whole answers, for as long as they hold.
    permitted: RwLock<HashMap<ReleaseQuestion, Remembered>>,
    /// Single decisions.
    decisions: RwLock<HashMap<Key, Arc<Release>>>,
    asked: AtomicU64,
}

#[derive(Debug, Clone)]
struct Remembered {
    interner: u64,
    profiles: usize,
    /// From the first of these moments to just before the second.
    holds: Range<Timestamp>,
    permitted: Arc<Permitted>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    question: ReleaseQuestion,
    interner: u64,
    profile: ProfileId,
    /// How many of the pact's changes have passed, and whether the handling's end has.
    epoch: (usize, bool),
}

impl Decider {
    /// A decider of this pact that remembers nothing yet.
    #[must_use]
    pub fn new(pact: Arc<Pact>) -> Self {
        let mut changes: Vec<Timestamp> = pact.changes().collect();
        changes.sort_unstable();
        changes.dedup();
        Self {
            pact,
            changes,
            permitted: RwLock::default(),
            decisions: RwLock::default(),
            asked: AtomicU64::new(0),
        }
    }

    /// The pact it decides by.
    #[must_use]
    pub const fn pact(&self) -> &Arc<Pact> {
        &self.pact
    }

    /// How many decisions were not remembered and had to be asked of the policies.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// What the caller may use, of all profiles there are.
    ///
    /// # Errors
    /// [`UnknownId`] where the question names what the pact does not know. A profile whose originator it does not know
    /// is denied.
    pub fn permitted(
        &self,
        question: &ReleaseQuestion,
        profiles: &Profiles,
        at: Timestamp,
    ) -> Result<Arc<Permitted>, UnknownId> {
        let known = self
            .permitted
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(remembered) = known.get(question)
            && remembered.interner == profiles.instance()
            && remembered.profiles == profiles.len()
            && remembered.holds.contains(&at)
        {
            return Ok(Arc::clone(&remembered.permitted));
        }
        drop(known);
        let permitted = Arc::new(self.decide_all(question, profiles, at)?);
        let remembered = Remembered {
            interner: profiles.instance(),
            profiles: profiles.len(),
            holds: self.holds(profiles, at),
            permitted: Arc::clone(&permitted),
        };
        let mut known = self
            .permitted
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(question.clone(), remembered);
        Ok(permitted)
    }

    fn decide_all(
        &self,
        question: &ReleaseQuestion,
        profiles: &Profiles,
        at: Timestamp,
    ) -> Result<Permitted, UnknownId> {
        // Even with no profile at all, an unknown id is an error and never silence.
        self.pact.known_question(question)?;
        let mut permitted = Permitted::default();
        for (id, profile) in profiles.iter() {
            let epoch = (
                self.changes.partition_point(|change| *change <= at),
                profile.handling.until.is_some_and(|end| end <= at),
            );
            let key = Key {
                question: question.clone(),
                interner: profiles.instance(),
                profile: id,
                epoch,
            };
            let answer = self.decide(key, profile, at);
            if answer.permitted() {
                permitted.bitmap.insert(id.0);
            }
            permitted.answers.push(answer);
        }
        Ok(permitted)
    }

    fn decide(&self, key: Key, profile: &Interned, at: Timestamp) -> Arc<Release> {
        let known = self
            .decisions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(&key) {
            return Arc::clone(answer);
        }
        drop(known);
        self.asked.fetch_add(1, Ordering::Relaxed);
        let Interned {
            originator,
            handling,
        } = profile;
        let answer = self.pact.release(&key.question, originator, handling, at);
        let answer = Arc::new(answer.unwrap_or_else(|_| {
            Release::of_unknown_originator(&self.pact, &key.question, originator, at)
        }));
        let mut known = self
            .decisions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(key, Arc::clone(&answer));
        answer
    }

    /// From when until when the answers of this moment hold.
    fn holds(&self, profiles: &Profiles, at: Timestamp) -> Range<Timestamp> {
        let passed = self.changes.partition_point(|change| *change <= at);
        let begun = passed
            .checked_sub(1)
            .and_then(|n| self.changes.get(n))
            .copied();
        let next = self.changes.get(passed).copied();
        let (ended, end) = profiles.ends_around(at);
        let from = begun.max(ended).unwrap_or(Timestamp::MIN);
        let until = [next, end]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(Timestamp::MAX);
        from..until
    }
}
