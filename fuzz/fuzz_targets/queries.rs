//! Any bytes as a file of queries, CSV or JSON Lines: every row is answered or refused, a line of output for each
//! answered, and a search for what was read never panics.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use mithaq_notice::{Notice, list};
use mithaq_screen::batch::{Job, run};
use mithaq_screen::{Admit, Index, Options};

const LIST: &[u8] = br#"{"id":"x-1","schema":"Person","properties":{"name":["Iyad Ag Ghali"],"birthDate":["1958"],"nationality":["ml"],"passportNumber":["A1037434"]}}"#;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let list = list::read_from("list", LIST).expect("the list is sound");
    Index::build(
        list.notices
            .into_iter()
            .map(|notice: Notice| (Arc::new(notice), 0)),
    )
});

fuzz_target!(|bytes: &[u8]| {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let mut out = Vec::new();
    let search = |query: &_| INDEX.search(query, &Options::default(), Admit::All, at);
    if let Ok(summary) = run(bytes, search, &mut out, &Job::default(), &mut ()) {
        assert_eq!(summary.rows, summary.screened + summary.refused());
        let lines = out.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(u64::try_from(lines).ok(), Some(summary.screened));
    }
});
