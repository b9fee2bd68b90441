//! How the compiled-in tables are made: character confusions by expectation maximisation over pairs of names, and the
//! counts that say how common a word is. Deterministic: same pairs in, same bytes out.
//!
//! Run by `examples/train.rs`, and by a test that compares the result with what is compiled in.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::cost::side;
use crate::normalise::normalise;
use crate::rarity::sound_classes;
use crate::symbol::{Alphabet, SYMBOLS, Symbol, symbols};
use crate::words::canonical;

/// Rounds of expectation maximisation; the tables hardly move after the sixth.
const ROUNDS: usize = 8;
/// Pairs that no alignment makes likely are other names, mistaken for translations: they teach nothing. Log probability a symbol.
const OUTLIER: f64 = -4.6;
/// Costs above this are not worth a line: the untrained ones take over.
const DEAREST: f64 = 4.1;
/// What a letter costs at most beyond what it costs elsewhere in a word.
const ELSEWHERE: f64 = 0.4;
/// Letters that foreign names are hardly written with, and how much more a pair with one of them teaches: most of the pairs
/// are European names, most names screened are not.
const ARABIC_ONLY: [char; 7] = ['ح', 'ذ', 'ص', 'ض', 'ظ', 'ع', 'ق'];
const NATIVE_WEIGHT: f64 = 8.0;
/// Differences that are met all the time are free; from the others, as much is taken off. In nats.
const USUAL_ACROSS: f64 = 0.8;
const USUAL_WITHIN: f64 = 0.6;
/// Other spellings of one name that are paired with each other, at most.
const SPELLINGS: usize = 8;

/// One name word in two spellings.
#[derive(Clone, Debug)]
pub struct Pair {
    one: Vec<Symbol>,
    other: Vec<Symbol>,
    weight: f64,
}

/// Index of "nothing" beside the symbols.
const NOTHING: usize = SYMBOLS;

/// Joint probabilities of what stands opposite what.
struct Joint(Vec<f64>);

impl Joint {
    fn of(&self, a: usize, b: usize) -> f64 {
        self.0[a * (SYMBOLS + 1) + b]
    }

    fn add(&mut self, a: usize, b: usize, amount: f64) {
        self.0[a * (SYMBOLS + 1) + b] += amount;
    }

    fn empty() -> Self {
        Self(vec![0.0; (SYMBOLS + 1) * (SYMBOLS + 1)])
    }

    fn uniform(pairs: &[Pair]) -> Self {
        let mut joint = Self::empty();
        for pair in pairs {
            for a in &pair.one {
                joint.add(a.index(), NOTHING, 0.2);
                for b in &pair.other {
                    let alike = if a == b { 50.0 } else { 1.0 };
                    joint.add(a.index(), b.index(), alike / pair.other.len() as f64);
                }
            }
            for b in &pair.other {
                joint.add(NOTHING, b.index(), 0.2);
            }
        }
        joint.scaled()
    }

    fn scaled(mut self) -> Self {
        let total: f64 = self.0.iter().sum();
        self.0
            .iter_mut()
            .for_each(|p| *p = *p / total.max(1.0) + 1e-9);
        self
    }
}

/// The confusion table, as the text of `data/confusions.tsv`.
///
/// `wikidata` has lines of Latin word, Arabic word (letters spaced), count; `google` of Arabic word, Latin word.
pub fn confusions(wikidata: &str, google: &str) -> String {
    let across = pairs_across(wikidata, google);
    let mut table = String::from(
        "# What it costs to take one symbol for another, in hundredths of a nat: symbol, symbol (or the alphabet that lacks it), cost.\n\
         # Learned by `cargo run --release -p mithaq-names --example train`. `^` is the start of a word, `$` its end.\n",
    );
    let latin = pairs_within(&across, |pair| (&pair.other, &pair.one));
    let arabic = pairs_within(&across, |pair| (&pair.one, &pair.other));
    write_costs(
        &learn(&across),
        (Alphabet::Latin, Alphabet::Arabic),
        &mut table,
    );
    write_costs(
        &learn(&latin),
        (Alphabet::Latin, Alphabet::Latin),
        &mut table,
    );
    write_costs(
        &learn(&arabic),
        (Alphabet::Arabic, Alphabet::Arabic),
        &mut table,
    );
    table
}

