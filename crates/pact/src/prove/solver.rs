//! One process of the solver, and what is asked of it.

use std::process::Stdio;
use std::str::FromStr;
use std::time::Duration;

use cedar_policy::{EntityTypeName, EntityUid, Policy, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::err::Error;
use cedar_policy_symcc::{
    CedarSymCompiler, CompiledPolicy, CompiledPolicySet, CompiledSchema, Env, SymEnv,
};
use tokio::process::Command;
use tokio::runtime::Runtime;

use super::process::Process;
use super::{ProveError, SolverProgram};
use crate::cedar::Compiled;
use crate::cedar::proof::{set, written};
use crate::model::Model;
use crate::space::Space;

/// The solver gave no answer; in its words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unanswered(String);

impl From<Error> for Unanswered {
    fn from(error: Error) -> Self {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Self(text)
    }
}

/// What policies are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Covers,
    Release,
    Oversee,
}

impl Asking {
    const ALL: [Self; 3] = [Self::Covers, Self::Release, Self::Oversee];

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Covers => ("covers", "Pact"),
            Self::Release => ("release", "Profile"),
            Self::Oversee => ("oversee", "Profile"),
        }
    }
}

/// How the requests that one set of policies allows stand to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The other allows each of them.
    Within,
    /// The other allows each of them, and no more.
    Same,
}

/// A running solver.
pub(super) struct Solver {
    runtime: Runtime,
    compiler: CedarSymCompiler<Process>,
    limit: Duration,
    schema: Schema,
    environments: Vec<(Asking, RequestEnv, SymEnv)>,
}

impl Solver {
    /// Whether the program can be run at all.
    pub(super) fn available(program: &SolverProgram) -> Result<(), ProveError> {
        let missing = |reason: String| ProveError::NoSolver {
            program: program.path.clone(),
            reason,
        };
        let runtime = runtime().map_err(missing)?;
        let status = runtime.block_on(async {
            let mut command = Command::new(&program.path);
            command.arg("--version").kill_on_drop(true);
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            tokio::time::timeout(program.limit, command.status()).await
        });
        match status {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(missing(format!("`--version` ends with {status}"))),
            Ok(Err(error)) => Err(missing(error.to_string())),
            Err(_) => Err(missing("`--version` does not end".to_owned())),
        }
    }

    /// Starts the program, ready for questions about a pact. The error says what went wrong.
    pub(super) fn start(
        model: &Model,
        space: &Space,
        program: &SolverProgram,
    ) -> Result<Self, String> {
        let schema = Compiled::proof_schema(model, space).map_err(said)?;
        let runtime = runtime()?;
        let process = {
            let _entered = runtime.enter();
            let mut command = Command::new(&program.path);
            let limit = program.limit.as_millis().max(1).to_string();
            command.args(["--lang", "smt", "--tlimit-per", &limit]);
            Process::start(&mut command).map_err(said)?
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
        let mut solver = Self {
            runtime,
            compiler,
            limit: program.limit,
            schema,
            environments,
        };
        solver.tried()?;
        Ok(solver)
    }

    /// Asks two questions the answers of which are known: a program that says the same to everything proves nothing.
    fn tried(&mut self) -> Result<(), String> {
        let when = |text: &str| {
            let text = format!(
                "permit (principal, action == Action::\"release\", resource) when {{ {text} }};"
            );
            let policy = written("known", &text).map_err(said)?;
            set([&policy]).map_err(said)
        };
        let (early, late, both) = (
            when("context.at < 0")?,
            when("context.at > 0")?,
            when("context.at > -5 && context.use == Use::\"read\"")?,
        );
        let mut found = |one, other| self.both_allow(Asking::Release, one, other).map_err(said);
        if found(&early, &late)?.is_some() || found(&early, &both)?.is_none() {
            return Err("it answers wrongly what is known".to_owned());
        }
        Ok(())
    }

    /// What the solver answers in its time.
    fn answer<T>(
        runtime: &Runtime,
        limit: Duration,
        question: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Unanswered> {
        let answer = async { tokio::time::timeout(limit.saturating_mul(2), question).await };
        match runtime.block_on(answer) {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Unanswered(format!(
                "it did not stop after {:?}, twice its time",
                limit.saturating_mul(2)
            ))),
        }
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
        Self::answer(&self.runtime, self.limit, question)
    }

    /// Whether this holds between what the one set allows and what the other does.
    pub(super) fn holds(
        &mut self,
        asking: Asking,
        one: &PolicySet,
        relation: Relation,
        other: &PolicySet,
    ) -> Result<bool, Unanswered> {
        let (one, other) = (self.compile(asking, one)?, self.compile(asking, other)?);
        let compiler = &mut self.compiler;
        let question = async {
            match relation {
                Relation::Within => compiler.check_implies_opt(&one, &other).await,
                Relation::Same => compiler.check_equivalent_opt(&one, &other).await,
            }
        };
        Self::answer(&self.runtime, self.limit, question)
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
        Self::answer(&self.runtime, self.limit, question)
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

fn runtime() -> Result<Runtime, String> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().map_err(said)
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
