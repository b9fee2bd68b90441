//! What a log promises to those who use it as they should.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod scene;

use mithaq_notice::Language;
use mithaq_store::{
    Account, AccountChange, Draft, DraftFault, Head, Keys, Kind, LogSeq, Opening, PasswordHash,
    Reader, Signer, Store, StoreError, UserId,
};
use scene::{Scene, noon, notice, notices, seq};

#[tokio::test]
async fn what_was_appended_is_read_back_in_order_after_reopening() {
    let scene = Scene::new();
    let store = scene.create().await;
    let first = store.append(notices(3)).await.unwrap();
    assert_eq!(first, [seq(1), seq(2), seq(3)]);
    let recall = Draft::new(Kind::Recall, noon(), "{}").referring_to([seq(2)]);
    assert_eq!(store.append(vec![recall]).await.unwrap(), [seq(4)]);
    store.close().await;

    let store = scene.open().await;
    let entries = store.entries(LogSeq::START, 10).await.unwrap();
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.word()).collect();
    assert_eq!(kinds, ["notice", "notice", "notice", "recall"]);
    assert_eq!(
        entries[1].payload.as_deref(),
        Some(br#"{"id":"un-2"}"#.as_slice())
    );
    assert_eq!(entries[3].refs, [seq(2)]);
    assert_eq!(entries[3].at, noon());
    assert_eq!(entries[3].signer, scene.signer.fingerprint());
    assert_eq!(
        store.head().await.unwrap(),
        Head {
            seq: seq(4),
            hash: entries[3].hash
        }
    );
    assert_eq!(store.append(vec![notice(5)]).await.unwrap(), [seq(5)]);
    assert!(scene.verify().await.is_sound());
}

#[tokio::test]
async fn pages_meet_without_gap_or_overlap() {
    let scene = Scene::with_entries(25).await;
    let reader = Reader::open(scene.dir()).await.unwrap();
    let (mut after, mut seen) = (LogSeq::START, Vec::new());
    loop {
        let page = reader.entries(after, 10).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.seq;
        seen.extend(page.iter().map(|entry| entry.seq.get()));
    }
    assert_eq!(seen, (1..=25).collect::<Vec<_>>());
    assert!(reader.entries(seq(u64::MAX), 10).await.unwrap().is_empty());
    assert_eq!(reader.entry(seq(26)).await.unwrap(), None);
    assert_eq!(reader.entry(LogSeq::START).await.unwrap(), None);
}

#[tokio::test]
async fn an_entry_proves_to_others_what_was_logged() {
    let scene = Scene::with_entries(1).await;
    let entry = Reader::open(scene.dir())
        .await
        .unwrap()
        .entry(seq(1))
        .await
        .unwrap()
        .unwrap();
    let header = entry
        .header
        .open(mithaq_store::ENTRY_TYPE, &Keys::from(&scene.signer))
        .unwrap();
    let header: serde_json::Value = serde_json::from_slice(header).unwrap();
    let salted = [entry.salt.unwrap(), entry.payload.unwrap()].concat();
    assert_eq!(
        header["payload_hash"],
        mithaq_store::Digest::of(&salted).to_string()
    );
}

