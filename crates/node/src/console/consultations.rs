//! `/consultations` and `/consultations/{id}`: what members ask of one another, the amendments that came of it, and the
//! treaty desk's answer.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::{
    AmendmentShown, AmendmentStanding, ConsultationShown, ConsultationStepShown, Error,
};
use mithaq_notice::{ActivityId, MemberId, Text, TheatreId};
use mithaq_pact::{Area, ConsultationId, Matter, Move, Pact, Standing};
use mithaq_store::Digest;
use serde::Deserialize;

use crate::console::layout::{Page, token};
use crate::console::visit::{Visit, redirect};
use crate::console::words::{Names, foreign, moment};
use crate::duty::Action;
use crate::problem::Problem;

/// All of them, and the amendments.
pub(crate) async fn list(visit: Visit) -> Response {
    visit.show(listing(&visit))
}

fn listing(visit: &Visit) -> Result<Page, Problem> {
    visit.user.may(Action::Oversee)?;
    let (words, now, pact) = (visit.words, visit.app.now(), visit.pact());
    let (consultations, amendments): (Vec<_>, Vec<_>) = {
        let state = visit.app.member().state();
        let holdings = state.holdings();
        let shown = holdings.consultations().map(|known| known.shown(now));
        let amendments = holdings.amendments().map(|known| known.shown(holdings));
        (shown.collect(), amendments.collect())
    };
    let title = words.say("consultations-title");
    let body = html! {
        h1 { (title) }
        section class="card" aria-labelledby="consultations" {
            h2 id="consultations" { (words.say("consultations-ours")) }
            @if consultations.is_empty() { p { (words.say("consultations-empty")) } }
            ul class="rows" {
                @for shown in &consultations {
                    li {
                        a href={ "/consultations/" (shown.id) } { strong { (foreign(&shown.subject, words.language())) } } " "
                        (standing(shown, &pact, visit))
                        div class="meta" { bdi class="id" { (shown.id) } }
                    }
                }
            }
        }
        @if !amendments.is_empty() {
            section class="card" aria-labelledby="amendments" {
                h2 id="amendments" { (words.say("amendments-title")) }
                ul class="rows" { @for shown in &amendments { (amendment(shown, &pact, visit)) } }
            }
        }
    };
    Ok(Page::new(title, body))
}

/// How it stands, and whose answer is wanted.
fn standing(shown: &ConsultationShown, pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    html! {
        span class="tag" { (shown.standing.word(words.language())) }
        @if let Standing::Open { awaits } = &shown.standing {
            p { (words.say("consultation-awaits")) (words.colon()) (names.row(awaits.iter().map(|id| names.member(id)))) }
        }
        @if let Some(deadline) = shown.deadline {
            p { (words.say("consultation-deadline")) (words.colon()) bdi { (deadline) } }
        }
    }
}

fn amendment(shown: &AmendmentShown, pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    let key = match &shown.standing {
        AmendmentStanding::Open { .. } => "amendment-open",
        AmendmentStanding::Signed => "amendment-signed",
        AmendmentStanding::InForce { .. } => "amendment-in-force",
        AmendmentStanding::Superseded { .. } => "amendment-superseded",
    };
    let ours = visit.app.member().id();
    let wanted =
        matches!(&shown.standing, AmendmentStanding::Open { awaits } if awaits.contains(ours));
    html! {
        li {
            strong { (words.say_with("pact-version", [("version", shown.version.to_string())])) } " "
            span class="tag" { (words.say(key)) }
            p { (words.say("amendment-by")) (words.colon()) (names.member(&shown.by)) " · " (moment(shown.at)) }
            ul {
                @for (member, paths) in &shown.needs {
                    @let sign = if shown.signed.contains(member) { "amendment-has-signed" } else { "amendment-must-sign" };
                    li { (names.member(member)) " " (words.say(sign)) @for path in paths { " " bdi class="id" { (path) } } }
                }
            }
            div class="meta" { bdi class="id" { (shown.id) } }
            @if wanted && visit.user.may(Action::Consult).is_ok() {
                form method="post" action={ "/amendments/" (shown.id) "/sign" } {
                    (token(visit))
                    div class="buttons" { button type="submit" { (words.say("amendment-sign")) } }
                }
            }
        }
    }
}

