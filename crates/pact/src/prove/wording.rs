//! What a failed proof shows, as sentences: the request, the clause, what to change.
//!
//! Labels come before names, so that no sentence has to agree with a name.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use mithaq_notice::{ActivityId, ClauseId, Language, Text, TheatreId};

use super::ProofKind;
use super::example::Example;
use crate::Pact;
use crate::model::{Clause, Stance};
use crate::speech::{Speech, every};

/// Somebody may use what ought not to be used so.
pub(super) fn released(
    pact: &Pact,
    kind: ProofKind,
    example: &Example,
    clauses: &[ClauseId],
) -> Text {
    every(|language| {
        let say = Say { pact, language };
        let originator = example
            .originator
            .as_ref()
            .map(|id| say.party(id.as_str()))
            .unwrap_or_default();
        let caller = say.party(example.caller.as_str());
        let (matter, use_, by) = (
            say.matter(example),
            say.speech().usage(example.wanted),
            say.ids(clauses),
        );
        let request = say.pick([
            format!("طلب يُسمح به ولا ينبغي: العضو {caller} يستعمل ({use_}) إشعارًا مصدره {originator}؛ {matter}."),
            format!("Une demande est permise et ne devrait pas l’être : {caller} utilise ({use_}) un avis émis par {originator} ; {matter}."),
            format!("A request is permitted that must not be: {caller} uses ({use_}) a notice originated by {originator}; {matter}."),
        ]);
        let mend = if kind == ProofKind::RefusalByMember {
            say.pick([
                format!("البند الذي يسمح به: {by}. للإصلاح: أعِد رفض العضو {caller} لهذا الاستعمال، أو ضيّق البند."),
                format!("Clause qui la permet : {by}. Pour corriger : rétablir le refus de {caller} pour cet usage, ou restreindre la clause."),
                format!("Clause that permits it: {by}. To mend: state {caller}'s refusal of this use again, or narrow the clause."),
            ])
        } else {
            say.pick([
                format!("البند الذي يسمح به: {by}. للإصلاح: ضيّق هذا البند أو اجعله رفضًا، أو أضف بندًا لـ{originator} يرفض هذا الاستعمال."),
                format!("Clause qui la permet : {by}. Pour corriger : restreindre cette clause ou en refaire un refus, ou ajouter une clause de {originator} qui refuse cet usage."),
                format!("Clause that permits it: {by}. To mend: narrow that clause or make it a refusal, or add a clause of {originator} that refuses this use."),
            ])
        };
        format!("{request} {mend}")
    })
}

/// A question within a refusal is not answered `refused`.
pub(super) fn answered(pact: &Pact, example: &Example, covers: &[ClauseId]) -> Text {
    every(|language| {
        let say = Say { pact, language };
        let member = say.party(example.caller.as_str());
        let matter = say.matter(example);
        let answer = covers
            .first()
            .and_then(|id| pact.clause(id))
            .map(|clause| clause.stance);
        let answer = answer.unwrap_or(Stance::Silent);
        let by = if covers.is_empty() {
            say.pick([
                "لا بند".to_owned(),
                "aucune clause".to_owned(),
                "no clause".to_owned(),
            ])
        } else {
            say.ids(covers)
        };
        let answer = say.speech().stance(answer);
        say.pick([
            format!("سؤال داخل رفض لا يُجاب عنه بالرفض: العضو {member}؛ {matter}. الجواب: {answer}، بحسب: {by}. للإصلاح: أعِد الرفض أو ضيّق البند الذي يجيب."),
            format!("Une question comprise dans un refus n’est pas refusée : {member} ; {matter}. Réponse : {answer}, selon : {by}. Pour corriger : rétablir le refus, ou restreindre la clause qui répond."),
            format!("A question within a refusal is not refused: {member}; {matter}. Answer: {answer}, by: {by}. To mend: state the refusal again, or narrow the clause that answers."),
        ])
    })
}

/// A clause that never decides anything.
pub(super) fn dead(pact: &Pact, clause: &Clause, by: &[ClauseId]) -> Text {
    every(|language| {
        let say = Say { pact, language };
        let (id, by) = (say.isolated(clause.id.as_str()), say.ids(by));
        say.pick([
            format!("البند {id} لا يقرر في أي سؤال: كل ما يغطيه تقرره البنود: {by}. للإصلاح: احذفه، أو وسّعه، أو ضيّق تلك البنود."),
            format!("La clause {id} ne décide d’aucune question : tout ce qu’elle couvre est décidé par : {by}. Pour corriger : la supprimer, l’élargir, ou restreindre celles-là."),
            format!("Clause {id} decides no question: all it covers is decided by: {by}. To mend: delete it, widen it, or narrow those."),
        ])
    })
}

