//! Makes the three nodes and serves them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mithaq_exchange::{Config, Member, PeerConfig};
use mithaq_node::App;
use mithaq_notice::update::Removals;
use mithaq_notice::{MemberId, Notice, native, un};
use mithaq_store::Signer;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::scene::{self, Part};
use crate::outcome::{Failure, say};

/// Somebody who may sign in, as `credentials.json` lists them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Credential {
    /// The member whose node it is.
    pub member: MemberId,
    /// The node's address.
    pub url: String,
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Role, and post where there is one.
    pub role: String,
    /// The TAXII API root; none until there is TAXII.
    pub taxii_root: Option<String>,
    /// A TAXII collection; none until there is TAXII.
    pub collection: Option<String>,
}

/// The three nodes, ready to be served.
pub struct Stage {
    nodes: Vec<(App, TcpListener)>,
    /// Who may sign in.
    pub cast: Vec<Credential>,
}

impl Stage {
    /// Opens the demo in a folder, or makes it there.
    ///
    /// # Errors
    /// When an address is taken, or the folder cannot be written or holds something else.
    pub async fn set(dir: &Path, first: SocketAddr) -> Result<Self, Failure> {
        let parts = scene::parts().map_err(Failure::outside)?;
        let mut listeners = Vec::new();
        for (offset, _) in (0u16..).zip(&parts) {
            let port = if first.port() == 0 {
                Some(0)
            } else {
                first.port().checked_add(offset)
            };
            let port = port.ok_or_else(|| {
                Failure::input(format!("--listen {first}: the ports after it end at 65535"))
            })?;
            let address = SocketAddr::new(first.ip(), port);
            let listener = TcpListener::bind(address).await.map_err(|error| {
                Failure::outside(format!("{address}: {error}; choose others with --listen"))
            })?;
            listeners.push(listener);
        }
        let addresses = listeners
            .iter()
            .map(TcpListener::local_addr)
            .collect::<Result<Vec<_>, _>>()
            .map_err(Failure::outside)?;
        let made_before = dir.join("credentials.json");
        let cast = if made_before.exists() {
            move_in(dir, &parts, &addresses)?
        } else {
            make(dir, &parts, &addresses).await?
        };
        write_private(
            &made_before,
            &serde_json::to_vec_pretty(&cast).map_err(Failure::outside)?,
        )?;
        let mut nodes = Vec::new();
        for (part, listener) in parts.iter().zip(listeners) {
            let member = Member::open(&dir.join(part.member.as_str())).await?;
            nodes.push((App::new(member).map_err(Failure::outside)?, listener));
        }
        Ok(Self { nodes, cast })
    }

    /// Serves the three nodes until told to stop, with a round between them `every` so often.
    pub fn serve(
        &mut self,
        every: Option<Duration>,
        stop: &watch::Receiver<bool>,
    ) -> Vec<JoinHandle<std::io::Result<()>>> {
        let nodes = std::mem::take(&mut self.nodes);
        let served = nodes.into_iter().map(|(app, listener)| {
            let mut stop = stop.clone();
            let stopped = async move {
                // The sender is gone only when the demo is: that too is the end.
                let _ = stop.wait_for(|stop| *stop).await;
            };
            tokio::spawn(mithaq_node::serve(app, listener, every, stopped))
        });
        served.collect()
    }

    /// Says where the nodes are and who may sign in.
    pub fn introduce(&self, dir: &Path) {
        say(
            "Three members' nodes, each with its own key, log and notices. Everything their own notices say is invented.\n",
        );
        for credential in &self.cast {
            say(format_args!(
                "  {:24} {:10} {:20} {}",
                credential.url, credential.user, credential.password, credential.role
            ));
        }
        say(format_args!(
            "\nThe same in {}/credentials.json. Ctrl-C stops them.",
            dir.display()
        ));
    }
}

