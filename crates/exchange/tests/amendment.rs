//! Amendments: who must sign, what crosses, which of two racing ones follows, what is refused.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use mithaq_exchange::message::{AMENDMENT_TYPE, Amendment, Body, Carried, Message};
use mithaq_exchange::{AmendmentShown, AmendmentStanding, ConsultationAsked, Error, Member};
use mithaq_notice::Text;
use mithaq_pact::{Matter, Move, Opening, Standing};
use mithaq_store::{Digest, Envelope};
use scene::{Cut, Hub, Scene, member_id, now, open, signer};

/// The scene's pact as another version, with more at its end.
fn next(more: &str) -> String {
    scene::pact().replace("version = 1", "version = 2") + more
}

/// A clause of a member's.
fn clause(id: &str, member: &str) -> String {
    format!(
        r#"
[clauses.{id}]
member = "{member}"
stance = "undertaken"
activity = ["border-screening"]
theatre = ["ml"]
from = "2026-03"
statements = ["said"]
text = {{ ar = "ب", fr = "b", en = "b" }}
"#
    )
}

/// Both Algeria and Niger take something on.
fn both() -> String {
    next(&(clause("dz-more", "dz") + &clause("ne-more", "ne")))
}

async fn proposed(member: &Member, text: &str) -> Result<AmendmentShown, Error> {
    member.propose(text, None, "desk", now()).await
}

fn standing(member: &Member, id: &Digest) -> Option<AmendmentStanding> {
    let state = member.state();
    let known = state.holdings().amendment(id);
    known.map(|known| known.standing(state.holdings()))
}

fn awaits(member: &str) -> Option<AmendmentStanding> {
    Some(AmendmentStanding::Open {
        awaits: [member_id(member)].into(),
    })
}

fn version(member: &Member) -> u64 {
    member.state().pact().version()
}

