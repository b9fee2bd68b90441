//! Findings: what is allowed in a pact and still worth a second look before it is signed.

use jiff::{Timestamp, ToSpan};
use mithaq_notice::{ClauseId, Language, Text};
use serde::Serialize;

use crate::model::{Clause, SourceId, Stance, words};
use crate::pact::missing_languages;
use crate::reach::Reach;
use crate::speech::{Speech, every};
use crate::{MonthOrDay, Pact, PledgeState};

words! {
    /// The kinds of findings.
    FindingKind {
        /// An undertaking wholly inside a refusal of the same member: it permits nothing.
        InsideRefusal = "inside-refusal",
        /// A clause that decides no question: it has ended, or others decide all it covers, or nothing in it has a name.
        Dead = "dead",
        /// A clause that adds nothing to another, or to others together, of the same member and stance.
        Redundant = "redundant",
        /// A clause that rests on one source, and that one anonymous.
        OneAnonymousSource = "one-anonymous-source",
        /// Two statements that are one text, though neither says so: they count as one source.
        NearCopy = "near-copy",
        /// Sources that quote one another: their reports count as one source.
        CircularReporting = "circular-reporting",
        /// A pledge that no undertaking stands behind.
        UnbackedPledge = "unbacked-pledge",
        /// A text that lacks a language.
        MissingTranslation = "missing-translation",
        /// A clause that ends within thirty days.
        Sunset = "sunset",
        /// The lead has not joined, observes or has left.
        LeadAbsent = "lead-absent",
        /// A reservation that touches nothing its member has undertaken.
        IdleReservation = "idle-reservation",
    }
}

/// How near an end is reported.
const SUNSET_HOURS: i64 = 30 * 24;

/// Something worth a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// The file's name as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The key path, as in `clauses.f7.until`.
    pub field: String,
    /// The other clause it is about, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<ClauseId>,
    /// What it is, in three languages.
    pub wording: Text,
}

impl Pact {
    /// Everything worth a second look at this moment, in the order of the file.
    #[must_use]
    pub fn check(&self, at: Timestamp) -> Vec<Finding> {
        let mut findings = Vec::new();
        for clause in self.clauses() {
            if !self.check_end(clause, at, &mut findings) {
                self.check_scope(clause, at, &mut findings);
                self.check_time(clause, at, &mut findings);
            }
            self.check_sources(clause, &mut findings);
        }
        self.check_life(at, &mut findings);
        self.check_reports(&mut findings);
        self.check_pledges(at, &mut findings);
        for (path, text) in self.texts() {
            let missing: Vec<&str> = missing_languages(text).map(Language::code).collect();
            if !missing.is_empty() && !text.is_empty() {
                let list = missing.join(", ");
                findings.push(self.finding(
                    FindingKind::MissingTranslation,
                    path,
                    None,
                    Text::new(
                        format!("ترجمة ناقصة: \u{2068}{list}\u{2069}."),
                        format!("Traduction manquante\u{a0}: {list}."),
                        format!("A translation is missing: {list}."),
                    ),
                ));
            }
        }
        findings.sort_by_key(|f| (f.line, f.column, f.kind));
        findings
    }

    fn check_scope(&self, clause: &Clause, at: Timestamp, findings: &mut Vec<Finding>) {
        let path = format!("clauses.{}", clause.id);
        let mut found = |kind, others: &[&Clause], wording: fn(Speech, &str) -> String| {
            let ids: Vec<ClauseId> = others.iter().map(|other| other.id.clone()).collect();
            let said = |language| {
                let speech = Speech { language };
                wording(speech, &speech.ids(&ids))
            };
            findings.push(self.finding(kind, &path, ids.first(), every(said)));
        };
        let wider = |stance| {
            self.clauses().find(|other| {
                other.id != clause.id
                    && other.member == clause.member
                    && other.stance == stance
                    && self.inside(clause, other)
                    && !self.redundant_beside(other, clause)
            })
        };
        let Some(scope) = self.scopes().get(&clause.id) else {
            return;
        };
        let reach = Reach::new(self, clause, scope);
        let stronger = reach.others(|other| other.stance < clause.stance);
        let refusal = wider(Stance::Refused).filter(|_| clause.stance == Stance::Undertaken);
        if let Some(refusal) = refusal {
            found(FindingKind::InsideRefusal, &[refusal], inside_refusal);
        } else if reach.left(&stronger, Some(at)).is_none() {
            if !stronger.is_empty() {
                found(FindingKind::Dead, &stronger, overridden);
            } else if clause.stance != Stance::Refused {
                // A refusal of what has no name still stops what overlaps it.
                found(FindingKind::Dead, &[], nameless);
            }
        }
        if let Some(other) = wider(clause.stance) {
            found(FindingKind::Redundant, &[other], redundant);
            return;
        }
        let mut same = reach.others(|other| other.stance == clause.stance);
        same.retain(|other| !self.redundant_beside(other, clause));
        if !same.is_empty() && reach.left(&same, Some(at)).is_none() {
            found(FindingKind::Redundant, &same, redundant);
        }
    }

