//! Verifying: reading a whole log and naming everything in it that is not as it was logged.
//!
//! Two steps a row. *Examining* looks at one row alone (signature, header, payload's hash), which is most of the work.
//! The *chain* then holds what was examined against what came before. After a fault the chain starts afresh at the next row, so
//! that one altered entry is one fault and not a thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::entry::{ENTRY_TYPE, Header, is_payload_of};
use crate::envelope::encoding;
use crate::reader::{LogRow, ROWS_AFTER};
use crate::{
    AccountChange, Digest, Head, HeadFault, KeyId, Keys, Kind, LogSeq, Reader, StoreError, UserId,
    head,
};

/// How many rows are read at a time.
const PAGE: i64 = 512;

/// What verifying a log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many entries were read.
    pub entries: u64,
    /// How many of them had their payload erased, with an entry that says so.
    pub erased: u64,
    /// The last entry that is as it was signed. Worth keeping elsewhere: it is what the log can be held to next time.
    pub head: Head,
    /// Everything found wrong, in the order of the log.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// One thing wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Entries are not there: from the first to the last named.
    Missing {
        /// The first that is not there.
        from: LogSeq,
        /// The last that is not there.
        to: LogSeq,
    },
    /// A header is not what was signed.
    AlteredHeader {
        /// The entry.
        seq: LogSeq,
    },
    /// An entry is signed with a key that is not trusted.
    ForeignKey {
        /// The entry.
        seq: LogSeq,
        /// The key it states.
        key: KeyId,
    },
    /// An entry has no readable key, or its signed header says nothing this version understands.
    Malformed {
        /// The entry.
        seq: LogSeq,
        /// What is wrong.
        what: String,
    },
    /// An entry stands where another belongs.
    Reordered {
        /// The place it stands at.
        place: LogSeq,
        /// The place it was signed for.
        signed_for: LogSeq,
    },
    /// An entry stands a second time, at a place it was not signed for.
    Duplicate {
        /// The place of the second one.
        place: LogSeq,
        /// The entry it repeats.
        of: LogSeq,
    },
    /// A row stands at a number no entry can have.
    Stray {
        /// The row's number.
        row: i64,
    },
    /// An entry is rightly signed but does not follow from the one before it: one of the two belongs to another history.
    BrokenChain {
        /// The later of the two.
        seq: LogSeq,
    },
    /// A payload or its salt is not what was logged.
    AlteredPayload {
        /// The entry.
        seq: LogSeq,
    },
    /// A payload is gone, and no entry says that it was erased.
    MissingPayload {
        /// The entry.
        seq: LogSeq,
    },
    /// A payload is there, though an entry says that it was erased.
    NotErased {
        /// The entry whose payload it is.
        seq: LogSeq,
        /// The entry that says so.
        by: LogSeq,
    },
    /// A payload belongs to no entry.
    StrayPayload {
        /// The row's number.
        row: i64,
    },
    /// The table of accounts is not what the log says it is.
    AlteredAccount {
        /// The user, as the table or the log has it.
        user: String,
    },
    /// The signed head beside the log does not fit it.
    Head(HeadFault),
    /// The head that was expected does not fit the log.
    Expected(HeadFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { from, to } if from == to => write!(f, "entry {from} is missing"),
            Self::Missing { from, to } => write!(f, "entries {from} to {to} are missing"),
            Self::AlteredHeader { seq } => {
                write!(f, "entry {seq}: its header is not what was signed")
            }
            Self::ForeignKey { seq, key } => {
                write!(
                    f,
                    "entry {seq}: signed with {key}, which is not a trusted key"
                )
            }
            Self::Malformed { seq, what } => write!(f, "entry {seq}: {what}"),
            Self::Reordered { place, signed_for } => {
                write!(
                    f,
                    "entry {place}: the entry that stands here was signed as entry {signed_for}"
                )
            }
            Self::Duplicate { place, of } => write!(f, "entry {place}: repeats entry {of}"),
            Self::Stray { row } => write!(f, "row {row}: no entry can have this number"),
            Self::BrokenChain { seq } => {
                write!(
                    f,
                    "entry {seq}: rightly signed, but it does not follow from the entry before it"
                )
            }
            Self::AlteredPayload { seq } => {
                write!(f, "entry {seq}: its payload or salt is not what was logged")
            }
            Self::MissingPayload { seq } => {
                write!(
                    f,
                    "entry {seq}: its payload is gone, and no entry says that it was erased"
                )
            }
            Self::NotErased { seq, by } => {
                write!(
                    f,
                    "entry {seq}: its payload is there, though entry {by} says that it was erased"
                )
            }
            Self::StrayPayload { row } => write!(f, "payload {row} belongs to no entry"),
            Self::AlteredAccount { user } => {
                write!(f, "account `{user}` is not what the log says it is")
            }
            Self::Head(fault) => fault.fmt(f),
            Self::Expected(fault) => write!(f, "held against the head expected: {fault}"),
        }
    }
}

