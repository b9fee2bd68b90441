//! What a pact says: the file, what its clauses cover, and the one function that decides by it.
//!
//! A pact is a TOML file that people read and sign: members, theatres, activities, and *clauses* — each a member's
//! stance (undertaken, refused, under consultation) on activities in an area, resting on statements. This crate reads
//! it with every mistake reported at its place ([`Pact::parse`]), lists what deserves a second look ([`Pact::check`]),
//! compiles its clauses to Cedar policies, and answers two kinds of questions:
//!
//! * a **commitment question** ([`Pact::ask`]): what does this member undertake or refuse?
//! * a **release question** ([`Pact::release`]): may this caller use what that originator published, so, there, for
//!   that? Both an undertaking and the notice's own [handling](mithaq_notice::Handling) are needed.
//!
//! ```
//! use mithaq_pact::{CommitmentQuestion, Pact, Stance};
//!
//! let pact = Pact::parse("example.toml", r#"
//!     [pact]
//!     id = "example"
//!     version = 1
//!     status = "in-force"
//!     title.en = "An example"
//!     [members.dz]
//!     name.en = "Algeria"
//!     [theatres.ml-north]
//!     name.en = "northern Mali"
//!     within = ["ml"]
//!     [activities.assistance]
//!     name.en = "assistance"
//!     within = "any"
//!     [sources.daily]
//!     name.en = "a daily"
//!     kind = "outlet"
//!     [statements.report]
//!     chain = ["daily"]
//!     date = "2014-09"
//!     language = "ar"
//!     claim = "stance"
//!     text.en = "Algeria pledged assistance in northern Mali."
//!     [clauses.assistance]
//!     member = "dz"
//!     stance = "undertaken"
//!     activity = ["assistance"]
//!     theatre = ["ml-north"]
//!     from = "2014-09"
//!     statements = ["report"]
//!     text.en = "Assistance in northern Mali."
//! "#)?;
//! let at = "2014-10-01T00:00:00Z".parse()?;
//! let in_the_north = CommitmentQuestion::parse("dz", "assistance", "ml-north", None, None)?;
//! assert_eq!(pact.ask(&in_the_north, at)?.stance, Stance::Undertaken);
//!
//! // A clause answers only what lies wholly inside it: all of Mali is more than its north.
//! let in_mali = CommitmentQuestion::parse("dz", "assistance", "ml", None, None)?;
//! let answer = pact.ask(&in_mali, at)?;
//! assert_eq!(answer.stance, Stance::Silent);
//! assert_eq!(answer.partial, ["assistance".parse()?]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Whoever filters many notices interns their handlings ([`Profiles`]) and asks a [`Decider`], which remembers: the
//! policies are asked once for each caller class, purpose, profile and epoch, and never for a notice.
//!
//! It knows nothing of stores, names or networks, reads no clock and keeps no state but what a [`Decider`] remembers.
//! In the order to read it: `model` (what a file says), `file` (reading it), `space` (areas and activities as sets),
//! `cedar` (clauses as policies), `decide` (answers), `profiles` and `decider`, then `findings`, `diff`, `show` and `hash`;
//! `attribution` (who really said it), `positions`, `flows`, `pledges` and `exemptions` read the rest of what it records;
//! `course` is how a consultation goes while members' nodes hold it, `binding` whom an amendment binds;
//! `prove` (feature `prove`) proves its promises of every possible request.

mod attribution;
mod binding;
mod bits;
mod carry;
mod cedar;
mod course;
mod cycle;
mod date;
mod decide;
mod decider;
mod diff;
mod exemptions;
mod file;
mod findings;
mod flows;
mod framework;
mod hash;
mod iso;
mod likeness;
mod matter;
mod model;
mod naming;
mod nearest;
mod pact;
mod pledges;
mod positions;
mod profiles;
#[cfg(feature = "prove")]
mod prove;
mod question;
mod reach;
mod show;
mod space;
mod speech;
mod tree;

pub use attribution::NearCopy;
pub use binding::Bound;
pub use course::{Course, Move, Opening, Refusal, Standing};
pub use date::{DateError, Moment, MomentError, MonthOrDay};
pub use decide::{Commitment, Decision, HandlingField, NextStep, Reason, Release, Verdict, decide};
pub use decider::{Decider, Permitted};
pub use diff::{
    ClauseChange, ClauseTurn, Diff, Direction, LifeChange, Matter as ChangedMatter, NameChange,
    NameKind, NameTurn, NoticeChange, Reach, StanceChange, Stood, UseChange, UseTurn, Version,
    clause_changes, diff, news,
};
pub use file::layout::layout;
pub use file::problem::{Code, PactErrors, Problem, ReadError};
pub use file::schema::schema;
pub use findings::{Finding, FindingKind};
pub use flows::{Cover, FlowCover, LegCover};
pub use hash::{HashError, PactHash};
pub use iso::{countries, country_name, is_country};
pub use matter::MatterError;
pub use model::*;
pub use naming::Place;
pub use pact::Pact;
pub use pledges::{Pledge, PledgeState};
pub use positions::{PositionChange, Turn};
pub use profiles::{Interned, ProfileId, Profiles};
#[cfg(feature = "prove")]
pub use prove::{
    Demanded, Directions, Outcome, Proof, ProofKind, Proofs, ProveError, SolverProgram, directions,
    prove, prove_compiled,
};
pub use question::{
    Caller, CommitmentQuestion, Question, QuestionError, ReleaseQuestion, Role, UnknownId,
};
pub use show::{Cell, Matrix, Row, Section, show};