fn pairs_across(wikidata: &str, google: &str) -> Vec<Pair> {
    let from_wikidata = wikidata.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), columns.next()?.replace(' ', "")))
    });
    let from_google = google.lines().filter_map(|line| {
        let (arabic, latin) = line.split_once('\t')?;
        Some((latin.to_owned(), arabic.to_owned()))
    });
    let mut pairs: Vec<Pair> = from_wikidata
        .chain(from_google)
        .map(|(latin, arabic)| {
            let weight = if arabic.contains(ARABIC_ONLY) {
                NATIVE_WEIGHT
            } else {
                1.0
            };
            Pair {
                one: bare_symbols(&latin),
                other: bare_symbols(&arabic),
                weight,
            }
        })
        .filter(|pair| !pair.one.is_empty() && !pair.other.is_empty())
        .collect();
    pairs.sort_by(|a, b| (&a.one, &a.other).cmp(&(&b.one, &b.other)));
    pairs
}

fn bare_symbols(word: &str) -> Vec<Symbol> {
    symbols(&normalise(word).replace(' ', ""))
}

/// Pairs of spellings that share the spelling in the other alphabet.
fn pairs_within<'a>(
    across: &'a [Pair],
    key_and_value: impl Fn(&'a Pair) -> (&'a Vec<Symbol>, &'a Vec<Symbol>),
) -> Vec<Pair> {
    let mut groups: BTreeMap<&Vec<Symbol>, Vec<&Vec<Symbol>>> = BTreeMap::new();
    for pair in across {
        let (key, value) = key_and_value(pair);
        let spellings = groups.entry(key).or_default();
        if !spellings.contains(&value) && spellings.len() < SPELLINGS {
            spellings.push(value);
        }
    }
    let mut pairs = Vec::new();
    for spellings in groups.values().filter(|spellings| spellings.len() > 1) {
        let weight = 1.0 / spellings.len() as f64;
        for one in spellings {
            for other in spellings.iter().filter(|&other| other != one) {
                pairs.push(Pair {
                    one: (*one).clone(),
                    other: (*other).clone(),
                    weight,
                });
            }
        }
    }
    pairs
}

fn learn(pairs: &[Pair]) -> Joint {
    let mut joint = Joint::uniform(pairs);
    for round in 0..ROUNDS {
        let mut expected = Joint::empty();
        for pair in pairs {
            expect(pair, &joint, round > 1, &mut expected);
        }
        joint = expected.scaled();
    }
    joint
}

/// Adds what is expected to stand opposite what in this pair (forward and backward sums over all alignments).
fn expect(pair: &Pair, joint: &Joint, skip_outliers: bool, expected: &mut Joint) {
    let (n, m) = (pair.one.len(), pair.other.len());
    let a = |i: usize| pair.one[i].index();
    let b = |j: usize| pair.other[j].index();
    let at = |i: usize, j: usize| i * (m + 1) + j;
    let mut forward = vec![0.0; (n + 1) * (m + 1)];
    let mut backward = forward.clone();
    forward[0] = 1.0;
    for i in 0..=n {
        for j in 0..=m {
            let mut sum = forward[at(i, j)];
            if i > 0 {
                sum += forward[at(i - 1, j)] * joint.of(a(i - 1), NOTHING);
            }
            if j > 0 {
                sum += forward[at(i, j - 1)] * joint.of(NOTHING, b(j - 1));
            }
            if i > 0 && j > 0 {
                sum += forward[at(i - 1, j - 1)] * joint.of(a(i - 1), b(j - 1));
            }
            forward[at(i, j)] = sum;
        }
    }
    let whole = forward[at(n, m)];
    // Against what both words would cost by themselves, about three nats a symbol.
    if whole <= 0.0 || skip_outliers && whole.ln() / n.max(m) as f64 <= OUTLIER {
        return;
    }
    backward[at(n, m)] = 1.0;
    for i in (0..=n).rev() {
        for j in (0..=m).rev() {
            let mut sum = backward[at(i, j)];
            let so_far = forward[at(i, j)] * pair.weight / whole;
            if i < n {
                let p = joint.of(a(i), NOTHING) * backward[at(i + 1, j)];
                expected.add(a(i), NOTHING, so_far * p);
                sum += p;
            }
            if j < m {
                let p = joint.of(NOTHING, b(j)) * backward[at(i, j + 1)];
                expected.add(NOTHING, b(j), so_far * p);
                sum += p;
            }
            if i < n && j < m {
                let p = joint.of(a(i), b(j)) * backward[at(i + 1, j + 1)];
                expected.add(a(i), b(j), so_far * p);
                sum += p;
            }
            backward[at(i, j)] = sum;
        }
    }
}

