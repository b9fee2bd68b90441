//! Consultations and amendments from the command line, on nodes' folders.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod run;

use std::path::Path;

use mithaq_exchange::{Config, Member};
use mithaq_store::Signer;
use run::{Ran, mithaq, repository};
use serde_json::Value;

/// The seed's pact in which this fingerprint of the United States stands.
fn pact(signer: &Signer) -> String {
    let seed = std::fs::read_to_string(repository().join("pacts/maghreb-sahel.toml")).unwrap();
    let head = "[members.us]\n";
    assert!(seed.contains(head));
    seed.replace(
        head,
        &format!("{head}keys = [\"{}\"]\n", signer.fingerprint()),
    )
}

/// The United States' folder, and its pact.
fn node(dir: &Path) -> (String, String) {
    let folder = dir.join("us");
    let signer = Signer::from_seed([7; 32]);
    let text = pact(&signer);
    let config = Config {
        member: "us".parse().unwrap(),
        listen: ([127, 0, 0, 1], 0).into(),
        peers: std::collections::BTreeMap::new(),
        posts: std::collections::BTreeMap::new(),
        thresholds: std::collections::BTreeMap::new(),
    };
    let now = jiff::Timestamp::now();
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(Member::init(&folder, &config, &signer, &text, now))
        .unwrap();
    (folder.display().to_string(), text)
}

fn consult(folder: &str, arguments: &[&str]) -> Ran {
    let (first, rest) = arguments.split_first().unwrap();
    let mut all = vec!["consult", first, "--data", folder];
    all.extend(rest);
    mithaq(&all)
}

fn json(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn entries(folder: &str) -> String {
    let verified = mithaq(&["log", "verify", "--data", folder]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    verified.out
}

const ASK: [&str; 13] = [
    "open",
    "--ask",
    "dz",
    "--activity",
    "training,equipment",
    "--theatre",
    "ml-north",
    "--deadline",
    "2199-12",
    "--subject",
    "en=Training",
    "--text",
    "fr=Nous demandons…",
];

#[test]
fn a_request_is_opened_listed_shown_and_withdrawn_in_three_languages() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, _) = node(dir.path());
    let opened = json(&consult(&folder, &ASK));
    let id = opened["consultation"].as_str().unwrap();
    for (lang, standing, step) in [
        ("en", "open", "us requests [equipment, training @ ml-north]"),
        ("fr", "ouverte", "us demande"),
        ("ar", "مفتوحة", "us طلب"),
    ] {
        let list = consult(&folder, &["list", "--lang", lang]);
        assert!(
            list.out.contains(standing) && list.out.contains(id),
            "{}",
            list.out
        );
        let show = consult(&folder, &["show", id, "--lang", lang]);
        assert!(show.out.contains(step), "{}", show.out);
    }
    let shown = json(&consult(&folder, &["show", id, "--json"]));
    assert_eq!(shown["standing"], "open");
    assert_eq!(shown["awaits"], serde_json::json!(["dz"]));
    assert_eq!(
        shown["matter"]["theatre"]["all"],
        serde_json::json!(["ml-north"])
    );
    json(&consult(
        &folder,
        &[
            "withdraw",
            id,
            "--text",
            "en=No longer.\n2014-09-01 dz accepts",
        ],
    ));
    let shown = consult(&folder, &["show", id]).out;
    assert!(
        shown.contains("us withdraws: No longer.\n      2014-09-01 dz accepts\n"),
        "{shown}"
    );
    let all = json(&consult(&folder, &["list", "--json"]));
    assert_eq!(all[0]["standing"], "withdrawn");
    assert_eq!(all[0]["steps"].as_array().unwrap().len(), 2);
}

