//! A token from the Azure CLI, of whoever signed in with `az login`.

use std::ffi::OsString;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::source::{AccessToken, Credential, GettingToken, resource};
use crate::text::one_line;
use crate::{Cloud, CredentialError, Token};

/// Asks `az account get-access-token` for a token.
///
/// The CLI's own app is preauthorised for few permissions, and the one that this
/// action needs is probably not among them for a user; a service principal with
/// the app role works (`az login --service-principal`).
#[derive(Debug, Clone)]
pub struct AzureCli {
    program: OsString,
    resource: &'static str,
}

impl AzureCli {
    /// For the Graph of a cloud; the CLI must be signed in to that cloud.
    pub fn new(cloud: Cloud) -> Self {
        Self {
            program: "az".into(),
            resource: resource(cloud),
        }
    }

    /// Another program than the `az` on the `PATH`.
    #[must_use]
    pub fn program(mut self, program: impl Into<OsString>) -> Self {
        self.program = program.into();
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args([
                "account",
                "get-access-token",
                "--output",
                "json",
                "--resource",
            ])
            .arg(self.resource);
        command
    }
}

impl Credential for AzureCli {
    fn token(&self) -> GettingToken<'_> {
        Box::pin(async {
            let mut command = self.command();
            let output = tokio::task::spawn_blocking(move || command.output())
                .await
                .map_err(|error| CredentialError::new(format!("the Azure CLI: {error}")))?
                .map_err(|error| {
                    CredentialError::new(format!(
                        "the Azure CLI cannot be run: {error}; install it, and run `az login`"
                    ))
                })?;
            read(&output)
        })
    }
}

fn read(output: &Output) -> Result<AccessToken, CredentialError> {
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = one_line(said.trim());
        return Err(CredentialError::new(format!(
            "the Azure CLI gives no token: {said}"
        )));
    }
    let printed: Value = String::from_utf8_lossy(&output.stdout)
        .parse()
        .unwrap_or_default();
    // What it printed could be the token: no error repeats it.
    let token = printed["accessToken"].as_str().ok_or_else(|| {
        CredentialError::new("the Azure CLI printed something else than a token; update it")
    })?;
    let token = Token::new(token)?;
    // In seconds since 1970. Before version 2.54, the CLI gave a local time only;
    // tokens live an hour or more, and it renews its own in time.
    let expires_at = match printed["expires_on"].as_u64() {
        Some(seconds) => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        None => SystemTime::now() + Duration::from_secs(10 * 60),
    };
    Ok(AccessToken::expiring(token, expires_at))
}