/// Habits that the pairs hardly show, since most of them are European names: what each costs at most, in nats.
const HABITS: [(&str, &str, f64); 34] = [
    // Alef maqsura, which normalising makes a yeh: Mustafa, Yahya, Musa.
    ("a$", "ي$", 0.2),
    ("h$", "ي$", 1.0),
    // Ain under whatever vowel it carries: Omar, Oumar, Issa, Eissa.
    ("ou", "ع", 0.2),
    ("oo", "ع", 0.8),
    ("o", "ع", 0.3),
    ("u", "ع", 0.3),
    ("e", "ع", 0.3),
    ("i", "ع", 0.3),
    ("ei", "عي", 0.2),
    ("i", "عي", 0.3),
    ("e", "عي", 0.6),
    ("ou", "عو", 0.2),
    ("u", "عو", 0.3),
    ("o", "عو", 0.3),
    ("a", "عا", 0.0),
    ("aa", "عا", 0.0),
    ("e", "عا", 0.4),
    // Short vowels are not written.
    ("o", "-arabic", 0.7),
    ("ou", "-arabic", 0.5),
    ("i", "-arabic", 0.7),
    ("u", "-arabic", 0.2),
    ("ai", "ي", 0.4),
    ("ay", "ي", 0.4),
    ("ei", "ي", 0.4),
    ("ou", "^و", 0.2),
    // Emphatic and interdental letters, said in French, Persian, Urdu or Egyptian.
    ("d", "ذ", 0.9),
    ("dh", "ض", 0.3),
    ("dh", "ظ", 0.3),
    ("d", "ظ", 0.9),
    ("z", "ض", 0.8),
    ("z", "ذ", 0.5),
    ("t", "ث", 0.8),
    ("s", "ث", 0.9),
    ("v", "و", 0.8),
];

/// The same for French, English, Persian and Turkish ways of writing one Arabic name in Latin.
const LATIN_HABITS: [(&str, &str, f64); 24] = [
    ("e", "a", 1.1),
    ("e", "u", 1.5),
    ("e", "i", 0.6),
    ("o", "a", 1.4),
    ("i", "u", 1.6),
    ("ou", "oo", 0.2),
    ("ou", "u", 0.1),
    ("ou", "o", 0.4),
    ("ou", "w", 0.3),
    ("ee", "i", 0.3),
    ("ai", "ei", 0.4),
    ("ai", "i", 0.9),
    ("ai", "e", 0.9),
    ("ay", "ei", 0.4),
    ("aa", "a", 0.2),
    ("dj", "j", 0.1),
    ("ch", "sh", 0.1),
    ("kh", "k", 1.0),
    ("gh", "g", 0.3),
    ("dh", "d", 0.5),
    ("th", "t", 0.6),
    ("k", "q", 0.2),
    ("g", "q", 0.9),
    ("v", "w", 0.8),
];

/// Costs between two alphabets, in nats, before they are written; `NOTHING` has its place among them.
struct Learned(Vec<f64>);

impl Learned {
    /// A confusion costs as much as it is less likely than the likeliest thing that could stand there, averaged over both sides:
    /// the usual spelling is free.
    fn of(joint: &Joint, usual: f64) -> Self {
        // A symbol seen a few times in all has nothing to teach.
        let seen = |p: f64| p > 2e-6;
        let likeliest_with: Vec<f64> = (0..=SYMBOLS)
            .map(|a| (0..=SYMBOLS).map(|b| joint.of(a, b)).fold(0.0, f64::max))
            .collect();
        let likeliest_for: Vec<f64> = (0..=SYMBOLS)
            .map(|b| (0..=SYMBOLS).map(|a| joint.of(a, b)).fold(0.0, f64::max))
            .collect();
        let mut costs = vec![f64::INFINITY; (SYMBOLS + 1) * (SYMBOLS + 1)];
        for a in 0..=SYMBOLS {
            for b in 0..=SYMBOLS {
                let (with, forth, p) = (likeliest_with[a], likeliest_for[b], joint.of(a, b));
                let cost = match (a, b) {
                    (NOTHING, _) => (forth / p).ln(),
                    (_, NOTHING) => (with / p).ln(),
                    _ => 0.5 * ((with / p).ln() + (forth / p).ln()),
                };
                let taught = (a == NOTHING || seen(with)) && (b == NOTHING || seen(forth));
                if taught && p > 2e-8 {
                    costs[a * (SYMBOLS + 1) + b] = (cost - usual).max(0.0);
                }
            }
        }
        Self(costs)
    }

    /// With what is known of habits.
    fn with(mut self, habits: &[(&str, &str, f64)]) -> Self {
        for &(one, other, most) in habits {
            let Some(one) = Symbol::from_text(one).map(Symbol::index) else {
                continue;
            };
            let other = Symbol::from_text(other).map_or(NOTHING, Symbol::index);
            for at in [one * (SYMBOLS + 1) + other, other * (SYMBOLS + 1) + one] {
                self.0[at] = self.0[at].min(most);
            }
        }
        self
    }

