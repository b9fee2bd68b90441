//! What evidence weighs: read from `data/weights.tsv`, which `examples/calibrate.rs` fits.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::name::{Role, Slot};
use crate::rarity::Centinats;
use crate::score::log_odds;
use crate::settle::{Features, sum};
use crate::tables::{Line, Table, TableError};

/// Evidence up to here counts in full: words of one family come together and are no independent witnesses.
pub(crate) const FULL_EVIDENCE: Centinats = 1_200;

/// Names that two names begin with which end in different ones.
pub(crate) const LINE_OF_NAMES: Centinats = 3;

/// Names of a query that traces a line of fathers.
pub(crate) const MANY_NAMES: Centinats = 4;

/// Names of a listed name that is whole without the one before it.
pub(crate) const FATHERS_NAMES: Centinats = 3;

/// What a name's evidence weighs, in centinats. All but the totals at the end are costs, so that a total never exceeds its evidence.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// What evidence beyond [`FULL_EVIDENCE`] counts for, in hundredths.
    pub(crate) beyond: Centinats,
    /// A word of the query that the listed name lacks, by role.
    pub(crate) query_lacks: [Centinats; Role::COUNT],
    /// A word of the listed name that the query lacks, by role.
    pub(crate) listed_lacks: [Centinats; Role::COUNT],
    /// What tells of the names as wholes.
    pub(crate) wholes: [Centinats; Whole::COUNT],
    /// The totals that score [`SCORES`] at the calibrated prior.
    pub(crate) scored: [Centinats; SCORES.len()],
}

/// Scores, in hundredths, whose totals the file of weights states, each more than the one before. Between them, log odds rise evenly, and
/// beyond them as between the last two.
pub(crate) const SCORES: [u8; 7] = [30, 50, 70, 80, 90, 95, 99];

/// What tells against two names as wholes, beyond each word that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// The listed name is met as a whole, the query is not.
    QueryBroken,
    /// The listed name is met as a whole by the query's first name and last, which has others between: in place of that.
    EndsMet,
    /// The query is met as a whole, the listed name is not.
    ListedBroken,
    /// Neither is met as a whole: each has a name that the other lacks.
    BothBroken,
    /// All that is asked for is half of the listed name or more, which has one name more: in place of what that name's lack weighs by its role.
    QueryInside,
    /// The same of a single name with the title or link before it, to the letter: in place of that.
    Verbatim,
    /// Names of the listed name beyond that one.
    InsideMore,
    /// Besides, all that is asked for are words that many organisations' names are made of.
    VagueInside,
    /// Each organisation has such a word that the other lacks: a bank and a shipping line of one house.
    OtherTrade,
    /// Both begin with the same names, [`LINE_OF_NAMES`] or more, and end in another: in place of `BothBroken`. Who is called after his tribe
    /// is called after his town, too.
    OtherFamily,
    /// The query's given name is not the listed one's, nor is all of the listed name met without it.
    GivenDenied,
    /// The query lacks the listed given name, and has something else instead.
    OtherGiven,
    /// The query lacks the listed given name though it has [`MANY_NAMES`] and all of them are met: who names the fathers names the son.
    SonUnnamed,
    /// All of a listed name of [`FATHERS_NAMES`] is met, and the query has a given name before it: a son's, who bears his father's whole name.
    FatherListed,
    /// Names of the listed name before the first that is met, beyond one: those of a father and a grandfather who have names of their own.
    Descendant,
    /// Each has a name of its own before the first that meets: what brothers and sisters have.
    Siblings,
    /// The last word on each side hardly meets: see [`crate::meeting::resemble`].
    Resembling,
    /// Two meetings that cross each other.
    Crossing,
}

