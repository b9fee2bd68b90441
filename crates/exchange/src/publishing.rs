//! A member's own notices, and the public lists its node imports.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::un::UnList;
use mithaq_notice::update::{self, Removals};
use mithaq_notice::{
    Handling, IssuerId, MemberId, Notice, NoticeId, Originator, Restriction, Status,
};
use mithaq_pact::Pact;
use mithaq_store::Envelope;

use crate::error::{Error, Result};
use crate::member::Member;
use crate::message::NOTICE_TYPE;
use crate::record::{Origin, Record};

/// What an import changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Imported {
    /// When the issuer made the list.
    pub generated: Timestamp,
    /// Notices that were not here.
    pub new: usize,
    /// Notices with a newer version.
    pub corrected: usize,
    /// Notices no longer on the list.
    pub recalled: usize,
}

impl Member {
    /// Publishes notices of this member's own: all of them, or none.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the notice and field; [`Error::Conflict`] when one of them exists already.
    pub async fn publish(&self, notices: Vec<Notice>, now: Timestamp) -> Result<Vec<NoticeId>> {
        let _writing = self.writing.lock().await;
        let mut ids = BTreeSet::new();
        for notice in &notices {
            self.check_own(notice)?;
            let exists = self.state().holdings().notice(&notice.id).is_some();
            if exists || !ids.insert(notice.id.clone()) {
                return Err(Error::Conflict(format!(
                    "notice `{}` exists; correct it instead of publishing it again",
                    notice.id
                )));
            }
        }
        let published: Vec<_> = notices.iter().map(|notice| notice.id.clone()).collect();
        self.log_own(notices, now).await?;
        Ok(published)
    }

    /// Replaces a notice of this member's own by a newer version.
    ///
    /// # Errors
    /// When it is not this member's, is not here, was recalled, or is not newer.
    pub async fn correct(&self, notice: Notice, now: Timestamp) -> Result<()> {
        let _writing = self.writing.lock().await;
        self.check_own(&notice)?;
        let held = self.own(&notice.id)?;
        if held.status == Status::Recalled {
            return Err(Error::Conflict(format!(
                "notice `{}` was recalled; publish a new one under another id",
                notice.id
            )));
        }
        if notice.modified <= held.modified {
            return Err(Error::Invalid {
                field: format!("notice {}: modified", notice.id),
                found: notice.modified.to_string(),
                expected: format!("a moment after the version that is held, {}", held.modified),
            });
        }
        if notice.created != held.created || notice.subject_id != held.subject_id {
            return Err(Error::Invalid {
                field: format!("notice {}: created, subject_id", notice.id),
                found: format!("{}, {}", notice.created, notice.subject_id),
                expected: format!(
                    "as in the first version: {}, {}",
                    held.created, held.subject_id
                ),
            });
        }
        self.log_own(vec![notice], now).await
    }

    /// Takes a notice of this member's own back.
    ///
    /// # Errors
    /// When it is not this member's, is not here, or was recalled before.
    pub async fn recall(&self, id: &NoticeId, now: Timestamp) -> Result<()> {
        let _writing = self.writing.lock().await;
        let held = self.own(id)?;
        if held.status == Status::Recalled {
            return Err(Error::Conflict(format!(
                "notice `{id}` was recalled at {}",
                held.modified
            )));
        }
        // A clock set back must not make a recall older than what it recalls.
        let modified = now.max(held.modified + jiff::SignedDuration::from_micros(1));
        self.log_own(
            vec![Notice {
                status: Status::Recalled,
                modified,
                ..held
            }],
            now,
        )
        .await
    }

    /// Imports a version of the UN list: what is new, corrected and recalled against what is held, and nothing else.
    ///
    /// # Errors
    /// [`Error::Update`] when the list is older than the one held, or would recall more than a tenth unconfirmed.
    pub async fn import_un(
        &self,
        list: UnList,
        removals: Removals,
        user: &str,
        now: Timestamp,
    ) -> Result<Imported> {
        let issuer = list.issuer.clone();
        let originator = Originator::Issuer(issuer.clone());
        let _writing = self.writing.lock().await;
        let generated = list.generated;
        let update = {
            let state = self.state();
            let held = state
                .holdings()
                .notices()
                .map(|held| held.notice.as_ref())
                .filter(|notice| notice.originator == originator);
            update::plan(
                held,
                list,
                state.holdings().lists().get(&issuer).copied(),
                removals,
            )?
        };
        let counts = [
            update.new.len(),
            update.corrected.len(),
            update.recalled.len(),
        ];
        let [new, corrected, recalled] = counts;
        let imported = Imported {
            generated,
            new,
            corrected,
            recalled,
        };
        if counts == [0; 3] && self.state().holdings().lists().get(&issuer) == Some(&generated) {
            return Ok(imported);
        }
        let notices = update
            .new
            .into_iter()
            .chain(update.corrected)
            .chain(update.recalled);
        let mut records = vec![Record::Import {
            issuer,
            generated,
            counts,
            user: user.to_owned(),
        }];
        records.extend(notices.map(|notice| Record::Notice {
            notice: Box::new(notice),
            origin: Origin::List,
        }));
        self.log(records, now).await?;
        Ok(imported)
    }

