//! The screening service: receipts, what was cleared, screenings made again.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::sync::Arc;

use mithaq_exchange::record::{Clearance, Record};
use mithaq_exchange::{
    Asking, BookChange, Difference, Receipt, ReceiptError, Screened, When, tables_digest,
};
use mithaq_notice::{Notice, Subject};
use mithaq_screen::{Admit, AskedBirth, Index, Matcher, Options, Query, Tables, tables};
use mithaq_store::{Draft, Keys, LogSeq, Signer};
use scene::{Scene, member_id, notice, notice_id, now, open, post_id};

const TO_NIGER: &str = r#"release_to = ["ne"], uses = ["screen"]"#;
const NAME: &str = "Zanbaq Ben Sarab El Wahmi";
const AICHA: (&str, &str) = ("aicha", "officer");

fn query() -> Query {
    Query {
        births: vec![AskedBirth::parse("1971-02-03").unwrap()],
        ..Query::of_name("q", NAME)
    }
}

async fn screened_as(scene: &Scene, query: &Query, party: Option<&str>) -> Screened {
    let asking = Asking { query, party };
    let (post, options) = (post_id("agadez"), Options::default());
    let screened = scene
        .ne
        .screen_party("aicha", &post, asking, &options, now());
    screened.await.expect("the post screens")
}

async fn screened(scene: &Scene, party: &str) -> Screened {
    screened_as(scene, &query(), Some(party)).await
}

/// Algeria publishes or corrects a notice, and Niger hears of it.
async fn held(scene: &Scene, notice: Notice) {
    let known = scene.dz.state().holdings().notice(&notice.id).is_some();
    if known {
        scene
            .dz
            .correct(vec![notice], "test", now())
            .await
            .expect("it is corrected");
        scene.round_of_dz().await;
    } else {
        scene
            .dz
            .publish(vec![notice], "test", now())
            .await
            .expect("it is published");
    }
    scene.round().await;
}

fn changed(notice: &Notice, seconds: i64, change: impl FnOnce(&mut Notice)) -> Notice {
    let modified = now()
        .saturating_sub(jiff::SignedDuration::from_secs(3_600 - seconds))
        .unwrap();
    let mut changed = Notice {
        modified,
        ..notice.clone()
    };
    change(&mut changed);
    changed
}

async fn scene() -> (Scene, Notice) {
    let scene = Scene::set().await;
    let notice = notice("dz-1", NAME, TO_NIGER);
    held(&scene, notice.clone()).await;
    (scene, notice)
}

