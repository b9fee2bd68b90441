//! Handling in words.

use std::collections::BTreeSet;

use maud::{Markup, html};
use mithaq_notice::{Handling, Obligation, Restriction, Use};

use crate::console::locale::Words;
use crate::console::words::{Names, moment};

/// All conditions of a notice's use, each in a line.
pub(crate) fn conditions(handling: &Handling, names: Names<'_>, words: Words) -> Markup {
    if *handling == Handling::public() {
        return html! { p { (words.say("handling-public")) } };
    }
    let uses = Use::ALL
        .into_iter()
        .filter(|wanted| handling.uses.allow(*wanted));
    let lines = [
        (
            "handling-release-to",
            lists(&handling.release_to, names, words, |id| names.member(id)),
        ),
        (
            "handling-services",
            lists(
                &handling.services,
                names,
                words,
                |id| html! { bdi { (id) } },
            ),
        ),
        (
            "handling-activities",
            lists(&handling.activities, names, words, |id| names.activity(id)),
        ),
        (
            "handling-theatres",
            lists(&handling.theatres, names, words, |id| names.theatre(id)),
        ),
        (
            "handling-uses",
            names.row(uses.map(|wanted| html! { (words.term("use", wanted.as_str())) })),
        ),
    ];
    html! {
        dl class="facts" {
            @for (key, line) in lines { dt { (words.say(key)) } dd { (line) } }
            @if handling.uses.forward() {
                dt { (words.say("handling-onward")) }
                dd { (lists(&handling.onward, names, words, |id| names.member(id))) }
            }
            @if let Some(until) = handling.until { dt { (words.say("handling-until")) } dd { (moment(until)) } }
        }
        @if !handling.obligations.is_empty() {
            h3 { (words.say("handling-obligations")) }
            (obligations(&handling.obligations, words))
        }
    }
}

/// What goes with every use.
pub(crate) fn obligations(obligations: &BTreeSet<Obligation>, words: Words) -> Markup {
    html! { ul { @for obligation in obligations { li { (words.term("obligation", obligation.as_str())) } } } }
}

/// The lists that must *each* contain what is asked, one a line.
fn lists<T: Ord>(
    restriction: &Restriction<T>,
    names: Names<'_>,
    words: Words,
    name: impl Fn(&T) -> Markup,
) -> Markup {
    if restriction.is_none() {
        return html! { (words.say("handling-any")) };
    }
    html! {
        ul {
            @for (place, list) in restriction.lists().enumerate() {
                li {
                    @if place > 0 { (words.say("handling-of-these")) " " }
                    @if list.is_empty() { (words.say("handling-nobody")) } @else { (names.row(list.iter().map(&name))) }
                }
            }
        }
    }
}
