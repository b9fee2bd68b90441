//! Makes `data/training/listed_names.tsv`, the list that weights are fitted on:
//! `cargo run --release -p mithaq-names --example listed_names -- OFAC_FOLDER UN.ftm.json`.
//!
//! Persons and organisations of OFAC's `sdn.csv` and `alt.csv`, without everybody who is on the United Nations' list too: that one is what the
//! engine is measured on. Who is on both is told by any name with the same words, in whatever order.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use mithaq_names::normalise;

/// Names of one entity, its primary name first, at most.
const NAMES: usize = 6;
/// Of the narcotics programmes, one in so many is enough.
const FEW: usize = 5;
const HEADING: &str = "# Persons (P) and organisations (O) of OFAC's SDN list (July 2021; public domain), without those that are on the United Nations' \
list, too, and with few of the narcotics programmes': kind, primary name, up to five others. Made by the example `listed_names`.\n";

struct Entity {
    kind: char,
    names: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [ofac, un] = &arguments[..] else {
        return Err("usage: listed_names OFAC_FOLDER UN.ftm.json".into());
    };
    let elsewhere = names_of_un(&fs::read_to_string(un)?)?;
    let mut table = HEADING.to_owned();
    for entity in read_ofac(Path::new(ofac))?.values() {
        let is_elsewhere = |name: &String| elsewhere.contains(&words_of(name));
        if !entity.names.iter().any(is_elsewhere) {
            let names: Vec<&str> = entity
                .names
                .iter()
                .take(NAMES)
                .map(|name| name.trim())
                .collect();
            writeln!(table, "{}\t{}", entity.kind, names.join("\t"))?;
        }
    }
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/training/listed_names.tsv");
    fs::write(out, table)?;
    Ok(())
}

/// Nearly a third of OFAC's persons are of these programmes, most of them Latin American families.
fn is_narcotics(programmes: &str) -> bool {
    ["SDNTK", "SDNT", "TCO"].contains(&programmes.trim())
}

fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = normalise(name).split(' ').map(Into::into).collect();
    words.sort();
    words
}

fn names_of_un(lines: &str) -> Result<HashSet<Vec<String>>, Box<dyn Error>> {
    let mut names = HashSet::new();
    for line in lines.lines() {
        let entity: serde_json::Value = serde_json::from_str(line)?;
        for property in ["name", "alias", "weakAlias"] {
            let values = entity["properties"][property].as_array();
            let texts = values
                .into_iter()
                .flatten()
                .filter_map(|value| value.as_str());
            names.extend(texts.map(words_of));
        }
    }
    Ok(names)
}

/// By OFAC's own number.
fn read_ofac(folder: &Path) -> Result<BTreeMap<u64, Entity>, Box<dyn Error>> {
    let mut entities: BTreeMap<u64, Entity> = BTreeMap::new();
    let mut narcotics = 0;
    for row in rows(&folder.join("sdn.csv"))? {
        let [number, name, kind, programmes, ..] = &row[..] else {
            continue;
        };
        if is_narcotics(programmes) {
            narcotics += 1;
            if narcotics % FEW != 0 {
                continue;
            }
        }
        let kind = match kind.trim() {
            "individual" => 'P',
            "-0-" => 'O',
            _ => continue,
        };
        let names = vec![name.clone()];
        entities.insert(number.trim().parse()?, Entity { kind, names });
    }
    for row in rows(&folder.join("alt.csv"))? {
        let [number, _, _, name, ..] = &row[..] else {
            continue;
        };
        if let Some(entity) = entities.get_mut(&number.trim().parse()?) {
            entity.names.push(name.clone());
        }
    }
    Ok(entities)
}

/// The rows that have several columns: the files end with a mark.
fn rows(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)?;
    let mut rows = Vec::new();
    for row in reader.byte_records() {
        let row: Vec<String> = row?
            .iter()
            .map(|column| String::from_utf8_lossy(column).into_owned())
            .collect();
        rows.extend((row.len() > 2).then_some(row));
    }
    Ok(rows)
}
