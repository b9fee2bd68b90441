//! `/screen`: one party or thing against what was released to the reader's post.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::Error;
use mithaq_notice::PostId;
use mithaq_screen::{NumberKind, Options, Property, Query, QueryError, QueryReader};
use mithaq_store::LogSeq;
use serde::Deserialize;

use crate::console::finding::{Finding, asked, number_key, standing};
use crate::console::layout::{Page, token};
use crate::console::locale::Words;
use crate::console::subject::KINDS;
use crate::console::visit::{Visit, redirect};
use crate::console::words::{Names, moment};
use crate::duty::Action;
use crate::problem::Problem;

/// The most subjects one screening shows; the best are first.
const LIMIT: usize = 20;

/// What was typed in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    token: String,
    name: String,
    kind: String,
    birth: String,
    nationality: String,
    document: String,
    account: String,
    serial: String,
    plate: String,
    vin: String,
    consignment: String,
}

/// What a field is called, and what it holds.
type Field<'a> = (&'static str, Property, &'a str);

impl Typed {
    fn fields(&self) -> [Field<'_>; 9] {
        [
            ("name", Property::Name, &self.name),
            ("birth", Property::BirthDate, &self.birth),
            ("nationality", Property::Nationality, &self.nationality),
            (
                "document",
                Property::Number(NumberKind::Document),
                &self.document,
            ),
            (
                "account",
                Property::Number(NumberKind::Account),
                &self.account,
            ),
            ("serial", Property::Number(NumberKind::Serial), &self.serial),
            ("plate", Property::Number(NumberKind::Plate), &self.plate),
            ("vin", Property::Number(NumberKind::Vin), &self.vin),
            (
                "consignment",
                Property::Number(NumberKind::Consignment),
                &self.consignment,
            ),
        ]
    }

    fn query(&self) -> Result<Query, Wrong> {
        let mut reader = QueryReader::default();
        let wrong = |error: QueryError| match error {
            QueryError::Field(field) => Wrong::Field(field.field),
            _ => Wrong::Nothing,
        };
        // Rows of a file need an id; a form is one row.
        let kind = KINDS
            .iter()
            .find(|(_, word)| *word == self.kind)
            .map_or("", |(_, word)| word);
        let fields = [
            ("id", Property::Id, "console"),
            ("kind", Property::Schema, kind),
        ]
        .into_iter()
        .chain(self.fields());
        for (name, property, text) in fields {
            reader
                .field(name, property, text)
                .map_err(|error| wrong(error.into()))?;
        }
        reader.finish().map_err(wrong)
    }
}

/// Why nothing could be screened.
enum Wrong {
    /// Neither a name nor a number.
    Nothing,
    /// This field cannot be read.
    Field(String),
}

/// The empty form.
pub(crate) async fn form(visit: Visit) -> Response {
    visit.show(may_screen(&visit).map(|post| {
        let lead = html! { p { (visit.words.say("screen-start")) } };
        page(&visit, &post, &lead, &Typed::default(), None)
    }))
}

fn may_screen(visit: &Visit) -> Result<PostId, Problem> {
    visit.user.may(Action::Screen)?;
    Ok(visit.user.post()?.clone())
}

