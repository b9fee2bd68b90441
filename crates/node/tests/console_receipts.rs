//! What the console shows of a node's memory: receipts, what was cleared, the book.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

mod browser;
mod scene;

use axum::http::StatusCode;
use browser::Browser;
use mithaq_exchange::BookChange;
use mithaq_screen::Query;
use mithaq_store::Envelope;
use scene::Scene;

/// Listed and released in Latin letters only.
const ARABIC_NAME: &str = "أبو عبيدة يوسف العنابي";
/// Of dz-0003, about whom two people must decide.
const FOUR_EYES_NAME: &str = "منير بن ضو بن إبراهيم بن هلال";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cleared_for_a_party_is_shown_with_who_when_and_why_and_waits_for_nobody() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let fields = [("name", FOUR_EYES_NAME), ("party", "voyageur 7")];
    let first = aicha.fill("/screen", &fields).await.location;
    let review = aicha.review_from(&first).await;
    assert!(
        aicha
            .get(&review)
            .await
            .has(&format!(r#"formaction="{review}/clear""#))
    );
    let clear = format!("{review}/clear");
    let forged = aicha
        .post(&clear, &[("token", "made up"), ("reason", "x")])
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let token = aicha.token(&review).await;
    let cleared = aicha
        .post(&clear, &[("token", &token), ("reason", "Autre mère <b>")])
        .await;
    assert_eq!(
        (cleared.status, &cleared.location),
        (StatusCode::SEE_OTHER, &review),
        "{}",
        cleared.text
    );
    let decided = aicha.get(&review).await;
    assert!(decided.has("Écarté pour cette partie") && decided.has("Autre mère &lt;b&gt;"));
    let now = jiff::Timestamp::now();

    let again = aicha.fill("/screen", &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let page = aicha.get(&again.location).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for shown in [
        "Écarté auparavant",
        "dz-0003",
        "<bdi>aicha</bdi>",
        "Autre mère &lt;b&gt;",
    ] {
        assert!(page.has(shown), "{shown}: {}", page.text);
    }
    assert!(page.has(&now.strftime("%Y-%m-%d").to_string()), "when");
    assert!(!page.has("/review/"), "nobody is asked to review it");
    let other = aicha
        .fill(
            "/screen",
            &[("name", FOUR_EYES_NAME), ("party", "voyageur 8")],
        )
        .await;
    let other = aicha.get(&other.location).await;
    assert!(other.has("/review/") && !other.has("Écarté auparavant"));

    let shown = aicha.get("/reviews").await;
    assert!(shown.has("Écarté pour une partie"), "{}", shown.text);
    let mut hawa = Browser::of(&scene.ne, "hawa").await;
    let oversight = hawa.get("/reviews").await;
    assert!(
        oversight.has("Autre mère") && !oversight.has("/undo"),
        "an inspector sees it and cannot take it back"
    );
    let undo = shown.after(r#"action="/clearances/"#).expect("a form");
    let undo = format!("/clearances/{undo}");
    let sent = [("token", token.as_str()), ("reason", "")];
    let without = aicha.post(&undo, &sent).await;
    assert!(without.status.is_client_error(), "a reason is needed");
    let sent = [
        ("token", token.as_str()),
        ("reason", "erreur"),
        ("next", "//evil.example"),
    ];
    let undone = aicha.post(&undo, &sent).await;
    assert_eq!(
        (undone.status, undone.location.as_str()),
        (StatusCode::SEE_OTHER, "/")
    );
    assert!(aicha.get(&again.location).await.has("Annulé depuis"));
    let open = aicha.fill("/screen", &fields).await.location;
    assert!(aicha.get(&open).await.has("/review/"), "it is raised again");
    let long = "r".repeat(257);
    let refused = aicha
        .fill("/screen", &[("name", FOUR_EYES_NAME), ("party", &long)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screening_leads_to_its_signed_receipt_which_its_own_post_downloads() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let found = aicha.find(FOUR_EYES_NAME).await;
    let receipt = format!("{found}/receipt");
    assert!(aicha.get(&found).await.has(&format!(r#"href="{receipt}""#)));
    let page = aicha.get(&receipt).await;
    assert!(
        page.has("mithaq receipt verify") && page.has("(sources "),
        "{}",
        page.text
    );
    let file = aicha.get(&format!("{receipt}.json")).await;
    let signer = scene.ne.member().store().signer();
    let envelope = Envelope::from_json(file.text.as_bytes()).expect("an envelope");
    assert_eq!(envelope.claimed_signers().collect::<Vec<_>>(), [signer]);
    let content = String::from_utf8_lossy(envelope.unverified_payload()).into_owned();
    assert!(content.contains("dz-0003") && !content.contains(FOUR_EYES_NAME));

    let checked = aicha.fill(&receipt, &[]).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.text);
    assert!(checked.has("Le journal est entier") && checked.has("le résultat est le même"));

    let nothing = aicha.fill("/screen", &[("name", "Claire Dubois")]).await;
    let empty = nothing
        .after(r#"href="/screen/"#)
        .expect("its receipt is there too");
    let empty = format!("/screen/{empty}");
    assert_eq!(aicha.get(&empty).await.status, StatusCode::OK);
    for (name, status, said) in [
        ("Claire Dubois", StatusCode::OK, "le résultat est le même"),
        (
            "Claire Duval",
            StatusCode::UNPROCESSABLE_ENTITY,
            "autre question",
        ),
        ("", StatusCode::UNPROCESSABLE_ENTITY, "Saisissez un nom"),
    ] {
        let checked = aicha.fill(&empty, &[("name", name)]).await;
        assert!(
            checked.status == status && checked.has(said),
            "{name}: {}",
            checked.text
        );
    }
    assert_eq!(
        aicha.get("/screen/1/receipt").await.status,
        StatusCode::NOT_FOUND
    );
    for (user, expected) in [
        ("hawa", StatusCode::OK),
        ("mariama", StatusCode::FORBIDDEN),
        ("boubacar", StatusCode::FORBIDDEN),
    ] {
        let mut browser = Browser::of(&scene.ne, user).await;
        for page in [&receipt, &format!("{receipt}.json"), &empty] {
            assert_eq!(browser.get(page).await.status, expected, "{user} at {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_shows_its_parties_and_what_it_found_and_no_other_screening() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    assert!(
        aicha
            .get("/book")
            .await
            .has("Rien de ce que le registre a trouvé")
    );
    aicha.find(ARABIC_NAME).await;
    assert!(
        !aicha.get("/book").await.has("/review/"),
        "an officer's own screening is no finding"
    );
    let listed = Query::of_name("client 1", FOUR_EYES_NAME);
    let others = (2..60).map(|at| Query::of_name(format!("client {at}"), "<em>Zzqxk Vlommb"));
    let change = BookChange {
        put: std::iter::once(listed).chain(others).collect(),
        ..BookChange::default()
    };
    let member = scene.ne.member();
    let (post, now) = ("assamaka".parse().expect("an id"), jiff::Timestamp::now());
    member
        .change_book("aicha", &post, true, change, now)
        .await
        .expect("it is taken in");
    let raised = member
        .screen_books(now)
        .await
        .expect("it is screened")
        .raised;
    let page = aicha.get("/book").await;
    assert!(
        page.has("client 1") && page.has("parties") && page.has("et "),
        "{}",
        page.text
    );
    assert!(!page.has("<em>") && page.has("&lt;em&gt;Zzqxk"));
    let findings = raised
        .iter()
        .filter(|found| page.has(&format!("/review/{found}/")))
        .count();
    assert!(findings == raised.len() && findings > 0, "{raised:?}");
    let arabic = Browser::of(&scene.ne, "idrissa").await.get("/book").await;
    assert!(
        arabic.has("دفتر الأطراف") && arabic.has("/review/"),
        "a colleague sees the same"
    );
}
