//! Following the rows in order: does each continue the one before, is none missing, does the end fit the heads?

use std::collections::{BTreeMap, BTreeSet};

use super::examine::{Examined, PayloadState};
use crate::entry::Header;
use crate::{AccountChange, Digest, Fault, Head, HeadFault, Kind, LogSeq, Report, UserId};

/// User, role, language and password hash, as the table has them.
pub(super) type AccountRow = (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);

/// What the log fixes of an account.
#[derive(PartialEq, Eq)]
struct AccountFacts {
    role: Vec<u8>,
    language: Vec<u8>,
    password: Digest,
}

/// The log as far as it was followed.
pub(super) struct Chain {
    /// The last place a row stands at.
    pub(super) last: LogSeq,
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
    pub(super) faults: Vec<Fault>,
}

impl Chain {
    /// A chain that goes on from a head.
    pub(super) fn from(head: Head) -> Self {
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

    pub(super) fn note_hash_at(&mut self, places: impl IntoIterator<Item = LogSeq>) {
        self.hashes
            .extend(places.into_iter().map(|seq| (seq, None)));
        if let Some(start) = self.hashes.get_mut(&LogSeq::START) {
            *start = Some(Digest::ZERO);
        }
    }

    pub(super) fn follow(&mut self, examined: Examined) {
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
    pub(super) fn stray_payload(&mut self, row: i64) {
        let missing = LogSeq::from_row(row).is_some_and(|seq| {
            self.faults
                .iter()
                .any(|fault| matches!(fault, Fault::Missing { from, to } if (*from..=*to).contains(&seq)))
        });
        if !missing {
            self.faults.push(Fault::StrayPayload { row });
        }
    }

    pub(super) fn compare_accounts(&mut self, rows: Vec<AccountRow>) {
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

    pub(super) fn hold_to(&mut self, head: Head, fault: fn(HeadFault) -> Fault) {
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

    pub(super) fn report(mut self) -> Report {
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
