//! Whole files of queries.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod scene;

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use mithaq_screen::batch::{
    BadRows, BatchError, Format, Job, Listener, Place, Progress, Reason, Refusal, Stamp, Start,
    Summary, interrupted, run, run_file,
};
use mithaq_screen::{Admit, Hit, Language, Options, Query};
use proptest::prelude::*;
use scene::{UN, UN_INDEX, day};

fn search(query: &Query) -> Vec<Hit> {
    UN_INDEX.search(query, &Options::default(), Admit::All, day())
}

fn screened(input: impl AsRef<[u8]>, job: &Job) -> Result<(String, Summary), BatchError> {
    let mut out = Vec::new();
    let summary = run(input.as_ref(), search, &mut out, job, &mut ())?;
    Ok((String::from_utf8(out).unwrap(), summary))
}

fn stamp() -> Stamp {
    Stamp {
        at: day(),
        rest: [("--limit".to_owned(), "5".to_owned())].into(),
    }
}

fn anew() -> (Stamp, Start) {
    (stamp(), Start::Anew)
}

fn error(input: impl AsRef<[u8]>) -> String {
    screened(input, &Job::default()).unwrap_err().to_string()
}

#[test]
fn csv_and_json_lines_give_the_same_answers() {
    let csv = "id,name,birthDate,nationality\n1,اياد اغ غالي,1958,Mali\n2,Jean Dupont,,\n";
    let json = "{\"id\":1,\"name\":\"اياد اغ غالي\",\"birthDate\":\"1958\",\"nationality\":[\"ml\"]}\n\n{\"id\":\"2\",\"name\":[\"Jean Dupont\"]}\n";
    let ftm = "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"اياد اغ غالي\"],\"birthDate\":[\"1958\"],\"nationality\":[\"ml\"]}}\n\
        {\"id\":\"2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Jean Dupont\"]}}";
    let (answers, summary) = screened(csv, &Job::default()).unwrap();
    assert_eq!(
        (summary.rows, summary.screened, summary.with_hits),
        (2, 2, 1)
    );
    assert_eq!(screened(json, &Job::default()).unwrap().0, answers);
    assert_eq!(screened(ftm, &Job::default()).unwrap().0, answers);
    let with_bom = format!("\u{FEFF}{csv}");
    assert_eq!(screened(with_bom, &Job::default()).unwrap().0, answers);
    let of_a_spreadsheet = csv.replace(',', ";").replace('\n', "\r\n");
    assert_eq!(
        screened(of_a_spreadsheet, &Job::default()).unwrap().0,
        answers
    );
}

#[test]
fn an_answer_is_one_json_object_with_a_score_to_four_decimals() {
    let (answers, _) = screened(
        "id,name,birthDate\nq-1,Iyad Ag Ghaly,1958\n",
        &Job::default(),
    )
    .unwrap();
    let value: serde_json::Value = serde_json::from_str(&answers).unwrap();
    assert_eq!(value["id"], "q-1");
    assert_eq!(value["hits"][0]["id"], "un-3012677");
    assert_eq!(value["hits"][0]["caption"], "IYAD AG GHALI");
    assert_eq!(value["hits"][0]["reference"], "QDi.316");
    assert_eq!(value["hits"][0]["why"].as_array().unwrap().len(), 2);
    let score = answers
        .split("\"score\":")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    assert_eq!(score.len(), "0.1234".len(), "{score}");
}

#[test]
fn answers_as_csv_have_a_row_for_every_query() {
    let job = Job {
        format: Format::Csv,
        language: Language::Fr,
        ..Job::default()
    };
    let (answers, _) = screened("id,name\nq-1,Iyad Ag Ghali\n=q-2,Nobody Atall\n", &job).unwrap();
    let lines: Vec<&str> = answers.lines().collect();
    assert_eq!(lines[0], "id,hit,score,caption,subject,reference,why");
    assert!(
        lines[1].starts_with("q-1,un-3012677,1.0000,IYAD AG GHALI,un-3012677,QDi.316,nom : "),
        "{}",
        lines[1]
    );
    assert_eq!(
        *lines.last().unwrap(),
        "'=q-2,,,,,,",
        "no cell is a formula"
    );
}

