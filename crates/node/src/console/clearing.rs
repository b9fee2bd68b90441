//! What was cleared for a party: by whom, why and until what changes. Clearing, and taking it back.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path};
use axum::response::Response;
use maud::{Markup, html};
use mithaq_exchange::record::{Found, Judgement, Screening};
use mithaq_exchange::{Error, KnownClearance, Outcome};
use mithaq_notice::{NoticeId, Use};
use mithaq_store::LogSeq;
use serde::Deserialize;

use crate::console::finding::Finding;
use crate::console::layout::token;
use crate::console::locale::Words;
use crate::console::review::possible;
use crate::console::visit::{Visit, local, redirect};
use crate::console::words::{moment, score, verbatim};
use crate::duty::{Action, Role};
use crate::problem::Problem;

/// The most clearances the list shows, the newest first.
const SHOWN: usize = 50;

/// What a screening found that had been cleared for its party: by whom, when and why.
pub(crate) fn section(visit: &Visit, entry: LogSeq, record: &Screening) -> Result<Markup, Problem> {
    let Some(party) = record.party.as_ref().filter(|_| !record.cleared.is_empty()) else {
        return Ok(Markup::default());
    };
    let words = visit.words;
    let state = visit.app.member().state();
    let permitted = visit.permitted(&state, Use::Screen)?;
    let holdings = state.holdings();
    let found: Vec<&Found> = record
        .cleared
        .iter()
        .flat_map(|found| &found.notices)
        .collect();
    let seen = found.iter().filter_map(|found| {
        let held = holdings.notice(&found.version.notice)?;
        let is_of = |known: &&KnownClearance| {
            known.entry < entry
                && known.clearance.party == *party
                && known.clearance.notice == held.notice.id
        };
        let known = holdings.clearances().filter(is_of).last();
        permitted
            .allows(held.profile)
            .then_some((held, found.score, known))
    });
    let seen: Vec<_> = seen.collect();
    let hidden = found.len() - seen.len();
    Ok(html! {
        section class="card" aria-labelledby="cleared" {
            h2 id="cleared" { (words.say("screen-cleared")) }
            p class="soft" { (words.say("screen-cleared-help")) }
            ul class="rows" {
                @for (held, strength, known) in seen {
                    li {
                        a href={ "/notices/" (held.notice.id) } { strong { (verbatim(&held.notice.subject.caption())) } } " "
                        bdi class="id" { (held.notice.id) }
                        (score(strength, words))
                        @if let Some(known) = known { (decision(known, words)) (undoing(known, visit)) }
                    }
                }
            }
            @if hidden > 0 { p class="soft" { (words.count("match-hidden", hidden)) } }
        }
    })
}

/// What is cleared at the reader's post, the newest first; an inspector sees every post's.
pub(crate) fn list(visit: &Visit) -> Result<Markup, Problem> {
    let words = visit.words;
    let state = visit.app.member().state();
    let permitted = visit.permitted(&state, Use::Screen)?;
    let holdings = state.holdings();
    let of_post: Vec<_> = holdings
        .clearances()
        .filter(|known| visit.user.sees_screenings_of(&known.clearance.post))
        .collect();
    let seen = of_post.into_iter().rev().filter_map(|known| {
        let held = holdings.notice(&known.clearance.notice)?;
        permitted.allows(held.profile).then_some((known, held))
    });
    let seen: Vec<_> = seen.take(SHOWN).collect();
    Ok(html! {
        @if !seen.is_empty() {
            section class="card" aria-labelledby="cleared" {
                h2 id="cleared" { (words.say("reviews-cleared")) }
                p class="soft" { (words.say("screen-cleared-help")) }
                ul class="rows" {
                    @for (known, held) in seen {
                        li {
                            a href={ "/screen/" (known.clearance.screening) } { strong { (verbatim(&held.notice.subject.caption())) } } " "
                            bdi class="id" { (held.notice.id) }
                            (decision(known, words))
                            (undoing(known, visit))
                        }
                    }
                }
            }
        }
    })
}

