//! A way to another member's node.

use std::time::Duration;

use mithaq_store::Envelope;

/// Another member's node. One over HTTP here, a simulated one in tests.
pub trait Peer: Send + Sync {
    /// Sends a signed message and waits for the signed reply. Blocks: call it where blocking is allowed.
    ///
    /// # Errors
    /// [`PeerError`] when no reply came, or something that is no envelope.
    fn send(&self, message: &Envelope) -> Result<Envelope, PeerError>;
}

/// Why a peer gave no reply.
#[derive(Debug, thiserror::Error)]
pub enum PeerError {
    /// The connection failed or timed out.
    #[error("{url}: {why}")]
    Unreachable {
        /// Where it was looked for.
        url: String,
        /// What failed.
        why: String,
    },
    /// It answered with something else.
    #[error("{url} answered with no signed reply: {why}")]
    NotAReply {
        /// Who.
        url: String,
        /// What came.
        why: String,
    },
}

/// A peer over HTTP: `POST /v1/exchange`.
pub struct HttpPeer {
    url: String,
    agent: ureq::Agent,
}

impl HttpPeer {
    /// A reply longer than this is refused.
    const REPLY_LIMIT_BYTES: u64 = 64 << 20;

    /// The peer whose node is at this address, as in `https://node.example`.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_global(Some(Duration::from_secs(60)))
            .max_redirects(0)
            .build();
        Self {
            url: format!("{}/v1/exchange", url.trim_end_matches('/')),
            agent: config.into(),
        }
    }
}

impl Peer for HttpPeer {
    fn send(&self, message: &Envelope) -> Result<Envelope, PeerError> {
        let not_a_reply = |why: String| PeerError::NotAReply {
            url: self.url.clone(),
            why,
        };
        let body = serde_json::to_vec(message).map_err(|e| not_a_reply(e.to_string()))?;
        let reply = self
            .agent
            .post(&self.url)
            .content_type("application/json")
            .send(&body)
            .map_err(|e| PeerError::Unreachable {
                url: self.url.clone(),
                why: e.to_string(),
            })?;
        let bytes = reply
            .into_body()
            .with_config()
            .limit(Self::REPLY_LIMIT_BYTES)
            .read_to_vec()
            .map_err(|e| not_a_reply(e.to_string()))?;
        serde_json::from_slice(&bytes).map_err(|e| not_a_reply(e.to_string()))
    }
}
