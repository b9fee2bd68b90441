//! Changes as sentences in three languages. Labels come before names, so that no sentence has to agree with a name.

use mithaq_notice::{ActivityId, ClauseId, Language, MemberId, Text, TheatreId};

use super::answers::Comparison;
use super::life::{LifeChange, Stood};
use super::names::{NameChange, NameKind, NameTurn};
use super::{
    ClauseChange, ClauseTurn, Diff, Direction, Matter, NoticeChange, Reach, StanceChange,
    UseChange, UseTurn,
};
use crate::Pact;
use crate::model::ModeId;
use crate::speech::{Speech, every};

pub(super) fn clause(comparison: &Comparison<'_>, change: &ClauseChange) -> Text {
    every(|language| {
        let say = Say::new(comparison, language);
        let speech = say.speech;
        let turn = speech.pick(match change.turn {
            ClauseTurn::Added => ["بند جديد", "Clause ajoutée", "Clause added"],
            ClauseTurn::FirstStated => [
                "بند يُذكر لأول مرة",
                "Clause énoncée pour la première fois",
                "Clause first stated",
            ],
            ClauseTurn::Ended => ["بند انتهى", "Clause terminée", "Clause ended"],
            ClauseTurn::Widened => ["بند اتسع", "Clause élargie", "Clause widened"],
            ClauseTurn::Narrowed => ["بند ضاق", "Clause restreinte", "Clause narrowed"],
            ClauseTurn::Moved => ["بند تغيّر نطاقه", "Clause déplacée", "Clause moved"],
            ClauseTurn::Weakened => ["بند ضعف", "Clause affaiblie", "Clause weakened"],
            ClauseTurn::Strengthened => ["بند قوي", "Clause renforcée", "Clause strengthened"],
            ClauseTurn::Reworded => ["بند تغيّرت صياغته", "Clause reformulée", "Clause reworded"],
        });
        let id = speech.isolated(change.clause.as_str());
        let mut parts = vec![format!(
            "{} {id} ({})",
            speech.colon(turn),
            say.party(change.member.as_str())
        )];
        parts.push(match (change.was, change.now) {
            (Some(was), Some(now)) if was != now => {
                let becomes = speech.pick(["← ", "→ ", "→ "]);
                format!("{} {becomes}{}", speech.stance(was), speech.stance(now))
            }
            (_, Some(stance)) | (Some(stance), None) => speech.stance(stance).to_owned(),
            (None, None) => String::new(),
        });
        let ends = say
            .new
            .clause(&change.clause)
            .and_then(|clause| clause.until);
        if let (ClauseTurn::Ended, Some(until)) = (change.turn, ends) {
            let until = speech.isolated(&until.to_string());
            parts.push(speech.choose([
                format!("ينتهي مع {until}"),
                format!("prend fin avec {until}"),
                format!("it ends with {until}"),
            ]));
        }
        let first = matches!(change.turn, ClauseTurn::Added | ClauseTurn::FirstStated);
        // What a source itself calls new stands out among what is new here only because the file begins with it.
        if first
            && say
                .new
                .clause(&change.clause)
                .is_some_and(|clause| clause.new)
        {
            let new = [
                "جديد بحسب مصدره",
                "nouveau, dit sa source",
                "new, says its source",
            ];
            parts.push(speech.pick(new).to_owned());
        }
        if !change.gained.is_empty() {
            let label = if first {
                speech.pick(["يشمل", "porte sur", "holds"])
            } else {
                speech.pick(["زاد", "en plus", "gained"])
            };
            parts.push(format!(
                "{} {}",
                speech.colon(label),
                say.reach(&change.gained)
            ));
        }
        if !change.lost.is_empty() {
            let label = speech.pick(["نقص", "en moins", "lost"]);
            parts.push(format!(
                "{} {}",
                speech.colon(label),
                say.reach(&change.lost)
            ));
        }
        if !change.still.is_empty() {
            let label = match change.was {
                Some(crate::Stance::Refused) => speech.pick([
                    "لا يزال الرفض قائمًا بموجب",
                    "restent à refuser tout cela",
                    "still refused, all of it, by",
                ]),
                _ => speech.pick([
                    "لا يزال كل ذلك قائمًا بموجب",
                    "disent encore tout cela",
                    "all of it still said by",
                ]),
            };
            parts.push(format!(
                "{} {}",
                speech.colon(label),
                speech.ids(&change.still)
            ));
        }
        parts.retain(|part| !part.is_empty());
        format!("{}.", parts.join(speech.pick(["؛ ", " ; ", "; "])))
    })
}

