//! A process that is killed at any moment, and a disk that takes no more: what was acknowledged is there.
//!
//! The process is this test program itself, told by `MITHAQ_APPEND_TO` to append to a folder and to print each
//! acknowledgement. Nothing waits for time to pass: it is killed after a number of acknowledgements drawn from a printed seed
//! (`MITHAQ_SEED` repeats a run).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod scene;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use mithaq_store::{Draft, Kind, LogSeq, Reader, Signer, Store, StoreError};
use scene::{Scene, noon};

const FOLDER: &str = "MITHAQ_APPEND_TO";

/// What the process is: four tasks that append batches, and now and then erase what they appended before.
#[test]
#[ignore = "run by the other tests as a process of its own"]
fn append_until_stopped() {
    let Some(dir) = std::env::var_os(FOLDER) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let signer = Signer::from_seed([7; 32]);
        let store = Store::open(dir.as_ref(), signer).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..4 {
            let store = store.clone();
            tasks.spawn(async move {
                for round in 0.. {
                    if let Err(error) = append_once(&store, task, round).await {
                        return error;
                    }
                }
                StoreError::Closed
            });
        }
        let error = tasks.join_next().await.unwrap().unwrap();
        let kind = match error {
            StoreError::Unwritable { .. } => "unwritable",
            StoreError::Io { .. } => "io",
            _ => "other",
        };
        say(&format!("stopped {kind} {error}"));
    });
    // Closing would try to write where nothing can be written.
    std::process::exit(0);
}

async fn append_once(store: &Store, task: usize, round: usize) -> Result<(), StoreError> {
    let drafts = (0..=round % 5)
        .map(|index| Draft::new(Kind::Notice, noon(), payload(task, round, index)))
        .collect();
    let logged = store.append(drafts).await?;
    for (index, seq) in logged.iter().enumerate() {
        say(&format!("logged {seq} {task} {round} {index}"));
    }
    if round % 3 == 2 {
        let by = store.erase(logged[0], "test", noon()).await?;
        say(&format!("erased {} {by}", logged[0]));
    }
    Ok(())
}

/// Large enough that a commit spans many pages.
fn payload(task: usize, round: usize, index: usize) -> String {
    format!("{task} {round} {index} ").repeat(600)
}

/// The line alone could come after what the test harness prints first.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}")
        .and_then(|()| out.flush())
        .unwrap();
}

