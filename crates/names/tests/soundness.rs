//! Pruning loses nothing: searching an index finds exactly what comparing with every name finds.

use std::collections::BTreeMap;

use mithaq_names::{IndexBuilder, Kind, Matcher, Name, Score};

/// Words of both alphabets from the training pairs, every `step`th.
fn words(step: usize) -> Vec<(String, String)> {
    let lines = include_str!("../data/training/wikidata_en_ar.tsv").lines();
    let pairs = lines.step_by(step).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), columns.next()?.replace(' ', "")))
    });
    pairs.collect()
}

/// A small generator, so that the names are the same on every run.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

const COMMON: [(&str, &str); 13] = [
    ("Mohamed", "محمد"),
    ("Ali", "علي"),
    ("Abd al-Rahman", "عبد الرحمن"),
    ("Abu Bakr", "أبو بكر"),
    ("Hassan", "حسن"),
    ("Nur al-Din", "نور الدين"),
    ("S.", "س"),
    ("bin Salim", "بن سالم"),
    ("Trading Company", "شركة التجارة"),
    ("Organization", "تنظيم"),
    ("ISIL", "داعش"),
    ("Ag Kim", "اغ كيم"),
    ("23 March", "23 مارس"),
];

/// Words of Korean names in several systems.
const KOREAN: [&str; 12] = [
    "Kim", "Ri", "Lee", "Pak", "Jong", "Chong", "Chol", "Cheol", "Myong", "Yong", "Son", "To",
];

/// Names of one to five words; `arabic` says in which alphabet.
fn names(count: usize, seed: u64, words: &[(String, String)]) -> Vec<(String, Kind)> {
    let mut lot = Lot(seed);
    (0..count)
        .map(|_| {
            if lot.draw(10) == 0 {
                let words = (0..=1 + lot.draw(2)).map(|_| KOREAN[lot.draw(KOREAN.len())]);
                let words: Vec<&str> = words.collect();
                return (mistyped(&words.join(" "), &mut lot), Kind::Person);
            }
            let arabic = lot.draw(2) == 0;
            let parts: Vec<String> = (0..=lot.draw(5))
                .map(|_| {
                    let (latin, arab) = if lot.draw(3) == 0 {
                        let (latin, arab) = COMMON[lot.draw(COMMON.len())];
                        (latin.to_owned(), arab.to_owned())
                    } else {
                        words[lot.draw(words.len())].clone()
                    };
                    mistyped(if arabic { &arab } else { &latin }, &mut lot)
                })
                .collect();
            let kind = [Kind::Person, Kind::Person, Kind::Organisation, Kind::Other][lot.draw(4)];
            (parts.join(" "), kind)
        })
        .collect()
}

/// The word with, now and then, one letter lost or two swapped.
fn mistyped(word: &str, lot: &mut Lot) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 3 && lot.draw(4) == 0 {
        let at = lot.draw(letters.len() - 1);
        if lot.draw(2) == 0 {
            letters.remove(at);
        } else {
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}

#[test]
fn an_index_finds_exactly_what_comparing_with_every_name_finds() {
    let words = words(150);
    let listed: Vec<Name> = names(1_200, 1, &words)
        .iter()
        .map(|(text, kind)| Name::new(text, *kind))
        .collect();
    for prior in [0.5, 0.01] {
        let matcher = Matcher::with_prior(prior);
        let mut builder = IndexBuilder::new();
        for (at, name) in listed.iter().enumerate() {
            builder.insert((at / 2) as u32, name.clone());
        }
        let index = builder.build(matcher.clone());
        let mut hits = 0;
        for (text, kind) in names(150, 2, &words).iter().chain(&names(50, 1, &words)) {
            let query = Name::new(text, *kind);
            let mut all: BTreeMap<u32, Score> = BTreeMap::new();
            for (at, name) in listed.iter().enumerate() {
                let score = matcher.score(&query, name);
                let best = all.entry((at / 2) as u32).or_insert(Score::NONE);
                *best = score.max(*best);
            }
            for threshold in [0.5, 0.7, 0.9] {
                let threshold = Score::new(threshold).unwrap();
                let found: BTreeMap<u32, Score> = index
                    .search(&query, threshold, |_| true)
                    .iter()
                    .map(|found| (found.key, found.score))
                    .collect();
                let expected: BTreeMap<u32, Score> = all
                    .iter()
                    .filter(|(_, score)| **score >= threshold)
                    .map(|(key, score)| (*key, *score))
                    .collect();
                assert_eq!(found, expected, "{text} at {threshold:?}, prior {prior}");
                hits += found.len();
            }
        }
        assert!(hits > 100, "too few hits to prove anything: {hits}");
    }
}

#[test]
fn words_of_both_alphabets_and_of_digits_are_found_as_the_matcher_compares_them() {
    let texts = [
        "TARABلی Beniokan",
        "Tara Blair",
        "خدايtlLLAH Yee",
        "هدايت الله",
        "م23 حركة",
        "حركة م22",
        "M23 Movement",
        "شركة 1234567",
        "Company 1234568",
        "هاATTALAH Silmu",
    ];
    let kinds = [Kind::Person, Kind::Organisation, Kind::Other];
    let names = |text: &str| kinds.map(|kind| Name::new(text, kind));
    let listed: Vec<Name> = texts.iter().flat_map(|text| names(text)).collect();
    let matcher = Matcher::default();
    let mut builder = IndexBuilder::new();
    for (key, name) in (0..).zip(&listed) {
        builder.insert(key, name.clone());
    }
    let index = builder.build(matcher.clone());
    let threshold = Score::new(0.5).unwrap();
    for query in &listed {
        let expected: BTreeMap<u32, Score> = (0..)
            .zip(&listed)
            .map(|(key, name)| (key, matcher.score(query, name)))
            .filter(|(_, score)| *score >= threshold)
            .collect();
        for _ in 0..3 {
            let found = index.search(query, threshold, |_| true);
            let found: BTreeMap<u32, Score> =
                found.iter().map(|found| (found.key, found.score)).collect();
            assert_eq!(found, expected, "{}", query.text());
        }
    }
}

#[test]
fn an_index_of_queries_finds_those_that_would_find_a_listed_name() {
    let words = words(150);
    let asking: Vec<Name> = names(1_200, 3, &words)
        .iter()
        .map(|(text, kind)| Name::new(text, *kind))
        .collect();
    let matcher = Matcher::default();
    let mut builder = IndexBuilder::new();
    for (key, name) in (0..).zip(&asking) {
        builder.insert(key, name.clone());
    }
    let index = builder.build(matcher.clone());
    let (mut hits, mut one_way) = (0, 0);
    for (text, kind) in names(150, 4, &words).iter().chain(&names(50, 3, &words)) {
        let listed = Name::new(text, *kind);
        let threshold = Score::new(0.5).unwrap();
        let found: BTreeMap<u32, Score> = index
            .search_listed(&listed, threshold, |_| true)
            .iter()
            .map(|found| (found.key, found.score))
            .collect();
        let expected: BTreeMap<u32, Score> = (0..)
            .zip(&asking)
            .map(|(key, query)| (key, matcher.score(query, &listed)))
            .filter(|(_, score)| *score >= threshold)
            .collect();
        assert_eq!(found, expected, "{text}");
        hits += found.len();
        let asked = index.search(&listed, threshold, |_| true);
        one_way += usize::from(
            asked
                .iter()
                .map(|found| (found.key, found.score))
                .collect::<BTreeMap<_, _>>()
                != found,
        );
    }
    assert!(
        hits > 100 && one_way > 10,
        "{hits} hits, {one_way} of them one way only: too few to prove anything"
    );
}
