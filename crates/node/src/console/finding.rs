//! What a screening found of one subject, as whoever reads the page may see it.

use std::sync::Arc;

use jiff::Timestamp;
use maud::{Markup, html};
use mithaq_exchange::{Exempted, Outcome, PossibleMatch};
use mithaq_notice::{Notice, Use};
use mithaq_screen::{Admit, AskedBirth, AskedKind, Index, NumberKind, Options, Query, Score, Why};

use crate::console::locale::Words;
use crate::console::notice::what_to_do;
use crate::console::subject::{birth_date, gender_word, kind};
use crate::console::visit::Visit;
use crate::console::words::{Names, day, score, verbatim};
use crate::duty::Action;
use crate::problem::Problem;

/// A possible match and those of its notices that the reader may use.
pub(crate) struct Finding {
    pub(crate) possible: PossibleMatch,
    pub(crate) hits: Vec<Hit>,
    /// How many of its notices the reader may not see, or that were taken back since.
    pub(crate) hidden: usize,
}

/// One notice that was found.
pub(crate) struct Hit {
    pub(crate) notice: Arc<Notice>,
    score: f64,
    /// What agrees and what does not, by the version that is held now.
    why: Vec<Why>,
    /// The post may act on it, or may only report.
    may_act: bool,
    /// The journeys to talks its subject may make in spite of the listing.
    exemptions: Vec<Exempted>,
    /// It has another version than the one that was found.
    changed: bool,
}

impl Finding {
    /// Looks at a possible match as this reader may.
    ///
    /// # Errors
    /// [`Problem`] when the reader works at no post.
    pub(crate) fn of(
        visit: &Visit,
        possible: PossibleMatch,
        query: Option<&Query>,
    ) -> Result<Self, Problem> {
        let seen = {
            let state = visit.app.member().state();
            let reading = visit.permitted(&state, Use::Screen)?;
            let acting = visit.permitted(&state, Use::Act)?;
            let post = state
                .holdings()
                .screening(possible.screening)
                .and_then(|(_, made)| visit.app.member().post(&made.post).ok());
            let acts = post.is_some_and(|post| matches!(post.uses, Use::Act | Use::Adduce));
            let exemptions = |notice: &Notice| {
                post.map(|post| Exempted::of(state.pact(), notice, &post.theatre, visit.app.now()))
                    .unwrap_or_default()
            };
            let held = possible.found.notices.iter().filter_map(|found| {
                let held = state.holdings().notice(&found.version.notice)?;
                Some((found, held))
            });
            held.filter(|(_, held)| {
                reading.allows(held.profile) && held.notice.stands(visit.app.now())
            })
            .map(|(found, held)| Hit {
                notice: Arc::clone(&held.notice),
                score: found.score,
                why: Vec::new(),
                may_act: acts && acting.allows(held.profile),
                exemptions: exemptions(&held.notice),
                changed: held.notice.modified != found.version.modified,
            })
            .collect::<Vec<_>>()
        };
        let mut finding = Self {
            hidden: possible.found.notices.len() - seen.len(),
            possible,
            hits: seen,
        };
        if let Some(query) = query {
            finding.compare(query, visit.app.now());
        }
        Ok(finding)
    }

    /// Finds the reasons anew. Scores do not depend on what else is indexed, so that a small index says what the whole
    /// one said.
    fn compare(&mut self, query: &Query, now: Timestamp) {
        let index = Index::build(self.hits.iter().map(|hit| (Arc::clone(&hit.notice), 0)));
        let options = Options {
            threshold: Score::NONE,
            limit: usize::MAX,
            ..Options::default()
        };
        for found in index.search(query, &options, Admit::All, now) {
            if let Some(hit) = self
                .hits
                .iter_mut()
                .find(|hit| hit.notice.id == found.notice.id)
            {
                hit.why = found.why;
            }
        }
    }

    /// The names its notices give the subject.
    pub(crate) fn caption(&self) -> Markup {
        match self.hits.first() {
            Some(hit) => verbatim(&hit.notice.subject.caption()),
            None => html! { bdi class="id" { (self.possible.found.subject) } },
        }
    }

    /// How strong it is: the strongest notice's score.
    pub(crate) fn score(&self) -> f64 {
        self.possible
            .found
            .notices
            .iter()
            .map(|found| found.score)
            .fold(0.0, f64::max)
    }

    /// Where it is reviewed.
    pub(crate) fn address(&self) -> String {
        format!(
            "/review/{}/{}",
            self.possible.screening, self.possible.found.subject
        )
    }

