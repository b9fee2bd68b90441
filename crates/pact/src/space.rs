//! The space questions range over: areas as sets of atoms, activities as sets of nodes, parties as sets of members.
//!
//! *Covers* is *contains every point of*, *overlaps* is *shares a point with*; both are set operations, so no rule
//! about hierarchies is needed anywhere else, nor in a proof.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_notice::{ActivityId, ClauseId, TheatreId};

use crate::bits::BitSet;
use crate::cycle::{self, References};
use crate::iso;
use crate::model::{Activity, Area, Clause, Extent, GroupId, ModeId, Model, PartyId, Theatre};
use crate::tree::Tree;

/// Areas, activities and parties of one pact.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    /// `world` ⊃ countries ⊃ declared parts. Each node's own bit is its unnamed rest.
    pub(crate) atoms: Tree,
    /// The groupings, resolved.
    groupings: BTreeMap<TheatreId, BitSet>,
    pub(crate) activities: Tree,
    /// Members and countries.
    parties: Vec<Box<str>>,
    party_index: BTreeMap<Box<str>, usize>,
    groups: BTreeMap<GroupId, BitSet>,
    modes: Vec<ModeId>,
}

/// A clause's scope, resolved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Scope {
    pub(crate) activity: BitSet,
    pub(crate) theatre: BitSet,
    /// None: with anybody.
    pub(crate) partner: Option<BitSet>,
    /// None: on any route.
    pub(crate) to: Option<BitSet>,
    /// None: in any way.
    pub(crate) mode: Option<BitSet>,
}

impl Scope {
    /// Whether every question `other` covers is covered by this one.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        let limit = |wide: &Option<BitSet>, narrow: &Option<BitSet>| match (wide, narrow) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wide), Some(narrow)) => narrow.is_subset(wide),
        };
        other.activity.is_subset(&self.activity)
            && other.theatre.is_subset(&self.theatre)
            && limit(&self.partner, &other.partner)
            && limit(&self.to, &other.to)
            && limit(&self.mode, &other.mode)
    }
}

impl Scope {
    /// Whether a question that names neither a route nor a mode, as a release question does, can lie in it.
    pub(crate) const fn is_open(&self) -> bool {
        self.to.is_none() && self.mode.is_none()
    }

    /// Whether a question could be covered by both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let limit = |one: &Option<BitSet>, other: &Option<BitSet>| match (one, other) {
            (Some(one), Some(other)) => one.intersects(other),
            _ => true,
        };
        self.activity.intersects(&other.activity)
            && self.theatre.intersects(&other.theatre)
            && limit(&self.partner, &other.partner)
            && limit(&self.to, &other.to)
            && limit(&self.mode, &other.mode)
    }
}

/// What is wrong with the theatres or activities as declared.
pub(crate) enum Flaw {
    /// These contain one another.
    Cycle(&'static str, Vec<String>),
    /// A part declared within a grouping: which country it lies in is left unsaid.
    PartOfGrouping(TheatreId, TheatreId),
    /// Nothing lies in it.
    EmptyTheatre(TheatreId),
}

impl Space {
    /// Resolves what a model declares, and lists what is wrong with it.
    pub(crate) fn new(model: &Model) -> (Self, Vec<Flaw>) {
        let mut flaws = Vec::new();
        let (atoms, groupings) = areas(&model.theatres, &mut flaws);
        let activities = activities(&model.activities, &mut flaws);
        let countries = iso::countries().map(|code| -> &str { code });
        let parties: Vec<Box<str>> = model
            .members
            .keys()
            .map(mithaq_notice::MemberId::as_str)
            .chain(countries)
            .collect::<BTreeSet<&str>>()
            .into_iter()
            .map(Into::into)
            .collect();
        let party_index: BTreeMap<Box<str>, usize> = parties.iter().cloned().zip(0..).collect();
        let groups = model
            .groups
            .iter()
            .map(|(id, group)| {
                let mut set = BitSet::empty(parties.len());
                for n in group
                    .members
                    .iter()
                    .filter_map(|m| party_index.get(m.as_str()))
                {
                    set.insert(*n);
                }
                (id.clone(), set)
            })
            .collect();
        let space = Self {
            atoms,
            groupings,
            activities,
            parties,
            party_index,
            groups,
            modes: model.modes.keys().cloned().collect(),
        };
        (space, flaws)
    }

