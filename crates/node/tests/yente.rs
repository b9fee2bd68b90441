//! yente's interface on the real list, as its clients use it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use mithaq_node::yente::{Lists, NamedList, open};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const GRAPH: &str = r#"{"id":"p1","schema":"Person","caption":"Omar Fictional","properties":{"name":["Omar Fictional"],"nationality":["dz"],"topics":["sanction"],"shoeSize":["44"],"addressEntity":["a1"],"birthDate":["1970-05-01"]},"referents":["p1-old"],"last_change":"2024-01-02T03:04:05"}
{"id":"p2","schema":"Person","properties":{"name":["Layla Fictional"],"gender":["female"]},"referents":[]}
{"id":"c1","schema":"Company","properties":{"name":["Fictional Trading"],"country":["dz"],"notes":["sells carpets"]},"referents":[]}
{"id":"a1","schema":"Address","properties":{"full":["1 Road, Algiers"]},"referents":[]}
{"id":"o1","schema":"Ownership","properties":{"owner":["p1"],"asset":["c1"]},"referents":[]}
{"id":"s1","schema":"Sanction","properties":{"entity":["p1"],"authority":["Board"],"listingDate":["2020-01-01"]},"referents":[]}
"#;

fn un_list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/un_consolidated.xml")
}

fn named(name: &str, path: PathBuf) -> NamedList {
    NamedList {
        name: name.to_owned(),
        path,
    }
}

/// The Security Council's list as `un`, and a made-up one with links as `made_up`, in a folder of its own.
fn service() -> (tempfile::TempDir, Router) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("graph.ndjson");
    std::fs::write(&path, GRAPH).unwrap();
    let lists = vec![named("un", un_list()), named("made_up", path)];
    let router = open(Lists::open(lists).unwrap(), Some("secret".to_owned()));
    (dir, router)
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    json: Value,
}

async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer {
        status,
        headers,
        json,
    }
}

async fn get(router: &Router, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty()).unwrap();
    send(router, request).await
}

async fn post(router: &Router, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    send(router, request.body(body.into()).unwrap()).await
}

async fn matched(router: &Router, path: &str, schema: &str, properties: Value) -> Value {
    let body = json!({ "queries": { "q": { "schema": schema, "properties": properties } } });
    let answer = post(router, path, body.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
    answer.json["responses"]["q"].clone()
}

fn captions(results: &Value) -> Vec<&str> {
    let results = results.as_array().unwrap();
    results
        .iter()
        .filter_map(|hit| hit["caption"].as_str())
        .collect()
}

#[tokio::test]
async fn an_arabic_name_finds_who_is_listed_in_latin_letters() {
    let (_dir, router) = service();
    let found = matched(
        &router,
        "/match/un",
        "Person",
        json!({ "name": ["جوزيف كوني"] }),
    )
    .await;
    assert_eq!(captions(&found["results"]), ["JOSEPH KONY"]);
    assert_eq!(found["results"][0]["match"], true);
    assert_eq!(found["total"], json!({ "value": 1, "relation": "eq" }));
    let reason = &found["results"][0]["explanations"]["name_match"];
    assert_eq!(reason["query"], "جوزيف كوني");
    assert!(reason["score"].as_f64().unwrap() > 0.5);
    let searched = get(
        &router,
        "/search/un?q=%D8%AC%D9%88%D8%B2%D9%8A%D9%81%20%D9%83%D9%88%D9%86%D9%8A",
    )
    .await;
    assert_eq!(captions(&searched.json["results"]), ["JOSEPH KONY"]);
}

#[tokio::test]
async fn a_batch_is_answered_in_its_order_and_each_query_is_given_back_clean() {
    let (_dir, router) = service();
    let body = r#"{"queries":{
        "z":{"id":"cust-17","schema":"Person","properties":{"name":"Joseph Kony","nationality":"Uganda","birthDate":[1961],"banana":["x"]}},
        "a":{"schema":"Organization","properties":{"name":["Al-Shabaab"]}}}}"#;
    let answer = post(&router, "/match/default", body).await;
    assert_eq!(answer.headers["x-batch-size"], "2");
    let responses = &answer.json["responses"];
    assert_eq!(captions(&responses["a"]["results"])[0], "AL-SHABAAB");
    let clean = json!({ "birthDate": ["1961"], "name": ["Joseph Kony"], "nationality": ["ug"] });
    assert_eq!(
        responses["z"]["query"],
        json!({ "id": "cust-17", "schema": "Person", "properties": clean })
    );
}

