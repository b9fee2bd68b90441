//! Sessions of the console: a random token in a cookie, known here by its hash, gone with the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use mithaq_store::UserId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// A session ends so long after it began: a shift.
const SHIFT: SignedDuration = SignedDuration::from_hours(12);

/// Sessions in progress.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<[u8; 32], (UserId, Timestamp)>>);

impl Sessions {
    /// Begins a session; the token goes into the cookie and nowhere else.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn begin(&self, user: UserId, now: Timestamp) -> Result<String, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let token = URL_SAFE_NO_PAD.encode(bytes);
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, (_, ends)| now < *ends);
        sessions.insert(
            key(&token),
            (user, now.saturating_add(SHIFT).unwrap_or(Timestamp::MAX)),
        );
        Ok(token)
    }

    /// Who a token belongs to.
    #[must_use]
    pub fn user(&self, token: &str, now: Timestamp) -> Option<UserId> {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions
            .get(&key(token))
            .filter(|(_, ends)| now < *ends)
            .map(|(user, _)| user.clone())
    }

    /// Ends a session.
    pub fn end(&self, token: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key(token));
    }
}

fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// What a form of this session must carry, so that no other site can send one: derived from the token, which only the
/// cookie has.
#[must_use]
pub fn form_token(session: &str) -> String {
    URL_SAFE_NO_PAD.encode(
        Sha256::new()
            .chain_update("form")
            .chain_update(session)
            .finalize(),
    )
}

/// Whether a form carries its session's token.
#[must_use]
pub fn form_token_is(session: &str, given: &str) -> bool {
    form_token(session)
        .as_bytes()
        .ct_eq(given.as_bytes())
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_with_the_shift_or_before() {
        let sessions = Sessions::default();
        let (user, now) = (UserId::new("aicha").unwrap(), Timestamp::UNIX_EPOCH);
        let token = sessions.begin(user.clone(), now).unwrap();
        assert_eq!(sessions.user(&token, now), Some(user.clone()));
        assert_eq!(sessions.user(&token, now + SHIFT), None);
        assert_eq!(sessions.user("another", now), None);
        sessions.end(&token);
        assert_eq!(sessions.user(&token, now), None);
    }

    #[test]
    fn a_form_token_fits_its_session_only() {
        assert!(form_token_is("a", &form_token("a")));
        assert!(!form_token_is("b", &form_token("a")));
        assert!(!form_token_is("a", ""));
    }
}
