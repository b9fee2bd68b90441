//! The log of one node: append-only, signed, chained by hash, kept in SQLite.
//!
//! Everything a node does that others may later ask about is an entry here: what it imported, published, gave and withheld,
//! what it received, screened, reviewed, recalled. All else a node holds is derived from the log and can be rebuilt by reading
//! it from the start.
//!
//! ```
//! use mithaq_store::{Draft, Keys, Kind, LogSeq, Signer, Store};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let (dir, now) = (folder.path(), jiff::Timestamp::UNIX_EPOCH);
//! let signer = Signer::generate()?;
//! let trusted = Keys::from(&signer);
//! let store = Store::create(dir, signer).await?;
//!
//! // On disk, signed and chained when `append` returns.
//! let logged = store.append(vec![
//!     Draft::new(Kind::Import, now, r#"{"list":"un","notices":1003}"#),
//!     Draft::new(Kind::Notice, now, r#"{"id":"un-6908555"}"#),
//! ]).await?;
//!
//! // A court orders one content removed: it goes, the chain stays whole.
//! store.erase(logged[1], "order 12/2026 of the court of Algiers", now).await?;
//! for entry in store.entries(LogSeq::START, 100).await? {
//!     println!("{} {} {:?}", entry.seq, entry.kind, entry.payload);
//! }
//!
//! let report = store.reader().verify(&trusted, None).await?;
//! assert!(report.is_sound() && report.entries == 3 && report.erased == 1);
//! # Ok(())
//! # }
//! ```
//!
//! In the order to read it: [`Signer`], [`Keys`] and [`Envelope`], which also carry what members send each other; [`Draft`] and
//! [`Entry`]; [`Store`], which writes, and [`Reader`], which reads and verifies. The file's layout and the proof each part of it
//! gives are in `docs/log.md`.
//!
//! When not: for what can be rebuilt from elsewhere (indexes, pictures), and for secrets. Nothing here knows what payloads mean.

mod account;
mod database;
mod digest;
mod entry;
mod envelope;
mod error;
mod head;
mod key;
mod reader;
mod store;
mod verify;
mod writer;

pub use account::{Account, AccountChange, PasswordHash, UserId, UserIdError};
pub use digest::{Digest, DigestError};
pub use entry::{Draft, ENTRY_TYPE, Entry, Kind, KindError, LogSeq};
pub use envelope::{Envelope, EnvelopeError};
pub use error::{DraftFault, HeadFault, StoreError};
pub use head::{HEAD_TYPE, Head};
pub use key::{KeyError, KeyId, KeyIdError, Keys, Signer, VerifyingKey};
pub use reader::Reader;
pub use store::{Opening, Store, make_private_dir};
pub use verify::{Fault, Report};
