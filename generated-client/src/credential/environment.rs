//! A token from the environment of the process.

use std::env;

use super::source::{AccessToken, Credential, GettingToken, TokenRequest};
use crate::{CredentialError, Token};

/// A token from an environment variable, read when the first call is made.
#[derive(Debug, Clone)]
pub struct EnvironmentVariable {
    name: String,
}

impl EnvironmentVariable {
    /// The token stands in the variable of this name, without `Bearer`.
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
                    "the environment variable {name} holds no token: put one into it"
                ))
            })?;
            let token = Token::new(text.trim()).map_err(|error| {
                CredentialError::new(format!("the environment variable {name}: {error}"))
            })?;
            Ok(AccessToken::lasting(token))
        })
    }
}
