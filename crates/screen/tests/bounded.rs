//! What a query costs is bounded whatever is asked, on the whole UN list: counted, not timed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use mithaq_screen::{AskedBirth, Country, Options, Query};
use scene::UN_INDEX;

/// Rows of alignments of one query: at some 20 ns each, a fifth of 50 ms.
const MOST_ROWS: u64 = 500_000;
/// Words compared one by one, at some 100 ns each.
const MOST_MEETINGS: u64 = 100_000;

fn hostile_names() -> Vec<(&'static str, String)> {
    vec![
        ("nothing", String::new()),
        ("10 kB of one word", "محمد".repeat(2_500)),
        ("10 kB of common names", "Mohamed Ali Hassan ".repeat(530)),
        ("emoji", "😀".repeat(2_500)),
        ("digits", "7 ".repeat(500)),
        ("mixed direction", "\u{202E}علي Ali \u{202C}حسن Hassan ".repeat(200)),
        ("one-letter words", "m ".repeat(1_000)),
        ("combining marks", format!("A{}li", "\u{0301}".repeat(5_000))),
        ("brackets", "(Ali ".repeat(1_000)),
        (
            "sixteen words",
            "Hassan Omar Salim Karim Nasir Yusuf Idris Farid Bilal Tariq Jamal Rashid Samir Walid Majid Habib".to_owned(),
        ),
    ]
}

#[test]
fn no_query_takes_more_than_a_bounded_number_of_steps() {
    let mut most = 0;
    for (what, name) in hostile_names() {
        let effort = UN_INDEX.effort(&Query::of_name("q", name), &Options::default());
        assert!(effort.rows <= MOST_ROWS, "{what}: {effort:?}");
        assert!(effort.meetings <= MOST_MEETINGS, "{what}: {effort:?}");
        most = most.max(effort.rows);
    }
    assert!(most > 1_000, "nothing was counted: {most}");
}

#[test]
fn a_query_of_more_values_than_a_party_has_is_asked_by_the_first_of_each() {
    let many = |values: usize| Query {
        names: (0..values)
            .map(|nth| format!("Iyad Ag Ghali {nth}"))
            .collect(),
        births: AskedBirth::parse("1958")
            .into_iter()
            .cycle()
            .take(values)
            .collect(),
        birth_places: vec![format!("{} Abeibara, Mali", "x, ".repeat(50)); values],
        nationalities: Country::parse("ML")
            .into_iter()
            .cycle()
            .take(values)
            .collect(),
        ..Query::default()
    };
    let options = Options::default();
    // Words that were walked once are known: what was looked at tells.
    let of = |values| {
        let effort = UN_INDEX.effort(&many(values), &options);
        (effort.forms, effort.settled)
    };
    assert_eq!(of(32), of(20_000));
    let found = |values| {
        let hits = UN_INDEX.search(
            &many(values),
            &options,
            mithaq_screen::Admit::All,
            scene::day(),
        );
        hits.first()
            .map(|hit| (hit.score, hit.notice.id.clone()))
            .unwrap()
    };
    assert_eq!(found(32), found(20_000));
}

#[test]
fn names_that_would_take_too_much_together_are_passed_over_and_not_those_after_them() {
    let initials = |nth: usize| format!("{nth} A B C D E F G H I J K L M N O P");
    let hostile = |count: usize| (1..=count).map(initials).collect::<Vec<_>>();
    let of = |names: Vec<String>| Query {
        names,
        ..Query::default()
    };
    let options = Options::default();
    let looked_at = |query: &Query| UN_INDEX.effort(query, &options).forms;
    let two = looked_at(&of(hostile(2)));
    assert!(two > looked_at(&of(hostile(1))));
    assert_eq!(looked_at(&of(hostile(32))), two);

    // And it is told by which of the names.
    let is_found = |before: Vec<String>| {
        let query = of([before, vec![HIS_NAME.to_owned()]].concat());
        let his = his_entry(&query, &options);
        his.is_some_and(|hit| hit.why.iter().any(|why| why.asked == HIS_NAME))
    };
    let words = "Hassan Omar Salim Karim Nasir Yusuf Idris ".repeat(6);
    let words: Vec<&str> = words.split_whitespace().collect();
    let name = |first: usize, count: usize| words[first..first + count].join(" ");
    assert!(is_found((0..31).map(|nth| name(nth, 5)).collect()));
    assert!(is_found(vec![name(0, 15); 8]));
}

/// As somebody writes who asks for Iyad Ag Ghali.
const HIS_NAME: &str = "Eyad Ag Ghaly";

/// How his entry is found.
fn his_entry(query: &Query, options: &Options) -> Option<mithaq_screen::Hit> {
    let hits = UN_INDEX.search(query, options, mithaq_screen::Admit::All, scene::day());
    hits.into_iter()
        .find(|hit| hit.notice.id.as_str() == "un-3012677")
}

/// How strongly it is found by his name and more.
fn score(more: Query) -> mithaq_screen::Score {
    let query = Query {
        names: vec![HIS_NAME.to_owned()],
        ..more
    };
    // As low as births that are not his bring it.
    let options = Options {
        threshold: mithaq_screen::Score::NONE,
        ..Options::default()
    };
    his_entry(&query, &options).unwrap().score
}

/// Asserts that a value counts in the place `most` and no longer in the next one.
fn counts_up_to<V: Clone>(most: usize, of: impl Fn(Vec<V>) -> Query, other: &V, right: &V) {
    let behind = |others: usize| [vec![other.clone(); others], vec![right.clone()]].concat();
    let others = |count: usize| vec![other.clone(); count];
    let (within, without) = (score(of(behind(most - 1))), score(of(others(most - 1))));
    assert!(within > without, "{within:?} {without:?}");
    assert_eq!(score(of(behind(most))), score(of(others(most))));
}

#[test]
fn what_agrees_counts_among_the_first_of_each_and_not_behind_them() {
    let born = |text: &str| AskedBirth::parse(text).unwrap();
    counts_up_to(
        32,
        |births| Query {
            births,
            ..Query::default()
        },
        &born("1901"),
        &born("1958"),
    );
    let from = |text: &str| Country::parse(text).unwrap();
    counts_up_to(
        32,
        |nationalities| Query {
            nationalities,
            ..Query::default()
        },
        &from("FR"),
        &from("ML"),
    );
    let places = |birth_places| Query {
        birth_places,
        ..Query::default()
    };
    counts_up_to(32, places, &"Nowhere".to_owned(), &"Abeibara".to_owned());
    // In eight parts of one place, and 256 letters of it.
    let parts = |parts: Vec<String>| places(vec![parts.join(", ")]);
    counts_up_to(8, parts, &"x".to_owned(), &"Abeibara".to_owned());
    let far = |letters: usize| places(vec![format!("{}, Abeibara", "x".repeat(letters - 10))]);
    assert!(score(far(256)) > score(far(257)));
}
