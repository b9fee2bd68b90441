//! Sets of places and activities said with as few names as they have.

use mithaq_notice::{Language, Text, TheatreId};
use serde::Serialize;

use crate::Pact;
use crate::bits::BitSet;
use crate::space::Space;

/// A named place, or what is left of one when its named parts are taken out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The theatre.
    pub theatre: TheatreId,
    /// Only what none of its declared parts holds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
}

impl Space {
    /// The places that make up a set of atoms: whole groupings, the largest first, then what they leave, by id. None is inside another.
    pub(crate) fn places(&self, set: &BitSet) -> Vec<Place> {
        let mut left = set.clone();
        let mut names = Vec::new();
        let mut groupings: Vec<(usize, &TheatreId, &BitSet)> = self
            .groupings()
            .map(|(id, atoms)| (atoms.iter().count(), id, atoms))
            .filter(|(size, _, atoms)| *size > 1 && atoms.is_subset(set))
            .collect();
        groupings.sort_by_key(|(size, id, _)| (std::cmp::Reverse(*size), *id));
        for (_, id, atoms) in groupings {
            if atoms.is_subset(&left) {
                left.remove_all(atoms);
                names.push(Place {
                    theatre: id.clone(),
                    rest: false,
                });
            }
        }
        let mut single = Vec::new();
        // What contains comes before what is contained, so that a whole country is one name.
        for (n, (id, atoms)) in self.atoms.nodes().enumerate() {
            if !left.contains(n) {
                continue;
            }
            let whole = atoms.is_subset(&left);
            if whole {
                left.remove_all(atoms);
            }
            single.extend(TheatreId::new(id).map(|theatre| Place {
                theatre,
                rest: !whole,
            }));
        }
        single.sort();
        names.extend(single);
        names
    }
}

impl Pact {
    /// A place's name.
    #[must_use]
    pub fn place_name(&self, place: &Place) -> Text {
        let name = self.theatre_name(&place.theatre);
        if !place.rest {
            return name;
        }
        let of = |language| name.get(language);
        Text::new(
            format!("بقية {}", of(Language::Ar)),
            format!("{} (le reste)", of(Language::Fr)),
            format!("the rest of {}", of(Language::En)),
        )
    }
}
