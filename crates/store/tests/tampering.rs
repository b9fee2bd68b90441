//! What someone with full access to the files can do to a closed log, and how verifying names it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod scene;

use mithaq_notice::Language;
use mithaq_store::{
    Account, Digest, Fault, Head, HeadFault, Keys, PasswordHash, Reader, Signer, Store, StoreError,
    UserId,
};
use scene::{Scene, noon, notice, notices, seq};

/// A log of ten entries after `sql`, and what is found wrong with it.
async fn found_after(sql: &str) -> Vec<String> {
    let scene = Scene::with_entries(10).await;
    assert!(scene.verify().await.is_sound());
    scene.tamper(sql).await;
    scene.faults().await
}

macro_rules! found {
    ($($name:ident: $sql:literal => [$($fault:literal),+ $(,)?];)+) => {$(
        #[tokio::test]
        async fn $name() {
            assert_eq!(found_after($sql).await, [$($fault),+]);
        }
    )+};
}

found! {
    an_altered_header_is_named:
        "UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), 'notice', 'recall') AS BLOB) WHERE seq = 4"
        => ["entry 4: its header is not what was signed"];
    an_altered_time_is_named:
        "UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), '12:00', '11:00') AS BLOB) WHERE seq = 4"
        => ["entry 4: its header is not what was signed"];
    an_altered_signature_is_named:
        "UPDATE entry SET signature = zeroblob(64) WHERE seq = 4"
        => ["entry 4: its header is not what was signed"];
    a_shortened_signature_is_named:
        "UPDATE entry SET signature = substr(signature, 1, 63) WHERE seq = 4"
        => ["entry 4: its header is not what was signed"];
    another_key_is_named:
        "UPDATE entry SET key = 'ed25519:' || lower(hex(zeroblob(32))) WHERE seq = 4"
        => ["entry 4: signed with ed25519:0000000000000000000000000000000000000000000000000000000000000000, which is not a trusted key"];
    an_unreadable_key_is_named:
        "UPDATE entry SET key = 'Ed25519:7' WHERE seq = 4"
        => ["entry 4: its key id cannot be read"];
    an_altered_payload_is_named:
        "UPDATE payload SET bytes = CAST('{\"id\":\"un-5\"}' AS BLOB) WHERE seq = 4"
        => ["entry 4: its payload or salt is not what was logged"];
    an_altered_salt_is_named:
        "UPDATE payload SET salt = zeroblob(32) WHERE seq = 4"
        => ["entry 4: its payload or salt is not what was logged"];
    a_byte_moved_from_the_payload_to_the_salt_is_named:
        "UPDATE payload SET salt = CAST(salt || substr(bytes, 1, 1) AS BLOB), bytes = substr(bytes, 2) WHERE seq = 4"
        => ["entry 4: its payload or salt is not what was logged"];
    exchanged_payloads_are_named:
        "UPDATE payload SET seq = 99 WHERE seq = 4; UPDATE payload SET seq = 4 WHERE seq = 5; UPDATE payload SET seq = 5 WHERE seq = 99"
        => ["entry 4: its payload or salt is not what was logged", "entry 5: its payload or salt is not what was logged"];
    a_payload_removed_without_an_erasure_is_named:
        "DELETE FROM payload WHERE seq = 4"
        => ["entry 4: its payload is gone, and no entry says that it was erased"];
    a_payload_of_no_entry_is_named:
        "INSERT INTO payload VALUES (12, zeroblob(32), x'00')"
        => ["payload 12 belongs to no entry"];
    a_missing_entry_is_named:
        "DELETE FROM entry WHERE seq = 4"
        => ["entry 4 is missing"];
    missing_entries_are_named_with_their_payloads_gone:
        "DELETE FROM entry WHERE seq IN (4, 5, 7); DELETE FROM payload WHERE seq IN (4, 5, 7)"
        => ["entries 4 to 5 are missing", "entry 7 is missing"];
    a_missing_beginning_is_named:
        "DELETE FROM entry WHERE seq < 4; DELETE FROM payload WHERE seq < 4"
        => ["entries 1 to 3 are missing"];
    a_truncated_tail_is_named:
        "DELETE FROM entry WHERE seq > 7; DELETE FROM payload WHERE seq > 7"
        => ["the log ends at entry 7, but its head names entry 10: what came after was cut off"];
    an_emptied_log_is_named:
        "DELETE FROM entry; DELETE FROM payload"
        => ["the log ends at entry 0, but its head names entry 10: what came after was cut off"];
    exchanged_entries_are_named:
        "UPDATE entry SET seq = 99 WHERE seq = 4; UPDATE entry SET seq = 4 WHERE seq = 6; UPDATE entry SET seq = 6 WHERE seq = 99"
        => ["entry 4: the entry that stands here was signed as entry 6", "entry 6: the entry that stands here was signed as entry 4"];
    a_repeated_entry_is_named:
        "INSERT INTO entry SELECT 11, header, key, signature FROM entry WHERE seq = 4;
         INSERT INTO payload SELECT 11, salt, bytes FROM payload WHERE seq = 4"
        => ["entry 11: repeats entry 4"];
    an_entry_overwritten_by_another_is_named:
        "UPDATE entry SET (header, key, signature) = (SELECT header, key, signature FROM entry WHERE seq = 4) WHERE seq = 6"
        => ["entry 6: repeats entry 4"];
    a_row_where_no_entry_can_be_is_named:
        "INSERT INTO entry SELECT -3, header, key, signature FROM entry WHERE seq = 4"
        => ["row -3: no entry can have this number"];
    values_of_another_type_are_named:
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE entry (seq INTEGER PRIMARY KEY, header, key, signature)' WHERE name = 'entry';
         PRAGMA writable_schema = RESET;
         UPDATE entry SET header = NULL WHERE seq = 2; UPDATE entry SET key = 7 WHERE seq = 4; UPDATE entry SET signature = 'text' WHERE seq = 6"
        => ["entry 2: its header is not what was signed", "entry 4: its key id cannot be read", "entry 6: its header is not what was signed"];
}

