//! What crosses between two members, and what does not.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use mithaq_exchange::message::{Body, Message, NOTICE_TYPE};
use mithaq_exchange::record::{Cause, Judgement};
use mithaq_exchange::{Error, Outcome, Screened};
use mithaq_notice::{Notice, Status, Text};
use mithaq_screen::{Options, Query};
use mithaq_store::{Envelope, Signer};
use scene::{Cut, Scene, member_id, notice, notice_id, now, post_id};

const TO_NIGER: &str = r#"release_to = ["ne"], uses = ["screen"]"#;
const NAME: &str = "Zanbaq Ben Sarab El Wahmi";

/// What a screening of a name at the border post finds.
async fn screened(scene: &Scene, name: &str) -> Screened {
    let (post, query) = (post_id("agadez"), Query::of_name("q", name));
    let screened = scene
        .ne
        .screen("aicha", &post, &query, &Options::default(), now())
        .await;
    screened.expect("the post screens")
}

/// The ids of the notices it finds.
async fn found(scene: &Scene, name: &str) -> Vec<String> {
    let matches = screened(scene, name).await.matches;
    let hits = matches.iter().flat_map(|found| &found.hits);
    hits.map(|hit| hit.notice.id.to_string()).collect()
}

/// Algeria publishes notices, and Niger asks for what it may have of them.
async fn released(scene: &Scene, notices: Vec<Notice>) {
    scene
        .dz
        .publish(notices, "test", now())
        .await
        .expect("they are published");
    scene.round().await;
}