/// Screens what was typed. What was found has its own page, to be loaded again, sent to a colleague, read in another
/// language; where nothing was, nothing of the question is kept, and the form stays filled.
pub(crate) async fn screen(visit: Visit, typed: Result<Form<Typed>, FormRejection>) -> Response {
    match screened(&visit, typed).await {
        Ok(Ok(found)) => redirect(&format!("/screen/{found}")),
        Ok(Err(page)) => visit.show(Ok(page)),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn screened(
    visit: &Visit,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Result<LogSeq, Page>, Problem> {
    let Form(typed) = typed.map_err(|error| Problem::invalid(error.body_text()))?;
    visit.check_form(&typed.token)?;
    let post = may_screen(visit)?;
    let words = visit.words;
    let query = match typed.query() {
        Ok(query) => query,
        Err(wrong) => {
            let lead = match &wrong {
                Wrong::Nothing => {
                    html! { p class="say bad" role="alert" { (words.say("screen-input-needed")) } }
                }
                Wrong::Field(_) => {
                    html! { p class="say bad" role="alert" { (words.say("screen-field-wrong")) } }
                }
            };
            let page = page(visit, &post, &lead, &typed, Some(&wrong));
            return Ok(Err(Page {
                status: axum::http::StatusCode::UNPROCESSABLE_ENTITY,
                ..page
            }));
        }
    };
    let member = visit.app.member();
    let options = Options {
        limit: LIMIT,
        ..member.options()
    };
    let screened = member
        .screen(
            visit.user.id.as_str(),
            &post,
            &query,
            &options,
            visit.app.now(),
        )
        .await?;
    if !screened.matches.is_empty() {
        return Ok(Ok(screened.screening));
    }
    let lead = html! {
        div class="say good" role="status" {
            p { strong { (words.say("screen-nothing")) } }
            p { (words.say("screen-nothing-kept")) " " (receipt(screened.screening, words)) }
        }
    };
    Ok(Err(page(visit, &post, &lead, &typed, None)))
}

fn receipt(screening: LogSeq, words: Words) -> String {
    words.say_with("screen-receipt", [("receipt", screening.to_string())])
}

fn page(visit: &Visit, post: &PostId, lead: &Markup, typed: &Typed, wrong: Option<&Wrong>) -> Page {
    let words = visit.words;
    let title = words.say("screen-title");
    let body = html! {
        div class="title" { h1 { (title) } (what_for(visit, post)) }
        (lead)
        (question(visit, typed, wrong))
    };
    Page::new(title, body)
}

/// What is screened against depends on what the post does, and where: it is said before anything is asked.
fn what_for(visit: &Visit, post: &PostId) -> Markup {
    let (words, pact) = (visit.words, visit.pact());
    let names = Names::new(&pact, words.language());
    html! {
        p class="soft" {
            bdi { (post) }
            @if let Ok(post) = visit.app.member().post(post) { " · " (names.activity(&post.activity)) " · " (names.theatre(&post.theatre)) }
        }
    }
}

fn question(visit: &Visit, typed: &Typed, wrong: Option<&Wrong>) -> Markup {
    let words = visit.words;
    let input = |(name, property, value): Field<'_>| {
        let bad = matches!(wrong, Some(Wrong::Field(field)) if field == name);
        html! {
            label {
                (words.say(label(property)))
                input name=(name) value=(value) dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false"
                    maxlength="300" aria-invalid=[bad.then_some("true")];
                @if let Some(key) = hint(property) { small class=[bad.then_some("wrong")] { (words.say(key)) } }
            }
        }
    };
    let fields = typed.fields();
    let (party, things) = fields.split_at(4);
    let any_thing = things.iter().any(|(_, _, value)| !value.is_empty());
    html! {
        form class="card act" method="post" action="/screen" {
            (token(visit))
            div class="fields" {
                @for field in party { (input(*field)) }
                label { (words.say("screen-kind"))
                    select name="kind" {
                        option value="" { (words.say("screen-kind-any")) }
                        @for (kind, word) in KINDS {
                            option value=(word) selected[typed.kind == word] { (super::subject::kind(kind, words)) }
                        }
                    }
                }
            }
            details open[any_thing] {
                summary { (words.say("screen-things")) }
                div class="fields" { @for field in things { (input(*field)) } }
            }
            div class="buttons" { button type="submit" { (words.say("button-screen")) } }
        }
    }
}

const fn label(property: Property) -> &'static str {
    match property {
        Property::BirthDate => "screen-birth",
        Property::Nationality => "screen-nationality",
        Property::Number(kind) => number_key(kind),
        _ => "screen-name",
    }
}

const fn hint(property: Property) -> Option<&'static str> {
    match property {
        Property::BirthDate => Some("screen-birth-hint"),
        Property::Nationality => Some("screen-nationality-hint"),
        _ => None,
    }
}

/// What one screening found.
pub(crate) async fn found(visit: Visit, Path(screening): Path<String>) -> Response {
    let unknown = || {
        Problem::from(Error::Unknown {
            what: "screening",
            id: screening.clone(),
        })
    };
    visit.show(
        screening
            .parse()
            .map_err(|_| unknown())
            .and_then(|number| result(&visit, LogSeq::new(number))),
    )
}

fn result(visit: &Visit, screening: LogSeq) -> Result<Page, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let words = visit.words;
    let member = visit.app.member();
    visit.user.may_see_screening(member, screening)?;
    let (at, post, possible) = {
        let state = member.state();
        let unknown = || Error::Unknown {
            what: "screening",
            id: screening.to_string(),
        };
        let (at, record) = state.holdings().screening(screening).ok_or_else(unknown)?;
        let subjects = record.found.iter().map(|found| &found.subject);
        let possible: Vec<_> = subjects
            .filter_map(|subject| state.holdings().possible_match(screening, subject).cloned())
            .collect();
        (*at, record.post.clone(), possible)
    };
    let query = visit
        .user
        .may(Action::Review)
        .and_then(|()| Ok(member.query_of(screening)?))
        .ok();
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let findings: Vec<Finding> = possible
        .into_iter()
        .map(|possible| Finding::of(visit, possible, query.as_ref()))
        .collect::<Result<_, _>>()?;
    let title = words.count("screen-found", findings.len());
    let body = html! {
        div class="title" {
            h1 { (title) }
            p { (words.say("match-not-identification")) }
            p class="soft" { (receipt(screening, words)) " · " (moment(at)) " · " bdi { (post) } }
        }
        @if let Some(query) = &query {
            section class="card" aria-labelledby="asked" { h2 id="asked" { (words.say("screen-asked")) } (asked(query, words)) }
        }
        @for finding in &findings {
            section class="card" aria-label=(words.say("match-possible")) {
                div class="buttons" {
                    h2 { (words.say("match-possible")) (words.colon()) (finding.caption()) }
                    (standing(finding.possible.outcome(), words))
                }
                (finding.notices(visit, names))
                p { a class="button" href=(finding.address()) { (words.say("button-review")) } }
            }
        }
        @if visit.user.may(Action::Screen).is_ok() {
            p { a class="button plain" href="/screen" { (words.say("screen-next")) } }
        }
    };
    Ok(Page::new(title, body))
}
