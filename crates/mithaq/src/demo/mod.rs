//! `mithaq demo`: three members' nodes on the source's pact and the real UN list.
//!
//! * `scene` — who takes part: members, posts, people
//! * `stage` — makes the three folders and serves them
//! * `walk` — walks the loop over HTTP and prints what it saw, for `--check`

mod negotiation;
mod scene;
mod stage;
mod walk;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;

use crate::outcome::{Failure, Outcome, block_on, say};

#[derive(ClapArgs)]
pub struct Args {
    /// The first node's address; the others take the two ports after it.
    #[arg(long, default_value = "127.0.0.1:8460")]
    listen: SocketAddr,
    /// Where to keep the three nodes. Left out, a folder that goes when the demo ends.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Walk the whole loop against the running nodes, print what was seen, and exit: 0 only if each step holds.
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> crate::Result {
    block_on(async {
        let (dir, _temporary) = match &args.data {
            Some(dir) => (dir.clone(), None),
            None => {
                let temporary = tempfile::tempdir().map_err(Failure::outside)?;
                (temporary.path().to_path_buf(), Some(temporary))
            }
        };
        let mut stage = stage::Stage::set(&dir, args.listen).await?;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        // The walk asks for each round itself, so that what it sees is what it caused.
        let every = (!args.check).then_some(Duration::from_secs(10));
        let serving = stage.serve(every, &stopped);
        let outcome = if args.check {
            let cast = stage.cast.clone();
            tokio::task::spawn_blocking(move || walk::walk(&cast))
                .await
                .map_err(Failure::outside)?
        } else {
            stage.introduce(&dir);
            crate::node::stopped().await;
            say("stopping");
            Ok(Outcome::Done)
        };
        let _ = stop.send(true);
        for node in serving {
            node.await
                .map_err(Failure::outside)?
                .map_err(Failure::outside)?;
        }
        outcome
    })
}
