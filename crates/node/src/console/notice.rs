//! `/notices/{id}`: everything one notice says, what to do first.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::Held;
use mithaq_exchange::record::Origin;
use mithaq_notice::{LinkKind, Listing, Measure, Notice, NoticeId, Status, Use};

use crate::api::notices::readable;
use crate::console::handling::{conditions, obligations};
use crate::console::layout::Page;
use crate::console::locale::Words;
use crate::console::notices::row;
use crate::console::subject::{facts, kind};
use crate::console::visit::Visit;
use crate::console::words::{Names, day, foreign, grade, moment, verbatim};
use crate::duty::Action;
use crate::problem::Problem;

/// The page of one notice.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(notice(&visit, &id))
}

fn notice(visit: &Visit, id: &str) -> Result<Page, Problem> {
    visit.user.may(Action::ReadNotices)?;
    let id = NoticeId::new(id).map_err(|error| Problem::invalid(error.to_string()))?;
    let (held, release) = readable(&visit.app, &visit.user, &id)?;
    let words = visit.words;
    let pact = visit.pact();
    let names = Names::new(&pact, words.language());
    let notice = held.notice.as_ref();
    let caption = notice.subject.caption();
    let others = others(visit, notice)?;
    let body = html! {
        div class="title" {
            p class="soft" { (kind(notice.subject.kind(), words)) " · " bdi class="id" { (id) } }
            h1 { (verbatim(&caption)) }
            p { (names.originator(&notice.originator)) }
            @if notice.invented { p class="soft" { (words.say("notice-invented")) } }
            p class="soft" { (foreign(release.text(), words.language())) }
        }
        @if notice.status == Status::Recalled {
            p class="say bad" { (words.say_with("notice-recalled-on", [("date", notice.modified.strftime("%Y-%m-%d").to_string())])) }
        }
        (what_to_do(notice, words))
        div class="cards" {
            section class="card" aria-labelledby="subject" {
                h2 id="subject" { (words.say("notice-subject")) }
                (facts(&notice.subject, words))
            }
            section class="card" aria-labelledby="grounds" {
                h2 id="grounds" { (words.say("notice-grounds")) }
                p class="pre" { (foreign(&notice.grounds, words.language())) }
                (standing(notice, words))
            }
            @if let Some(listing) = &notice.listing { (listed(listing, words)) }
            section class="card" aria-labelledby="handling" {
                h2 id="handling" { (words.say("handling-title")) }
                (conditions(&notice.handling, names, words))
            }
            section class="card" aria-labelledby="redress" {
                h2 id="redress" { (words.say("notice-redress")) }
                p class="pre" { (foreign(&notice.redress, words.language())) }
            }
            (versions(&held, names, words))
            (holders(visit, notice, names, words))
            @if !notice.links.is_empty() { (links(notice, words)) }
            @if !others.is_empty() {
                section class="card" aria-labelledby="others" {
                    h2 id="others" { (words.say("notice-others")) }
                    ul class="rows" { @for other in &others { li { (row(other, names, words)) } } }
                }
            }
        }
    };
    Ok(Page::new(caption, body))
}

/// Instructions and obligations: what whoever meets the subject needs before all else.
pub(crate) fn what_to_do(notice: &Notice, words: Words) -> Markup {
    html! {
        div class="do" {
            h2 { (words.say("notice-instructions")) }
            @if !notice.handling.obligations.is_empty() { (obligations(&notice.handling.obligations, words)) }
            p class="pre" { (foreign(&notice.instructions, words.language())) }
            @if let Some(contact) = &notice.contact { p { (words.say("notice-contact")) " " bdi class="id" { (contact) } } }
        }
    }
}

fn standing(notice: &Notice, words: Words) -> Markup {
    html! {
        dl class="facts" {
            dt { (words.say("notice-grade")) } dd { (grade(notice.grade, words)) }
            dt { (words.say("notice-ends")) }
            dd { @match notice.ends { Some(ends) => (day(ends)), None => (words.say("notice-until-delisted")) } }
        }
    }
}

