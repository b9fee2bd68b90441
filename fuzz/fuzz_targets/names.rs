//! Any two lines compare without panic, to a score from 0 to 1, and an index says the same as the matcher.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mithaq_names::{IndexBuilder, Kind, Matcher, Name, Score};

fuzz_target!(|text: &str| {
    let (query, listed) = text.split_once('\n').unwrap_or((text, text));
    let (query, listed) = (
        Name::new(query, Kind::Other),
        Name::new(listed, Kind::Organisation),
    );
    let matcher = Matcher::default();
    let score = matcher.score(&query, &listed);
    assert!((0.0..=1.0).contains(&score.get()));
    let mut builder = IndexBuilder::new();
    builder.insert(1, listed);
    let threshold = Score::new(0.5).expect("0.5 is a score");
    let found = builder.build(matcher).search(&query, threshold, |_| true);
    assert_eq!(
        found.first().map(|found| found.score),
        (score >= threshold).then_some(score)
    );
});
