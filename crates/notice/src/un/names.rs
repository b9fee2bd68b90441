//! Several names in one text: `A; B`, `أ (A; B)`, and names that stand in remarks.

use unicode::{Script, script};

/// The names in a text of the list, in order, each trimmed. A name and its writings in another script, which the
/// list puts in brackets, come apart.
pub(super) fn split(text: &str) -> Vec<String> {
    let text = text.replace("(original script:", "(");
    let mut names = Vec::new();
    for part in parts(&text) {
        split_part(&part, &mut names);
    }
    names
}

fn split_part(part: &str, names: &mut Vec<String>) {
    let Some((outside, inside)) = other_script_in_brackets(part) else {
        let (one, other) = two_scripts(part);
        names.extend([one, other].into_iter().filter_map(tidy));
        return;
    };
    names.extend(tidy(&outside));
    let inside = inside
        .replace("(original script)", "")
        .replace(" - sub-unit name", "");
    names.extend(parts(&inside).iter().filter_map(|name| tidy(name)));
}

fn tidy(name: &str) -> Option<String> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '،'));
    name.chars()
        .any(char::is_alphanumeric)
        .then(|| name.to_owned())
}

/// Cuts at semicolons and at `a)`, `b)` that stand outside brackets.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for word in text.split_inclusive([';', ' ', '(', ')']) {
        let enumerator = depth == 0
            && word.len() == 2
            && word.ends_with(')')
            && word.starts_with(|c: char| c.is_ascii_lowercase());
        if enumerator {
            parts.push(String::new());
            continue;
        }
        let cut = depth == 0 && word.ends_with(';');
        if let Some(part) = parts.last_mut() {
            part.push_str(word.strip_suffix(';').filter(|_| cut).unwrap_or(word));
        }
        if word.ends_with('(') {
            depth += 1;
        } else if word.ends_with(')') {
            depth = depth.saturating_sub(1);
        }
        if cut {
            parts.push(String::new());
        }
    }
    parts
}

/// The text without its first bracket in another script, and what is in that bracket.
fn other_script_in_brackets(text: &str) -> Option<(String, String)> {
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            ')' if depth > 0 => {
                depth -= 1;
                let inside = &text[start + 1..at];
                let outside = [&text[..start], &text[at + 1..]].concat();
                if depth == 0 && differ(&outside, inside) {
                    return Some((outside, inside.to_owned()));
                }
            }
            _ => {}
        }
    }
    None
}

fn differ(outside: &str, inside: &str) -> bool {
    let first = |text: &str| text.chars().find_map(script);
    matches!((first(outside), first(inside)), (Some(a), Some(b)) if a != b)
}

/// A text that begins in one script and goes on in another, cut between the words where it changes.
fn two_scripts(text: &str) -> (&str, &str) {
    let mut first: Option<Script> = None;
    let mut cut = None;
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        match (first, word.chars().find_map(script), cut) {
            (None, found, _) => first = found,
            (Some(one), Some(other), None) if one != other => cut = Some(at),
            // It changes back: a word within a name, not a second name.
            (Some(one), Some(other), Some(_)) if one == other => return (text, ""),
            _ => {}
        }
        at += word.len();
    }
    cut.map_or((text, ""), |cut| text.split_at(cut))
}

/// A name without the remark that follows it in the same text: when somebody was born, or a bracket about a number or a
/// former listing.
pub(super) fn without_remark(name: &str) -> (&str, Option<&str>) {
    let born = name.find(", born ").map(|at| (at, at + 2));
    let bracket = name
        .find(" (")
        .map(|at| (at, at + 1))
        .filter(|(_, remark)| {
            let remark = name.get(*remark..).unwrap_or_default();
            remark.contains(|c: char| c.is_ascii_digit()) || remark.contains("listed as")
        });
    match born.into_iter().chain(bracket).min() {
        Some((end, remark)) => (name.get(..end).unwrap_or(name), name.get(remark..)),
        None => (name, None),
    }
}

/// Names that stand in the remark on an alias: in its own script, or as a list of spellings.
pub(super) fn in_remark(remark: &str) -> Vec<String> {
    const MARKS: [&str; 4] = [
        "original script:",
        "In Arabic:",
        "in Arabic:",
        "in Arabic script:",
    ];
    for mark in MARKS {
        if let Some((_, name)) = remark.split_once(mark) {
            return tidy(name).into_iter().collect();
        }
    }
    let spellings = match (remark.split_once('('), remark.rsplit_once(')')) {
        (Some((_, after)), Some((before, _))) => {
            let end = before.len().saturating_sub(remark.len() - after.len());
            after.get(..end).unwrap_or_default()
        }
        _ => remark,
    };
    let plain = !spellings.contains(|c: char| c.is_ascii_digit() || c == ':');
    if spellings.contains(';') && plain {
        parts(spellings)
            .iter()
            .filter_map(|name| tidy(name))
            .collect()
    } else {
        Vec::new()
    }
}

