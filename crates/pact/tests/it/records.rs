//! What a pact records beside its clauses: pledges, tracks, exemptions, statements and positions over time.

use mithaq_notice::Language;
use mithaq_pact::{Code, FindingKind, Pact, PledgeState, Section, Turn};

use crate::release::{at, pact};

/// A pact of two members with whatever follows.
fn with(rest: &str) -> String {
    format!(
        r#"
[pact]
id = "p"
version = 1
status = "in-force"
title.en = "P"
[members.dz]
name.en = "Algeria"
[members.us]
name.en = "United States"
[members.ml]
name.en = "Mali"
[issuers.un]
name.en = "United Nations"
[theatres.ml-north]
name.en = "northern Mali"
within = "ml"
[activities.funding]
name.en = "funding"
within = "any"
[activities.funding-civilian]
name.en = "civilian funding"
within = "funding"
[activities.training]
name.en = "training"
within = "any"
[sources.daily]
name.en = "a daily"
kind = "outlet"
[sources.agency]
name.en = "an agency"
kind = "outlet"
[sources.official]
name.en = "an official"
kind = "official"
anonymous = true
[statements.s1]
chain = ["daily", "official"]
date = "2014-09"
language = "fr"
claim = "stance"
text.en = "Algeria told the envoys that it would train border guards in northern Mali."
{rest}"#
    )
}

fn clause(id: &str, stance: &str, activity: &str, dates: &str) -> String {
    format!(
        "[clauses.{id}]\nmember = \"dz\"\nstance = \"{stance}\"\nactivity = \"{activity}\"\ntheatre = \"ml\"\n\
         statements = [\"s1\"]\ntext.en = \"C\"\n{dates}\n"
    )
}

fn pledge(activity: &str, rest: &str) -> String {
    format!(
        "[capabilities.guards]\nmember = \"dz\"\npartner = \"ml\"\nactivity = \"{activity}\"\ntheatre = \"ml-north\"\n\
         text.en = \"Border guards trained.\"\n{rest}\n"
    )
}

fn read(rest: &str) -> Pact {
    Pact::parse("p.toml", &with(rest)).unwrap()
}

fn refused(rest: &str) -> (Code, String) {
    let errors = Pact::parse("p.toml", &with(rest)).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors}");
    (errors.iter().next().unwrap().code, errors.to_string())
}

fn moment(day: &str) -> jiff::Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

#[test]
fn a_pledge_that_a_clause_refuses_is_refused_with_that_clause() {
    let no_funding = clause("no-funding", "refused", "funding", "from = \"2014-09\"");
    let (code, said) = refused(&format!("{no_funding}{}", pledge("funding-civilian", "")));
    assert_eq!(code, Code::RefusedPledge);
    assert!(said.contains("`no-funding`"), "{said}");
    // A wider pledge is no way round it.
    let civil_only = clause(
        "no-civil",
        "refused",
        "funding-civilian",
        "from = \"2014-09\"",
    );
    assert_eq!(
        refused(&format!("{civil_only}{}", pledge("funding", ""))).0,
        Code::RefusedPledge
    );
    // Another activity, another time, another partner are another matter.
    read(&format!("{no_funding}{}", pledge("training", "")));
    read(&format!(
        "{no_funding}{}",
        pledge("funding", "until = \"2014-08\"")
    ));
    let to_us = no_funding.replace("theatre", "partner = \"us\"\ntheatre");
    read(&format!("{to_us}{}", pledge("funding", "")));
}

