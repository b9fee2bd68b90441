//! Exemptions for journeys to talks: found by the list's own reference, and said beside a hit.

use jiff::Timestamp;
use mithaq_notice::{IssuerId, Language, Text, TheatreId};

use crate::Pact;
use crate::model::Exemption;

impl Pact {
    /// The exemptions of a listed person that are in force at a moment or will be, in the order of ids.
    pub fn exemptions_of<'a>(
        &'a self,
        issuer: &'a IssuerId,
        reference: &'a str,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Exemption> {
        self.exemptions().filter(move |exemption| {
            exemption.issuer == *issuer
                && exemption.reference == reference
                && at < exemption.until.end()
        })
    }

    /// Whether the journey may lead everywhere within a theatre. An unknown theatre is nowhere.
    #[must_use]
    pub fn exempts_in(&self, exemption: &Exemption, theatre: &TheatreId) -> bool {
        let journey = self.space().area(&exemption.theatre);
        self.space()
            .theatre(theatre.as_str())
            .is_some_and(|theatre| theatre.is_subset(&journey))
    }

    /// What an officer with the person before him reads: the journey, its dates and places, who granted it, and that
    /// nothing else is lifted.
    #[must_use]
    pub fn exemption_wording(&self, exemption: &Exemption, at: Timestamp) -> Text {
        let say = |language| {
            let places = self.space().area(&exemption.theatre);
            let places: Vec<String> = self
                .space()
                .places(&places)
                .iter()
                .map(|place| self.place_name(place).get(language).to_owned())
                .collect();
            let track = self
                .tracks()
                .find(|track| track.id == exemption.track)
                .map_or("", |track| track.basis.text.get(language));
            let granted = exemption.granted.get(language).trim_end_matches('.');
            let limits = exemption.text.get(language);
            let begun = exemption.from.start() <= at;
            let (from, until) = (exemption.from, exemption.until);
            match language {
                Language::Ar => format!(
                    "{} للسفر إلى محادثات، من \u{2068}{from}\u{2069} إلى \u{2068}{until}\u{2069}، في: {}. الأساس: {granted}. المسار: {track} لا يُرفع أي تدبير آخر. {limits}",
                    if begun { "استثناء نافذ" } else { "استثناء لم يبدأ بعد" },
                    places.join("، "),
                ),
                Language::Fr => format!(
                    "{} pour un voyage vers des pourparlers, du {from} au {until}, dans\u{a0}: {}. Fondement\u{a0}: {granted}. Processus\u{a0}: {track} Aucune autre mesure n’est levée. {limits}",
                    if begun { "Dérogation en cours" } else { "Dérogation à venir" },
                    places.join(", "),
                ),
                Language::En => format!(
                    "{} for a journey to talks, from {from} to {until}, in: {}. Basis: {granted}. Track: {track} No other measure is lifted. {limits}",
                    if begun { "Exemption in force" } else { "Exemption not begun" },
                    places.join(", "),
                ),
            }
            .trim_end()
            .to_owned()
        };
        Text::new(say(Language::Ar), say(Language::Fr), say(Language::En))
    }
}
