//! A token for a person who signs in elsewhere with a code: the device
//! authorization grant (RFC 8628) of Microsoft Entra.

mod oauth;
mod pending;
mod refusal;
mod settings;
mod sign_in;

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use reqwest::Client;
use tokio::sync::Mutex;

use self::oauth::{Failure, Grant, grant, post};
use self::pending::Pending;
use self::settings::Http;
pub use self::sign_in::SignIn;
use super::cloud::{authority, default_scope};
use super::lifetime::expiry_after;
use super::tenant::tenant;
use crate::sleeper::Sleeper;
use crate::{
    AccessToken, Cloud, Credential, CredentialError, Error, GettingToken, Token, TokenRequest,
    transport,
};

const DEVICE_CODE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Asks a person to sign in with a code, in any browser (feature `device-code`).
///
/// The first call waits for that, up to a quarter of an hour. It goes on waiting
/// while the network or a gateway fails, and if it is dropped, the next call goes on
/// with the same code: nobody is asked twice while the code is good. Later tokens come
/// from the refresh token, which stays in memory, until that is refused.
///
/// It takes an app registration of your own, with *Allow public client flows*
/// and the delegated permission that the action needs, and an administrator's
/// consent to it. The person needs an Intune role that may run the action.
///
/// ```
#[doc = concat!(" use ", env!("CARGO_CRATE_NAME"), "::{Client, Cloud, DeviceCode, Error};")]
///
/// # fn main() -> Result<(), Error> {
///
/// let credential = DeviceCode::new(
///     Cloud::default(),
///     "contoso.onmicrosoft.com",
///     "00001111-aaaa-2222-bbbb-3333cccc4444",
///     |sign_in| eprintln!("{sign_in}"),
/// )?;
/// let client = Client::builder().credential(credential).build()?;
/// # Ok(())
/// # }
/// ```
pub struct DeviceCode {
    authority: String,
    tenant: String,
    client_id: String,
    scope: String,
    ask: Box<dyn Fn(&SignIn) + Send + Sync>,
    sleeper: Sleeper,
    /// Held by whoever gets a token.
    state: Mutex<State>,
}

