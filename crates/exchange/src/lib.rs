//! What crosses between members, and what one member does about it.
//!
//! A [`Member`] is one member's node without its server: its log, the pact it decides by, what it holds. Everything a
//! node does is a method of it, and every change is in the log before the method returns:
//!
//! * its own notices and public lists: [`Member::publish`], [`Member::correct`], [`Member::recall`], [`Member::import`]
//! * other members: [`Member::sync`] sends what is owed and asks for what its posts need; [`Member::answer`] answers
//! * a post: [`Member::screen`], then a person: [`Member::review`], then a sighting to the originator with the next sync
//! * a treaty desk: [`Member::consult`] asks other members, [`Member::reply`] answers them; [`Member::propose`] makes the
//!   pact's next version of it, and [`Member::sign_amendment`] puts this member's name under one
//!
//! Members' nodes speak in signed messages ([`message`]), over any [`Peer`]. What a message brings is checked at the
//! door: a notice is signed by its originator, comes from it, is newer than what is held, and is permitted to a post
//! here by the pact as *this* node reads it.

// The scene of the tests names this crate as everybody does.
#[cfg(test)]
extern crate self as mithaq_exchange;

mod amending;
mod amendment;
mod changes;
mod clearing;
pub mod config;
mod consultation;
mod consulting;
mod engine;
mod error;
mod exemption;
mod holdings;
mod member;
pub mod message;
mod past;
mod peer;
mod publishing;
mod reason;
mod receipt;
mod receiving;
pub mod record;
mod releasing;
mod replaying;
mod screening;
mod secret;
mod standing;
mod sync;

pub use amendment::{AmendmentShown, AmendmentStanding, KnownAmendment};
pub use changes::{Changes, Comparison};
pub use config::{Config, ConfigError, PeerConfig, Post};
pub use consultation::{
    KnownConsultation, KnownStep, Shown as ConsultationShown, ShownStep as ConsultationStepShown,
};
pub use consulting::{Asked as ConsultationAsked, Taken as StepTaken};
pub use engine::tables_digest;
pub use error::{Error, Result};
pub use exemption::{Exempted, exemptions_of};
pub use holdings::{
    Held, Holder, Holdings, KnownClearance, KnownDelivery, KnownSighting, Outcome, PossibleMatch,
    Unread,
};
pub use member::{Member, State};
pub use past::When;
pub use peer::{HttpPeer, Peer, PeerError};
pub use publishing::Imported;
pub use receipt::{Line, RECEIPT_TYPE, Receipt, ReceiptError};
pub use releasing::cause;
pub use replaying::{Difference, Replay};
pub use screening::{Asking, Cleared, Hit, Match, Screened};
pub use secret::{Sealed, Secret, SecretError};
pub use standing::{BOOK_USER, BookChange, BooksScreened, REFERENCE_LIMIT};
pub use sync::PeerSync;
