//! The course of a consultation: who asked whom, what is on the table, who has answered, and how it ended.
//!
//! Pure: a move and its moment go in, a new standing or a [`Refusal`] comes out. What lapses, lapses by the moment it is
//! looked at; no job makes it so.
//!
//! ```text
//! open ──accept by all──▶ accepted ──amendment in force──▶ agreed
//!  ├──refuse by all who were asked──▶ refused
//!  ├──withdraw by who asked──▶ withdrawn
//!  └──deadline──▶ lapsed
//! ```
//!
//! A *table* is the scope under discussion and who put it there: first the request, later a counter-scope (`limit`) or a
//! changed request. Each new table is a new round, in which everybody else answers afresh.
//!
//! `moves` is what parties do and how it stands, `refusal` why a move is not taken.

mod moves;
mod refusal;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mithaq_notice::MemberId;

use crate::MonthOrDay;
use crate::model::Matter;

pub use moves::{Move, Opening, Standing};
pub use refusal::Refusal;

/// A party's answer to what is on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accepted,
    Deferred,
}

/// What is under discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    by: MemberId,
    matter: Matter,
    answers: BTreeMap<MemberId, Answer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Accepted,
    Agreed,
    Refused,
    Withdrawn,
}

/// A consultation as far as it has come.
///
/// ```
/// use mithaq_pact::{Course, Matter, Move, Opening, Standing};
/// let (us, dz) = ("us".parse()?, "dz".parse()?);
/// let (at, later) = ("2014-09-01T09:00:00Z".parse()?, "2014-09-02T09:00:00Z".parse()?);
/// let opening = Opening {
///     asked: [std::clone::Clone::clone(&dz)].into(),
///     subject: Default::default(),
///     matter: Matter { activity: Some(["training".parse()?].into()), ..Matter::default() },
///     deadline: Some("2014-10".parse()?),
/// };
/// let mut course = Course::open(&us, &opening, at)?;
/// course.apply(&dz, &Move::Accept { of: Matter::default() }, later)?;
/// assert_eq!(course.standing(later), Standing::Accepted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    asker: MemberId,
    /// Those who have not refused.
    remaining: BTreeSet<MemberId>,
    parties: BTreeSet<MemberId>,
    deadline: Option<MonthOrDay>,
    table: Table,
    stage: Stage,
    round: u32,
    last: Timestamp,
}

impl Course {
    /// Opens a consultation.
    ///
    /// # Errors
    /// [`Refusal::NobodyAsked`], [`Refusal::DeadlineOver`].
    pub fn open(by: &MemberId, opening: &Opening, at: Timestamp) -> Result<Self, Refusal> {
        if opening.asked.is_empty() || opening.asked.contains(by) {
            return Err(Refusal::NobodyAsked {
                by: by.clone(),
                found: listed(&opening.asked),
            });
        }
        if let Some(deadline) = opening.deadline.filter(|deadline| deadline.end() <= at) {
            return Err(Refusal::DeadlineOver { deadline, at });
        }
        let mut parties = opening.asked.clone();
        parties.insert(by.clone());
        Ok(Self {
            asker: by.clone(),
            remaining: parties.clone(),
            parties,
            deadline: opening.deadline,
            table: Table {
                by: by.clone(),
                matter: opening.matter.clone(),
                answers: BTreeMap::new(),
            },
            stage: Stage::Open,
            round: 1,
            last: at,
        })
    }

    /// Takes a move, or says why not and stays as it was.
    ///
    /// # Errors
    /// [`Refusal`]: not a party's, not in order, of no use any more.
    pub fn apply(&mut self, by: &MemberId, made: &Move, at: Timestamp) -> Result<(), Refusal> {
        self.check_turn(by, at)?;
        match made {
            Move::Request { matter } | Move::Limit { matter } => {
                let offers = matches!(made, Move::Limit { .. });
                if offers && self.table.by == *by {
                    return Err(Refusal::OwnTable(by.clone()));
                }
                let matter = matter.clone().within(&self.table.matter);
                if matter == self.table.matter {
                    return Err(Refusal::SameScope);
                }
                self.table = Table {
                    by: by.clone(),
                    matter,
                    answers: BTreeMap::new(),
                };
                self.round += 1;
            }
            Move::Accept { of } => {
                self.check_answers(by)?;
                // A part is noted in the record; the table waits for an answer to the rest.
                if self.is_whole(of) {
                    self.table.answers.insert(by.clone(), Answer::Accepted);
                }
            }
            Move::Refuse { of } => {
                self.check_answers(by)?;
                if self.is_whole(of) {
                    self.remaining.remove(by);
                    self.table.answers.remove(by);
                }
            }
            Move::Defer { until } => {
                self.check_answers(by)?;
                self.check_until(*until, at)?;
                self.table.answers.insert(by.clone(), Answer::Deferred);
            }
            Move::Withdraw {} => {
                if self.asker != *by {
                    return Err(Refusal::NotTheAsker(self.asker.clone()));
                }
                self.stage = Stage::Withdrawn;
            }
        }
        self.last = at;
        self.settle();
        Ok(())
    }

