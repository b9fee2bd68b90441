//! An index that changes while it is searched.

mod scene;

use std::sync::Arc;

use mithaq_notice::{Notice, Status};
use mithaq_screen::{Admit, Index, Live, Options, Query};
use proptest::prelude::*;
use scene::{UN, day, person};

fn ids(live: &Live, name: &str) -> Vec<String> {
    let hits = live.snapshot().search(
        &Query::of_name("1", name),
        &Options::default(),
        Admit::All,
        day(),
    );
    hits.iter().map(|hit| hit.notice.id.to_string()).collect()
}

fn put(live: &Live, notice: Notice) {
    live.update([(Arc::new(notice), 0)], []);
}

#[test]
fn a_new_a_corrected_and_a_recalled_notice_are_searched_as_they_are() {
    let live = Live::new(UN.iter().cloned().map(|notice| (notice, 0)));
    put(&live, person("dz-1", "Zoubir Nobodyknown"));
    assert_eq!(ids(&live, "Zoubir Nobodyknown"), ["dz-1"]);
    put(&live, person("dz-1", "Hacène Elsewhere"));
    assert!(ids(&live, "Zoubir Nobodyknown").is_empty());
    assert_eq!(ids(&live, "Hacène Elsewhere"), ["dz-1"]);

    let listed = "un-3012677".parse().unwrap();
    let held = live.snapshot().get(&listed).cloned().unwrap();
    put(
        &live,
        Notice {
            status: Status::Recalled,
            ..(*held).clone()
        },
    );
    assert!(!ids(&live, "Iyad Ag Ghali").contains(&"un-3012677".to_owned()));
    assert_eq!(
        live.snapshot().get(&listed).unwrap().status,
        Status::Recalled,
        "it is held still"
    );
    live.update([], [listed.clone()]);
    assert!(live.snapshot().get(&listed).is_none());
    assert_eq!(live.snapshot().len(), UN.len());
}

#[test]
fn a_search_keeps_the_snapshot_it_began_with() {
    let live = Live::new([(Arc::new(person("dz-1", "Karim Benali")), 0)]);
    let before = live.snapshot();
    live.update([], ["dz-1".parse().unwrap()]);
    let query = Query::of_name("1", "Karim Benali");
    assert_eq!(
        before
            .search(&query, &Options::default(), Admit::All, day())
            .len(),
        1
    );
    assert!(
        live.snapshot()
            .search(&query, &Options::default(), Admit::All, day())
            .is_empty()
    );
}

#[test]
fn many_changes_are_merged_and_answer_the_same() {
    let all = || UN.iter().cloned().map(|notice| (notice, 0));
    let live = Live::new(all());
    let renamed = all().take(600).map(|(notice, _)| {
        let again = Notice {
            modified: day(),
            ..(*notice).clone()
        };
        (Arc::new(again), 7)
    });
    live.update(renamed, []);
    assert_eq!(live.snapshot().len(), UN.len());
    assert_eq!(
        live.snapshot()
            .iter()
            .filter(|(_, profile)| *profile == 7)
            .count(),
        600
    );
    assert!(ids(&live, "Iyad Ag Ghali").contains(&"un-3012677".to_owned()));
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, u8),
    Remove(u8),
}

const NAMES: [&str; 4] = [
    "Karim Benali",
    "Karim Ben Ali",
    "Zoubir Haddad",
    "كريم بن علي",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// The slow and obvious way: build an index of what is held.
    #[test]
    fn an_index_that_changed_answers_like_one_built_anew(
        steps in proptest::collection::vec(
            prop_oneof![(0..8_u8, 0..4_u8).prop_map(|(id, name)| Step::Put(id, name)), (0..8_u8).prop_map(Step::Remove)],
            0..24,
        ),
    ) {
        let mut held = std::collections::BTreeMap::new();
        let live = Live::new([(Arc::new(person("dz-0", "Before All")), 0)]);
        live.update([], ["dz-0".parse().unwrap()]);
        for step in steps {
            match step {
                Step::Put(id, name) => {
                    let notice = Arc::new(person(&format!("dz-{id}"), NAMES[usize::from(name)]));
                    held.insert(id, Arc::clone(&notice));
                    live.update([(notice, 0)], []);
                }
                Step::Remove(id) => {
                    held.remove(&id);
                    live.update([], [format!("dz-{id}").parse().unwrap()]);
                }
            }
        }
        let anew = Index::build(held.into_values().map(|notice| (notice, 0)));
        for name in NAMES {
            let query = Query::of_name("1", name);
            let options = Options { limit: 3, ..Options::default() };
            prop_assert_eq!(
                live.snapshot().search(&query, &options, Admit::All, day()),
                anew.search(&query, &options, Admit::All, day())
            );
        }
    }
}

#[test]
fn an_update_is_found_when_it_returns_and_no_search_waits_for_one_being_built() {
    let live = Live::new(UN.iter().cloned().map(|notice| (notice, 0)));
    for at in 0..50 {
        let notice = person("dz-1", &format!("Zoubir Nobodyknown {}", NAMES[at % 4]));
        let prepared = live.prepare([(Arc::new(notice.clone()), 0)], []);
        // Built and not yet in: this very thread searches, which would wait for ever if a search waited for a writer.
        let before = live.snapshot().get(&notice.id).cloned();
        assert_ne!(before.as_deref(), Some(&notice));
        prepared.commit();
        let Some(held) = live.snapshot().get(&notice.id).cloned() else {
            panic!("it is held")
        };
        assert_eq!(*held, notice);
    }
}
