//! Why there is no token.

use std::fmt;
use std::sync::Arc;

use crate::attempts::Attempts;
use crate::deadline::Passed;
use crate::text::printable;

/// Why there is no token. Its text never repeats one.
#[derive(Debug, Clone)]
pub struct CredentialError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    is_timeout: bool,
    /// Of the call that had no token.
    pub(crate) attempts: Attempts,
}

impl CredentialError {
    /// What is missing, and what to do about it, in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            is_timeout: false,
            attempts: Attempts::default(),
        }
    }

    /// The credential did not answer before the deadline.
    pub(crate) fn late(deadline: Passed) -> Self {
        let late = Self::new("the credential gave none in time").with_source(deadline);
        Self {
            is_timeout: true,
            ..late
        }
    }

    /// Whether the deadline of the call passed before the credential answered.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// With the error behind it, which must not repeat a token either.
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
