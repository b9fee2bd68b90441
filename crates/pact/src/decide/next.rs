//! What may be done next: the consultation to join, or whom to ask.

use jiff::Timestamp;
use mithaq_notice::{ClauseId, MemberId};

use super::NextStep;
use crate::Pact;
use crate::model::{Consultation, ConsultationStatus, Stance};
use crate::space::Scope;

impl Pact {
    /// The open consultation to join on a matter of this member's, or else the member to ask.
    pub(crate) fn next_step(
        &self,
        member: &MemberId,
        clauses: &[ClauseId],
        scope: &Scope,
        at: Timestamp,
    ) -> NextStep {
        let open = || {
            self.consultations().filter(|c| {
                c.status == ConsultationStatus::Open
                    && c.opened.start() <= at
                    && c.deadline.is_none_or(|deadline| at < deadline.end())
            })
        };
        let names = |c: &&Consultation| clauses.iter().any(|id| c.clauses.contains(id));
        let refused = clauses.iter().any(|id| self.stance(id) == Stance::Refused);
        let touches = |c: &&Consultation| !refused && self.consults_on(c, member, scope);
        open()
            .find(names)
            .or_else(|| open().find(touches))
            .map_or_else(
                || NextStep::Ask(member.clone()),
                |c| NextStep::Join(c.id.clone()),
            )
    }

    /// Whether a consultation of this member states a scope that the question overlaps.
    fn consults_on(&self, consultation: &Consultation, member: &MemberId, scope: &Scope) -> bool {
        let matter = &consultation.matter;
        let party = consultation.parties.iter().any(|party| {
            party.as_str() == member.as_str()
                || self
                    .groups()
                    .find(|g| g.id.as_str() == party.as_str())
                    .is_some_and(|group| group.members.contains(member))
        });
        let activity = matter
            .activity
            .as_ref()
            .map(|ids| self.space().any_activity(ids).intersects(&scope.activity));
        let theatre = matter
            .theatre
            .as_ref()
            .map(|area| self.space().area(area).intersects(&scope.theatre));
        party
            && (activity.is_some() || theatre.is_some())
            && activity.unwrap_or(true)
            && theatre.unwrap_or(true)
    }
}
