//! A comparison as numbers, before they are weighed.

use crate::matcher::{Matcher, slots};
use crate::name::{Name, Role, Slot};
use crate::settle::sum;
use crate::weights::{FULL_EVIDENCE, Whole};

/// How many features a comparison has.
pub(super) const FEATURES: usize = 2 + 2 * Role::COUNT + Whole::COUNT;

/// Names of the features, in order; each is also a line of `data/weights.tsv`, but for the first.
pub(super) fn feature_names() -> Vec<String> {
    let mut names = vec!["evidence".to_owned(), "beyond".to_owned()];
    for side in ["query", "listed"] {
        names.extend(Role::ALL.map(|role| format!("{side}_lacks_{}", role.name())));
    }
    names.extend(Whole::ALL.map(|(_, name)| name.to_owned()));
    names
}

/// The features of the best reading of two names; `None` if nothing met. Evidence, in full and beyond what counts in full, is in nats; the rest are counts.
pub(super) fn features(matcher: &Matcher, query: &Name, listed: &Name) -> Option<[f64; FEATURES]> {
    let (query, listed, settled) = matcher.best(query, listed)?;
    let (query, listed) = (slots(query), slots(listed));
    let features = &settled.features;
    let left = |slots: &[Slot], mask: u32, role: Role| {
        f64::from(sum(slots, mask, |slot| i32::from(slot.role == role)))
    };
    let mut row = [0.0; FEATURES];
    row[0] = f64::from(features.worth.min(FULL_EVIDENCE) - features.toll) / 100.0;
    row[1] = f64::from((features.worth - FULL_EVIDENCE).max(0)) / 100.0;
    let of_organisation = listed.iter().any(|slot| slot.role == Role::Word);
    for role in Role::ALL {
        let of_query = 2 + role.in_organisation(of_organisation).index();
        row[of_query] += left(&query, features.left_of_query, role);
        if !(role.is_name() && features.is_query_inside()) {
            row[2 + Role::COUNT + role.index()] = left(&listed, features.left_of_listed, role);
        }
    }
    let wholes = FEATURES - Whole::COUNT;
    for (feature, count) in row[wholes..].iter_mut().zip(features.wholes) {
        *feature = f64::from(count);
    }
    Some(row)
}
