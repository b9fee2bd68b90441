//! Members' own notices, as they write them: TOML, one table `[notices.ID]` a notice.
//!
//! The fields are those of [`Notice`], with what a member need not repeat left out: `originator` is the member's id alone,
//! `subject_id` is the notice's own id, `modified` is `created` and `status` is `"active"` unless said otherwise.
//! Moments and days are strings. What a public list may leave open a member may not: a notice has grounds, a grade, an
//! end, instructions and a way to challenge it.
//!
//! ```
//! let text = r#"
//! [notices.dz-0007]
//! originator = "dz"
//! created = "2026-03-02T09:00:00Z"
//! ends = "2027-03-02T00:00:00Z"
//! grade = "B2"
//! grounds = { en = "Reported stolen." }
//! instructions = { en = "Keep the document, ask the originator." }
//! redress = { en = "Write to the originator's liaison office." }
//! subject = { document = { kind = "Passport", number = "X0000001", country = "Niger" } }
//! handling = { uses = ["act"], release_to = ["ne"] }
//! invented = true
//! "#;
//! let notices = mithaq_notice::native::read("notices.toml", text)?;
//! assert_eq!(notices[0].subject.caption(), "Passport X0000001");
//! # Ok::<(), mithaq_notice::ListError>(())
//! ```

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use toml::Spanned;

use crate::error::{Fault, ListError, ListErrorKind, Position, quoted};
use crate::lines::whole_text;
use crate::{
    Grade, Handling, Language, Link, MemberId, Notice, NoticeId, Originator, Status, Subject,
    SubjectId, Text, Use,
};

/// Reads the notices, in the order of their ids. `name` is the file's, for messages.
///
/// # Errors
/// [`ListError`] for the first thing wrong; nothing is returned in part.
pub fn read(name: &str, text: &str) -> Result<Vec<Notice>, ListError> {
    read_notices(text).map_err(|fault| fault.in_file(name))
}

/// The same from a file.
///
/// # Errors
/// As [`read`], and where the file cannot be read or is not UTF-8.
pub fn read_file(path: &Path) -> Result<Vec<Notice>, ListError> {
    let name = path.display().to_string();
    let text = File::open(path)
        .map_err(|error| Fault::unreadable(&error))
        .and_then(whole_text)
        .map_err(|fault| fault.in_file(&name))?;
    read(&name, &text)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    notices: BTreeMap<Spanned<String>, Written>,
}

/// A notice as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    originator: Spanned<MemberId>,
    subject_id: Option<SubjectId>,
    created: Timestamp,
    modified: Option<Spanned<Timestamp>>,
    status: Option<Status>,
    subject: Spanned<Subject>,
    grounds: Spanned<Text>,
    grade: Grade,
    ends: Spanned<Timestamp>,
    instructions: Spanned<Text>,
    redress: Spanned<Text>,
    contact: Option<String>,
    #[serde(default)]
    links: Vec<Link>,
    handling: Spanned<Handling>,
    #[serde(default)]
    invented: bool,
}

fn read_notices(text: &str) -> Result<Vec<Notice>, Fault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(no_notices("an empty file"));
    }
    let document: Document = toml::from_str(text).map_err(|error| fault(text, &error))?;
    if document.notices.is_empty() {
        return Err(no_notices("a file without notices").at(Position::START));
    }
    let check = Check { text };
    let notices = document.notices.into_iter();
    notices
        .map(|(id, written)| check.notice(&id, written))
        .collect()
}

fn no_notices(found: &str) -> Fault {
    let expected = "notices, each a table `[notices.ID]`";
    Fault::new(ListErrorKind::Empty, found, expected, "add one")
}

/// Where the parser's messages belong among the rules.
fn fault(text: &str, error: &toml::de::Error) -> Fault {
    let message = error.message();
    let (kind, expected, mend) = if message.contains("duplicate key") {
        (
            ListErrorKind::Duplicate,
            "every key and every notice id once",
            "rename one of the two or remove it",
        )
    } else if message.starts_with("unknown") {
        (
            ListErrorKind::UnknownField,
            "the fields of a notice",
            "mend the name or remove the field",
        )
    } else if message.starts_with("missing field") {
        (
            ListErrorKind::Missing,
            "every field a notice must have",
            "add it",
        )
    } else {
        (
            ListErrorKind::Malformed,
            "a notice in TOML",
            "mend the place named",
        )
    };
    let at = error
        .span()
        .map_or(Position::START, |span| Position::of_byte(text, span.start));
    Fault::new(kind, message, expected, mend).at(at)
}

/// The rules that types do not hold.
struct Check<'a> {
    text: &'a str,
}

