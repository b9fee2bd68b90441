//! Ids of a question, resolved; what the pact does not know is an error with the nearest that it does.

use mithaq_notice::{ActivityId, MemberId, Originator, TheatreId};

use crate::bits::BitSet;
use crate::file::reader::shown;
use crate::model::ModeId;
use crate::nearest::nearest;
use crate::{Pact, ReleaseQuestion, UnknownId};

impl Pact {
    pub(crate) fn known_member(&self, field: &'static str, id: &MemberId) -> Result<(), UnknownId> {
        if self.is_member(id) {
            return Ok(());
        }
        let known = self.members().map(|m| m.id.as_str());
        Err(unknown(field, id.as_str(), known))
    }

    pub(crate) fn known_question(&self, question: &ReleaseQuestion) -> Result<(), UnknownId> {
        self.known_member("caller", &question.caller.member)?;
        self.known_activity("activity", &question.activity)?;
        self.known_theatre("theatre", &question.theatre)?;
        Ok(())
    }

    pub(crate) fn known_originator(&self, originator: &Originator) -> Result<(), UnknownId> {
        match originator {
            Originator::Member(member) => self.known_member("originator", member),
            Originator::Issuer(issuer) if self.issuer(issuer).is_some() => Ok(()),
            Originator::Issuer(issuer) => {
                let known = self.issuers().map(|i| i.id.as_str());
                Err(unknown("originator", issuer.as_str(), known))
            }
        }
    }

    pub(crate) fn known_theatre(
        &self,
        field: &'static str,
        id: &TheatreId,
    ) -> Result<&BitSet, UnknownId> {
        self.space().theatre(id.as_str()).ok_or_else(|| {
            let declared = self.theatres().map(|t| t.id.as_str());
            unknown(field, id.as_str(), declared.chain(self.space().atoms.ids()))
        })
    }

    pub(crate) fn known_activity(
        &self,
        field: &'static str,
        id: &ActivityId,
    ) -> Result<&BitSet, UnknownId> {
        self.space()
            .activity(id.as_str())
            .ok_or_else(|| unknown(field, id.as_str(), self.space().activities.ids()))
    }

    pub(crate) fn known_mode(&self, field: &'static str, id: &ModeId) -> Result<BitSet, UnknownId> {
        self.space()
            .mode(id.as_str())
            .ok_or_else(|| unknown(field, id.as_str(), self.space().modes()))
    }

    pub(crate) fn unknown_party(&self, field: &'static str, id: &str) -> UnknownId {
        let groups = self.groups().map(|g| g.id.as_str());
        unknown(field, id, self.space().parties().chain(groups))
    }
}

fn unknown<'a>(
    field: &'static str,
    found: &str,
    known: impl Iterator<Item = &'a str>,
) -> UnknownId {
    UnknownId {
        field,
        found: shown(found),
        nearest: nearest(found, known).map(str::to_owned),
    }
}
