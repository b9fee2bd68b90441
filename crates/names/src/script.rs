//! Bringing every other script to one of the two alphabets names are compared in.
//!
//! Cyrillic and Greek have tables of their own here, made for names (`х` is `kh`, `ч` is `ch`). Hebrew, an abjad,
//! goes letter by letter to Arabic, where it is treated like any unvowelled word. Han, Hangul, Kana, Thai and the rest
//! are transliterated by `any_ascii`.

use std::borrow::Cow;

use any_ascii::any_ascii_char;

/// Splits one normalised word into words of ASCII letters and digits or of Arabic letters.
///
/// Almost every word gives itself back. A run of Han or Hangul gives the family name and the rest, which is how
/// such names are spaced in Latin.
pub(crate) fn to_alphabets(word: &str) -> Vec<String> {
    if word.is_ascii() || word.chars().all(is_arabic) {
        return vec![word.to_owned()];
    }
    let mut words: Vec<String> = vec![String::new()];
    let mut syllables = 0;
    for c in greek_groups(word).chars() {
        let piece = transliterate(c);
        if is_syllabic(c) {
            syllables += 1;
            if syllables == 2 {
                words.push(String::new());
            }
        }
        if let Some(last) = words.last_mut() {
            last.push_str(&piece);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

pub(crate) fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..'\u{530}').contains(&c)
}

pub(crate) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{06FF}')
}

/// Han and Hangul, where one character is one syllable.
fn is_syllabic(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3134F}' | '\u{1100}'..='\u{11FF}'
        | '\u{AC00}'..='\u{D7FF}')
}

fn transliterate(c: char) -> String {
    if c.is_ascii_alphanumeric() || is_arabic(c) {
        return c.to_string();
    }
    if let Some(text) = cyrillic(c).or_else(|| greek(c)).or_else(|| hebrew(c)) {
        return text.to_owned();
    }
    if !(c.is_alphanumeric() || matches!(c, '\u{0900}'..='\u{17FF}' | '\u{3099}' | '\u{309A}')) {
        // Emoji have names in ASCII, too, but nobody bears them.
        return String::new();
    }
    any_ascii_char(c)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ѓ' => "g",
        'ғ' => "gh",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'җ' | 'џ' | 'ӂ' => "j",
        'з' => "z",
        'и' | 'й' | 'і' | 'ї' | 'ы' | 'ј' => "i",
        'к' | 'ќ' => "k",
        'қ' => "q",
        'л' | 'љ' => "l",
        'м' => "m",
        'н' | 'ң' | 'њ' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ү' | 'ұ' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ҳ' | 'һ' => "h",
        'ц' => "ts",
        'ч' | 'ҷ' | 'ћ' => "ch",
        'ш' => "sh",
        'щ' => "sh",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ђ' => "dj",
        'ә' => "a",
        _ => return None,
    })
}

/// Greek letters that together stand for a sound of foreign names.
fn greek_groups(word: &str) -> Cow<'_, str> {
    const GROUPS: [(&str, &str); 4] = [("ντ", "d"), ("μπ", "b"), ("γκ", "g"), ("ου", "ou")];
    if !word.contains(|c| matches!(c, 'α'..='ω')) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(GROUPS.iter().fold(word.to_owned(), |word, (greek, latin)| {
        word.replace(greek, latin)
    }))
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' | 'υ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "ks",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' => "s",
        'τ' => "t",
        'φ' => "f",
        'χ' => "kh",
        'ψ' => "ps",
        _ => return None,
    })
}

fn hebrew(c: char) -> Option<&'static str> {
    Some(match c {
        'א' => "ا",
        'ב' => "ب",
        'ג' => "غ",
        'ד' => "د",
        'ה' => "ه",
        'ו' => "و",
        'ז' => "ز",
        'ח' => "ح",
        'ט' => "ط",
        'י' => "ي",
        'כ' => "ك",
        'ל' => "ل",
        'מ' => "م",
        'נ' => "ن",
        'ס' => "س",
        'ע' => "ع",
        'פ' => "ف",
        'צ' => "ص",
        'ק' => "ق",
        'ר' => "ر",
        'ש' => "ش",
        'ת' => "ت",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::to_alphabets;

    #[test]
    fn every_script_reaches_one_of_the_two_alphabets() {
        for (word, expected) in [
            ("хамза", vec!["khamza"]),
            ("γεωργιοσ", vec!["georgios"]),
            ("משה", vec!["مشه"]),
            ("محمد", vec!["محمد"]),
            ("王小明", vec!["wang", "xiaoming"]),
            ("김정은", vec!["gim", "jeongeun"]),
        ] {
            assert_eq!(to_alphabets(word), expected, "{word}");
        }
    }

    #[test]
    fn kana_and_thai_are_never_dropped() {
        for word in ["たなか", "タナカ", "สมชาย"] {
            assert!(
                to_alphabets(word).iter().any(|latin| latin.len() >= 4),
                "{word}"
            );
        }
    }
}
