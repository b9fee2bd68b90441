//! The API over a real member: who may do what, what bad input is answered with, and that it changes nothing.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use base64::Engine as _;
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use mithaq_node::{App, router};
use mithaq_notice::{Name, NameKind, Notice, Person, Subject};
use scene::{PASSWORD, Scene};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// An answer of the API.
#[derive(Debug)]
struct Answer {
    /// Of which question.
    of: String,
    status: StatusCode,
    kind: String,
    body: Value,
}

impl Answer {
    /// It is a problem with this status that says so.
    #[track_caller]
    fn refuses(&self, status: StatusCode, said: &str) {
        let expected = (status, "application/problem+json");
        let found = (self.status, self.kind.as_str());
        assert_eq!(found, expected, "{}: {self:?}", self.of);
        let detail = self.body["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(said), "{}: {said}: {self:?}", self.of);
    }
}

/// Sends a request as somebody; nobody, where the user is empty.
async fn send(
    app: &App,
    user: &str,
    password: &str,
    method: Method,
    path: &str,
    body: Vec<u8>,
) -> Answer {
    let of = format!("{user} {method} {path}");
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json");
    if !user.is_empty() {
        let credentials =
            base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        request = request.header(header::AUTHORIZATION, format!("Basic {credentials}"));
    }
    let response = router(app.clone())
        .oneshot(request.body(Body::from(body)).expect("a request"))
        .await
        .expect("an answer");
    let status = response.status();
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let bytes = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    Answer {
        of,
        status,
        kind,
        body: serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes))),
    }
}

async fn get(app: &App, user: &str, path: &str) -> Answer {
    send(app, user, PASSWORD, Method::GET, path, Vec::new()).await
}