#[tokio::test]
async fn conditions_leave_out_what_they_should() {
    let (_dir, router) = service();
    let omar = json!({ "name": ["Omar Fictional"] });
    let count = async |query: &str| {
        let path = format!("/match/default{query}");
        captions(&matched(&router, &path, "Person", omar.clone()).await["results"]).len()
    };
    assert_eq!(count("").await, 1);
    for none in [
        "?exclude_dataset=made_up",
        "?include_dataset=un",
        "?topics=crime.cyber",
        "?changed_since=2099-01-01",
        "?exclude_entity_ids=p1",
        "?exclude_entity_ids=p1-old",
        "?exclude_schema=Person",
        "?limit=0",
    ] {
        assert_eq!(count(none).await, 0, "{none}");
    }
    for some in [
        "?topics=sanction&topics=x",
        "?changed_since=2020-01-01",
        "?algorithm=logic-v1",
    ] {
        assert_eq!(count(some).await, 1, "{some}");
    }
    let company = matched(&router, "/match/default", "Company", omar.clone()).await;
    assert_eq!(company["results"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_with_a_match_is_said_part_by_part() {
    let (_dir, router) = service();
    let kony = r#"{"queries":{"q":{"schema":"Person","properties":{"name":["Joseph Kony"]}}}}"#;
    for (path, body, kind, place) in [
        (
            "/match/un?limit=501",
            kony,
            "less_than_equal",
            json!(["query", "limit"]),
        ),
        (
            "/match/un?limit=ten",
            kony,
            "int_parsing",
            json!(["query", "limit"]),
        ),
        (
            "/match/un?threshold=x",
            kony,
            "float_parsing",
            json!(["query", "threshold"]),
        ),
        (
            "/match/un?changed_since=soon",
            kony,
            "string_pattern_mismatch",
            json!(["query", "changed_since"]),
        ),
        ("/match/un", "", "missing", json!(["body"])),
        ("/match/un", "null", "missing", json!(["body"])),
        ("/match/un", "[1]", "model_attributes_type", json!(["body"])),
        ("/match/un", "{}", "missing", json!(["body", "queries"])),
        (
            "/match/un",
            r#"{"queries":[]}"#,
            "dict_type",
            json!(["body", "queries"]),
        ),
        (
            "/match/un",
            r#"{"queries":{"q":{"properties":{}}}}"#,
            "missing",
            json!(["body", "queries", "q", "schema"]),
        ),
        (
            "/match/un",
            r#"{"queries":{"q":{"schema":5,"properties":{}}}}"#,
            "string_type",
            json!(["body", "queries", "q", "schema"]),
        ),
        (
            "/match/un",
            r#"{"queries": "#,
            "json_invalid",
            json!(["body", 12]),
        ),
        (
            "/match/un",
            r#"{"queries":{}} x"#,
            "json_invalid",
            json!(["body", 15]),
        ),
    ] {
        let answer = post(&router, path, body).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path} {body}"
        );
        let first = &answer.json["detail"][0];
        assert_eq!(
            (&first["type"], &first["loc"]),
            (&json!(kind), &place),
            "{path} {body}"
        );
    }
    let many: Value = (0..101)
        .map(|n| {
            (
                format!("q{n}"),
                json!({"schema": "Person", "properties": {}}),
            )
        })
        .collect();
    let many = json!({ "queries": many }).to_string();
    for (path, body, status, detail) in [
        ("/match/banana", kony, 404, "No such dataset."),
        (
            "/match/un?algorithm=neural-net",
            kony,
            400,
            "Invalid algorithm: neural-net",
        ),
        (
            "/match/un",
            many.as_str(),
            400,
            "Too many queries in one batch (limit: 100)",
        ),
        (
            "/match/un",
            r#"{"queries":{}}"#,
            400,
            "No queries provided.",
        ),
        (
            "/match/un",
            r#"{"queries":{"q":{"schema":"Banana","properties":{}}}}"#,
            400,
            "Cannot parse example entity: Unknown schema: 'Banana'",
        ),
        (
            "/match/un",
            r#"{"queries":{"q":{"schema":"Sanction","properties":{}}}}"#,
            400,
            "Cannot parse example entity: Non-matchable schema for query: Sanction",
        ),
    ] {
        let answer = post(&router, path, body.to_owned()).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json["detail"]),
            (status, &json!(detail)),
            "{path} {body}"
        );
    }
    let bad = post(&router, "/match/un", vec![b'{', 0xFF, b'}']).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn names_that_are_none_are_answered_with_nothing() {
    let (_dir, router) = service();
    for name in [
        "",
        "  ",
        "😀😀",
        "123456",
        &"a".repeat(10_000),
        &"m ".repeat(1_000),
        &format!("Qx{}zv", "\u{0301}".repeat(5_000)),
        "\u{202E}\u{200F}",
    ] {
        let found = matched(&router, "/match/un", "Person", json!({ "name": [name] })).await;
        assert_eq!(
            found["results"],
            json!([]),
            "{}",
            &name[..name.len().min(20)]
        );
    }
}

