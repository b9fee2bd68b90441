//! The crate's surface, in one test program.

// clippy.toml excuses test functions; here all helpers are a test's, too.
#![allow(clippy::unwrap_used, clippy::panic)]

mod asks;
mod bad_input;
mod binding;
mod course;
#[cfg(feature = "prove")]
#[path = "../cvc5/mod.rs"]
mod cvc5;
mod decider;
mod diff;
mod differential;
mod explanations;
mod findings;
mod flows;
mod framework;
mod hash;
#[path = "../large/mod.rs"]
mod large;
mod large_pacts;
mod layout;
mod metamorphic;
mod modes;
mod oracle;
#[cfg(feature = "prove")]
mod prove;
mod records;
mod release;
mod scene;
mod schema;
mod show;
