//! What a pact records beside its clauses, as text: statements, positions over time, flows, pledges, tracks.

use std::fmt::Write;

use jiff::Timestamp;
use mithaq_notice::{Language, Text};

use super::lines::{area, symbol, wrapped};
use crate::Pact;
use crate::model::{Basis, PartyId, Stance, Statement, Track, words};
use crate::naming::Place;

words! {
    /// A part of the picture that is asked for by itself.
    Section {
        /// Who said what, through whom; what retellings changed; which reports are one.
        Statements = "statements",
        /// Each member's position over time.
        Positions = "positions",
        /// Flows, who covers their legs, and the gaps.
        Flows = "flows",
        /// Pledges of capabilities: delivered and outstanding.
        Capabilities = "capabilities",
        /// Diplomatic tracks: talks, milestones, undertakings, exemptions.
        Tracks = "tracks",
    }
}

impl Pact {
    /// One part of the picture, as of a moment.
    #[must_use]
    pub fn section(&self, section: Section, language: Language, at: Timestamp) -> String {
        let writer = Writer {
            pact: self,
            language,
            at,
        };
        let mut out = String::new();
        match section {
            Section::Statements => writer.statements(&mut out),
            Section::Positions => writer.positions(&mut out),
            Section::Flows => writer.flows(&mut out),
            Section::Capabilities => writer.capabilities(&mut out),
            Section::Tracks => writer.tracks(&mut out),
        }
        out
    }
}

struct Writer<'a> {
    pact: &'a Pact,
    language: Language,
    at: Timestamp,
}