    /// The atoms of a theatre.
    pub(crate) fn theatre(&self, id: &str) -> Option<&BitSet> {
        self.groupings.get(id).or_else(|| self.atoms.get(id))
    }

    /// The nodes of an activity: itself and what it contains.
    pub(crate) fn activity(&self, id: &str) -> Option<&BitSet> {
        self.activities.get(id)
    }

    /// The parties an id stands for: itself, or each member of a group.
    pub(crate) fn party(&self, id: &str) -> Option<BitSet> {
        if let Some(group) = self.groups.get(id) {
            return Some(group.clone());
        }
        let mut one = BitSet::empty(self.parties.len());
        one.insert(*self.party_index.get(id)?);
        Some(one)
    }

    /// The groupings, each with its atoms.
    pub(crate) fn groupings(&self) -> impl Iterator<Item = (&TheatreId, &BitSet)> {
        self.groupings.iter()
    }

    /// Every theatre that has a name.
    pub(crate) fn theatres(&self) -> impl Iterator<Item = &BitSet> {
        self.groupings.values().chain(self.atoms.sets())
    }

    /// Every name of a theatre.
    pub(crate) fn theatre_ids(&self) -> impl Iterator<Item = &str> {
        let groupings = self.groupings.keys().map(TheatreId::as_str);
        groupings.chain(self.atoms.ids())
    }

    /// Every name of a party or a group.
    pub(crate) fn partner_ids(&self) -> impl Iterator<Item = &str> {
        self.groups
            .keys()
            .map(GroupId::as_str)
            .chain(self.parties())
    }

    /// Whatever may be named as a partner: each party, and each group.
    pub(crate) fn any_one_party(&self) -> impl Iterator<Item = BitSet> {
        let one = |n| {
            let mut one = BitSet::empty(self.parties.len());
            one.insert(n);
            one
        };
        let groups = self.groups.values().cloned();
        groups.chain((0..self.parties.len()).map(one))
    }

    /// All parties.
    pub(crate) fn parties(&self) -> impl Iterator<Item = &str> {
        self.parties.iter().map(AsRef::as_ref)
    }

    /// The ids of a set of parties.
    pub(crate) fn party_ids<'a>(&'a self, set: &'a BitSet) -> impl Iterator<Item = &'a str> {
        set.iter()
            .filter_map(|n| self.parties.get(n).map(AsRef::as_ref))
    }

    /// The modes, in order.
    pub(crate) fn modes(&self) -> impl Iterator<Item = &str> {
        self.modes.iter().map(ModeId::as_str)
    }

    /// One mode.
    pub(crate) fn mode(&self, id: &str) -> Option<BitSet> {
        let n = self.modes.binary_search_by(|mode| mode.as_str().cmp(id));
        let mut one = BitSet::empty(self.modes.len());
        one.insert(n.ok()?);
        Some(one)
    }

    /// The union of modes. Ids that do not exist add nothing.
    pub(crate) fn any_mode<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> BitSet {
        let mut all = BitSet::empty(self.modes.len());
        for set in ids.into_iter().filter_map(|id| self.mode(id)) {
            all.add_all(&set);
        }
        all
    }

    /// The ids of a set of modes.
    pub(crate) fn mode_ids<'a>(&'a self, set: &'a BitSet) -> impl Iterator<Item = &'a str> {
        set.iter()
            .filter_map(|n| self.modes.get(n).map(ModeId::as_str))
    }

    /// The ids of a set of atoms.
    pub(crate) fn atom_ids<'a>(&'a self, set: &'a BitSet) -> impl Iterator<Item = &'a str> {
        self.atoms.ids_of(set)
    }

    /// The ids of a set of activities.
    pub(crate) fn activity_ids<'a>(&'a self, set: &'a BitSet) -> impl Iterator<Item = &'a str> {
        self.activities.ids_of(set)
    }

    /// The union of activities. Ids that do not exist add nothing.
    pub(crate) fn any_activity<'a>(&self, ids: impl IntoIterator<Item = &'a ActivityId>) -> BitSet {
        let mut all = self.activities.none();
        for set in ids.into_iter().filter_map(|id| self.activity(id.as_str())) {
            all.add_all(set);
        }
        all
    }

