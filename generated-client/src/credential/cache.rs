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
    current: Mutex<Option<AccessToken>>,
    challenge: Mutex<Option<Challenge>>,
    sign_ins: SignIns,
    /// How many fetches have ended.
    fetches: AtomicUsize,
    /// The result of the last fetch. The call that fetches a token keeps this locked.
    last: tokio::sync::Mutex<Option<Result<Token, CredentialError>>>,
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
            current: Mutex::default(),
            challenge: Mutex::default(),
            sign_ins: SignIns::default(),
            fetches: AtomicUsize::new(0),
            last: tokio::sync::Mutex::default(),
        }
    }

    /// A fresh token. Calls that ask while a token is fetched get the result of that fetch,
    /// even if it is a failure. A fetch ends at the deadline of its call.
    pub(crate) async fn get(&self, deadline: &mut Deadline) -> Result<Token, CredentialError> {
        let seen = self.fetches.load(Ordering::Acquire);
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let fetched = deadline.bound(&self.sign_ins, self.fetched(seen)).await;
        fetched.unwrap_or_else(|| Err(CredentialError::late(deadline.passed())))
    }

    async fn fetched(&self, seen: usize) -> Result<Token, CredentialError> {
        let mut last = self.last.lock().await;
        if self.fetches.load(Ordering::Acquire) != seen
            && let Some(result) = last.as_ref()
        {
            return result.clone();
        }
        let challenge = locked(&self.challenge).clone();
        let request = TokenRequest {
            claims: challenge.as_ref().map(|asked| Arc::clone(&asked.claims)),
            sign_ins: self.sign_ins.clone(),
        };
        let given = self.credential.token(request).await;
        let result = given.and_then(|new| {
            if let Some(asked) = challenge {
                *locked(&self.challenge) = None;
                asked.is_met_by(&new.token)?;
            }
            let token = new.token.clone();
            *locked(&self.current) = Some(new);
            Ok(token)
        });
        *last = Some(result.clone());
        self.fetches.fetch_add(1, Ordering::Release);
        result
    }

    /// Stops using a token that the service refused, whatever its expiry.
    pub(crate) fn forget(&self, refused: &Token) {
        locked(&self.current).take_if(|known| known.token.is(refused));
    }

    /// Requires the next token to have these claims, which the refused token lacks.
    pub(crate) fn challenged(&self, refused: &Token, claims: &str) {
        *locked(&self.challenge) = Some(Challenge {
            claims: claims.into(),
            refused: refused.clone(),
        });
    }

    fn fresh(&self) -> Option<Token> {
        let current = locked(&self.current);
        let known = current.as_ref()?;
        let is_fresh = known
            .expires_at
            .is_none_or(|expires_at| expires_at > SystemTime::now() + REPLACED_BEFORE_EXPIRY);
        is_fresh.then(|| known.token.clone())
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

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
