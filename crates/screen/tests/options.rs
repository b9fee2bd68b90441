//! What is left out of a search, and from which score up.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::collections::BTreeSet;

use mithaq_notice::{Listing, Measure, Notice, SubjectKind};
use mithaq_screen::{Admit, AskedNumber, NumberKind, Options, Query, Score, Strictness};
use scene::{UN_INDEX, day, index, person};

fn score(value: f64) -> Score {
    Score::new(value).unwrap()
}

fn listed(id: &str, measures: &[Measure]) -> Notice {
    let listing = Listing {
        reference: id.to_owned(),
        regime: "test".to_owned(),
        listed_on: None,
        updated_on: Vec::new(),
        version: None,
        submitted_by: None,
        measures: measures.iter().copied().collect(),
        comments: None,
    };
    Notice {
        listing: Some(listing),
        ..person(id, "Zoubir Haddadi")
    }
}

fn ids(index: &mithaq_screen::Index, query: &Query, options: &Options) -> Vec<String> {
    let hits = index.search(query, options, Admit::All, day());
    let mut ids: Vec<String> = hits.iter().map(|hit| hit.notice.id.to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn a_notice_under_several_measures_takes_the_lowest_threshold_asked() {
    use Measure::{ArmsEmbargo, AssetFreeze, TravelBan};
    let index = index([
        listed("x-arms", &[ArmsEmbargo]),
        listed("x-both", &[ArmsEmbargo, AssetFreeze]),
        listed("x-travel", &[TravelBan]),
        person("x-none", "Zoubir Haddadi"),
    ]);
    let query = Query::of_name("1", "Zoubir Hadadi");
    let reached = index.search(
        &query,
        &Options {
            threshold: score(0.5),
            ..Options::default()
        },
        Admit::All,
        day(),
    )[0]
    .score;
    assert!(reached.get() < 1.0);
    let (above, below) = (score(reached.get() + 1e-4), score(reached.get() - 1e-4));
    let options = Options {
        threshold: above,
        thresholds: [(ArmsEmbargo, above), (AssetFreeze, below)].into(),
        ..Options::default()
    };
    assert_eq!(ids(&index, &query, &options), ["x-both"]);
    let options = Options {
        threshold: below,
        ..options
    };
    assert_eq!(
        ids(&index, &query, &options),
        ["x-both", "x-none", "x-travel"],
        "a measure nobody named takes the usual one"
    );
}

#[test]
fn notices_lists_and_kinds_are_left_out() {
    let query = Query::of_name("1", "Iyad Ag Ghali");
    let all = ids(&UN_INDEX, &query, &Options::default());
    assert!(all.contains(&"un-3012677".to_owned()), "{all:?}");
    let without = |options: Options| ids(&UN_INDEX, &query, &options);
    assert!(
        !without(Options {
            exclude: ["un-3012677".parse().unwrap()].into(),
            ..Options::default()
        })
        .contains(&"un-3012677".to_owned())
    );
    assert!(
        without(Options {
            exclude_lists: ["un".parse().unwrap()].into(),
            ..Options::default()
        })
        .is_empty()
    );
    assert!(
        !without(Options {
            exclude_lists: ["ofac".parse().unwrap()].into(),
            ..Options::default()
        })
        .is_empty()
    );
    assert!(
        without(Options {
            exclude_kinds: BTreeSet::from([SubjectKind::Person]),
            ..Options::default()
        })
        .is_empty()
    );
}

#[test]
fn strict_mode_goes_by_evidence_and_not_by_score() {
    let index = index([person("x-1", "Mokhtar Belmokhtar")]);
    let strict = Options {
        threshold: score(0.5),
        strictness: Strictness::Strict,
        ..Options::default()
    };
    let usual = Options {
        strictness: Strictness::Usual,
        ..strict.clone()
    };
    for (name, holds) in [
        ("Mokhtar Belmokhtar", true),
        ("BELMOKHTAR, Mokhtar", true),
        ("مختار بلمختار", true),
        ("Mokhtar Belmokthar", false),
        ("M. Belmokhtar", false),
        ("Belmokhtar", false),
        ("Mokhtar Belmokhtar Salim", false),
    ] {
        let query = Query::of_name("1", name);
        assert_eq!(!ids(&index, &query, &strict).is_empty(), holds, "{name}");
    }
    let near = Query::of_name("1", "Mokhtar Belmokthar");
    assert!(!ids(&index, &near, &usual).is_empty());
}

#[test]
fn in_strict_mode_an_exact_number_holds_and_a_near_one_does_not() {
    let mut notice = person("x-1", "Mokhtar Belmokhtar");
    let mithaq_notice::Subject::Person(person) = &mut notice.subject else {
        panic!("a person")
    };
    person.documents.push(mithaq_notice::Document {
        kind: "Passport".into(),
        number: "AB0187304".into(),
        country: None,
        city: None,
        issued: None,
        note: None,
    });
    person.gender = Some(mithaq_notice::Gender::Male);
    let index = index([notice]);
    let options = Options {
        threshold: score(0.5),
        strictness: Strictness::Strict,
        ..Options::default()
    };
    let asked = |number: &str| Query {
        id: "1".into(),
        numbers: vec![AskedNumber {
            kind: NumberKind::Document,
            text: number.into(),
        }],
        ..Query::default()
    };
    assert_eq!(ids(&index, &asked("AB 0187304"), &options), ["x-1"]);
    assert!(ids(&index, &asked("AB O187304"), &options).is_empty());
    let another = Query {
        gender: Some(mithaq_notice::Gender::Female),
        ..asked("AB 0187304")
    };
    assert!(
        ids(&index, &another, &options).is_empty(),
        "gravely against"
    );
}
