//! Ids only a pact speaks of. Those notices need too are `mithaq-notice`'s.

use std::fmt;
use std::str::FromStr;

use mithaq_notice::{IdError, MemberId};
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses an id: 1 to 128 of `A–Z a–z 0–9 . _ : -`, starting with a letter or digit.
            ///
            /// # Errors
            /// [`IdError`] says which of these fails.
            pub fn new(text: &str) -> Result<Self, IdError> {
                // One rule for all ids, stated where the notices' ids are.
                match MemberId::new(text) {
                    Ok(_) => Ok(Self(text.into())),
                    Err(error) => Err(IdError { what: $what, ..error }),
                }
            }

            /// The id as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(&text)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// The pact itself.
    PactId,
    "pact"
);
id!(
    /// A named set of members.
    GroupId,
    "group"
);
id!(
    /// With whom: a member, a group (each of its members) or a country.
    PartyId,
    "partner"
);
id!(
    /// Who says something, or carries what others say.
    SourceId,
    "source"
);
id!(
    /// A request and its replies.
    ConsultationId,
    "consultation"
);
id!(
    /// A watch, an indicator, a track, a flow, a capability or an obligation.
    RecordId,
    "record"
);

impl From<&MemberId> for PartyId {
    fn from(member: &MemberId) -> Self {
        Self(member.as_str().into())
    }
}
