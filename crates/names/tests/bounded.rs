//! What a search costs is bounded whatever is asked: counted, not timed.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use mithaq_names::{Index, IndexBuilder, Kind, Matcher, Name, Score};

/// Rows of alignments that a single query may take: at some 20 ns each, a sixth of 50 ms.
const MOST_ROWS: u64 = 400_000;
/// Words compared one by one, at some 100 ns each.
const MOST_MEETINGS: u64 = 100_000;

/// Names of two words each from the training pairs: real vocabulary, unreal persons.
fn index() -> Index {
    let lines = include_str!("../data/training/wikidata_en_ar.tsv").lines();
    let columns: Vec<(&str, &str)> = lines
        .step_by(7)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        })
        .collect();
    let mut builder = IndexBuilder::new();
    for (key, two) in (0..).zip(columns.windows(2)) {
        builder.insert(
            key,
            Name::new(&format!("{} {}", two[0].0, two[1].0), Kind::Person),
        );
        builder.insert(
            key,
            Name::new(&format!("{} {}", two[0].1, two[1].1), Kind::Person),
        );
    }
    builder.build(Matcher::default())
}

#[test]
fn no_query_takes_more_than_a_bounded_number_of_steps() {
    let index = index();
    assert!(
        index.len() > 2_000,
        "too short a list to prove anything: {}",
        index.len()
    );
    let mut most = 0;
    for (what, query) in [
        ("10 kB of one word", "محمد".repeat(2_500)),
        ("10 kB of common names", "Mohamed Ali Hassan ".repeat(530)),
        ("emoji", "😀".repeat(500)),
        ("digits", "7 ".repeat(500)),
        ("mixed direction", "\u{202E}علي Ali \u{202C}حسن Hassan ".repeat(200)),
        ("brackets", "(Ali ".repeat(1_000)),
        ("initials", "A B C D E F G H I J K L M N O P".to_owned()),
        ("combining marks", format!("A{}li", "\u{0301}".repeat(5_000))),
        ("one-letter words", "m ".repeat(1_000)),
        ("Arabic without spaces", "عبدالرحمنمحمدعليحسن".repeat(270)),
        ("sixteen words", "Hassan Omar Salim Karim Nasir Yusuf Idris Farid Bilal Tariq Jamal Rashid Samir Walid Majid Habib".to_owned()),
    ] {
        let (_, effort) = index.search_counted(&Name::new(&query, Kind::Other), Score::new(0.5).unwrap());
        assert!(effort.rows <= MOST_ROWS, "{what}: {effort:?}");
        assert!(effort.meetings <= MOST_MEETINGS, "{what}: {effort:?}");
        most = most.max(effort.rows);
    }
    assert!(most > 1_000, "nothing was counted: {most}");
}

#[test]
fn a_word_asked_again_is_not_walked_again_and_finds_the_same() {
    let index = index();
    let query = Name::new("Mohamed Hassan", Kind::Person);
    let threshold = Score::new(0.5).unwrap();
    let (found, first) = index.search_counted(&query, threshold);
    // A common word is compared one by one the first time, and walked for the second.
    let (again, _) = index.search_counted(&query, threshold);
    let (once_more, third) = index.search_counted(&query, threshold);
    assert_eq!(found, again);
    assert_eq!(found, once_more);
    assert!(first.rows > 0, "{first:?}");
    assert_eq!((third.rows, third.meetings), (0, 0), "{third:?}");
}
