//! `mithaq init` and `mithaq serve`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use mithaq_exchange::{Config, Member};
use mithaq_node::App;
use mithaq_node::yente::{Lists, ListsError, NamedList};
use mithaq_notice::MemberId;
use mithaq_store::Signer;
use tokio::net::TcpListener;

use crate::outcome::{Failure, Outcome, block_on, say};

#[derive(Args)]
pub struct InitArgs {
    /// The folder to make.
    dir: PathBuf,
    /// Which member of the pact the node is of.
    #[arg(long)]
    member: MemberId,
    /// The pact's file.
    #[arg(long, value_name = "FILE")]
    pact: PathBuf,
    /// Where the node will listen.
    #[arg(long, default_value = "127.0.0.1:8460")]
    listen: SocketAddr,
}

pub fn init(args: &InitArgs) -> crate::Result {
    let text = crate::pact::read(&args.pact)?;
    let signer = Signer::generate().map_err(Failure::outside)?;
    let config = Config {
        thresholds: std::collections::BTreeMap::new(),
        member: args.member.clone(),
        listen: args.listen,
        peers: std::collections::BTreeMap::new(),
        posts: std::collections::BTreeMap::new(),
    };
    block_on(async {
        Member::init(&args.dir, &config, &signer, &text, Timestamp::now()).await?;
        say(format_args!(
            "{} is the node of `{}`.",
            args.dir.display(),
            args.member
        ));
        say(format_args!(
            "  fingerprint, for members.{}.keys in the pact: {}",
            args.member,
            signer.fingerprint()
        ));
        say(format_args!(
            "  public key, for the peers' node.toml:         {}",
            signer.verifying_key()
        ));
        say(
            "Next: add [posts] and [peers] to its node.toml, then `mithaq account set`, then `mithaq serve`.",
        );
        Ok(Outcome::Done)
    })
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["data", "lists"])))]
pub struct ServeArgs {
    /// A node's folder, made by `mithaq init`.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A list to screen against, without a node: the UN's XML, FollowTheMoney JSON Lines, or OFAC's folder; told by
    /// content. May be repeated.
    #[arg(
        long = "list",
        value_name = "NAME=FILE",
        requires = "open_screening",
        conflicts_with_all = ["data", "every"]
    )]
    lists: Vec<NamedList>,
    /// Screen for whoever asks, without sign-in and without a record: for a closed network.
    #[arg(long, requires = "lists")]
    open_screening: bool,
    /// Whoever sends this to /updatez has the lists read again; else MITHAQ_UPDATE_TOKEN says it.
    #[arg(long, value_name = "TOKEN", requires = "lists")]
    update_token: Option<String>,
    /// Where to listen, instead of where node.toml says; 127.0.0.1:8460 for lists.
    #[arg(long, visible_alias = "bind")]
    listen: Option<SocketAddr>,
    /// Seconds between rounds with the peers; 0 for none.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    every: u64,
}

pub fn serve(args: &ServeArgs) -> crate::Result {
    match &args.data {
        Some(data) => serve_member(data, args),
        None => serve_lists(args),
    }
}

fn serve_member(data: &Path, args: &ServeArgs) -> crate::Result {
    block_on(async {
        let member = Member::open(data).await?;
        let (listener, address) = listen(args.listen.unwrap_or(member.config().listen)).await?;
        say(format_args!("{} listens on http://{address}", member.id()));
        let every = (args.every > 0).then(|| Duration::from_secs(args.every));
        let app = App::new(member).map_err(Failure::outside)?;
        mithaq_node::serve(app, listener, every, stopped())
            .await
            .map_err(Failure::outside)?;
        Ok(Outcome::Done)
    })
}

/// Lists for whoever asks: no folder, no sign-in, no record.
fn serve_lists(args: &ServeArgs) -> crate::Result {
    let token = args.update_token.clone();
    let token = token.or_else(|| std::env::var("MITHAQ_UPDATE_TOKEN").ok());
    let lists = Lists::open(args.lists.clone()).map_err(|error| match error {
        ListsError::Unreadable { .. } => Failure::outside(error),
        _ => Failure::input(error),
    })?;
    block_on(async {
        let address = args.listen.unwrap_or(([127, 0, 0, 1], 8460).into());
        let (listener, address) = listen(address).await?;
        say(format_args!(
            "{} entities; listens on http://{address} for whoever asks, and keeps no record",
            lists.len()
        ));
        mithaq_node::yente::serve_open(lists, token, listener, stopped())
            .await
            .map_err(Failure::outside)?;
        Ok(Outcome::Done)
    })
}

/// A listener, and where it listens.
async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| Failure::outside(format!("{address}: {error}")))?;
    let address = listener.local_addr().map_err(Failure::outside)?;
    Ok((listener, address))
}

/// Done when the process is asked to stop: Ctrl-C, or a service manager's SIGTERM.
pub async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
