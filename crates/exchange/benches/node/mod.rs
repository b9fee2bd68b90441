//! A node in a fresh folder that holds the UN list, with one post that screens at the border.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_exchange::{Config, Member, Post};
use mithaq_notice::update::Removals;
use mithaq_notice::{Notice, PostId, Use, un};
use mithaq_store::Signer;
use tempfile::TempDir;

/// Whatever ends a bench.
pub type Failed = Box<dyn Error + Send + Sync>;

/// Runs a bench on every core.
pub fn run(measure: impl Future<Output = Result<(), Failed>>) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure)
}

/// Algeria's node on the project's pact.
pub struct Node {
    pub member: Arc<Member>,
    /// Where it screens.
    pub post: PostId,
    /// The entries of the list it holds, in the list's order.
    pub notices: Vec<Notice>,
    /// What it lies in.
    pub folder: TempDir,
}

impl Node {
    /// Makes it, and brings the list in.
    pub async fn set() -> Result<Self, Failed> {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let folder = tempfile::tempdir()?;
        let post: PostId = "border".parse()?;
        let list = un::read(
            "un_consolidated.xml",
            BufReader::new(File::open(root.join("data/un_consolidated.xml"))?),
        )?;
        let notices = list.notices.clone();
        let member = open(root, &folder.path().join("dz"), &post).await?;
        member
            .import(list, Removals::UpToATenth, "bench", Timestamp::now())
            .await?;
        Ok(Self {
            member,
            post,
            notices,
            folder,
        })
    }
}

async fn open(root: &Path, folder: &Path, post: &PostId) -> Result<Arc<Member>, Failed> {
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