    /// The learned cost, or that of the same letters elsewhere in the word, if that is less.
    fn cost(&self, a: usize, b: usize) -> f64 {
        let at = |a: usize, b: usize| self.0[a * (SYMBOLS + 1) + b];
        let (inner_a, inner_b) = (inner(a), inner(b));
        let elsewhere = at(inner_a, inner_b).min(at(a, inner_b)).min(at(inner_a, b));
        at(a, b).min(elsewhere + ELSEWHERE)
    }
}

/// The same letter inside a word, for a symbol at the edge of one.
fn inner(symbol: usize) -> usize {
    Symbol::from_index(symbol).map_or(symbol, |symbol| symbol.inner().index())
}

fn write_costs(joint: &Joint, (one, other): (Alphabet, Alphabet), table: &mut String) {
    let of = |alphabet| all_symbols().filter(move |symbol| symbol.alphabet() == alphabet);
    let learned = match (one, other) {
        (Alphabet::Latin, Alphabet::Arabic) => Learned::of(joint, USUAL_ACROSS).with(&HABITS),
        (Alphabet::Latin, Alphabet::Latin) => Learned::of(joint, USUAL_WITHIN).with(&LATIN_HABITS),
        _ => Learned::of(joint, USUAL_WITHIN),
    };
    for a in of(one) {
        for b in of(other).filter(|&b| one != other || a < b) {
            let (a_at, b_at) = (a.index(), b.index());
            let same_letter = one == other && inner(a_at) == inner(b_at);
            let cost = if same_letter {
                ELSEWHERE.min(learned.cost(a_at, b_at))
            } else if one == other {
                0.5 * (learned.cost(a_at, b_at) + learned.cost(b_at, a_at))
            } else {
                learned.cost(a_at, b_at)
            };
            write_cost(a, b.text(), cost, table);
        }
    }
    let lacking = |alphabet| ["-latin", "-arabic"][side(alphabet)];
    for a in of(one) {
        write_cost(a, lacking(other), learned.cost(a.index(), NOTHING), table);
    }
    if one != other {
        for b in of(other) {
            write_cost(b, lacking(one), learned.cost(NOTHING, b.index()), table);
        }
    }
}

fn write_cost(symbol: Symbol, other: &str, cost: f64, table: &mut String) {
    if cost <= DEAREST {
        let _ = writeln!(table, "{}\t{other}\t{:.0}", symbol.text(), cost * 100.0);
    }
}

fn all_symbols() -> impl Iterator<Item = Symbol> {
    (0..SYMBOLS).filter_map(Symbol::from_index)
}

/// The table of how common words are, as the text of `data/rarity.tsv`.
///
/// `wikidata` as for [`confusions`]; `listed` has lines of word TAB count, counted over persons' names on a public list. Each source has equal say.
pub fn rarity(wikidata: &str, listed: &str) -> String {
    let mut from_wikidata: HashMap<String, f64> = HashMap::new();
    for line in wikidata.lines() {
        let mut columns = line.split('\t');
        let (Some(latin), Some(arabic), Some(count)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let count: f64 = count.parse().unwrap_or(1.0);
        *from_wikidata
            .entry(sound_classes(&bare_symbols(latin)))
            .or_default() += 0.5 * count;
        *from_wikidata
            .entry(sound_classes(&bare_symbols(&arabic.replace(' ', ""))))
            .or_default() += 0.5 * count;
    }
    let mut from_list: HashMap<String, f64> = HashMap::new();
    for (word, count) in listed
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
    {
        *from_list
            .entry(sound_classes(&symbols(&canonical(&normalise(word)))))
            .or_default() += count.parse().unwrap_or(1.0);
    }
    blend(&from_wikidata, &from_list)
}

/// Occurrences in 100,000, half from each source.
fn blend(one: &HashMap<String, f64>, other: &HashMap<String, f64>) -> String {
    const TOTAL: f64 = 100_000.0;
    let mut blended: BTreeMap<&str, f64> = BTreeMap::new();
    for source in [one, other] {
        let total: f64 = source.values().sum();
        for (key, count) in source {
            *blended.entry(key).or_default() += count / total * TOTAL / 2.0;
        }
    }
    let mut table = String::from(
        "# How often words of these sound classes occur, in 100,000. Made by `cargo run --release -p mithaq-names --example train`.\n",
    );
    let _ = writeln!(table, "*\t{TOTAL:.0}");
    for (key, count) in blended
        .into_iter()
        .filter(|&(key, count)| count >= 0.5 && !key.is_empty())
    {
        let _ = writeln!(table, "{key}\t{count:.1}");
    }
    table
}
