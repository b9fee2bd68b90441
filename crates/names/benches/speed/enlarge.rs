//! Made names, drawn anew from the words of real ones: the same on every run.
//!
//! Words are drawn as populations draw them, by a Pitman–Yor process (Pitman & Yor 1997): mostly one that was borne before, as often as it
//! was borne (Zipf's law), and ever more seldom a new one, so that words grow as a power of names (Heaps' law; the exponent is [`DISCOUNT`]).
//! A new word is the first half of one and the second half of another. No name is made twice, nor one that is listed.

use std::collections::HashSet;

use mithaq_names::Kind;

use crate::Entity;

/// Heaps' exponent; family names of a country grow so.
const DISCOUNT: f64 = 0.6;
const SEED: u64 = 20_261_123;

/// Makes persons until there are `size` entities.
pub fn enlarge(entities: &mut Vec<Entity>, size: usize) {
    let mut lot = Lot(SEED);
    let (mut given, mut family) = (Words::default(), Words::default());
    let mut known: HashSet<String> = HashSet::new();
    for (kind, names) in entities.iter() {
        for name in names {
            known.insert(name.clone());
            let words: Vec<&str> = name
                .split([' ', ','])
                .filter(|word| word.len() > 2)
                .collect();
            if let (Kind::Person, [first, .., last]) = (kind, &words[..]) {
                given.add(first);
                family.add(last);
            }
        }
    }
    while entities.len() < size {
        let mut parts = vec![given.draw(&mut lot)];
        for _ in 0..lot.draw(3) {
            parts.push(given.draw(&mut lot));
        }
        parts.push(family.draw(&mut lot));
        let name = parts.join(" ");
        if known.insert(name.clone()) {
            entities.push((Kind::Person, vec![name]));
        }
    }
}

/// Words in the order they were borne.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    numbers: std::collections::HashMap<String, usize>,
    borne: Vec<usize>,
}

impl Words {
    fn add(&mut self, word: &str) {
        let next = self.words.len();
        let number = *self.numbers.entry(word.to_owned()).or_insert(next);
        if number == next {
            self.words.push(word.to_owned());
        }
        self.borne.push(number);
    }

    fn draw(&mut self, lot: &mut Lot) -> String {
        let is_new = lot.share() * (self.borne.len() as f64) < DISCOUNT * self.words.len() as f64;
        let word = if is_new {
            let one = &self.words[lot.draw(self.words.len())];
            halves(one, &self.words[lot.draw(self.words.len())])
        } else {
            self.words[self.borne[lot.draw(self.borne.len())]].clone()
        };
        self.add(&word);
        word
    }
}

fn halves(one: &str, other: &str) -> String {
    let first = one.chars().take(one.chars().count().div_ceil(2));
    first
        .chain(other.chars().skip(other.chars().count() / 2))
        .collect()
}

/// A linear congruential generator (Knuth's MMIX).
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn draw(&mut self, below: usize) -> usize {
        self.next() as usize % below.max(1)
    }

    /// From 0 up to 1.
    fn share(&mut self) -> f64 {
        self.next() as f64 / (1_u64 << 31) as f64
    }
}
