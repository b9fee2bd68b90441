//! Habits of Arabic names in both alphabets: the article, compounds, kunyas; and how a text splits into readings.

use crate::normalise::normalise;
use crate::rarity::sound_classes;
use crate::script::is_arabic;
use crate::symbol::{APART, symbols};

/// The readings of a name: what stands outside brackets, what stands inside each, and each script by itself where two
/// are mixed.
pub(crate) fn readings(text: &str, normalised: &str) -> Vec<String> {
    let mut readings = Vec::new();
    if text.contains(['(', '[', '（']) {
        let mut outside = String::new();
        let mut inside: Vec<String> = Vec::new();
        let mut depth = 0_usize;
        for c in text.chars() {
            match c {
                '(' | '[' | '（' => {
                    depth += 1;
                    outside.push(' ');
                    inside.push(String::new());
                }
                ')' | ']' | '）' => depth = depth.saturating_sub(1),
                _ if depth == 0 => outside.push(c),
                _ => inside.last_mut().into_iter().for_each(|part| part.push(c)),
            }
        }
        let parts = std::iter::once(outside).chain(inside);
        readings.extend(
            parts
                .map(|part| normalise(&part))
                .filter(|part| part.chars().count() > 1),
        );
    }
    if readings.is_empty() {
        readings.push(family_last(text).unwrap_or_else(|| normalised.to_owned()));
    }
    readings
        .iter()
        .flat_map(|reading| by_script(reading))
        .collect()
}

/// `TURKI, Hassan Abdillahi` with the family name where it is said.
fn family_last(text: &str) -> Option<String> {
    let (family, rest) = text.split_once([',', '،'])?;
    let (family, rest) = (normalise(family), normalise(rest));
    let is_family = !family.is_empty() && family.split(' ').count() <= 2 && !rest.is_empty();
    is_family.then(|| format!("{rest} {family}"))
}

/// A name that is there twice, once in each script, gives two readings; one of which each script has a part stays whole.
fn by_script(reading: &str) -> Vec<String> {
    let is_arabic_word = |word: &&str| word.chars().any(is_arabic);
    let is_latin_word = |word: &&str| word.chars().any(|c| c.is_alphabetic() && !is_arabic(c));
    let arabic: Vec<&str> = reading.split(' ').filter(is_arabic_word).collect();
    let latin: Vec<&str> = reading.split(' ').filter(is_latin_word).collect();
    let is_twice = match (&arabic[..], &latin[..]) {
        ([], _) | (_, []) => false,
        ([one], [other]) => sound_classes(&symbols(one)) == sound_classes(&symbols(other)),
        (one, other) => one.len().abs_diff(other.len()) <= one.len().min(other.len()),
    };
    if is_twice {
        vec![latin.join(" "), arabic.join(" ")]
    } else {
        vec![reading.to_owned()]
    }
}

/// Letters of a compound's head, at most, doubled ones counted twice.
const LONGEST_HEAD: usize = 8;

/// The head of a compound in its one spelling: `abd` and `abu` make a name with the word that follows.
pub(crate) fn compound_head(word: &str) -> Option<&'static str> {
    let mut letters: Vec<char> = word.chars().take(LONGEST_HEAD).collect();
    letters.dedup();
    Some(match letters.into_iter().collect::<String>().as_str() {
        "abd" | "abdul" | "abdel" | "abdal" | "abdol" | "abdoul" | "abdur" | "abdus" | "abdil"
        | "abdou" | "abdu" | "abdour" | "abdous" | "abdoun" | "abdess" | "abder" | "abdun" => "abd",
        "عبد" | "عبدال" => "عبد",
        "abu" | "abou" | "abi" | "abo" => "abu",
        "ابو" | "ابي" | "ابا" => "ابو",
        "um" | "oum" => "um",
        "ام" => "ام",
        _ if is_abdul_mistyped(word) => "abd",
        _ => return None,
    })
}

/// Whether the word is Abdul but for one letter lost, put in, put wrong or swapped with the next. Abdula is a name of its own.
fn is_abdul_mistyped(word: &str) -> bool {
    const ABDUL: &[u8] = b"abdul";
    let word = word.as_bytes();
    if word.len().abs_diff(ABDUL.len()) > 1 || word.starts_with(ABDUL) {
        return false;
    }
    let same_before = word
        .iter()
        .zip(ABDUL)
        .take_while(|(one, other)| one == other)
        .count();
    let (word, abdul) = (&word[same_before..], &ABDUL[same_before..]);
    match (word, abdul) {
        ([_, rest @ ..], _) if rest == abdul => true,
        (_, [_, rest @ ..]) if word == rest => true,
        ([_, rest @ ..], [_, abdul @ ..]) if rest == abdul => true,
        ([one, two, rest @ ..], [first, second, abdul @ ..]) => {
            one == second && two == first && rest == abdul
        }
        _ => false,
    }
}

