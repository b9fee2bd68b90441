//! One member: its key, its log, the pact it decides by, what it holds, and its index for screening.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use jiff::Timestamp;
use mithaq_notice::{Measure, MemberId, Notice, NoticeId, PostId};
use mithaq_pact::{Decider, Pact};
use mithaq_screen::{Live, Options, Score};
use mithaq_store::{
    Draft, Entry, Keys, Kind, LogSeq, Signer, Store, VerifyingKey, make_private_dir,
};

use crate::config::{Config, Post};
use crate::error::{Error, Result};
use crate::holdings::Holdings;
use crate::peer::{HttpPeer, Peer};
use crate::record::{Record, Screening};
use crate::secret::Secret;
use crate::standing::Standing;
use tokio::sync::Notify;

/// The pact in force here and what is derived from the log. Readers hold the lock for as long as they look.
pub struct State {
    pact: Arc<Pact>,
    pact_text: Arc<str>,
    decider: Decider,
    peer_keys: BTreeMap<MemberId, Keys>,
    holdings: Holdings,
}

impl State {
    /// The pact this node decides by.
    #[must_use]
    pub const fn pact(&self) -> &Arc<Pact> {
        &self.pact
    }

    /// Its file, as it was adopted.
    #[must_use]
    pub fn pact_text(&self) -> &str {
        &self.pact_text
    }

    /// Decisions by it, remembered.
    #[must_use]
    pub const fn decider(&self) -> &Decider {
        &self.decider
    }

    /// What is held.
    #[must_use]
    pub const fn holdings(&self) -> &Holdings {
        &self.holdings
    }
}

/// One member's node without its server.
///
/// Writers take turns: each checks, appends to the log, and only then changes what is derived, so that whatever a
/// caller was told is in the log. Readers never wait for the disk.
pub struct Member {
    pub(crate) id: MemberId,
    pub(crate) config: Config,
    thresholds: BTreeMap<Measure, Score>,
    pub(crate) signer: Signer,
    pub(crate) secret: Secret,
    pub(crate) store: Store,
    pub(crate) index: Arc<Live>,
    pub(crate) peers: BTreeMap<MemberId, Arc<dyn Peer>>,
    state: RwLock<State>,
    /// Held from the check to the change; only one writer is between the two.
    pub(crate) writing: tokio::sync::Mutex<()>,
    /// Books are screened by one at a time: nothing is raised twice, and whoever waited finds all raised.
    pub(crate) screening_books: tokio::sync::Mutex<()>,
    /// Nonces of messages answered lately, so that a captured one does nothing twice.
    answered: Mutex<BTreeSet<(Timestamp, String)>>,
    /// The books of its posts. Locked for moments, after the state where both are.
    standing: Mutex<BTreeMap<PostId, Standing>>,
    /// Told when something came that its books have not been asked by.
    came: Notify,
}

impl Member {
    /// Makes a node's folder: configuration, key, secret, and a log whose first entry is the pact.
    ///
    /// # Errors
    /// When the folder holds a node already, or the pact file does not hold.
    pub async fn init(
        dir: &Path,
        config: &Config,
        signer: &Signer,
        pact_text: &str,
        now: Timestamp,
    ) -> Result<()> {
        let pact = Pact::parse("pact.toml", pact_text)?;
        if !pact.is_member(&config.member) {
            let members: Vec<_> = pact.members().map(|member| member.id.to_string()).collect();
            return Err(Error::Invalid {
                field: "member".into(),
                found: format!("`{}`", config.member),
                expected: format!("a member of the pact: {}", members.join(", ")),
            });
        }
        if dir.join("node.toml").exists() {
            return Err(Error::Conflict(format!(
                "{} holds a node already; choose another folder",
                dir.display()
            )));
        }
        make_private_dir(dir)?;
        signer.save(&dir.join(Signer::FILE))?;
        Secret::create(dir)?;
        let store = Store::create(dir, signer.clone()).await?;
        let record = Record::Pact {
            hash: *pact.hash(),
            text: pact_text.to_owned(),
            user: "mithaq init".to_owned(),
        };
        store.append(vec![draft(&record, now)?]).await?;
        store.close().await;
        // Written last: a folder without it is no node.
        config.write(dir)?;
        Ok(())
    }

    /// Opens a node's folder and derives everything from its log.
    ///
    /// # Errors
    /// When the folder is no node, another process serves it, or the log does not read.
    pub async fn open(dir: &Path) -> Result<Self> {
        let config = Config::read(dir)?;
        let peers = config
            .peers
            .iter()
            .map(|(id, peer)| {
                (
                    id.clone(),
                    Arc::new(HttpPeer::new(&peer.url)) as Arc<dyn Peer>,
                )
            })
            .collect();
        Self::open_with(dir, peers).await
    }

