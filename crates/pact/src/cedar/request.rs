//! Requests as Cedar has them: the question's sets as entities of the enumerated types, the handling as one entity.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::str::FromStr;

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
};
use jiff::Timestamp;
use mithaq_notice::{MemberId, Use};

use super::{Asked, Fault, Profile, micros};
use crate::bits::BitSet;
use crate::model::Model;
use crate::space::{Scope, Space};

/// The entities of the enumerated types, ready to be put into requests.
#[derive(Debug)]
pub(super) struct Uids {
    party: EntityTypeName,
    areas: Vec<RestrictedExpression>,
    activities: Vec<RestrictedExpression>,
    parties: Vec<RestrictedExpression>,
    modes: Vec<RestrictedExpression>,
    uses: BTreeMap<Use, RestrictedExpression>,
    pub(super) pact: EntityUid,
    pub(super) profile: EntityUid,
    actions: [EntityUid; 3],
}

/// What is asked of policies.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    Covers,
    Release,
    Oversee,
}

impl Uids {
    pub(super) fn new(model: &Model, space: &Space) -> Result<Self, Fault> {
        let kind = |name: &str| EntityTypeName::from_str(name).map_err(Fault::of);
        let uid = |kind: &EntityTypeName, id: &str| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
        };
        let list = |name: &str, ids: &mut dyn Iterator<Item = &str>| -> Result<_, Fault> {
            let kind = kind(name)?;
            Ok(ids
                .map(|id| RestrictedExpression::new_entity_uid(uid(&kind, id)))
                .collect::<Vec<_>>())
        };
        let action = kind("Action")?;
        let usage = kind("Use")?;
        Ok(Self {
            party: kind("Party")?,
            areas: list("Area", &mut space.atoms.ids())?,
            activities: list("Activity", &mut space.activities.ids())?,
            parties: list("Party", &mut space.parties())?,
            modes: list("Mode", &mut space.modes())?,
            uses: Use::ALL
                .into_iter()
                .map(|u| {
                    (
                        u,
                        RestrictedExpression::new_entity_uid(uid(&usage, u.as_str())),
                    )
                })
                .collect(),
            pact: uid(&kind("Pact")?, model.pact.id.as_str()),
            profile: uid(&kind("Profile")?, "asked"),
            actions: ["covers", "release", "oversee"].map(|a| uid(&action, a)),
        })
    }

    pub(super) fn request(
        &self,
        principal: &MemberId,
        action: Action,
        resource: EntityUid,
        context: Context,
    ) -> Result<Request, Fault> {
        let principal = self.member(principal);
        let [covers, release, oversee] = &self.actions;
        let action = match action {
            Action::Covers => covers,
            Action::Release => release,
            Action::Oversee => oversee,
        };
        Request::new(principal, action.clone(), resource, context, None).map_err(Fault::of)
    }

    fn member(&self, id: &MemberId) -> EntityUid {
        EntityUid::from_type_name_and_id(self.party.clone(), EntityId::new(id.as_str()))
    }

    pub(super) fn commitment_context(
        &self,
        scope: &Scope,
        theatre: &BitSet,
        at: Timestamp,
    ) -> Result<Context, Fault> {
        let partner = scope
            .partner
            .as_ref()
            .map(|set| ("partner", chosen(&self.parties, set)));
        let to = scope
            .to
            .as_ref()
            .map(|set| ("to", chosen(&self.areas, set)));
        let mode = scope
            .mode
            .as_ref()
            .map(|set| ("mode", chosen(&self.modes, set)));
        let pairs = [
            ("activity", chosen(&self.activities, &scope.activity)),
            ("theatre", chosen(&self.areas, theatre)),
            ("at", RestrictedExpression::new_long(micros(at))),
        ];
        let all = pairs.into_iter().chain(partner).chain(to).chain(mode);
        Context::from_pairs(all.map(|(k, v)| (k.to_owned(), v))).map_err(Fault::of)
    }

    pub(super) fn release_context(
        &self,
        asked: &Asked<'_>,
        theatre: &BitSet,
    ) -> Result<Context, Fault> {
        let pairs = [
            ("activity", chosen(&self.activities, &asked.scope.activity)),
            ("theatre", chosen(&self.areas, theatre)),
            (
                "service",
                RestrictedExpression::new_string(asked.service.to_owned()),
            ),
            ("at", RestrictedExpression::new_long(micros(asked.at))),
        ];
        let wanted = self.uses.get(&asked.wanted).map(|u| ("use", u.clone()));
        let all = pairs.into_iter().chain(wanted);
        Context::from_pairs(all.map(|(k, v)| (k.to_owned(), v))).map_err(Fault::of)
    }

    pub(super) fn profile_entities(&self, profile: &Profile) -> Result<Entities, Fault> {
        let uses = profile
            .uses
            .iter()
            .filter_map(|u| self.uses.get(u).cloned());
        let mut attributes = HashMap::from([
            ("uses".to_owned(), RestrictedExpression::new_set(uses)),
            (
                "onward".to_owned(),
                RestrictedExpression::new_bool(profile.onward),
            ),
        ]);
        let mut set = |key: &str, value: Option<RestrictedExpression>| {
            attributes.extend(value.map(|value| (key.to_owned(), value)));
        };
        let uid = |m: &MemberId| RestrictedExpression::new_entity_uid(self.member(m));
        set("originator", profile.originator.as_ref().map(uid));
        set(
            "releaseTo",
            profile
                .release_to
                .as_ref()
                .map(|s| chosen(&self.parties, s)),
        );
        set(
            "activities",
            profile
                .activities
                .as_ref()
                .map(|s| chosen(&self.activities, s)),
        );
        set(
            "theatres",
            profile.theatres.as_ref().map(|s| chosen(&self.areas, s)),
        );
        set(
            "until",
            profile
                .until
                .map(|at| RestrictedExpression::new_long(micros(at))),
        );
        set(
            "services",
            profile.services.as_ref().map(|list| {
                RestrictedExpression::new_set(
                    list.iter().cloned().map(RestrictedExpression::new_string),
                )
            }),
        );
        let entity =
            Entity::new(self.profile.clone(), attributes, HashSet::new()).map_err(Fault::of)?;
        Entities::from_entities([entity], None).map_err(Fault::of)
    }
}

fn chosen(all: &[RestrictedExpression], set: &BitSet) -> RestrictedExpression {
    RestrictedExpression::new_set(set.iter().filter_map(|n| all.get(n).cloned()))
}
