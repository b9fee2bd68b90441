//! Findings: what is allowed in a pact and still worth a second look before it is signed.

use jiff::{Timestamp, ToSpan};
use mithaq_notice::{ClauseId, Language, Text};
use serde::Serialize;

use crate::model::{Clause, SourceId, Stance, words};
use crate::pact::missing_languages;
use crate::{MonthOrDay, Pact, PledgeState};

words! {
    /// The kinds of findings.
    FindingKind {
        /// An undertaking wholly inside a refusal of the same member: it permits nothing.
        InsideRefusal = "inside-refusal",
        /// A clause that no question is answered with any more: it has ended.
        Dead = "dead",
        /// A clause inside another of the same member and stance.
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
            self.check_scope(clause, &mut findings);
            self.check_time(clause, at, &mut findings);
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
                        format!("ترجمة ناقصة: {list}."),
                        format!("Traduction manquante : {list}."),
                        format!("A translation is missing: {list}."),
                    ),
                ));
            }
        }
        findings.sort_by_key(|f| (f.line, f.column, f.kind));
        findings
    }

    fn check_scope(&self, clause: &Clause, findings: &mut Vec<Finding>) {
        let path = format!("clauses.{}", clause.id);
        let wider = |stance| {
            self.clauses().find(|other| {
                other.id != clause.id
                    && other.member == clause.member
                    && other.stance == stance
                    && self.inside(clause, other)
                    // Of two that are equal, the later one is the redundant one.
                    && (!self.inside(other, clause) || self.comes_before(other, clause))
            })
        };
        if let Some(other) = wider(clause.stance) {
            let id = &other.id;
            findings.push(self.finding(
                FindingKind::Redundant,
                &path,
                Some(id),
                Text::new(
                    format!("زائد: كل ما يقوله يقوله البند {id} أيضًا."),
                    format!("Redondant : la clause {id} dit déjà tout cela."),
                    format!("Redundant: clause {id} says all of it already."),
                ),
            ));
        }
        if clause.stance == Stance::Undertaken
            && let Some(other) = wider(Stance::Refused)
        {
            let id = &other.id;
            findings.push(self.finding(FindingKind::InsideRefusal, &path, Some(id), Text::new(
                format!("تعهّد داخل رفض: البند {id} يرفض كل ما يعد به، فلا يسمح بشيء."),
                format!("Engagement à l'intérieur d'un refus : la clause {id} refuse tout ce qu'il promet ; il ne permet rien."),
                format!("An undertaking inside a refusal: clause {id} refuses all it promises, so it permits nothing."),
            )));
        }
    }

    fn check_time(&self, clause: &Clause, at: Timestamp, findings: &mut Vec<Finding>) {
        let (Some(until), Some(end)) = (clause.until, clause.ends()) else {
            return;
        };
        let path = format!("clauses.{}.until", clause.id);
        if end <= at {
            findings.push(self.finding(FindingKind::Dead, &path, None, Text::new(
                format!("بند ميت: انتهى مع {until}، ولم يعد يجيب عن أي سؤال."),
                format!("Clause morte : terminée avec {until}, elle ne répond plus à aucune question."),
                format!("A dead clause: it ended with {until} and answers no question any more."),
            )));
        } else if at
            .checked_add(SUNSET_HOURS.hours())
            .is_ok_and(|soon| end <= soon)
        {
            findings.push(self.finding(
                FindingKind::Sunset,
                &path,
                None,
                Text::new(
                    format!("ينتهي خلال ثلاثين يومًا: {until}."),
                    format!("Prend fin dans les trente jours : {until}."),
                    format!("It ends within thirty days: {until}."),
                ),
            ));
        }
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
                        "Repose sur une seule source anonyme : {}.",
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
                format!("نص يكاد يكون نسخة من التصريح {first} ({share}% من الأقصر، {code})؛ يُعدّان مصدرًا واحدًا. اكتب copy-of، أو not-copy-of إن كانا خبرين."),
                format!("Texte presque identique à celui de la déclaration {first} ({share} % du plus court, {code}) ; elles comptent pour une source. Écrivez copy-of, ou not-copy-of s'il s'agit de deux informations."),
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
                    format!("نقل دائري: {ring}. يُعدّ مصدرًا واحدًا."),
                    format!("Information circulaire : {ring}. Elle compte pour une source."),
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
                    "Promesse qu'aucun engagement en vigueur ne soutient.",
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
