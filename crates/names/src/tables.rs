//! The tables that are compiled in, as they lie in `data/`.

/// Everything learned that a score rests on, as (file, text): with the code of this version they make every score what it is. To be
/// kept, or digested, by whoever must say later by which weights names were compared.
///
/// ```
/// assert!(mithaq_names::tables().iter().any(|(file, text)| *file == "weights.tsv" && text.contains("half\t")));
/// ```
pub const fn tables() -> [(&'static str, &'static str); 4] {
    [
        ("confusions.tsv", include_str!("../data/confusions.tsv")),
        ("lexicon.tsv", include_str!("../data/lexicon.tsv")),
        ("rarity.tsv", include_str!("../data/rarity.tsv")),
        ("weights.tsv", include_str!("../data/weights.tsv")),
    ]
}
