//! The token in use: when another is fetched, and by whom.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::source::{AccessToken, Credential};
use crate::{CredentialError, Token};

/// How long before its expiry a token is replaced. The service checks the expiry when
/// a request arrives, by its own clock.
const REPLACED_BEFORE_EXPIRY: Duration = Duration::from_secs(5 * 60);

/// A credential, and the token it gave last.
pub(crate) struct Tokens {
    credential: Box<dyn Credential>,
    current: Mutex<Option<AccessToken>>,
    /// How many fetches have ended.
    fetches: AtomicUsize,
    /// What the last of them gave; held by whoever fetches.
    last: tokio::sync::Mutex<Option<Result<Token, CredentialError>>>,
}

impl Tokens {
    pub(crate) fn of(credential: Box<dyn Credential>) -> Self {
        Self {
            credential,
            current: Mutex::default(),
            fetches: AtomicUsize::new(0),
            last: tokio::sync::Mutex::default(),
        }
    }

    /// A fresh token. Whoever comes while one is fetched gets what that fetch
    /// gives, a failure too.
    pub(crate) async fn get(&self) -> Result<Token, CredentialError> {
        let seen = self.fetches.load(Ordering::Acquire);
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let mut last = self.last.lock().await;
        if self.fetches.load(Ordering::Acquire) != seen
            && let Some(result) = last.as_ref()
        {
            return result.clone();
        }
        let result = self.credential.token().await.map(|new| {
            let token = new.token.clone();
            *self.current() = Some(new);
            token
        });
        *last = Some(result.clone());
        self.fetches.fetch_add(1, Ordering::Release);
        result
    }

    /// Not to be used again: the service refused it, whatever its expiry.
    pub(crate) fn forget(&self, refused: &Token) {
        self.current().take_if(|known| known.token.is(refused));
    }

    fn fresh(&self) -> Option<Token> {
        let current = self.current();
        let known = current.as_ref()?;
        let is_fresh = known
            .expires_at
            .is_none_or(|expires_at| expires_at > SystemTime::now() + REPLACED_BEFORE_EXPIRY);
        is_fresh.then(|| known.token.clone())
    }

    fn current(&self) -> MutexGuard<'_, Option<AccessToken>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
