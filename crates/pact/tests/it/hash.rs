//! The hash is of what was agreed, not of how the file is laid out.

use std::path::Path;

use mithaq_pact::{Pact, PactHash};
use proptest::prelude::*;

use crate::scene::{Dice, STANCES, Scene, parsed};

fn real() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    std::fs::read_to_string(path).unwrap()
}

fn hash(text: &str) -> PactHash {
    *Pact::parse("p.toml", text).unwrap().hash()
}

#[test]
fn comments_blank_lines_and_the_order_of_tables_do_not_matter() {
    let real = real();
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in real.lines() {
        if line.starts_with('[') && !line.starts_with("[[") {
            blocks.push(Vec::new());
        }
        if !line.trim_start().starts_with('#') && !line.trim().is_empty() {
            blocks.last_mut().unwrap().push(line);
        }
    }
    blocks.reverse();
    let turned: String = blocks
        .into_iter()
        .flatten()
        .flat_map(|line| [line, "  # said again\n\n"])
        .collect();
    assert_eq!(hash(&turned), hash(&real));
}

#[test]
fn lists_that_are_sets_may_be_written_in_any_order_or_as_one_string() {
    let real = real();
    let turned = real.replace(
        "members = [\"ml\", \"mr\", \"ne\"]",
        "members = [\"ne\", \"ml\", \"mr\"]",
    );
    assert_ne!(turned, real);
    assert_eq!(hash(&turned), hash(&real));
}

#[test]
fn every_word_of_a_text_matters() {
    let real = real();
    let mut hashes = std::collections::BTreeSet::from([hash(&real)]);
    let lines: Vec<&str> = real.lines().collect();
    let texts = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.starts_with("text.en = \""));
    let mut changed = 0;
    for (n, line) in texts.step_by(4) {
        let mut copy = lines.clone();
        let other = line.replacen("text.en = \"", "text.en = \"Not: ", 1);
        copy[n] = &other;
        hashes.insert(hash(&copy.join("\n")));
        changed += 1;
    }
    assert!(changed > 5);
    assert_eq!(hashes.len(), changed + 1);
}

#[test]
fn a_hash_reads_back_as_written() {
    let hash = hash(&real());
    assert_eq!(hash.to_string().parse(), Ok(hash));
    assert!("ABC".parse::<PactHash>().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_change_of_a_clause_changes_it(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let scene = Scene::random(dice);
        let mut changed = scene.clone();
        prop_assume!(!scene.clauses.is_empty());
        let n = dice.below(scene.clauses.len());
        let clause = &mut changed.clauses[n];
        match dice.below(7) {
            0 => clause.stance = STANCES[(STANCES.iter().position(|s| *s == clause.stance).unwrap() + 1) % 3],
            1 => clause.from += if clause.until.is_none_or(|u| u > clause.from) { 1 } else { 0 },
            2 => clause.until = match clause.until { None => Some(12), Some(_) => None },
            3 => clause.all = vec![if clause.all == ["jp"] { "ly" } else { "jp" }.to_owned()],
            4 => clause.partner = match &clause.partner { None => Some(vec!["fr".to_owned()]), Some(_) => None },
            5 => clause.mode = match &clause.mode { None => Some(vec!["by-air".to_owned()]), Some(_) => None },
            _ => clause.to = match &clause.to { None => Some(vec!["sy".to_owned()]), Some(_) => None },
        }
        prop_assume!(changed.toml() != scene.toml());
        let Some(old) = parsed(&scene) else { return Ok(()); };
        // A month or a stance changed by itself may leave the time its member had joined: then there is no new pact.
        let new = Pact::parse("scene.toml", &changed.toml());
        prop_assume!(new.is_ok());
        let new = new.unwrap();
        prop_assert_ne!(old.hash(), new.hash());
    }
}
