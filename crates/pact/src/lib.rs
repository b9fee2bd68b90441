//! mithaq-pact
mod bits;
mod cedar;
mod cycle;
mod date;
mod decide;
mod decider;
mod file;
mod hash;
mod iso;
mod model;
mod nearest;
mod pact;
mod profiles;
mod question;
mod space;
mod tree;

pub use date::{DateError, MonthOrDay};
pub use decide::{Commitment, Decision, HandlingField, NextStep, Reason, Release, Verdict, decide};
pub use decider::{Decider, Permitted};
pub use file::problem::{Code, PactErrors, Problem, ReadError};
pub use hash::{HashError, PactHash};
pub use iso::{countries, country_name, is_country};
pub use model::*;
pub use pact::Pact;
pub use profiles::{Interned, ProfileId, Profiles};
pub use question::{
    Caller, CommitmentQuestion, Question, QuestionError, ReleaseQuestion, Role, UnknownId,
};
