//! A scene for the tests: members of a small pact, each with a folder of its own, joined without a network.

#![allow(dead_code, reason = "each test binary uses its own part of the scene")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use mithaq_exchange::{Config, Member, Peer, PeerConfig, PeerError, Post};
use mithaq_notice::{MemberId, Notice, NoticeId, PostId, native};
use mithaq_store::{Envelope, Signer};
use tempfile::TempDir;

/// Algeria undertakes security cooperation with Niger in the Sahel and refuses operations in Syria.
pub const PACT: &str = r#"
[pact]
id = "test"
version = 1
status = "in-force"
title = { ar = "ت", fr = "t", en = "t" }

[members.dz]
name = { ar = "الجزائر", fr = "Algérie", en = "Algeria" }
[members.ne]
name = { ar = "النيجر", fr = "Niger", en = "Niger" }
[members.us]
name = { ar = "الولايات المتحدة", fr = "États-Unis", en = "United States" }

[issuers.un]
name = { ar = "الأمم المتحدة", fr = "Nations Unies", en = "United Nations" }
[issuers.ofac]
name = { ar = "أوفاك", fr = "OFAC", en = "OFAC" }

[activities.security-operation]
name = { ar = "ع", fr = "o", en = "security operation" }
within = "any"
[activities.security-cooperation]
name = { ar = "ت", fr = "c", en = "security cooperation" }
within = "any"
[activities.border-screening]
name = { ar = "ف", fr = "f", en = "border screening" }
within = "security-cooperation"

[modes.by-air]
name = { ar = "جوًّا", fr = "par air", en = "by air" }
[modes.jointly]
name = { ar = "معًا", fr = "ensemble", en = "jointly" }

[theatres.sahel]
name = { ar = "الساحل", fr = "Sahel", en = "Sahel" }
includes = ["ml", "ne"]

[sources.desk]
name = { ar = "م", fr = "d", en = "desk" }
kind = "official"

[statements.said]
chain = ["desk"]
date = "2014-09"
language = "en"
claim = "stance"
text = { ar = "ق", fr = "d", en = "said" }

[clauses.dz-cooperates]
member = "dz"
stance = "undertaken"
activity = ["security-cooperation"]
theatre = ["sahel"]
partner = ["ne"]
from = "2014-09"
statements = ["said"]
text = { ar = "ب", fr = "b", en = "b" }

[clauses.dz-not-in-syria]
member = "dz"
stance = "refused"
activity = ["any"]
theatre = ["sy"]
from = "2014-09"
statements = ["said"]
text = { ar = "ب", fr = "b", en = "b" }
"#;

/// The moment everything happens at, unless a test says otherwise.
pub fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().expect("a moment")
}

/// The clock the members are given.
pub fn clock() -> Timestamp {
    now()
}

pub fn member_id(id: &str) -> MemberId {
    MemberId::new(id).expect("an id")
}

pub fn notice_id(id: &str) -> NoticeId {
    NoticeId::new(id).expect("an id")
}

pub fn post_id(id: &str) -> PostId {
    PostId::new(id).expect("an id")
}

/// A notice of Algeria's on somebody invented, with this handling.
pub fn notice(id: &str, name: &str, handling: &str) -> Notice {
    let text = format!(
        r#"
        [notices.{id}]
        originator = "dz"
        created = "2026-01-01T00:00:00Z"
        grade = "B2"
        ends = "2030-01-01T00:00:00Z"
        grounds.en = "Invented for a test."
        instructions.en = "Call."
        redress.en = "Write."
        invented = true
        handling = {{ {handling} }}
        subject.person.names = [{{ text = "{name}", kind = "primary" }}]
        "#
    );
    native::read("test.toml", &text)
        .expect("a notice")
        .remove(0)
}

/// The other node, reached by a call instead of a connection. It can be cut off, and keeps what passed.
#[derive(Default)]
pub struct Wire {
    far: OnceLock<Arc<Member>>,
    pub cut: Mutex<Cut>,
    pub passed: Mutex<Vec<Envelope>>,
}

