//! A list of any format: told by its content, read whole or not at all.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::{Fault, ListError, ListErrorKind, Position};
use crate::moment::midnight;
use crate::un::UnList;
use crate::{IdError, IssuerId, Language, Notice, NoticeId, Originator, Text, ftm, ofac, un};

/// The formats of public lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The Security Council's XML.
    Un,
    /// FollowTheMoney entities as JSON lines.
    Ftm,
    /// OFAC's three CSV files.
    Ofac,
}

/// A public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What it was read as.
    pub format: Format,
    /// When it was generated, where it says so.
    pub generated: Option<Timestamp>,
    /// Its notices, in its order.
    pub notices: Vec<Notice>,
    /// What was left out and why, with how often.
    pub skipped: BTreeMap<String, usize>,
}

impl From<UnList> for List {
    fn from(list: UnList) -> Self {
        let reason = |element| {
            let dropped = un::dropped().iter().find(|(name, _)| *name == element);
            dropped.map_or("", |(_, why)| *why)
        };
        Self {
            format: Format::Un,
            generated: Some(list.generated),
            notices: list.notices,
            skipped: list
                .dropped
                .into_iter()
                .map(|(element, count)| (format!("{element}: {}", reason(element)), count))
                .collect(),
        }
    }
}

/// A version of one issuer's list, as a node holds one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Whose list.
    pub issuer: IssuerId,
    /// Of which moment: what is older never follows it.
    pub generated: Timestamp,
    /// Its notices, all of this issuer.
    pub notices: Vec<Notice>,
}

/// Why a list is no version of one issuer's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// It has none.
    #[error(
        "found no entry that is read; expected a list of people, organisations or craft; fetch the list again"
    )]
    Empty,
    /// It has those of several.
    #[error(
        "found entries of `{one}` and of `{other}`; expected those of one issuer; name it (--issuer), or import the file of each dataset"
    )]
    Several {
        /// The first's issuer.
        one: IssuerId,
        /// Another's.
        other: IssuerId,
    },
    /// An issuer was named for a format that has one.
    #[error(
        "found the issuer `{found}` named; expected none: the format is `{own}`’s own; leave it out"
    )]
    OwnIssuer {
        /// What was named.
        found: IssuerId,
        /// Whose format it is.
        own: IssuerId,
    },
    /// A day was named for a list that says its own.
    #[error("found the day {found} named; expected none: the list says {own}; leave it out")]
    OwnDate {
        /// What was named.
        found: Date,
        /// What the list says.
        own: Timestamp,
    },
}

impl List {
    /// As a version of its issuer's list. FollowTheMoney's is the issuer named, else the one of all entries. A list that does not
    /// say of when it is, as OFAC's, is of the day named, else of now.
    ///
    /// # Errors
    /// [`VersionError`] when no one issuer has all of its entries, it has none, or it says itself what is named.
    pub fn version(
        mut self,
        issuer: Option<IssuerId>,
        day: Option<Date>,
        now: Timestamp,
    ) -> Result<Version, VersionError> {
        let own = self.issuers().next().ok_or(VersionError::Empty)?.clone();
        if let Some(found) = issuer {
            if self.format != Format::Ftm {
                return Err(VersionError::OwnIssuer { found, own });
            }
            for notice in &mut self.notices {
                notice.originator = Originator::Issuer(found.clone());
            }
        }
        if let (Some(found), Some(own)) = (day, self.generated) {
            return Err(VersionError::OwnDate { found, own });
        }
        let mut issuers = self.issuers();
        let one = issuers.next().ok_or(VersionError::Empty)?.clone();
        if let Some(other) = issuers.find(|issuer| **issuer != one) {
            let other = other.clone();
            return Err(VersionError::Several { one, other });
        }
        drop(issuers);
        Ok(Version {
            issuer: one,
            generated: self.generated.or(day.map(midnight)).unwrap_or(now),
            notices: self.notices,
        })
    }

    fn issuers(&self) -> impl Iterator<Item = &IssuerId> {
        let originators = self.notices.iter().map(|notice| &notice.originator);
        originators.filter_map(|originator| match originator {
            Originator::Issuer(issuer) => Some(issuer),
            Originator::Member(_) => None,
        })
    }
}

impl From<UnList> for Version {
    fn from(list: UnList) -> Self {
        Self {
            issuer: list.issuer,
            generated: list.generated,
            notices: list.notices,
        }
    }
}

/// Notices of several lists beside one another. Two issuers may give one id to one subject, as OpenSanctions' datasets do: a
/// notice whose id is taken is told apart by its issuer before it, `eu_fsf:NK-1`. Its subject's id stays, and so they are grouped.
///
/// # Errors
/// [`IdError`] when that makes an id too long.
pub fn tell_apart(notice: &mut Notice, taken: impl Fn(&Notice) -> bool) -> Result<(), IdError> {
    if taken(notice) {
        notice.id = NoticeId::new(&format!("{}:{}", notice.originator, notice.id))?;
    }
    Ok(())
}

/// The notices of several lists, each told apart from those of the lists before it.
///
/// # Errors
/// [`IdError`] as [`tell_apart`].
pub fn together(lists: impl IntoIterator<Item = List>) -> Result<Vec<Notice>, IdError> {
    let mut all: Vec<Notice> = Vec::new();
    let mut held: HashMap<NoticeId, Originator> = HashMap::new();
    for list in lists {
        let before = all.len();
        for mut notice in list.notices {
            tell_apart(&mut notice, |notice| {
                let holder = held.get(&notice.id);
                holder.is_some_and(|holder| *holder != notice.originator)
            })?;
            all.push(notice);
        }
        let of_list = all.iter().skip(before);
        held.extend(of_list.map(|notice| (notice.id.clone(), notice.originator.clone())));
    }
    Ok(all)
}