/// As much of Unicode's scripts as tells the list's names apart.
mod unicode {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Script {
        Latin,
        Cyrillic,
        Arabic,
        Other,
    }

    /// The script of a letter.
    pub(super) fn script(c: char) -> Option<Script> {
        if !c.is_alphabetic() {
            return None;
        }
        Some(match u32::from(c) {
            0x0041..=0x02AF | 0x1E00..=0x1EFF => Script::Latin,
            // Modifier letters, the apostrophes of romanised Arabic among them, belong to whatever is around them.
            0x02B0..=0x02FF => return None,
            0x0400..=0x052F => Script::Cyrillic,
            0x0600..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Script::Arabic,
            _ => Script::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_list_runs_together_come_apart() {
        assert_eq!(split("Frank KAKORERE"), ["Frank KAKORERE"]);
        assert_eq!(
            split("Mohammed Sabet; Mohammad Sabet b) M. Javad Kareemi Sabet; M. Jawad"),
            [
                "Mohammed Sabet",
                "Mohammad Sabet",
                "M. Javad Kareemi Sabet",
                "M. Jawad"
            ]
        );
        assert_eq!(split("Fazel Rahim;"), ["Fazel Rahim"]);
    }

    #[test]
    fn a_name_and_its_other_script_come_apart() {
        assert_eq!(split("El Harrachi (الحراشي)"), ["El Harrachi", "الحراشي"]);
        assert_eq!(
            split("حسن غول (Hassan Ghul; Hassan Gul)"),
            ["حسن غول", "Hassan Ghul", "Hassan Gul"]
        );
        assert_eq!(
            split("Agha Jan Alizai اغا جان عالیزی"),
            ["Agha Jan Alizai", "اغا جان عالیزی"]
        );
        assert_eq!(
            split("Hay’at Tahrir (HTS) (هيئة تحرير الشام (original script); Hayat Tahrir)"),
            ["Hay’at Tahrir (HTS)", "هيئة تحرير الشام", "Hayat Tahrir"]
        );
        assert_eq!(
            split("أنصار الشريعة بليبيا (Ansar al Charia in Libya (ASL))"),
            ["أنصار الشريعة بليبيا", "Ansar al Charia in Libya (ASL)"]
        );
    }

    #[test]
    fn a_bracket_in_the_same_script_stays_in_the_name() {
        assert_eq!(split("BUTEMBO AIRLINES (BAL)"), ["BUTEMBO AIRLINES (BAL)"]);
        assert_eq!(
            split("Lom-ali Butayev (Butaev)"),
            ["Lom-ali Butayev (Butaev)"]
        );
    }

    #[test]
    fn a_remark_in_a_name_is_told_from_the_name() {
        let cut = without_remark;
        assert_eq!(
            cut("A B (previously listed as)"),
            ("A B", Some("(previously listed as)"))
        );
        assert_eq!(
            cut("A B, born 1 Jan. 1953 (C)"),
            ("A B", Some("born 1 Jan. 1953 (C)"))
        );
        assert_eq!(
            cut("BUTEMBO AIRLINES (BAL)"),
            ("BUTEMBO AIRLINES (BAL)", None)
        );
        assert_eq!(
            split("Amir Khazmat (original script: Амир)"),
            ["Amir Khazmat", "Амир"]
        );
    }

    #[test]
    fn names_in_remarks_are_found_and_other_remarks_are_not_names() {
        assert_eq!(in_remark("original script: Абу Банат"), ["Абу Банат"]);
        assert_eq!(
            in_remark("DOB: 11 Apr. 1963. POB: Egypt. In Arabic: سيف العدل"),
            ["سيف العدل"]
        );
        assert_eq!(
            in_remark("(Abu Du’a; Abu Duaa’) prominently known by this nom de guerre"),
            ["Abu Du’a", "Abu Duaa’"]
        );
        for remark in [
            "nom de guerre",
            "previously listed as",
            "Passport number: B1; DOB: 1948",
        ] {
            assert!(in_remark(remark).is_empty(), "{remark}");
        }
    }
}
