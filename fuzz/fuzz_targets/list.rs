//! Any bytes as the Security Council's XML or as FollowTheMoney lines: read whole or refused with a place, and what
//! was read can be written as JSON and read back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mithaq_notice::{Notice, list};

fuzz_target!(|bytes: &[u8]| {
    match list::read_from("list", bytes) {
        Ok(list) => {
            for notice in &list.notices {
                let json = serde_json_round_trip(notice);
                assert_eq!(json.as_ref(), Some(notice));
            }
        }
        Err(error) => assert!(error.to_string().starts_with("list:")),
    }
});

fn serde_json_round_trip(notice: &Notice) -> Option<Notice> {
    let json = serde_json::to_vec(notice).ok()?;
    serde_json::from_slice(&json).ok()
}
