//! `mithaq screen` as its users run it: interrupted, gone on with, and given what is no good.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod run;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use run::{Ran, command, mithaq, repository};

const UN_LIST: &str = "data/un_consolidated.xml";

/// A folder with a file of queries and room for answers.
struct Desk {
    folder: tempfile::TempDir,
    queries: String,
    out: PathBuf,
}

impl Desk {
    fn with(queries: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queries");
        std::fs::write(&path, queries).unwrap();
        let out = folder.path().join("out.jsonl");
        let queries = path.display().to_string();
        Self {
            folder,
            queries,
            out,
        }
    }

    fn arguments<'a>(&'a self, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let screen = ["screen", &self.queries, "--out", out];
        [&screen[..], more].concat()
    }

    fn screen(&self, more: &[&str]) -> Ran {
        let out = self.out.display().to_string();
        mithaq(&self.arguments(&out, &[&["--list", UN_LIST], more].concat()))
    }

    fn files(&self) -> usize {
        std::fs::read_dir(self.folder.path()).unwrap().count()
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn many_rows() -> String {
    let mut rows = String::from("id,name\n");
    for row in 0..3_000 {
        let name = ["Karim Haddad", "Iyad Ag Ghali", "مختار بلمختار", ""][row % 4];
        let _ = writeln!(rows, "{row},{name}");
    }
    rows
}

/// Starts a run against a list and kills it, with no chance to tidy up, as soon as its first chunk is on record.
fn kill_after_a_chunk(desk: &Desk, list: &str) {
    let out = desk.out.display().to_string();
    let arguments = desk.arguments(&out, &["--list", list, "--jobs", "1", "--quiet"]);
    let mut run = command(&arguments).stderr(Stdio::null()).spawn().unwrap();
    while !desk.beside(".out.jsonl.resume").exists() {
        assert_eq!(
            run.try_wait().unwrap(),
            None,
            "it ended before it was killed"
        );
        std::thread::yield_now();
    }
    run.kill().unwrap();
    run.wait().unwrap();
    assert!(!desk.out.exists(), "nothing stands under the output's name");
}

#[test]
fn a_killed_run_is_gone_on_with_to_the_byte_and_refused_once_anything_changed() {
    let whole = Desk::with(many_rows());
    assert_eq!(whole.screen(&[]).code, 0);
    let desk = Desk::with(many_rows());
    kill_after_a_chunk(&desk, UN_LIST);
    for (change, named) in [
        (&["--limit", "4"][..], "--limit was 5 and is 4"),
        (&["--threshold", "0.8"], "--threshold was 0.7 and is 0.8"),
        (&["--lang", "fr"], "--lang was en and is fr"),
        (
            &["--list", "data/demo/../un_consolidated.xml"],
            "how many lists was 1 and is 2",
        ),
    ] {
        let ran = desk.screen(&[&["--resume"], change].concat());
        assert_eq!(ran.code, 2, "{named}");
        assert!(ran.err.contains(named), "{}", ran.err);
    }
    std::fs::write(&desk.queries, many_rows() + "9,Ali\n").unwrap();
    let ran = desk.screen(&["--resume"]);
    assert!(
        ran.code == 2 && ran.err.contains("the input was"),
        "{}",
        ran.err
    );
    std::fs::write(&desk.queries, many_rows()).unwrap();

    let ran = desk.screen(&["--resume"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("going on after row"), "{}", ran.err);
    assert!(
        ran.err
            .contains("3000 rows: 2250 screened, 1500 with hits, 750 refused"),
        "{}",
        ran.err
    );
    let [gone_on, whole_output] = [&desk, &whole].map(|desk| std::fs::read(&desk.out).unwrap());
    assert!(gone_on == whole_output, "the outputs differ");
    assert_eq!(desk.files(), 2, "nothing but input and output is left");
}

#[test]
fn a_list_that_changed_is_named_when_a_run_is_gone_on_with() {
    let desk = Desk::with(many_rows());
    let list = desk.beside("list.xml");
    let text = std::fs::read_to_string(repository().join(UN_LIST)).unwrap();
    std::fs::write(&list, &text).unwrap();
    let (out, list_name) = (desk.out.display().to_string(), list.display().to_string());
    kill_after_a_chunk(&desk, &list_name);
    std::fs::write(&list, text + "\n").unwrap();
    let ran = mithaq(&desk.arguments(&out, &["--list", &list_name, "--resume"]));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("list.xml) was sha256:"), "{}", ran.err);
}

#[test]
fn a_quiet_run_names_refused_rows_and_nothing_else() {
    let desk = Desk::with("id,name\n1,Karim Haddad\n2,\n");
    let ran = desk.screen(&["--quiet"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.starts_with("refused: line 3: "), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn an_input_that_says_nothing_is_refused_whole() {
    for (input, named) in [
        (&b""[..], "the input is empty"),
        (b"first,second\n1,2\n", "has neither `id` nor `name`"),
        (b"id,n\xE0me\n1,Ali\n", "is not UTF-8"),
        (b"PAR1 and nothing else", "arquet"),
    ] {
        let desk = Desk::with(input);
        let ran = desk.screen(&[]);
        assert_eq!(ran.code, 2, "{named}: {}", ran.err);
        assert!(ran.err.contains(named), "{named}: {}", ran.err);
        assert_eq!(desk.files(), 1, "{named}: nothing is written");
    }
}

#[test]
fn a_row_that_says_nothing_finds_nothing_or_is_refused_alone() {
    let long = "محمد ".repeat(2_000) + &"a".repeat(10_000);
    let rows = [
        ("emoji", "😀🎉👍".to_owned()),
        ("digits", "0123456789 ٠١٢٣".to_owned()),
        ("long", long),
        (
            "mixed",
            "\u{202E}Iyad اياد\u{202C} Ag \u{2067}غالي".to_owned(),
        ),
        ("letters", "m ".repeat(1_000)),
        ("marks", format!("Qx{}zv", "\u{0301}".repeat(5_000))),
    ];
    let mut queries = b"id,name\nbad,Ali\xFF\n".to_vec();
    for (id, name) in &rows {
        queries.extend(format!("{id},{name}\n").bytes());
    }
    let desk = Desk::with(queries);
    let ran = desk.screen(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("line 2: field `name` is not UTF-8"),
        "{}",
        ran.err
    );
    let answers = std::fs::read_to_string(&desk.out).unwrap();
    let answered: Vec<String> = answers
        .lines()
        .map(|line| {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            answer["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        answered,
        ["emoji", "digits", "long", "mixed", "letters", "marks"]
    );
    for nobody in ["emoji", "digits", "letters", "marks"] {
        assert!(answers.contains(&format!("{{\"id\":\"{nobody}\",\"hits\":[]}}")));
    }
}

/// A small OFAC list that is whole, its three files as they are published: no header, and an end mark.
fn ofac(folder: &Path) {
    let row = "1001,\"DOE, John\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1970.\"\r\n";
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("sdn.csv"), format!("{row}\x1A")).unwrap();
    std::fs::write(
        folder.join("alt.csv"),
        "1001,1,\"aka\",\"DOE, Jonathan\",-0- \r\n\x1A",
    )
    .unwrap();
    std::fs::write(
        folder.join("add.csv"),
        "1001,1,-0- ,\"Oran\",\"Algeria\",-0- \r\n\x1A",
    )
    .unwrap();
}

#[test]
fn a_list_that_is_cut_short_refuses_all() {
    let desk = Desk::with("id,name\n1,John Doe\n");
    let folder = desk.beside("ofac");
    ofac(&folder);
    let out = desk.out.display().to_string();
    let with_list = |list: &Path| {
        let list = list.display().to_string();
        mithaq(&desk.arguments(&out, &["--list", &list]))
    };
    let whole = with_list(&folder);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(whole.err.contains("1 with hits"), "{}", whole.err);
    std::fs::remove_file(&desk.out).unwrap();
    let sdn = std::fs::read(folder.join("sdn.csv")).unwrap();
    for (length, what) in [
        (sdn.len() - 1, "short of its end mark"),
        (sdn.len() / 2, "in the middle of a record"),
    ] {
        std::fs::write(folder.join("sdn.csv"), &sdn[..length]).unwrap();
        let ran = with_list(&folder);
        assert_eq!(ran.code, 2, "{what}: {}", ran.err);
        assert!(ran.err.contains("sdn.csv"), "{what}: {}", ran.err);
        assert!(!desk.out.exists(), "{what}");
    }
    let un = std::fs::read(repository().join(UN_LIST)).unwrap();
    let cut = desk.beside("cut.xml");
    for length in [0, un.len() / 2, un.len() - 5] {
        std::fs::write(&cut, &un[..length]).unwrap();
        let ran = with_list(&cut);
        assert_eq!(ran.code, 2, "{length}: {}", ran.err);
        assert!(ran.err.contains("cut.xml"), "{length}: {}", ran.err);
        assert!(!desk.out.exists(), "{length}");
    }
}

#[test]
fn a_pact_says_beside_a_hit_which_journey_to_talks_its_subject_may_make() {
    let record = |reference: &str, until: &str| {
        format!(
            r#"
[exemptions.journey]
track = "mali-talks"
issuer = "un"
reference = "{reference}"
theatre = ["dz"]
from = "2020-01"
until = "{until}"
granted = {{ ar = "قرار اللجنة", fr = "Une décision du comité", en = "A decision of the committee" }}
"#
        )
    };
    let pact = std::fs::read_to_string(repository().join("pacts/maghreb-sahel.toml")).unwrap();
    let desk = Desk::with("id,name\n1,Iyad Ag Ghali\n2,Abdelmalek Droukdel\n");
    let path = desk.beside("pact.toml");
    let file = path.display().to_string();
    let answered = |records: &str, more: &[&str]| {
        std::fs::write(&path, pact.clone() + records).unwrap();
        let ran = desk.screen(&[&["--pact", &file], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        std::fs::read_to_string(&desk.out).unwrap()
    };
    assert_eq!(desk.screen(&[]).code, 0);
    let without = std::fs::read_to_string(&desk.out).unwrap();
    assert!(without.contains("QDi.316") && !without.contains("exemptions"));

    let said = answered(&record("QDi.316", "2099-12-31"), &["--lang", "fr"]);
    let hits: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["hits"].clone())
        .flat_map(|hits| hits.as_array().unwrap().clone())
        .collect();
    assert!(hits.len() > 1);
    for hit in hits {
        if hit["reference"] == "QDi.316" {
            assert_eq!(hit["exemptions"][0]["exemption"], "journey");
            let text = hit["exemptions"][0]["text"].as_str().unwrap();
            assert!(text.contains("Une décision du comité"), "{text}");
        } else {
            assert_eq!(hit["exemptions"], serde_json::Value::Null);
        }
    }
    let table = answered(&record("QDi.316", "2099-12-31"), &["--format", "csv"]);
    let of_him = table.lines().find(|row| row.contains("QDi.316")).unwrap();
    assert!(of_him.contains("A decision of the committee"), "{of_him}");

    // It is over, or another's.
    assert_eq!(answered(&record("QDi.316", "2020-02"), &[]), without);
    let others = answered(&record("QDi.001", "2099-12-31"), &[]);
    assert_eq!(others, without);

    std::fs::remove_file(&desk.out).unwrap();
    std::fs::write(&path, "[pact]\n").unwrap();
    let ran = desk.screen(&["--pact", &file]);
    assert!(
        ran.code == 2 && ran.err.contains("pact.toml"),
        "{}",
        ran.err
    );
    assert!(!desk.out.exists());
}