impl Whole {
    pub(crate) const COUNT: usize = 18;
    /// Every one, in the order of tables of weights, with its name in the file of weights.
    pub(crate) const ALL: [(Self, &'static str); Self::COUNT] = [
        (Self::QueryBroken, "query_broken"),
        (Self::EndsMet, "ends_met"),
        (Self::ListedBroken, "listed_broken"),
        (Self::BothBroken, "both_broken"),
        (Self::QueryInside, "query_inside"),
        (Self::Verbatim, "verbatim"),
        (Self::InsideMore, "inside_more"),
        (Self::VagueInside, "vague_inside"),
        (Self::OtherTrade, "other_trade"),
        (Self::OtherFamily, "other_family"),
        (Self::GivenDenied, "given_denied"),
        (Self::OtherGiven, "other_given"),
        (Self::SonUnnamed, "son_unnamed"),
        (Self::FatherListed, "father_listed"),
        (Self::Descendant, "descendant"),
        (Self::Siblings, "siblings"),
        (Self::Resembling, "resembling"),
        (Self::Crossing, "crossing"),
    ];

    /// The name in the file of weights.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// The largest weight a file may state: sums of them stay far from the largest number.
const MOST: Centinats = 100_000;

impl Weights {
    /// Lines of `name TAB value`, each weight once, as `examples/calibrate.rs` writes them. Costs are from 0 to [`MOST`]; the totals of [`SCORES`] rise.
    ///
    /// A line that is missing is an error and no zero: a name that is broken would cost nothing.
    pub(crate) fn read(table: Table<'_>) -> Result<Self, TableError> {
        let mut named = Named::read(table)?;
        let by_role = |named: &mut Named<'_>, side: &str| -> Result<_, TableError> {
            let mut costs = [0; Role::COUNT];
            for (cost, role) in costs.iter_mut().zip(Role::ALL) {
                *cost = named.take(&format!("{side}_lacks_{}", role.name()), 0..=MOST)?;
            }
            Ok(costs)
        };
        let query_lacks = by_role(&mut named, "query")?;
        let listed_lacks = by_role(&mut named, "listed")?;
        let mut wholes = [0; Whole::COUNT];
        for (cost, (_, name)) in wholes.iter_mut().zip(Whole::ALL) {
            *cost = named.take(name, 0..=MOST)?;
        }
        let weights = Self {
            beyond: named.take("beyond", 0..=100)?,
            query_lacks,
            listed_lacks,
            wholes,
            scored: {
                let (mut scored, mut least) = ([0; SCORES.len()], -MOST);
                for (total, score) in scored.iter_mut().zip(SCORES) {
                    *total = named.take(&score_name(score), least..=MOST)?;
                    least = *total + 1;
                }
                scored
            },
        };
        named.end()?;
        Ok(weights)
    }
}

/// The name in the file of weights of the total that scores so many hundredths.
pub(crate) fn score_name(score: u8) -> String {
    format!("score_{score}")
}

/// Lines of a name and a value, taken one by one by whoever knows the names.
struct Named<'a> {
    table: Table<'a>,
    lines: BTreeMap<&'a str, (Line<'a>, &'a str)>,
}

impl<'a> Named<'a> {
    fn read(table: Table<'a>) -> Result<Self, TableError> {
        let mut lines = BTreeMap::new();
        for line in table.lines() {
            let [name, value] = line.columns("a weight's name, a tab and a whole number")?;
            if lines.insert(name, (line, value)).is_some() {
                return Err(line.wrong("each weight once"));
            }
        }
        Ok(Self { table, lines })
    }

    fn take(
        &mut self,
        name: &str,
        range: RangeInclusive<Centinats>,
    ) -> Result<Centinats, TableError> {
        let Some((line, value)) = self.lines.remove(name) else {
            return Err(self
                .table
                .lacks(format!("a line `{name}`, a tab and a whole number")));
        };
        let value = value.parse().ok().filter(|value| range.contains(value));
        value.ok_or_else(|| {
            line.wrong(format!(
                "a whole number from {} to {}",
                range.start(),
                range.end()
            ))
        })
    }

    /// All names are known.
    fn end(self) -> Result<(), TableError> {
        let first = self
            .lines
            .into_values()
            .map(|(line, _)| line)
            .min_by_key(Line::number);
        first.map_or(Ok(()), |line| {
            Err(line.wrong("a weight that this version knows"))
        })
    }
}

