//! The countries every pact knows without declaring them: ISO 3166-1 alpha-2, compiled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use mithaq_notice::Text;

/// `code <tab> Arabic <tab> French <tab> English`; its head says where it is from.
const TABLE: &str = include_str!("../data/iso3166-1.tsv");

static COUNTRIES: LazyLock<BTreeMap<&'static str, Text>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let code = cells.next()?;
            Some((code, Text::new(cells.next()?, cells.next()?, cells.next()?)))
        })
        .collect()
});

/// Whether it is an officially assigned code, lower case.
#[must_use]
pub fn is_country(code: &str) -> bool {
    COUNTRIES.contains_key(code)
}

/// The everyday name of a country.
#[must_use]
pub fn country_name(code: &str) -> Option<&'static Text> {
    COUNTRIES.get(code)
}

/// All codes, in alphabetical order.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.keys().copied()
}

#[cfg(test)]
mod tests {
    use mithaq_notice::Language;

    use super::*;

    #[test]
    fn every_code_has_a_name_in_three_languages() {
        assert_eq!(countries().count(), 249);
        for code in countries() {
            assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()));
            let name = country_name(code).unwrap();
            for language in Language::ALL {
                assert!(!name.exactly(language).unwrap().is_empty(), "{code}");
            }
        }
        assert!(is_country("ml") && !is_country("ML") && !is_country("xx"));
    }
}
