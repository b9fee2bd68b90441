//! The served node as a process: the demo's walk, and what a killed node comes back with.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod run;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;

use base64::Engine as _;
use run::{command, mithaq};

#[test]
fn the_demo_walks_the_whole_loop() {
    let ran = mithaq(&["demo", "--check", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("all 18 steps hold"), "{}", ran.out);
    assert!(
        ran.out.lines().all(|line| !line.contains(" NOT ")),
        "{}",
        ran.out
    );
}

#[test]
fn a_demo_is_taken_up_where_it_was_left() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().display().to_string();
    let first = mithaq(&[
        "demo",
        "--check",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &data,
    ]);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    let credentials =
        std::fs::read_to_string(dir.path().join("credentials.json")).expect("who may sign in");
    let credentials: Vec<serde_json::Value> = serde_json::from_str(&credentials).expect("an array");
    for field in [
        "member",
        "url",
        "user",
        "password",
        "role",
        "taxii_root",
        "collection",
    ] {
        assert!(
            credentials
                .iter()
                .all(|credential| credential.get(field).is_some()),
            "{field}"
        );
    }
    for member in ["dz", "us", "ne"] {
        let node = dir.path().join(member).display().to_string();
        assert_eq!(
            mithaq(&["log", "verify", "--data", &node]).code,
            0,
            "{member}"
        );
    }
    // What the first walk recalled stays recalled, so the second cannot correct and recall it again.
    let second = mithaq(&[
        "demo",
        "--check",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &data,
    ]);
    assert_eq!(second.code, 1);
    assert!(second.out.contains("was recalled at"), "{}", second.out);
}

const PASSWORD: &str = "twelve letters";

