//! What a pact's next version would change, and what is proved of it: from the command line.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[cfg(feature = "prove")]
#[path = "../../pact/tests/cvc5/mod.rs"]
mod cvc5;
mod run;

use std::path::Path;

use run::{Ran, mithaq, repository};
use serde_json::Value;

const PACT: &str = "pacts/maghreb-sahel.toml";
const NOTICES: &str = "data/demo/notices.toml";

/// Every refusal of the source's pact that no other covers.
const ALONE: [&str; 3] = [
    "dz-nothing-elsewhere",
    "dz-no-intervention",
    "dz-no-military-funding",
];

/// The one that another covers: F7, within F2.
const WITHIN: &str = "dz-no-operations-sy-iq";

fn seed() -> String {
    std::fs::read_to_string(repository().join(PACT)).unwrap()
}

/// A file of the seed's pact with one thing of one table written otherwise.
fn changed(dir: &Path, table: &str, from: &str, to: &str) -> String {
    let text = seed();
    let (before, after) = text.split_once(&format!("[{table}]")).unwrap();
    let end = after.find("\n[").unwrap_or(after.len());
    assert!(after[..end].contains(from), "{table} does not say {from}");
    let path = dir.join("next.toml");
    let next = format!("{before}[{table}]{}", after.replacen(from, to, 1));
    std::fs::write(&path, next).unwrap();
    path.display().to_string()
}

fn turned(dir: &Path, clause: &str) -> String {
    let table = format!("clauses.{clause}");
    changed(
        dir,
        &table,
        "stance = \"refused\"",
        "stance = \"undertaken\"",
    )
}

