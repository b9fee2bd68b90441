//! What is written into a search box, as an expression: words, phrases, fields, AND, OR, NOT, brackets, wildcards,
//! likeness and ranges.

/// What a text must have.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// Everything.
    All,
    /// This, in this field or in any.
    Term(Option<String>, Term),
    /// One of these at least.
    Any(Vec<Self>),
    /// All of these.
    Every(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
}

/// What one field must have.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    /// These words, in any order.
    Words(String),
    /// These words one after the other, with at most so many others between.
    Phrase(String, usize),
    /// A word with `*` for any letters and `?` for one.
    Wildcard(String),
    /// A word that differs by at most so many letters.
    Like(String, usize),
    /// A value between two; `None` is no bound. Each with whether the bound itself is in.
    Range(Option<(String, bool)>, Option<(String, bool)>),
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Cannot parse the query at character {at}: {problem}")]
pub(super) struct NotAnExpression {
    at: usize,
    problem: &'static str,
}

/// Deeper brackets than these nobody writes by hand.
const DEEPEST: usize = 40;

impl Expression {
    /// Reads the full syntax: `AND`, `OR`, `NOT`, `field:value`, `[a TO b]`, brackets.
    pub(super) fn read(text: &str) -> Result<Self, NotAnExpression> {
        let mut reader = Reader {
            tokens: tokens(text)?,
            at: 0,
            depth: 0,
        };
        let expression = reader.any()?;
        match reader.tokens.get(reader.at) {
            None => Ok(expression),
            Some((at, _)) => Err(NotAnExpression {
                at: *at,
                problem: "a bracket is closed that was not opened",
            }),
        }
    }

    /// Reads the syntax for people, in which nothing is wrong: words, "phrases", `|` for or, `-` for not, `*`, `~`.
    pub(super) fn read_simply(text: &str) -> Self {
        let mut any = Vec::new();
        let mut every = Vec::new();
        for (part, quoted) in simple_parts(text) {
            if !quoted && part == "|" {
                any.push(std::mem::take(&mut every));
                continue;
            }
            let (negated, part) = match part.strip_prefix('-') {
                Some(rest) if !quoted => (true, rest.to_owned()),
                _ => (false, part),
            };
            let part = part.trim_start_matches('+');
            if part == "*" && !quoted {
                every.push(Self::All);
                continue;
            }
            let bare = part.trim_matches(|c| "()*+|\"".contains(c));
            if bare.is_empty() {
                continue;
            }
            let term = match (quoted, part.strip_suffix('*')) {
                (true, _) => Term::Phrase(part.to_owned(), 0),
                (false, Some(start)) => Term::Wildcard(format!("{start}*")),
                (false, None) => likeness(bare).unwrap_or_else(|| Term::Words(bare.to_owned())),
            };
            let term = Self::Term(None, term);
            every.push(if negated {
                Self::Not(Box::new(term))
            } else {
                term
            });
        }
        any.push(every);
        let any = any.into_iter().filter(|every| !every.is_empty());
        one_or(
            any.map(|every| one_or(every.into_iter(), Self::Every)),
            Self::Any,
        )
    }
}

fn one_or(
    parts: impl Iterator<Item = Expression>,
    several: fn(Vec<Expression>) -> Expression,
) -> Expression {
    let mut parts: Vec<Expression> = parts.collect();
    match parts.len() {
        1 => parts.remove(0),
        _ => several(parts),
    }
}

/// `word~2`: a word and how many letters it may differ by.
fn likeness(word: &str) -> Option<Term> {
    let (word, distance) = word.rsplit_once('~')?;
    if word.is_empty() || !distance.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let distance = distance.parse::<f32>().unwrap_or(2.0).clamp(0.0, 2.0);
    Some(Term::Like(word.to_owned(), distance as usize))
}

fn simple_parts(text: &str) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    for (nth, piece) in text.split('"').enumerate() {
        if nth % 2 == 1 {
            parts.push((piece.to_owned(), true));
        } else {
            parts.extend(
                piece
                    .split_whitespace()
                    .map(|part| (part.to_owned(), false)),
            );
        }
    }
    parts
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Must,
    Field(String),
    Value(Term),
}

