//! `/sightings`: confirmed matches, sent to originators and received from those who hold our notices.

use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::KnownSighting;
use mithaq_exchange::record::Direction;

use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::visit::Visit;
use crate::console::words::{Names, moment, score, verbatim};
use crate::duty::Action;
use crate::problem::Problem;

/// The page.
pub(crate) async fn show(visit: Visit) -> Response {
    visit.show(sightings(&visit))
}

fn sightings(visit: &Visit) -> Result<Page, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let state = visit.app.member().state();
    let mut known: Vec<_> = state.holdings().sightings().collect();
    known.sort_by_key(|known| std::cmp::Reverse(known.entry));
    let (sent, received): (Vec<_>, Vec<_>) = known.into_iter().partition(|known| known.direction == Direction::Sent);
    let title = words.say("sightings-title");
    let body = html! {
        h1 { (title) }
        (list("received", "sightings-received", "sightings-received-empty", &received, names, words))
        (list("sent", "sightings-sent", "sightings-sent-empty", &sent, names, words))
    };
    Ok(Page::new(title, body))
}

fn list(id: &str, heading: &str, empty: &str, known: &[&KnownSighting], names: Names<'_>, words: Words) -> Markup {
    html! {
        section class="card" aria-labelledby=(id) {
            h2 id=(id) { (words.say(heading)) }
            @if known.is_empty() { p class="soft" { (words.say(empty)) } }
            @else { ul class="rows" { @for known in known { li { (row(known, names, words)) (details(known, names, words)) } } } }
        }
    }
}

/// One sighting: of which notice, where, when, and whether the other side has it.
pub(crate) fn row(known: &KnownSighting, names: Names<'_>, words: Words) -> Markup {
    let sighting = &known.sighting;
    html! {
        a href={ "/notices/" (sighting.version.notice) } { strong { bdi { (sighting.version.notice) } } } " " (acknowledged(known, words))
        div class="meta" {
            span { (names.member(&sighting.by)) " · " bdi { (sighting.post) } " · " (names.theatre(&sighting.theatre)) }
            (moment(sighting.at))
        }
    }
}

fn acknowledged(known: &KnownSighting, words: Words) -> Markup {
    let (class, key) = match (known.direction, &known.other, known.acknowledged) {
        (Direction::Received, _, _) => ("agree", "sighting-received"),
        (Direction::Sent, None, _) => ("silent", "sighting-stays"),
        (Direction::Sent, Some(_), true) => ("agree", "sighting-acknowledged"),
        (Direction::Sent, Some(_), false) => ("unsure", "sighting-waiting"),
    };
    html! { span class={ "tag " (class) } { (words.say(key)) } }
}

fn details(known: &KnownSighting, names: Names<'_>, words: Words) -> Markup {
    let sighting = &known.sighting;
    html! {
        (score(sighting.score, words))
        @if let Some(other) = &known.other { div class="meta" { span { (words.say("sighting-other")) " " (names.member(other)) } } }
        blockquote class="pre" { (verbatim(&sighting.circumstances)) }
    }
}
