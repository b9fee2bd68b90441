//! How the framework stands at a moment, and who takes part in it.

use jiff::Timestamp;
use mithaq_notice::{MemberId, Text};

use crate::findings::{Finding, FindingKind};
use crate::model::{Membership, Since, Stance, Status};
use crate::{MonthOrDay, Pact};

/// What stands at a moment: the last entry that has begun.
fn standing<T: Copy>(history: &[Since<T>], at: Timestamp) -> Option<T> {
    let begun = history.iter().rev().find(|since| since.from.start() <= at);
    begun.map(|since| since.standing)
}

impl Pact {
    /// How the framework stands at a moment. Before its history begins it is no more than proposed.
    #[must_use]
    pub fn status_at(&self, at: Timestamp) -> Status {
        let framework = self.framework();
        if framework.history.is_empty() {
            return framework.status;
        }
        standing(&framework.history, at).unwrap_or(Status::Proposed)
    }

    /// How somebody takes part at a moment; none before its history begins, and for who is no member.
    #[must_use]
    pub fn membership(&self, member: &MemberId, at: Timestamp) -> Option<Membership> {
        let member = self.member(member)?;
        if member.history.is_empty() {
            return Some(Membership::Joined);
        }
        standing(&member.history, at)
    }

    /// When the framework, or anybody's part in it, stands otherwise.
    pub(crate) fn life(&self) -> impl Iterator<Item = Timestamp> {
        self.members()
            .flat_map(|m| &m.history)
            .map(|since| since.from.start())
            .chain(
                self.framework()
                    .history
                    .iter()
                    .map(|since| since.from.start()),
            )
    }

    /// When the framework, or a member's part in it, stands otherwise.
    pub(crate) fn life_changes(&self, member: &MemberId) -> impl Iterator<Item = Timestamp> {
        let part = self.member(member).into_iter().flat_map(|m| &m.history);
        let framework = self.framework().history.iter();
        framework
            .map(|since| since.from.start())
            .chain(part.map(|since| since.from.start()))
    }

    /// When a member is joined: from the first moment to just before the second, if there is one.
    pub(crate) fn joined(
        history: &[Since<Membership>],
    ) -> impl Iterator<Item = (MonthOrDay, Option<MonthOrDay>)> + '_ {
        history.iter().enumerate().filter_map(|(n, since)| {
            let next = history.get(n + 1).map(|next| next.from);
            (since.standing == Membership::Joined).then_some((since.from, next))
        })
    }

    pub(crate) fn check_life(&self, at: Timestamp, findings: &mut Vec<Finding>) {
        if let Some(lead) = self.lead()
            && self.membership(lead, at) != Some(Membership::Joined)
        {
            findings.push(self.finding(
                FindingKind::LeadAbsent,
                "pact.lead",
                None,
                Text::new(
                    format!("القائد `{lead}` ليس منضمًّا في هذا الوقت."),
                    format!("`{lead}`, qui dirige, n’a pas adhéré à cette date."),
                    format!("`{lead}`, which leads, is not joined at this time."),
                ),
            ));
        }
        for id in self.members().flat_map(|member| &member.reserves) {
            let (Some(reservation), Some(scope)) = (self.clause(id), self.scopes().get(id)) else {
                continue;
            };
            let touches = self.clauses().any(|other| {
                let reserved = self.scopes().get(&other.id);
                other.member == reservation.member
                    && other.stance == Stance::Undertaken
                    && reserved.is_some_and(|other| scope.meets(other))
            });
            if !touches {
                findings.push(self.finding(
                    FindingKind::IdleReservation,
                    &format!("clauses.{id}"),
                    None,
                    Text::new(
                        format!("التحفظ `{id}` لا يمس أي تعهّد لصاحبه."),
                        format!("La réserve `{id}` ne touche aucun engagement de son auteur."),
                        format!(
                            "The reservation `{id}` touches nothing its member has undertaken."
                        ),
                    ),
                ));
            }
        }
    }
}
