//! Why there is no token.

use std::fmt;
use std::sync::Arc;

use crate::attempts::Attempts;

/// Why there is no token. Its text never repeats one.
#[derive(Debug, Clone)]
pub struct CredentialError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    /// Of the call that had no token.
    pub(crate) attempts: Attempts,
}

impl CredentialError {
    /// What is missing, and what to do about it, in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            attempts: Attempts::default(),
        }
    }

    /// With the error behind it, which must not repeat a token either.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Arc::new(source)),
            ..self
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token: {}{}", self.message, self.attempts)
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source: &(dyn std::error::Error + 'static) = self.source.as_deref()?;
        Some(source)
    }
}
