//! What an amendment changes, before it is signed.
//!
//! `ground` puts two versions on common ground; `answers` compares every answer either gives, for every question that
//! can be asked, with `matrix` as its sets; `clauses` says what became of each clause, `names` what became of members
//! and of what names mean, `life` of the framework and of members' parts in it, `notices` what changes for notices that are held, `since` what is new within one version;
//! `wording` says all of it.
//!
//! Nothing is sampled, so a verdict is a proof: *only narrows* means that no question there is, at any moment, is
//! permitted by the new version and not by the old.

mod answers;
mod clauses;
mod ground;
mod life;
mod matrix;
mod names;
mod notices;
mod since;
mod wording;

use std::collections::BTreeMap;

use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId, Text};
use serde::Serialize;

use crate::model::{Stance, Status, words};
use crate::{Pact, PactHash, Profiles};
use answers::{Comparison, Found, Span};
use ground::Ground;

pub use clauses::{ClauseChange, ClauseTurn, Reach};
#[cfg(feature = "prove")]
pub(crate) use life::shut;
pub use life::{LifeChange, Stood};
pub use names::{NameChange, NameKind, NameTurn};
pub use notices::NoticeChange;
pub use since::news;

words! {
    /// Which way something went.
    Direction {
        /// Nothing changed.
        Same = "same",
        /// Nothing is in it that was not.
        OnlyNarrows = "only-narrows",
        /// Everything is in it that was.
        OnlyWidens = "only-widens",
        /// Some of each.
        Mixed = "mixed",
    }
}

impl Direction {
    pub(crate) const fn of(gained: bool, lost: bool) -> Self {
        match (gained, lost) {
            (false, false) => Self::Same,
            (false, true) => Self::OnlyNarrows,
            (true, false) => Self::OnlyWidens,
            (true, true) => Self::Mixed,
        }
    }
}

words! {
    /// What becomes of a use.
    UseTurn {
        /// It was not permitted, and is.
        BecomesPermitted = "becomes-permitted",
        /// It was permitted, and is not.
        Stops = "stops",
    }
}

impl UseTurn {
    const fn of(gained: bool) -> Self {
        if gained {
            Self::BecomesPermitted
        } else {
            Self::Stops
        }
    }
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Matter {
    /// On what.
    pub activity: String,
    /// Where.
    pub theatre: String,
}

/// Questions a member answers otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StanceChange {
    /// Whose stance.
    pub member: MemberId,
    /// What it was.
    pub was: Stance,
    /// What it is.
    pub now: Stance,
    /// The widest questions; those inside them that change likewise are not listed.
    pub questions: Vec<Matter>,
    /// Asked with any one of these partners; none: with no partner named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partners: Option<Vec<String>>,
    /// Asked about movements to any one of these; none: with no route named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routes: Option<Vec<String>>,
    /// Asked about any one of these ways; none: with no mode named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modes: Option<Vec<String>>,
    /// From when; none: ever before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when; none: ever after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The clauses that decide now; where none does, those that did.
    pub clauses: Vec<ClauseId>,
    /// The same in three languages.
    pub wording: Text,
}

/// Uses of one member's notices that become permitted to others, or stop. Each notice's own handling still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UseChange {
    /// Whose notices.
    pub originator: MemberId,
    /// Whether they become permitted or stop.
    pub turn: UseTurn,
    /// Who is affected.
    pub callers: Vec<MemberId>,
    /// The widest questions; those inside them that change likewise are not listed.
    pub questions: Vec<Matter>,
    /// From when; none: ever before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when; none: ever after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The clauses that decide it.
    pub clauses: Vec<ClauseId>,
    /// The same in three languages.
    pub wording: Text,
}

/// One version, as a diff names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The file it was read from.
    pub file: String,
    /// Its number.
    pub version: u64,
    /// Its hash.
    pub hash: PactHash,
    /// How the framework stands in it.
    pub status: Status,
}

impl Version {
    fn of(pact: &Pact) -> Self {
        Self {
            file: pact.file_name().to_owned(),
            version: pact.version(),
            hash: *pact.hash(),
            status: pact.status(),
        }
    }
}

/// What the one version says that the other does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The earlier version.
    pub old: Version,
    /// The later one.
    pub new: Version,
    /// What is permitted: uses of notices, and what members undertake.
    pub verdict: Direction,
    /// What is refused, undertaken, under consultation: one by one.
    pub stances: BTreeMap<Stance, Direction>,
    /// How many questions were compared: all there are, at each moment when an answer may change.
    pub compared: u128,
    /// Members, issuers, and names that mean something else.
    pub names: Vec<NameChange>,
    /// How the framework stands, and who takes part.
    pub life: Vec<LifeChange>,
    /// Clause by clause.
    pub clauses: Vec<ClauseChange>,
    /// Question by question: what members hold.
    pub commitments: Vec<StanceChange>,
    /// Question by question: what members may do with one another's notices.
    pub uses: Vec<UseChange>,
    /// Notice by notice, where notices were given.
    pub notices: Vec<NoticeChange>,
}

