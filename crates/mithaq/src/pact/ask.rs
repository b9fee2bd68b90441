//! `mithaq pact ask`: one question, or a table of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use mithaq_notice::{ClauseId, Language};
use mithaq_pact::{Commitment, CommitmentQuestion, Pact};
use serde::Serialize;

use super::{moment, parse};
use crate::outcome::{Failure, Outcome, say};

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
    /// In which way: a mode.
    #[arg(long)]
    mode: Option<String>,
    /// As of when: a month, a day or a moment; now, where nothing is said.
    #[arg(long, value_parser = moment)]
    at: Option<Timestamp>,
    /// A CSV of questions: member, activity, theatre, route_to, partner, mode, at and, if it is to be checked, expect.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["member", "activity", "theatre", "partner", "route_to", "mode"])]
    batch: Option<PathBuf>,
    /// In which language a single answer is explained.
    #[arg(long, default_value = "en")]
    lang: Language,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(flatten)]
    commitment: Commitment,
}

/// A question as strings, from arguments or a row.
#[derive(Default)]
struct Asked {
    member: String,
    activity: String,
    theatre: String,
    partner: Option<String>,
    route_to: Option<String>,
    mode: Option<String>,
    at: Option<Timestamp>,
}

pub fn run(args: &Ask) -> crate::Result {
    let pact = parse(&args.file)?;
    let now = args.at.unwrap_or_else(Timestamp::now);
    if let Some(batch) = &args.batch {
        return ask_batch(&pact, batch, now, args.json);
    }
    let asked = Asked {
        member: args.member.clone().unwrap_or_default(),
        activity: args.activity.clone().unwrap_or_default(),
        theatre: args.theatre.clone().unwrap_or_default(),
        partner: args.partner.clone(),
        route_to: args.route_to.clone(),
        mode: args.mode.clone(),
        at: args.at,
    };
    let answer = answer(&pact, &asked, now).map_err(Failure::input)?;
    print(&answer, args.json)?;
    if !args.json {
        say(answer.commitment.wording(args.lang));
    }
    Ok(Outcome::Done)
}

/// What an `expect` column may say.
const STANCES: [&str; 4] = ["undertaken", "refused", "under-consultation", "silent"];

/// Every row is answered before the first is printed, so that a bad row refuses the file whole.
fn ask_batch(pact: &Pact, batch: &Path, now: Timestamp, json: bool) -> crate::Result {
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
            "{name}: line 1: there is no column `{missing}`; expected member, activity, theatre and, where asked, route_to, partner, mode, at, expect"
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
        let at = cells.remove("at").map(|cell| moment(&cell)).transpose();
        let at = at.map_err(|error| Failure::input(format!("{name}: line {line}: at: {error}")))?;
        let asked = Asked {
            member: cells.remove("member").unwrap_or_default(),
            activity: cells.remove("activity").unwrap_or_default(),
            theatre: cells.remove("theatre").unwrap_or_default(),
            partner: cells.remove("partner"),
            route_to: cells.remove("route_to"),
            mode: cells.remove("mode"),
            at,
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
        let answer = answer(pact, asked, now)
            .map_err(|error| Failure::input(format!("{name}: line {line}: {error}")))?;
        answers.push((*line, answer, expect.as_deref()));
    }
    let mut different = 0;
    for (line, answer, expect) in &answers {
        print(answer, json)?;
        if let Some(expect) = expect.filter(|expect| *expect != answer.commitment.stance.as_str()) {
            different += 1;
            eprintln!(
                "{name}: line {line}: expected {expect}, found {}",
                answer.commitment.stance
            );
        }
    }
    Ok(if different == 0 {
        Outcome::Done
    } else {
        Outcome::No
    })
}

fn answer<'a>(pact: &Pact, asked: &'a Asked, now: Timestamp) -> Result<Answer<'a>, String> {
    let (partner, route_to) = (asked.partner.as_deref(), asked.route_to.as_deref());
    let question = CommitmentQuestion::parse(
        &asked.member,
        &asked.activity,
        &asked.theatre,
        partner,
        route_to,
    )
    .and_then(|question| question.in_mode(asked.mode.as_deref()))
    .map_err(|error| error.to_string())?;
    let at = asked.at.unwrap_or(now);
    let commitment = pact.ask(&question, at).map_err(|error| error.to_string())?;
    Ok(Answer {
        member: &asked.member,
        activity: &asked.activity,
        theatre: &asked.theatre,
        partner,
        route_to,
        mode: asked.mode.as_deref(),
        at: asked.at,
        commitment,
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
    for (word, part) in [
        ("with", answer.partner),
        ("on the way to", answer.route_to),
        ("mode", answer.mode),
    ] {
        if let Some(part) = part {
            asked.push_str(&format!(" · {word} {part}"));
        }
    }
    if let Some(at) = answer.at {
        asked.push_str(&format!(" · as of {at}"));
    }
    let told = &answer.commitment;
    let named = |before: &str, ids: &[ClauseId]| {
        let ids: Vec<&str> = ids.iter().map(ClauseId::as_str).collect();
        if ids.is_empty() {
            String::new()
        } else {
            format!("{before}{}", ids.join(", "))
        }
    };
    let clauses = named(" by ", &told.clauses);
    let partial = named("; in part ", &told.partial);
    let conditions = if told.conditions.is_empty() {
        ""
    } else {
        ", on conditions"
    };
    say(format_args!(
        "{asked}: {}{conditions}{clauses}{partial}",
        told.stance
    ));
    Ok(())
}
