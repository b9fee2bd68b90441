//! The one task that writes.
//!
//! Everything to be written comes to it over a channel. It takes all that waits, writes it in one transaction, commits,
//! signs the new head, and answers everyone: so entries never interleave, callers that give up change nothing, and many
//! small appends share one wait for the disk. Whoever asks for it is answered as soon as the entries are on disk, ahead of the
//! head, which then follows once for many commits: each head is two more waits for the same disk.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Row as _};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::database::Place;
use crate::entry::{ENTRY_TYPE, Header, SALT_BYTES, payload_hash};
use crate::envelope::encoding;
use crate::reader::{LAST_HEADER, head_of};
use crate::{
    Account, AccountChange, Digest, Draft, DraftFault, Head, Kind, LogSeq, Signer, StoreError,
    UserId, head,
};

/// The most entries in one transaction, so that a flood of them does not make the first one wait for the last.
const GROUP: usize = 4096;

/// Commits that may go by while one head is being written: the next waits for it. So the head lags by twice as many at most.
const LAG: usize = 64;

/// Commits after which the head follows beside the next ones, and how long it waits for more of them.
const FOLLOW: usize = LAG / 2;
const REST: Duration = Duration::from_millis(10);

/// Both at once: each statement asked for by itself is a walk to SQLite's thread and back.
const INSERT: &str = "INSERT INTO entry (seq, header, key, signature) VALUES (?, ?, ?, ?);
    INSERT INTO payload (seq, salt, bytes) VALUES (?, ?, ?)";

/// How long after a reader kept erased content from being scrubbed it is tried again.
const SCRUB_AGAIN: Duration = Duration::from_secs(1);

/// Where salts come from.
pub(crate) type Salts =
    Box<dyn FnMut() -> Result<[u8; SALT_BYTES], getrandom::Error> + Send + 'static>;

pub(crate) enum Message {
    Do(Work, oneshot::Sender<Answer>),
    Close,
}

pub(crate) enum Work {
    Append(Vec<Draft>),
    /// Answered ahead of the signed head.
    AppendAhead(Vec<Draft>),
    Erase(LogSeq, String, Timestamp),
    SetAccount(Account, Timestamp),
    RemoveAccount(UserId, Timestamp),
}

pub(crate) type Answer = Result<Vec<LogSeq>, StoreError>;

impl Work {
    fn entries(&self) -> usize {
        match self {
            Self::Append(drafts) | Self::AppendAhead(drafts) => drafts.len(),
            Self::Erase(..) | Self::SetAccount(..) | Self::RemoveAccount(..) => 1,
        }
    }

    /// Whether it is answered as soon as its entries are on disk.
    fn is_ahead(&self) -> bool {
        matches!(self, Self::AppendAhead(_))
    }
}

/// A head on its way to the disk.
struct Writing {
    head: Head,
    done: JoinHandle<std::io::Result<()>>,
}

/// How far the signed head on disk is.
#[derive(Default)]
pub(crate) struct Signed {
    /// What it says; `None` where that is not known.
    head: Option<Head>,
    writing: Option<Writing>,
    /// Commits since the last one it was written for, or is being.
    behind: usize,
}

impl Signed {
    /// The head that is on disk as the log is opened, if it is known.
    pub(crate) fn at(head: Option<Head>) -> Self {
        Self {
            head,
            ..Self::default()
        }
    }

    /// Waits until what is being written is written, or has failed.
    async fn settle(&mut self) {
        let Some(Writing { head, done }) = &mut self.writing else {
            return;
        };
        let written = matches!(done.await, Ok(Ok(())));
        self.head = written.then_some(*head);
        self.writing = None;
    }

    /// The same where that takes no waiting.
    async fn settle_if_done(&mut self) {
        if self.writing.as_ref().is_some_and(|w| w.done.is_finished()) {
            self.settle().await;
        }
    }
}

pub(crate) struct Writer {
    pub(crate) connection: SqliteConnection,
    pub(crate) place: Arc<Place>,
    pub(crate) signer: Signer,
    pub(crate) salts: Salts,
    /// The last entry committed; `None` after a failure that leaves open whether its commit took place.
    pub(crate) tail: Option<Head>,
    pub(crate) signed: Signed,
    /// Whether erased content may still stand in the write-ahead log.
    pub(crate) unscrubbed: bool,
    /// Locked as long as it lives.
    pub(crate) _lock: std::fs::File,
}

