//! The only door to a [`Client`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::credential::Tokens;
use crate::deadline::ATTEMPT_LIMIT;
use crate::per_call::PerCall;
use crate::shared::Shared;
use crate::sleeper::Sleeper;
use crate::{Client, Cloud, Credential, Error, OPERATIONS, Operation, Retries, Token, transport};

/// Builds a [`Client`]; see [`Client::builder`].
#[derive(Default)]
#[must_use]
pub struct ClientBuilder {
    credential: Option<Box<dyn Credential>>,
    retries: Retries,
    deadline: Option<Duration>,
    attempt_limit: Option<Duration>,
    idle_limit: Option<Duration>,
    sleeper: Sleeper,
    cloud: Cloud,
    service_root: Option<String>,
    http: Option<reqwest::ClientBuilder>,
}

impl Client {
    /// Starts a client: a [`Credential`](crate::Credential), such as a
    /// [`Token`](crate::Token), is all it must be given.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl ClientBuilder {
    /// An access token for every call; short for [`credential`](Self::credential).
    pub fn token(self, token: Token) -> Self {
        self.credential(token)
    }

    /// Where tokens come from. Required if an operation cannot do without; sent with
    /// those operations only that take a token.
    pub fn credential(mut self, credential: impl Credential + 'static) -> Self {
        self.credential = Some(Box::new(credential));
        self
    }

    /// How often, and for how long, a call is tried again.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// How long a call may take: getting a token, all attempts, the waits between them, and
    /// the bodies of answers. By default 5 minutes.
    ///
    /// It does not run while a person signs in, nor while the body of an answer is handed
    /// over as a stream ([`Body`](crate::Body)). A wait that would end after it is not
    /// begun. [`Client::with_deadline`] sets it for single calls.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long an attempt may take, from its request to the end of the answer; of a body
    /// that is handed over as a stream, how long a chunk may take. By default 100 seconds.
    /// A shorter timeout of the HTTP settings holds.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_limit = Some(limit);
        self
    }

    /// How long a connection may be idle and still be used. By default 4 seconds, since
    /// widespread servers close theirs after 5: a request on a connection that the server
    /// is closing may or may not arrive, and a program that blocks its runtime between
    /// calls does not see it being closed.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_limit = Some(limit);
        self
    }

    /// Another way to wait between attempts than the runtime's timer, so that a
    /// test need not wait.
    pub fn sleep_with<F, S>(mut self, sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.sleeper = Sleeper::new(sleep);
        self
    }

    /// The cloud to call; [`Cloud::default`] if left out.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Another service root than the cloud's, such as an embedded server
    /// (`http://127.0.0.1:8080/v1`) or another version of the service.
    ///
    /// A token goes nowhere but to the cloud's own host over https, or to
    /// loopback; [`build`](Self::build) refuses anything else. Where the document
    /// names no host, it goes to any over https.
    pub fn service_root(mut self, url: impl Into<String>) -> Self {
        self.service_root = Some(url.into());
        self
    }

    /// HTTP settings of your own: proxies, certificates, timeouts (feature
    /// `reqwest-0_13`).
    ///
    /// Without them, connecting may take 10 seconds. Switched off either way are
    /// redirects, which could carry the token elsewhere and turn any request into a
    /// `GET`; reqwest's own retries, since not every request may be repeated;
    /// decompression, whose `Accept-Encoding` nobody asked for; and verbose connections,
    /// which log the token. Loopback is never reached through a proxy. How long idle
    /// connections are kept is what [`idle_timeout`](Self::idle_timeout) says.
    #[cfg(feature = "reqwest-0_13")]
    pub fn http(mut self, settings: reqwest::ClientBuilder) -> Self {
        self.http = Some(settings);
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Configuration`] if a credential is needed and there is none, if the
    /// service root is not a place a token may go, or if reqwest refuses the HTTP
    /// settings.
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
        let idle_limit = self.idle_limit.unwrap_or(transport::IDLE_LIMIT);
        Ok(Client {
            shared: Arc::new(Shared {
                http: transport::http(self.http, idle_limit, &service_root)?,
                service_root,
                tokens: self.credential.map(Tokens::of),
                retries: self.retries,
                deadline: self.deadline,
                attempt_limit: self.attempt_limit.unwrap_or(ATTEMPT_LIMIT),
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
