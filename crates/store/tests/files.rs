//! Files that are not what they should be: each is refused with what it is, where, and what to do; nothing is changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod scene;

use mithaq_store::{KeyError, Reader, Signer, Store, StoreError};
use scene::{Scene, notices, seq};

/// What opening says to write and to read, with the folder's name left out.
async fn refusals(scene: &Scene) -> [String; 2] {
    let dir = scene.dir().display().to_string();
    let write = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    let read = Reader::open(scene.dir()).await.unwrap_err();
    [write, read].map(|error| error.to_string().replace(&dir, "DIR"))
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let scene = Scene::with_entries(1).await;
    let database = scene.dir().join("log.sqlite");
    for content in [
        "short",
        "This is a letter, and a letter is no database. "
            .repeat(90)
            .as_str(),
    ] {
        std::fs::write(&database, content).unwrap();
        for message in refusals(&scene).await {
            assert_eq!(
                message,
                "DIR/log.sqlite: not a Mithaq log: it is not an SQLite database; give the folder of a node, or move this file away"
            );
        }
        assert_eq!(std::fs::read_to_string(&database).unwrap(), content);
    }
}

#[tokio::test]
async fn an_empty_database_file_beside_a_head_is_refused() {
    let scene = Scene::with_entries(1).await;
    std::fs::write(scene.dir().join("log.sqlite"), "").unwrap();
    for message in refusals(&scene).await {
        assert_eq!(
            message,
            "DIR/log.sqlite: damaged: it is empty, though a signed head lies beside it; keep the file, and restore the folder from a copy"
        );
    }
}

#[tokio::test]
async fn a_making_that_was_cut_short_is_taken_up_again() {
    let scene = Scene::new();
    std::fs::write(scene.dir().join("log.sqlite"), "").unwrap();
    let missing = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
    scene.create().await.close().await;
    std::fs::remove_file(scene.head_file()).unwrap();
    scene.create().await.append(notices(1)).await.unwrap();
}

