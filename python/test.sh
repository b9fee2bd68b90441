#!/usr/bin/env bash
# Checks the wheel: format, clippy, and, installed as its users install it, its tests. Needs Rust, a C linker, python3 and python3-venv.
set -euo pipefail
cd "$(dirname "$0")"
python="${PYTHON:-python3}"

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "python/test.sh: found no python3 that can make an environment; on Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi
cargo fmt --check
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
bin="$work/venv/bin"
"$bin/pip" install --quiet --disable-pip-version-check 'maturin>=1.16,<2'
# Clippy as the compiler of this crate alone, so that the crates below it are compiled once and not checked once more.
driver="$(rustc --print sysroot)/bin/clippy-driver"
CLIPPY_ARGS="-D__CLIPPY_HACKERY__warnings" RUSTC_WORKSPACE_WRAPPER="$driver" \
    "$bin/maturin" build --release --locked --quiet --out "$work/wheels" --interpreter "$bin/python"
"$bin/pip" install --quiet --disable-pip-version-check \
    "$work"/wheels/*.whl 'pandas>=2.2' 'pyarrow>=15' 'pytest>=8' 'mypy>=1.11' pandas-stubs

# The answers have to be the command line's, so it is there too, unless $MITHAQ says where it is.
if [ -z "${MITHAQ:-}" ]; then
    (cd .. && cargo build --locked --quiet -p mithaq)
    MITHAQ="${CARGO_TARGET_DIR:-$PWD/../target}/debug/mithaq"
fi
export MITHAQ
# Not `python -m`: this folder's sources would hide the installed wheel.
"$bin/pytest" --quiet -p no:cacheprovider
"$bin/stubtest" mithaq --mypy-config-file pyproject.toml
