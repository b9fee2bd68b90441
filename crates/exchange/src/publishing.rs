//! A member's own notices, and the public lists its node imports.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mithaq_notice::list::{self, Version};
use mithaq_notice::update::{self, Removals};
use mithaq_notice::{Handling, IssuerId, MemberId, Notice, NoticeId, Restriction, Status};
use mithaq_pact::Pact;
use mithaq_store::Envelope;

use crate::error::{Error, Result};
use crate::member::{Member, State};
use crate::message::{CLOCK_SKEW, NOTICE_TYPE};
use crate::record::{Origin, Record};

/// What an import changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Imported {
    /// Whose list it is.
    pub issuer: IssuerId,
    /// When the issuer made the list; where it does not say, when it was imported.
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
    pub async fn publish(
        &self,
        notices: Vec<Notice>,
        user: &str,
        now: Timestamp,
    ) -> Result<Vec<NoticeId>> {
        let _writing = self.writing.lock().await;
        let mut ids = BTreeSet::new();
        for notice in &notices {
            self.check_own(notice, now)?;
            if notice.status == Status::Recalled {
                return Err(Error::Invalid {
                    field: format!("notice {}: status", notice.id),
                    found: "recalled".into(),
                    expected: "active; recall it once it is published".into(),
                });
            }
            let exists = self.state().holdings().notice(&notice.id).is_some();
            if exists || !ids.insert(notice.id.clone()) {
                return Err(Error::Conflict(format!(
                    "notice `{}` exists; correct it instead of publishing it again",
                    notice.id
                )));
            }
        }
        let published: Vec<_> = notices.iter().map(|notice| notice.id.clone()).collect();
        self.log_own(notices, user, now).await?;
        Ok(published)
    }

    /// Replaces notices of this member's own by newer versions: all of them, or none.
    ///
    /// # Errors
    /// When one is not this member's, is not here, was recalled, or is not newer.
    pub async fn correct(&self, notices: Vec<Notice>, user: &str, now: Timestamp) -> Result<()> {
        let _writing = self.writing.lock().await;
        let mut ids = BTreeSet::new();
        for notice in &notices {
            if !ids.insert(&notice.id) {
                return Err(Error::Conflict(format!(
                    "notice `{}` is given twice; give its latest version",
                    notice.id
                )));
            }
            self.check_correction(notice, now)?;
        }
        self.log_own(notices, user, now).await
    }

    fn check_correction(&self, notice: &Notice, now: Timestamp) -> Result<()> {
        self.check_own(notice, now)?;
        let held = self.own(&notice.id)?;
        if held.status == Status::Recalled {
            return Err(Error::Conflict(format!(
                "notice `{}` was recalled at {}; publish a new one under another id",
                notice.id, held.modified
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
        if notice.status == Status::Recalled {
            return Err(Error::Invalid {
                field: format!("notice {}: status", notice.id),
                found: "recalled".into(),
                expected: "active; a recall is a step of its own".into(),
            });
        }
        Ok(())
    }

    /// Takes a notice of this member's own back.
    ///
    /// # Errors
    /// When it is not this member's, is not here, or was recalled before.
    pub async fn recall(&self, id: &NoticeId, user: &str, now: Timestamp) -> Result<()> {
        let _writing = self.writing.lock().await;
        let held = self.own(id)?;
        if held.status == Status::Recalled {
            return Err(Error::Conflict(format!(
                "notice `{id}` was recalled at {}",
                held.modified
            )));
        }
        // A clock set back must not make a recall older than what it recalls.
        let after_held = held
            .modified
            .checked_add(SignedDuration::from_micros(1))
            .unwrap_or(Timestamp::MAX);
        let recalled = Notice {
            status: Status::Recalled,
            modified: now.max(after_held),
            ..held
        };
        self.log_own(vec![recalled], user, now).await
    }

    /// Imports a version of a public list: what is new, corrected and recalled against what is held of its issuer, and nothing
    /// else. A notice keeps its list's own id, unless that is another originator's here, or begins like a member's own: then
    /// the issuer stands before it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the pact does not know its issuer; [`Error::Update`] when the list is older than the one held, or would recall more than a tenth unconfirmed.
    pub async fn import(
        &self,
        list: impl Into<Version>,
        removals: Removals,
        user: &str,
        now: Timestamp,
    ) -> Result<Imported> {
        let mut list = list.into();
        let issuer = list.issuer.clone();
        let _writing = self.writing.lock().await;
        let generated = list.generated;
        if too_late(generated, now) {
            // Held, it would make every list to come an older one.
            return Err(Error::Invalid {
                field: "the list's date".into(),
                found: generated.to_string(),
                expected: format!(
                    "a moment before now, {now}; fetch the list again, or set the clock"
                ),
            });
        }
        let update = {
            let state = self.state();
            if state.pact().issuer(&issuer).is_none() {
                // What the pact does not know is released to nobody: held, it would never be found.
                let known = state.pact().issuers().map(|issuer| issuer.id.to_string());
                let known = known.collect::<Vec<_>>().join(", ");
                return Err(Error::Invalid {
                    field: "issuer".into(),
                    found: format!("`{issuer}`"),
                    expected: format!(
                        "one of the pact's: {known}; name it where the list does not, or propose a pact that has it"
                    ),
                });
            }
            for notice in &mut list.notices {
                list::tell_apart(notice, |notice| is_taken(notice, &state)).map_err(|error| {
                    Error::Invalid {
                        field: format!("notice {}: id", notice.id),
                        found: error.to_string(),
                        expected: format!("an id that leaves room for `{issuer}:` before it"),
                    }
                })?;
            }
            let held = state.holdings().notices();
            update::plan(
                held.map(|held| held.notice.as_ref()),
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
            issuer: issuer.clone(),
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

    async fn log_own(&self, notices: Vec<Notice>, user: &str, now: Timestamp) -> Result<()> {
        let mut records = Vec::with_capacity(notices.len());
        for notice in notices {
            let envelope = Envelope::seal(NOTICE_TYPE, &serde_json::to_vec(&notice)?, &self.signer);
            let origin = Origin::Own {
                envelope,
                user: user.to_owned(),
            };
            records.push(Record::Notice {
                notice: Box::new(notice),
                origin,
            });
        }
        self.log(records, now).await?;
        Ok(())
    }

    /// What must hold of every notice of ours: it is ours and told by our prefix; it has grounds, a grade, an end and a way
    /// to challenge it; it is of no moment to come; it names only what the pact knows.
    fn check_own(&self, notice: &Notice, now: Timestamp) -> Result<()> {
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
        let said = [
            ("grounds", &notice.grounds),
            ("instructions", &notice.instructions),
            ("redress", &notice.redress),
        ];
        if let Some((field, _)) = said.into_iter().find(|(_, text)| text.is_empty()) {
            return invalid(field, "nothing".into(), "a text in at least one language: every notice has grounds, instructions and a way to challenge it".into());
        }
        if notice.grade.is_none() || notice.ends.is_none() {
            return invalid(
                "grade, ends",
                "one of them left out".into(),
                "both: every notice of a member's own has a grade and an end".into(),
            );
        }
        if notice.listing.is_some() {
            return invalid(
                "listing",
                "a public list's entry".into(),
                "nothing: only an issuer's notice has one".into(),
            );
        }
        if notice.modified < notice.created || too_late(notice.modified, now) {
            let expected = format!(
                "a moment from its creation, {}, to now, {now}",
                notice.created
            );
            return invalid("modified", notice.modified.to_string(), expected);
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

/// Whether a version is of a moment still to come, further than two clocks are apart: nothing could follow it.
pub(crate) fn too_late(modified: Timestamp, now: Timestamp) -> bool {
    modified.duration_since(now) > CLOCK_SKEW
}

/// Whether a list's notice may not go by its own id here: somebody else's has it, or may come to have it.
fn is_taken(notice: &Notice, state: &State) -> bool {
    let held = state.holdings().notice(&notice.id);
    held.is_some_and(|held| held.notice.originator != notice.originator)
        || state.pact().members().any(|member| {
            let rest = notice.id.as_str().strip_prefix(member.id.as_str());
            rest.is_some_and(|rest| rest.starts_with('-'))
        })
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
