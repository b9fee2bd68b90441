//! A way to a node's notices: its folder, or its API while it runs.

use std::path::PathBuf;

use clap::Args;
use mithaq_exchange::Member;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::outcome::Failure;

/// Which node.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Where {
    /// A node's folder. The node must not be running.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A running node's address, as in `http://USER@127.0.0.1:8460`. The password is read from MITHAQ_PASSWORD.
    #[arg(long, value_name = "URL")]
    node: Option<String>,
}

/// A node, one way or the other.
pub enum Access {
    /// Its folder.
    Folder(Box<Member>),
    /// Its API.
    Api(Api),
}

impl Where {
    /// Opens it.
    ///
    /// # Errors
    /// When the folder is no node or is served by another process, or the address is none.
    pub async fn open(&self) -> Result<Access, Failure> {
        match (&self.data, &self.node) {
            (Some(dir), _) => Ok(Access::Folder(Box::new(Member::open(dir).await?))),
            (None, Some(address)) => {
                let password = std::env::var("MITHAQ_PASSWORD").unwrap_or_default();
                Ok(Access::Api(Api::at(address, &password)?))
            }
            (None, None) => Err(Failure::input("give --data DIR or --node URL")),
        }
    }
}

/// A running node's API.
pub struct Api {
    base: String,
    authorization: String,
    agent: ureq::Agent,
}

/// An answer that is not a success.
#[derive(Debug, thiserror::Error)]
#[error("{method} {path}: {status}: {detail}")]
pub struct Refusal {
    /// What was sent.
    pub method: &'static str,
    /// Where to.
    pub path: String,
    /// What came.
    pub status: u16,
    /// The problem's detail.
    pub detail: String,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        if (400..500).contains(&refusal.status) {
            Self::input(refusal)
        } else {
            Self::outside(refusal)
        }
    }
}

impl Api {
    /// The API at `http://USER@HOST:PORT`.
    ///
    /// # Errors
    /// When the address names no user.
    pub fn at(address: &str, password: &str) -> Result<Self, Failure> {
        let wrong = || {
            Failure::input(format!(
                "--node: found `{address}`; expected an address with a user, as in http://aicha@127.0.0.1:8460"
            ))
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
        let (user, host) = rest.split_once('@').ok_or_else(wrong)?;
        Ok(Self::new(
            &format!("{scheme}://{}", host.trim_end_matches('/')),
            user,
            password,
        ))
    }

    /// The API at a base address, as a user.
    #[must_use]
    pub fn new(base: &str, user: &str, password: &str) -> Self {
        use base64::Engine as _;
        let credentials =
            base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        Self {
            base: base.to_owned(),
            authorization: format!("Basic {credentials}"),
            agent: config.into(),
        }
    }

    /// GET, and the JSON that comes.
    ///
    /// # Errors
    /// [`Refusal`] for anything but success.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refusal> {
        let request = self
            .agent
            .get(format!("{}{path}", self.base))
            .header("authorization", &self.authorization);
        let bytes = received("GET", path, request.call())?;
        parsed("GET", path, &bytes)
    }

    /// POST JSON, and the JSON that comes.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Refusal> {
        let request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", &self.authorization);
        let bytes = received("POST", path, request.send_json(body))?;
        parsed("POST", path, &bytes)
    }

    /// POST bytes, and the JSON that comes.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn post_bytes<T: DeserializeOwned>(&self, path: &str, body: &[u8]) -> Result<T, Refusal> {
        let request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", &self.authorization);
        let bytes = received(
            "POST",
            path,
            request.content_type("application/octet-stream").send(body),
        )?;
        parsed("POST", path, &bytes)
    }

    /// PUT bytes, and the JSON that comes.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn put_bytes<T: DeserializeOwned>(&self, path: &str, body: &[u8]) -> Result<T, Refusal> {
        let request = self
            .agent
            .put(format!("{}{path}", self.base))
            .header("authorization", &self.authorization);
        let bytes = received(
            "PUT",
            path,
            request.content_type("application/octet-stream").send(body),
        )?;
        parsed("PUT", path, &bytes)
    }

    /// PUT JSON; nothing comes back.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn put(&self, path: &str, body: &impl Serialize) -> Result<(), Refusal> {
        let request = self
            .agent
            .put(format!("{}{path}", self.base))
            .header("authorization", &self.authorization);
        received("PUT", path, request.send_json(body)).map(|_| ())
    }

    /// POST with nothing to say; nothing comes back.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn do_it(&self, path: &str) -> Result<(), Refusal> {
        let request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", &self.authorization);
        received("POST", path, request.send_empty()).map(|_| ())
    }
}

type Answer = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

fn received(method: &'static str, path: &str, answer: Answer) -> Result<Vec<u8>, Refusal> {
    const LIMIT_BYTES: u64 = 256 << 20;
    let refusal = |status: u16, detail: String| Refusal {
        method,
        path: path.to_owned(),
        status,
        detail,
    };
    let answer = answer.map_err(|error| refusal(0, error.to_string()))?;
    let status = answer.status();
    let bytes = answer
        .into_body()
        .with_config()
        .limit(LIMIT_BYTES)
        .read_to_vec()
        .map_err(|error| refusal(status.as_u16(), error.to_string()))?;
    if status.is_success() {
        return Ok(bytes);
    }
    let problem: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    let detail = problem
        .as_ref()
        .and_then(|problem| problem.get("detail")?.as_str().map(str::to_owned));
    Err(refusal(
        status.as_u16(),
        detail.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()),
    ))
}

fn parsed<T: DeserializeOwned>(
    method: &'static str,
    path: &str,
    bytes: &[u8],
) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal {
        method,
        path: path.to_owned(),
        status: 200,
        detail: error.to_string(),
    })
}
