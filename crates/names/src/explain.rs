//! Why a score is what it is, in Arabic, French and English.

use crate::meeting::{Pair, Rule};
use crate::name::{Form, Role};
use crate::rarity::Centinats;
use crate::settle::Settlement;
use crate::weights::{Weights, Whole};

/// The languages explanations are worded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// العربية
    Ar,
    /// français
    Fr,
    /// English
    En,
}

/// One reason for or against. Evidence is in nats (natural log odds): 2.3 nats make it ten times likelier.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// The names are equal after normalising.
    Equal,
    /// A word, or two, of the query met a word, or two, of the listed name.
    Met {
        /// The words of the query.
        query: String,
        /// The words of the listed name.
        listed: String,
        /// Why they were taken for one.
        rule: Rule,
        /// What the difference in spelling cost, in nats.
        cost: f64,
        /// What the meeting is worth, in nats: more, the rarer the word.
        evidence: f64,
    },
    /// A word of the query that the listed name lacks.
    LeftOfQuery {
        /// The word.
        word: String,
        /// What it counts against, in nats.
        cost: f64,
    },
    /// A word of the listed name that the query lacks.
    LeftOfListed {
        /// The word.
        word: String,
        /// What it counts against, in nats.
        cost: f64,
    },
    /// Words are left over: the names do not answer each other as wholes.
    Disagreement {
        /// What it counts against, in nats.
        cost: f64,
    },
    /// The words stand in another order.
    Order {
        /// What it counts against, in nats.
        cost: f64,
    },
}

impl Step {
    /// The step in words a reviewer reads.
    ///
    /// ```
    /// use mithaq_names::{Language, Step};
    /// assert_eq!(Step::Equal.wording(Language::Fr), "Les noms sont identiques après normalisation.");
    /// ```
    pub fn wording(&self, language: Language) -> String {
        use Language::{Ar, En, Fr};
        match (self, language) {
            (Self::Equal, Ar) => "الاسمان متطابقان بعد التوحيد.".to_owned(),
            (Self::Equal, Fr) => "Les noms sont identiques après normalisation.".to_owned(),
            (Self::Equal, En) => "The names are equal after normalising.".to_owned(),
            (
                Self::Met {
                    query,
                    listed,
                    rule,
                    cost,
                    evidence,
                },
                Ar,
            ) => {
                format!(
                    "«{query}» يقابل «{listed}» ({}): الدلالة {evidence:.1}، كلفة الفرق {cost:.1}",
                    rule_in(*rule, Ar)
                )
            }
            (
                Self::Met {
                    query,
                    listed,
                    rule,
                    cost,
                    evidence,
                },
                Fr,
            ) => {
                format!(
                    "« {query} » répond à « {listed} » ({}) : indice {evidence:.1}, écart {cost:.1}",
                    rule_in(*rule, Fr)
                )
            }
            (
                Self::Met {
                    query,
                    listed,
                    rule,
                    cost,
                    evidence,
                },
                En,
            ) => {
                format!(
                    "“{query}” meets “{listed}” ({}): evidence {evidence:.1}, difference {cost:.1}",
                    rule_in(*rule, En)
                )
            }
            (Self::LeftOfQuery { word, cost }, Ar) => {
                format!("«{word}» غير موجود في الاسم المُدرَج: −{cost:.1}")
            }
            (Self::LeftOfQuery { word, cost }, Fr) => {
                format!("« {word} » manque au nom listé : −{cost:.1}")
            }
            (Self::LeftOfQuery { word, cost }, En) => {
                format!("The listed name lacks “{word}”: −{cost:.1}")
            }
            (Self::LeftOfListed { word, cost }, Ar) => {
                format!("«{word}» غير موجود في الاسم المبحوث عنه: −{cost:.1}")
            }
            (Self::LeftOfListed { word, cost }, Fr) => {
                format!("« {word} » manque au nom recherché : −{cost:.1}")
            }
            (Self::LeftOfListed { word, cost }, En) => {
                format!("The name asked for lacks “{word}”: −{cost:.1}")
            }
            (Self::Disagreement { cost }, Ar) => {
                format!("في كلٍّ من الاسمين أو أحدهما كلمات لا مقابل لها: −{cost:.1}")
            }
            (Self::Disagreement { cost }, Fr) => {
                format!("Les noms ne se répondent pas en entier : −{cost:.1}")
            }
            (Self::Disagreement { cost }, En) => {
                format!("The names do not answer each other as wholes: −{cost:.1}")
            }
            (Self::Order { cost }, Ar) => format!("ترتيب الكلمات مختلف: −{cost:.1}"),
            (Self::Order { cost }, Fr) => format!("Les mots sont dans un autre ordre : −{cost:.1}"),
            (Self::Order { cost }, En) => format!("The words stand in another order: −{cost:.1}"),
        }
    }
}

