//! How long a node takes to import the UN list, and how much memory at most.
//!
//!     cargo bench -p mithaq-exchange --bench import
//!
//! Each run makes a node in a fresh folder and imports `data/un_consolidated.xml`: parsed, compared with what is held,
//! one signed entry a notice on disk, and searchable. Medians of seven runs; the machine's other load is not taken out.

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mithaq_exchange::{Config, Member};
use mithaq_notice::un;
use mithaq_notice::update::Removals;
use mithaq_store::Signer;

const RUNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let list = root.join("data/un_consolidated.xml");
    let pact = std::fs::read_to_string(root.join("pacts/maghreb-sahel.toml"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let (mut read, mut imported, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let start = Instant::now();
        let parsed = parse(&list)?;
        read.push(start.elapsed());
        drop(black_box(parsed));

        let dir = tempfile::tempdir()?;
        let node = dir.path().join("dz");
        let config = Config {
            thresholds: std::collections::BTreeMap::new(),
            member: "dz".parse()?,
            listen: ([127, 0, 0, 1], 0).into(),
            peers: std::collections::BTreeMap::new(),
            posts: std::collections::BTreeMap::new(),
        };
        runtime.block_on(async {
            Member::init(
                &node,
                &config,
                &Signer::from_seed([1; 32]),
                &pact,
                Timestamp::now(),
            )
            .await?;
            let member = Member::open(&node).await?;
            for times in [&mut imported, &mut again] {
                let start = Instant::now();
                member
                    .import(
                        parse(&list)?,
                        Removals::UpToATenth,
                        "bench",
                        Timestamp::now(),
                    )
                    .await?;
                times.push(start.elapsed());
            }
            member.store().close().await;
            Ok::<_, Box<dyn std::error::Error>>(())
        })?;
    }
    let mut out = std::io::stdout();
    writeln!(
        out,
        "UN list of 2026-02-27, 1,003 entries, 2.0 MB; median (least–most) of {RUNS} runs"
    )?;
    for (what, times) in [
        ("read", &mut read),
        (
            "imported into a node, durable and searchable",
            &mut imported,
        ),
        ("imported again: nothing changes", &mut again),
    ] {
        let [least, median, most] = spread(times);
        writeln!(out, "{what:48} {median:>6.0} ms ({least:.0}–{most:.0})")?;
    }
    writeln!(
        out,
        "{:48} {:>6} MB",
        "most memory resident",
        peak_resident_mb()
    )?;
    Ok(())
}

fn parse(list: &Path) -> Result<un::UnList, Box<dyn std::error::Error>> {
    Ok(un::read(
        "un_consolidated.xml",
        std::io::BufReader::new(std::fs::File::open(list)?),
    )?)
}

/// Least, median and most, in milliseconds.
fn spread(times: &mut [Duration]) -> [f64; 3] {
    times.sort_unstable();
    let at = |index: usize| times.get(index).map_or(0.0, Duration::as_secs_f64) * 1e3;
    [
        at(0),
        at(times.len() / 2),
        at(times.len().saturating_sub(1)),
    ]
}

/// As Linux accounts it; 0 elsewhere.
fn peak_resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024)
}