#[tokio::test]
async fn an_erased_payload_is_gone_from_every_file_and_the_chain_stays_whole() {
    let scene = Scene::new();
    let store = scene.create().await;
    let secret = "a name that a court ordered removed ".repeat(400);
    store.append(notices(2)).await.unwrap();
    let logged = store
        .append(vec![Draft::new(Kind::Notice, noon(), secret.as_str())])
        .await
        .unwrap();
    let by = store
        .erase(logged[0], "order 12/2026", noon())
        .await
        .unwrap();

    let entries = store.entries(seq(2), 10).await.unwrap();
    assert_eq!(
        (entries[0].payload.clone(), entries[0].salt.clone()),
        (None, None)
    );
    assert_eq!(
        (entries[1].seq, entries[1].kind, &entries[1].refs),
        (by, Kind::Erasure, &logged)
    );
    assert_eq!(
        entries[1].payload.as_deref(),
        Some(br#"{"why":"order 12/2026"}"#.as_slice())
    );
    for file in std::fs::read_dir(scene.dir()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(
            !bytes
                .windows(24)
                .any(|part| secret.as_bytes().starts_with(part))
        );
    }
    let report = scene.verify().await;
    assert!(report.is_sound(), "{:?}", report.faults);
    assert_eq!((report.entries, report.erased), (4, 1));
}

#[tokio::test]
async fn only_what_is_there_and_not_the_stores_own_is_erased() {
    let scene = Scene::new();
    let store = scene.create().await;
    store.append(notices(1)).await.unwrap();
    store.erase(seq(1), "why", noon()).await.unwrap();
    let again = store.erase(seq(1), "why", noon()).await.unwrap_err();
    assert!(matches!(again, StoreError::AlreadyErased { .. }), "{again}");
    let own = store.erase(seq(2), "why", noon()).await.unwrap_err();
    assert_eq!(
        own.to_string(),
        "entry 2 is of kind `erasure`, which is not erased: it says what was done to the log itself"
    );
    let none = store.erase(seq(9), "why", noon()).await.unwrap_err();
    assert_eq!(none.to_string(), "there is no entry 9; the last one is 2");
    assert_eq!(store.head().await.unwrap().seq, seq(2));
}

#[tokio::test]
async fn a_draft_that_cannot_be_logged_takes_its_whole_batch_with_it_and_no_other() {
    let scene = Scene::new();
    let store = scene.create().await;
    let later = notice(2).referring_to([seq(2)]);
    let large = Draft::new(Kind::Notice, noon(), vec![b' '; Draft::MAX_PAYLOAD + 1]);
    let reserved = Draft::new(Kind::Erasure, noon(), "{}").referring_to([]);
    let many = notice(2).referring_to((0..=Draft::MAX_REFS as u64).map(seq));
    for wrong in [later, large, reserved, many] {
        let (refused, logged) = tokio::join!(
            store.append(vec![notice(1), wrong]),
            store.append(vec![notice(3)])
        );
        assert!(matches!(
            refused.unwrap_err(),
            StoreError::Draft {
                index: 2,
                of: 2,
                ..
            }
        ));
        assert_eq!(logged.unwrap().len(), 1);
    }
    let to_nothing = store
        .append(vec![notice(1).referring_to([LogSeq::START])])
        .await;
    assert!(matches!(
        to_nothing,
        Err(StoreError::Draft {
            why: DraftFault::LaterRef { .. },
            ..
        })
    ));
    assert_eq!(store.head().await.unwrap().seq, seq(4));
    assert_eq!(store.append(Vec::new()).await.unwrap(), []);
    assert!(scene.verify().await.is_sound());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_batches_are_never_interleaved() {
    let scene = Scene::new();
    let store = scene.create().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let store = store.clone();
        tasks.spawn(async move { store.append(notices(7)).await.unwrap() });
    }
    let mut batches = tasks.join_all().await;
    batches.sort();
    for (index, batch) in batches.iter().enumerate() {
        let first = index as u64 * 7 + 1;
        assert_eq!(*batch, (first..first + 7).map(seq).collect::<Vec<_>>());
    }
    let report = scene.verify().await;
    assert!(
        report.is_sound() && report.entries == 350,
        "{:?}",
        report.faults
    );
}

#[tokio::test]
async fn a_caller_that_gives_up_leaves_whole_batches_behind() {
    let scene = Scene::new();
    let store = scene.create().await;
    for _ in 0..20 {
        let append = store.append(notices(3));
        // Polled once, so that it is queued, and dropped.
        tokio::select! { biased; _ = append => {} () = std::future::ready(()) => {} }
    }
    store.append(notices(1)).await.unwrap();
    store.close().await;
    let report = scene.verify().await;
    assert!(report.is_sound(), "{:?}", report.faults);
    assert_eq!(report.entries % 3, 1);
}

#[tokio::test]
async fn a_folder_is_written_by_one_at_a_time_and_read_by_any() {
    let scene = Scene::new();
    let store = scene.create().await;
    let second = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    let pid = std::process::id();
    assert!(matches!(second, StoreError::Served { holder: Some(holder), .. } if holder == pid));
    let reader = Reader::open(scene.dir()).await.unwrap();
    store.append(notices(1)).await.unwrap();
    assert_eq!(reader.entries(LogSeq::START, 10).await.unwrap().len(), 1);

    let clone = store.clone();
    store.close().await;
    store.close().await;
    assert!(matches!(
        clone.append(notices(1)).await,
        Err(StoreError::Closed)
    ));
    scene.open().await.append(notices(1)).await.unwrap();
}

#[tokio::test]
async fn making_and_opening_are_not_confused() {
    let scene = Scene::new();
    let missing = Store::open(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }));
    assert!(matches!(
        Reader::open(scene.dir()).await,
        Err(StoreError::Missing { .. })
    ));
    assert_eq!(std::fs::read_dir(scene.dir()).unwrap().count(), 0);

    scene.create().await.close().await;
    let exists = Store::create(scene.dir(), scene.signer.clone())
        .await
        .unwrap_err();
    assert!(matches!(exists, StoreError::Exists { .. }));
}