fn rule_in(rule: Rule, language: Language) -> &'static str {
    let [ar, fr, en] = match rule {
        Rule::Same => ["الحروف نفسها", "mêmes lettres", "same letters"],
        Rule::Spelling => ["كتابة أخرى", "autre graphie", "another spelling"],
        Rule::Translation => ["ترجمة", "traduction", "translation"],
        Rule::Initial => ["حرف أول", "initiale", "initial"],
        Rule::Acronym => ["اختصار", "sigle", "acronym"],
        Rule::Resemblance => ["شبه بعيد", "vague ressemblance", "remote resemblance"],
    };
    match language {
        Language::Ar => ar,
        Language::Fr => fr,
        Language::En => en,
    }
}

/// The steps of a settlement, in the query's order, what is left over last.
pub(crate) fn steps(
    weights: &Weights,
    query: &Form,
    listed: &Form,
    settled: &Settlement,
) -> Vec<Step> {
    let mut steps: Vec<Step> = settled
        .pairs
        .iter()
        .map(|pair| met(query, listed, pair))
        .collect();
    let left = |form: &Form, mask: u32| -> Vec<(String, Role)> {
        let positions = form
            .positions
            .iter()
            .enumerate()
            .filter(|(at, _)| mask >> at & 1 == 1);
        positions
            .map(|(_, position)| (position.word.to_string(), position.slot.role))
            .collect()
    };
    let of_organisation = listed
        .positions
        .iter()
        .any(|position| position.slot.role == Role::Word);
    for (word, role) in left(query, settled.features.left_of_query) {
        steps.push(Step::LeftOfQuery {
            word,
            cost: nats(weights.query_lacks_of(role, of_organisation)),
        });
    }
    for (word, role) in left(listed, settled.features.left_of_listed) {
        steps.push(Step::LeftOfListed {
            word,
            cost: nats(weights.listed_lacks_of(role, &settled.features)),
        });
    }
    let against = disagreement(weights, settled);
    if against > 0 {
        steps.push(Step::Disagreement {
            cost: nats(against),
        });
    }
    let crossings = settled.features.wholes[Whole::Crossing as usize];
    if crossings > 0 {
        steps.push(Step::Order {
            cost: nats(weights.whole(Whole::Crossing) * crossings),
        });
    }
    steps
}

/// What it counts against that the names disagree as wholes, beyond each missing word.
fn disagreement(weights: &Weights, settled: &Settlement) -> Centinats {
    let wholes = Whole::ALL
        .iter()
        .zip(settled.features.wholes)
        .filter(|((whole, _), _)| *whole != Whole::Crossing);
    wholes
        .map(|(&(whole, _), count)| weights.whole(whole) * count)
        .sum()
}

fn met(query: &Form, listed: &Form, pair: &Pair) -> Step {
    Step::Met {
        query: words(query, pair.query),
        listed: words(listed, pair.listed),
        rule: pair.meeting.rule,
        cost: nats(pair.meeting.cost),
        evidence: nats(pair.meeting.evidence()),
    }
}

fn words(form: &Form, mask: u32) -> String {
    let words: Vec<&str> = form
        .positions
        .iter()
        .enumerate()
        .filter(|(at, _)| mask >> at & 1 == 1)
        .map(|(_, p)| &*p.word)
        .collect();
    words.join(" ")
}

fn nats(centinats: Centinats) -> f64 {
    f64::from(centinats) / 100.0
}
