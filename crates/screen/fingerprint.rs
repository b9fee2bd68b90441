//! A fingerprint of the sources a program is built from, for the build scripts of what names its engine: receipts, and machines
//! that share a screening.
//!
//! The version number alone would not do, because it stays the same between two commits.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest as _, Sha256};

/// Sets `MITHAQ_ENGINE_SOURCES` to the fingerprint of the lock file and of what these crates are built from: 16 hexadecimal
/// characters. Paths are relative to the package that is built.
///
/// # Errors
/// When a source cannot be read.
pub fn tell(lock: &str, crates: &str, engines: &[&str]) -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut sources = vec![here.join(lock)];
    for engine in engines {
        let engine = here.join(crates).join(engine);
        sources.push(engine.join("Cargo.toml"));
        for folder in ["src", "data"] {
            collect(&engine.join(folder), &mut sources)?;
        }
    }
    let mut named: Vec<(String, PathBuf)> = sources
        .into_iter()
        .map(|path| (name(&path, &here), path))
        .collect();
    named.sort();
    let mut hash = Sha256::new();
    for (name, path) in named {
        println!("cargo::rerun-if-changed={}", path.display());
        let bytes = fs::read(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(&bytes);
    }
    let mut hex = String::new();
    for byte in hash.finalize().iter().take(8) {
        let _ = write!(hex, "{byte:02x}");
    }
    println!("cargo::rustc-env=MITHAQ_ENGINE_SOURCES={hex}");
    Ok(())
}

/// A path that is the same wherever the project lies.
fn name(path: &Path, here: &Path) -> String {
    path.strip_prefix(here)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    // A file that comes or goes changes its folder.
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
