//! Whether two lists speak of one subject. Each list has ids of its own, and nothing in them says that their entries are on
//! one subject; what they state does.
//!
//! It decides which hits are one possible match, to be reviewed and confirmed together. So it wants more than a name, and gives
//! up at anything grave between them. How often it is right on the whole of two lists: `docs/lists.md`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use mithaq_names::{Kind, Matcher, Name, normalise};
use mithaq_notice::{Notice, Originator, Quality, Subject};

use crate::country::Country;
use crate::date::AskedBirth;
use crate::evidence::{Stated, evidence};
use crate::hit::GRAVE;
use crate::index::{kind_of, numbers_of};
use crate::number::{Number, NumberKind};
use crate::query::Query;
use crate::why::{Rule, Why};

/// A birth in the same year, a town of birth, or a nationality and a year known roughly.
const CORROBORATES: f64 = 1.0;
/// Beside a name of three words, a nationality in common.
const FITS: f64 = 0.5;
/// Shorter numbers are shared by strangers.
const TELLING_NUMBER: usize = 6;
/// Shorter names of organisations are shared by strangers.
const TELLING_NAME: usize = 6;
/// How alike names are beside a number or a day of birth in common; that of an organisation beside an alias in common.
const ALIKE: f64 = 0.75;
/// More names than these are not compared for likeness.
const MOST_COMPARED: usize = 16;

/// How two entries are tied.
struct Tie {
    /// The more, the stronger.
    strength: usize,
    /// So strongly that a list may well have written down one person twice.
    is_certain: bool,
}

/// Of notices, in order, the place of the first that each is on one subject with: those of one subject id, and those of several
/// public lists that evidently speak of one. A list speaks of a subject once, or evidently of one person twice, so that of several
/// ties the strongest counts.
pub(crate) fn firsts(notices: &[&Notice]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..notices.len()).collect();
    let mut of_subject = BTreeMap::new();
    for (at, notice) in notices.iter().enumerate() {
        first[at] = *of_subject.entry(&notice.subject_id).or_insert(at);
    }
    let lists: BTreeSet<&str> = notices.iter().filter_map(|notice| list(notice)).collect();
    if lists.len() < 2 {
        return first;
    }
    let queries: Vec<Query> = notices.iter().map(|notice| as_query(notice)).collect();
    let entries = notices.iter().zip(&queries);
    let entries: Vec<Entry<'_>> = entries
        .map(|(notice, said)| Entry::of(notice, said))
        .collect();
    let mut ties: Vec<(Tie, usize, usize)> = Vec::new();
    for (at, one) in entries.iter().enumerate() {
        for (after, other) in entries.iter().enumerate().skip(at + 1) {
            if let Some(tie) = one.tie(other) {
                ties.push((tie, at, after));
            }
        }
    }
    ties.sort_by_key(|(tie, at, after)| (Reverse(tie.strength), *at, *after));
    for (tie, one, other) in ties {
        let (one, other) = (first[one].min(first[other]), first[one].max(first[other]));
        if one != other
            && (tie.is_certain || !is_twice(&entries, &first, [one, other]))
            && !are_apart(&entries, &first, [one, other])
        {
            for group in &mut first {
                if *group == other {
                    *group = one;
                }
            }
        }
    }
    first
}

