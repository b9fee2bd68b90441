//! Whether a notice may be used so, as a sentence.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_notice::{Obligation, Originator, Text};

use super::Say;
use crate::decide::{HandlingField, Reason, Release, Verdict};
use crate::model::{Clause, Membership, Since, Status};
use crate::speech::every;
use crate::{MonthOrDay, Pact, ReleaseQuestion, Role};

pub(in crate::decide) fn release(
    pact: &Pact,
    question: &ReleaseQuestion,
    originator: &Originator,
    answer: &Release,
    at: Timestamp,
) -> Text {
    every(|language| {
        let told = Told {
            say: Say { pact, language },
            question,
            originator,
            answer,
            at,
        };
        let say = &told.say;
        let verdict = if answer.permitted() {
            say.pick(["مسموح", "Autorisé", "Permitted"])
        } else {
            say.pick(["ممنوع", "Interdit", "Denied"])
        };
        let mut text = format!(
            "{} {}{} {}. ",
            say.colon(verdict),
            say.speech().usage(question.wanted),
            say.comma(),
            say.matter(&question.activity, &question.theatre),
        );
        let otherwise = match &answer.verdict {
            Verdict::Permit { obligations } => {
                text += &told.permit(obligations);
                [
                    "استعماله لهذا وحده.",
                    "s’en servir pour cela seulement.",
                    "use it for this only.",
                ]
            }
            Verdict::Deny { reason } => {
                text += &told.denial(reason);
                told.otherwise(reason)
            }
        };
        say.next(&mut text, &answer.next_step, otherwise);
        text
    })
}

struct Told<'a> {
    say: Say<'a>,
    question: &'a ReleaseQuestion,
    originator: &'a Originator,
    answer: &'a Release,
    at: Timestamp,
}

