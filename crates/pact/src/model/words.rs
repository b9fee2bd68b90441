//! Closed lists of words (stances, statuses …), each an enum that reads and writes as the file spells it.

/// A word of a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As files and interfaces spell it.
    pub word: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// Declares an enum whose variants have one word each, with `ALL`, `as_str`, `Display`, `FromStr` and serde.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[doc = $about:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $about])+ #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Their words, each with what it means.
            pub const WORDS: &'static [$crate::model::Word] = &[$(
                $crate::model::Word { word: $word, about: concat!($($about),+).trim_ascii_start() },
            )+];

            /// The word used in files and interfaces.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|w| w.as_str() == text).ok_or_else(|| {
                    $crate::model::UnknownWord {
                        found: text.chars().take(60).collect(),
                        expected: Self::ALL.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }
    };
}
pub(crate) use words;

/// A word that is none of the closed list expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is none of {expected}")]
pub struct UnknownWord {
    /// What was given, cut to 60 characters.
    pub found: String,
    /// All words that would have done.
    pub expected: String,
}
