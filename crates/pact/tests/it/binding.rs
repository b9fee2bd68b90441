//! Whom the next version of the seed's pact binds, change by change.

use mithaq_pact::Pact;

const SEED: &str = include_str!("../../../../pacts/maghreb-sahel.toml");

/// The key paths that bind members when these texts are replaced, as `member: path path`.
fn bound(changes: &[(&str, &str)]) -> Vec<String> {
    let old = Pact::parse("old.toml", SEED).unwrap();
    let next = changes.iter().fold(SEED.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let next = Pact::parse("next.toml", &next).unwrap();
    let line = |(member, paths): (_, std::collections::BTreeSet<String>)| {
        let paths: Vec<String> = paths.into_iter().collect();
        format!("{member}: {}", paths.join(" "))
    };
    old.binds(&next).into_iter().map(line).collect()
}

#[test]
fn what_only_reports_binds_nobody() {
    assert!(bound(&[("\nversion = 1\n", "\nversion = 2\n")]).is_empty());
    assert!(
        bound(&[(
            "text.en = \"First copy of the same report.\"",
            "text.en = \"A copy.\""
        )])
        .is_empty()
    );
}

#[test]
fn a_clause_binds_its_member_and_one_that_changes_hands_both() {
    let head = "[clauses.dz-mediation-ml]  # F16\nmember = \"dz\"";
    assert_eq!(
        bound(&[(head, &head.replace("\"dz\"", "\"us\""))]),
        ["dz: clauses.dz-mediation-ml", "us: clauses.dz-mediation-ml"]
    );
    let words = "text.en = \"Algeria undertakes mediation between the parties in Mali.\"";
    assert_eq!(
        bound(&[(
            words,
            "text.en = \"Algeria undertakes to mediate in Mali.\""
        )]),
        ["dz: clauses.dz-mediation-ml"],
        "words are what is signed"
    );
}

#[test]
fn what_a_clauses_ids_stand_for_binds_its_member_though_its_words_stay() {
    assert_eq!(
        bound(&[(
            "members = [\"ml\", \"mr\", \"ne\"]",
            "members = [\"ml\", \"ne\"]"
        )]),
        ["dz: clauses.dz-sahel-capability-support clauses.dz-sahel-security-cooperation"]
    );
    let sahel = bound(&[(
        "includes = [\"bf\", \"ml\", \"mr\", \"ne\", \"td\"]",
        "includes = [\"bf\", \"ml\", \"mr\", \"ne\"]",
    )]);
    let [dz, us] = sahel.as_slice() else {
        unreachable!("{sahel:?}")
    };
    assert!(
        dz.contains("clauses.dz-sahel-security-cooperation")
            && !dz.contains("clauses.dz-assistance"),
        "{dz}"
    );
    assert!(
        us.starts_with("us: ") && us.contains("clauses.us-dz-security-cooperation"),
        "{us}"
    );
}

#[test]
fn what_a_clause_rests_on_and_what_its_scope_is_called_bind_its_member() {
    // Nobody rewrites alone what another member's clause is read from.
    let f16 = "text.en = \"Algeria's diplomacy between the parties in Mali belongs to";
    assert_eq!(
        bound(&[(
            f16,
            "text.en = \"Algeria's soldiers between the parties in Mali belong to"
        )]),
        ["dz: clauses.dz-mediation-ml"]
    );
    let anonymous = "[sources.elkhabar]\nkind = \"outlet\"\n";
    let signed = bound(&[(anonymous, &format!("{anonymous}anonymous = true\n"))]);
    assert!(
        signed
            .iter()
            .any(|line| line.contains("clauses.dz-mediation-ml")),
        "{signed:?}"
    );
    assert_eq!(
        bound(&[("name.ar = \"وساطة\"", "name.ar = \"غارة\"")]),
        ["dz: clauses.dz-mediation-ml"]
    );
    let of_dz = "clauses.dz-sahel-capability-support clauses.dz-sahel-security-cooperation";
    assert_eq!(
        bound(&[("name.en = \"Sahel partners\"", "name.en = \"Sahel allies\"")]),
        [format!("dz: {of_dz}")]
    );
}

#[test]
fn the_record_of_a_consultation_binds_its_parties() {
    let answer = "text.en = \"Algeria accepts security cooperation in the Maghreb and the Sahel.\"";
    assert_eq!(
        bound(&[(answer, "text.en = \"Algeria accepts.\"")]),
        [
            "dz: consultations.dz-us-prevention",
            "us: consultations.dz-us-prevention"
        ]
    );
    let with_group = SEED.replace(
        "parties = [\"us\", \"dz\"]",
        "parties = [\"us\", \"sahel-partners\", \"dz\"]",
    );
    let old = Pact::parse("old.toml", SEED).unwrap();
    let next = Pact::parse("next.toml", &with_group).unwrap();
    let bound: Vec<_> = old.binds(&next).into_keys().collect();
    assert_eq!(
        bound,
        ["dz", "ml", "mr", "ne", "us"].map(|id| id.parse().unwrap())
    );
}

#[test]
fn the_head_binds_every_member_and_an_entry_its_own() {
    let suspended = bound(&[("status = \"in-preparation\"", "status = \"suspended\"")]);
    assert_eq!(
        suspended,
        ["dz: pact", "ml: pact", "mr: pact", "ne: pact", "us: pact"]
    );
    assert_eq!(
        bound(&[(
            "[members.mr]\n",
            "[members.mr]\nkeys = [\"ed25519:0000\"]\n"
        )]),
        ["mr: members.mr"]
    );
    assert_eq!(
        bound(&[("[obligations.no-use-in-sy-iq]", "[obligations.no-such-use]")]),
        ["dz: obligations.no-such-use obligations.no-use-in-sy-iq"]
    );
}

#[test]
fn the_lead_registers_and_without_one_the_first_member() {
    let pact = Pact::parse("old.toml", SEED).unwrap();
    assert_eq!(pact.registrar().unwrap().as_str(), "us");
    let headless: String = SEED
        .lines()
        .filter(|line| !line.starts_with("lead = "))
        .map(|line| format!("{line}\n"))
        .collect();
    let pact = Pact::parse("headless.toml", &headless).unwrap();
    assert_eq!(pact.registrar().unwrap().as_str(), "dz");
}

#[test]
fn nobody_is_let_in_without_every_member_and_anybody_may_leave() {
    let everybody = |path: &str| ["dz", "ml", "mr", "ne", "us"].map(|id| format!("{id}: {path}"));
    let newcomer = "[members.td]\nname.en = \"Chad\"\n[issuers.un]";
    let let_in = bound(&[("[issuers.un]", newcomer)]);
    let all = everybody("members.td");
    assert!(all.iter().all(|line| let_in.contains(line)), "{let_in:?}");
    assert!(let_in.contains(&"td: members.td".to_owned()));

    let head = "[members.mr]\n";
    let name = "name.en = \"Mauritania\"\n";
    let history = |entries: &[(&str, &str)]| {
        let entry = |(standing, from): &(&str, &str)| {
            format!("[[members.mr.history]]\nstanding = \"{standing}\"\nfrom = \"{from}\"\n")
        };
        let entries: String = entries.iter().map(entry).collect();
        SEED.replacen(name, &format!("{name}{entries}"), 1)
    };
    assert!(SEED.contains(head));
    let from_to = |old: &str, new: &str| -> usize {
        let (old, new) = (
            Pact::parse("old.toml", old).unwrap(),
            Pact::parse("new.toml", new).unwrap(),
        );
        old.binds(&new).len()
    };
    let joined = history(&[("joined", "2014-09")]);
    let left = history(&[("joined", "2014-09"), ("left", "2015-03")]);
    let observed = history(&[("observing", "2014-09"), ("joined", "2015-01")]);
    for (old, new, signatures) in [
        (SEED, joined.as_str(), 1),
        (SEED, left.as_str(), 1),
        (&joined, &left, 1),
        (&joined, &observed, 1),
        (&observed, &joined, 5),
        (&left, &joined, 5),
        (&left, SEED, 5),
    ] {
        assert_eq!(from_to(old, new), signatures);
    }
    let unlisted = bound(&[("[issuers.ofac]", "[issuers.treasury]")]);
    assert_eq!(unlisted.len(), 5, "{unlisted:?}");
}
