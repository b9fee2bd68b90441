//! `mithaq pact diff` and `mithaq pact new`: what a version changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use mithaq_exchange::{Changes, Member};
use mithaq_notice::{Language, Notice, NoticeId, Text};
use mithaq_pact::{ClauseChange, Diff, NoticeChange, ProfileId};

use super::{moment, parse};
use crate::outcome::{Failure, Outcome, block_on, say};

#[derive(Args)]
pub struct Compare {
    /// The earlier version.
    old: PathBuf,
    /// The later one.
    new: PathBuf,
    /// A node's folder: say for which of its notices something changes. The node must not be running.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The same for a file of notices, as `mithaq notice export` writes it.
    #[arg(long, value_name = "JSONL", conflicts_with = "data")]
    notices: Option<PathBuf>,
    /// In which language.
    #[arg(long, default_value = "en")]
    lang: Language,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct New {
    /// The pact's file.
    file: PathBuf,
    /// Since when, that day included: a month, a day, a moment, or an earlier version's file.
    #[arg(long, value_name = "DATE|FILE")]
    since: String,
    /// As of when, where --since is a date.
    #[arg(long, value_parser = moment)]
    at: Option<Timestamp>,
    /// In which language.
    #[arg(long, default_value = "en")]
    lang: Language,
    /// One JSON object a clause.
    #[arg(long)]
    json: bool,
}

pub fn compare(args: &Compare) -> crate::Result {
    let (old, new) = (parse(&args.old)?, parse(&args.new)?);
    let given = args.data.is_some() || args.notices.is_some();
    let compared = Changes::between(&old, &new, notices(args)?);
    if args.json {
        say(serde_json::to_string(&compared).map_err(Failure::outside)?);
    } else {
        let held = given.then_some(&compared.notices);
        print(&compared.diff, held, args.lang);
    }
    Ok(Outcome::Done)
}

fn notices(args: &Compare) -> Result<Vec<Arc<Notice>>, Failure> {
    if let Some(dir) = &args.data {
        return block_on(async {
            let member = Member::open(dir).await?;
            let notices = {
                let state = member.state();
                state.standing_notices(Timestamp::now()).cloned().collect()
            };
            member.store().close().await;
            Ok(notices)
        });
    }
    args.notices.as_deref().map_or(Ok(Vec::new()), exported)
}

/// Notices as `mithaq notice export` writes them, one JSON object a line.
fn exported(file: &Path) -> Result<Vec<Arc<Notice>>, Failure> {
    let name = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line).map(Arc::new).map_err(|error| {
                Failure::input(format!(
                    "{name}: line {n}: {error}; expected one notice a line, as `mithaq notice export` writes them"
                ))
            })
        })
        .collect()
}

/// The parts of a diff, by the names its data has, and what each is called.
pub const PARTS: [(&str, [&str; 3]); 6] = [
    (
        "life",
        [
            "الإطار والأعضاء فيه",
            "Le cadre et la part de chacun",
            "The framework, and who takes part",
        ],
    ),
    ("names", ["الأسماء", "Noms", "Names"]),
    (
        "clauses",
        ["بندًا بندًا", "Clause par clause", "Clause by clause"],
    ),
    (
        "commitments",
        [
            "سؤالًا سؤالًا: المواقف",
            "Question par question : positions",
            "Question by question: stances",
        ],
    ),
    (
        "uses",
        [
            "سؤالًا سؤالًا: استعمال الإشعارات",
            "Question par question : usage des avis",
            "Question by question: use of notices",
        ],
    ),
    (
        "notices",
        ["إشعارًا إشعارًا", "Avis par avis", "Notice by notice"],
    ),
];

/// More lines of one kind than these are counted; `--json` has all.
const SHOWN: usize = 40;