impl Writer {
    /// Brings the head on disk up to the log's end, before anything is asked of the store.
    pub(crate) async fn prepare(&mut self) -> Result<(), StoreError> {
        self.ready().await?;
        self.scrub().await;
        Ok(())
    }

    /// Serves until told to close or until nobody is left to ask.
    pub(crate) async fn run(mut self, mut inbox: mpsc::Receiver<Message>) {
        let mut open = true;
        while open {
            let first = tokio::select! {
                biased;
                first = inbox.recv() => first,
                () = self.signed.settle(), if self.signed.writing.is_some() => continue,
                () = tokio::time::sleep(REST), if self.is_head_due() => {
                    self.catch_up().await;
                    continue;
                }
                () = tokio::time::sleep(SCRUB_AGAIN), if self.unscrubbed => {
                    self.scrub().await;
                    continue;
                }
            };
            let Some(first) = first else { break };
            let (mut works, mut replies, mut entries) = (Vec::new(), Vec::new(), 0);
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Do(work, reply) => {
                        entries += work.entries();
                        works.push(work);
                        replies.push(reply);
                    }
                    Message::Close => {
                        open = false;
                        break;
                    }
                }
                next = (entries < GROUP).then(|| inbox.try_recv().ok()).flatten();
            }
            if works.is_empty() {
                continue;
            }
            self.serve(&works, replies).await;
        }
        inbox.close();
        // Should the head not be writable, the next opening checks what came after it, and says so.
        let _ = self.ready_to_rest().await;
        // SQLite folds the write-ahead log into the database as the last connection closes. If that fails, the next
        // opening does it.
        let _ = self.connection.close().await;
    }

    /// Writes all works in one transaction, and answers each. An error of the transaction is everyone's; a refusal inside is one caller's alone.
    async fn serve(&mut self, works: &[Work], replies: Vec<oneshot::Sender<Answer>>) {
        let answers = match self.commit(works).await {
            Ok(answers) => answers,
            Err(error) => vec![Err(error); works.len()],
        };
        // Who gave up waiting is not told; the entries are logged all the same.
        let tell = |reply: oneshot::Sender<Answer>, answer| drop(reply.send(answer));
        let mut waiting = Vec::new();
        for ((work, reply), answer) in works.iter().zip(replies).zip(answers) {
            if work.is_ahead() {
                tell(reply, answer);
            } else {
                waiting.push((reply, answer));
            }
        }
        // What was answered ahead of the head needs none yet.
        if !waiting.is_empty()
            && let Some(tail) = self.tail.filter(|tail| self.signed.head != Some(*tail))
        {
            // Were this to fail, the entries are on disk and chained all the same, and so are acknowledged; nothing more is
            // logged until the head can be written.
            let _ = self.write_head(tail).await;
        }
        self.unscrubbed |= works.iter().any(|work| matches!(work, Work::Erase(..)));
        self.scrub().await;
        for (reply, answer) in waiting {
            tell(reply, answer);
        }
    }

    /// Commits all works, if the head is not too far behind.
    async fn commit(&mut self, works: &[Work]) -> Result<Vec<Answer>, StoreError> {
        let before = self.ready().await?;
        // Known again once it is known whether the commit took place.
        self.tail = None;
        let (tail, answers) = self.transact(before, works).await?;
        self.tail = Some(tail);
        self.signed.behind += usize::from(tail != before);
        Ok(answers)
    }

    /// Whether the tail's head is to be written, or it is to be found out which that is. Not after it could not be: whoever commits next
    /// waits for it, and hears why.
    fn is_head_due(&self) -> bool {
        let is_known = self.signed.head.is_some() && self.signed.writing.is_none();
        is_known && self.signed.head != self.tail
    }

    /// Begins to write the tail's head, if it is due.
    async fn catch_up(&mut self) {
        match self.tail {
            _ if !self.is_head_due() => {}
            Some(tail) => {
                self.signed.writing = Some(self.begin_head(tail));
                self.signed.behind = 0;
            }
            // Should this fail, the next commit waits for it.
            None => drop(self.ready_to_rest().await),
        }
    }

    fn begin_head(&self, head: Head) -> Writing {
        let (place, signer) = (Arc::clone(&self.place), self.signer.clone());
        Writing {
            head,
            done: tokio::task::spawn_blocking(move || head::write(&place.head, &head, &signer)),
        }
    }

    /// The transaction itself. Dropped half-way it is rolled back.
    async fn transact(
        &mut self,
        tail: Head,
        works: &[Work],
    ) -> Result<(Head, Vec<Answer>), StoreError> {
        let transaction = self
            .connection
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(self.place.failed("beginning to write"))?;
        let mut group = Group {
            transaction,
            tail,
            place: &self.place,
            signer: &self.signer,
            salts: &mut self.salts,
        };
        let mut answers = Vec::with_capacity(works.len());
        for work in works {
            match group.perform(work).await {
                Err(error) if !error.is_refusal() => return Err(error),
                answer => answers.push(answer),
            }
        }
        let Group {
            transaction, tail, ..
        } = group;
        transaction
            .commit()
            .await
            .map_err(self.place.failed("committing"))?;
        Ok((tail, answers))
    }

    /// The tail to continue from, once the head on disk is its, or some commits behind.
    async fn ready(&mut self) -> Result<Head, StoreError> {
        self.signed.settle_if_done().await;
        if self.signed.behind >= FOLLOW {
            self.catch_up().await;
        }
        match self.tail {
            Some(tail) if self.signed.head.is_some() && self.signed.behind < LAG => Ok(tail),
            _ => self.ready_to_rest().await,
        }
    }

    /// The tail, once the head on disk is its.
    async fn ready_to_rest(&mut self) -> Result<Head, StoreError> {
        self.signed.settle().await;
        let tail = match self.tail {
            Some(tail) => tail,
            None => {
                self.signed.head = None;
                sqlx::query_as::<_, (i64, Vec<u8>)>(LAST_HEADER)
                    .fetch_optional(&mut self.connection)
                    .await
                    .map_err(self.place.failed("reading the last entry"))?
                    .map_or(Head::EMPTY, head_of)
            }
        };
        self.tail = Some(tail);
        if self.signed.head != Some(tail) {
            self.write_head(tail).await?;
        }
        Ok(tail)
    }

    async fn write_head(&mut self, head: Head) -> Result<(), StoreError> {
        // Two at a time would write one file.
        self.signed.settle().await;
        let Writing { done, .. } = self.begin_head(head);
        let written = done
            .await
            .unwrap_or_else(|stopped| Err(std::io::Error::other(stopped)));
        self.signed.head = written.is_ok().then_some(head);
        self.signed.behind = 0;
        written.map_err(|error| StoreError::io(&self.place.head, error))
    }

    /// Empties the write-ahead log, where erased content still stands. Waits for no one: a reader in the middle of it keeps it
    /// from being emptied, and then it is tried again.
    async fn scrub(&mut self) {
        if !self.unscrubbed {
            return;
        }
        let emptied = async {
            sqlx::query("PRAGMA busy_timeout = 0")
                .execute(&mut self.connection)
                .await?;
            let busy: i64 = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_one(&mut self.connection)
                .await?
                .try_get(0)?;
            Ok::<_, sqlx::Error>(busy == 0)
        }
        .await;
        self.unscrubbed = !emptied.unwrap_or(false);
        // If this fails the next commit fails, and says so.
        let _ = sqlx::query("PRAGMA busy_timeout = 5000")
            .execute(&mut self.connection)
            .await;
    }
}

