//! Reads a list and prints what came of it, how long it took and how much memory it needed at most.
//!
//! `cargo run --release -p mithaq-notice --example import -- data/un_consolidated.xml`

use std::path::Path;
use std::time::Instant;

use mithaq_notice::list;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: import LIST")?;
    let mut times = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        list::read(Path::new(&path))?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let list = list::read(Path::new(&path))?;
    let mut out = format!("{:?}: {} notices\n", list.format, list.notices.len());
    for (why, count) in &list.skipped {
        out += &format!("  left out {count} × {why}\n");
    }
    out += &format!(
        "median of 7: {:?} (from {:?} to {:?})\n",
        times[3], times[0], times[6]
    );
    out += &format!("most memory resident: {}\n", peak_memory());
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}

/// As Linux tells it; elsewhere unknown.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
