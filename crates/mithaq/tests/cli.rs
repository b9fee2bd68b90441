//! The command line as its users run it: answers, exit codes, what bad input does and does not do.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod run;

use std::path::Path;

use run::{mithaq, repository};

const PACT: &str = "pacts/maghreb-sahel.toml";
const UN_LIST: &str = "data/un_consolidated.xml";

/// The seed's pact with one change, in a file of its own.
fn changed_pact(dir: &Path, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(repository().join(PACT)).expect("the seed's pact");
    assert!(
        text.contains(from),
        "the seed's pact no longer says {from:?}"
    );
    let path = dir.join("changed.toml");
    std::fs::write(&path, text.replacen(from, to, 1)).expect("a file can be written");
    path.display().to_string()
}

#[test]
fn every_worked_question_is_answered_as_expected() {
    let ran = mithaq(&["pact", "ask", PACT, "--batch", "pacts/asks.csv", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(rows.len(), 23);
    for field in [
        "member", "activity", "theatre", "stance", "clauses", "partial",
    ] {
        assert!(rows.iter().all(|row| row.get(field).is_some()), "{field}");
    }
    let world = rows
        .iter()
        .find(|row| row["theatre"] == "world")
        .expect("assistance anywhere");
    assert_eq!(world["stance"], "silent");
    assert_eq!(
        world["partial"].as_array().map(Vec::len),
        Some(2),
        "F2 and F3 only in part"
    );
}

#[test]
fn an_expectation_that_is_no_stance_is_bad_input() {
    let dir = tempfile::tempdir().expect("a folder");
    let asks = dir.path().join("asks.csv");
    std::fs::write(
        &asks,
        "member,activity,theatre,expect\ndz,assistance,ly,maybe\n",
    )
    .expect("a file can be written");
    let ran = mithaq(&["pact", "ask", PACT, "--batch", &asks.display().to_string()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("line 2: expect: found `maybe`"),
        "{}",
        ran.err
    );
}

#[test]
fn an_answer_that_is_not_as_expected_is_named_and_exits_1() {
    let dir = tempfile::tempdir().expect("a folder");
    let asks = dir.path().join("asks.csv");
    let rows = "member,activity,theatre,route_to,partner,expect,basis\ndz,assistance,ly,,,undertaken,F3\ndz,assistance,ly,,,refused,F3\n";
    std::fs::write(&asks, rows).expect("a file can be written");
    let ran = mithaq(&["pact", "ask", PACT, "--batch", &asks.display().to_string()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("line 3: expected refused, found undertaken"),
        "{}",
        ran.err
    );
}

#[test]
fn a_question_about_what_the_pact_does_not_know_is_an_error_and_not_silence() {
    let ran = mithaq(&[
        "pact",
        "ask",
        PACT,
        "--member",
        "dz",
        "--activity",
        "assistence",
        "--theatre",
        "ly",
    ]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("did you mean `assistance`?"),
        "{}",
        ran.err
    );
    let dir = tempfile::tempdir().expect("a folder");
    let asks = dir.path().join("asks.csv");
    std::fs::write(
        &asks,
        "member,activity,theatre\ndz,assistance,ly\ndz,assistance,atlantis\n",
    )
    .expect("a file can be written");
    let ran = mithaq(&["pact", "ask", PACT, "--batch", &asks.display().to_string()]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (2, ""),
        "a bad row refuses the file whole"
    );
    assert!(
        ran.err.contains("line 3") && ran.err.contains("atlantis"),
        "{}",
        ran.err
    );
}

#[test]
fn the_stance_is_told_as_of_a_day() {
    let ask = |at: &str| {
        mithaq(&[
            "pact",
            "ask",
            PACT,
            "--member",
            "dz",
            "--activity",
            "assistance",
            "--theatre",
            "ly",
            "--at",
            at,
        ])
    };
    assert!(ask("2014-08-31").out.contains("silent"));
    assert!(
        ask("2014-09-12")
            .out
            .contains("undertaken by dz-assistance")
    );
}

#[test]
fn a_pact_that_does_not_hold_is_refused_with_its_place() {
    let dir = tempfile::tempdir().expect("a folder");
    let faults = [
        (
            "an unknown theatre",
            "theatre = [\"sy\", \"iq\"]",
            "theatre = [\"syr\", \"iq\"]",
            "syr",
        ),
        (
            "a duplicate id",
            "[clauses.dz-assistance]",
            "[clauses.dz-no-intervention]",
            "dz-no-intervention",
        ),
        (
            "a cycle",
            "[activities.military-operation]",
            "[activities.loop-a]\nname.en = \"a\"\nwithin = \"loop-b\"\n[activities.loop-b]\nname.en = \"b\"\nwithin = \"loop-a\"\n[activities.military-operation]",
            "loop-",
        ),
    ];
    for (fault, from, to, named) in faults {
        let ran = mithaq(&["pact", "check", &changed_pact(dir.path(), from, to)]);
        assert_eq!(ran.code, 2, "{fault}: {}{}", ran.out, ran.err);
        assert!(
            ran.err.contains("changed.toml:") && ran.err.contains(named),
            "{fault}: {}",
            ran.err
        );
    }
    for (fault, bytes) in [
        ("an empty file", &b""[..]),
        ("not UTF-8", b"[pact]\nid = \"\xff\"\n"),
    ] {
        let path = dir.path().join("bad.toml");
        std::fs::write(&path, bytes).expect("a file can be written");
        let ran = mithaq(&["pact", "check", &path.display().to_string()]);
        assert_eq!(ran.code, 2, "{fault}");
        assert!(ran.err.contains("bad.toml"), "{fault}: {}", ran.err);
    }
}

#[test]
fn findings_are_no_failure_unless_asked_to_be() {
    assert_eq!(mithaq(&["pact", "check", PACT]).code, 0);
    assert_eq!(mithaq(&["pact", "check", PACT, "--strict"]).code, 1);
    let arabic = mithaq(&["pact", "check", PACT, "--lang", "ar"]);
    assert!(arabic.out.contains("مصدر"), "{}", arabic.out);
}

#[test]
fn the_picture_is_shown_in_three_languages() {
    for (lang, word) in [
        ("en", "under consultation"),
        ("fr", "en consultation"),
        ("ar", "قيد التشاور"),
    ] {
        let ran = mithaq(&["pact", "show", PACT, "--lang", lang]);
        assert_eq!(ran.code, 0);
        assert!(
            ran.out.contains(word),
            "{lang}: {}",
            ran.out.lines().take(6).collect::<String>()
        );
    }
}

#[test]
fn what_a_pact_records_beside_its_clauses_is_shown_by_section() {
    for (section, lang, said) in [
        ("statements", "en", "will not carry out"),
        ("positions", "fr", "dit pour la première fois"),
        ("flows", "ar", "ثغرات"),
        ("capabilities", "en", "dz-sahel-capability-support"),
        ("tracks", "en", "mali-talks"),
    ] {
        let ran = mithaq(&["pact", "show", PACT, section, "--lang", lang]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains(said), "{section}: {}", ran.out);
        let data = mithaq(&["pact", "show", PACT, section, "--json"]);
        let data: serde_json::Value = serde_json::from_str(&data.out).expect("one JSON object");
        assert!(data.is_object());
    }
    assert_eq!(mithaq(&["pact", "show", PACT, "rumours"]).code, 2);
    assert_eq!(mithaq(&["pact", "show", PACT, "--json"]).code, 2);
}

#[test]
fn a_list_that_is_cut_short_leaves_nothing_behind() {
    let dir = tempfile::tempdir().expect("a folder");
    let node = dir.path().join("node").display().to_string();
    assert_eq!(
        mithaq(&["init", &node, "--member", "dz", "--pact", PACT]).code,
        0
    );
    let head = || std::fs::read(Path::new(&node).join("log.head")).expect("the log's head");
    let before = head();
    let whole = std::fs::read(repository().join(UN_LIST)).expect("the UN list");
    for length in [0, 1_000, whole.len() / 2, whole.len() - 5] {
        let cut = dir.path().join("cut.xml");
        std::fs::write(&cut, &whole[..length]).expect("a file can be written");
        let ran = mithaq(&[
            "notice",
            "import",
            "--data",
            &node,
            "--format",
            "un",
            &cut.display().to_string(),
        ]);
        assert_eq!(ran.code, 2, "{length}: {}", ran.err);
        assert!(ran.err.contains("cut.xml"), "{length}: {}", ran.err);
    }
    assert_eq!(head(), before, "nothing was written");
    let imported = mithaq(&[
        "notice", "import", "--data", &node, "--format", "un", UN_LIST,
    ]);
    assert!(
        imported.out.contains("1003 new, 0 corrected, 0 recalled"),
        "{}{}",
        imported.out,
        imported.err
    );
    let again = mithaq(&[
        "notice", "import", "--data", &node, "--format", "un", UN_LIST,
    ]);
    assert!(
        again.out.contains("0 new, 0 corrected, 0 recalled"),
        "{}",
        again.out
    );
    assert_eq!(mithaq(&["log", "verify", "--data", &node]).code, 0);
}

#[test]
fn a_node_imports_every_format_a_list_comes_in() {
    let dir = tempfile::tempdir().expect("a folder");
    let node = dir.path().join("node").display().to_string();
    assert_eq!(
        mithaq(&["init", &node, "--member", "dz", "--pact", PACT]).code,
        0
    );
    let import = |format: &str, said: &[&str], file: &str| {
        let args = ["notice", "import", "--data", &node, "--format", format];
        mithaq(&[&args[..], said, &[file]].concat())
    };
    let ofac = "crates/notice/tests/data/ofac";
    let ftm = "crates/notice/tests/data/ftm_excerpt.ndjson";
    for (format, said, file, code, says) in [
        (
            "ofac",
            &["--dated", "2021-07-15"][..],
            ofac,
            0,
            "ofac: list of 2021-07-15T00:00:00Z: 12 new",
        ),
        (
            "ofac",
            &["--dated", "2021-07-14"],
            ofac,
            2,
            "older than the one held",
        ),
        ("ofac", &[], "crates/notice/tests/data", 2, "sdn.csv"),
        (
            "ftm",
            &[],
            ftm,
            2,
            "issuer: found `un_sc_sanctions`; expected one of the pact's: ofac, un",
        ),
        (
            "ftm",
            &["--issuer", "un"],
            ftm,
            0,
            "un: list of 2026-02-27T00:00:09Z: 5 new",
        ),
        ("ftm", &["--dated", "2026-03-01"], ftm, 2, "the list says"),
        ("un", &["--issuer", "mine"], UN_LIST, 2, "leave it out"),
    ] {
        let ran = import(format, said, file);
        let printed = format!("{}{}", ran.out, ran.err);
        let words = printed
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("│ ", "");
        assert_eq!(
            (ran.code, words.contains(says)),
            (code, true),
            "{format} {said:?}: {words}"
        );
    }
    assert_eq!(mithaq(&["log", "verify", "--data", &node]).code, 0);
}

#[test]
fn a_folder_is_made_for_a_member_of_the_pact_and_only_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let node = dir.path().join("node").display().to_string();
    let stranger = mithaq(&["init", &node, "--member", "fr", "--pact", PACT]);
    assert_eq!(stranger.code, 2);
    assert!(stranger.err.contains("member"), "{}", stranger.err);
    assert!(!Path::new(&node).exists());
    assert_eq!(
        mithaq(&["init", &node, "--member", "ne", "--pact", PACT]).code,
        0
    );
    assert_eq!(
        mithaq(&["init", &node, "--member", "ne", "--pact", PACT]).code,
        2
    );
}

#[test]
fn a_roster_is_screened_the_same_by_any_number_of_threads() {
    let screen = |jobs: &str| {
        mithaq(&[
            "screen",
            "data/demo/crossings.csv",
            "--list",
            UN_LIST,
            "--jobs",
            jobs,
        ])
    };
    let one = screen("1");
    assert_eq!(one.code, 0, "{}", one.err);
    assert_eq!(one.out, screen("4").out);
    assert_eq!(one.out.lines().count(), 41);
    let hit = one
        .out
        .lines()
        .find(|line| line.starts_with("{\"id\":\"x-29\""))
        .expect("the row is answered");
    let hit: serde_json::Value = serde_json::from_str(hit).expect("JSON");
    assert_eq!(
        hit["hits"][0]["id"], "un-6908537",
        "an Arabic name finds the Latin-only entry"
    );
    assert!(
        hit["hits"][0]["why"]
            .as_array()
            .is_some_and(|why| !why.is_empty())
    );
}

#[test]
fn a_bad_row_is_refused_alone_and_a_bad_file_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let (queries, out) = (dir.path().join("q.csv"), dir.path().join("out.jsonl"));
    let (q, o) = (queries.display().to_string(), out.display().to_string());
    std::fs::write(&queries, "id,name\n1,Karim Haddad\n2,\n").expect("a file can be written");
    let ran = mithaq(&["screen", &q, "--list", UN_LIST, "--out", &o]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("line 3") && ran.err.contains("1 refused"),
        "{}",
        ran.err
    );
    std::fs::remove_file(&out).expect("it was written");

    for (arguments, fault) in [
        (vec!["--strict"], "line 3"),
        (vec!["--threshold", "0.3"], "threshold"),
    ] {
        let ran = mithaq(
            &[
                vec!["screen", &q, "--list", UN_LIST, "--out", &o],
                arguments,
            ]
            .concat(),
        );
        assert_eq!(ran.code, 2, "{fault}");
        assert!(ran.err.contains(fault), "{}", ran.err);
        assert!(!out.exists(), "{fault}: nothing is written");
    }
    let quoted =
        "id,name,birthDate\n1,Ali,1970\n2,\"Iyad Ag Ghali,1958\n3,Mokhtar Belmokhtar,1972\n";
    std::fs::write(&queries, quoted).expect("a file can be written");
    let ran = mithaq(&["screen", &q, "--list", UN_LIST, "--out", &o]);
    assert_eq!(ran.code, 2, "a stray quote would leave the rest unscreened");
    assert!(
        ran.err.contains("line 3") && ran.err.contains("quote"),
        "{}",
        ran.err
    );
    assert!(!out.exists());
    let same = mithaq(&["screen", &q, "--list", UN_LIST, "--out", &q]);
    assert_eq!(
        (same.code, std::fs::read_to_string(&queries).ok().as_deref()),
        (2, Some(quoted)),
        "its input stays"
    );
    std::fs::write(&queries, "first,second\n1,2\n").expect("a file can be written");
    assert_eq!(
        mithaq(&["screen", &q, "--list", UN_LIST, "--out", &o]).code,
        2,
        "a header without a name"
    );
    assert!(!out.exists());
}

#[test]
fn names_are_compared_with_reasons_in_the_readers_language() {
    let ran = mithaq(&[
        "name",
        "compare",
        "محمد بن عبد الله",
        "Mohamed Ben Abdallah",
        "--json",
        "--lang",
        "fr",
    ]);
    let compared: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let score = compared["score"].as_f64().expect("a score");
    assert!((0.5..1.0).contains(&score), "{score}");
    assert!(
        compared["why"]
            .as_array()
            .is_some_and(|why| !why.is_empty())
    );
    let other = mithaq(&["name", "compare", "Karim Haddad", "John Peterson"]);
    let score: f64 = other
        .out
        .lines()
        .next()
        .and_then(|line| line.parse().ok())
        .expect("a score");
    assert!(score < 0.3, "{score}");
}