pub(super) fn stance(comparison: &Comparison<'_>, change: &StanceChange) -> Text {
    every(|language| {
        let say = Say::new(comparison, language);
        let speech = say.speech;
        let becomes = speech.pick(["←", "→", "→"]);
        let (was, now) = (speech.stance(change.was), speech.stance(change.now));
        let member = say.party(change.member.as_str());
        let mut text = format!(
            "{} {was} {becomes} {now}{} {}",
            speech.colon(&member),
            speech.semicolon(),
            say.matters(&change.questions)
        );
        let named = |label, ids: &Option<Vec<String>>, name: &dyn Fn(&str) -> String| {
            let Some(ids) = ids else {
                return String::new();
            };
            format!("{} {label} {}", speech.comma(), say.some(ids, name))
        };
        let (with, to) = (
            speech.pick(["مع", "avec", "with"]),
            speech.pick(["نحو", "vers", "towards"]),
        );
        text += &named(with, &change.partners, &|id| say.party(id));
        text += &named(to, &change.routes, &|id| say.theatre(id));
        let mode = speech.pick(["بطريقة", "mode", "mode"]);
        text += &named(mode, &change.modes, &|id| say.mode(id));
        text += &say.span(change.from, change.until);
        text += &say.by(&change.clauses);
        text
    })
}

pub(super) fn usage(comparison: &Comparison<'_>, change: &UseChange) -> Text {
    every(|language| {
        let say = Say::new(comparison, language);
        let mut text = say.affected(
            change.turn,
            &change.callers,
            change.originator.as_str(),
            None,
        );
        text += &say.matters(&change.questions);
        text += &say.span(change.from, change.until);
        text += &say.by(&change.clauses);
        text
    })
}

pub(super) fn notices(comparison: &Comparison<'_>, change: &NoticeChange) -> Text {
    every(|language| {
        let say = Say::new(comparison, language);
        let uses: Vec<&str> = change
            .uses
            .iter()
            .map(|wanted| say.speech.usage(*wanted))
            .collect();
        let mut text = say.affected(
            change.turn,
            &change.callers,
            change.originator.as_str(),
            Some(&uses.join(say.speech.list())),
        );
        text += &say.matters(&change.questions);
        text += &say.span(change.from, change.until);
        text.push('.');
        text
    })
}

pub(super) fn name(comparison: &Comparison<'_>, change: &NameChange) -> Text {
    every(|language| {
        let say = Say::new(comparison, language);
        let speech = say.speech;
        let turn = match (change.kind, change.turn) {
            (NameKind::Member, NameTurn::Joined) => ["عضو انضم", "Membre entré", "Member joined"],
            (NameKind::Member, _) => ["عضو خرج", "Membre sorti", "Member left"],
            (NameKind::Issuer, NameTurn::Joined) => [
                "قائمة عامة أضيفت",
                "Liste publique ajoutée",
                "Public list added",
            ],
            (NameKind::Issuer, _) => [
                "قائمة عامة حُذفت",
                "Liste publique retirée",
                "Public list dropped",
            ],
            (NameKind::Theatre, _) => ["مسرح تغيّر", "Théâtre redessiné", "Theatre redrawn"],
            (NameKind::Activity, _) => ["نشاط تغيّر", "Activité redéfinie", "Activity redrawn"],
            (NameKind::Group, _) => ["مجموعة تغيّرت", "Groupe modifié", "Group changed"],
        };
        let called = |id: &str| match change.kind {
            NameKind::Theatre => say.theatre(id),
            NameKind::Activity => say.activity(id),
            NameKind::Member | NameKind::Issuer | NameKind::Group => say.party(id),
        };
        let mut text = format!("{} {}", speech.colon(speech.pick(turn)), called(&change.id));
        for (label, ids) in [
            (["زاد", "en plus", "gained"], &change.gained),
            (["نقص", "en moins", "lost"], &change.lost),
        ] {
            if !ids.is_empty() {
                let label = speech.colon(speech.pick(label));
                text += &format!("{} {label} {}", speech.semicolon(), say.some(ids, &called));
            }
        }
        text.push('.');
        text
    })
}

