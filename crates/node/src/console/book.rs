//! `/book`: the parties a post screens again and again, and what that found.

use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::BOOK_USER;
use mithaq_screen::Query;

use crate::console::finding::number_key;
use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::review::{matches, rows};
use crate::console::visit::Visit;
use crate::console::words::verbatim;
use crate::duty::Action;
use crate::problem::Problem;

/// The most parties shown; a book may hold a hundred thousand.
const SHOWN: usize = 50;
/// The most names and numbers shown of one party.
const SHOWN_OF_EACH: usize = 4;

/// The page.
pub(crate) async fn show(visit: Visit) -> Response {
    visit.show(page(&visit))
}

fn page(visit: &Visit) -> Result<Page, Problem> {
    visit.user.may(Action::Screen)?;
    let words = visit.words;
    let book = visit.app.member().book(visit.user.post()?);
    let mut parties: Vec<_> = book.iter().collect();
    parties.sort_by(|a, b| a.id.cmp(&b.id));
    let (waiting, decided) = matches(visit, |screening| screening.user == BOOK_USER)?;
    let title = words.say("book-title");
    let body = html! {
        div class="title" { h1 { (title) } p class="soft" { (words.say("book-help")) } }
        section class="card" aria-labelledby="findings" {
            h2 id="findings" { (words.say("book-findings")) }
            @if waiting.is_empty() { p { (words.say("book-findings-empty")) } } @else { (rows(&waiting, visit)) }
        }
        @if !decided.is_empty() {
            section class="card" aria-labelledby="decided" {
                h2 id="decided" { (words.say("reviews-decided")) }
                (rows(&decided, visit))
            }
        }
        section class="card" aria-labelledby="parties" {
            h2 id="parties" { (words.count("book-parties", parties.len())) }
            ul class="rows" { @for known in parties.iter().take(SHOWN) { li { (party(known, words)) } } }
            @if parties.len() > SHOWN { p class="soft" { (words.count("book-more", parties.len() - SHOWN)) } }
        }
    };
    Ok(Page::new(title, body))
}

fn party(party: &Query, words: Words) -> Markup {
    html! {
        bdi class="id" { (party.id) }
        @for name in party.names.iter().take(SHOWN_OF_EACH) { " · " strong { (verbatim(name)) } }
        @for number in party.numbers.iter().take(SHOWN_OF_EACH) {
            " · " (words.say(number_key(number.kind))) " " bdi class="id" { (number.text) }
        }
    }
}
