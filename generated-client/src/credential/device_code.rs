//! A token for a person who signs in elsewhere with a code: the device
//! authorization grant (RFC 8628) of Microsoft Entra.

mod oauth;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    ClientId, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, RefreshToken, RequestTokenError,
    Scope, StandardDeviceAuthorizationResponse, TokenResponse, TokenUrl,
};

use self::oauth::{Http, explained};
use super::source::{AccessToken, Credential, GettingToken, default_scope};
use crate::sleeper::Sleeper;
use crate::{Cloud, CredentialError, Error, Token, transport};

type OAuth = BasicClient<EndpointNotSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Asks a person to sign in with a code, in any browser (feature `device-code`).
///
/// The first call waits for that, up to a quarter of an hour. Later tokens come
/// from the refresh token, which stays in memory, until that is refused.
///
/// It takes an app registration of your own, with *Allow public client flows*
/// and the delegated permission that the action needs, and an administrator's
/// consent to it. The person needs an Intune role that may run the action.
///
/// ```
/// # fn main() -> Result<(), intune_recover_passcode::Error> {
/// use intune_recover_passcode::{Client, Cloud, DeviceCode};
///
/// let credential = DeviceCode::new(
///     Cloud::Global,
///     "contoso.onmicrosoft.com",
///     "00001111-aaaa-2222-bbbb-3333cccc4444",
///     |sign_in| eprintln!("{sign_in}"),
/// )?;
/// let client = Client::builder().credential(credential).build()?;
/// # Ok(())
/// # }
/// ```
pub struct DeviceCode {
    oauth: OAuth,
    authority: String,
    tenant: String,
    scopes: [Scope; 2],
    ask: Box<dyn Fn(&SignIn) + Send + Sync>,
    http: Http,
    sleeper: Sleeper,
    refresh: Mutex<Option<RefreshToken>>,
}

/// What a person has to do. `Display` says it in a sentence.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignIn {
    /// The page to open, in any browser on any machine.
    pub url: String,
    /// The code to enter there.
    pub code: String,
    /// For how long the code is good.
    pub expires_in: Duration,
}

impl fmt::Display for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, code, .. } = self;
        let minutes = self.expires_in.as_secs().div_ceil(60);
        write!(
            f,
            "To sign in, open {url} and enter the code {code} within {minutes} minutes."
        )
    }
}

impl DeviceCode {
    /// Signs in to a cloud as a member of `tenant` (its id or one of its domains,
    /// or `organizations` for any), through the app registration `client_id`.
    /// `ask` passes on to the person what to do.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the tenant is no id and no domain.
    pub fn new(
        cloud: Cloud,
        tenant: impl Into<String>,
        client_id: impl Into<String>,
        ask: impl Fn(&SignIn) + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let tenant = tenant.into();
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        if !tenant.bytes().all(is_name) || tenant.trim_matches('.').is_empty() {
            return Err(Error::InvalidArgument {
                message: format!(
                    "the tenant `{tenant}` is neither an id nor a domain: both consist of letters, digits, `-` and `.`"
                ),
            });
        }
        let authority = authority(cloud).to_owned();
        let scopes = [default_scope(cloud), "offline_access".to_owned()];
        Ok(Self {
            oauth: BasicClient::new(ClientId::new(client_id.into()))
                .set_device_authorization_url(device_url(&authority, &tenant)?)
                .set_token_uri(token_url(&authority, &tenant)?),
            http: Http(transport::http(None, &authority)?),
            authority,
            tenant,
            scopes: scopes.map(Scope::new),
            ask: Box::new(ask),
            sleeper: Sleeper::default(),
            refresh: Mutex::default(),
        })
    }

    /// Another sign-in service than the cloud's, on loopback: for tests.
    ///
    /// # Errors
    /// [`Error::Configuration`] if it is neither the cloud's nor on loopback.
    pub fn authority(mut self, url: &str) -> Result<Self, Error> {
        self.authority = transport::permitted("authority", url, &self.authority)?;
        self.oauth = self
            .oauth
            .set_device_authorization_url(device_url(&self.authority, &self.tenant)?)
            .set_token_uri(token_url(&self.authority, &self.tenant)?);
        self.http(reqwest::Client::builder())
    }

