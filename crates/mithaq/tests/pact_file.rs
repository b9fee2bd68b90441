//! A pact's file at the command line: laid out, its schema, and asked as of a date.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use run::{command, mithaq, repository};

mod run;

const PACT: &str = "pacts/maghreb-sahel.toml";

fn seed() -> String {
    std::fs::read_to_string(repository().join(PACT)).expect("the seed's pact")
}

fn written(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).expect("a file can be written");
    path.display().to_string()
}

fn read(file: &str) -> String {
    std::fs::read_to_string(file).expect("the file")
}

/// The seed's pact with other spacing.
fn untidy() -> String {
    seed().replace(" = ", "=").replace("\n\n", "\n\n\n")
}

#[test]
fn the_seeds_pact_is_settled_and_a_check_says_nothing() {
    let ran = mithaq(&["pact", "fmt", "--check", PACT]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn a_check_names_what_would_change_and_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let (tidy, other) = (
        written(dir.path(), "tidy.toml", &seed()),
        written(dir.path(), "untidy.toml", &untidy()),
    );
    let ran = mithaq(&["pact", "fmt", "--check", &tidy, &other]);
    assert_eq!((ran.code, ran.out.trim()), (1, other.as_str()));
    assert_eq!(read(&other), untidy());
    let ran = mithaq(&["pact", "fmt", &tidy, &other]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(read(&other), seed());
    assert_eq!(mithaq(&["pact", "fmt", "--check", &other]).code, 0);
    let files = std::fs::read_dir(dir.path()).expect("the folder");
    assert_eq!(files.count(), 2, "nothing is left beside them");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_and_a_link_stays_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("a folder");
    let file = written(dir.path(), "untidy.toml", &untidy());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("its own");
    let link = dir.path().join("link.toml");
    std::os::unix::fs::symlink("untidy.toml", &link).expect("a link");
    assert_eq!(
        mithaq(&["pact", "fmt", &link.display().to_string()]).code,
        0
    );
    assert!(link.is_symlink());
    assert_eq!(read(&file), seed());
    let mode = std::fs::metadata(&file)
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn one_bad_file_refuses_all_as_a_check_of_it_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let good = written(dir.path(), "good.toml", &untidy());
    let bad = written(
        dir.path(),
        "bad.toml",
        &seed().replacen("\nstance = ", "\nstanse = ", 1),
    );
    let ran = mithaq(&["pact", "fmt", &good, &bad]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, mithaq(&["pact", "check", &bad]).err);
    assert!(ran.err.contains("Did you mean `stance`?"), "{}", ran.err);
    assert_eq!(read(&good), untidy());
}

#[test]
fn a_bad_file_is_told_in_the_readers_language_and_exactly() {
    let dir = tempfile::tempdir().expect("a folder");
    let wrong = seed().replacen("member = \"dz\"", "member = \"dza\"", 1);
    let bad = written(dir.path(), "bad.toml", &wrong);
    let words = [
        ("ar", "معرّف لم يُعلن في الملف"),
        ("fr", "Identifiant que le fichier ne déclare pas"),
        ("en", "found the unknown id `dza`"),
    ];
    for (language, sentence) in words {
        let ran = mithaq(&["pact", "check", &bad, "--lang", language]);
        assert_eq!(ran.code, 2);
        let line = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains(sentence), "{}", ran.err);
        assert!(ran.err.contains("Did you mean `dz`?"), "{}", ran.err);
    }
}

#[test]
fn standard_input_is_laid_out_on_standard_output() {
    let mut child = command(&["pact", "fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(untidy().as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), seed());
}

#[test]
fn the_schema_is_the_one_beside_the_pact() {
    let ran = mithaq(&["pact", "schema"]);
    let printed: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let committed = repository().join("pacts/pact.schema.json");
    let committed = std::fs::read_to_string(committed).expect("the schema");
    assert_eq!(
        printed,
        serde_json::from_str::<serde_json::Value>(&committed).expect("JSON")
    );
}

#[test]
fn a_pact_is_asked_as_of_a_date_and_answers_in_three_languages() {
    let ask = |at: &str, more: &[&str]| {
        let question = [
            "--member",
            "dz",
            "--activity",
            "assistance",
            "--theatre",
            "ly",
        ];
        let mut arguments = vec!["pact", "ask", PACT, "--at", at];
        arguments.extend(question);
        arguments.extend(more);
        mithaq(&arguments)
    };
    assert!(ask("2014-08-31", &[]).out.contains("silent"));
    assert!(
        ask("2014-09", &[])
            .out
            .contains("undertaken by dz-assistance")
    );
    for (lang, verdict) in [("ar", "ملتزَم به"), ("fr", "Engagé"), ("en", "Undertaken")] {
        let out = ask("2014-09-12", &["--lang", lang]).out;
        assert!(
            out.contains(verdict) && out.contains("dz-assistance"),
            "{out}"
        );
    }
    let told: serde_json::Value =
        serde_json::from_str(&ask("2014-09-12", &["--json"]).out).expect("one JSON object");
    assert_eq!(told["stance"], "undertaken");
    assert_eq!(told["at"], "2014-09-12T00:00:00Z");
    assert_eq!(ask("yesterday", &[]).code, 2);
}

#[test]
fn each_row_of_a_table_may_be_asked_as_of_its_own_date() {
    let dir = tempfile::tempdir().expect("a folder");
    let asks = |rows: &str| {
        let text = format!("member,activity,theatre,at,expect\n{rows}");
        let asks = written(dir.path(), "asks.csv", &text);
        mithaq(&["pact", "ask", PACT, "--at", "2014-10-01", "--batch", &asks])
    };
    let ran = asks(
        "dz,assistance,ly,2014-08,silent\ndz,assistance,ly,2014-09-12,undertaken\ndz,assistance,ly,,undertaken\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = asks("dz,assistance,ly,2014-08,undertaken\n");
    assert_eq!(ran.code, 1);
    let ran = asks("dz,assistance,ly,2014-08,silent\ndz,assistance,ly,soon,silent\n");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("line 3: at: found `soon`; expected a month"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "", "no row is answered where one is bad");
}
