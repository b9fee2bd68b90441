//! How alike two texts are as texts: how much of the shorter one stands in the longer one.
//!
//! A text is the set of its runs of five characters, accents, Arabic vowel signs and the variants of alef, yeh and ta
//! marbuta aside. Runs of characters, not words, so that an ending, an article or a prefix that Arabic writes into the
//! word costs little; the share of the *shorter* one, so that a copy with something added is still one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters in a run.
const RUN: usize = 5;
/// Fewer runs than these say too little to be a copy of anything.
const FEWEST_RUNS: usize = 20;
/// From this share up, in percent, one text is a near-copy of the other: see the tests, which hold copies and
/// independent reports of one event in three languages.
const NEAR: usize = 60;

/// Of a run that more texts hold than these, only so many are looked at: no file makes every text meet every other.
const MOST_HOLDERS: usize = 64;

/// The runs of a text.
type Runs = BTreeSet<String>;

fn runs(text: &str) -> Runs {
    let mut folded: Vec<char> = Vec::new();
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && *c != '\u{640}')
    {
        if !c.is_alphanumeric() {
            if folded.last().is_some_and(|last| *last != ' ') {
                folded.push(' ');
            }
            continue;
        }
        let c = match c {
            'ى' | 'ی' => 'ي',
            'ة' => 'ه',
            'ک' => 'ك',
            other => other,
        };
        folded.extend(c.to_lowercase());
    }
    folded
        .windows(RUN)
        .map(|run| run.iter().collect())
        .collect()
}

