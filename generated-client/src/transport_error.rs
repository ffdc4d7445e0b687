//! Why no complete response arrived, and what to do about it. The error that contains it,
//! and the outcome of the call, are in [`Error`](crate::Error).

use std::error::Error;
use std::{fmt, io};

use http::{HeaderMap, StatusCode};

use crate::attempts::Attempts;
use crate::{Outcome, service};

/// No complete response arrived.
#[derive(Debug)]
pub struct TransportError {
    kind: Kind,
    source: Box<dyn Error + Send + Sync>,
    client_request_id: String,
    /// If the response began.
    received: Option<Box<(StatusCode, HeaderMap)>>,
    pub(crate) not_retried: Option<String>,
    pub(crate) attempts: Attempts,
}

/// How far the request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// There was no connection.
    Connect,
    /// There was a connection, but the TLS handshake failed. Usually the certificate is not
    /// trusted.
    Tls,
    /// A proxy refused to connect.
    Proxy,
    /// The request cannot be built.
    Request,
    /// There was no time left to send it.
    Late,
    /// The response took too long.
    Timeout,
    /// The connection failed after the request had begun.
    Lost,
}

impl TransportError {
    pub(crate) fn of_http(source: reqwest::Error, client_request_id: String) -> Self {
        let kind = Kind::of(&source);
        // The arguments in the URL can identify people and devices.
        Self::new(kind, source.without_url(), client_request_id)
    }

    /// The request took longer than a limit of this crate.
    pub(crate) fn late(
        limit: impl Error + Send + Sync + 'static,
        client_request_id: String,
    ) -> Self {
        Self::new(Kind::Timeout, limit, client_request_id)
    }

    /// There is no time left to send the request.
    pub(crate) fn unsent(
        limit: impl Error + Send + Sync + 'static,
        client_request_id: String,
    ) -> Self {
        Self::new(Kind::Late, limit, client_request_id)
    }

    fn new(
        kind: Kind,
        source: impl Error + Send + Sync + 'static,
        client_request_id: String,
    ) -> Self {
        Self {
            kind,
            source: Box::new(source),
            client_request_id,
            received: None,
            not_retried: None,
            attempts: Attempts::default(),
        }
    }

    /// Whether there was no connection: nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.kind, Kind::Connect | Kind::Tls | Kind::Proxy)
    }

    /// Whether the response took too long: longer than the limit for an attempt or for the
    /// call, or longer than your HTTP settings allow.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::Late | Kind::Timeout)
    }

    /// The id that the client gave the request: a GUID, or the id that you set with
    /// [`Client::with_client_request_id`](crate::Client::with_client_request_id). It
    /// is in the log too.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// The status of the response, if only its body did not arrive.
    pub fn status(&self) -> Option<StatusCode> {
        self.received.as_ref().map(|received| received.0)
    }

    /// The headers of the response, if only its body did not arrive.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.received.as_ref().map(|received| &received.1)
    }

    /// The same error after the beginning of a response.
    pub(crate) fn after(self, status: StatusCode, headers: HeaderMap) -> Self {
        Self {
            received: Some(Box::new((status, headers))),
            ..self
        }
    }

    /// Why the client did not send the request again although that was allowed: the next
    /// wait is longer than what is left of [`Retries::max_wait`](crate::Retries::max_wait)
    /// or of the deadline.
    pub fn why_not_retried(&self) -> Option<&str> {
        self.not_retried.as_deref()
    }

    /// Whether another attempt can succeed. A certificate that is not trusted, or a proxy
    /// that refuses, fails again until somebody changes a setting.
    pub(crate) fn may_pass(&self) -> bool {
        self.kind == Kind::Connect
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match self.kind {
            Kind::Connect | Kind::Tls | Kind::Proxy | Kind::Request | Kind::Late => {
                Outcome::NotSent
            }
            Kind::Timeout | Kind::Lost => Outcome::Unknown,
        }
    }
}

/// What happened, if only another setting helps.
#[allow(dead_code, reason = "not every client signs people in")]
pub(crate) fn needed_setting(source: &reqwest::Error) -> Option<&'static str> {
    let kind = Kind::of(source);
    matches!(kind, Kind::Tls | Kind::Proxy).then(|| kind.headline())
}

impl Kind {
    fn of(source: &reqwest::Error) -> Self {
        match source {
            source if source.is_connect() => Self::of_connecting(source),
            source if source.is_builder() => Self::Request,
            source if source.is_timeout() => Self::Timeout,
            _ => Self::Lost,
        }
    }

    /// What happened, in words.
    fn headline(self) -> &'static str {
        match self {
            Self::Connect => "cannot connect",
            Self::Tls => {
                "no TLS connection; if the certificate is from a private CA, add that CA to \
                 the HTTP settings (`tls_certs_merge`), or to the certificates of the system \
                 (on Linux, the file in `SSL_CERT_FILE` replaces these)"
            }
            Self::Proxy => {
                "the proxy refused to connect; if it asks for a user, give it one in \
                 `HTTPS_PROXY` (`http://USER:PASSWORD@HOST:PORT`), or in the HTTP settings \
                 (`proxy`); `NO_PROXY` names hosts that need no proxy"
            }
            Self::Request => "the request cannot be made",
            Self::Late => "there was no time left to send the request",
            Self::Timeout => "no answer in time",
            Self::Lost => "the connection failed",
        }
    }

    /// Why there is no connection. The errors of rustls have the kind `InvalidData`. The
    /// errors of other TLS libraries are not an [`io::Error`]. The errors of a tunnel and of
    /// a resolver have private types.
    fn of_connecting(source: &reqwest::Error) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(source);
        let mut is_tunnel = false;
        while let Some(error) = cause {
            let io = error.downcast_ref::<io::Error>();
            cause = match io.map(io::Error::kind) {
                Some(io::ErrorKind::InvalidData) => return Self::Tls,
                // Its `source` would skip the inner error itself.
                Some(io::ErrorKind::Other) => io.and_then(io::Error::get_ref).map(|within| {
                    let within: &(dyn Error + 'static) = within;
                    within
                }),
                Some(_) => return Self::Connect,
                None => error.source(),
            };
            let text = error.to_string();
            if text == "dns error" {
                return Self::Connect;
            }
            is_tunnel |= text.starts_with("tunnel error");
        }
        match is_tunnel {
            true => Self::Proxy,
            false if cfg!(feature = "native-tls") && !source.is_timeout() => Self::Tls,
            false => Self::Connect,
        }
    }
}

/// One line, without the causes: they are in [`source`](Error::source).
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.headline())?;
        if let Some(status) = self.status() {
            write!(f, ", after the service began to answer {status}")?;
        }
        if let Some(name) = service::CLIENT_REQUEST_ID {
            write!(f, " ({name} {})", self.client_request_id)?;
        }
        if let Some(reason) = &self.not_retried {
            write!(f, "; not tried again: {reason}")?;
        }
        self.attempts.fmt(f)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
