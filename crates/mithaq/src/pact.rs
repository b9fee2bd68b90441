//! `mithaq pact check|ask|show`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use mithaq_notice::Language;
use mithaq_pact::{CommitmentQuestion, Pact};
use serde::Serialize;

use crate::outcome::{Failure, Outcome, say};

#[derive(Subcommand)]
pub enum Command {
    /// Find errors (exit 2) and findings (exit 0, or 1 with --strict).
    Check {
        /// The pact's file.
        file: PathBuf,
        /// A finding is a failure.
        #[arg(long)]
        strict: bool,
        /// As of when; now, where nothing is said. A day or a moment.
        #[arg(long, value_parser = moment)]
        at: Option<Timestamp>,
        /// In which language.
        #[arg(long, default_value = "en")]
        lang: Language,
        /// One JSON object a finding.
        #[arg(long)]
        json: bool,
    },
    /// What does a member undertake, refuse, consult about?
    Ask(Ask),
    /// The picture: members × activities × theatres.
    Show {
        /// The pact's file.
        file: PathBuf,
        /// As of when.
        #[arg(long, value_parser = moment)]
        at: Option<Timestamp>,
        /// In which language.
        #[arg(long, default_value = "en")]
        lang: Language,
    },
}

#[derive(Args)]
pub struct Ask {
    /// The pact's file.
    file: PathBuf,
    /// Whose stance.
    #[arg(long, required_unless_present = "batch")]
    member: Option<String>,
    /// On what.
    #[arg(long, required_unless_present = "batch")]
    activity: Option<String>,
    /// Where.
    #[arg(long, required_unless_present = "batch")]
    theatre: Option<String>,
    /// Towards whom: a member, a group or an ISO country.
    #[arg(long)]
    partner: Option<String>,
    /// About movements to where.
    #[arg(long)]
    route_to: Option<String>,
    /// As of when.
    #[arg(long, value_parser = moment)]
    at: Option<Timestamp>,
    /// A CSV of questions: member, activity, theatre, route_to, partner and, if it is to be checked, expect.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["member", "activity", "theatre", "partner", "route_to"])]
    batch: Option<PathBuf>,
    /// One JSON object a question.
    #[arg(long)]
    json: bool,
}

/// An answer as it is printed.
#[derive(Serialize)]
struct Answer<'a> {
    member: &'a str,
    activity: &'a str,
    theatre: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    partner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    route_to: Option<&'a str>,
    stance: String,
    clauses: Vec<String>,
    partial: Vec<String>,
}

/// A question as strings, from arguments or a row.
#[derive(Default)]
struct Asked {
    member: String,
    activity: String,
    theatre: String,
    partner: Option<String>,
    route_to: Option<String>,
}

pub fn run(command: &Command) -> crate::Result {
    match command {
        Command::Check {
            file,
            strict,
            at,
            lang,
            json,
        } => check(
            file,
            *strict,
            at.unwrap_or_else(Timestamp::now),
            *lang,
            *json,
        ),
        Command::Ask(ask) => self::ask(ask),
        Command::Show { file, at, lang } => {
            let pact = parse(file)?;
            say(mithaq_pact::show(
                &pact,
                *lang,
                at.unwrap_or_else(Timestamp::now),
            ));
            Ok(Outcome::Done)
        }
    }
}

/// A moment, or a day's first one, UTC.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = || {
        text.parse::<jiff::civil::Date>()
            .ok()?
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|day| day.timestamp())
    };
    text.parse().ok().or_else(day).ok_or_else(|| {
        "expected a day or a moment, as in 2014-09-12 or 2014-09-12T08:00:00Z".into()
    })
}

/// The text of a pact's file that holds.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &Path) -> Result<String, Failure> {
    Ok(load(file)?.0)
}

fn parse(file: &Path) -> Result<Pact, Failure> {
    Ok(load(file)?.1)
}

/// A pact's file that holds, and the pact.
fn load(file: &Path) -> Result<(String, Pact), Failure> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let pact = Pact::from_bytes(&name.to_string(), &bytes)?;
    Ok((String::from_utf8(bytes).map_err(Failure::input)?, pact))
}

fn check(file: &Path, strict: bool, at: Timestamp, lang: Language, json: bool) -> crate::Result {
    let pact = parse(file)?;
    let findings = pact.check(at);
    for finding in &findings {
        if json {
            say(serde_json::to_string(finding).map_err(Failure::outside)?);
        } else {
            say(format_args!(
                "{}:{}:{}: {}",
                finding.file,
                finding.line,
                finding.column,
                finding.wording.get(lang)
            ));
        }
    }
    if !json {
        say(format_args!(
            "{}: version {}, {} clauses, {} statements, {} findings, no errors",
            pact.id(),
            pact.version(),
            pact.clauses().count(),
            pact.statements().count(),
            findings.len()
        ));
    }
    Ok(if strict && !findings.is_empty() {
        Outcome::No
    } else {
        Outcome::Done
    })
}

