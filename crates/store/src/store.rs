//! A store: one node's log, opened to be continued.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::database::Place;
use crate::entry::SALT_BYTES;
use crate::writer::{Message, Salts, Signed, Work, Writer};
use crate::{
    Account, Draft, DraftFault, Entry, Head, HeadFault, KeyId, Keys, LogSeq, Reader, Signer,
    StoreError, UserId, VerifyingKey, head, verify,
};

/// What a store is opened with: at least the key that signs from now on. A [`Signer`] alone will do.
pub struct Opening {
    signer: Signer,
    trusted: Keys,
    salts: Salts,
}

impl Opening {
    /// Opens with this key, which also signed what is there, and salts from the system's randomness.
    #[must_use]
    pub fn new(signer: Signer) -> Self {
        Self {
            trusted: Keys::from(&signer),
            signer,
            salts: Box::new(|| {
                let mut salt = [0; SALT_BYTES];
                getrandom::fill(&mut salt).map(|()| salt)
            }),
        }
    }

    /// Believes an earlier key of this node as well: the first opening after a change of keys needs it.
    #[must_use]
    pub fn after(mut self, former: VerifyingKey) -> Self {
        self.trusted.insert(former);
        self
    }

    /// Takes salts from elsewhere, for tests that repeat. A salt that can be foreseen hides nothing.
    #[must_use]
    pub fn salted_by(
        mut self,
        salts: impl FnMut() -> Result<[u8; SALT_BYTES], getrandom::Error> + Send + 'static,
    ) -> Self {
        self.salts = Box::new(salts);
        self
    }
}

impl From<Signer> for Opening {
    fn from(signer: Signer) -> Self {
        Self::new(signer)
    }
}

/// One node's log, opened to be continued.
///
/// Cheap to clone, and every clone is the same store. **Concurrency:** one process has a folder open for writing (a lock
/// file sees to it), and in it one task writes; appends from any number of tasks are queued, share commits, and each is
/// wholly in the log in its own order, or not at all. Readers read snapshots beside it.
///
/// Needs a Tokio runtime. The folder is let go once every clone is dropped and the queue is worked off;
/// [`close`](Self::close) waits for that.
#[derive(Debug, Clone)]
pub struct Store {
    requests: mpsc::Sender<Message>,
    reader: Reader,
    signer: KeyId,
    writer: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Store {
    /// Makes a new, empty log in a folder, and the folder where it is not there, for its owner only.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is a log already; else as [`open`](Self::open).
    pub async fn create(dir: &Path, opening: impl Into<Opening>) -> Result<Self, StoreError> {
        make_private_dir(dir)?;
        let place = Place::of(dir);
        let lock = lock(&place)?;
        let connection = place.connect_making().await?;
        Self::start(Arc::new(place), lock, connection, opening.into(), true).await
    }

    /// Opens the log in a folder to continue it.
    ///
    /// The signed head is held against the log: where the log's end was cut off or exchanged, it is not continued. Entries that
    /// a crash left after the head are checked, and the head is signed anew.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none; [`StoreError::Served`] where another process writes here;
    /// [`StoreError::Head`]; [`StoreError::NotALog`], [`StoreError::Newer`], [`StoreError::Corrupt`],
    /// [`StoreError::Unwritable`], [`StoreError::Io`] name the file.
    pub async fn open(dir: &Path, opening: impl Into<Opening>) -> Result<Self, StoreError> {
        let place = Place::of(dir);
        place.require_log().await?;
        let lock = lock(&place)?;
        let connection = place.connect_continuing().await?;
        Self::start(Arc::new(place), lock, connection, opening.into(), false).await
    }

    async fn start(
        place: Arc<Place>,
        lock: File,
        connection: SqliteConnection,
        opening: Opening,
        is_new: bool,
    ) -> Result<Self, StoreError> {
        let Opening {
            signer,
            trusted,
            salts,
        } = opening;
        let fingerprint = signer.fingerprint();
        let reader = Reader::at(Arc::clone(&place));
        let (tail, head_is_written) = if is_new {
            (Head::EMPTY, false)
        } else {
            continued(&reader, &trusted).await?
        };
        let mut writer = Writer {
            connection,
            place,
            signer,
            salts,
            tail: Some(tail),
            signed: Signed::at(head_is_written.then_some(tail)),
            // A process killed after an erasure may have left it in the write-ahead log.
            unscrubbed: true,
            _lock: lock,
        };
        writer.prepare().await?;
        let (requests, inbox) = mpsc::channel(1024);
        let task = tokio::spawn(writer.run(inbox));
        Ok(Self {
            requests,
            reader,
            signer: fingerprint,
            writer: Arc::new(Mutex::new(Some(task))),
        })
    }

    /// Logs drafts, in their order and next to each other, in one transaction. When it returns their places, they are on disk
    /// and survive whatever happens to the process or the machine. No drafts, no entries.
    ///
    /// # Errors
    /// [`StoreError::Draft`] names the draft at fault. After any error none of the drafts was acknowledged; where the commit
    /// itself failed ([`StoreError::Unwritable`], [`StoreError::Database`]), look at the log before repeating.
    pub async fn append(&self, drafts: Vec<Draft>) -> Result<Vec<LogSeq>, StoreError> {
        self.append_as(drafts, Work::Append).await
    }

    /// The same, without waiting for the signed head: what is many and small, and of which each waits for the disk, as screenings do. The
    /// entries are on disk, signed and chained; the head follows beside the next commits, some dozens of them behind, and
    /// catches up when nothing more comes.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn append_ahead(&self, drafts: Vec<Draft>) -> Result<Vec<LogSeq>, StoreError> {
        self.append_as(drafts, Work::AppendAhead).await
    }

