//! The crate's surface, in one test program.

mod asks;
mod bad_input;
mod decider;
mod differential;
mod findings;
mod hash;
mod metamorphic;
mod oracle;
mod release;
mod scene;
mod show;
