//! Screening people, documents, accounts, weapons, vehicles and consignments against released notices.
//!
//! A [`Query`] is what is known of a party; an [`Index`] holds notices, each with the number of its handling profile; a
//! search yields [`Hit`]s: possible matches with a score and the reasons for it, worded in Arabic, French and English.
//! Which profiles a caller may see is the pact's decision; it comes in as a bitmap and is asked inside the search, so that a
//! withheld notice is never even compared.
//!
//! ```
//! use std::sync::Arc;
//! use mithaq_notice::{
//!     Grade, Handling, IssuerId, Name, NameKind, Notice, NoticeId, Originator, Person, Status, Subject, SubjectId, Text,
//! };
//! use mithaq_screen::{Admit, Index, Language, Options, Query};
//!
//! let day = "2026-03-01T00:00:00Z".parse()?;
//! let name = Name { text: "Mokhtar Belmokhtar".into(), kind: NameKind::Primary, quality: None, note: None };
//! let notice = Notice {
//!     id: NoticeId::new("example-1")?,
//!     originator: Originator::Issuer(IssuerId::new("example")?),
//!     subject_id: SubjectId::new("example-1")?,
//!     created: day,
//!     modified: day,
//!     status: Status::Active,
//!     subject: Subject::Person(Person { names: vec![name], ..Person::default() }),
//!     grounds: Text::english("An example."),
//!     grade: Some("B2".parse::<Grade>()?),
//!     ends: None,
//!     instructions: Text::english("Ask the originator."),
//!     redress: Text::english("Write to the originator."),
//!     contact: None,
//!     listing: None,
//!     links: Vec::new(),
//!     handling: Handling::public(),
//!     invented: false,
//! };
//! let index = Index::build([(Arc::new(notice), 0)]);
//!
//! let hits = index.search(&Query::of_name("7", "مختار بلمختار"), &Options::default(), Admit::All, day);
//! assert_eq!(hits[0].caption, "Mokhtar Belmokhtar");
//! println!("{} because {}", hits[0].score.get(), hits[0].why[0].wording(Language::En));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In the order data passes: [`Query`] and how it is [read](QueryReader) · [`Index`], [`Live`] (an index that changes
//! while it is searched) · evidence and how it is weighed (`docs/screening.md`) · [`Hit`], [`Group`], [`Why`] ·
//! [`Book`], parties screened by each notice that comes · [`batch`], whole files of queries.

pub mod batch;
mod book;
mod candidate;
mod compared;
mod country;
mod date;
mod evidence;
mod hit;
mod index;
mod live;
mod number;
mod options;
mod query;
mod same;
mod score;
mod why;
mod wording;

pub use book::Book;
pub use compared::compared;
pub use country::Country;
pub use date::{AskedBirth, DateError};
pub use hit::{Exemption, Group, Hit};
pub use index::{Admit, Index};
pub use live::{Live, Prepared, Snapshot};
pub use mithaq_names::{Matcher, Score, Step, TableError, Tables, tables};
pub use mithaq_notice::Language;
pub use number::{Near, NumberKind};
pub use options::{Options, Strictness};
pub use query::{AskedKind, AskedNumber, FieldError, Property, Query, QueryError, QueryReader};
pub use why::{Field, Rule, Why};