#[tokio::test]
async fn an_entity_keeps_what_its_list_says_and_shows_what_is_next_to_it() {
    let (_dir, router) = service();
    let plain = get(&router, "/entities/p1?nested=false").await.json;
    assert_eq!(
        plain["properties"]["shoeSize"],
        json!(["44"]),
        "no notice has a field for it"
    );
    assert_eq!(
        (&plain["datasets"], &plain["target"]),
        (&json!(["made_up"]), &json!(true))
    );
    let nested = get(&router, "/entities/p1").await.json;
    assert_eq!(
        nested["properties"]["sanctions"][0]["properties"]["entity"],
        json!(["p1"])
    );
    assert_eq!(nested["properties"]["addressEntity"][0]["id"], "a1");
    let owned = &nested["properties"]["ownershipOwner"][0]["properties"]["asset"][0];
    assert_eq!(owned["caption"], "Fictional Trading");

    let moved = get(&router, "/entities/p1-old").await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(moved.headers["location"], "/entities/p1");

    let adjacent = get(&router, "/entities/p1/adjacent").await.json;
    assert_eq!(adjacent["adjacent"]["sanctions"]["total"]["value"], 1);
    let page = get(&router, "/entities/p1/adjacent/sanctions?limit=1&offset=1")
        .await
        .json;
    assert_eq!(
        (&page["total"]["value"], &page["results"]),
        (&json!(1), &json!([]))
    );
    for (path, status, detail) in [
        ("/entities/banana", 404, "No such entity!"),
        ("/entities/banana/adjacent", 404, "No such entity!"),
        ("/entities/p1/adjacent/name", 404, "No such property!"),
    ] {
        let answer = get(&router, path).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json["detail"]),
            (status, &json!(detail)),
            "{path}"
        );
    }
    assert_eq!(
        get(&router, "/entities/p1/adjacent?limit=501").await.status,
        422
    );
}

#[tokio::test]
async fn a_list_in_another_format_is_shown_as_entities_too() {
    let (_dir, router) = service();
    let found = get(&router, "/search/un?q=%22joseph%20kony%22").await.json;
    let id = found["results"][0]["id"].as_str().unwrap().to_owned();
    let entity = get(&router, &format!("/entities/{id}")).await.json;
    assert_eq!(
        (&entity["schema"], &entity["caption"]),
        (&json!("Person"), &json!("JOSEPH KONY"))
    );
    assert_eq!(entity["properties"]["nationality"], json!(["ug"]));
    assert_eq!(entity["properties"]["sanctions"][0]["schema"], "Sanction");
}

