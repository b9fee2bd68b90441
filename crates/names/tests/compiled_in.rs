//! The tables that are compiled in are what the committed program makes of the committed data.

use mithaq_names::{CALIBRATED_PRIOR, calibration, training};

const WIKIDATA: &str = include_str!("../data/training/wikidata_en_ar.tsv");

#[test]
fn the_confusion_costs_are_what_training_makes() {
    let made = training::confusions(WIKIDATA, include_str!("../data/training/google_ar_en.tsv"));
    assert!(
        made == include_str!("../data/confusions.tsv"),
        "run `cargo run --release -p mithaq-names --example train`"
    );
}

#[test]
fn the_rarities_are_what_counting_makes() {
    let made = training::rarity(
        WIKIDATA,
        include_str!("../data/training/listed_person_words.tsv"),
    );
    assert!(
        made == include_str!("../data/rarity.tsv"),
        "run `cargo run --release -p mithaq-names --example train`"
    );
}

#[test]
fn the_weights_are_what_fitting_makes() {
    let made =
        calibration::weights(include_str!("../data/training/listed_names.tsv"), WIKIDATA).unwrap();
    assert_eq!(
        made,
        include_str!("../data/weights.tsv"),
        "run `cargo run --release -p mithaq-names --example calibrate`"
    );
}

#[test]
fn the_calibrated_prior_is_that_of_the_queries_fitted_on() {
    let screenings =
        calibration::screenings(include_str!("../data/training/listed_names.tsv"), WIKIDATA);
    let asked = screenings.iter().flat_map(|screening| &screening.asked);
    let fitted_on = asked.filter(|asked| !asked.held_out);
    let (named, all) = fitted_on.fold((0, 0), |(named, all), asked| {
        (named + u32::from(asked.right.is_some()), all + 1)
    });
    let prior = f64::from(named) / f64::from(all);
    assert!((prior - CALIBRATED_PRIOR).abs() < 0.01, "{prior}");
}
