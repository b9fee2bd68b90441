//! What the list may contain: every element, and what becomes of it.
//!
//! The elements are those of the list itself and of its published schema (`sc-sanctions.xsd`), some of which occur
//! only at times. An element that is not here is an error, so that nothing of a new list is lost unseen.

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A text that [`super::entry`] maps.
    Text,
    /// Any number of `VALUE` elements that [`super::entry`] maps.
    Values,
    /// Elements of its own.
    Group(&'static [(&'static str, Content)]),
    /// Nothing that is kept; [`DROPPED`] says why.
    Dropped,
    /// `VALUE` elements that are not kept; [`DROPPED`] says why.
    DroppedValues,
}

use Content::{Dropped, DroppedValues, Group, Text, Values};

/// The element that holds the whole list.
pub(super) const ROOT: &str = "CONSOLIDATED_LIST";
/// The two halves of the list, and the element of one entry in each.
pub(super) const PARTS: [(&str, &str); 2] = [("INDIVIDUALS", INDIVIDUAL), ("ENTITIES", "ENTITY")];
/// The element of one person.
pub(super) const INDIVIDUAL: &str = "INDIVIDUAL";

/// The elements that are read and left out, and why. Paths begin inside an entry.
pub(super) const DROPPED: &[(&str, &str)] = &[
    (
        "LIST_TYPE",
        "says `UN List` of every entry, which the originator says already",
    ),
    (
        "SORT_KEY",
        "the publisher's ordering of its own pages; says nothing of the subject",
    ),
    (
        "SORT_KEY_LAST_MOD",
        "when that ordering last changed; says nothing of the subject",
    ),
];

const ALIAS: &[(&str, Content)] = &[
    ("QUALITY", Text),
    ("ALIAS_NAME", Text),
    ("DATE_OF_BIRTH", Text),
    ("CITY_OF_BIRTH", Text),
    ("COUNTRY_OF_BIRTH", Text),
    ("NOTE", Text),
];

const ADDRESS: &[(&str, Content)] = &[
    ("STREET", Text),
    ("CITY", Text),
    ("STATE_PROVINCE", Text),
    ("ZIP_CODE", Text),
    ("COUNTRY", Text),
    ("NOTE", Text),
];

const BIRTH: &[(&str, Content)] = &[
    ("TYPE_OF_DATE", Text),
    ("DATE", Text),
    ("YEAR", Text),
    ("FROM_YEAR", Text),
    ("TO_YEAR", Text),
    ("NOTE", Text),
];

const DOCUMENT: &[(&str, Content)] = &[
    ("TYPE_OF_DOCUMENT", Text),
    ("TYPE_OF_DOCUMENT2", Text),
    ("NUMBER", Text),
    ("ISSUING_COUNTRY", Text),
    ("DATE_OF_ISSUE", Text),
    ("CITY_OF_ISSUE", Text),
    ("COUNTRY_OF_ISSUE", Text),
    ("NOTE", Text),
];

const OF_INDIVIDUAL: &[(&str, Content)] = &[
    ("DATAID", Text),
    ("VERSIONNUM", Text),
    ("FIRST_NAME", Text),
    ("SECOND_NAME", Text),
    ("THIRD_NAME", Text),
    ("FOURTH_NAME", Text),
    ("NAME_ORIGINAL_SCRIPT", Text),
    ("UN_LIST_TYPE", Text),
    ("REFERENCE_NUMBER", Text),
    ("LISTED_ON", Text),
    ("SUBMITTED_ON", Text),
    ("SUBMITTED_BY", Text),
    ("DELISTED_ON", Text),
    ("GENDER", Text),
    ("COMMENTS1", Text),
    ("NATIONALITY", Values),
    ("NATIONALITY2", Text),
    ("TITLE", Values),
    ("DESIGNATION", Values),
    ("LAST_DAY_UPDATED", Values),
    ("INDIVIDUAL_ALIAS", Group(ALIAS)),
    ("INDIVIDUAL_ADDRESS", Group(ADDRESS)),
    ("INDIVIDUAL_DATE_OF_BIRTH", Group(BIRTH)),
    ("INDIVIDUAL_PLACE_OF_BIRTH", Group(ADDRESS)),
    ("INDIVIDUAL_DOCUMENT", Group(DOCUMENT)),
    ("LIST_TYPE", DroppedValues),
    ("SORT_KEY", Dropped),
    ("SORT_KEY_LAST_MOD", Dropped),
];

const OF_ENTITY: &[(&str, Content)] = &[
    ("DATAID", Text),
    ("VERSIONNUM", Text),
    ("FIRST_NAME", Text),
    ("NAME_ORIGINAL_SCRIPT", Text),
    ("UN_LIST_TYPE", Text),
    ("REFERENCE_NUMBER", Text),
    ("LISTED_ON", Text),
    ("SUBMITTED_ON", Text),
    ("SUBMITTED_BY", Text),
    ("DELISTED_ON", Text),
    ("COMMENTS1", Text),
    ("LAST_DAY_UPDATED", Values),
    ("ENTITY_ALIAS", Group(ALIAS)),
    ("ENTITY_ADDRESS", Group(ADDRESS)),
    ("LIST_TYPE", DroppedValues),
    ("SORT_KEY", Dropped),
    ("SORT_KEY_LAST_MOD", Dropped),
];

/// What an entry of this part holds.
pub(super) fn entry(element: &str) -> &'static [(&'static str, Content)] {
    if element == INDIVIDUAL {
        OF_INDIVIDUAL
    } else {
        OF_ENTITY
    }
}

/// One of these elements by its name, and what it holds.
pub(super) fn find(
    elements: &'static [(&'static str, Content)],
    name: &str,
) -> Option<(&'static str, Content)> {
    elements.iter().find(|(known, _)| *known == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dropped_element_has_a_reason_and_every_reason_an_element() {
        for elements in [OF_INDIVIDUAL, OF_ENTITY] {
            for (name, content) in elements {
                let reason = DROPPED.iter().find(|(path, _)| path == name);
                let dropped = matches!(content, Dropped | DroppedValues);
                assert_eq!(dropped, reason.is_some(), "{name}");
            }
        }
    }
}