    /// The current version of a notice that is this member's own.
    pub(crate) fn own(&self, id: &NoticeId) -> Result<Notice> {
        let state = self.state();
        let held = state.holdings().notice(id).ok_or_else(|| Error::Unknown {
            what: "notice",
            id: id.to_string(),
        })?;
        if held.notice.originator.member() != Some(&self.id) {
            return Err(Error::Refused(format!(
                "notice `{id}` is {}'s; only its originator corrects or recalls it",
                held.notice.originator
            )));
        }
        Ok(held.notice.as_ref().clone())
    }

    async fn log_own(&self, notices: Vec<Notice>, now: Timestamp) -> Result<()> {
        let mut records = Vec::with_capacity(notices.len());
        for notice in notices {
            let envelope = Envelope::seal(NOTICE_TYPE, &serde_json::to_vec(&notice)?, &self.signer);
            records.push(Record::Notice {
                notice: Box::new(notice),
                origin: Origin::Own(envelope),
            });
        }
        self.log(records, now).await?;
        Ok(())
    }

    /// What must hold of every notice of ours: it is ours, is told by our prefix, and names only what the pact knows.
    fn check_own(&self, notice: &Notice) -> Result<()> {
        let invalid = |field: &str, found: String, expected: String| {
            Err(Error::Invalid {
                field: format!("notice {}: {field}", notice.id),
                found,
                expected,
            })
        };
        if notice.originator.member() != Some(&self.id) {
            return invalid(
                "originator",
                format!("`{}`", notice.originator),
                format!("this node's member, `{}`", self.id),
            );
        }
        if !notice.id.as_str().starts_with(&format!("{}-", self.id)) {
            return invalid(
                "id",
                format!("`{}`", notice.id),
                format!(
                    "an id that starts with `{}-`, so that no two members make the same",
                    self.id
                ),
            );
        }
        if notice.subject.caption().trim().is_empty() {
            return invalid(
                "subject",
                "no name and no number".into(),
                "at least one name or number to screen against".into(),
            );
        }
        match unknown_in_handling(self.state().pact(), &notice.handling) {
            // It would be released to nobody, or nowhere: surely not what was meant.
            Some(unknown) => invalid(
                "handling",
                format!("`{unknown}`"),
                "only members, groups, activities and theatres of the pact".into(),
            ),
            None => Ok(()),
        }
    }

    /// The issuers whose lists are held, with the date of each.
    #[must_use]
    pub fn lists(&self) -> Vec<(IssuerId, Timestamp)> {
        self.state()
            .holdings()
            .lists()
            .iter()
            .map(|(issuer, made)| (issuer.clone(), *made))
            .collect()
    }
}

/// The first id of a handling that the pact does not know.
fn unknown_in_handling(pact: &Pact, handling: &Handling) -> Option<String> {
    let member = |id: &&MemberId| {
        !pact.is_member(id) && !pact.groups().any(|group| group.id.as_str() == id.as_str())
    };
    let members = [&handling.release_to, &handling.onward]
        .into_iter()
        .flat_map(Restriction::lists)
        .flatten();
    let activities = handling.activities.lists().flatten();
    let theatres = handling.theatres.lists().flatten();
    let unknown_member = { members }.find(member).map(ToString::to_string);
    let unknown_activity = || {
        { activities }
            .find(|id| !pact.activity_within(id, id))
            .map(ToString::to_string)
    };
    let unknown_theatre = || {
        { theatres }
            .find(|id| !pact.theatre_within(id, id))
            .map(ToString::to_string)
    };
    unknown_member
        .or_else(unknown_activity)
        .or_else(unknown_theatre)
}
