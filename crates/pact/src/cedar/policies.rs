//! Clauses as Cedar policies.
//!
//! Each clause yields up to three: whether it covers a commitment question, what it permits or
//! forbids of its member's notices, and what it forbids its own member to do with others'. Areas and activities are
//! explicit sets; a set of more than half of all is written as what it leaves out, which means the same over an
//! enumerated type and is shorter.
//!
//! They are built as syntax trees and never as text: Cedar's parser costs more than all else a pact's reading does.

use std::sync::{Arc, LazyLock};

use cedar_policy::pst::{
    ActionConstraint, BinaryOp, Clause as Condition, Effect, EntityOrSlot, EntityType, EntityUID,
    Expr, Literal, Name, NonEmpty, Policy as Tree, PrincipalConstraint, ResourceConstraint,
    SmolStr, StaticPolicy, Template, UnaryOp, Var,
};
use cedar_policy::{Policy, PolicyId, PolicySet};
use mithaq_notice::MemberId;

use super::{Fault, micros};
use crate::bits::BitSet;
use crate::model::{Clause, Stance};
use crate::space::{Scope, Space};

/// A clause's policies, by what asks for them.
pub(super) struct ClausePolicies {
    pub(super) covers: Policy,
    /// On notices its member originated, asked for by others.
    pub(super) release: Option<Policy>,
    /// On notices others originated, asked for by its member.
    pub(super) own: Option<Policy>,
}

/// An expression. Policies share those they have in common.
type Term = Arc<Expr>;

/// What policies speak of, once for all policies of a pact.
pub(super) struct Terms {
    areas: Vec<Term>,
    activities: Vec<Term>,
    parties: Vec<Term>,
    modes: Vec<Term>,
    party: EntityType,
    action: EntityType,
}

impl Terms {
    pub(super) fn new(space: &Space) -> Result<Self, Fault> {
        let kind = |name: &str| {
            Ok(EntityType::from_name(
                Name::unqualified(name).map_err(Fault::of)?,
            ))
        };
        let all = |name: &str, ids: &mut dyn Iterator<Item = &str>| -> Result<Vec<Term>, Fault> {
            let kind = kind(name)?;
            Ok(ids.map(|id| entity(&kind, id)).collect())
        };
        Ok(Self {
            areas: all("Area", &mut space.atoms.ids())?,
            activities: all("Activity", &mut space.activities.ids())?,
            parties: all("Party", &mut space.parties())?,
            modes: all("Mode", &mut space.modes())?,
            party: kind("Party")?,
            action: kind("Action")?,
        })
    }

    /// The policies of a clause.
    pub(super) fn clause(&self, clause: &Clause, scope: &Scope) -> Result<ClausePolicies, Fault> {
        let member = entity(&self.party, clause.member.as_str());
        let originator = attribute(Var::Resource, "originator");
        let originated = || has(Var::Resource, "originator");
        let partner = |who: &Term| scope.partner.as_ref().map(|set| self.one_of(set, who));
        let effect = match clause.stance {
            // A release question names no route and no mode, so an undertaking limited to one never covers it …
            Stance::Undertaken if scope.is_open() => Some(Effect::Permit),
            // … while a refusal limited to one overlaps it.
            Stance::Refused => Some(Effect::Forbid),
            _ => None,
        };
        let release = effect.map(|effect| {
            let (caller, covered) = (variable(Var::Principal), effect == Effect::Permit);
            let theirs = [
                originated(),
                binary(BinaryOp::Eq, &originator, &member),
                binary(BinaryOp::NotEq, &caller, &member),
            ];
            let conditions = theirs.into_iter().chain(self.core(clause, scope, covered));
            let conditions = conditions.chain(partner(&caller)).collect();
            let by_anybody = PrincipalConstraint::Any;
            self.policy(clause, "release", effect, by_anybody, "release", conditions)
        });
        let own = if clause.stance == Stance::Refused && scope.is_open() {
            let not_own = [originated(), binary(BinaryOp::NotEq, &originator, &member)];
            let conditions = not_own
                .into_iter()
                .chain(self.core(clause, scope, true))
                .chain(partner(&originator));
            let by_member = self.is(&clause.member);
            let conditions = conditions.collect();
            let forbid = Effect::Forbid;
            Some(self.policy(clause, "own", forbid, by_member, "release", conditions)?)
        } else {
            None
        };
        let conditions = self.core(clause, scope, true).chain(self.limits(scope));
        let by_member = self.is(&clause.member);
        let conditions = conditions.collect();
        Ok(ClausePolicies {
            covers: self.policy(
                clause,
                "covers",
                Effect::Permit,
                by_member,
                "covers",
                conditions,
            )?,
            release: release.transpose()?,
            own,
        })
    }