/// Whether a list would speak of one subject twice, were these groups one.
fn is_twice(entries: &[Entry<'_>], first: &[usize], [one, other]: [usize; 2]) -> bool {
    let of = |group: usize| {
        let notices = members(entries, first, group).map(|entry| entry.notice);
        notices.filter_map(|notice| Some((list(notice)?, &notice.subject_id)))
    };
    of(one).any(|(list, subject)| of(other).any(|(by, of)| by == list && of != subject))
}

/// Whether anything grave stands between an entry of one group and one of the other: each may be tied to what tells them apart
/// in nothing.
fn are_apart(entries: &[Entry<'_>], first: &[usize], [one, other]: [usize; 2]) -> bool {
    let of = |group: usize| members(entries, first, group);
    of(one).any(|entry| of(other).any(|beside| entry.is_against(beside)))
}

/// The entries of one group.
fn members<'e, 'a>(
    entries: &'e [Entry<'a>],
    first: &'e [usize],
    group: usize,
) -> impl Iterator<Item = &'e Entry<'a>> {
    let all = entries.iter().zip(first);
    let of_group = all.filter(move |(_, first)| **first == group);
    of_group.map(|(entry, _)| entry)
}

/// The public list a notice is an entry of.
fn list(notice: &Notice) -> Option<&str> {
    match &notice.originator {
        Originator::Issuer(issuer) => Some(issuer.as_str()),
        Originator::Member(_) => None,
    }
}

/// What an entry says that tells whom it is on.
struct Entry<'a> {
    notice: &'a Notice,
    names: BTreeSet<String>,
    /// The name it goes by first.
    primary: Option<String>,
    numbers: BTreeSet<Number>,
    has_birth: bool,
    stated: Stated<'a>,
}

impl<'a> Entry<'a> {
    fn of(notice: &'a Notice, said: &'a Query) -> Self {
        let primary = notice.subject.names().first();
        Self {
            notice,
            names: names(notice),
            primary: primary.map(|name| in_order(without_acronym(&name.text))),
            numbers: numbers(notice),
            has_birth: !said.births.is_empty(),
            stated: Stated::by(said),
        }
    }

    /// Whether what they say tells gravely against one subject.
    fn is_against(&self, other: &Self) -> bool {
        self.notice.subject.kind() == other.notice.subject.kind()
            && is_grave(&evidence(&self.stated, other.notice))
    }