    /// Opens a node's folder with other ways to its peers than HTTP.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(dir: &Path, peers: BTreeMap<MemberId, Arc<dyn Peer>>) -> Result<Self> {
        let config = Config::read(dir)?;
        let signer = Signer::load(&dir.join(Signer::FILE))?;
        let secret = Secret::read(dir)?;
        let store = Store::open(dir, signer.clone()).await?;
        let (pact, pact_text, mut holdings) = replay(&store).await?;
        let standing = Self::books_of(&secret, std::mem::take(&mut holdings.books))?;
        check_posts(&config, &pact)?;
        let thresholds = thresholds(&config)?;
        let peer_keys = peer_keys(&config, &pact);
        let held = holdings.notices();
        let index = Live::new(held.map(|held| (Arc::clone(&held.notice), held.profile.0)));
        let state = State {
            decider: Decider::new(Arc::clone(&pact)),
            peer_keys,
            pact,
            pact_text,
            holdings,
        };
        Ok(Self {
            id: config.member.clone(),
            config,
            thresholds,
            signer,
            secret,
            store,
            index: Arc::new(index),
            peers,
            state: RwLock::new(state),
            writing: tokio::sync::Mutex::new(()),
            screening_books: tokio::sync::Mutex::new(()),
            answered: Mutex::new(BTreeSet::new()),
            standing: Mutex::new(standing),
            came: Notify::new(),
        })
    }

    /// Which member it is.
    #[must_use]
    pub const fn id(&self) -> &MemberId {
        &self.id
    }

    /// Its configuration.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// How it is searched here where a query does not say otherwise.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            thresholds: self.thresholds.clone(),
            ..Options::default()
        }
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, BTreeMap<PostId, Standing>> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something came that the books of its posts may not have been asked by: then [`Self::screen_books`].
    pub async fn came(&self) {
        self.came.notified().await;
    }

    /// Verifies its log: every signature, every hash, no gap.
    ///
    /// # Errors
    /// When the log cannot be read at all; what is wrong in it is in the report.
    pub async fn verify_log(&self) -> Result<mithaq_store::Report> {
        Ok(self
            .store
            .reader()
            .verify(&Keys::from(&self.signer), None)
            .await?)
    }

    /// Its log.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// One of its posts.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it has no such post.
    pub fn post(&self, id: &PostId) -> Result<&Post> {
        self.config.posts.get(id).ok_or_else(|| Error::Unknown {
            what: "post",
            id: id.to_string(),
        })
    }

    /// The pact in force and what is held. Do not keep it over anything slow: writers wait.
    pub fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs records in one transaction and takes them in. The caller holds [`Self::writing`].
    pub(crate) async fn log(&self, records: Vec<Record>, now: Timestamp) -> Result<Vec<LogSeq>> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let drafts = records
            .iter()
            .map(|record| draft(record, now))
            .collect::<Result<_>>()?;
        let entries = self.store.append(drafts).await?;
        let (put, gone) = self.to_index(&records);
        // Built while searches go on; swapped in under the same lock as what is derived, so that a search sees the log up to one
        // entry and no further.
        let prepared = (!put.is_empty() || !gone.is_empty()).then(|| self.index.prepare(put, gone));
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for (entry, record) in entries.iter().zip(records) {
            if let Record::Pact { text, .. } = &record {
                let pact = Arc::new(Pact::parse("pact.toml", text)?);
                state.decider = Decider::new(Arc::clone(&pact));
                state.peer_keys = peer_keys(&self.config, &pact);
                state.pact = pact;
                state.pact_text = text.as_str().into();
            }
            state.holdings.apply(*entry, now, record);
        }
        // Whoever changes a book takes it in at once.
        state.holdings.books.clear();
        if let Some(prepared) = prepared {
            prepared.commit();
        }
        drop(state);
        if self.index.is_unsettled() {
            let index = Arc::clone(&self.index);
            tokio::task::spawn_blocking(move || index.settle());
        }
        self.came.notify_one();
        Ok(entries)
    }

    /// What these records put into the index and take out of it, as [`Holdings`] will hold it once it has taken them in.
    fn to_index(&self, records: &[Record]) -> (Vec<(Arc<Notice>, u32)>, Vec<NoticeId>) {
        let mut put: BTreeMap<&NoticeId, &Notice> = BTreeMap::new();
        let mut gone = Vec::new();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for record in records {
            match record {
                Record::Notice { notice, .. } => {
                    let held = state.holdings.notice(&notice.id);
                    let so_far = put.get(&notice.id).copied();
                    let so_far = so_far.or_else(|| held.map(|held| held.notice.as_ref()));
                    if so_far.is_none_or(|so_far| so_far.modified <= notice.modified) {
                        put.insert(&notice.id, notice);
                    }
                }
                Record::Withdrawn { notice, .. } => {
                    put.remove(notice);
                    gone.push(notice.clone());
                }
                _ => {}
            }
        }
        let profiles = &mut state.holdings.profiles;
        let put = put.into_values().map(|notice| {
            let profile = profiles.intern(&notice.originator, &notice.handling);
            (Arc::new(notice.clone()), profile.0)
        });
        (put.collect(), gone)
    }

    /// Logs screenings, each an entry. They change nothing that others find, so that many are logged beside one another and share a wait for
    /// the disk; the signed head follows behind.
    pub(crate) async fn log_screenings(
        &self,
        screenings: Vec<Screening>,
        now: Timestamp,
    ) -> Result<Vec<LogSeq>> {
        let records: Vec<Record> = screenings
            .into_iter()
            .map(|screening| Record::Screening(Box::new(screening)))
            .collect();
        let drafts: Result<_> = records.iter().map(|record| draft(record, now)).collect();
        let entries = self.store.append_ahead(drafts?).await?;
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for (entry, record) in entries.iter().zip(records) {
            state.holdings.apply(*entry, now, record);
        }
        Ok(entries)
    }

    /// The keys a peer may sign with: those of its fingerprint in the pact that the configuration gives in full.
    pub(crate) fn keys_of(&self, member: &MemberId) -> Option<Keys> {
        self.state().peer_keys.get(member).cloned()
    }

    /// Remembers a message's nonce; false when it was answered before.
    pub(crate) fn first_seen(
        &self,
        from: &MemberId,
        nonce: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> bool {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        // What is older than twice the clock skew is refused for its age and needs no remembering.
        let forgotten = now
            .saturating_sub(jiff::SignedDuration::from_mins(10))
            .unwrap_or(now);
        *answered = answered.split_off(&(forgotten, String::new()));
        answered.insert((at, format!("{from} {nonce}")))
    }
}

