//! The sections of sources and statements.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use mithaq_notice::StatementId;
use toml::de::DeValue;

use super::fields::{Fields, described};
use super::problem::Code;
use super::shape::{Holds, LANGUAGE};
use crate::model::{Change, GradeSystem, Relay, Source, SourceId, Statement, StatementGrade};

pub(super) fn source(f: &mut Fields<'_, '_>, id: SourceId) -> Option<Source> {
    let name = f.must_text("name");
    let kind = f.must("kind");
    let anonymous = f.flag("anonymous");
    let member = f.maybe_ref("member");
    Some(Source {
        id,
        name,
        kind: kind?,
        anonymous,
        member,
    })
}

pub(super) fn statement(f: &mut Fields<'_, '_>, id: StatementId) -> Option<Statement> {
    let chain = chain(f);
    let date = f.must_date("date");
    let language = language(f);
    let claim = f.must("claim");
    let member = f.maybe_ref("member");
    let grade = grade(f);
    let reference = f.maybe("reference");
    let part_of = f.maybe_ref("part-of");
    let copy_of = f.maybe_ref("copy-of");
    let not_copy_of = f.refs("not-copy-of").unwrap_or_default();
    let relays = f.tables("relays", relay);
    let text = f.must_text("text");
    Some(Statement {
        id,
        chain: chain?,
        date: date?,
        language: language?,
        claim: claim?,
        member,
        grade,
        reference,
        part_of,
        copy_of,
        not_copy_of,
        relays,
        text,
    })
}

fn chain(f: &mut Fields<'_, '_>) -> Option<Vec<SourceId>> {
    let Some(value) = f.value("chain") else {
        f.must_ref::<SourceId>("chain");
        return None;
    };
    let chain = f.ref_list("chain", value)?;
    if chain.is_empty() {
        let message = [
            "an empty chain".to_owned(),
            "who carried it first, … who said it last".to_owned(),
            "Name at least who said it.".to_owned(),
        ];
        f.report(Code::WrongValue, "chain", message);
        return None;
    }
    Some(chain)
}

/// An ISO 639-1 code: two lower-case letters.
fn language(f: &mut Fields<'_, '_>) -> Option<String> {
    let code: String = f.must("language")?;
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(code);
    }
    let message = [
        format!("`{}`", super::reader::shown(&code)),
        LANGUAGE.expected.to_owned(),
        "Write the language of the original.".to_owned(),
    ];
    f.report(Code::WrongValue, "language", message);
    None
}

fn grade(f: &mut Fields<'_, '_>) -> Option<StatementGrade> {
    let value = f.value("grade")?;
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        let grade = f.maybe("grade")?;
        return Some(StatementGrade::Admiralty(grade));
    }
    let mut table = f.table_of("grade", value)?;
    let system = table.must("system");
    let grade = match system {
        Some(GradeSystem::Admiralty) => table.must("value").map(StatementGrade::Admiralty),
        Some(system) => other_grade(&mut table, system),
        None => {
            table.value("value");
            None
        }
    };
    table.finish();
    grade
}

/// A grade of another system, kept as that one writes it and converted into none.
fn other_grade(table: &mut Fields<'_, '_>, system: GradeSystem) -> Option<StatementGrade> {
    let value: String = table.must("value")?;
    if system.writes(&value) {
        return Some(StatementGrade::Other { system, value });
    }
    let message = [
        format!("`{}`", super::reader::shown(&value)),
        format!("a grade as {system} writes it: {}", system.form()),
        "Write the grade as it was given; grades are not converted.".to_owned(),
    ];
    table.report(Code::WrongValue, "value", message);
    None
}

fn relay(f: &mut Fields<'_, '_>) -> Option<Relay> {
    let source = f.must_ref("source");
    let language = language(f);
    let changed = changed(f);
    let text = f.must_text("text");
    Some(Relay {
        source: source?,
        language: language?,
        changed: changed?,
        text,
    })
}

fn changed(f: &mut Fields<'_, '_>) -> Option<BTreeSet<Change>> {
    let expected = &Holds::Words(Change::WORDS).expected();
    let value = f.value("changed");
    let items = match value.map(toml::Spanned::get_ref) {
        Some(DeValue::Array(items)) if !items.is_empty() => items,
        _ => {
            let found = value.map_or_else(|| "no `changed`".to_owned(), described);
            report_words(
                f,
                "changed",
                found,
                expected,
                "Say what the retelling changed.",
            );
            return None;
        }
    };
    let mut all = BTreeSet::new();
    for item in items {
        match item.get_ref().as_str().map(Change::from_str) {
            Some(Ok(change)) => {
                all.insert(change);
            }
            Some(Err(error)) => report_words(f, "changed", described(item), expected, error),
            None => report_words(f, "changed", described(item), expected, "Write words."),
        }
    }
    Some(all)
}

fn report_words(
    f: &mut Fields<'_, '_>,
    key: &str,
    found: String,
    expected: &str,
    mend: impl Display,
) {
    f.report(
        Code::WrongValue,
        key,
        [found, expected.to_owned(), mend.to_string()],
    );
}
