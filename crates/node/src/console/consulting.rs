//! The treaty desk's forms of a consultation: it asks other members, and answers them.

use std::collections::BTreeSet;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::{ConsultationAsked, ConsultationShown};
use mithaq_notice::{IdError, Language, Text, TheatreId};
use mithaq_pact::{Area, Matter, MonthOrDay, Move, Opening, Pact, Route, StepAct};

use crate::console::consultations::consultation;
use crate::console::layout::token;
use crate::console::locale::Words;
use crate::console::visit::{Visit, redirect};
use crate::console::words::Names;
use crate::duty::Action;
use crate::problem::Problem;

/// A form as it was sent: names and values, a name once for each choice.
type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// A request to other members.
pub(crate) fn asking(pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    let us = visit.app.member().id();
    html! {
        details class="card" {
            summary { (words.say("consultation-ask")) }
            form class="act" method="post" action="/consultations" {
                (token(visit))
                fieldset {
                    legend { (words.say("consultation-whom")) }
                    @for member in pact.members().filter(|member| member.id != *us) {
                        label class="check" { input type="checkbox" name="asked" value=(member.id); (names.member(&member.id)) }
                    }
                }
                (three("subject", "consultation-subject", words, |name, language| html! {
                    input name=(name) lang=(language) dir=(Words::of(language).direction()) maxlength="500";
                }))
                (three("text", "consultation-request", words, |name, language| html! {
                    textarea name=(name) lang=(language) dir=(Words::of(language).direction()) maxlength="8000" {}
                }))
                (scope(pact, names, words))
                label { (words.say("consultation-until")) input type="date" name="deadline"; }
                div class="buttons" { button type="submit" { (words.say("consultation-send")) } }
            }
        }
    }
}

/// The treaty desk's answer: a text, a part or counter-scope if wanted, and what it does.
pub(crate) fn answering(shown: &ConsultationShown, pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    let us = visit.app.member().id();
    let acts: &[StepAct] = match (shown.proposed_by == *us, shown.asker == *us) {
        (true, true) => &[StepAct::Request, StepAct::Withdraw],
        (true, false) => &[StepAct::Request],
        (false, true) => &[
            StepAct::Accept,
            StepAct::Refuse,
            StepAct::Limit,
            StepAct::Defer,
            StepAct::Withdraw,
        ],
        (false, false) => &[
            StepAct::Accept,
            StepAct::Refuse,
            StepAct::Limit,
            StepAct::Defer,
        ],
    };
    html! {
        form class="card act" method="post" action={ "/consultations/" (shown.id) } {
            h2 { (words.say("consultation-answer")) }
            (token(visit))
            (three("text", "consultation-text", words, |name, language| html! {
                textarea name=(name) lang=(language) dir=(Words::of(language).direction()) maxlength="8000" {}
            }))
            p class="soft" { (words.say("consultation-scope-help")) }
            (scope(pact, names, words))
            @if acts.contains(&StepAct::Defer) {
                label { (words.say("consultation-defer-until")) input type="date" name="until"; }
            }
            div class="buttons" {
                @for act in acts { button type="submit" name="act" value=(act) { (act.word(words.language())) } }
            }
        }
    }
}

/// One thing said in three languages, the reader's first; one is enough.
fn three(name: &str, key: &str, words: Words, field: impl Fn(&str, Language) -> Markup) -> Markup {
    let mut languages = Language::ALL;
    languages.sort_by_key(|language| *language != words.language());
    html! {
        fieldset {
            legend { (words.say(key)) }
            @for language in languages {
                label {
                    (words.term("language-own", language.code()))
                    (field(&format!("{name}-{language}"), language))
                }
            }
        }
    }
}

/// Activities, theatres, partners, a route and modes; none chosen leaves them as they are.
fn scope(pact: &Pact, names: Names<'_>, words: Words) -> Markup {
    let (declared, countries) = names.theatres();
    let group = |key: &str, theatres: &[TheatreId]| {
        html! {
            optgroup label=(words.say(key)) {
                @for theatre in theatres { option value=(theatre) { (names.theatre(theatre)) } }
            }
        }
    };
    let theatres = |name: &str, key: &str| {
        html! {
            label { (words.say(key))
                select name=(name) multiple size="5" {
                    (group("theatres-declared", &declared))
                    (group("theatres-countries", &countries))
                }
            }
        }
    };
    let parties = pact.members().map(|member| member.id.as_str());
    let parties = parties.chain(pact.groups().map(|group| group.id.as_str()));
    html! {
        details {
            summary { (words.say("consultation-scope")) }
            p class="soft" { (words.say("consultation-scope-none")) }
            div class="fields" {
                label { (words.say("pact-activity"))
                    select name="activity" multiple size="5" {
                        @for activity in pact.activities() { option value=(activity.id) { (names.activity(&activity.id)) } }
                    }
                }
                (theatres("theatre", "pact-theatre"))
                label { (words.say("pact-partner"))
                    select name="partner" multiple size="5" { @for party in parties { option value=(party) { (names.party(party)) } } }
                }
                (theatres("route-to", "pact-route"))
                @if pact.modes().len() > 0 {
                    label { (words.say("pact-mode"))
                        select name="mode" multiple size="5" { @for mode in pact.modes() { option value=(mode.id) { (names.mode(&mode.id)) } } }
                    }
                }
            }
        }
    }
}