fn listed(listing: &Listing, words: Words) -> Markup {
    let measure = |measure: &Measure| match measure {
        Measure::AssetFreeze => words.say("measure-asset-freeze"),
        Measure::TravelBan => words.say("measure-travel-ban"),
        Measure::ArmsEmbargo => words.say("measure-arms-embargo"),
    };
    html! {
        section class="card" aria-labelledby="listing" {
            h2 id="listing" { (words.say("notice-listing")) }
            dl class="facts" {
                dt { (words.say("notice-reference")) } dd { bdi class="id" { (listing.reference) } }
                dt { (words.say("notice-regime")) } dd { (verbatim(&listing.regime)) }
                @if let Some(on) = listing.listed_on { dt { (words.say("notice-listed-on")) } dd { bdi { (on) } } }
                @if let Some(on) = listing.updated_on.last() { dt { (words.say("notice-updated-on")) } dd { bdi { (on) } } }
                @if !listing.measures.is_empty() {
                    dt { (words.say("notice-measures")) }
                    dd { ul { @for one in &listing.measures { li { (measure(one)) } } } }
                }
            }
            @if let Some(comments) = &listing.comments {
                blockquote class="soft" lang="en" dir="ltr" { (comments) }
            }
        }
    }
}

fn versions(held: &Held, names: Names<'_>, words: Words) -> Markup {
    let notice = &held.notice;
    html! {
        section class="card" aria-labelledby="versions" {
            h2 id="versions" { (words.say("notice-versions")) }
            dl class="facts" {
                dt { (words.say("notice-created")) } dd { (moment(notice.created)) }
                dt { (words.say("notice-modified")) } dd { (moment(notice.modified)) }
                dt { (words.say("notice-origin")) }
                dd {
                    @match &held.origin {
                        Origin::Own { .. } => { (words.say("origin-own")) }
                        Origin::List => { (words.say("origin-list")) }
                        Origin::Released { from, .. } => { (words.say("origin-released")) " " (names.member(from)) }
                    }
                }
                dt { (words.say("log-entry")) } dd { bdi { (held.entry) } }
            }
        }
    }
}

/// Who holds it, and who has acknowledged this version.
fn holders(visit: &Visit, notice: &Notice, names: Names<'_>, words: Words) -> Markup {
    let state = visit.app.member().state();
    let holders: Vec<_> = state.holdings().holders(&notice.id).collect();
    if holders.is_empty() {
        return Markup::default();
    }
    html! {
        section class="card" aria-labelledby="holders" {
            h2 id="holders" { (words.say("notice-holders")) }
            ul class="rows" {
                @for (member, holder) in holders {
                    li {
                        (names.member(member)) " "
                        @if holder.giving_up { span class="tag unsure" { (words.say("holder-giving-up")) } }
                        @else if holder.acknowledged >= Some(notice.modified) { span class="tag agree" { (words.say("holder-acknowledged")) } }
                        @else { span class="tag unsure" { (words.say("notice-not-acknowledged")) } }
                        @if let Some(version) = holder.acknowledged {
                            div class="soft" { (words.say("holder-version")) " " (moment(version)) }
                        }
                    }
                }
            }
        }
    }
}

fn links(notice: &Notice, words: Words) -> Markup {
    let how = |kind| match kind {
        LinkKind::Owner => words.say("link-owner"),
        LinkKind::Associate => words.say("link-associate"),
        LinkKind::Family => words.say("link-family"),
    };
    html! {
        section class="card" aria-labelledby="links" {
            h2 id="links" { (words.say("notice-links")) }
            ul class="rows" { @for link in &notice.links { li { (how(link.kind)) " · " bdi class="id" { (link.subject) } } } }
        }
    }
}

/// Other notices on the subject, those of them that the reader may read.
fn others(visit: &Visit, notice: &Notice) -> Result<Vec<Arc<Notice>>, Problem> {
    let state = visit.app.member().state();
    let permitted = visit.permitted(&state, Use::Read)?;
    let on_subject = state.holdings().on_subject(&notice.subject_id);
    let others = on_subject.filter(|held| held.notice.id != notice.id);
    Ok(others
        .filter(|held| permitted.allows(held.profile))
        .map(|held| Arc::clone(&held.notice))
        .collect())
}
