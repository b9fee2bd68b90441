//! Requests that must never be permitted, as a Cedar policy that permits exactly them.
//!
//! Written from a clause's or an obligation's scope and not from the clause's policies, so that a slip in writing the one
//! is not repeated in the other. A set of more than half of all is written as what it leaves out: the solver reasons
//! about ten places in a moment, and about two hundred and fifty not at all.

use mithaq_notice::MemberId;

use crate::Pact;
use crate::bits::BitSet;

/// A set of requests: about these activities, in these places, then.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Requests {
    /// Whose stance it is.
    pub(super) member: MemberId,
    pub(super) activity: BitSet,
    pub(super) theatre: BitSet,
    /// None: with anybody.
    pub(super) partner: Option<BitSet>,
    /// For commitment questions; none: on any route.
    pub(super) to: Option<BitSet>,
    /// For commitment questions; none: in any way.
    pub(super) mode: Option<BitSet>,
    /// Microseconds.
    pub(super) from: Option<i64>,
    pub(super) until: Option<i64>,
}

impl Requests {
    /// Others using what the member originated, for something that lies so to these activities in a place that lies so to
    /// these.
    pub(super) fn uses_of(&self, pact: &Pact, how: Test) -> String {
        let member = &self.member;
        let own = format!("resource has originator && resource.originator == Party::\"{member}\"");
        let about = [
            activities(pact, &self.activity, how, "context.activity"),
            areas(pact, &self.theatre, how, "context.theatre"),
        ];
        let caller = [
            members(pact, "principal"),
            format!("principal != Party::\"{member}\""),
            self.partner("principal", pact),
        ];
        self.permit("release", own, about.into_iter().chain(caller))
    }

    /// The member using what others originated, for something wholly within these activities and places.
    pub(super) fn uses_by(&self, pact: &Pact) -> String {
        let member = &self.member;
        let others =
            format!("resource has originator && resource.originator != Party::\"{member}\"");
        let caller = [
            format!("principal == Party::\"{member}\""),
            members(pact, "resource.originator"),
            self.partner("resource.originator", pact),
        ];
        self.permit(
            "release",
            others,
            self.within(pact).into_iter().chain(caller),
        )
    }

    /// Commitment questions to the member wholly within all of it.
    pub(super) fn asked_of(&self, pact: &Pact) -> String {
        let given = |key: &str, inside: String| {
            format!("context has {key} && !(context.{key}.isEmpty()) && {inside}")
        };
        let space = pact.space();
        let partner = self.partner.as_ref().map(|set| {
            let all: Vec<&str> = space.parties().collect();
            given(
                "partner",
                test("Party", &all, set, Test::Holds, "context.partner"),
            )
        });
        let to = self
            .to
            .as_ref()
            .map(|set| given("to", areas(pact, set, Test::Holds, "context.to")));
        let mode = self.mode.as_ref().map(|set| {
            let all: Vec<&str> = space.modes().collect();
            given("mode", test("Mode", &all, set, Test::Holds, "context.mode"))
        });
        let limits = partner.into_iter().chain(to).chain(mode);
        let asked = format!("principal == Party::\"{}\"", self.member);
        self.permit("covers", asked, self.within(pact).into_iter().chain(limits))
    }

    fn within(&self, pact: &Pact) -> [String; 4] {
        // No question is about nothing.
        [
            "!(context.activity.isEmpty())".to_owned(),
            "!(context.theatre.isEmpty())".to_owned(),
            activities(pact, &self.activity, Test::Holds, "context.activity"),
            areas(pact, &self.theatre, Test::Holds, "context.theatre"),
        ]
    }

    fn partner(&self, who: &str, pact: &Pact) -> String {
        let set = self.partner.as_ref();
        set.map_or_else(String::new, |set| {
            let ids = pact.space().party_ids(set);
            format!("{}.contains({who})", literal("Party", ids))
        })
    }

    fn permit(&self, action: &str, first: String, rest: impl Iterator<Item = String>) -> String {
        let time = [
            self.from.map(|from| format!("context.at >= {from}")),
            self.until.map(|until| format!("context.at < {until}")),
        ];
        let conditions: Vec<String> = std::iter::once(first)
            .chain(rest)
            .chain(time.into_iter().flatten())
            .filter(|condition| !condition.is_empty())
            .collect();
        format!(
            "permit (principal, action == Action::\"{action}\", resource) when {{ {} }};",
            conditions.join(" && ")
        )
    }
}

/// How what is asked lies to a set.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test {
    /// All that is asked lies in it.
    Holds,
    /// Some of it does.
    Touches,
}

pub(super) fn activities(pact: &Pact, set: &BitSet, how: Test, asked: &str) -> String {
    let all: Vec<&str> = pact.space().activities.ids().collect();
    test("Activity", &all, set, how, asked)
}

fn areas(pact: &Pact, set: &BitSet, how: Test, asked: &str) -> String {
    let all: Vec<&str> = pact.space().atoms.ids().collect();
    test("Area", &all, set, how, asked)
}

/// Whoever asks is a member: nobody else is ever asked for.
pub(super) fn members(pact: &Pact, who: &str) -> String {
    let ids = pact.members().map(|member| member.id.as_str());
    format!("{}.contains({who})", literal("Party", ids))
}

fn test(kind: &str, all: &[&str], set: &BitSet, how: Test, asked: &str) -> String {
    let (inside, outside): (Vec<_>, Vec<_>) =
        all.iter().zip(0..).partition(|(_, n)| set.contains(*n));
    let ids = |list: Vec<(&&str, usize)>| literal(kind, list.into_iter().map(|(id, _)| *id));
    match (how, inside.len() <= outside.len(), outside.is_empty()) {
        (Test::Holds, _, true) => "true".to_owned(),
        (Test::Touches, _, true) => format!("!({asked}.isEmpty())"),
        (Test::Holds, true, _) => format!("{}.containsAll({asked})", ids(inside)),
        (Test::Touches, true, _) => format!("{}.containsAny({asked})", ids(inside)),
        (Test::Holds, false, _) => format!("!({}.containsAny({asked}))", ids(outside)),
        (Test::Touches, false, _) => format!("!({}.containsAll({asked}))", ids(outside)),
    }
}

fn literal<'a>(kind: &str, ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("{kind}::\"{id}\"")).collect();
    format!("[{}]", ids.join(", "))
}
