//! `mithaq account set|list`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;
use mithaq_exchange::Config;
use mithaq_node::duty::{Duty, Role};
use mithaq_notice::Language;
use mithaq_store::{Account, Signer, Store, UserId};

use crate::outcome::{Failure, Outcome, block_on, say};

#[derive(Subcommand)]
pub enum Command {
    /// Make an account or change it. The password is read from MITHAQ_PASSWORD. The node must not be running.
    Set {
        /// A node's folder.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The user's name.
        user: String,
        /// A role, and a post where it has one: `officer@agadez`, `analyst@fiu`, `liaison@desk`, `inspector` …
        #[arg(long)]
        duty: Duty,
        /// What the user reads: ar, fr or en.
        #[arg(long, default_value = "en")]
        lang: Language,
    },
    /// Who may sign in.
    List {
        /// A node's folder.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

pub fn run(command: &Command) -> crate::Result {
    match command {
        Command::Set {
            data,
            user,
            duty,
            lang,
        } => {
            let password = std::env::var("MITHAQ_PASSWORD")
                .ok()
                .filter(|password| password.chars().count() >= 12)
                .ok_or_else(|| Failure::input("MITHAQ_PASSWORD: expected a password of 12 characters or more; set it for this one command"))?;
            check_post(data, duty)?;
            let account = account(user, &password, duty, *lang)?;
            block_on(async {
                let signer = Signer::load(&data.join(Signer::FILE)).map_err(Failure::input)?;
                let store = Store::open(data, signer).await.map_err(Failure::input)?;
                store
                    .set_account(account, Timestamp::now())
                    .await
                    .map_err(Failure::outside)?;
                store.close().await;
                say(format_args!("{user}: {duty}, {lang}"));
                Ok(Outcome::Done)
            })
        }
        Command::List { data } => block_on(async {
            let reader = mithaq_store::Reader::open(data)
                .await
                .map_err(Failure::input)?;
            for account in reader.accounts().await.map_err(Failure::outside)? {
                say(format_args!(
                    "{:20} {:24} {}",
                    account.user, account.role, account.language
                ));
            }
            Ok(Outcome::Done)
        }),
    }
}

/// Whoever screens or reads notices works at a post; the others at none.
fn check_post(data: &Path, duty: &Duty) -> Result<(), Failure> {
    let config = Config::read(data).map_err(Failure::input)?;
    let posts: Vec<_> = config.posts.keys().map(ToString::to_string).collect();
    let posts = if posts.is_empty() {
        "none yet; add [posts] there first".to_owned()
    } else {
        posts.join(", ")
    };
    let works_at_one = matches!(duty.role, Role::Officer | Role::Analyst | Role::Liaison);
    match &duty.post {
        Some(post) if works_at_one && config.posts.contains_key(post) => Ok(()),
        None if !works_at_one => Ok(()),
        Some(post) if works_at_one => Err(Failure::input(format!(
            "--duty {duty}: `{post}` is no post of node.toml; expected one of: {posts}"
        ))),
        Some(_) => Err(Failure::input(format!(
            "--duty {duty}: a {} works at no post; expected --duty {}",
            duty.role, duty.role
        ))),
        None => Err(Failure::input(format!(
            "--duty {duty}: expected a post, as in {}@POST; posts of node.toml: {posts}",
            duty.role
        ))),
    }
}

/// An account with its password hashed.
pub fn account(
    user: &str,
    password: &str,
    duty: &Duty,
    language: Language,
) -> Result<Account, Failure> {
    let user = UserId::new(user).map_err(Failure::input)?;
    let password_hash = mithaq_node::password::hash(password).map_err(Failure::outside)?;
    Ok(Account {
        user,
        password_hash,
        role: duty.to_string(),
        language,
    })
}
