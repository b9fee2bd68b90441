//! One process of the solver, and what is asked of it.

use std::path::Path;
use std::str::FromStr;

use cedar_policy::{EntityTypeName, EntityUid, Policy, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::err::Error;
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{
    CedarSymCompiler, CompiledPolicy, CompiledPolicySet, CompiledSchema, Env, SymEnv,
};
use tokio::process::Command;
use tokio::runtime::Runtime;

use super::ProveError;
use crate::Pact;
use crate::cedar::Compiled;

/// How long the solver may think about one question before it gives up, in milliseconds.
const MOST_MILLIS: &str = "60000";

/// The solver gave no answer; in its words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unanswered(String);

impl From<Error> for Unanswered {
    fn from(error: Error) -> Self {
        Self(error.to_string())
    }
}

/// What policies are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Covers,
    Overlaps,
    Release,
    Oversee,
}

impl Asking {
    const ALL: [Self; 4] = [Self::Covers, Self::Overlaps, Self::Release, Self::Oversee];

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Covers => ("covers", "Pact"),
            Self::Overlaps => ("overlaps", "Pact"),
            Self::Release => ("release", "Profile"),
            Self::Oversee => ("oversee", "Profile"),
        }
    }
}

/// A running solver.
pub(super) struct Solver {
    runtime: Runtime,
    compiler: CedarSymCompiler<LocalSolver>,
    schema: Schema,
    environments: Vec<(Asking, RequestEnv, SymEnv)>,
}

impl Solver {
    /// Whether the program can be run at all.
    pub(super) fn available(program: &Path) -> Result<(), ProveError> {
        let missing = |reason: String| ProveError::NoSolver {
            program: program.to_owned(),
            reason,
        };
        match std::process::Command::new(program)
            .arg("--version")
            .output()
        {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(missing(format!("`--version` ends with {}", output.status))),
            Err(error) => Err(missing(error.to_string())),
        }
    }

    /// Starts the program, ready for questions about this pact. The error says what went wrong.
    pub(super) fn start(pact: &Pact, program: &Path) -> Result<Self, String> {
        let schema = Compiled::proof_schema(pact.model(), pact.space()).map_err(said)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(said)?;
        let process = {
            let _entered = runtime.enter();
            let mut command = Command::new(program);
            command
                .args(["--lang", "smt", "--tlimit-per", MOST_MILLIS])
                .kill_on_drop(true);
            LocalSolver::from_command(&mut command).map_err(said)?
        };
        let compiler = CedarSymCompiler::new(process).map_err(said)?;
        let symbolic = CompiledSchema::new(&schema).map_err(said)?;
        let environment = |asking: Asking| -> Result<_, String> {
            let (action, resource) = asking.names();
            let request = RequestEnv::new(
                EntityTypeName::from_str("Party").map_err(said)?,
                EntityUid::from_str(&format!("Action::\"{action}\"")).map_err(said)?,
                EntityTypeName::from_str(resource).map_err(said)?,
            );
            let symbols = symbolic.sym_env(&request).map_err(said)?;
            Ok((asking, request, symbols))
        };
        let environments = Asking::ALL
            .into_iter()
            .map(environment)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            runtime,
            compiler,
            schema,
            environments,
        })
    }

    /// A request that both sets allow, or none where there is no such request.
    pub(super) fn both_allow(
        &mut self,
        asking: Asking,
        one: &PolicySet,
        other: &PolicySet,
    ) -> Result<Option<Env>, Unanswered> {
        let (one, other) = (self.compile(asking, one)?, self.compile(asking, other)?);
        let question = self
            .compiler
            .check_disjoint_with_counterexample_opt(&one, &other);
        Ok(self.runtime.block_on(question)?)
    }

    /// Whether the two sets allow the same requests.
    pub(super) fn allow_the_same(
        &mut self,
        asking: Asking,
        one: &PolicySet,
        other: &PolicySet,
    ) -> Result<bool, Unanswered> {
        let (one, other) = (self.compile(asking, one)?, self.compile(asking, other)?);
        let question = self.compiler.check_equivalent_opt(&one, &other);
        Ok(self.runtime.block_on(question)?)
    }

    /// Whether a policy evaluates without error, whatever is asked.
    pub(super) fn never_errors(
        &mut self,
        asking: Asking,
        policy: &Policy,
    ) -> Result<bool, Unanswered> {
        let (request, symbols) = self.environment(asking)?;
        let policy = CompiledPolicy::compile_with_custom_symenv(
            policy,
            request,
            &self.schema,
            symbols.clone(),
        )?;
        let question = self.compiler.check_never_errors_opt(&policy);
        Ok(self.runtime.block_on(question)?)
    }

    fn environment(&self, asking: Asking) -> Result<(&RequestEnv, &SymEnv), Unanswered> {
        let found = self.environments.iter().find(|(a, _, _)| *a == asking);
        found
            .map(|(_, request, symbols)| (request, symbols))
            .ok_or_else(|| Error::ActionNotInSchema(asking.names().0.to_owned()).into())
    }

    fn compile(&self, asking: Asking, set: &PolicySet) -> Result<CompiledPolicySet, Unanswered> {
        let (request, symbols) = self.environment(asking)?;
        let symbols = symbols.clone();
        Ok(CompiledPolicySet::compile_with_custom_symenv(
            set,
            request,
            &self.schema,
            symbols,
        )?)
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
