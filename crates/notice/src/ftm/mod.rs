//! FollowTheMoney entities as JSON lines, the format in which OpenSanctions publishes every list.
//!
//! One entity a line. People, organisations and craft become notices; sanctions, addresses and identity documents are
//! entities of their own there and are joined to what they are of, wherever in the file they stand, or nested inside
//! it. Every other schema and property is counted in [`List::skipped`] with the reason.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::error::{Fault, ListError, ListErrorKind, Position, quoted};
use crate::lines::Lines;
use crate::list::{Format, List};
use crate::{IssuerId, Notice};

mod entity;
mod notice;
mod subject;

use entity::{Entity, Properties};

/// Reads the list. `name` is the file's, for messages. Without an `issuer` each entity's is its first dataset.
///
/// Ids are the entities' own. `created` is the day of listing, or else when the entity was first seen; `modified` its last
/// change. An entity that has no dates at all, as in a bare list of names, has both at the Unix epoch.
///
/// # Errors
/// [`ListError`] for the first thing wrong; nothing is returned in part. A file cut between two lines cannot be told
/// from a whole one: the format has no end mark.
pub fn read(name: &str, input: impl BufRead, issuer: Option<&IssuerId>) -> Result<List, ListError> {
    let mut reading = Reading::default();
    reading
        .lines(input)
        .and_then(|()| reading.finish(issuer))
        .map_err(|fault| fault.in_file(name))
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    /// Entities that become notices, with where they were, in order.
    entities: Vec<(Position, Entity)>,
    seen: BTreeMap<String, Position>,
    /// Sanctions and documents by the entity they are of.
    parts: BTreeMap<String, Vec<Entity>>,
    addresses: BTreeMap<String, Properties>,
    skipped: BTreeMap<String, usize>,
}

impl Reading {
    fn lines(&mut self, input: impl BufRead) -> Result<(), Fault> {
        let mut lines = Lines::new(input);
        let mut empty = true;
        while let Some((at, line)) = lines.next()? {
            // A byte order mark may begin the file.
            let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
            if line.trim().is_empty() {
                continue;
            }
            empty = false;
            let entity = entity::parse(line, at)?;
            self.add(at, entity)?;
        }
        if empty {
            return Err(Fault::empty("FollowTheMoney entities, one a line"));
        }
        Ok(())
    }

    fn add(&mut self, at: Position, mut entity: Entity) -> Result<(), Fault> {
        if let Some(first) = self.seen.insert(entity.id.clone(), at) {
            return Err(Fault::new(
                ListErrorKind::Duplicate,
                format!("a second entity with the id {}", quoted(&entity.id)),
                format!("one, as in line {}", first.line),
                "remove the one that is wrong, or fetch the list again",
            )
            .at(at));
        }
        for (property, mut nested) in std::mem::take(&mut entity.nested) {
            if property == "addressEntity" {
                entity.properties.add(&property, &nested.id);
            } else {
                nested.owner = Some(entity.id.clone());
            }
            self.part(nested);
        }
        match subject::read_as(&entity.schema) {
            subject::ReadAs::Subject => self.entities.push((at, entity)),
            subject::ReadAs::Part => self.part(entity),
            subject::ReadAs::Nothing(why) => self.skip(format!("{}: {why}", entity.schema)),
        }
        Ok(())
    }

    fn part(&mut self, mut entity: Entity) {
        match entity.schema.as_str() {
            "Address" => {
                self.addresses.insert(entity.id, entity.properties);
            }
            "Sanction" | "Passport" | "Identification" => {
                let link = if entity.schema == "Sanction" {
                    "entity"
                } else {
                    "holder"
                };
                let owners = entity.properties.take(link);
                let owners = entity.owner.take().into_iter().chain(owners);
                for owner in owners.collect::<Vec<_>>() {
                    self.parts.entry(owner).or_default().push(entity.clone());
                }
            }
            schema => self.skip(format!("{schema}: a link to another entity is not read")),
        }
    }

    fn skip(&mut self, why: String) {
        *self.skipped.entry(why).or_default() += 1;
    }

    fn finish(mut self, issuer: Option<&IssuerId>) -> Result<List, Fault> {
        let generated = self.entities.iter().filter_map(|(_, e)| e.last_seen).max();
        let mut notices: Vec<Notice> = Vec::with_capacity(self.entities.len());
        for (at, entity) in std::mem::take(&mut self.entities) {
            let parts = self.parts.remove(&entity.id).unwrap_or_default();
            let mut left = Vec::new();
            let notice = notice::make(entity, parts, &self.addresses, issuer, &mut left)
                .map_err(|fault| fault.at(at))?;
            notices.push(notice);
            for property in left {
                self.skip(property);
            }
        }
        for (_, parts) in std::mem::take(&mut self.parts) {
            for part in parts {
                self.skip(format!(
                    "{}: what it is of is not in this list",
                    part.schema
                ));
            }
        }
        Ok(List {
            format: Format::Ftm,
            generated,
            notices,
            skipped: self.skipped,
        })
    }
}
