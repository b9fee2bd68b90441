//! Fingerprints the engine that receipts name: what a screening finds follows from these sources, the tables and the lists.

#[path = "../screen/fingerprint.rs"]
mod fingerprint;

fn main() -> std::io::Result<()> {
    let engine = ["names", "notice", "pact", "screen", "exchange"];
    fingerprint::tell("../../Cargo.lock", "..", &engine)
}
