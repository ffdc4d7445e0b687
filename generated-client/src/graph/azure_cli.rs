//! A token from the Azure CLI, for the account that signed in with `az login`.

#[cfg(unix)]
mod on_unix;
#[cfg(not(unix))]
mod on_windows;
mod run;

use std::ffi::OsString;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use self::run::{Failure, run};
use super::cloud::resource;
use super::lifetime::{expiry_at, seconds};
use super::tenant::tenant;
use crate::text::one_line;
use crate::{
    AccessToken, Cloud, Credential, CredentialError, Error, GettingToken, Token, TokenRequest,
};

/// How long the CLI may take by default. It usually takes a few seconds, and longer if it
/// has to renew its own tokens over a slow network.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// How long a token is used if its expiry in the output of the CLI cannot be read. Before
/// version 2.54, the CLI printed only a local time. Tokens are valid for an hour or more, and
/// the CLI renews its own tokens in time.
const UNKNOWN_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Gets tokens with `az account get-access-token`.
///
/// The CLI's own app is preauthorised for few permissions. The token of a user probably lacks
/// the permission that this action needs. A service principal with the app role works
/// (`az login --service-principal`).
///
/// The CLI is stopped, with all processes that it started, if it takes longer than the time
/// limit, or if the call that waits for it is dropped. On Unix, it is also stopped if your
/// program is killed.
#[derive(Debug, Clone)]
pub struct AzureCli {
    program: OsString,
    resource: &'static str,
    tenant: Option<String>,
    time_limit: Duration,
}

impl AzureCli {
    /// Creates a credential for Graph in a cloud. The CLI must be signed in to that cloud.
    pub fn new(cloud: Cloud) -> Self {
        Self {
            program: program_on(std::env::consts::FAMILY).into(),
            resource: resource(cloud),
            tenant: None,
            time_limit: TIME_LIMIT,
        }
    }

    /// Sets another program than `az` (on Windows, `az.cmd`) on the `PATH`.
    #[must_use]
    pub fn program(mut self, program: impl Into<OsString>) -> Self {
        self.program = program.into();
        self
    }

    /// Sets another tenant (its id or one of its domains) than that of the CLI's current
    /// subscription.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the tenant is neither an id nor a domain.
    pub fn tenant(mut self, name: impl Into<String>) -> Result<Self, Error> {
        self.tenant = Some(tenant(name.into())?);
        Ok(self)
    }

    /// Sets how long the CLI may take. The default is 60 seconds. After that, the CLI is
    /// stopped, and the call fails.
    #[must_use]
    pub fn time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
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
        if let Some(tenant) = &self.tenant {
            command.args(["--tenant", tenant]);
        }
        command
    }

    fn explained(&self, failure: Failure) -> CredentialError {
        match failure {
            Failure::Start(error) => CredentialError::new(format!(
                "the Azure CLI cannot be run: {error}; install it, and run `az login`"
            )),
            Failure::Time => CredentialError::new(format!(
                "the Azure CLI did not finish within {:?} and was stopped; run `az account get-access-token` to see why",
                self.time_limit
            )),
        }
    }
}

impl Credential for AzureCli {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async {
            let output = run(self.command(), self.time_limit).await;
            read(&output.map_err(|failure| self.explained(failure))?)
        })
    }
}

/// The name of the CLI on a platform of this family. On Windows, the CLI is a batch file, and
/// [`Command`] adds only the ending `.exe` to a name. It runs a `.cmd` with the command
/// processor, and escapes the arguments for it.
fn program_on(family: &str) -> &'static str {
    match family {
        "windows" => "az.cmd",
        _ => "az",
    }
}

fn read(output: &Output) -> Result<AccessToken, CredentialError> {
    if !output.status.success() {
        return Err(CredentialError::new(refusal(output)));
    }
    let printed: Value = String::from_utf8_lossy(&output.stdout)
        .parse()
        .unwrap_or_default();
    // The output may contain the token, so no error repeats it.
    let token = printed["accessToken"].as_str().ok_or_else(|| {
        CredentialError::new("the Azure CLI printed something other than a token; update it")
    })?;
    let token = Token::new(token)?;
    let expires_at = match seconds(&printed["expires_on"]) {
        Some(since_1970) => expiry_at(since_1970),
        None => SystemTime::now() + UNKNOWN_LIFETIME,
    };
    Ok(AccessToken::expiring(token, expires_at))
}

/// Why the CLI returned no token, if it says why.
fn refusal(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = one_line(said.trim());
    if !said.is_empty() {
        return format!("the Azure CLI returned no token: {said}");
    }
    let end = match output.status.code() {
        Some(code) => format!("exit code {code}"),
        // The program was ended by a signal. The standard library writes its name.
        None => output.status.to_string(),
    };
    format!(
        "the Azure CLI returned no token and no reason ({end}); run `az account get-access-token` to see why"
    )
}

#[cfg(test)]
mod tests {
    use super::program_on;

    #[test]
    fn the_cli_is_a_batch_file_on_windows_only() {
        for (family, program) in [("windows", "az.cmd"), ("unix", "az"), ("wasm", "az")] {
            assert_eq!(program_on(family), program);
        }
    }
}