#[tokio::test]
async fn search_reads_words_phrases_fields_and_signs() {
    let (_dir, router) = service();
    let count = async |query: &str| {
        let answer = get(&router, &format!("/search/made_up?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.json);
        answer.json["total"]["value"].as_u64().unwrap()
    };
    for (query, found) in [
        ("", 4),
        ("q=fictional", 3),
        ("q=omar+layla", 0),
        ("q=omar+OR+layla", 2),
        ("q=fictional+-omar", 2),
        ("q=fictional+NOT+(omar+OR+layla)", 1),
        ("q=%22fictional+omar%22", 0),
        ("q=fict*", 3),
        ("q=f%3Fctional", 3),
        ("q=fictionel~1", 3),
        ("q=names:carpets", 0),
        ("q=carpets", 1),
        ("q=properties.gender:female", 1),
        ("q=properties.birthDate:[1970+TO+1971]", 1),
        ("q=omar+%7C+layla&simple=true", 2),
        ("schema=LegalEntity", 3),
        ("schema=Vessel", 0),
        ("exclude_schema=Person", 2),
        ("countries=dz", 2),
        ("countries=dz&countries=fr&filter_op=AND", 0),
        ("filter=properties.gender:female", 1),
        ("target=true", 1),
        ("changed_since=2024-01-01", 1),
        ("q=omar&offset=9&limit=2", 1),
    ] {
        assert_eq!(count(query).await, found, "{query}");
    }
    for (query, status) in [
        ("limit=501", 422),
        ("offset=9999", 422),
        ("facets=bogus", 422),
        ("filter_op=XOR", 422),
        ("target=perhaps", 422),
        ("schema=Banana", 400),
        ("filter=x", 400),
        ("sort=bogus", 400),
        ("q=(omar", 400),
        ("q=OR", 400),
    ] {
        assert_eq!(
            get(&router, &format!("/search/made_up?{query}"))
                .await
                .status,
            status,
            "{query}"
        );
    }
    let sorted = get(&router, "/search/made_up?sort=caption:desc").await.json;
    assert_eq!(
        captions(&sorted["results"]),
        [
            "Omar Fictional",
            "Layla Fictional",
            "Fictional Trading",
            "1 Road, Algiers"
        ]
    );
    let facets = get(&router, "/search/made_up?facets=countries&facets=schema")
        .await
        .json;
    let countries = &facets["facets"]["countries"];
    assert_eq!(countries["label"], "Countries");
    assert_eq!(
        countries["values"],
        json!([{ "name": "dz", "label": "Algeria", "count": 2 }])
    );
}

#[tokio::test]
async fn openrefine_finds_completes_and_extends() {
    let (_dir, router) = service();
    let form = |field: &str, value: &Value| {
        form_urlencoded::Serializer::new(String::new())
            .append_pair(field, &value.to_string())
            .finish()
    };
    let send_form = async |body: String| post(&router, "/reconcile/made_up", body).await;
    let manifest = get(&router, "/reconcile/made_up?api_key=x").await.json;
    assert_eq!(
        manifest["suggest"]["entity"]["service_path"],
        "/suggest/entity?api_key=x"
    );
    let asked = json!({ "q0": { "query": "Omar Fictional", "type": ["Person"], "limit": 1 } });
    let found = send_form(form("queries", &asked)).await;
    assert_eq!(found.headers["x-batch-size"], "1");
    let best = &found.json["q0"]["result"][0];
    assert_eq!((&best["id"], &best["match"]), (&json!("p1"), &json!(true)));
    let wanted = json!({ "ids": ["p1", "nobody"], "properties": [{ "id": "nationality" }, { "id": "birthDate", "settings": { "render": "raw" } }] });
    let extended = send_form(form("extend", &wanted)).await.json;
    assert_eq!(
        extended["rows"]["p1"]["nationality"],
        json!([{ "str": "Algeria" }])
    );
    assert_eq!(extended["rows"]["nobody"], json!({}));
    for (body, detail) in [
        (String::new(), "No queries or extend request provided."),
        (
            form("extend", &json!({ "ids": ["p1-old"], "properties": [] })),
            "Please specify the canonical entity ID, not a referent",
        ),
        (
            "extend=%7Bnope".to_owned(),
            "Cannot decode extension request",
        ),
    ] {
        let answer = send_form(body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json["detail"]),
            (400, &json!(detail))
        );
    }
    for (path, id) in [
        ("suggest/entity?prefix=omar%20fic", "p1"),
        ("suggest/property?prefix=birth%20d", "Person:birthDate"),
        ("suggest/type?prefix=comp", "Company"),
    ] {
        let found = get(&router, &format!("/reconcile/made_up/{path}"))
            .await
            .json;
        assert_eq!(found["result"][0]["id"], id, "{path}");
    }
    let bad = get(&router, "/reconcile/made_up/extend/property?type=Banana").await;
    assert_eq!(bad.json["detail"], "Invalid type: Banana");
    assert_eq!(get(&router, "/reconcile/banana").await.status, 404);
}

#[tokio::test]
async fn the_service_says_what_it_is_and_has() {
    let (_dir, router) = service();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(&router, path).await.json, json!({ "status": "ok" }));
    }
    let algorithms = get(&router, "/algorithms").await.json;
    assert_eq!(
        (&algorithms["default"], &algorithms["best"]),
        (&json!("mithaq"), &json!("mithaq"))
    );
    let catalog = get(&router, "/catalog").await;
    assert_eq!(catalog.json["current"], json!(["un", "made_up"]));
    let mark = catalog.headers["etag"].clone();
    let again = Request::get("/catalog").header(header::IF_NONE_MATCH, mark);
    let again = send(&router, again.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let elsewhere = Request::get("/healthz").header(header::ORIGIN, "http://a.example");
    let elsewhere = send(&router, elsewhere.body(Body::empty()).unwrap()).await;
    assert_eq!(
        elsewhere.headers["access-control-allow-origin"],
        "http://a.example"
    );
    let traced = Request::get("/healthz").header(
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    );
    let traced = send(&router, traced.body(Body::empty()).unwrap()).await;
    assert!(
        traced.headers["traceparent"]
            .to_str()
            .unwrap()
            .starts_with("00-0af7651916cd43dd8448eb211c80319c-")
    );
    assert_eq!(
        get(&router, &format!("/search/un?q={}", "a".repeat(60_100)))
            .await
            .status,
        414
    );
    assert_eq!(get(&router, "/nope").await.json["detail"], "Not Found");
    assert_eq!(get(&router, "/match/un").await.status, 405);
}

#[tokio::test]
async fn lists_are_read_again_whole_or_not_at_all() {
    let (dir, router) = service();
    let path = dir.path().join("graph.ndjson");
    let found = async |query: &str| {
        get(&router, &format!("/search/made_up?q={query}"))
            .await
            .json["total"]["value"]
            .clone()
    };
    for token in ["", "?token=", "?token=wrong&sync=true"] {
        assert_eq!(
            post(&router, &format!("/updatez{token}"), "").await.status,
            403
        );
    }
    std::fs::write(&path, GRAPH.replace("Layla", "Zaynab")).unwrap();
    let update = "/updatez?token=secret&sync=true";
    assert_eq!(
        post(&router, update, "").await.json,
        json!({ "status": "ok" })
    );
    assert_eq!(
        (found("zaynab").await, found("layla").await),
        (json!(1), json!(0))
    );
    std::fs::write(&path, &GRAPH[..GRAPH.len() - 40]).unwrap();
    assert_eq!(post(&router, update, "").await.status, 500);
    assert_eq!(found("layla").await, json!(0));
    let names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "an open service writes nothing");
}