    /// The union of theatres. Ids that do not exist add nothing.
    pub(crate) fn any_theatre<'a>(&self, ids: impl IntoIterator<Item = &'a TheatreId>) -> BitSet {
        let mut all = self.atoms.none();
        for set in ids.into_iter().filter_map(|id| self.theatre(id.as_str())) {
            all.add_all(set);
        }
        all
    }

    /// The union of parties. Ids that do not exist add nothing.
    pub(crate) fn any_party<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> BitSet {
        let mut all = BitSet::empty(self.parties.len());
        for set in ids.into_iter().filter_map(|id| self.party(id)) {
            all.add_all(&set);
        }
        all
    }

    /// The atoms of an area.
    pub(crate) fn area(&self, area: &Area) -> BitSet {
        let mut all = self.any_theatre(&area.all);
        all.remove_all(&self.any_theatre(&area.but));
        all
    }

    /// A clause's scope.
    pub(crate) fn scope(&self, clause: &Clause) -> Scope {
        Scope {
            activity: self.any_activity(&clause.activity),
            theatre: self.area(&clause.theatre),
            partner: clause
                .partner
                .as_ref()
                .map(|set| self.any_party(set.iter().map(PartyId::as_str))),
            to: clause.route.as_ref().map(|route| self.area(&route.to)),
            mode: clause
                .mode
                .as_ref()
                .map(|set| self.any_mode(set.iter().map(ModeId::as_str))),
        }
    }

    /// The scopes of all clauses.
    pub(crate) fn scopes(&self, model: &Model) -> BTreeMap<ClauseId, Scope> {
        model
            .clauses
            .iter()
            .map(|(id, clause)| (id.clone(), self.scope(clause)))
            .collect()
    }
}

fn areas(
    theatres: &BTreeMap<TheatreId, Theatre>,
    flaws: &mut Vec<Flaw>,
) -> (Tree, BTreeMap<TheatreId, BitSet>) {
    let references: References<'_> = theatres
        .iter()
        .map(|(id, theatre)| (id.as_str(), referred(&theatre.extent)))
        .collect();
    let (order, cycles) = cycle::sorted(references);
    flaws.extend(
        cycles
            .into_iter()
            .map(|cycle| Flaw::Cycle("theatres", cycle.into_iter().map(str::to_owned).collect())),
    );
    let parts = theatres.values().filter_map(|t| match &t.extent {
        Extent::Within(parent) => Some((t.id.as_str(), parent.as_str())),
        Extent::Of(_) => None,
    });
    for theatre in theatres.values() {
        if let Extent::Within(parent) = &theatre.extent
            && let Some(Extent::Of(_)) = theatres.get(parent).map(|t| &t.extent)
        {
            flaws.push(Flaw::PartOfGrouping(theatre.id.clone(), parent.clone()));
        }
    }
    let countries = iso::countries().map(|code| (code, "world"));
    let atoms = Tree::new("world", countries.chain(parts));
    let mut groupings: BTreeMap<TheatreId, BitSet> = BTreeMap::new();
    for id in order {
        let Some(Theatre {
            id,
            extent: Extent::Of(area),
            ..
        }) = theatres.get(id)
        else {
            continue;
        };
        let mut set = atoms.none();
        let resolved = |id: &TheatreId| groupings.get(id).or_else(|| atoms.get(id.as_str()));
        area.all
            .iter()
            .filter_map(resolved)
            .for_each(|s| set.add_all(s));
        area.but
            .iter()
            .filter_map(resolved)
            .for_each(|s| set.remove_all(s));
        if set.is_empty() {
            flaws.push(Flaw::EmptyTheatre(id.clone()));
        }
        groupings.insert(id.clone(), set);
    }
    (atoms, groupings)
}

fn referred(extent: &Extent) -> Vec<&str> {
    match extent {
        Extent::Within(parent) => vec![parent.as_str()],
        Extent::Of(area) => area
            .all
            .iter()
            .chain(&area.but)
            .map(TheatreId::as_str)
            .collect(),
    }
}

fn activities(declared: &BTreeMap<ActivityId, Activity>, flaws: &mut Vec<Flaw>) -> Tree {
    let references: References<'_> = declared
        .values()
        .map(|a| (a.id.as_str(), vec![a.within.as_str()]))
        .collect();
    let (_, cycles) = cycle::sorted(references);
    flaws.extend(
        cycles
            .into_iter()
            .map(|cycle| Flaw::Cycle("activities", cycle.into_iter().map(str::to_owned).collect())),
    );
    Tree::new(
        "any",
        declared
            .values()
            .map(|a| (a.id.as_str(), a.within.as_str())),
    )
}
