//! `/sightings`: confirmed matches, sent to originators and received from those who hold our notices.

use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::KnownSighting;
use mithaq_exchange::record::Direction;
use mithaq_notice::{NoticeId, Use};

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

/// A sighting, and what its notice is about where the reader may read that.
pub(crate) struct Seen {
    pub(crate) known: KnownSighting,
    caption: Option<String>,
}

/// The sightings the reader may see, the newest first.
pub(crate) fn seen(visit: &Visit) -> Vec<Seen> {
    let state = visit.app.member().state();
    let holdings = state.holdings();
    let permitted = visit.permitted(&state, Use::Read).ok();
    let caption = |id: &NoticeId| {
        let held = holdings.notice(id)?;
        let readable = permitted.as_ref()?.allows(held.profile);
        readable.then(|| held.notice.subject.caption())
    };
    let mut seen: Vec<_> = holdings
        .sightings()
        .filter(|known| visit.user.sees_sighting(known))
        .map(|known| Seen {
            caption: caption(&known.sighting.version.notice),
            known: known.clone(),
        })
        .collect();
    seen.sort_by_key(|seen| std::cmp::Reverse(seen.known.entry));
    seen
}

fn sightings(visit: &Visit) -> Result<Page, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let (sent, received): (Vec<_>, Vec<_>) = seen(visit)
        .into_iter()
        .partition(|seen| seen.known.direction == Direction::Sent);
    let title = words.say("sightings-title");
    let body = html! {
        h1 { (title) }
        (list("received", "sightings-received", "sightings-received-empty", &received, names, words))
        (list("sent", "sightings-sent", "sightings-sent-empty", &sent, names, words))
    };
    Ok(Page::new(title, body))
}

fn list(
    id: &str,
    heading: &str,
    empty: &str,
    seen: &[Seen],
    names: Names<'_>,
    words: Words,
) -> Markup {
    html! {
        section class="card" aria-labelledby=(id) {
            h2 id=(id) { (words.say(heading)) }
            @if seen.is_empty() { p class="soft" { (words.say(empty)) } }
            @else { ul class="rows" { @for seen in seen { li { (row(seen, names, words)) (details(&seen.known, names, words)) } } } }
        }
    }
}

/// One sighting: of which notice, where, when, and whether the other side has it.
pub(crate) fn row(seen: &Seen, names: Names<'_>, words: Words) -> Markup {
    let sighting = &seen.known.sighting;
    let notice = &sighting.version.notice;
    html! {
        a href={ "/notices/" (notice) } { strong { (verbatim(seen.caption.as_deref().unwrap_or(notice.as_str()))) } }
        " " (acknowledged(&seen.known, words))
        div class="meta" {
            bdi class="id" { (notice) }
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
