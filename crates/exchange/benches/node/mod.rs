//! A node in a fresh folder, with one post that screens at the border.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_exchange::{Config, Member, Post};
use mithaq_notice::{PostId, Use};
use mithaq_store::Signer;

/// Whatever ends a bench.
pub type Failed = Box<dyn Error + Send + Sync>;

/// Makes Algeria's node on the project's pact, and opens it.
pub async fn open(root: &Path, folder: &Path, post: &PostId) -> Result<Arc<Member>, Failed> {
    let pact = std::fs::read_to_string(root.join("pacts/maghreb-sahel.toml"))?;
    let border = Post {
        service: "border".parse()?,
        activity: "border-screening".parse()?,
        theatre: "dz".parse()?,
        uses: Use::Screen,
    };
    let config = Config {
        thresholds: BTreeMap::new(),
        member: "dz".parse()?,
        listen: ([127, 0, 0, 1], 0).into(),
        peers: BTreeMap::new(),
        posts: BTreeMap::from([(post.clone(), border)]),
    };
    let signer = Signer::from_seed([1; 32]);
    Member::init(folder, &config, &signer, &pact, Timestamp::now()).await?;
    Ok(Arc::new(Member::open(folder).await?))
}
