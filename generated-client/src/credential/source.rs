//! What gives tokens.

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

    /// The token; it can be passed on, and not printed.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// When it expires; none if it is used until the service refuses it.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

/// What a client asks of a [`Credential`].
#[derive(Debug, Clone, Default)]
pub struct TokenRequest {
    pub(super) claims: Option<Arc<str>>,
    pub(super) sign_ins: SignIns,
}

impl TokenRequest {
    /// What the service asks to be in the token beyond what it has (a claims challenge),
    /// as JSON: the parameter `claims` of a request for a token (OpenID Connect Core 1.0,
    /// section 5.5). Most requests have none.
    ///
    /// A credential that cannot pass it on ignores it. If it then gives the token that the
    /// service refused, the call fails and says so.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Says that a person is signing in, until what this returns is dropped: the deadlines
    /// of the calls that wait for the token do not run meanwhile. The credential then
    /// bounds the sign-in itself.
    pub fn person_signs_in(&self) -> SigningIn {
        self.sign_ins.begin()
    }
}

/// What [`Credential::token`] resolves to.
pub type GettingToken<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send + 'a>>;

/// Gives tokens for the service. A [`Token`] is one that never changes.
///
/// A client asks for a token when it has none that is fresh, for one call at a time
/// however many wait for it, and before anything of the call is sent. The deadline of the
/// call bounds that too. A token that the service refuses (`401`) is not used again,
/// unless it comes again.
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
    /// Gets a new token.
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

/// So that `?` serves for [`Token::new`].
impl From<Error> for CredentialError {
    fn from(error: Error) -> Self {
        Self::new(error.to_string())
    }
}
