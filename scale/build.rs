//! Fingerprints the engine: two machines answer alike only when they were built from the same sources and dependencies.

#[path = "../crates/screen/fingerprint.rs"]
mod fingerprint;

fn main() -> std::io::Result<()> {
    fingerprint::tell("Cargo.lock", "../crates", &["names", "notice", "screen"])
}
