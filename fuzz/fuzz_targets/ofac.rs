//! Any bytes as OFAC's three files, cut apart at form feeds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mithaq_notice::ofac;

fuzz_target!(|bytes: &[u8]| {
    let mut files = bytes.splitn(3, |byte| *byte == b'\x0C');
    let mut file = |name: &str| (name.to_owned(), files.next().unwrap_or_default());
    let _ = ofac::read_from(file("sdn.csv"), file("alt.csv"), file("add.csv"));
});
