//! `/screen`: one party or thing against what was released to the reader's post.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::{Asking, REFERENCE_LIMIT};
use mithaq_notice::PostId;
use mithaq_screen::{NumberKind, Options, Property, Query, QueryError, QueryReader};
use mithaq_store::LogSeq;
use serde::Deserialize;

use crate::console::again;
use crate::console::clearing;
use crate::console::finding::{Finding, asked, number_key, standing};
use crate::console::layout::{Page, token};
use crate::console::locale::Words;
use crate::console::receipt;
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
    pub(crate) token: String,
    party: String,
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

    /// The reader's own reference to the party, where one was given.
    fn reference(&self) -> Option<&str> {
        Some(self.party.trim()).filter(|party| !party.is_empty())
    }

    /// What is asked by it.
    pub(crate) fn query(&self) -> Result<Query, Wrong> {
        if self
            .reference()
            .is_some_and(|party| party.len() > REFERENCE_LIMIT)
        {
            return Err(Wrong::Field("party".into()));
        }
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
pub(crate) enum Wrong {
    /// Neither a name nor a number.
    Nothing,
    /// This field cannot be read.
    Field(String),
}

impl Wrong {
    /// What is said above the form.
    pub(crate) fn say(&self, words: Words) -> Markup {
        let said = match self {
            Self::Nothing => words.say("screen-input-needed"),
            Self::Field(_) => words.say("screen-field-wrong"),
        };
        html! { p class="say bad" role="alert" { (said) } }
    }
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
            let lead = wrong.say(words);
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
    let asking = Asking {
        query: &query,
        party: typed.reference(),
    };
    let screened = member
        .screen_party(
            visit.user.id.as_str(),
            &post,
            asking,
            &options,
            visit.app.now(),
        )
        .await?;
    if !screened.matches.is_empty() || !screened.cleared.is_empty() {
        return Ok(Ok(screened.screening));
    }
    let lead = html! {
        div class="say good" role="status" {
            p { strong { (words.say("screen-nothing")) } }
            p { (words.say("screen-nothing-kept")) " " (receipt::link(screened.screening, words)) }
        }
    };
    Ok(Err(page(visit, &post, &lead, &typed, None)))
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
    html! {
        form class="card act" method="post" action="/screen" {
            (token(visit))
            (inputs(words, typed, wrong))
            label {
                (words.say("screen-party"))
                @let bad = matches!(wrong, Some(Wrong::Field(field)) if field == "party");
                input name="party" value=(typed.party) dir="auto" autocomplete="off" spellcheck="false" maxlength=(REFERENCE_LIMIT)
                    aria-invalid=[bad.then_some("true")];
                small class=[bad.then_some("wrong")] { (words.say("screen-party-hint")) }
            }
            div class="buttons" { button type="submit" { (words.say("button-screen")) } }
        }
    }
}

/// The fields of a question.
pub(crate) fn inputs(words: Words, typed: &Typed, wrong: Option<&Wrong>) -> Markup {
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
    visit.show(result(&visit, &screening).await)
}

async fn result(visit: &Visit, screening: &str) -> Result<Page, Problem> {
    let (screening, at, record) = receipt::logged(visit, screening).await?;
    let words = visit.words;
    if record.asked.as_of.is_some() {
        // Nobody decides about another day; what was found stands in the receipt.
        let check = again::form(visit, screening, &record);
        return Ok(receipt::page(visit, (screening, at, &record), &check));
    }
    let member = visit.app.member();
    let possible: Vec<_> = {
        let state = member.state();
        let subjects = record.found.iter().map(|found| &found.subject);
        subjects
            .filter_map(|subject| state.holdings().possible_match(screening, subject).cloned())
            .collect()
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
    let title = if findings.is_empty() {
        words.say("screen-nothing-new")
    } else {
        words.count("screen-found", findings.len())
    };
    let cleared = clearing::section(visit, screening, &record)?;
    let body = html! {
        div class="title" {
            h1 { (title) }
            @if !findings.is_empty() { p { (words.say("match-not-identification")) } }
            p class="soft" { (receipt::link(screening, words)) " · " (moment(at)) " · " bdi { (record.post) } }
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
        (cleared)
        @if visit.user.may(Action::Screen).is_ok() {
            p { a class="button plain" href="/screen" { (words.say("screen-next")) } }
        }
    };
    Ok(Page::new(title, body))
}