/// Every post does something the pact knows, somewhere it knows: a post that does not would be given nothing, silently.
fn check_posts(config: &Config, pact: &Pact) -> Result<()> {
    for (id, post) in &config.posts {
        let unknown = |field: &str, found: &str| Error::Invalid {
            field: format!("node.toml: posts.{id}.{field}"),
            found: format!("`{found}`"),
            expected: format!("one of the pact's; `mithaq pact show` lists them ({field})"),
        };
        if !pact.activity_within(&post.activity, &post.activity) {
            return Err(unknown("activity", post.activity.as_str()));
        }
        if !pact.theatre_within(&post.theatre, &post.theatre) {
            return Err(unknown("theatre", post.theatre.as_str()));
        }
    }
    Ok(())
}

fn thresholds(config: &Config) -> Result<BTreeMap<Measure, Score>> {
    let each = config.thresholds.iter().map(|(measure, value)| {
        let score = Score::new(*value).filter(|score| score.get() >= 0.5);
        let score = score.ok_or_else(|| Error::Invalid {
            field: format!("node.toml: thresholds: {measure:?}"),
            found: value.to_string(),
            expected: "0.5 to 1".into(),
        })?;
        Ok((*measure, score))
    });
    each.collect()
}

fn draft(record: &Record, now: Timestamp) -> Result<Draft> {
    Ok(Draft::json(record.kind(), now, record)?)
}

/// Reads the whole log.
async fn replay(store: &Store) -> Result<(Arc<Pact>, Arc<str>, Holdings)> {
    replay_while(store, |_| true).await
}

/// Reads the log up to the first entry that is not wanted, a page at a time.
pub(crate) async fn replay_while(
    store: &Store,
    wanted: impl Fn(&Entry) -> bool,
) -> Result<(Arc<Pact>, Arc<str>, Holdings)> {
    const PAGE: usize = 4_096;
    let mut holdings = Holdings::default();
    let mut pact_text = None;
    let mut after = LogSeq::START;
    loop {
        let mut entries = store.entries(after, PAGE).await?;
        let read = entries.iter().take_while(|entry| wanted(entry)).count();
        entries.truncate(read);
        let Some(end) = entries.last() else { break };
        after = end.seq;
        for entry in entries {
            // An erased payload leaves its entry in the chain and nothing to derive; accounts are the store's own.
            let Some(payload) = entry.payload else {
                continue;
            };
            if matches!(entry.kind, Kind::Erasure | Kind::Account) {
                continue;
            }
            let record: Record =
                serde_json::from_slice(&payload).map_err(|source| Error::Record {
                    entry: entry.seq,
                    source,
                })?;
            if let Record::Pact { text, .. } = &record {
                pact_text = Some(text.clone());
            }
            holdings.apply(entry.seq, entry.at, record);
        }
    }
    let text = pact_text.ok_or_else(|| {
        Error::Conflict("the log has no pact; make the folder anew with `mithaq init`".into())
    })?;
    Ok((
        Arc::new(Pact::parse("pact.toml", &text)?),
        text.into(),
        holdings,
    ))
}

/// Every peer's key that the pact's fingerprint of it confirms. Messages of the others are not believed.
fn peer_keys(config: &Config, pact: &Pact) -> BTreeMap<MemberId, Keys> {
    let mut all = BTreeMap::new();
    for (id, peer) in &config.peers {
        let known = pact.members().find(|member| member.id == *id);
        let confirmed = peer.key.parse::<VerifyingKey>().ok().filter(|key| {
            let fingerprint = key.fingerprint().to_string();
            known.is_some_and(|member| member.keys.contains(&fingerprint))
        });
        match confirmed {
            Some(key) => {
                all.insert(id.clone(), Keys::from_iter([key]));
            }
            None => tracing::warn!(
                peer = %id,
                "node.toml: the key in peers.{id} is not one of the pact's members.{id}.keys; its messages are refused"
            ),
        }
    }
    all
}
