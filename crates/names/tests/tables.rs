//! Tables of another day, read in place of those compiled in.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use mithaq_names::{IndexBuilder, Kind, Matcher, Name, Score, TableError, Tables, tables};

const NAMES: [(&str, Kind); 8] = [
    ("Mokhtar Belmokhtar", Kind::Person),
    ("مختار بلمختار", Kind::Person),
    ("Khaled Abou el Abbas", Kind::Person),
    ("خالد أبو العباس", Kind::Person),
    ("Al-Qaida in the Islamic Maghreb", Kind::Organisation),
    ("تنظيم القاعدة في بلاد المغرب الإسلامي", Kind::Organisation),
    ("Haji Mohammed Trading Company Ltd", Kind::Other),
    ("Djamel Belmokhtar", Kind::Person),
];

fn files() -> BTreeMap<String, String> {
    let owned = tables().map(|(file, text)| (file.to_owned(), text.to_owned()));
    owned.into()
}

fn read(files: &BTreeMap<String, String>) -> Result<Tables, TableError> {
    let texts = files.iter();
    Tables::read(texts.map(|(file, text)| (file.as_str(), text.as_str())))
}

fn altered(file: &str, from: &str, to: &str) -> BTreeMap<String, String> {
    let mut files = files();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    *text = text.replacen(from, to, 1);
    files
}

fn scores(tables: &Tables) -> Vec<Score> {
    let matcher = Matcher::from_tables(tables);
    let names = NAMES.map(|(text, kind)| Name::new_in(tables, text, kind));
    let pairs = names
        .iter()
        .flat_map(|one| names.iter().map(move |other| (one, other)));
    pairs
        .map(|(one, other)| matcher.score(one, other))
        .collect()
}

#[test]
fn tables_read_back_give_the_same_scores() {
    assert_eq!(scores(&read(&files()).unwrap()), scores(Tables::compiled()));
    let names = NAMES.map(|(text, kind)| Name::new(text, kind));
    let matcher = Matcher::default();
    let by_default: Vec<Score> = names
        .iter()
        .flat_map(|one| names.iter().map(|other| matcher.score(one, other)))
        .collect();
    assert_eq!(scores(Tables::compiled()), by_default);
}

#[test]
fn each_table_altered_gives_other_scores() {
    for (file, from, to) in [
        ("weights.tsv", "score_99\t", "score_99\t1"),
        ("confusions.tsv", "kh\tخ\t0", "kh\tخ\t290"),
        ("lexicon.tsv", "مغرب المغرب", "غرب الغرب"),
        ("rarity.tsv", "*\t100000", "*\t1000"),
        ("listed_organisation_words.tsv", "islamic\t", "islamic\t999"),
    ] {
        let then = read(&altered(file, from, to)).unwrap();
        assert_ne!(scores(&then), scores(Tables::compiled()), "{file}");
    }
}

#[test]
fn an_index_goes_by_its_matchers_tables() {
    let then = read(&altered("weights.tsv", "score_30\t", "score_30\t-")).unwrap();
    let query = Name::new_in(&then, "بلمختار مختار", Kind::Person);
    let matcher = Matcher::from_tables(&then).at_prior(0.3);
    let mut builder = IndexBuilder::new();
    for (key, (text, kind)) in (0..).zip(NAMES) {
        builder.insert(key, Name::new_in(&then, text, kind));
    }
    let index = builder.build(matcher.clone());
    let found = index.search(&query, Score::new(0.5).unwrap(), |_| true);
    assert!(found.len() > 1);
    for found in found {
        let (text, kind) = NAMES[found.key as usize];
        let listed = Name::new_in(&then, text, kind);
        assert_eq!(found.score, matcher.score(&query, &listed), "{text}");
        assert_eq!(found.score, index.compare(&query, &found).score, "{text}");
    }
}

/// The error's words: they are what a person mends a table by.
fn refused(files: &BTreeMap<String, String>) -> String {
    read(files).unwrap_err().to_string()
}

#[test]
fn a_broken_line_is_refused_with_its_file_and_number() {
    for (file, from, to, message) in [
        (
            "weights.tsv",
            "query_lacks_given\t",
            "query_lacks_given\tx",
            "weights.tsv, line 2: found \"query_lacks_given\\tx",
        ),
        (
            "weights.tsv",
            "query_lacks_given\t",
            "query_lacks_given\t-",
            "expected a whole number from 0 to 100000",
        ),
        (
            "weights.tsv",
            "query_lacks_given",
            "query_lacks_gift",
            "weights.tsv: expected a line `query_lacks_given`",
        ),
        (
            "weights.tsv",
            "\nbeyond",
            "\nluck\t1\nbeyond",
            "expected a weight that this version knows",
        ),
        (
            "weights.tsv",
            "\nscore_30",
            "\nbeyond\t1\nscore_30",
            "expected each weight once",
        ),
        (
            "weights.tsv",
            "score_50\t",
            "score_50\t-",
            "expected a whole number from ",
        ),
        (
            "confusions.tsv",
            "tch\tش",
            "tch\tvoilà",
            "confusions.tsv, line 3: found \"tch\\tvoilà",
        ),
        (
            "confusions.tsv",
            "sch\tش\t",
            "sch\tش\t1.",
            "confusions.tsv, line 4: ",
        ),
        (
            "lexicon.tsv",
            "title\tmister",
            "titel\tmister",
            "lexicon.tsv, line 3: found \"titel\\tmister",
        ),
        (
            "lexicon.tsv",
            "title\tmissus\t",
            "title\tmissus ",
            "lexicon.tsv, line 4: ",
        ),
        (
            "rarity.tsv",
            "*\t100000",
            "*\tNaN",
            "rarity.tsv, line 2: found \"*\\tNaN\", expected a word, a tab and a number",
        ),
        (
            "rarity.tsv",
            "*\t100000\n",
            "",
            "rarity.tsv: expected a line `*`",
        ),
        (
            "listed_organisation_words.tsv",
            "\n1\t",
            "\n2\t",
            "listed_organisation_words.tsv, line 3: found \"2\\t6\", expected each word once",
        ),
    ] {
        let refused = refused(&altered(file, from, to));
        assert!(refused.contains(message), "{file}: {refused}");
    }
}

#[test]
fn a_file_that_is_missing_unknown_or_twice_there_is_refused() {
    let mut short = files();
    short.remove("rarity.tsv");
    assert_eq!(
        read(&short).unwrap_err(),
        TableError::FileMissing("rarity.tsv")
    );
    let mut long = files();
    long.insert("rarity.csv".to_owned(), String::new());
    assert_eq!(
        read(&long).unwrap_err(),
        TableError::UnknownFile("rarity.csv".to_owned())
    );
    let twice = tables().into_iter().chain(tables());
    assert_eq!(
        Tables::read(twice).unwrap_err(),
        TableError::FileTwice("confusions.tsv")
    );
}
