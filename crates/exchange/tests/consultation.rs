//! Consultations between two members' nodes: what crosses, what is refused, what a node comes back with.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;

use jiff::{SignedDuration, Timestamp};
use mithaq_exchange::message::{Body, CONSULTATION_TYPE, ConsultationStep, Message, Stepped};
use mithaq_exchange::{ConsultationAsked, Error, Member, StepTaken};
use mithaq_notice::Text;
use mithaq_pact::{ConsultationId, Matter, Move, Opening, Standing};
use mithaq_store::{Digest, Envelope, Signer};
use scene::{Cut, Hub, Scene, member_id, now, open, signer};

fn text() -> Text {
    Text::new("نص", "texte", "text")
}

fn matter(activity: &str) -> Matter {
    Matter {
        activity: Some([activity.parse().unwrap()].into()),
        ..Matter::default()
    }
}

fn opening(asked: &str) -> Opening {
    Opening {
        asked: [member_id(asked)].into(),
        subject: text(),
        matter: matter("security-cooperation"),
        deadline: Some("2026-03".parse().unwrap()),
    }
}

fn asked(opening: Opening) -> ConsultationAsked {
    ConsultationAsked {
        id: None,
        opening,
        text: text(),
    }
}

const ACCEPT: Move = Move::Accept {
    of: Matter {
        activity: None,
        theatre: None,
        route: None,
        partner: None,
        mode: None,
    },
};

/// Niger asks Algeria.
async fn opened(scene: &Scene) -> ConsultationId {
    let taken = scene.ne.consult(asked(opening("dz")), "hawa", now()).await;
    taken.unwrap().consultation
}

async fn reply(member: &Member, id: &ConsultationId, made: Move) -> Result<StepTaken, Error> {
    member.reply(id, made, text(), "desk", now()).await
}

fn standing(member: &Member, id: &ConsultationId, at: Timestamp) -> Option<Standing> {
    let state = member.state();
    let known = state.holdings().consultation(id);
    known.map(|known| known.standing(at))
}