async fn post(app: &App, user: &str, path: &str, body: &Value) -> Answer {
    send(
        app,
        user,
        PASSWORD,
        Method::POST,
        path,
        body.to_string().into_bytes(),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_the_right_password_and_everybody_hears_how() {
    let scene = Scene::set().await;
    for path in [
        "/v1/me",
        "/v1/notices",
        "/v1/pact",
        "/v1/status",
        "/v1/log",
        "/v1/sightings",
    ] {
        let answer = send(&scene.ne, "", "", Method::GET, path, Vec::new()).await;
        assert_eq!(
            (answer.status, answer.kind.as_str()),
            (StatusCode::UNAUTHORIZED, "application/problem+json"),
            "{path}"
        );
        assert!(
            answer.body["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains("signed in")),
            "{path}: {answer:?}"
        );
    }
    for (user, password) in [("aicha", "wrong"), ("nobody", PASSWORD), ("a b", PASSWORD)] {
        let answer = send(&scene.ne, user, password, Method::GET, "/v1/me", Vec::new()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{user}");
        assert_eq!(
            answer.body["detail"], "the user or the password is wrong",
            "{user}: the same for both"
        );
    }
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(
            send(&scene.ne, "", "", Method::GET, path, Vec::new())
                .await
                .status,
            StatusCode::OK,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_may_not_do_is_refused_with_who_may() {
    let scene = Scene::set().await;
    let query = json!({ "query": { "name": "Karim Haddad" } });
    let review = json!({ "screening": 1, "subject": "s", "judgement": "same", "reason": "r" });
    let asking = json!({ "asked": ["dz"], "subject": { "en": "s" }, "text": { "en": "t" } });
    let stepping = json!({ "step": { "act": "withdraw" }, "text": { "en": "t" } });
    let refused = [
        ("hawa", "/v1/screen", &query),
        ("hawa", "/v1/reviews", &review),
        ("hawa", "/v1/sync", &json!({})),
        ("hawa", "/v1/notices", &json!([])),
        ("hawa", "/v1/notices/ne-9001/recall", &json!({})),
        ("hawa", "/v1/lists/un", &json!({})),
        ("hawa", "/v1/pact/adopt", &json!({})),
        ("hawa", "/v1/consultations", &asking),
        ("mariama", "/v1/consultations/ne-1/steps", &stepping),
        ("hawa", "/v1/amendments", &json!({})),
        ("mariama", "/v1/amendments/none/sign", &json!({})),
        ("aicha", "/v1/notices", &json!([])),
        ("aicha", "/v1/sync", &json!({})),
        ("boubacar", "/v1/screen", &query),
        ("mariama", "/v1/lists/un", &json!({})),
        ("rahila", "/v1/reviews", &review),
    ];
    let before = scene.ne.member().store().head().await.expect("a log");
    for (user, path, body) in refused {
        let answer = post(&scene.ne, user, path, body).await;
        answer.refuses(StatusCode::FORBIDDEN, "ask:");
    }
    assert_eq!(
        get(&scene.ne, "boubacar", "/v1/notices").await.status,
        StatusCode::FORBIDDEN,
        "an operator reads no notice"
    );
    assert_eq!(
        get(&scene.ne, "aicha", "/v1/log").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        scene.ne.member().store().head().await.expect("a log"),
        before,
        "nothing was written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_notice_names_clause_or_field_and_says_so_in_three_languages() {
    let scene = Scene::set().await;
    let decided = get(&scene.ne, "hawa", "/v1/decide?originator=dz&member=ne&service=army&activity=security-operation&theatre=sy&use=read").await;
    assert_eq!(decided.body["permitted"], false);
    assert_eq!(
        decided.body["release"]["clauses"][0],
        "dz-no-operations-sy-iq"
    );
    for language in ["ar", "fr", "en"] {
        assert!(
            decided.body["wording"][language]
                .as_str()
                .is_some_and(|said| !said.is_empty()),
            "{language}"
        );
    }
    // Held at this node for its border post, and not for the desk, which reads for security cooperation.
    let denied = get(&scene.ne, "mariama", "/v1/notices/dz-0002").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN, "{denied:?}");
    assert!(
        denied.body["wording"]["fr"]
            .as_str()
            .is_some_and(|said| !said.is_empty())
    );
    assert_eq!(
        get(&scene.ne, "aicha", "/v1/notices/dz-0002").await.status,
        StatusCode::OK
    );
    assert_eq!(
        get(&scene.ne, "aicha", "/v1/notices/dz-9999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_refused_purpose_lists_nothing_of_the_originators_and_says_why() {
    let scene = Scene::set().await;
    let for_syria = get(
        &scene.ne,
        "mariama",
        "/v1/notices?activity=military-operation&theatre=sy",
    )
    .await;
    let of_dz = for_syria.body["notices"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|notice| notice["originator"]["member"] == "dz")
        .count();
    assert_eq!(of_dz, 0);
    let by_clause = for_syria.body["withheld"]
        .as_array()
        .expect("causes")
        .iter()
        .any(|row| {
            row[0]["clauses"].as_array().is_some_and(|clauses| {
                clauses
                    .iter()
                    .any(|clause| clause == "dz-no-operations-sy-iq")
            })
        });
    assert!(by_clause, "{}", for_syria.body["withheld"]);
    let unknown = get(&scene.ne, "mariama", "/v1/notices?theatre=atlantis").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.body["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("atlantis"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_pact_records_beside_its_clauses_is_told_section_by_section() {
    let scene = Scene::set().await;
    let section = async |name: &str| {
        let path = format!("/v1/pact/sections/{name}?at=2014-10-01T00:00:00Z");
        get(&scene.ne, "mariama", &path).await
    };
    let flows = section("flows").await.body;
    assert_eq!(flows["flows"].as_array().map(Vec::len), Some(3));
    let gaps = &flows["flows"][0]["legs"][0]["gaps"];
    assert_eq!(gaps, &json!([{ "theatre": "north-africa" }]));
    let statements = section("statements").await.body;
    let told = statements["statements"].as_array().expect("a list");
    let relayed = told.iter().find(|s| s["id"] == "elkhabar-2014-09-F11");
    assert_eq!(
        relayed.map(|s| &s["relays"][0]["changed"]),
        Some(&json!(["tense"]))
    );
    for name in ["positions", "capabilities", "tracks"] {
        assert_eq!(section(name).await.status, StatusCode::OK, "{name}");
    }
    let unknown = section("rumours").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.body["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("positions"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_queries_are_refused_and_odd_ones_find_nothing() {
    let scene = Scene::set().await;
    let refused = [
        (json!({ "query": {} }), "neither a name nor a number"),
        (
            json!({ "query": { "name": "x", "birthDte": "1970" } }),
            "birthDte",
        ),
        (
            json!({ "query": { "name": "x", "birthDate": "yesterday" } }),
            "birthDate",
        ),
        (
            json!({ "query": { "name": "x" }, "threshold": 0.2 }),
            "threshold",
        ),
        (json!({ "query": { "name": { "a": 1 } } }), "name"),
    ];
    for (body, named) in refused {
        let answer = post(&scene.ne, "aicha", "/v1/screen", &body).await;
        answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, named);
    }
    let odd = [
        "😀😀😀",
        "0123456789",
        "\u{202e}\u{200f}abc محمد\u{202c}",
        &"ab ".repeat(3_500),
        &"m ".repeat(1_000),
        &format!("Qx{}zv", "\u{0301}".repeat(5_000)),
        "\u{0}",
    ];
    for name in odd {
        let answer = post(
            &scene.ne,
            "aicha",
            "/v1/screen",
            &json!({ "query": { "name": name } }),
        )
        .await;
        assert_eq!(answer.status, StatusCode::OK, "{name:.20}: {answer:?}");
        assert_eq!(answer.body["matches"], json!([]), "{name:.20}");
        let example = json!({ "schema": "Person", "properties": { "name": [name] } });
        let asked = json!({ "queries": { "q": example } });
        let answer = post(&scene.ne, "aicha", "/match/default", &asked).await;
        assert_eq!(answer.status, StatusCode::OK, "{name:.20}: {answer:?}");
        let found = &answer.body["responses"]["q"]["results"];
        assert_eq!(*found, json!([]), "{name:.20}");
    }
    let garbled = send(
        &scene.ne,
        "aicha",
        PASSWORD,
        Method::POST,
        "/v1/screen",
        b"{\"query\": {\"name\": \"\xff\"}}".to_vec(),
    )
    .await;
    assert!(garbled.status.is_client_error(), "{garbled:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_list_is_refused_with_its_place_and_changes_nothing() {
    let scene = Scene::set().await;
    let before = scene.ne.member().store().head().await.expect("a log");
    let list = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../data/un_consolidated.xml"
    ))
    .expect("the UN list");
    for damaged in [&b""[..], b"<html/>", &list[..list.len() / 2]] {
        let answer = send(
            &scene.ne,
            "boubacar",
            PASSWORD,
            Method::POST,
            "/v1/lists/un",
            damaged.to_vec(),
        )
        .await;
        answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "expected");
    }
    assert_eq!(
        scene.ne.member().store().head().await.expect("a log"),
        before,
        "nothing was written"
    );
    let whole = send(
        &scene.ne,
        "boubacar",
        PASSWORD,
        Method::POST,
        "/v1/lists/un",
        list,
    )
    .await;
    assert_eq!(
        (whole.status, &whole.body["new"]),
        (StatusCode::OK, &json!(1003))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_of_list_is_imported_by_the_same_rules() {
    let scene = Scene::set().await.with_un_list().await;
    let import = async |path: &str, list: Vec<u8>| {
        send(&scene.ne, "boubacar", PASSWORD, Method::POST, path, list).await
    };
    // The UN's own id for him: two lists of OpenSanctions' share ids so.
    let kony = json!({ "id": "un-6908538", "schema": "Person", "datasets": ["eu"],
        "properties": { "name": ["Joseph Kony"] } });
    let ftm = || kony.to_string().into_bytes();
    let sdn = "36,\"SARAB AIR\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\u{1a}\n";
    let ofac = |add: &str| format!("{sdn}\u{1a}\n{add}\u{1a}\n").into_bytes();
    let counts = |answer: &Answer| {
        let of = |key: &str| answer.body[key].clone();
        (
            answer.status,
            of("issuer"),
            [of("new"), of("corrected"), of("recalled")],
        )
    };
    let first = "/v1/lists/ftm?issuer=ofac&dated=2021-07-14";
    for (path, list, expected) in [(first, ftm(), [1, 0, 0]), (first, ftm(), [0, 0, 0])] {
        let answer = import(path, list).await;
        let expected = (StatusCode::OK, json!("ofac"), expected.map(|n| json!(n)));
        assert_eq!(counts(&answer), expected, "{answer:?}");
    }
    // Both lists' entries on him, found as one.
    let found = json!({ "query": { "name": "Joseph Kony" } });
    let found = post(&scene.ne, "aicha", "/v1/screen", &found).await;
    let hits = found.body["matches"][0]["hits"].as_array().expect("hits");
    let ids: Vec<_> = hits
        .iter()
        .filter_map(|hit| hit["notice"]["id"].as_str())
        .collect();
    assert_eq!(ids, ["ofac:un-6908538", "un-6908538"]);

    let moved = "36,25,\"Rue 1\",\"Havana\",\"Cuba\",-0- \n";
    for (path, list, expected) in [
        (
            "/v1/lists/ofac?dated=2021-07-15&removals=confirmed",
            ofac(""),
            [1, 0, 1],
        ),
        ("/v1/lists/ofac?dated=2021-07-16", ofac(moved), [0, 1, 0]),
    ] {
        let answer = import(path, list).await;
        let expected = (StatusCode::OK, json!("ofac"), expected.map(|n| json!(n)));
        assert_eq!(counts(&answer), expected, "{path}: {answer:?}");
    }
    let unacceptable = StatusCode::UNPROCESSABLE_ENTITY;
    for (path, list, status) in [
        (
            "/v1/lists/ofac?dated=2021-07-15",
            ofac(""),
            StatusCode::CONFLICT,
        ),
        ("/v1/lists/ofac?issuer=eu", ofac(""), unacceptable),
        ("/v1/lists/ofac", sdn.into(), unacceptable),
        ("/v1/lists/ftm", ftm(), unacceptable),
        (
            "/v1/lists/ftm?dated=yesterday",
            ftm(),
            StatusCode::BAD_REQUEST,
        ),
        ("/v1/lists/eu", ftm(), StatusCode::NOT_FOUND),
    ] {
        let answer = import(path, list).await;
        let said = (answer.status, answer.kind.as_str());
        let expected = (status, "application/problem+json");
        assert_eq!(said, expected, "{path}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_message_between_members_is_refused() {
    let scene = Scene::set().await;
    let stranger = mithaq_store::Signer::from_seed([9; 32]);
    let message = json!({ "from": "dz", "to": "ne", "at": "2026-01-01T00:00:00Z", "nonce": "1", "pact": "00", "body": "noted" });
    let forged = mithaq_store::Envelope::seal(
        "application/vnd.mithaq.message+json",
        message.to_string().as_bytes(),
        &stranger,
    );
    let answer = post(
        &scene.ne,
        "",
        "/v1/exchange",
        &serde_json::to_value(&forged).expect("JSON"),
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{answer:?}");
    let rubbish = post(&scene.ne, "", "/v1/exchange", &json!({ "payload": 1 })).await;
    assert!(rubbish.status.is_client_error(), "{rubbish:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_post_screened_no_other_post_sees() {
    let scene = Scene::set().await;
    let asked = json!({ "query": { "name": "Zanbaq Ben Sarab El Wahmi" } });
    let screened = post(&scene.ne, "aicha", "/v1/screen", &asked).await;
    assert_eq!(
        screened.body["matches"][0]["hits"][0]["notice"]["id"], "dz-0009",
        "{screened:?}"
    );

    let seen_by = async |user: &str| {
        get(&scene.ne, user, "/v1/matches")
            .await
            .body
            .as_array()
            .map_or(0, Vec::len)
    };
    assert_eq!(seen_by("idrissa").await, 1, "works at the same post");
    assert_eq!(seen_by("hawa").await, 1, "an inspector");
    assert_eq!(seen_by("mariama").await, 0, "works at another");
    let queries = get(&scene.ne, "hawa", "/v1/matches").await;
    assert_eq!(
        queries.body[0]["query"],
        Value::Null,
        "what was searched for is for those who decide"
    );
    assert_eq!(
        get(&scene.ne, "mariama", "/v1/log").await.status,
        StatusCode::FORBIDDEN,
        "the log has every notice"
    );
    assert_eq!(
        get(&scene.ne, "hawa", "/v1/log").await.status,
        StatusCode::OK
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_purpose_narrows_what_a_post_reads_and_never_widens_it() {
    let scene = Scene::set().await;
    let of_dz = async |path: &str| {
        let listed = get(&scene.ne, "mariama", path).await;
        let notices = listed.body["notices"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        notices
            .iter()
            .filter(|notice| notice["originator"]["member"] == "dz")
            .map(|notice| notice["id"].to_string())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let own = of_dz("/v1/notices").await;
    let as_border =
        of_dz("/v1/notices?activity=border-screening&theatre=ne-north&use=screen").await;
    assert!(!own.is_empty());
    assert!(
        as_border.is_subset(&own),
        "a desk that asks as a border post reads no more: {as_border:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn thresholds_exclusions_and_parties_are_read_or_refused() {
    let scene = Scene::set().await;
    let refused = [
        (
            json!({ "thresholds": { "arms-embargo": 0.1 } }),
            "thresholds",
        ),
        (json!({ "party": "  " }), "party"),
        (json!({ "limit": 0 }), "limit"),
    ];
    for (mut body, named) in refused {
        body["query"] = json!({ "name": "x" });
        let answer = post(&scene.ne, "aicha", "/v1/screen", &body).await;
        answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, named);
    }
    let body = json!({
        "query": { "name": "Karim Haddad" }, "party": "traveller 9", "strict": true,
        "thresholds": { "asset-freeze": 0.6 }, "exclude": { "lists": ["un"], "kinds": ["vehicle"], "notices": ["dz-1"] },
    });
    let screened = post(&scene.ne, "aicha", "/v1/screen", &body).await;
    assert_eq!(screened.status, StatusCode::OK, "{screened:?}");
    let receipt = format!("/v1/screenings/{}/receipt", screened.body["screening"]);
    let again = get(&scene.ne, "aicha", &receipt).await;
    assert_eq!(again.body, screened.body["receipt"], "the same receipt");
    assert_eq!(
        get(&scene.ne, "hawa", &receipt).await.status,
        StatusCode::OK,
        "an inspector sees it"
    );
    assert_eq!(
        get(&scene.ne, "boubacar", &receipt).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        get(&scene.ne, "aicha", "/v1/screenings/999999/receipt")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let clear = json!({ "screening": screened.body["screening"], "notice": "dz-1", "reason": "r" });
    assert_eq!(
        post(&scene.ne, "hawa", "/v1/clearances", &clear)
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        post(&scene.ne, "aicha", "/v1/clearances", &clear)
            .await
            .status,
        StatusCode::NOT_FOUND,
        "it raised nothing"
    );
    assert_eq!(
        get(&scene.ne, "hawa", "/v1/clearances").await.body,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_json_is_refused_as_a_problem_too() {
    let scene = Scene::set().await;
    for (body, status) in [
        ("{\"query\": ", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        ("[1]", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (method, sent) = (Method::POST, body.as_bytes().to_vec());
        let answer = send(&scene.ne, "aicha", PASSWORD, method, "/v1/screen", sent).await;
        assert_eq!(
            (answer.status, answer.kind.as_str()),
            (status, "application/problem+json"),
            "{body}"
        );
        assert!(answer.body["detail"].is_string(), "{body}");
    }
    // Nor the framework's own words for what it refuses by itself.
    for (method, path, sent, status) in [
        (
            Method::GET,
            "/v1/notices/a%20b",
            Vec::new(),
            StatusCode::BAD_REQUEST,
        ),
        (
            Method::GET,
            "/v1/screenings/x/receipt",
            Vec::new(),
            StatusCode::BAD_REQUEST,
        ),
        (
            Method::GET,
            "/v1/nothing",
            Vec::new(),
            StatusCode::NOT_FOUND,
        ),
        (
            Method::DELETE,
            "/v1/screen",
            Vec::new(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            Method::POST,
            "/v1/pact/adopt",
            vec![b'#'; 3 << 20],
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            Method::POST,
            "/v1/screen",
            vec![b' '; 3 << 20],
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let answer = send(&scene.ne, "aicha", PASSWORD, method, path, sent).await;
        let said = (answer.status, answer.kind.as_str());
        assert_eq!(
            said,
            (status, "application/problem+json"),
            "{path}: {answer:?}"
        );
        assert!(answer.body["detail"].is_string(), "{path}");
    }
    // The header says what is possible.
    let request = Request::builder().method(Method::PUT).uri("/v1/status");
    let response = router(scene.ne.clone()).oneshot(request.body(Body::empty()).unwrap());
    let allow = response.await.unwrap().headers()[header::ALLOW].clone();
    assert_eq!(allow, "GET,HEAD");
}

#[tokio::test(flavor = "multi_thread")]
async fn yentes_routes_ask_who_is_there_and_leave_a_record() {
    let scene = Scene::set().await;
    let app = &scene.ne;
    let asked = json!({ "queries": { "q": { "schema": "Person", "properties": { "name": ["Joseph Kony"] } } } });
    let nobody = post(app, "", "/match/default", &asked).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let screened = || app.member().state().holdings().screenings();
    let before = screened();
    let answer = post(app, "aicha", "/match/default", &asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    assert_eq!(screened(), before + 1);
    assert_eq!(
        get(app, "aicha", "/search/default").await.status,
        StatusCode::OK
    );
    assert_eq!(
        get(app, "", "/entities/x").await.status,
        StatusCode::UNAUTHORIZED
    );
}

async fn put(app: &App, user: &str, path: &str, body: &str) -> Answer {
    let body = body.as_bytes().to_vec();
    send(app, user, PASSWORD, Method::PUT, path, body).await
}

/// Of dz-0003, whom Algeria lists and releases to Niger's border post.
const LISTED: &str = "منير بن ضو بن إبراهيم بن هلال";

#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_put_grown_and_shrunk_and_what_it_finds_waits_for_review_once() {
    let scene = Scene::set().await;
    let rows = format!("id,name,shoe size\ncustomer 1,{LISTED},44\ncustomer 2,Claire Dubois,38\n");
    let kept = put(&scene.ne, "aicha", "/v1/book", &rows).await;
    assert_eq!(kept.status, StatusCode::OK, "{kept:?}");
    assert_eq!(
        kept.body,
        json!({ "parties": 2, "ignored": ["shoe size"] }),
        "what is not read is named"
    );
    let one = json!({ "id": "customer 3", "name": "Nobody Known", "birthDate": "1984" });
    let grown = post(&scene.ne, "aicha", "/v1/book", &one).await;
    assert_eq!(grown.body, json!({ "parties": 3 }), "{grown:?}");

    let screened = post(&scene.ne, "aicha", "/v1/book/screen", &json!({})).await;
    let raised = screened.body["raised"].as_array().expect("a list").clone();
    assert_eq!(raised.len(), 1, "{screened:?}");
    let matches = get(&scene.ne, "aicha", "/v1/matches").await;
    assert_eq!(matches.body[0]["screening"], raised[0], "{matches:?}");
    assert_eq!(matches.body[0]["outcome"], "open");
    assert_eq!(matches.body[0]["query"]["names"], json!([LISTED]));
    let receipt = format!("/v1/screenings/{}/receipt", raised[0]);
    assert_eq!(
        get(&scene.ne, "aicha", &receipt).await.status,
        StatusCode::OK
    );
    let again = post(&scene.ne, "aicha", "/v1/book/screen", &json!({})).await;
    assert_eq!(again.body, json!({ "raised": [] }), "nothing is new");

    let out = json!({ "parties": ["customer 1", "customer 3"] });
    let shrunk = post(&scene.ne, "aicha", "/v1/book/remove", &out).await;
    assert_eq!(shrunk.body, json!({ "parties": 1 }));
    let replaced = put(&scene.ne, "aicha", "/v1/book", "id;name\n9;Someone Else\n").await;
    assert_eq!(replaced.body, json!({ "parties": 1 }), "in place of all");
    assert_eq!(
        get(&scene.ne, "idrissa", "/v1/book").await.body,
        json!({ "parties": 1 }),
        "a colleague at the post keeps the same book"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_screens_at_a_post_keeps_its_book() {
    let scene = Scene::set().await;
    put(&scene.ne, "aicha", "/v1/book", "id,name\n1,Claire Dubois\n").await;
    let before = scene.ne.member().store().head().await.expect("a log");
    let calls = [
        (Method::GET, "/v1/book", ""),
        (Method::PUT, "/v1/book", "id,name\n2,Nobody\n"),
        (Method::POST, "/v1/book", "id,name\n2,Nobody\n"),
        (Method::POST, "/v1/book/remove", r#"{"parties":["1"]}"#),
        (Method::POST, "/v1/book/screen", "{}"),
    ];
    // A liaison, an inspector, an operator, the treaty desk; and an officer who works nowhere.
    let refused = [
        ("mariama", "ask: officer, analyst"),
        ("hawa", "ask: officer, analyst"),
        ("boubacar", "ask: officer, analyst"),
        ("rahila", "ask: officer, analyst"),
        ("amadou", "no post"),
    ];
    for (method, path, body) in calls {
        for (user, why) in refused {
            let body = body.as_bytes().to_vec();
            let answer = send(&scene.ne, user, PASSWORD, method.clone(), path, body).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{user} {method} {path}"
            );
            let detail = answer.body["detail"].as_str().unwrap_or_default();
            assert!(detail.contains(why), "{user} {method} {path}: {detail}");
        }
        let body = body.as_bytes().to_vec();
        let nobody = send(&scene.ne, "", "", method, path, body).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let after = scene.ne.member().store().head().await.expect("a log");
    assert_eq!(after, before, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_book_is_refused_whole_with_its_place() {
    let scene = Scene::set().await;
    put(&scene.ne, "aicha", "/v1/book", "id,name\n1,Claire Dubois\n").await;
    let before = scene.ne.member().store().head().await.expect("a log");
    let good = "2,Jean Martin,1984";
    let with = |row: &str| format!("id,name,birthDate\n{good}\n{row}\n").into_bytes();
    let bad: [(Vec<u8>, &str); 12] = [
        (Vec::new(), "empty"),
        (b"id,name\n".to_vec(), "no party"),
        (b"name\nJean Martin\n".to_vec(), "no column `id`"),
        (b"id,shoe size\n1,44\n".to_vec(), "no column to screen by"),
        (with("2,Somebody Else,1990"), "each reference once"),
        (with("3,Somebody Else"), "line 3"),
        (with("3,Somebody Else,yesterday"), "birthDate"),
        (with("3,\"Somebody Else,1990"), "quote"),
        (with(",Somebody Else,1990"), "line 3"),
        (with("3,,1990"), "line 3"),
        ([with("3,"), b"\xff\xfe,1990\n".to_vec()].concat(), "line"),
        (
            b"{\"id\": \"2\", \"name\": \"x\"}\n{\"id\": ".to_vec(),
            "line 2",
        ),
    ];
    for (rows, why) in bad {
        for method in [Method::PUT, Method::POST] {
            let answer = send(
                &scene.ne,
                "aicha",
                PASSWORD,
                method,
                "/v1/book",
                rows.clone(),
            )
            .await;
            let shown = String::from_utf8_lossy(&rows);
            assert_eq!(
                answer.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{shown}: {answer:?}"
            );
            let detail = answer.body["detail"].as_str().unwrap_or_default();
            assert!(detail.contains(why), "{shown}: {detail}");
        }
    }
    for removing in [json!({ "parties": [] }), json!({ "party": ["1"] })] {
        let answer = post(&scene.ne, "aicha", "/v1/book/remove", &removing).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{answer:?}"
        );
    }
    assert_eq!(
        get(&scene.ne, "aicha", "/v1/book").await.body,
        json!({ "parties": 1 })
    );
    let after = scene.ne.member().store().head().await.expect("a log");
    assert_eq!(after, before, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consultation_goes_from_one_treaty_desk_to_the_other_and_back() {
    let scene = Scene::set().await;
    let asking = json!({
        "id": "ne-training", "asked": ["dz"], "subject": { "fr": "Formation" }, "deadline": "2199-12",
        "matter": { "activity": ["training"], "theatre": { "all": ["ne"] } }, "text": { "fr": "Nous demandons." },
    });
    let opened = post(&scene.ne, "rahila", "/v1/consultations", &asking).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{opened:?}");
    scene.round().await;
    let limit = json!({
        "step": { "act": "limit", "matter": { "theatre": { "all": ["ne-north"] } } }, "text": { "fr": "Au nord." },
    });
    let path = "/v1/consultations/ne-training/steps";
    assert_eq!(
        post(&scene.dz, "farid", path, &limit).await.status,
        StatusCode::CREATED
    );
    scene.dz.member().sync(jiff::Timestamp::now).await;
    let shown = get(&scene.ne, "mariama", "/v1/consultations/ne-training").await;
    assert_eq!(shown.body["standing"], "open", "{shown:?}");
    assert_eq!(shown.body["awaits"], json!(["ne"]));
    assert_eq!(shown.body["matter"]["activity"], json!(["training"]));
    assert_eq!(shown.body["matter"]["theatre"]["all"], json!(["ne-north"]));
    let lapsed = get(&scene.ne, "mariama", "/v1/consultations?standing=lapsed").await;
    assert_eq!(lapsed.body, json!([]));
    let unheard = get(&scene.ne, "mariama", "/v1/consultations?standing=over").await;
    assert_eq!(
        unheard.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{unheard:?}"
    );
    assert_eq!(
        get(&scene.ne, "aicha", "/v1/consultations").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_step_is_a_problem_that_says_why_and_leaves_no_trace() {
    let scene = Scene::set().await;
    let asking = |change: Value| {
        let mut asking =
            json!({ "asked": ["dz"], "subject": { "en": "s" }, "text": { "en": "t" } });
        for (key, value) in change.as_object().expect("an object") {
            asking[key] = value.clone();
        }
        asking
    };
    let open = asking(json!({ "id": "ne-1" }));
    let opened = post(&scene.ne, "rahila", "/v1/consultations", &open).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{opened:?}");
    let step = |step: Value| json!({ "step": step, "text": { "en": "t" } });
    let (all, ne_1) = ("/v1/consultations", "/v1/consultations/ne-1/steps");
    let before = scene.ne.member().store().head().await.expect("a log");
    for (path, body, status, words) in [
        (all, open.clone(), 409, "already"),
        (
            all,
            asking(json!({ "asked": [] })),
            422,
            "a request to nobody",
        ),
        (
            all,
            asking(json!({ "asked": ["ly"] })),
            422,
            "members of the pact",
        ),
        (
            all,
            asking(json!({ "id": "dz-1" })),
            422,
            "begins with `ne-`",
        ),
        (
            all,
            asking(json!({ "deadline": "2014-09" })),
            422,
            "which was over",
        ),
        (
            all,
            asking(json!({ "deadline": "soon" })),
            422,
            "not a month or a day",
        ),
        (
            all,
            asking(json!({ "matter": { "activity": [] } })),
            422,
            "activity: found nothing",
        ),
        (
            all,
            asking(json!({ "matter": { "activities": ["any"] } })),
            422,
            "unknown field `activities`",
        ),
        (
            all,
            asking(json!({ "text": {} })),
            422,
            "text: found nothing",
        ),
        (ne_1, step(json!({ "act": "accept" })), 409, "`ne`'s own"),
        (
            ne_1,
            step(json!({ "act": "agree" })),
            422,
            "unknown variant `agree`",
        ),
        (
            ne_1,
            step(json!({ "act": "limit" })),
            422,
            "missing field `matter`",
        ),
        (
            all,
            asking(json!({ "text": { "en": "a\u{202e}b" } })),
            422,
            "U+202E",
        ),
        (
            "/v1/consultations/ne-2/steps",
            step(json!({ "act": "withdraw" })),
            404,
            "no consultation `ne-2`",
        ),
        (
            "/v1/amendments/abc/sign",
            json!({}),
            422,
            "not a SHA-256 digest",
        ),
        ("/v1/amendments", json!({}), 422, "amendment.toml"),
        (
            "/v1/amendments?base=1",
            json!({}),
            400,
            "unknown field `base`",
        ),
    ] {
        let answer = post(&scene.ne, "rahila", path, &body).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {answer:?}");
        assert_eq!(
            answer.kind, "application/problem+json",
            "{body}: {answer:?}"
        );
        let detail = answer.body["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(words), "{words}: {detail}");
    }
    let after = scene.ne.member().store().head().await.expect("a log");
    assert_eq!(before, after, "nothing was logged");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_since_a_day_or_a_version_is_answered() {
    let scene = Scene::set().await;
    let news = async |since: &str| get(&scene.ne, "aicha", &format!("/v1/pact/new?{since}")).await;
    let all = news("since=2014-09").await;
    let first_stated = |clause: &Value| {
        clause["clause"] == "dz-no-military-funding" && clause["turn"] == "first-stated"
    };
    let clauses = all.body.as_array().unwrap();
    assert!(clauses.iter().any(first_stated), "{all:?}");
    assert_eq!(news("since=2014-10-01").await.body, json!([]));
    assert_eq!(
        news("since=2014-08&at=2014-08-31T23:00:00Z").await.body,
        json!([])
    );
    for (since, status, words) in [
        ("", 400, "missing field `since`"),
        ("since=soon", 422, "since: found `soon`"),
        ("since=2014-10&at=2014-09", 422, "not before `since`"),
        ("since=1&at=2014-09", 422, "beside the number of a version"),
        ("since=7", 404, "no version of the pact `7`"),
    ] {
        let answer = news(since).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        assert!(
            answer.body["detail"].as_str().unwrap().contains(words),
            "{answer:?}"
        );
    }
    assert_eq!(news("since=1").await.body, json!([]), "nothing was amended");
}

/// The pact in force at a node, with some things written otherwise.
async fn amended(app: &App, changes: &[(&str, &str)]) -> Vec<u8> {
    let shown = get(app, "rahila", "/v1/pact").await;
    let mut text = shown.body["text"].as_str().unwrap().to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text.into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_compared_with_the_pact_in_force_and_says_for_which_notices_here() {
    let scene = Scene::set().await;
    let ne = &scene.ne;
    let diff = async |user: &str, body: Vec<u8>| {
        send(ne, user, PASSWORD, Method::POST, "/v1/pact/diff", body).await
    };
    let before = ne.member().store().head().await.expect("a log");
    // Algeria would cooperate in Mali alone.
    let sahel = "activity = [\"security-cooperation\"]\ntheatre = [\"sahel\"]\npartner = [\"sahel-partners\"]";
    let mali = sahel.replace("\"sahel\"]", "\"ml\"]");
    let next = amended(ne, &[(sahel, &mali)]).await;
    let answer = diff("rahila", next.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let body = &answer.body;
    assert_eq!(body["verdict"], "only-narrows");
    assert!(body["wording"]["ar"].as_str().unwrap().contains("يضيّق فقط"));
    assert_eq!(body["clauses"][0]["turn"], "narrowed");
    let held = get(ne, "mariama", "/v1/notices").await;
    let changes = body["notices"].as_array().unwrap();
    let stops = changes
        .iter()
        .find(|change| change["originator"] == json!({ "member": "dz" }));
    let stops = stops.unwrap_or_else(|| panic!("{body}"));
    assert_eq!(stops["turn"], "stops");
    assert!(stops["callers"].as_array().unwrap().contains(&json!("ne")));
    let named = &body["profiles"][stops["profile"].to_string()];
    for id in named.as_array().unwrap() {
        assert!(held.body.to_string().contains(id.as_str().unwrap()), "{id}");
    }

    assert_eq!(
        diff("aicha", next).await.status,
        StatusCode::FORBIDDEN,
        "an officer's post is not the treaty desk"
    );
    let broken = diff("rahila", b"[pact]\nid = 7\n".to_vec()).await;
    assert_eq!(
        broken.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{broken:?}"
    );
    assert!(
        broken.body["detail"]
            .as_str()
            .unwrap()
            .contains("proposed.toml"),
        "{broken:?}"
    );
    let after = ne.member().store().head().await.expect("a log");
    assert_eq!(before, after, "comparing changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_is_compared_before_it_is_signed() {
    let scene = Scene::set().await;
    let ne = &scene.ne;
    let undertaking = "[clauses.ne-training]\nmember = \"ne\"\nstance = \"undertaken\"\nactivity = \"training\"\ntheatre = \"ne-north\"\n\
        from = \"2014-09\"\nstatements = [\"elkhabar-2014-09-F3\"]\ntext.en = \"Training\"\n\n[clauses.dz-assistance]";
    let changes = [
        ("version = 1", "version = 2"),
        ("[clauses.dz-assistance]", undertaking),
    ];
    let text = amended(ne, &changes).await;
    let proposed = send(ne, "rahila", PASSWORD, Method::POST, "/v1/amendments", text).await;
    assert_eq!(proposed.status, StatusCode::CREATED, "{proposed:?}");
    let id = proposed.body["id"].as_str().unwrap();
    let path = format!("/v1/amendments/{id}/changes");
    let diff = get(ne, "rahila", &path).await;
    assert_eq!(diff.status, StatusCode::OK, "{diff:?}");
    assert_eq!(diff.body["verdict"], "only-widens");
    assert_eq!(diff.body["clauses"][0]["clause"], "ne-training");
    assert_eq!(get(ne, "aicha", &path).await.status, StatusCode::FORBIDDEN);
    let other = "0".repeat(64);
    let unknown = get(ne, "rahila", &format!("/v1/amendments/{other}/changes")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

/// The captions that each way to search at a post finds by a name: the node's own, yente's by likeness, yente's by words.
async fn found_everywhere(app: &App, name: &str) -> [Vec<String>; 3] {
    let texts = |values: &Value, text: &str| -> Vec<String> {
        let values = values.as_array().into_iter().flatten();
        values
            .map(|value| value.pointer(text).unwrap().as_str().unwrap().to_owned())
            .collect()
    };
    let screened = json!({ "query": { "name": name } });
    let screened = post(app, "aicha", "/v1/screen", &screened).await;
    let names = "/hits/0/notice/subject/person/names/0/text";
    let example = json!({ "schema": "Person", "properties": { "name": [name] } });
    let asked = json!({ "queries": { "q": example } });
    let matched = post(app, "aicha", "/match/default", &asked).await;
    let searched = format!("/search/default?q={}", name.replace(' ', "+"));
    let searched = get(app, "aicha", &searched).await;
    [
        texts(&screened.body["matches"], names),
        texts(&matched.body["responses"]["q"]["results"], "/caption"),
        texts(&searched.body["results"], "/caption"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_found_by_every_search_that_begins_once_it_is_answered() {
    let scene = Scene::set().await;
    let app = &scene.ne;
    let held = {
        let state = app.member().state();
        let held = state.holdings().notice(&"ne-9001".parse().unwrap());
        held.unwrap().notice.as_ref().clone()
    };
    let name = |nth: i64| {
        let names = ["Zanbaq Wahmiyun", "Ghadfar Khayaloun"];
        names[usize::from(nth % 2 == 0)].to_owned()
    };
    let version = |nth: i64| Notice {
        modified: held.modified + SignedDuration::from_secs(nth),
        subject: Subject::Person(Person {
            names: vec![Name::new(name(nth), NameKind::Primary)],
            ..Person::default()
        }),
        ..held.clone()
    };
    // Searches run all the while.
    let done = Arc::new(AtomicBool::new(false));
    let searchers: Vec<_> = (0..2)
        .map(|_| {
            let (app, done) = (app.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let mut searches = 0;
                while !done.load(Ordering::Relaxed) {
                    let asked = json!({ "query": { "name": "Karim Haddad" } });
                    let answer = post(&app, "idrissa", "/v1/screen", &asked).await;
                    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
                    searches += 1;
                }
                searches
            })
        })
        .collect();
    let nobody = || [Vec::<String>::new(), Vec::new(), Vec::new()];
    for nth in 1..6 {
        let corrected = serde_json::to_vec(&version(nth)).unwrap();
        let path = "/v1/notices/ne-9001";
        let answer = send(app, "mariama", PASSWORD, Method::PUT, path, corrected).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
        let one = vec![name(nth)];
        let everywhere = [one.clone(), one.clone(), one];
        assert_eq!(found_everywhere(app, &name(nth)).await, everywhere);
        assert_eq!(found_everywhere(app, &name(nth - 1)).await, nobody());
    }
    let recalled = post(app, "mariama", "/v1/notices/ne-9001/recall", &json!({})).await;
    assert_eq!(recalled.status, StatusCode::NO_CONTENT, "{recalled:?}");
    assert_eq!(found_everywhere(app, &name(5)).await, nobody());
    done.store(true, Ordering::Relaxed);
    for searcher in searchers {
        assert!(searcher.await.unwrap() > 0);
    }
}
