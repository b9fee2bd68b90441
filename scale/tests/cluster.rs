//! A scheduler and executors, each a process of its own.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use mithaq_scale::digests;
use scene::{DAY, deal, list_file, one_machine, travellers};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mithaq-scale");

/// A process that ends with the test.
struct Process {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Process {
    fn start(args: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// Waits for a line that begins so, and gives what follows.
    fn said(&mut self, beginning: &str) -> String {
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
    fn end(mut self, beginning: &str) -> String {
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

fn scheduler() -> (Process, String) {
    let mut scheduler = Process::start(&["scheduler", "--listen", "127.0.0.1:0"]);
    let address = scheduler.said("scheduler at ");
    (scheduler, address)
}

fn executor(scheduler: &str, list: &Path) -> Process {
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

fn run(scheduler: &str, input: &Path, out: &Path) -> Output {
    let list = list_file();
    Command::new(PROGRAM)
        .args(["run", "--scheduler", scheduler, "--at", DAY])
        .args([Path::new("--list"), &list, Path::new("--input"), input])
        .args([Path::new("--out"), out])
        .output()
        .unwrap()
}

#[test]
fn two_executors_answer_what_one_machine_answers_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let travellers = travellers();
    deal(folder.path(), &travellers, 6);
    let (expected, summary) = one_machine(&travellers);
    assert!(
        summary.with_hits > 300 && summary.refused() > 10,
        "{summary:?}"
    );

    let (_scheduler, address) = scheduler();
    let executors = [
        executor(&address, &list_file()),
        executor(&address, &list_file()),
    ];
    let out = folder.path().join("answers.jsonl");
    let output = run(&address, folder.path(), &out);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");

    assert!(std::fs::read_to_string(out).unwrap() == expected);
    let counts = format!(
        "{} rows: {} screened, {} with hits, {} refused",
        summary.rows,
        summary.screened,
        summary.with_hits,
        summary.refused()
    );
    assert!(said.contains(&counts), "{said}");
    assert!(said.contains("columns nobody reads: gate"), "{said}");

    let answered = executors.map(|executor| {
        let said = executor.end("answered ");
        let rows = said.strip_suffix(" rows").unwrap();
        rows.parse::<u64>().unwrap()
    });
    assert!(
        answered.iter().all(|rows| *rows > 0),
        "both took part: {answered:?}"
    );
    assert_eq!(
        answered.iter().sum::<u64>(),
        summary.screened,
        "each row was answered once"
    );
}

#[test]
fn an_executor_with_another_list_refuses_and_says_which_it_has_and_which_was_wanted() {
    let folder = tempfile::tempdir().unwrap();
    deal(folder.path(), &travellers()[..10], 1);
    let other = folder.path().join("other.ndjson");
    let entity = r#"{"id":"Q1","schema":"Person","caption":"X","properties":{"name":["Mokhtar Belmokhtar"]}}"#;
    std::fs::write(&other, format!("{entity}\n")).unwrap();

    let (_scheduler, address) = scheduler();
    let _executor = executor(&address, &other);
    let out = folder.path().join("answers.jsonl");
    let output = run(&address, folder.path(), &out);
    let said = String::from_utf8_lossy(&output.stderr);

    assert_eq!(output.status.code(), Some(3), "{said}");
    let [held, wanted] = [other, list_file()].map(|list| digests(&[list]).unwrap()[0]);
    assert!(
        said.contains(&format!(
            "mithaq-scale: screening refused: this executor holds the lists sha256:{held}, the query wants sha256:{wanted}; start"
        )),
        "{said}"
    );
    assert!(!out.exists());
}

#[test]
fn a_scheduler_nobody_answers_for_is_named() {
    let folder = tempfile::tempdir().unwrap();
    deal(folder.path(), &travellers()[..10], 1);
    let out = folder.path().join("answers.jsonl");
    let output = run("127.0.0.1:1", folder.path(), &out);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("127.0.0.1:1"), "{said}");
}
