//! A token from the Azure CLI, of whoever signed in with `az login`.

use std::ffi::OsString;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::{AccessToken, Credential, CredentialError, GettingToken};
use crate::error::one_line;
use crate::{Cloud, Token};

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
            resource: super::resource(cloud),
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

/// What the CLI prints; `expires_on` is in seconds since 1970.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Printed {
    access_token: String,
    #[serde(rename = "expires_on")]
    expires_on: Option<u64>,
}

fn read(output: &Output) -> Result<AccessToken, CredentialError> {
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = one_line(said.trim());
        return Err(CredentialError::new(format!(
            "the Azure CLI gives no token: {said}"
        )));
    }
    // The text of the error could repeat the token.
    let printed: Printed = serde_json::from_slice(&output.stdout).map_err(|_| {
        CredentialError::new("the Azure CLI printed something else than a token; update it")
    })?;
    let token = Token::new(printed.access_token)?;
    // Before version 2.54, the CLI gave a local time only; tokens live an hour
    // or more, and it renews its own in time.
    let expires_at = match printed.expires_on {
        Some(seconds) => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        None => SystemTime::now() + Duration::from_secs(10 * 60),
    };
    Ok(AccessToken::expiring(token, expires_at))
}
