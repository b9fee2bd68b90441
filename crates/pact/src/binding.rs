//! Whom an amendment binds anew: the members whose signatures it needs.
//!
//! Clause by clause, not question by question: whoever's clause was added, ended, or reads otherwise signs, even where no
//! answer changes. A clause reads otherwise, too, when its words stayed and what they name did not: a theatre grew, a group
//! has another member.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_notice::{ClauseId, MemberId};

use crate::model::{Framework, Member};
use crate::{MonthOrDay, Pact};

/// What binds each member anew, as key paths: `clauses.f7`, `members.dz`, `pact`.
pub type Bound = BTreeMap<MemberId, BTreeSet<String>>;

impl Pact {
    /// Whom the next version binds anew, and by what. Empty where nothing but reports, sources and pictures changed.
    ///
    /// | changed | binds |
    /// |---|---|
    /// | a clause, or what its ids stand for | its member |
    /// | a member's entry: leaving, keys, reservations | that member |
    /// | who is joined, or is so for longer | every member: what is undertaken with anybody is undertaken with it |
    /// | an issuer, an exemption | every member: each node reads lists and shows journeys by them |
    /// | a pledge, a watch, a track | its member |
    /// | an obligation | the member of whose notices it speaks |
    /// | the head: status, lead, title, theatre, text | every member of either version |
    #[must_use]
    pub fn binds(&self, next: &Self) -> Bound {
        let mut bound = Bound::new();
        let mut bind = |member: &MemberId, path: String| {
            bound.entry(member.clone()).or_default().insert(path);
        };
        for id in either(self.clauses().map(|c| &c.id), next.clauses().map(|c| &c.id)) {
            if self.reading(id) != next.reading(id) {
                let (old, new) = (self.clause(id), next.clause(id));
                for clause in old.iter().chain(&new) {
                    bind(&clause.member, format!("clauses.{id}"));
                }
            }
        }
        let members = || either(self.members().map(|m| &m.id), next.members().map(|m| &m.id));
        let mut everybodys = Vec::new();
        for id in members() {
            let (old, new) = (self.member(id), next.member(id));
            if old != new {
                bind(id, format!("members.{id}"));
            }
            if admits(old, new) {
                everybodys.push(format!("members.{id}"));
            }
        }
        if head(self.framework()) != head(next.framework()) {
            everybodys.push("pact".to_owned());
        }
        changed(self.issuers(), next.issuers(), |issuer| {
            everybodys.push(format!("issuers.{}", issuer.id));
        });
        changed(self.exemptions(), next.exemptions(), |r| {
            everybodys.push(format!("exemptions.{}", r.id));
        });
        for (id, path) in members()
            .into_iter()
            .flat_map(|id| everybodys.iter().map(move |path| (id, path)))
        {
            bind(id, path.clone());
        }
        changed(self.capabilities(), next.capabilities(), |r| {
            bind(&r.member, format!("capabilities.{}", r.id));
        });
        changed(self.watches(), next.watches(), |r| {
            bind(&r.member, format!("watches.{}", r.id));
        });
        changed(self.tracks(), next.tracks(), |r| {
            bind(&r.member, format!("tracks.{}", r.id));
        });
        changed(self.obligations(), next.obligations(), |r| {
            bind(&r.never.use_of, format!("obligations.{}", r.id));
        });
        bound
    }

    /// Who puts completely signed amendments in their order: the lead, or else the first member by id. It decides nothing:
    /// of two amendments of one version the first that it has with all signatures is in force.
    #[must_use]
    pub fn registrar(&self) -> Option<&MemberId> {
        self.lead()
            .or_else(|| self.members().next().map(|member| &member.id))
    }

    /// A clause with everything its ids stand for.
    fn reading(&self, id: &ClauseId) -> Option<impl PartialEq + '_> {
        let clause = self.clause(id)?;
        let scope = self.scopes().get(id)?;
        let space = self.space();
        let activities: BTreeSet<&str> = space.activity_ids(&scope.activity).collect();
        let theatres: BTreeSet<&str> = space.atom_ids(&scope.theatre).collect();
        let partners = scope.partner.as_ref();
        let partners = partners.map(|set| space.party_ids(set).collect::<BTreeSet<_>>());
        let to = scope.to.as_ref();
        let to = to.map(|set| space.atom_ids(set).collect::<BTreeSet<_>>());
        Some((clause, activities, theatres, partners, to))
    }
}

/// The head without what changes with every version, and what it rests on.
fn head(framework: &Framework) -> Framework {
    Framework {
        version: 0,
        statements: BTreeSet::new(),
        ..framework.clone()
    }
}

/// Whether somebody is joined at a moment at which it was not.
fn admits(old: Option<&Member>, new: Option<&Member>) -> bool {
    let Some(new) = new else { return false };
    let Some(old) = old else { return true };
    if new.history.is_empty() || old.history.is_empty() {
        return !old.history.is_empty();
    }
    let was = |(from, until): (MonthOrDay, Option<MonthOrDay>)| {
        Pact::joined(&old.history).any(|(begun, ended)| {
            let ends = |until: MonthOrDay, ended: MonthOrDay| until.start() <= ended.start();
            let in_time = ended.is_none_or(|ended| until.is_some_and(|until| ends(until, ended)));
            begun.start() <= from.start() && in_time
        })
    };
    !Pact::joined(&new.history).all(was)
}

fn either<'a, T: Ord>(
    one: impl Iterator<Item = &'a T>,
    other: impl Iterator<Item = &'a T>,
) -> BTreeSet<&'a T> {
    one.chain(other).collect()
}

/// Calls with each record that one of the two has and the other has not, or has otherwise.
fn changed<'a, T: PartialEq + 'a>(
    old: impl Iterator<Item = &'a T>,
    new: impl Iterator<Item = &'a T>,
    each: impl FnMut(&'a T),
) {
    let (old, new): (Vec<_>, Vec<_>) = (old.collect(), new.collect());
    let gone = old.iter().filter(|record| !new.contains(record));
    let come = new.iter().filter(|record| !old.contains(record));
    gone.chain(come).copied().for_each(each);
}
