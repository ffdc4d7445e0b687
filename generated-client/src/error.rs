//! One error for everything that can go wrong. What it says in full is
//! [`Report`](crate::Report)'s concern.

use std::fmt;
use std::time::Duration;

use crate::attempts::{Attempt, Attempts};
use crate::retry_after::retry_after;
use crate::text::one_line;
use crate::types::error::ConversionError;
use crate::{CredentialError, Outcome, ServiceError, service};

/// Why a call, or the making of a client, failed.
///
/// The variants tell apart who can do something about it: the program
/// ([`InvalidArgument`](Self::InvalidArgument),
/// [`Configuration`](Self::Configuration)), whoever signed in
/// ([`Credential`](Self::Credential)), the network
/// ([`Transport`](Self::Transport)), or whoever runs the service
/// ([`Service`](Self::Service)). [`outcome`](Self::outcome) says for each of
/// them whether the call may have taken effect. `Display` is one line; the token
/// is in none of it.
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
        /// What became of each attempt.
        attempts: Attempts,
    },
    /// The service answered, but not with the success that the document
    /// declares.
    Service(Box<ServiceError>),
}

impl Error {
    /// Whether the call may have taken effect: once an attempt may have, the call
    /// may have, whatever became of later attempts.
    pub fn outcome(&self) -> Outcome {
        let last = self.last_outcome();
        self.all_attempts()
            .map_or(last, |attempts| attempts.outcome(last))
    }

    /// The attempts of the call, in their order; none if it did not come to an attempt.
    pub fn attempts(&self) -> &[Attempt] {
        self.all_attempts().map_or(&[], |attempts| attempts)
    }

    /// How long the service asks to wait (`Retry-After`, RFC 9110, section 10.2.3);
    /// a year at most, whatever it says.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.service()?.headers())
    }

    pub(crate) fn all_attempts(&self) -> Option<&Attempts> {
        match self {
            Self::Credential(error) => Some(&error.attempts),
            Self::Transport { attempts, .. } => Some(attempts),
            Self::Service(error) => Some(&error.attempts),
            Self::InvalidArgument { .. } | Self::Configuration { .. } => None,
        }
    }

    /// After these attempts, of which this is the last.
    pub(crate) fn after(mut self, all: Attempts) -> Self {
        match &mut self {
            Self::Credential(error) => error.attempts = all,
            Self::Transport { attempts, .. } => *attempts = all,
            Self::Service(error) => error.attempts = all,
            Self::InvalidArgument { .. } | Self::Configuration { .. } => {}
        }
        self
    }

    /// The outcome in words, and what to do about it.
    pub(crate) fn outcome_in_words(&self) -> String {
        let outcome = self.outcome();
        self.all_attempts()
            .map_or_else(|| outcome.to_string(), |attempts| attempts.advice(outcome))
    }

    /// The id of the request of the last attempt.
    pub(crate) fn client_request_id(&self) -> Option<&str> {
        match self {
            Self::Transport {
                client_request_id, ..
            } => Some(client_request_id),
            Self::Service(error) => Some(error.client_request_id()),
            _ => None,
        }
    }

    /// What became of the last attempt.
    pub(crate) fn last_outcome(&self) -> Outcome {
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
            attempts: Attempts::default(),
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
                attempts,
            } => {
                write_transport(f, source, client_request_id)?;
                if let Some(reason) = why_not_retried {
                    write!(f, "; not tried again: {reason}")?;
                }
                attempts.fmt(f)
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
    f.write_str(what)?;
    if let Some(name) = service::CLIENT_REQUEST_ID {
        write!(f, " ({name} {client_request_id})")?;
    }
    let mut cause = std::error::Error::source(source);
    while let Some(error) = cause {
        write!(f, ": {}", one_line(&error.to_string()))?;
        cause = error.source();
    }
    Ok(())
}