/// What the wire does to the next messages.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Cut {
    /// They pass.
    #[default]
    Whole,
    /// They never arrive.
    Before,
    /// They arrive, and the reply is lost.
    After,
}

impl Wire {
    pub fn cut(&self, cut: Cut) {
        *self.cut.lock().expect("no test panics while it holds this") = cut;
    }
}

/// A [`Wire`] as a member holds it.
pub struct End(pub Arc<Wire>);

impl Peer for End {
    fn send(&self, message: &Envelope) -> Result<Envelope, PeerError> {
        let lost = || PeerError::Unreachable {
            url: "test".into(),
            why: "the wire is cut".into(),
        };
        let cut = *self
            .0
            .cut
            .lock()
            .expect("no test panics while it holds this");
        if cut == Cut::Before {
            return Err(lost());
        }
        self.0
            .passed
            .lock()
            .expect("no test panics while it holds this")
            .push(message.clone());
        let far = self.0.far.get().expect("the scene is set");
        let answer = tokio::runtime::Handle::current().block_on(far.answer(message, now()));
        if cut == Cut::After {
            return Err(lost());
        }
        answer.map_err(|error| PeerError::NotAReply {
            url: "test".into(),
            why: error.to_string(),
        })
    }
}

/// Algeria and Niger.
pub struct Scene {
    pub dir: TempDir,
    pub dz: Arc<Member>,
    pub ne: Arc<Member>,
    /// From Niger to Algeria.
    pub to_dz: Arc<Wire>,
    /// From Algeria to Niger.
    pub to_ne: Arc<Wire>,
}

impl Scene {
    /// Both members on the small pact.
    pub async fn set() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let keys: BTreeMap<_, _> = ["dz", "ne"].map(|id| (member_id(id), signer(id))).into();
        let pact = pact();
        for (id, signer) in &keys {
            let peers = keys
                .iter()
                .filter(|(peer, _)| *peer != id)
                .map(|(peer, signer)| {
                    (
                        peer.clone(),
                        PeerConfig {
                            url: "http://test".into(),
                            key: signer.verifying_key().to_string(),
                        },
                    )
                });
            let config = Config {
                thresholds: BTreeMap::new(),
                member: id.clone(),
                listen: ([127, 0, 0, 1], 0).into(),
                peers: peers.collect(),
                posts: posts(id),
            };
            Member::init(&dir.path().join(id.as_str()), &config, signer, &pact, now())
                .await
                .expect("a folder is made");
        }
        let (to_dz, to_ne) = (Arc::new(Wire::default()), Arc::new(Wire::default()));
        let dz = open(dir.path(), "dz", "ne", &to_ne).await;
        let ne = open(dir.path(), "ne", "dz", &to_dz).await;
        let _ = to_dz.far.set(Arc::clone(&dz));
        let _ = to_ne.far.set(Arc::clone(&ne));
        Self {
            dir,
            dz,
            ne,
            to_dz,
            to_ne,
        }
    }

    /// Niger's round, which must not end early.
    pub async fn round(&self) -> mithaq_exchange::PeerSync {
        let round = self
            .ne
            .sync(clock)
            .await
            .remove(&member_id("dz"))
            .expect("Algeria is a peer");
        assert_eq!(round.error, None);
        round
    }

    /// Algeria's round, whatever comes of it.
    pub async fn round_of_dz(&self) -> mithaq_exchange::PeerSync {
        self.dz
            .sync(clock)
            .await
            .remove(&member_id("ne"))
            .expect("Niger is a peer")
    }
}

pub async fn open(dir: &Path, id: &str, peer: &str, wire: &Arc<Wire>) -> Arc<Member> {
    let peers = BTreeMap::from([(
        member_id(peer),
        Arc::new(End(Arc::clone(wire))) as Arc<dyn Peer>,
    )]);
    Arc::new(
        Member::open_with(&dir.join(id), peers)
            .await
            .expect("the folder opens"),
    )
}