/// The notice with a later version's changes.
fn newer(notice: &Notice, change: impl FnOnce(&mut Notice)) -> Notice {
    let mut newer = Notice {
        modified: now(),
        ..notice.clone()
    };
    change(&mut newer);
    newer
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_clause_and_handling_release_crosses() {
    let scene = Scene::set().await;
    let notices = vec![
        notice("dz-1", NAME, TO_NIGER),
        notice(
            "dz-2",
            "Qamar Wahmi",
            r#"release_to = ["dz"], uses = ["screen"]"#,
        ),
        notice(
            "dz-3",
            "Najm Wahmi",
            r#"services = ["fiu"], uses = ["screen"]"#,
        ),
        notice("dz-4", "Rih Wahmi", r#"uses = ["read"]"#),
    ];
    scene.dz.publish(notices, "test", now()).await.unwrap();

    let round = scene.round().await;

    assert_eq!(round.received, 1);
    let state = scene.ne.state();
    assert_eq!(
        state
            .holdings()
            .notices()
            .map(|held| held.notice.id.as_str())
            .collect::<Vec<_>>(),
        ["dz-1"]
    );
    drop(state);
    let state = scene.dz.state();
    let mut withheld: Vec<_> = state
        .holdings()
        .deliveries()
        .iter()
        .flat_map(|delivery| delivery.withheld.clone())
        .collect();
    withheld.sort();
    let clause = Cause::Clauses(vec!["dz-not-in-syria".parse().unwrap()]);
    assert!(
        withheld.contains(&(clause, 4)),
        "asked for Syria, the clause withholds all four: {withheld:?}"
    );
    for field in ["release_to", "services", "uses"] {
        assert!(
            withheld.contains(&(Cause::Handling(field.into()), 1)),
            "{field}: {withheld:?}"
        );
    }
    assert_eq!(
        round.refusals.len(),
        1,
        "the question about Syria is refused as a whole"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_released_is_screened_at_its_post_and_at_no_other() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;

    assert_eq!(found(&scene, NAME).await, ["dz-1"]);
    let abroad = scene
        .ne
        .screen(
            "moussa",
            &post_id("abroad"),
            &Query::of_name("q", NAME),
            &Options::default(),
            now(),
        )
        .await
        .unwrap();
    assert!(
        abroad.matches.is_empty(),
        "the same node, asked for an operation in Syria"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_reaches_the_holder_who_acknowledges() {
    let scene = Scene::set().await;
    let first = notice("dz-1", NAME, TO_NIGER);
    released(&scene, vec![first.clone()]).await;

    let corrected = newer(&first, |notice| notice.contact = Some("desk".into()));
    scene
        .dz
        .correct(vec![corrected.clone()], "test", now())
        .await
        .unwrap();
    assert_eq!(
        scene.dz.acknowledgements_owed().get(&member_id("ne")),
        Some(&1)
    );
    let round = scene.round_of_dz().await;

    assert_eq!((round.acknowledged, round.error), (1, None));
    assert_eq!(
        *scene
            .ne
            .state()
            .holdings()
            .notice(&first.id)
            .unwrap()
            .notice,
        corrected
    );
    assert!(scene.dz.acknowledgements_owed().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recalled_notice_matches_nothing_anywhere_and_the_recall_is_acknowledged() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;
    assert_eq!(found(&scene, NAME).await, ["dz-1"]);

    scene
        .dz
        .recall(&notice_id("dz-1"), "test", now())
        .await
        .unwrap();
    let round = scene.round_of_dz().await;

    assert_eq!((round.acknowledged, round.error), (1, None));
    assert_eq!(
        scene
            .ne
            .state()
            .holdings()
            .notice(&notice_id("dz-1"))
            .unwrap()
            .notice
            .status,
        Status::Recalled
    );
    assert!(found(&scene, NAME).await.is_empty());
    assert!(scene.dz.acknowledgements_owed().is_empty());
    assert!(matches!(
        scene.dz.recall(&notice_id("dz-1"), "test", now()).await,
        Err(Error::Conflict(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_that_may_no_longer_hold_gives_up_and_learns_nothing_new() {
    let scene = Scene::set().await;
    let first = notice("dz-1", NAME, TO_NIGER);
    released(&scene, vec![first.clone()]).await;

    let home = newer(&first, |corrected| {
        corrected.handling =
            notice("dz-9", "x y", r#"release_to = ["dz"], uses = ["screen"]"#).handling;
        corrected.contact = Some("not for Niger".into());
    });
    scene.dz.correct(vec![home], "test", now()).await.unwrap();
    let round = scene.round_of_dz().await;

    assert_eq!(
        (round.given_up, round.acknowledged, round.error),
        (1, 0, None)
    );
    assert!(scene.ne.state().holdings().notice(&first.id).is_none());
    let passed = scene.to_ne.passed.lock().unwrap();
    let told: String = passed
        .iter()
        .map(|envelope| String::from_utf8_lossy(envelope.unverified_payload()).into_owned())
        .collect();
    assert!(!told.contains("not for Niger"));
    drop(passed);
    assert!(scene.dz.acknowledgements_owed().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_lost_on_the_way_is_owed_still_and_nothing_is_doubled() {
    let scene = Scene::set().await;
    scene
        .dz
        .publish(vec![notice("dz-1", NAME, TO_NIGER)], "test", now())
        .await
        .unwrap();
    scene.to_dz.cut(Cut::After);
    let lost = scene
        .ne
        .sync(scene::clock)
        .await
        .remove(&member_id("dz"))
        .unwrap();
    assert!(lost.error.is_some());
    scene.to_dz.cut(Cut::Whole);
    assert_eq!(
        scene.round().await.received,
        1,
        "released again, for it was never acknowledged"
    );

    scene
        .dz
        .recall(&notice_id("dz-1"), "test", now())
        .await
        .unwrap();
    for cut in [Cut::Before, Cut::After] {
        scene.to_ne.cut(cut);
        assert!(scene.round_of_dz().await.error.is_some());
        assert_eq!(
            scene.dz.acknowledgements_owed().get(&member_id("ne")),
            Some(&1)
        );
    }
    scene.to_ne.cut(Cut::Whole);
    assert_eq!(scene.round_of_dz().await.acknowledged, 1);
    assert!(scene.dz.acknowledgements_owed().is_empty());

    scene.round().await;
    let before = scene.dz.store().head().await.unwrap();
    scene.round().await;
    scene.round_of_dz().await;
    assert_eq!(
        scene.dz.store().head().await.unwrap(),
        before,
        "a round with nothing to say logs nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_one_message_holds_goes_in_several() {
    let scene = Scene::set().await;
    let long = |number: usize| {
        let mut notice = notice(
            &format!("dz-{number}"),
            &format!("Wahmi {number}"),
            TO_NIGER,
        );
        notice.grounds = Text::english("x".repeat(1 << 20));
        notice
    };
    let notices: Vec<_> = (1..=9).map(long).collect();
    scene
        .dz
        .publish(notices.clone(), "test", now())
        .await
        .unwrap();
    assert_eq!(scene.round().await.received, 9);
    assert_eq!(scene.ne.state().holdings().notices().count(), 9);

    for notice in &notices {
        scene
            .dz
            .correct(
                vec![newer(notice, |notice| notice.contact = Some("desk".into()))],
                "test",
                now(),
            )
            .await
            .unwrap();
    }
    assert_eq!(scene.round_of_dz().await.acknowledged, 9);
    assert!(scene.dz.acknowledgements_owed().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmed_match_goes_back_to_the_originator() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;
    let screened = screened(&scene, NAME).await;
    let subject = screened.matches[0].subject.clone();

    let outcome = scene
        .ne
        .review(
            "aicha",
            screened.screening,
            &subject,
            Judgement::Same,
            "same document",
            now(),
        )
        .await;
    assert_eq!(outcome.unwrap(), Outcome::Decided(Judgement::Same));
    let again = scene
        .ne
        .review(
            "idrissa",
            screened.screening,
            &subject,
            Judgement::Different,
            "no",
            now(),
        )
        .await;
    assert!(
        matches!(again, Err(Error::Conflict(_))),
        "what was decided stays decided"
    );
    assert_eq!(scene.round().await.sightings, 1);

    let received: Vec<_> = scene
        .dz
        .state()
        .holdings()
        .sightings()
        .map(|known| known.sighting.clone())
        .collect();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].circumstances, "same document");
    assert_eq!(received[0].version.notice, notice_id("dz-1"));
    assert!(
        scene
            .ne
            .state()
            .holdings()
            .sightings()
            .all(|known| known.acknowledged)
    );
    assert_eq!(scene.round().await.sightings, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_eyes_are_two_people() {
    let scene = Scene::set().await;
    let handling = r#"release_to = ["ne"], uses = ["screen"], obligations = ["four-eyes"]"#;
    released(&scene, vec![notice("dz-1", NAME, handling)]).await;
    let screened = screened(&scene, NAME).await;
    let (entry, subject) = (screened.screening, screened.matches[0].subject.clone());

    let review = |user: &'static str, judgement| {
        scene
            .ne
            .review(user, entry, &subject, judgement, "reason", now())
    };
    assert_eq!(
        review("aicha", Judgement::Same).await.unwrap(),
        Outcome::AwaitingSecond
    );
    assert!(matches!(
        review("aicha", Judgement::Same).await,
        Err(Error::Refused(_))
    ));
    assert_eq!(scene.round().await.sightings, 0);
    assert_eq!(
        review("idrissa", Judgement::Same).await.unwrap(),
        Outcome::Decided(Judgement::Same)
    );
    assert_eq!(scene.round().await.sightings, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_disagree_leave_it_untold() {
    let scene = Scene::set().await;
    let handling = r#"release_to = ["ne"], uses = ["screen"], obligations = ["four-eyes"]"#;
    released(&scene, vec![notice("dz-1", NAME, handling)]).await;
    let screened = screened(&scene, NAME).await;
    let (entry, subject) = (screened.screening, screened.matches[0].subject.clone());
    scene
        .ne
        .review("aicha", entry, &subject, Judgement::Same, "same", now())
        .await
        .unwrap();
    let outcome = scene
        .ne
        .review(
            "idrissa",
            entry,
            &subject,
            Judgement::Different,
            "other",
            now(),
        )
        .await
        .unwrap();
    assert_eq!(outcome, Outcome::Decided(Judgement::CannotTell));
    assert_eq!(scene.round().await.sightings, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_starts_again_holds_what_it_acknowledged() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;
    found(&scene, NAME).await;
    let Scene { dir, ne, to_dz, .. } = scene;
    let before = (
        ne.state().holdings().notices().count(),
        ne.state().holdings().matches().count(),
    );
    ne.store().close().await;
    drop(ne);

    let ne = scene::open(dir.path(), "ne", "dz", &to_dz).await;
    assert_eq!(
        (
            ne.state().holdings().notices().count(),
            ne.state().holdings().matches().count()
        ),
        before
    );
    assert_eq!(before, (1, 1));
    assert!(ne.verify_log().await.unwrap().is_sound());
    let entry = ne.state().holdings().matches().next().unwrap().screening;
    assert_eq!(
        ne.query_of(entry).unwrap().names,
        [NAME],
        "what was searched for is readable here, and only here"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_searched_for_is_nowhere_in_the_log() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;
    let asked = "Zanbaq Bin Sarab Al Wahmi";
    assert_eq!(found(&scene, asked).await, ["dz-1"]);
    let entries = scene
        .ne
        .store()
        .entries(mithaq_store::LogSeq::START, 1000)
        .await
        .unwrap();
    let log: String = entries
        .iter()
        .filter_map(|entry| entry.payload.as_ref())
        .map(|payload| String::from_utf8_lossy(payload))
        .collect();
    assert!(log.contains("query_hash") && !log.contains("Zanbaq Bin"));
}

/// What Algeria would send Niger, by its own hand or a forger's.
fn delivery(scene: &Scene, signer: &Signer, notices: Vec<Envelope>, nonce: &str) -> Envelope {
    let body = Body::Deliver {
        notices,
        withdrawn: Vec::new(),
    };
    let pact = *scene.dz.state().pact().hash();
    let message = Message {
        from: member_id("dz"),
        to: member_id("ne"),
        at: now(),
        nonce: nonce.into(),
        pact,
        body,
    };
    message.seal(signer).unwrap()
}

fn sealed(notice: &Notice, signer: &Signer) -> Envelope {
    Envelope::seal(NOTICE_TYPE, &serde_json::to_vec(notice).unwrap(), signer)
}

/// Why Niger took none of it, in Niger's own signed words.
async fn not_taken(scene: &Scene, notices: Vec<Envelope>, nonce: &str) -> String {
    let dz = Signer::from_seed([b'd'; 32]);
    let reply = scene
        .ne
        .answer(&delivery(scene, &dz, notices, nonce), now())
        .await
        .unwrap();
    let reply: Message = serde_json::from_slice(reply.unverified_payload()).unwrap();
    let Body::Acknowledge {
        held, not_taken, ..
    } = reply.body
    else {
        panic!("{:?}", reply.body)
    };
    assert!(held.is_empty(), "{held:?}");
    not_taken.into_iter().map(|refused| refused.why).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_lets_in_only_what_its_originator_signed_for_us() {
    let scene = Scene::set().await;
    let (dz, ne) = (Signer::from_seed([b'd'; 32]), Signer::from_seed([b'n'; 32]));
    let good = notice("dz-1", NAME, TO_NIGER);

    let forged = not_taken(&scene, vec![sealed(&good, &ne)], "1").await;
    assert!(forged.contains("key"), "{forged}");
    let others = Notice {
        originator: mithaq_notice::Originator::Member(member_id("ne")),
        ..good.clone()
    };
    assert!(
        not_taken(&scene, vec![sealed(&others, &dz)], "2")
            .await
            .contains("only an originator sends")
    );
    let elsewhere = notice("dz-2", NAME, r#"release_to = ["dz"], uses = ["screen"]"#);
    assert!(
        not_taken(&scene, vec![sealed(&elsewhere, &dz)], "3")
            .await
            .contains("none of our posts")
    );
    let rubbish = Envelope::seal(NOTICE_TYPE, b"{}", &dz);
    assert!(
        not_taken(&scene, vec![rubbish], "4")
            .await
            .contains("missing field")
    );

    released(&scene, vec![good.clone()]).await;
    let same_version = Notice {
        contact: Some("another".into()),
        ..good.clone()
    };
    assert!(
        not_taken(&scene, vec![sealed(&same_version, &dz)], "5")
            .await
            .contains("same version")
    );
    let older = Notice {
        modified: "2025-12-31T00:00:00Z".parse().unwrap(),
        ..good.clone()
    };
    assert!(
        not_taken(&scene, vec![sealed(&older, &dz)], "6")
            .await
            .contains("newer version")
    );
    let moved = newer(&good, |notice| {
        notice.subject_id = "somebody-else".parse().unwrap();
    });
    assert!(
        not_taken(&scene, vec![sealed(&moved, &dz)], "7")
            .await
            .contains("stays with its subject")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_counts_once_from_its_sender_to_us_and_in_time() {
    let scene = Scene::set().await;
    let (dz, ne) = (Signer::from_seed([b'd'; 32]), Signer::from_seed([b'n'; 32]));
    let message = delivery(&scene, &dz, Vec::new(), "1");
    scene.ne.answer(&message, now()).await.unwrap();
    assert!(
        matches!(
            scene.ne.answer(&message, now()).await,
            Err(Error::Conflict(_))
        ),
        "replayed"
    );
    let late = now() + jiff::SignedDuration::from_mins(6);
    let message = delivery(&scene, &dz, Vec::new(), "2");
    assert!(
        matches!(
            scene.ne.answer(&message, late).await,
            Err(Error::Message(_))
        ),
        "stale"
    );
    let forged = delivery(&scene, &ne, Vec::new(), "3");
    assert!(
        matches!(
            scene.ne.answer(&forged, now()).await,
            Err(Error::Message(_))
        ),
        "forged"
    );
    let message = delivery(&scene, &dz, Vec::new(), "4");
    assert!(
        matches!(
            scene.dz.answer(&message, now()).await,
            Err(Error::Message(_))
        ),
        "for somebody else"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_waits_unread_for_the_pact_version_it_was_released_by() {
    let scene = Scene::set().await;
    scene
        .dz
        .publish(vec![notice("dz-1", NAME, TO_NIGER)], "test", now())
        .await
        .unwrap();
    let later = scene
        .dz
        .state()
        .pact_text()
        .replace("version = 1", "version = 2");
    scene.dz.adopt(&later, "test", now()).await.unwrap();

    let round = scene.round().await;
    assert_eq!((round.received, round.unread), (0, 1));
    assert!(
        found(&scene, NAME).await.is_empty(),
        "unread is not screened against"
    );
    let offered = scene
        .ne
        .state()
        .holdings()
        .offered_pacts()
        .get(&member_id("dz"))
        .cloned()
        .expect("it was asked for");
    assert_eq!(scene.ne.adopt(&offered, "test", now()).await.unwrap(), 1);
    assert_eq!(found(&scene, NAME).await, ["dz-1"]);
    assert_eq!(scene.ne.state().holdings().unread(), 0);
    assert!(
        matches!(
            scene.ne.adopt(&offered, "test", now()).await,
            Err(Error::Conflict(_))
        ),
        "no later version"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_originator_versions_and_bad_ones_are_refused_whole() {
    let scene = Scene::set().await;
    let good = notice("dz-1", NAME, TO_NIGER);
    let twice = vec![
        notice("dz-2", "Qamar Wahmi", TO_NIGER),
        good.clone(),
        good.clone(),
    ];
    assert!(matches!(
        scene.dz.publish(twice, "test", now()).await,
        Err(Error::Conflict(_))
    ));
    assert_eq!(
        scene.dz.state().holdings().notices().count(),
        0,
        "not even the good ones"
    );
    let unknown = notice(
        "dz-3",
        NAME,
        r#"release_to = ["atlantis"], uses = ["screen"]"#,
    );
    let error = scene
        .dz
        .publish(vec![unknown], "test", now())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("atlantis"), "{error}");

    released(&scene, vec![good.clone()]).await;
    assert!(matches!(
        scene.ne.recall(&good.id, "test", now()).await,
        Err(Error::Refused(_))
    ));
    assert!(
        matches!(
            scene.dz.correct(vec![good.clone()], "test", now()).await,
            Err(Error::Invalid { .. })
        ),
        "not newer"
    );
    assert!(
        matches!(
            scene.ne.publish(vec![good], "test", now()).await,
            Err(Error::Invalid { .. })
        ),
        "not ours"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_one_node_of_one_member_served_once() {
    let scene = Scene::set().await;
    let taken = mithaq_exchange::Member::open(&scene.dir.path().join("ne"))
        .await
        .err()
        .expect("it is served");
    assert!(
        taken.to_string().contains("another process") || taken.to_string().contains("serves"),
        "{taken}"
    );
    let config = scene.ne.config().clone();
    let signer = Signer::from_seed([1; 32]);
    let folder = scene.dir.path().join("ne");
    let again = mithaq_exchange::Member::init(&folder, &config, &signer, scene::PACT, now()).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    let stranger = mithaq_exchange::Config {
        member: member_id("fr"),
        ..config
    };
    let error = mithaq_exchange::Member::init(
        &scene.dir.path().join("fr"),
        &stranger,
        &signer,
        scene::PACT,
        now(),
    )
    .await
    .unwrap_err();
    assert!(error.to_string().contains("dz, ne"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_what_was_not_sent_spares_nobody_a_recall() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;
    let future = mithaq_exchange::message::Version {
        notice: notice_id("dz-1"),
        modified: "9999-12-30T00:00:00Z".parse().unwrap(),
    };
    let body = Body::Acknowledge {
        held: vec![future],
        withdrawn: Vec::new(),
        not_taken: Vec::new(),
    };
    let pact = *scene.ne.state().pact().hash();
    let message = Message {
        from: member_id("ne"),
        to: member_id("dz"),
        at: now(),
        nonce: "f".into(),
        pact,
        body,
    };
    scene
        .dz
        .answer(
            &message.seal(&Signer::from_seed([b'n'; 32])).unwrap(),
            now(),
        )
        .await
        .unwrap();

    scene
        .dz
        .recall(&notice_id("dz-1"), "test", now())
        .await
        .unwrap();
    assert_eq!(
        scene.dz.acknowledgements_owed().get(&member_id("ne")),
        Some(&1)
    );
    assert_eq!(scene.round_of_dz().await.acknowledged, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_of_a_moment_to_come_is_refused_here_and_at_the_door() {
    let scene = Scene::set().await;
    let mut late = notice("dz-1", NAME, TO_NIGER);
    late.modified = "9999-12-30T22:00:00.999999999Z".parse().unwrap();
    let error = scene
        .dz
        .publish(vec![late.clone()], "test", now())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("modified"), "{error}");
    let why = not_taken(
        &scene,
        vec![sealed(&late, &Signer::from_seed([b'd'; 32]))],
        "1",
    )
    .await;
    assert!(why.contains("still to come"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_without_grounds_grade_end_or_challenge_is_not_published() {
    let scene = Scene::set().await;
    let whole = notice("dz-1", NAME, TO_NIGER);
    let lacking = [
        Notice {
            grounds: Text::default(),
            ..whole.clone()
        },
        Notice {
            redress: Text::default(),
            ..whole.clone()
        },
        Notice {
            grade: None,
            ..whole.clone()
        },
        Notice {
            ends: None,
            ..whole.clone()
        },
        Notice {
            status: Status::Recalled,
            ..whole.clone()
        },
    ];
    for notice in lacking {
        assert!(matches!(
            scene.dz.publish(vec![notice], "test", now()).await,
            Err(Error::Invalid { .. })
        ));
    }
    scene.dz.publish(vec![whole], "test", now()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_leaves_out_no_notice_on_a_subject_that_was_found() {
    let scene = Scene::set().await;
    let four_eyes = r#"release_to = ["ne"], uses = ["screen"], obligations = ["four-eyes"]"#;
    let mut other = notice("dz-2", "Somebody Else Entirely", four_eyes);
    other.subject_id = "dz-1".parse().unwrap();
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER), other]).await;

    let options = Options {
        limit: 1,
        ..Options::default()
    };
    let screened = scene
        .ne
        .screen(
            "aicha",
            &post_id("agadez"),
            &Query::of_name("q", NAME),
            &options,
            now(),
        )
        .await
        .unwrap();
    assert_eq!(screened.matches[0].hits.len(), 2);
    let subject = screened.matches[0].subject.clone();
    let outcome = scene
        .ne
        .review(
            "aicha",
            screened.screening,
            &subject,
            Judgement::Same,
            "same",
            now(),
        )
        .await;
    assert_eq!(outcome.unwrap(), Outcome::AwaitingSecond);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_by_a_recalled_notice_cannot_be_confirmed() {
    let scene = Scene::set().await;
    released(&scene, vec![notice("dz-1", NAME, TO_NIGER)]).await;
    let screened = screened(&scene, NAME).await;
    let (entry, subject) = (screened.screening, screened.matches[0].subject.clone());
    scene
        .dz
        .recall(&notice_id("dz-1"), "test", now())
        .await
        .unwrap();
    scene.round_of_dz().await;

    let same = scene
        .ne
        .review("aicha", entry, &subject, Judgement::Same, "same", now())
        .await;
    assert!(matches!(same, Err(Error::Conflict(_))));
    let different = scene
        .ne
        .review(
            "aicha",
            entry,
            &subject,
            Judgement::Different,
            "recalled",
            now(),
        )
        .await;
    assert_eq!(different.unwrap(), Outcome::Decided(Judgement::Different));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sighting_of_what_was_not_given_tells_nothing() {
    let scene = Scene::set().await;
    let home = r#"release_to = ["dz"], uses = ["screen"]"#;
    released(&scene, vec![notice("dz-1", NAME, home)]).await;
    let ne = Signer::from_seed([b'n'; 32]);
    let declined = async |id: &str, nonce: &str| {
        let sighting = mithaq_exchange::message::Sighting {
            id: format!("ne-1-{id}"),
            version: mithaq_exchange::message::Version {
                notice: notice_id(id),
                modified: now(),
            },
            subject: id.parse().unwrap(),
            by: member_id("ne"),
            post: post_id("agadez"),
            theatre: "ne".parse().unwrap(),
            at: now(),
            score: 1.0,
            circumstances: "guessed".into(),
        };
        let envelope = Envelope::seal(
            "application/vnd.mithaq.sighting+json",
            &serde_json::to_vec(&sighting).unwrap(),
            &ne,
        );
        let pact = *scene.ne.state().pact().hash();
        let body = Body::Sight { sighting: envelope };
        let message = Message {
            from: member_id("ne"),
            to: member_id("dz"),
            at: now(),
            nonce: nonce.into(),
            pact,
            body,
        };
        let reply = scene
            .dz
            .answer(&message.seal(&ne).unwrap(), now())
            .await
            .unwrap();
        let reply: Message = serde_json::from_slice(reply.unverified_payload()).unwrap();
        let Body::Declined { why } = reply.body else {
            panic!("{:?}", reply.body)
        };
        why.replace(id, "ID")
    };
    assert_eq!(
        declined("dz-1", "1").await,
        declined("dz-99", "2").await,
        "the same of what is there and what is not"
    );
    assert_eq!(scene.dz.state().holdings().sightings().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_is_taken_whatever_it_narrows_to() {
    let scene = Scene::set().await;
    let first = notice("dz-1", NAME, TO_NIGER);
    released(&scene, vec![first.clone()]).await;
    let narrowed = newer(&first, |corrected| {
        corrected.handling = notice(
            "dz-9",
            "x y",
            r#"services = ["customs"], uses = ["screen"]"#,
        )
        .handling;
    });
    let dz = Signer::from_seed([b'd'; 32]);
    scene
        .ne
        .answer(
            &delivery(&scene, &dz, vec![sealed(&narrowed, &dz)], "1"),
            now(),
        )
        .await
        .unwrap();
    assert!(
        found(&scene, NAME).await.is_empty(),
        "the border post may no longer use it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_a_day_to_come_is_refused() {
    let scene = Scene::set().await;
    let list = std::fs::File::open(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../data/un_consolidated.xml"
    ))
    .unwrap();
    let list = mithaq_notice::un::read("un.xml", std::io::BufReader::new(list)).unwrap();
    let yesterday = "2026-02-26T00:00:00Z".parse().unwrap();
    let removals = mithaq_notice::update::Removals::UpToATenth;
    let refused = scene
        .ne
        .import(list.clone(), removals, "test", yesterday)
        .await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
    assert_eq!(
        scene
            .ne
            .import(list, removals, "test", now())
            .await
            .unwrap()
            .new,
        1003
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_never_takes_an_id_that_is_somebody_elses() {
    let scene = Scene::set().await;
    let list = |dataset: &str, ids: &[&str]| {
        let line = |id: &&str| {
            format!(
                r#"{{"id": "{id}", "schema": "Person", "datasets": ["{dataset}"], "properties": {{"name": ["Zanbaq Listed"]}}}}"#
            )
        };
        let lines: Vec<String> = ids.iter().map(line).collect();
        let lines = lines.join("\n");
        let list = mithaq_notice::list::read_from("list.ndjson", lines.as_bytes()).unwrap();
        list.version(None, None, now()).unwrap()
    };
    let removals = mithaq_notice::update::Removals::UpToATenth;
    let import = |version| scene.ne.import(version, removals, "test", now());
    // As a member's notice might be called; the same of two lists; and each again, which changes nothing.
    for (dataset, ids, new) in [
        ("un", &["nk-1"][..], 1),
        ("ofac", &["dz-1", "nk-1"], 2),
        ("un", &["nk-1"], 0),
        ("ofac", &["dz-1", "nk-1"], 0),
    ] {
        let imported = import(list(dataset, ids)).await.unwrap();
        assert_eq!(
            (imported.new, imported.corrected, imported.recalled),
            (new, 0, 0),
            "{dataset}"
        );
    }
    {
        let state = scene.ne.state();
        let held = state.holdings().notices().map(|held| &held.notice);
        let ids: Vec<_> = held
            .map(|held| (held.id.as_str(), held.subject_id.as_str()))
            .collect();
        assert_eq!(
            ids,
            [
                ("nk-1", "nk-1"),
                ("ofac:dz-1", "dz-1"),
                ("ofac:nk-1", "nk-1")
            ]
        );
    }
    // Of an issuer the pact does not know nothing would be released to any post.
    let unknown = import(list("nobody", &["nk-1"])).await.unwrap_err();
    assert!(
        unknown.to_string().contains("one of the pact's:"),
        "{unknown}"
    );
}
