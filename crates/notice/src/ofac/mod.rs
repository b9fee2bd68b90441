//! OFAC's list of Specially Designated Nationals in its three CSV files.
//!
//! `sdn.csv` has the entries, `alt.csv` their aliases, `add.csv` their addresses. None has a header; `-0-` means empty; the
//! text is UTF-8 or Windows-1252; each file ends with a line that holds a lone control character, so that a download
//! cut short shows. What the remarks say in a regular way (births, nationalities, documents, aliases) is read out of
//! them, and the remarks are kept whole beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use jiff::Timestamp;

use crate::error::{Fault, ListError, ListErrorKind, Position, quoted};
use crate::list::{Format, List, Wording};
use crate::{
    Address, Document, Handling, IdError, IssuerId, Listing, Name, NameKind, Notice, NoticeId,
    Organisation, Originator, Person, Status, Subject, SubjectId, Vehicle,
};

mod record;
mod remarks;

use record::{Record, Records};
use remarks::Remarks;

/// The names of its files: the entries, their aliases, their addresses.
pub const FILES: [&str; 3] = ["sdn.csv", "alt.csv", "add.csv"];

/// Reads the list from the folder that holds its three files.
///
/// Ids are `ofac-` and the entry's number. The list dates nothing: `created` and `modified` are the Unix epoch.
///
/// # Errors
/// [`ListError`] for the first thing wrong in any of the files; nothing is returned in part.
pub fn read(folder: &Path) -> Result<List, ListError> {
    let file = |name: &'static str| {
        let path = folder.join(name);
        let shown = path.display().to_string();
        match File::open(&path) {
            Ok(file) => Ok((shown, BufReader::new(file))),
            Err(error) => Err(Fault::unreadable(&error).in_file(&shown)),
        }
    };
    let [sdn, alt, add] = FILES.map(file);
    read_from(sdn?, alt?, add?)
}

/// The same from three readers, each with the name of its file: the entries, their aliases, their addresses.
///
/// # Errors
/// As [`read`].
pub fn read_from<R: BufRead>(
    sdn: (String, R),
    alt: (String, R),
    add: (String, R),
) -> Result<List, ListError> {
    let mut entries = Entries::default();
    for (nth, (name, input)) in [sdn, alt, add].into_iter().enumerate() {
        let mut records = Records::new(input);
        let read = match nth {
            0 => entries.own(&mut records),
            1 => entries.aliases(&mut records),
            _ => entries.addresses(&mut records),
        };
        read.map_err(|fault| fault.in_file(&name))?;
        if nth == 0 && entries.order.is_empty() {
            return Err(Fault::empty("entries before the end mark").in_file(&name));
        }
    }
    let notices = entries
        .notices()
        .map_err(|fault| fault.in_file("sdn.csv"))?;
    Ok(List {
        format: Format::Ofac,
        generated: None,
        notices,
        skipped: BTreeMap::new(),
    })
}

/// The same from one text, the three files one after the other as `cat sdn.csv alt.csv add.csv` joins them: each ends with its
/// end mark, so that they come apart again.
///
/// # Errors
/// As [`read`]; and when there are not three.
pub fn read_joined(name: &str, text: &[u8]) -> Result<List, ListError> {
    let mut files = text.split_inclusive(|byte| *byte == record::END_MARK);
    let mut file = |nth| (format!("{name}: {nth}"), files.next().unwrap_or_default());
    let [sdn, alt, add] = FILES.map(|nth| {
        let (name, text) = file(nth);
        // The line break after the end mark of the file before.
        let text = text.strip_prefix(b"\r").unwrap_or(text);
        (name, text.strip_prefix(b"\n").unwrap_or(text))
    });
    if let Some(more) = files.next().filter(|more| !more.trim_ascii().is_empty()) {
        let found = format!("{} bytes after the third end mark", more.len());
        return Err(Fault::new(
            ListErrorKind::Malformed,
            found,
            "sdn.csv, alt.csv and add.csv one after the other, each with its end mark",
            "join these three: cat sdn.csv alt.csv add.csv",
        )
        .in_file(name));
    }
    read_from(sdn, alt, add)
}

