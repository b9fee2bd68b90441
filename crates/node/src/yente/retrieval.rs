//! Which entities of a dataset an expression means, and how well each fits.

use roaring::RoaringBitmap;

use super::dataset::Dataset;
use super::entity::Stored;
use super::expression::{Expression, Term};
use super::filter::{having, values_of};
use super::words::{Among, Scores, folded, words};

/// More words than these are no search.
const MOST_WORDS: usize = 256;
/// How much a mark of importance weighs: the square root of this share of an entity's number of values is added.
const IMPORTANCE: f32 = 0.5;

/// The entities that an expression means among those admitted.
pub(super) fn retrieve(
    dataset: &Dataset,
    expression: &Expression,
    admitted: &RoaringBitmap,
) -> Scores {
    let mut found = meant(dataset, expression);
    found.retain(|position, _| admitted.contains(*position));
    for (position, score) in &mut found {
        let values = dataset
            .facts
            .get(*position as usize)
            .map_or(0, |f| f.values);
        *score += (IMPORTANCE * values as f32).sqrt();
    }
    found
}

fn meant(dataset: &Dataset, expression: &Expression) -> Scores {
    match expression {
        Expression::All => everything(dataset),
        Expression::Any(parts) => {
            let mut found = Scores::new();
            for part in parts {
                for (position, score) in meant(dataset, part) {
                    *found.entry(position).or_default() += score;
                }
            }
            found
        }
        Expression::Every(parts) => {
            let (not, wanted): (Vec<_>, Vec<_>) = parts
                .iter()
                .partition(|part| matches!(part, Expression::Not(_)));
            let wanted = wanted.into_iter().map(|part| meant(dataset, part));
            let mut found = every(wanted).unwrap_or_else(|| everything(dataset));
            for part in not {
                if let Expression::Not(inner) = part {
                    let unwanted = meant(dataset, inner);
                    found.retain(|position, _| !unwanted.contains_key(position));
                }
            }
            found
        }
        Expression::Not(inner) => {
            let unwanted = meant(dataset, inner);
            let mut found = everything(dataset);
            found.retain(|position, _| !unwanted.contains_key(position));
            found
        }
        Expression::Term(None, term) => in_words(dataset, term, Among::Both),
        Expression::Term(Some(field), term) => in_field(dataset, field, term),
    }
}

fn everything(dataset: &Dataset) -> Scores {
    dataset
        .all()
        .into_iter()
        .map(|position| (position, 0.0))
        .collect()
}

/// Those in all of these, their scores added. `None` where there are none of these.
fn every(mut parts: impl Iterator<Item = Scores>) -> Option<Scores> {
    let mut found = parts.next()?;
    for part in parts {
        found.retain(|position, score| match part.get(position) {
            Some(more) => {
                *score += more;
                true
            }
            None => false,
        });
    }
    Some(found)
}

fn in_words(dataset: &Dataset, term: &Term, among: Among) -> Scores {
    let all_of = |text: &str| {
        let words: Vec<String> = words(text).take(MOST_WORDS).collect();
        let found = words.iter().map(|word| dataset.words.word(word, among));
        every(found).unwrap_or_default()
    };
    match term {
        Term::Words(text) => all_of(text),
        Term::Phrase(text, slop) => {
            let mut found = all_of(text);
            let wanted: Vec<String> = words(text).collect();
            found.retain(|position, _| says(dataset, *position, among, &wanted, *slop));
            found
        }
        Term::Wildcard(pattern) => {
            let pattern = folded(pattern);
            let start: String = pattern.chars().take_while(|c| !"*?".contains(*c)).collect();
            if pattern.chars().all(|c| c == '*') {
                return everything(dataset);
            }
            let pattern: Vec<char> = pattern.chars().collect();
            dataset.words.words_like(&start, among, |word| {
                wild(&pattern, &word.chars().collect::<Vec<_>>())
            })
        }
        Term::Like(word, distance) => {
            let wanted: Vec<char> = folded(word).chars().take(64).collect();
            dataset
                .words
                .words_like("", among, |word| near(&wanted, word, *distance))
        }
        Term::Range(..) => Scores::new(),
    }
}