impl Diff {
    /// The verdict as a sentence.
    #[must_use]
    pub fn wording(&self) -> Text {
        wording::verdict(self)
    }
}

/// Compares two versions of a pact, and what they make of notices of these profiles.
///
/// ```no_run
/// # use mithaq_pact::{Direction, Pact, Profiles, diff};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signed = Pact::read("pact.toml".as_ref())?;
/// let proposed = Pact::read("proposed.toml".as_ref())?;
/// if diff(&signed, &proposed, &Profiles::new()).verdict == Direction::OnlyNarrows {
///     println!("nothing becomes permitted that was not");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn diff(old: &Pact, new: &Pact, profiles: &Profiles) -> Diff {
    let comparison = Comparison::new(Ground::of(old, new));
    let commitments = commitments(&comparison);
    let uses = uses(&comparison);
    let names = names::changes(&comparison);
    let stances = [
        Stance::Refused,
        Stance::Undertaken,
        Stance::UnderConsultation,
    ]
    .map(|stance| {
        let gained = commitments.iter().any(|change| change.now == stance);
        let lost = commitments.iter().any(|change| change.was == stance);
        (stance, Direction::of(gained, lost))
    })
    .into();
    let is = |turn| uses.iter().any(|change| change.turn == turn);
    let undertaken = |of: fn(&StanceChange) -> Stance| {
        commitments
            .iter()
            .any(|change| of(change) == Stance::Undertaken)
    };
    let gained = is(UseTurn::BecomesPermitted)
        || undertaken(|change| change.now)
        || names.iter().any(|change| change.turn.widens());
    let lost = is(UseTurn::Stops)
        || undertaken(|change| change.was)
        || names.iter().any(|change| change.turn.narrows());
    Diff {
        old: Version::of(old),
        new: Version::of(new),
        verdict: Direction::of(gained, lost),
        stances,
        compared: comparison.questions(),
        names,
        life: life::changes(&comparison),
        clauses: clauses::changes(&comparison),
        commitments,
        uses,
        notices: notices::changes(&comparison, profiles),
    }
}

/// Clause by clause alone: what became of each, of [`diff`] the part that costs next to nothing.
#[must_use]
pub fn clause_changes(old: &Pact, new: &Pact) -> Vec<ClauseChange> {
    clauses::changes(&Comparison::new(Ground::of(old, new)))
}

impl Comparison<'_> {
    fn matters(&self, pairs: &[(usize, usize)]) -> Vec<Matter> {
        let matter = |(activity, theatre): &(usize, usize)| Matter {
            activity: self.ground.activities.id(*activity).to_owned(),
            theatre: self.ground.theatres.id(*theatre).to_owned(),
        };
        pairs.iter().map(matter).collect()
    }
}

fn commitments(comparison: &Comparison<'_>) -> Vec<StanceChange> {
    let ids = |names: &ground::Names, list: Option<Vec<usize>>| {
        list.map(|list| list.iter().map(|n| names.id(*n).to_owned()).collect())
    };
    let stances = comparison.stances().into_iter();
    stances
        .map(|change| {
            let Found {
                span,
                widest,
                clauses,
            } = change.found;
            let mut told = StanceChange {
                member: change.member,
                was: change.was,
                now: change.now,
                questions: comparison.matters(&widest),
                partners: ids(&comparison.ground.partners, change.partners),
                routes: ids(&comparison.ground.theatres, change.routes),
                modes: ids(&comparison.ground.modes, change.modes),
                from: span.from,
                until: span.until,
                clauses: clauses.into_iter().collect(),
                wording: Text::default(),
            };
            told.wording = wording::stance(comparison, &told);
            told
        })
        .collect()
}

/// Those affected alike are told together.
fn uses(comparison: &Comparison<'_>) -> Vec<UseChange> {
    type Key = (MemberId, bool, Span, Vec<(usize, usize)>, Vec<ClauseId>);
    let mut alike: BTreeMap<Key, Vec<MemberId>> = BTreeMap::new();
    for change in comparison.uses() {
        let Found {
            span,
            widest,
            clauses,
        } = change.found;
        let clauses = clauses.into_iter().collect();
        let key = (change.originator, change.permitted, span, widest, clauses);
        alike.entry(key).or_default().push(change.caller);
    }
    alike
        .into_iter()
        .map(|((originator, gained, span, widest, clauses), callers)| {
            let mut told = UseChange {
                originator,
                turn: UseTurn::of(gained),
                callers,
                questions: comparison.matters(&widest),
                from: span.from,
                until: span.until,
                clauses,
                wording: Text::default(),
            };
            told.wording = wording::usage(comparison, &told);
            told
        })
        .collect()
}
