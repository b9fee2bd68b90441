//! Which entries of two lists come together as one subject, and which that have much in common do not: for reading.
//!
//!     cargo run --release -p mithaq-screen --example ties -- UN.xml OFAC_FOLDER > pairs.tsv
//!
//! Every entry of the first list is looked for, by all its names and numbers, in both lists together, and what is found is put into
//! groups as any answer is. A line for each entry of the second list that is found with it: whether it is in its group, by what else
//! they agree (numbers, births, gender), how alike the names are, and what either says. Standard error counts the ties, and the
//! pairs that are none in spite of a number or a day of birth in common and names that are alike.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "lines are what it is for"
)]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_names::normalise;
use mithaq_notice::{Document, Notice, Subject, list};
use mithaq_screen::{
    Admit, AskedBirth, AskedKind, AskedNumber, Country, Field, Group, Hit, Index, NumberKind,
    Options, Query, Rule, Score,
};

/// How alike names are that are worth reading about.
const ALIKE: f64 = 0.7;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [one, other] = paths.as_slice() else {
        return Err("expected two lists: UN.xml OFAC_FOLDER".into());
    };
    let read = |path: &str| list::read(Path::new(path)).map(|list| list.notices);
    let (one, other) = (read(one)?, read(other)?);
    let of_one = one.len();
    let all = one.into_iter().chain(other).map(Arc::new);
    let all: Vec<Arc<Notice>> = all.collect();
    let index = Index::build(all.iter().map(|notice| (Arc::clone(notice), 0)));
    let at: Timestamp = "2026-03-01T00:00:00Z".parse()?;
    let options = Options {
        threshold: Score::new(0.5).ok_or("a score")?,
        limit: 50,
        ..Options::default()
    };
    println!("tied\tname\tevidence\tshared\tone\tother");
    let (mut pairs, mut tied, mut with_evidence) = (0, 0, 0);
    for notice in all.iter().take(of_one) {
        let by_name = index.search(&names_of(notice), &options, Admit::All, at);
        let found = index.search(&as_query(notice), &options, Admit::All, at);
        let groups = Group::of(found.clone());
        let holds =
            |group: &&Group, of: &Notice| group.hits.iter().any(|hit| hit.notice.id == of.id);
        let own = groups.iter().find(|group| holds(group, notice));
        for hit in found
            .iter()
            .filter(|hit| hit.notice.originator != notice.originator)
        {
            let by_name = by_name
                .iter()
                .find(|by_name| by_name.notice.id == hit.notice.id);
            let name = by_name.map_or(0.0, |by_name| by_name.score.get());
            let is_tied = own.is_some_and(|group| holds(&group, &hit.notice));
            pairs += 1;
            tied += usize::from(is_tied);
            with_evidence += usize::from(!is_tied && name >= ALIKE && has_evidence(hit));
            println!(
                "{is_tied}\t{name:.2}\t{}\t{}\t{}\t{}",
                evidence(hit),
                shared(notice, &hit.notice),
                said(notice),
                said(&hit.notice)
            );
        }
    }
    eprintln!(
        "{pairs} pairs; {tied} tied; {with_evidence} not, in spite of a number or a day of birth in common"
    );
    Ok(())
}

fn has_evidence(hit: &Hit) -> bool {
    hit.why.iter().any(|why| {
        why.rule == Rule::SameDay
            || matches!(why.field, Field::Document | Field::Account) && why.rule == Rule::Equal
    })
}

fn evidence(hit: &Hit) -> String {
    let why = hit.why.iter().filter(|why| why.field != Field::Name);
    let why = why.map(|why| format!("{:?}:{:?}:{:+.1}", why.field, why.rule, why.weight));
    why.collect::<Vec<_>>().join(" ")
}

/// Names in common, their words in order of the alphabet.
fn shared(one: &Notice, other: &Notice) -> String {
    let names = |notice: &Notice| -> BTreeSet<String> {
        let in_order = notice.subject.names().iter().map(|name| {
            let folded = normalise(&name.text);
            let mut words: Vec<&str> = folded.split(' ').collect();
            words.sort_unstable();
            words.join(" ")
        });
        in_order.collect()
    };
    let shared: Vec<String> = names(one).intersection(&names(other)).cloned().collect();
    shared.join("; ")
}

fn names_of(notice: &Notice) -> Query {
    let names = notice.subject.names().iter();
    Query {
        names: names.map(|name| name.text.clone()).collect(),
        kind: AskedKind::Only(notice.subject.kind()),
        ..Query::default()
    }
}

/// All that a notice says, as a question.
fn as_query(notice: &Notice) -> Query {
    let number = |document: &Document| AskedNumber {
        kind: NumberKind::Document,
        text: document.number.clone(),
    };
    let named = names_of(notice);
    match &notice.subject {
        Subject::Person(person) => Query {
            births: person
                .births
                .iter()
                .map(|birth| AskedBirth {
                    date: birth.date,
                    days_off: 0,
                    approximate: birth.approximate,
                })
                .collect(),
            nationalities: person
                .nationalities
                .iter()
                .filter_map(|text| Country::parse(text))
                .collect(),
            gender: person.gender,
            numbers: person.documents.iter().map(number).collect(),
            ..named
        },
        Subject::Organisation(organisation) => Query {
            numbers: organisation.documents.iter().map(number).collect(),
            ..named
        },
        Subject::Vehicle(vehicle) => Query {
            numbers: vehicle.documents.iter().map(number).collect(),
            ..named
        },
        _ => named,
    }
}

/// An entry in one line.
fn said(notice: &Notice) -> String {
    let names: Vec<&str> = notice
        .subject
        .names()
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    let mut parts = vec![notice.id.to_string(), names.join("; ")];
    if let Subject::Person(person) = &notice.subject {
        parts.extend(person.births.iter().map(|birth| birth.date.to_string()));
    }
    if let Some(listing) = &notice.listing {
        parts.push(listing.regime.clone());
    }
    parts.join(" | ").replace(['\t', '\n'], " ")
}