    async fn append_as(
        &self,
        drafts: Vec<Draft>,
        work: fn(Vec<Draft>) -> Work,
    ) -> Result<Vec<LogSeq>, StoreError> {
        for (index, draft) in drafts.iter().enumerate() {
            check(draft).map_err(|why| StoreError::Draft {
                index: index + 1,
                of: drafts.len(),
                why,
            })?;
        }
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        self.request(work(drafts)).await
    }

    /// Removes an entry's payload and salt for good; the entry itself stays and the chain stays whole. What was erased and why
    /// becomes an entry of its own, whose place is returned. The content is overwritten in the database's files.
    ///
    /// # Errors
    /// [`StoreError::NoSuchEntry`], [`StoreError::AlreadyErased`], [`StoreError::NotErasable`], or as [`append`](Self::append).
    pub async fn erase(&self, seq: LogSeq, why: &str, at: Timestamp) -> Result<LogSeq, StoreError> {
        self.one(Work::Erase(seq, why.to_owned(), at)).await
    }

    /// Makes an account or changes it; an entry says so, without the password's hash.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn set_account(&self, account: Account, at: Timestamp) -> Result<LogSeq, StoreError> {
        self.one(Work::SetAccount(account, at)).await
    }

    /// Removes an account; an entry says so.
    ///
    /// # Errors
    /// [`StoreError::NoSuchAccount`], or as [`append`](Self::append).
    pub async fn remove_account(&self, user: UserId, at: Timestamp) -> Result<LogSeq, StoreError> {
        self.one(Work::RemoveAccount(user, at)).await
    }

    /// Reads: a page of entries after a place. See [`Reader::entries`].
    ///
    /// # Errors
    /// As [`Reader::entries`].
    pub async fn entries(&self, after: LogSeq, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.reader.entries(after, limit).await
    }

    /// How far the log has come.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub async fn head(&self) -> Result<Head, StoreError> {
        self.reader.head().await
    }

    /// For everything that only reads: one entry, the accounts, verifying.
    #[must_use]
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The key that signs what is appended.
    #[must_use]
    pub const fn signer(&self) -> KeyId {
        self.signer
    }

    /// Works off what is queued, closes the database and lets go of the folder. Every clone of the store is closed with it;
    /// closing twice does nothing.
    pub async fn close(&self) {
        self.reader.pool.close().await;
        // Fails only where the writer is gone already.
        let _ = self.requests.send(Message::Close).await;
        if let Some(task) = self.writer.lock().await.take() {
            let _ = task.await;
        }
    }

    async fn request(&self, work: Work) -> Result<Vec<LogSeq>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.requests
            .send(Message::Do(work, reply))
            .await
            .map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    async fn one(&self, work: Work) -> Result<LogSeq, StoreError> {
        self.request(work)
            .await?
            .first()
            .copied()
            .ok_or(StoreError::Closed)
    }
}

fn check(draft: &Draft) -> Result<(), DraftFault> {
    if draft.kind.is_reserved() {
        return Err(DraftFault::Reserved(draft.kind));
    }
    if draft.payload.len() > Draft::MAX_PAYLOAD {
        return Err(DraftFault::TooLarge {
            bytes: draft.payload.len(),
            limit: Draft::MAX_PAYLOAD,
        });
    }
    if draft.refs.len() > Draft::MAX_REFS {
        return Err(DraftFault::TooManyRefs {
            found: draft.refs.len(),
            limit: Draft::MAX_REFS,
        });
    }
    Ok(())
}

/// Where the log is to be continued, and whether the signed head says the same already.
async fn continued(reader: &Reader, trusted: &Keys) -> Result<(Head, bool), StoreError> {
    let path = &reader.place.head;
    let refuse = |fault| StoreError::Head {
        path: path.clone(),
        fault,
    };
    let tail = reader.head().await?;
    let signed = head::read(path)
        .map_err(|error| StoreError::io(path, error))?
        .ok_or_else(|| refuse(HeadFault::Missing { last: tail.seq }))?;
    let signed =
        head::parse(&signed, trusted).map_err(|error| refuse(HeadFault::Unbelievable(error)))?;
    if tail.seq < signed.seq {
        return Err(refuse(HeadFault::Truncated {
            last: tail.seq,
            head: signed.seq,
        }));
    }
    verify::check_tail(reader, signed, trusted)
        .await?
        .map_err(refuse)?;
    Ok((tail, tail == signed))
}

/// Makes a folder that only its owner can look into; one that is there and empty becomes so.
///
/// # Errors
/// [`StoreError::Io`] names the folder.
pub fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(dir);
    #[cfg(unix)]
    let made = made.and_then(|()| {
        if std::fs::read_dir(dir)?.next().is_none() {
            std::fs::set_permissions(dir, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        }
        Ok(())
    });
    made.map_err(|error| StoreError::io(dir, error))
}

/// Takes the folder's lock, which the system lets go of however the process ends, and writes down who has it.
fn lock(place: &Place) -> Result<File, StoreError> {
    let io = |error| StoreError::io(&place.lock, error);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&place.lock)
        .map_err(io)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            return Err(StoreError::Served {
                dir: place.dir.clone(),
                holder: holder.trim().parse().ok(),
            });
        }
        Err(TryLockError::Error(error)) => return Err(io(error)),
    }
    file.set_len(0).map_err(io)?;
    writeln!(file, "{}", std::process::id()).map_err(io)?;
    Ok(file)
}
