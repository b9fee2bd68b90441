//! A listed person on the way to talks: the post finds the listing, and beside it the journey that is exempted.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use mithaq_exchange::Exempted;
use mithaq_notice::update::Removals;
use mithaq_notice::{Notice, Subject};
use mithaq_screen::{Options, Query};
use scene::{Scene, now, post_id};

/// The scene's pact as its next version, with a track and a journey of the person to it.
fn with_journey(pact: &str, reference: &str, theatre: &str, until: &str) -> String {
    let text = |said: &str| format!("{{ ar = \"{said}\", fr = \"{said}\", en = \"{said}\" }}");
    let records = format!(
        r#"
[tracks.talks]
member = "dz"
theatre = "ml"
status = "ongoing"
text = {}
[exemptions.journey]
track = "talks"
issuer = "un"
reference = "{reference}"
theatre = {theatre}
from = "2026-02-20"
until = "{until}"
granted = {}
"#,
        text("Talks."),
        text("A decision of the committee"),
    );
    pact.replace("version = 1", "version = 2") + &records
}

fn listed_person() -> (mithaq_notice::un::UnList, Notice) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../data/un_consolidated.xml"
    );
    let file = std::fs::File::open(path).unwrap();
    let list = mithaq_notice::un::read("un.xml", std::io::BufReader::new(file)).unwrap();
    let person = list
        .notices
        .iter()
        .find(|n| matches!(n.subject, Subject::Person(_)));
    let person = person.unwrap().clone();
    (list, person)
}

async fn exemptions(theatre: &str, until: &str) -> Vec<Exempted> {
    let scene = Scene::set().await;
    let (list, person) = listed_person();
    let reference = &person.listing.as_ref().unwrap().reference;
    let pact = with_journey(scene.ne.state().pact_text(), reference, theatre, until);
    scene.ne.adopt(&pact, "desk", now()).await.unwrap();
    scene
        .ne
        .import(list, Removals::UpToATenth, "desk", now())
        .await
        .unwrap();
    let query = Query::of_name("q", person.subject.caption());
    let screened = scene
        .ne
        .screen(
            "aicha",
            &post_id("agadez"),
            &query,
            &Options::default(),
            now(),
        )
        .await
        .unwrap();
    let hits = screened.matches.iter().flat_map(|found| &found.hits);
    let (of_person, of_others): (Vec<_>, Vec<_>) = hits.partition(|hit| hit.notice.id == person.id);
    assert_eq!(of_person.len(), 1, "the person is found");
    assert!(of_others.iter().all(|hit| hit.exemptions.is_empty()));
    of_person.first().unwrap().exemptions.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_shows_the_journey_to_talks_its_subject_may_make() {
    let found = exemptions("[\"ne\", \"dz\"]", "2026-03-10").await;
    let [exempted] = found.as_slice() else {
        panic!("one exemption: {found:?}");
    };
    assert!(exempted.in_force && exempted.here);
    assert!(
        exempted
            .wording
            .get(mithaq_notice::Language::En)
            .contains("A decision of the committee")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_elsewhere_says_so_and_one_that_is_over_is_not_shown() {
    let elsewhere = exemptions("[\"dz\"]", "2026-03-10").await;
    assert!(matches!(elsewhere.as_slice(), [exempted] if !exempted.here));
    assert!(exemptions("[\"ne\"]", "2026-02-28").await.is_empty());
}
