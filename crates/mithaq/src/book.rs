//! `mithaq book`: the parties a post screens again and again, at a running node.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::access::Api;
use crate::outcome::{Failure, Outcome, say};

#[derive(Subcommand)]
pub enum Command {
    /// Put parties in, from CSV or JSON Lines; `id` is the party's own reference. All of them, or none.
    Put {
        /// The running node, as in `http://USER@127.0.0.1:8460`. The password is read from MITHAQ_PASSWORD.
        #[arg(long, value_name = "URL")]
        node: String,
        /// The parties.
        file: PathBuf,
        /// In place of all that are in the book.
        #[arg(long)]
        replace: bool,
    },
    /// Take parties out.
    Remove {
        /// The running node.
        #[arg(long, value_name = "URL")]
        node: String,
        /// Their references.
        #[arg(required = true)]
        parties: Vec<String>,
    },
    /// How many parties are in the book.
    Show {
        /// The running node.
        #[arg(long, value_name = "URL")]
        node: String,
    },
    /// Screen the book now; what is new waits for review. The node does so by itself whenever something comes.
    Screen {
        /// The running node.
        #[arg(long, value_name = "URL")]
        node: String,
    },
}

pub fn run(command: &Command) -> crate::Result {
    let answer: Value = match command {
        Command::Put {
            node,
            file,
            replace,
        } => {
            let rows = std::fs::read(file)
                .map_err(|error| Failure::input(format!("{}: {error}", file.display())))?;
            if *replace {
                api(node)?.put_bytes("/v1/book", &rows)?
            } else {
                api(node)?.post_bytes("/v1/book", &rows)?
            }
        }
        Command::Remove { node, parties } => {
            api(node)?.post("/v1/book/remove", &json!({ "parties": parties }))?
        }
        Command::Show { node } => api(node)?.get("/v1/book")?,
        Command::Screen { node } => api(node)?.post("/v1/book/screen", &json!({}))?,
    };
    say(answer);
    Ok(Outcome::Done)
}

fn api(node: &str) -> Result<Api, Failure> {
    Api::at(node, &std::env::var("MITHAQ_PASSWORD").unwrap_or_default())
}