/// Who decided, when and why; and who took it back.
fn decision(known: &KnownClearance, words: Words) -> Markup {
    let role = Role::ALL
        .into_iter()
        .find(|role| role.as_str() == known.clearance.role);
    html! {
        div class="meta" {
            bdi { (known.clearance.user) }
            @if let Some(role) = role { span { (words.term("role", role.as_str())) } }
            (moment(known.at))
        }
        blockquote class="pre" { (verbatim(&known.clearance.reason)) }
        @if let Some((at, user, reason)) = &known.undone {
            p class="say" { (words.say("screen-cleared-undone")) " " bdi { (user) } " · " (moment(*at)) " · " (verbatim(reason)) }
        }
    }
}

/// The form that takes a clearance back, for whoever may.
fn undoing(known: &KnownClearance, visit: &Visit) -> Markup {
    let words = visit.words;
    if known.undone.is_some() || visit.user.may(Action::Review).is_err() {
        return Markup::default();
    }
    html! {
        details {
            summary { (words.say("clear-undo")) }
            form method="post" action={ "/clearances/" (known.entry) "/undo" } {
                (token(visit))
                input type="hidden" name="next" value=(visit.here);
                (reason(words, "clear-undo-reason"))
                div class="buttons" { button class="plain" type="submit" { (words.say("clear-undo")) } }
            }
        }
    }
}

fn reason(words: Words, label: &str) -> Markup {
    html! { label { (words.say(label)) textarea name="reason" required dir="auto" maxlength="600" {} } }
}

/// What of a match can be cleared, and what of it is.
pub(crate) struct OfMatch {
    clearable: Vec<NoticeId>,
    cleared: Vec<KnownClearance>,
    address: String,
}

impl OfMatch {
    /// Of the notices of a match that the reader sees.
    pub(crate) fn of(visit: &Visit, finding: &Finding) -> Self {
        let possible = &finding.possible;
        let state = visit.app.member().state();
        let holdings = state.holdings();
        let screening = holdings.screening(possible.screening);
        let party = screening.and_then(|(_, screening)| screening.party.as_deref());
        let (mut clearable, mut cleared) = (Vec::new(), Vec::new());
        let seen = |found: &&Found| {
            let mut hits = finding.hits.iter();
            found.evidence.is_some() && hits.any(|hit| hit.notice.id == found.version.notice)
        };
        for found in possible.found.notices.iter().filter(seen) {
            let Some(party) = party else { break };
            match holdings.clearance(party, &found.version.notice) {
                Some(known) if known.holds(found) => cleared.push(known.clone()),
                _ => clearable.push(found.version.notice.clone()),
            }
        }
        Self {
            clearable,
            cleared,
            address: format!("{}/clear", finding.address()),
        }
    }

    /// Beside the other answers, while the match is open: the same form, sent elsewhere.
    pub(crate) fn button(&self, words: Words) -> Markup {
        html! {
            @if !self.clearable.is_empty() {
                button class="plain" type="submit" formaction=(self.address) { (words.say("clear-different")) }
            }
        }
    }

    /// What clearing means, where it can be done.
    pub(crate) fn help(&self, words: Words) -> Markup {
        html! { @if !self.clearable.is_empty() { p class="soft" { (words.say("clear-help")) } } }
    }

    /// What is cleared; and once somebody decided that it is another, the form that clears the rest.
    pub(crate) fn show(&self, visit: &Visit, outcome: Outcome) -> Markup {
        let words = visit.words;
        let may_clear = visit.user.may(Action::Review).is_ok()
            && !self.clearable.is_empty()
            && matches!(
                outcome,
                Outcome::Decided(Judgement::Different | Judgement::CannotTell)
            );
        html! {
            @if !self.cleared.is_empty() {
                section class="card" aria-labelledby="cleared" {
                    h2 id="cleared" { (words.say("clear-done")) }
                    p class="soft" { (words.say("screen-cleared-help")) }
                    ul class="rows" {
                        @for known in &self.cleared {
                            li { bdi class="id" { (known.clearance.notice) } (decision(known, words)) (undoing(known, visit)) }
                        }
                    }
                }
            }
            @if may_clear {
                form class="card act" method="post" action=(self.address) {
                    h2 { (words.say("clear-button")) }
                    (self.help(words))
                    (token(visit))
                    (reason(words, "review-reason"))
                    div class="buttons" { button type="submit" { (words.say("clear-button")) } }
                }
            }
        }
    }
}

