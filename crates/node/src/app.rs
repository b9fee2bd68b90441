//! What every request shares, and who makes it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mithaq_exchange::record::Direction;
use mithaq_exchange::{Error, KnownSighting, Member, Post};
use mithaq_notice::{ActivityId, IdError, Language, PostId, ServiceId, TheatreId, Use};
use mithaq_pact::{Caller, ReleaseQuestion, Role as CallerRole};
use mithaq_store::{Account, LogSeq, PasswordHash, UserId};
use tokio::sync::Semaphore;

use crate::duty::{Action, Duty, Role};
use crate::password::{Check, Checker};
use crate::problem::Problem;
use crate::session::Sessions;

/// A sign-in waits no longer than this for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What every request shares. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    member: Member,
    passwords: Checker,
    /// A good hash takes memory and time on purpose; no more of them run at once than there are processors.
    checking: Semaphore,
    sessions: Sessions,
}

impl App {
    /// A server's state around a member.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn new(member: Member) -> Result<Self, argon2::password_hash::Error> {
        Ok(Self(Arc::new(Inner {
            member,
            passwords: Checker::new()?,
            checking: Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)),
            sessions: Sessions::default(),
        })))
    }

    /// The member.
    #[must_use]
    pub fn member(&self) -> &Member {
        &self.0.member
    }

    /// The console's sessions.
    #[must_use]
    pub fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// The clock. The one place of this crate that reads it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// Signs somebody in by name and password.
    ///
    /// # Errors
    /// [`Problem`] when they are wrong, or too many were.
    pub async fn sign_in(&self, user: &str, password: &str) -> Result<User, Problem> {
        let wrong = || {
            Problem::new(
                StatusCode::UNAUTHORIZED,
                "not signed in",
                "the user or the password is wrong",
            )
        };
        let user = UserId::new(user).map_err(|_| wrong())?;
        let account = self.account(&user).await?;
        let kept = account
            .as_ref()
            .map(|account| account.password_hash.clone());
        let known = self
            .0
            .passwords
            .quick(&user, password, kept.as_ref(), self.now());
        let check = match known {
            Some(check) => check,
            None => self.check(user.clone(), password.to_owned(), kept).await?,
        };
        match (check, account) {
            (Check::Right, Some(account)) => User::of(account),
            (Check::Paused(until), _) => Err(Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too many wrong passwords",
                format!("no password is taken for this user until {until:.0}"),
            )),
            _ => Err(wrong()),
        }
    }

    /// The slow check, in its turn.
    async fn check(
        &self,
        user: UserId,
        password: String,
        kept: Option<PasswordHash>,
    ) -> Result<Check, Problem> {
        let turn = tokio::time::timeout(LONGEST_WAIT, self.0.checking.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            let detail = "too many passwords are being checked; try again in a moment";
            return Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                detail,
            ));
        };
        let (app, now) = (self.clone(), self.now());
        tokio::task::spawn_blocking(move || {
            app.0.passwords.check(&user, &password, kept.as_ref(), now)
        })
        .await
        .map_err(Problem::failed)
    }

    async fn account(&self, user: &UserId) -> Result<Option<Account>, Problem> {
        self.member()
            .store()
            .reader()
            .account(user)
            .await
            .map_err(|error| Error::from(error).into())
    }

    /// Who makes a request of the API: by HTTP Basic, and by nothing a browser sends of itself.
    async fn by_password(&self, headers: &HeaderMap) -> Result<User, Problem> {
        let (user, password) = basic(headers).ok_or_else(Problem::sign_in)?;
        self.sign_in(&user, &password).await
    }

    /// Who looks at a page: by the session of its cookie.
    pub(crate) async fn by_session(&self, session: &str) -> Result<User, Problem> {
        let user = self
            .sessions()
            .user(session, self.now())
            .ok_or_else(Problem::sign_in)?;
        User::of(self.account(&user).await?.ok_or_else(Problem::sign_in)?)
    }

    /// The cookie of this node's sessions. Cookies do not tell the ports of a host apart; members' names do.
    #[must_use]
    pub fn cookie(&self) -> String {
        format!("mithaq-session-{}", self.member().id())
    }
}

/// The session token of a request's cookie.
pub(crate) fn session(headers: &HeaderMap, cookie: &str) -> Option<String> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == cookie)
        .map(|(_, token)| token.to_owned())
}

/// The user and password of HTTP Basic.
pub(crate) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (user.to_owned(), password.to_owned()))
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct User {
    /// Their name.
    pub id: UserId,
    /// What they may do, and where.
    pub duty: Duty,
    /// What they read.
    pub language: Language,
}