fn append_to(scene: &Scene, mut command: Command) -> (Child, BufReader<ChildStdout>) {
    let mut child = command
        .args([
            "--exact",
            "append_until_stopped",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, scene.dir())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

/// What the process said was done.
#[derive(Default)]
struct Acknowledged {
    payloads: BTreeMap<LogSeq, Option<String>>,
    stopped: Option<String>,
}

impl Acknowledged {
    /// Takes in a line; whether it acknowledged something.
    fn hear(&mut self, line: &str) -> bool {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |index: usize| words[index].parse::<usize>().unwrap();
        let seq = |index: usize| LogSeq::new(number(index) as u64);
        match words.first() {
            Some(&"logged") if words.len() == 5 => {
                let content = payload(number(2), number(3), number(4));
                self.payloads.entry(seq(1)).or_insert(Some(content));
            }
            Some(&"erased") if words.len() == 3 => {
                self.payloads.insert(seq(1), None);
            }
            Some(&"stopped") => self.stopped = Some(line.to_owned()),
            _ => return false,
        }
        true
    }

    async fn is_all_there(&self, scene: &Scene) {
        let report = scene.verify().await;
        assert!(report.is_sound(), "{:?}", report.faults);
        let reader = Reader::open(scene.dir()).await.unwrap();
        for (seq, content) in &self.payloads {
            let entry = reader
                .entry(*seq)
                .await
                .unwrap()
                .expect("an acknowledged entry is there");
            let found = entry.payload.map(|bytes| String::from_utf8(bytes).unwrap());
            // An erasure may be on disk though its acknowledgement was cut off by the kill.
            assert!(found == *content || found.is_none(), "entry {seq}");
            assert!(
                content.is_some() || found.is_none(),
                "entry {seq} was erased"
            );
        }
    }
}

#[tokio::test]
async fn a_process_killed_at_any_moment_loses_nothing_it_acknowledged() {
    let seed = std::env::var("MITHAQ_SEED").map_or_else(
        |_| {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).unwrap();
            u64::from_le_bytes(bytes)
        },
        |seed| seed.parse().unwrap(),
    );
    println!("MITHAQ_SEED={seed}");
    let mut state = seed;
    let scene = Scene::with_entries(0).await;
    let mut acknowledged = Acknowledged::default();
    for _ in 0..12 {
        let command = Command::new(std::env::current_exe().unwrap());
        let (mut child, mut out) = append_to(&scene, command);
        let mut left = splitmix(&mut state) % 60 + 1;
        let mut line = String::new();
        while left > 0 {
            line.clear();
            assert!(
                out.read_line(&mut line).unwrap() > 0,
                "the process ended by itself"
            );
            left -= u64::from(acknowledged.hear(&line));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it was killed and was not read yet, the last line perhaps in part.
        for line in out.split(b'\n') {
            let line = line.unwrap();
            if line.last().is_some() && line.starts_with(b"logged") {
                pending_is_whole(&line).then(|| acknowledged.hear(&String::from_utf8_lossy(&line)));
            }
        }
        acknowledged.is_all_there(&scene).await;
    }
    assert!(acknowledged.payloads.len() >= 12);
    // And it goes on from there.
    let store = scene.open().await;
    store.append(scene::notices(1)).await.unwrap();
    store.close().await;
    acknowledged.is_all_there(&scene).await;
}

/// Five numbers and words, the last of one digit: a line of which nothing can be missing.
fn pending_is_whole(line: &[u8]) -> bool {
    let words: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
    words.len() == 5 && words[4].len() == 1
}

/// Steele, Lea and Flood's generator: one line, good enough to draw moments.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The system stands in for a full disk: no file of the process may grow past a limit.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_disk_that_takes_no_more_is_an_error_and_nothing_of_it_is_acknowledged() {
    for blocks in ["200", "403", "777"] {
        let scene = Scene::with_entries(0).await;
        let mut command = Command::new("sh");
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        command
            .args(["-c", &limited])
            .arg(std::env::current_exe().unwrap());
        let (mut child, out) = append_to(&scene, command);
        let mut acknowledged = Acknowledged::default();
        for line in out.lines() {
            acknowledged.hear(&line.unwrap());
        }
        child.wait().unwrap();
        let stopped = acknowledged
            .stopped
            .clone()
            .expect("it says why it stopped");
        assert!(stopped.starts_with("stopped unwritable"), "{stopped}");
        assert!(!acknowledged.payloads.is_empty());
        acknowledged.is_all_there(&scene).await;

        // With room again it goes on.
        let store = scene.open().await;
        store.append(scene::notices(1)).await.unwrap();
        store.close().await;
        acknowledged.is_all_there(&scene).await;
    }
}

#[tokio::test]
async fn a_log_whose_last_writes_the_disk_lost_is_not_continued() {
    let scene = Scene::new();
    let store = scene.create().await;
    store.append(scene::notices(20)).await.unwrap();
    store.append(scene::notices(20)).await.unwrap();
    // The files as they are while the node runs, with the end of the write-ahead log cut off.
    let lost = Scene::new();
    for file in ["log.sqlite", "log.sqlite-wal", "log.head"] {
        std::fs::copy(scene.dir().join(file), lost.dir().join(file)).unwrap();
    }
    let wal = std::fs::File::options()
        .write(true)
        .open(lost.dir().join("log.sqlite-wal"))
        .unwrap();
    wal.set_len(wal.metadata().unwrap().len() - 1).unwrap();
    let refused = Store::open(lost.dir(), lost.signer.clone())
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("the log ends at entry 20, but its head names entry 40"),
        "{refused}"
    );
}
