//! Lists, and queries of which it is known whom they name: other names of the same bearer, and names as they are mistyped, turned round,
//! shortened and written by another habit; and names of people who are not listed.

use std::collections::HashSet;

use crate::name::{Kind, Name};

/// A list and what is asked of it.
pub struct Screening {
    /// By entity, its names.
    pub listed: Vec<Vec<Name>>,
    /// The queries.
    pub asked: Vec<Asked>,
}

/// A query.
pub struct Asked {
    /// The name asked for.
    pub name: Name,
    /// The place of the entity it names in the list, if any.
    pub right: Option<usize>,
    /// Whether it is kept from fitting, to measure by.
    pub held_out: bool,
}

/// One entity of the training list.
struct Entity {
    kind: Kind,
    /// In their natural order; the first is the primary name.
    names: Vec<String>,
}

/// Every fourth query is held out.
const HELD_OUT: usize = 4;
/// So many-th entities are not listed: who asks for them should find nobody. Few, since some are relatives of the listed.
const UNLISTED: usize = 8;
/// Of the queries by changed names, one in so many asks for somebody made of two who are listed.
const STRANGERS: usize = 2;
/// Names put together of paired words, in the list and asked for.
const COMPOSED_LISTED: usize = 800;
const COMPOSED_ASKED: usize = 200;
/// One in so many persons is listed with a family: these data hold fewer than the lists of a fallen regime.
const WITH_FAMILY: usize = 16;
const SONS: usize = 1;

/// A list of primary names alone, asked for by other names; one with all names, asked for by primary names changed; two of
/// names put together of `pairs`, asked for in the other alphabet.
pub fn screenings(listed: &str, pairs: &str) -> Vec<Screening> {
    let entities = read(listed);
    let mut lot = Lot(1);
    let mut all = vec![
        by_other_names(&entities, &mut lot),
        by_changed_names(&entities, &mut lot),
    ];
    all.extend(across_alphabets(pairs, &mut lot));
    for screening in &mut all {
        for (at, asked) in screening.asked.iter_mut().enumerate() {
            asked.held_out = at.is_multiple_of(HELD_OUT);
        }
    }
    all
}

fn read(listed: &str) -> Vec<Entity> {
    let lines = listed.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (kind, names) = line.split_once('\t')?;
            let kind = if kind == "P" {
                Kind::Person
            } else {
                Kind::Organisation
            };
            let natural = |name: &str| match (kind, name.split_once(", ")) {
                (Kind::Person, Some((family, rest))) => format!("{rest} {family}"),
                _ => name.to_owned(),
            };
            let names = names.split('\t').map(natural).collect();
            Some(Entity { kind, names })
        })
        .collect()
}

fn is_listed(at: usize) -> bool {
    !at.is_multiple_of(UNLISTED)
}

fn by_other_names(entities: &[Entity], lot: &mut Lot) -> Screening {
    let mut screening = Screening::empty();
    for (at, entity) in entities.iter().enumerate() {
        let right = is_listed(at).then(|| screening.list(&entity.names[..1], entity.kind));
        if entity.names.len() > 1 {
            let other = &entity.names[1 + lot.draw(entity.names.len() - 1)];
            screening.ask(other, right);
        } else if right.is_none() {
            screening.ask(&entity.names[0], None);
        }
    }
    screening
}

fn by_changed_names(entities: &[Entity], lot: &mut Lot) -> Screening {
    let mut screening = Screening::empty();
    for (at, entity) in entities.iter().enumerate() {
        let right = is_listed(at).then(|| screening.list(&entity.names, entity.kind));
        if right.is_some() && entity.kind == Kind::Person && at.is_multiple_of(WITH_FAMILY) {
            screening.list_family(entities, &entity.names[0], lot);
        }
        let name = &entity.names[0];
        if right.is_none() {
            screening.ask(name, None);
        } else if entity.kind == Kind::Person {
            let changed = match lot.draw(8) {
                0..=1 => mistyped(name, lot),
                2 => turned_round(name, lot),
                3..=5 => shortened(name, lot),
                _ => by_other_habit(name, lot),
            };
            if let Some(changed) = changed {
                screening.ask(&changed, right);
            }
            if at.is_multiple_of(STRANGERS) {
                let other = &entities[lot.draw(entities.len())];
                screening.ask(&stranger(name, &other.names[0]), None);
            }
        }
    }
    screening
}

