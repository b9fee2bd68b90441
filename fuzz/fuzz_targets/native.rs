//! Any text as members' own notices.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mithaq_notice::native;

fuzz_target!(|text: &str| {
    if let Err(error) = native::read("notices.toml", text) {
        assert!(error.to_string().starts_with("notices.toml:"));
    }
});
