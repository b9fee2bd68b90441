//! Whom an amendment binds anew: the members whose signatures it needs.
//!
//! Clause by clause, not question by question: whoever's clause was added, ended, or reads otherwise signs, even where no
//! answer changes. A clause reads otherwise, too, when its words stayed and what they name did not: a theatre grew, a group
//! has another member, an activity is called something else, a statement it rests on says something else.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_notice::{ClauseId, MemberId, Text};

use crate::model::{Clause, Framework, GroupId, Member, PartyId, Source, Statement};
use crate::{MonthOrDay, Pact};

/// What binds each member anew, as key paths: `clauses.f7`, `members.dz`, `pact`.
pub type Bound = BTreeMap<MemberId, BTreeSet<String>>;

impl Pact {
    /// Whom the next version binds anew, and by what. Empty where nothing but reports that no clause rests on, and pictures,
    /// changed.
    ///
    /// | changed | binds |
    /// |---|---|
    /// | a clause, or what its ids stand for | its member |
    /// | a member's entry: leaving, keys, reservations | that member |
    /// | who is joined, or is so for longer | every member: what is undertaken with anybody is undertaken with it |
    /// | an issuer, an exemption | every member: each node reads lists and shows journeys by them |
    /// | a pledge, a watch, a track | its member |
    /// | a consultation's record | its parties: it says what they said |
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
        changed(self.consultations(), next.consultations(), |r| {
            for party in r.parties.iter().flat_map(|id| parties(self, next, id)) {
                bind(&party, format!("consultations.{}", r.id));
            }
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

    /// A clause with everything its ids stand for, called as people read it, and what it rests on.
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
        let scope = (activities, theatres, partners, to);
        Some((clause, scope, self.names(clause), self.grounds(clause)))
    }

    /// What the activities, areas and groups in a clause are called. How a member calls itself is its own affair.
    fn names(&self, clause: &Clause) -> Vec<Text> {
        let route = clause.route.iter();
        let route = route.flat_map(|route| route.from.iter().chain([&route.to]));
        let theatres = [&clause.theatre].into_iter().chain(route);
        let theatres = theatres.flat_map(|area| area.all.iter().chain(&area.but));
        let groups = clause.partner.iter().flatten();
        let groups = groups.filter_map(|id| self.group(&GroupId::new(id.as_str()).ok()?));
        let activities = clause.activity.iter().map(|id| self.activity_name(id));
        activities
            .chain(theatres.map(|id| self.theatre_name(id)))
            .chain(groups.map(|group| group.name.clone()))
            .collect()
    }

    /// The statements a clause rests on, and who said them through whom.
    fn grounds(&self, clause: &Clause) -> Vec<(Option<&Statement>, Vec<Option<&Source>>)> {
        let ground = |id| {
            let statement = self.statement(id);
            let chain = statement.into_iter().flat_map(|said| &said.chain);
            (statement, chain.map(|id| self.source(id)).collect())
        };
        clause.statements.iter().map(ground).collect()
    }
}

/// The members a party to a consultation is, in either version.
fn parties(old: &Pact, next: &Pact, id: &PartyId) -> BTreeSet<MemberId> {
    if let Some(id) = GroupId::new(id.as_str()).ok()
        && let groups = [old.group(&id), next.group(&id)]
        && groups.iter().any(Option::is_some)
    {
        let members = groups
            .into_iter()
            .flatten()
            .flat_map(|group| &group.members);
        return members.cloned().collect();
    }
    MemberId::new(id.as_str()).into_iter().collect()
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
