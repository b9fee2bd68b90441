//! What a version of the pact changes, told before it is signed, and what is new since an earlier one.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_notice::{Notice, NoticeId, Text};
use mithaq_pact::{ClauseChange, Diff, Pact, PactHash, ProfileId, Profiles};
use mithaq_store::{Digest, LogSeq};
use serde::Serialize;

use crate::consulting::unknown;
use crate::error::{Error, Result};
use crate::member::{Member, State};
use crate::record::Record;

/// Two versions side by side, and the notices to be told of. Comparing them may take its time: not on a thread that others wait for.
#[derive(Debug)]
pub struct Comparison {
    old: Arc<Pact>,
    new: Arc<Pact>,
    notices: Vec<Arc<Notice>>,
}

/// What a version changes: clause by clause, question by question, and for which notices.
#[derive(Debug, Serialize)]
pub struct Changes {
    /// The verdict in three languages.
    pub wording: Text,
    /// The whole of it.
    #[serde(flatten)]
    pub diff: Diff,
    /// The notices for which something changes, by the profile that each of the diff's notice changes names.
    #[serde(rename = "profiles")]
    pub notices: BTreeMap<ProfileId, Vec<NoticeId>>,
}

impl Changes {
    /// Compares two versions for these notices. A large pact takes seconds.
    #[must_use]
    pub fn between(
        old: &Pact,
        new: &Pact,
        notices: impl IntoIterator<Item = impl AsRef<Notice>>,
    ) -> Self {
        let mut profiles = Profiles::new();
        let mut of_profile: BTreeMap<ProfileId, Vec<NoticeId>> = BTreeMap::new();
        for notice in notices {
            let notice = notice.as_ref();
            let profile = profiles.intern(&notice.originator, &notice.handling);
            let notices = of_profile.entry(profile).or_default();
            notices.push(notice.id.clone());
        }
        let diff = mithaq_pact::diff(old, new, &profiles);
        of_profile
            .retain(|profile, _| diff.notices.iter().any(|change| change.profile == *profile));
        Self {
            wording: diff.wording(),
            diff,
            notices: of_profile,
        }
    }
}

impl Comparison {
    /// Compares them.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes::between(&self.old, &self.new, &self.notices)
    }

    /// What of its clauses is new in the later version.
    #[must_use]
    pub fn news(&self) -> Vec<ClauseChange> {
        mithaq_pact::clause_changes(&self.old, &self.new)
    }
}

impl State {
    /// The notices held that a version of the pact can change something for: those that are neither recalled nor ended.
    pub fn standing_notices(&self, now: Timestamp) -> impl Iterator<Item = &Arc<Notice>> + use<'_> {
        let held = self.holdings().notices().map(|held| &held.notice);
        held.filter(move |notice| notice.stands(now))
    }
}

impl Member {
    /// What an amendment changes in the version it follows, and for which of the notices that stand here now.
    ///
    /// # Errors
    /// When there is no such amendment here.
    pub async fn compared(&self, amendment: &Digest, now: Timestamp) -> Result<Comparison> {
        let (base, text, notices) = {
            let state = self.state();
            let known = state.holdings().amendment(amendment);
            let known = known.ok_or_else(|| unknown("amendment", amendment))?;
            let amendment = known.amendment();
            let notices = state.standing_notices(now).cloned().collect();
            (amendment.base, amendment.text.clone(), notices)
        };
        Ok(Comparison {
            old: Arc::new(self.version(&base).await?),
            new: Arc::new(Pact::parse("amendment.toml", &text)?),
            notices,
        })
    }

    /// What a version nobody has proposed yet would change of the one in force, and for which of the notices that stand here now.
    ///
    /// # Errors
    /// Everything that is wrong with it, by the name it is to have.
    pub fn compared_with(&self, file_name: &str, text: &str, now: Timestamp) -> Result<Comparison> {
        let new = Arc::new(Pact::parse(file_name, text)?);
        let state = self.state();
        Ok(Comparison {
            old: Arc::clone(state.pact()),
            new,
            notices: state.standing_notices(now).cloned().collect(),
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
                return Ok(self.beside(old));
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
        let former = self.version_at(entry).await?;
        Ok(Some(self.beside(former)))
    }

    fn beside(&self, old: Pact) -> Comparison {
        Comparison {
            old: Arc::new(old),
            new: Arc::clone(self.state().pact()),
            notices: Vec::new(),
        }
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