impl Format {
    /// Reads a list of this format from its bytes; OFAC's three files joined, as [`ofac::read_joined`] takes them.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(self, name: &str, bytes: &[u8]) -> Result<List, ListError> {
        match self {
            Self::Un => un::read(name, bytes).map(List::from),
            Self::Ftm => ftm::read(name, bytes, None),
            Self::Ofac => ofac::read_joined(name, bytes),
        }
    }
}

/// `un`, `ftm` or `ofac`.
impl FromStr for Format {
    type Err = UnknownFormat;
    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        match text {
            "un" => Ok(Self::Un),
            "ftm" => Ok(Self::Ftm),
            "ofac" => Ok(Self::Ofac),
            _ => Err(UnknownFormat(text.chars().take(60).collect())),
        }
    }
}

/// The name of no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found the format `{0}`; expected un, ftm or ofac")]
pub struct UnknownFormat(String);

/// Reads a list, whichever format it is in: a folder is OFAC's, a file that begins with `<` the Security Council's, one
/// that begins with `{` FollowTheMoney's.
///
/// # Errors
/// [`ListError`] for the first thing wrong; nothing is returned in part.
pub fn read(path: &Path) -> Result<List, ListError> {
    let name = path.display().to_string();
    if path.is_dir() {
        return ofac::read(path);
    }
    let file = File::open(path).map_err(|error| Fault::unreadable(&error).in_file(&name))?;
    read_from(&name, BufReader::with_capacity(1 << 16, file))
}

/// The same from any reader, OFAC's folder excepted.
///
/// # Errors
/// As [`read`].
pub fn read_from(name: &str, mut input: impl BufRead) -> Result<List, ListError> {
    let start = input
        .fill_buf()
        .map_err(|error| Fault::unreadable(&error).in_file(name))?;
    if start.is_empty() {
        return Err(Fault::empty("a list").in_file(name));
    }
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        let fault = Fault::not_utf8("the byte order mark of UTF-16");
        return Err(fault.at(Position::START).in_file(name));
    }
    let marked = start.strip_prefix(b"\xEF\xBB\xBF");
    let first = marked
        .unwrap_or(start)
        .iter()
        .find(|b| !b.is_ascii_whitespace());
    match first {
        Some(b'<') => un::read(name, input).map(List::from),
        Some(b'{') => ftm::read(name, input, None),
        None => Err(Fault::empty("a list").in_file(name)),
        Some(_) => Err(Fault::new(
            ListErrorKind::UnknownFormat,
            "a file that begins neither with `<` nor with `{`",
            "the Security Council's XML, FollowTheMoney JSON lines, or a folder with OFAC's sdn.csv, alt.csv and add.csv",
            "give one of these; for OFAC name the folder, not a file in it",
        )
        .at(Position::START)
        .in_file(name)),
    }
}

/// What is said of every notice of a list whose regimes are not known here.
pub(crate) struct Wording {
    pub(crate) grounds: Text,
    pub(crate) instructions: Text,
    pub(crate) redress: Text,
}

impl Wording {
    pub(crate) fn of(issuer: &IssuerId, reference: &str, regime: &str) -> Self {
        let each = |text: fn(Language, &str) -> String, detail: &str| {
            Text::new(
                text(Language::Ar, detail),
                text(Language::Fr, detail),
                text(Language::En, detail),
            )
        };
        Self {
            grounds: each(grounds, &format!("{issuer}, {regime}: {reference}")),
            instructions: each(instructions, ""),
            redress: each(redress, issuer.as_str()),
        }
    }
}

fn grounds(language: Language, detail: &str) -> String {
    match language {
        Language::Ar => format!("مُدرَج في قائمة علنية ({detail})."),
        Language::Fr => format!("Inscrit sur une liste publique ({detail})."),
        Language::En => format!("On a public list ({detail})."),
    }
}

fn instructions(language: Language, _: &str) -> String {
    match language {
        Language::Ar => "التطابق احتمال لا إثبات: قارنوا بيانات الهوية، ثم اسألوا السلطة الوطنية المختصة عما يوجبه هذا الإدراج في بلدكم.",
        Language::Fr => "Une concordance n'est qu'une possibilité : comparer les éléments d'identité, puis demander à l'autorité nationale compétente à quoi cette inscription oblige dans le pays.",
        Language::En => "A match is a possibility, no proof: compare what identifies the subject, then ask the competent national authority what this listing obliges to in your country.",
    }
    .to_owned()
}

fn redress(language: Language, issuer: &str) -> String {
    match language {
        Language::Ar => format!(
            "الجهة المُصدِرة للقائمة ({issuer}) هي التي تصحح الإدراج أو تسحبه؛ ومن أُخذ بتشابه الأسماء يراجع السلطة الوطنية."
        ),
        Language::Fr => format!(
            "L'émetteur de la liste ({issuer}) corrige ou retire l'inscription ; qui est pris pour un autre s'adresse à l'autorité nationale."
        ),
        Language::En => format!(
            "The issuer of the list ({issuer}) corrects or withdraws the listing; whoever was taken for another turns to the national authority."
        ),
    }
}
