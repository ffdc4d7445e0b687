//! Why there is no token.

use std::fmt;
use std::sync::Arc;

use crate::attempts::Attempts;
use crate::deadline::Passed;
use crate::text::printable;

/// Why there is no token. The text never contains a token.
#[derive(Debug, Clone)]
pub struct CredentialError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    is_timeout: bool,
    /// The attempts of the call that got no token.
    pub(crate) attempts: Attempts,
}

impl CredentialError {
    /// Creates an error from one line that says what is missing and what to do about it.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            is_timeout: false,
            attempts: Attempts::default(),
        }
    }

    /// The credential did not return before the deadline.
    pub(crate) fn late(deadline: Passed) -> Self {
        let late = Self::new("the credential did not return a token in time").with_source(deadline);
        Self {
            is_timeout: true,
            ..late
        }
    }

    /// Whether the deadline of the call passed before the credential returned.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// Adds the error that caused this one. Its text must not contain a token either.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.caused_by(Box::new(source))
    }

    pub(crate) fn caused_by(self, source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self {
            source: Some(Arc::from(source)),
            ..self
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token: {}{}", printable(&self.message), self.attempts)
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source: &(dyn std::error::Error + 'static) = self.source.as_deref()?;
        Some(source)
    }
}
