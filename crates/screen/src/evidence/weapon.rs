//! A weapon's make, model and calibre: a serial number is unique within a maker only.

use mithaq_names::normalise;
use mithaq_notice::Weapon;

use crate::query::Query;
use crate::why::{Field, Rule, Why};

pub(super) fn compare(query: &Query, weapon: &Weapon) -> Vec<Why> {
    let details = [
        (Field::Make, &query.make, &weapon.make, 1.4, -2.0),
        (Field::Model, &query.model, &weapon.model, 1.0, -1.2),
        (Field::Calibre, &query.calibre, &weapon.calibre, 0.5, -1.5),
    ];
    let compared = details
        .into_iter()
        .filter_map(|(field, asked, listed, same, other)| {
            let (asked, listed) = (asked.as_deref()?, listed.as_deref()?);
            let (rule, weight) = if agree(asked, listed) {
                (Rule::Equal, same)
            } else {
                (Rule::Different, other)
            };
            Some(Why::new(field, rule, asked, listed, weight))
        });
    compared.collect()
}

/// Equal but for spaces, dashes and case, or one the beginning of the other (“AK-47” and “AK-47 Type 3”, “7.62x39” and
/// “7.62×39 mm”).
fn agree(asked: &str, listed: &str) -> bool {
    let bare = |text: &str| -> String {
        let times = text.replace(['×', '*'], "x");
        normalise(&times)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    let (asked, listed) = (bare(asked), bare(listed));
    !asked.is_empty()
        && !listed.is_empty()
        && (asked.starts_with(&listed) || listed.starts_with(&asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibres_and_models_agree_as_people_write_them() {
        for (one, other) in [
            ("7.62x39", "7.62×39 mm"),
            ("AKM", "akm"),
            ("AK 47", "AK-47 Type 3"),
        ] {
            assert!(agree(one, other), "{one} {other}");
        }
        assert!(!agree("5.45x39", "7.62x39") && !agree("", "AKM"));
    }
}
