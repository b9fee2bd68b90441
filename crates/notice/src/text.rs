//! Text in the three languages of the project.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language the project speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Arabic, written right to left.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Ar, Self::Fr, Self::En];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Of three wordings the one in this language.
    #[must_use]
    pub const fn of<'a>(self, ar: &'a str, fr: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ar => ar,
            Self::Fr => fr,
            Self::En => en,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|l| l.code() == text)
            .ok_or_else(|| format!("`{text}` is not a language here; expected ar, fr or en"))
    }
}

/// One text in up to three languages. Which are missing is a finding of `pact check`, not an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Arabic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ar: Option<String>,
    /// French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// A text in all three languages.
    pub fn new(ar: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ar: Some(ar.into()),
            fr: Some(fr.into()),
            en: Some(en.into()),
        }
    }

    /// A text known in English only, as public lists are.
    pub fn english(en: impl Into<String>) -> Self {
        Self {
            en: Some(en.into()),
            ..Self::default()
        }
    }

    /// The text in this language, if it has one.
    #[must_use]
    pub fn exactly(&self, language: Language) -> Option<&str> {
        match language {
            Language::Ar => self.ar.as_deref(),
            Language::Fr => self.fr.as_deref(),
            Language::En => self.en.as_deref(),
        }
    }

    /// The text in this language, or else in the first of English, French, Arabic it has, or else nothing.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        [language, Language::En, Language::Fr, Language::Ar]
            .into_iter()
            .find_map(|l| self.exactly(l))
            .unwrap_or_default()
    }

    /// A character in it that no reader sees and that a terminal or a page acts on: a control, or one that overrides the
    /// direction of what follows. Line ends and tabs are none.
    #[must_use]
    pub fn unseen(&self) -> Option<char> {
        let mut texts = Language::ALL.into_iter().filter_map(|l| self.exactly(l));
        texts.find_map(|text| {
            let mut chars = text.chars().peekable();
            while let Some(c) = chars.next() {
                let seen = match c {
                    '\n' | '\t' => true,
                    '\r' => chars.peek() == Some(&'\n'),
                    '\u{202d}' | '\u{202e}' => false,
                    c => !c.is_control(),
                };
                if !seen {
                    return Some(c);
                }
            }
            None
        })
    }

    /// Whether it says nothing in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Language::ALL
            .into_iter()
            .all(|l| self.exactly(l).is_none_or(str::is_empty))
    }
}
