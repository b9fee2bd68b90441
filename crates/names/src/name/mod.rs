//! A name taken apart once: into forms, positions and the spellings under which each position may be met.
//!
//! * [`form`]: what a name is made of;
//! * [`analysis`]: how a reading becomes a form.

mod analysis;
mod form;

pub(crate) use form::{Form, Letters, MAX_POSITIONS, Role, Slot, Spelt, Unit};

use crate::normalise::normalise;
use crate::tables::Tables;
use crate::words;

/// What sort of thing bears a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A human being: titles are set aside, words are not translated.
    Person,
    /// A company, a party, an armed group: words are translated, legal forms weigh little.
    Organisation,
    /// Not known, or something else (a ship, say): both are tried.
    #[default]
    Other,
}

/// Forms of one name that are looked at: a name with many brackets is cut here, by what they take also.
const MAX_FORMS: usize = 4;

/// A name, analysed: made once, compared often.
///
/// ```
/// use mithaq_names::{Kind, Name};
/// let name = Name::new("عبد الرحمن الحسيني", Kind::Person);
/// assert_eq!(name.text(), "عبد الرحمن الحسيني");
/// ```
#[derive(Clone, Debug)]
pub struct Name {
    text: Box<str>,
    normalised: Box<str>,
    kind: Kind,
    pub(crate) forms: Vec<Form>,
}

impl Name {
    /// The most [`work`](Self::work) that one name is: sixteen initials, or several readings of fewer words. Whoever looks for many names at
    /// once bounds the time that takes by bounding their work together.
    pub const MOST_WORK: usize = (2 * MAX_POSITIONS).pow(2);

    /// Takes a name apart. Any text will do; one without a letter or digit has no parts and equals only itself.
    pub fn new(text: &str, kind: Kind) -> Self {
        Self::new_in(Tables::compiled(), text, kind)
    }

    /// Takes a name apart by other tables, for a [`Matcher::from_tables`](crate::Matcher::from_tables) of the same ones: what a word is worth
    /// and what it means stands in the name.
    pub fn new_in(tables: &Tables, text: &str, kind: Kind) -> Self {
        let normalised = normalise(text);
        let mut forms: Vec<Form> = Vec::new();
        let readings = words::readings(text, &normalised).into_iter();
        let readings = readings.flat_map(|reading| {
            let written_out = tables.lexicon().written_out(&reading);
            let written_out = written_out.filter(|_| kind != Kind::Person);
            std::iter::once(reading).chain(written_out)
        });
        for reading in readings {
            let form = Form::new(tables, &reading, kind);
            let is_room = forms.is_empty() || work(&forms) + form.work() <= Self::MOST_WORK;
            if !form.positions.is_empty() && forms.len() < MAX_FORMS && is_room {
                forms.push(form);
            }
        }
        Self {
            text: text.into(),
            normalised: normalised.into(),
            kind,
            forms,
        }
    }

    /// The name as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name after [`normalise`].
    pub fn normalised(&self) -> &str {
        &self.normalised
    }

    /// Roughly what looking for it takes: the square of its number of words, initials counted twice, and so of each way to read it.
    ///
    /// ```
    /// use mithaq_names::{Kind, Name};
    /// let work = |name| Name::new(name, Kind::Person).work();
    /// assert_eq!((work("Tariq Jamal"), work("T. Jamal"), work("")), (4, 9, 0));
    /// ```
    pub fn work(&self) -> usize {
        work(&self.forms)
    }

    /// What sort of thing bears it.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

/// What looking for all of them takes.
fn work(forms: &[Form]) -> usize {
    forms.iter().map(Form::work).sum()
}