fn json(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn these_are_all_the_refusals_there_are() {
    let pact = mithaq_pact::Pact::parse(PACT, &seed()).unwrap();
    let refused = pact
        .clauses()
        .filter(|c| c.stance == mithaq_pact::Stance::Refused);
    let mut known: Vec<&str> = ALONE.into_iter().chain([WITHIN]).collect();
    known.sort_unstable();
    let refused: Vec<&str> = refused.map(|c| c.id.as_str()).collect();
    assert_eq!(refused, known);
}

#[test]
fn a_refusal_turned_round_that_another_covers_is_weakened_and_still_refused() {
    let dir = tempfile::tempdir().unwrap();
    let next = turned(dir.path(), WITHIN);
    for (language, verdict, words) in [
        (
            "en",
            "What is permitted stays the same",
            "Clause weakened: dz-no-operations-sy-iq (Algeria); Refused → Undertaken; still refused, all of it, by: dz-nothing-elsewhere.",
        ),
        (
            "fr",
            "Rien ne change de ce qui est permis",
            "Clause affaiblie\u{a0}: dz-no-operations-sy-iq (Algérie) ; Refusé → Engagé ; restent à refuser tout cela\u{a0}: dz-nothing-elsewhere.",
        ),
        (
            "ar",
            "كل ما كان مسموحًا باقٍ كما كان",
            "بند ضعف: \u{2068}dz-no-operations-sy-iq\u{2069} (الجزائر)؛ مرفوض ← ملتزَم به؛ لا يزال الرفض قائمًا بموجب: \u{2068}dz-nothing-elsewhere\u{2069}.",
        ),
    ] {
        let ran = mithaq(&["pact", "diff", PACT, &next, "--lang", language]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        for text in [verdict, words] {
            assert!(ran.out.contains(text), "{text} is not in: {}", ran.out);
        }
    }
}

#[test]
fn a_refusal_turned_round_that_no_other_covers_widens_for_those_it_names() {
    let dir = tempfile::tempdir().unwrap();
    for clause in ALONE {
        let next = turned(dir.path(), clause);
        let diff = json(&mithaq(&["pact", "diff", PACT, &next, "--json"]));
        assert_eq!(diff["stances"]["refused"], "only-narrows", "{clause}");
        assert_eq!(diff["stances"]["undertaken"], "only-widens", "{clause}");
        assert_eq!(diff["verdict"], "only-widens", "{clause}");
        assert_eq!(diff["clauses"][0]["turn"], "weakened", "{clause}");
        let uses = diff["uses"].as_array().unwrap();
        let affected = uses
            .iter()
            .find(|change| change["turn"] == "becomes-permitted" && change["originator"] == "dz");
        let affected = affected.unwrap_or_else(|| panic!("{clause}: {diff}"));
        assert_eq!(affected["callers"].as_array().map(Vec::len), Some(4));
        assert_eq!(affected["clauses"][0], clause);
        // The other way round it narrows.
        let back = json(&mithaq(&["pact", "diff", &next, PACT, "--json"]));
        assert_eq!(back["verdict"], "only-narrows", "{clause}");
    }
}

#[test]
fn a_framework_suspended_stops_every_use_and_says_since_when() {
    let dir = tempfile::tempdir().unwrap();
    let life = "status = \"suspended\"\nhistory = [{ status = \"in-preparation\", from = \"2014-09\" }, { status = \"suspended\", from = \"2016-02\" }]";
    let next = changed(dir.path(), "pact", "status = \"in-preparation\"", life);
    let diff = json(&mithaq(&["pact", "diff", PACT, &next, "--json"]));
    assert_eq!(diff["verdict"], "only-narrows", "{diff}");
    let uses = diff["uses"].as_array().unwrap();
    assert!(!uses.is_empty());
    for change in uses {
        assert_eq!(
            (&change["turn"], &change["from"]),
            (&"stops".into(), &"2016-02-01T00:00:00Z".into())
        );
    }
    assert_eq!(
        diff["commitments"].as_array().map(Vec::len),
        Some(0),
        "stances stand"
    );
    let told = mithaq(&["pact", "diff", PACT, &next]);
    assert!(
        told.out
            .contains("Framework: in preparation → suspended, from 2016-02-01."),
        "{}",
        told.out
    );
}

#[test]
fn it_says_for_which_of_a_nodes_notices_something_changes() {
    let dir = tempfile::tempdir().unwrap();
    let node = dir.path().join("node").display().to_string();
    assert_eq!(
        mithaq(&["init", &node, "--member", "dz", "--pact", PACT]).code,
        0
    );
    // Two of Algeria's: the one goes to the Sahel's members for security cooperation, and the other was taken back.
    let all = std::fs::read_to_string(repository().join(NOTICES)).unwrap();
    let of = |id: &str| {
        let start = all.find(&format!("[notices.{id}]\n")).unwrap();
        let rest = &all[start..];
        let handling = rest.find(".handling]\n").unwrap();
        let end = rest[handling..].find("\n[notices.").unwrap() + handling;
        rest[..end].to_owned()
    };
    let file = dir.path().join("notices.toml");
    std::fs::write(&file, of("dz-0001") + "\n" + &of("dz-0002")).unwrap();
    let file = file.display().to_string();
    let ran = mithaq(&["notice", "publish", "--data", &node, &file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        mithaq(&["notice", "recall", "--data", &node, "dz-0002"]).code,
        0
    );

    let table = "clauses.dz-sahel-security-cooperation";
    let next = changed(
        dir.path(),
        table,
        "theatre = [\"sahel\"]",
        "theatre = [\"ne\"]",
    );
    let compared = ["pact", "diff", PACT, &next, "--data", &node];
    let diff = json(&mithaq(&[&compared[..], &["--json"]].concat()));
    let changes = diff["notices"].as_array().unwrap();
    assert!(!changes.is_empty());
    for change in changes {
        assert_eq!(change["turn"], "stops");
        assert_eq!(change["callers"], serde_json::json!(["ml", "mr", "ne"]));
        let profile = change["profile"].to_string();
        assert_eq!(
            diff["profiles"][&profile],
            serde_json::json!(["dz-0001"]),
            "a notice taken back matches nothing any more"
        );
    }
    let told = mithaq(&compared);
    assert!(
        told.out.contains("1 notices (\u{2068}dz-0001\u{2069})"),
        "{}",
        told.out
    );
    // What its handling does not allow, no clause makes permitted.
    let next = turned(dir.path(), "dz-no-intervention");
    let told = mithaq(&["pact", "diff", PACT, &next, "--data", &node]);
    assert!(
        told.out
            .contains("Nothing changes for any of the notices given."),
        "{}",
        told.out
    );
    // A file of notices says the same as the node it was written by.
    let out = dir.path().join("held.jsonl").display().to_string();
    assert_eq!(
        mithaq(&["notice", "export", "--data", &node, "--out", &out]).code,
        0
    );
    let next = changed(
        dir.path(),
        table,
        "theatre = [\"sahel\"]",
        "theatre = [\"ne\"]",
    );
    let from_file = json(&mithaq(&[
        "pact",
        "diff",
        PACT,
        &next,
        "--notices",
        &out,
        "--json",
    ]));
    assert_eq!(from_file["notices"][0]["turn"], "stops");
}

#[test]
fn what_is_no_pact_and_no_list_of_notices_is_bad_input_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let broken = changed(dir.path(), "pact", "version = 1", "version = 0");
    let ran = mithaq(&["pact", "diff", PACT, &broken]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("next.toml"), "{}", ran.err);
    let lines = dir.path().join("notices.jsonl");
    std::fs::write(&lines, "{}\n").unwrap();
    let lines = lines.display().to_string();
    let ran = mithaq(&["pact", "diff", PACT, PACT, "--notices", &lines]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("line 1"), "{}", ran.err);
}

#[cfg(not(feature = "prove"))]
#[test]
fn a_program_built_without_proofs_says_how_to_build_one_with() {
    let ran = mithaq(&["pact", "prove", PACT]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--features prove"), "{}", ran.err);
}

#[cfg(feature = "prove")]
mod proofs {
    use super::cvc5::cvc5;
    use super::*;

    #[test]
    fn the_sources_pact_is_proved_and_its_redundant_clause_is_a_note() {
        if !cvc5() {
            return;
        }
        for (language, words) in [
            ("en", "proved of every possible request"),
            ("fr", "prouvés pour toute demande possible"),
            ("ar", "لكل طلب ممكن"),
        ] {
            let ran = mithaq(&["pact", "prove", PACT, "--lang", language]);
            assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
            assert!(ran.out.contains(words), "{}", ran.out);
            assert!(
                ran.out.contains(WITHIN),
                "F7 within F2 is noted: {}",
                ran.out
            );
        }
    }

    #[test]
    fn what_clauses_are_compiled_to_is_proved_where_it_is_asked_for() {
        if !cvc5() {
            return;
        }
        let kinds = |args: &[&str]| -> std::collections::BTreeSet<String> {
            let ran = mithaq(&[&["pact", "prove", PACT, "--json"], args].concat());
            assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
            let lines = ran
                .out
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap());
            lines
                .map(|proof| proof["kind"].as_str().unwrap().to_owned())
                .collect()
        };
        let (without, with) = (kinds(&[]), kinds(&["--compiled"]));
        let more: Vec<&String> = with.difference(&without).collect();
        assert_eq!(more, ["faithful"]);
    }

    /// What fails, and which way the version goes.
    fn failures(next: &str) -> (Vec<Value>, Value) {
        let ran = mithaq(&["pact", "prove", next, "--against", PACT, "--json"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let lines = ran.out.lines().map(serde_json::from_str);
        let mut lines: Vec<Value> = lines.collect::<Result<_, _>>().unwrap();
        let directions = lines.pop().unwrap();
        let failed = |proof: &Value| proof["outcome"].get("fails").is_some();
        lines.retain(failed);
        (lines, directions["directions"].clone())
    }

    #[test]
    fn any_refusal_turned_round_fails_against_the_signed_version_with_its_clause() {
        if !cvc5() {
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        for clause in ALONE {
            let (failed, directions) = failures(&turned(dir.path(), clause));
            assert_eq!(directions["stances"]["refused"], "only-narrows");
            assert_eq!(directions["uses"], "only-widens", "{clause}");
            let about = format!("clauses.{clause}");
            for kind in ["refusal-of-use", "refusal-answered"] {
                assert!(
                    failed.iter().any(|proof| proof["kind"] == kind
                        && proof["about"] == about.as_str()
                        && proof["demanded"] == "before"),
                    "{clause}: {kind}"
                );
            }
            for proof in failed {
                let named = proof["outcome"]["fails"]["clauses"].to_string();
                assert!(named.contains(clause), "{clause}: {proof}");
            }
        }
        // F2 still refuses what F7 did: what was signed holds, and the clause turned round decides nothing.
        let (failed, directions) = failures(&turned(dir.path(), WITHIN));
        assert_eq!(directions["uses"], "same");
        let kinds: Vec<&Value> = failed.iter().map(|proof| &proof["kind"]).collect();
        assert_eq!(kinds, ["alive"]);
    }

    #[test]
    fn without_the_solver_it_says_how_to_install_it() {
        let ran = mithaq(&["pact", "prove", PACT, "--solver", "/nowhere/cvc5"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("apt-get install cvc5"), "{}", ran.err);
    }

    /// Programs that are called the solver and are none, what they come to, and a word of what is said of them.
    const IMPOSTORS: [(&str, &str, i32, &str); 9] = [
        ("does not know its name", "exit 1", 2, "--version"),
        ("hangs at once", "exec sleep 600", 2, "--version"),
        ("ends at once", "exit 0", 3, "solver"),
        (
            "fails when asked",
            "[ $1 = --version ] || exit 1",
            3,
            "solver",
        ),
        (
            "never answers",
            "[ $1 = --version ] || exec sleep 600",
            3,
            "twice its time",
        ),
        (
            "says something else",
            "[ $1 = --version ] || { echo banana; exec cat >/dev/null; }",
            3,
            "banana",
        ),
        (
            "never stops talking",
            "[ $1 = --version ] || { tr '\\0' x </dev/zero & exec cat >/dev/null; }",
            3,
            "MiB",
        ),
        (
            "proves everything",
            "[ $1 = --version ] || while read l; do case $l in *check-sat*) echo unsat;; esac; done",
            3,
            "wrongly",
        ),
        (
            "finds everything possible and shows nothing",
            "[ $1 = --version ] || while read l; do case $l in *check-sat*) echo sat;; *get-model*) echo '('; echo ')';; esac; done",
            3,
            "solver",
        ),
    ];

    #[cfg(unix)]
    #[test]
    fn a_program_that_is_no_solver_proves_nothing_and_nothing_hangs() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        for (what, script, code, word) in IMPOSTORS {
            let program = dir.path().join("solver");
            std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
            let program = program.display().to_string();
            let ran = mithaq(&[
                "pact", "prove", PACT, "--solver", &program, "--limit", "0.5",
            ]);
            assert_eq!(ran.code, code, "{what}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(word), "{what}: {}", ran.err);
            assert!(ran.out.is_empty(), "{what}: {}", ran.out);
        }
    }
}