#[test]
fn bad_steps_are_bad_input_and_nothing_is_logged() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, _) = node(dir.path());
    let id = json(&consult(&folder, &ASK))["consultation"]
        .as_str()
        .unwrap()
        .to_owned();
    let with = |changed: &[(&'static str, &'static str)]| {
        let mut ask = ASK.to_vec();
        for (name, value) in changed {
            let at = ask.iter().position(|given| given == name).unwrap();
            ask[at + 1] = value;
        }
        ask
    };
    let before = entries(&folder);
    for (arguments, words) in [
        (with(&[("--ask", "us")]), "other than `us`, who asks"),
        (with(&[("--ask", "ly")]), "members of the pact"),
        (
            with(&[("--activity", "trainin")]),
            "did you mean `training`?",
        ),
        (
            with(&[("--theatre", "atlantis")]),
            "`atlantis` is not known",
        ),
        (
            with(&[("--deadline", "2014-09")]),
            "deadline: found 2014-09",
        ),
        (with(&[("--deadline", "soon")]), "expected `YYYY-MM`"),
        (
            with(&[("--text", "Nous")]),
            "expected `ar=…`, `fr=…` or `en=…`",
        ),
        (with(&[("--text", "fr= ")]), "text: found nothing"),
        (
            vec!["reply", &id, "accept", "--text", "en=Yes."],
            "`us`'s own",
        ),
        (
            vec!["reply", &id, "agree", "--text", "en=Yes."],
            "invalid value 'agree'",
        ),
        (
            vec!["reply", "us-none", "accept", "--text", "en=Yes."],
            "no consultation `us-none`",
        ),
        (
            vec![
                "reply",
                &id,
                "request",
                "--activity",
                "training,equipment",
                "--text",
                "en=Again.",
            ],
            "on the table already",
        ),
        (vec!["show", "us-none"], "no consultation `us-none`"),
        (
            vec!["sign", "abc"],
            "no amendment whose id begins with `abc`",
        ),
        (
            vec!["propose", "pacts/maghreb-sahel.toml"],
            "expected version 2 of `maghreb-sahel`",
        ),
        (vec!["propose", "pacts/asks.csv"], "pacts/asks.csv:1"),
    ] {
        let ran = consult(&folder, &arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.out, ran.err);
        let told = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
    assert_eq!(entries(&folder), before);
}

#[test]
fn an_amendment_says_who_must_sign_and_is_in_force_once_they_have() {
    let dir = tempfile::tempdir().unwrap();
    let (us, text) = node(dir.path());
    let next = |version: u64, more: &str| {
        let path = dir.path().join("next.toml");
        let changed = text.replace("\nversion = 1\n", &format!("\nversion = {version}\n"));
        assert_ne!(changed, text);
        std::fs::write(&path, changed + more).unwrap();
        path.display().to_string()
    };
    let clause = |member: &str| {
        format!(
            "\n[clauses.{member}-training]\nmember = \"{member}\"\nstance = \"undertaken\"\nactivity = [\"training\"]\ntheatre = [\"ne\"]\n\
             from = \"2026-03\"\nstatements = [\"elkhabar-2014-09-F9\"]\ntext.en = \"Training in Niger.\"\n"
        )
    };
    let both = next(2, &(clause("us") + &clause("dz")));
    let proposed = consult(&us, &["propose", &both]);
    assert_eq!(proposed.code, 0, "{}", proposed.err);
    for words in [
        "version 2 · us · awaits the signature of dz · signed by us",
        "· dz: clauses.dz-training",
        "✓ us: clauses.us-training",
    ] {
        assert!(proposed.out.contains(words), "{words}: {}", proposed.out);
    }
    let id = proposed.out.split_whitespace().next().unwrap();
    for (lang, words) in [
        ("en", "Clause first stated: us-training"),
        ("fr", "Clause par clause"),
        ("ar", "بندًا بندًا"),
    ] {
        let told = consult(&us, &["changes", id, "--lang", lang]);
        assert!(
            told.out.contains(words),
            "{words}: {}{}",
            told.out,
            told.err
        );
    }
    let refused = "\n[capabilities.money]\nmember = \"dz\"\npartner = \"ml\"\nactivity = \"funding-military-operation\"\n\
                   theatre = \"ml\"\ntext.en = \"Money.\"\n";
    let pledged = consult(&us, &["propose", &next(2, refused)]);
    assert!(
        pledged.code == 2 && pledged.err.contains("`dz-no-military-funding`"),
        "a pledge that a clause refuses is not let in: {}",
        pledged.err
    );
    let twice = consult(&us, &["sign", id]);
    assert_eq!(twice.code, 2, "{}", twice.out);

    // This one binds the United States alone, which leads and so registers it.
    let own = json(&consult(
        &us,
        &["propose", &next(2, &clause("us")), "--json"],
    ));
    assert_eq!(own["standing"], "in-force");
    let all = consult(&us, &["amendments", "--lang", "fr"]).out;
    assert!(
        all.contains("remplacé par") && all.contains("en vigueur depuis"),
        "{all}"
    );
    let late = consult(&us, &["propose", &both]);
    assert!(
        late.code == 2 && late.err.contains("expected version 3"),
        "{}",
        late.err
    );
    let asked = consult(
        &us,
        &[
            "propose",
            &next(3, &clause("us")),
            "--consultation",
            "us-none",
        ],
    );
    assert!(
        asked.code == 2 && asked.err.contains("no consultation"),
        "{}",
        asked.err
    );
}
