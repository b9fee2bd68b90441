//! The ground two versions stand on together: every place, activity and party either of them tells apart, and every name
//! a question may use, each with what it means in the one and in the other.

use std::collections::BTreeSet;

use crate::Pact;
use crate::bits::BitSet;
use crate::carry::nearest_above;
use crate::space::Scope;
use crate::tree::Tree;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Old, Self::New];
}

/// One thing for each version.
#[derive(Debug, Clone)]
pub(super) struct Both<T> {
    pub(super) old: T,
    pub(super) new: T,
}

impl<T> Both<T> {
    pub(super) fn of(mut make: impl FnMut(Side) -> T) -> Self {
        Self {
            old: make(Side::Old),
            new: make(Side::New),
        }
    }

    pub(super) const fn get(&self, side: Side) -> &T {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }
}

/// A name a question may use.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) id: Box<str>,
    /// What it means in each; where a version does not know it, what it means in the other.
    pub(super) means: Both<BitSet>,
    /// Whether each knows it.
    pub(super) known: Both<bool>,
}

impl Name {
    pub(super) const fn known_to_both(&self) -> bool {
        self.known.old && self.known.new
    }
}

/// All names of a kind, and for each which names mean more.
#[derive(Debug)]
pub(super) struct Names {
    list: Vec<Name>,
    wider: Both<Vec<BitSet>>,
}

impl Default for Names {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Names {
    fn new(list: Vec<Name>) -> Self {
        let wider = Both::of(|side| wider(&list, side));
        Self { list, wider }
    }

    pub(super) const fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Name> {
        self.list.iter()
    }

    pub(super) fn id(&self, n: usize) -> &str {
        self.list.get(n).map_or("", |name| name.id.as_ref())
    }

    /// For each name, those that mean more; of names that mean the same, the first counts as the widest.
    pub(super) fn wider(&self, side: Side) -> &[BitSet] {
        self.wider.get(side)
    }

    /// Those that lie wholly in a set of one version.
    pub(super) fn inside(&self, side: Side, set: &BitSet) -> BitSet {
        self.chosen(|name| name.means.get(side).is_subset(set))
    }

    /// Those that share something with a set of one version.
    pub(super) fn touching(&self, side: Side, set: &BitSet) -> BitSet {
        self.chosen(|name| name.means.get(side).intersects(set))
    }

    /// Those that mean something else in the other version.
    pub(super) fn redrawn(&self) -> BitSet {
        self.chosen(|name| name.means.old != name.means.new)
    }

    pub(super) fn all(&self) -> BitSet {
        self.chosen(|_| true)
    }

    fn chosen(&self, is: impl Fn(&Name) -> bool) -> BitSet {
        let mut set = BitSet::empty(self.len());
        for (n, _) in self.iter().enumerate().filter(|(_, name)| is(name)) {
            set.insert(n);
        }
        set
    }

    /// Of these, the ones inside no other of them.
    pub(super) fn widest(&self, side: Side, of: &BitSet) -> Vec<usize> {
        let wider = self.wider(side);
        let inside_none = |n: &usize| wider.get(*n).is_none_or(|wider| !wider.intersects(of));
        of.iter().filter(inside_none).collect()
    }
}

fn wider(names: &[Name], side: Side) -> Vec<BitSet> {
    let sets: Vec<&BitSet> = names.iter().map(|name| name.means.get(side)).collect();
    let is_wider = |n: usize, inner: &BitSet, m: usize, outer: &BitSet| {
        n != m && inner.is_subset(outer) && (m < n || inner != outer)
    };
    let above = |(n, inner): (usize, &&BitSet)| {
        let mut wider = BitSet::empty(sets.len());
        for (m, outer) in sets.iter().enumerate() {
            if is_wider(n, inner, m, outer) {
                wider.insert(m);
            }
        }
        wider
    };
    sets.iter().enumerate().map(above).collect()
}

/// The smallest pieces both versions' trees tell apart, and each version's number for each.
#[derive(Debug)]
struct Pieces {
    ids: Vec<Box<str>>,
    numbers: Both<Vec<Option<usize>>>,
}

impl Pieces {
    fn of(trees: &Both<&Tree>) -> Self {
        let mut ids: Vec<Box<str>> = trees.new.ids().map(Into::into).collect();
        let gone = trees.old.ids().filter(|id| trees.new.number(id).is_none());
        ids.extend(gone.map(Box::<str>::from));
        let numbers = Both::of(|side| {
            let (own, other) = match side {
                Side::Old => (trees.old, trees.new),
                Side::New => (trees.new, trees.old),
            };
            // What this version does not tell apart lies in the rest of the nearest that it does.
            let above = |id: &str| nearest_above(other, other.number(id)?, own);
            ids.iter()
                .map(|id| own.number(id).or_else(|| above(id)))
                .collect()
        });
        Self { ids, numbers }
    }

