//! Large pacts as a negotiation would leave them, the same for the same seed: 15 members, 60 theatres, 40 activities.
//!
//! Each member has countries near to it, where it undertakes and consults, and refuses to do there what its law or its
//! voters forbid; elsewhere it refuses. Clauses are limited to partners, routes and periods about as often as in the
//! pact this project began with; some have ended, and each decides something. The framework and members have a life, members reservations, and
//! statements come by several mouths. Written as TOML, read like any other file.

use std::fmt::Write;

use mithaq_pact::{FindingKind, Pact, country_name};

const MEMBERS: [&str; 15] = [
    "dz", "us", "ml", "mr", "ne", "td", "bf", "ly", "tn", "ma", "eg", "ng", "fr", "it", "es",
];

/// Parts of countries, and parts of parts.
const PARTS: [(&str, &str); 44] = [
    ("ml-north", "ml"),
    ("ml-kidal", "ml-north"),
    ("ml-gao", "ml-north"),
    ("ml-centre", "ml"),
    ("ml-south", "ml"),
    ("ne-north", "ne"),
    ("ne-west", "ne"),
    ("ne-diffa", "ne"),
    ("dz-south", "dz"),
    ("dz-tamanrasset", "dz-south"),
    ("dz-illizi", "dz-south"),
    ("dz-east", "dz"),
    ("dz-west", "dz"),
    ("ly-south", "ly"),
    ("ly-ghat", "ly-south"),
    ("ly-east", "ly"),
    ("ly-west", "ly"),
    ("td-north", "td"),
    ("td-lake", "td"),
    ("td-east", "td"),
    ("bf-north", "bf"),
    ("bf-east", "bf"),
    ("mr-east", "mr"),
    ("mr-north", "mr"),
    ("tn-south", "tn"),
    ("tn-west", "tn"),
    ("ma-south", "ma"),
    ("ma-east", "ma"),
    ("eg-west", "eg"),
    ("eg-sinai", "eg"),
    ("ng-north-east", "ng"),
    ("ng-borno", "ng-north-east"),
    ("ng-north-west", "ng"),
    ("ng-delta", "ng"),
    ("fr-south", "fr"),
    ("fr-corsica", "fr"),
    ("it-south", "it"),
    ("it-sicily", "it-south"),
    ("es-south", "es"),
    ("es-canaries", "es"),
    ("sn-east", "sn"),
    ("ci-north", "ci"),
    ("bj-north", "bj"),
    ("cm-north", "cm"),
];

const GROUPINGS: [(&str, &[&str]); 16] = [
    ("maghreb", &["dz", "eh", "ly", "ma", "mr", "tn"]),
    ("sahel", &["bf", "ml", "mr", "ne", "td"]),
    ("north-africa", &["maghreb", "eg"]),
    ("levant", &["iq", "jo", "lb", "ps", "sy"]),
    (
        "lake-chad",
        &["cm-north", "ne-diffa", "ng-north-east", "td-lake"],
    ),
    (
        "liptako-gourma",
        &["bf-north", "bf-east", "ml-gao", "ne-west"],
    ),
    (
        "central-sahara",
        &["dz-south", "ly-south", "ml-north", "ne-north", "td-north"],
    ),
    ("gulf-of-guinea", &["bj", "ci", "gh", "ng-delta", "tg"]),
    (
        "west-africa",
        &[
            "bf", "bj", "ci", "gh", "gn", "ml", "mr", "ne", "ng", "sn", "tg",
        ],
    ),
    ("horn", &["dj", "er", "et", "so"]),
    (
        "southern-europe",
        &["es", "fr-south", "gr", "it", "mt", "pt"],
    ),
    (
        "western-mediterranean",
        &["dz", "es", "fr-south", "it", "ma", "tn"],
    ),
    ("gulf-states", &["ae", "bh", "kw", "om", "qa", "sa"]),
    ("central-africa", &["cf", "cg", "cm", "ga", "td"]),
    ("north-atlantic", &["ca", "es", "fr", "it", "pt", "us"]),
    ("sudan-route", &["eg-west", "ly-east", "sd", "td-east"]),
];

