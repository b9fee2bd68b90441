//! The solver's process: questions go in and answers come out, neither without end.

use std::io;
use std::process::Stdio;

use cedar_policy_symcc::SmtLibScript;
use cedar_policy_symcc::solver::{Decision, DecisionWithModel, Solver, SolverError};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, BufWriter};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

type Result<T> = std::result::Result<T, SolverError>;

/// What one answer may be at most. A request found takes some kilobytes.
const MOST_BYTES: u64 = 16 << 20;

/// How much of an answer that is none is shown.
const SHOWN_CHARS: usize = 120;

/// A running solver, that ends when this is dropped.
pub(super) struct Process {
    _child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Unread, it would fill up, and the program wait for ever.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the solver's pipes are not there"));
        };
        Ok(Self {
            _child: child,
            input: BufWriter::new(input),
            output: BufReader::new(output),
        })
    }

    /// One more line of an answer of which so many bytes are left.
    async fn line(&mut self, left: &mut u64) -> Result<String> {
        let mut line = String::new();
        let mut rest = (&mut self.output).take(*left);
        let read = rest.read_line(&mut line).await?;
        *left = rest.limit();
        if line.ends_with('\n') {
            Ok(line)
        } else if *left == 0 {
            let most = MOST_BYTES >> 20;
            Err(SolverError::Solver(format!(
                "an answer of more than {most} MiB"
            )))
        } else if read == 0 {
            Err(SolverError::Solver("it ended without an answer".to_owned()))
        } else {
            Err(unrecognized(&line))
        }
    }
}

fn unrecognized(line: &str) -> SolverError {
    SolverError::UnrecognizedSolverOutput(line.trim().chars().take(SHOWN_CHARS).collect())
}

impl Solver for Process {
    fn smtlib_input(&mut self) -> &mut (dyn AsyncWrite + Unpin + Send) {
        &mut self.input
    }

    async fn enable_models(&mut self) -> Result<()> {
        Ok(self.input.set_option("produce-models", "true").await?)
    }

    async fn check_sat(&mut self) -> Result<Decision> {
        self.input.check_sat().await?;
        self.input.flush().await?;
        let line = self.line(&mut { MOST_BYTES }).await?;
        match line.trim() {
            "sat" => Ok(Decision::Sat),
            "unsat" => Ok(Decision::Unsat),
            "unknown" => Ok(Decision::Unknown),
            _ => Err(unrecognized(&line)),
        }
    }

    async fn check_sat_with_model(&mut self) -> Result<DecisionWithModel> {
        match self.check_sat().await? {
            Decision::Unsat => return Ok(DecisionWithModel::Unsat),
            Decision::Unknown => return Ok(DecisionWithModel::Unknown),
            Decision::Sat => {}
        }
        self.input.get_model().await?;
        self.input.flush().await?;
        let mut left = MOST_BYTES;
        let mut model = self.line(&mut left).await?;
        // A model is a list: `(` on a line, one definition after another, `)` on a line.
        if model.trim() != "(" {
            return Err(unrecognized(&model));
        }
        loop {
            let line = self.line(&mut left).await?;
            model.push_str(&line);
            if line.trim() == ")" {
                return Ok(DecisionWithModel::Sat { model });
            }
        }
    }
}
