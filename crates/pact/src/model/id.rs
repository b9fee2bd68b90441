//! Ids only a pact speaks of. Those notices need too are `mithaq-notice`'s.

use mithaq_notice::{MemberId, id};

id!(
    /// The pact itself.
    PactId,
    "pact"
);
id!(
    /// A named set of members.
    GroupId,
    "group"
);
id!(
    /// With whom: a member, a group (each of its members) or a country.
    PartyId,
    "partner"
);
id!(
    /// In which way something is done.
    ModeId,
    "mode"
);
id!(
    /// Who says something, or carries what others say.
    SourceId,
    "source"
);
id!(
    /// A request and its replies.
    ConsultationId,
    "consultation"
);
id!(
    /// A watch, an indicator, a track, a flow, a capability or an obligation.
    RecordId,
    "record"
);

impl From<&MemberId> for PartyId {
    fn from(member: &MemberId) -> Self {
        Self(member.as_str().into())
    }
}