    /// Whether of two clauses it is the first that says nothing beside the second: it lies within it, and of two that are
    /// equal it is the later one.
    fn redundant_beside(&self, one: &Clause, other: &Clause) -> bool {
        self.inside(one, other) && (!self.inside(other, one) || self.comes_before(other, one))
    }

    fn check_time(&self, clause: &Clause, at: Timestamp, findings: &mut Vec<Finding>) {
        let (Some(until), Some(end)) = (clause.until, clause.ends()) else {
            return;
        };
        let path = format!("clauses.{}.until", clause.id);
        let soon = at.checked_add(SUNSET_HOURS.hours());
        if end > at && soon.is_ok_and(|soon| end <= soon) {
            let wording = dated(until, |until| {
                [
                    format!("ينتهي خلال ثلاثين يومًا: {until}."),
                    format!("Prend fin dans les trente jours\u{a0}: {until}."),
                    format!("It ends within thirty days: {until}."),
                ]
            });
            findings.push(self.finding(FindingKind::Sunset, &path, None, wording));
        }
    }

    /// Reports a clause that has ended, and says whether it has.
    fn check_end(&self, clause: &Clause, at: Timestamp, findings: &mut Vec<Finding>) -> bool {
        let ended = clause.until.filter(|until| until.end() <= at);
        let Some(until) = ended else {
            return false;
        };
        let path = format!("clauses.{}.until", clause.id);
        let wording = dated(until, |until| {
            [
                format!("بند ميت: انتهى مع {until}، ولم يعد يجيب عن أي سؤال."),
                format!(
                    "Clause morte\u{a0}: terminée avec {until}, elle ne répond plus à aucune question."
                ),
                format!("A dead clause: it ended with {until} and answers no question any more."),
            ]
        });
        findings.push(self.finding(FindingKind::Dead, &path, None, wording));
        true
    }

    fn check_sources(&self, clause: &Clause, findings: &mut Vec<Finding>) {
        let sources = self.independent_sources(clause);
        let mut roots = sources.iter().filter_map(|id| self.source(id));
        let (Some(only), None) = (roots.next(), roots.next()) else {
            return;
        };
        if only.anonymous {
            let path = format!("clauses.{}.statements", clause.id);
            let name = |language| only.name.get(language);
            findings.push(self.finding(
                FindingKind::OneAnonymousSource,
                &path,
                None,
                Text::new(
                    format!("يستند إلى مصدر واحد مجهول: {}.", name(Language::Ar)),
                    format!(
                        "Repose sur une seule source anonyme\u{a0}: {}.",
                        name(Language::Fr)
                    ),
                    format!("It rests on one anonymous source: {}.", name(Language::En)),
                ),
            ));
        }
    }

    fn check_reports(&self, findings: &mut Vec<Finding>) {
        for copy in self.near_copies() {
            let path = format!("statements.{}.text", copy.second);
            let (first, share, code) = (&copy.first, copy.share, copy.language.code());
            findings.push(self.finding(FindingKind::NearCopy, &path, None, Text::new(
                format!("نص يكاد يكون نسخة من التصريح \u{2068}{first}\u{2069} (\u{2068}{share}%\u{2069} من الأقصر، \u{2068}{code}\u{2069})؛ يُعدّان مصدرًا واحدًا. اكتب \u{2068}copy-of\u{2069}، أو \u{2068}not-copy-of\u{2069} إن كانا خبرين."),
                format!("Texte presque identique à celui de la déclaration {first} ({share}\u{a0}% du plus court, {code})\u{202f}; elles comptent pour une source. Écrivez copy-of, ou not-copy-of s’il s’agit de deux informations."),
                format!("Nearly the text of statement {first} ({share}% of the shorter one, {code}); they count as one source. Write copy-of, or not-copy-of if they are two reports."),
            )));
        }
        for (statement, ring) in self.circular_reports() {
            let path = format!("statements.{statement}.chain");
            let ids: Vec<&str> = ring
                .iter()
                .chain(ring.first())
                .map(SourceId::as_str)
                .collect();
            let ring = ids.join(" ← ");
            findings.push(self.finding(
                FindingKind::CircularReporting,
                &path,
                None,
                Text::new(
                    format!("نقل دائري: \u{2068}{ring}\u{2069}. يُعدّ مصدرًا واحدًا."),
                    format!("Information circulaire\u{a0}: {ring}. Elle compte pour une source."),
                    format!("Circular reporting: {ring}. It counts as one source."),
                ),
            ));
        }
    }

