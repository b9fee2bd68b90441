//! A scene for the console's tests: Algeria and Niger on the seed's pact, joined without a network, and people of each.

#![allow(dead_code, reason = "each test binary uses its own part of the scene")]
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use mithaq_exchange::{Config, Member, Peer, PeerConfig, PeerError, Post};
use mithaq_node::{App, password};
use mithaq_notice::update::Removals;
use mithaq_notice::{Language, MemberId, Notice, PostId, Use, native, un};
use mithaq_store::{Account, Envelope, Signer, UserId};
use tempfile::TempDir;

const PACT: &str = include_str!("../../../../pacts/maghreb-sahel.toml");
const NOTICES: &str = include_str!("../../../../data/demo/notices.toml");
const UN_LIST: &[u8] = include_bytes!("../../../../data/un_consolidated.xml");

/// Everybody's.
pub const PASSWORD: &str = "correct horse battery";

/// A name that would be a script, were it not escaped.
pub const HOSTILE: &str = r#"<script>alert(1)</script> & "Wahmi" <b onclick='x'>"#;

/// Two members' nodes.
pub struct Scene {
    _dir: TempDir,
    pub dz: App,
    pub ne: App,
}

/// The other node, reached by a call instead of a connection.
#[derive(Default)]
struct Wire(OnceLock<App>);

struct End(Arc<Wire>);

impl Peer for End {
    fn send(&self, message: &Envelope) -> Result<Envelope, PeerError> {
        let far = self.0.0.get().expect("the scene is set");
        let answer = tokio::runtime::Handle::current()
            .block_on(far.member().answer(message, Timestamp::now()));
        answer.map_err(|error| PeerError::NotAReply {
            url: "test".into(),
            why: error.to_string(),
        })
    }
}

impl Scene {
    /// Both nodes; Algeria has published the demo's notices, and Niger received what is released to its posts.
    pub async fn set() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let signers =
            ["dz", "ne"].map(|id| (member_id(id), Signer::from_seed([id.as_bytes()[0]; 32])));
        let pact = signers.iter().fold(PACT.to_owned(), |pact, (id, signer)| {
            let head = format!("[members.{id}]\n");
            pact.replace(
                &head,
                &format!("{head}keys = [\"{}\"]\n", signer.fingerprint()),
            )
        });
        let (to_dz, to_ne) = (Arc::new(Wire::default()), Arc::new(Wire::default()));
        let mut apps = Vec::new();
        for ((id, signer), (peer, peer_signer), wire) in [
            (&signers[0], &signers[1], &to_ne),
            (&signers[1], &signers[0], &to_dz),
        ] {
            let folder = dir.path().join(id.as_str());
            let key = peer_signer.verifying_key().to_string();
            let peers = BTreeMap::from([(
                peer.clone(),
                PeerConfig {
                    url: "http://test".into(),
                    key,
                },
            )]);
            let config = Config {
                thresholds: BTreeMap::new(),
                member: id.clone(),
                listen: ([127, 0, 0, 1], 0).into(),
                peers,
                posts: posts(id.as_str()),
            };
            Member::init(&folder, &config, signer, &pact, Timestamp::now())
                .await
                .expect("a folder is made");
            let ways = BTreeMap::from([(
                peer.clone(),
                Arc::new(End(Arc::clone(wire))) as Arc<dyn Peer>,
            )]);
            let member = Member::open_with(&folder, ways)
                .await
                .expect("the folder opens");
            apps.push(App::new(member).expect("there is randomness"));
        }
        let [dz, ne] = <[App; 2]>::try_from(apps).unwrap_or_else(|_| unreachable!("there are two"));
        let _ = to_dz.0.set(dz.clone());
        let _ = to_ne.0.set(ne.clone());
        let scene = Self { _dir: dir, dz, ne };
        scene.people().await;
        let ours = native::read("notices.toml", NOTICES).expect("the demo's notices");
        let of_dz = ours
            .into_iter()
            .filter(|notice| notice.originator.as_str() == "dz")
            .collect();
        scene
            .dz
            .member()
            .publish(of_dz, "test", Timestamp::now())
            .await
            .expect("they are published");
        scene
            .ne
            .member()
            .publish(vec![hostile()], "test", Timestamp::now())
            .await
            .expect("it is published");
        scene.round().await;
        scene
    }

    /// Niger imports the UN list.
    pub async fn with_un_list(self) -> Self {
        let list = un::read("un_consolidated.xml", UN_LIST).expect("the list reads");
        self.ne
            .member()
            .import(list, Removals::UpToATenth, "boubacar", Timestamp::now())
            .await
            .expect("it is imported");
        self
    }

    /// One round from Niger to Algeria.
    pub async fn round(&self) {
        let round = self
            .ne
            .member()
            .sync(Timestamp::now)
            .await
            .remove("dz")
            .expect("Algeria is a peer");
        assert_eq!(round.error, None);
    }

    async fn people(&self) {
        let hash = password::hash(PASSWORD).expect("there is randomness");
        let people = [
            (&self.dz, "omar", "inspector", Language::Ar),
            (&self.dz, "nadia", "officer@in-guezzam", Language::Ar),
            (&self.dz, "farid", "treaty-desk", Language::Fr),
            (&self.ne, "aicha", "officer@assamaka", Language::Fr),
            (&self.ne, "idrissa", "officer@assamaka", Language::Ar),
            (&self.ne, "mariama", "liaison@desk", Language::En),
            (&self.ne, "amadou", "officer", Language::Fr),
            (&self.ne, "boubacar", "operator", Language::En),
            (&self.ne, "rahila", "treaty-desk", Language::Fr),
            (&self.ne, "hawa", "inspector", Language::En),
        ];
        for (app, user, role, language) in people {
            let user = UserId::new(user).expect("a user name");
            let account = Account {
                user,
                password_hash: hash.clone(),
                role: role.into(),
                language,
            };
            app.member()
                .store()
                .set_account(account, Timestamp::now())
                .await
                .expect("the account is made");
        }
    }
}