#[test]
fn the_output_is_the_same_for_any_number_of_jobs() {
    let mut input = String::from("id,name\n");
    for (n, notice) in UN.iter().enumerate().step_by(4) {
        let _ = writeln!(
            input,
            "{n},\"{}\"",
            notice.subject.caption().replace('"', "\"\"")
        );
    }
    let with = |jobs| {
        screened(
            &input,
            &Job {
                jobs: NonZeroUsize::new(jobs),
                ..Job::default()
            },
        )
        .unwrap()
    };
    let one = with(1);
    assert_eq!(one.1.screened, one.1.with_hits, "everybody finds himself");
    for jobs in [2, 7] {
        assert_eq!(with(jobs), one);
    }
}

#[test]
fn a_bad_row_is_refused_alone_and_named() {
    let input = b"id,name,birthDate,passportNumber,shoe size\n\
        1,Ali,1975-13-01,,\n\
        2,Ali\xFF,,,\n\
        3,Ali\n\
        ,Ali,,,\n\
        5,,,,\n\
        6,Iyad Ag Ghali,,,\n";
    let (answers, summary) = screened(input, &Job::default()).unwrap();
    assert_eq!(answers.lines().count(), 1);
    assert_eq!(
        (summary.rows, summary.screened, summary.refused()),
        (6, 1, 5)
    );
    assert_eq!(summary.ignored, ["shoe size"]);
    insta::assert_snapshot!(
        summary
            .first_refused
            .iter()
            .map(Refusal::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    );
    assert_eq!(summary.refused.get(&Reason::NotUtf8), Some(&1));
}

#[test]
fn a_bad_line_of_json_is_refused_alone_with_its_column() {
    let long = format!("{{\"id\":\"7\",\"name\":\"{}\"}}", "a".repeat(3 << 20));
    let input = format!(
        "{{\"id\":\"1\",\"name\":\"Ali\"\n[1]\n{{\"id\":\"3\",\"name\":{{}}}}\n{{\"id\":4,\"name\":\"Ali\",\"nationality\":\"Atlantis\"}}\n{long}\n{{\"id\":6,\"name\":\"Iyad Ag Ghali\"}}\n"
    );
    let (answers, summary) = screened(&input, &Job::default()).unwrap();
    assert_eq!(answers.lines().count(), 1);
    insta::assert_snapshot!(
        summary
            .first_refused
            .iter()
            .map(Refusal::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn a_quote_nobody_closed_refuses_the_file_for_it_would_swallow_rows_unseen() {
    let error_of = error("id,name\n1,\"Ali\n2,Omar\n3,Said\n");
    assert!(
        error_of.starts_with("line 2: a quote is opened and not closed"),
        "{error_of}"
    );
    for (input, line) in [
        ("id,name\n1,\"Ali\n2,\"Omar\"\n3,Said\n", 2),
        ("id,name\n1,Ali\n2,\"Omar\n3,Said", 3),
        ("id,name\n1,\"Ali\n2,Omar\n3,Said\n4,\"Karim\"\n", 2),
    ] {
        let says = format!("line {line}: a quote is opened and not closed");
        assert!(error(input).starts_with(&says), "{input}");
    }
    let endless = format!("id,name\n1,\"Ali\n{}", "2,Omar\n".repeat(300_000));
    assert!(error(endless).contains("is a quote not closed?"));
}

#[test]
fn a_field_in_quotes_may_hold_line_breaks() {
    let input = "id,name,address\r\n1,\"Iyad\r\nAg Ghali\",\"Rue 1\r\nKidal\"\r\n2,Iyad Ag Ghali,\"Rue 1\n\nKidal\"";
    let (answers, summary) = screened(input, &Job::default()).unwrap();
    assert_eq!(
        (summary.screened, summary.with_hits, summary.refused()),
        (2, 2, 0)
    );
    assert_eq!(answers.lines().count(), 2);
    let short = "id,name\n1,\"Iyad\nAg Ghali\",x\n2,Iyad Ag Ghali\n";
    let (_, summary) = screened(short, &Job::default()).unwrap();
    assert_eq!(
        (summary.screened, summary.refused()),
        (1, 1),
        "refused alone"
    );
}

#[test]
fn a_bad_header_refuses_all_and_says_what_is_expected() {
    let errors: Vec<String> = [
        "",
        "  \n",
        "foo,bar\n1,2\n",
        "id,shoe size\n1,43\n",
        "passportNumber\nA1\n",
        "id,id,name\n1,1,Ali\n",
    ]
    .map(error)
    .into();
    let utf16: Vec<u8> = "\u{FEFF}id,name\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let not_utf8 = error(b"id,n\xE0me\n1,Ali\n");
    insta::assert_snapshot!(
        errors
            .into_iter()
            .chain([error(utf16), not_utf8])
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn rows_without_an_id_column_are_known_by_their_number() {
    let (answers, summary) =
        screened("name\nNobody Atall\n\nIyad Ag Ghali\n", &Job::default()).unwrap();
    assert!(
        answers.starts_with("{\"id\":\"1\",\"hits\":[]}\n{\"id\":\"2\",\"hits\":[{"),
        "{answers}"
    );
    assert_eq!(summary.screened, 2);
}

#[test]
fn a_strict_batch_is_given_up_at_a_bad_row_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (
        folder.path().join("in.csv"),
        folder.path().join("out.jsonl"),
    );
    std::fs::write(&input, "id,name\n1,Ali\n2,\n").unwrap();
    let strict = Job {
        bad_rows: BadRows::RefuseAll,
        ..Job::default()
    };
    let error = run_file(&input, search, &output, &strict, anew(), &mut ()).unwrap_err();
    assert!(error.to_string().starts_with("line 3: "), "{error}");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing but the input is there"
    );
    let summary = run_file(&input, search, &output, &Job::default(), anew(), &mut ()).unwrap();
    assert_eq!((summary.screened, summary.refused()), (1, 1));
    assert_eq!(std::fs::read_to_string(&output).unwrap().lines().count(), 1);
    let missing = run_file(
        &folder.path().join("none.csv"),
        search,
        &output,
        &Job::default(),
        anew(),
        &mut (),
    )
    .unwrap_err();
    assert!(missing.to_string().contains("none.csv could not be opened"));
}

/// Fails a batch, as a kill would, once it has come so far: the record is on disk, and nothing is tidied up.
struct Killed {
    after: u64,
}

impl Listener for Killed {
    fn progress(&mut self, progress: Progress) {
        assert!(progress.rows <= self.after, "killed");
    }
    fn refused(&mut self, _: &Refusal) {}
}

/// Many rows, some of them bad, some of them hits.
fn many_rows() -> String {
    let mut input = String::from("id,name\n");
    for row in 0..3_500 {
        let name = match row % 50 {
            7 => "",
            9 => "Iyad Ag Ghali",
            _ => "😀",
        };
        let _ = writeln!(input, "{row},{name}");
    }
    input
}

/// What `run_file` makes of this input in a folder of its own when it is killed after so many rows, and then gone on with.
fn killed_and_gone_on(format: Format, after: u64) -> (Vec<u8>, Summary, Vec<u64>) {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out"));
    std::fs::write(&input, many_rows()).unwrap();
    let job = Job {
        format,
        ..Job::default()
    };
    let killed = std::panic::catch_unwind(|| {
        let _ = run_file(&input, search, &output, &job, anew(), &mut Killed { after });
    });
    assert!(killed.is_err() && !output.exists());
    assert_eq!(interrupted(&output).unwrap(), (after > 0).then(day));
    let mut heard = Heard::default();
    let go_on = (stamp(), Start::GoOn);
    let summary = run_file(&input, search, &output, &job, go_on, &mut heard).unwrap();
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing but input and output is left"
    );
    (std::fs::read(&output).unwrap(), summary, heard.rows)
}

#[test]
fn an_interrupted_run_goes_on_after_its_last_whole_chunk_to_the_same_output() {
    let whole = |format| {
        let job = Job {
            format,
            ..Job::default()
        };
        let (text, summary) = screened(many_rows(), &job).unwrap();
        (text.into_bytes(), summary)
    };
    for format in [Format::JsonLines, Format::Csv] {
        let (text, summary) = whole(format);
        for (after, expected) in [
            (0, &[1_024, 2_048, 3_072, 3_500][..]),
            (1_024, &[2_048, 3_072, 3_500]),
            (3_072, &[3_500]),
        ] {
            let gone_on = killed_and_gone_on(format, after);
            assert_eq!(gone_on, (text.clone(), summary.clone(), expected.to_vec()));
        }
    }
}

#[test]
fn a_run_is_not_gone_on_with_once_anything_it_depends_on_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out"));
    std::fs::write(&input, many_rows()).unwrap();
    let job = Job::default();
    let _ = std::panic::catch_unwind(|| {
        let killed = &mut Killed { after: 1_024 };
        let _ = run_file(&input, search, &output, &job, anew(), killed);
    });
    let part = folder.path().join(".out.part");
    let before = std::fs::read(&part).unwrap();
    let go_on = |stamp: Stamp, job: Job| {
        let outcome = run_file(&input, search, &output, &job, (stamp, Start::GoOn), &mut ());
        outcome.map_err(|error| error.to_string())
    };
    let limit = Stamp {
        rest: [("--limit".to_owned(), "6".to_owned())].into(),
        ..stamp()
    };
    let strict = Job {
        bad_rows: BadRows::RefuseAll,
        ..job
    };
    let french = Job {
        language: Language::Fr,
        ..job
    };
    for (error, named) in [
        (go_on(limit, job), "--limit was 5 and is 6"),
        (
            go_on(stamp(), strict),
            "--strict was not given and is given",
        ),
        (go_on(stamp(), french), "--lang was en and is fr"),
    ] {
        let error = error.unwrap_err();
        assert!(error.contains(named), "{error}");
    }
    std::fs::write(&input, many_rows() + "4000,Ali\n").unwrap();
    let error = go_on(stamp(), job).unwrap_err();
    assert!(error.contains("the input was sha256:"), "{error}");
    assert_eq!(std::fs::read(&part).unwrap(), before, "nothing was touched");
    std::fs::write(&input, many_rows()).unwrap();
    assert_eq!(go_on(stamp(), job).unwrap().rows, 3_500);
}

#[test]
fn a_run_begun_anew_forgets_how_far_another_had_come() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out"));
    std::fs::write(&input, many_rows()).unwrap();
    let job = Job::default();
    for after in [2_048, 0] {
        let killed = std::panic::catch_unwind(|| {
            let _ = run_file(&input, search, &output, &job, anew(), &mut Killed { after });
        });
        assert!(killed.is_err());
    }
    assert_eq!(interrupted(&output).unwrap(), None);
}

#[test]
fn what_is_no_file_is_not_replaced_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    std::fs::write(&input, "id,name\n1,Ali\n").unwrap();
    let error = run_file(
        &input,
        search,
        folder.path(),
        &Job::default(),
        anew(),
        &mut (),
    );
    assert!(error.unwrap_err().to_string().contains("no plain file"));
}

