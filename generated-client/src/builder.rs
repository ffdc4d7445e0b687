//! The builder of a [`Client`], and the only way to create one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::credential::Tokens;
use crate::deadline::ATTEMPT_LIMIT;
use crate::per_call::PerCall;
use crate::shared::Shared;
use crate::sleeper::Sleeper;
use crate::transport::Limits;
use crate::{Client, Cloud, Credential, Error, OPERATIONS, Operation, Retries, Token, transport};

/// Builds a [`Client`]; see [`Client::builder`].
#[derive(Default)]
#[must_use]
pub struct ClientBuilder {
    credential: Option<Box<dyn Credential>>,
    retries: Retries,
    deadline: Option<Duration>,
    attempt_limit: Option<Duration>,
    limits: Limits,
    sleeper: Sleeper,
    cloud: Cloud,
    service_root: Option<String>,
    http: Option<reqwest::ClientBuilder>,
}

impl Client {
    /// Starts to build a client. Only a [`Credential`](crate::Credential) is required,
    /// such as a [`Token`](crate::Token).
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl ClientBuilder {
    /// Sets one access token for all calls. Short for [`credential`](Self::credential).
    pub fn token(self, token: Token) -> Self {
        self.credential(token)
    }

    /// Sets where tokens come from. Required if an operation needs a token. The client
    /// sends a token only with the operations that take one.
    pub fn credential(mut self, credential: impl Credential + 'static) -> Self {
        self.credential = Some(Box::new(credential));
        self
    }

    /// Sets how often, and for how long, the client sends a request again.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how long a call may take in total: getting a token, all attempts, the waits
    /// between them, and reading the bodies of responses. The default is 5 minutes.
    ///
    /// The deadline does not run while a person signs in, or while you read the body of a
    /// response as a stream ([`Body`](crate::Body)). The client does not begin a wait that
    /// would end after the deadline. [`Client::with_deadline`] sets the deadline for single
    /// calls.
    ///
    /// If it passes while the client gets a token, the error is [`Error::Credential`]; while
    /// an attempt runs, it is [`Error::Transport`], and the outcome is
    /// [`Outcome::Unknown`](crate::Outcome::Unknown). [`Error::is_timeout`] is true for both.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how long an attempt may take, from its request to the end of the response. If
    /// the body is returned as a stream, this is the limit for each chunk. The default is
    /// 100 seconds. If the HTTP settings have a shorter timeout, that timeout applies.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_limit = Some(limit);
        self
    }

    /// Sets how long connecting may take. The default is 10 seconds; it is at most half of
    /// [`attempt_timeout`](Self::attempt_timeout). If it passes, nothing was sent, and the
    /// client tries again. It replaces the `connect_timeout` of the HTTP settings.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.limits.connect = limit;
        self
    }

    /// Sets how long a connection may be idle before the client stops using it. The default
    /// is 4 seconds, because common servers close an idle connection after 5. If the client
    /// sends a request while the server closes the connection, nobody knows whether the
    /// request arrives. A program that blocks its runtime between calls does not notice
    /// that the server closes the connection.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.limits.idle = limit;
        self
    }

    /// Replaces the runtime's timer for the waits between attempts, so that a test does not
    /// have to wait.
    pub fn sleep_with<F, S>(mut self, sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.sleeper = Sleeper::new(sleep);
        self
    }

    /// Sets the cloud to call. The default is [`Cloud::default`]. Give the credential the
    /// same cloud: nobody compares them.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Replaces the service root of the cloud, for example by an embedded server
    /// (`http://127.0.0.1:8080/v1`) or by another version of the service.
    ///
    /// A token goes only to the cloud's own host over https, or to loopback.
    /// [`build`](Self::build) refuses everything else. If the document names no host, a
    /// token may go to any host over https.
    pub fn service_root(mut self, url: impl Into<String>) -> Self {
        self.service_root = Some(url.into());
        self
    }

    /// Sets your own HTTP settings: proxies, certificates, timeouts (feature
    /// `reqwest-0_13`). Without them, the proxy is the one in `HTTPS_PROXY` (except for the
    /// hosts in `NO_PROXY`), and the certificates are those of the system.
    ///
    /// They are for the calls only, not for getting a token: a credential that sends
    /// requests has settings of its own.
    ///
    /// ```no_run
    /// use std::time::Duration;
    #[doc = concat!(" use ", env!("CARGO_CRATE_NAME"), "::{Client, reqwest};")]
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = reqwest::Proxy::https("http://proxy.example:8080")?.basic_auth("user", "password");
    /// let settings = reqwest::Client::builder().proxy(proxy);
    /// let builder = Client::builder()
    ///     .http(settings)
    ///     .deadline(Duration::from_secs(60));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// For a private CA, `reqwest::Certificate::from_pem_bundle` reads certificates, and
    /// `tls_certs_merge` adds them to the settings.
    ///
    /// The client always switches off:
    ///
    /// - redirects: they could send the token to another host, and turn a request into a
    ///   `GET`;
    /// - reqwest's own retries: not every request may be sent again;
    /// - decompression: it would add the header `Accept-Encoding`;
    /// - verbose connections: they log the token.
    ///
    /// It sets `User-Agent` itself, and never uses a proxy for loopback.
    /// [`connect_timeout`](Self::connect_timeout) and [`idle_timeout`](Self::idle_timeout)
    /// replace those of the settings.
    #[cfg(feature = "reqwest-0_13")]
    pub fn http(mut self, settings: reqwest::ClientBuilder) -> Self {
        self.http = Some(settings);
        self
    }

    /// Builds the client. This sends nothing.
    ///
    /// # Errors
    /// [`Error::Configuration`] if an operation needs a credential and there is none, if a
    /// token must not go to the service root, or if reqwest refuses the HTTP settings.
    pub fn build(self) -> Result<Client, Error> {
        if self.credential.is_none() && OPERATIONS.iter().any(Operation::needs_token) {
            return Err(Error::configuration(
                "there is no token: give the builder a `token` or a `credential`",
            ));
        }
        let own = self.cloud.service_root();
        let service_root = match &self.service_root {
            Some(url) => url,
            None if transport::is_absolute(own) => own,
            None => {
                return Err(Error::configuration(
                    "the document names no host: give the builder a `service_root`",
                ));
            }
        };
        let service_root = match &self.credential {
            Some(_) => transport::permitted("service root", service_root, self.cloud.template())?,
            None => transport::usable("service root", service_root)?,
        };
        let attempt_limit = self.attempt_limit.unwrap_or(ATTEMPT_LIMIT);
        let limits = Limits {
            connect: self.limits.connect.min(attempt_limit / 2),
            ..self.limits
        };
        Ok(Client {
            shared: Arc::new(Shared {
                http: transport::http(self.http, limits, &service_root)?,
                service_root,
                tokens: self.credential.map(Tokens::of),
                retries: self.retries,
                deadline: self.deadline,
                attempt_limit,
                sleeper: self.sleeper,
            }),
            own: PerCall::default(),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("service_root", &self.service_root)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}
