//! A token for a person who signs in with a code in a browser: the device authorization
//! grant (RFC 8628) of Microsoft Entra.

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
/// The first call waits for the sign-in, usually for up to 15 minutes. It continues to wait
/// if the network or a gateway fails. If the call is dropped, the next call continues with
/// the same code, so nobody is asked twice while the code is valid. Later tokens come from
/// the refresh token, which stays in memory, until the sign-in service refuses it.
///
/// You need your own app registration, with *Allow public client flows*, the delegated
/// permission that the action needs, and an administrator's consent to it. The person needs
/// an Intune role that may run the action.
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
    /// Locked by the call that gets a token.
    state: Mutex<State>,
}

struct State {
    http: Http,
    pending: Option<Pending>,
    refresh_token: Option<String>,
}

impl DeviceCode {
    /// Creates a credential for a cloud. The person signs in as a member of `tenant` (its id
    /// or one of its domains, or `organizations` for any tenant), through the app
    /// registration `client_id`. `ask` tells the person what to do.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the tenant is neither an id nor a domain.
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

    /// Sets another sign-in service than that of the cloud, on loopback, for tests.
    ///
    /// # Errors
    /// [`Error::Configuration`] if the URL is neither that of the cloud's sign-in service nor on
    /// loopback.
    pub fn authority(mut self, url: &str) -> Result<Self, Error> {
        self.authority = transport::permitted("authority", url, &self.authority)?;
        Ok(self)
    }

    /// Sets your own HTTP settings, as in
    /// [`ClientBuilder::http`](crate::ClientBuilder::http) (feature `reqwest-0_13`).
    ///
    /// # Errors
    /// None at present. These settings are for the sign-in only; the calls have their own. If
    /// reqwest refuses the settings, the first call fails, because the
    /// settings are used only when the [`authority`](Self::authority) is known.
    #[cfg(feature = "reqwest-0_13")]
    pub fn http(mut self, settings: reqwest::ClientBuilder) -> Result<Self, Error> {
        self.state.get_mut().http = Http::of(settings);
        Ok(self)
    }

    /// Replaces the runtime's timer for the waits between two requests that ask whether the
    /// person has signed in, so that a test does not have to wait.
    #[must_use]
    pub fn sleep_with<F, S>(mut self, sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.sleeper = Sleeper::new(sleep);
        self
    }

    /// Gets a token with the refresh token, if there is one and it is still valid.
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

    /// Asks the person to sign in, unless there is a code that is still valid.
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

    /// Waits until the person has signed in.
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

/// Keeps the new refresh token, and returns the access token.
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

/// The additional claims that the token must have.
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
            // The sign-in has ended. If the call is dropped, this line does not run, and the next
            // call continues with the same code.
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
