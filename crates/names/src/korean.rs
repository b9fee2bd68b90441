//! Korean names, which every system romanises otherwise: 정철 is Chŏng Ch'ŏl, Jong Chol, Jeong Cheol.
//!
//! A word made of Korean syllables has one spelling here for all of them (McCune–Reischauer, the Revised system, the North's own, English
//! habits). Marks that tell syllables apart in one system are lost in another, and so some that differ are one here. But two words of Korean names
//! with other consonants here are two, however near their letters: Myong is no typing error for Yong.

/// How a syllable begins in any of the systems, and here. Longest first.
const ONSETS: [(&str, &str); 22] = [
    ("kk", "k"),
    ("tt", "t"),
    ("pp", "p"),
    ("jj", "ch"),
    ("ch", "ch"),
    ("sh", "s"),
    ("ss", "s"),
    ("rh", "r"),
    ("g", "k"),
    ("k", "k"),
    ("d", "t"),
    ("t", "t"),
    ("b", "p"),
    ("p", "p"),
    ("j", "ch"),
    ("s", "s"),
    ("r", "r"),
    ("l", "r"),
    ("n", "n"),
    ("m", "m"),
    ("h", "h"),
    ("", ""),
];

/// Its vowel. Longest first: a vowel with a glide before it, then one without.
const VOWELS: [(&str, &str); 32] = [
    ("yeo", "yo"),
    ("you", "yo"),
    ("yoo", "yu"),
    ("yae", "ye"),
    ("weo", "wo"),
    ("wae", "we"),
    ("woo", "u"),
    ("eui", "i"),
    ("ya", "ya"),
    ("ye", "ye"),
    ("yo", "yo"),
    ("yu", "yu"),
    ("wa", "wa"),
    ("we", "we"),
    ("wi", "wi"),
    ("wo", "wo"),
    ("wu", "u"),
    ("ae", "e"),
    ("ai", "e"),
    ("eo", "o"),
    ("eu", "u"),
    ("oe", "e"),
    ("oi", "e"),
    ("oo", "u"),
    ("ou", "u"),
    ("ui", "i"),
    ("ee", "i"),
    ("a", "a"),
    ("e", "e"),
    ("i", "i"),
    ("o", "o"),
    ("u", "u"),
];

/// Its end, if it has one. Longest first.
const CODAS: [(&str, &str); 12] = [
    ("ng", "ng"),
    ("k", "k"),
    ("g", "k"),
    ("n", "n"),
    ("t", "t"),
    ("d", "t"),
    ("l", "l"),
    ("r", "l"),
    ("m", "m"),
    ("p", "p"),
    ("b", "p"),
    ("h", ""),
];

/// Family names, as they are spelt here: nine in ten Koreans bear one of them.
const FAMILIES: [&str; 62] = [
    "kim", "pak", "ri", "i", "che", "chong", "kang", "cho", "yun", "yon", "chang", "im", "rim",
    "o", "han", "sin", "so", "kwon", "hwang", "an", "song", "ryu", "yu", "chon", "hong", "ko",
    "mun", "son", "yang", "pe", "pek", "ho", "nam", "sim", "no", "ro", "ha", "chu", "ku", "kwak",
    "u", "min", "na", "ra", "chin", "chi", "om", "won", "to", "pang", "kong", "hyon", "ham",
    "ryom", "yom", "ok", "te", "ki", "pan", "kil", "myong", "paeng",
];

/// Words that link elsewhere and are Korean syllables.
pub(crate) const LINKS: [&str; 7] = ["son", "in", "an", "on", "to", "do", "i"];

/// Words of a Korean name: the family's, and one or two more.
const WORDS: std::ops::RangeInclusive<usize> = 2..=3;
/// Syllables of a given name written as one word.
const SYLLABLES: usize = 2;

/// Whether a Korean family name stands first or last, as it does where another word is mistyped.
pub(crate) fn has_family(words: &[&str]) -> bool {
    let is_family = |word: Option<&&str>| {
        let spelt = word.and_then(|word| spelling(word));
        spelt.is_some_and(|word| FAMILIES.contains(&word.as_str()))
    };
    WORDS.contains(&words.len()) && (is_family(words.first()) || is_family(words.last()))
}

/// The one spelling of each word, if all of them together are a Korean name.
pub(crate) fn spellings(words: &[&str]) -> Option<Vec<String>> {
    if !has_family(words) {
        return None;
    }
    words.iter().map(|word| spelling(word)).collect()
}

/// The word's one spelling, if it is made of Korean syllables.
fn spelling(word: &str) -> Option<String> {
    match word {
        // The commonest names as English has them.
        "lee" | "yi" | "rhee" | "li" | "ree" => return Some("ri".to_owned()),
        "park" => return Some("pak".to_owned()),
        _ => {}
    }
    syllables(word, SYLLABLES)
}

/// So many syllables at most, to the word's end. What can go with either syllable goes with the second.
fn syllables(word: &str, most: usize) -> Option<String> {
    let most = most.checked_sub(1)?;
    for (onset, onset_here) in ONSETS {
        let Some(rest) = word.strip_prefix(onset) else {
            continue;
        };
        for (vowel, vowel_here) in VOWELS {
            let Some(rest) = rest.strip_prefix(vowel) else {
                continue;
            };
            let begun = format!("{onset_here}{vowel_here}");
            if rest.is_empty() {
                return Some(begun);
            }
            if let Some(next) = syllables(rest, most).filter(|_| !starts_with_vowel(rest)) {
                return Some(format!("{begun}{next}"));
            }
            for (coda, coda_here) in CODAS {
                let Some(rest) = rest.strip_prefix(coda) else {
                    continue;
                };
                if rest.is_empty() {
                    return Some(format!("{begun}{coda_here}"));
                }
                if let Some(next) = syllables(rest, most) {
                    return Some(format!("{begun}{coda_here}{next}"));
                }
            }
        }
    }
    None
}

fn starts_with_vowel(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_spells_a_syllable_alike_here() {
        for spelt in [
            ["chong chol", "jong chol", "jeong cheol"],
            ["kim yong nam", "gim yeong nam", "kim young nam"],
            ["ri je son", "lee che son", "rhee jeseon"],
            ["choe ryong su", "choi ryong soo", "choe ryongsu"],
            ["pak to chun", "park do chun", "bak dochun"],
            ["chon myong kuk", "jon myong guk", "jeon myeongguk"],
        ] {
            let joined = spelt.map(|name| {
                let words: Vec<&str> = name.split(' ').collect();
                spellings(&words).map(|words| words.concat())
            });
            assert!(joined[0].is_some(), "{spelt:?}");
            assert_eq!(joined[0], joined[1], "{spelt:?}");
            assert_eq!(joined[0], joined[2], "{spelt:?}");
        }
    }

    #[test]
    fn names_of_other_peoples_are_no_korean_ones() {
        for name in [
            "mohamed ali",
            "ali hassan",
            "djamel akkacha",
            "jean lubanga",
            "abu hamza",
            "kim philby",
            "maria gomez",
            "ivan petrov",
            "amin khan",
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            assert_eq!(spellings(&words), None, "{name}");
        }
    }
}