/// The key a member of the scene signs with.
pub fn signer(id: &str) -> Signer {
    Signer::from_seed([id.as_bytes()[0]; 32])
}

/// The small pact with everybody's fingerprint; the United States has no node in the scene.
pub fn pact() -> String {
    pact_with_keys(
        &["dz", "ne", "us"]
            .map(|id| (member_id(id), signer(id)))
            .into(),
    )
}

pub fn pact_with_keys(keys: &BTreeMap<MemberId, Signer>) -> String {
    keys.iter().fold(PACT.to_owned(), |pact, (id, signer)| {
        pact.replace(
            &format!("[members.{id}]\n"),
            &format!("[members.{id}]\nkeys = [\"{}\"]\n", signer.fingerprint()),
        )
    })
}

fn posts(member: &MemberId) -> BTreeMap<PostId, Post> {
    let post = |service: &str, activity: &str, theatre: &str| Post {
        service: service.parse().expect("an id"),
        activity: activity.parse().expect("an id"),
        theatre: theatre.parse().expect("an id"),
        uses: mithaq_notice::Use::Screen,
    };
    match member.as_str() {
        "ne" => [
            ("agadez", post("border", "border-screening", "ne")),
            ("abroad", post("army", "security-operation", "sy")),
        ]
        .map(|(id, post)| (post_id(id), post))
        .into(),
        _ => [(post_id("alger"), post("border", "border-screening", "dz"))].into(),
    }
}

/// The United States between Algeria and Niger, whose nodes know only theirs.
pub struct Hub {
    pub dir: TempDir,
    pub us: Arc<Member>,
    pub dz: Arc<Member>,
    pub ne: Arc<Member>,
}

impl Hub {
    pub async fn set() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let wire = || Arc::new(Wire::default());
        let (to_us, to_dz, to_ne) = (wire(), wire(), wire());
        let ways = [
            ("us", vec![("dz", &to_dz), ("ne", &to_ne)]),
            ("dz", vec![("us", &to_us)]),
            ("ne", vec![("us", &to_us)]),
        ];
        let mut members = Vec::new();
        for (id, peers) in ways {
            let config = Config {
                thresholds: BTreeMap::new(),
                member: member_id(id),
                listen: ([127, 0, 0, 1], 0).into(),
                peers: peers
                    .iter()
                    .map(|(peer, _)| {
                        let key = signer(peer).verifying_key().to_string();
                        let url = "http://test".into();
                        (member_id(peer), PeerConfig { url, key })
                    })
                    .collect(),
                posts: BTreeMap::new(),
            };
            let folder = dir.path().join(id);
            Member::init(&folder, &config, &signer(id), &pact(), now())
                .await
                .expect("a folder is made");
            let ends = peers.into_iter().map(|(peer, wire)| {
                let end: Arc<dyn Peer> = Arc::new(End(Arc::clone(wire)));
                (member_id(peer), end)
            });
            let member = Member::open_with(&folder, ends.collect()).await;
            members.push(Arc::new(member.expect("the folder opens")));
        }
        let [us, dz, ne] = <[Arc<Member>; 3]>::try_from(members)
            .unwrap_or_else(|_| unreachable!("there are three"));
        let _ = to_us.far.set(Arc::clone(&us));
        let _ = to_dz.far.set(Arc::clone(&dz));
        let _ = to_ne.far.set(Arc::clone(&ne));
        Self { dir, us, dz, ne }
    }

    /// Everybody's round, the one in the middle last.
    pub async fn rounds(&self) {
        for member in [&self.dz, &self.ne, &self.us] {
            for round in member.sync(clock).await.into_values() {
                assert_eq!(round.error, None);
                assert!(round.declined.is_empty(), "{:?}", round.declined);
            }
        }
    }
}