/// One of them.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(showing(&visit, &id))
}

fn showing(visit: &Visit, id: &str) -> Result<Page, Problem> {
    visit.user.may(Action::Oversee)?;
    let (words, pact) = (visit.words, visit.pact());
    let shown = {
        let state = visit.app.member().state();
        let known = state.holdings().consultation(&consultation(id)?);
        known.ok_or_else(|| unknown(id))?.shown(visit.app.now())
    };
    let names = Names::new(&pact, words.language());
    let body = html! {
        h1 { (foreign(&shown.subject, words.language())) }
        p { (names.member(&shown.asker)) " → " (names.row(asked(&shown).map(|id| names.member(id)))) }
        (standing(&shown, &pact, visit))
        section class="card" aria-labelledby="table" {
            h2 id="table" { (words.say("consultation-table")) }
            (matter(&shown.matter, names, visit))
            p class="soft" { (words.say("consultation-proposed")) (words.colon()) (names.member(&shown.proposed_by)) }
        }
        section class="card" aria-labelledby="steps" {
            h2 id="steps" { (words.say("consultation-steps")) }
            ol class="rows" { @for step in &shown.steps { (self::step(step, names, visit)) } }
        }
        @if matches!(shown.standing, Standing::Open { .. }) && visit.user.may(Action::Consult).is_ok() {
            (form(&shown, &pact, visit))
        }
    };
    Ok(Page::new(words.say("consultations-title"), body))
}

fn asked(shown: &ConsultationShown) -> impl Iterator<Item = &MemberId> {
    shown.parties.iter().filter(|party| **party != shown.asker)
}

fn step(step: &ConsultationStepShown, names: Names<'_>, visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        li {
            strong { (names.member(&step.by)) } " " (step.act.word(words.language()))
            @if !step.matter.is_open() { (matter(&step.matter, names, visit)) }
            blockquote class="pre" { (foreign(&step.text, words.language())) }
            div class="meta" { (moment(step.at)) @if let Some(user) = &step.user { bdi { (user) } } }
            @if let Some(why) = &step.void {
                p class="say" { (words.say("consultation-void")) (words.colon()) span lang="en" dir="ltr" { (why) } }
            }
        }
    }
}

/// A scope in the pact's names.
fn matter(matter: &Matter, names: Names<'_>, visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        dl class="facts" {
            @if let Some(activities) = &matter.activity {
                dt { (words.say("pact-activity")) } dd { (names.row(activities.iter().map(|id| names.activity(id)))) }
            }
            @if let Some(theatre) = &matter.theatre { dt { (words.say("pact-theatre")) } dd { (names.area(theatre)) } }
            @if let Some(partners) = &matter.partner { dt { (words.say("pact-partner")) } dd { (names.parties(partners)) } }
            @if let Some(route) = &matter.route { dt { (words.say("pact-route")) } dd { (names.area(&route.to)) } }
        }
    }
}

/// The treaty desk's answer: a text, a part or counter-scope if wanted, and what it does.
fn form(shown: &ConsultationShown, pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    let us = visit.app.member().id();
    let acts: &[&str] = match (shown.proposed_by == *us, shown.asker == *us) {
        (true, true) => &["request", "withdraw"],
        (true, false) => &["request"],
        (false, true) => &["accept", "refuse", "limit", "defer", "withdraw"],
        (false, false) => &["accept", "refuse", "limit", "defer"],
    };
    html! {
        form class="card act" method="post" action={ "/consultations/" (shown.id) } {
            h2 { (words.say("consultation-answer")) }
            (token(visit))
            label { (words.say("consultation-text")) textarea name="text" required dir="auto" maxlength="8000" {} }
            p class="soft" { (words.say("consultation-scope-help")) }
            label { (words.say("pact-activity"))
                select name="activity" {
                    option value="" { (words.say("consultation-as-is")) }
                    @for activity in pact.activities() { option value=(activity.id) { (names.activity(&activity.id)) } }
                }
            }
            label { (words.say("pact-theatre"))
                select name="theatre" {
                    option value="" { (words.say("consultation-as-is")) }
                    @for theatre in pact.theatres() { option value=(theatre.id) { (names.theatre(&theatre.id)) } }
                }
            }
            div class="buttons" {
                @for act in acts {
                    @let word = act.parse::<mithaq_pact::StepAct>().map_or(*act, |act| act.word(words.language()));
                    button type="submit" name="act" value=(act) { (word) }
                }
            }
        }
    }
}

