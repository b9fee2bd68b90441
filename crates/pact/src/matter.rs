//! Whether a pact knows what a consultation is about.

use crate::model::{Area, Matter, ModeId, PartyId};
use crate::space::Scope;
use crate::{Pact, UnknownId};

/// Why a matter is none of this pact's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatterError {
    /// It names what the pact does not know.
    #[error(transparent)]
    Unknown(#[from] UnknownId),
    /// It names a field and nothing in it.
    #[error(
        "{0}: found nothing; expected at least one of the pact's, or the field left out where it is open"
    )]
    Empty(&'static str),
}

impl Pact {
    /// Nothing, where every activity, theatre, partner and mode a matter names is the pact's.
    ///
    /// # Errors
    /// [`MatterError`] names the field, and the nearest id where one is unknown.
    pub fn check_matter(&self, matter: &Matter) -> Result<(), MatterError> {
        if let Some(activities) = &matter.activity {
            some("activity", activities.is_empty())?;
            for id in activities {
                self.known_activity("activity", id)?;
            }
        }
        if let Some(area) = &matter.theatre {
            self.check_area("theatre", area)?;
        }
        if let Some(route) = &matter.route {
            if let Some(from) = &route.from {
                self.check_area("route", from)?;
            }
            self.check_area("route", &route.to)?;
        }
        if let Some(partners) = &matter.partner {
            some("partner", partners.is_empty())?;
            for id in partners {
                if self.space().party(id.as_str()).is_none() {
                    return Err(self.unknown_party("partner", id.as_str()).into());
                }
            }
        }
        if let Some(modes) = &matter.mode {
            some("mode", modes.is_empty())?;
            for id in modes {
                self.known_mode("mode", id)?;
            }
        }
        Ok(())
    }

    /// Whether a part lies within a whole; what it leaves open is as it is there.
    #[must_use]
    pub fn is_part(&self, part: &Matter, whole: &Matter) -> bool {
        let scope = |matter: &Matter| {
            let space = self.space();
            let activity = matter.activity.as_ref();
            let theatre = matter.theatre.as_ref();
            let partner = matter.partner.as_ref();
            let mode = matter.mode.as_ref();
            Some(Scope {
                activity: activity.map_or_else(
                    || space.activity("any").cloned(),
                    |ids| Some(space.any_activity(ids)),
                )?,
                theatre: theatre.map_or_else(
                    || space.theatre("world").cloned(),
                    |area| Some(space.area(area)),
                )?,
                partner: partner.map(|ids| space.any_party(ids.iter().map(PartyId::as_str))),
                to: matter.route.as_ref().map(|route| space.area(&route.to)),
                mode: mode.map(|ids| space.any_mode(ids.iter().map(ModeId::as_str))),
            })
        };
        let part = scope(&part.clone().within(whole));
        part.zip(scope(whole))
            .is_some_and(|(part, whole)| whole.contains(&part))
    }

    fn check_area(&self, field: &'static str, area: &Area) -> Result<(), MatterError> {
        for id in area.all.iter().chain(&area.but) {
            self.known_theatre(field, id)?;
        }
        some(field, self.space().area(area).is_empty())
    }
}

fn some(field: &'static str, empty: bool) -> Result<(), MatterError> {
    if empty {
        Err(MatterError::Empty(field))
    } else {
        Ok(())
    }
}
