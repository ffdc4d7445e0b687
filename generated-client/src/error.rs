//! One error type for everything that can go wrong. The full report of an error is in
//! [`Report`](crate::Report).

use std::fmt;
use std::time::Duration;

use crate::attempts::{Attempt, Attempts};
use crate::deadline::Passed;
use crate::retry_after::retry_after;
use crate::text::printable;
use crate::types::error::ConversionError;
use crate::{CredentialError, Outcome, ServiceError, TransportError};

/// Why a call failed, or why a client could not be built.
///
/// The variants say where the cause is: in the program
/// ([`InvalidArgument`](Self::InvalidArgument), [`Configuration`](Self::Configuration)), in
/// the sign-in ([`Credential`](Self::Credential)), in the network
/// ([`Transport`](Self::Transport)), or in the service ([`Service`](Self::Service)).
/// [`outcome`](Self::outcome) says whether the call may have taken effect, for every
/// variant.
///
/// `Display` writes one printable line, whatever the service sent, without the causes:
/// they are in [`source`](std::error::Error::source). [`report`](Self::report) writes
/// everything. Neither of them contains the token.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// An argument cannot be sent. No request was sent.
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
        /// The error of the HTTP client, if it refused the settings.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// There is no token.
    Credential(CredentialError),
    /// No complete response arrived.
    Transport(Box<TransportError>),
    /// The service sent a response, but not a success that the document declares.
    Service(Box<ServiceError>),
}

impl Error {
    /// Whether the call may have taken effect. If one attempt may have taken effect, the
    /// call may have taken effect, whatever the result of later attempts.
    pub fn outcome(&self) -> Outcome {
        let last = self.last_outcome();
        self.all_attempts()
            .map_or(last, |attempts| attempts.outcome(last))
    }

    /// The attempts of the call, in order. Empty if there was no attempt.
    pub fn attempts(&self) -> &[Attempt] {
        self.all_attempts().map_or(&[], |attempts| attempts)
    }

    /// Whether the response or the token took too long.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Credential(error) => error.is_timeout(),
            Self::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether the last attempt got no connection.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// How long the service asks to wait (`Retry-After`, RFC 9110, section 10.2.3). A longer
    /// wait than one year is returned as one year.
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

    /// Adds the attempts of the call. This error is the result of the last one.
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

    /// The outcome of the last attempt.
    pub(crate) fn last_outcome(&self) -> Outcome {
        match self {
            Self::InvalidArgument { .. } | Self::Configuration { .. } | Self::Credential(_) => {
                Outcome::NotSent
            }
            Self::Transport(error) => error.outcome(),
            Self::Service(error) => error.outcome(),
        }
    }

    /// The response of the service, if there was one.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// An error of the HTTP client for a request.
    pub(crate) fn transport(source: reqwest::Error, client_request_id: String) -> Self {
        let error = TransportError::of_http(source, client_request_id);
        Self::Transport(Box::new(error))
    }

    /// A request that took longer than a limit of this crate.
    pub(crate) fn late(limit: Passed, client_request_id: String) -> Self {
        Self::Transport(Box::new(TransportError::late(limit, client_request_id)))
    }

    /// A request for which no time is left.
    pub(crate) fn unsent(limit: Passed, client_request_id: String) -> Self {
        Self::Transport(Box::new(TransportError::unsent(limit, client_request_id)))
    }

    /// Records why the client did not send the request again.
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

/// An identifier that was refused. With this, `?` works for parsing and for calling.
impl From<ConversionError> for Error {
    fn from(error: ConversionError) -> Self {
        Self::InvalidArgument {
            message: error.to_string(),
        }
    }
}

/// Written by hand: `thiserror` would add a second to a cold build of every program that
/// depends on this crate.
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
