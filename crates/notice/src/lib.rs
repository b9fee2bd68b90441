//! Notices: one object about one subject, from one originator, with the conditions of its use.
//!
//! This crate is the model everything else speaks of, and the codecs that bring public lists into it. It decides
//! nothing: whether a notice may be released is `mithaq-pact`'s question, and whether a traveller matches one is
//! `mithaq-screen`'s.
//!
//! In the order to read it: [`Text`] and the ids, [`Handling`] (what a notice may be used for, and how two of them
//! combine), [`Grade`], then [`Subject`] and [`Notice`]. Lists come in through [`list`], which tells their format: [`un`]
//! (with the regimes of [`regime`]), [`ftm`], [`ofac`]; members' own notices through [`native`]. [`update`] says what a newer
//! version of a list changes. A list with anything wrong in it is refused whole, with a [`ListError`].
//!
//! ```no_run
//! let list = mithaq_notice::list::read("data/un_consolidated.xml".as_ref())?;
//! println!("{} notices", list.notices.len());
//! # Ok::<(), mithaq_notice::ListError>(())
//! ```

mod error;
pub mod ftm;
mod grade;
mod handling;
mod id;
mod lines;
pub mod list;
mod moment;
pub mod native;
mod notice;
pub mod ofac;
pub mod regime;
mod source;
mod subject;
mod text;
pub mod un;
pub mod update;

pub use error::{ListError, ListErrorKind, Position};
pub use grade::{Credibility, Grade, GradeError, Reliability};
pub use handling::{Handling, Obligation, Restriction, Use, Uses};
#[doc(hidden)]
pub use id::check_id;
pub use id::{
    ActivityId, ClauseId, IdError, IssuerId, MemberId, NoticeId, PostId, ServiceId, StatementId,
    SubjectId, TheatreId,
};
pub use notice::{Link, LinkKind, Listing, Measure, Notice, Originator, Quality, Status};
pub use subject::{
    Account, Address, Birth, BirthDate, Consignment, Document, Gender, Name, NameKind,
    Organisation, Person, Subject, SubjectKind, Vehicle, Weapon,
};
pub use text::{Language, Text};
