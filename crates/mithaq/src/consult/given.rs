//! What is given on the command line: texts by language, and scopes.

use std::collections::BTreeSet;
use std::str::FromStr;

use clap::Args;
use mithaq_notice::{ActivityId, Language, Text, TheatreId};
use mithaq_pact::{Area, Matter, ModeId, PartyId, Route};

use crate::outcome::Failure;

/// A text in one language, as `fr=texte`.
#[derive(Clone, Debug)]
pub struct Said {
    language: Language,
    text: String,
}

impl FromStr for Said {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        let (language, text) = given
            .split_once('=')
            .ok_or_else(|| "expected `ar=…`, `fr=…` or `en=…`".to_owned())?;
        Ok(Self {
            language: language.parse()?,
            text: text.to_owned(),
        })
    }
}

/// All that was said, as one text.
///
/// # Errors
/// When a language was given twice.
pub fn text(said: &[Said]) -> Result<Text, Failure> {
    let mut text = Text::default();
    for Said {
        language,
        text: given,
    } in said
    {
        let slot = match language {
            Language::Ar => &mut text.ar,
            Language::Fr => &mut text.fr,
            Language::En => &mut text.en,
        };
        if slot.replace(given.clone()).is_some() {
            return Err(Failure::input(format!(
                "found two texts in `{language}`; expected one for each language"
            )));
        }
    }
    Ok(text)
}

/// What a step is about. What is left out stays open; in a counter-scope, as it is on the table.
#[derive(Args)]
pub struct Scope {
    /// Which activities.
    #[arg(long, value_delimiter = ',')]
    activity: Vec<ActivityId>,
    /// Where.
    #[arg(long, value_delimiter = ',')]
    theatre: Vec<TheatreId>,
    /// But not there.
    #[arg(long, value_delimiter = ',', requires = "theatre")]
    but: Vec<TheatreId>,
    /// With whom.
    #[arg(long, value_delimiter = ',')]
    partner: Vec<PartyId>,
    /// In which way: modes.
    #[arg(long, value_delimiter = ',')]
    mode: Vec<ModeId>,
    /// What moves from there …
    #[arg(long, value_delimiter = ',', requires = "route_to")]
    route_from: Vec<TheatreId>,
    /// … to there.
    #[arg(long, value_delimiter = ',')]
    route_to: Vec<TheatreId>,
}

impl Scope {
    pub fn matter(&self) -> Matter {
        Matter {
            activity: some(&self.activity),
            theatre: area(&self.theatre, &self.but),
            route: area(&self.route_to, &[]).map(|to| Route {
                from: area(&self.route_from, &[]),
                to,
            }),
            partner: some(&self.partner),
            mode: some(&self.mode),
        }
    }
}

fn some<T: Ord + Clone>(ids: &[T]) -> Option<BTreeSet<T>> {
    (!ids.is_empty()).then(|| ids.iter().cloned().collect())
}

fn area(all: &[TheatreId], but: &[TheatreId]) -> Option<Area> {
    some(all).map(|all| Area {
        all,
        but: but.iter().cloned().collect(),
    })
}