pub(super) fn life(comparison: &Comparison<'_>, change: &LifeChange) -> Text {
    every(|language| {
        let say = Say::new(comparison, language);
        let speech = say.speech;
        let whose = change.member.as_ref().map_or_else(
            || speech.pick(["الإطار", "Cadre", "Framework"]).to_owned(),
            |member| say.party(member.as_str()),
        );
        let becomes = speech.pick(["←", "→", "→"]);
        let word = |stood: Option<Stood>| match stood {
            Some(Stood::Framework(status)) => speech.status(status),
            Some(Stood::Member(part)) => speech.membership(part),
            None => speech.pick(["لم يأتِ بعد", "pas encore là", "not there yet"]),
        };
        let (was, now) = (word(change.was), word(change.now));
        let span = say.span(change.from, change.until);
        format!("{} {was} {becomes} {now}{span}.", speech.colon(&whose))
    })
}

pub(super) fn verdict(diff: &Diff) -> Text {
    every(|language| {
        let speech = Speech { language };
        let verdict = speech.pick(match diff.verdict {
            Direction::Same => [
                "كل ما كان مسموحًا باقٍ كما كان",
                "Rien ne change de ce qui est permis",
                "What is permitted stays the same",
            ],
            Direction::OnlyNarrows => ["يضيّق فقط", "Restreint seulement", "Only narrows"],
            Direction::OnlyWidens => ["يوسّع فقط", "Élargit seulement", "Only widens"],
            Direction::Mixed => ["يوسّع ويضيّق", "Élargit et restreint", "Mixed"],
        });
        let (old, new) = (diff.old.version, diff.new.version);
        let compared = diff.compared;
        speech.choose([
            format!("{verdict}: من النسخة {old} إلى النسخة {new}. ثبت ذلك لكل سؤال ممكن ({compared})."),
            format!("{verdict} : de la version {old} à la version {new}. Prouvé pour toute question possible ({compared})."),
            format!("{verdict}: from version {old} to version {new}. Proved of every question there is ({compared})."),
        ])
    })
}

/// More names than these say little in one line; `--json` has all.
const SHOWN: usize = 4;

struct Say<'a> {
    old: &'a Pact,
    new: &'a Pact,
    speech: Speech,
}

impl<'a> Say<'a> {
    const fn new(comparison: &Comparison<'a>, language: Language) -> Self {
        Self {
            old: comparison.ground.pacts.old,
            new: comparison.ground.pacts.new,
            speech: Speech { language },
        }
    }

    fn party(&self, id: &str) -> String {
        if id == "any" {
            return self.anybody();
        }
        let known =
            self.new.space().party(id).is_some() || self.new.issuers().any(|i| i.id.as_str() == id);
        let pact = if known { self.new } else { self.old };
        pact.party_name(id).get(self.speech.language).to_owned()
    }

    fn mode(&self, id: &str) -> String {
        if id == "any" {
            let any = ["أي طريقة", "n’importe lequel", "any"];
            return self.speech.pick(any).to_owned();
        }
        let Ok(id) = ModeId::new(id) else {
            return id.to_owned();
        };
        let known = self.new.modes().any(|mode| mode.id == id);
        let pact = if known { self.new } else { self.old };
        pact.mode_name(&id).get(self.speech.language).to_owned()
    }

    fn anybody(&self) -> String {
        let words = self.speech.pick(["الجميع", "quiconque", "anybody"]);
        words.to_owned()
    }

    fn theatre(&self, id: &str) -> String {
        if id == "any" {
            return self
                .speech
                .pick(["أي مكان", "partout", "anywhere"])
                .to_owned();
        }
        let Ok(id) = TheatreId::new(id) else {
            return id.to_owned();
        };
        let known = self.new.space().theatre(id.as_str()).is_some();
        let pact = if known { self.new } else { self.old };
        pact.theatre_name(&id).get(self.speech.language).to_owned()
    }