    /// Each notice: what to do first, then what agrees and what does not.
    pub(crate) fn notices(&self, visit: &Visit, names: Names<'_>) -> Markup {
        let words = visit.words;
        html! {
            @for hit in &self.hits { article class="card" { (hit.show(visit, names)) } }
            @if self.hidden > 0 { p class="soft" { (words.count("match-hidden", self.hidden)) } }
        }
    }
}

impl Hit {
    fn show(&self, visit: &Visit, names: Names<'_>) -> Markup {
        let (words, notice) = (visit.words, &self.notice);
        let reasons = |wanted: fn(f64) -> bool| {
            self.why
                .iter()
                .filter(move |why| wanted(why.weight))
                .collect::<Vec<_>>()
        };
        html! {
            h3 { a href={ "/notices/" (notice.id) } { (verbatim(&notice.subject.caption())) } }
            div class="meta" {
                span { (names.originator(&notice.originator)) }
                bdi class="id" { (notice.id) }
                span { (kind(notice.subject.kind(), words)) }
                span { (day(notice.modified)) }
                @if notice.invented { span { (words.say("notice-invented-short")) } }
            }
            (score(self.score, words))
            @if self.changed { p class="say" { (words.say("match-changed")) } }
            @for exempted in &self.exemptions { (exemption(exempted, words)) }
            (what_to_do(notice, words))
            @if visit.user.duty.role.may(Action::Screen) {
                p class="soft" { (words.say(if self.may_act { "match-may-act" } else { "match-report-only" })) }
            }
            (listed("match-agrees", "agree", "✓", &reasons(|weight| weight > 0.0), words))
            (listed("match-disagrees", "against", "✕", &reasons(|weight| weight < 0.0), words))
            (listed("match-remarks", "unsure", "…", &reasons(|weight| weight == 0.0), words))
        }
    }
}

/// Before anything else: the person may be on a journey that was allowed.
fn exemption(exempted: &Exempted, words: Words) -> Markup {
    let elsewhere = !exempted.here;
    html! {
        div class="say" {
            h4 { (words.say("match-exemption")) }
            p { (exempted.wording.get(words.language())) }
            @if elsewhere { p { strong { (words.say("match-exemption-elsewhere")) } } }
        }
    }
}

fn listed(heading: &str, class: &str, sign: &str, reasons: &[&Why], words: Words) -> Markup {
    html! {
        @if !reasons.is_empty() {
            h4 { (words.say(heading)) }
            ul class="why" {
                @for why in reasons {
                    li class=(class) { span aria-hidden="true" { (sign) " " } (why.wording(words.language())) }
                }
            }
        }
    }
}

/// What was asked, as far as anything was.
pub(crate) fn asked(query: &Query, words: Words) -> Markup {
    html! {
        dl class="facts" {
            @if let AskedKind::Only(only) = query.kind { dt { (words.say("screen-kind")) } dd { (kind(only, words)) } }
            @for name in &query.names { dt { (words.say("fact-names")) } dd { strong { (verbatim(name)) } } }
            @for birth in &query.births { dt { (words.say("screen-birth")) } dd { (asked_birth(birth, words)) } }
            @for country in &query.nationalities { dt { (words.say("screen-nationality")) } dd { bdi { (country) } } }
            @if let Some(gender) = query.gender { dt { (words.say("fact-gender")) } dd { (words.term("gender", gender_word(gender))) } }
            @for number in &query.numbers { dt { (words.say(number_key(number.kind))) } dd { bdi class="id" { (number.text) } } }
        }
    }
}

fn asked_birth(birth: &AskedBirth, words: Words) -> Markup {
    html! { @if birth.approximate { (words.say("about")) " " } (birth_date(birth.date)) }
}

/// The key of a number's label.
pub(crate) const fn number_key(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Document => "screen-document",
        NumberKind::Account => "screen-account",
        NumberKind::Serial => "screen-serial",
        NumberKind::Plate => "screen-plate",
        NumberKind::Vin => "screen-vin",
        NumberKind::Consignment => "screen-consignment",
    }
}

/// How a possible match stands, as a tag.
pub(crate) fn standing(outcome: Outcome, words: Words) -> Markup {
    use mithaq_exchange::record::Judgement;
    let (class, key) = match outcome {
        Outcome::Open => ("unsure", "outcome-open"),
        Outcome::AwaitingSecond => ("unsure", "outcome-awaiting-second"),
        Outcome::Decided(Judgement::Same) => ("against", "review-same"),
        Outcome::Decided(Judgement::Different) => ("agree", "review-different"),
        Outcome::Decided(Judgement::CannotTell) => ("silent", "review-cannot-tell"),
    };
    html! { span class={ "tag " (class) } { (words.say(key)) } }
}