/// One transaction under way, and where the chain stands in it.
struct Group<'a> {
    transaction: sqlx::Transaction<'a, sqlx::Sqlite>,
    tail: Head,
    place: &'a Place,
    signer: &'a Signer,
    salts: &'a mut Salts,
}

impl Group<'_> {
    /// A refusal comes before anything is written for the work.
    async fn perform(&mut self, work: &Work) -> Answer {
        match work {
            Work::Append(drafts) | Work::AppendAhead(drafts) => self.append(drafts).await,
            Work::Erase(seq, why, at) => self.erase(*seq, why, *at).await,
            Work::SetAccount(account, at) => self.set_account(account, *at).await,
            Work::RemoveAccount(user, at) => self.remove_account(user, *at).await,
        }
    }

    async fn append(&mut self, drafts: &[Draft]) -> Answer {
        let mut own = self.tail.seq;
        for (index, draft) in drafts.iter().enumerate() {
            own = own.next();
            let unknown = |seq: &&LogSeq| **seq >= own || **seq == LogSeq::START;
            if let Some(&seq) = draft.refs.iter().find(unknown) {
                return Err(StoreError::Draft {
                    index: index + 1,
                    of: drafts.len(),
                    why: DraftFault::LaterRef { seq, own },
                });
            }
        }
        let mut seqs = Vec::with_capacity(drafts.len());
        for draft in drafts {
            seqs.push(self.log(draft).await?);
        }
        Ok(seqs)
    }

    /// Signs one entry onto the end of the chain.
    async fn log(&mut self, draft: &Draft) -> Result<LogSeq, StoreError> {
        let failed = self.place.failed("writing an entry");
        let salt = (self.salts)()?;
        let header = Header {
            seq: self.tail.seq.next(),
            prev: self.tail.hash,
            at: draft.at,
            kind: draft.kind,
            payload_hash: payload_hash(&salt, &draft.payload),
            refs: draft.refs.clone(),
        };
        let signed = serde_json::to_vec(&header).map_err(|error| StoreError::Malformed {
            seq: header.seq,
            what: format!("its header cannot be written: {error}"),
        })?;
        let signature = self.signer.sign(&encoding(ENTRY_TYPE, &signed));
        let hash = Digest::of(&signed);

        sqlx::query(INSERT)
            .bind(header.seq.to_row())
            .bind(signed)
            .bind(self.signer.fingerprint().to_string())
            .bind(signature.as_slice())
            .bind(header.seq.to_row())
            .bind(salt.as_slice())
            .bind(draft.payload.as_slice())
            .execute(&mut *self.transaction)
            .await
            .map_err(failed)?;
        self.tail = Head {
            seq: header.seq,
            hash,
        };
        Ok(header.seq)
    }

    async fn erase(&mut self, seq: LogSeq, why: &str, at: Timestamp) -> Answer {
        let failed = self.place.failed("erasing a payload");
        let found = sqlx::query_as::<_, (Vec<u8>, bool)>(
            "SELECT e.header, p.seq IS NOT NULL FROM entry e LEFT JOIN payload p ON p.seq = e.seq WHERE e.seq = ?",
        )
        .bind(seq.to_row())
        .fetch_optional(&mut *self.transaction)
        .await
        .map_err(failed)?;
        let Some((header, has_payload)) = found else {
            return Err(StoreError::NoSuchEntry {
                seq,
                last: self.tail.seq,
            });
        };
        let kind = serde_json::from_slice::<Header>(&header)
            .map_err(|error| StoreError::Malformed {
                seq,
                what: format!("its header cannot be read: {error}"),
            })?
            .kind;
        if kind.is_reserved() {
            return Err(StoreError::NotErasable { seq, kind });
        }
        if !has_payload {
            return Err(StoreError::AlreadyErased { seq });
        }
        sqlx::query("DELETE FROM payload WHERE seq = ?")
            .bind(seq.to_row())
            .execute(&mut *self.transaction)
            .await
            .map_err(failed)?;
        let draft =
            Draft::new(Kind::Erasure, at, json!({ "why": why }).to_string()).referring_to([seq]);
        Ok(vec![self.log(&draft).await?])
    }

    async fn set_account(&mut self, account: &Account, at: Timestamp) -> Answer {
        let failed = self.place.failed("writing an account");
        sqlx::query("INSERT OR REPLACE INTO account (user, role, language, password_hash) VALUES (?, ?, ?, ?)")
            .bind(account.user.as_str())
            .bind(account.role.as_str())
            .bind(account.language.code())
            .bind(account.password_hash.as_str())
            .execute(&mut *self.transaction)
            .await
            .map_err(failed)?;
        self.log_account(
            &AccountChange::Set {
                user: account.user.clone(),
                role: account.role.clone(),
                language: account.language,
                password: Digest::of(account.password_hash.as_str().as_bytes()),
            },
            at,
        )
        .await
    }

    async fn remove_account(&mut self, user: &UserId, at: Timestamp) -> Answer {
        let removed = sqlx::query("DELETE FROM account WHERE user = ?")
            .bind(user.as_str())
            .execute(&mut *self.transaction)
            .await
            .map_err(self.place.failed("removing an account"))?;
        if removed.rows_affected() == 0 {
            return Err(StoreError::NoSuchAccount { user: user.clone() });
        }
        self.log_account(&AccountChange::Removed { user: user.clone() }, at)
            .await
    }

    async fn log_account(&mut self, change: &AccountChange, at: Timestamp) -> Answer {
        let draft =
            Draft::json(Kind::Account, at, change).map_err(|error| StoreError::Malformed {
                seq: self.tail.seq.next(),
                what: format!("an account cannot be written: {error}"),
            })?;
        Ok(vec![self.log(&draft).await?])
    }
}
