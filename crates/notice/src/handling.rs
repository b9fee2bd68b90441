//! Handling: the caveats a notice carries, and how those of several notices combine.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ActivityId, MemberId, ServiceId, TheatreId};

/// The ladder of uses: each allows those below it. [`Uses::forward`] stands apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// A person reads it.
    Read,
    /// People, documents, accounts or goods are screened against it.
    Screen,
    /// A service acts on it as its instructions say.
    Act,
    /// It is adduced in a proceeding.
    Adduce,
    /// It is passed on to another member; needs [`Handling::onward`] too.
    Forward,
}

impl Use {
    /// All uses, the ladder first.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Screen,
        Self::Act,
        Self::Adduce,
        Self::Forward,
    ];

    /// The word used in files and interfaces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Screen => "screen",
            Self::Act => "act",
            Self::Adduce => "adduce",
            Self::Forward => "forward",
        }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Use {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|u| u.as_str() == text)
            .ok_or_else(|| {
                format!("`{text}` is not a use; expected read, screen, act, adduce or forward")
            })
    }
}

/// What a notice may be used for: how far up the ladder, and whether it may be forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "BTreeSet<Use>", into = "BTreeSet<Use>")]
pub struct Uses {
    up_to: Option<Use>,
    forward: bool,
}

impl Uses {
    /// Every use.
    pub const ALL: Self = Self {
        up_to: Some(Use::Adduce),
        forward: true,
    };

    /// Up to this use; [`Use::Forward`] alone allows nothing else.
    #[must_use]
    pub fn up_to(highest: Use) -> Self {
        [highest].into_iter().collect()
    }

    /// Whether this use is among them.
    #[must_use]
    pub fn allow(self, wanted: Use) -> bool {
        match wanted {
            Use::Forward => self.forward,
            step => self.up_to.is_some_and(|highest| step <= highest),
        }
    }

    /// Whether forwarding is among them.
    #[must_use]
    pub const fn forward(self) -> bool {
        self.forward
    }

    fn meet(self, other: Self) -> Self {
        Self {
            up_to: self.up_to.min(other.up_to),
            forward: self.forward && other.forward,
        }
    }
}

impl FromIterator<Use> for Uses {
    fn from_iter<I: IntoIterator<Item = Use>>(uses: I) -> Self {
        uses.into_iter().fold(
            Self {
                up_to: None,
                forward: false,
            },
            |all, wanted| match wanted {
                Use::Forward => Self {
                    forward: true,
                    ..all
                },
                step => Self {
                    up_to: all.up_to.max(Some(step)),
                    ..all
                },
            },
        )
    }
}

impl From<BTreeSet<Use>> for Uses {
    fn from(uses: BTreeSet<Use>) -> Self {
        uses.into_iter().collect()
    }
}

impl From<Uses> for BTreeSet<Use> {
    fn from(uses: Uses) -> Self {
        Use::ALL.into_iter().filter(|u| uses.allow(*u)).collect()
    }
}

/// A set that what is asked must lie in, or no restriction at all.
///
/// Areas, activities and groups contain one another, and only the pact knows how; so the meet of two restrictions
/// keeps both lists (*in this one and in that one*) and the pact resolves them. Lists that another one makes
/// needless by the ids alone are dropped, which keeps the form canonical: the meet is commutative, associative and
/// idempotent.
///
/// In JSON: `"any"` is unrestricted, `["ml", "ne"]` one list, `[["ml", "ne"], ["sahel"]]` several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Restriction<T: Ord>(BTreeSet<BTreeSet<T>>);

impl<T: Ord> Default for Restriction<T> {
    fn default() -> Self {
        Self::none()
    }
}

impl<T: Ord> Restriction<T> {
    /// No restriction.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Only what lies in these; with no id, nothing does.
    pub fn only(ids: impl IntoIterator<Item = T>) -> Self {
        Self(BTreeSet::from([ids.into_iter().collect()]))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The lists that must *each* contain what is asked.
    pub fn lists(&self) -> impl Iterator<Item = &BTreeSet<T>> {
        self.0.iter()
    }

    /// Whether every list contains it, by the caller's reading of "contains".
    pub fn allows(&self, mut contains: impl FnMut(&BTreeSet<T>) -> bool) -> bool {
        self.0.iter().all(&mut contains)
    }

    fn meet(&self, other: &Self) -> Self
    where
        T: Clone,
    {
        let all: BTreeSet<&BTreeSet<T>> = self.0.iter().chain(&other.0).collect();
        let needed = all
            .iter()
            .filter(|list| !all.iter().any(|by| by != *list && by.is_subset(list)));
        Self(needed.map(|list| (*list).clone()).collect())
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"any\", a list of ids, or a list of lists of ids"
)]
enum Lists<T: Ord> {
    Any(Any),
    One(BTreeSet<T>),
    Several(BTreeSet<BTreeSet<T>>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Any {
    Any,
}

impl<T: Ord + Clone + Serialize> Serialize for Restriction<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.first() {
            None => Any::Any.serialize(serializer),
            Some(one) if self.0.len() == 1 => one.serialize(serializer),
            Some(_) => self.0.serialize(serializer),
        }
    }
}

impl<'de, T: Ord + Clone + Deserialize<'de>> Deserialize<'de> for Restriction<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Lists::deserialize(deserializer)? {
            Lists::Any(Any::Any) => Self::none(),
            Lists::One(one) => Self::only(one),
            Lists::Several(several) => several
                .into_iter()
                .fold(Self::none(), |all, one| all.meet(&Self::only(one))),
        })
    }
}