struct Reader {
    tokens: Vec<(usize, Token)>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn next_is(&mut self, wanted: &Token) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|(_, t)| t == wanted);
        self.at += usize::from(found);
        found
    }

    fn fault<T>(&self, problem: &'static str) -> Result<T, NotAnExpression> {
        let place = self.tokens.get(self.at).or(self.tokens.last());
        let at = place.map_or(0, |(at, _)| *at);
        Err(NotAnExpression { at, problem })
    }

    fn any(&mut self) -> Result<Expression, NotAnExpression> {
        let mut parts = vec![self.every()?];
        while self.next_is(&Token::Or) {
            parts.push(self.every()?);
        }
        Ok(one_or(parts.into_iter(), Expression::Any))
    }

    fn every(&mut self) -> Result<Expression, NotAnExpression> {
        let mut parts = vec![self.one()?];
        loop {
            let wanted = self.next_is(&Token::And);
            match self.tokens.get(self.at) {
                None | Some((_, Token::Or | Token::Close)) if !wanted => break,
                _ => parts.push(self.one()?),
            }
        }
        Ok(one_or(parts.into_iter(), Expression::Every))
    }

    fn one(&mut self) -> Result<Expression, NotAnExpression> {
        if self.next_is(&Token::Not) {
            return Ok(Expression::Not(Box::new(self.nested(Self::one)?)));
        }
        if self.next_is(&Token::Must) {
            return self.nested(Self::one);
        }
        if self.next_is(&Token::Open) {
            let inner = self.nested(Self::any)?;
            if !self.next_is(&Token::Close) {
                return self.fault("a bracket is not closed");
            }
            return Ok(inner);
        }
        match self.tokens.get(self.at).map(|(_, token)| token.clone()) {
            Some(Token::Value(term)) => {
                self.at += 1;
                Ok(Expression::Term(None, term))
            }
            Some(Token::Field(field)) => {
                self.at += 1;
                let mut inner = self.nested(Self::one)?;
                of_field(&mut inner, &field);
                Ok(inner)
            }
            _ => self.fault("a word is missing here"),
        }
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Expression, NotAnExpression>,
    ) -> Result<Expression, NotAnExpression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.fault("there are too many brackets within brackets");
        }
        let inner = read(self);
        self.depth -= 1;
        inner
    }
}

/// Says of every term that names no field that it is of this one.
fn of_field(expression: &mut Expression, field: &str) {
    match expression {
        Expression::Term(of @ None, _) => *of = Some(field.to_owned()),
        Expression::Any(parts) | Expression::Every(parts) => {
            parts.iter_mut().for_each(|part| of_field(part, field));
        }
        Expression::Not(inner) => of_field(inner, field),
        Expression::Term(Some(_), _) | Expression::All => {}
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, NotAnExpression> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn show(expression: &Expression) -> String {
            match expression {
                Expression::All => "all".into(),
                Expression::Term(field, term) => {
                    format!(
                        "{}{term:?}",
                        field.as_ref().map_or(String::new(), |f| format!("{f}:"))
                    )
                }
                Expression::Any(parts) => {
                    format!(
                        "any({})",
                        parts.iter().map(show).collect::<Vec<_>>().join(" ")
                    )
                }
                Expression::Every(parts) => {
                    format!(
                        "every({})",
                        parts.iter().map(show).collect::<Vec<_>>().join(" ")
                    )
                }
                Expression::Not(inner) => format!("not {}", show(inner)),
            }
        }
        Expression::read(text).map_or_else(|error| error.to_string(), |e| show(&e))
    }

    #[test]
    fn expressions_read_as_they_are_meant() {
        for (text, meant) in [
            ("kony", r#"Words("kony")"#),
            (
                "a b OR c",
                r#"any(every(Words("a") Words("b")) Words("c"))"#,
            ),
            (
                "a AND (b OR c)",
                r#"every(Words("a") any(Words("b") Words("c")))"#,
            ),
            ("a -b", r#"every(Words("a") not Words("b"))"#),
            (
                "names:(a OR b)",
                r#"any(names:Words("a") names:Words("b"))"#,
            ),
            ("kon*", r#"Wildcard("kon*")"#),
            ("konny~1", r#"Like("konny", 1)"#),
            (r#""joseph kony"~3"#, r#"Phrase("joseph kony", 3)"#),
            (r"a\:b^2", r#"Words("a:b")"#),
            (
                "dates:[1960 TO *]",
                r#"dates:Range(Some(("1960", true)), None)"#,
            ),
        ] {
            assert_eq!(shown(text), meant, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_placed() {
        for text in [
            "(kony", "kony)", "kony AND", "OR kony", "\"kony", "kony:", "[1 TO", "/k/", "AND",
        ] {
            assert!(Expression::read(text).is_err(), "{text}");
        }
        let deep = "(".repeat(10_000);
        assert!(Expression::read(&deep).is_err());
    }

    #[test]
    fn the_syntax_for_people_is_never_wrong() {
        for text in [
            "(kony", "kony)", "\"joseph", "OR", "-", "*", "|", "\"\"", "a | b", "/", ":",
        ] {
            Expression::read_simply(text);
        }
        assert_eq!(
            Expression::read_simply("a | b"),
            Expression::Any(vec![
                Expression::Term(None, Term::Words("a".into())),
                Expression::Term(None, Term::Words("b".into()))
            ])
        );
    }
}