fn across_alphabets(pairs: &str, lot: &mut Lot) -> [Screening; 2] {
    let words: Vec<(&str, String)> = pairs
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?.replace(' ', "")))
        })
        .collect();
    let mut screenings = [Screening::empty(), Screening::empty()];
    for at in 0..COMPOSED_LISTED {
        let drawn: Vec<usize> = (0..2 + lot.draw(2))
            .map(|_| lot.draw(words.len()))
            .collect();
        let latin: Vec<&str> = drawn.iter().map(|&word| words[word].0).collect();
        let arabic: Vec<&str> = drawn.iter().map(|&word| words[word].1.as_str()).collect();
        let (latin, arabic) = (latin.join(" "), arabic.join(" "));
        let is_asked = at.is_multiple_of(COMPOSED_LISTED / COMPOSED_ASKED);
        for (screening, (listed, asked)) in screenings
            .iter_mut()
            .zip([(&latin, &arabic), (&arabic, &latin)])
        {
            let key = screening.list(std::slice::from_ref(listed), Kind::Person);
            if is_asked {
                screening.ask(asked, Some(key));
            }
        }
    }
    screenings
}

impl Screening {
    fn empty() -> Self {
        Self {
            listed: Vec::new(),
            asked: Vec::new(),
        }
    }

    fn list(&mut self, names: &[String], kind: Kind) -> usize {
        self.listed
            .push(names.iter().map(|name| Name::new(name, kind)).collect());
        self.listed.len() - 1
    }

    /// Sons, who bear their father's whole name after their own, and a brother, who has the rest of it.
    fn list_family(&mut self, entities: &[Entity], father: &str, lot: &mut Lot) {
        let mut given = || {
            let names = &entities[lot.draw(entities.len())].names[0];
            names.split(' ').next().unwrap_or_default().to_owned()
        };
        if father.split(' ').count() < 3 {
            return;
        }
        let rest = father.split_once(' ').map_or("", |(_, rest)| rest);
        let family = (0..SONS).map(|_| father).chain([rest]);
        for of_whom in family {
            let name = format!("{} {of_whom}", given());
            let key = self.list(std::slice::from_ref(&name), Kind::Person);
            self.ask(&name, Some(key));
        }
    }

    fn ask(&mut self, name: &str, right: Option<usize>) {
        self.asked.push(Asked {
            name: Name::new(name, Kind::Other),
            right,
            held_out: false,
        });
    }
}

/// The first half of one name and the second of another.
fn stranger(one: &str, other: &str) -> String {
    let half = |name: &str| name.split(' ').count().div_ceil(2);
    let first = one.split(' ').take(half(one));
    first
        .chain(other.split(' ').skip(half(other)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// One or two letters lost, doubled, swapped with the next or typed wrong, anywhere.
fn mistyped(name: &str, lot: &mut Lot) -> Option<String> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    let mut letters: Vec<char> = name.chars().collect();
    for _ in 0..=lot.draw(2) {
        let places: Vec<usize> = (0..letters.len())
            .filter(|&at| letters[at].is_alphabetic())
            .collect();
        if places.len() < 4 {
            return None;
        }
        let at = places[lot.draw(places.len())];
        let letter = char::from(LETTERS[lot.draw(LETTERS.len())]);
        match lot.draw(5) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letters[at]),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            3 => letters.insert(at, letter),
            _ => letters[at] = letter,
        }
    }
    Some(letters.into_iter().collect())
}

/// The words in another order.
fn turned_round(name: &str, lot: &mut Lot) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut turned = words.clone();
    if lot.draw(2) == 0 {
        let by = 1 + lot.draw(words.len().max(2) - 1);
        turned.rotate_left(by.min(words.len()));
    } else {
        let (one, other) = (lot.draw(words.len()), lot.draw(words.len()));
        turned.swap(one, other);
    }
    (turned != words).then(|| turned.join(" "))
}

/// One word of three or more left out.
fn shortened(name: &str, lot: &mut Lot) -> Option<String> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 3 {
        return None;
    }
    words.remove(lot.draw(words.len()));
    Some(words.join(" "))
}

/// What one language writes so, another writes so.
const HABITS: [(&str, &str); 20] = [
    ("ou", "u"),
    ("u", "ou"),
    ("sh", "ch"),
    ("ch", "sh"),
    ("j", "dj"),
    ("dj", "j"),
    ("ee", "i"),
    ("oo", "u"),
    ("k", "q"),
    ("q", "k"),
    ("mohammad", "mohamed"),
    ("muhammad", "mohamed"),
    ("ss", "s"),
    ("dd", "d"),
    ("iy", "i"),
    ("ay", "ai"),
    ("ei", "ey"),
    ("w", "ou"),
    ("ph", "f"),
    ("tch", "ch"),
];

/// Up to three habits of writing exchanged for others.
fn by_other_habit(name: &str, lot: &mut Lot) -> Option<String> {
    let name = name.to_lowercase();
    let mut written = name.clone();
    let mut done: HashSet<&str> = HashSet::new();
    let from = lot.draw(HABITS.len());
    for (one, other) in HABITS.iter().cycle().skip(from).take(HABITS.len()) {
        if done.len() < 3 && written.contains(one) && !done.contains(other) {
            written = written.replace(one, other);
            done.insert(one);
        }
    }
    (written != name).then_some(written)
}

/// A small generator: the same draws on every run.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}