impl Weights {
    /// What a word of the query weighs that the listed name lacks. Beside an organisation's name, the parts of a person's are words.
    pub(crate) fn query_lacks_of(&self, role: Role, listed_is_organisation: bool) -> Centinats {
        self.query_lacks[role.in_organisation(listed_is_organisation).index()]
    }

    /// What a word of the listed name weighs that the query lacks. Where all that was asked for stands in it, its names are counted instead.
    pub(crate) fn listed_lacks_of(&self, role: Role, features: &Features) -> Centinats {
        if role.is_name() && features.is_query_inside() {
            0
        } else {
            self.listed_lacks[role.index()]
        }
    }

    /// What meetings that are worth so much count for. Rises with it, and never faster: so `tempered(worth) - toll` is at most
    /// `tempered(worth - toll)`, which searching relies on.
    pub(crate) fn tempered(&self, evidence: Centinats) -> Centinats {
        evidence.min(FULL_EVIDENCE) + (evidence - FULL_EVIDENCE).max(0) * self.beyond.min(100) / 100
    }

    /// What a settlement's features amount to.
    pub(crate) fn total(
        &self,
        query: &[Slot],
        listed: &[Slot],
        of_organisation: bool,
        features: &Features,
    ) -> Centinats {
        let wholes = features.wholes.iter().zip(&self.wholes);
        self.tempered(features.worth)
            - features.toll
            - sum(query, features.left_of_query, |slot| {
                self.query_lacks_of(slot.role, of_organisation)
            })
            - sum(listed, features.left_of_listed, |slot| {
                self.listed_lacks_of(slot.role, features)
            })
            - wholes.map(|(count, cost)| count * cost).sum::<Centinats>()
    }

    /// What it weighs at least that a query of so many names is not met as a whole, be the listed name met or not.
    pub(crate) fn least_query_broken(&self, names: Centinats) -> Centinats {
        let least = self.least_of(&[Whole::QueryBroken, Whole::EndsMet, Whole::BothBroken]);
        least.min(self.other_family_of(names))
    }

    /// What it weighs at least that a listed name of so many names is not met as a whole, beyond
    /// [`least_listed_lacks`](Self::least_listed_lacks) of each name.
    pub(crate) fn least_listed_broken(&self, names: Centinats) -> Centinats {
        let one_inside =
            self.least_of(&[Whole::QueryInside, Whole::Verbatim]) - self.least_inside();
        let least = self.least_of(&[Whole::ListedBroken, Whole::BothBroken]);
        least.min(one_inside).min(self.other_family_of(names))
    }

    /// What another family's name weighs, where there are names enough before it.
    fn other_family_of(&self, names: Centinats) -> Centinats {
        if names > LINE_OF_NAMES {
            self.whole(Whole::OtherFamily)
        } else {
            Centinats::MAX
        }
    }

    /// The least that a word of the listed name weighs that the query lacks.
    pub(crate) fn least_listed_lacks(&self, role: Role) -> Centinats {
        let lack = self.listed_lacks[role.index()];
        if role.is_name() {
            lack.min(self.least_inside())
        } else {
            lack
        }
    }

    /// The least that each name weighs which the query lacks where all that was asked for stands in the listed name.
    fn least_inside(&self) -> Centinats {
        self.least_of(&[Whole::QueryInside, Whole::Verbatim, Whole::InsideMore])
    }

    fn least_of(&self, ways: &[Whole]) -> Centinats {
        let weights = ways.iter().map(|&whole| self.whole(whole));
        weights.min().unwrap_or(0)
    }

    /// What it weighs that a name as a whole is so.
    pub(crate) fn whole(&self, whole: Whole) -> Centinats {
        self.wholes[whole as usize]
    }

    /// Log odds for a total, at the calibrated prior. They rise with it.
    pub(crate) fn logit(&self, total: Centinats) -> f64 {
        let above = self.scored.partition_point(|&scored| scored <= total);
        let upper = above.clamp(1, SCORES.len() - 1);
        let (from, to) = (self.scored[upper - 1], self.scored[upper]);
        let [low, high] = [upper - 1, upper].map(|at| log_odds(f64::from(SCORES[at]) / 100.0));
        low + (high - low) * f64::from(total - from) / f64::from(to - from)
    }
}
