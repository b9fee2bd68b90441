//! What is written into a search box, as an expression: words, phrases, fields, AND, OR, NOT, brackets, wildcards,
//! likeness and ranges.
//!
//! `token` cuts a text into signs and words, this module makes sense of them; `simply` reads the syntax in which nothing is wrong.

mod simply;
mod token;

use self::token::{Token, tokens};

/// What a text must have.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::yente) enum Expression {
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
pub(in crate::yente) enum Term {
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
pub(in crate::yente) struct NotAnExpression {
    at: usize,
    problem: &'static str,
}

/// Deeper brackets than these nobody writes by hand.
const DEEPEST: usize = 40;

impl Expression {
    /// Reads the full syntax: `AND`, `OR`, `NOT`, `field:value`, `[a TO b]`, brackets.
    pub(in crate::yente) fn read(text: &str) -> Result<Self, NotAnExpression> {
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