#[tokio::test]
async fn a_history_signed_twice_with_the_right_key_does_not_fit_together() {
    let scene = Scene::with_entries(10).await;
    // The same node, the same key, another fourth entry: as after a restored backup.
    let other = Scene::new();
    let store = other.create().await;
    store
        .append(vec![notice(1), notice(2), notice(3), notice(44), notice(5)])
        .await
        .unwrap();
    store.close().await;
    let attach = format!(
        "ATTACH '{}' AS other;",
        other.dir().join("log.sqlite").display()
    );
    scene
        .tamper(&format!(
            "{attach} DELETE FROM entry WHERE seq IN (4, 5); DELETE FROM payload WHERE seq IN (4, 5);
             INSERT INTO entry SELECT * FROM other.entry WHERE seq IN (4, 5);
             INSERT INTO payload SELECT * FROM other.payload WHERE seq IN (4, 5);"
        ))
        .await;
    assert_eq!(
        scene.faults().await,
        ["entry 6: rightly signed, but it does not follow from the entry before it"]
    );
}

#[tokio::test]
async fn a_payload_brought_back_after_its_erasure_is_named() {
    let scene = Scene::with_entries(3).await;
    scene
        .tamper("CREATE TABLE kept AS SELECT * FROM payload")
        .await;
    let store = scene.open().await;
    store.erase(seq(2), "order 12/2026", noon()).await.unwrap();
    store.close().await;
    scene
        .tamper("INSERT INTO payload SELECT * FROM kept WHERE seq = 2")
        .await;
    assert_eq!(
        scene.faults().await,
        ["entry 2: its payload is there, though entry 4 says that it was erased"]
    );
}

#[tokio::test]
async fn an_account_changed_behind_the_logs_back_is_named() {
    let scene = Scene::new();
    let store = scene.create().await;
    for user in ["amina", "brahim", "chloe"] {
        let account = Account {
            user: UserId::new(user).unwrap(),
            password_hash: PasswordHash::new(format!("$argon2id$of-{user}")),
            role: "duty-officer".to_owned(),
            language: Language::Fr,
        };
        store.set_account(account, noon()).await.unwrap();
    }
    store.close().await;
    scene
        .tamper(
            "UPDATE account SET role = 'supervisor' WHERE user = 'amina';
             UPDATE account SET password_hash = '$argon2id$of-me' WHERE user = 'brahim';
             DELETE FROM account WHERE user = 'chloe';
             INSERT INTO account VALUES ('mallory', 'supervisor', 'en', '$argon2id$of-me');",
        )
        .await;
    let expected = ["amina", "brahim", "mallory", "chloe"]
        .map(|user| format!("account `{user}` is not what the log says it is"));
    assert_eq!(scene.faults().await, expected);
}

