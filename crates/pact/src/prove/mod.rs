//! Proofs about the policies that decide, for every possible request, by the solver cvc5.
//!
//! `demand` lists what must hold and of which requests; `question` writes those requests as a Cedar policy; `solver`
//! asks whether the pact permits any of them, of the program that `process` runs; `faithful` holds each policy to its clause; `alive` finds clauses that never decide; `example` puts a request that
//! ought not to be permitted to the deciding policies themselves, and `wording` says it. `direction` puts two versions
//! beside one another. What is proved is what is
//! compiled: the policies are [`Compiled`](crate::cedar::Compiled)'s own.
//!
//! A proof ranges over every set of smallest places and kinds of activity, named or not, and over every moment. That is
//! more than can be asked, never less: what is proved here holds for every question.

mod alive;
mod demand;
mod direction;
mod example;
mod faithful;
#[cfg(test)]
mod mutants;
mod process;
mod question;
mod solver;
mod wording;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mithaq_notice::{ClauseId, Text};
use serde::Serialize;

use crate::Pact;
use crate::cedar::Fault;
use crate::model::words;
use demand::Demand;
pub use direction::{Directions, directions};
use solver::Solver;

words! {
    /// What kind of thing is proved.
    ProofKind {
        /// An `[obligations.ID]` of the file: a use that is never permitted.
        Obligation = "obligation",
        /// A refusal: nobody else uses its member's notices so.
        RefusalOfUse = "refusal-of-use",
        /// A refusal: its own member does not use others' notices so.
        RefusalByMember = "refusal-by-member",
        /// A refusal: no commitment question within it is answered otherwise.
        RefusalAnswered = "refusal-answered",
        /// A field of handling: nothing is released beyond it.
        Handling = "handling",
        /// What is given for mediation is never used for operations.
        Mediation = "mediation",
        /// Oversight reads everything and does nothing else.
        Oversight = "oversight",
        /// No policy can error.
        NoError = "no-error",
        /// A clause's policies match what it says, and nothing else.
        Faithful = "faithful",
        /// A clause decides some question.
        Alive = "alive",
    }
}

words! {
    /// Which version asks for it.
    Demanded {
        /// The version that is proved.
        Here = "here",
        /// The version it is proved against: the last one signed.
        Before = "before",
    }
}

/// How a proof came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It holds for every possible request.
    Holds,
    /// It holds, and something is worth knowing: a clause that others say already.
    Noted {
        /// The clauses it is about.
        clauses: Vec<ClauseId>,
        /// What to know.
        wording: Text,
    },
    /// It does not hold.
    Fails {
        /// The clauses that make it fail.
        clauses: Vec<ClauseId>,
        /// A request that shows it, and what to change.
        wording: Text,
    },
}

/// One thing proved, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Its kind.
    pub kind: ProofKind,
    /// What it is about: `clauses.ID`, `obligations.ID`, `handling.FIELD` or `rules`.
    pub about: String,
    /// Which version asks for it.
    pub demanded: Demanded,
    /// How it came out.
    pub outcome: Outcome,
}

/// Proofs of a pact, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proofs {
    /// The proofs.
    pub proofs: Vec<Proof>,
}

impl Proofs {
    /// Whether everything holds.
    #[must_use]
    pub fn hold(&self) -> bool {
        self.failures().next().is_none()
    }

    /// What does not.
    pub fn failures(&self) -> impl Iterator<Item = &Proof> {
        self.proofs
            .iter()
            .filter(|proof| matches!(proof.outcome, Outcome::Fails { .. }))
    }
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The solver is not there.
    #[error(
        "the solver `{}` is not there ({reason}). Install it, with `apt-get install cvc5` on Debian, or name it with `--solver`", program.display()
    )]
    NoSolver {
        /// What was to be run.
        program: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The solver gave no answer in its time, or broke off.
    #[error("{about}: the solver gave no answer: {reason}")]
    Undecided {
        /// What was being proved.
        about: String,
        /// What it said.
        reason: String,
    },
    /// The solver found a request that the deciding policies answer otherwise: a defect of this program.
    #[error("{about}: {reason}. This is a defect of the program; please report it")]
    Defect {
        /// What was being proved.
        about: String,
        /// What does not fit.
        reason: String,
    },
}

/// The solver, and how long it may think.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolverProgram {
    /// The program.
    pub path: PathBuf,
    /// How long it may think about one question before it must give up. One that does not is ended after twice that time.
    pub limit: Duration,
}

impl SolverProgram {
    /// This program, with a minute for each question.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            limit: Duration::from_secs(60),
        }
    }
}

impl Default for SolverProgram {
    fn default() -> Self {
        Self::new("cvc5")
    }
}

/// How many solvers run side by side.
const SOLVERS: usize = 2;

/// Proves everything a pact must hold to, and what its last signed version held to.
///
/// Starts processes of the solver named and nothing else; they end before it returns.
///
/// # Errors
/// [`ProveError`]: the solver is missing, gives up, or contradicts the policies.
pub fn prove(
    pact: &Pact,
    against: Option<&Pact>,
    solver: &SolverProgram,
) -> Result<Proofs, ProveError> {
    settled(pact, demand::all(pact, against), solver)
}

/// Proves that the policies a pact is compiled to match what its clauses say, and nothing else: [`prove`] leaves out policies
/// that by their clauses' scopes cannot match. It takes the solver twice as long as all the rest, and is a proof of the
/// compiler rather than of the pact.
///
/// # Errors
/// As for [`prove`].
pub fn prove_compiled(pact: &Pact, solver: &SolverProgram) -> Result<Proofs, ProveError> {
    settled(pact, demand::faithful(pact), solver)
}

fn settled(
    pact: &Pact,
    demands: Result<Vec<Demand>, Fault>,
    solver: &SolverProgram,
) -> Result<Proofs, ProveError> {
    Solver::available(solver)?;
    let demands = demands.map_err(|fault| defect("policies", &fault))?;
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<Proof, ProveError>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..SOLVERS {
            scope.spawn(|| {
                let mut started = Solver::start(pact.model(), pact.space(), solver);
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(demand) = demands.get(n) else { break };
                    let outcome = match &mut started {
                        Ok(solver) => one(pact, solver, demand),
                        Err(reason) => Err(ProveError::Undecided {
                            about: demand.about.clone(),
                            reason: reason.clone(),
                        }),
                    };
                    let stop = outcome.is_err();
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((n, outcome));
                    if stop {
                        // Nothing after it would be reported.
                        next.store(demands.len(), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(n, _)| *n);
    let proofs = done.into_iter().map(|(_, proof)| proof);
    Ok(Proofs {
        proofs: proofs.collect::<Result<_, _>>()?,
    })
}

fn one(pact: &Pact, solver: &mut Solver, demand: &Demand) -> Result<Proof, ProveError> {
    let outcome = demand.task.settle(pact, solver, &demand.about)?;
    Ok(Proof {
        kind: demand.kind,
        about: demand.about.clone(),
        demanded: demand.demanded,
        outcome,
    })
}

fn defect(about: &str, reason: &Fault) -> ProveError {
    ProveError::Defect {
        about: about.to_owned(),
        reason: reason.to_string(),
    }
}