fn in_field(dataset: &Dataset, field: &str, term: &Term) -> Scores {
    match (field, term) {
        ("names", term) => in_words(dataset, term, Among::Names),
        ("text", term) => in_words(dataset, term, Among::Text),
        ("*", Term::Wildcard(_)) => everything(dataset),
        (_, Term::Words(text) | Term::Phrase(text, _)) => {
            let found = having(dataset, field, text);
            found.into_iter().map(|position| (position, 1.0)).collect()
        }
        (_, term) => {
            let mut found = everything(dataset);
            found.retain(|position, _| {
                let entity = dataset.at(*position).and_then(Stored::entity);
                entity.is_some_and(|entity| {
                    values_of(&entity, field)
                        .iter()
                        .any(|(text, _)| holds(term, text))
                })
            });
            found
        }
    }
}

/// Whether a value is what a term wants, where no index says so.
fn holds(term: &Term, text: &str) -> bool {
    let text = folded(text);
    match term {
        Term::Range(from, to) => {
            let above = from.as_ref().is_none_or(|(from, within)| {
                text.as_str() > from.as_str() || (*within && text.starts_with(from.as_str()))
            });
            let below = to.as_ref().is_none_or(|(to, within)| {
                (text.as_str() < to.as_str() && !text.starts_with(to.as_str()))
                    || (*within && text.starts_with(to.as_str()))
            });
            above && below
        }
        Term::Wildcard(pattern) => {
            let pattern: Vec<char> = folded(pattern).chars().collect();
            wild(&pattern, &text.chars().collect::<Vec<_>>())
        }
        Term::Like(word, distance) => {
            let wanted: Vec<char> = folded(word).chars().collect();
            words(&text).any(|word| near(&wanted, &word, *distance))
        }
        Term::Words(_) | Term::Phrase(..) => false,
    }
}

/// Whether one text of an entity has these words in this order, with at most `slop` others between.
fn says(dataset: &Dataset, position: u32, among: Among, wanted: &[String], slop: usize) -> bool {
    let Some(entity) = dataset.at(position).and_then(Stored::entity) else {
        return false;
    };
    let schema = entity.schema();
    let asked = |name: &str| {
        among != Among::Names
            || schema
                .and_then(|schema| schema.properties.get(name))
                .is_some_and(|property| property.of.name == "name")
    };
    entity
        .all_texts()
        .any(|(name, text)| asked(name) && in_order(&words(text).collect::<Vec<_>>(), wanted, slop))
}

fn in_order(text: &[String], wanted: &[String], slop: usize) -> bool {
    (0..text.len()).any(|start| {
        let (mut at, mut between) = (start, 0);
        wanted.iter().enumerate().all(|(nth, word)| {
            while nth > 0 && between < slop && text.get(at).is_some_and(|found| found != word) {
                at += 1;
                between += 1;
            }
            let found = text.get(at) == Some(word);
            at += 1;
            found
        })
    })
}

/// Whether a text is what a pattern with `*` and `?` describes. Linear but for one way back.
fn wild(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t, mut back) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    (p, t) = (star + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// Whether a word differs by at most so many letters put in, left out, changed or swapped with the next.
pub(super) fn near(wanted: &[char], word: &str, most: usize) -> bool {
    let word: Vec<char> = word.chars().collect();
    if word.len().abs_diff(wanted.len()) > most {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    for (i, &a) in wanted.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in word.iter().enumerate() {
            let mut least = (last[j + 1] + 1)
                .min(row[j] + 1)
                .min(last[j] + usize::from(a != b));
            if i > 0 && j > 0 && wanted[i - 1] == b && word[j - 1] == a {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn patterns_and_likeness() {
        assert!(wild(&chars("k?n*"), &chars("kony")));
        assert!(!wild(&chars("k?n"), &chars("kony")));
        assert!(wild(&chars("*a*a*a"), &chars(&"a".repeat(5_000))));
        assert!(near(&chars("badage"), "badege", 1));
        assert!(near(&chars("kony"), "knoy", 1));
        assert!(!near(&chars("kony"), "kane", 1));
    }

    #[test]
    fn a_phrase_keeps_its_order() {
        let text: Vec<String> = words("the Allied Democratic Forces").collect();
        let wanted = |text: &str| words(text).collect::<Vec<_>>();
        assert!(in_order(&text, &wanted("allied democratic"), 0));
        assert!(!in_order(&text, &wanted("democratic allied"), 0));
        assert!(!in_order(&text, &wanted("allied forces"), 0));
        assert!(in_order(&text, &wanted("allied forces"), 1));
    }
}
