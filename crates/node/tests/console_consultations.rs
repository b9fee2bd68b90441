//! Consultations in the console: what is on the table is read in the reader's language, and the treaty desk answers.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says why"
)]

mod browser;
mod scene;

use axum::http::StatusCode;
use browser::Browser;
use jiff::Timestamp;
use mithaq_exchange::ConsultationAsked;
use mithaq_notice::Text;
use mithaq_pact::{Matter, Opening, Standing};
use scene::Scene;

/// Niger has asked Algeria for training, in words that would be markup, were they not escaped.
async fn asked() -> Scene {
    let scene = Scene::set().await;
    let asked = ConsultationAsked {
        id: Some("ne-training".parse().unwrap()),
        opening: Opening {
            asked: ["dz".parse().unwrap()].into(),
            subject: Text::new("تدريب", "Formation", "Training"),
            matter: Matter {
                activity: Some(["training".parse().unwrap()].into()),
                ..Matter::default()
            },
            deadline: None,
        },
        text: Text::english("<script>alert(1)</script>"),
    };
    let niger = scene.ne.member();
    niger
        .consult(asked, "rahila", Timestamp::now())
        .await
        .unwrap();
    scene.round().await;
    scene
}

fn standing(scene: &Scene) -> Standing {
    let state = scene.dz.member().state();
    let known = state
        .holdings()
        .consultation(&"ne-training".parse().unwrap());
    known.unwrap().standing(Timestamp::now())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_treaty_desk_reads_a_request_in_its_language_and_answers_it() {
    let scene = asked().await;
    let mut farid = Browser::of(&scene.dz, "farid").await;
    let list = farid.get("/consultations").await;
    assert!(
        list.has("Formation") && list.has("ouverte"),
        "{}",
        list.text
    );
    let page = "/consultations/ne-training";
    let shown = farid.get(page).await;
    assert!(shown.has("&lt;script&gt;alert(1)") && !shown.has("<script>"));
    assert!(shown.has(r#"value="limit""#) && !shown.has(r#"value="withdraw""#));

    let limit = [
        ("act", "limit"),
        ("text-fr", "Au nord."),
        ("theatre", "ne-north"),
    ];
    let answered = farid.fill(page, &limit).await;
    assert_eq!(
        (answered.status, answered.location.as_str()),
        (StatusCode::SEE_OTHER, page)
    );
    assert_eq!(
        standing(&scene),
        Standing::Open {
            awaits: ["ne".parse().unwrap()].into()
        }
    );
    let own = [("act", "accept"), ("text-fr", "Oui.")];
    assert_eq!(farid.fill(page, &own).await.status, StatusCode::CONFLICT);
    let none = [("act", "agree"), ("text-fr", "Oui.")];
    assert_eq!(
        farid.fill(page, &none).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_treaty_desk_asks_other_members_in_three_languages() {
    let scene = Scene::set().await;
    let mut rahila = Browser::of(&scene.ne, "rahila").await;
    let asking = [
        ("asked", "dz"),
        ("asked", "ml"),
        ("subject-fr", "Formation"),
        ("subject-ar", "تدريب"),
        ("text-fr", "Nous demandons\r\nune formation."),
        ("activity", "training"),
        ("activity", "equipment"),
        ("theatre", "ne-north"),
        ("deadline", "2199-12-31"),
    ];
    let asked = rahila.fill("/consultations", &asking).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let shown = rahila.get(&asked.location).await;
    for words in [
        "Formation",
        "Équipement",
        "Nord du Niger",
        "2199-12-31",
        "Mali",
    ] {
        assert!(shown.has(words), "{words}: {}", shown.text);
    }
    let no_such_mode = [
        ("asked", "dz"),
        ("subject-fr", "F"),
        ("text-fr", "T"),
        ("mode", "by-air"),
    ];
    let refused = rahila.fill("/consultations", &no_such_mode).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("by-air"), "{}", refused.text);
    let nobody = [("subject-fr", "F"), ("text-fr", "T")];
    let refused = rahila.fill("/consultations", &nobody).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut hawa = Browser::of(&scene.ne, "hawa").await;
    assert!(!hawa.get("/consultations").await.has("name=\"asked\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_is_signed_where_what_it_changes_is_read() {
    let scene = Scene::set().await;
    let text = scene.ne.member().state().pact_text().to_owned();
    let next = text.replacen("\nversion = 1\n", "\nversion = 2\n", 1);
    let next = next.replacen(
        "theatre = [\"ml-north\", \"ly\"]",
        "theatre = [\"ml-north\"]",
        1,
    );
    let proposed = scene
        .ne
        .member()
        .propose(&next, None, "rahila", Timestamp::now())
        .await
        .unwrap();
    scene.round().await;
    let mut farid = Browser::of(&scene.dz, "farid").await;
    let page = format!("/amendments/{}", proposed.id);
    let list = farid.get("/consultations").await;
    assert!(list.has(&format!("href=\"{page}\"")), "{}", list.text);
    let shown = farid.get(&page).await;
    for words in ["Clause par clause", "dz-assistance", "/sign\""] {
        assert!(shown.has(words), "{words}: {}", shown.text);
    }
    let token = farid.token(&page).await;
    let sign = format!("{page}/sign");
    let signed = farid.post(&sign, &[("token", token.as_str())]).await;
    assert_eq!(signed.location, page, "{}", signed.text);
    assert!(!farid.get(&page).await.has("/sign\""), "it is signed");
    assert_eq!(
        farid.get("/amendments/abc").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let mut nadia = Browser::of(&scene.dz, "nadia").await;
    assert_eq!(nadia.get(&page).await.status, StatusCode::FORBIDDEN);
    let new = nadia.get("/pact/new?since=2014-09-01").await;
    assert!(new.has("dz-no-military-funding"), "{}", new.text);
    let soon = nadia.get("/pact/new?since=soon").await;
    assert_eq!(soon.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn oversight_reads_and_answers_nothing_and_a_post_does_not_see_it() {
    let scene = asked().await;
    let mut omar = Browser::of(&scene.dz, "omar").await;
    let shown = omar.get("/consultations/ne-training").await;
    assert!(
        shown.has("تدريب") && !shown.has(r#"name="act""#),
        "{}",
        shown.text
    );
    let accept = [("act", "accept"), ("text-ar", "نعم")];
    let refused = omar.fill("/consultations/ne-training", &accept).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut nadia = Browser::of(&scene.dz, "nadia").await;
    assert_eq!(
        nadia.get("/consultations").await.status,
        StatusCode::FORBIDDEN
    );
    assert!(!nadia.get("/").await.has("href=\"/consultations\""));
    assert!(matches!(standing(&scene), Standing::Open { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_may_name_a_country_no_theatre_was_declared_for() {
    let scene = Scene::set().await;
    let mut rahila = Browser::of(&scene.ne, "rahila").await;
    let page = rahila.get("/consultations").await;
    for theatre in ["world", "sahel", "pt"] {
        assert!(
            page.has(&format!(r#"<option value="{theatre}">"#)),
            "{theatre}"
        );
    }
    let asked = [
        ("asked", "dz"),
        ("subject-fr", "Formation"),
        ("text-fr", "Au Portugal."),
        ("theatre", "pt"),
    ];
    let answer = rahila.fill("/consultations", &asked).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(rahila.get(&answer.location).await.has("Portugal"));
}
