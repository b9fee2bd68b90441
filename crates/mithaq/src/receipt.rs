//! `mithaq receipt`: what a node signed of a screening.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::Timestamp;
use mithaq_exchange::{Asking, Receipt};
use mithaq_notice::PostId;
use mithaq_store::{Keys, LogSeq, VerifyingKey};
use serde_json::{Value, json};

use crate::access::{Access, Where};
use crate::outcome::{Failure, Outcome, block_on, say};

#[derive(Subcommand)]
pub enum Command {
    /// Check a receipt against the node's key, off-line, and show what it says. Exit 1 where it does not hold.
    Verify {
        /// The receipt, as the node gave it.
        file: PathBuf,
        /// The node's public key, base64, as `mithaq init` printed it.
        #[arg(long)]
        key: VerifyingKey,
        /// The content as JSON instead of lines.
        #[arg(long)]
        json: bool,
    },
    /// The receipt of a screening.
    Show {
        #[command(flatten)]
        node: Where,
        /// The screening's entry in the log.
        screening: u64,
    },
    /// Make a screening again by the lists and the pact of its day, and say what differs. Exit 1 where the result does.
    Replay {
        #[command(flatten)]
        node: Where,
        /// The screening's entry in the log.
        #[arg(required_unless_present = "at", conflicts_with = "at")]
        screening: Option<u64>,
        /// The query again, a JSON object in a file: needed where nothing was found then.
        #[arg(long, value_name = "FILE")]
        query: Option<PathBuf>,
        /// In place of a screening: what the query would have found then, at an entry of the log, on a day or at a moment. Answers
        /// with matches and a receipt.
        #[arg(long, value_name = "ENTRY|DAY|MOMENT", requires = "query")]
        at: Option<String>,
        /// With --data, the post it would have been screened at; with --node, it is the user's.
        #[arg(long, requires = "at")]
        post: Option<PostId>,
    },
}

pub fn run(command: &Command) -> crate::Result {
    match command {
        Command::Verify { file, key, json } => verify(file, key, *json),
        Command::Show { node, screening } => {
            let receipt = block_on(async {
                match node.open().await? {
                    Access::Folder(member) => {
                        let receipt = member.receipt(LogSeq::new(*screening)).await?;
                        serde_json::to_value(receipt).map_err(Failure::outside)
                    }
                    Access::Api(api) => {
                        Ok(api.get(&format!("/v1/screenings/{screening}/receipt"))?)
                    }
                }
            })?;
            say(receipt);
            Ok(Outcome::Done)
        }
        Command::Replay {
            node,
            screening,
            query,
            at,
            post,
        } => {
            let query = query.as_deref().map(read_query).transpose()?;
            if let (Some(at), Some(query)) = (at, &query) {
                say(as_of(node, at, query, post.as_ref())?);
                return Ok(Outcome::Done);
            }
            let screening = screening.unwrap_or_default();
            let replay: Value = block_on(async {
                match node.open().await? {
                    Access::Folder(member) => {
                        let query = query.as_ref().map(parsed).transpose()?;
                        let replay = member
                            .replay(LogSeq::new(screening), query.as_ref())
                            .await?;
                        serde_json::to_value(replay).map_err(Failure::outside)
                    }
                    Access::Api(api) => {
                        let path = format!("/v1/screenings/{screening}/replay");
                        Ok(api.post(&path, &json!({ "query": query }))?)
                    }
                }
            })?;
            say(&replay);
            let identical = replay.get("identical") == Some(&Value::Bool(true));
            Ok(if identical {
                Outcome::Done
            } else {
                Outcome::No
            })
        }
    }
}

/// What a query would have found then.
fn as_of(node: &Where, at: &str, query: &Value, post: Option<&PostId>) -> Result<Value, Failure> {
    block_on(async {
        match node.open().await? {
            Access::Folder(member) => {
                let post = post.ok_or_else(|| {
                    Failure::input(
                        "--post: with --data, say at which post it would have been screened",
                    )
                })?;
                let query = parsed(query)?;
                let asking = Asking {
                    query: &query,
                    party: None,
                };
                let (options, when) = (member.options(), (at.parse()?, Timestamp::now()));
                let screened = member
                    .screen_as_of("mithaq receipt", post, asking, &options, when)
                    .await?;
                serde_json::to_value(screened).map_err(Failure::outside)
            }
            Access::Api(api) => Ok(api.post("/v1/screen", &json!({ "query": query, "at": at }))?),
        }
    })
}

fn verify(file: &std::path::Path, key: &VerifyingKey, as_json: bool) -> crate::Result {
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::input(format!("{}: {error}", file.display())))?;
    let receipt = match Receipt::verify(&bytes, &Keys::from_iter([key.clone()])) {
        Ok(receipt) => receipt,
        Err(error) => {
            say(format_args!("NOT believed: {error}"));
            return Ok(Outcome::No);
        }
    };
    if as_json {
        say(serde_json::to_string(&receipt).map_err(Failure::outside)?);
        return Ok(Outcome::Done);
    }
    say(format_args!(
        "holds: screening {} of {} at {}, {}, {} found, {} cleared",
        receipt.screening,
        receipt.member,
        receipt.post,
        receipt.at,
        receipt.found.len(),
        receipt.cleared.len()
    ));
    say(format_args!(
        "query {} · log {} · pact {} · {} · tables {}",
        receipt.query_hash, receipt.log, receipt.pact, receipt.engine, receipt.tables
    ));
    for line in receipt.found.iter().chain(&receipt.cleared) {
        say(format_args!(
            "  {} of {}: {} (band {})",
            line.notice, line.modified, line.score, line.band
        ));
    }
    Ok(Outcome::Done)
}

fn read_query(file: &std::path::Path) -> Result<Value, Failure> {
    let wrong = |error: String| Failure::input(format!("{}: {error}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))
}

fn parsed(query: &Value) -> Result<mithaq_screen::Query, Failure> {
    let object = query.as_object().ok_or_else(|| {
        Failure::input("--query: expected a JSON object, as `POST /v1/screen` takes it")
    })?;
    let mut reader = mithaq_screen::QueryReader::default();
    reader
        .field("id", mithaq_screen::Property::Id, "query")
        .and_then(|()| reader.object(object))
        .map_err(Failure::input)?;
    reader.finish().map_err(Failure::input)
}