/// Why.
#[derive(Debug, Deserialize)]
pub(crate) struct Reason {
    #[serde(default)]
    token: String,
    #[serde(default)]
    reason: String,
    /// The page to come back to.
    #[serde(default)]
    next: String,
}

/// Says that a match is another, unless somebody did, and clears its notices for the party.
pub(crate) async fn clear(
    visit: Visit,
    Path((screening, subject)): Path<(String, String)>,
    sent: Result<Form<Reason>, FormRejection>,
) -> Response {
    match cleared(&visit, &screening, &subject, sent).await {
        Ok(review) => redirect(&review),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn cleared(
    visit: &Visit,
    screening: &str,
    subject: &str,
    sent: Result<Form<Reason>, FormRejection>,
) -> Result<String, Problem> {
    let sent = checked(visit, sent)?;
    let finding = Finding::of(visit, possible(visit, screening, subject)?, None)?;
    let of_match = OfMatch::of(visit, &finding);
    let (member, now) = (visit.app.member(), visit.app.now());
    let user = visit.user.id.as_str();
    let entry = finding.possible.screening;
    match finding.possible.outcome() {
        Outcome::Decided(Judgement::Same) => {
            let decided = "somebody decided that this is the subject; it cannot be cleared".into();
            return Err(Error::Conflict(decided).into());
        }
        Outcome::Decided(_) => {}
        Outcome::Open | Outcome::AwaitingSecond => {
            let subject = &finding.possible.found.subject;
            member
                .review(
                    user,
                    entry,
                    subject,
                    Judgement::Different,
                    &sent.reason,
                    now,
                )
                .await?;
        }
    }
    let who = (user, visit.user.duty.role.as_str());
    for notice in &of_match.clearable {
        member.clear(who, entry, notice, &sent.reason, now).await?;
    }
    Ok(finding.address())
}

/// Takes a clearance back: the notice is raised again.
pub(crate) async fn undo(
    visit: Visit,
    Path(clearance): Path<String>,
    sent: Result<Form<Reason>, FormRejection>,
) -> Response {
    match undone(&visit, &clearance, sent).await {
        Ok(next) => redirect(&next),
        Err(problem) => visit.show(Err(problem)),
    }
}

async fn undone(
    visit: &Visit,
    clearance: &str,
    sent: Result<Form<Reason>, FormRejection>,
) -> Result<String, Problem> {
    let sent = checked(visit, sent)?;
    let unknown = || Error::Unknown {
        what: "clearance",
        id: clearance.to_owned(),
    };
    let entry = clearance.parse().map(LogSeq::new).map_err(|_| unknown())?;
    let member = visit.app.member();
    let post = {
        let state = member.state();
        let mut known = state.holdings().clearances();
        let known = known.find(|known| known.entry == entry);
        known.map(|known| known.clearance.post.clone())
    };
    visit
        .user
        .may_see_screenings_of(&post.ok_or_else(unknown)?)?;
    member
        .undo_clearance(visit.user.id.as_str(), entry, &sent.reason, visit.app.now())
        .await?;
    Ok(local(&sent.next).to_owned())
}

fn checked(visit: &Visit, sent: Result<Form<Reason>, FormRejection>) -> Result<Reason, Problem> {
    let Form(sent) = sent.map_err(|error| Problem::invalid(error.body_text()))?;
    visit.check_form(&sent.token)?;
    visit.user.may(Action::Review)?;
    Ok(sent)
}