impl Check<'_> {
    fn at<T>(&self, value: &Spanned<T>, fault: Fault) -> Fault {
        fault.at(Position::of_byte(self.text, value.span().start))
    }

    fn notice(&self, key: &Spanned<String>, written: Written) -> Result<Notice, Fault> {
        let id = NoticeId::new(key.get_ref()).map_err(|error| {
            self.at(
                key,
                value(error.to_string(), "a notice id", "rename the notice"),
            )
        })?;
        let member = written.originator.get_ref();
        let own = key.get_ref().strip_prefix(member.as_str());
        if own.is_none_or(|rest| !rest.starts_with('-')) {
            let found = format!(
                "the notice id {} of the originator {}",
                quoted(key.get_ref()),
                quoted(member.as_str())
            );
            let expected =
                format!("an id that starts with `{member}-`, so that no two members' ids collide");
            return Err(self.at(key, value(found, expected, "rename the notice")));
        }
        self.after(written.created, &written.ends, "ends")?;
        if let Some(modified) = &written.modified
            && *modified.get_ref() < written.created
        {
            let found = format!(
                "modified = {}, before created = {}",
                modified.get_ref(),
                written.created
            );
            let fault = value(
                found,
                "a version no older than the first",
                "mend one of the two",
            );
            return Err(self.at(modified, fault));
        }
        self.says_something(&written.grounds, "grounds")?;
        self.says_something(&written.instructions, "instructions")?;
        self.says_something(&written.redress, "redress")?;
        self.subject(&written.subject)?;
        self.handling(&written.handling, written.created)?;
        let subject_id = match written.subject_id {
            Some(subject_id) => subject_id,
            None => SubjectId::new(id.as_str()).map_err(|error| {
                self.at(
                    key,
                    value(error.to_string(), "a subject id", "rename the notice"),
                )
            })?,
        };
        Ok(Notice {
            id,
            originator: Originator::Member(written.originator.into_inner()),
            subject_id,
            created: written.created,
            modified: written
                .modified
                .map_or(written.created, Spanned::into_inner),
            status: written.status.unwrap_or(Status::Active),
            subject: written.subject.into_inner(),
            grounds: written.grounds.into_inner(),
            grade: Some(written.grade),
            ends: Some(written.ends.into_inner()),
            instructions: written.instructions.into_inner(),
            redress: written.redress.into_inner(),
            contact: written.contact,
            listing: None,
            links: written.links,
            handling: written.handling.into_inner(),
            invented: written.invented,
        })
    }

    fn after(
        &self,
        created: Timestamp,
        end: &Spanned<Timestamp>,
        field: &str,
    ) -> Result<(), Fault> {
        if *end.get_ref() > created {
            return Ok(());
        }
        let found = format!("{field} = {}, not after created = {created}", end.get_ref());
        Err(self.at(
            end,
            value(found, "an end after the beginning", "mend one of the two"),
        ))
    }

    fn says_something(&self, text: &Spanned<Text>, field: &str) -> Result<(), Fault> {
        let blank = |language| {
            text.get_ref()
                .exactly(language)
                .is_some_and(|t| t.trim().is_empty())
        };
        let found = if text.get_ref().is_empty() {
            format!("{field} without a text")
        } else if let Some(language) = Language::ALL.into_iter().find(|l| blank(*l)) {
            format!("{field}.{language} without a text")
        } else {
            return Ok(());
        };
        let fault = Fault::new(
            ListErrorKind::Missing,
            found,
            "a text in Arabic, French or English, none of them blank",
            "write it, or leave that language out",
        );
        Err(self.at(text, fault))
    }

    fn subject(&self, subject: &Spanned<Subject>) -> Result<(), Fault> {
        let filled = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
        let kept = match subject.get_ref() {
            Subject::Document(document) => !document.number.trim().is_empty(),
            Subject::Account(account) => !account.number.trim().is_empty(),
            Subject::Weapon(weapon) => !weapon.serial.trim().is_empty(),
            Subject::Consignment(consignment) => !consignment.number.trim().is_empty(),
            Subject::Vehicle(vehicle) => {
                filled(&vehicle.plate)
                    || filled(&vehicle.vin)
                    || !vehicle.names.is_empty()
                    || !vehicle.documents.is_empty()
            }
            Subject::Person(_) | Subject::Organisation(_) => !subject.get_ref().names().is_empty(),
        };
        let blank_name = subject
            .get_ref()
            .names()
            .iter()
            .any(|name| name.text.trim().is_empty());
        if kept && !blank_name {
            return Ok(());
        }
        let fault = Fault::new(
            ListErrorKind::Missing,
            "a subject without a name or number, or with a blank one",
            "at least one name of a person or organisation, or the number of a thing",
            "write it",
        );
        Err(self.at(subject, fault))
    }

    fn handling(&self, handling: &Spanned<Handling>, created: Timestamp) -> Result<(), Fault> {
        let rules = handling.get_ref();
        if let Some(until) = rules.until
            && until <= created
        {
            let found = format!("handling.until = {until}, not after created = {created}");
            return Err(self.at(
                handling,
                value(found, "an end after the beginning", "mend one of the two"),
            ));
        }
        if !Use::ALL.into_iter().any(|wanted| rules.uses.allow(wanted)) {
            let fault = value(
                "handling.uses = []",
                "at least one use",
                "name the highest use it may be put to",
            );
            return Err(self.at(handling, fault));
        }
        let onward_to_nobody = rules
            .onward
            .lists()
            .any(std::collections::BTreeSet::is_empty);
        if !onward_to_nobody && !rules.uses.forward() {
            let fault = value(
                "handling.onward without `forward` in uses",
                "both or neither: whom it may be forwarded to, and that it may",
                "add \"forward\" to uses, or leave onward out",
            );
            return Err(self.at(handling, fault));
        }
        Ok(())
    }
}

fn value(found: impl Into<String>, expected: impl Into<String>, mend: &str) -> Fault {
    Fault::new(ListErrorKind::Value, found, expected, mend)
}
