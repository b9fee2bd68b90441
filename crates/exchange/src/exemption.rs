//! What a post reads beside a hit on somebody who may travel to talks in spite of the listing.

use jiff::Timestamp;
use mithaq_notice::{Notice, Originator, Text, TheatreId};
use mithaq_pact::{Exemption, MonthOrDay, Pact, RecordId};
use serde::Serialize;

/// An exemption of a listed person, as a post meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exempted {
    /// Its id in the pact.
    pub exemption: RecordId,
    /// From its first moment.
    pub from: MonthOrDay,
    /// Through its last.
    pub until: MonthOrDay,
    /// Whether it has begun.
    pub in_force: bool,
    /// Whether the journey may lead through where the post stands.
    pub here: bool,
    /// The journey, its ground and its limits, in sentences.
    pub wording: Text,
}

impl Exempted {
    /// The exemptions a pact records of a notice's subject that have not ended, as a post in this theatre meets them.
    #[must_use]
    pub fn of(pact: &Pact, notice: &Notice, theatre: &TheatreId, now: Timestamp) -> Vec<Self> {
        exemptions_of(pact, notice, now)
            .map(|exemption| Self {
                exemption: exemption.id.clone(),
                from: exemption.from,
                until: exemption.until,
                in_force: exemption.from.start() <= now,
                here: pact.exempts_in(exemption, theatre),
                wording: pact.exemption_wording(exemption, now),
            })
            .collect()
    }
}

/// The exemptions a pact records of a notice's subject that have not ended, by its list's reference. Only what a list listed has any.
pub fn exemptions_of<'a>(
    pact: &'a Pact,
    notice: &'a Notice,
    now: Timestamp,
) -> impl Iterator<Item = &'a Exemption> {
    let listed = match (&notice.originator, &notice.listing) {
        (Originator::Issuer(issuer), Some(listing)) => Some((issuer, &listing.reference)),
        _ => None,
    };
    listed
        .into_iter()
        .flat_map(move |(issuer, reference)| pact.exemptions_of(issuer, reference, now))
}
