//! What "equal after normalising" means: one canonical string for every way of typing the same letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest input that is looked at, in characters. A longer name is cut here, so that no input stalls a search.
const MAX_CHARS: usize = 1_024;

/// Folds a name to the form in which two ways of *typing* it are the same string.
///
/// NFKC and lower case; accents, harakat, tatweel, bidi controls and zero-width characters removed; the forms of alef,
/// yeh, kaf, ta marbuta and hamza, and Persian, Urdu, Pashto and Maghrebi letters brought to one each; every digit to
/// its ASCII one; apostrophes dropped; all other punctuation turned into single spaces. Only the first 1,024 characters are looked at.
///
/// A name that holds nothing but symbols (an emoji, say) keeps them, so that it still equals itself.
///
/// ```
/// use mithaq_names::normalise;
/// assert_eq!(normalise("إِبراهيـم  مُصطفى"), normalise("ابراهیم مصطفي"));
/// assert_eq!(normalise("  François-Émile O’Neill "), "francois emile oneill");
/// assert_eq!(normalise("١٧ نوفمبر"), "17 نوفمبر");
/// ```
pub fn normalise(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() {
        text.nfkc()
            .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
            .take(MAX_CHARS)
            .collect()
    } else {
        folded
    }
}

fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * MAX_CHARS));
    let mut gap = false;
    let letters = text
        .chars()
        .take(MAX_CHARS)
        .nfkc()
        .flat_map(char::to_lowercase)
        .nfd();
    // Composed again once the accents are off: Hangul syllables come apart in NFD.
    for c in letters.filter(|&c| !is_mark(c)).nfc() {
        if !(c.is_alphanumeric() || is_spacing_vowel(c)) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        push_folded(c, &mut out);
    }
    out
}

/// What is laid on or between letters and is not a letter.
fn is_mark(c: char) -> bool {
    // Kana voicing marks make another consonant, so they stay.
    let is_part_of_letter = is_spacing_vowel(c) || matches!(c, '\u{3099}' | '\u{309A}');
    is_combining_mark(c) && !is_part_of_letter || is_invisible(c) || is_apostrophe(c)
}

/// Tatweel, bidi controls, joiners, variation selectors and the byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{0640}' | '\u{061C}' | '\u{00AD}' | '\u{034F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Signs that write a glottal stop, an ain or an elision: scribes put them in and leave them out at will.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02B9}'
            ..='\u{02BF}' | '\u{02C8}' | '\u{055A}' | '\u{2032}' | '\u{A78C}' | '\u{0621}'
    )
}

/// Vowel signs of scripts where the vowel is part of the word (Indic, Thai): not accents.
fn is_spacing_vowel(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

fn push_folded(c: char, out: &mut String) {
    if let Some(digit) = decimal_digit(c) {
        out.push(digit);
        return;
    }
    match c {
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        _ => out.push(fold_letter(c)),
    }
}

/// One letter for each family of forms. NFD has already taken the hamza off alef, waw and yeh.
fn fold_letter(c: char) -> char {
    match c {
        'ı' => 'i',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ŋ' => 'n',
        'ə' => 'a',
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ؤ' | 'ۋ' | 'ۆ' | 'ۇ' | 'ۈ' => 'و',
        'ئ' | 'ى' | 'ی' | 'ې' | 'ۍ' | 'ے' | 'ێ' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ۀ' | 'ہ' | 'ۂ' | 'ۃ' | 'ھ' | 'ە' => 'ه',
        'ڨ' | 'ڧ' => 'ق',
        'ڭ' | 'ݣ' | 'ګ' => 'گ',
        'ڤ' | 'ڥ' | 'ڢ' => 'ف',
        'ڑ' | 'ړ' | 'ڕ' => 'ر',
        'ٹ' | 'ټ' => 'ت',
        'ڈ' | 'ډ' => 'د',
        'ں' | 'ڼ' => 'ن',
        'ځ' => 'ز',
        'څ' => 'س',
        'ږ' => 'ژ',
        'ښ' => 'ش',
        'ڵ' => 'ل',
        'ς' => 'σ',
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        other => other,
    }
}

/// The ASCII digit for any Unicode decimal digit of the scripts names are written in.
fn decimal_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 9] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xE50, 0xED0, 0x1040,
    ];
    let code = u32::from(c);
    let zero = ZEROS
        .into_iter()
        .find(|&zero| (zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::normalise;
    use proptest::prelude::*;

    #[test]
    fn spellings_that_differ_only_in_typing_become_one() {
        for (one, other) in [
            ("أسامة", "اسامه"),
            ("هدى", "هدي"),
            ("عبد الكريم", "عبد الکریم"),
            ("مـحـمـد", "مُحَمَّد"),
            ("\u{202B}علي\u{202C}", "علي"),
            ("مؤمن", "مومن"),
            ("ＡＬＩ", "ali"),
            ("Sa’d", "SAD"),
            ("Müller", "muller"),
            ("Jean-Luc", "jean luc"),
            ("۱۲۳", "123"),
            ("علاء", "علا"),
        ] {
            assert_eq!(normalise(one), normalise(other), "{one} / {other}");
        }
    }

    #[test]
    fn a_name_of_symbols_only_still_equals_itself() {
        assert_eq!(normalise(" 😀 😀 "), "😀😀");
        assert_eq!(normalise("\u{200F}\u{200B} "), "");
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in any::<String>()) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
