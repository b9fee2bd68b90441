//! What a member holds, as a sentence.

use mithaq_notice::Text;

use super::Say;
use crate::decide::Commitment;
use crate::model::{Clause, Stance};
use crate::speech::every;
use crate::{CommitmentQuestion, Pact};

pub(in crate::decide) fn commitment(
    pact: &Pact,
    question: &CommitmentQuestion,
    answer: &Commitment,
) -> Text {
    let deciding: Vec<&Clause> = answer
        .clauses
        .iter()
        .filter_map(|id| pact.clause(id))
        .filter(|clause| clause.stance == answer.stance)
        .collect();
    every(|language| {
        let say = Say { pact, language };
        let mut matter = say.matter(&question.activity, &question.theatre);
        if let Some(partner) = &question.partner {
            matter += &say.labelled(["مع", "avec", "with"], &say.party(partner.as_str()));
        }
        if let Some(to) = &question.route_to {
            matter += &say.labelled(["نحو", "vers", "towards"], &say.theatre(to));
        }
        if let Some(mode) = &question.mode {
            matter += &say.labelled(["بطريقة", "mode", "mode"], &say.mode(mode));
        }
        let mut text = format!(
            "{} {matter}. ",
            say.colon(say.speech().stance(answer.stance))
        );
        if deciding.is_empty() {
            text += &silent(&say, question);
            text += &say.in_part(&answer.partial);
        } else {
            text += &say.clauses(&deciding);
        }
        say.next(&mut text, &answer.next_step, otherwise(answer.stance));
        text
    })
}

fn silent(say: &Say<'_>, question: &CommitmentQuestion) -> String {
    let no_clause = say.pick([
        "لا بند يغطي هذا",
        "Aucune clause ne couvre ce cas",
        "No clause covers this",
    ]);
    let silence = say.pick([
        "، والصمت ليس إذنًا.",
        "\u{202f}; le silence ne vaut pas accord.",
        ", and silence is not permission.",
    ]);
    format!("{no_clause} ({}){silence}", say.member(&question.member))
}

/// What to do where there is nobody to ask and nothing to join.
const fn otherwise(stance: Stance) -> [&'static str; 3] {
    match stance {
        Stance::Undertaken => [
            "يمكن الاعتماد عليه.",
            "on peut compter dessus.",
            "it can be counted on.",
        ],
        Stance::Refused => [
            "لا يُطلب؛ لا يغيّره إلا تعديل للميثاق.",
            "ne pas le demander\u{202f}; seul un avenant peut y changer quelque chose.",
            "do not ask for it; only an amendment can change it.",
        ],
        Stance::UnderConsultation | Stance::Silent => [
            "انتظار ما تنتهي إليه المشاورة.",
            "attendre l’issue de la consultation.",
            "wait for what the consultation comes to.",
        ],
    }
}
