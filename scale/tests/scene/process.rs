//! Schedulers and executors, each a process of its own.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a scene for tests, of which each file uses its own part"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The command under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_mithaq-scale");

/// A process that ends with the test.
pub struct Process {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Process {
    pub fn start(args: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// Waits for a line that begins so, and gives what follows.
    pub fn said(&mut self, beginning: &str) -> String {
        let mut line = String::new();
        while self.out.read_line(&mut line).unwrap() > 0 {
            if let Some(rest) = line.strip_prefix(beginning) {
                return rest.trim().to_owned();
            }
            line.clear();
        }
        panic!("it ended without saying `{beginning}`")
    }

    /// Asks it to end, as a service manager does, and waits for what it says then.
    pub fn end(mut self, beginning: &str) -> String {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("sh")
                .args(["-c", "kill -TERM \"$1\"", "sh", &pid])
                .status()
                .unwrap()
                .success()
        );
        let said = self.said(beginning);
        assert!(self.child.wait().unwrap().success());
        said
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A scheduler and the address it listens on.
pub fn scheduler() -> (Process, String) {
    let mut scheduler = Process::start(&["scheduler", "--listen", "127.0.0.1:0"]);
    let address = scheduler.said("scheduler at ");
    (scheduler, address)
}

/// An executor with one core that the scheduler knows.
pub fn executor(scheduler: &str, list: &Path) -> Process {
    let list = list.to_str().unwrap();
    let mut executor = Process::start(&[
        "executor",
        "--scheduler",
        scheduler,
        "--list",
        list,
        "--cores",
        "1",
    ]);
    executor.said("ready");
    executor
}
