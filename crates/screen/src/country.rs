//! Countries: what a passport, a form or a list calls one, brought to its ISO code.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use mithaq_names::normalise;
use serde::{Deserialize, Serialize};

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// Reads an ISO code (alpha-2 or alpha-3) or a name of the country or of its nationals, in English, French or
    /// Arabic. What is not known is `None`: `data/country_names.tsv` is where to teach it.
    ///
    /// ```
    /// use mithaq_screen::Country;
    /// let algeria = Country::parse("DZ");
    /// assert_eq!(algeria, Country::parse("dza"));
    /// assert_eq!(algeria, Country::parse("Algérienne"));
    /// assert_eq!(algeria, Country::parse("الجزائر"));
    /// assert_eq!(Country::parse("Atlantis"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // No country's name is longer; the table need not see a page of text.
        (text.len() <= 256).then(|| KNOWN.get(&normalise(text)).copied())?
    }

    /// The alpha-2 code, in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        // Both bytes are ASCII letters: they come from the table.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl TryFrom<String> for Country {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a country known here"))
    }
}

const CLDR: &str = include_str!("../data/countries.tsv");
const OTHERS: &str = include_str!("../data/country_names.tsv");

static KNOWN: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (code, names) in lines(CLDR).chain(lines(OTHERS)) {
        let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) else {
            continue;
        };
        let country = Country(code);
        known.insert(normalise(country.code()), country);
        for name in names.split(['\t', '|']) {
            known.insert(normalise(name), country);
        }
    }
    known
});

/// Code and the rest of each line that is not a comment.
fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_countries() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (code, names) in lines(CLDR).chain(lines(OTHERS)) {
            for name in names.split(['\t', '|']) {
                let before = seen.insert(normalise(name), code);
                assert!(
                    before.is_none_or(|b| b == code),
                    "{name}: {before:?} and {code}"
                );
            }
        }
    }

    #[test]
    fn countries_are_known_as_the_un_list_writes_them() {
        for (text, code) in [
            ("Iran (Islamic Republic of)", "IR"),
            ("Democratic People's Republic of Korea", "KP"),
            ("Democratic Republic of the Congo", "CD"),
            ("United Kingdom of Great Britain and Northern Ireland", "GB"),
            ("State of Palestine", "PS"),
            ("Türkiye", "TR"),
            ("nigérienne", "NE"),
            ("Nigerian", "NG"),
            ("مالي", "ML"),
        ] {
            assert_eq!(
                Country::parse(text).map(|c| c.to_string()).as_deref(),
                Some(code),
                "{text}"
            );
        }
    }
}