/// One entry with what the three files say of it.
struct Entry {
    number: String,
    at: Position,
    kind: Kind,
    names: Vec<Name>,
    program: String,
    title: Option<String>,
    call_sign: Option<String>,
    craft_type: Option<String>,
    flag: Option<String>,
    comments: Vec<String>,
    remarks: Remarks,
    addresses: Vec<Address>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Individual,
    Entity,
    Vessel,
    Aircraft,
}

#[derive(Default)]
struct Entries {
    order: Vec<Entry>,
    by_number: HashMap<String, usize>,
}

impl Entries {
    fn own<R: BufRead>(&mut self, records: &mut Records<R>) -> Result<(), Fault> {
        while let Some(mut record) = records.next(12)? {
            let entry = entry(&mut record)?;
            if let Some(first) = self
                .by_number
                .insert(entry.number.clone(), self.order.len())
            {
                let line = self.order.get(first).map_or(0, |entry| entry.at.line);
                return Err(Fault::new(
                    ListErrorKind::Duplicate,
                    format!("a second entry with the number {}", quoted(&entry.number)),
                    format!("one, as in line {line}"),
                    "remove the one that is wrong, or fetch the list again",
                )
                .at(entry.at));
            }
            self.order.push(entry);
        }
        Ok(())
    }

    fn aliases<R: BufRead>(&mut self, records: &mut Records<R>) -> Result<(), Fault> {
        while let Some(mut record) = records.next(5)? {
            let of = self.entry_of(&mut record)?;
            let kind = match record.text(2).as_deref() {
                Some("aka" | "nka") | None => NameKind::Alias,
                Some("fka") => NameKind::Former,
                Some(other) => {
                    let expected = "aka, fka or nka";
                    return Err(record.wrong("kind of alias", other, expected));
                }
            };
            let text = record.need(3, "name")?;
            let text = if of.kind == Kind::Individual {
                given_first(&text)
            } else {
                text
            };
            of.names.push(Name {
                note: record.text(4),
                ..Name::new(text, kind)
            });
        }
        Ok(())
    }

    fn addresses<R: BufRead>(&mut self, records: &mut Records<R>) -> Result<(), Fault> {
        while let Some(mut record) = records.next(6)? {
            let of = self.entry_of(&mut record)?;
            let address = Address {
                street: record.text(2),
                city: record.text(3),
                country: record.text(4),
                note: record.text(5),
                ..Address::default()
            };
            // Most entries with no known address have one row that says so.
            if address != Address::default() {
                of.addresses.push(address);
            }
        }
        Ok(())
    }

    fn entry_of(&mut self, record: &mut Record) -> Result<&mut Entry, Fault> {
        let number = record.need(0, "entry number")?;
        let found = self.by_number.get(&number).copied();
        found.and_then(|at| self.order.get_mut(at)).ok_or_else(|| {
            record.wrong(
                "entry number",
                &number,
                "the number of an entry of sdn.csv; the three files must be of one day",
            )
        })
    }

    fn notices(self) -> Result<Vec<Notice>, Fault> {
        let issuer = IssuerId::new("ofac").map_err(|error| bad_id(&error))?;
        self.order
            .into_iter()
            .map(|entry| notice(entry, &issuer))
            .collect()
    }
}