    /// Ends it in an amendment that is in force.
    ///
    /// # Errors
    /// [`Refusal::Ended`] with how it stands, where not all agreed.
    pub fn conclude(&mut self, at: Timestamp) -> Result<(), Refusal> {
        if self.stage != Stage::Accepted {
            return Err(Refusal::Ended(self.standing(at)));
        }
        self.stage = Stage::Agreed;
        self.last = self.last.max(at);
        Ok(())
    }

    /// How it stands at a moment.
    #[must_use]
    pub fn standing(&self, at: Timestamp) -> Standing {
        match self.stage {
            Stage::Open if self.is_over(at) => Standing::Lapsed,
            Stage::Open => Standing::Open {
                awaits: self.awaited().cloned().collect(),
            },
            Stage::Accepted => Standing::Accepted,
            Stage::Agreed => Standing::Agreed,
            Stage::Refused => Standing::Refused,
            Stage::Withdrawn => Standing::Withdrawn,
        }
    }

    /// Who asked.
    #[must_use]
    pub const fn asker(&self) -> &MemberId {
        &self.asker
    }

    /// Who asked and who was asked.
    #[must_use]
    pub const fn parties(&self) -> &BTreeSet<MemberId> {
        &self.parties
    }

    /// When it lapses.
    #[must_use]
    pub const fn deadline(&self) -> Option<MonthOrDay> {
        self.deadline
    }

    /// Who put on the table what is there.
    #[must_use]
    pub const fn proposed_by(&self) -> &MemberId {
        &self.table.by
    }

    /// The scope on the table.
    #[must_use]
    pub const fn matter(&self) -> &Matter {
        &self.table.matter
    }

    /// The how-manieth scope that is, from 1.
    #[must_use]
    pub const fn round(&self) -> u32 {
        self.round
    }

    fn check_turn(&self, by: &MemberId, at: Timestamp) -> Result<(), Refusal> {
        if !self.parties.contains(by) {
            return Err(Refusal::NoParty {
                by: by.clone(),
                parties: listed(&self.parties),
            });
        }
        match self.standing(at) {
            Standing::Open { .. } => {}
            ended => return Err(Refusal::Ended(ended)),
        }
        if at < self.last {
            let last = self.last;
            return Err(Refusal::OutOfOrder { at, last });
        }
        if !self.remaining.contains(by) {
            return Err(Refusal::Out(by.clone()));
        }
        Ok(())
    }

    fn check_answers(&self, by: &MemberId) -> Result<(), Refusal> {
        if self.table.by == *by {
            return Err(Refusal::OwnTable(by.clone()));
        }
        Ok(())
    }

    fn check_until(&self, until: Option<MonthOrDay>, at: Timestamp) -> Result<(), Refusal> {
        let Some(until) = until else { return Ok(()) };
        let past = self.deadline.is_some_and(|end| until.end() > end.end());
        if past || until.end() <= at {
            return Err(Refusal::DeferredTo {
                until,
                at,
                deadline: self.deadline,
            });
        }
        Ok(())
    }

    /// Whether a part is all that is on the table.
    fn is_whole(&self, part: &Matter) -> bool {
        part.is_open() || *part == self.table.matter
    }

    fn is_over(&self, at: Timestamp) -> bool {
        self.deadline.is_some_and(|deadline| deadline.end() <= at)
    }

    fn awaited(&self) -> impl Iterator<Item = &MemberId> {
        self.remaining.iter().filter(|member| {
            **member != self.table.by && self.table.answers.get(*member) != Some(&Answer::Accepted)
        })
    }

    fn settle(&mut self) {
        if self.stage != Stage::Open {
            return;
        }
        if self.remaining.len() < 2 {
            self.stage = Stage::Refused;
        } else if self.awaited().next().is_none() {
            self.stage = Stage::Accepted;
        }
    }
}

fn listed(members: &BTreeSet<MemberId>) -> String {
    if members.is_empty() {
        return "nobody".into();
    }
    let ids: Vec<&str> = members.iter().map(MemberId::as_str).collect();
    ids.join(", ")
}
