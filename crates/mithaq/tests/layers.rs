//! A crate depends only downwards in the picture of ARCHITECTURE.md.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Each crate with the crates of ours it may use. An arrow that is not here points up or sideways.
const MAY_USE: [(&str, &[&str]); 8] = [
    ("names", &[]),
    ("notice", &[]),
    ("pact", &["notice"]),
    ("screen", &["names", "notice"]),
    ("store", &["notice"]),
    ("exchange", &["notice", "pact", "screen", "store"]),
    (
        "node",
        &["exchange", "names", "notice", "pact", "screen", "store"],
    ),
    (
        "mithaq",
        &[
            "exchange", "names", "node", "notice", "pact", "screen", "store",
        ],
    ),
];

fn crates_dir() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// What the manifest of a crate says it uses of ours, tests and build scripts included.
fn used_by(name: &str) -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(crates_dir().join(name).join("Cargo.toml"))
        .expect("a crate has a manifest");
    let manifest: toml::Table = manifest.parse().expect("cargo has read it before us");
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table())
        .flat_map(|table| table.keys())
        .filter_map(|key| {
            if key == "mithaq" {
                Some("mithaq")
            } else {
                key.strip_prefix("mithaq-")
            }
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_crate_depends_upwards() {
    for (name, may_use) in MAY_USE {
        let allowed: BTreeSet<String> = may_use.iter().map(|&below| below.to_owned()).collect();
        let used = used_by(name);
        let upwards: Vec<_> = used.difference(&allowed).collect();
        assert!(
            upwards.is_empty(),
            "crates/{name}/Cargo.toml: {upwards:?} is not below {name} in ARCHITECTURE.md's picture"
        );
    }
}

#[test]
fn the_picture_has_every_crate_and_no_cycle() {
    let on_disk: BTreeSet<String> = std::fs::read_dir(crates_dir())
        .expect("the crates' folder can be read")
        .map(|entry| {
            entry
                .expect("and listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let in_picture: BTreeSet<String> = MAY_USE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(on_disk, in_picture);

    let rank: BTreeMap<&str, usize> = MAY_USE
        .iter()
        .enumerate()
        .map(|(rank, (name, _))| (*name, rank))
        .collect();
    for (name, may_use) in MAY_USE {
        for below in may_use {
            assert!(rank[below] < rank[name], "{name} -> {below} points up");
        }
    }
}
