//! Searches and updates at one time: neither waits for the other, and a search sees all of an update or nothing of it. What would
//! wait, would wait for ever here: one thread does both.

use mithaq_notice::update::Removals;
use mithaq_notice::{Name, NameKind, Notice, Originator, Person, Subject, un};
use mithaq_screen::{Options, Query};

use super::*;

#[path = "../../tests/scene/mod.rs"]
mod scene;

use scene::{Scene, member_id, notice_id, now, post_id};

/// A notice of Niger's own on somebody invented.
fn notice(name: &str, seconds: i64) -> Notice {
    let before = jiff::SignedDuration::from_secs(3_600 - seconds);
    Notice {
        id: notice_id("ne-1"),
        originator: Originator::Member(member_id("ne")),
        modified: now().saturating_sub(before).expect("a moment"),
        subject: Subject::Person(Person {
            names: vec![Name::new(name, NameKind::Primary)],
            ..Person::default()
        }),
        ..scene::notice("dz-1", name, r#"uses = ["screen"]"#)
    }
}

/// A search at Niger's post that has begun: it holds what it goes by, and has not looked yet.
fn begun(member: &Member) -> View {
    let view = member.view_now(&post_id("agadez"), now(), |_| ());
    view.expect("the post screens").0
}

fn ended(member: &Member, view: &View, name: &str) -> bool {
    let query = Query::of_name("q", name);
    let found = member.find(view, &query, &ClearedFor::new(), &Options::default(), now());
    !found.expect("it is searched").is_empty()
}

async fn finds(member: &Member, name: &str) -> bool {
    let (post, query, options) = (
        post_id("agadez"),
        Query::of_name("q", name),
        Options::default(),
    );
    let screened = member.screen("aicha", &post, &query, &options, now());
    !screened.await.expect("it is screened").matches.is_empty()
}

#[tokio::test]
async fn what_is_published_corrected_and_recalled_is_searched_so_at_once_and_searches_begun_end_as_they_began()
 {
    const BEFORE: &str = "Zanbaq Ben Sarab El Wahmi";
    const AFTER: &str = "Ghadfar Ould Khayal";
    let scene = Scene::set().await;
    let member = &scene.ne;

    let running = begun(member);
    member
        .publish(vec![notice(BEFORE, 0)], "desk", now())
        .await
        .expect("it is published");
    assert!(finds(member, BEFORE).await);
    assert!(!ended(member, &running, BEFORE));

    let running = begun(member);
    member
        .correct(vec![notice(AFTER, 1)], "desk", now())
        .await
        .expect("it is corrected");
    assert!(finds(member, AFTER).await && !finds(member, BEFORE).await);
    assert!(ended(member, &running, BEFORE) && !ended(member, &running, AFTER));

    let running = begun(member);
    let id = notice_id("ne-1");
    member
        .recall(&id, "desk", now())
        .await
        .expect("it is recalled");
    assert!(!finds(member, AFTER).await);
    assert!(ended(member, &running, AFTER));
}

#[tokio::test]
async fn a_list_is_searched_when_its_import_is_answered_and_searches_begun_do_not_see_it() {
    const LIST: &[u8] = include_bytes!("../../../../data/un_consolidated.xml");
    let scene = Scene::set().await;
    let member = &scene.ne;
    let list = un::read("un_consolidated.xml", LIST).expect("the list reads");
    let running = begun(member);
    member
        .import(list, Removals::UpToATenth, "desk", now())
        .await
        .expect("it is imported");
    assert!(finds(member, "إياد أغ غالي").await);
    assert!(!ended(member, &running, "إياد أغ غالي"));
}

#[tokio::test]
async fn no_search_waits_while_an_update_is_built() {
    let scene = Scene::set().await;
    let member = &scene.ne;
    member
        .publish(vec![notice("Zanbaq Ben Sarab El Wahmi", 0)], "desk", now())
        .await
        .expect("it is published");
    let next = notice("Ghadfar Ould Khayal", 1);
    let profile = member.index.snapshot();
    let profile = profile.iter().find(|(held, _)| held.id == next.id);
    let (_, profile) = profile.expect("it is held");
    // Built, and kept from being searched for as long as this lives.
    let builder = member.index.prepare([(Arc::new(next), profile)], []);
    assert!(finds(member, "Zanbaq Ben Sarab El Wahmi").await);
    assert!(!finds(member, "Ghadfar Ould Khayal").await);
    builder.commit();
    assert!(finds(member, "Ghadfar Ould Khayal").await);
}
