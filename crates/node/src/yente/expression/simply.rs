//! The syntax for people, in which nothing is wrong.

use super::token::likeness;
use super::{Expression, Term, one_or};

impl Expression {
    /// Reads the syntax for people, in which nothing is wrong: words, "phrases", `|` for or, `-` for not, `*`, `~`.
    pub(in crate::yente) fn read_simply(text: &str) -> Self {
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
