//! Receipts: signed proof of what was screened, by what, and of what was found.

use jiff::Timestamp;
use mithaq_notice::{MemberId, NoticeId, PostId, SubjectId};
use mithaq_pact::PactHash;
use mithaq_screen::Score;
use mithaq_screen::batch::Band;
use mithaq_store::{Envelope, EnvelopeError, Keys, LogSeq, Signer};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::member::Member;
use crate::record::{Asked, FoundSubject, Record, Screening};

/// The DSSE type of a receipt.
pub const RECEIPT_TYPE: &str = "application/vnd.mithaq.receipt+json";

/// What a node signs of a screening. It tells nobody who was searched for: the query is a keyed hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Whose node.
    pub member: MemberId,
    /// The screening's entry in its log.
    pub screening: LogSeq,
    /// When.
    pub at: Timestamp,
    /// At which post.
    pub post: PostId,
    /// Keyed hash (HMAC-SHA-256) of what was searched for.
    pub query_hash: String,
    /// Keyed hash of the caller's own reference to the party.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub party: Option<String>,
    /// The lowest score shown.
    pub threshold: f64,
    /// How else it was searched.
    pub asked: Asked,
    /// The log's last entry, screenings left aside, when the search ran: which lists.
    pub log: LogSeq,
    /// The pact version it was decided by.
    pub pact: PactHash,
    /// The engine's version.
    pub engine: String,
    /// SHA-256 of the tables it compared names by.
    pub tables: String,
    /// What was found, the strongest first.
    pub found: Vec<Line>,
    /// What was found and had been cleared for this party.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cleared: Vec<Line>,
}

/// One notice in a receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The notice.
    pub notice: NoticeId,
    /// Its version.
    pub modified: Timestamp,
    /// Its subject.
    pub subject: SubjectId,
    /// How strong, 0 to 1, to four decimals.
    pub score: f64,
    /// The band the score lies in: `0.9`, `0.8`, `0.7`, `below`.
    pub band: String,
}

/// Why a receipt is not believed.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// It is not signed as it should be.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// It is signed and is no receipt.
    #[error("it is signed, and is no receipt: {0}")]
    Malformed(#[from] serde_json::Error),
}

impl Receipt {
    pub(crate) fn of(member: &MemberId, entry: LogSeq, at: Timestamp, record: Screening) -> Self {
        Self {
            member: member.clone(),
            screening: entry,
            at,
            post: record.post,
            query_hash: record.query_hash,
            party: record.party,
            threshold: record.threshold,
            asked: record.asked,
            log: record.log,
            pact: record.pact,
            engine: record.engine,
            tables: record.tables,
            found: lines(&record.found),
            cleared: lines(&record.cleared),
        }
    }

    pub(crate) fn seal(&self, signer: &Signer) -> Result<Envelope> {
        Ok(Envelope::seal(
            RECEIPT_TYPE,
            &serde_json::to_vec(self)?,
            signer,
        ))
    }

    /// Reads a receipt and checks it against the keys that are trusted. Needs nothing but these.
    ///
    /// # Errors
    /// [`ReceiptError`] when it was altered, is signed by another, or is none.
    pub fn verify(json: &[u8], trusted: &Keys) -> std::result::Result<Self, ReceiptError> {
        let envelope = Envelope::from_json(json)?;
        Ok(serde_json::from_slice(
            envelope.open(RECEIPT_TYPE, trusted)?,
        )?)
    }
}

pub(crate) fn lines(found: &[FoundSubject]) -> Vec<Line> {
    let each = found.iter().flat_map(|found| {
        found.notices.iter().map(|notice| Line {
            notice: notice.version.notice.clone(),
            modified: notice.version.modified,
            subject: found.subject.clone(),
            score: (notice.score * 10_000.0).round() / 10_000.0,
            band: Score::new(notice.score)
                .map_or("below", |score| band_word(Band::of(score)))
                .to_owned(),
        })
    });
    each.collect()
}

const fn band_word(band: Band) -> &'static str {
    match band {
        Band::From90 => "0.9",
        Band::From80 => "0.8",
        Band::From70 => "0.7",
        Band::Below => "below",
    }
}

impl Member {
    /// A screening as it was logged, found or not.
    ///
    /// # Errors
    /// When the entry is no screening, or its content was erased.
    pub async fn screening(&self, entry: LogSeq) -> Result<(Timestamp, Screening)> {
        match self.record(entry).await? {
            Some((at, Record::Screening(screening))) => Ok((at, *screening)),
            _ => Err(Error::Unknown {
                what: "screening",
                id: entry.to_string(),
            }),
        }
    }

    /// An entry's content and when it was logged; none where there is no such entry, or its content was erased or is no record.
    pub(crate) async fn record(&self, entry: LogSeq) -> Result<Option<(Timestamp, Record)>> {
        let logged = self.store.reader().entry(entry).await?;
        let content = logged.and_then(|logged| Some((logged.at, logged.payload?)));
        Ok(content.and_then(|(at, payload)| Some((at, serde_json::from_slice(&payload).ok()?))))
    }

    /// The receipt of a screening, signed anew: the same content as when it was given.
    ///
    /// # Errors
    /// As [`Self::screening`].
    pub async fn receipt(&self, entry: LogSeq) -> Result<Envelope> {
        let (at, record) = self.screening(entry).await?;
        Receipt::of(&self.id, entry, at, record).seal(&self.signer)
    }
}
