//! Every kind of bad input is an error that says where it is, what was expected and how to mend it.

use std::path::Path;

use mithaq_pact::{Code, Pact, PactErrors, ReadError};
use proptest::prelude::*;

const HEAD: &str = r#"[pact]
id = "p"
version = 1
status = "in-force"
title.en = "P"
[members.dz]
name.en = "Algeria"
[sources.s]
name.en = "S"
kind = "official"
[statements.st]
chain = ["s"]
date = "2014-09"
language = "ar"
claim = "stance"
text.en = "T"
[activities.assistance]
name.en = "assistance"
within = "any"
[theatres.ml-north]
name.en = "northern Mali"
within = ["ml"]
"#;

fn clause(id: &str, changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("member", "\"dz\""),
        ("stance", "\"undertaken\""),
        ("activity", "[\"assistance\"]"),
        ("theatre", "[\"ml-north\"]"),
        ("from", "\"2014-09\""),
        ("statements", "[\"st\"]"),
        ("text.en", "\"C\""),
    ];
    for (key, value) in changes {
        fields.retain(|(known, _)| known != key);
        if !value.is_empty() {
            fields.push((key, value));
        }
    }
    let lines: Vec<String> = fields.iter().map(|(k, v)| format!("{k} = {v}\n")).collect();
    format!("[clauses.{id}]\n{}", lines.concat())
}

/// A consultation that the United States opened in September and Algeria answered on this day.
fn consultation(how: &str, answered: &str) -> String {
    format!(
        r#"[members.us]
name.en = "US"
[consultations.c]
parties = ["us", "dz"]
opened = "2014-09"
{how}
subject.en = "S"
[[consultations.c.steps]]
act = "request"
by = "us"
date = "2014-09"
text.en = "R"
[[consultations.c.steps]]
act = "refuse"
by = "dz"
date = "{answered}"
text.en = "N"
"#
    )
}

fn errors(text: &str) -> PactErrors {
    Pact::parse("bad.toml", text).unwrap_err()
}

/// The one error of a pact with this after its head.
fn only(rest: &str) -> String {
    let errors = errors(&format!("{HEAD}{rest}"));
    assert_eq!(errors.len(), 1, "{errors}");
    errors.to_string()
}

#[test]
fn the_head_alone_is_a_pact() {
    assert!(Pact::parse("good.toml", HEAD).is_ok());
    assert!(Pact::parse("good.toml", &format!("{HEAD}{}", clause("c", &[]))).is_ok());
}

#[test]
fn every_error_is_worded_with_place_expectation_and_mending() {
    let two = |a: String, b: String| format!("{a}{b}");
    let cases = [
        ("unknown theatre", clause("c", &[("theatre", "[\"ml-nort\"]")])),
        ("unknown member", clause("c", &[("member", "\"xx\"")])),
        ("unknown statement", clause("c", &[("statements", "[\"st2\"]")])),
        ("no statements", clause("c", &[("statements", "")])),
        ("empty statements", clause("c", &[("statements", "[]")])),
        ("unknown key", clause("c", &[("theater", "[\"ml\"]")])),
        ("missing key", clause("c", &[("stance", "")])),
        ("wrong stance", clause("c", &[("stance", "\"promised\"")])),
        ("silent clause", clause("c", &[("stance", "\"silent\"")])),
        ("dates out of order", clause("c", &[("until", "\"2014-08\"")])),
        ("a date that is none", clause("c", &[("from", "\"September\"")])),
        ("contradiction", two(clause("a", &[]), clause("b", &[("stance", "\"refused\"")]))),
        ("an empty area", clause("c", &[("theatre", "{ all = \"ml\", but = \"ml\" }")])),
        ("itself as partner", clause("c", &[("partner", "\"dz\"")])),
        ("a theatre cycle", "[theatres.a]\nname.en = \"A\"\nincludes = [\"b\"]\n[theatres.b]\nname.en = \"B\"\nincludes = [\"a\"]\n".into()),
        ("an activity cycle", "[activities.a]\nname.en = \"A\"\nwithin = \"a\"\n".into()),
        ("a country declared", "[theatres.ml]\nname.en = \"Mali\"\nwithin = [\"world\"]\n".into()),
        ("a part of a grouping", "[theatres.g]\nname.en = \"G\"\nincludes = [\"ml\"]\n[theatres.p]\nname.en = \"P\"\nwithin = [\"g\"]\n".into()),
        ("a key that is no id", "[members.\"a b\"]\nname.en = \"A\"\n".into()),
        ("an unknown section", "[clause.c]\nmember = \"dz\"\n".into()),
        ("a member named twice", "[members.dz]\nkeys = []\n".into()),
        ("a group named as a member", "[members.org]\nname.en = \"O\"\n[groups.org]\nname.en = \"G\"\nmembers = [\"dz\"]\n".into()),
        ("an issuer named as a member", "[issuers.dz]\nname.en = \"I\"\n".into()),
        ("a truncated file", "[clauses.c]\nmember = \"d".into()),
        ("a wrong type", "[members.us]\nname = 3\n".into()),
        ("a step after the end", consultation("closed = \"2014-10\"\nstatus = \"refused\"", "2014-11-02")),
        ("a step after the deadline", consultation("deadline = \"2014-10\"\nstatus = \"lapsed\"", "2014-11-02")),
        ("a step before the request", consultation("status = \"open\"", "2014-08")),
        ("a copy older than its original", "[statements.copy]\nchain = [\"s\"]\ndate = \"2014-08-30\"\nlanguage = \"ar\"\nclaim = \"stance\"\ncopy-of = \"st\"\ntext.en = \"T\"\n".into()),
        ("a character nobody sees", "[members.us]\nname.en = \"U\\u001bS\"\n".into()),
        ("a direction turned round", "[members.us]\nname.ar = \"U\\u202eS\"\n".into()),
        ("two members with one key", "[members.us]\nname.en = \"U\"\nkeys = [\"ed25519:1\"]\n[members.ml]\nname.en = \"M\"\nkeys = [\"ed25519:1\"]\n".into()),
        ("an unknown language", "[members.us]\nname.en = \"US\"\nname.de = \"VS\"\n".into()),
    ];
    let worded: Vec<String> = cases
        .iter()
        .map(|(what, rest)| format!("{what}\n  {}\n", only(rest)))
        .collect();
    insta::assert_snapshot!(worded.concat());
}

