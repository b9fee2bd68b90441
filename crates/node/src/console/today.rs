//! `/`: what waits for whoever is signed in.

use jiff::Timestamp;
use maud::{Markup, html};
use mithaq_exchange::record::{Direction, Origin};
use mithaq_notice::Use;

use crate::console::layout::Page;
use crate::console::notices::row;
use crate::console::review::{matches, rows};
use crate::console::sightings;
use crate::console::visit::Visit;
use crate::console::words::{Names, moment};
use crate::duty::Action;
use crate::problem::Problem;

/// Of each kind, so many; the rest is a page further.
const SHOWN: usize = 5;
/// A public list older than this is said to be old: the UN list changes every few weeks.
const STALE_AFTER_DAYS: i64 = 30;

/// The page.
pub(crate) async fn show(visit: Visit) -> axum::response::Response {
    visit.show(today(&visit))
}

fn today(visit: &Visit) -> Result<Page, Problem> {
    let words = visit.words;
    let role = visit.user.duty.role;
    let reads = role.may(Action::ReadNotices);
    // Whoever reads at a post reads nothing until they have one.
    let placed = visit.user.question(visit.app.member(), Use::Read).is_ok();
    let title = words.say("today-title");
    let body = html! {
        div class="title" { h1 { (title) } p class="soft" { (moment(visit.app.now())) } }
        @if placed && role.may(Action::Screen) {
            p { a class="button" href="/screen" { (words.say("screen-go")) } }
        }
        div class="cards" {
            @if reads && !placed { (card("post", "today-post", &html! { p { (words.say("today-no-post")) } }, visit)) }
            @if reads && placed {
                (card("matches", "today-matches", &waiting(visit)?, visit))
                (card("received", "today-received", &received(visit)?, visit))
                (card("sightings", "today-sightings", &sighted(visit), visit))
            }
            @if role.may(Action::Oversee) || role.may(Action::Sync) { (card("owed", "today-owed", &owed(visit), visit)) }
            (card("lists", "today-lists", &lists(visit), visit))
            @if role.may(Action::Oversee) || role.may(Action::Sync) || role.may(Action::AdoptPact) {
                (card("offered", "today-pacts", &offered(visit), visit))
            }
        }
    };
    Ok(Page::new(title, body))
}

fn card(id: &str, heading: &str, content: &Markup, visit: &Visit) -> Markup {
    html! { section class="card" aria-labelledby=(id) { h2 id=(id) { (visit.words.say(heading)) } (content) } }
}

/// Possible matches that wait at the reader's post; all, for an inspector.
fn waiting(visit: &Visit) -> Result<Markup, Problem> {
    let (waiting, _) = matches(visit, |_| true)?;
    Ok(html! {
        @if waiting.is_empty() { p class="soft" { (visit.words.say("today-matches-empty")) } }
        @else {
            (rows(waiting.get(..SHOWN).unwrap_or(&waiting), visit))
            @if waiting.len() > SHOWN { p { a href="/reviews" { (visit.words.say("button-all")) } } }
        }
    })
}

/// Notices other members released to us, the newest first, of those the reader may read.
fn received(visit: &Visit) -> Result<Markup, Problem> {
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let state = visit.app.member().state();
    let holdings = state.holdings();
    let permitted = visit.permitted(&state, Use::Read)?;
    let mut newest: Vec<_> = holdings
        .notices()
        .filter(|held| {
            matches!(held.origin, Origin::Released { .. }) && permitted.allows(held.profile)
        })
        .collect();
    newest.sort_by_key(|held| std::cmp::Reverse(held.entry));
    Ok(html! {
        @if newest.is_empty() { p class="soft" { (words.say("today-received-empty")) } }
        @else {
            ul class="rows" { @for held in newest.iter().take(SHOWN) { li { (row(&held.notice, names, words)) } } }
            @if newest.len() > SHOWN { p { a href="/notices" { (words.say("button-all")) } } }
        }
    })
}

/// The latest sightings, and how many were not acknowledged.
fn sighted(visit: &Visit) -> Markup {
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let seen = sightings::seen(visit);
    let waiting = seen
        .iter()
        .filter(|seen| seen.known.direction == Direction::Sent && !seen.known.acknowledged)
        .count();
    html! {
        @if seen.is_empty() { p class="soft" { (words.say("today-sightings-empty")) } }
        @else {
            @if waiting > 0 { p { (words.count("today-sightings-waiting", waiting)) } }
            ul class="rows" { @for seen in seen.iter().take(SHOWN) { li { (sightings::row(seen, names, words)) } } }
            p { a href="/sightings" { (words.say("button-all")) } }
        }
    }
}

/// Who owes an acknowledgement of how many notices.
fn owed(visit: &Visit) -> Markup {
    let words = visit.words;
    let owed = visit.app.member().acknowledgements_owed();
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    html! {
        @if owed.is_empty() { p class="soft" { (words.say("today-owed-empty")) } }
        @else {
            ul class="rows" { @for (member, count) in &owed { li { (names.member(member)) " · " (words.count("count-notices", *count)) } } }
        }
    }
}

/// The public lists held, and of when they are.
fn lists(visit: &Visit) -> Markup {
    let words = visit.words;
    let lists = visit.app.member().lists();
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let now = visit.app.now();
    html! {
        @if lists.is_empty() { p class="soft" { (words.say("today-lists-empty")) } }
        @else {
            ul class="rows" {
                @for (issuer, made) in lists {
                    li {
                        (names.originator(&mithaq_notice::Originator::Issuer(issuer)))
                        div class="meta" { span { (words.say("list-made")) " " (moment(made)) } }
                        @if days_between(made, now) > STALE_AFTER_DAYS { p class="say" { (words.say("list-old")) } }
                    }
                }
            }
        }
    }
}

fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Pact versions that other members decide by and this node does not, and what waits for them.
fn offered(visit: &Visit) -> Markup {
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let state = visit.app.member().state();
    let (offered, unread) = (state.holdings().offered_pacts(), state.holdings().unread());
    html! {
        @if offered.is_empty() { p class="soft" { (words.say("today-pacts-empty")) } }
        @else {
            ul class="rows" {
                @for member in offered.keys() { li { (names.member(member)) p { (words.say("today-other-pact")) } } }
            }
            @if visit.user.duty.role.may(Action::AdoptPact) { p class="say" { (words.say("today-pacts-adopt")) } }
        }
        @if unread > 0 { p { (words.count("today-unread", unread)) } }
    }
}