/// The pairs of texts of which one is a near-copy of the other, with the share in percent, each pair in the order given.
///
/// Without comparing all with all: two texts that share so much share one of the rarest runs of the shorter one. Exact
/// where no such run is held by more than 64 texts; among more, a text meets 64 of them.
pub(crate) fn near_copies(texts: &[&str]) -> Vec<(usize, usize, usize)> {
    let texts: Vec<Runs> = texts.iter().map(|text| runs(text)).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, runs) in texts
        .iter()
        .enumerate()
        .filter(|(_, r)| r.len() >= FEWEST_RUNS)
    {
        for run in runs {
            holders.entry(run).or_default().push(n);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (n, short) in texts
        .iter()
        .enumerate()
        .filter(|(_, r)| r.len() >= FEWEST_RUNS)
    {
        let mut by_rarity: Vec<&Vec<usize>> = short
            .iter()
            .filter_map(|run| holders.get(run.as_str()))
            .collect();
        by_rarity.sort_by_key(|holders| holders.len());
        // Whoever shares NEAR percent misses fewer than the rest: one of these it has.
        let probes = short.len() - needed(short.len()) + 1;
        let candidates: BTreeSet<usize> = by_rarity
            .into_iter()
            .take(probes)
            .flat_map(|holders| holders.iter().take(MOST_HOLDERS))
            .copied()
            .collect();
        for other in candidates {
            let Some(long) = texts.get(other).filter(|_| other != n) else {
                continue;
            };
            if long.len() < short.len() {
                continue;
            }
            let shared = short.intersection(long).count();
            if shared >= needed(short.len()) {
                pairs.insert((n.min(other), n.max(other)), 100 * shared / short.len());
            }
        }
    }
    pairs
        .into_iter()
        .map(|((first, second), share)| (first, second, share))
        .collect()
}

/// How many runs a near-copy shares with a text of so many.
const fn needed(runs: usize) -> usize {
    (NEAR * runs).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Copies of one report: a word changed, a clause added, an order turned, in three languages.
    const COPIES: [(&str, &str); 7] = [
        (
            "Algeria will send trucks and fuel to the garrisons along the northern border before the end of the month.",
            "According to a source, Algeria will send trucks and fuel to garrisons along the northern border before the month ends.",
        ),
        (
            "The minister denied that any aircraft had crossed into Libya during the night of Tuesday.",
            "The minister denied on Wednesday that aircraft had crossed into Libya during Tuesday night.",
        ),
        (
            "L’Algérie enverra des camions et du carburant aux garnisons de la frontière nord avant la fin du mois.",
            "Avant la fin du mois, l’Algérie enverra camions et carburant aux garnisons de la frontière nord.",
        ),
        (
            "Le ministre a démenti que des avions aient survolé la Libye dans la nuit de mardi.",
            "Selon un quotidien, le ministre a démenti que des avions aient survolé la Libye mardi dans la nuit.",
        ),
        (
            "سترسل الجزائر شاحنات ووقودا إلى الحاميات على الحدود الشمالية قبل نهاية الشهر.",
            "أفاد مصدر بأن الجزائر سترسل شاحنات ووقوداً إلى الحاميات المنتشرة على الحدود الشمالية قبل نهاية هذا الشهر.",
        ),
        (
            "نفى الوزير أن تكون طائرات قد عبرت إلى ليبيا ليلة الثلاثاء.",
            "نفى الوزيرُ أمس أن تكون أي طائرات قد عبرت الى ليبيا ليله الثلاثاء.",
        ),
        (
            "The two sides agreed to open the crossing to food convoys twice a week under joint guard.",
            "The two sides did not agree to open the crossing to food convoys twice a week under joint guard.",
        ),
    ];

    /// Two reports of one matter, each in its own words.
    const REPORTS: [(&str, &str); 6] = [
        (
            "Algeria will send trucks and fuel to the garrisons along the northern border before the end of the month.",
            "Garrisons in the north are to receive Algerian vehicles and supplies within weeks, an officer in Bamako said.",
        ),
        (
            "The minister denied that any aircraft had crossed into Libya during the night of Tuesday.",
            "No Algerian plane has entered Libyan airspace, the foreign ministry stated after reports of overflights.",
        ),
        (
            "L’Algérie enverra des camions et du carburant aux garnisons de la frontière nord avant la fin du mois.",
            "Des véhicules algériens sont attendus d’ici quelques semaines dans les postes du nord du Mali.",
        ),
        (
            "سترسل الجزائر شاحنات ووقودا إلى الحاميات على الحدود الشمالية قبل نهاية الشهر.",
            "من المنتظر أن تصل آليات جزائرية إلى مواقع الجيش في شمال مالي خلال أسابيع، بحسب ضابط.",
        ),
        (
            "Algeria refuses any direct military intervention of its own in northern Mali and in Libya.",
            "Algeria refuses to fund any military operation, wherever it takes place.",
        ),
        (
            "نفى الوزير أن تكون طائرات قد عبرت إلى ليبيا ليلة الثلاثاء.",
            "لم تدخل أي طائرة جزائرية الأجواء الليبية، حسب بيان للخارجية.",
        ),
    ];

    #[test]
    fn copies_are_found_and_reports_in_other_words_are_not() {
        for (one, other) in COPIES {
            assert_eq!(near_copies(&[one, other]).len(), 1, "{one}\n{other}");
        }
        for (one, other) in REPORTS {
            assert_eq!(near_copies(&[one, other]), [], "{one}\n{other}");
        }
    }

    #[test]
    fn the_index_finds_what_comparing_all_with_all_finds() {
        let texts: Vec<&str> = COPIES
            .iter()
            .chain(&REPORTS)
            .flat_map(|(one, other)| [*one, *other])
            .collect();
        let runs: Vec<Runs> = texts.iter().map(|text| runs(text)).collect();
        let mut all = Vec::new();
        for (n, one) in runs.iter().enumerate() {
            for (m, other) in runs.iter().enumerate().skip(n + 1) {
                let short = one.len().min(other.len());
                let shared = one.intersection(other).count();
                if short >= FEWEST_RUNS && shared >= needed(short) {
                    all.push((n, m, 100 * shared / short));
                }
            }
        }
        assert_eq!(near_copies(&texts), all);
    }

    #[test]
    fn one_text_many_times_over_is_joined_without_comparing_all_with_all() {
        let texts = vec![COPIES[0].0; 3000];
        let pairs = near_copies(&texts);
        assert!(pairs.len() <= 3000 * MOST_HOLDERS);
        let joined: BTreeSet<usize> = pairs.iter().map(|(_, second, _)| *second).collect();
        assert_eq!(joined.len(), 2999, "each but the first has one before it");
    }

    #[test]
    fn a_text_too_short_to_say_anything_is_a_copy_of_nothing() {
        assert_eq!(near_copies(&["", "T", "T", "yes", "🙂🙂🙂"]), []);
    }
}
