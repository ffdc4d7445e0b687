//! Where tokens come from, and how long one is used.

mod azure_cli;
mod environment;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

pub use azure_cli::AzureCli;
pub use environment::EnvironmentVariable;

use crate::{Error, Token};

/// How long before its expiry a token is replaced. Graph checks the expiry when
/// a request arrives, by its own clock.
const REPLACED_BEFORE_EXPIRY: Duration = Duration::from_secs(5 * 60);

/// A token, and when it expires.
#[derive(Debug, Clone)]
pub struct AccessToken {
    token: Token,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// A token that is used for as long as the client lives.
    pub fn lasting(token: Token) -> Self {
        Self {
            token,
            expires_at: None,
        }
    }

    /// A token that is replaced some minutes before it expires.
    pub fn expiring(token: Token, expires_at: SystemTime) -> Self {
        Self {
            token,
            expires_at: Some(expires_at),
        }
    }

    fn is_fresh(&self) -> bool {
        self.expires_at
            .is_none_or(|expires_at| expires_at > SystemTime::now() + REPLACED_BEFORE_EXPIRY)
    }
}

/// What [`Credential::token`] resolves to.
pub type GettingToken<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send + 'a>>;

/// Gives tokens for Microsoft Graph. A [`Token`] is one that never changes.
///
/// A client asks for a token when it has none that is fresh, for one call at a
/// time however many wait for it, and before anything of the call is sent.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use intune_recover_passcode::{AccessToken, Credential, GettingToken, Token};
///
/// struct FromTheVault;
///
/// impl Credential for FromTheVault {
///     fn token(&self) -> GettingToken<'_> {
///         Box::pin(async {
///             let token = Token::new("what-the-vault-says")?;
///             Ok(AccessToken::expiring(token, SystemTime::now() + Duration::from_secs(3600)))
///         })
///     }
/// }
/// ```
pub trait Credential: Send + Sync {
    /// Gets a new token.
    fn token(&self) -> GettingToken<'_>;
}

impl Credential for Token {
    fn token(&self) -> GettingToken<'_> {
        Box::pin(async { Ok(AccessToken::lasting(self.clone())) })
    }
}

/// Why there is no token. Its text never repeats one.
#[derive(Debug)]
pub struct CredentialError {
    message: String,
}

impl CredentialError {
    /// What is missing, and what to do about it, in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialError {}

/// So that `?` serves for [`Token::new`].
impl From<Error> for CredentialError {
    fn from(error: Error) -> Self {
        Self::new(error.to_string())
    }
}

/// A credential, and the token it gave last.
pub(crate) struct Tokens {
    credential: Box<dyn Credential>,
    last: Mutex<Option<AccessToken>>,
}

impl Tokens {
    pub(crate) fn of(credential: Box<dyn Credential>) -> Self {
        Self {
            credential,
            last: Mutex::new(None),
        }
    }

    /// A fresh token. Whoever comes while one is fetched waits for that one.
    pub(crate) async fn get(&self) -> Result<Token, CredentialError> {
        let mut last = self.last.lock().await;
        if let Some(known) = last.as_ref().filter(|known| known.is_fresh()) {
            return Ok(known.token.clone());
        }
        let new = self.credential.token().await?;
        let token = new.token.clone();
        *last = Some(new);
        Ok(token)
    }
}