impl Writer<'_> {
    const fn say(&self, ar: &'static str, fr: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ar => ar,
            Language::Fr => fr,
            Language::En => en,
        }
    }

    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
    }

    fn basis(&self, basis: &Basis, out: &mut String) {
        wrapped(self.text(&basis.text), 2, out);
    }

    fn places(&self, places: &[Place]) -> String {
        let names: Vec<String> = places
            .iter()
            .map(|place| self.text(&self.pact.place_name(place)).to_owned())
            .collect();
        names.join(self.say("، ", ", ", ", "))
    }

    fn statements(&self, out: &mut String) {
        for statement in self.pact.statements() {
            self.statement(statement, out);
        }
        for copy in self.pact.near_copies() {
            let label = self.say("نصان متقاربان", "textes presque identiques", "near-copies");
            let line = format!(
                "{label}: {} ≈ {} ({}%, {})",
                copy.first,
                copy.second,
                copy.share,
                copy.language.code()
            );
            wrapped(&line, 0, out);
        }
        let label = self.say(
            "مصادر مستقلة",
            "sources indépendantes",
            "independent sources",
        );
        let _ = writeln!(out, "\n── {label}");
        for clause in self.pact.clauses() {
            let sources = self.pact.independent_sources(clause);
            let _ = writeln!(out, "{}: {}", clause.id, sources.len());
        }
    }

    fn statement(&self, statement: &Statement, out: &mut String) {
        let grade = statement
            .grade
            .as_ref()
            .map_or_else(String::new, |grade| format!(" · {grade}"));
        let head = format!(
            "{} · {} · {} · {}{grade}",
            statement.id, statement.date, statement.language, statement.claim
        );
        wrapped(&head, 0, out);
        let chain: Vec<&str> = statement
            .chain
            .iter()
            .filter_map(|id| self.pact.source(id))
            .map(|source| self.text(&source.name))
            .collect();
        wrapped(&chain.join(" ← "), 2, out);
        if let Some(original) = &statement.copy_of {
            let label = self.say("نسخة من", "copie de", "copy of");
            wrapped(&format!("{label} {original}"), 2, out);
        }
        wrapped(self.text(&statement.text), 2, out);
        for relay in &statement.relays {
            let changed: Vec<&str> = relay.changed.iter().map(|c| c.as_str()).collect();
            let label = self.say("رواية غيّرت", "relais qui a changé", "a retelling changed");
            let who = self
                .pact
                .source(&relay.source)
                .map_or("", |source| self.text(&source.name));
            wrapped(
                &format!("≠ {label} {} ({who}):", changed.join(", ")),
                2,
                out,
            );
            wrapped(&format!("− {}", self.text(&statement.text)), 4, out);
            wrapped(&format!("+ {}", self.text(&relay.text)), 4, out);
        }
    }

    fn positions(&self, out: &mut String) {
        for member in self.pact.members() {
            let _ = writeln!(out, "── {} ({})", self.text(&member.name), member.id);
            for change in self.pact.positions(&member.id) {
                let mut line = format!(
                    "{} {} {}: {}",
                    change.date,
                    symbol(change.stance),
                    change.clause,
                    self.turn(change.turn),
                );
                if !change.beside.is_empty() {
                    let beside: Vec<String> = change
                        .beside
                        .iter()
                        .map(|(id, stance)| format!("{} {id}", symbol(*stance)))
                        .collect();
                    let _ = write!(line, " ({})", beside.join(", "));
                }
                wrapped(&line, 0, out);
                if let Some(clause) = self.pact.clause(&change.clause) {
                    wrapped(self.text(&clause.text), 2, out);
                }
            }
        }
    }

    const fn turn(&self, turn: crate::Turn) -> &'static str {
        use crate::Turn::{Changed, Confirmed, Ended, First};
        match turn {
            First => self.say("لأول مرة", "dit pour la première fois", "first stated"),
            Changed => self.say("تغيّر الموقف", "position changée", "position changed"),
            Confirmed => self.say("تأكيد", "confirmé", "confirmed"),
            Ended => self.say("انتهى", "terminé", "ended"),
        }
    }

    fn flows(&self, out: &mut String) {
        let covers = self.pact.flow_covers(self.at);
        for (flow, cover) in self.pact.flows().zip(&covers) {
            let head = format!(
                "{} ({}): {} → {}",
                flow.id,
                flow.kind,
                area(&flow.from),
                area(&flow.to)
            );
            wrapped(&head, 0, out);
            self.basis(&flow.basis, out);
            for (n, leg) in cover.legs.iter().enumerate() {
                let label = self.say("المقطع", "tronçon", "leg");
                wrapped(
                    &format!(
                        "{label} {}: {} · {}",
                        n + 1,
                        area(&leg.theatre),
                        leg.activity
                    ),
                    2,
                    out,
                );
                for cover in &leg.covers {
                    let mut line = format!(
                        "{} {} · {}",
                        symbol(cover.stance),
                        cover.member,
                        cover.clause
                    );
                    if !cover.partner.is_empty() {
                        let ids: Vec<&str> = cover.partner.iter().map(PartyId::as_str).collect();
                        let _ = write!(line, " ⇄ {}", ids.join(", "));
                    }
                    let _ = write!(line, ": {}", self.places(&cover.places));
                    wrapped(&line, 4, out);
                }
                let line = if leg.gaps.is_empty() {
                    self.say("لا ثغرة", "aucune lacune", "no gap").to_owned()
                } else {
                    let label = self.say("ثغرات", "lacunes", "gaps");
                    format!("{label}: {}", self.places(&leg.gaps))
                };
                wrapped(&line, 4, out);
            }
        }
    }

    fn capabilities(&self, out: &mut String) {
        let pledges = self.pact.pledges(self.at);
        for (capability, pledge) in self.pact.capabilities().zip(&pledges) {
            let partners: Vec<&str> = capability.partner.iter().map(PartyId::as_str).collect();
            let head = format!(
                "{}: {} → {} · {} @ {} [{}]",
                capability.id,
                capability.member,
                partners.join(", "),
                capability.activity,
                area(&capability.theatre),
                pledge.state
            );
            wrapped(&head, 0, out);
            self.basis(&capability.basis, out);
            if let (Some(quantity), Some(delivered), Some(owed)) =
                (&capability.quantity, pledge.delivered, pledge.outstanding)
            {
                let unit = self.text(&quantity.unit);
                let line = format!(
                    "{}: {} {unit} · {}: {delivered} · {}: {owed}",
                    self.say("موعود", "promis", "pledged"),
                    quantity.pledged,
                    self.say("سُلّم", "livré", "delivered"),
                    self.say("متبقٍّ", "restant dû", "outstanding"),
                );
                wrapped(&line, 2, out);
            }
            if !capability.conditions.is_empty() {
                let label = self.say("الشروط", "conditions", "conditions");
                wrapped(
                    &format!("{label}: {}", self.text(&capability.conditions)),
                    2,
                    out,
                );
            }
            let line = if pledge.backed_by.is_empty() {
                self.say(
                    "لا يسنده بند",
                    "aucune clause ne la soutient",
                    "no clause stands behind it",
                )
                .to_owned()
            } else {
                let ids: Vec<String> = pledge.backed_by.iter().map(ToString::to_string).collect();
                format!("{} {}", symbol(Stance::Undertaken), ids.join(", "))
            };
            wrapped(&line, 2, out);
        }
    }

    fn tracks(&self, out: &mut String) {
        for track in self.pact.tracks() {
            self.track(track, out);
        }
    }

    fn track(&self, track: &Track, out: &mut String) {
        let head = format!(
            "{} ({}, {}) @ {}",
            track.id,
            track.member,
            track.status,
            area(&track.theatre)
        );
        wrapped(&head, 0, out);
        self.basis(&track.basis, out);
        if !track.parties.is_empty() {
            let label = self.say("الأطراف", "parties", "parties");
            wrapped(&format!("{label}: {}", self.text(&track.parties)), 2, out);
        }
        for talks in &track.talks {
            let until = talks
                .until
                .map_or_else(String::new, |until| format!("…{until}"));
            let place = talks
                .theatre
                .as_ref()
                .map_or_else(String::new, |t| format!(" @ {}", area(t)));
            let label = self.say("محادثات", "pourparlers", "talks");
            let line = format!(
                "{label} {}{until}{place}: {}",
                talks.from,
                self.text(&talks.text)
            );
            wrapped(&line, 2, out);
        }
        for milestone in &track.milestones {
            let reached = milestone.reached.filter(|day| day.start() <= self.at);
            let mark = if reached.is_some() { "✔" } else { "·" };
            let date = reached
                .or(milestone.due)
                .map_or_else(String::new, |date| format!("{date}: "));
            wrapped(
                &format!("{mark} {date}{}", self.text(&milestone.text)),
                2,
                out,
            );
        }
        for promise in &track.undertakings {
            let line = format!("{}: {}", self.text(&promise.by), self.text(&promise.text));
            wrapped(&line, 2, out);
        }
        for exemption in self.pact.exemptions().filter(|e| e.track == track.id) {
            let head = format!("{} {}", exemption.issuer, exemption.reference);
            wrapped(&head, 2, out);
            let wording = self.pact.exemption_wording(exemption, self.at);
            wrapped(self.text(&wording), 4, out);
        }
    }
}
