//! What `examples/calibrate.rs` needs to know of a comparison: its features, as numbers, before they are weighed.

use crate::matcher::{Matcher, slots};
use crate::name::{Name, Role, Slot};
use crate::settle::{FULL_EVIDENCE, sum};

/// Names of the features, in order; each is also a line of `data/weights.tsv`, but for the first.
pub const FEATURES: [&str; 21] = [
    "evidence",
    "beyond",
    "query_lacks_given",
    "query_lacks_middle",
    "query_lacks_family",
    "query_lacks_head",
    "query_lacks_word",
    "query_lacks_title",
    "query_lacks_legal",
    "listed_lacks_given",
    "listed_lacks_middle",
    "listed_lacks_family",
    "listed_lacks_head",
    "listed_lacks_word",
    "listed_lacks_title",
    "listed_lacks_legal",
    "query_broken",
    "listed_broken",
    "other_given",
    "son_unnamed",
    "crossing",
];

/// The features of the best reading of two names; `None` if nothing met. Evidence, in full and beyond what counts in full, is in nats; the rest are counts.
pub fn features(matcher: &Matcher, query: &Name, listed: &Name) -> Option<[f64; FEATURES.len()]> {
    let (query, listed, settled) = matcher.best(query, listed)?;
    let (query, listed) = (slots(query), slots(listed));
    let features = &settled.features;
    let left = |slots: &[Slot], mask: u32, role: Role| {
        f64::from(sum(slots, mask, |slot| i32::from(slot.role == role)))
    };
    let mut row = [0.0; FEATURES.len()];
    row[0] = f64::from(features.worth.min(FULL_EVIDENCE) - features.toll) / 100.0;
    row[1] = f64::from((features.worth - FULL_EVIDENCE).max(0)) / 100.0;
    let of_organisation = listed.iter().any(|slot| slot.role == Role::Word);
    for role in Role::ALL {
        let is_name = matches!(role, Role::Given | Role::Middle | Role::Family);
        let as_role = if of_organisation && is_name {
            Role::Word
        } else {
            role
        };
        row[2 + as_role.index()] += left(&query, features.left_of_query, role);
        row[2 + Role::COUNT + role.index()] = left(&listed, features.left_of_listed, role);
    }
    let wholes = [
        f64::from(u8::from(features.query_broken)),
        f64::from(u8::from(features.listed_broken)),
        f64::from(u8::from(features.other_given)),
        f64::from(u8::from(features.son_unnamed)),
        f64::from(features.crossings),
    ];
    row[FEATURES.len() - wholes.len()..].copy_from_slice(&wholes);
    Some(row)
}
