//! `/amendments/{id}`: what an amendment changes, whose signatures it needs, and this member's own.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::{AmendmentShown, AmendmentStanding, Changes, Error};
use mithaq_notice::Text;
use mithaq_pact::Pact;
use mithaq_store::Digest;
use serde::Deserialize;

use crate::console::layout::{Page, token};
use crate::console::visit::{Visit, redirect};
use crate::console::words::{Names, foreign, moment};
use crate::duty::Action;
use crate::problem::Problem;

/// One of them among others.
pub(crate) fn line(shown: &AmendmentShown, pact: &Pact, visit: &Visit) -> Markup {
    let (words, names) = (visit.words, Names::new(pact, visit.words.language()));
    html! {
        li {
            a href={ "/amendments/" (shown.id) } { strong { (version(shown, visit)) } } " " (standing(shown, visit))
            div class="meta" {
                span { (words.say("amendment-by")) (words.colon()) (names.member(&shown.by)) }
                (moment(shown.at)) bdi class="id" { (shown.id.to_string().chars().take(12).collect::<String>()) "…" }
            }
        }
    }
}

fn version(shown: &AmendmentShown, visit: &Visit) -> String {
    let version = [("version", shown.version.to_string())];
    visit.words.say_with("pact-version", version)
}

fn standing(shown: &AmendmentShown, visit: &Visit) -> Markup {
    let key = match &shown.standing {
        AmendmentStanding::Open { .. } => "amendment-open",
        AmendmentStanding::Signed => "amendment-signed",
        AmendmentStanding::InForce { .. } => "amendment-in-force",
        AmendmentStanding::Superseded { .. } => "amendment-superseded",
    };
    html! { span class="tag" { (visit.words.say(key)) } }
}

/// The page of one.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let page = showing(&visit, &id).await;
    visit.show(page)
}

async fn showing(visit: &Visit, id: &str) -> Result<Page, Problem> {
    visit.user.may(Action::Oversee)?;
    let id = amendment(id)?;
    let compared = visit.app.member().compared(&id, visit.app.now()).await?;
    let changes = tokio::task::spawn_blocking(move || compared.changes());
    let changes = changes.await.map_err(Problem::failed)?;
    let shown = {
        let state = visit.app.member().state();
        let known = state.holdings().amendment(&id);
        let unknown = || Error::Unknown {
            what: "amendment",
            id: id.to_string(),
        };
        known.ok_or_else(unknown)?.shown(state.holdings())
    };
    let (words, pact) = (visit.words, visit.pact());
    let names = Names::new(&pact, words.language());
    let ours = visit.app.member().id();
    let wanted =
        matches!(&shown.standing, AmendmentStanding::Open { awaits } if awaits.contains(ours));
    let body = html! {
        div class="title" {
            p { a href="/consultations" { (words.say("consultations-title")) } }
            h1 { (words.say("amendment-title")) (words.colon()) (version(&shown, visit)) }
            p {
                (standing(&shown, visit)) " " (words.say("amendment-by")) (words.colon()) (names.member(&shown.by)) " · " (moment(shown.at))
            }
            @if let Some(consultation) = &shown.consultation {
                p { (words.say("amendment-came-of")) (words.colon()) a href={ "/consultations/" (consultation) } { bdi class="id" { (consultation) } } }
            }
            @if let AmendmentStanding::Superseded { by } = &shown.standing {
                div class="say bad" { p { (words.say("amendment-rebase")) } p class="meta" { bdi class="id" { (by) } } }
            }
        }
        (told(&changes, visit))
        section class="card" aria-labelledby="needs" {
            h2 id="needs" { (words.say("amendment-needs")) }
            ul class="rows" {
                @for (member, paths) in &shown.needs {
                    @let sign = if shown.signed.contains(member) { "amendment-has-signed" } else { "amendment-must-sign" };
                    li {
                        strong { (names.member(member)) } " " (words.say(sign))
                        @for path in paths { " " bdi class="id" { (path) } }
                    }
                }
            }
        }
        @if wanted && visit.user.may(Action::Consult).is_ok() {
            form class="card act" method="post" action={ "/amendments/" (shown.id) "/sign" } {
                (token(visit))
                div class="buttons" { button type="submit" { (words.say("amendment-sign")) } }
            }
        }
        p class="meta" { bdi class="id" { (shown.id) } }
    };
    Ok(Page::new(words.say("amendment-title"), body))
}

/// What changed, and for how many of the notices held, where it is about notices.
type Lines<'a> = Vec<(Option<usize>, &'a Text)>;

/// The verdict, then part by part. Of one part, more than these are counted; the API has all.
fn told(changes: &Changes, visit: &Visit) -> Markup {
    const SHOWN: usize = 40;
    let words = visit.words;
    let diff = &changes.diff;
    let held = |profile| changes.notices.get(profile).map(Vec::len);
    let parts: [(&str, Lines<'_>); 6] = [
        (
            "change-life",
            diff.life.iter().map(|c| (None, &c.wording)).collect(),
        ),
        (
            "change-names",
            diff.names.iter().map(|c| (None, &c.wording)).collect(),
        ),
        (
            "change-clauses",
            diff.clauses.iter().map(|c| (None, &c.wording)).collect(),
        ),
        (
            "change-stances",
            diff.commitments
                .iter()
                .map(|c| (None, &c.wording))
                .collect(),
        ),
        (
            "change-uses",
            diff.uses.iter().map(|c| (None, &c.wording)).collect(),
        ),
        (
            "change-notices",
            diff.notices
                .iter()
                .map(|c| (held(&c.profile), &c.wording))
                .collect(),
        ),
    ];
    html! {
        div class="say" { p { strong { (foreign(&changes.wording, words.language())) } } }
        @for (key, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
            section class="card" aria-labelledby=(key) {
                h2 id=(key) { (words.say(key)) }
                ul class="rows" {
                    @for (held, text) in lines.iter().take(SHOWN) {
                        li {
                            @if let Some(held) = held { (words.count("change-held", *held)) (words.colon()) }
                            (foreign(text, words.language()))
                        }
                    }
                }
                @if lines.len() > SHOWN { p class="soft" { (words.count("change-more", lines.len() - SHOWN)) } }
            }
        }
    }
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
        Ok(()) => redirect(&format!("/amendments/{id}")),
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
    let (member, user) = (visit.app.member(), visit.user.id.as_str());
    member
        .sign_amendment(&amendment(id)?, user, visit.app.now())
        .await?;
    Ok(())
}

fn amendment(id: &str) -> Result<Digest, Problem> {
    id.parse()
        .map_err(|error: mithaq_store::DigestError| Problem::invalid(error.to_string()))
}