/// What members do for one another.
const COOPERATION: [(&str, &str); 25] = [
    ("security-cooperation", "any"),
    ("information-exchange", "security-cooperation"),
    ("watch-lists", "information-exchange"),
    ("threat-reports", "information-exchange"),
    ("screening", "security-cooperation"),
    ("border-screening", "screening"),
    ("customs-screening", "screening"),
    ("financial-screening", "screening"),
    ("port-screening", "screening"),
    ("assistance", "any"),
    ("training", "assistance"),
    ("equipment", "assistance"),
    ("logistics", "assistance"),
    ("medical-support", "assistance"),
    ("capability-support", "any"),
    ("airlift", "capability-support"),
    ("border-surveillance", "capability-support"),
    ("funding-civilian", "funding"),
    ("flow-denial", "any"),
    ("arms-denial", "flow-denial"),
    ("money-denial", "flow-denial"),
    ("fighters-denial", "flow-denial"),
    ("mediation", "any"),
    ("judicial-cooperation", "any"),
    ("extradition", "judicial-cooperation"),
];

/// What many will not do.
const OPERATIONS: [(&str, &str); 11] = [
    ("military-operation", "any"),
    ("direct-intervention", "military-operation"),
    ("air-strike", "direct-intervention"),
    ("ground-operation", "direct-intervention"),
    ("naval-operation", "direct-intervention"),
    ("security-operation", "any"),
    ("raid", "security-operation"),
    ("arrest-operation", "security-operation"),
    ("funding", "any"),
    ("funding-military-operation", "funding"),
    ("basing", "military-operation"),
];

/// What is still being talked about.
const MATTERS: [(&str, &str); 4] = [
    ("other-cooperation", "any"),
    ("joint-command", "other-cooperation"),
    ("overflight", "other-cooperation"),
    ("data-centre", "other-cooperation"),
];

/// What some hold back: of what they undertake themselves, or of what reaches them.
const RESERVE: [(&str, &str, &str); 6] = [
    ("dz", "basing", "maghreb"),
    ("tn", "direct-intervention", "north-africa"),
    ("eg", "extradition", "levant"),
    ("fr", "fighters-denial", "gulf-of-guinea"),
    ("it", "ground-operation", "ly"),
    ("ma", "joint-command", "central-sahara"),
];

/// Who sat in before it joined.
const OBSERVED: [&str; 4] = ["ly", "ng", "es", "bf"];

/// A generator of numbers that a seed repeats (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// The text of a pact of so many clauses.
pub fn large_pact(seed: u64, clauses: usize) -> String {
    let dice = &mut Dice(seed);
    let mut out = String::from(
        "[pact]\nid = \"large\"\nversion = 1\nstatus = \"in-force\"\nlead = \"us\"\n\
         history = [{ status = \"in-preparation\", from = \"2013-02\" }, { status = \"in-force\", from = \"2013-09-15\" }]\ntitle.ar = \"ميثاق كبير\"\ntitle.fr = \"Un grand pacte\"\n\
         title.en = \"A large pact\"\n[issuers.un]\nname.ar = \"الأمم المتحدة\"\nname.fr = \"Nations Unies\"\nname.en = \"United Nations\"\n",
    );
    who(&mut out);
    where_and_what(&mut out);
    let statements = 20 + clauses / 4;
    said(&mut out, statements, dice);
    let reserved = RESERVE.len().min(clauses);
    for reserve in &RESERVE[..reserved] {
        reservation(&mut out, *reserve, statements, dice);
    }
    let mut drawn: Vec<String> = (reserved..clauses)
        .map(|n| clause(n, statements, dice))
        .collect();
    // Nobody agrees on a clause that never decides: whatever turns out to be one is drawn anew.
    loop {
        let text = format!("{out}{}", drawn.concat());
        let idle = idle(&text);
        if idle.is_empty() {
            return text;
        }
        for n in idle {
            drawn[n - reserved] = clause(n, statements, dice);
        }
    }
}

/// The clauses that never decide, by number.
fn idle(text: &str) -> Vec<usize> {
    let pact = Pact::parse("large.toml", text).unwrap();
    let before_all = "2013-01-01T00:00:00Z".parse().unwrap();
    let findings = pact.check(before_all).into_iter();
    let idle = findings
        .filter(|found| matches!(found.kind, FindingKind::Dead | FindingKind::InsideRefusal));
    idle.filter_map(|found| found.field.strip_prefix("clauses.c")?.parse().ok())
        .collect()
}

