//! `mithaq log verify`.

use std::path::PathBuf;

use clap::Subcommand;
use mithaq_store::{Keys, Reader, Signer};

use crate::outcome::{Failure, Outcome, block_on, say};

#[derive(Subcommand)]
pub enum Command {
    /// Check every signature and hash, and that no entry is missing or out of order. Exit 1 when one is.
    Verify {
        /// A node's folder; its node may be running.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// One JSON object instead of lines.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command) -> crate::Result {
    let Command::Verify { data, json } = command;
    let key = Signer::load(&data.join(Signer::FILE)).map_err(Failure::input)?;
    let report = block_on(async {
        let reader = Reader::open(data).await.map_err(Failure::input)?;
        reader
            .verify(&Keys::from(&key), None)
            .await
            .map_err(Failure::outside)
    })?;
    let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    if *json {
        say(
            serde_json::json!({ "sound": report.is_sound(), "entries": report.entries, "erased": report.erased, "head": report.head, "faults": faults }),
        );
    } else {
        faults.iter().for_each(say);
        let sound = if report.is_sound() {
            "whole"
        } else {
            "NOT whole"
        };
        say(format_args!(
            "{sound}: {} entries, {} erased, {} faults",
            report.entries,
            report.erased,
            faults.len()
        ));
    }
    Ok(if report.is_sound() {
        Outcome::Done
    } else {
        Outcome::No
    })
}
