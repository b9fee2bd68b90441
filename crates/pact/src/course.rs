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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use mithaq_notice::{Language, MemberId, Text};
use serde::{Deserialize, Serialize};

use crate::MonthOrDay;
use crate::model::{Matter, StepAct};

/// A request that opens a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The members that are asked.
    pub asked: BTreeSet<MemberId>,
    /// What about, in a line.
    pub subject: Text,
    /// The scope asked for.
    pub matter: Matter,
    /// Through the last moment of which answers are taken (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<MonthOrDay>,
}

/// What a party does once a consultation is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Move {
    /// Asks anew, for another scope.
    Request {
        /// The scope; what it leaves open stays as it is on the table.
        matter: Matter,
    },
    /// Agrees to what is on the table, or to a part of it.
    Accept {
        /// The part; everything on the table where it is open.
        #[serde(default, skip_serializing_if = "Matter::is_open")]
        of: Matter,
    },
    /// Declines what is on the table, or a part of it.
    Refuse {
        /// The part; everything on the table where it is open.
        #[serde(default, skip_serializing_if = "Matter::is_open")]
        of: Matter,
    },
    /// Offers a counter-scope, which is on the table from then on.
    Limit {
        /// The scope; what it leaves open stays as it is on the table.
        matter: Matter,
    },
    /// Puts its answer off.
    Defer {
        /// Until when, if it says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<MonthOrDay>,
    },
    /// Takes the request back.
    Withdraw {},
}

impl Move {
    /// The word a pact's file has for it.
    #[must_use]
    pub const fn act(&self) -> StepAct {
        match self {
            Self::Request { .. } => StepAct::Request,
            Self::Accept { .. } => StepAct::Accept,
            Self::Refuse { .. } => StepAct::Refuse,
            Self::Limit { .. } => StepAct::Limit,
            Self::Defer { .. } => StepAct::Defer,
            Self::Withdraw {} => StepAct::Withdraw,
        }
    }

    /// The scope it speaks of, if it speaks of one.
    #[must_use]
    pub const fn matter(&self) -> Option<&Matter> {
        match self {
            Self::Request { matter }
            | Self::Limit { matter }
            | Self::Accept { of: matter }
            | Self::Refuse { of: matter } => Some(matter),
            Self::Defer { .. } | Self::Withdraw {} => None,
        }
    }
}

/// How a consultation stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// It goes on.
    Open {
        /// Whose answer to what is on the table is wanted.
        awaits: BTreeSet<MemberId>,
    },
    /// All who remain agree; an amendment can be proposed.
    Accepted,
    /// An amendment that came of it is in force.
    Agreed,
    /// It ended without: nobody is left to agree with.
    Refused,
    /// Who asked took the request back.
    Withdrawn,
    /// Its deadline passed.
    Lapsed,
}

impl Standing {
    /// Its word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Accepted => "accepted",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    /// Its word for a reader.
    #[must_use]
    pub const fn word(&self, language: Language) -> &'static str {
        let [ar, fr, en] = match self {
            Self::Open { .. } => ["مفتوحة", "ouverte", "open"],
            Self::Accepted => [
                "مقبولة، يُقترح تعديل",
                "acceptée, amendement à proposer",
                "accepted, amendment to be proposed",
            ],
            Self::Agreed => [
                "انتهت بتعديل",
                "conclue par un amendement",
                "ended in an amendment",
            ],
            Self::Refused => ["مرفوضة", "refusée", "refused"],
            Self::Withdrawn => ["مسحوبة", "retirée", "withdrawn"],
            Self::Lapsed => ["سقطت بفوات الأجل", "caduque", "lapsed"],
        };
        language.of(ar, fr, en)
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a move is not taken. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is asked, or who asks asks itself.
    #[error("found a request to {found}; expected at least one member other than `{by}`, who asks")]
    NobodyAsked {
        /// Who asks.
        by: MemberId,
        /// Whom it names.
        found: String,
    },
    /// The deadline is over before it begins.
    #[error("deadline: found {deadline}, which was over at {at}; expected a later month or day")]
    DeadlineOver {
        /// As given.
        deadline: MonthOrDay,
        /// When it was asked.
        at: Timestamp,
    },
    /// It is no party's.
    #[error("`{by}` is no party to this consultation; its parties are {parties}")]
    NoParty {
        /// Who made the move.
        by: MemberId,
        /// Who may.
        parties: String,
    },
    /// The member refused before and takes part no longer.
    #[error("`{0}` refused and takes part no longer; open another consultation")]
    Out(MemberId),
    /// It was made before the one it follows.
    #[error("found a step of {at}; expected one after {last}, when the step it follows was taken")]
    OutOfOrder {
        /// Its moment.
        at: Timestamp,
        /// The last step's.
        last: Timestamp,
    },
    /// It is over, or all agreed.
    #[error("the consultation is {}: {}", .0.as_str(), after(.0))]
    Ended(Standing),
    /// Only who asked takes a request back.
    #[error("only `{0}`, who asked, withdraws the request; `refuse` declines it")]
    NotTheAsker(MemberId),
    /// It answers its own proposal.
    #[error(
        "what is on the table is `{0}`'s own; another party answers it, or `request` changes it"
    )]
    OwnTable(MemberId),
    /// A counter-scope or a changed request says what is on the table already.
    #[error("the scope is what is on the table already; `accept` agrees to it")]
    SameScope,
    /// An answer put off to a day that is over, or past the deadline.
    #[error("until: found {until}; expected a month or day after {at}{}", before(.deadline.as_ref()))]
    DeferredTo {
        /// As given.
        until: MonthOrDay,
        /// When.
        at: Timestamp,
        /// The consultation's deadline.
        deadline: Option<MonthOrDay>,
    },
}

fn after(standing: &Standing) -> &'static str {
    match standing {
        Standing::Accepted => "all agree; propose the amendment",
        Standing::Lapsed => "its deadline passed; open another",
        _ => "its record stays; open another",
    }
}

fn before(deadline: Option<&MonthOrDay>) -> String {
    deadline.map_or_else(String::new, |deadline| {
        format!(" and not past the deadline, {deadline}")
    })
}

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
