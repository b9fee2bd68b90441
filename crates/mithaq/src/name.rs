//! `mithaq name compare`.

use clap::{Subcommand, ValueEnum};
use mithaq_names::{Kind, Language, Matcher, Name};

use crate::outcome::{Failure, Outcome, say};

#[derive(Subcommand)]
pub enum Command {
    /// How alike two names are, and why.
    Compare {
        /// A name, in any script.
        a: String,
        /// Another.
        b: String,
        /// What bears them.
        #[arg(long, value_enum, default_value_t = Bearer::Person)]
        kind: Bearer,
        /// In which language to say why.
        #[arg(long, value_enum, default_value_t = Reader::En)]
        lang: Reader,
        /// One JSON object instead of lines.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Bearer {
    Person,
    Organisation,
    Other,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Reader {
    Ar,
    Fr,
    En,
}

pub fn run(command: &Command) -> crate::Result {
    let Command::Compare {
        a,
        b,
        kind,
        lang,
        json,
    } = command;
    let kind = match kind {
        Bearer::Person => Kind::Person,
        Bearer::Organisation => Kind::Organisation,
        Bearer::Other => Kind::Other,
    };
    let language = match lang {
        Reader::Ar => Language::Ar,
        Reader::Fr => Language::Fr,
        Reader::En => Language::En,
    };
    if let Some(empty) = [a, b]
        .into_iter()
        .find(|name| mithaq_names::normalise(name).is_empty())
    {
        return Err(Failure::input(format!(
            "found `{empty}`, which has no letter to compare; expected two names"
        )));
    }
    let comparison = Matcher::default().compare(&Name::new(a, kind), &Name::new(b, kind));
    let why: Vec<String> = comparison
        .steps
        .iter()
        .map(|step| step.wording(language))
        .collect();
    if *json {
        say(serde_json::json!({ "a": a, "b": b, "score": comparison.score.get(), "why": why }));
    } else {
        say(format_args!("{:.4}", comparison.score.get()));
        why.iter().for_each(|line| say(format_args!("  {line}")));
    }
    Ok(Outcome::Done)
}
