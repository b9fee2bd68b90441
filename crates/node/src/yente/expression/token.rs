//! The signs and words of the full syntax.

use super::{NotAnExpression, Term};

/// A sign or a word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Must,
    Field(String),
    Value(Term),
}

/// Cuts a text up; each part with where it begins.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, NotAnExpression> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        at += 1;
        let fault = |problem| NotAnExpression { at: start, problem };
        let token = match c {
            c if c.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            '+' => Token::Must,
            '-' | '!' => Token::Not,
            '"' => {
                let end = find(&chars, at, '"').ok_or(fault("a quotation is not closed"))?;
                let phrase = unescaped(&chars[at..end]);
                at = end + 1;
                let slop = suffix(&chars, &mut at, '~').unwrap_or(0.0);
                suffix(&chars, &mut at, '^');
                Token::Value(Term::Phrase(phrase, slop as usize))
            }
            '[' | '{' => {
                let close = |c: &&char| matches!(c, ']' | '}');
                let end = chars[at..].iter().take_while(|c| !close(c)).count() + at;
                let last = chars.get(end).ok_or(fault("a range is not closed"))?;
                let range: String = chars[at..end].iter().collect();
                at = end + 1;
                range_of(&range, c == '[', *last == ']')
                    .ok_or(fault("a range is written [from TO to]"))?
            }
            '/' => return Err(fault("a pattern between slashes is not read here")),
            _ => word(&chars, start, &mut at)?,
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

fn word(chars: &[char], start: usize, at: &mut usize) -> Result<Token, NotAnExpression> {
    *at = start;
    let mut escaped = false;
    while let Some(&c) = chars.get(*at) {
        if !escaped && (c.is_whitespace() || "()\"[]{}:/".contains(c)) {
            break;
        }
        escaped = !escaped && c == '\\';
        *at += 1;
    }
    let raw = &chars[start..*at];
    let word = unescaped(raw);
    if chars.get(*at) == Some(&':') {
        *at += 1;
        return Ok(Token::Field(word));
    }
    if *at == start {
        return Err(NotAnExpression {
            at: start,
            problem: "this sign has no meaning here; put a backslash before it",
        });
    }
    let text: String = raw.iter().collect();
    Ok(match text.as_str() {
        "AND" | "&&" => Token::And,
        "OR" | "||" => Token::Or,
        "NOT" => Token::Not,
        _ => {
            // How much more a word counts is read and left aside.
            let word = match word.rsplit_once('^') {
                Some((word, boost)) if boost.parse::<f32>().is_ok() => word.to_owned(),
                _ => word,
            };
            let wild = text.contains(['*', '?']);
            Token::Value(match likeness(&word) {
                Some(like) => like,
                None if wild => Term::Wildcard(word),
                None => Term::Words(word),
            })
        }
    })
}

fn range_of(range: &str, from_in: bool, to_in: bool) -> Option<Token> {
    let (from, to) = range.split_once(" TO ")?;
    let bound = |text: &str, within| {
        let text = text.trim().trim_matches('"');
        (text != "*").then(|| (text.to_owned(), within))
    };
    Some(Token::Value(Term::Range(
        bound(from, from_in),
        bound(to, to_in),
    )))
}

fn find(chars: &[char], from: usize, wanted: char) -> Option<usize> {
    let mut escaped = false;
    (from..chars.len()).find(|&at| {
        let found = !escaped && chars[at] == wanted;
        escaped = !escaped && chars[at] == '\\';
        found
    })
}

/// A number after a sign, as in `~2`.
fn suffix(chars: &[char], at: &mut usize, sign: char) -> Option<f32> {
    if chars.get(*at) != Some(&sign) {
        return None;
    }
    *at += 1;
    let digits = chars[*at..]
        .iter()
        .take_while(|c| c.is_ascii_digit() || **c == '.');
    let number: String = digits.collect();
    *at += number.len();
    number.parse().ok()
}

fn unescaped(chars: &[char]) -> String {
    let mut escaped = false;
    let kept = chars.iter().filter(|c| {
        escaped = !escaped && **c == '\\';
        !escaped
    });
    kept.collect()
}

/// `word~2`: a word and how many letters it may differ by.
pub(super) fn likeness(word: &str) -> Option<Term> {
    let (word, distance) = word.rsplit_once('~')?;
    if word.is_empty() || !distance.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let distance = distance.parse::<f32>().unwrap_or(2.0).clamp(0.0, 2.0);
    Some(Term::Like(word.to_owned(), distance as usize))
}
