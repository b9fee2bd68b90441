//! Why a move is not taken.

use jiff::Timestamp;
use mithaq_notice::MemberId;

use super::Standing;
use crate::MonthOrDay;

/// Why a move is not taken. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is asked, or who asks asks itself.
    #[error("found a request to {found}; expected at least one member other than `{by}`, who asks")]
    NobodyAsked {
        /// Who asks.
        by: MemberId,
        /// Whom it names.
        found: String,
    },
    /// The deadline is over before it begins.
    #[error("deadline: found {deadline}, which was over at {at}; expected a later month or day")]
    DeadlineOver {
        /// As given.
        deadline: MonthOrDay,
        /// When it was asked.
        at: Timestamp,
    },
    /// It is no party's.
    #[error("`{by}` is no party to this consultation; its parties are {parties}")]
    NoParty {
        /// Who made the move.
        by: MemberId,
        /// Who may.
        parties: String,
    },
    /// The member refused before and takes part no longer.
    #[error("`{0}` refused and takes part no longer; open another consultation")]
    Out(MemberId),
    /// It was made before the one it follows.
    #[error("found a step of {at}; expected one after {last}, when the step it follows was taken")]
    OutOfOrder {
        /// Its moment.
        at: Timestamp,
        /// The last step's.
        last: Timestamp,
    },
    /// It is over, or all agreed.
    #[error("the consultation is {}: {}", .0.as_str(), after(.0))]
    Ended(Standing),
    /// Only who asked takes a request back.
    #[error("only `{0}`, who asked, withdraws the request; `refuse` declines it")]
    NotTheAsker(MemberId),
    /// It answers its own proposal.
    #[error(
        "what is on the table is `{0}`'s own; another party answers it, or `request` changes it"
    )]
    OwnTable(MemberId),
    /// A counter-scope or a changed request says what is on the table already.
    #[error("the scope is what is on the table already; `accept` agrees to it")]
    SameScope,
    /// An answer put off to a day that is over, or past the deadline.
    #[error("until: found {until}; expected a month or day after {at}{}", before(.deadline.as_ref()))]
    DeferredTo {
        /// As given.
        until: MonthOrDay,
        /// When.
        at: Timestamp,
        /// The consultation's deadline.
        deadline: Option<MonthOrDay>,
    },
}

fn after(standing: &Standing) -> &'static str {
    match standing {
        Standing::Accepted => "all agree; propose the amendment",
        Standing::Lapsed => "its deadline passed; open another",
        _ => "its record stays; open another",
    }
}

fn before(deadline: Option<&MonthOrDay>) -> String {
    deadline.map_or_else(String::new, |deadline| {
        format!(" and not past the deadline, {deadline}")
    })
}