fn ask(args: &Ask) -> crate::Result {
    let pact = parse(&args.file)?;
    let at = args.at.unwrap_or_else(Timestamp::now);
    if let Some(batch) = &args.batch {
        return ask_batch(&pact, batch, at, args.json);
    }
    let asked = Asked {
        member: args.member.clone().unwrap_or_default(),
        activity: args.activity.clone().unwrap_or_default(),
        theatre: args.theatre.clone().unwrap_or_default(),
        partner: args.partner.clone(),
        route_to: args.route_to.clone(),
    };
    let answer = answer(&pact, &asked, at).map_err(Failure::input)?;
    print(&answer, args.json)?;
    Ok(Outcome::Done)
}

/// What an `expect` column may say.
const STANCES: [&str; 4] = ["undertaken", "refused", "under-consultation", "silent"];

/// Every row is answered before the first is printed, so that a bad row refuses the file whole.
fn ask_batch(pact: &Pact, batch: &Path, at: Timestamp, json: bool) -> crate::Result {
    const NEEDED: [&str; 3] = ["member", "activity", "theatre"];
    let name = batch.display();
    let bytes = std::fs::read(batch).map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes.as_slice());
    let header = reader
        .headers()
        .map_err(|error| Failure::input(format!("{name}: {error}")))?
        .clone();
    if let Some(missing) = NEEDED
        .iter()
        .find(|needed| !header.iter().any(|column| column == **needed))
    {
        return Err(Failure::input(format!(
            "{name}: line 1: there is no column `{missing}`; expected member, activity, theatre and, where asked, route_to, partner, expect"
        )));
    }
    let mut rows = Vec::new();
    for record in reader.into_records() {
        let record = record.map_err(|error| Failure::input(format!("{name}: {error}")))?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut cells: BTreeMap<String, String> = header
            .iter()
            .zip(&record)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
            .collect();
        let asked = Asked {
            member: cells.remove("member").unwrap_or_default(),
            activity: cells.remove("activity").unwrap_or_default(),
            theatre: cells.remove("theatre").unwrap_or_default(),
            partner: cells.remove("partner"),
            route_to: cells.remove("route_to"),
        };
        let expect = cells.remove("expect");
        if let Some(word) = expect
            .as_ref()
            .filter(|word| !STANCES.contains(&word.as_str()))
        {
            let expected = STANCES.join(", ");
            return Err(Failure::input(format!(
                "{name}: line {line}: expect: found `{word}`; expected one of {expected}"
            )));
        }
        rows.push((line, asked, expect));
    }
    let mut answers = Vec::new();
    for (line, asked, expect) in &rows {
        let answer = answer(pact, asked, at)
            .map_err(|error| Failure::input(format!("{name}: line {line}: {error}")))?;
        answers.push((*line, answer, expect.as_deref()));
    }
    let mut different = 0;
    for (line, answer, expect) in &answers {
        print(answer, json)?;
        if let Some(expect) = expect.filter(|expect| *expect != answer.stance) {
            different += 1;
            eprintln!(
                "{name}: line {line}: expected {expect}, found {}",
                answer.stance
            );
        }
    }
    Ok(if different == 0 {
        Outcome::Done
    } else {
        Outcome::No
    })
}

fn answer<'a>(pact: &Pact, asked: &'a Asked, at: Timestamp) -> Result<Answer<'a>, String> {
    let (partner, route_to) = (asked.partner.as_deref(), asked.route_to.as_deref());
    let question = CommitmentQuestion::parse(
        &asked.member,
        &asked.activity,
        &asked.theatre,
        partner,
        route_to,
    )
    .map_err(|error| error.to_string())?;
    let commitment = pact.ask(&question, at).map_err(|error| error.to_string())?;
    Ok(Answer {
        member: &asked.member,
        activity: &asked.activity,
        theatre: &asked.theatre,
        partner,
        route_to,
        stance: commitment.stance.to_string(),
        clauses: commitment.clauses.iter().map(ToString::to_string).collect(),
        partial: commitment.partial.iter().map(ToString::to_string).collect(),
    })
}

fn print(answer: &Answer<'_>, json: bool) -> Result<(), Failure> {
    if json {
        say(serde_json::to_string(answer).map_err(Failure::outside)?);
        return Ok(());
    }
    let mut asked = format!(
        "{} · {} · {}",
        answer.member, answer.activity, answer.theatre
    );
    for (word, part) in [("with", answer.partner), ("on the way to", answer.route_to)] {
        if let Some(part) = part {
            asked.push_str(&format!(" · {word} {part}"));
        }
    }
    let clauses = if answer.clauses.is_empty() {
        String::new()
    } else {
        format!(" by {}", answer.clauses.join(", "))
    };
    let partial = if answer.partial.is_empty() {
        String::new()
    } else {
        format!("; in part {}", answer.partial.join(", "))
    };
    say(format_args!("{asked}: {}{clauses}{partial}", answer.stance));
    Ok(())
}
