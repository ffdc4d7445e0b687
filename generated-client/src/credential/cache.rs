//! The current token: when a new one is fetched, and which call fetches it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::source::{AccessToken, Credential, TokenRequest};
use crate::deadline::{Deadline, SignIns};
use crate::text::quoted;
use crate::{CredentialError, Token};

/// How long before its expiry a token is replaced. The service checks the expiry when a
/// request arrives, and uses its own clock.
const REPLACED_BEFORE_EXPIRY: Duration = Duration::from_secs(5 * 60);

/// A credential, and the last token that it returned.
pub(crate) struct Tokens {
    credential: Box<dyn Credential>,
    known: Mutex<Known>,
    sign_ins: SignIns,
    /// How many fetches have ended.
    fetches: AtomicUsize,
    /// The last fetch. The call that fetches a token keeps this locked.
    last: tokio::sync::Mutex<Option<Fetch>>,
}

/// What is known of tokens.
#[derive(Default)]
struct Known {
    current: Option<AccessToken>,
    /// The claims with which the current token was requested.
    claims: Option<Arc<str>>,
    /// Claims that the service requires in the next token.
    challenge: Option<Challenge>,
}

/// A fetch that has ended.
struct Fetch {
    claims: Option<Arc<str>>,
    result: Result<Token, CredentialError>,
}

/// Claims that the service requires in the next token.
#[derive(Clone)]
struct Challenge {
    claims: Arc<str>,
    refused: Token,
}

impl Tokens {
    pub(crate) fn of(credential: Box<dyn Credential>) -> Self {
        Self {
            credential,
            known: Mutex::default(),
            sign_ins: SignIns::default(),
            fetches: AtomicUsize::new(0),
            last: tokio::sync::Mutex::default(),
        }
    }

    /// A fresh token. Calls that ask while a token is fetched get the result of that fetch,
    /// even if it is a failure. A fetch ends at the deadline of its call.
    pub(crate) async fn get(&self, deadline: &mut Deadline) -> Result<Token, CredentialError> {
        let seen = self.fetches.load(Ordering::Acquire);
        if let Some(token) = self.known().fresh() {
            return Ok(token);
        }
        let fetched = deadline.bound(&self.sign_ins, self.fetched(seen)).await;
        fetched.unwrap_or_else(|| Err(CredentialError::late(deadline.passed())))
    }

    async fn fetched(&self, seen: usize) -> Result<Token, CredentialError> {
        let mut last = self.last.lock().await;
        let challenge = self.known().challenge.clone();
        let claims = challenge.as_ref().map(|asked| Arc::clone(&asked.claims));
        // A token that was requested without the claims would be refused again.
        if self.fetches.load(Ordering::Acquire) != seen
            && let Some(fetch) = last.as_ref()
            && (claims.is_none() || claims == fetch.claims)
        {
            return fetch.result.clone();
        }
        let request = TokenRequest {
            claims: claims.clone(),
            sign_ins: self.sign_ins.clone(),
        };
        let result = match self.credential.token(request).await {
            Ok(new) => self.known().keep(new, challenge),
            Err(error) => Err(error),
        };
        *last = Some(Fetch {
            claims,
            result: result.clone(),
        });
        self.fetches.fetch_add(1, Ordering::Release);
        result
    }

    /// Stops using a token that the service refused, whatever its expiry.
    pub(crate) fn forget(&self, refused: &Token) {
        let known = &mut *self.known();
        known.current.take_if(|current| current.token.is(refused));
    }

    /// Requires the next token to have these claims, which the refused token lacks. The
    /// current token may have them already: another call was refused before.
    pub(crate) fn challenged(&self, refused: &Token, claims: &str) {
        let known = &mut *self.known();
        if known.current.is_none() || known.claims.as_deref() != Some(claims) {
            known.challenge = Some(Challenge {
                claims: claims.into(),
                refused: refused.clone(),
            });
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn fresh(&self) -> Option<Token> {
        let current = self.current.as_ref()?;
        let is_fresh = current
            .expires_at
            .is_none_or(|expires_at| expires_at > SystemTime::now() + REPLACED_BEFORE_EXPIRY);
        is_fresh.then(|| current.token.clone())
    }

    /// Keeps a token that was requested for a challenge, or for none.
    fn keep(
        &mut self,
        new: AccessToken,
        asked: Option<Challenge>,
    ) -> Result<Token, CredentialError> {
        let claims = asked.as_ref().map(|asked| Arc::clone(&asked.claims));
        // Another challenge may have come meanwhile.
        self.challenge
            .take_if(|pending| Some(&pending.claims) == claims.as_ref());
        if let Some(asked) = asked {
            asked.is_met_by(&new.token)?;
        }
        let token = new.token.clone();
        self.current = Some(new);
        self.claims = claims;
        Ok(token)
    }
}

impl Challenge {
    fn is_met_by(&self, token: &Token) -> Result<(), CredentialError> {
        match token.is(&self.refused) {
            false => Ok(()),
            true => Err(CredentialError::new(format!(
                "the service asks for a token with the claims {}, but the credential returned the refused token again: it cannot pass claims on; sign in again with these claims",
                quoted(&self.claims)
            ))),
        }
    }
}
