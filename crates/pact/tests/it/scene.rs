//! Small random pacts and questions, as plain data: written out as TOML for the crate, read as it stands by the oracle.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A small generator of numbers that a seed repeats (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).unwrap()
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub fn some(&mut self, of: &[String], most: usize) -> Vec<String> {
        let mut chosen: Vec<String> = (0..=self.below(most))
            .map(|_| self.pick(of).clone())
            .collect();
        chosen.sort();
        chosen.dedup();
        chosen
    }
}

#[derive(Debug, Clone)]
pub enum Made {
    Within(String),
    Includes(Vec<String>),
    AllBut(Vec<String>, Vec<String>),
}

#[derive(Debug, Clone)]
pub struct Clause {
    pub id: String,
    pub member: String,
    pub stance: &'static str,
    pub activity: Vec<String>,
    pub all: Vec<String>,
    pub but: Vec<String>,
    pub partner: Option<Vec<String>>,
    pub to: Option<Vec<String>>,
    pub mode: Option<Vec<String>>,
    /// Months of 2014, from 1; `until` is the last one in force.
    pub from: usize,
    pub until: Option<usize>,
    /// Written as a reservation of its member's, which is a refusal.
    pub reserved: bool,
}

/// A pact as plain data.
#[derive(Debug, Clone)]
pub struct Scene {
    pub members: Vec<String>,
    pub group: Vec<String>,
    pub theatres: Vec<(String, Made)>,
    /// Each with the one it lies in.
    pub activities: Vec<(String, String)>,
    pub clauses: Vec<Clause>,
    /// How the framework stands, each from a month on. Empty: in force, ever.
    pub framework: Vec<(&'static str, usize)>,
    /// How each member takes part, likewise. Without an entry: joined, ever.
    pub parts: BTreeMap<String, Vec<(&'static str, usize)>>,
}

#[derive(Debug, Clone)]
pub struct Asked {
    pub member: String,
    pub activity: String,
    pub theatre: String,
    pub partner: Option<String>,
    pub to: Option<String>,
    pub mode: Option<String>,
    pub month: usize,
}

fn strings(of: &[&str]) -> Vec<String> {
    of.iter().map(|s| (*s).to_owned()).collect()
}

pub const MODES: [&str; 3] = ["by-air", "jointly", "remotely"];

pub const STANCES: [&str; 3] = ["refused", "undertaken", "under-consultation"];

impl Scene {
    pub fn random(dice: &mut Dice) -> Self {
        let mut scene = Self {
            members: strings(&["dz", "us", "ml", "ne", "org"]),
            group: Vec::new(),
            theatres: Vec::new(),
            activities: Vec::new(),
            clauses: Vec::new(),
            framework: Vec::new(),
            parts: BTreeMap::new(),
        };
        scene.group = dice.some(&scene.members, 3);
        for n in 0..3 {
            let mut parents = strings(&["ml", "ne", "world"]);
            parents.extend(scene.theatres.iter().map(|(id, _)| id.clone()));
            let parent = dice.pick(&parents).clone();
            scene
                .theatres
                .push((format!("part{n}"), Made::Within(parent)));
        }
        for n in 0..3 {
            let known = scene.known_theatres();
            let made = if dice.one_in(3) {
                Made::AllBut(strings(&["world"]), dice.some(&known[1..], 3))
            } else {
                Made::Includes(dice.some(&known[1..], 4))
            };
            scene.theatres.push((format!("grouping{n}"), made));
        }
        for n in 0..6 {
            let mut parents = strings(&["any"]);
            parents.extend(scene.activities.iter().map(|(id, _)| id.clone()));
            scene
                .activities
                .push((format!("act{n}"), dice.pick(&parents).clone()));
        }
        for n in 0..dice.below(9) {
            let clause = scene.random_clause(dice, n);
            scene.clauses.push(clause);
        }
        scene.live(dice);
        scene
    }

    /// A life for the framework now and then, and for members; an undertaking holds only while its member is joined.
    pub fn live(&mut self, dice: &mut Dice) {
        self.framework.clear();
        if dice.one_in(3) {
            let begins = 1 + dice.below(3);
            let suspended = begins + 1 + dice.below(4);
            self.framework = vec![("in-force", begins), ("suspended", suspended)];
            if dice.one_in(2) {
                let again = suspended + 1 + dice.below(2);
                self.framework.push(("in-force", again));
            }
        }
        self.parts.clear();
        for member in self.members.clone() {
            let undertakes = |c: &&Clause| c.member == member && c.stance == "undertaken";
            let undertakings = || self.clauses.iter().filter(undertakes);
            let joins = undertakings().map(|c| c.from).min();
            let joins = joins.unwrap_or_else(|| 2 + dice.below(5));
            let leaves = undertakings()
                .map(|c| c.until)
                .max_by_key(|until| until.unwrap_or(99));
            let leaves = leaves.unwrap_or(Some(joins + dice.below(4)));
            if joins < 2 || dice.one_in(2) {
                continue;
            }
            let mut part = vec![("observing", joins - 1), ("joined", joins)];
            if let Some(last) = leaves
                && dice.one_in(2)
            {
                part.push(("left", last.max(joins) + 1));
            }
            self.parts.insert(member, part);
        }
    }

    /// Drops the part of each member that now undertakes something outside the time it is joined.
    pub fn heal(&mut self) {
        let clauses = &self.clauses;
        self.parts.retain(|member, part| {
            let from = |word| part.iter().find(|(w, _)| *w == word).map(|(_, from)| *from);
            let (joins, leaves) = (from("joined"), from("left"));
            let mut undertakings = clauses
                .iter()
                .filter(|c| c.member == *member && c.stance == "undertaken");
            undertakings.all(|c| {
                joins.is_some_and(|joins| joins <= c.from)
                    && leaves.is_none_or(|leaves| c.until.is_some_and(|last| last < leaves))
            })
        });
    }

    fn random_clause(&self, dice: &mut Dice, n: usize) -> Clause {
        let (theatres, partners) = (self.known_theatres(), self.known_partners());
        let member = dice.pick(&self.members).clone();
        let from = 1 + dice.below(6);
        let partner = dice.one_in(3).then(|| dice.some(&partners, 3));
        let partner = partner.filter(|p| p.iter().any(|id| *id != member));
        let stance = STANCES[dice.below(3)];
        let reserved = stance == "refused" && dice.one_in(3);
        let id = if reserved {
            let before = self
                .clauses
                .iter()
                .filter(|c| c.reserved && c.member == member);
            format!("{member}-reserves-{}", before.count() + 1)
        } else {
            format!("c{n}")
        };
        Clause {
            id,
            member,
            stance,
            reserved,
            activity: dice.some(&self.known_activities(), 2),
            all: dice.some(&theatres, 2),
            but: if dice.one_in(4) {
                dice.some(&theatres[1..], 2)
            } else {
                Vec::new()
            },
            partner,
            to: dice.one_in(4).then(|| dice.some(&theatres, 2)),
            mode: dice.one_in(5).then(|| dice.some(&strings(&MODES), 2)),
            from,
            until: dice.one_in(3).then(|| from + dice.below(4)),
        }
    }

    pub fn known_theatres(&self) -> Vec<String> {
        let mut all = strings(&["world", "ml", "ne", "ly", "sy", "jp"]);
        all.extend(self.theatres.iter().map(|(id, _)| id.clone()));
        all
    }

    pub fn known_activities(&self) -> Vec<String> {
        let mut all = strings(&["any"]);
        all.extend(self.activities.iter().map(|(id, _)| id.clone()));
        all
    }

    pub fn known_partners(&self) -> Vec<String> {
        let mut all = self.members.clone();
        all.extend(strings(&["group", "fr"]));
        all
    }

    pub fn question(&self, dice: &mut Dice) -> Asked {
        let theatres = self.known_theatres();
        Asked {
            member: dice.pick(&self.members).clone(),
            activity: dice.pick(&self.known_activities()).clone(),
            theatre: dice.pick(&theatres).clone(),
            partner: (!dice.one_in(3)).then(|| dice.pick(&self.known_partners()).clone()),
            to: dice.one_in(3).then(|| dice.pick(&theatres).clone()),
            mode: dice.one_in(3).then(|| dice.pick(&strings(&MODES)).clone()),
            month: 1 + dice.below(9),
        }
    }

    pub fn toml(&self) -> String {
        let mut out = String::from(
            "[sources.s]\nname.en = \"S\"\nkind = \"person\"\n\
             [statements.st]\nchain = [\"s\"]\ndate = \"2014-01\"\nlanguage = \"en\"\nclaim = \"stance\"\ntext.en = \"T\"\n\
             [issuers.un]\nname.en = \"UN\"\n",
        );
        let entries = |out: &mut String, of: &str, key: &str, list: &[(&str, usize)]| {
            for (word, month) in list {
                let _ = writeln!(
                    out,
                    "[[{of}.history]]\n{key} = {word:?}\nfrom = \"2014-{month:02}\""
                );
            }
        };
        let status = self.framework.last().map_or("in-force", |(last, _)| *last);
        let _ = writeln!(
            out,
            "[pact]\nid = \"scene\"\nversion = 1\nstatus = {status:?}\ntitle.en = \"Scene\""
        );
        entries(&mut out, "pact", "status", &self.framework);
        for member in &self.members {
            let _ = writeln!(out, "[members.{member}]\nname.en = \"{member}\"");
            if let Some(part) = self.parts.get(member) {
                entries(&mut out, &format!("members.{member}"), "standing", part);
            }
        }
        let _ = writeln!(
            out,
            "[groups.group]\nname.en = \"G\"\nmembers = {:?}",
            self.group
        );
        for (id, made) in &self.theatres {
            let _ = writeln!(out, "[theatres.{id}]\nname.en = \"{id}\"");
            let _ = match made {
                Made::Within(parent) => writeln!(out, "within = [{parent:?}]"),
                Made::Includes(ids) => writeln!(out, "includes = {ids:?}"),
                Made::AllBut(all, but) => writeln!(out, "all = {all:?}\nbut = {but:?}"),
            };
        }
        for (id, parent) in &self.activities {
            let _ = writeln!(
                out,
                "[activities.{id}]\nname.en = \"{id}\"\nwithin = \"{parent}\""
            );
        }
        for id in MODES {
            let _ = writeln!(out, "[modes.{id}]\nname.en = \"{id}\"");
        }
        for c in &self.clauses {
            let _ = if c.reserved {
                writeln!(out, "[[members.{}.reserves]]", c.member)
            } else {
                writeln!(
                    out,
                    "[clauses.{}]\nmember = {:?}\nstance = {:?}",
                    c.id, c.member, c.stance
                )
            };
            let _ = writeln!(
                out,
                "activity = {:?}\nstatements = [\"st\"]\ntext.en = \"C\"",
                c.activity
            );
            if c.but.is_empty() {
                let _ = writeln!(out, "theatre = {:?}", c.all);
            } else {
                let _ = writeln!(out, "theatre = {{ all = {:?}, but = {:?} }}", c.all, c.but);
            }
            if let Some(partner) = &c.partner {
                let _ = writeln!(out, "partner = {partner:?}");
            }
            if let Some(to) = &c.to {
                let _ = writeln!(out, "route = {{ to = {to:?} }}");
            }
            if let Some(mode) = &c.mode {
                let _ = writeln!(out, "mode = {mode:?}");
            }
            let _ = writeln!(out, "from = \"2014-{:02}\"", c.from);
            if let Some(until) = c.until {
                let _ = writeln!(out, "until = \"2014-{until:02}\"");
            }
        }
        out
    }
}

/// A moment in the middle of a month of 2014.
pub fn middle(month: usize) -> jiff::Timestamp {
    format!("2014-{month:02}-15T12:00:00Z").parse().unwrap()
}

/// The crate's reading of a scene; none where chance made it contradict itself or name an area in which nothing lies.
pub fn parsed(scene: &Scene) -> Option<mithaq_pact::Pact> {
    use mithaq_pact::Code;
    match mithaq_pact::Pact::parse("scene.toml", &scene.toml()) {
        Ok(pact) => Some(pact),
        Err(errors) => {
            let excused = |code| matches!(code, Code::Contradiction | Code::EmptyArea);
            assert!(
                errors.iter().all(|e| excused(e.code)),
                "{errors}\n{}",
                scene.toml()
            );
            None
        }
    }
}
