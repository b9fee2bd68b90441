//! Answers as sentences: the verdict first, then the clause, who said it, since when, and what to do next.
//!
//! Labels come before names in all three languages, so that no sentence has to agree with the gender or number of a
//! name the file gives.

use mithaq_notice::{Language, MemberId, Obligation, Originator, Text};

use super::{Commitment, HandlingField, NextStep, Reason, Release, Verdict};
use crate::model::Clause;
use crate::speech::{Speech, every};
use crate::{CommitmentQuestion, Pact, ReleaseQuestion};

pub(super) fn commitment(pact: &Pact, question: &CommitmentQuestion, answer: &Commitment) -> Text {
    every(|language| {
        let say = Say { pact, language };
        let mut matter = say.matter(&question.activity, &question.theatre);
        if let Some(partner) = &question.partner {
            matter += &say.labelled(["مع", "avec", "with"], &say.party(partner.as_str()));
        }
        if let Some(to) = &question.route_to {
            matter += &say.labelled(
                ["نحو", "vers", "towards"],
                pact.theatre_name(to).get(language),
            );
        }
        let mut text = format!(
            "{} {matter}. ",
            say.colon(say.speech().stance(answer.stance))
        );
        match answer.clauses.first().and_then(|id| pact.clause(id)) {
            Some(clause) => text += &say.clause(clause),
            None => {
                text += &say.pick([
                    "لا بند يغطي هذا، والصمت ليس إذنًا.",
                    "Aucune clause ne couvre ce cas ; le silence ne vaut pas accord.",
                    "No clause covers this, and silence is not permission.",
                ]);
            }
        }
        if answer.clauses.is_empty() && !answer.partial.is_empty() {
            let label = say.pick([
                "بنود تمسّه جزئيًا",
                "Clauses qui le touchent en partie",
                "Clauses that touch it in part",
            ]);
            text += &format!(
                " {} {}.",
                say.colon(&label),
                say.speech().ids(&answer.partial)
            );
        }
        say.next(&mut text, &answer.next_step);
        text
    })
}

