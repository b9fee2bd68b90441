//! The meetings of a query's words with the list's.

use std::collections::HashMap;

use super::forms::Forms;
use super::hash::Quick;
use crate::meeting::{Meeting, meet, meet_at};
use crate::name::Unit;
use crate::rarity::Centinats;

/// A vocabulary unit, the query's positions that it may meet, as bits, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    pub(super) unit: u32,
    pub(super) query: u32,
    pub(super) meeting: Meeting,
}

/// Meetings by vocabulary number.
#[derive(Debug)]
pub(super) struct Meetings {
    /// Sorted by unit.
    met: Vec<Met>,
    /// Bits of the units that may be there: most are not.
    sieve: [u64; SIEVE / 64],
}

const SIEVE: usize = 4_096;

impl Meetings {
    pub(super) fn none() -> Self {
        Self {
            met: Vec::new(),
            sieve: [0; SIEVE / 64],
        }
    }

    /// Adds all meetings of a query unit, given the words near it. What is added is there after [`sort`](Self::sort).
    pub(super) fn add(&mut self, forms: &Forms, unit: &Unit, near: &[(u32, Centinats)]) {
        let translated = unit
            .concept
            .and_then(|concept| forms.by_concept.get(&concept));
        for &number in translated.into_iter().flatten() {
            if !near.iter().any(|(near, _)| *near == number) {
                let other = &forms.vocabulary[number as usize];
                self.push(unit, number, meet_at(unit, other, None));
            }
        }
        for &(number, cost) in near {
            let other = &forms.vocabulary[number as usize];
            self.push(unit, number, meet_at(unit, other, Some(cost)));
        }
    }

    fn push(&mut self, unit: &Unit, number: u32, meeting: Option<Meeting>) {
        let Some(meeting) = meeting else { return };
        let bit = sieved(number);
        self.sieve[bit / 64] |= 1 << (bit % 64);
        self.met.push(Met {
            unit: number,
            query: unit.mask(),
            meeting,
        });
    }

    /// To be called when all were added.
    pub(super) fn sort(&mut self) {
        self.met.sort_by_key(|met| met.unit);
    }

    pub(super) fn len(&self) -> usize {
        self.met.len()
    }

    /// The meeting of that number.
    pub(super) fn get(&self, number: usize) -> &Met {
        &self.met[number]
    }

    /// The meetings of one vocabulary unit.
    pub(super) fn of(&self, unit: u32) -> &[Met] {
        let bit = sieved(unit);
        if self.sieve[bit / 64] >> (bit % 64) & 1 == 0 {
            return &[];
        }
        let from = self.met.partition_point(|met| met.unit < unit);
        let to = self.met[from..].partition_point(|met| met.unit == unit);
        &self.met[from..from + to]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Met> {
        self.met.iter()
    }
}

fn sieved(unit: u32) -> usize {
    (unit.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// Meetings found one by one, each once.
#[derive(Default)]
pub(super) struct Memo<'a> {
    query: Vec<&'a Unit>,
    ranges: HashMap<u32, (u32, u32), Quick>,
    met: Vec<Met>,
}

impl<'a> Memo<'a> {
    /// Also finds those of this query unit. To be called before any are asked for.
    pub(super) fn add(&mut self, query: &'a Unit) {
        self.query.push(query);
    }

    /// The meetings of one vocabulary unit.
    pub(super) fn of(&mut self, forms: &Forms, unit: u32, effort: &mut Effort) -> &[Met] {
        if self.query.is_empty() {
            return &[];
        }
        let (from, to) = *self.ranges.entry(unit).or_insert_with(|| {
            let from = self.met.len() as u32;
            let (costs, other) = (forms.tables.costs(), &forms.vocabulary[unit as usize]);
            effort.meetings += self.query.len() as u64;
            for query in &self.query {
                self.met
                    .extend(meet(costs, query, other).map(|meeting| Met {
                        unit,
                        query: query.mask(),
                        meeting,
                    }));
            }
            (from, self.met.len() as u32)
        });
        &self.met[from as usize..to as usize]
    }
}

/// What a search took, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Rows of alignments with words of the list.
    pub rows: u64,
    /// Words compared one by one.
    pub meetings: u64,
    /// Forms looked at.
    pub forms: u64,
    /// Forms whose meetings were settled.
    pub settled: u64,
}

impl Effort {
    /// Adds what another part took.
    pub fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.meetings += other.meetings;
        self.forms += other.forms;
        self.settled += other.settled;
    }
}