    fn carry(&self, side: Side, set: &BitSet) -> BitSet {
        let mut carried = BitSet::empty(self.ids.len());
        for (n, number) in self.numbers.get(side).iter().enumerate() {
            if number.is_some_and(|number| set.contains(number)) {
                carried.insert(n);
            }
        }
        carried
    }
}

/// The ground.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) pacts: Both<&'a Pact>,
    places: Pieces,
    kinds: Pieces,
    parties: Vec<Box<str>>,
    pub(super) theatres: Names,
    pub(super) activities: Names,
    /// Members, countries and groups.
    pub(super) partners: Names,
    mode_ids: Vec<Box<str>>,
    pub(super) modes: Names,
}

impl<'a> Ground<'a> {
    pub(super) fn of(old: &'a Pact, new: &'a Pact) -> Self {
        let pacts = Both { old, new };
        let places = Pieces::of(&Both::of(|side| &pacts.get(side).space().atoms));
        let kinds = Pieces::of(&Both::of(|side| &pacts.get(side).space().activities));
        let both = Side::BOTH.map(|side| pacts.get(side).space());
        let ids = |list: &mut dyn Iterator<Item = &'a str>| -> BTreeSet<&'a str> { list.collect() };
        let parties = ids(&mut both.iter().flat_map(|space| space.parties()));
        let parties: Vec<Box<str>> = parties.into_iter().map(Into::into).collect();
        let theatres = ids(&mut both.iter().flat_map(|space| space.theatre_ids()));
        let activities = ids(&mut both.iter().flat_map(|space| space.activities.ids()));
        let partners = ids(&mut both.iter().flat_map(|space| space.partner_ids()));
        let modes = ids(&mut both.iter().flat_map(|space| space.modes()));
        let mut ground = Self {
            pacts,
            places,
            kinds,
            parties,
            theatres: Names::default(),
            activities: Names::default(),
            partners: Names::default(),
            mode_ids: modes.iter().map(|id| Box::from(*id)).collect(),
            modes: Names::default(),
        };
        ground.theatres = ground.names(&theatres, |ground, side, id| {
            let set = ground.pacts.get(side).space().theatre(id)?;
            Some(ground.place(side, set))
        });
        ground.activities = ground.names(&activities, |ground, side, id| {
            let set = ground.pacts.get(side).space().activity(id)?;
            Some(ground.kind(side, set))
        });
        ground.partners = ground.names(&partners, |ground, side, id| {
            let set = ground.pacts.get(side).space().party(id)?;
            Some(ground.party(side, &set))
        });
        ground.modes = ground.names(&modes, |ground, side, id| {
            let set = ground.pacts.get(side).space().mode(id)?;
            Some(ground.mode(side, &set))
        });
        ground
    }

    fn names(
        &self,
        ids: &BTreeSet<&str>,
        means: impl Fn(&Self, Side, &str) -> Option<BitSet>,
    ) -> Names {
        let name = |id: &&str| {
            let (old, new) = (means(self, Side::Old, id), means(self, Side::New, id));
            let known = Both {
                old: old.is_some(),
                new: new.is_some(),
            };
            let either = old.clone().or_else(|| new.clone())?;
            let means = Both {
                old: old.unwrap_or_else(|| either.clone()),
                new: new.unwrap_or(either),
            };
            Some(Name {
                id: (*id).into(),
                means,
                known,
            })
        };
        Names::new(ids.iter().filter_map(name).collect())
    }

    /// A version's set of places, on common ground.
    pub(super) fn place(&self, side: Side, set: &BitSet) -> BitSet {
        self.places.carry(side, set)
    }

    /// A version's set of activities, on common ground.
    pub(super) fn kind(&self, side: Side, set: &BitSet) -> BitSet {
        self.kinds.carry(side, set)
    }

    /// A version's set of parties, on common ground.
    pub(super) fn party(&self, side: Side, set: &BitSet) -> BitSet {
        carried(&self.parties, self.pacts.get(side).space().party_ids(set))
    }

    /// A version's set of modes, on common ground.
    fn mode(&self, side: Side, set: &BitSet) -> BitSet {
        carried(&self.mode_ids, self.pacts.get(side).space().mode_ids(set))
    }

    /// A clause's scope, on common ground.
    pub(super) fn scope(&self, side: Side, scope: &Scope) -> Scope {
        Scope {
            activity: self.kind(side, &scope.activity),
            theatre: self.place(side, &scope.theatre),
            partner: scope.partner.as_ref().map(|set| self.party(side, set)),
            to: scope.to.as_ref().map(|set| self.place(side, set)),
            mode: scope.mode.as_ref().map(|set| self.mode(side, set)),
        }
    }

    /// One party, on common ground.
    pub(super) fn party_number(&self, id: &str) -> Option<usize> {
        self.parties
            .binary_search_by(|known| known.as_ref().cmp(id))
            .ok()
    }
}

/// Ids by their numbers among all.
fn carried<'s>(all: &[Box<str>], ids: impl Iterator<Item = &'s str>) -> BitSet {
    let ids: BTreeSet<&str> = ids.collect();
    let mut carried = BitSet::empty(all.len());
    for (n, _) in all
        .iter()
        .enumerate()
        .filter(|(_, id)| ids.contains(id.as_ref()))
    {
        carried.insert(n);
    }
    carried
}