#[test]
fn what_is_delivered_counts_from_the_end_of_its_day_and_never_exceeds_the_pledge() {
    let training = clause("training", "undertaken", "training", "from = \"2014-09\"");
    let counted = pledge(
        "training",
        r#"quantity = 100
unit.en = "guards"
from = "2014-10"
until = "2015-03"
[[capabilities.guards.deliveries]]
date = "2014-10-15"
quantity = 30
[[capabilities.guards.deliveries]]
date = "2014-12"
quantity = 50"#,
    );
    let pact = read(&format!("{training}{counted}"));
    let on = |day| pact.pledges(moment(day)).remove(0);
    let figures = |day| {
        let pledge = on(day);
        (
            pledge.state,
            pledge.delivered.unwrap(),
            pledge.outstanding.unwrap(),
        )
    };
    assert_eq!(figures("2014-09-01"), (PledgeState::Upcoming, 0, 100));
    assert_eq!(figures("2014-10-15"), (PledgeState::Running, 0, 100));
    assert_eq!(figures("2014-10-16"), (PledgeState::Running, 30, 70));
    assert_eq!(figures("2015-01-01"), (PledgeState::Running, 80, 20));
    assert_eq!(figures("2015-04-01"), (PledgeState::Ended, 80, 20));
    assert_eq!(on("2014-11-01").backed_by, ["training".parse().unwrap()]);
    let too_much = counted.replace("quantity = 50", "quantity = 71");
    let (code, said) = refused(&format!("{training}{too_much}"));
    assert_eq!(code, Code::Inconsistent);
    assert!(said.contains("101 delivered of 100 pledged"), "{said}");
}

#[test]
fn a_pledge_no_clause_stands_behind_is_found() {
    let pact = read(&pledge("training", ""));
    let found = pact.check(at());
    assert!(
        found.iter().any(|f| f.kind == FindingKind::UnbackedPledge),
        "{found:#?}"
    );
}

const TRACK: &str = r#"
[tracks.talks]
member = "dz"
theatre = "ml"
status = "ongoing"
parties.en = "The parties in Mali"
text.en = "Talks on northern Mali."
[[tracks.talks.talks]]
from = "2014-09-01"
until = "2014-09-14"
theatre = "dz"
text.en = "A second round."
[[tracks.talks.milestones]]
due = "2014-12"
reached = "2014-11-20"
text.en = "A first text on the table."
[[tracks.talks.milestones]]
due = "2015-03"
text.en = "A signature."
[[tracks.talks.undertakings]]
by.en = "Both parties"
text.en = "No fighting while the talks last."
"#;

const EXEMPTION: &str = r#"
[exemptions.journey]
track = "talks"
issuer = "un"
reference = "QDi.999"
theatre = ["ml-north", "dz"]
from = "2014-09-01"
until = "2014-09-14"
granted.en = "The sanctions committee's decision of 28 August 2014"
text.en = "By air only."
"#;

#[test]
fn an_exemption_is_found_by_the_lists_reference_until_it_ends() {
    let pact = read(&format!("{TRACK}{EXEMPTION}"));
    let un = "un".parse().unwrap();
    let of = |reference, day| pact.exemptions_of(&un, reference, moment(day)).count();
    assert_eq!(
        of("QDi.999", "2014-08-01"),
        1,
        "what is to come is shown too"
    );
    assert_eq!(of("QDi.999", "2014-09-14"), 1);
    assert_eq!(of("QDi.999", "2014-09-15"), 0);
    assert_eq!(of("QDi.998", "2014-09-10"), 0);
    let exemption = pact.exemptions().next().unwrap();
    insta::assert_snapshot!(
        [Language::En, Language::Fr, Language::Ar]
            .map(|l| pact
                .exemption_wording(exemption, moment("2014-09-10"))
                .get(l)
                .to_owned())
            .join("\n")
    );
    let without_end = EXEMPTION.replace("until = \"2014-09-14\"\n", "");
    assert_eq!(
        refused(&format!("{TRACK}{without_end}")).0,
        Code::MissingKey
    );
    let backwards = EXEMPTION.replace("until = \"2014-09-14\"", "until = \"2014-08-14\"");
    assert_eq!(
        refused(&format!("{TRACK}{backwards}")).0,
        Code::DatesOutOfOrder
    );
    assert_eq!(refused(EXEMPTION).0, Code::UnknownId);
}

