//! Tokens from the credentials of Azure's own crates.

use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;

use super::cloud::default_scope;
use super::lifetime::expiry_at;
use crate::text::one_line;
use crate::{AccessToken, Cloud, Credential, CredentialError, GettingToken, Token, TokenRequest};

/// A credential of the crate `azure_identity`, or any other
/// [`TokenCredential`]: a managed identity, a workload identity, a client
/// certificate (feature `azure-core`).
///
/// ```
/// use std::sync::Arc;
/// use azure_core::credentials::TokenCredential;
#[doc = concat!(" use ", env!("CARGO_CRATE_NAME"), "::{AzureCredential, Client, Cloud, Error};")]
///
/// fn client(credential: Arc<dyn TokenCredential>) -> Result<Client, Error> {
///     Client::builder()
///         .credential(AzureCredential::new(Cloud::default(), credential))
///         .build()
/// }
/// ```
#[derive(Debug, Clone)]
pub struct AzureCredential {
    credential: Arc<dyn TokenCredential>,
    scope: String,
}

impl AzureCredential {
    /// Creates a credential for Graph in a cloud. The given credential must belong to that
    /// cloud.
    pub fn new(cloud: Cloud, credential: Arc<dyn TokenCredential>) -> Self {
        Self {
            credential,
            scope: default_scope(cloud),
        }
    }
}

impl Credential for AzureCredential {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async {
            let given = self.credential.get_token(&[&self.scope], None).await;
            let given = given.map_err(|error| {
                CredentialError::new(format!(
                    "the Azure credential: {}",
                    one_line(&error.to_string())
                ))
            })?;
            let token = Token::new(given.token.secret())?;
            // A time before 1970 is replaced by the start of 1970. Both have passed.
            let since_1970 = given.expires_on.unix_timestamp().try_into().unwrap_or(0);
            let expires_at = expiry_at(Duration::from_secs(since_1970));
            Ok(AccessToken::expiring(token, expires_at))
        })
    }
}