impl Reader {
    /// Reads the whole log and names everything in it that is not as it was logged: altered, missing, reordered, repeated or
    /// foreign entries, altered or missing payloads, a tail that was cut off. Takes no lock; a node may go on writing.
    ///
    /// `trusted` are the node's keys, of old and of now. `expected` is a head of this log that the caller knows from elsewhere (a
    /// peer was sent it, an auditor wrote it down): only with it can someone be found out who puts back an old copy of
    /// the whole folder, the signed head included.
    ///
    /// # Errors
    /// Where the log cannot be read to its end. What is wrong with what can be read is in the report.
    pub async fn verify(
        &self,
        trusted: &Keys,
        expected: Option<&Head>,
    ) -> Result<Report, StoreError> {
        let failed = self.place.failed("verifying the log");
        // Before the snapshot, so that a node that goes on writing cannot get the head ahead of it.
        let signed = head::read(&self.place.head)
            .map_err(|error| StoreError::io(&self.place.head, error))?
            .map(|bytes| head::parse(&bytes, trusted).map_err(HeadFault::Unbelievable));
        let mut snapshot = self.pool.begin().await.map_err(failed)?;
        let mut chain = Chain::from(Head::EMPTY);
        chain.note_hash_at(signed.iter().flatten().chain(expected).map(|head| head.seq));

        let mut after = i64::MIN;
        loop {
            let rows = sqlx::query(ROWS_AFTER)
                .bind(after)
                .bind(PAGE)
                .fetch_all(&mut *snapshot)
                .await
                .and_then(|rows| rows.iter().map(LogRow::read).collect::<Result<Vec<_>, _>>())
                .map_err(failed)?;
            let Some(last) = rows.last() else { break };
            after = last.seq;
            for row in examine_all(rows, trusted).await? {
                chain.follow(row);
            }
        }
        for row in
            sqlx::query_scalar("SELECT seq FROM payload WHERE seq NOT IN (SELECT seq FROM entry)")
                .fetch_all(&mut *snapshot)
                .await
                .map_err(failed)?
        {
            chain.stray_payload(row);
        }
        let accounts = sqlx::query_as(
            "SELECT CAST(user AS BLOB), CAST(role AS BLOB), CAST(language AS BLOB), CAST(password_hash AS BLOB) FROM account",
        )
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failed)?;
        chain.compare_accounts(accounts);

        match signed {
            Some(Ok(signed)) => chain.hold_to(signed, Fault::Head),
            Some(Err(fault)) => chain.faults.push(Fault::Head(fault)),
            None => chain
                .faults
                .push(Fault::Head(HeadFault::Missing { last: chain.last })),
        }
        if let Some(expected) = expected {
            chain.hold_to(*expected, Fault::Expected);
        }
        Ok(chain.report())
    }
}

/// Whether the entries from a signed head on are that head's and continue it: what a crash may leave, and nothing else.
pub(crate) async fn check_tail(
    reader: &Reader,
    signed: Head,
    trusted: &Keys,
) -> Result<Result<(), HeadFault>, StoreError> {
    let failed = reader.place.failed("reading the end of the log");
    let mut chain = Chain::from(signed);
    let mut found = signed == Head::EMPTY;
    let mut after = signed.seq.to_row().saturating_sub(1);
    loop {
        let rows = sqlx::query(ROWS_AFTER)
            .bind(after)
            .bind(PAGE)
            .fetch_all(&reader.pool)
            .await
            .and_then(|rows| rows.iter().map(LogRow::read).collect::<Result<Vec<_>, _>>())
            .map_err(failed)?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in rows {
            if row.seq == signed.seq.to_row() {
                found = Digest::of(&row.header) == signed.hash;
            } else {
                chain.follow(examine(&row, trusted));
            }
        }
    }
    Ok(match chain.faults.first() {
        _ if !found => Err(HeadFault::Differs { seq: signed.seq }),
        Some(fault) => Err(HeadFault::Tail(fault.to_string())),
        None => Ok(()),
    })
}

