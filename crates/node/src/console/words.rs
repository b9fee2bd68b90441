//! The project's terms and the pact's names as a page shows them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use mithaq_names::normalise;
use mithaq_notice::{ActivityId, Grade, Language, MemberId, Originator, Text, TheatreId};
use mithaq_pact::{Area, ModeId, Pact, PartyId, Stance, StatementGrade};

use crate::console::locale::Words;

/// What the pact calls things, in one language. What it does not know shows its id.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pact: &'a Pact,
    language: Language,
}

impl<'a> Names<'a> {
    /// The names of this pact in this language.
    pub(crate) const fn new(pact: &'a Pact, language: Language) -> Self {
        Self { pact, language }
    }

    /// A member.
    pub(crate) fn member(self, id: &MemberId) -> Markup {
        self.party(id.as_str())
    }

    /// A member, a group of members, or a country.
    pub(crate) fn party(self, id: &str) -> Markup {
        foreign(&self.pact.party_name(id), self.language)
    }

    /// Some of them, in a row.
    pub(crate) fn parties<'i>(self, ids: impl IntoIterator<Item = &'i PartyId>) -> Markup {
        self.row(ids.into_iter().map(|id| self.party(id.as_str())))
    }

    /// A member or the issuer of a list.
    pub(crate) fn originator(self, originator: &Originator) -> Markup {
        self.party(originator.as_str())
    }

    /// A theatre: declared, a country, or the world.
    pub(crate) fn theatre(self, id: &TheatreId) -> Markup {
        foreign(&self.pact.theatre_name(id), self.language)
    }

    /// An area: theatres, and those left out of them.
    pub(crate) fn area(self, area: &Area) -> Markup {
        html! {
            (self.row(area.all.iter().map(|id| self.theatre(id))))
            @if !area.but.is_empty() {
                " " (Words::of(self.language).say("theatre-but")) " " (self.row(area.but.iter().map(|id| self.theatre(id))))
            }
        }
    }

    /// A way of doing something.
    pub(crate) fn mode(self, id: &ModeId) -> Markup {
        foreign(&self.pact.mode_name(id), self.language)
    }

    /// Every theatre there is: the world and those the pact declares, in its order; and the countries, in that of their names.
    pub(crate) fn theatres(self) -> (Vec<TheatreId>, Vec<TheatreId>) {
        let id = |id: &str| TheatreId::new(id).ok();
        let declared = self.pact.theatres().map(|theatre| theatre.id.clone());
        let declared: Vec<TheatreId> = id("world").into_iter().chain(declared).collect();
        let mut countries: Vec<TheatreId> = mithaq_pact::countries().filter_map(id).collect();
        countries.retain(|country| !declared.contains(country));
        countries.sort_by_cached_key(|country| {
            normalise(self.pact.theatre_name(country).get(self.language))
        });
        (declared, countries)
    }

    /// An activity.
    pub(crate) fn activity(self, id: &ActivityId) -> Markup {
        foreign(&self.pact.activity_name(id), self.language)
    }

    /// Ways of doing something.
    pub(crate) fn modes<'i>(self, ids: impl IntoIterator<Item = &'i ModeId>) -> Markup {
        self.row(ids.into_iter().map(|id| self.mode(id)))
    }

    /// Names in a row, parted as the language parts them.
    pub(crate) fn row(self, names: impl IntoIterator<Item = Markup>) -> Markup {
        let comma = Words::of(self.language).comma();
        html! { @for (place, name) in names.into_iter().enumerate() { @if place > 0 { (comma) } (name) } }
    }
}

/// A text in the reader's language; in another it has, marked as such, where it has not this one.
pub(crate) fn foreign(text: &Text, language: Language) -> Markup {
    let spoken = [language, Language::En, Language::Fr, Language::Ar];
    let found = spoken.into_iter().find_map(|language| {
        Some((
            language,
            text.exactly(language).filter(|text| !text.is_empty())?,
        ))
    });
    html! {
        @match found {
            Some((spoken, text)) if spoken == language => { bdi { (text) } }
            Some((spoken, text)) => { bdi lang=(spoken) dir=(Words::of(spoken).direction()) { (text) } }
            None => {}
        }
    }
}

/// Something as its originator wrote it, in whatever language and script: a name, a number, a remark.
pub(crate) fn verbatim(text: &str) -> Markup {
    let arabic = text.chars().any(|c| matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}'));
    html! { bdi lang=[arabic.then_some("ar")] { (text) } }
}

/// A moment, to the minute, in UTC.
pub(crate) fn moment(at: Timestamp) -> Markup {
    let utc = at.to_zoned_datetime(TimeZone::UTC);
    html! { time datetime=(at) { bdi dir="ltr" { (utc.strftime("%Y-%m-%d %H:%M UTC")) } } }
}

/// The day of a moment, in UTC.
pub(crate) fn day(at: Timestamp) -> Markup {
    let utc = at.to_zoned_datetime(TimeZone::UTC);
    html! { time datetime=(at) { bdi dir="ltr" { (utc.strftime("%Y-%m-%d")) } } }
}

/// A score in words and as a number, cut to hundredths: only what is equal in everything shows 1.
pub(crate) fn score(score: f64, words: Words) -> Markup {
    let word = match score {
        s if s >= 0.95 => "very-strong",
        s if s >= 0.85 => "strong",
        s if s >= 0.7 => "moderate",
        _ => "weak",
    };
    let number = format!("{:.2}", (score * 100.0).floor() / 100.0);
    html! {
        span class="score" {
            strong { (words.term("likeness", word)) }
            span { (words.say_with("screen-score", [("score", number.clone())])) }
            meter min="0" max="1" value=(number) aria-hidden="true" {}
        }
    }
}

/// A stance as a tag: symbol, word, colour.
pub(crate) fn stance(stance: Stance, words: Words) -> Markup {
    html! { span class={ "tag " (stance.as_str()) } { (symbol(stance)) " " (words.term("stance", stance.as_str())) } }
}

/// A stance's sign, for those who do not tell the colours apart.
pub(crate) const fn symbol(stance: Stance) -> &'static str {
    match stance {
        Stance::Undertaken => "✓",
        Stance::Refused => "✕",
        Stance::UnderConsultation => "…",
        Stance::Silent => "–",
    }
}

/// An Admiralty grade in words, letter and digit; or that there is none.
pub(crate) fn grade(grade: Option<Grade>, words: Words) -> Markup {
    let Some(grade) = grade else {
        return html! { (words.say("notice-not-graded")) };
    };
    let written = grade.to_string().to_ascii_lowercase();
    let (letter, digit) = written.split_at(1);
    html! { (words.term("grade", letter)) br; (words.term("grade", digit)) }
}

/// How a statement is graded: in its own system.
pub(crate) fn statement_grade(graded: Option<&StatementGrade>, words: Words) -> Markup {
    match graded {
        Some(StatementGrade::Other { system, value }) => html! { bdi { (system) " " (value) } },
        Some(StatementGrade::Admiralty(admiralty)) => grade(Some(*admiralty), words),
        None => grade(None, words),
    }
}
