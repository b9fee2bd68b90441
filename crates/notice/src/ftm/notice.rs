//! From an entity and what belongs to it to a notice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::entity::{Entity, Properties};
use super::subject;
use crate::error::{Fault, ListErrorKind};
use crate::list::Wording;
use crate::moment::midnight;
use crate::regime;
use crate::{
    Document, Handling, IdError, IssuerId, Listing, Notice, NoticeId, Originator, Status, SubjectId,
};

/// Makes the notice; what of the entity is not read goes to `left`.
pub(super) fn make(
    mut entity: Entity,
    parts: Vec<Entity>,
    addresses: &BTreeMap<String, Properties>,
    issuer: Option<&IssuerId>,
    left: &mut Vec<String>,
) -> Result<Notice, Fault> {
    let (sanctions, documents): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .partition(|part| part.schema == "Sanction");
    let documents: Vec<Document> = documents
        .into_iter()
        .filter_map(subject::document)
        .collect();
    let made = subject::make(&mut entity, documents, addresses)?;

    let dataset = entity.datasets.first().map(String::as_str);
    let issuer = match issuer {
        Some(issuer) => issuer.clone(),
        None => IssuerId::new(dataset.unwrap_or("ftm")).map_err(|error| bad_id(&error))?,
    };
    let (mut listing, by_un) = listing(
        &entity.id,
        dataset.unwrap_or_default(),
        &mut entity.properties,
        sanctions,
    );
    let regime = regime::un(&listing.regime).filter(|_| by_un);
    let wording = match regime {
        Some(regime) => {
            let measures = regime.measures(made.kind(), listing.comments.as_deref());
            listing.measures = measures.keys().copied().collect();
            Wording {
                grounds: regime.grounds(&listing.reference),
                instructions: regime.instructions(&measures),
                redress: regime.challenge.clone(),
            }
        }
        None => Wording::of(&issuer, &listing.reference, &listing.regime),
    };
    let updated = listing.updated_on.last().copied().map(midnight);
    let created = listing.listed_on.map(midnight).or(entity.first_seen);
    let created = created
        .or(entity.last_change)
        .unwrap_or(Timestamp::UNIX_EPOCH);
    left.extend(entity.properties.names().map(|property| {
        format!(
            "{}.{property}: no field of a notice is for it",
            entity.schema
        )
    }));
    Ok(Notice {
        id: NoticeId::new(&entity.id).map_err(|error| bad_id(&error))?,
        subject_id: SubjectId::new(&entity.id).map_err(|error| bad_id(&error))?,
        originator: Originator::Issuer(issuer),
        created,
        modified: entity
            .last_change
            .or(updated)
            .unwrap_or(created)
            .max(created),
        status: Status::Active,
        subject: made,
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

/// The listing, from the first of the sanctions; the others are remarked. Also whether the Security Council's.
fn listing(
    id: &str,
    dataset: &str,
    of: &mut Properties,
    mut sanctions: Vec<Entity>,
) -> (Listing, bool) {
    sanctions.sort_by(|a, b| a.id.cmp(&b.id));
    let mut listing = Listing {
        reference: id.to_owned(),
        regime: of.first("program").unwrap_or_else(|| dataset.to_owned()),
        listed_on: None,
        updated_on: Vec::new(),
        version: None,
        submitted_by: None,
        measures: BTreeSet::new(),
        comments: None,
    };
    let mut comments: Vec<String> = of.take("notes");
    comments.extend(of.take("summary"));
    let mut by_un = false;
    for (nth, mut sanction) in sanctions.into_iter().enumerate() {
        let of = &mut sanction.properties;
        let reference = of.first("authorityId").or_else(|| of.first("recordId"));
        let program = of.first("program").or_else(|| of.first("programId"));
        let authority = of.first("authority");
        if nth == 0 {
            listing.reference = reference.unwrap_or_else(|| id.to_owned());
            listing.regime = program.unwrap_or(listing.regime);
            by_un = authority.is_some_and(|a| a.contains("United Nations Security Council"));
        } else {
            let also = [authority, program, reference].into_iter().flatten();
            comments.push(format!(
                "Also listed: {}",
                also.collect::<Vec<_>>().join(", ")
            ));
        }
        let listed = [of.take("listingDate"), of.take("startDate")].concat();
        listing.listed_on = days(&listed).into_iter().chain(listing.listed_on).min();
        listing.updated_on.extend(days(&of.take("modifiedAt")));
        comments.extend(of.take("reason"));
    }
    listing.updated_on.sort_unstable();
    listing.updated_on.dedup();
    listing.comments = (!comments.is_empty()).then(|| comments.join("\n"));
    (listing, by_un)
}

/// The days among these dates; a date that is only a year or a month dates no listing.
fn days(texts: &[String]) -> Vec<Date> {
    let day = |text: &String| text.get(..10)?.parse().ok();
    texts.iter().filter_map(day).collect()
}

fn bad_id(error: &IdError) -> Fault {
    Fault::new(
        ListErrorKind::Value,
        error.to_string(),
        "an id of letters, digits and . _ : -",
        "change the id, or fetch the list again",
    )
}