/// A row after it was looked at alone.
struct Examined {
    row: i64,
    /// Its header and that header's hash, or why it is not believed.
    header: Result<(Header, Digest), Fault>,
    payload: PayloadState,
    account: Option<AccountChange>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PayloadState {
    Whole,
    Altered,
    Gone,
}

/// Examines a page on threads that may be kept busy.
async fn examine_all(rows: Vec<LogRow>, trusted: &Keys) -> Result<Vec<Examined>, StoreError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(threads).max(1);
    let mut tasks = Vec::with_capacity(threads);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<_> = rows.by_ref().take(share).collect();
        let trusted = trusted.clone();
        tasks.push(tokio::task::spawn_blocking(move || {
            part.iter()
                .map(|row| examine(row, &trusted))
                .collect::<Vec<_>>()
        }));
    }
    let mut examined = Vec::new();
    for task in tasks {
        match task.await {
            Ok(part) => examined.extend(part),
            // The runtime is being shut down.
            Err(stopped) if stopped.is_cancelled() => return Err(StoreError::Closed),
            Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
        }
    }
    Ok(examined)
}

fn examine(row: &LogRow, trusted: &Keys) -> Examined {
    let header = believed(row, trusted);
    let (mut payload, mut account) = (PayloadState::Gone, None);
    if let (Some(found), Ok((header, _))) = (&row.payload, &header) {
        payload = if is_payload_of(header, &found.salt, &found.bytes) {
            PayloadState::Whole
        } else {
            PayloadState::Altered
        };
        if header.kind == Kind::Account && payload == PayloadState::Whole {
            account = serde_json::from_slice(&found.bytes).ok();
        }
    }
    Examined {
        row: row.seq,
        header,
        payload,
        account,
    }
}

/// The row's header, if a trusted key signed it for the place it stands at.
fn believed(row: &LogRow, trusted: &Keys) -> Result<(Header, Digest), Fault> {
    let seq = LogSeq::from_row(row.seq).ok_or(Fault::Stray { row: row.seq })?;
    let key: KeyId = str::from_utf8(&row.key)
        .ok()
        .and_then(|key| key.parse().ok())
        .ok_or_else(|| Fault::Malformed {
            seq,
            what: "its key id cannot be read".to_owned(),
        })?;
    let key = trusted.get(&key).ok_or(Fault::ForeignKey { seq, key })?;
    if !key.verifies(&encoding(ENTRY_TYPE, &row.header), &row.signature) {
        return Err(Fault::AlteredHeader { seq });
    }
    let header: Header = serde_json::from_slice(&row.header).map_err(|error| Fault::Malformed {
        seq,
        what: format!("its header, though rightly signed, cannot be read: {error}"),
    })?;
    if header.seq != seq {
        return Err(Fault::Reordered {
            place: seq,
            signed_for: header.seq,
        });
    }
    if let Some(later) = header.refs.iter().find(|&&later| later >= seq) {
        return Err(Fault::Malformed {
            seq,
            what: format!("it refers to entry {later}, which is not before it"),
        });
    }
    Ok((header, Digest::of(&row.header)))
}

/// User, role, language and password hash, as the table has them.
type AccountRow = (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);

/// What the log fixes of an account.
#[derive(PartialEq, Eq)]
struct AccountFacts {
    role: Vec<u8>,
    language: Vec<u8>,
    password: Digest,
}

/// The log as far as it was followed.
struct Chain {
    /// The last place a row stands at.
    last: LogSeq,
    /// The last entry that is as it was signed.
    head: Head,
    /// The hash the next entry has to carry; `None` after a fault.
    previous: Option<Digest>,
    entries: u64,
    erased: u64,
    /// Payloads gone of which no entry followed so far says that they were erased.
    gone: BTreeSet<LogSeq>,
    /// The place before the first entry followed; of payloads up to it nothing is known.
    since: LogSeq,
    accounts: BTreeMap<UserId, AccountFacts>,
    /// Hashes at the places asked for.
    hashes: BTreeMap<LogSeq, Option<Digest>>,
    /// Places where no entry that belongs there stands.
    wrong: BTreeSet<LogSeq>,
    faults: Vec<Fault>,
}