    fn check_pledges(&self, at: Timestamp, findings: &mut Vec<Finding>) {
        let unbacked = self
            .pledges(at)
            .into_iter()
            .filter(|pledge| pledge.state == PledgeState::Running && pledge.backed_by.is_empty());
        for pledge in unbacked {
            let path = format!("capabilities.{}", pledge.capability);
            findings.push(self.finding(
                FindingKind::UnbackedPledge,
                &path,
                None,
                Text::new(
                    "وعد لا يسنده أي بند ملتزَم به نافذ.",
                    "Promesse qu’aucun engagement en vigueur ne soutient.",
                    "A pledge that no undertaking in force stands behind.",
                ),
            ));
        }
    }

    /// Whether all that `inner` answers, `outer` answers too, and all the time.
    fn inside(&self, inner: &Clause, outer: &Clause) -> bool {
        let scopes = self.scopes();
        let contained = match (scopes.get(&inner.id), scopes.get(&outer.id)) {
            (Some(inner), Some(outer)) => outer.contains(inner),
            _ => false,
        };
        let ends_later = |outer: Option<MonthOrDay>, inner: Option<MonthOrDay>| match (outer, inner)
        {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(outer), Some(inner)) => inner.end() <= outer.end(),
        };
        contained
            && outer.from.start() <= inner.from.start()
            && ends_later(outer.until, inner.until)
    }

    fn comes_before(&self, first: &Clause, second: &Clause) -> bool {
        let place = |clause: &Clause| self.place(&format!("clauses.{}", clause.id));
        place(first) < place(second)
    }

    pub(crate) fn finding(
        &self,
        kind: FindingKind,
        path: &str,
        other: Option<&ClauseId>,
        wording: Text,
    ) -> Finding {
        let (line, column) = self.place(path).unwrap_or((1, 1));
        Finding {
            kind,
            file: self.file_name().to_owned(),
            line,
            column,
            field: path.to_owned(),
            other: other.cloned(),
            wording,
        }
    }
}

fn inside_refusal(speech: Speech, by: &str) -> String {
    speech.choose([
        format!("تعهّد داخل رفض: البند {by} يرفض كل ما يعد به، فلا يسمح بشيء."),
        format!(
            "Engagement à l’intérieur d’un refus\u{a0}: la clause {by} refuse tout ce qu’il promet\u{202f}; il ne permet rien."
        ),
        format!("An undertaking inside a refusal: clause {by} refuses all it promises, so it permits nothing."),
    ])
}

fn overridden(speech: Speech, by: &str) -> String {
    speech.choose([
        format!("بند ميت: كل سؤال يغطيه تقرّره بنود أقوى: {by}."),
        format!("Clause morte\u{a0}: toute question qu’elle couvre est décidée par de plus fortes\u{a0}: {by}."),
        format!("A dead clause: every question it covers is decided by stronger ones: {by}."),
    ])
}

fn nameless(speech: Speech, _: &str) -> String {
    let words = [
        "بند ميت: لا اسم لشيء مما يغطيه، فلا سؤال يُطرح عنه. سمِّ ما يغطيه، مسرحًا أو نشاطًا.",
        "Clause morte\u{a0}: rien de ce qu’elle couvre n’a de nom, aucune question ne peut donc y porter. Donnez un nom, comme théâtre ou activité, à ce qu’elle couvre.",
        "A dead clause: nothing it covers has a name, so no question can be asked of it. Declare what it covers as a theatre or an activity.",
    ];
    speech.pick(words).to_owned()
}

fn redundant(speech: Speech, by: &str) -> String {
    speech.choose([
        format!("زائد: كل ما يقوله يُقال في: {by}."),
        format!("Redondante\u{a0}: tout ce qu’elle dit est déjà dit par\u{a0}: {by}."),
        format!("Redundant: all it says is said already by: {by}."),
    ])
}

/// A wording with a date in it, which keeps its order in Arabic.
fn dated(date: MonthOrDay, say: impl Fn(&str) -> [String; 3]) -> Text {
    every(|language| {
        let speech = Speech { language };
        speech.choose(say(&speech.isolated(&date.to_string())))
    })
}