    /// HTTP settings of your own, as for
    /// [`ClientBuilder::http`](crate::ClientBuilder::http).
    ///
    /// # Errors
    /// [`Error::Configuration`] if reqwest refuses them.
    pub fn http(mut self, settings: reqwest::ClientBuilder) -> Result<Self, Error> {
        self.http = Http(transport::http(Some(settings), &self.authority)?);
        Ok(self)
    }

    /// Another way to wait between two questions whether the person has signed
    /// in, so that a test need not wait.
    #[must_use]
    pub fn sleep_with<F, S>(mut self, sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.sleeper = Sleeper::new(sleep);
        self
    }

    /// By the refresh token, if there is one that is still good.
    async fn renewed(&self) -> Result<Option<AccessToken>, CredentialError> {
        let Some(refresh) = self.refresh_token().clone() else {
            return Ok(None);
        };
        let answer = self
            .oauth
            .exchange_refresh_token(&refresh)
            .add_scopes(self.scopes.iter().cloned())
            .request_async(&self.http)
            .await;
        match answer {
            Ok(answer) => self.keep(&answer).map(Some),
            // Expired or revoked: the person has to sign in again.
            Err(RequestTokenError::ServerResponse(_)) => {
                self.refresh_token().take();
                Ok(None)
            }
            Err(failure) => Err(explained(failure)),
        }
    }

    async fn signed_in(&self) -> Result<AccessToken, CredentialError> {
        let codes: StandardDeviceAuthorizationResponse = self
            .oauth
            .exchange_device_code()
            .add_scopes(self.scopes.iter().cloned())
            .request_async(&self.http)
            .await
            .map_err(explained)?;
        (self.ask)(&SignIn {
            url: codes.verification_uri().to_string(),
            code: codes.user_code().secret().clone(),
            expires_in: codes.expires_in(),
        });
        let answer = self
            .oauth
            .exchange_device_access_token(&codes)
            .request_async(&self.http, |wait| self.sleeper.sleep(wait), None)
            .await
            .map_err(explained)?;
        self.keep(&answer)
    }

    /// Keeps the new refresh token, and gives the access token.
    fn keep(&self, answer: &BasicTokenResponse) -> Result<AccessToken, CredentialError> {
        if let Some(refresh) = answer.refresh_token() {
            *self.refresh_token() = Some(refresh.clone());
        }
        let token = Token::new(answer.access_token().secret())?;
        Ok(match answer.expires_in() {
            Some(lifetime) => AccessToken::expiring(token, SystemTime::now() + lifetime),
            None => AccessToken::lasting(token),
        })
    }

    fn refresh_token(&self) -> MutexGuard<'_, Option<RefreshToken>> {
        self.refresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credential for DeviceCode {
    fn token(&self) -> GettingToken<'_> {
        Box::pin(async {
            match self.renewed().await? {
                Some(token) => Ok(token),
                None => self.signed_in().await,
            }
        })
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode")
            .field("authority", &self.authority)
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

/// Where a cloud signs people in. A cloud that the document gains needs a line
/// here.
fn authority(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Global => "https://login.microsoftonline.com",
        Cloud::UsGovernmentL4 | Cloud::UsGovernmentL5 => "https://login.microsoftonline.us",
        Cloud::China => "https://login.chinacloudapi.cn",
    }
}

fn device_url(authority: &str, tenant: &str) -> Result<DeviceAuthorizationUrl, Error> {
    DeviceAuthorizationUrl::new(format!("{authority}/{tenant}/oauth2/v2.0/devicecode"))
        .map_err(|error| Error::configuration(error.to_string()))
}

fn token_url(authority: &str, tenant: &str) -> Result<TokenUrl, Error> {
    TokenUrl::new(format!("{authority}/{tenant}/oauth2/v2.0/token"))
        .map_err(|error| Error::configuration(error.to_string()))
}
