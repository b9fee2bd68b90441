//! Lines of a terminal of 100 columns.

use std::fmt::Write;

use mithaq_notice::TheatreId;

use crate::model::{Area, Stance};

/// How wide the picture may be.
pub(super) const WIDTH: usize = 100;

pub(super) const fn symbol(stance: Stance) -> &'static str {
    match stance {
        Stance::Refused => "✘",
        Stance::Undertaken => "✔",
        Stance::UnderConsultation => "?",
        Stance::Silent => "·",
    }
}

pub(super) fn area(area: &Area) -> String {
    let all: Vec<&str> = area.all.iter().map(TheatreId::as_str).collect();
    let but: Vec<&str> = area.but.iter().map(TheatreId::as_str).collect();
    if but.is_empty() {
        return all.join(", ");
    }
    format!("{} ∖ ({})", all.join(", "), but.join(", "))
}

/// The columns a text takes in a terminal: Arabic vowel signs take none.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{670}'))
        .count()
}

pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Writes a text in lines no wider than the picture, each indented.
pub(super) fn wrapped(text: &str, indent: usize, out: &mut String) {
    let (margin, deeper) = (" ".repeat(indent), " ".repeat(indent + 2));
    let mut line = margin.clone();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && columns(&line) + 1 + columns(word) > WIDTH {
            let _ = writeln!(out, "{line}");
            line.clone_from(&deeper);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(out, "{line}");
}