fn member_id(id: &str) -> MemberId {
    MemberId::new(id).expect("an id")
}

fn posts(member: &str) -> BTreeMap<PostId, Post> {
    let rows: &[_] = match member {
        "ne" => &[
            (
                "assamaka",
                "border",
                "border-screening",
                "ne-north",
                Use::Screen,
            ),
            (
                "desk",
                "liaison",
                "security-cooperation",
                "sahel",
                Use::Read,
            ),
            // What Algeria refuses: its clauses withhold everything from this one.
            ("abroad", "army", "security-operation", "sy", Use::Read),
        ],
        _ => &[("in-guezzam", "border", "border-screening", "dz", Use::Act)],
    };
    let post = |service: &str, activity: &str, theatre: &str, uses| Post {
        service: service.parse().expect("an id"),
        activity: activity.parse().expect("an id"),
        theatre: theatre.parse().expect("an id"),
        uses,
    };
    rows.iter()
        .map(|(id, service, activity, theatre, uses)| {
            (
                id.parse().expect("an id"),
                post(service, activity, theatre, *uses),
            )
        })
        .collect()
}

/// A notice of Niger's own whose every text would break the page, were it not escaped.
fn hostile() -> Notice {
    let text = r#"
        [notices.ne-9001]
        originator = "ne"
        created = "2026-01-01T00:00:00Z"
        grade = "F6"
        ends = "2030-01-01T00:00:00Z"
        grounds.en = "Invented for a test. </p><script>alert(2)</script>"
        instructions.en = "<img src=x onerror=alert(3)>"
        redress.en = "Write."
        contact = "\"><script>alert(4)</script>"
        invented = true
        handling = { uses = ["act"] }
        subject.person.names = [{ text = "HOSTILE", kind = "primary" }]
    "#;
    let quoted = serde_json::to_string(HOSTILE).expect("a string");
    native::read("hostile.toml", &text.replace("\"HOSTILE\"", &quoted))
        .expect("a notice")
        .remove(0)
}
