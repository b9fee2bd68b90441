//! What an amendment changes, told before it is signed, and what is new since an earlier version.

use std::collections::BTreeMap;

use mithaq_notice::Text;
use mithaq_pact::{ClauseChange, Diff, Pact, PactHash, ProfileId, Profiles};
use mithaq_store::{Digest, LogSeq};
use serde::Serialize;

use crate::consulting::unknown;
use crate::error::{Error, Result};
use crate::member::Member;
use crate::record::Record;

/// An amendment beside the version it follows. Comparing them may take its time: not on a thread that others wait for.
#[derive(Debug)]
pub struct Comparison {
    old: Pact,
    new: Pact,
    profiles: Profiles,
    held: BTreeMap<ProfileId, usize>,
}

/// What an amendment changes: clause by clause, question by question, and for which of the notices held here.
#[derive(Debug, Serialize)]
pub struct Changes {
    /// The verdict in three languages.
    pub wording: Text,
    /// The whole of it.
    #[serde(flatten)]
    pub diff: Diff,
    /// How many notices held here each of its notice changes is about, by profile.
    pub held: BTreeMap<ProfileId, usize>,
}

impl Comparison {
    /// Compares them.
    #[must_use]
    pub fn changes(self) -> Changes {
        let diff = mithaq_pact::diff(&self.old, &self.new, &self.profiles);
        let mut held = self.held;
        held.retain(|profile, _| diff.notices.iter().any(|change| change.profile == *profile));
        Changes {
            wording: diff.wording(),
            diff,
            held,
        }
    }

    /// What of its clauses is new in the later version.
    #[must_use]
    pub fn news(self) -> Vec<ClauseChange> {
        self.changes().diff.clauses
    }
}

impl Member {
    /// What an amendment changes in the version it follows.
    ///
    /// # Errors
    /// When there is no such amendment here.
    pub async fn compared(&self, amendment: &Digest) -> Result<Comparison> {
        let (base, text, profiles, held) = {
            let state = self.state();
            let holdings = state.holdings();
            let known = holdings.amendment(amendment);
            let known = known.ok_or_else(|| unknown("amendment", amendment))?;
            let (mut profiles, mut here) = (Profiles::new(), BTreeMap::new());
            for (id, profile) in holdings.profiles.iter() {
                here.insert(id, profiles.intern(&profile.originator, &profile.handling));
            }
            let mut held: BTreeMap<ProfileId, usize> = BTreeMap::new();
            for profile in holdings
                .notices()
                .filter_map(|held| here.get(&held.profile))
            {
                *held.entry(*profile).or_default() += 1;
            }
            let amendment = known.amendment();
            (amendment.base, amendment.text.clone(), profiles, held)
        };
        let old = self.version(&base).await?;
        let new = Pact::parse("amendment.toml", &text)?;
        Ok(Comparison {
            old,
            new,
            profiles,
            held,
        })
    }

    /// The version in force beside an earlier one that was in force here.
    ///
    /// # Errors
    /// When none with this number was.
    pub async fn compared_since(&self, number: u64) -> Result<Comparison> {
        let entries: Vec<LogSeq> = {
            let state = self.state();
            let versions = state.holdings().versions.iter().rev();
            versions.map(|(_, entry)| *entry).collect()
        };
        for entry in entries {
            let old = self.version_at(entry).await?;
            if old.version() == number {
                return self.beside(old);
            }
        }
        Err(unknown("version of the pact", &number))
    }

    /// The version in force beside the one before it here; none where it is the first.
    ///
    /// # Errors
    /// When that cannot be read.
    pub async fn compared_with_former(&self) -> Result<Option<Comparison>> {
        let former = {
            let state = self.state();
            state.holdings().versions.iter().rev().nth(1).copied()
        };
        let Some((_, entry)) = former else {
            return Ok(None);
        };
        self.beside(self.version_at(entry).await?).map(Some)
    }

    fn beside(&self, old: Pact) -> Result<Comparison> {
        let text = self.state().pact_text().to_owned();
        Ok(Comparison {
            old,
            new: Pact::parse("pact.toml", &text)?,
            profiles: Profiles::new(),
            held: BTreeMap::new(),
        })
    }

    /// A version that was in force here.
    async fn version(&self, hash: &PactHash) -> Result<Pact> {
        let entry = {
            let state = self.state();
            let mut versions = state.holdings().versions.iter();
            let known = versions.find(|(version, _)| version == hash);
            known.map(|(_, entry)| *entry)
        };
        let entry = entry.ok_or_else(|| unknown("version of the pact", hash))?;
        self.version_at(entry).await
    }

    async fn version_at(&self, entry: LogSeq) -> Result<Pact> {
        let logged = self.store.reader().entry(entry).await?;
        let payload = logged.and_then(|logged| logged.payload);
        let payload = payload.ok_or_else(|| unknown("log entry", &entry))?;
        let record: Record =
            serde_json::from_slice(&payload).map_err(|source| Error::Record { entry, source })?;
        match record {
            Record::Pact { text, .. } => Ok(Pact::parse("pact.toml", &text)?),
            _ => Err(unknown("version of the pact", &entry)),
        }
    }
}
