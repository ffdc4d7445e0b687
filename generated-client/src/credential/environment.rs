//! A token from the environment of the process.

use std::env;

use super::source::{AccessToken, Credential, GettingToken, TokenRequest};
use crate::{CredentialError, Token};

/// A token from an environment variable. The first call reads the variable, and so does the
/// call after the service refused the token with `401`.
#[derive(Debug, Clone)]
pub struct EnvironmentVariable {
    name: String,
}

impl EnvironmentVariable {
    /// Uses the variable with this name. It contains the token without the word `Bearer`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

impl Credential for EnvironmentVariable {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async {
            let name = &self.name;
            let text = env::var(name).map_err(|_| {
                CredentialError::new(format!(
                    "the environment variable {name} contains no token: put one into it"
                ))
            })?;
            let token = Token::new(text.trim()).map_err(|error| {
                CredentialError::new(format!("the environment variable {name}: {error}"))
            })?;
            Ok(AccessToken::lasting(token))
        })
    }
}
