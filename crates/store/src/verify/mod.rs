//! Verifying: reading a whole log and naming everything in it that is not as it was logged.
//!
//! Two steps a row. *Examining* (`examine`) looks at one row alone, which is most of the work and is shared out over threads.
//! The *chain* (`chain`) then holds what was examined against what came before. After a fault it starts afresh at the next row,
//! so that one altered entry is one fault and not a thousand. What is found is a [`Report`] of [`Fault`]s (`fault`).

mod chain;
mod examine;
mod fault;

use self::chain::Chain;
use self::examine::{examine, examine_all};
pub use self::fault::{Fault, Report};
use crate::reader::{LogRow, ROWS_AFTER};
use crate::{Digest, Head, HeadFault, Keys, Reader, StoreError, head};

/// How many rows are read at a time.
const PAGE: i64 = 512;

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