fn statement(id: &str, chain: &str, text: &str, rest: &str) -> String {
    format!(
        "[statements.{id}]\nchain = {chain}\ndate = \"2014-09\"\nlanguage = \"en\"\nclaim = \"stance\"\n{text}\n{rest}\n"
    )
}

#[test]
fn statements_with_one_root_and_near_copies_count_once() {
    let rests_on = |ids: &str| {
        clause("c", "undertaken", "training", "from = \"2014-09\"").replace("[\"s1\"]", ids)
    };
    let count = |pact: &Pact| {
        pact.independent_sources(pact.clauses().next().unwrap())
            .len()
    };
    // Another outlet that quotes the same official.
    let same_root = statement(
        "s2",
        "[\"agency\", \"official\"]",
        "text.en = \"An unlike text of the same person, at some length.\"",
        "",
    );
    assert_eq!(
        count(&read(&format!(
            "{same_root}{}",
            rests_on("[\"s1\", \"s2\"]")
        ))),
        1
    );
    // The same words under another name.
    let copied = statement(
        "s2",
        "[\"agency\"]",
        "text.en = \"Algeria told envoys on Friday that it would train the border guards in northern Mali.\"",
        "",
    );
    let pact = read(&format!("{copied}{}", rests_on("[\"s1\", \"s2\"]")));
    assert_eq!(count(&pact), 1);
    let copy = &pact.near_copies()[0];
    assert_eq!((copy.first.as_str(), copy.second.as_str()), ("s1", "s2"));
    // The named source stands for the two.
    assert!(
        pact.independent_sources(pact.clauses().next().unwrap())
            .contains("agency")
    );
    assert!(
        pact.check(at())
            .iter()
            .any(|f| f.kind == FindingKind::NearCopy)
    );
    // Somebody knows better.
    let known = copied.replace("claim", "not-copy-of = \"s1\"\nclaim");
    assert_eq!(
        count(&read(&format!("{known}{}", rests_on("[\"s1\", \"s2\"]")))),
        2
    );
    // Another report of the same matter.
    let other = statement(
        "s2",
        "[\"agency\"]",
        "text.en = \"Officers from Bamako are to be schooled at an Algerian barracks, an envoy said.\"",
        "",
    );
    assert_eq!(
        count(&read(&format!("{other}{}", rests_on("[\"s1\", \"s2\"]")))),
        2
    );
}

#[test]
fn sources_that_quote_one_another_are_found() {
    let text =
        "text.en = \"Algeria told the envoys that it would train border guards in northern Mali.\"";
    let one = statement("s2", "[\"daily\", \"agency\"]", text, "");
    let other = statement("s3", "[\"agency\", \"daily\"]", text, "");
    let pact = read(&format!("{one}{other}"));
    let rings = pact.circular_reports();
    assert_eq!(rings.len(), 1, "{rings:?}");
    assert!(
        pact.check(at())
            .iter()
            .any(|f| f.kind == FindingKind::CircularReporting)
    );
    assert!(read(&one).circular_reports().is_empty());
}

#[test]
fn sources_that_quote_one_another_behind_a_clause_count_once_in_whatever_words() {
    let daily = statement(
        "s2",
        "[\"daily\", \"agency\"]",
        "text.en = \"The agency has it that Algerian instructors will go to Kidal in the spring.\"",
        "",
    );
    let agency = statement(
        "s3",
        "[\"agency\", \"daily\"]",
        "text.fr = \"Selon le quotidien, des formateurs algériens sont attendus dans le nord du Mali.\"",
        "",
    );
    let rests_on = |ids: &str| {
        clause("c", "undertaken", "training", "from = \"2014-09\"").replace("[\"s1\"]", ids)
    };
    let sources = |ids: &str| {
        let pact = read(&format!("{daily}{agency}{}", rests_on(ids)));
        let of = pact.independent_sources(pact.clauses().next().unwrap());
        let ring = pact.circular_reports();
        (of.len(), ring.len())
    };
    assert_eq!(sources("[\"s2\", \"s3\"]"), (1, 1));
    // One of them alone quotes nobody who quotes it; somebody who saw it counts beside them.
    assert_eq!(sources("[\"s2\"]"), (1, 0));
    assert_eq!(sources("[\"s1\", \"s2\", \"s3\"]"), (2, 1));
    let pact = read(&format!("{daily}{agency}{}", rests_on("[\"s2\", \"s3\"]")));
    let circular = |f: &mithaq_pact::Finding| f.kind == FindingKind::CircularReporting;
    assert!(pact.check(at()).iter().any(circular));
}

