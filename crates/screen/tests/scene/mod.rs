//! Notices for tests: the real UN list, and made-up things beside it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a scene for tests, of which each file uses its own part"
)]

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use mithaq_notice::{
    Handling, MemberId, Name, NameKind, Notice, NoticeId, Originator, Person, Status, Subject,
    SubjectId, Text, un,
};
use mithaq_screen::Index;

/// The day the list is of.
pub fn day() -> Timestamp {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

/// The whole UN list, profile 0.
pub static UN: LazyLock<Vec<Arc<Notice>>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/un_consolidated.xml");
    let list = un::read(
        "un_consolidated.xml",
        BufReader::new(File::open(path).unwrap()),
    )
    .unwrap();
    list.notices.into_iter().map(Arc::new).collect()
});

pub static UN_INDEX: LazyLock<Index> =
    LazyLock::new(|| Index::build(UN.iter().cloned().map(|notice| (notice, 0))));

/// A member's own notice, made up.
pub fn notice(id: &str, subject: Subject) -> Notice {
    Notice {
        id: NoticeId::new(id).unwrap(),
        originator: Originator::Member(MemberId::new("dz").unwrap()),
        subject_id: SubjectId::new(id).unwrap(),
        created: day(),
        modified: day(),
        status: Status::Active,
        subject,
        grounds: Text::english("Invented for a test."),
        grade: None,
        ends: None,
        instructions: Text::default(),
        redress: Text::default(),
        contact: None,
        listing: None,
        links: Vec::new(),
        handling: Handling::public(),
        invented: true,
    }
}

pub fn person(id: &str, name: &str) -> Notice {
    let name = Name {
        text: name.to_owned(),
        kind: NameKind::Primary,
        quality: None,
        note: None,
    };
    notice(
        id,
        Subject::Person(Person {
            names: vec![name],
            ..Person::default()
        }),
    )
}

pub fn index(notices: impl IntoIterator<Item = Notice>) -> Index {
    Index::build(notices.into_iter().map(|notice| (Arc::new(notice), 0)))
}
