//! Answers as sentences: the verdict first, then the clause, who said it, since when, and what to do next.
//!
//! Labels come before names in all three languages, so that no sentence has to agree with the gender or number of a
//! name the file gives. `commitment` and `release` word the two kinds of answers; what both are made of is here.

mod commitment;
mod release;

use mithaq_notice::{ActivityId, Language, MemberId, Text, TheatreId};

use super::NextStep;
use crate::model::{Clause, ModeId};
use crate::speech::Speech;
use crate::{MonthOrDay, Pact};

pub(super) use commitment::commitment;
pub(super) use release::release;

struct Say<'a> {
    pact: &'a Pact,
    language: Language,
}

impl Say<'_> {
    const fn speech(&self) -> Speech {
        Speech {
            language: self.language,
        }
    }

    fn pick(&self, words: [&'static str; 3]) -> &'static str {
        self.speech().pick(words)
    }

    fn colon(&self, label: &str) -> String {
        self.speech().colon(label)
    }

    fn comma(&self) -> &'static str {
        self.speech().comma()
    }

    fn isolated(&self, text: &str) -> String {
        self.speech().isolated(text)
    }

    /// A text of the file, in the sentence's language or, where that is missing, in another.
    fn of(&self, text: &Text) -> String {
        self.speech().foreign(text.get(self.language))
    }

    fn labelled(&self, label: [&'static str; 3], text: &str) -> String {
        format!("{} {} {text}", self.comma(), self.pick(label))
    }

    fn party(&self, id: &str) -> String {
        self.of(&self.pact.party_name(id))
    }

    fn member(&self, id: &MemberId) -> String {
        self.party(id.as_str())
    }

    fn activity(&self, id: &ActivityId) -> String {
        self.of(&self.pact.activity_name(id))
    }

    fn theatre(&self, id: &TheatreId) -> String {
        self.of(&self.pact.theatre_name(id))
    }

    fn mode(&self, id: &ModeId) -> String {
        self.of(&self.pact.mode_name(id))
    }

    fn matter(&self, activity: &ActivityId, theatre: &TheatreId) -> String {
        format!(
            "{}{} {}",
            self.activity(activity),
            self.comma(),
            self.theatre(theatre)
        )
    }

    /// “since 2014-09”, “since 2014-09, until 2014-12”.
    fn period(&self, from: MonthOrDay, until: Option<MonthOrDay>) -> String {
        let since = self.pick(["منذ", "depuis", "since"]);
        let mut text = format!("{since} {}", self.isolated(&from.to_string()));
        if let Some(until) = until {
            text += &self.labelled(
                ["حتى", "jusqu’à", "until"],
                &self.isolated(&until.to_string()),
            );
        }
        text
    }

    /// “Algeria, since 2014-09 (clause dz-x; El Khabar, quoting a security source). Conditions: …”
    fn clause(&self, clause: &Clause) -> String {
        let by = clause.mode.as_ref().map_or_else(String::new, |modes| {
            let names: Vec<String> = modes.iter().map(|id| self.mode(id)).collect();
            self.labelled(
                ["بطريقة", "mode", "mode"],
                &names.join(self.speech().list()),
            )
        });
        let mut text = format!(
            "{}{by}{} {} ({} {}{} {}).",
            self.member(&clause.member),
            self.comma(),
            self.period(clause.from, clause.until),
            self.pick(["البند", "clause", "clause"]),
            self.isolated(clause.id.as_str()),
            self.speech().semicolon(),
            self.said(clause)
        );
        if !clause.conditions.is_empty() {
            let label = self.pick(["الشروط", "Conditions", "Conditions"]);
            text += &format!(" {} {}", self.colon(label), self.of(&clause.conditions));
            if !text.trim_end_matches('\u{2069}').ends_with(['.', '…']) {
                text.push('.');
            }
        }
        text
    }

    /// The clauses that decide: the first in full, the others by their ids.
    fn clauses(&self, clauses: &[&Clause]) -> String {
        let Some((first, others)) = clauses.split_first() else {
            return String::new();
        };
        let mut text = self.clause(first);
        if !others.is_empty() {
            let ids: Vec<_> = others.iter().map(|clause| clause.id.clone()).collect();
            let label = self.pick(["وكذلك", "De même", "Also"]);
            text += &format!(" {} {}.", self.colon(label), self.speech().ids(&ids));
        }
        text
    }

    /// Clauses that touch the question and do not decide it.
    fn in_part(&self, partial: &[mithaq_notice::ClauseId]) -> String {
        if partial.is_empty() {
            return String::new();
        }
        let label = self.pick([
            "بنود تمسّه جزئيًا",
            "Clauses qui le touchent en partie",
            "Clauses that touch it in part",
        ]);
        format!(" {} {}.", self.colon(label), self.speech().ids(partial))
    }

    /// Who said it, through whom: who carried the clause's first statement, … who said it.
    fn said(&self, clause: &Clause) -> String {
        let chain = clause
            .statements
            .first()
            .and_then(|id| self.pact.statement(id))
            .map(|s| s.chain.as_slice())
            .unwrap_or_default();
        let names: Vec<String> = chain
            .iter()
            .filter_map(|id| self.pact.source(id))
            .map(|source| self.of(&source.name))
            .collect();
        names.join(self.pick(["، نقلًا عن ", ", citant ", ", quoting "]))
    }

    /// What to do next: the step a decision gives, or else what its reader does with it.
    fn next(&self, text: &mut String, step: &NextStep, otherwise: [&'static str; 3]) {
        let label = self.colon(self.pick(["الخطوة التالية", "Suite", "Next"]));
        let next = match step {
            NextStep::Nothing => self.pick(otherwise).to_owned(),
            NextStep::Ask(member) => {
                let who = self.member(member);
                match self.language {
                    Language::Ar => format!("سؤال {who}."),
                    Language::Fr => format!("s’adresser à ce membre ({who})."),
                    Language::En => format!("ask {who}."),
                }
            }
            NextStep::Join(id) => {
                let join = self.pick([
                    "الانضمام إلى المشاورة",
                    "rejoindre la consultation",
                    "join the consultation",
                ]);
                let subject = self
                    .pact
                    .consultation(id)
                    .map(|c| self.of(&c.subject))
                    .unwrap_or_default();
                format!("{join} {} ({subject}).", self.isolated(id.as_str()))
            }
        };
        text.push_str(&format!(" {label} {next}"));
    }
}
