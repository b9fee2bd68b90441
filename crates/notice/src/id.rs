//! Ids: one type for each thing that has one, so that a theatre is never passed where a member is meant.

/// Why a string is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not a {what} id: {why}; ids are 1 to 128 of A–Z a–z 0–9 . _ : - and start with a letter or digit"
)]
pub struct IdError {
    /// What was given, cut to 60 characters.
    pub found: String,
    /// Which id was expected, as in “theatre”.
    pub what: &'static str,
    /// The first thing wrong with it.
    pub why: &'static str,
}

/// Whether a text is an id of this sort; the one rule for all of them.
///
/// # Errors
/// [`IdError`] says which part of the rule fails.
#[doc(hidden)]
pub fn check_id(text: &str, what: &'static str) -> Result<(), IdError> {
    let why = if text.is_empty() {
        "it is empty"
    } else if text.len() > 128 {
        "it is longer than 128 bytes"
    } else if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        "it does not start with a letter or digit"
    } else if text
        .chars()
        .any(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-')))
    {
        "it has a character ids cannot have"
    } else {
        return Ok(());
    };
    Err(IdError {
        found: text.chars().take(60).collect(),
        what,
        why,
    })
}

/// Makes an id type: a string that is checked once, at the border, and compares, hashes and prints like one.
#[doc(hidden)]
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses an id: 1 to 128 of `A–Z a–z 0–9 . _ : -`, starting with a letter or digit.
            ///
            /// # Errors
            /// `IdError` says which of these fails.
            pub fn new(text: &str) -> Result<Self, $crate::IdError> {
                $crate::check_id(text, $what)?;
                Ok(Self(text.into()))
            }

            /// The id as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::IdError;
            fn try_from(text: String) -> Result<Self, $crate::IdError> {
                $crate::check_id(&text, $what)?;
                Ok(Self(text.into()))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::IdError;
            fn from_str(text: &str) -> Result<Self, $crate::IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl ::std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// A state or organisation bound by the pact.
    MemberId,
    "member"
);
id!(
    /// Who publishes a public list (`un`, `ofac`); no member, no clauses.
    IssuerId,
    "issuer"
);
id!(
    /// A set of areas.
    TheatreId,
    "theatre"
);
id!(
    /// What is done, or what information is used for.
    ActivityId,
    "activity"
);
id!(
    /// A member's stance, as the pact names it.
    ClauseId,
    "clause"
);
id!(
    /// An attributed report a clause rests on.
    StatementId,
    "statement"
);
id!(
    /// A service of a member: `border`, `customs`, `fiu` …
    ServiceId,
    "service"
);
id!(
    /// A front-line post or desk of a member, as its node's own configuration names it.
    PostId,
    "post"
);
id!(
    /// One notice, through all its versions. Unique over all members: an originator prefixes its own.
    NoticeId,
    "notice"
);
id!(
    /// What notices on one and the same subject share.
    SubjectId,
    "subject"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_what_is_wrong_with_it() {
        assert_eq!(
            TheatreId::new("ml-north").map(String::from),
            Ok("ml-north".to_owned())
        );
        assert_eq!(TheatreId::new("").unwrap_err().why, "it is empty");
        assert_eq!(
            TheatreId::new("-x").unwrap_err().why,
            "it does not start with a letter or digit"
        );
        assert_eq!(
            TheatreId::new("ml/north").unwrap_err().why,
            "it has a character ids cannot have"
        );
        assert!(
            TheatreId::new(&"x".repeat(129))
                .unwrap_err()
                .to_string()
                .contains("theatre")
        );
    }
}