/// Something a receiver must do, or must not, whenever it uses the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Ask the originator before anything is done.
    ContactOriginatorFirst,
    /// Nobody is held on the strength of this notice.
    NoDetention,
    /// Two people decide.
    FourEyes,
    /// It goes no further than the receiver.
    NoOnward,
    /// It is never shown in a proceeding.
    NoDisclosureInCourt,
    /// The person concerned is not told.
    NoTippingOff,
}

impl Obligation {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ContactOriginatorFirst,
        Self::NoDetention,
        Self::FourEyes,
        Self::NoOnward,
        Self::NoDisclosureInCourt,
        Self::NoTippingOff,
    ];

    /// The word used in files and interfaces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContactOriginatorFirst => "contact-originator-first",
            Self::NoDetention => "no-detention",
            Self::FourEyes => "four-eyes",
            Self::NoOnward => "no-onward",
            Self::NoDisclosureInCourt => "no-disclosure-in-court",
            Self::NoTippingOff => "no-tipping-off",
        }
    }
}

impl fmt::Display for Obligation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The conditions of a notice's use: who, what for, where, how, until when.
///
/// ```
/// use mithaq_notice::{Handling, MemberId, Restriction, Use, Uses};
/// let ne = MemberId::new("ne")?;
/// let to_niger = Handling { release_to: Restriction::only([ne]), ..Handling::public() };
/// let to_screen = Handling { uses: Uses::up_to(Use::Screen), ..Handling::public() };
/// let both = to_niger.meet(&to_screen);
/// assert_eq!(both, to_screen.meet(&to_niger));
/// assert!(!both.uses.allow(Use::Act) && !both.release_to.is_none());
/// # Ok::<(), mithaq_notice::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handling {
    /// The members, or groups of members, it may go to.
    #[serde(default, skip_serializing_if = "Restriction::is_none")]
    pub release_to: Restriction<MemberId>,
    /// The services of those members.
    #[serde(default, skip_serializing_if = "Restriction::is_none")]
    pub services: Restriction<ServiceId>,
    /// What it may be used for.
    #[serde(default, skip_serializing_if = "Restriction::is_none")]
    pub activities: Restriction<ActivityId>,
    /// Where it may be used.
    #[serde(default, skip_serializing_if = "Restriction::is_none")]
    pub theatres: Restriction<TheatreId>,
    /// How it may be used.
    pub uses: Uses,
    /// The members, or groups, a receiver may forward it to, where [`Uses::forward`] allows forwarding at all.
    #[serde(
        default = "Restriction::nobody",
        skip_serializing_if = "Restriction::is_nobody"
    )]
    pub onward: Restriction<MemberId>,
    /// The moment it ends, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What goes with every use.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub obligations: BTreeSet<Obligation>,
}

impl Restriction<MemberId> {
    fn nobody() -> Self {
        Self::only([])
    }

    fn is_nobody(&self) -> bool {
        *self == Self::nobody()
    }
}

impl Handling {
    /// The handling of a public list: everybody, everything, everywhere, for good.
    #[must_use]
    pub const fn public() -> Self {
        Self {
            release_to: Restriction::none(),
            services: Restriction::none(),
            activities: Restriction::none(),
            theatres: Restriction::none(),
            uses: Uses::ALL,
            onward: Restriction::none(),
            until: None,
            obligations: BTreeSet::new(),
        }
    }

    /// The handling of what is built from both: never broader than either.
    ///
    /// Commutative, associative and idempotent (PACT.md, "A release question").
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self {
            release_to: self.release_to.meet(&other.release_to),
            services: self.services.meet(&other.services),
            activities: self.activities.meet(&other.activities),
            theatres: self.theatres.meet(&other.theatres),
            uses: self.uses.meet(other.uses),
            onward: self.onward.meet(&other.onward),
            until: [self.until, other.until].into_iter().flatten().min(),
            obligations: self
                .obligations
                .union(&other.obligations)
                .copied()
                .collect(),
        }
    }
}
