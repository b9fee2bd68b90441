//! `mithaq notice import|publish|correct|recall|export`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use mithaq_exchange::Imported;
use mithaq_notice::list::{self, List};
use mithaq_notice::update::Removals;
use mithaq_notice::{IssuerId, Notice, NoticeId, native, ofac};

use crate::access::{Access, Where};
use crate::outcome::{Failure, Outcome, block_on, say};

/// A list format a node imports.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// The United Nations Security Council consolidated list, XML.
    Un,
    /// FollowTheMoney JSON Lines, as OpenSanctions publishes every list.
    Ftm,
    /// OFAC's folder: sdn.csv, alt.csv, add.csv.
    Ofac,
}

/// A version of a public list, and what is said of it beside its file.
#[derive(Args)]
pub struct Importing {
    /// Its format.
    #[arg(long, value_enum)]
    format: Format,
    /// Its file; of OFAC's list its folder.
    file: PathBuf,
    /// Whose list it is, of a FollowTheMoney file with entries of several datasets; else it is that of its dataset.
    #[arg(long)]
    issuer: Option<IssuerId>,
    /// Of which day it is, as 2026-02-27, where it does not say, as OFAC's: an older one is refused later. Today where nothing is
    /// said.
    #[arg(long, value_name = "DAY")]
    dated: Option<Date>,
    /// Import it even if it recalls more than a tenth of what is held.
    #[arg(long)]
    confirm_removals: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Import a version of a public list: what is new, corrected and recalled, and nothing else.
    Import {
        #[command(flatten)]
        node: Where,
        #[command(flatten)]
        importing: Importing,
    },
    /// Publish this member's own notices from a TOML file: all of them, or none.
    Publish {
        #[command(flatten)]
        node: Where,
        /// Tables `[notices.ID]`.
        file: PathBuf,
    },
    /// Replace this member's own notices by newer versions from a TOML file: all of them, or none; by a running node, one
    /// after the other.
    Correct {
        #[command(flatten)]
        node: Where,
        /// Tables `[notices.ID]` with a later `modified`.
        file: PathBuf,
    },
    /// Take a notice of this member's own back.
    Recall {
        #[command(flatten)]
        node: Where,
        /// Its id.
        id: NoticeId,
    },
    /// Write the notices that are held as JSON Lines.
    Export {
        #[command(flatten)]
        node: Where,
        /// The file to write; standard output where there is none.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

pub fn run(command: &Command) -> crate::Result {
    block_on(async {
        match command {
            Command::Import { node, importing } => import(node, importing).await,
            Command::Publish { node, file } => publish(node, file).await,
            Command::Correct { node, file } => correct(node, file).await,
            Command::Recall { node, id } => recall(node, id).await,
            Command::Export { node, out } => export(node, out.as_deref()).await,
        }
    })
}

async fn import(node: &Where, importing: &Importing) -> crate::Result {
    let Importing { file, .. } = importing;
    // Read here either way, so that a list that does not hold is told by the file's own name, line and column.
    let (list, bytes) = importing.read()?;
    let now = Timestamp::now();
    let version = list
        .version(importing.issuer.clone(), importing.dated, now)
        .map_err(|error| Failure::input(format!("{}: {error}", file.display())))?;
    let imported: Imported = match node.open().await? {
        Access::Folder(member) => {
            let removals = if importing.confirm_removals {
                Removals::Confirmed
            } else {
                Removals::UpToATenth
            };
            let user = "mithaq notice import";
            let imported = member.import(version, removals, user, now).await?;
            member.store().close().await;
            imported
        }
        Access::Api(api) => api.post_bytes(&importing.address(), &bytes)?,
    };
    let Imported {
        issuer,
        generated,
        new,
        corrected,
        recalled,
    } = imported;
    say(format_args!(
        "{issuer}: list of {generated}: {new} new, {corrected} corrected, {recalled} recalled"
    ));
    Ok(Outcome::Done)
}

impl Importing {
    /// The list, and what the API takes as its body.
    fn read(&self) -> Result<(List, Vec<u8>), Failure> {
        let named = |path: &Path, error| Failure::input(format!("{}: {error}", path.display()));
        let read = |path: &Path| std::fs::read(path).map_err(|error| named(path, error));
        let file = &self.file;
        let (format, bytes) = match self.format {
            Format::Un => (list::Format::Un, read(file)?),
            Format::Ftm => (list::Format::Ftm, read(file)?),
            Format::Ofac => {
                let files = ofac::FILES.map(|name| read(&file.join(name)));
                let files: Vec<Vec<u8>> = files.into_iter().collect::<Result<_, _>>()?;
                // By the files' own names.
                let list = ofac::read(file).map_err(Failure::input)?;
                return Ok((list, files.concat()));
            }
        };
        let list = format
            .read(&file.display().to_string(), &bytes)
            .map_err(Failure::input)?;
        Ok((list, bytes))
    }

    fn address(&self) -> String {
        let format = match self.format {
            Format::Un => "un",
            Format::Ftm => "ftm",
            Format::Ofac => "ofac",
        };
        let removals = self
            .confirm_removals
            .then(|| "removals=confirmed".to_owned());
        let issuer = self
            .issuer
            .as_ref()
            .map(|issuer| format!("issuer={issuer}"));
        let dated = self.dated.map(|day| format!("dated={day}"));
        let said: Vec<String> = [removals, issuer, dated].into_iter().flatten().collect();
        format!("/v1/lists/{format}?{}", said.join("&"))
    }
}

fn read_own(file: &Path) -> Result<Vec<Notice>, Failure> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Failure::input(format!(
            "{name}: byte {} is not UTF-8; save the file as UTF-8",
            error.utf8_error().valid_up_to()
        ))
    })?;
    native::read(&name, &text).map_err(Failure::input)
}