async fn entries(member: &Member) -> u64 {
    member.store().head().await.unwrap().seq.get()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_is_in_force_everywhere_once_those_it_binds_have_signed() {
    let scene = Scene::set().await;
    let shown = proposed(&scene.ne, &both()).await.unwrap();
    let bound: Vec<_> = shown.needs.values().flatten().collect();
    assert_eq!(bound, ["clauses.dz-more", "clauses.ne-more"]);
    assert_eq!(scene.round().await.amendments, 1);
    assert_eq!(standing(&scene.dz, &shown.id), awaits("dz"));
    assert_eq!((version(&scene.dz), version(&scene.ne)), (1, 1));

    // Algeria is the first member of a pact without a lead: its node registers what it has completely signed.
    let signed = scene.dz.sign_amendment(&shown.id, "yacine", now()).await;
    let in_force = AmendmentStanding::InForce { since: now() };
    assert_eq!(signed.unwrap().standing, in_force);
    assert_eq!((version(&scene.dz), version(&scene.ne)), (2, 1));
    assert_eq!(scene.round_of_dz().await.amendments, 1);
    assert_eq!(version(&scene.ne), 2);
    assert_eq!(standing(&scene.ne, &shown.id), Some(in_force));

    let before = (entries(&scene.dz).await, entries(&scene.ne).await);
    scene.round().await;
    scene.round_of_dz().await;
    scene.round().await;
    let after = (entries(&scene.dz).await, entries(&scene.ne).await);
    // Niger has not heard yet that Algeria has the registration: Algeria sent it. One acknowledgement says so.
    assert!(
        after.0 == before.0 && after.1 <= before.1 + 1,
        "{before:?} {after:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consultation_that_all_accept_ends_in_its_amendment() {
    let scene = Scene::set().await;
    let text = || Text::english("text");
    let asked = ConsultationAsked {
        id: None,
        opening: Opening {
            asked: [member_id("dz")].into(),
            subject: text(),
            matter: Matter::default(),
            deadline: None,
        },
        text: text(),
    };
    let id = scene
        .ne
        .consult(asked, "hawa", now())
        .await
        .unwrap()
        .consultation;
    scene.round().await;
    let early = scene
        .ne
        .propose(&both(), Some(id.clone()), "hawa", now())
        .await;
    let why = early.unwrap_err().to_string();
    assert!(
        why.contains("is open; an amendment comes of one that all have accepted"),
        "{why}"
    );

    let accept = Move::Accept {
        of: Matter::default(),
    };
    scene
        .dz
        .reply(&id, accept, text(), "yacine", now())
        .await
        .unwrap();
    scene.round_of_dz().await;
    let shown = scene
        .ne
        .propose(&both(), Some(id.clone()), "hawa", now())
        .await
        .unwrap();
    scene.round().await;
    scene
        .dz
        .sign_amendment(&shown.id, "yacine", now())
        .await
        .unwrap();
    scene.round_of_dz().await;
    for member in [&scene.dz, &scene.ne] {
        let state = member.state();
        let known = state.holdings().consultation(&id).unwrap();
        assert_eq!(known.standing(now()), Standing::Agreed);
        assert_eq!(known.amendment(), Some(&shown.hash));
    }
    let withdraw = scene
        .ne
        .reply(&id, Move::Withdraw {}, text(), "hawa", now());
    let late = withdraw.await.unwrap_err().to_string();
    assert!(
        late.contains("the consultation is agreed: its record stays"),
        "{late}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_amendments_racing_one_follows_and_the_other_hears_which_and_how_to_rebase() {
    let scene = Scene::set().await;
    // Each binds only who proposes it: both are completely signed at once, on nodes that know nothing of each other.
    let of_ne = proposed(&scene.ne, &next(&clause("ne-more", "ne")))
        .await
        .unwrap();
    assert_eq!(
        of_ne.standing,
        AmendmentStanding::Signed,
        "Algeria's node says which is first"
    );
    let of_dz = proposed(&scene.dz, &next(&clause("dz-more", "dz")))
        .await
        .unwrap();
    assert_eq!(of_dz.standing, AmendmentStanding::InForce { since: now() });

    let declined = scene.round().await.declined;
    let heard: Vec<_> = declined
        .iter()
        .filter(|why| why.contains("another amendment of the same version"))
        .collect();
    let [why] = heard.as_slice() else {
        panic!("{declined:?}")
    };
    for words in [
        of_dz.hash.to_string(),
        of_dz.id.to_string(),
        "proposed by `dz`".into(),
        "set `version = 3`".into(),
    ] {
        assert!(why.contains(&words), "{words}: {why}");
    }
    let known = scene.dz.state().holdings().amendments().count();
    assert_eq!(known, 1, "nothing was logged of it");

    scene.round_of_dz().await;
    for member in [&scene.dz, &scene.ne] {
        assert_eq!(member.state().pact().hash(), &of_dz.hash);
    }
    let superseded = AmendmentStanding::Superseded { by: of_dz.hash };
    assert_eq!(standing(&scene.ne, &of_ne.id), Some(superseded));
    let shown = {
        let state = scene.ne.state();
        let known = state.holdings().amendment(&of_ne.id).unwrap();
        known.shown(state.holdings())
    };
    let written = serde_json::to_string(&shown).unwrap();
    let read: AmendmentShown = serde_json::from_str(&written).unwrap();
    assert_eq!(
        read, shown,
        "who proposed it and what took its place stay apart"
    );
    let again = proposed(&scene.ne, &next(&clause("ne-more", "ne")))
        .await
        .unwrap_err();
    let hash = of_dz.hash.to_string();
    for words in [
        "expected version 3",
        "proposed by `dz`",
        &hash,
        "set `version = 3`",
    ] {
        assert!(again.to_string().contains(words), "{words}: {again}");
    }

    // Rebased, it follows.
    let rebased = next(&(clause("dz-more", "dz") + &clause("ne-more", "ne")))
        .replace("version = 2", "version = 3");
    proposed(&scene.ne, &rebased).await.unwrap();
    scene.round().await;
    scene.round_of_dz().await;
    assert_eq!((version(&scene.dz), version(&scene.ne)), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_given_on_two_nodes_that_are_cut_off_come_together() {
    let scene = Scene::set().await;
    let shown = proposed(&scene.dz, &both()).await.unwrap();
    scene.round_of_dz().await;
    scene.to_dz.cut(Cut::After);
    let signed = scene
        .ne
        .sign_amendment(&shown.id, "hawa", now())
        .await
        .unwrap();
    assert_eq!(signed.standing, AmendmentStanding::Signed);
    let cut = scene.ne.sync(scene::clock).await;
    assert!(cut[&member_id("dz")].error.is_some());
    scene.to_dz.cut(Cut::Whole);
    scene.round().await;
    scene.round_of_dz().await;
    assert_eq!((version(&scene.dz), version(&scene.ne)), (2, 2));
    let Scene { dir, ne, to_dz, .. } = scene;
    ne.store().close().await;
    drop(ne);
    let again = open(dir.path(), "ne", "dz", &to_dz).await;
    assert_eq!(
        version(&again),
        2,
        "and it is there when the node starts again"
    );
    assert!(matches!(
        standing(&again, &shown.id),
        Some(AmendmentStanding::InForce { .. })
    ));
}

/// An amendment of Niger's with these members' names under it.
fn carried(scene: &Scene, text: &str, by: &str, signers: &[&str]) -> Carried {
    let amendment = Amendment {
        base: *scene.dz.state().pact().hash(),
        by: member_id(by),
        at: now(),
        consultation: None,
        text: text.to_owned(),
    };
    let payload = serde_json::to_vec(&amendment).unwrap();
    let mut envelope = Envelope::seal(AMENDMENT_TYPE, &payload, &signer(signers[0]));
    for other in &signers[1..] {
        envelope.sign(&signer(other));
    }
    Carried {
        amendment: envelope,
        keys: signers
            .iter()
            .map(|id| signer(id).verifying_key().clone())
            .collect(),
        registration: None,
    }
}

/// What Algeria says to an amendment that Niger's node brings.
async fn brought(scene: &Scene, carried: Carried, nonce: &str) -> Body {
    let message = Message {
        from: member_id("ne"),
        to: member_id("dz"),
        at: now(),
        nonce: nonce.into(),
        pact: *scene.ne.state().pact().hash(),
        body: Body::Amend(carried),
    };
    let sealed = message.seal(&signer("ne")).unwrap();
    let answer = scene.dz.answer(&sealed, now()).await.unwrap();
    let keys_of = |_: &_| Some(mithaq_store::Keys::from(&signer("dz")));
    Message::open(&answer, keys_of, &member_id("ne"), now())
        .unwrap()
        .body
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_that_does_not_hold_is_refused_and_leaves_no_trace() {
    let scene = Scene::set().await;
    let of_ne = next(&clause("ne-more", "ne"));
    let missing = of_ne
        .trim_end()
        .rsplit_once("statements = [\"said\"]")
        .map(|(head, tail)| format!("{head}statements = [\"unsaid\"]{tail}"))
        .unwrap();
    let backwards = of_ne.replace(
        "from = \"2026-03\"",
        "from = \"2026-03\"\nuntil = \"2026-01\"",
    );
    let keys_for_dz = |whose: &str| {
        next("").replace(
            &signer("dz").fingerprint().to_string(),
            &signer(whose).fingerprint().to_string(),
        )
    };
    let stolen_keys = keys_for_dz("td");
    let mut unbacked = carried(&scene, &of_ne, "ne", &["ne"]);
    unbacked.keys.clear();
    let mut before_all = carried(&scene, &both(), "ne", &["ne"]);
    let registration = serde_json::json!({
        "base": scene.dz.state().pact().hash(), "amendment": Digest::of(before_all.amendment.unverified_payload()),
        "by": "dz", "key": signer("dz").verifying_key(), "at": now(),
    });
    let sealed = |by: &str| {
        Envelope::seal(
            mithaq_exchange::message::REGISTRATION_TYPE,
            registration.to_string().as_bytes(),
            &signer(by),
        )
    };
    // In force an hour before it was proposed.
    let mut backdated = carried(&scene, &of_ne, "ne", &["ne"]);
    let mut earlier = registration.clone();
    earlier["amendment"] = Digest::of(backdated.amendment.unverified_payload())
        .to_string()
        .into();
    earlier["at"] = (now() - jiff::SignedDuration::from_hours(1))
        .to_string()
        .into();
    backdated.registration = Some(Envelope::seal(
        mithaq_exchange::message::REGISTRATION_TYPE,
        earlier.to_string().as_bytes(),
        &signer("dz"),
    ));
    before_all.registration = Some(sealed("dz"));
    let mut forged = before_all.clone();
    forged.registration = Some(sealed("ne"));
    let cases = [
        (
            carried(&scene, &of_ne, "ne", &["us"]),
            "signed by `us`, whom this amendment does not bind; it needs the signatures of ne",
        ),
        (
            carried(&scene, &of_ne, "ne", &["ne", "dz"]),
            "signed by `dz`, whom this amendment does not bind",
        ),
        (
            carried(&scene, &both(), "ne", &["dz"]),
            "`ne`, who proposes it, has not signed it",
        ),
        (
            carried(&scene, &both(), "ly", &["dz"]),
            "`ly`, who proposes it, is no member",
        ),
        (unbacked, "none"),
        (
            carried(&scene, &stolen_keys, "ne", &["ne"]),
            "its registration",
        ),
        (
            carried(&scene, &stolen_keys, "ne", &["ne", "td"]),
            "whom this amendment does not bind",
        ),
        (
            carried(&scene, &keys_for_dz("ne"), "ne", &["ne"]),
            "a key with which one member alone signs",
        ),
        (
            before_all,
            "its registration is there before all signatures are",
        ),
        (forged, "not a key trusted here"),
        (backdated, "a moment not before"),
        (carried(&scene, &missing, "ne", &["ne"]), "`unsaid`"),
        (carried(&scene, &backwards, "ne", &["ne"]), "until"),
        (
            carried(
                &scene,
                &of_ne.replace("version = 2", "version = 4"),
                "ne",
                &["ne"],
            ),
            "expected version 2 of `test`",
        ),
        (
            carried(&scene, "version = ", "ne", &["ne"]),
            "amendment.toml:1",
        ),
    ];
    let before = entries(&scene.dz).await;
    for (n, (amendment, words)) in cases.into_iter().enumerate() {
        if words == "its registration" {
            // New keys for Algeria are Algeria's to sign: Niger's signature under them counts for Niger.
            match brought(&scene, amendment, "keys").await {
                Body::Amended(held) => assert_eq!(held.signed, [member_id("ne")].into()),
                other => panic!("{other:?}"),
            }
            continue;
        }
        match brought(&scene, amendment, &format!("n{n}")).await {
            Body::Declined { why } => {
                assert!(words == "none" || why.contains(words), "{words}: {why}");
            }
            other => panic!("{words}: {other:?}"),
        }
    }
    assert_eq!(
        entries(&scene.dz).await,
        before + 1,
        "only the one that lacks Algeria's signature was logged"
    );
    assert_eq!(version(&scene.dz), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_amendment_changes_is_told_before_it_is_signed_and_after() {
    let scene = Scene::set().await;
    let shown = proposed(&scene.ne, &both()).await.unwrap();
    scene.round().await;
    let turns = |changes: &mithaq_exchange::Changes| -> Vec<String> {
        let clauses = changes.diff.clauses.iter();
        clauses
            .map(|c| format!("{} {}", c.clause, c.turn))
            .collect()
    };
    let before = scene.dz.compared(&shown.id, now()).await.unwrap().changes();
    assert_eq!(turns(&before), ["dz-more added", "ne-more first-stated"]);
    scene
        .dz
        .sign_amendment(&shown.id, "yacine", now())
        .await
        .unwrap();
    let after = scene.dz.compared(&shown.id, now()).await.unwrap().changes();
    assert_eq!(
        turns(&after),
        turns(&before),
        "its base is not in force any more"
    );
    let news = scene.dz.compared_since(1).await.unwrap().news();
    assert_eq!(news, before.diff.clauses);
    let former = scene.dz.compared_with_former().await.unwrap().unwrap();
    assert_eq!(former.news(), news);
    let none = scene.dz.compared_since(7).await.unwrap_err().to_string();
    assert!(none.contains("no version of the pact `7`"), "{none}");
    assert!(scene.ne.compared_with_former().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_twice_nor_what_binds_others_only() {
    let scene = Scene::set().await;
    let shown = proposed(&scene.ne, &both()).await.unwrap();
    let twice = scene
        .ne
        .sign_amendment(&shown.id, "hawa", now())
        .await
        .unwrap_err();
    assert!(twice.to_string().contains("`ne` has signed"), "{twice}");
    let of_us = next(&clause("us-more", "us"));
    let drafted = proposed(&scene.ne, &of_us).await.unwrap();
    scene.round().await;
    let before = entries(&scene.dz).await;
    let wrong = scene
        .dz
        .sign_amendment(&drafted.id, "yacine", now())
        .await
        .unwrap_err();
    assert!(
        wrong.to_string().contains("needs the signatures of ne, us"),
        "{wrong}"
    );
    let none = scene
        .dz
        .sign_amendment(&Digest::of(b"none"), "yacine", now())
        .await
        .unwrap_err();
    assert!(none.to_string().contains("there is no amendment"), "{none}");
    assert_eq!(entries(&scene.dz).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_and_registration_pass_through_a_member_they_do_not_bind() {
    let hub = Hub::set().await;
    let shown = proposed(&hub.ne, &both()).await.unwrap();
    hub.rounds().await;
    hub.dz
        .sign_amendment(&shown.id, "yacine", now())
        .await
        .unwrap();
    assert_eq!(version(&hub.dz), 2);
    hub.rounds().await;
    for member in [&hub.us, &hub.dz, &hub.ne] {
        assert_eq!(version(member), 2, "{}", member.id());
    }
}