#[derive(Default)]
struct Heard {
    rows: Vec<u64>,
    refused: Vec<u64>,
}

impl Listener for Heard {
    fn progress(&mut self, progress: Progress) {
        self.rows.push(progress.rows);
    }
    fn refused(&mut self, refusal: &Refusal) {
        match refusal.place {
            Place::Line { line, .. } => self.refused.push(line),
            Place::Row { row } => self.refused.push(row),
        }
    }
}

#[test]
fn who_listens_hears_every_chunk_and_every_refusal_in_order() {
    let mut input = String::from("id,name\n");
    for row in 0..2_500 {
        let _ = writeln!(input, "{row},{}", if row % 1_000 == 7 { "" } else { "😀" });
    }
    let mut heard = Heard::default();
    run(
        input.as_bytes(),
        |_| Vec::new(),
        Vec::new(),
        &Job::default(),
        &mut heard,
    )
    .unwrap();
    assert_eq!(heard.rows, [1_024, 2_048, 2_500]);
    assert_eq!(heard.refused, [9, 1_009, 2_009]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_batch_panic_and_every_row_is_answered_or_refused(
        start in prop_oneof![Just(""), Just("id,name\n"), Just("{\"id\":1}\n"), Just("\u{FEFF}id;name\n")],
        rest in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut input = start.as_bytes().to_vec();
        input.extend(rest);
        let mut out = Vec::new();
        if let Ok(summary) = run(&input[..], |_| Vec::new(), &mut out, &Job::default(), &mut ()) {
            prop_assert_eq!(summary.rows, summary.screened + summary.refused());
            prop_assert_eq!(out.iter().filter(|byte| **byte == b'\n').count() as u64, summary.screened);
        }
    }
}
