//! What a query costs is bounded whatever is asked, on the whole UN list: counted, not timed.

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