    fn is(&self, member: &MemberId) -> PrincipalConstraint {
        PrincipalConstraint::Eq(EntityOrSlot::Entity(uid(&self.party, member.as_str())))
    }

    fn policy(
        &self,
        clause: &Clause,
        kind: &str,
        effect: Effect,
        principal: PrincipalConstraint,
        action: &str,
        conditions: Vec<Term>,
    ) -> Result<Policy, Fault> {
        let mut policy = Template::new(
            format!("{}/{kind}", clause.id).as_str(),
            effect,
            principal,
            ActionConstraint::Eq(uid(&self.action, action)),
            ResourceConstraint::Any,
        );
        let all = conditions.into_iter();
        if let Some(all) = all.reduce(|all, next| binary(BinaryOp::And, &all, &next)) {
            policy
                .try_add_clause(Condition::When(all))
                .map_err(Fault::of)?;
        }
        let policy = StaticPolicy::try_from(policy).map_err(Fault::of)?;
        Policy::from_pst(Tree::Static(policy)).map_err(Fault::of)
    }

    /// Time, activity and theatre: covered, or at least overlapped.
    fn core(&self, clause: &Clause, scope: &Scope, covered: bool) -> impl Iterator<Item = Term> {
        let activity = within(&scope.activity, &self.activities, "activity", covered);
        let theatre = within(&scope.theatre, &self.areas, "theatre", covered);
        time(clause).chain(activity).chain(theatre)
    }

    /// Partner, route and mode of a commitment question, which may leave them out: then it lies in no limit.
    fn limits(&self, scope: &Scope) -> impl Iterator<Item = Term> {
        let limit = |limit: &Option<BitSet>, all: &[Term], key: &str| {
            let given = limit.as_ref().map(|_| has(Var::Context, key));
            let inside = limit.as_ref().and_then(|set| within(set, all, key, true));
            given.into_iter().chain(inside)
        };
        let partner = limit(&scope.partner, &self.parties, "partner");
        let to = limit(&scope.to, &self.areas, "to");
        partner
            .chain(to)
            .chain(limit(&scope.mode, &self.modes, "mode"))
    }

    /// The one party of a release question is one of these.
    fn one_of(&self, parties: &BitSet, who: &Term) -> Term {
        binary(BinaryOp::Contains, &chosen(&self.parties, parties), who)
    }
}

fn time(clause: &Clause) -> impl Iterator<Item = Term> {
    let moment = |at| Arc::new(Expr::Literal(Literal::Long(micros(at))));
    let at = attribute(Var::Context, "at");
    let end = clause.ends();
    let until = end.map(|end| binary(BinaryOp::Less, &at, &moment(end)));
    let from = binary(BinaryOp::GreaterEq, &at, &moment(clause.from.start()));
    std::iter::once(from).chain(until)
}

