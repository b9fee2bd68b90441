//! Runs the binary.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::path::PathBuf;
use std::process::Command;

/// The repository's root, where the tests run the binary.
pub fn repository() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The binary with these arguments, in the repository's root, and nothing of the environment that changes what it prints.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mithaq"));
    // miette wraps at the terminal's width; messages are looked for whole.
    command
        .args(arguments)
        .current_dir(repository())
        .env("NO_COLOR", "1")
        .env("NO_GRAPHICS", "1")
        .env_remove("MITHAQ_LOG");
    command
}

/// Runs it to its end.
pub fn mithaq(arguments: &[&str]) -> Ran {
    let output = command(arguments).output().expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran {
        code: output.status.code().expect("it exits"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}
