//! Clearing a notice for a party: “not the same”, remembered until something changes that it rests on.

use jiff::Timestamp;
use mithaq_notice::NoticeId;
use mithaq_store::LogSeq;

use crate::error::{Error, Result};
use crate::holdings::KnownClearance;
use crate::member::Member;
use crate::reason;
use crate::record::{Clearance, Found, Record};
use crate::screening::holds;

impl KnownClearance {
    /// Whether it holds for what a screening of its party found of its notice: nothing it rests on has changed, and the score lies
    /// in no higher band.
    #[must_use]
    pub fn holds(&self, found: &Found) -> bool {
        let then = (self.clearance.evidence.as_str(), self.clearance.score);
        let evidence = found.evidence.as_deref();
        evidence.is_some_and(|evidence| holds(then, evidence, found.score))
    }
}

impl Member {
    /// A person decides that the party of a screening is not the subject of a notice it found. Later screenings of the party
    /// show the notice as cleared and nobody is asked again, until what was compared, the notice's handling, what the post may do,
    /// or the score's band changes.
    ///
    /// # Errors
    /// When the screening named no party, did not find the notice, or no reason is given.
    pub async fn clear(
        &self,
        (user, role): (&str, &str),
        screening: LogSeq,
        notice: &NoticeId,
        reason: &str,
        now: Timestamp,
    ) -> Result<LogSeq> {
        let reason = reason::checked(reason)?;
        let (_, record) = self.screening(screening).await?;
        let party = record.party.ok_or_else(|| {
            Error::Refused(format!(
                "screening {screening} named no party; screen with the caller's own reference, `party`, so that the decision is remembered for it"
            ))
        })?;
        let mut found = record.found.iter().flat_map(|found| &found.notices);
        let found = found.find(|found| found.version.notice == *notice && found.evidence.is_some());
        let found = found.ok_or_else(|| Error::Unknown {
            what: "notice that this screening raised",
            id: notice.to_string(),
        })?;
        let clearance = Clearance {
            party,
            post: record.post,
            notice: notice.clone(),
            screening,
            evidence: found.evidence.clone().unwrap_or_default(),
            score: found.score,
            user: user.to_owned(),
            role: role.to_owned(),
            reason,
        };
        let _writing = self.writing.lock().await;
        let entries = self.log(vec![Record::Clearance(clearance)], now).await?;
        Ok(entries.first().copied().unwrap_or(LogSeq::START))
    }

    /// A person takes a clearance back: the notice is raised again.
    ///
    /// # Errors
    /// When there is no such clearance, it was undone before, or no reason is given.
    pub async fn undo_clearance(
        &self,
        user: &str,
        clearance: LogSeq,
        reason: &str,
        now: Timestamp,
    ) -> Result<()> {
        let reason = reason::checked(reason)?;
        let _writing = self.writing.lock().await;
        let undone = {
            let state = self.state();
            let known = state.holdings().clearances.get(&clearance);
            known.map(|known| known.undone.is_some())
        };
        match undone {
            None => Err(Error::Unknown {
                what: "clearance",
                id: clearance.to_string(),
            }),
            Some(true) => Err(Error::Conflict(format!(
                "clearance {clearance} was undone before"
            ))),
            Some(false) => {
                let record = Record::ClearanceUndone {
                    clearance,
                    user: user.to_owned(),
                    reason,
                };
                self.log(vec![record], now).await.map(|_| ())
            }
        }
    }
}
