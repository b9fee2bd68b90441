//! What a post reads beside a hit on somebody who may travel to talks in spite of the listing.

use jiff::Timestamp;
use mithaq_notice::{Notice, Originator, Text, TheatreId};
use mithaq_pact::{MonthOrDay, Pact, RecordId};
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
    /// The exemptions a pact records of a notice's subject that have not ended, as a post in this theatre meets them. Only
    /// what a list listed has any.
    #[must_use]
    pub fn of(pact: &Pact, notice: &Notice, theatre: &TheatreId, now: Timestamp) -> Vec<Self> {
        let (Originator::Issuer(issuer), Some(listing)) = (&notice.originator, &notice.listing)
        else {
            return Vec::new();
        };
        pact.exemptions_of(issuer, &listing.reference, now)
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