/// A clause that others of the same stance say already.
pub(super) fn redundant(pact: &Pact, clause: &Clause, by: &[ClauseId]) -> Text {
    every(|language| {
        let say = Say { pact, language };
        let (id, by) = (say.isolated(clause.id.as_str()), say.ids(by));
        say.pick([
            format!("البند {id} زائد: كل ما يقوله تقوله البنود: {by}."),
            format!("La clause {id} est redondante : tout ce qu’elle dit est déjà dit par : {by}."),
            format!("Clause {id} is redundant: all it says is said by: {by}."),
        ])
    })
}

/// The rules themselves let through what a handling does not allow: a change to the program did that.
pub(super) fn beyond() -> Text {
    Text::new(
        "قواعد البرنامج تسمح بما لا تسمح به قيود التداول. هذا خلل في البرنامج؛ أبلغ عنه.",
        "Les règles du programme permettent ce que les conditions d’usage excluent. C’est un défaut du programme ; le signaler.",
        "The program's own rules permit what the handling does not. This is a defect of the program; report it.",
    )
}

/// Oversight reads less, or does more, than it must.
pub(super) fn oversight() -> Text {
    Text::new(
        "الرقابة لا تقرأ كل شيء، أو تفعل غير القراءة. هذا خلل في البرنامج؛ أبلغ عنه.",
        "Le contrôle ne lit pas tout, ou fait autre chose que lire. C’est un défaut du programme ; le signaler.",
        "Oversight does not read everything, or does more than read. This is a defect of the program; report it.",
    )
}

/// A policy can error.
pub(super) fn errs(policy: &str) -> Text {
    Text::new(
        format!("السياسة \u{2068}{policy}\u{2069} قد تتعطل. هذا خلل في البرنامج؛ أبلغ عنه."),
        format!("La règle {policy} peut échouer. C’est un défaut du programme ; le signaler."),
        format!("Policy {policy} can error. This is a defect of the program; report it."),
    )
}

/// A policy matches other requests than its clause speaks of.
pub(super) fn unfaithful(policy: &str) -> Text {
    Text::new(
        format!(
            "السياسة \u{2068}{policy}\u{2069} لا تطابق ما يقوله بندها. هذا خلل في البرنامج؛ أبلغ عنه."
        ),
        format!(
            "La règle {policy} ne dit pas ce que dit sa clause. C’est un défaut du programme ; le signaler."
        ),
        format!(
            "Policy {policy} does not say what its clause says. This is a defect of the program; report it."
        ),
    )
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

    fn pick(&self, texts: [String; 3]) -> String {
        self.speech().choose(texts)
    }

    fn party(&self, id: &str) -> String {
        self.pact.party_name(id).get(self.language).to_owned()
    }

    fn isolated(&self, id: &str) -> String {
        self.speech().isolated(id)
    }

    fn ids(&self, ids: &[ClauseId]) -> String {
        self.speech().ids(ids)
    }

    /// Activity, place, partner, moment.
    fn matter(&self, example: &Example) -> String {
        let activity = ActivityId::new(&example.activity).map_or_else(
            |_| example.activity.clone(),
            |id| self.pact.activity_name(&id).get(self.language).to_owned(),
        );
        let theatre = TheatreId::new(&example.theatre).map_or_else(
            |_| example.theatre.clone(),
            |id| self.pact.theatre_name(&id).get(self.language).to_owned(),
        );
        let at = self.isolated(&day(example.at));
        let partner = example.partner.as_ref().map_or_else(String::new, |id| {
            let partner = self.party(id);
            self.pick([
                format!("، مع: {partner}"),
                format!(", avec : {partner}"),
                format!(", with: {partner}"),
            ])
        });
        self.pick([
            format!("النشاط: {activity}، المكان: {theatre}{partner}، في: {at}"),
            format!("activité : {activity}, lieu : {theatre}{partner}, le : {at}"),
            format!("activity: {activity}, place: {theatre}{partner}, at: {at}"),
        ])
    }
}

fn day(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).date().to_string()
}
