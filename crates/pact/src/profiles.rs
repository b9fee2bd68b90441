//! Distinct handlings, interned to small integers, so that decisions are made per handling and never per notice.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use mithaq_notice::{Handling, Originator};
use serde::{Deserialize, Serialize};

/// The number of a distinct *(originator, handling)*. Small and dense: fit for bitmaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProfileId(pub u32);

/// What notices of one profile share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Interned {
    /// Whose they are.
    pub originator: Originator,
    /// The conditions of their use.
    pub handling: Handling,
}

/// The interner. Only grows; one writer, as `&mut` says. Its numbers mean nothing to another interner.
#[derive(Debug)]
pub struct Profiles {
    instance: u64,
    all: Vec<Arc<Interned>>,
    ids: HashMap<Arc<Interned>, ProfileId>,
    ends: BTreeSet<Timestamp>,
}

impl Default for Profiles {
    fn default() -> Self {
        Self::new()
    }
}

impl Profiles {
    /// An empty interner.
    #[must_use]
    pub fn new() -> Self {
        // Tells interners apart, so that what is remembered of one is never answered for another.
        static INSTANCES: AtomicU64 = AtomicU64::new(0);
        Self {
            instance: INSTANCES.fetch_add(1, Ordering::Relaxed),
            all: Vec::new(),
            ids: HashMap::new(),
            ends: BTreeSet::new(),
        }
    }

    /// The number of this profile, a new one if it has none yet.
    ///
    /// # Panics
    /// Never in practice: with more than 2³² distinct handlings memory ends first.
    pub fn intern(&mut self, originator: &Originator, handling: &Handling) -> ProfileId {
        let profile = Interned {
            originator: originator.clone(),
            handling: handling.clone(),
        };
        if let Some(id) = self.ids.get(&profile) {
            return *id;
        }
        let id = ProfileId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let profile = Arc::new(profile);
        self.ends.extend(handling.until);
        self.all.push(Arc::clone(&profile));
        self.ids.insert(profile, id);
        id
    }

    /// The profile of a number.
    #[must_use]
    pub fn get(&self, id: ProfileId) -> Option<&Interned> {
        self.all.get(id.0 as usize).map(AsRef::as_ref)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = (ProfileId, &Interned)> {
        (0..).map(ProfileId).zip(self.all.iter().map(AsRef::as_ref))
    }

    pub(crate) const fn instance(&self) -> u64 {
        self.instance
    }

    /// The last handling's end at or before this moment, and the first after it.
    pub(crate) fn ends_around(&self, at: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        let before = self.ends.range(..=at).next_back().copied();
        let after = self.ends.range(at..).find(|end| **end > at).copied();
        (before, after)
    }
}
