//! A scheduler and executors, each a process of its own.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::path::Path;
use std::process::{Command, Output};

use datafusion::arrow::array::RecordBatch;
use mithaq_scale::{cluster, digests};
use scene::process::{PROGRAM, executor, scheduler};
use scene::{DAY, deal, list_file, one_machine, screening, travellers};

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
    let input = folder.path().join("été [1] *?%20");
    std::fs::create_dir(&input).unwrap();
    deal(&input, &travellers, 6);
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
    let output = run(&address, &input, &out);
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
fn what_a_dead_executor_was_to_answer_another_answers() {
    let folder = tempfile::tempdir().unwrap();
    let travellers = &travellers()[..400];
    deal(folder.path(), travellers, 6);

    let (_scheduler, address) = scheduler();
    let living = executor(&address, &list_file());
    // Killed, it can tell the scheduler nothing.
    drop(executor(&address, &list_file()));
    let out = folder.path().join("answers.jsonl");
    let output = run(&address, folder.path(), &out);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let (expected, summary) = one_machine(travellers);
    assert!(std::fs::read_to_string(out).unwrap() == expected);
    assert_eq!(
        living.end("answered "),
        format!("{} rows", summary.screened)
    );
}

#[tokio::test]
async fn sql_is_answered_by_executors_and_each_row_once() {
    let folder = tempfile::tempdir().unwrap();
    let travellers = &travellers()[..200];
    deal(folder.path(), travellers, 3);
    let (_, summary) = one_machine(travellers);

    let (_scheduler, address) = scheduler();
    let executor = executor(&address, &list_file());
    let screening = screening(&digests(&[list_file()]).unwrap());
    let session = cluster::client(&address, screening, 4).await.unwrap();
    let sql = format!(
        "SELECT id, hit['notice'] AS notice, hit['score'] AS score
         FROM (SELECT id, unnest(hits) AS hit FROM screened('{}')) WHERE hit['band'] <> 'below' ORDER BY id, score DESC, notice",
        folder.path().display()
    );
    let found = session.sql(&sql).await.unwrap().collect().await.unwrap();

    let rows: usize = found.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(rows as u64, summary.hits.values().sum::<u64>());
    assert_eq!(
        executor.end("answered "),
        format!("{} rows", summary.screened)
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
fn a_scheduler_that_is_not_there_or_has_no_executor_is_named() {
    let folder = tempfile::tempdir().unwrap();
    deal(folder.path(), &travellers()[..10], 1);
    let out = folder.path().join("answers.jsonl");
    let output = run("127.0.0.1:1", folder.path(), &out);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the scheduler at 127.0.0.1:1: "), "{said}");

    let output = Command::new(PROGRAM)
        .args(["executor", "--scheduler", "127.0.0.1:1", "--list"])
        .arg(list_file())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the scheduler at 127.0.0.1:1: "), "{said}");

    let (_scheduler, address) = scheduler();
    let output = run(&address, folder.path(), &out);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains(&format!(
            "the scheduler at {address} has no executor; start one"
        )),
        "{said}"
    );
}

#[test]
fn what_cannot_be_asked_is_refused_and_says_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("un.xml");
    let [missing, here] = [missing.as_path(), folder.path()].map(|path| path.to_str().unwrap());
    let list = list_file();
    let list = list.to_str().unwrap();
    let run = ["run", "--out", "a.jsonl", "--input", here, "--list"];
    for (args, said) in [
        ([&run[..], &[missing]].concat(), "un.xml: No such file"),
        (
            [&run[..], &[list, "--threshold", "0.3"]].concat(),
            "the threshold is 0.3; expected 0.5 to 1",
        ),
        ([&run[..], &[list, "--limit", "0"]].concat(), "--limit"),
        (
            [&run[..], &[list, "--scheduler", "here"]].concat(),
            "`here` is no address; expected HOST:PORT",
        ),
        (
            [&run[..], &[list]].concat(),
            "found none; expected a Parquet file",
        ),
        (vec!["executor", "--list", missing], "un.xml: No such file"),
        (
            vec!["scheduler", "--listen", "0.0.0.0:0"],
            "found no address that executors could report to",
        ),
    ] {
        let output = Command::new(PROGRAM).args(&args).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
        assert!(error.contains(said), "{args:?}: {error}");
    }
}
