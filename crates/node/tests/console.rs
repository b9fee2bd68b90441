//! The console over a real member: who may see and do what, in which language, and that nothing typed becomes markup.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

mod browser;
mod scene;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use browser::Browser;
use mithaq_exchange::record::Judgement;
use mithaq_exchange::{Outcome, PossibleMatch};
use scene::{HOSTILE, PASSWORD, Scene};

/// The pages everybody's browser may ask for.
const PAGES: [&str; 10] = [
    "/",
    "/screen",
    "/book",
    "/reviews",
    "/notices",
    "/notices/dz-0001",
    "/sightings",
    "/pact",
    "/consultations",
    "/log",
];

/// Listed and released in Latin letters only.
const ARABIC_NAME: &str = "أبو عبيدة يوسف العنابي";
/// Of dz-0003, about whom two people must decide.
const FOUR_EYES_NAME: &str = "منير بن ضو بن إبراهيم بن هلال";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_a_page_without_signing_in_and_everybody_comes_back_to_it() {
    let scene = Scene::set().await;
    let mut nobody = Browser::at(&scene.ne);
    for page in PAGES {
        let answer = nobody.get(page).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
        assert!(
            answer.location.starts_with("/sign-in?next=%2F"),
            "{page}: {}",
            answer.location
        );
        assert!(!nobody.post(page, &[]).await.status.is_success(), "{page}");
    }
    let answer = nobody.get("/notices?kind=person&page=2").await;
    assert_eq!(
        answer.location,
        "/sign-in?next=%2Fnotices%3Fkind%3Dperson%26page%3D2"
    );
    let form = nobody.get(&answer.location).await;
    let next = form
        .after(r#"name="next" value=""#)
        .expect("the form keeps the way back")
        .replace("&amp;", "&");
    let entered = nobody
        .post(
            "/sign-in",
            &[("user", "aicha"), ("password", PASSWORD), ("next", &next)],
        )
        .await;
    assert_eq!(entered.location, "/notices?kind=person&page=2");
    let elsewhere = nobody
        .post(
            "/sign-in",
            &[
                ("user", "aicha"),
                ("password", PASSWORD),
                ("next", "//evil.example"),
            ],
        )
        .await;
    assert_eq!(elsewhere.location, "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites_and_ends_with_signing_out() {
    let scene = Scene::set().await;
    let mut aicha = Browser::at(&scene.ne);
    let entered = aicha
        .post(
            "/sign-in",
            &[
                ("user", "aicha"),
                ("password", PASSWORD),
                ("language", "en"),
            ],
        )
        .await;
    let session = entered
        .cookies
        .iter()
        .find(|cookie| cookie.starts_with("mithaq-session-ne="))
        .expect("a session");
    for part in [
        "; Path=/",
        "; Max-Age=43200",
        "; HttpOnly",
        "; SameSite=Strict",
    ] {
        assert!(session.contains(part), "{session}");
    }
    assert!(!session.contains("Secure"));
    assert!(
        aicha.get("/").await.has(r#"<html lang="en" dir="ltr">"#),
        "the language chosen with signing in"
    );

    assert_eq!(
        aicha
            .post("/sign-out", &[("token", "made up")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        aicha.get("/").await.status,
        StatusCode::OK,
        "still signed in"
    );
    let kept = aicha.cookies.clone();
    let token = aicha
        .get("/")
        .await
        .after(r#"name="token" value=""#)
        .expect("a token")
        .to_owned();
    assert_eq!(
        aicha.post("/sign-out", &[("token", &token)]).await.location,
        "/sign-in"
    );
    aicha.cookies = kept;
    assert_eq!(
        aicha.get("/").await.status,
        StatusCode::SEE_OTHER,
        "the old cookie opens nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_in_the_readers_language_and_opens_no_dialog_of_the_browsers_own()
{
    let scene = Scene::set().await;
    let mut somebody = Browser::at(&scene.ne);
    somebody.get("/language/fr?next=/sign-in").await;
    for (user, password) in [("aicha", "wrong"), ("nobody", PASSWORD), ("", "")] {
        let answer = somebody
            .post("/sign-in", &[("user", user), ("password", password)])
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{user}");
        assert!(answer.has("ne correspondent pas"), "{}", answer.text);
    }
    let request = Request::post("/sign-in")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let elsewhere = somebody
        .send(
            request,
            Body::from(format!("user=aicha&password={PASSWORD}")),
        )
        .await;
    assert_eq!(
        elsewhere.status,
        StatusCode::FORBIDDEN,
        "another site signs nobody in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_sessions_token_does_nothing() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let mut idrissa = Browser::of(&scene.ne, "idrissa").await;
    let other = idrissa
        .get("/screen")
        .await
        .after(r#"name="token" value=""#)
        .expect("a token")
        .to_owned();
    for token in ["", "made up", &other] {
        let answer = aicha
            .post("/screen", &[("token", token), ("name", ARABIC_NAME)])
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(
            answer.has("Ce formulaire n’est plus valable"),
            "{}",
            answer.text
        );
    }
    assert_eq!(scene.ne.member().state().holdings().screenings(), 0);
    let found = aicha.find(ARABIC_NAME).await;
    let review = aicha.review_from(&found).await;
    let answer = aicha
        .post(
            &review,
            &[("token", &other), ("judgement", "same"), ("reason", "x")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        scene
            .ne
            .member()
            .state()
            .holdings()
            .matches()
            .next()
            .map(PossibleMatch::outcome),
        Some(Outcome::Open)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_the_pages_of_their_role_and_is_offered_no_others() {
    let scene = Scene::set().await;
    let seen: [(&str, &[&str]); 5] = [
        (
            "aicha",
            &[
                "/",
                "/screen",
                "/book",
                "/reviews",
                "/notices",
                "/sightings",
                "/pact",
            ],
        ),
        (
            "mariama",
            &["/", "/reviews", "/notices", "/sightings", "/pact", "/log"],
        ),
        ("boubacar", &["/", "/pact"]),
        ("rahila", &["/", "/pact", "/log"]),
        (
            "hawa",
            &["/", "/reviews", "/notices", "/sightings", "/pact", "/log"],
        ),
    ];
    for (user, pages) in seen {
        let mut browser = Browser::of(&scene.ne, user).await;
        let today = browser.get("/").await;
        for page in [
            "/",
            "/screen",
            "/book",
            "/reviews",
            "/notices",
            "/sightings",
            "/pact",
            "/log",
        ] {
            let may = pages.contains(&page);
            let expected = if may {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(browser.get(page).await.status, expected, "{user} at {page}");
            assert_eq!(
                today.has(&format!(r#"<li><a href="{page}""#)),
                may,
                "{user}'s way to {page}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_without_a_post_is_told_so_and_sees_nothing() {
    let scene = Scene::set().await;
    let mut amadou = Browser::of(&scene.ne, "amadou").await;
    let today = amadou.get("/").await;
    assert_eq!(today.status, StatusCode::OK);
    assert!(today.has("Vous ne travaillez à aucun poste") && !today.has("dz-0"));
    for page in ["/notices", "/screen", "/notices/dz-0001"] {
        assert_eq!(
            amadou.get(page).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_turns_into_another_language_and_direction_and_stays_the_same_page() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let page = "/pact?member=dz&partner=us";
    assert!(
        aicha.get(page).await.has(r#"<html lang="fr" dir="ltr">"#),
        "the account's language"
    );
    for (code, direction, word) in [
        ("ar", "rtl", "ملتزَم به"),
        ("en", "ltr", "undertaken"),
        ("fr", "ltr", "engagé"),
    ] {
        let before = aicha.get(page).await;
        let link = before.after(&format!(r#"href="/language/{code}?next="#));
        if let Some(link) = link {
            let turned = aicha.get(&format!("/language/{code}?next={link}")).await;
            assert_eq!(turned.location, page);
        }
        let after = aicha.get(page).await;
        assert!(
            after.has(&format!(r#"<html lang="{code}" dir="{direction}">"#)),
            "{code}"
        );
        assert!(after.has(word), "{code}");
    }
    assert_eq!(
        aicha
            .get("/language/tlh?next=//evil.example")
            .await
            .location,
        "/",
        "an unknown language changes nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_notice_says_never_becomes_markup() {
    let scene = Scene::set().await;
    let mut idrissa = Browser::of(&scene.ne, "idrissa").await;
    let found = idrissa.find(HOSTILE).await;
    let review = idrissa.review_from(&found).await;
    let typed = idrissa.fill("/screen", &[("birth", HOSTILE)]).await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut pages = vec![typed];
    for page in [
        "/notices",
        "/notices/ne-9001",
        "/notices?q=%3Cscript%3E",
        "/",
        &found,
        &review,
        "/notices/%3Cscript%3E",
        "/pact?member=%3Cb%3E",
        "/pact/clauses/%3Cb%3E",
    ] {
        pages.push(idrissa.get(page).await);
    }
    for page in &pages {
        for markup in ["<script", "<img", "<b onclick", "style=\""] {
            assert!(!page.has(markup), "{markup}: {}", page.text);
        }
    }
    assert!(
        pages
            .iter()
            .filter(|page| page.has("&lt;script&gt;alert(1)&lt;/script&gt;"))
            .count()
            >= 5
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_arabic_name_finds_the_latin_notice_and_a_person_decides() {
    let scene = Scene::set().await.with_un_list().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;

    let found = aicha.find(ARABIC_NAME).await;
    let page = aicha.get(&found).await;
    assert!(
        page.has("ABU UBAYDAH YUSUF AL-ANABI") && page.has("dz-0001"),
        "{}",
        page.text
    );
    assert!(page.has("Une concordance possible n’est pas une identification"));
    assert!(
        page.has("Ne pas retenir la personne"),
        "the instructions are there"
    );
    let instructions = page.text.find("Consignes").expect("under their heading");
    let why = page
        .text
        .find("Ce qui concorde")
        .expect("the reasons are there");
    assert!(instructions < why, "what to do comes first");
    assert!(
        aicha.get("/").await.has("/review/"),
        "it waits on today's page"
    );

    let review = aicha.review_from(&found).await;
    let hasty = aicha
        .fill(&review, &[("judgement", "same"), ("reason", "  ")])
        .await;
    assert_eq!(
        hasty.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a reason is needed"
    );
    let decided = aicha
        .fill(
            &review,
            &[
                ("judgement", "same"),
                ("reason", "Passeport et date de naissance comparés."),
            ],
        )
        .await;
    assert_eq!(
        (decided.status, decided.location.as_str()),
        (StatusCode::SEE_OTHER, review.as_str())
    );
    assert!(aicha.get(&review).await.has("Décision consignée"));
    let sightings = aicha.get("/sightings").await;
    assert!(
        sightings.has("Passeport et date de naissance comparés.")
            && sightings.has("réception non confirmée")
    );

    scene.round().await;
    assert!(
        aicha
            .get("/sightings")
            .await
            .has("réception confirmée par l’émetteur")
    );
    let mut omar = Browser::of(&scene.dz, "omar").await;
    assert!(
        omar.get("/sightings").await.has("dz-0001"),
        "it came back to the originator"
    );
    let again = aicha.get("/reviews").await;
    assert!(again.has("Rien n’attend de décision") && again.has(&review));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_two_people_must_decide_one_cannot_decide_twice() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let found = aicha.find(FOUR_EYES_NAME).await;
    let review = aicha.review_from(&found).await;
    assert!(
        aicha.get(&review).await.has("Une seconde personne"),
        "it is said before anybody decides"
    );
    aicha
        .fill(&review, &[("judgement", "same"), ("reason", "visage")])
        .await;
    assert!(
        aicha
            .get(&review)
            .await
            .has("La seconde décision ne peut être la vôtre")
    );

    let mut idrissa = Browser::of(&scene.ne, "idrissa").await;
    let decided = idrissa
        .fill(&review, &[("judgement", "same"), ("reason", "وثيقة")])
        .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER);
    let state = scene.ne.member().state();
    let outcome = state
        .holdings()
        .matches()
        .next()
        .map(PossibleMatch::outcome);
    assert_eq!(outcome, Some(Outcome::Decided(Judgement::Same)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_found_is_said_with_its_receipt_and_the_form_stays_filled() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let answer = aicha
        .fill(
            "/screen",
            &[
                ("name", "Claire Dubois"),
                ("birth", "1984"),
                ("nationality", "FR"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.has("Aucune concordance possible") && answer.has(r#"value="Claire Dubois""#),
        "{}",
        answer.text
    );
    let wrong = aicha
        .fill("/screen", &[("name", "Claire"), ("birth", "31/02/1984")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has(r#"value="31/02/1984""#) && wrong.has("aria-invalid"));
    assert_eq!(
        aicha.fill("/screen", &[("name", " ")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_sees_what_is_released_to_their_post_and_what_is_withheld_from_it_by_cause() {
    let scene = Scene::set().await;
    let mut mariama = Browser::of(&scene.ne, "mariama").await;
    let list = mariama.get("/notices").await;
    assert!(
        list.has("withheld for this use") && list.has("handling"),
        "{}",
        list.text
    );
    let withheld = mariama.get("/notices/dz-0002").await;
    assert_eq!(
        withheld.status,
        StatusCode::FORBIDDEN,
        "it is for the border"
    );
    assert!(
        withheld.has("not released to your post") && !withheld.has("BOULGHITI"),
        "{}",
        withheld.text
    );
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    assert!(aicha.get("/notices/dz-0002").await.has("BOULGHITI"));
    assert_eq!(
        aicha.get("/notices/dz-9999").await.status,
        StatusCode::NOT_FOUND
    );
    let filtered = aicha.get("/notices?kind=vehicle").await;
    assert!(filtered.has("/notices/dz-0007") && !filtered.has("/notices/dz-0001"));
    let searched = aicha.get("/notices?q=boulghiti").await;
    assert!(searched.has("/notices/dz-0002") && !searched.has("/notices/dz-0001"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_leads_to_clauses_and_clauses_to_who_said_them() {
    let scene = Scene::set().await;
    let mut hawa = Browser::of(&scene.ne, "hawa").await;
    let matrix = hawa.get("/pact?member=dz").await;
    assert!(
        matrix.has(r#"class="refused" href="/pact/dz/direct-intervention/sy""#),
        "{}",
        matrix.text
    );
    let asked = hawa.get("/pact/dz/direct-intervention/sy").await;
    assert!(
        asked.has("/pact/clauses/dz-nothing-elsewhere"),
        "{}",
        asked.text
    );
    let clause = hawa.get("/pact/clauses/dz-nothing-elsewhere").await;
    for said in [
        "Said by",
        "Carried by",
        "anonymous",
        "1 independent source",
        "2014-09",
        "elkhabar-2014-09#F2",
    ] {
        let plain = clause.text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain.contains(said), "{said}: {plain}");
    }
    assert_eq!(
        hawa.get("/pact/clauses/dz-nothing").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        hawa.get("/pact/dz/air-strike/atlantis").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        hawa.get("/pact?member=xx").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pact_is_asked_as_of_a_day_and_in_a_way_it_knows() {
    let scene = Scene::set().await;
    let mut hawa = Browser::of(&scene.ne, "hawa").await;
    let question = "/pact/dz/direct-intervention/sy";
    let before = hawa.get(&format!("{question}?at=2013-05-01")).await;
    assert!(!before.has("/pact/clauses/"), "{}", before.text);
    assert!(before.has(r#"name="at" value="2013-05-01""#));
    let since = hawa.get(&format!("{question}?at=2014-10")).await;
    assert!(since.has("/pact/clauses/dz-nothing-elsewhere"));
    // The matrix leads to the same day.
    let matrix = hawa.get("/pact?member=dz&at=2014-10-01").await;
    assert!(matrix.has(&format!(r#"href="{question}?at=2014-10-01""#)));
    for unknown in ["at=yesterday", "mode=by-dragon"] {
        let answer = hawa.get(&format!("{question}?{unknown}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_says_why_it_may_be_read() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    for (notice, why) in [
        ("dz-0001", "dz-sahel-security-cooperation"),
        ("ne-9001", "Avis du membre lui-même"),
    ] {
        let page = aicha.get(&format!("/notices/{notice}")).await;
        let plain = page.text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain.contains("Autorisé") && plain.contains(why), "{plain}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_pact_records_beside_its_clauses_is_a_page_a_kind() {
    let scene = Scene::set().await;
    let mut hawa = Browser::of(&scene.ne, "hawa").await;
    assert!(hawa.get("/pact").await.has("/pact/sections/flows"));
    for (section, said) in [
        ("statements", "will not carry out security operations"),
        ("positions", "first stated"),
        ("flows", "Gaps, where nobody undertakes it"),
        ("capabilities", "dz-sahel-capability-support"),
        ("tracks", "The parties in Mali"),
    ] {
        let page = hawa.get(&format!("/pact/sections/{section}")).await;
        assert!(page.has(said), "{section}: {}", page.text);
    }
    let unknown = hawa.get("/pact/sections/rumours").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn oversight_sees_whether_the_log_is_whole_and_what_was_withheld_by_which_clause() {
    let scene = Scene::set().await;
    let mut omar = Browser::of(&scene.dz, "omar").await;
    assert!(omar.get("/log?verify=yes").await.has("السجل سليم"));
    let log = omar.get("/log").await;
    assert!(
        log.has("تسليم")
            && log.has("/pact/clauses/dz-no-operations-sy-iq")
            && log.has("قيود تداول الإشعار"),
        "{}",
        log.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_small_has_one_heading_and_runs_no_script() {
    let scene = Scene::set().await.with_un_list().await;
    let mut idrissa = Browser::of(&scene.ne, "idrissa").await;
    let found = idrissa.find(ARABIC_NAME).await;
    let review = idrissa.review_from(&found).await;
    let mut hawa = Browser::of(&scene.ne, "hawa").await;
    let pages = [
        &PAGES[..],
        &[
            "/notices/un-6908537",
            "/pact?member=dz",
            "/pact/clauses/dz-no-intervention",
            "/pact/sections/statements",
            "/pact/sections/positions",
            "/pact/sections/flows",
            "/pact/sections/capabilities",
            "/pact/sections/tracks",
            "/sign-in",
            "/nowhere",
        ],
    ]
    .concat();
    let receipt = format!("{found}/receipt");
    for page in pages.into_iter().chain([found.as_str(), &review, &receipt]) {
        for browser in [&mut idrissa, &mut hawa] {
            let answer = browser.get(page).await;
            assert!(
                answer.text.len() < 50_000,
                "{page} has {} bytes",
                answer.text.len()
            );
            assert_eq!(answer.text.matches("<h1").count(), 1, "{page}");
            assert_eq!(answer.text.matches("<main").count(), 1, "{page}");
            for never in ["<script", " style=", "⟦", "http://"] {
                assert!(!answer.has(never), "{page} has {never}");
            }
        }
    }
    let style = hawa.get("/assets/mithaq.css").await;
    assert!(style.text.len() < 12_000, "{} bytes", style.text.len());
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
        "text-align: right",
        "url(",
    ] {
        assert!(
            !style.has(physical),
            "{physical} does not turn round for Arabic"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_nothing_is_a_page_for_people_and_a_problem_for_programs() {
    let scene = Scene::set().await;
    let mut aicha = Browser::of(&scene.ne, "aicha").await;
    let page = aicha.get("/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.has("Il n’y a rien ici"));
    let problem = aicha.get("/v1/nowhere").await;
    assert_eq!(problem.status, StatusCode::NOT_FOUND);
    assert!(problem.text.starts_with('{'), "{}", problem.text);
}
