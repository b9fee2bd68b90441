//! What a user may do, and where they do it. The one table of permissions is [`Role::may`].

use std::fmt;
use std::str::FromStr;

use mithaq_notice::PostId;
use serde::{Deserialize, Serialize};

/// A user's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// At a front-line post: screens, reviews.
    Officer,
    /// Screens, reviews, publishes: a financial intelligence unit, an arms cell.
    Analyst,
    /// Exchanges with other members.
    Liaison,
    /// Keeps the pact.
    TreatyDesk,
    /// Imports lists and exchanges; reads no notice.
    Operator,
    /// Reads everything on this node and changes nothing.
    Inspector,
}

/// Something a user may do or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read notices, as the pact permits to their post.
    ReadNotices,
    /// Screen at their post.
    Screen,
    /// Decide about possible matches.
    Review,
    /// Publish, correct and recall this member's notices.
    Publish,
    /// Import public lists.
    Import,
    /// Exchange with the other members.
    Sync,
    /// Adopt a version of the pact.
    AdoptPact,
    /// Ask and answer other members in consultations; propose and sign amendments.
    Consult,
    /// See what was delivered and withheld, the sightings that came, and whether the log is whole.
    Oversee,
    /// Read the log itself, which holds every notice.
    ReadLog,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::ReadNotices,
        Self::Screen,
        Self::Review,
        Self::Publish,
        Self::Import,
        Self::Sync,
        Self::AdoptPact,
        Self::Consult,
        Self::Oversee,
        Self::ReadLog,
    ];

    /// Whether it changes anything.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(self, Self::ReadNotices | Self::Oversee | Self::ReadLog)
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Officer,
        Self::Analyst,
        Self::Liaison,
        Self::TreatyDesk,
        Self::Operator,
        Self::Inspector,
    ];

    /// The word used in files and interfaces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Analyst => "analyst",
            Self::Liaison => "liaison",
            Self::TreatyDesk => "treaty-desk",
            Self::Operator => "operator",
            Self::Inspector => "inspector",
        }
    }

    /// Whether this role may do it.
    #[must_use]
    pub const fn may(self, action: Action) -> bool {
        use Action::{
            AdoptPact, Consult, Import, Oversee, Publish, ReadLog, ReadNotices, Review, Screen,
            Sync,
        };
        match self {
            Self::Officer => matches!(action, ReadNotices | Screen | Review),
            Self::Analyst => matches!(action, ReadNotices | Screen | Review | Publish),
            Self::Liaison => matches!(action, ReadNotices | Publish | Sync | Oversee),
            Self::TreatyDesk => matches!(action, AdoptPact | Consult | Oversee),
            Self::Operator => matches!(action, Import | Sync),
            Self::Inspector => matches!(action, ReadNotices | Oversee | ReadLog),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a string is not a duty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a duty; expected a role ({roles}) and, where it has one, its post: `officer@agadez`", roles = roles())]
pub struct DutyError(String);

fn roles() -> String {
    Role::ALL.map(Role::as_str).join(", ")
}

/// A role and, for whoever works at one, a post: `officer@agadez`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Duty {
    /// What they may do.
    pub role: Role,
    /// Where they do it.
    pub post: Option<PostId>,
}

impl FromStr for Duty {
    type Err = DutyError;
    fn from_str(text: &str) -> Result<Self, DutyError> {
        let err = || DutyError(text.chars().take(80).collect());
        let (role, post) = text
            .split_once('@')
            .map_or((text, None), |(role, post)| (role, Some(post)));
        let role = Role::ALL
            .into_iter()
            .find(|known| known.as_str() == role)
            .ok_or_else(err)?;
        let post = post.map(PostId::new).transpose().map_err(|_| err())?;
        Ok(Self { role, post })
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.post {
            Some(post) => write!(f, "{}@{post}", self.role),
            None => self.role.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duty_reads_back_as_written() {
        for role in Role::ALL {
            for text in [role.to_string(), format!("{role}@agadez")] {
                assert_eq!(text.parse::<Duty>().map(|duty| duty.to_string()), Ok(text));
            }
        }
        assert!("admiral@sea".parse::<Duty>().is_err());
        assert!("officer@".parse::<Duty>().is_err());
    }

    #[test]
    fn an_inspector_reads_everything_and_changes_nothing() {
        for action in Action::ALL {
            assert_eq!(Role::Inspector.may(action), !action.changes(), "{action:?}");
        }
    }
}