#[test]
fn all_errors_are_reported_at_once_in_the_order_of_the_file() {
    let text = format!(
        "{HEAD}{}{}",
        clause("a", &[("theatre", "[\"nowhere\"]"), ("stance", "\"no\"")]),
        clause("b", &[("statements", "")]),
    );
    let found: Vec<Code> = errors(&text).iter().map(|e| e.code).collect();
    assert_eq!(found.len(), 3);
    for code in [Code::UnknownId, Code::WrongValue, Code::NoStatement] {
        assert!(found.contains(&code), "{found:?}");
    }
    let lines: Vec<usize> = errors(&text).iter().map(|e| e.line).collect();
    assert!(lines.is_sorted());
}

#[test]
fn a_file_that_is_not_utf_8_or_empty_or_missing_is_an_error() {
    let not_text = Pact::from_bytes("p.toml", b"[pact]\nid = \"\xff\"").unwrap_err();
    assert_eq!(
        not_text.to_string(),
        "p.toml:2:7: file: found the byte 0xff, which is not UTF-8; expected a text file in UTF-8. Save the file as UTF-8."
    );
    for empty in ["", " \n\t", "\u{feff}"] {
        assert_eq!(errors(empty).iter().next().unwrap().code, Code::EmptyFile);
    }
    let missing = Pact::read(Path::new("no/such/file.toml")).unwrap_err();
    assert!(matches!(missing, ReadError::Io { .. }));
}

#[test]
fn depth_is_no_way_to_exhaust_the_stack() {
    let deep = format!("{HEAD}x = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!errors(&deep).is_empty());
    let mut chain = HEAD.to_owned();
    for n in 0..500 {
        let parent = if n == 0 {
            "any".to_owned()
        } else {
            format!("a{}", n - 1)
        };
        chain += &format!("[activities.a{n}]\nname.en = \"A\"\nwithin = \"{parent}\"\n");
    }
    assert!(Pact::parse("deep.toml", &chain).is_ok());
}

fn real() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    std::fs::read_to_string(path).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Pact::from_bytes("fuzz", &bytes);
    }

    #[test]
    fn no_change_to_a_real_pact_makes_it_panic(
        at in any::<proptest::sample::Index>(),
        cut in 0_usize..60,
        put in "[\\[\\]{}=\"'., \na-z0-9\u{e9}\u{627}-]{0,12}",
    ) {
        let real = real();
        let mut chars: Vec<char> = real.chars().collect();
        let at = at.index(chars.len());
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, put.chars());
        let changed: String = chars.into_iter().collect();
        if let Err(errors) = Pact::parse("changed", &changed) {
            let _ = format!("{errors} {:?}", miette::Report::new(errors.clone()));
        }
    }
}