#[tokio::test]
async fn a_missing_foreign_or_altered_head_is_named_and_the_log_not_continued() {
    let foreign = Head::EMPTY.seal(&Signer::from_seed([9; 32])).to_json();
    let forged = foreign.replace(
        &Signer::from_seed([9; 32]).fingerprint().to_string(),
        &Signer::from_seed([7; 32]).fingerprint().to_string(),
    );
    for (content, words) in [
        (None, "the signed head is missing"),
        (Some(foreign.as_str()), "which is not a key trusted here"),
        (Some(forged.as_str()), "the signature is not"),
        (Some("half of {"), "not a signed envelope"),
        (Some(""), "not a signed envelope"),
    ] {
        let scene = Scene::with_entries(3).await;
        std::fs::remove_file(scene.head_file()).unwrap();
        if let Some(content) = content {
            std::fs::write(scene.head_file(), content).unwrap();
        }
        let faults = scene.faults().await;
        assert!(faults.len() == 1 && faults[0].contains(words), "{faults:?}");
        let refused = Store::open(scene.dir(), scene.signer.clone())
            .await
            .unwrap_err();
        assert!(refused.to_string().contains(words), "{refused}");
    }
}

#[tokio::test]
async fn a_truncated_log_is_not_continued() {
    let scene = Scene::with_entries(10).await;
    scene
        .tamper("DELETE FROM payload WHERE seq > 7; DELETE FROM entry WHERE seq > 7")
        .await;
    let refused = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    let fault = HeadFault::Truncated {
        last: seq(7),
        head: seq(10),
    };
    assert!(matches!(refused, StoreError::Head { fault: found, .. } if found == fault));
}

#[tokio::test]
async fn a_log_whose_last_entry_was_exchanged_is_not_continued() {
    let scene = Scene::with_entries(3).await;
    scene
        .tamper("UPDATE entry SET header = CAST(header || ' ' AS BLOB) WHERE seq = 3")
        .await;
    let refused = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("entry 3 is not the one its head was signed over"),
        "{refused}"
    );
}

#[tokio::test]
async fn entries_slipped_in_after_the_head_are_not_continued() {
    let scene = Scene::with_entries(3).await;
    scene
        .tamper("INSERT INTO entry SELECT 4, CAST(replace(CAST(header AS TEXT), '\"seq\":3', '\"seq\":4') AS BLOB), key, signature FROM entry WHERE seq = 3")
        .await;
    let refused = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("entry 4: its header is not what was signed"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_head_kept_elsewhere_shows_that_an_old_copy_was_put_back() {
    let scene = Scene::with_entries(3).await;
    let old_database = std::fs::read(scene.dir().join("log.sqlite")).unwrap();
    let old_head = std::fs::read(scene.head_file()).unwrap();
    let store = scene.open().await;
    store.append(notices(2)).await.unwrap();
    let kept = store.head().await.unwrap();
    store.close().await;
    let trusted = Keys::from(&scene.signer);
    let reader = Reader::open(scene.dir()).await.unwrap();
    assert!(
        reader
            .verify(&trusted, Some(&kept))
            .await
            .unwrap()
            .is_sound()
    );
    drop(reader);

    std::fs::write(scene.dir().join("log.sqlite"), old_database).unwrap();
    std::fs::write(scene.head_file(), old_head).unwrap();
    assert!(
        scene.verify().await.is_sound(),
        "the copy alone shows nothing"
    );
    let reader = Reader::open(scene.dir()).await.unwrap();
    let report = reader.verify(&trusted, Some(&kept)).await.unwrap();
    assert_eq!(
        report.faults,
        [Fault::Expected(HeadFault::Truncated {
            last: seq(3),
            head: seq(5)
        })]
    );
    let other = Head {
        seq: seq(2),
        hash: Digest::of(b"another history"),
    };
    let report = reader.verify(&trusted, Some(&other)).await.unwrap();
    assert_eq!(
        report.faults,
        [Fault::Expected(HeadFault::Differs { seq: seq(2) })]
    );
}

#[tokio::test]
async fn an_altered_payload_is_never_handed_out() {
    let scene = Scene::with_entries(3).await;
    scene
        .tamper("UPDATE payload SET bytes = CAST('{}' AS BLOB) WHERE seq = 2")
        .await;
    let reader = Reader::open(scene.dir()).await.unwrap();
    let error = reader.entries(seq(0), 10).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("entry 2: its payload is not the one signed"),
        "{error}"
    );
}

#[tokio::test]
async fn the_tables_themselves_refuse_a_change_by_mistake() {
    let scene = Scene::with_entries(3).await;
    let options =
        sqlx::sqlite::SqliteConnectOptions::new().filename(scene.dir().join("log.sqlite"));
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options)
        .await
        .unwrap();
    for sql in [
        "UPDATE entry SET header = x'00'",
        "DELETE FROM entry",
        "UPDATE payload SET bytes = x'00'",
    ] {
        assert!(
            sqlx::query(sql).execute(&mut connection).await.is_err(),
            "{sql}"
        );
    }
}