impl Chain {
    /// A chain that goes on from a head.
    fn from(head: Head) -> Self {
        Self {
            last: head.seq,
            head,
            previous: Some(head.hash),
            entries: 0,
            erased: 0,
            gone: BTreeSet::new(),
            since: head.seq,
            accounts: BTreeMap::new(),
            hashes: BTreeMap::new(),
            wrong: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    fn note_hash_at(&mut self, places: impl IntoIterator<Item = LogSeq>) {
        self.hashes
            .extend(places.into_iter().map(|seq| (seq, None)));
        if let Some(start) = self.hashes.get_mut(&LogSeq::START) {
            *start = Some(Digest::ZERO);
        }
    }

    fn follow(&mut self, examined: Examined) {
        self.entries += 1;
        let Some(seq) = LogSeq::from_row(examined.row) else {
            // Nothing was signed for such a place, so there is only ever a fault here.
            self.faults.extend(examined.header.err());
            return;
        };
        let due = self.last.next();
        if seq > due {
            self.faults.push(Fault::Missing {
                from: due,
                to: LogSeq::new(seq.get() - 1),
            });
            self.previous = None;
        }
        self.last = seq;
        match examined.header {
            Ok((header, hash)) => {
                if self
                    .previous
                    .is_some_and(|previous| previous != header.prev)
                {
                    self.faults.push(Fault::BrokenChain { seq });
                }
                self.previous = Some(hash);
                self.head = Head { seq, hash };
                if let Some(noted) = self.hashes.get_mut(&seq) {
                    *noted = Some(hash);
                }
                self.content(&header, examined.payload, examined.account);
            }
            Err(fault) => {
                self.previous = None;
                self.wrong.insert(seq);
                self.faults.push(fault);
            }
        }
    }

    fn content(&mut self, header: &Header, payload: PayloadState, account: Option<AccountChange>) {
        let seq = header.seq;
        match payload {
            PayloadState::Whole => {}
            PayloadState::Altered => self.faults.push(Fault::AlteredPayload { seq }),
            PayloadState::Gone => {
                self.gone.insert(seq);
            }
        }
        match account {
            Some(AccountChange::Set {
                user,
                role,
                language,
                password,
            }) => {
                self.accounts.insert(
                    user,
                    AccountFacts {
                        role: role.into_bytes(),
                        language: language.code().as_bytes().to_owned(),
                        password,
                    },
                );
            }
            Some(AccountChange::Removed { user }) => {
                self.accounts.remove(&user);
            }
            None => {}
        }
        if header.kind == Kind::Erasure {
            for &erased in &header.refs {
                if self.gone.remove(&erased) {
                    self.erased += 1;
                } else if erased > self.since && !self.wrong.contains(&erased) {
                    self.faults.push(Fault::NotErased {
                        seq: erased,
                        by: seq,
                    });
                }
            }
        }
    }

    /// A payload whose entry is known to be missing is not named again.
    fn stray_payload(&mut self, row: i64) {
        let missing = LogSeq::from_row(row).is_some_and(|seq| {
            self.faults
                .iter()
                .any(|fault| matches!(fault, Fault::Missing { from, to } if (*from..=*to).contains(&seq)))
        });
        if !missing {
            self.faults.push(Fault::StrayPayload { row });
        }
    }

    fn compare_accounts(&mut self, rows: Vec<AccountRow>) {
        for (user, role, language, hash) in rows {
            let logged = str::from_utf8(&user)
                .ok()
                .and_then(|user| UserId::new(user).ok())
                .and_then(|user| self.accounts.remove(&user));
            let found = AccountFacts {
                role,
                language,
                password: Digest::of(&hash),
            };
            if logged != Some(found) {
                self.faults.push(Fault::AlteredAccount {
                    user: String::from_utf8_lossy(&user).into_owned(),
                });
            }
        }
        for user in std::mem::take(&mut self.accounts).into_keys() {
            self.faults
                .push(Fault::AlteredAccount { user: user.into() });
        }
    }

    fn hold_to(&mut self, head: Head, fault: fn(HeadFault) -> Fault) {
        if head.seq > self.last {
            self.faults.push(fault(HeadFault::Truncated {
                last: self.last,
                head: head.seq,
            }));
        } else if self.hashes.get(&head.seq) != Some(&Some(head.hash)) {
            self.faults
                .push(fault(HeadFault::Differs { seq: head.seq }));
        }
    }

    fn report(mut self) -> Report {
        self.faults
            .extend(self.gone.iter().map(|&seq| Fault::MissingPayload { seq }));
        for fault in &mut self.faults {
            // What stands at a second place while the place it was signed for is taken by itself is a repetition.
            if let Fault::Reordered { place, signed_for } = *fault {
                let at_home = signed_for <= self.last && !self.wrong.contains(&signed_for);
                if at_home && signed_for > LogSeq::START {
                    *fault = Fault::Duplicate {
                        place,
                        of: signed_for,
                    };
                }
            }
        }
        Report {
            entries: self.entries,
            erased: self.erased,
            head: self.head,
            faults: self.faults,
        }
    }
}