/// A node that is served until it is dropped, which kills it without warning.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn at(data: &Path) -> Self {
        let arguments = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--every",
            "0",
            "--data",
            &data.display().to_string(),
        ];
        let mut child = command(&arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the node starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("it says where it listens");
        let url = line
            .trim()
            .rsplit(' ')
            .next()
            .expect("an address")
            .to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{line}");
        Self { child, url }
    }

    /// Publishes one notice; whether the node said it did.
    fn publish(url: &str, number: usize) -> bool {
        let at = "2026-01-01T00:00:00Z";
        let notice = serde_json::json!([{
            "id": format!("dz-t{number}"), "originator": { "member": "dz" }, "subject_id": format!("t{number}"),
            "created": at, "modified": at, "status": "active", "invented": true,
            "subject": { "document": { "kind": "Passport", "number": format!("000{number}") } },
            "grounds": { "en": "Invented for a test." }, "instructions": { "en": "Call." }, "redress": { "en": "Write." },
            "grade": "B2", "ends": "2040-01-01T00:00:00Z",
            "handling": { "uses": ["read", "screen"] }
        }]);
        let credentials =
            base64::engine::general_purpose::STANDARD.encode(format!("yacine:{PASSWORD}"));
        let sent = ureq::post(format!("{url}/v1/notices"))
            .header("authorization", format!("Basic {credentials}"))
            .send_json(notice);
        sent.is_ok_and(|response| response.status() == 201)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // SIGKILL: it gets no chance to write anything.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Algeria's node in a folder of its own.
fn made() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("node");
    let node = data.display().to_string();
    let pact = "pacts/maghreb-sahel.toml";
    let ran = mithaq(&["init", &node, "--member", "dz", "--pact", pact]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    (dir, data)
}

#[test]
fn a_killed_node_comes_back_with_everything_it_acknowledged() {
    let (_dir, data) = made();
    let node = data.display().to_string();
    let set = |duty: &str| {
        let arguments = ["account", "set", "--data", &node, "yacine", "--duty", duty];
        command(&arguments)
            .env("MITHAQ_PASSWORD", PASSWORD)
            .output()
            .expect("it runs")
            .status
            .code()
    };
    assert_eq!(set("analyst@fiu"), Some(2), "there is no such post yet");
    let config = data.join("node.toml");
    let posts =
        "[posts.fiu]\nservice = \"fiu\"\nactivity = \"financial-screening\"\ntheatre = \"dz\"\n";
    let with_posts = format!(
        "{}\n{posts}",
        std::fs::read_to_string(&config).expect("the configuration")
    );
    std::fs::write(&config, with_posts).expect("it can be written");
    assert_eq!(set("analyst"), Some(2), "an analyst works at a post");
    assert_eq!(set("analyst@fiu"), Some(0));

    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let served = Served::at(&data);
        let (say, hear) = mpsc::channel();
        let url = served.url.clone();
        let publishing = std::thread::spawn(move || {
            // Until the node is gone: some request is always under way when it is killed.
            let first = round * 10_000;
            for number in first..first + 10_000 {
                if !Served::publish(&url, number) || say.send(number).is_err() {
                    break;
                }
            }
        });
        acknowledged.extend(hear.iter().take(5 + 7 * round));
        drop(served);
        acknowledged.extend(hear.iter());
        publishing.join().expect("the publisher ends");
    }

    let verified = mithaq(&["log", "verify", "--data", &node]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    let exported = mithaq(&["notice", "export", "--data", &node]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert!(acknowledged.len() >= 36);
    for number in acknowledged {
        assert!(
            exported.out.contains(&format!("\"id\":\"dz-t{number}\"")),
            "dz-t{number} was acknowledged"
        );
    }
}

#[test]
fn a_second_process_is_told_that_the_node_is_served() {
    let (_dir, data) = made();
    let node = data.display().to_string();
    let _served = Served::at(&data);
    let import = mithaq(&[
        "notice",
        "import",
        "--data",
        &node,
        "--format",
        "un",
        "data/un_consolidated.xml",
    ]);
    assert_ne!(import.code, 0);
    assert!(import.err.contains("process"), "{}", import.err);
    assert_eq!(
        mithaq(&["log", "verify", "--data", &node]).code,
        0,
        "reading is possible beside it"
    );
}

#[test]
fn a_treaty_desk_consults_at_a_running_node() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("node");
    let node = data.display().to_string();
    let pact = "pacts/maghreb-sahel.toml";
    assert_eq!(
        mithaq(&["init", &node, "--member", "dz", "--pact", pact]).code,
        0
    );
    for (user, duty) in [("mourad", "treaty-desk"), ("omar", "inspector")] {
        let set = ["account", "set", "--data", &node, user, "--duty", duty];
        let set = command(&set).env("MITHAQ_PASSWORD", PASSWORD).output();
        assert!(set.expect("it runs").status.success(), "{user}");
    }
    let served = Served::at(&data);
    let host = served.url.trim_start_matches("http://");
    let consult = |user: &str, arguments: &[&str]| {
        let address = format!("http://{user}@{host}");
        let (verb, rest) = arguments.split_first().expect("a verb");
        let mut all = vec!["consult", verb, "--node", &address];
        all.extend(rest);
        let ran = command(&all).env("MITHAQ_PASSWORD", PASSWORD).output();
        let ran = ran.expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (ran.status.code(), text(&ran.stdout), text(&ran.stderr))
    };
    let ask = [
        "open",
        "--ask",
        "us",
        "--id",
        "dz-flows",
        "--subject",
        "fr=Flux",
        "--text",
        "fr=Parlons-en.",
    ];
    assert_eq!(consult("mourad", &ask).0, Some(0));
    let (code, _, why) = consult("mourad", &ask);
    assert!(code == Some(2) && why.contains("409"), "{why}");
    let (code, _, why) = consult("omar", &ask);
    assert!(code == Some(2) && why.contains("403"), "{why}");
    let (_, list, _) = consult("omar", &["list", "--lang", "fr"]);
    assert!(
        list.starts_with("dz-flows · ouverte · dz → us · Flux"),
        "{list}"
    );
    let withdraw = ["withdraw", "dz-flows", "--text", "fr=Plus tard."];
    assert_eq!(consult("mourad", &withdraw).0, Some(0));
    let (_, shown, _) = consult("omar", &["show", "dz-flows", "--json"]);
    assert!(shown.contains(r#""standing":"withdrawn""#), "{shown}");
    let (code, _, why) = consult("mourad", &["propose", pact]);
    assert!(
        code == Some(2) && why.contains("is not one the pact has for `dz`"),
        "{why}"
    );
}

/// Sends JSON to a served node and gives what came.
fn sent(url: &str, path: &str, body: &serde_json::Value) -> serde_json::Value {
    let credentials =
        base64::engine::general_purpose::STANDARD.encode(format!("yacine:{PASSWORD}"));
    let mut answer = ureq::post(format!("{url}{path}"))
        .header("authorization", format!("Basic {credentials}"))
        .send_json(body)
        .expect("the node answers");
    answer.body_mut().read_json().expect("JSON")
}

/// What a served node says at a path.
fn received(url: &str, path: &str) -> serde_json::Value {
    let credentials =
        base64::engine::general_purpose::STANDARD.encode(format!("yacine:{PASSWORD}"));
    let mut answer = ureq::get(format!("{url}{path}"))
        .header("authorization", format!("Basic {credentials}"))
        .call()
        .expect("the node answers");
    answer.body_mut().read_json().expect("JSON")
}

#[test]
fn a_receipt_is_checked_without_the_node_and_its_screening_made_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("node");
    let node = data.display().to_string();
    let init = mithaq(&[
        "init",
        &node,
        "--member",
        "dz",
        "--pact",
        "pacts/maghreb-sahel.toml",
    ]);
    let key = init
        .out
        .lines()
        .find_map(|line| line.split_once("node.toml:"));
    let key = key.expect("the public key").1.trim().to_owned();
    let config = data.join("node.toml");
    let posts = "[posts.fiu]\nservice = \"fiu\"\nactivity = \"financial-screening\"\ntheatre = \"dz\"\n[thresholds]\narms-embargo = 0.9\n";
    let before = std::fs::read_to_string(&config).expect("the configuration");
    std::fs::write(&config, format!("{before}\n{posts}")).expect("it can be written");
    let account = [
        "account",
        "set",
        "--data",
        &node,
        "yacine",
        "--duty",
        "analyst@fiu",
    ];
    assert!(
        command(&account)
            .env("MITHAQ_PASSWORD", PASSWORD)
            .status()
            .expect("it runs")
            .success()
    );

    let served = Served::at(&data);
    assert!(Served::publish(&served.url, 187_304));
    let query = serde_json::json!({ "passportNumber": "000 187304" });
    let asked = serde_json::json!({ "query": query, "party": "customer 7" });
    let first = sent(&served.url, "/v1/screen", &asked);
    assert_eq!(
        first["matches"][0]["hits"][0]["notice"]["id"], "dz-t187304",
        "{first}"
    );
    let screening = first["screening"].to_string();
    let before = serde_json::json!({ "query": query, "at": "1" });
    let before = sent(&served.url, "/v1/screen", &before);
    assert_eq!(before["matches"], serde_json::json!([]), "{before}");
    assert!(before["receipt"]["payload"].is_string(), "{before}");
    let asked_again = dir.path().join("query.json");
    std::fs::write(&asked_again, query.to_string()).expect("it can be written");
    let receipt = dir.path().join("receipt.json");
    std::fs::write(&receipt, first["receipt"].to_string()).expect("it can be written");
    let clearing = serde_json::json!({ "screening": first["screening"], "notice": "dz-t187304", "reason": "lent" });
    sent(&served.url, "/v1/clearances", &clearing);
    let second = sent(&served.url, "/v1/screen", &asked);
    assert_eq!(second["matches"], serde_json::json!([]));
    assert_eq!(
        second["cleared"][0]["hits"][0]["cleared"]["role"], "analyst",
        "{second}"
    );
    let book = dir.path().join("book.csv");
    std::fs::write(&book, "id,passportNumber\n7,000187304\n8,000999111\n")
        .expect("it can be written");
    let address = served.url.replace("http://", "http://yacine@");
    let table = book.display().to_string();
    let at_node = |arguments: &[&str]| {
        let ran = command(&[&["book"], arguments, &["--node", &address]].concat())
            .env("MITHAQ_PASSWORD", PASSWORD)
            .output()
            .expect("it runs");
        let said = [ran.stdout, ran.stderr].concat();
        let said = String::from_utf8_lossy(&said).trim().to_owned();
        (ran.status.code(), said)
    };
    let parties = |count: usize| (Some(0), format!("{{\"parties\":{count}}}"));
    assert_eq!(at_node(&["put", &table]), parties(2));
    assert_eq!(at_node(&["remove", "8"]), parties(1));
    assert_eq!(at_node(&["put", &table, "--replace"]), parties(2));
    assert_eq!(at_node(&["show"]), parties(2));
    // The node screens its books by itself as well: whoever comes first raises it, and it is raised once.
    assert_eq!(at_node(&["screen"]).0, Some(0));
    let raised = received(&served.url, "/v1/matches");
    let of_book = raised.as_array().expect("a list").iter();
    let of_book = of_book.filter(|found| found["screening"] != first["screening"]);
    let asked: Vec<_> = of_book
        .map(|found| &found["query"]["numbers"][0]["text"])
        .collect();
    assert_eq!(asked, ["000187304"], "{raised}");
    assert_eq!(
        at_node(&["screen"]),
        (Some(0), "{\"raised\":[]}".to_owned())
    );
    std::fs::write(&book, "id,passportNumber\n7,000187304\n7,000999111\n").expect("it is written");
    let (code, said) = at_node(&["put", &table]);
    assert!(
        code == Some(2) && said.contains("each reference once"),
        "{said}"
    );
    assert_eq!(at_node(&["show"]), parties(2));
    drop(served);

    let file = receipt.display().to_string();
    let verified = mithaq(&["receipt", "verify", &file, "--key", &key]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    assert!(
        verified.out.contains("dz-t187304") && !verified.out.contains("customer"),
        "{}",
        verified.out
    );
    let payload = first["receipt"]["payload"].as_str().expect("a payload");
    let altered = first["receipt"]
        .to_string()
        .replace(&payload[..40], &payload[40..80]);
    std::fs::write(&receipt, altered).expect("it can be written");
    assert_eq!(mithaq(&["receipt", "verify", &file, "--key", &key]).code, 1);

    let replayed = mithaq(&["receipt", "replay", "--data", &node, &screening]);
    assert_eq!(replayed.code, 0, "{}{}", replayed.out, replayed.err);
    assert!(
        replayed.out.contains("\"identical\":true"),
        "{}",
        replayed.out
    );
    assert!(
        mithaq(&["receipt", "show", "--data", &node, &screening])
            .out
            .contains(payload)
    );
    assert_eq!(
        mithaq(&["receipt", "replay", "--data", &node, "1"]).code,
        2,
        "entry 1 is the pact"
    );
    let query = asked_again.display().to_string();
    let as_of = |at: &str, post: &[&str]| {
        let args = [
            "receipt", "replay", "--data", &node, "--at", at, "--query", &query,
        ];
        mithaq(&[&args[..], post].concat())
    };
    let found = as_of(&screening, &["--post", "fiu"]);
    assert_eq!(found.code, 0, "{}{}", found.out, found.err);
    assert!(found.out.contains("dz-t187304"), "{}", found.out);
    let before = as_of("1", &["--post", "fiu"]);
    assert!(before.out.contains("\"matches\":[]"), "{}", before.out);
    for (at, post) in [
        ("1", &[][..]),
        ("yesterday", &["--post", "fiu"]),
        ("1999-01-01", &["--post", "fiu"]),
    ] {
        let refused = as_of(at, post);
        assert_eq!(refused.code, 2, "{at}: {}{}", refused.out, refused.err);
    }
}
