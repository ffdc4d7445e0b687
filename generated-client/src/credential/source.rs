//! The trait for everything that provides tokens.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use crate::deadline::{SignIns, SigningIn};
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

    /// The token. You can pass it on, but not print it.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// When the token expires. `None` if it is used until the service refuses it.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

/// What a client asks a [`Credential`] for.
#[derive(Debug, Clone, Default)]
pub struct TokenRequest {
    pub(super) claims: Option<Arc<str>>,
    pub(super) sign_ins: SignIns,
}

impl TokenRequest {
    /// Claims that the service requires in addition (a claims challenge), as JSON. This is
    /// the parameter `claims` of a request for a token (OpenID Connect Core 1.0, section
    /// 5.5). Most requests have no claims.
    ///
    /// A credential that cannot pass claims on ignores them. If it then returns the token
    /// that the service refused, the call fails and the error says so.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Says that a person is signing in, until the returned value is dropped. Until then,
    /// the deadlines of the calls that wait for the token do not run. The credential must
    /// limit the time of the sign-in itself.
    pub fn person_signs_in(&self) -> SigningIn {
        self.sign_ins.begin()
    }
}

/// The future that [`Credential::token`] returns.
pub type GettingToken<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send + 'a>>;

/// Provides tokens for the service. A [`Token`] is a credential that never changes.
///
/// A client asks for a token when it has no fresh one, before it sends the request of a
/// call. It asks once at a time, however many calls wait for the token. The time also counts
/// against the deadline of the call. The client does not use a token again that the service
/// refused (`401`), unless the credential returns it again.
///
/// ```
/// use std::time::{Duration, SystemTime};
#[doc = concat!(" use ", env!("CARGO_CRATE_NAME"), "::{")]
///     AccessToken, Credential, GettingToken, Token, TokenRequest,
/// };
///
/// struct FromTheVault;
///
/// impl Credential for FromTheVault {
///     fn token(&self, _: TokenRequest) -> GettingToken<'_> {
///         Box::pin(async {
///             let token = Token::new("what-the-vault-says")?;
///             Ok(AccessToken::expiring(token, SystemTime::now() + Duration::from_secs(3600)))
///         })
///     }
/// }
/// ```
pub trait Credential: Send + Sync {
    /// Returns a new token.
    fn token(&self, request: TokenRequest) -> GettingToken<'_>;
}

impl Credential for Token {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async { Ok(AccessToken::lasting(self.clone())) })
    }
}

/// One sign-in for several clients.
impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token(&self, request: TokenRequest) -> GettingToken<'_> {
        (**self).token(request)
    }
}

/// With this, `?` works for [`Token::new`].
impl From<Error> for CredentialError {
    fn from(error: Error) -> Self {
        Self::new(error.to_string())
    }
}
