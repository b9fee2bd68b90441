//! Makes the tables that are compiled in: `cargo run --release -p mithaq-names --example train` writes
//! `data/confusions.tsv` and `data/rarity.tsv` from `data/training/`.

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let read = |name: &str| fs::read_to_string(data.join("training").join(name));
    let wikidata = read("wikidata_en_ar.tsv")?;
    let confusions = mithaq_names::training::confusions(&wikidata, &read("google_ar_en.tsv")?);
    fs::write(data.join("confusions.tsv"), confusions)?;
    let rarity = mithaq_names::training::rarity(&wikidata, &read("listed_person_words.tsv")?);
    fs::write(data.join("rarity.tsv"), rarity)
}