#[test]
fn grades_of_other_systems_are_kept_as_written_and_no_other() {
    let graded = |grade: &str| {
        statement(
            "s2",
            "[\"daily\"]",
            "text.en = \"T\"",
            &format!("grade = {grade}"),
        )
    };
    for good in [
        r#""B2""#,
        r#"{ system = "3x5x2", value = "2BP" }"#,
        r#"{ system = "europol-4x4", value = "X4" }"#,
        r#"{ system = "admiralty", value = "F6" }"#,
    ] {
        read(&graded(good));
    }
    for bad in [
        r#""G2""#,
        r#"{ system = "3x5x2", value = "B2" }"#,
        r#"{ system = "3x5x2", value = "4AP" }"#,
        r#"{ system = "europol-4x4", value = "D2" }"#,
        r#"{ system = "europol-4x4", value = "A5" }"#,
    ] {
        assert_eq!(refused(&graded(bad)).0, Code::WrongValue, "{bad}");
    }
}

#[test]
fn a_position_that_turns_is_shown_turning() {
    let pact = read(&format!(
        "{}{}{}",
        clause(
            "first",
            "refused",
            "training",
            "from = \"2014-01\"\nuntil = \"2014-08\""
        ),
        clause("then", "undertaken", "training", "from = \"2014-09\""),
        clause("money", "refused", "funding", "from = \"2014-09\""),
    ));
    let turns: Vec<(String, Turn)> = pact
        .positions(&"dz".parse().unwrap())
        .into_iter()
        .map(|change| (format!("{} {}", change.date, change.clause), change.turn))
        .collect();
    assert_eq!(
        turns,
        [
            ("2014-01 first".to_owned(), Turn::First),
            ("2014-08 first".to_owned(), Turn::Ended),
            ("2014-09 money".to_owned(), Turn::First),
            ("2014-09 then".to_owned(), Turn::Changed),
        ]
    );
}

#[test]
fn the_sources_statements_are_no_copies_but_the_declared_ones() {
    let pact = pact();
    assert_eq!(pact.near_copies(), []);
    assert_eq!(pact.circular_reports(), []);
}

#[test]
fn each_section_is_told_in_three_languages_and_fits_a_terminal() {
    let text = with(&format!(
        "{TRACK}{EXEMPTION}{}{}",
        clause("training", "undertaken", "training", "from = \"2014-09\""),
        pledge(
            "training",
            "quantity = 100\ndelivered = 30\nunit.en = \"guards\""
        )
    ));
    let small = Pact::parse("p.toml", &text).unwrap();
    let source = pact();
    let mut told = String::new();
    for section in Section::ALL.iter().copied() {
        for pact in [&source, &small] {
            for language in Language::ALL {
                let text = pact.section(section, language, at());
                let wide = |line: &&str| {
                    line.chars()
                        .filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{670}'))
                        .count()
                        > 100
                };
                assert_eq!(text.lines().find(wide), None, "{section}");
            }
        }
        let of = if matches!(section, Section::Tracks | Section::Capabilities) {
            &small
        } else {
            &source
        };
        told += &format!(
            "══ {section}\n{}\n",
            of.section(section, Language::En, at())
        );
    }
    insta::assert_snapshot!(told);
}