fn keys(scene: &Scene) -> Keys {
    Keys::from(&Signer::load(&scene.dir.path().join("ne").join(Signer::FILE)).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_believed_whole_and_from_the_node_and_not_otherwise() {
    let (scene, _) = scene().await;
    let screened = screened(&scene, "customer 7").await;
    let json = screened.receipt.to_json();
    let receipt = Receipt::verify(json.as_bytes(), &keys(&scene)).expect("it holds");
    assert_eq!(receipt.screening, screened.screening);
    assert_eq!(receipt.query_hash, screened.query_hash);
    assert_eq!(receipt.pact, *scene.ne.state().pact().hash());
    assert_eq!(
        (receipt.found[0].notice.as_str(), receipt.tables.len()),
        ("dz-1", 64)
    );
    assert!(!String::from_utf8_lossy(screened.receipt.unverified_payload()).contains("customer 7"));
    assert_eq!(
        scene
            .ne
            .receipt(screened.screening)
            .await
            .expect("given again"),
        screened.receipt
    );

    let other = Keys::from(&Signer::from_seed([9; 32]));
    assert!(matches!(
        Receipt::verify(json.as_bytes(), &other),
        Err(ReceiptError::Envelope(_))
    ));
    let payload = serde_json::from_str::<serde_json::Value>(&json).unwrap()["payload"]
        .as_str()
        .unwrap()
        .to_owned();
    let altered = json.replace(&payload[..24], &payload[24..48]);
    assert!(Receipt::verify(altered.as_bytes(), &keys(&scene)).is_err());
    let nothing = screened_as(&scene, &Query::of_name("q", "Nobody At All"), None).await;
    assert!(nothing.matches.is_empty());
    assert!(
        Receipt::verify(nothing.receipt.to_json().as_bytes(), &keys(&scene))
            .unwrap()
            .found
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cleared_is_not_raised_again_for_that_party_and_is_for_others() {
    let (scene, _) = scene().await;
    let first = screened(&scene, "customer 7").await;
    assert_eq!((first.matches.len(), first.cleared.len()), (1, 0));
    let clearance = scene
        .ne
        .clear(
            AICHA,
            first.screening,
            &notice_id("dz-1"),
            "another mother",
            now(),
        )
        .await
        .expect("it is cleared");
    let second = screened(&scene, "customer 7").await;
    assert_eq!((second.matches.len(), second.cleared.len()), (0, 1));
    let cleared = second.cleared[0].hits[0].cleared.clone().expect("by whom");
    assert_eq!(
        (
            cleared.clearance,
            cleared.role.as_str(),
            cleared.reason.as_str()
        ),
        (clearance, "officer", "another mother")
    );
    assert_eq!(
        screened(&scene, "customer 8").await.matches.len(),
        1,
        "another party"
    );
    assert_eq!(
        screened_as(&scene, &query(), None).await.matches.len(),
        1,
        "nobody in particular"
    );
    let open_matches = scene
        .ne
        .state()
        .holdings()
        .matches()
        .filter(|found| found.screening == second.screening)
        .count();
    assert_eq!(open_matches, 0, "nobody is asked to review it");

    let (_dir, again) = open_again(scene).await;
    let (post, query) = (post_id("agadez"), query());
    let asking = Asking {
        query: &query,
        party: Some("customer 7"),
    };
    let third = again
        .screen_party("aicha", &post, asking, &Options::default(), now())
        .await
        .unwrap();
    assert_eq!(
        (third.matches.len(), third.cleared.len()),
        (0, 1),
        "it survives a restart"
    );
    again
        .undo_clearance("moussa", clearance, "a mistake", now())
        .await
        .expect("it is undone");
    assert!(
        again
            .undo_clearance("moussa", clearance, "twice", now())
            .await
            .is_err()
    );
    let fourth = again
        .screen_party("aicha", &post, asking, &Options::default(), now())
        .await
        .unwrap();
    assert_eq!((fourth.matches.len(), fourth.cleared.len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clearance_holds_until_something_it_rests_on_changes() {
    let (scene, first) = scene().await;
    let raised = |screened: &Screened| !screened.matches.is_empty();
    let screening = screened(&scene, "customer 7").await.screening;
    scene
        .ne
        .clear(AICHA, screening, &notice_id("dz-1"), "no", now())
        .await
        .unwrap();

    let reworded = changed(&first, 1, |notice| {
        notice.instructions.en = Some("Call, please.".into());
    });
    held(&scene, reworded.clone()).await;
    assert!(
        !raised(&screened(&scene, "customer 7").await),
        "an instruction is not compared"
    );

    let older = Query {
        births: vec![AskedBirth::parse("1971-02-04").unwrap()],
        ..query()
    };
    assert!(
        raised(&screened_as(&scene, &older, Some("customer 7")).await),
        "the party's own data changed"
    );

    let born = changed(&reworded, 2, |notice| {
        let Subject::Person(person) = &mut notice.subject else {
            panic!("a person")
        };
        person.nationalities.push("Mali".into());
    });
    held(&scene, born.clone()).await;
    let again = screened(&scene, "customer 7").await;
    assert!(raised(&again), "a nationality is compared");
    scene
        .ne
        .clear(
            AICHA,
            again.screening,
            &notice_id("dz-1"),
            "still not",
            now(),
        )
        .await
        .unwrap();
    assert!(!raised(&screened(&scene, "customer 7").await));

    let handled = changed(&born, 3, |notice| {
        notice
            .handling
            .obligations
            .insert(mithaq_notice::Obligation::FourEyes);
    });
    held(&scene, handled).await;
    assert!(
        raised(&screened(&scene, "customer 7").await),
        "its handling changed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rise_into_a_higher_band_raises_a_cleared_notice_again_and_a_rise_within_it_does_not() {
    let (scene, _) = scene().await;
    let spelt = Query::of_name("q", "Zanbak Ben Sarab El Wahmy");
    let first = screened_as(&scene, &spelt, Some("customer 7")).await;
    let score = first.matches[0].score;
    assert!(score < 1.0, "{score}");
    let notice = notice_id("dz-1");
    let cleared = scene
        .ne
        .clear(AICHA, first.screening, &notice, "another mother", now())
        .await
        .unwrap();
    let Record::Clearance(made) = logged(&scene.ne, cleared).await else {
        panic!("it was logged as a clearance")
    };
    // With the same evidence only another engine scores otherwise. It left what it cleared in the log.
    let Scene {
        dir,
        dz,
        ne,
        to_dz,
        to_ne,
    } = scene;
    drop((dz, to_ne));
    let mut member = ne;
    let bottom = (score * 10.0).floor() / 10.0;
    for (then, is_raised) in [(bottom + 0.001, false), (bottom - 0.001, true)] {
        let record = Record::Clearance(Clearance {
            score: then,
            ..made.clone()
        });
        let draft = Draft::json(record.kind(), now(), &record).unwrap();
        member.store().append(vec![draft]).await.unwrap();
        member.store().close().await;
        drop(member);
        member = open(dir.path(), "ne", "dz", &to_dz).await;
        let asking = Asking {
            query: &spelt,
            party: Some("customer 7"),
        };
        let (post, options) = (post_id("agadez"), Options::default());
        let again = member.screen_party("aicha", &post, asking, &options, now());
        let again = again.await.unwrap();
        assert_eq!(
            (again.matches.len(), again.cleared.len()),
            if is_raised { (1, 0) } else { (0, 1) },
            "cleared at {then}, scores {score}"
        );
    }
}

/// What an entry of the log says.
async fn logged(member: &mithaq_exchange::Member, entry: LogSeq) -> Record {
    let entry = member.store().reader().entry(entry).await;
    let entry = entry.unwrap().expect("it is in the log");
    entry.json().unwrap().expect("it was not erased")
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_raised_for_a_party_is_cleared_and_with_a_reason() {
    let (scene, _) = scene().await;
    let anonymous = screened_as(&scene, &query(), None).await.screening;
    let known = screened(&scene, "customer 7").await.screening;
    let clear = |screening, notice: &'static str, reason: &'static str| {
        let ne = Arc::clone(&scene.ne);
        async move {
            ne.clear(AICHA, screening, &notice_id(notice), reason, now())
                .await
        }
    };
    assert!(
        clear(anonymous, "dz-1", "no")
            .await
            .unwrap_err()
            .to_string()
            .contains("named no party")
    );
    assert!(clear(known, "dz-2", "no").await.is_err());
    assert!(clear(known, "dz-1", "  ").await.is_err());
    assert!(
        clear(LogSeq::new(1), "dz-1", "no").await.is_err(),
        "entry 1 is the pact"
    );
    assert_eq!(scene.ne.state().holdings().clearances().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screening_is_made_again_by_the_lists_and_the_pact_of_its_day() {
    let (scene, first) = scene().await;
    let before = screened(&scene, "customer 7").await;
    let nothing = screened_as(&scene, &Query::of_name("q", "Someone Else Entirely"), None).await;
    held(
        &scene,
        changed(&first, 1, |notice| {
            let Subject::Person(person) = &mut notice.subject else {
                panic!("a person")
            };
            person.names[0].text = "Someone Else Entirely".into();
        }),
    )
    .await;
    assert!(
        screened(&scene, "customer 7").await.matches.is_empty(),
        "today it finds nothing"
    );

    let replay = scene
        .ne
        .replay(before.screening, None)
        .await
        .expect("its query was kept");
    assert!(
        replay.identical && replay.differences.is_empty(),
        "{replay:?}"
    );
    assert_eq!(replay.again[0].notice, notice_id("dz-1"));

    let refused = scene
        .ne
        .replay(nothing.screening, None)
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("nothing of it was kept"), "{refused}");
    let given = Query::of_name("another row", "Someone Else Entirely");
    let replay = scene
        .ne
        .replay(nothing.screening, Some(&given))
        .await
        .expect("given again");
    assert!(replay.identical && replay.then.is_empty(), "{replay:?}");
    let other = Query::of_name("q", "Someone Else");
    assert!(
        scene
            .ne
            .replay(nothing.screening, Some(&other))
            .await
            .is_err(),
        "another query"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screening_made_by_other_tables_is_made_again_by_those_the_log_keeps() {
    let (scene, first) = scene().await;
    let query = Query::of_name("q", "Zanbak Wahmy");
    let made = screened_as(&scene, &query, None).await;
    let Record::Screening(mut record) = logged(&scene.ne, made.screening).await else {
        panic!("a screening")
    };
    // As a node logged it whose version weighed otherwise: it took less for every score.
    let otherwise = |line: &str| match line.split_once('\t') {
        Some((name, total)) if name.starts_with("score_") => {
            format!("{name}\t{}\n", total.parse::<i64>().unwrap() - 80)
        }
        _ => format!("{line}\n"),
    };
    let files = tables().map(|(file, text)| {
        let text = match file {
            "weights.tsv" => text.lines().map(otherwise).collect(),
            _ => text.to_owned(),
        };
        (file.to_owned(), text)
    });
    let pairs = || {
        files
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()))
    };
    let matcher = Matcher::from_tables(&Tables::read(pairs()).unwrap());
    let index = Index::with_matcher([(Arc::new(first), 0)], matcher);
    let hits = index.search(&query, &Options::default(), Admit::All, now());
    let then = hits[0].score.get();
    let found = &mut record.found[0].notices[0];
    assert!(
        (then - found.score).abs() > 0.001,
        "{then} and {} tell the tables apart",
        found.score
    );
    found.score = then;
    record.tables = tables_digest(pairs());
    let draft = |record: &Record| Draft::json(record.kind(), now(), record).unwrap();
    let screening = draft(&Record::Screening(record.clone()));
    let store = scene.ne.store();
    let logged = store.append(vec![screening]).await.unwrap()[0];

    let without = scene.ne.replay(logged, None).await.unwrap();
    assert!(!without.identical, "{without:?}");
    let missing =
        |difference: &Difference| matches!(difference, Difference::Tables { kept, .. } if !kept);
    assert!(without.differences.iter().any(missing), "{without:?}");

    let engine = Record::Engine {
        engine: record.engine.clone(),
        tables: record.tables.clone(),
        files: files.clone().into_iter().collect(),
    };
    store.append(vec![draft(&engine)]).await.unwrap();
    let (_dir, again) = open_again(scene).await;
    let replay = again.replay(logged, None).await.unwrap();
    assert!(
        replay.identical && replay.differences.is_empty(),
        "{replay:?}"
    );
    assert_eq!(replay.tables, record.tables);
    let today = again.replay(made.screening, None).await.unwrap();
    assert!(
        today.identical && today.tables != replay.tables,
        "{today:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_have_been_found_then_goes_by_what_was_known_then_and_waits_for_nobody() {
    let (scene, first) = scene().await;
    let then = scene.ne.state().holdings().last_entry();
    held(
        &scene,
        changed(&first, 1, |notice| {
            let Subject::Person(person) = &mut notice.subject else {
                panic!("a person")
            };
            person.names[0].text = "Someone Else Entirely".into();
        }),
    )
    .await;
    let later = now() + jiff::SignedDuration::from_hours(30);
    let (post, options) = (post_id("agadez"), Options::default());
    let query = query();
    let as_of = async |query: &Query, when: When| {
        let asking = Asking { query, party: None };
        let when = (when, later);
        let asked = scene
            .ne
            .screen_as_of("aicha", &post, asking, &options, when);
        asked.await
    };
    let found = as_of(&query, When::Entry(then)).await.unwrap();
    assert_eq!(
        found.matches[0].hits[0].notice.subject.names()[0].text,
        NAME
    );
    assert_eq!(scene.ne.state().holdings().matches().count(), 0);
    let json = found.receipt.to_json();
    let receipt = Receipt::verify(json.as_bytes(), &keys(&scene)).unwrap();
    assert_eq!((receipt.log, receipt.asked.as_of), (then, Some(now())));
    let replay = scene
        .ne
        .replay(found.screening, Some(&query))
        .await
        .unwrap();
    assert!(
        replay.identical && replay.then.len() == 1 && replay.differences.is_empty(),
        "{replay:?}"
    );

    for moment in [now(), later] {
        let today = as_of(&query, When::Moment(moment)).await.unwrap();
        assert!(today.matches.is_empty(), "by then it was corrected");
        let other = Query::of_name("q", "Someone Else Entirely");
        let today = as_of(&other, When::Moment(moment)).await.unwrap();
        assert_eq!(today.matches.len(), 1);
    }
    let second = jiff::SignedDuration::from_secs(1);
    for when in [
        When::Entry(LogSeq::START),
        When::Entry(LogSeq::new(9_999)),
        When::Moment(now() - second),
        When::Moment(later + second),
    ] {
        let refused = as_of(&query, when).await.unwrap_err().to_string();
        assert!(refused.contains("expected"), "{when:?}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn screenings_at_once_are_all_in_the_log_and_made_again_alike() {
    let (scene, first) = scene().await;
    let mut running = Vec::new();
    for at in 0..24 {
        let ne = Arc::clone(&scene.ne);
        running.push(tokio::spawn(async move {
            let (post, query) = (post_id("agadez"), query());
            let party = format!("customer {at}");
            let asking = Asking {
                query: &query,
                party: Some(&party),
            };
            ne.screen_party("aicha", &post, asking, &Options::default(), now())
                .await
                .unwrap()
                .screening
        }));
        if at == 12 {
            held(
                &scene,
                changed(&first, 1, |notice| {
                    let Subject::Person(person) = &mut notice.subject else {
                        panic!("a person")
                    };
                    person.names[0].text = "Zanbaq Ben Sarab El Wahm".into();
                }),
            )
            .await;
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for screening in running {
        let screening = screening.await.unwrap();
        assert!(seen.insert(screening));
        let replay = scene.ne.replay(screening, None).await.unwrap();
        assert!(replay.identical, "{replay:?}");
    }
    assert!(scene.ne.verify_log().await.unwrap().is_sound());
    assert_eq!(*scene.ne.id(), member_id("ne"));
}

const BOOK: [&str; 4] = [
    NAME,
    "Someone Else Entirely",
    "Zanbaq Ben Sarab El Wahm",
    "Nobody Known",
];

fn book(names: &[&str]) -> BookChange {
    let put = names
        .iter()
        .enumerate()
        .map(|(at, name)| Query::of_name(format!("customer {at}"), *name));
    BookChange {
        put: put.collect(),
        remove: std::collections::BTreeSet::new(),
    }
}

/// Which notices the findings of the last run raised, with the names that were asked.
fn raised(member: &mithaq_exchange::Member, screenings: &[LogSeq]) -> Vec<(String, Vec<String>)> {
    let each = screenings.iter().map(|screening| {
        let name = member.query_of(*screening).expect("it was kept").names[0].clone();
        let state = member.state();
        let (_, record) = state
            .holdings()
            .screening(*screening)
            .expect("it found something");
        let notices = record.found.iter().flat_map(|found| &found.notices);
        (
            name,
            notices
                .map(|found| found.version.notice.to_string())
                .collect(),
        )
    });
    each.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_yields_what_screening_every_party_finds_less_what_was_known() {
    let (scene, first) = scene().await;
    let post = post_id("agadez");
    let run = || async {
        scene
            .ne
            .screen_books(now())
            .await
            .expect("the books are screened")
            .raised
    };
    assert_eq!(
        scene
            .ne
            .change_book("aicha", &post, false, book(&BOOK), now())
            .await
            .expect("taken in"),
        4
    );
    let all = run().await;
    assert_eq!(
        raised(&scene.ne, &all),
        [
            (NAME.to_owned(), vec!["dz-1".to_owned()]),
            (BOOK[2].to_owned(), vec!["dz-1".to_owned()])
        ]
    );
    let open = scene.ne.state().holdings().matches().count();
    assert_eq!(open, 2, "they wait for review");
    assert!(scene.ne.receipt(all[0]).await.is_ok());
    assert!(run().await.is_empty(), "nothing is new");

    held(
        &scene,
        changed(&first, 1, |notice| {
            notice.instructions.en = Some("Call, please.".into());
        }),
    )
    .await;
    assert!(run().await.is_empty(), "nothing that is compared changed");
    scene
        .ne
        .clear(AICHA, all[0], &notice_id("dz-1"), "another mother", now())
        .await
        .unwrap();
    held(&scene, notice("dz-2", BOOK[1], TO_NIGER)).await;
    let new = run().await;
    assert_eq!(
        raised(&scene.ne, &new),
        [(BOOK[1].to_owned(), vec!["dz-2".to_owned()])],
        "only what the new notice meets"
    );

    held(
        &scene,
        changed(&first, 2, |notice| {
            let Subject::Person(person) = &mut notice.subject else {
                panic!("a person")
            };
            person.nationalities.push("Mali".into());
        }),
    )
    .await;
    assert_eq!(
        run().await.len(),
        2,
        "both are raised anew, the cleared one too"
    );
    held(
        &scene,
        notice("dz-3", BOOK[3], r#"release_to = ["dz"], uses = ["screen"]"#),
    )
    .await;
    assert!(run().await.is_empty(), "what is not released meets nobody");

    let (_dir, again) = open_again(scene).await;
    assert_eq!(again.book(&post).len(), 4, "it survives a restart");
    assert!(
        again.screen_books(now()).await.unwrap().raised.is_empty(),
        "and nothing is raised twice"
    );
    let removed = BookChange {
        put: Vec::new(),
        remove: ["customer 0".to_owned()].into(),
    };
    assert_eq!(
        again
            .change_book("aicha", &post, false, removed, now())
            .await
            .unwrap(),
        3
    );
    let only = book(&["Someone Else Entirely"]);
    assert_eq!(
        again
            .change_book("aicha", &post, true, only, now())
            .await
            .unwrap(),
        1,
        "in place of all"
    );
    let before = again.store().head().await.unwrap();
    let nameless = Query {
        id: "a".into(),
        ..Query::default()
    };
    let put = |put: Vec<Query>| BookChange {
        put,
        ..BookChange::default()
    };
    let refused = [
        (
            put(vec![Query::of_name("a", "b c"), Query::of_name("a", "d e")]),
            "each reference once",
        ),
        (put(vec![Query::of_name("", "b c")]), "a reference of 1 to"),
        (
            put(vec![Query::of_name("r".repeat(257), "b c")]),
            "a reference of 1 to",
        ),
        (
            put(vec![Query::of_name("b", "b c"), nameless]),
            "a name or a number",
        ),
        (put(Vec::new()), "at least one"),
    ];
    for (change, why) in refused {
        for replace in [false, true] {
            let refused = again
                .change_book("aicha", &post, replace, change.clone(), now())
                .await
                .unwrap_err()
                .to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
    assert_eq!(again.book(&post).len(), 1);
    assert_eq!(again.store().head().await.unwrap(), before);
    let log = again.store().entries(LogSeq::START, 1_000).await.unwrap();
    let told = log
        .iter()
        .filter_map(|entry| entry.payload.as_deref())
        .any(|payload| String::from_utf8_lossy(payload).contains("customer"));
    assert!(!told, "no reference is readable in the log");
}

/// Niger's node closed and opened from its folder, which lasts as long as what is returned first.
async fn open_again(scene: Scene) -> (tempfile::TempDir, Arc<mithaq_exchange::Member>) {
    let Scene {
        dir,
        dz,
        ne,
        to_dz,
        to_ne,
    } = scene;
    drop((dz, to_ne));
    ne.store().close().await;
    drop(ne);
    let again = open(dir.path(), "ne", "dz", &to_dz).await;
    (dir, again)
}
