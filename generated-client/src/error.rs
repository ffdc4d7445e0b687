//! One error for everything that can go wrong. What it says in full is
//! [`Report`](crate::Report)'s concern.

use std::fmt;
use std::time::Duration;

use crate::attempts::{Attempt, Attempts};
use crate::deadline::Passed;
use crate::retry_after::retry_after;
use crate::text::printable;
use crate::types::error::ConversionError;
use crate::{CredentialError, Outcome, ServiceError, TransportError};

/// Why a call, or the making of a client, failed.
///
/// The variants tell apart who can do something about it: the program
/// ([`InvalidArgument`](Self::InvalidArgument),
/// [`Configuration`](Self::Configuration)), whoever signed in
/// ([`Credential`](Self::Credential)), the network
/// ([`Transport`](Self::Transport)), or whoever runs the service
/// ([`Service`](Self::Service)). [`outcome`](Self::outcome) says for each of
/// them whether the call may have taken effect.
///
/// `Display` is one printable line, whatever the service wrote, and leaves the causes to
/// [`source`](std::error::Error::source); [`report`](Self::report) has all of it. The
/// token is in none of it.
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
        /// What the HTTP client said, if it refused.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// There is no token.
    Credential(CredentialError),
    /// No complete answer arrived.
    Transport(Box<TransportError>),
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

    /// Whether the answer, or the token, took too long.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Credential(error) => error.is_timeout(),
            Self::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether there was no connection in the last attempt.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// How long the service asks to wait (`Retry-After`, RFC 9110, section 10.2.3);
    /// a year at most, whatever it says.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.service()?.headers())
    }

    pub(crate) fn all_attempts(&self) -> Option<&Attempts> {
        match self {
            Self::Credential(error) => Some(&error.attempts),
            Self::Transport(error) => Some(&error.attempts),
            Self::Service(error) => Some(&error.attempts),
            Self::InvalidArgument { .. } | Self::Configuration { .. } => None,
        }
    }

    /// After these attempts, of which this is the last.
    pub(crate) fn after(mut self, all: Attempts) -> Self {
        match &mut self {
            Self::Credential(error) => error.attempts = all,
            Self::Transport(error) => error.attempts = all,
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
            Self::Transport(error) => Some(error.client_request_id()),
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
            Self::Transport(error) => error.outcome(),
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
        let error = TransportError::of_http(source, client_request_id);
        Self::Transport(Box::new(error))
    }

    /// A request that took longer than a limit of ours.
    pub(crate) fn late(limit: Passed, client_request_id: String) -> Self {
        Self::Transport(Box::new(TransportError::late(limit, client_request_id)))
    }

    /// A request for which no time is left.
    pub(crate) fn unsent(limit: Passed, client_request_id: String) -> Self {
        Self::Transport(Box::new(TransportError::unsent(limit, client_request_id)))
    }

    /// Takes down why the call was not tried again.
    pub(crate) fn not_retried(&mut self, reason: String) {
        match self {
            Self::Service(error) => error.not_retried = Some(reason),
            Self::Transport(error) => error.not_retried = Some(reason),
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
            Self::InvalidArgument { message } => f.write_str(&printable(message)),
            Self::Configuration { message, .. } => {
                write!(f, "the client cannot be built: {}", printable(message))
            }
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Configuration { source, .. } => {
                let source: &(dyn std::error::Error + 'static) = source.as_deref()?;
                Some(source)
            }
            Self::Transport(error) => error.source(),
            Self::Credential(error) => error.source(),
            Self::Service(error) => error.source(),
            Self::InvalidArgument { .. } => None,
        }
    }
}