impl User {
    fn of(account: Account) -> Result<Self, Problem> {
        let duty = account.role.parse().map_err(Problem::failed)?;
        Ok(Self {
            id: account.user,
            duty,
            language: account.language,
        })
    }

    /// Nothing, if they may do it.
    ///
    /// # Errors
    /// [`Problem`] 403 if not.
    pub fn may(&self, action: Action) -> Result<(), Problem> {
        if self.duty.role.may(action) {
            return Ok(());
        }
        let who: Vec<_> = Role::ALL
            .into_iter()
            .filter(|role| role.may(action))
            .map(Role::as_str)
            .collect();
        Err(Problem::forbidden(format!(
            "a {} may not do this ({action:?}); ask: {}",
            self.duty.role,
            who.join(", ")
        )))
    }

    /// Their post, for what is only done at one.
    ///
    /// # Errors
    /// [`Problem`] 403 when they have none.
    pub fn post(&self) -> Result<&PostId, Problem> {
        self.duty.post.as_ref().ok_or_else(|| {
            Problem::forbidden("you work at no post of this node; an operator gives you one")
        })
    }

    /// The release question they ask of what is on this node: at their post, or for oversight.
    ///
    /// # Errors
    /// [`Problem`] when they have no post, or one this node's configuration does not know.
    pub fn question(&self, member: &Member, wanted: Use) -> Result<ReleaseQuestion, Problem> {
        match self.duty.role {
            Role::Inspector => oversight(member),
            _ => Ok(self.post_of(member)?.question(member.id(), wanted)),
        }
    }

    /// Whether they see what was screened at a post, and what was found there: those who work at it, and an inspector.
    #[must_use]
    pub fn sees_screenings_of(&self, post: &PostId) -> bool {
        self.duty.post.as_ref() == Some(post) || self.duty.role.may(Action::ReadLog)
    }

    /// Nothing, if they see what was screened at a post.
    ///
    /// # Errors
    /// [`Problem`] 403 if they do not.
    pub fn may_see_screenings_of(&self, post: &PostId) -> Result<(), Problem> {
        if self.sees_screenings_of(post) {
            return Ok(());
        }
        Err(Problem::forbidden(format!(
            "this was screened at `{post}`; ask somebody who works there"
        )))
    }

    /// Nothing, if they see this screening.
    ///
    /// # Errors
    /// [`Problem`] 403 if it was at another post, 404 if there was none. Takes the member's lock.
    pub fn may_see_screening(&self, member: &Member, screening: LogSeq) -> Result<(), Problem> {
        let state = member.state();
        let unknown = || Error::Unknown {
            what: "screening",
            id: screening.to_string(),
        };
        let (_, record) = state.holdings().screening(screening).ok_or_else(unknown)?;
        self.may_see_screenings_of(&record.post)
    }

    /// Whether they see a sighting. One that was sent: those at the post that sent it, and whoever exchanges with the
    /// other members. One that came is about this member's own notice: whoever keeps its notices or its exchange.
    /// An inspector: both.
    #[must_use]
    pub fn sees_sighting(&self, known: &KnownSighting) -> bool {
        let role = self.duty.role;
        role.may(Action::ReadLog)
            || match known.direction {
                Direction::Sent => {
                    role.may(Action::Sync) || self.duty.post.as_ref() == Some(&known.sighting.post)
                }
                Direction::Received => role.may(Action::Publish) || role.may(Action::Oversee),
            }
    }

    /// The configuration of their post.
    ///
    /// # Errors
    /// As [`Self::post`].
    pub fn post_of<'a>(&self, member: &'a Member) -> Result<&'a Post, Problem> {
        Ok(member.post(self.post()?)?)
    }
}

/// An inspector's question: they read everything on their own node, whatever for.
fn oversight(member: &Member) -> Result<ReleaseQuestion, Problem> {
    let id = |error: IdError| Problem::invalid(error.to_string());
    let service = ServiceId::new("oversight").map_err(id)?;
    Ok(ReleaseQuestion {
        caller: Caller {
            member: member.id().clone(),
            service,
            role: CallerRole::Oversight,
        },
        activity: ActivityId::new("any").map_err(id)?,
        theatre: TheatreId::new("world").map_err(id)?,
        wanted: Use::Read,
    })
}

impl FromRequestParts<App> for User {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        app.by_password(&parts.headers).await
    }
}
