//! What `pact check` lists besides errors.

use mithaq_notice::Language;
use mithaq_pact::{FindingKind, Pact};

use crate::release::{at, pact};

#[test]
fn the_sources_pact_has_its_redundant_clause_and_its_one_anonymous_source() {
    let pact = pact();
    let findings = pact.check(at());
    let of = |kind| findings.iter().filter(move |f| f.kind == kind);
    // F7 lies within F2.
    assert_eq!(of(FindingKind::Redundant).count(), 1, "{findings:#?}");
    assert!(of(FindingKind::OneAnonymousSource).count() > 5);
    assert_eq!(
        of(FindingKind::MissingTranslation).count(),
        0,
        "{findings:#?}"
    );
    for finding in &findings {
        assert!(
            finding.line > 1
                && Language::ALL
                    .into_iter()
                    .all(|l| finding.wording.exactly(l).is_some())
        );
    }
}

#[test]
fn copies_of_a_report_are_one_source() {
    let pact = pact();
    for statement in pact.statements().filter(|s| s.copy_of.is_some()) {
        let original = statement.copy_of.as_ref().unwrap();
        assert_eq!(pact.root_source(&statement.id), pact.root_source(original));
    }
    assert!(pact.statements().filter(|s| s.copy_of.is_some()).count() >= 2);
}

#[test]
fn an_undertaking_inside_a_refusal_a_sunset_and_an_end_are_found() {
    let text = r#"
[pact]
id = "p"
version = 1
status = "in-force"
title.en = "P"
[members.dz]
name.ar = "الجزائر"
name.fr = "Algérie"
name.en = "Algeria"
[sources.named]
name.en = "N"
kind = "official"
[statements.st]
chain = ["named"]
date = "2014-09"
language = "ar"
claim = "stance"
text.en = "T"
[clauses.refuses]
member = "dz"
stance = "refused"
activity = "any"
theatre = "world"
from = "2014-01"
statements = ["st"]
text.en = "R"
[clauses.undertakes]
member = "dz"
stance = "undertaken"
activity = "any"
theatre = "ml"
from = "2014-01"
until = "2014-10-20"
statements = ["st"]
text.en = "U"
[clauses.over]
member = "dz"
stance = "under-consultation"
activity = "any"
theatre = "ly"
from = "2014-01"
until = "2014-05"
statements = ["st"]
text.en = "O"
"#;
    let pact = Pact::parse("p.toml", text).unwrap();
    let found: Vec<String> = pact
        .check(at())
        .into_iter()
        .filter(|f| f.kind != FindingKind::MissingTranslation)
        .map(|f| {
            format!(
                "{}:{} {} {} {}",
                f.line,
                f.column,
                f.kind,
                f.field,
                f.wording.get(Language::En)
            )
        })
        .collect();
    insta::assert_snapshot!(found.join("\n"));
    assert!(
        pact.check(at())
            .iter()
            .any(|f| f.kind == FindingKind::MissingTranslation)
    );
}