fn named(out: &mut String, section: &str, id: &str, rest: &str) {
    let text = country_name(id).map_or_else(
        || (id.to_owned(), id.to_owned(), id.to_owned()),
        |name| {
            use mithaq_notice::Language::{Ar, En, Fr};
            (
                name.get(Ar).to_owned(),
                name.get(Fr).to_owned(),
                name.get(En).to_owned(),
            )
        },
    );
    let (ar, fr, en) = text;
    let _ = writeln!(
        out,
        "[{section}.{id}]\nname.ar = {ar:?}\nname.fr = {fr:?}\nname.en = {en:?}\n{rest}"
    );
}

fn who(out: &mut String) {
    for member in MEMBERS {
        let part = if OBSERVED.contains(&member) {
            "history = [{ standing = \"observing\", from = \"2013-02\" }, { standing = \"joined\", from = \"2013-10\" }]"
        } else {
            ""
        };
        named(out, "members", member, part);
    }
    for (group, members) in [
        ("sahel-partners", "\"ml\", \"mr\", \"ne\", \"td\", \"bf\""),
        ("maghreb-partners", "\"dz\", \"ly\", \"ma\", \"mr\", \"tn\""),
        ("northern-partners", "\"fr\", \"it\", \"es\", \"us\""),
    ] {
        named(out, "groups", group, &format!("members = [{members}]"));
    }
}

fn where_and_what(out: &mut String) {
    for (id, within) in PARTS {
        named(out, "theatres", id, &format!("within = {within:?}"));
    }
    for (id, includes) in GROUPINGS {
        named(out, "theatres", id, &format!("includes = {includes:?}"));
    }
    for (id, within) in COOPERATION.iter().chain(&OPERATIONS).chain(&MATTERS) {
        named(out, "activities", id, &format!("within = {within:?}"));
    }
}

fn said(out: &mut String, statements: usize, dice: &mut Dice) {
    for n in 0..12 {
        let kind = ["outlet", "official", "organisation", "person"][n % 4];
        let _ = writeln!(
            out,
            "[sources.s{n}]\nname.ar = \"المصدر {n}\"\nname.fr = \"Source {n}\"\nname.en = \"Source {n}\"\nkind = {kind:?}\nanonymous = {}",
            n % 5 == 1
        );
    }
    for n in 0..statements {
        let mut chain: Vec<String> = Vec::new();
        for _ in 0..=dice.below(4) {
            let source = format!("s{}", dice.below(12));
            if !chain.contains(&source) {
                chain.push(source);
            }
        }
        let month = 1 + dice.below(12);
        let (language, claim, grade) = (
            dice.pick(&["ar", "fr", "en"]),
            dice.pick(&["stance", "intention", "past-act"]),
            dice.pick(&[
                "\"C3\"",
                "\"B2\"",
                "\"F6\"",
                "{ system = \"3x5x2\", value = \"2BP\" }",
                "{ system = \"europol-4x4\", value = \"B2\" }",
            ]),
        );
        let _ = writeln!(
            out,
            "[statements.st{n}]\nchain = {chain:?}\ndate = \"2013-{month:02}\"\nlanguage = {language:?}\nclaim = {claim:?}\n\
             grade = {grade}\ntext.ar = \"تصريح {n}\"\ntext.fr = \"Déclaration {n}\"\ntext.en = \"Statement {n}\""
        );
    }
}

fn reservation(
    out: &mut String,
    (member, activity, theatre): (&str, &str, &str),
    statements: usize,
    dice: &mut Dice,
) {
    let (year, statement) = (2014 + dice.below(4), dice.below(statements));
    let _ = writeln!(
        out,
        "[[members.{member}.reserves]]\nactivity = {activity:?}\ntheatre = {theatre:?}\nfrom = \"{year}-02\"\n\
         statements = [\"st{statement}\"]\ntext.ar = \"تحفظ\"\ntext.fr = \"Réserve\"\ntext.en = \"Reservation\""
    );
}

