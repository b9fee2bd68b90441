//! Looking at one row alone: is it what a trusted key signed for this place, and is its payload the one signed?

use crate::entry::{ENTRY_TYPE, Header, is_payload_of};
use crate::envelope::encoding;
use crate::reader::LogRow;
use crate::{AccountChange, Digest, Fault, KeyId, Keys, Kind, LogSeq, StoreError};

/// A row after it was looked at alone.
pub(super) struct Examined {
    pub(super) row: i64,
    /// Its header and that header's hash, or why it is not believed.
    pub(super) header: Result<(Header, Digest), Fault>,
    pub(super) payload: PayloadState,
    pub(super) account: Option<AccountChange>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PayloadState {
    Whole,
    Altered,
    Gone,
}

/// Examines a page, shared out over threads that may be kept busy.
pub(super) async fn examine_all(
    rows: Vec<LogRow>,
    trusted: &Keys,
) -> Result<Vec<Examined>, StoreError> {
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

/// Looks at one row: its signature, its header, its payload's hash.
pub(super) fn examine(row: &LogRow, trusted: &Keys) -> Examined {
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