impl Told<'_> {
    fn clauses(&self) -> Vec<&Clause> {
        let ids = self.answer.clauses.iter();
        ids.filter_map(|id| self.say.pact.clause(id)).collect()
    }

    /// “Label: text.”
    fn stated(&self, label: [&'static str; 3], text: &str) -> String {
        format!("{} {text}.", self.say.colon(self.say.pick(label)))
    }

    fn permit(&self, obligations: &BTreeSet<Obligation>) -> String {
        let say = &self.say;
        let clauses = self.clauses();
        let mut text = if self.question.caller.role != Role::Service {
            say.pick([
                "الرقابة والتظلّم يطّلعان دائمًا على ما في عقدتهما.",
                "Le contrôle et le recours lisent toujours sur leur propre nœud.",
                "Oversight and redress always read on their own node.",
            ])
            .to_owned()
        } else if !clauses.is_empty() {
            say.clauses(&clauses)
        } else {
            let label = if self.originator.member().is_some() {
                [
                    "إشعار من العضو نفسه، فلا حاجة إلى بند",
                    "Avis du membre lui-même, sans clause nécessaire",
                    "The member's own notice, for which no clause is needed",
                ]
            } else {
                [
                    "قائمة عامة لا يقيّدها أي بند",
                    "Liste publique, qu’aucune clause ne restreint",
                    "Public list, which no clause restricts",
                ]
            };
            self.stated(label, &self.originator())
        };
        if !obligations.is_empty() {
            let words: Vec<&str> = obligations.iter().map(|o| self.obligation(*o)).collect();
            let list = words.join(&format!("{} ", say.speech().semicolon()));
            text.push(' ');
            text += &self.stated(["بشرط", "À condition", "On condition"], &list);
        }
        text
    }

    fn originator(&self) -> String {
        self.say.party(self.originator.as_str())
    }

    fn obligation(&self, obligation: Obligation) -> &'static str {
        self.say.pick(match obligation {
            Obligation::ContactOriginatorFirst => [
                "الاتصال بالجهة المُصدِرة أولًا",
                "contacter d’abord l’émetteur",
                "contact the originator first",
            ],
            Obligation::NoDetention => ["لا توقيف", "aucune détention", "no detention"],
            Obligation::FourEyes => [
                "قرار من شخصين",
                "décision à deux personnes",
                "two people decide",
            ],
            Obligation::NoOnward => ["لا إحالة", "aucune transmission", "no onward passing"],
            Obligation::NoDisclosureInCourt => [
                "لا يُعرض أمام القضاء",
                "aucune production en justice",
                "never shown in court",
            ],
            Obligation::NoTippingOff => [
                "لا يُخطر المعني",
                "ne pas avertir l’intéressé",
                "do not tell the person concerned",
            ],
        })
    }

    fn denial(&self, reason: &Reason) -> String {
        let say = &self.say;
        match reason {
            Reason::Refused => self.by_clauses([
                "الجهة المُصدِرة ترفض",
                "L’émetteur refuse",
                "The originator refuses",
            ]),
            Reason::OwnRefusal => self.by_clauses([
                "عضوك نفسه يرفض",
                "Votre propre membre refuse",
                "Your own member refuses",
            ]),
            Reason::UnderConsultation => self.by_clauses([
                "الأمر قيد التشاور",
                "L’affaire est en consultation",
                "It is still under consultation",
            ]),
            Reason::Silent => {
                let who = self.originator();
                let text = match say.language {
                    mithaq_notice::Language::Ar => {
                        format!("لا تعهّد يغطي هذا ({who})، والصمت ليس إذنًا.")
                    }
                    mithaq_notice::Language::Fr => format!(
                        "Aucun engagement ne couvre ce cas ({who})\u{202f}; le silence ne vaut pas accord."
                    ),
                    mithaq_notice::Language::En => format!(
                        "No undertaking covers this ({who}), and silence is not permission."
                    ),
                };
                text + &say.in_part(&self.answer.partial)
            }
            Reason::Handling(field) => self.handling(*field),
            Reason::ReadsOnly => say
                .pick([
                    "الرقابة والتظلّم يطّلعان ولا يفعلان غير ذلك.",
                    "Le contrôle et le recours lisent, sans plus.",
                    "Oversight and redress read, and do nothing else.",
                ])
                .to_owned(),
            Reason::Suspended => self.dated(
                [
                    "الميثاق معلَّق، ولا يُتاح شيء ما دام كذلك",
                    "Le pacte est suspendu\u{202f}; rien n’est diffusé tant qu’il l’est",
                    "The pact is suspended, and nothing is released while it is",
                ],
                self.suspended_since(),
            ),
            Reason::NotJoined => self.not_joined(),
            Reason::UnknownOriginator => self.stated(
                [
                    "الجهة المُصدِرة ليست من هذا الميثاق",
                    "L’émetteur n’est pas de ce pacte",
                    "The originator is not of this pact",
                ],
                &say.isolated(self.originator.as_str()),
            ),
            Reason::Fault => say
                .pick([
                    "تعذّر تقييم القواعد.",
                    "Les règles n’ont pu être évaluées.",
                    "The rules could not be evaluated.",
                ])
                .to_owned(),
        }
    }

    fn by_clauses(&self, why: [&'static str; 3]) -> String {
        let (why, clauses) = (self.say.pick(why), self.clauses());
        if clauses.is_empty() {
            format!("{why}.")
        } else {
            format!("{} {}", self.say.colon(why), self.say.clauses(&clauses))
        }
    }

    /// “Such it is, since 2015-03.”
    fn dated(&self, what: [&'static str; 3], since: Option<MonthOrDay>) -> String {
        let what = self.say.pick(what);
        since.map_or_else(
            || format!("{what}."),
            |since| format!("{what} ({}).", self.say.period(since, None)),
        )
    }

    fn suspended_since(&self) -> Option<MonthOrDay> {
        since(
            &self.say.pact.framework().history,
            self.at,
            &Status::Suspended,
        )
    }

    fn not_joined(&self) -> String {
        let caller = &self.question.caller.member;
        let history = self.say.pact.member(caller).map(|member| &member.history);
        let standing = self.say.pact.membership(caller, self.at);
        let since = standing
            .zip(history)
            .and_then(|(standing, history)| since(history, self.at, &standing));
        let what = match standing {
            Some(Membership::Left) => [
                "عضوك انسحب من الميثاق",
                "Votre membre a quitté le pacte",
                "Your member has left the pact",
            ],
            Some(Membership::Observing) => [
                "عضوك مراقب، والمراقب لا يُتاح له شيء",
                "Votre membre est observateur\u{202f}; rien n’est diffusé à un observateur",
                "Your member observes, and an observer is given nothing",
            ],
            Some(Membership::Joined) | None => [
                "عضوك لم ينضم بعد إلى الميثاق",
                "Votre membre n’a pas encore adhéré au pacte",
                "Your member has not joined the pact yet",
            ],
        };
        self.dated(what, since)
    }

    /// What the notice's own handling does not allow, and whose handling it is.
    fn handling(&self, field: HandlingField) -> String {
        let (say, question) = (&self.say, self.question);
        let usage = || say.speech().usage(question.wanted).to_owned();
        let (label, detail) = match field {
            HandlingField::Until => (
                [
                    "انتهت صلاحية الإشعار",
                    "L’avis n’est plus utilisable, son terme est passé",
                    "The notice has ended",
                ],
                None,
            ),
            HandlingField::ReleaseTo => (
                [
                    "قيود التداول لا تشمل العضو",
                    "L’avis n’est pas diffusé à",
                    "The notice is not released to",
                ],
                Some(say.member(&question.caller.member)),
            ),
            HandlingField::Services => (
                [
                    "قيود التداول لا تشمل الجهاز",
                    "L’avis n’est pas destiné au service",
                    "The notice is not for the service",
                ],
                Some(say.isolated(question.caller.service.as_str())),
            ),
            HandlingField::Uses => (
                [
                    "قيود التداول لا تسمح بالاستعمال",
                    "L’avis ne permet pas cet usage",
                    "The notice does not allow this use",
                ],
                Some(usage()),
            ),
            HandlingField::Onward => (
                [
                    "لا يُحال الإشعار إلى أحد",
                    "L’avis ne se transmet à personne",
                    "The notice goes onward to nobody",
                ],
                None,
            ),
            HandlingField::Activities => (
                [
                    "قيود التداول لا تشمل النشاط",
                    "L’avis ne sert pas à l’activité",
                    "The notice is not for the activity",
                ],
                Some(say.activity(&question.activity)),
            ),
            HandlingField::Theatres => (
                [
                    "قيود التداول لا تشمل المسرح",
                    "L’avis ne sert pas sur le théâtre",
                    "The notice is not for the theatre",
                ],
                Some(say.theatre(&question.theatre)),
            ),
        };
        let what = say.pick(label);
        let what = match detail {
            Some(detail) => format!("{} {detail}", say.colon(what)),
            None => what.to_owned(),
        };
        let set_by = say.pick(["بحسب", "selon", "set by"]);
        format!("{what} ({} {}).", say.colon(set_by), self.originator())
    }

    /// What to do where there is nobody to ask and nothing to join.
    const fn otherwise(&self, reason: &Reason) -> [&'static str; 3] {
        match reason {
            Reason::Refused => [
                "عدم استعماله؛ لا يغيّر ذلك إلا تعديل للميثاق.",
                "ne pas s’en servir\u{202f}; seul un avenant peut y changer quelque chose.",
                "do not use it; only an amendment can change that.",
            ],
            Reason::OwnRefusal => [
                "عدم استعماله؛ مراجعة مكتب المعاهدات في بلدك.",
                "ne pas s’en servir\u{202f}; consulter votre bureau des traités.",
                "do not use it; see your own treaty desk.",
            ],
            Reason::UnderConsultation | Reason::Silent | Reason::Handling(_) => [
                "عدم استعماله على هذا النحو.",
                "ne pas s’en servir ainsi.",
                "do not use it so.",
            ],
            Reason::ReadsOnly => [
                "ترك التصرف لأحد الأجهزة.",
                "laisser un service agir.",
                "leave it to a service to act.",
            ],
            Reason::Suspended => [
                "إبقاؤه دون استعمال إلى أن يسري الميثاق من جديد.",
                "le garder sans s’en servir jusqu’à ce que le pacte reprenne.",
                "keep it unused until the pact is in force again.",
            ],
            Reason::NotJoined => [
                "عدم استعمال ما صدر عن غيرك من الأعضاء؛ مراجعة مكتب المعاهدات في بلدك.",
                "ne rien utiliser des autres membres\u{202f}; consulter votre bureau des traités.",
                "use nothing of other members'; see your own treaty desk.",
            ],
            Reason::UnknownOriginator => [
                "عدم استعماله؛ السؤال عن مصدره.",
                "ne pas s’en servir\u{202f}; demander d’où il vient.",
                "do not use it; ask where it came from.",
            ],
            Reason::Fault => [
                "عدم استعماله؛ الإبلاغ عن العطل.",
                "ne pas s’en servir\u{202f}; signaler ce défaut.",
                "do not use it; report this defect.",
            ],
        }
    }
}

/// From when something has stood so.
fn since<T: PartialEq>(history: &[Since<T>], at: Timestamp, standing: &T) -> Option<MonthOrDay> {
    let begun = history.iter().rev().find(|since| since.from.start() <= at);
    begun
        .filter(|since| since.standing == *standing)
        .map(|since| since.from)
}
