//! An amendment as a node knows it: the next version of the pact, and whose names are under it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mithaq_notice::MemberId;
use mithaq_pact::{Bound, ConsultationId, PactHash};
use mithaq_store::{Digest, Keys, LogSeq};
use serde::{Deserialize, Serialize};

use crate::holdings::Holdings;
use crate::message::{Amendment, AmendmentHeld, Carried, Registration};
use crate::record::Record;

/// How an amendment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum AmendmentStanding {
    /// Signatures are wanted.
    Open {
        /// Whose.
        awaits: BTreeSet<MemberId>,
    },
    /// All have signed; the registrar has not said yet that it is the first.
    Signed,
    /// It is, or was, the pact.
    InForce {
        /// Since when.
        since: Timestamp,
    },
    /// Another one became the next version.
    Superseded {
        /// That version.
        #[serde(rename = "superseded_by")]
        by: PactHash,
    },
}

impl AmendmentStanding {
    /// Its word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Signed => "signed",
            Self::InForce { .. } => "in-force",
            Self::Superseded { .. } => "superseded",
        }
    }
}

/// An amendment, derived from the log.
#[derive(Debug, Clone)]
pub struct KnownAmendment {
    id: Digest,
    amendment: Amendment,
    carried: Carried,
    hash: PactHash,
    version: u64,
    needs: Bound,
    signed: BTreeSet<MemberId>,
    registration: Option<Registration>,
    entry: LogSeq,
    logged: Timestamp,
    /// What the other members' nodes are known to have of it.
    known_to: BTreeMap<MemberId, AmendmentHeld>,
}

impl KnownAmendment {
    /// From the record of one. What it holds was checked before it was logged.
    pub(crate) fn new(entry: LogSeq, logged: Timestamp, record: Record) -> Option<Self> {
        let Record::Amendment {
            carried,
            hash,
            version,
            needs,
            signed,
            from,
            ..
        } = record
        else {
            return None;
        };
        let payload = carried.amendment.unverified_payload();
        let (id, amendment) = (Digest::of(payload), serde_json::from_slice(payload).ok()?);
        let registration = carried.registration.as_ref();
        let registration =
            registration.and_then(|it| serde_json::from_slice(it.unverified_payload()).ok());
        let held = AmendmentHeld {
            amendment: id,
            // What was joined here of two nodes' signatures, the other has not.
            signed: BTreeSet::new(),
            registered: false,
        };
        Some(Self {
            id,
            amendment,
            carried,
            hash,
            version,
            needs,
            signed,
            registration,
            entry,
            logged,
            known_to: from.into_iter().map(|from| (from, held.clone())).collect(),
        })
    }

    /// Takes over what a later record of the same amendment has.
    pub(crate) fn grow(&mut self, later: Self) {
        self.carried = later.carried;
        self.signed = later.signed;
        self.registration = later.registration;
    }

    pub(crate) fn acknowledge(&mut self, by: &MemberId, held: AmendmentHeld) {
        self.known_to.insert(by.clone(), held);
    }

    /// Whether a member's node lacks something that is here.
    pub(crate) fn is_owed_to(&self, member: &MemberId) -> bool {
        self.known_to.get(member).is_none_or(|held| {
            !held.signed.is_superset(&self.signed)
                || (self.registration.is_some() && !held.registered)
        })
    }

    pub(crate) fn held(&self) -> AmendmentHeld {
        AmendmentHeld {
            amendment: self.id,
            signed: self.signed.clone(),
            registered: self.registration.is_some(),
        }
    }

    pub(crate) const fn carried(&self) -> &Carried {
        &self.carried
    }

    /// The keys it is signed with, as they were checked.
    pub(crate) fn keys(&self) -> Keys {
        self.carried.keys.iter().cloned().collect()
    }

    /// SHA-256 of what is signed.
    #[must_use]
    pub const fn id(&self) -> &Digest {
        &self.id
    }

    /// What is signed.
    #[must_use]
    pub const fn amendment(&self) -> &Amendment {
        &self.amendment
    }

    /// The consultation it came of, if it did.
    #[must_use]
    pub const fn consultation(&self) -> Option<&ConsultationId> {
        self.amendment.consultation.as_ref()
    }

    /// The version it makes.
    #[must_use]
    pub const fn hash(&self) -> &PactHash {
        &self.hash
    }

    /// Its number.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Who must sign, and for what.
    #[must_use]
    pub const fn needs(&self) -> &Bound {
        &self.needs
    }

    /// Who has signed.
    #[must_use]
    pub const fn signed(&self) -> &BTreeSet<MemberId> {
        &self.signed
    }

    /// Since when it is in force, once it is.
    #[must_use]
    pub fn in_force_since(&self) -> Option<Timestamp> {
        self.registration.as_ref().map(|it| it.at)
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self, holdings: &Holdings) -> AmendmentStanding {
        if let Some(since) = self.in_force_since() {
            return AmendmentStanding::InForce { since };
        }
        if let Some(by) = holdings.version_after(&self.amendment.base) {
            return AmendmentStanding::Superseded { by: *by };
        }
        let needed = self.needs.keys();
        let awaits: BTreeSet<_> = needed
            .filter(|member| !self.signed.contains(*member))
            .cloned()
            .collect();
        if awaits.is_empty() {
            AmendmentStanding::Signed
        } else {
            AmendmentStanding::Open { awaits }
        }
    }

    /// It as people and programs read it.
    #[must_use]
    pub fn shown(&self, holdings: &Holdings) -> AmendmentShown {
        AmendmentShown {
            id: self.id,
            standing: self.standing(holdings),
            base: self.amendment.base,
            hash: self.hash,
            version: self.version,
            by: self.amendment.by.clone(),
            at: self.amendment.at,
            consultation: self.amendment.consultation.clone(),
            needs: self.needs.clone(),
            signed: self.signed.clone(),
            entry: self.entry,
            logged: self.logged,
        }
    }
}

/// An amendment as people and programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentShown {
    /// SHA-256 of what is signed.
    pub id: Digest,
    /// How it stands.
    #[serde(flatten)]
    pub standing: AmendmentStanding,
    /// The version it follows.
    pub base: PactHash,
    /// The version it makes.
    pub hash: PactHash,
    /// That version's number.
    pub version: u64,
    /// Who proposed it.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// The consultation it came of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<ConsultationId>,
    /// Who must sign, and the key paths that bind them.
    pub needs: Bound,
    /// Who has.
    pub signed: BTreeSet<MemberId>,
    /// Its first entry in this node's log.
    pub entry: LogSeq,
    /// When that was logged.
    pub logged: Timestamp,
}