struct State {
    http: Http,
    pending: Option<Pending>,
    refresh_token: Option<String>,
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
        Ok(Self {
            authority: authority(cloud).to_owned(),
            tenant: self::tenant(tenant.into())?,
            client_id: client_id.into(),
            scope: format!("{} offline_access", default_scope(cloud)),
            ask: Box::new(ask),
            sleeper: Sleeper::default(),
            state: Mutex::new(State {
                http: Http::default(),
                pending: None,
                refresh_token: None,
            }),
        })
    }

    /// Another sign-in service than the cloud's, on loopback: for tests.
    ///
    /// # Errors
    /// [`Error::Configuration`] if it is neither the cloud's nor on loopback.
    pub fn authority(mut self, url: &str) -> Result<Self, Error> {
        self.authority = transport::permitted("authority", url, &self.authority)?;
        Ok(self)
    }

    /// HTTP settings of your own, as for
    /// [`ClientBuilder::http`](crate::ClientBuilder::http) (feature `reqwest-0_13`).
    ///
    /// # Errors
    /// None at present. Settings that reqwest refuses fail the first call instead: they
    /// are used when the [`authority`](Self::authority) is known.
    #[cfg(feature = "reqwest-0_13")]
    pub fn http(mut self, settings: reqwest::ClientBuilder) -> Result<Self, Error> {
        self.state.get_mut().http = Http::of(settings);
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
    async fn renewed(
        &self,
        http: &Client,
        refresh_token: &mut Option<String>,
        request: &TokenRequest,
    ) -> Result<Option<AccessToken>, CredentialError> {
        let Some(known) = refresh_token.as_deref() else {
            return Ok(None);
        };
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", known),
            ("scope", &self.scope),
            ("client_id", &self.client_id),
        ];
        form.extend(claims(request));
        match grant(http, &self.url("token"), &form).await {
            Ok(grant) => keep(grant, refresh_token).map(Some),
            Err(failure) if failure.may_pass() => Err(failure.into_error()),
            // Expired or revoked: the person has to sign in again.
            Err(_) => {
                *refresh_token = None;
                Ok(None)
            }
        }
    }

    /// Asks the person, unless a code that is still good waits for them.
    async fn asked<'a>(
        &self,
        http: &Client,
        pending: &'a mut Option<Pending>,
        request: &TokenRequest,
    ) -> Result<&'a mut Pending, CredentialError> {
        pending.take_if(|pending| pending.has_expired());
        if let Some(pending) = pending {
            return Ok(pending);
        }
        let mut form = vec![("scope", &*self.scope), ("client_id", &self.client_id)];
        form.extend(claims(request));
        let (new, sign_in) = post(http, &self.url("devicecode"), &form)
            .await
            .and_then(|answer| Pending::read(&answer).ok_or(Failure::Foreign(StatusCode::OK)))
            .map_err(Failure::into_error)?;
        let pending = pending.insert(new);
        (self.ask)(&sign_in);
        Ok(pending)
    }

    /// Waits for the person.
    async fn signed_in(
        &self,
        http: &Client,
        pending: &mut Pending,
        request: &TokenRequest,
    ) -> Result<Grant, CredentialError> {
        let _paused = request.person_signs_in();
        while !pending.has_expired() {
            let wait = pending.wait();
            if !wait.is_zero() {
                self.sleeper.sleep(wait).await;
                pending.has_waited(wait);
            }
            let mut form = vec![
                ("grant_type", DEVICE_CODE_GRANT),
                ("device_code", &pending.device_code),
                ("client_id", &self.client_id),
            ];
            form.extend(claims(request));
            match grant(http, &self.url("token"), &form).await {
                Ok(grant) => return Ok(grant),
                Err(Failure::Refused(_, refusal)) if refusal.error == "authorization_pending" => {
                    pending.goes_on();
                }
                Err(Failure::Refused(_, refusal)) if refusal.error == "slow_down" => {
                    pending.goes_on_slower();
                }
                Err(failure) if failure.may_pass() => {
                    tracing::info!(%failure, "the sign-in goes on");
                    pending.is_in_trouble(failure);
                }
                Err(failure) => return Err(failure.into_error()),
            }
        }
        Err(pending.expiry())
    }

    fn url(&self, endpoint: &str) -> String {
        let Self {
            authority, tenant, ..
        } = self;
        format!("{authority}/{tenant}/oauth2/v2.0/{endpoint}")
    }
}

/// Keeps the new refresh token, and gives the access token.
fn keep(grant: Grant, refresh_token: &mut Option<String>) -> Result<AccessToken, CredentialError> {
    if let Some(new) = grant.refresh_token {
        *refresh_token = Some(new);
    }
    let token = Token::new(grant.access_token)?;
    Ok(match grant.lifetime {
        Some(lifetime) => AccessToken::expiring(token, expiry_after(lifetime)),
        None => AccessToken::lasting(token),
    })
}

/// What the token is to have beyond what tokens have.
fn claims(request: &TokenRequest) -> Option<(&'static str, &str)> {
    request.claims().map(|claims| ("claims", claims))
}

impl Credential for DeviceCode {
    fn token(&self, request: TokenRequest) -> GettingToken<'_> {
        Box::pin(async move {
            let mut state = match self.state.try_lock() {
                Ok(state) => state,
                // A person may be signing in for another client.
                Err(_) => {
                    let _paused = request.person_signs_in();
                    self.state.lock().await
                }
            };
            let State {
                http,
                pending,
                refresh_token,
            } = &mut *state;
            let http = http.client(&self.authority)?;
            if let Some(token) = self.renewed(&http, refresh_token, &request).await? {
                return Ok(token);
            }
            let waiting = self.asked(&http, pending, &request).await?;
            let signed_in = self.signed_in(&http, waiting, &request).await;
            // The sign-in is over. A call that is dropped does not get here.
            *pending = None;
            keep(signed_in?, refresh_token)
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