/// `asked ⊆ set`, or `asked ∩ set ≠ ∅`, over an enumerated type. None where it is always so.
fn within(set: &BitSet, all: &[Term], key: &str, covered: bool) -> Option<Term> {
    let asked = attribute(Var::Context, key);
    let (all_of, any_of) = (BinaryOp::ContainsAll, BinaryOp::ContainsAny);
    if set.iter().count() * 2 <= all.len() {
        let test = if covered { all_of } else { any_of };
        return Some(binary(test, &chosen(all, set), &asked));
    }
    let left_out = all.iter().enumerate().filter(|(n, _)| !set.contains(*n));
    let outside: Vec<Term> = left_out.map(|(_, term)| Arc::clone(term)).collect();
    if outside.is_empty() {
        return None;
    }
    let test = if covered { any_of } else { all_of };
    Some(Arc::new(Expr::UnaryOp {
        op: UnaryOp::Not,
        expr: binary(test, &Arc::new(Expr::Set(outside)), &asked),
    }))
}

/// Those of all terms whose numbers are in the set.
fn chosen(all: &[Term], set: &BitSet) -> Term {
    let inside = set.iter().filter_map(|n| all.get(n).map(Arc::clone));
    Arc::new(Expr::Set(inside.collect()))
}

fn binary(op: BinaryOp, left: &Term, right: &Term) -> Term {
    let (left, right) = (Arc::clone(left), Arc::clone(right));
    Arc::new(Expr::BinaryOp { op, left, right })
}

fn variable(of: Var) -> Term {
    Arc::new(Expr::Var(of))
}

fn attribute(of: Var, key: &str) -> Term {
    let (expr, attr) = (variable(of), key.into());
    Arc::new(Expr::GetAttr { expr, attr })
}

fn has(what: Var, key: &str) -> Term {
    let (expr, attrs) = (variable(what), NonEmpty::new(SmolStr::from(key)));
    Arc::new(Expr::HasAttr { expr, attrs })
}

fn uid(kind: &EntityType, id: &str) -> EntityUID {
    let (ty, eid) = (kind.clone(), id.into());
    EntityUID { ty, eid }
}

fn entity(kind: &EntityType, id: &str) -> Term {
    Arc::new(Expr::Literal(Literal::EntityUID(uid(kind, id))))
}

/// The rules, parsed once for all pacts.
pub(super) fn rules() -> Result<PolicySet, Fault> {
    static RULES_PARSED: LazyLock<Result<PolicySet, Fault>> = LazyLock::new(|| {
        let mut rules = PolicySet::new();
        for (id, text) in RULES {
            let rule = Policy::parse(Some(PolicyId::new(id)), text).map_err(Fault::of)?;
            rules.add(rule).map_err(Fault::of)?;
        }
        Ok(rules)
    });
    RULES_PARSED.clone()
}

/// The rules that are the same in every pact: own notices, issuers' notices, oversight, and handling field by field.
const RULES: &[(&str, &str)] = &[
    (
        "rule:own",
        r#"permit (principal, action == Action::"release", resource)
when { resource has originator && resource.originator == principal };"#,
    ),
    (
        "rule:issuer",
        r#"permit (principal, action == Action::"release", resource)
unless { resource has originator };"#,
    ),
    (
        "rule:oversight",
        r#"permit (principal, action == Action::"oversee", resource)
when { context.use == Use::"read" };"#,
    ),
    (
        "handling:until",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has until && context.at >= resource.until };"#,
    ),
    // Whom a notice may go to. Its originator has it already.
    (
        "handling:release_to",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has releaseTo && !(resource.releaseTo.contains(principal))
  && !(resource has originator && resource.originator == principal) };"#,
    ),
    (
        "handling:services",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has services && !(resource.services.contains(context.service)) };"#,
    ),
    (
        "handling:uses",
        r#"forbid (principal, action == Action::"release", resource)
unless { resource.uses.contains(context.use) };"#,
    ),
    (
        "handling:onward",
        r#"forbid (principal, action == Action::"release", resource)
when { context.use == Use::"forward" && !resource.onward };"#,
    ),
    (
        "handling:activities",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has activities && !(resource.activities.containsAll(context.activity)) };"#,
    ),
    (
        "handling:theatres",
        r#"forbid (principal, action == Action::"release", resource)
when { resource has theatres && !(resource.theatres.containsAll(context.theatre)) };"#,
    ),
];