/// The country a part lies in.
fn country(part: &str) -> &str {
    PARTS
        .iter()
        .find(|(id, _)| *id == part)
        .map_or(part, |(_, within)| country(within))
}

/// Whether a country is near to a member: half of them are.
fn near(member: usize, country: &str) -> bool {
    let sum: usize = country.bytes().map(usize::from).sum();
    MEMBERS[member] == country || (sum + member * 7).is_multiple_of(2)
}

fn clause(n: usize, statements: usize, dice: &mut Dice) -> String {
    let mut out = String::new();
    let member = dice.below(MEMBERS.len());
    let places: Vec<&str> = PARTS.iter().map(|(id, _)| *id).chain(MEMBERS).collect();
    let of = |wanted: bool| -> Vec<&str> {
        places
            .iter()
            .copied()
            .filter(|p| near(member, country(p)) == wanted)
            .collect()
    };
    let far_countries = "\"levant\", \"horn\", \"gulf-states\"";
    let here = |dice: &mut Dice| match dice.below(4) {
        0 => format!("{:?}", dice.pick(&GROUPINGS).0),
        _ => {
            let near = of(true);
            format!("[{:?}, {:?}]", dice.pick(&near), dice.pick(&near))
        }
    };
    let (stance, activity, theatre) = match dice.below(20) {
        0..11 => ("undertaken", dice.pick(&COOPERATION).0, here(dice)),
        11..14 => ("under-consultation", dice.pick(&MATTERS).0, here(dice)),
        14..17 => ("refused", dice.pick(&OPERATIONS).0, here(dice)),
        17 => (
            "refused",
            dice.pick(&OPERATIONS).0,
            format!("{{ all = \"world\", but = {:?} }}", dice.pick(&GROUPINGS).0),
        ),
        18 => ("refused", "any", format!("[{far_countries}]")),
        _ => (
            "refused",
            dice.pick(&COOPERATION).0,
            format!("{:?}", dice.pick(&of(false))),
        ),
    };
    // Groupings reach beyond what is near, and some lie in what is refused altogether: no stance but refusal there.
    let theatre = if stance != "refused" && far_countries.contains(theatre.as_str()) {
        "\"sahel\"".to_owned()
    } else {
        theatre
    };
    let (year, month, first, second) = (
        2014 + dice.below(4),
        1 + dice.below(12),
        dice.below(statements),
        dice.below(statements),
    );
    let _ = writeln!(
        out,
        "[clauses.c{n:04}]\nmember = {:?}\nstance = {stance:?}\nactivity = {activity:?}\ntheatre = {theatre}\n\
         from = \"{year}-{month:02}\"\nstatements = [\"st{first}\", \"st{second}\"]\n\
         text.ar = \"البند {n}\"\ntext.fr = \"Clause {n}\"\ntext.en = \"Clause {n}\"",
        MEMBERS[member]
    );
    match dice.below(8) {
        0 => drop(writeln!(
            out,
            "partner = {:?}",
            dice.pick(&["sahel-partners", "maghreb-partners", "northern-partners"])
        )),
        1..4 => {
            // Anybody but the member itself, which is no partner of its own.
            let mut other =
                || MEMBERS[(member + 1 + dice.below(MEMBERS.len() - 1)) % MEMBERS.len()];
            let _ = writeln!(out, "partner = [{:?}, {:?}]", other(), other());
        }
        _ => {}
    }
    if activity.ends_with("-denial") && dice.one_in(2) {
        let (from, to) = (dice.pick(&GROUPINGS).0, dice.pick(&GROUPINGS).0);
        let _ = writeln!(out, "route = {{ from = {from:?}, to = {to:?} }}");
    }
    match dice.below(15) {
        0 => drop(writeln!(out, "until = \"{}-06-30\"", 2018 + dice.below(2))),
        1..4 => drop(writeln!(out, "until = \"{}-12\"", 2030 + dice.below(40))),
        _ => {}
    }
    if dice.one_in(6) {
        let _ = writeln!(
            out,
            "conditions.ar = \"دون تمويل\"\nconditions.fr = \"sans financement\"\nconditions.en = \"no funding\""
        );
    }
    out
}