fn entry(record: &mut Record) -> Result<Entry, Fault> {
    let kind = match record.text(2).as_deref() {
        None => Kind::Entity,
        Some("individual") => Kind::Individual,
        Some("vessel") => Kind::Vessel,
        Some("aircraft") => Kind::Aircraft,
        Some(other) => {
            return Err(record.wrong("SDN type", other, "individual, vessel, aircraft or -0-"));
        }
    };
    let name = record.need(1, "name")?;
    let name = if kind == Kind::Individual {
        given_first(&name)
    } else {
        name
    };
    let remarks = record.text(11);
    let labelled = [
        (7, "Tonnage"),
        (8, "Gross registered tonnage"),
        (10, "Owner"),
    ];
    let mut comments: Vec<String> = labelled
        .into_iter()
        .filter_map(|(column, label)| Some(format!("{label}: {}", record.text(column)?)))
        .collect();
    comments.extend(remarks.clone());
    let remarks = remarks.as_deref().map(remarks::parse).unwrap_or_default();
    let mut names = vec![Name::new(name, NameKind::Primary)];
    names.extend(remarks.names.iter().cloned().map(|name| match kind {
        Kind::Individual => Name {
            text: given_first(&name.text),
            ..name
        },
        Kind::Entity | Kind::Vessel | Kind::Aircraft => name,
    }));
    Ok(Entry {
        number: record.need(0, "entry number")?,
        at: record.at,
        kind,
        names,
        program: record.text(3).unwrap_or_default().replace("] [", ", "),
        title: record.text(4),
        call_sign: record.text(5),
        craft_type: record.text(6),
        flag: record.text(9),
        comments,
        remarks,
        addresses: Vec::new(),
    })
}

/// `FAMILY, Given` as people say it: `Given FAMILY`.
fn given_first(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
        _ => name.to_owned(),
    }
}

fn notice(entry: Entry, issuer: &IssuerId) -> Result<Notice, Fault> {
    let at = entry.at;
    let id = |error: IdError| bad_id(&error).at(at);
    let notice_id = NoticeId::new(&format!("ofac-{}", entry.number)).map_err(id)?;
    let subject_id = SubjectId::new(notice_id.as_str()).map_err(id)?;
    let wording = Wording::of(issuer, &entry.number, &entry.program);
    let comments = entry.comments.join("\n");
    let listing = Listing {
        reference: entry.number.clone(),
        regime: entry.program.clone(),
        listed_on: None,
        updated_on: Vec::new(),
        version: None,
        submitted_by: None,
        measures: BTreeSet::new(),
        comments: (!comments.is_empty()).then_some(comments),
    };
    Ok(Notice {
        id: notice_id,
        originator: Originator::Issuer(issuer.clone()),
        subject_id,
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::UNIX_EPOCH,
        status: Status::Active,
        subject: subject(entry),
        grounds: wording.grounds,
        grade: None,
        ends: None,
        instructions: wording.instructions,
        redress: wording.redress,
        contact: None,
        listing: Some(listing),
        links: Vec::new(),
        handling: Handling::public(),
        invented: false,
    })
}

fn subject(entry: Entry) -> Subject {
    let Entry {
        kind,
        names,
        remarks,
        addresses,
        ..
    } = entry;
    let mut documents = remarks.documents;
    match kind {
        Kind::Individual => Subject::Person(Person {
            names,
            gender: remarks.gender,
            births: remarks.births,
            birth_places: remarks.birth_places,
            nationalities: remarks.nationalities,
            addresses,
            titles: Vec::new(),
            designations: entry.title.into_iter().collect(),
            documents,
        }),
        Kind::Entity => Subject::Organisation(Organisation {
            names,
            addresses,
            documents,
        }),
        Kind::Vessel | Kind::Aircraft => {
            documents.extend(entry.call_sign.map(|number| Document {
                kind: "Call sign".to_owned(),
                number,
                country: None,
                city: None,
                issued: None,
                note: None,
            }));
            // An aircraft is listed under its registration.
            let plate = names
                .first()
                .filter(|_| kind == Kind::Aircraft)
                .map(|name| name.text.clone());
            Subject::Vehicle(Vehicle {
                names,
                plate,
                vin: remarks.serial,
                model: entry.craft_type.or(remarks.model),
                colour: None,
                country: entry.flag,
                documents,
            })
        }
    }
}

fn bad_id(error: &IdError) -> Fault {
    Fault::new(
        ListErrorKind::Value,
        error.to_string(),
        "the number of an entry",
        "fetch the list again",
    )
}
