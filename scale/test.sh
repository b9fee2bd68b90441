#!/usr/bin/env bash
# Checks the distributed batch: format, clippy, tests with a scheduler and two executors. Downloads some 350 crates once.
set -euo pipefail
cd "$(dirname "$0")"
cargo fmt --check
# Clippy as the compiler of this crate alone, so that the 350 crates below it are compiled once and not checked once more.
driver=$(rustc --print sysroot)/bin/clippy-driver
export CLIPPY_ARGS="-D__CLIPPY_HACKERY__warnings" RUSTC_WORKSPACE_WRAPPER="$driver"
cargo build --locked --all-targets
cargo test --locked
