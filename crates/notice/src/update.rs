//! What a newer version of a public list changes in what is held of it.

use std::collections::HashMap;

use jiff::{Timestamp, ToSpan};

use crate::list::Version;
use crate::{Notice, NoticeId, Originator, Status};

/// What an import brings, each list in the order of the list or of what is held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// Entries held for the first time.
    pub new: Vec<Notice>,
    /// New versions of entries that are held, those listed again after a recall among them.
    pub corrected: Vec<Notice>,
    /// Last versions of entries that the list has no more.
    pub recalled: Vec<Notice>,
}

impl Update {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.corrected.is_empty() && self.recalled.is_empty()
    }
}

/// Whether a list that takes back much of what is held may do so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Removals {
    /// At most a tenth of what is held may go: more looks like a damaged list.
    #[default]
    UpToATenth,
    /// Somebody looked and wants it so.
    Confirmed,
}

/// Why a list was not imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// It is older than the one held.
    #[error(
        "the list is of {found}, older than the one held, of {held}; expected a newer one; fetch the current list"
    )]
    Older {
        /// When the list was generated.
        found: Timestamp,
        /// When the one held was.
        held: Timestamp,
    },
    /// It would take back more than a tenth of what is held.
    #[error(
        "the list lacks {recalled} of the {held} entries held, more than a tenth; expected few delistings; compare with the publisher's page, then import with --confirm-removals"
    )]
    ManyRecalls {
        /// How many it would recall.
        recalled: usize,
        /// How many are held.
        held: usize,
    },
}

/// Compares the list with what is held of it and says exactly what is new, corrected and recalled.
///
/// `held` may have any notices; only this issuer's count, each in its current version. `held_generated` is when
/// the list they came from was generated.
///
/// Same id and same `modified` means same content, and the list does not always date its changes. So an entry whose
/// content changed has as `modified` the day the list gives, where that is later than the version held; otherwise the
/// moment the list was generated; and where even that is not later (the same list read by a newer program) one second
/// after the version held. The result follows from the two lists alone.
///
/// # Errors
/// [`UpdateError`] for an older list, and for one that recalls too much.
pub fn plan<'a>(
    held: impl IntoIterator<Item = &'a Notice>,
    list: impl Into<Version>,
    held_generated: Option<Timestamp>,
    removals: Removals,
) -> Result<Update, UpdateError> {
    let list = list.into();
    if let Some(held) = held_generated
        && list.generated < held
    {
        return Err(UpdateError::Older {
            found: list.generated,
            held,
        });
    }
    let issuer = Originator::Issuer(list.issuer);
    let held = held.into_iter();
    let held: Vec<&Notice> = held.filter(|notice| notice.originator == issuer).collect();
    let by_id: HashMap<&NoticeId, &Notice> =
        held.iter().map(|notice| (&notice.id, *notice)).collect();
    let listed: std::collections::HashSet<NoticeId> = list
        .notices
        .iter()
        .map(|notice| notice.id.clone())
        .collect();

    let mut update = Update::default();
    for notice in list.notices {
        match by_id.get(&notice.id) {
            None => update.new.push(notice),
            Some(old) if same_content(old, &notice) => {}
            Some(old) => update.corrected.push(Notice {
                modified: later_than(old.modified, [notice.modified, list.generated]),
                ..notice
            }),
        }
    }
    let active = held.iter().filter(|notice| notice.status == Status::Active);
    let (still, gone): (Vec<&Notice>, Vec<&Notice>) =
        active.partition(|notice| listed.contains(&notice.id));
    let active = still.len() + gone.len();
    if removals == Removals::UpToATenth && gone.len() * 10 > active {
        return Err(UpdateError::ManyRecalls {
            recalled: gone.len(),
            held: active,
        });
    }
    update.recalled = gone
        .into_iter()
        .map(|notice| Notice {
            status: Status::Recalled,
            modified: later_than(notice.modified, [list.generated]),
            ..notice.clone()
        })
        .collect();
    Ok(update)
}

/// Whether they differ in nothing but when the version was made.
fn same_content(old: &Notice, new: &Notice) -> bool {
    *old == Notice {
        modified: old.modified,
        ..new.clone()
    }
}

/// The first of these moments that is later, or else the next second.
fn later_than<const N: usize>(held: Timestamp, moments: [Timestamp; N]) -> Timestamp {
    let later = moments.into_iter().find(|moment| *moment > held);
    later.unwrap_or_else(|| held.checked_add(1.second()).unwrap_or(held))
}