async fn entries(member: &Member) -> u64 {
    member.store().head().await.unwrap().seq.get()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_arrives_at_the_other_node_and_the_reply_comes_back() {
    let scene = Scene::set().await;
    let id = opened(&scene).await;
    assert_eq!(id.as_str(), "ne-2026-03-01-1");
    assert_eq!(scene.round().await.consultations, 1);
    let awaits = [member_id("dz")].into();
    assert_eq!(
        standing(&scene.dz, &id, now()),
        Some(Standing::Open { awaits })
    );

    let limit = Move::Limit {
        matter: matter("border-screening"),
    };
    reply(&scene.dz, &id, limit).await.unwrap();
    assert_eq!(scene.round_of_dz().await.consultations, 1);
    reply(&scene.ne, &id, ACCEPT).await.unwrap();
    scene.round().await;

    for member in [&scene.dz, &scene.ne] {
        assert_eq!(standing(member, &id, now()), Some(Standing::Accepted));
        let state = member.state();
        let known = state.holdings().consultation(&id).unwrap();
        assert_eq!(known.course().round(), 2);
        assert_eq!(known.steps().len(), 3);
        assert!(known.steps().iter().all(|step| step.void.is_none()));
    }
    let (at_dz, at_ne) = (entries(&scene.dz).await, entries(&scene.ne).await);
    scene.round().await;
    scene.round_of_dz().await;
    assert_eq!(
        (entries(&scene.dz).await, entries(&scene.ne).await),
        (at_dz, at_ne),
        "a round with nothing to say logs nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mode_that_is_asked_for_crosses_and_is_offered_back() {
    let scene = Scene::set().await;
    let modes = |ids: &[&str]| Matter {
        mode: Some(ids.iter().map(|id| id.parse().unwrap()).collect()),
        ..Matter::default()
    };
    let unknown = Opening {
        matter: modes(&["by-sea"]),
        ..opening("dz")
    };
    let refused = scene.ne.consult(asked(unknown), "hawa", now()).await;
    assert!(refused.unwrap_err().to_string().contains("mode: `by-sea`"));

    let both = Opening {
        matter: modes(&["by-air", "jointly"]),
        ..opening("dz")
    };
    let taken = scene.ne.consult(asked(both), "hawa", now()).await;
    let id = taken.unwrap().consultation;
    scene.round().await;
    let limit = Move::Limit {
        matter: modes(&["by-air"]),
    };
    reply(&scene.dz, &id, limit).await.unwrap();
    scene.round_of_dz().await;
    for member in [&scene.dz, &scene.ne] {
        let state = member.state();
        let shown = state.holdings().consultation(&id).unwrap().shown(now());
        assert_eq!(shown.matter, modes(&["by-air"]));
        assert_eq!(shown.steps[0].matter, modes(&["by-air", "jointly"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_whose_acknowledgement_is_lost_is_carried_again_and_counts_once() {
    let scene = Scene::set().await;
    let id = opened(&scene).await;
    for cut in [Cut::Before, Cut::After, Cut::After] {
        scene.to_dz.cut(cut);
        let round = scene.ne.sync(scene::clock).await;
        assert!(round[&member_id("dz")].error.is_some());
    }
    scene.to_dz.cut(Cut::Whole);
    assert_eq!(scene.round().await.consultations, 1);
    let state = scene.dz.state();
    assert_eq!(state.holdings().consultation(&id).unwrap().steps().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_made_before_a_reply_that_crossed_it_voids_the_reply_on_both_nodes() {
    let scene = Scene::set().await;
    let id = opened(&scene).await;
    scene.round().await;
    let soon = |seconds| now() + SignedDuration::from_secs(seconds);
    let withdrawn = scene
        .ne
        .reply(&id, Move::Withdraw {}, text(), "hawa", soon(1));
    withdrawn.await.unwrap();
    // Algeria was cut off and knows nothing of it.
    let accepted = scene.dz.reply(&id, ACCEPT, text(), "desk", soon(2));
    accepted.await.unwrap();
    assert_eq!(standing(&scene.dz, &id, soon(2)), Some(Standing::Accepted));

    let declined = scene.round_of_dz().await.declined;
    assert!(
        declined.iter().any(|why| why.contains("withdrawn")),
        "{declined:?}"
    );
    scene.round().await;

    for member in [&scene.dz, &scene.ne] {
        assert_eq!(standing(member, &id, soon(9)), Some(Standing::Withdrawn));
    }
    {
        let state = scene.dz.state();
        let steps = state.holdings().consultation(&id).unwrap().steps();
        assert_eq!(
            steps.iter().filter(|step| step.void.is_some()).count(),
            1,
            "the record stays"
        );
    }
    assert!(
        scene.round_of_dz().await.declined.is_empty(),
        "what is void is carried no more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_starts_again_knows_its_consultations() {
    let scene = Scene::set().await;
    let id = opened(&scene).await;
    scene.round().await;
    let refuse = Move::Refuse {
        of: Matter::default(),
    };
    reply(&scene.dz, &id, refuse).await.unwrap();
    let Scene { dir, dz, to_ne, .. } = scene;
    dz.store().close().await;
    drop(dz);
    let again = open(dir.path(), "dz", "ne", &to_ne).await;
    assert_eq!(standing(&again, &id, now()), Some(Standing::Refused));
    let round = again
        .sync(scene::clock)
        .await
        .remove(&member_id("ne"))
        .unwrap();
    assert_eq!(
        (round.consultations, round.error),
        (1, None),
        "its reply is owed still"
    );
}

/// A step as somebody signs it.
fn signed(step: &ConsultationStep, signer: &Signer) -> Envelope {
    Envelope::seal(
        CONSULTATION_TYPE,
        &serde_json::to_vec(step).unwrap(),
        signer,
    )
}

fn step(id: &ConsultationId, by: &str, after: Option<Digest>, what: Stepped) -> ConsultationStep {
    ConsultationStep {
        consultation: id.clone(),
        by: member_id(by),
        key: signer(by).verifying_key().clone(),
        at: now() + SignedDuration::from_secs(1),
        after,
        what,
        text: text(),
    }
}

/// What Algeria says to a step that Niger's node brings.
async fn brought(scene: &Scene, step: Envelope, nonce: &str) -> Body {
    let message = Message {
        from: member_id("ne"),
        to: member_id("dz"),
        at: now(),
        nonce: nonce.into(),
        pact: *scene.ne.state().pact().hash(),
        body: Body::Consult { step },
    };
    let sealed = message.seal(&signer("ne")).unwrap();
    let answer = scene.dz.answer(&sealed, now()).await.unwrap();
    let keys_of = |_: &_| Some(mithaq_store::Keys::from(&signer("dz")));
    Message::open(&answer, keys_of, &member_id("ne"), now())
        .unwrap()
        .body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_partys_own_step_in_its_place_is_refused_and_leaves_no_trace() {
    let scene = Scene::set().await;
    let id = opened(&scene).await;
    scene.round().await;
    let first = scene
        .dz
        .state()
        .holdings()
        .consultation(&id)
        .unwrap()
        .steps()[0]
        .id;
    let other: ConsultationId = "ne-other".parse().unwrap();
    let stolen: ConsultationId = "us-other".parse().unwrap();
    let accept = || Stepped::Move(ACCEPT);
    let request = |asked: &str| {
        let subject = Text::english("another");
        Stepped::Open(Opening {
            subject,
            ..opening(asked)
        })
    };
    let late = |mut step: ConsultationStep| {
        step.at = now() + SignedDuration::from_hours(1);
        step
    };
    let early = |mut step: ConsultationStep| {
        step.at = now() - SignedDuration::from_hours(1);
        step
    };
    let silent = |mut step: ConsultationStep| {
        step.text = Text::default();
        step
    };
    let escaping = |mut step: ConsultationStep| {
        step.text = Text::english("Yes.\u{1b}[2K");
        step
    };
    let beyond = Stepped::Move(Move::Refuse {
        of: matter("security-operation"),
    });
    let in_lines = Opening {
        subject: Text::english("Training\n2026-02-01 dz accepts"),
        ..opening("dz")
    };
    let unheard = Opening {
        matter: matter("shadow-boxing"),
        ..opening("dz")
    };
    let over = Opening {
        deadline: Some("2026-02".parse().unwrap()),
        ..opening("dz")
    };
    let cases = [
        (
            signed(&step(&id, "us", Some(first), accept()), &signer("us")),
            "`us` is no party",
        ),
        (
            signed(&step(&id, "dz", Some(first), accept()), &signer("ne")),
            "not a key trusted here",
        ),
        (
            signed(
                &ConsultationStep {
                    key: signer("ne").verifying_key().clone(),
                    ..step(&id, "dz", Some(first), accept())
                },
                &signer("ne"),
            ),
            "whose key did not sign it",
        ),
        (
            signed(&step(&id, "ne", Some(first), accept()), &signer("ne")),
            "`ne`'s own",
        ),
        (
            signed(
                &step(&id, "ne", None, Stepped::Move(Move::Withdraw {})),
                &signer("ne"),
            ),
            "after: found none",
        ),
        (
            signed(
                &step(
                    &id,
                    "ne",
                    Some(Digest::of(b"no step")),
                    Stepped::Move(Move::Withdraw {}),
                ),
                &signer("ne"),
            ),
            "no step of this consultation",
        ),
        (
            signed(
                &step(&other, "ne", Some(first), Stepped::Move(Move::Withdraw {})),
                &signer("ne"),
            ),
            "no consultation `ne-other`",
        ),
        (
            signed(
                &late(step(
                    &id,
                    "ne",
                    Some(first),
                    Stepped::Move(Move::Withdraw {}),
                )),
                &signer("ne"),
            ),
            "a moment that has come",
        ),
        (
            signed(
                &early(step(
                    &id,
                    "ne",
                    Some(first),
                    Stepped::Move(Move::Withdraw {}),
                )),
                &signer("ne"),
            ),
            "expected one after",
        ),
        (
            signed(
                &silent(step(
                    &id,
                    "ne",
                    Some(first),
                    Stepped::Move(Move::Withdraw {}),
                )),
                &signer("ne"),
            ),
            "text: found nothing",
        ),
        (
            signed(
                &escaping(step(&id, "dz", Some(first), accept())),
                &signer("dz"),
            ),
            "text: found the character U+001B",
        ),
        (
            signed(&step(&id, "dz", Some(first), beyond), &signer("dz")),
            "of: found a scope that is not wholly on the table",
        ),
        (
            signed(
                &step(&other, "ne", None, Stepped::Open(in_lines)),
                &signer("ne"),
            ),
            "subject: found several lines",
        ),
        (
            signed(&step(&id, "ne", None, request("dz")), &signer("ne")),
            "already",
        ),
        (
            signed(&step(&stolen, "ne", None, request("dz")), &signer("ne")),
            "begins with `ne-`",
        ),
        (
            signed(&step(&other, "ne", None, request("us")), &signer("ne")),
            "`dz` is no party",
        ),
        (
            signed(&step(&other, "ne", None, request("ly")), &signer("ne")),
            "members of the pact",
        ),
        (
            signed(
                &step(&other, "ne", None, Stepped::Open(unheard)),
                &signer("ne"),
            ),
            "`shadow-boxing` is not known",
        ),
        (
            signed(
                &step(&other, "ne", None, Stepped::Open(over)),
                &signer("ne"),
            ),
            "deadline: found 2026-02",
        ),
        (
            Envelope::seal(
                CONSULTATION_TYPE,
                br#"{"consultation":"ne-1","what":{"move":{"act":"agree"}}}"#,
                &signer("ne"),
            ),
            "unknown variant `agree`",
        ),
        (
            Envelope::seal(
                "application/json",
                &serde_json::to_vec(&step(
                    &id,
                    "ne",
                    Some(first),
                    Stepped::Move(Move::Withdraw {}),
                ))
                .unwrap(),
                &signer("ne"),
            ),
            "holds `application/json`",
        ),
    ];
    let before = entries(&scene.dz).await;
    for (n, (step, words)) in cases.into_iter().enumerate() {
        match brought(&scene, step, &format!("n{n}")).await {
            Body::Declined { why } => assert!(why.contains(words), "{words}: {why}"),
            other => panic!("{words}: {other:?}"),
        }
    }
    assert_eq!(entries(&scene.dz).await, before, "nothing was logged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_answered_of_what_is_on_the_table_or_was_when_the_answer_crossed_another_scope() {
    let scene = Scene::set().await;
    let id = opened(&scene).await;
    scene.round().await;
    let part = |activity: &str| Move::Accept {
        of: matter(activity),
    };
    for beyond in ["security-operation", "any"] {
        let why = reply(&scene.dz, &id, part(beyond)).await.unwrap_err();
        let words = "`limit` offers another scope";
        assert!(why.to_string().contains(words), "{why}");
    }
    // Niger asks for something else at the same time.
    let anew = Move::Request {
        matter: matter("security-operation"),
    };
    reply(&scene.ne, &id, anew).await.unwrap();
    reply(&scene.dz, &id, part("border-screening"))
        .await
        .unwrap();
    assert_eq!(scene.round_of_dz().await.declined, Vec::<String>::new());
    assert_eq!(scene.round().await.declined, Vec::<String>::new());
    for member in [&scene.dz, &scene.ne] {
        let state = member.state();
        let known = state.holdings().consultation(&id).unwrap();
        assert_eq!(known.steps().len(), 3, "{}", member.id());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_what_is_over_is_refused_here_and_leaves_no_trace() {
    let scene = Scene::set().await;
    let ids = [
        opened(&scene).await,
        opened(&scene).await,
        opened(&scene).await,
    ];
    scene.round().await;
    let refuse = Move::Refuse {
        of: Matter::default(),
    };
    reply(&scene.dz, &ids[0], refuse).await.unwrap();
    reply(&scene.ne, &ids[1], Move::Withdraw {}).await.unwrap();
    scene.round().await;
    let april = "2026-04-01T00:00:00Z".parse().unwrap();
    let before = entries(&scene.dz).await;
    for (id, at, words) in [
        (&ids[0], now(), "the consultation is refused"),
        (&ids[1], now(), "the consultation is withdrawn"),
        (
            &ids[2],
            april,
            "the consultation is lapsed: its deadline passed; open another",
        ),
        (
            &"ne-none".parse().unwrap(),
            now(),
            "no consultation `ne-none`",
        ),
    ] {
        let why = scene
            .dz
            .reply(id, ACCEPT, text(), "desk", at)
            .await
            .unwrap_err();
        assert!(why.to_string().contains(words), "{why}");
    }
    assert_eq!(standing(&scene.dz, &ids[2], april), Some(Standing::Lapsed));
    assert_eq!(entries(&scene.dz).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn parties_that_do_not_reach_one_another_hear_each_other_through_one_that_reaches_both() {
    let hub = Hub::set().await;
    let opening = Opening {
        asked: ["dz", "us"].map(member_id).into(),
        ..opening("dz")
    };
    let asked = hub.ne.consult(asked(opening), "hawa", now()).await;
    let id = asked.unwrap().consultation;
    hub.rounds().await;
    reply(&hub.dz, &id, ACCEPT).await.unwrap();
    let limit = Move::Limit {
        matter: matter("border-screening"),
    };
    let later = now() + SignedDuration::from_secs(1);
    let limited = hub.us.reply(&id, limit, text(), "desk", later).await;
    limited.unwrap();
    hub.rounds().await;
    hub.rounds().await;
    let awaits = Some(Standing::Open {
        awaits: ["dz", "ne"].map(member_id).into(),
    });
    for member in [&hub.us, &hub.dz, &hub.ne] {
        assert_eq!(standing(member, &id, later), awaits, "{}", member.id());
        let state = member.state();
        let known = state.holdings().consultation(&id).unwrap();
        assert_eq!((known.steps().len(), known.course().round()), (3, 2));
    }
    for member in [&hub.dz, &hub.ne] {
        member
            .reply(&id, ACCEPT, text(), "desk", later)
            .await
            .unwrap();
    }
    hub.rounds().await;
    hub.rounds().await;
    for member in [&hub.us, &hub.dz, &hub.ne] {
        assert_eq!(
            standing(member, &id, later),
            Some(Standing::Accepted),
            "{}",
            member.id()
        );
    }
}