/// Makes the three folders: keys, a pact that names their fingerprints, the UN list, the notices, the people.
async fn make(
    dir: &Path,
    parts: &[Part],
    addresses: &[SocketAddr],
) -> Result<Vec<Credential>, Failure> {
    let mut signers = BTreeMap::new();
    for part in parts {
        signers.insert(
            part.member.clone(),
            Signer::generate().map_err(Failure::outside)?,
        );
    }
    let pact = pact_with_keys(&signers)?;
    let notices =
        native::read("data/demo/notices.toml", scene::NOTICES).map_err(Failure::outside)?;
    let now = Timestamp::now();
    let mut cast = Vec::new();
    for (part, address) in parts.iter().zip(addresses) {
        let folder = dir.join(part.member.as_str());
        let peers = parts
            .iter()
            .zip(addresses)
            .filter(|(peer, _)| peer.member != part.member)
            .filter_map(|(peer, address)| {
                let key = signers.get(&peer.member)?.verifying_key().to_string();
                Some((
                    peer.member.clone(),
                    PeerConfig {
                        url: format!("http://{address}"),
                        key,
                    },
                ))
            });
        let config = Config {
            thresholds: BTreeMap::new(),
            member: part.member.clone(),
            listen: *address,
            peers: peers.collect(),
            posts: part.posts.clone(),
        };
        let Some(signer) = signers.get(&part.member) else {
            continue;
        };
        Member::init(&folder, &config, signer, &pact, now).await?;
        let member = Member::open(&folder).await?;
        for person in &part.people {
            let password = password()?;
            let account =
                crate::account::account(person.user, &password, &person.duty, person.language)?;
            member
                .store()
                .set_account(account, now)
                .await
                .map_err(Failure::outside)?;
            cast.push(Credential {
                member: part.member.clone(),
                url: format!("http://{address}"),
                user: person.user.to_owned(),
                password,
                role: person.duty.to_string(),
                taxii_root: None,
                collection: None,
            });
        }
        let list =
            un::read("data/un_consolidated.xml", scene::UN_LIST).map_err(Failure::outside)?;
        member
            .import(list, Removals::UpToATenth, "mithaq demo", now)
            .await?;
        let own: Vec<Notice> = notices
            .iter()
            .filter(|notice| notice.originator.member() == Some(&part.member))
            .cloned()
            .collect();
        member.publish(own, "mithaq demo", now).await?;
        member.store().close().await;
    }
    Ok(cast)
}

/// Takes a demo up again at other addresses; everything else is as it was left.
fn move_in(
    dir: &Path,
    parts: &[Part],
    addresses: &[SocketAddr],
) -> Result<Vec<Credential>, Failure> {
    let path = dir.join("credentials.json");
    let bytes = std::fs::read(&path)
        .map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
    let mut cast: Vec<Credential> = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::input(format!(
            "{}: {error}; choose a folder of the demo's own",
            path.display()
        ))
    })?;
    let urls: BTreeMap<_, _> = parts
        .iter()
        .zip(addresses)
        .map(|(part, address)| (&part.member, format!("http://{address}")))
        .collect();
    for (part, address) in parts.iter().zip(addresses) {
        let folder = dir.join(part.member.as_str());
        let mut config = Config::read(&folder).map_err(Failure::input)?;
        config.listen = *address;
        for (peer, peer_config) in &mut config.peers {
            if let Some(url) = urls.get(peer) {
                peer_config.url.clone_from(url);
            }
        }
        config.write(&folder).map_err(Failure::outside)?;
    }
    for credential in &mut cast {
        if let Some(url) = urls.get(&credential.member) {
            credential.url.clone_from(url);
        }
    }
    Ok(cast)
}

/// The seed's pact with the three members' fingerprints; everything else of the file as it is.
fn pact_with_keys(signers: &BTreeMap<MemberId, Signer>) -> Result<String, Failure> {
    let mut pact: toml_edit::DocumentMut = scene::PACT.parse().map_err(Failure::outside)?;
    for (member, signer) in signers {
        let keys = toml_edit::Array::from_iter([signer.fingerprint().to_string()]);
        pact["members"][member.as_str()]["keys"] = toml_edit::value(keys);
    }
    Ok(pact.to_string())
}

fn password() -> Result<String, Failure> {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).map_err(Failure::outside)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The file says who may sign in: only its owner reads it.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Failure::outside(format!("{}: {error}", path.display())))
}