pub(super) fn release(
    pact: &Pact,
    question: &ReleaseQuestion,
    originator: &Originator,
    answer: &Release,
) -> Text {
    every(|language| {
        let say = Say { pact, language };
        let verdict = if answer.permitted() {
            say.pick(["مسموح", "Autorisé", "Permitted"])
        } else {
            say.pick(["ممنوع", "Interdit", "Denied"])
        };
        let mut text = format!(
            "{} {}{} {}. ",
            say.colon(&verdict),
            say.speech().usage(question.wanted),
            say.comma(),
            say.matter(&question.activity, &question.theatre),
        );
        text += &match &answer.verdict {
            Verdict::Permit { obligations } => {
                say.permit(answer, originator, question, obligations)
            }
            Verdict::Deny { reason } => say.denial(reason, answer, originator, question),
        };
        say.next(&mut text, &answer.next_step);
        text
    })
}

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

    fn pick(&self, words: [&'static str; 3]) -> String {
        self.speech().pick(words).to_owned()
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

    fn labelled(&self, label: [&'static str; 3], text: &str) -> String {
        format!("{} {} {text}", self.comma(), self.pick(label))
    }

    fn party(&self, id: &str) -> String {
        self.pact.party_name(id).get(self.language).to_owned()
    }

    fn member(&self, id: &MemberId) -> String {
        self.party(id.as_str())
    }

    fn matter(
        &self,
        activity: &mithaq_notice::ActivityId,
        theatre: &mithaq_notice::TheatreId,
    ) -> String {
        format!(
            "{}{} {}",
            self.pact.activity_name(activity).get(self.language),
            self.comma(),
            self.pact.theatre_name(theatre).get(self.language)
        )
    }

    /// “Algeria, since 2014-09 (clause dz-x; El Khabar ← a security source). Conditions.”
    fn clause(&self, clause: &Clause) -> String {
        let member = self.member(&clause.member);
        let (id, from) = (
            self.isolated(clause.id.as_str()),
            self.isolated(&clause.from.to_string()),
        );
        let said = self.said(clause);
        let mut text = match self.language {
            Language::Ar => format!("{member}، منذ {from} (البند {id}؛ {said})."),
            Language::Fr => format!("{member}, depuis {from} (clause {id} ; {said})."),
            Language::En => format!("{member}, since {from} (clause {id}; {said})."),
        };
        if !clause.conditions.is_empty() {
            let label = self.pick(["الشروط", "Conditions", "Conditions"]);
            text += &format!(
                " {} {}",
                self.colon(&label),
                clause.conditions.get(self.language)
            );
            if !text.ends_with('.') {
                text.push('.');
            }
        }
        text
    }

    /// Who said it, through whom: the root of the clause's first statement, and who carried it.
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
            .map(|source| source.name.get(self.language).to_owned())
            .collect();
        let quoting = self.pick([" نقلًا عن ", ", citant ", ", quoting "]);
        names.join(&quoting)
    }

    fn permit(
        &self,
        answer: &Release,
        originator: &Originator,
        question: &ReleaseQuestion,
        obligations: &std::collections::BTreeSet<Obligation>,
    ) -> String {
        let mut text = if question.caller.role != crate::Role::Service {
            self.pick([
                "الرقابة والتظلّم يطّلعان دائمًا على ما في عقدتهما.",
                "Le contrôle et le recours lisent toujours sur leur propre nœud.",
                "Oversight and redress always read on their own node.",
            ])
        } else if let Some(clause) = answer.clauses.first().and_then(|id| self.pact.clause(id)) {
            self.clause(clause)
        } else if originator.member().is_some() {
            self.pick([
                "إشعار من العضو نفسه.",
                "Avis du membre lui-même.",
                "The member's own notice.",
            ])
        } else {
            let issuer = self.party(originator.as_str());
            match self.language {
                Language::Ar => format!("قائمة عامة: {issuer}."),
                Language::Fr => format!("Liste publique\u{a0}: {issuer}."),
                Language::En => format!("Public list: {issuer}."),
            }
        };
        if !obligations.is_empty() {
            let words: Vec<String> = obligations.iter().map(|o| self.obligation(*o)).collect();
            let label = self.pick(["بشرط", "À condition", "On condition"]);
            let list = words.join(&self.pick(["؛ ", " ; ", "; "]));
            text += &format!(" {} {list}.", self.colon(&label));
        }
        text
    }

    fn obligation(&self, obligation: Obligation) -> String {
        self.pick(match obligation {
            Obligation::ContactOriginatorFirst => [
                "الاتصال بالجهة المُصدِرة أولًا",
                "contacter d'abord l'émetteur",
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
                "ne pas avertir l'intéressé",
                "do not tell the person concerned",
            ],
        })
    }

    fn denial(
        &self,
        reason: &Reason,
        answer: &Release,
        originator: &Originator,
        question: &ReleaseQuestion,
    ) -> String {
        let clause = answer.clauses.first().and_then(|id| self.pact.clause(id));
        let who = self.party(originator.as_str());
        let why = match reason {
            Reason::Refused => [
                "الجهة المُصدِرة ترفض",
                "L'émetteur refuse",
                "The originator refuses",
            ],
            Reason::OwnRefusal => [
                "عضوك نفسه يرفض",
                "Votre propre membre refuse",
                "Your own member refuses",
            ],
            Reason::UnderConsultation => [
                "الأمر قيد التشاور",
                "L'affaire est en consultation",
                "It is still under consultation",
            ],
            Reason::Silent => {
                return match self.language {
                    Language::Ar => format!("لا تعهّد يغطي هذا ({who})، والصمت ليس إذنًا."),
                    Language::Fr => format!(
                        "Aucun engagement ne couvre ce cas ({who}) ; le silence ne vaut pas accord."
                    ),
                    Language::En => format!(
                        "No undertaking covers this ({who}), and silence is not permission."
                    ),
                };
            }
            Reason::Handling(field) => return self.handling(*field, question),
            Reason::ReadsOnly => {
                return self.pick([
                    "الرقابة والتظلّم يطّلعان ولا يفعلان غير ذلك.",
                    "Le contrôle et le recours lisent, sans plus.",
                    "Oversight and redress read, and do nothing else.",
                ]);
            }
            Reason::Suspended => {
                return self.pick([
                    "الميثاق معلَّق، ولا يُتاح شيء ما دام كذلك.",
                    "Le pacte est suspendu ; rien n'est diffusé tant qu'il l'est.",
                    "The pact is suspended, and nothing is released while it is.",
                ]);
            }
            Reason::NotJoined => {
                return self.pick([
                    "عضوك ليس منضمًّا إلى الميثاق في هذا الوقت.",
                    "Votre membre n'a pas, à cette date, adhéré au pacte.",
                    "Your member is not joined to the pact at this time.",
                ]);
            }
            Reason::UnknownOriginator => {
                return match self.language {
                    Language::Ar => format!(
                        "الجهة المُصدِرة ليست من هذا الميثاق: {}.",
                        self.isolated(originator.as_str())
                    ),
                    Language::Fr => {
                        format!("L'émetteur n'est pas de ce pacte\u{a0}: {originator}.")
                    }
                    Language::En => format!("The originator is not of this pact: {originator}."),
                };
            }
            Reason::Fault => {
                return self.pick([
                    "تعذّر تقييم القواعد؛ أبلغ عن العطل.",
                    "Les règles n'ont pu être évaluées ; signalez ce défaut.",
                    "The rules could not be evaluated; report this defect.",
                ]);
            }
        };
        let why = self.pick(why);
        clause.map_or_else(
            || format!("{why}."),
            |clause| format!("{} {}", self.colon(&why), self.clause(clause)),
        )
    }

    fn handling(&self, field: HandlingField, question: &ReleaseQuestion) -> String {
        let detail = match field {
            HandlingField::ReleaseTo => self.member(&question.caller.member),
            HandlingField::Services => self.isolated(question.caller.service.as_str()),
            HandlingField::Uses | HandlingField::Onward => {
                self.speech().usage(question.wanted).to_owned()
            }
            HandlingField::Activities => self
                .pact
                .activity_name(&question.activity)
                .get(self.language)
                .to_owned(),
            HandlingField::Theatres => self
                .pact
                .theatre_name(&question.theatre)
                .get(self.language)
                .to_owned(),
            HandlingField::Until => String::new(),
        };
        let label = self.pick(match field {
            HandlingField::Until => {
                return self.pick([
                    "انتهت صلاحية الإشعار.",
                    "L'avis n'est plus utilisable : son terme est passé.",
                    "The notice has ended.",
                ]);
            }
            HandlingField::ReleaseTo => [
                "قيود التداول لا تشمل العضو",
                "L'avis n'est pas diffusé à",
                "The notice is not released to",
            ],
            HandlingField::Services => [
                "قيود التداول لا تشمل الجهاز",
                "L'avis n'est pas destiné au service",
                "The notice is not for the service",
            ],
            HandlingField::Uses => [
                "قيود التداول لا تسمح بالاستعمال",
                "L'avis ne permet pas de",
                "The notice's handling does not allow one to",
            ],
            HandlingField::Onward => [
                "لا يُحال الإشعار إلى أحد",
                "L'avis ne se transmet à personne",
                "The notice goes onward to nobody",
            ],
            HandlingField::Activities => [
                "قيود التداول لا تشمل النشاط",
                "L'avis ne sert pas à l'activité",
                "The notice is not for the activity",
            ],
            HandlingField::Theatres => [
                "قيود التداول لا تشمل المسرح",
                "L'avis ne sert pas sur le théâtre",
                "The notice is not for the theatre",
            ],
        });
        match field {
            HandlingField::Onward => format!("{label}."),
            HandlingField::Uses if self.language != Language::Ar => format!("{label} {detail}."),
            _ => format!("{} {detail}.", self.colon(&label)),
        }
    }

    fn next(&self, text: &mut String, step: &NextStep) {
        let next = match step {
            NextStep::Nothing => return,
            NextStep::Ask(member) => {
                let label = self.pick(["الخطوة التالية: اسأل", "Suite : demander à", "Next: ask"]);
                format!("{label} {}.", self.member(member))
            }
            NextStep::Join(id) => {
                let label = self.pick([
                    "الخطوة التالية: الانضمام إلى المشاورة",
                    "Suite : rejoindre la consultation",
                    "Next: join the consultation",
                ]);
                let subject = self
                    .pact
                    .consultation(id)
                    .map(|c| c.subject.get(self.language).to_owned())
                    .unwrap_or_default();
                format!("{label} {} ({subject}).", self.isolated(id.as_str()))
            }
        };
        text.push(' ');
        text.push_str(&next);
    }
}