    fn activity(&self, id: &str) -> String {
        let Ok(id) = ActivityId::new(id) else {
            return id.to_owned();
        };
        let known = self.new.space().activity(id.as_str()).is_some();
        let pact = if known { self.new } else { self.old };
        pact.activity_name(&id).get(self.speech.language).to_owned()
    }

    /// The first of many, and how many more there are.
    fn some(&self, ids: &[String], name: &dyn Fn(&str) -> String) -> String {
        let names: Vec<String> = ids.iter().take(SHOWN).map(|id| name(id)).collect();
        names.join(self.speech.list()) + &self.more(ids.len())
    }

    fn more(&self, all: usize) -> String {
        let more = all.saturating_sub(SHOWN);
        if more == 0 {
            return String::new();
        }
        self.speech.choose([
            format!(" (و{more} غيرها)"),
            format!(" (et {more} autres)"),
            format!(" (and {more} more)"),
        ])
    }

    fn matters(&self, questions: &[Matter]) -> String {
        let one = |matter: &Matter| {
            let (activity, theatre) = (
                self.activity(&matter.activity),
                self.theatre(&matter.theatre),
            );
            format!("{activity}{} {theatre}", self.speech.comma())
        };
        let shown: Vec<String> = questions.iter().take(SHOWN).map(one).collect();
        shown.join(self.speech.pick([" · ", " · ", " · "])) + &self.more(questions.len())
    }

    fn reach(&self, extent: &Reach) -> String {
        let parts = [
            self.some(&extent.activities, &|id| self.activity(id)),
            self.some(&extent.theatres, &|id| self.theatre(id)),
            self.limited(
                ["مع", "avec", "with"],
                self.some(&extent.partners, &|id| self.party(id)),
            ),
            self.limited(
                ["نحو", "vers", "towards"],
                self.some(&extent.destinations, &|id| self.theatre(id)),
            ),
            self.limited(
                ["بطريقة", "mode", "mode"],
                self.some(&extent.modes, &|id| self.mode(id)),
            ),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    fn limited(&self, label: [&'static str; 3], names: String) -> String {
        if names.is_empty() {
            names
        } else {
            format!("{} {names}", self.speech.pick(label))
        }
    }

    /// Who is affected, and how.
    fn affected(
        &self,
        turn: UseTurn,
        callers: &[MemberId],
        originator: &str,
        uses: Option<&str>,
    ) -> String {
        let speech = self.speech;
        let turn = speech.pick(match turn {
            UseTurn::BecomesPermitted => ["يصبح مسموحًا", "Devient permis", "Becomes permitted"],
            UseTurn::Stops => ["يتوقف", "Cesse", "Stops"],
        });
        let callers: Vec<String> = callers.iter().map(|id| self.party(id.as_str())).collect();
        let callers = callers.join(speech.list());
        let originator = self.party(originator);
        let uses = uses.map_or_else(String::new, |uses| format!(" ({uses})"));
        let turn = speech.colon(turn);
        speech.choose([
            format!("{turn} استعمال {callers}{uses} إشعارات {originator}؛ "),
            format!("{turn} usage par {callers}{uses} des avis de {originator} ; "),
            format!("{turn} use by {callers}{uses} of notices of {originator}; "),
        ])
    }

    fn span(&self, from: Option<jiff::Timestamp>, until: Option<jiff::Timestamp>) -> String {
        let speech = self.speech;
        let day = |at: jiff::Timestamp| {
            let date = jiff::tz::TimeZone::UTC.to_datetime(at).date();
            speech.isolated(&date.to_string())
        };
        let mut text = String::new();
        if let Some(from) = from {
            let label = speech.pick(["من", "à partir du", "from"]);
            text += &format!("{} {label} {}", speech.comma(), day(from));
        }
        if let Some(until) = until {
            let label = speech.pick(["حتى ما قبل", "jusqu’avant le", "until before"]);
            text += &format!("{} {label} {}", speech.comma(), day(until));
        }
        text
    }

    fn by(&self, clauses: &[ClauseId]) -> String {
        let speech = self.speech;
        if clauses.is_empty() {
            return ".".to_owned();
        }
        let label = speech.colon(speech.pick(["البنود", "Clauses", "Clauses"]));
        format!(". {label} {}.", speech.ids(clauses))
    }
}