/// What a form says.
struct Given(Vec<(String, String)>);

impl Given {
    /// A form of this session, by somebody who may.
    fn read(visit: &Visit, sent: Sent) -> Result<Self, Problem> {
        let Form(sent) = sent.map_err(|error| Problem::invalid(error.body_text()))?;
        let given = Self(sent);
        visit.check_form(given.one("token"))?;
        visit.user.may(Action::Consult)?;
        Ok(given)
    }

    /// What was chosen of this name.
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_name = self.0.iter().filter(move |(given, _)| given == name);
        of_name
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn one(&self, name: &str) -> &str {
        let of_name = self.0.iter().find(|(given, _)| given == name);
        of_name.map_or("", |(_, value)| value.as_str())
    }

    fn ids<T: Ord + std::str::FromStr<Err = IdError>>(
        &self,
        name: &str,
    ) -> Result<Option<BTreeSet<T>>, Problem> {
        let ids: Result<BTreeSet<T>, IdError> = self.all(name).map(str::parse).collect();
        let ids = ids.map_err(|error| Problem::invalid(format!("{name}: {error}")))?;
        Ok((!ids.is_empty()).then_some(ids))
    }

    fn area(&self, name: &str) -> Result<Option<Area>, Problem> {
        let all: Option<BTreeSet<TheatreId>> = self.ids(name)?;
        Ok(all.map(|all| Area {
            all,
            but: BTreeSet::new(),
        }))
    }

    fn matter(&self) -> Result<Matter, Problem> {
        Ok(Matter {
            activity: self.ids("activity")?,
            theatre: self.area("theatre")?,
            route: self.area("route-to")?.map(|to| Route { from: None, to }),
            partner: self.ids("partner")?,
            mode: self.ids("mode")?,
        })
    }

    fn date(&self, name: &str) -> Result<Option<MonthOrDay>, Problem> {
        let given = self.all(name).next().map(str::parse).transpose();
        given.map_err(|error: mithaq_pact::DateError| Problem::invalid(format!("{name}: {error}")))
    }

    fn text(&self, name: &str) -> Text {
        let of = |language: Language| {
            let name = format!("{name}-{language}");
            let text = self.one(&name).trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        Text {
            ar: of(Language::Ar),
            fr: of(Language::Fr),
            en: of(Language::En),
        }
    }

    fn made(&self) -> Result<Move, Problem> {
        let matter = self.matter()?;
        Ok(match self.one("act").parse() {
            Ok(StepAct::Accept) => Move::Accept { of: matter },
            Ok(StepAct::Refuse) => Move::Refuse { of: matter },
            Ok(StepAct::Limit) => Move::Limit { matter },
            Ok(StepAct::Request) => Move::Request { matter },
            Ok(StepAct::Defer) if matter.is_open() => Move::Defer {
                until: self.date("until")?,
            },
            Ok(StepAct::Defer) => {
                let why = "defer: found a scope; it puts the whole answer off, so leave the scope as it is";
                return Err(Problem::invalid(why));
            }
            Ok(StepAct::Withdraw) => Move::Withdraw {},
            Err(error) => return Err(Problem::invalid(format!("act: {error}"))),
        })
    }
}

/// Takes a request to other members.
pub(crate) async fn ask(visit: Visit, sent: Sent) -> Response {
    match asked(&visit, sent).await {
        Ok(id) => redirect(&format!("/consultations/{id}")),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn asked(visit: &Visit, sent: Sent) -> Result<mithaq_pact::ConsultationId, Problem> {
    let given = Given::read(visit, sent)?;
    let asked = ConsultationAsked {
        id: None,
        opening: Opening {
            asked: given.ids("asked")?.unwrap_or_default(),
            subject: given.text("subject"),
            matter: given.matter()?,
            deadline: given.date("deadline")?,
        },
        text: given.text("text"),
    };
    let (member, user) = (visit.app.member(), visit.user.id.as_str());
    let taken = member.consult(asked, user, visit.app.now()).await?;
    Ok(taken.consultation)
}

/// Takes the answer.
pub(crate) async fn answer(visit: Visit, Path(id): Path<String>, sent: Sent) -> Response {
    match answered(&visit, &id, sent).await {
        Ok(()) => redirect(&format!("/consultations/{id}")),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn answered(visit: &Visit, id: &str, sent: Sent) -> Result<(), Problem> {
    let given = Given::read(visit, sent)?;
    let (id, made, text) = (consultation(id)?, given.made()?, given.text("text"));
    let (member, user) = (visit.app.member(), visit.user.id.as_str());
    member.reply(&id, made, text, user, visit.app.now()).await?;
    Ok(())
}