async fn publish(node: &Where, file: &Path) -> crate::Result {
    let notices = read_own(file)?;
    let count = notices.len();
    match node.open().await? {
        Access::Folder(member) => {
            member
                .publish(notices, "mithaq notice publish", Timestamp::now())
                .await?;
            member.store().close().await;
        }
        Access::Api(api) => {
            let _: serde_json::Value = api.post("/v1/notices", &notices)?;
        }
    }
    say(format_args!("{count} notices published"));
    Ok(Outcome::Done)
}

async fn correct(node: &Where, file: &Path) -> crate::Result {
    let notices = read_own(file)?;
    let count = notices.len();
    match node.open().await? {
        Access::Folder(member) => {
            member
                .correct(notices, "mithaq notice correct", Timestamp::now())
                .await?;
            member.store().close().await;
        }
        Access::Api(api) => {
            // The API takes one at a time, each at its own address.
            for notice in notices {
                api.put(&format!("/v1/notices/{}", notice.id), &notice)?;
            }
        }
    }
    say(format_args!("{count} notices corrected"));
    Ok(Outcome::Done)
}

async fn recall(node: &Where, id: &NoticeId) -> crate::Result {
    match node.open().await? {
        Access::Folder(member) => {
            member
                .recall(id, "mithaq notice recall", Timestamp::now())
                .await?;
            member.store().close().await;
        }
        Access::Api(api) => api.do_it(&format!("/v1/notices/{id}/recall"))?,
    }
    say(format_args!(
        "{id} recalled; its holders are told with the next round and acknowledge"
    ));
    Ok(Outcome::Done)
}

async fn export(node: &Where, out: Option<&Path>) -> crate::Result {
    #[derive(serde::Deserialize)]
    struct Listed {
        notices: Vec<Notice>,
    }
    let notices = match node.open().await? {
        Access::Folder(member) => member
            .state()
            .holdings()
            .notices()
            .map(|held| held.notice.as_ref().clone())
            .collect(),
        Access::Api(api) => api.get::<Listed>("/v1/notices")?.notices,
    };
    let sink: Box<dyn std::io::Write> = match out {
        Some(path) => Box::new(
            File::create(path)
                .map_err(|error| Failure::outside(format!("{}: {error}", path.display())))?,
        ),
        None => Box::new(std::io::stdout()),
    };
    let mut sink = BufWriter::new(sink);
    for notice in &notices {
        serde_json::to_writer(&mut sink, notice).map_err(Failure::outside)?;
        sink.write_all(b"\n").map_err(Failure::outside)?;
    }
    sink.flush().map_err(Failure::outside)?;
    if out.is_some() {
        say(format_args!("{} notices written", notices.len()));
    }
    Ok(Outcome::Done)
}
