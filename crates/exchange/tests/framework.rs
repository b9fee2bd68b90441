//! A pact that is suspended: what is held stays where it is, unused, and comes back with the pact.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use mithaq_notice::Notice;
use mithaq_screen::{Options, Query};
use scene::{Scene, notice, now, post_id};

const TO_NIGER: &str = r#"release_to = ["ne"], uses = ["screen"]"#;
const NAME: &str = "Zanbaq Ben Sarab El Wahmi";

/// How many notices Niger's border post finds on the name.
async fn found(scene: &Scene) -> usize {
    let (post, query) = (post_id("agadez"), Query::of_name("q", NAME));
    let options = Options::default();
    let screened = scene.ne.screen("aicha", &post, &query, &options, now());
    screened.await.unwrap().matches.len()
}

/// Both nodes decide by this version from here on.
async fn stands(scene: &Scene, version: u64, status: &str) {
    let text = scene::pact()
        .replace("version = 1", &format!("version = {version}"))
        .replace("status = \"in-force\"", &format!("status = \"{status}\""));
    for member in [&scene.dz, &scene.ne] {
        member.adopt(&text, "desk", now()).await.unwrap();
    }
}

fn held(scene: &Scene) -> Vec<Notice> {
    let state = scene.ne.state();
    let notices = state.holdings().notices();
    notices.map(|held| Notice::clone(&held.notice)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_pact_is_suspended_nothing_new_comes_and_what_is_held_waits_unused() {
    let scene = Scene::set().await;
    let first = notice("dz-1", NAME, TO_NIGER);
    scene
        .dz
        .publish(vec![first.clone()], "test", now())
        .await
        .unwrap();
    scene.round().await;
    assert_eq!(found(&scene).await, 1);

    stands(&scene, 2, "suspended").await;
    let second = notice("dz-2", NAME, TO_NIGER);
    scene.dz.publish(vec![second], "test", now()).await.unwrap();
    let corrected = Notice {
        modified: now(),
        contact: Some("desk".into()),
        ..first
    };
    scene
        .dz
        .correct(vec![corrected.clone()], "test", now())
        .await
        .unwrap();
    assert_eq!(scene.round().await.received, 0);
    let round = scene.round_of_dz().await;
    assert_eq!(
        (round.given_up, round.acknowledged, round.error),
        (0, 1, None)
    );
    assert_eq!(
        held(&scene),
        [corrected],
        "its correction reaches who holds it"
    );
    assert_eq!(found(&scene).await, 0);

    stands(&scene, 3, "in-force").await;
    assert_eq!(found(&scene).await, 1);
    assert_eq!(scene.round().await.received, 1);
    assert_eq!(found(&scene).await, 2);
    assert_eq!(held(&scene).len(), 2);
}
