//! Flows: what is to be kept from getting from here to there, and the legs of the way on which it can be stopped.

use mithaq_notice::{ActivityId, Text};
use serde::Serialize;

use super::{Area, Basis, RecordId, words};

words! {
    /// What is to be kept from moving.
    FlowKind {
        /// Weapons.
        Arms = "arms",
        /// Money.
        Money = "money",
        /// People on their way to fight.
        Fighters = "fighters",
    }
}

/// One stretch of a flow's way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leg {
    /// Where it can be stopped.
    pub theatre: Area,
    /// The activity that stops it there.
    pub activity: ActivityId,
    /// What is known of this stretch.
    pub text: Text,
}

/// Something that is to be kept from getting from here to there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Its id.
    pub id: RecordId,
    /// What moves.
    pub kind: FlowKind,
    /// From where.
    pub from: Area,
    /// To where.
    pub to: Area,
    /// The activity that denies it.
    pub activity: ActivityId,
    /// The stretches of its way as the file writes them, in order; see [`Flow::legs`].
    pub legs: Vec<Leg>,
    /// What it rests on.
    pub basis: Basis,
}

impl Flow {
    /// The stretches of its way, in order: where the file writes none, all of where it comes from is one.
    #[must_use]
    pub fn legs(&self) -> Vec<Leg> {
        if !self.legs.is_empty() {
            return self.legs.clone();
        }
        vec![Leg {
            theatre: self.from.clone(),
            activity: self.activity.clone(),
            text: Text::default(),
        }]
    }
}