#[tokio::test]
async fn a_new_key_continues_the_log_where_the_former_one_is_named() {
    let scene = Scene::with_entries(2).await;
    let (former, signer) = (
        scene.signer.verifying_key().clone(),
        Signer::from_seed([8; 32]),
    );
    let refused = Store::open(scene.dir(), signer.clone()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Head { .. }), "{refused}");

    let opening = Opening::new(signer.clone()).after(former.clone());
    let store = Store::open(scene.dir(), opening).await.unwrap();
    store.append(notices(1)).await.unwrap();
    store.close().await;
    let store = Store::open(scene.dir(), signer.clone()).await.unwrap();
    let both = Keys::from_iter([former, signer.verifying_key().clone()]);
    assert!(store.reader().verify(&both, None).await.unwrap().is_sound());
    let report = store
        .reader()
        .verify(&Keys::from(&signer), None)
        .await
        .unwrap();
    assert_eq!(report.faults.len(), 2);
}

#[tokio::test]
async fn accounts_are_kept_beside_the_log_and_their_changes_in_it() {
    let scene = Scene::new();
    let store = scene.create().await;
    let mut account = Account {
        user: UserId::new("amina").unwrap(),
        password_hash: PasswordHash::new("$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA"),
        role: "duty-officer".to_owned(),
        language: Language::Ar,
    };
    store.set_account(account.clone(), noon()).await.unwrap();
    account.role = "supervisor".to_owned();
    store.set_account(account.clone(), noon()).await.unwrap();
    assert_eq!(store.reader().accounts().await.unwrap(), [account.clone()]);
    assert_eq!(
        store.reader().account(&account.user).await.unwrap(),
        Some(account.clone())
    );
    assert!(scene.verify().await.is_sound());

    store
        .remove_account(account.user.clone(), noon())
        .await
        .unwrap();
    assert_eq!(store.reader().account(&account.user).await.unwrap(), None);
    let none = store
        .remove_account(account.user.clone(), noon())
        .await
        .unwrap_err();
    assert_eq!(none.to_string(), "there is no account `amina`");

    let entries = store.entries(LogSeq::START, 10).await.unwrap();
    let changes: Vec<AccountChange> = entries.iter().map(|e| e.json().unwrap().unwrap()).collect();
    assert!(matches!(&changes[1], AccountChange::Set { role, .. } if role == "supervisor"));
    assert_eq!(
        changes[2],
        AccountChange::Removed {
            user: account.user.clone()
        }
    );
    let shown = format!("{entries:?}{account:?}");
    assert!(
        !shown.contains("argon2id"),
        "a password's hash is shown nowhere"
    );
    assert!(scene.verify().await.is_sound());
}

#[tokio::test]
async fn a_failure_in_the_middle_of_a_batch_leaves_nothing_of_it_and_the_store_goes_on() {
    let scene = Scene::new();
    let mut asked = 0_u8;
    let failing = Opening::new(scene.signer.clone()).salted_by(move || {
        asked += 1;
        if asked == 5 {
            Err(getrandom::Error::UNSUPPORTED)
        } else {
            Ok([asked; 32])
        }
    });
    let store = Store::create(scene.dir(), failing).await.unwrap();
    store.append(notices(2)).await.unwrap();
    let failed = store.append(notices(4)).await.unwrap_err();
    assert!(matches!(failed, StoreError::Entropy(_)), "{failed}");
    assert_eq!(store.entries(LogSeq::START, 10).await.unwrap().len(), 2);
    assert_eq!(
        store.append(notices(3)).await.unwrap(),
        [seq(3), seq(4), seq(5)]
    );
    let report = scene.verify().await;
    assert!(
        report.is_sound() && report.entries == 5,
        "{:?}",
        report.faults
    );
}

#[tokio::test]
async fn an_erasure_waits_for_no_reader() {
    let scene = Scene::new();
    let store = scene.create().await;
    store.append(notices(3)).await.unwrap();
    // A reader in the middle of the log.
    let options =
        sqlx::sqlite::SqliteConnectOptions::new().filename(scene.dir().join("log.sqlite"));
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let mut reading = pool.begin().await.unwrap();
    let count = "SELECT count(*) FROM payload";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&mut *reading)
            .await
            .unwrap(),
        3
    );

    store.erase(seq(2), "order 12/2026", noon()).await.unwrap();
    store.append(notices(1)).await.unwrap();
    assert_eq!(
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&mut *reading)
            .await
            .unwrap(),
        3
    );
    reading.rollback().await.unwrap();
    store.append(notices(1)).await.unwrap();
    assert_eq!(
        std::fs::metadata(scene.dir().join("log.sqlite-wal"))
            .unwrap()
            .len(),
        0
    );
}
