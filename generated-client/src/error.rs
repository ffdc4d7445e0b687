//! One error for everything that can go wrong. What it says in full is
//! [`Report`](crate::Report)'s concern.

use std::fmt;
use std::time::Duration;

use crate::text::one_line;
use crate::types::error::ConversionError;
use crate::{CredentialError, Outcome, ServiceError};

/// Why a call, or the making of a client, failed.
///
/// The variants tell apart who can do something about it: the program
/// ([`InvalidArgument`](Self::InvalidArgument),
/// [`Configuration`](Self::Configuration)), whoever signed in
/// ([`Credential`](Self::Credential)), the network
/// ([`Transport`](Self::Transport)), or whoever runs the tenant and the service
/// ([`Service`](Self::Service)). [`outcome`](Self::outcome) says for each of
/// them whether the action may have run. `Display` is one line; the token is
/// in none of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// An argument cannot travel; nothing was sent.
    #[non_exhaustive]
    InvalidArgument {
        /// Which argument, and why.
        message: String,
    },
    /// The client cannot be built.
    #[non_exhaustive]
    Configuration {
        /// What is missing or refused.
        message: String,
        /// What reqwest said, if it was reqwest.
        source: Option<reqwest::Error>,
    },
    /// There is no token; nothing was sent.
    Credential(CredentialError),
    /// No complete answer arrived.
    #[non_exhaustive]
    Transport {
        /// What reqwest said.
        source: reqwest::Error,
        /// The id this crate gave the request, a GUID.
        client_request_id: String,
        /// Why a call that may be tried again was not: there is not enough left
        /// of [`Retries::max_wait`](crate::Retries::max_wait).
        why_not_retried: Option<String>,
    },
    /// The service answered, but not with the success that the document
    /// declares.
    Service(Box<ServiceError>),
}

impl Error {
    /// Whether the action may have run.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::InvalidArgument { .. } | Self::Configuration { .. } | Self::Credential(_) => {
                Outcome::NotSent
            }
            Self::Transport { source, .. } if source.is_connect() || source.is_builder() => {
                Outcome::NotSent
            }
            Self::Transport { .. } => Outcome::Unknown,
            Self::Service(error) => error.outcome(),
        }
    }

    /// What the service answered, if it did.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// A request that came to nothing.
    pub(crate) fn transport(source: reqwest::Error, client_request_id: String) -> Self {
        Self::Transport {
            source,
            client_request_id,
            why_not_retried: None,
        }
    }

    /// Takes down that the next wait would be too long.
    pub(crate) fn not_retried(&mut self, wait: Duration, left: Duration) {
        let (wait, left) = (wait.as_secs_f64().ceil(), left.as_secs());
        let reason = format!("the wait would be {wait} seconds, and {left} are left for waiting");
        match self {
            Self::Service(error) => error.not_retried = Some(reason),
            Self::Transport {
                why_not_retried, ..
            } => *why_not_retried = Some(reason),
            _ => {}
        }
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::Configuration {
            message: message.into(),
            source: None,
        }
    }
}

/// An identifier that was refused; so that `?` serves for parsing and calling.
impl From<ConversionError> for Error {
    fn from(error: ConversionError) -> Self {
        Self::InvalidArgument {
            message: error.to_string(),
        }
    }
}

/// Written out: `thiserror` would cost whoever depends on this crate a second of
/// a cold build.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidArgument { message } => f.write_str(message),
            Self::Configuration { message, .. } => {
                write!(f, "the client cannot be built: {message}")
            }
            Self::Credential(error) => error.fmt(f),
            Self::Transport {
                source,
                client_request_id,
                why_not_retried,
            } => {
                write_transport(f, source, client_request_id)?;
                match why_not_retried {
                    Some(reason) => write!(f, "; not tried again: {reason}"),
                    None => Ok(()),
                }
            }
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Configuration { source, .. } => Some(source.as_ref()?),
            Self::Transport { source, .. } => Some(source),
            Self::Credential(error) => error.source(),
            Self::InvalidArgument { .. } | Self::Service(_) => None,
        }
    }
}

/// What happened, the id, and every cause down to the innermost.
fn write_transport(
    f: &mut fmt::Formatter<'_>,
    source: &reqwest::Error,
    client_request_id: &str,
) -> fmt::Result {
    let what = match source {
        source if source.is_connect() => "cannot connect",
        source if source.is_timeout() => "no answer in time",
        _ => "the connection failed",
    };
    write!(f, "{what} (client-request-id {client_request_id})")?;
    let mut cause = std::error::Error::source(source);
    while let Some(error) = cause {
        write!(f, ": {}", one_line(&error.to_string()))?;
        cause = error.source();
    }
    Ok(())
}
