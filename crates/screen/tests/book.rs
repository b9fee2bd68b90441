//! A book screened by the notices that come finds what screening every party finds.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::collections::BTreeSet;
use std::sync::Arc;

use mithaq_notice::{Notice, SubjectKind};
use mithaq_screen::{
    Admit, AskedBirth, AskedKind, AskedNumber, Book, Index, NumberKind, Options, Query, Score,
};
use roaring::RoaringBitmap;
use scene::{UN, day};

/// Parties that meet the list in every way: by its own names, whole, cut, misspelt and in the other order, by its numbers,
/// and not at all.
fn parties() -> Vec<Arc<Query>> {
    let of = |(at, notice): (usize, &Arc<Notice>)| {
        let names = notice.subject.names();
        let name = names
            .get(at % names.len().max(1))
            .map_or("nobody", |name| name.text.as_str());
        let words: Vec<&str> = name.split_whitespace().collect();
        let name = match at % 5 {
            0 => name.to_owned(),
            1 => words.iter().rev().copied().collect::<Vec<_>>().join(" "),
            2 => words[..words.len().div_ceil(2)].join(" "),
            3 => name
                .chars()
                .enumerate()
                .filter(|(i, _)| *i != 3)
                .map(|(_, c)| c)
                .collect(),
            _ => format!("{name} Quelconque"),
        };
        let number = match &notice.subject {
            mithaq_notice::Subject::Person(person) => person.documents.first(),
            _ => None,
        };
        let numbers = number.filter(|_| at % 3 == 0).map(|document| AskedNumber {
            kind: NumberKind::Document,
            text: document.number.replacen('0', "O", 1),
        });
        Arc::new(Query {
            id: format!("party-{at:05}"),
            names: vec![name],
            kind: if at % 4 == 0 {
                AskedKind::Only(SubjectKind::Person)
            } else {
                AskedKind::Any
            },
            births: if at % 2 == 0 {
                vec![AskedBirth::parse("1965-04-03").unwrap()]
            } else {
                Vec::new()
            },
            numbers: numbers.into_iter().collect(),
            ..Query::default()
        })
    };
    UN.iter().enumerate().map(of).collect()
}

fn shown(found: &[(Arc<Query>, Vec<mithaq_screen::Hit>)]) -> Vec<(String, String, Score)> {
    let each = found.iter().flat_map(|(party, hits)| {
        hits.iter()
            .map(|hit| (party.id.clone(), hit.notice.id.to_string(), hit.score))
    });
    each.collect()
}

#[test]
fn a_book_asked_by_notices_finds_what_every_party_finds() {
    let parties = parties();
    let book = Book::new(parties.iter().cloned());
    let notices: Vec<(Arc<Notice>, u32)> = (0..)
        .zip(UN.iter())
        .map(|(at, notice)| (Arc::clone(notice), at % 3))
        .step_by(4)
        .collect();
    let index = Index::build(notices.iter().cloned());
    let admitted: RoaringBitmap = [0, 2].into_iter().collect();
    for threshold in [0.5, 0.7] {
        let options = Options {
            threshold: Score::new(threshold).unwrap(),
            limit: 50,
            ..Options::default()
        };
        let slow: Vec<_> = parties
            .iter()
            .map(|party| {
                (
                    Arc::clone(party),
                    index.search(party, &options, &admitted, day()),
                )
            })
            .filter(|(_, hits)| !hits.is_empty())
            .collect();
        let found = book.screen(notices.iter().cloned(), &options, &admitted, day());
        assert_eq!(shown(&found), shown(&slow), "at {threshold}");
        assert!(found.len() > 50, "{}", found.len());
    }
}

#[test]
fn a_book_that_changed_answers_like_one_made_anew() {
    let parties = parties();
    let (first, later) = parties.split_at(parties.len() / 2);
    let mut book = Book::new(first.iter().cloned());
    let mut held: std::collections::BTreeMap<String, Arc<Query>> = first
        .iter()
        .map(|party| (party.id.clone(), Arc::clone(party)))
        .collect();
    for (at, some) in later.chunks(97).enumerate() {
        let removed: BTreeSet<String> = held.keys().skip(at).step_by(41).cloned().collect();
        let renamed = held.values().skip(5).step_by(53).map(|party| {
            Arc::new(Query {
                names: vec!["Iyad Ag Ghali".into()],
                ..(**party).clone()
            })
        });
        let put: Vec<Arc<Query>> = some
            .iter()
            .cloned()
            .chain(renamed.filter(|party| !removed.contains(&party.id)))
            .collect();
        book = book.with(put.iter().cloned(), &removed);
        held.retain(|reference, _| !removed.contains(reference));
        held.extend(put.into_iter().map(|party| (party.id.clone(), party)));
        assert_eq!(book.len(), held.len());
    }
    let anew = Book::new(held.values().cloned());
    let notices = || UN.iter().step_by(9).map(|notice| (Arc::clone(notice), 0));
    let options = Options::default();
    assert_eq!(
        shown(&book.screen(notices(), &options, Admit::All, day())),
        shown(&anew.screen(notices(), &options, Admit::All, day()))
    );
    let some = held.keys().next().unwrap();
    assert_eq!(book.get(some), held.get(some));
    assert!(book.get("nobody").is_none());
}
