//! Passwords: Argon2id, and a short memory of those just checked, because a good hash is slow on purpose.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use jiff::{SignedDuration, Timestamp};
use mithaq_store::{PasswordHash, UserId};
use sha2::{Digest, Sha256};

/// How long a password that was right is believed without hashing it again.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(5);
/// After so many wrong passwords in a row …
const FREE_FAILURES: u32 = 5;
/// … an account takes no password for so long, but one that was right just now. Past so many more in one pause …
const MOST_IN_A_PAUSE: u32 = 50;
/// … not even that one, which would answer guesses for nothing. A pause lasts …
const PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// Hashes a password for keeping.
///
/// # Errors
/// Where the system gives no randomness, or the password is too long to hash.
pub fn hash(password: &str) -> Result<PasswordHash, argon2::password_hash::Error> {
    let phc = Argon2::default().hash_password(password.as_bytes())?;
    Ok(PasswordHash::new(phc.to_string()))
}

fn matches(password: &str, kept: &PasswordHash) -> bool {
    Phc::new(kept.as_str()).is_ok_and(|kept| {
        Argon2::default()
            .verify_password(password.as_bytes(), &kept)
            .is_ok()
    })
}

/// What the check of a password said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It is right.
    Right,
    /// It is wrong.
    Wrong,
    /// Too many were wrong; none is taken until then.
    Paused(Timestamp),
}

/// Checks passwords. Shared by all requests; the slow hash runs outside its lock.
pub struct Checker {
    /// Without this process's own key nobody can tell a password from what is remembered.
    key: [u8; 32],
    remembered: Mutex<HashMap<[u8; 32], Timestamp>>,
    failures: Mutex<HashMap<UserId, (u32, Timestamp)>>,
    /// Hashed for users that do not exist, so that both take the same time.
    nobody: PasswordHash,
}

impl Checker {
    /// A checker that remembers nothing yet.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn new() -> Result<Self, argon2::password_hash::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| argon2::password_hash::Error::Crypto)?;
        let nobody = hash("nobody has this password")?;
        Ok(Self {
            key,
            remembered: Mutex::default(),
            failures: Mutex::default(),
            nobody,
        })
    }

    /// Checks a password against what is kept of the user, if there is such a user. Slow: call it where blocking is allowed.
    pub fn check(
        &self,
        user: &UserId,
        password: &str,
        kept: Option<&PasswordHash>,
        now: Timestamp,
    ) -> Check {
        if let Some(check) = self.quick(user, password, kept, now) {
            return check;
        }
        let token = kept.map(|kept| self.token(user, password, kept));
        let (Some(kept), Some(token)) = (kept, token) else {
            matches(password, &self.nobody);
            return self.failed(user, now);
        };
        if !matches(password, kept) {
            return self.failed(user, now);
        }
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(user);
        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|_, at| now.duration_since(*at) < REMEMBERED);
        remembered.insert(token, now);
        Check::Right
    }

    /// What can be said without hashing: a password that was right just now is right, and a pause is a pause.
    pub fn quick(
        &self,
        user: &UserId,
        password: &str,
        kept: Option<&PasswordHash>,
        now: Timestamp,
    ) -> Option<Check> {
        let known = kept.is_some_and(|kept| {
            let token = self.token(user, password, kept);
            let remembered = self
                .remembered
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            remembered
                .get(&token)
                .is_some_and(|at| now.duration_since(*at) < REMEMBERED)
        });
        match self.paused(user, known, now) {
            None => known.then_some(Check::Right),
            Some((tries, _)) if known && tries <= MOST_IN_A_PAUSE => Some(Check::Right),
            Some((_, until)) => Some(Check::Paused(until)),
        }
    }

    /// How many tries there were and until when none is taken, where an account pauses. A wrong try in a pause counts.
    fn paused(&self, user: &UserId, known: bool, now: Timestamp) -> Option<(u32, Timestamp)> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, last) = failures.get_mut(user)?;
        let until = last.saturating_add(PAUSE).unwrap_or(Timestamp::MAX);
        if *count < FREE_FAILURES || now >= until {
            return None;
        }
        *count = count.saturating_add(u32::from(!known));
        Some((*count, until))
    }

    fn failed(&self, user: &UserId, now: Timestamp) -> Check {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (_, last)| now.duration_since(*last) < PAUSE);
        let (count, last) = failures.entry(user.clone()).or_insert((0, now));
        *count += 1;
        *last = now;
        Check::Wrong
    }

    /// Changes with the kept hash, so that a changed password is not believed from memory.
    fn token(&self, user: &UserId, password: &str, kept: &PasswordHash) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.key);
        for part in [user.as_str(), password, kept.as_str()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_is_right_wrong_is_wrong_and_many_wrong_ones_pause_the_account() {
        let checker = Checker::new().unwrap();
        let (user, other) = (
            UserId::new("aicha").unwrap(),
            UserId::new("idrissa").unwrap(),
        );
        let kept = hash("correct horse").unwrap();
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(
            checker.check(&user, "correct horse", Some(&kept), now),
            Check::Right
        );
        assert_eq!(
            checker.check(&user, "correct horse", Some(&kept), now),
            Check::Right,
            "from memory"
        );
        assert_eq!(
            checker.check(&other, "correct horse", None, now),
            Check::Wrong
        );
        for _ in 0..FREE_FAILURES {
            assert_eq!(
                checker.check(&user, "wrong", Some(&kept), now),
                Check::Wrong
            );
        }
        assert_eq!(
            checker.check(&user, "correct horse", Some(&kept), now),
            Check::Right,
            "known just now"
        );
        let until = now + PAUSE;
        let kept = hash("battery staple").unwrap();
        assert_eq!(
            checker.check(&user, "battery staple", Some(&kept), now),
            Check::Paused(until)
        );
        assert_eq!(
            checker.check(&user, "battery staple", Some(&kept), until),
            Check::Right
        );
    }

    #[test]
    fn a_changed_password_is_not_believed_from_memory() {
        let checker = Checker::new().unwrap();
        let user = UserId::new("aicha").unwrap();
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(
            checker.check(&user, "old", Some(&hash("old").unwrap()), now),
            Check::Right
        );
        assert_eq!(
            checker.check(&user, "old", Some(&hash("new").unwrap()), now),
            Check::Wrong
        );
    }
}
