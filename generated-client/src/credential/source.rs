//! What gives tokens.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use crate::{CredentialError, Error, Token};

/// A token, and when it expires.
#[derive(Debug, Clone)]
pub struct AccessToken {
    pub(super) token: Token,
    pub(super) expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// A token that is used until the service refuses it.
    pub fn lasting(token: Token) -> Self {
        Self {
            token,
            expires_at: None,
        }
    }

    /// A token that is replaced five minutes before it expires.
    pub fn expiring(token: Token, expires_at: SystemTime) -> Self {
        Self {
            token,
            expires_at: Some(expires_at),
        }
    }
}

/// What [`Credential::token`] resolves to.
pub type GettingToken<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send + 'a>>;

/// Gives tokens for the service. A [`Token`] is one that never changes.
///
/// A client asks for a token when it has none that is fresh, for one call at a
/// time however many wait for it, and before anything of the call is sent. A
/// token that the service refuses (`401`) is not used again, unless it comes again.
///
/// ```
/// use std::time::{Duration, SystemTime};
#[doc = concat!(" use ", env!("CARGO_CRATE_NAME"), "::{AccessToken, Credential, GettingToken, Token};")]
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

/// One sign-in for several clients.
impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token(&self) -> GettingToken<'_> {
        (**self).token()
    }
}

/// So that `?` serves for [`Token::new`].
impl From<Error> for CredentialError {
    fn from(error: Error) -> Self {
        Self::new(error.to_string())
    }
}