/// The word as it is compared: Arabic without its article, Abd-compounds without the article inside.
pub(crate) fn canonical(word: &str) -> String {
    if let Some(servant_of) = abd_compound(word) {
        return servant_of;
    }
    if word.chars().all(is_arabic) {
        return without_article(word).unwrap_or(word).to_owned();
    }
    word.to_owned()
}

/// Abdelkader, Abderrahmane, عبدالقادر: the head and what follows, without the article between.
fn abd_compound(word: &str) -> Option<String> {
    if let Some(rest) = word
        .strip_prefix("عبدال")
        .filter(|rest| rest.chars().count() >= 2)
    {
        return Some(format!("عبد{rest}"));
    }
    let rest = word.strip_prefix("abd")?;
    let rest = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    let had_vowel = rest.len() + 3 < word.len();
    let assimilated = first == second && matches!(first, 'r' | 's' | 'n' | 'd' | 't' | 'z');
    let bare = if first == 'l' || assimilated {
        &rest[1..]
    } else {
        return None;
    };
    (had_vowel && bare.len() >= 2).then(|| format!("abd{APART}{bare}"))
}

/// The word without an article written onto it, where it has one.
pub(crate) fn without_article(word: &str) -> Option<&str> {
    if let Some(rest) = word.strip_prefix("ال") {
        return (rest.chars().count() >= 2).then_some(rest);
    }
    let rest = word
        .strip_prefix("al")
        .or_else(|| word.strip_prefix("el"))
        .or_else(|| word.strip_prefix("ul"));
    if let Some(rest) = rest {
        return (rest.len() >= 3).then_some(rest);
    }
    let mut letters = word.chars();
    let (vowel, first, second) = (letters.next()?, letters.next()?, letters.next()?);
    let assimilated = matches!(vowel, 'a' | 'e') && first == second && "rsndtz".contains(first);
    (assimilated && word.len() >= 6).then(|| &word[2..])
}

/// The other way to write a word with respect to its article: Arabic words keep it here, Latin ones lose it.
pub(crate) fn other_article(word: &str) -> Option<String> {
    if word.starts_with("ال") {
        return Some(word.to_owned());
    }
    if let Some((before, after)) = word.split_once("ال") {
        // Nur al-Din written as one word.
        let is_inside = before.chars().count() >= 2 && after.chars().count() >= 2;
        return is_inside.then(|| format!("{before}{after}"));
    }
    let bare = without_article(word).filter(|bare| word.is_ascii() && bare.len() >= 3)?;
    Some(bare.to_owned())
}

/// Dhu'l-Fiqar: the article written onto the word before, where that is Dhu; as it was elsewhere.
pub(crate) fn without_linked_article(head: &str) -> &str {
    match head {
        "dhul" | "zul" | "thul" | "dhoul" | "zoul" => &head[..head.len() - 1],
        _ => head,
    }
}

/// Letters of a Somali word, at least; one less (Cali) beside another that is told by as many.
pub(crate) const SOMALI_LETTERS: usize = 4;

/// A word as it would be spelt elsewhere, in so many letters or more, were it Somali: there a c is an ain, and an x a strong h (Cumar, Maxamed).
pub(crate) fn somali(word: &str, least: usize) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |at: usize| matches!(letters.get(at), Some('a' | 'e' | 'i' | 'o' | 'u'));
    let has_ain = letters.first() == Some(&'c') && matches!(letters.get(1), Some('a' | 'u'));
    let has_strong_h = (0..letters.len()).any(|at| letters[at] == 'x' && is_vowel(at + 1));
    if !has_ain && !has_strong_h {
        return None;
    }
    let spelt = word[usize::from(has_ain)..].replace('x', "h");
    (spelt.len() >= least).then_some(spelt)
}

/// The word without an ending that is often left off: Shafiq is Shafiqullah, Akhund Akhundzada, Noor Noorzai.
pub(crate) fn without_ending(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 10] = [
        "ullah", "ollah", "zada", "zadah", "zadeh", "uddin", "udin", "oddin", "zai", "zay",
    ];
    let bare = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending));
    bare.filter(|bare| bare.len() >= 4)
}

/// Whether the word is what Russians make of a father's name: Khamatovich, Ivanovna.
pub(crate) fn is_patronymic(word: &str) -> bool {
    const ENDINGS: [&str; 5] = ["ovich", "evich", "ovna", "evna", "ovitch"];
    word.len() >= 8 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// The word with every letter read by itself, where some are read together: the `th` of Fathi is a t and an h, and a letter mistyped
/// beside another makes no pair with it.
pub(crate) fn letters_apart(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().filter(|&letter| letter != APART).collect();
    if symbols(word).len() == letters.len() {
        return None;
    }
    let mut apart = String::with_capacity(2 * letters.len());
    for (at, letter) in letters.iter().enumerate() {
        // Doubled consonants count once, still.
        let is_vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
        if at > 0 && (is_vowel || letters[at - 1] != *letter) {
            apart.push(APART);
        }
        apart.push(*letter);
    }
    Some(apart)
}