    /// Whether two lists' entries are evidently on one subject, and how strongly.
    fn tie(&self, other: &Self) -> Option<Tie> {
        let lists = (list(self.notice)?, list(other.notice)?);
        let kind = self.notice.subject.kind();
        if lists.0 == lists.1 || kind != other.notice.subject.kind() {
            return None;
        }
        let numbers = self.numbers.intersection(&other.numbers).count();
        let shared: Vec<&String> = self.names.intersection(&other.names).collect();
        if numbers == 0 && shared.is_empty() && !self.has_birth {
            return None;
        }
        let evidence = evidence(&self.stated, other.notice);
        if is_grave(&evidence) {
            return None;
        }
        let is_day = evidence.iter().any(|why| why.rule == Rule::SameDay);
        let whole = shared.iter().filter(|name| name.contains(' ')).count();
        let tied = match &self.notice.subject {
            _ if numbers > 0 => !shared.is_empty() || self.is_alike(other),
            Subject::Person(_) => {
                let long = shared.iter().any(|name| name.split(' ').count() > 2);
                let fits: f64 = evidence.iter().map(|why| why.weight).sum();
                let corroborated =
                    fits >= CORROBORATES || evidence.iter().any(|why| why.weight >= CORROBORATES);
                whole >= 1 && corroborated
                    || whole >= 2
                    || long && fits >= FITS
                    || is_day && self.is_alike(other)
            }
            Subject::Organisation(_) => {
                let letters = |name: &&&String| name.chars().filter(|c| *c != ' ').count();
                let telling = shared.iter().filter(|name| letters(name) >= TELLING_NAME);
                let mut telling = telling.map(|name| name.as_str());
                let primaries = [self.primary.as_deref(), other.primary.as_deref()];
                match (telling.next(), telling.next()) {
                    (Some(_), Some(_)) => true,
                    (Some(name), None) => {
                        primaries.contains(&Some(name)) || self.is_called_alike(other)
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        let is_person = matches!(self.notice.subject, Subject::Person(_));
        tied.then_some(Tie {
            strength: shared.len() + 3 * usize::from(is_day) + 5 * numbers.min(1),
            is_certain: is_person && (whole > 1 || whole > 0 && is_day),
        })
    }

    /// Whether a name of one is like a name of the other.
    fn is_alike(&self, other: &Self) -> bool {
        let of = |entry: &Self| good_names(entry.notice).take(MOST_COMPARED).collect();
        self.is_like(of(self), other, of(other))
    }

    /// Whether what they are called first is alike.
    fn is_called_alike(&self, other: &Self) -> bool {
        let of = |entry: &Self| good_names(entry.notice).take(1).collect();
        self.is_like(of(self), other, of(other))
    }

    fn is_like(&self, names: Vec<&str>, other: &Self, others: Vec<&str>) -> bool {
        let matcher = Matcher::default();
        let read = |entry: &Self, names: Vec<&str>| -> Vec<Name> {
            let kind: Kind = kind_of(entry.notice.subject.kind());
            let names = names.into_iter().map(without_acronym);
            names
                .map(|name| Name::new_in(matcher.tables(), name, kind))
                .collect()
        };
        let (names, others) = (read(self, names), read(other, others));
        names.iter().any(|one| {
            let mut likeness = others.iter().map(|other| matcher.score(one, other));
            likeness.any(|score| score.get() >= ALIKE)
        })
    }
}

fn is_grave(evidence: &[Why]) -> bool {
    evidence.iter().any(|why| why.weight <= GRAVE)
}

/// Names good enough to identify by.
fn good_names(notice: &Notice) -> impl Iterator<Item = &str> {
    let names = notice.subject.names().iter();
    let good = names.filter(|name| name.quality != Some(Quality::Low));
    good.map(|name| name.text.as_str())
}

/// A name without its own acronym in brackets behind it, “Lashkar i Jhangvi (LJ)”. What else stands in brackets tells it from others,
/// “Foundation (Kenya)”.
fn without_acronym(name: &str) -> &str {
    let Some((before, acronym)) = name
        .trim_end()
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
    else {
        return name;
    };
    let mut letters = before.chars().flat_map(char::to_lowercase);
    let mut wanted = acronym.chars().flat_map(char::to_lowercase);
    let first = before.trim_start().chars().next();
    let is_its = acronym.len() > 1
        && first.is_some_and(|first| acronym.starts_with(first))
        && wanted.all(|wanted| letters.any(|letter| letter == wanted));
    if is_its { before.trim_end() } else { name }
}

/// A name's words in order of the alphabet: lists put the family's name first or last.
fn in_order(name: &str) -> String {
    let folded = normalise(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

fn names(notice: &Notice) -> BTreeSet<String> {
    let names = good_names(notice).map(|name| in_order(without_acronym(name)));
    names.filter(|name| !name.is_empty()).collect()
}

fn numbers(notice: &Notice) -> BTreeSet<Number> {
    let written = numbers_of(&notice.subject).into_iter();
    let numbers = written.flat_map(|(kind, text)| Number::listed(kind, text));
    numbers
        .filter(|number| {
            number.kind != NumberKind::Serial && number.key().chars().count() >= TELLING_NUMBER
        })
        .collect()
}

/// What a notice says of a person, as a question.
fn as_query(notice: &Notice) -> Query {
    let Subject::Person(person) = &notice.subject else {
        return Query::default();
    };
    let births = person.births.iter().map(|birth| AskedBirth {
        date: birth.date,
        days_off: 0,
        approximate: birth.approximate,
    });
    let places = person.birth_places.iter().map(|place| {
        let parts = [&place.city, &place.province, &place.country, &place.text];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(", ")
    });
    let nationalities = person.nationalities.iter();
    Query {
        births: births.collect(),
        birth_places: places.collect(),
        nationalities: nationalities
            .filter_map(|text| Country::parse(text))
            .collect(),
        gender: person.gender,
        ..Query::default()
    }
}
