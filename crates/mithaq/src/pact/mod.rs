//! `mithaq pact check|fmt|schema|ask|show|diff|new|prove`.
//!
//! `ask`, `diff` (with `new`), `fmt` and `prove` have files of their own; the rest is here.

mod ask;
pub mod diff;
mod fmt;
mod prove;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;
use mithaq_notice::Language;
use mithaq_pact::{Moment, MomentError, Pact, Section};

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
        /// As of when; now, where nothing is said. A month, a day or a moment.
        #[arg(long, value_parser = moment)]
        at: Option<Timestamp>,
        /// In which language.
        #[arg(long, default_value = "en")]
        lang: Language,
        /// One JSON object a finding.
        #[arg(long)]
        json: bool,
    },
    /// Lay out pacts' files in the one settled layout; comments stay, and so does the hash.
    Fmt(fmt::Fmt),
    /// The JSON Schema of a pact's file, for editors that complete TOML.
    Schema,
    /// What does a member undertake, refuse, consult about?
    Ask(ask::Ask),
    /// What a new version changes: clause by clause, question by question, notice by notice.
    Diff(diff::Compare),
    /// Which clauses are new, ended, widened or narrowed since a date or a version.
    New(diff::New),
    /// Prove of every possible request what the pact promises (exit 1 where something does not hold).
    Prove(prove::Prove),
    /// The picture: members × activities × theatres; or, of what is recorded beside them, statements, positions, flows,
    /// capabilities or tracks.
    Show {
        /// The pact's file.
        file: PathBuf,
        /// Which part of what is recorded beside the clauses.
        section: Option<Section>,
        /// That part as one JSON object.
        #[arg(long, requires = "section")]
        json: bool,
        /// As of when.
        #[arg(long, value_parser = moment)]
        at: Option<Timestamp>,
        /// In which language.
        #[arg(long, default_value = "en")]
        lang: Language,
    },
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
        Command::Fmt(args) => fmt::run(args),
        Command::Schema => {
            say(format_args!("{:#}", mithaq_pact::schema()));
            Ok(Outcome::Done)
        }
        Command::Ask(args) => ask::run(args),
        Command::Diff(args) => diff::compare(args),
        Command::New(args) => diff::new(args),
        Command::Prove(args) => prove::run(args),
        Command::Show {
            file,
            section,
            json,
            at,
            lang,
        } => {
            let pact = parse(file)?;
            let at = at.unwrap_or_else(Timestamp::now);
            match section {
                None => say(mithaq_pact::show(&pact, *lang, at)),
                Some(section) if *json => say(pact.section_data(*section, at)),
                Some(section) => say(pact.section(*section, *lang, at).trim_end()),
            }
            Ok(Outcome::Done)
        }
    }
}

/// A moment, or the first one of a month or a day, UTC.
fn moment(text: &str) -> Result<Timestamp, MomentError> {
    text.parse().map(|Moment(at)| at)
}

/// The text of a pact's file that holds.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &Path) -> Result<String, Failure> {
    Ok(load(file, Language::En)?.0)
}

/// A pact's file that holds, as the pact.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(file: &Path) -> Result<Pact, Failure> {
    Ok(load(file, Language::En)?.1)
}

/// A pact's file that holds, and the pact; what is wrong with it is told in this language.
fn load(file: &Path, lang: Language) -> Result<(String, Pact), Failure> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let pact = Pact::from_bytes(&name.to_string(), &bytes);
    let pact = pact.map_err(|errors| Failure::pact(&errors, lang))?;
    Ok((String::from_utf8(bytes).map_err(Failure::input)?, pact))
}

fn check(file: &Path, strict: bool, at: Timestamp, lang: Language, json: bool) -> crate::Result {
    let (_, pact) = load(file, lang)?;
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
        let [version, clauses, statements, found, none] = match lang {
            Language::Ar => ["الإصدار", "بنود", "تصريحات", "ملاحظات", "بلا أخطاء"],
            Language::Fr => [
                "version",
                "clauses",
                "déclarations",
                "remarques",
                "aucune erreur",
            ],
            Language::En => ["version", "clauses", "statements", "findings", "no errors"],
        };
        say(format_args!(
            "{}: {version} {}, {} {clauses}, {} {statements}, {} {found}, {none}",
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