#[tokio::test]
async fn another_programs_database_is_refused_and_left_alone() {
    let scene = Scene::new();
    scene.tamper("CREATE TABLE customers (name TEXT)").await;
    let database = scene.dir().join("log.sqlite");
    let before = std::fs::read(&database).unwrap();
    for message in refusals(&scene).await {
        assert!(
            message.contains("it is another program's SQLite database"),
            "{message}"
        );
    }
    let making = Store::create(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(matches!(making, StoreError::NotALog { .. }));
    assert_eq!(std::fs::read(&database).unwrap(), before);
}

#[tokio::test]
async fn a_newer_versions_log_is_refused() {
    let scene = Scene::with_entries(1).await;
    scene.tamper("PRAGMA user_version = 2").await;
    for message in refusals(&scene).await {
        assert_eq!(
            message,
            "DIR/log.sqlite: written in version 2 of the log's format, this program knows up to 1; use a newer program"
        );
    }
}

#[tokio::test]
async fn a_damaged_database_is_named_as_damaged() {
    let scene = Scene::with_entries(2000).await;
    let database = scene.dir().join("log.sqlite");
    let mut bytes = std::fs::read(&database).unwrap();
    for byte in bytes.iter_mut().skip(8192).step_by(7) {
        *byte ^= 0x5a;
    }
    std::fs::write(&database, bytes).unwrap();
    let reader = Reader::open(scene.dir()).await.unwrap();
    let error = reader
        .verify(&(&scene.signer).into(), None)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    let opened = Store::open(scene.dir(), scene.signer.clone()).await;
    assert!(
        matches!(opened, Err(StoreError::Corrupt { .. })),
        "{opened:?}"
    );
}

#[tokio::test]
async fn a_database_cut_in_half_is_named_as_damaged() {
    let scene = Scene::with_entries(2000).await;
    let database = scene.dir().join("log.sqlite");
    let bytes = std::fs::read(&database).unwrap();
    std::fs::write(&database, &bytes[..bytes.len() / 2]).unwrap();
    let opened = Store::open(scene.dir(), scene.signer.clone()).await;
    assert!(
        matches!(opened, Err(StoreError::Corrupt { .. })),
        "{opened:?}"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let scene = Scene::new();
    let file = scene.dir().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Store::create(&file.join("data"), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, StoreError::Io { path, .. } if path.ends_with("data")),
        "{error}"
    );
}

#[tokio::test]
async fn entries_that_a_crash_left_after_the_head_are_taken_over() {
    let scene = Scene::with_entries(3).await;
    let older = std::fs::read(scene.head_file()).unwrap();
    let store = scene.open().await;
    store.append(notices(4)).await.unwrap();
    store.close().await;
    std::fs::write(scene.head_file(), &older).unwrap();

    assert!(
        scene.verify().await.is_sound(),
        "a head that lags is no fault"
    );
    scene.open().await.close().await;
    assert_ne!(
        std::fs::read(scene.head_file()).unwrap(),
        older,
        "signed anew"
    );
    let store = scene.open().await;
    assert_eq!(store.append(notices(1)).await.unwrap(), [seq(8)]);
    store.close().await;
    assert!(scene.verify().await.is_sound());
}

#[tokio::test]
async fn nothing_more_is_logged_while_the_head_cannot_be_written() {
    let scene = Scene::new();
    let store = scene.create().await;
    // A folder in the way of the new head's file.
    let obstacle = scene.dir().join("log.new");
    std::fs::create_dir(&obstacle).unwrap();
    assert_eq!(
        store.append(notices(1)).await.unwrap(),
        [seq(1)],
        "on disk, so acknowledged"
    );
    let refused = store.append(notices(1)).await.unwrap_err();
    assert!(
        matches!(&refused, StoreError::Io { path, .. } if path.ends_with("log.head")),
        "{refused}"
    );
    assert_eq!(store.head().await.unwrap().seq, seq(1));
    std::fs::remove_dir(&obstacle).unwrap();
    assert_eq!(store.append(notices(1)).await.unwrap(), [seq(2)]);
    store.close().await;
    assert!(scene.verify().await.is_sound());
}

#[tokio::test]
async fn the_head_that_was_not_waited_for_has_caught_up_when_the_log_is_closed() {
    let scene = Scene::new();
    let store = scene.create().await;
    for at in 1..=300 {
        assert_eq!(store.append_ahead(notices(1)).await.unwrap(), [seq(at)]);
    }
    store.close().await;
    let head = std::fs::read(scene.head_file()).unwrap();
    scene.open().await.close().await;
    let again = std::fs::read(scene.head_file()).unwrap();
    assert_eq!(head, again, "a head that lagged would be signed anew");
    assert!(scene.verify().await.is_sound());
}

#[tokio::test]
async fn the_head_catches_up_when_nothing_more_comes() {
    let scene = Scene::new();
    let store = scene.create().await;
    let before = std::fs::read(scene.head_file()).unwrap();
    store.append_ahead(notices(1)).await.unwrap();
    let mut looks = tokio::time::interval(std::time::Duration::from_millis(1));
    let caught_up = async {
        while std::fs::read(scene.head_file()).unwrap() == before {
            looks.tick().await;
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(60), caught_up).await;
    assert!(in_time.is_ok(), "the head is still the one of before");
    store.close().await;
    assert!(scene.verify().await.is_sound());
}

#[tokio::test]
async fn nothing_is_logged_far_ahead_of_a_head_that_cannot_be_written() {
    let scene = Scene::new();
    let store = scene.create().await;
    let obstacle = scene.dir().join("log.new");
    std::fs::create_dir(&obstacle).unwrap();
    let mut acknowledged = 0;
    let refused = loop {
        match store.append_ahead(notices(1)).await {
            Ok(_) => acknowledged += 1,
            Err(refused) => break refused,
        }
        assert!(acknowledged < 200, "it goes on without a head");
    };
    assert!(
        matches!(&refused, StoreError::Io { path, .. } if path.ends_with("log.head")),
        "{refused}"
    );
    std::fs::remove_dir(&obstacle).unwrap();
    let next = store.append_ahead(notices(1)).await.unwrap();
    assert_eq!(next, [seq(acknowledged + 1)]);
    store.close().await;
    assert!(scene.verify().await.is_sound());
}

#[test]
fn a_key_is_kept_for_its_owner_only_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(Signer::FILE);
    let signer = Signer::generate().unwrap();
    signer.save(&path).unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        Signer::load(&path).unwrap().fingerprint(),
        signer.fingerprint()
    );
    assert!(matches!(
        Signer::generate().unwrap().save(&path),
        Err(KeyError::Io { .. })
    ));

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let exposed = Signer::load(&path).unwrap_err();
    assert!(
        exposed
            .to_string()
            .contains("mode 0640 lets others than its owner"),
        "{exposed}"
    );
}

#[test]
fn a_file_that_holds_no_key_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key.pem");
    for content in [
        "",
        "\u{fffd}",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----\n",
    ] {
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(
            matches!(Signer::load(&path), Err(KeyError::NotAKey { .. })),
            "{content}"
        );
    }
    assert!(matches!(
        Signer::load(&dir.path().join("none")),
        Err(KeyError::Io { .. })
    ));
}
