//! The Security Council's consolidated list, in its XML form.
//!
//! The file is read once, entry by entry; nothing of it is held but the entry at hand and the notices made so far.
//! `schema` says what may occur and what becomes of it, `xml` reads `token`s by it, `entry` maps. An element that the
//! schema does not know, or that nothing maps, refuses the list: it is never lost unseen.

use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;

use jiff::Timestamp;

use crate::error::{Fault, ListError, ListErrorKind, Position, quoted};
use crate::{IssuerId, Notice};

mod dates;
mod documents;
mod entry;
mod fields;
mod names;
mod schema;
mod token;
mod xml;

/// The list as of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnList {
    /// The Security Council, `un`.
    pub issuer: IssuerId,
    /// When the Secretariat generated it.
    pub generated: Timestamp,
    /// One notice an entry, in the order of the list.
    pub notices: Vec<Notice>,
    /// How often each element occurred that is left out; why is in [`dropped`].
    pub dropped: BTreeMap<&'static str, usize>,
}

/// The elements that are left out, and why.
#[must_use]
pub const fn dropped() -> &'static [(&'static str, &'static str)] {
    schema::DROPPED
}

/// Reads the list. `name` is the file's, for messages.
///
/// Notices have the id `un-` and the entry's `DATAID`, which never changes; `created` is the day of listing and
/// `modified` the last day of an update, both at midnight UTC.
///
/// # Errors
/// [`ListError`] for the first thing wrong: nothing is returned of a list that is not sound to its last tag.
///
/// ```
/// let list = br#"<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
///   <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL></INDIVIDUALS>"#;
/// let error = mithaq_notice::un::read("un.xml", &list[..]).unwrap_err();
/// assert!(error.to_string().starts_with("un.xml:2:16: found an INDIVIDUAL without FIRST_NAME"));
/// ```
pub fn read(name: &str, input: impl BufRead) -> Result<UnList, ListError> {
    read_entries(input).map_err(|fault| fault.in_file(name))
}

fn read_entries(input: impl BufRead) -> Result<UnList, Fault> {
    let issuer = issuer()?;
    let mut notices: Vec<Notice> = Vec::new();
    let mut seen = HashMap::new();
    let mut xml = xml::Xml::new(input);
    let generated = xml.each_entry(|fields| {
        let at = fields.at;
        let notice = entry::notice(fields, &issuer)?;
        let data_id = notice.id.as_str().trim_start_matches("un-");
        once(&mut seen, ("DATAID", data_id.to_owned()), at)?;
        if let Some(listing) = &notice.listing {
            once(
                &mut seen,
                ("REFERENCE_NUMBER", listing.reference.clone()),
                at,
            )?;
        }
        notices.push(notice);
        Ok(())
    })?;
    let generated = generated.text.parse().map_err(|_| {
        Fault::new(
            ListErrorKind::Value,
            format!("the dateGenerated {}", quoted(&generated.text)),
            "a moment such as 2026-02-27T00:00:09.554Z",
            "fetch the list again",
        )
        .at(generated.at)
    })?;
    Ok(UnList {
        issuer,
        generated,
        notices,
        dropped: xml.dropped,
    })
}

/// The Security Council, as issuer.
pub(crate) const ISSUER: &str = "un";

fn issuer() -> Result<IssuerId, Fault> {
    IssuerId::new(ISSUER).map_err(|error| {
        Fault::new(
            ListErrorKind::Value,
            error.to_string(),
            "an issuer id",
            "mend the constant",
        )
    })
}

type Seen = HashMap<(&'static str, String), Position>;

fn once(seen: &mut Seen, key: (&'static str, String), at: Position) -> Result<(), Fault> {
    let message = format!("a second entry with the {} {}", key.0, quoted(&key.1));
    match seen.insert(key, at) {
        None => Ok(()),
        Some(first) => Err(Fault::new(
            ListErrorKind::Duplicate,
            message,
            format!("one, as in the entry at line {}", first.line),
            "remove the one that is wrong, or fetch the list again",
        )
        .at(at)),
    }
}
