//! Cycles among declarations that refer to one another.

use std::collections::{BTreeMap, BTreeSet};

/// What each id refers to. Ids that are not keys refer to nothing.
pub(crate) type References<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// An order in which everything comes after what it refers to, and the cycles that are left out of it.
///
/// No recursion: a file may nest as deep as it is long.
pub(crate) fn sorted<'a>(mut references: References<'a>) -> (Vec<&'a str>, Vec<Vec<&'a str>>) {
    let (mut order, mut cycles) = (Vec::new(), Vec::new());
    loop {
        take_acyclic(&mut references, &mut order);
        let Some(cycle) = one_cycle(&references) else {
            return (order, cycles);
        };
        for id in &cycle {
            references.remove(id);
        }
        cycles.push(cycle);
    }
}

/// The sets of ids that all lead to one another: of more than one, or of one that refers to itself. In the order of their
/// first ids.
pub(crate) fn rings<'a>(references: &References<'a>) -> Vec<BTreeSet<&'a str>> {
    let mut back: References<'a> = BTreeMap::new();
    for (id, to) in references {
        for to in to.iter().filter(|to| references.contains_key(*to)) {
            back.entry(to).or_default().push(id);
        }
    }
    // Kosaraju: what is left last going forward reaches, going backward, only what is in a ring with it.
    let mut reached = BTreeSet::new();
    let mut order = Vec::new();
    for id in references.keys() {
        order.extend(walked(references, id, &mut reached));
    }
    let mut taken = BTreeSet::new();
    let mut rings: Vec<BTreeSet<&str>> = order
        .into_iter()
        .rev()
        .map(|id| walked(&back, id, &mut taken).into_iter().collect())
        .filter(|ring: &BTreeSet<&str>| match ring.first() {
            Some(only) if ring.len() == 1 => {
                references.get(only).is_some_and(|to| to.contains(only))
            }
            first => first.is_some(),
        })
        .collect();
    rings.sort_unstable();
    rings
}

/// What a walk from an id reaches that was not reached before, each after all that is reached through it.
fn walked<'a>(
    references: &References<'a>,
    from: &'a str,
    reached: &mut BTreeSet<&'a str>,
) -> Vec<&'a str> {
    let mut left = Vec::new();
    let mut path: Vec<(&'a str, std::slice::Iter<'_, &'a str>)> = Vec::new();
    let steps = |id: &str| references.get(id).map(Vec::as_slice).unwrap_or_default();
    if reached.insert(from) {
        path.push((from, steps(from).iter()));
    }
    while let Some((id, next)) = path.last_mut() {
        match next.next() {
            Some(to) if reached.insert(to) => path.push((to, steps(to).iter())),
            Some(_) => {}
            None => {
                left.push(*id);
                path.pop();
            }
        }
    }
    left
}

/// Moves everything that refers to nothing still in `references` to `order`, until nothing more moves.
fn take_acyclic<'a>(references: &mut References<'a>, order: &mut Vec<&'a str>) {
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    let mut users: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for (id, to) in references.iter() {
        let open = to.iter().filter(|to| references.contains_key(*to));
        waiting.insert(id, open.clone().count());
        for to in open {
            users.entry(to).or_default().push(id);
        }
    }
    let mut ready: Vec<&'a str> = references
        .keys()
        .copied()
        .filter(|id| waiting.get(id) == Some(&0))
        .collect();
    while let Some(id) = ready.pop() {
        references.remove(id);
        order.push(id);
        for user in users.remove(id).unwrap_or_default() {
            if let Some(count) = waiting.get_mut(user) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push(user);
                }
            }
        }
    }
}

/// Follows references until one repeats. Everything in `references` must lead to something in it.
fn one_cycle<'a>(references: &References<'a>) -> Option<Vec<&'a str>> {
    let mut at = *references.keys().next()?;
    let (mut path, mut seen) = (vec![at], BTreeSet::from([at]));
    loop {
        at = *references
            .get(at)?
            .iter()
            .find(|to| references.contains_key(*to))?;
        if !seen.insert(at) {
            let start = path.iter().position(|id| *id == at)?;
            return Some(path.split_off(start));
        }
        path.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cycle_is_found_and_what_is_left_is_in_order() {
        let references = References::from([
            ("a", vec!["b"]),
            ("b", vec!["c", "x"]),
            ("c", vec!["a"]),
            ("d", vec!["d"]),
            ("e", vec!["f"]),
            ("f", vec!["nothing"]),
            ("g", vec!["a"]),
        ]);
        let (order, cycles) = sorted(references);
        assert_eq!(cycles, [vec!["a", "b", "c"], vec!["d"]]);
        let place = |id| order.iter().position(|o| *o == id).unwrap();
        assert!(place("f") < place("e"));
        assert!(order.contains(&"g"));
    }

    #[test]
    fn a_ring_is_all_that_leads_to_one_another_and_nothing_that_only_leads_there() {
        let references = References::from([
            ("a", vec!["b", "nothing"]),
            ("b", vec!["a", "c"]),
            ("c", vec!["b"]),
            ("d", vec!["d"]),
            ("e", vec!["a"]),
            ("f", vec!["e"]),
        ]);
        assert_eq!(
            rings(&references),
            [["a", "b", "c"].into(), ["d"].into()] as [BTreeSet<&str>; 2]
        );
        assert!(rings(&References::from([("a", vec!["b"]), ("b", vec![])])).is_empty());
    }
}
