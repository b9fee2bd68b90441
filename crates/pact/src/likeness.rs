//! How alike two texts are as texts: how much of the shorter one stands in the longer one.
//!
//! A text is the set of its runs of five characters, accents, Arabic vowel signs and the variants of alef, yeh and ta
//! marbuta aside. Runs of characters, not words, so that an ending, an article or a prefix that Arabic writes into the
//! word costs little; the share of the *shorter* one, so that a copy with something added is still one.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters in a run.
const RUN: usize = 5;
/// Fewer runs than these say too little to be a copy of anything.
const FEWEST_RUNS: usize = 20;
/// From this share up, in percent, one text is a near-copy of the other: see the tests, which hold copies and
/// independent reports of one event in three languages.
const NEAR: usize = 60;

/// How often a text looks at another at most, by its rarest runs first: no file makes every text meet every other.
const MOST_LOOKS: usize = 1 << 15;
/// A text is compared with no more others than these: those with which it shares most of its rarest runs.
const MOST_MET: usize = 256;

/// The runs of a text, ascending, each once: a character in 21 bits, so that no two runs are one number.
type Runs = Vec<u128>;

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
    let number = |run: &[char]| run.iter().fold(0, |sum, c| sum << 21 | u128::from(*c));
    let mut runs: Runs = folded.windows(RUN).map(number).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// How many runs two texts share.
fn shared(one: &[u128], other: &[u128]) -> usize {
    let (mut n, mut m, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(n), other.get(m)) {
        n += usize::from(a <= b);
        m += usize::from(b <= a);
        count += usize::from(a == b);
    }
    count
}

/// The pairs of texts of which one is a near-copy of the other, with the share in percent, each pair in the order given.
///
/// Without comparing all with all: two texts that share so much share one of the rarest runs of the shorter one. Exact
/// where these runs are held by others no more than 32,768 times together, and by no more than 256 others; past that, whoever
/// shares most of them is compared.
pub(crate) fn near_copies(texts: &[&str]) -> Vec<(usize, usize, usize)> {
    let texts: Vec<Runs> = texts.iter().map(|text| runs(text)).collect();
    let telling = || {
        texts
            .iter()
            .enumerate()
            .filter(|(_, r)| r.len() >= FEWEST_RUNS)
    };
    let mut held: Vec<(u128, usize)> = telling()
        .flat_map(|(n, runs)| runs.iter().map(move |run| (*run, n)))
        .collect();
    held.sort_unstable();
    let holders = |run: u128| {
        let from = held.partition_point(|(other, _)| *other < run);
        let to = held.partition_point(|(other, _)| *other <= run);
        held.get(from..to).unwrap_or_default()
    };
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut seen = vec![0_usize; texts.len()];
    for (n, short) in telling() {
        let mut by_rarity: Vec<&[(u128, usize)]> = short.iter().map(|run| holders(*run)).collect();
        by_rarity.sort_by_key(|holders| holders.len());
        // Whoever shares NEAR percent misses fewer than the rest: one of these it has.
        let probes = short.len() - needed(short.len()) + 1;
        let mut looks = 0;
        let mut met: Vec<usize> = Vec::new();
        for holders in by_rarity.into_iter().take(probes) {
            looks += holders.len();
            if looks > MOST_LOOKS.max(holders.len()) {
                break;
            }
            for (_, other) in holders {
                if let Some(times) = seen.get_mut(*other) {
                    if *times == 0 {
                        met.push(*other);
                    }
                    *times += 1;
                }
            }
        }
        let times = |other: &usize| seen.get(*other).copied().unwrap_or_default();
        met.sort_unstable_by_key(|other| (std::cmp::Reverse(times(other)), *other));
        for other in &met {
            if let Some(times) = seen.get_mut(*other) {
                *times = 0;
            }
        }
        for other in met.into_iter().take(MOST_MET) {
            let Some(long) = texts.get(other).filter(|_| other != n) else {
                continue;
            };
            if long.len() < short.len() {
                continue;
            }
            let shared = shared(short, long);
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
    use std::collections::BTreeSet;

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
                let shared = shared(one, other);
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
        assert!(pairs.len() <= 3000 * MOST_MET);
        let joined: BTreeSet<usize> = pairs.iter().map(|(_, second, _)| *second).collect();
        assert_eq!(joined.len(), 2999, "each but the first has one before it");
    }

    #[test]
    fn a_copy_is_found_among_thousands_that_share_all_its_words() {
        let words = "algeria minister border convoy garrison envoy talks crossing fuel trucks aircraft spring village \
                     council army officer source report agency daily send refuse accept train funding route desert night";
        let words: Vec<&str> = words.split_whitespace().collect();
        // A small, fixed generator: the texts are the same on every run.
        let mut state = 7_u64;
        let mut text = |_| {
            let mut chosen = Vec::new();
            for _ in 0..60 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                chosen.push(words[usize::try_from(state >> 33).unwrap() % words.len()]);
            }
            chosen.join(" ")
        };
        let mut texts: Vec<String> = (0..1500).map(&mut text).collect();
        // Its sentences in another order.
        let (first, rest) = texts[1400].split_at(200);
        let turned = format!("{rest}. {first}");
        texts.push(turned);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = near_copies(&texts);
        assert!(
            found
                .iter()
                .any(|(first, second, _)| (*first, *second) == (1400, 1500)),
            "{found:?}"
        );
    }

    #[test]
    fn a_text_too_short_to_say_anything_is_a_copy_of_nothing() {
        assert_eq!(near_copies(&["", "T", "T", "yes", "🙂🙂🙂"]), []);
    }
}