fn print(diff: &Diff, held: Option<&BTreeMap<ProfileId, Vec<NoticeId>>>, lang: Language) {
    say(diff.wording().get(lang));
    let [life, names, clauses, commitments, uses, notices] = PARTS.map(|(_, title)| title);
    section(lang, life, diff.life.iter().map(|c| &c.wording));
    section(lang, names, diff.names.iter().map(|c| &c.wording));
    section(lang, clauses, diff.clauses.iter().map(|c| &c.wording));
    section(
        lang,
        commitments,
        diff.commitments.iter().map(|c| &c.wording),
    );
    section(lang, uses, diff.uses.iter().map(|c| &c.wording));
    if let Some(held) = held {
        let lines: Vec<String> = diff
            .notices
            .iter()
            .map(|change| of_notices(change, held, lang))
            .collect();
        if lines.is_empty() {
            let none = [
                "لا يتغير شيء لأي إشعار من المحفوظة هنا.",
                "Rien ne change pour aucun des avis donnés.",
                "Nothing changes for any of the notices given.",
            ];
            say(format_args!("\n{}", pick(lang, none)));
        } else {
            lines_of(pick(lang, notices), lines.iter().map(String::as_str), lang);
        }
    }
}

fn of_notices(
    change: &NoticeChange,
    held: &BTreeMap<ProfileId, Vec<NoticeId>>,
    lang: Language,
) -> String {
    const NAMED: usize = 3;
    let ids = held
        .get(&change.profile)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let some: Vec<&str> = ids.iter().take(NAMED).map(NoticeId::as_str).collect();
    let more = if ids.len() > NAMED { ", …" } else { "" };
    let notices = pick(lang, ["إشعارات", "avis", "notices"]);
    format!(
        "{} {notices} (\u{2068}{}{more}\u{2069}) — {}",
        ids.len(),
        some.join(", "),
        change.wording.get(lang)
    )
}

fn section<'a>(lang: Language, title: [&str; 3], lines: impl Iterator<Item = &'a Text>) {
    lines_of(pick(lang, title), lines.map(|text| text.get(lang)), lang);
}

fn lines_of<'a>(title: &str, lines: impl Iterator<Item = &'a str>, lang: Language) {
    let lines: Vec<&str> = lines.collect();
    if lines.is_empty() {
        return;
    }
    say(format_args!("\n{title}"));
    for line in lines.iter().take(SHOWN) {
        say(format_args!("  {line}"));
    }
    if lines.len() > SHOWN {
        let more = lines.len() - SHOWN;
        let words = pick(
            lang,
            [
                "غيرها؛ كلها مع --json",
                "de plus ; toutes avec --json",
                "more; all of them with --json",
            ],
        );
        say(format_args!("  … {more} {words}"));
    }
}

pub fn new(args: &New) -> crate::Result {
    let pact = parse(&args.file)?;
    let changes: Vec<ClauseChange> = match moment(&args.since) {
        Ok(since) => {
            let at = args.at.unwrap_or_else(Timestamp::now);
            if at < since {
                return Err(Failure::input("--at is before --since"));
            }
            mithaq_pact::news(&pact, since, at)
        }
        Err(error) => {
            let earlier = Path::new(&args.since);
            if !earlier.exists() {
                return Err(Failure::input(format!(
                    "--since: {error}, or the file of an earlier version"
                )));
            }
            mithaq_pact::clause_changes(&parse(earlier)?, &pact)
        }
    };
    for change in &changes {
        if args.json {
            say(serde_json::to_string(change).map_err(Failure::outside)?);
        } else {
            say(change.wording.get(args.lang));
        }
    }
    if changes.is_empty() && !args.json {
        let none = ["لا جديد.", "Rien de nouveau.", "Nothing new."];
        say(pick(args.lang, none));
    }
    Ok(Outcome::Done)
}

const fn pick(language: Language, [ar, fr, en]: [&str; 3]) -> &str {
    match language {
        Language::Ar => ar,
        Language::Fr => fr,
        Language::En => en,
    }
}