/// What the form says.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    token: String,
    act: String,
    text: String,
    #[serde(default)]
    activity: String,
    #[serde(default)]
    theatre: String,
}

impl Answer {
    fn made(&self) -> Result<Move, Problem> {
        let invalid = |error: mithaq_notice::IdError| Problem::invalid(error.to_string());
        let activity = match self.activity.as_str() {
            "" => None,
            id => Some([ActivityId::new(id).map_err(invalid)?].into()),
        };
        let theatre = match self.theatre.as_str() {
            "" => None,
            id => Some(Area {
                all: [TheatreId::new(id).map_err(invalid)?].into(),
                but: std::collections::BTreeSet::new(),
            }),
        };
        let matter = Matter {
            activity,
            theatre,
            ..Matter::default()
        };
        Ok(match self.act.as_str() {
            "accept" => Move::Accept { of: matter },
            "refuse" => Move::Refuse { of: matter },
            "limit" => Move::Limit { matter },
            "request" => Move::Request { matter },
            "defer" => Move::Defer { until: None },
            "withdraw" => Move::Withdraw {},
            _ => return Err(Problem::invalid("act: none that a party may take")),
        })
    }
}

/// Takes the answer.
pub(crate) async fn answer(
    visit: Visit,
    Path(id): Path<String>,
    sent: Result<Form<Answer>, FormRejection>,
) -> Response {
    match answered(&visit, &id, sent).await {
        Ok(()) => redirect(&format!("/consultations/{id}")),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn answered(
    visit: &Visit,
    id: &str,
    sent: Result<Form<Answer>, FormRejection>,
) -> Result<(), Problem> {
    let Form(sent) = sent.map_err(|error| Problem::invalid(error.body_text()))?;
    visit.check_form(&sent.token)?;
    visit.user.may(Action::Consult)?;
    let id = consultation(id)?;
    let made = sent.made()?;
    let text = said(visit, sent.text);
    let (member, user) = (visit.app.member(), visit.user.id.as_str());
    member.reply(&id, made, text, user, visit.app.now()).await?;
    Ok(())
}

/// What the reader wrote, in the language they read.
fn said(visit: &Visit, text: String) -> Text {
    let mut said = Text::default();
    let slot = match visit.words.language() {
        mithaq_notice::Language::Ar => &mut said.ar,
        mithaq_notice::Language::Fr => &mut said.fr,
        mithaq_notice::Language::En => &mut said.en,
    };
    *slot = Some(text);
    said
}

/// The form that signs.
#[derive(Debug, Deserialize)]
pub(crate) struct Signing {
    #[serde(default)]
    token: String,
}

/// Signs an amendment for this member.
pub(crate) async fn sign(
    visit: Visit,
    Path(id): Path<String>,
    sent: Result<Form<Signing>, FormRejection>,
) -> Response {
    match signed(&visit, &id, sent).await {
        Ok(()) => redirect("/consultations"),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn signed(
    visit: &Visit,
    id: &str,
    sent: Result<Form<Signing>, FormRejection>,
) -> Result<(), Problem> {
    let Form(sent) = sent.map_err(|error| Problem::invalid(error.body_text()))?;
    visit.check_form(&sent.token)?;
    visit.user.may(Action::Consult)?;
    let id: Digest = id
        .parse()
        .map_err(|error: mithaq_store::DigestError| Problem::invalid(error.to_string()))?;
    let (member, user) = (visit.app.member(), visit.user.id.as_str());
    member.sign_amendment(&id, user, visit.app.now()).await?;
    Ok(())
}

fn consultation(id: &str) -> Result<ConsultationId, Problem> {
    ConsultationId::new(id).map_err(|error| Problem::invalid(error.to_string()))
}

fn unknown(id: &str) -> Error {
    Error::Unknown {
        what: "consultation",
        id: id.to_owned(),
    }
}
