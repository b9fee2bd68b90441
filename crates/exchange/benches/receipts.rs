//! How many receipts a node gives a second, to one caller and to eight at once, and where the time of one goes.
//!
//!     cargo bench -p mithaq-exchange --bench receipts
//!
//! A node in a fresh folder holds the UN list; each of its entries' first names is screened at a border post with a party's
//! reference, logged and answered with a signed receipt. What a receipt costs is then measured part by part with the records that
//! came of it. The folder lies where `TMPDIR` says: a disk's own answer to `fsync` is in the figures, a memory's is not.

mod node;

use std::fs::File;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mithaq_exchange::{Asking, Member, RECEIPT_TYPE};
use mithaq_notice::{Notice, PostId};
use mithaq_screen::{Admit, Index, Options, Query};
use mithaq_store::{Draft, Envelope, Kind, Signer, Store};
use node::{Failed, Node};

fn main() -> Result<(), Failed> {
    node::run(measure())
}

async fn measure() -> Result<(), Failed> {
    let Node {
        member,
        post,
        notices,
        folder,
    } = Node::set().await?;
    let notices: Vec<Arc<Notice>> = notices.into_iter().map(Arc::new).collect();
    let queries: Arc<Vec<Query>> = Arc::new(
        notices
            .iter()
            .map(|notice| Query::of_name("q", notice.subject.caption()))
            .collect(),
    );

    let mut out = std::io::stdout();
    writeln!(out, "UN list, {} queries by name", queries.len())?;
    for callers in [1, 8] {
        let took = screen_all(&member, &queries, &post, callers).await?;
        let each = took.as_secs_f64() / queries.len() as f64;
        writeln!(
            out,
            "{callers} caller(s): {:>6.0} receipts/s, {:.2} ms of elapsed time each",
            1.0 / each,
            each * 1e3
        )?;
    }
    parts(
        &member,
        &folder.path().join("parts"),
        &notices,
        &queries,
        &mut out,
    )
    .await
}

/// Screens every query once, shared among callers that each wait for their receipt before they ask again.
async fn screen_all(
    member: &Arc<Member>,
    queries: &Arc<Vec<Query>>,
    post: &PostId,
    callers: usize,
) -> Result<Duration, Failed> {
    let start = Instant::now();
    let mut running = Vec::new();
    for first in 0..callers {
        let (member, queries, post) = (Arc::clone(member), Arc::clone(queries), post.clone());
        running.push(tokio::spawn(async move {
            let options = Options::default();
            for (at, query) in queries.iter().enumerate().skip(first).step_by(callers) {
                let party = format!("party {at}");
                let asking = Asking {
                    query,
                    party: Some(&party),
                };
                let screened = member
                    .screen_party("bench", &post, asking, &options, Timestamp::now())
                    .await?;
                black_box(screened.receipt);
            }
            Ok::<_, Failed>(())
        }));
    }
    for caller in running {
        caller.await??;
    }
    Ok(start.elapsed())
}

/// What each part of a screening takes by itself, one at a time.
async fn parts(
    member: &Member,
    folder: &Path,
    notices: &[Arc<Notice>],
    queries: &[Query],
    out: &mut impl std::io::Write,
) -> Result<(), Failed> {
    let index = Index::build(notices.iter().map(|notice| (Arc::clone(notice), 0)));
    let (options, now) = (Options::default(), Timestamp::now());
    let start = Instant::now();
    for query in queries {
        black_box(index.search(query, &options, Admit::All, now));
    }
    tell(out, "the search alone", start.elapsed(), queries.len())?;

    let head = member.store().head().await?;
    let before = head.seq.get().saturating_sub(queries.len() as u64);
    let entries = member
        .store()
        .entries(mithaq_store::LogSeq::new(before), queries.len())
        .await?;
    let payloads: Vec<Vec<u8>> = entries
        .into_iter()
        .filter_map(|entry| entry.payload)
        .collect();
    let signer = Signer::from_seed([1; 32]);
    let start = Instant::now();
    for payload in &payloads {
        black_box(Envelope::seal(RECEIPT_TYPE, payload, &signer));
    }
    tell(out, "signing a receipt", start.elapsed(), payloads.len())?;

    let store = Store::create(folder, signer).await?;
    let start = Instant::now();
    for payload in &payloads {
        let draft = Draft::new(Kind::Screening, now, payload.clone());
        store.append(vec![draft]).await?;
    }
    tell(
        out,
        "signing and logging an entry, durably",
        start.elapsed(),
        payloads.len(),
    )?;
    store.close().await;

    let mut file = File::create(folder.join("synced"))?;
    let start = Instant::now();
    for payload in &payloads {
        file.write_all(payload)?;
        file.sync_data()?;
    }
    tell(
        out,
        "writing that much and fsync",
        start.elapsed(),
        payloads.len(),
    )?;
    Ok(())
}

fn tell(
    out: &mut impl std::io::Write,
    what: &str,
    took: Duration,
    count: usize,
) -> std::io::Result<()> {
    let each = took.as_secs_f64() * 1e3 / count.max(1) as f64;
    writeln!(out, "{what:40} {each:>7.3} ms")
}
