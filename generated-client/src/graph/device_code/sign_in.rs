//! What a person has to do to sign in.

use std::fmt;
use std::time::Duration;

/// What a person has to do to sign in. `Display` writes it as one sentence.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignIn {
    /// The page to open, in any browser on any machine.
    pub url: String,
    /// The code to enter there.
    pub code: String,
    /// How long the code is valid.
    pub expires_in: Duration,
}

impl fmt::Display for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, code, .. } = self;
        let minutes = self.expires_in.as_secs().div_ceil(60);
        write!(
            f,
            "To sign in, open {url} and enter the code {code} within {minutes} minutes."
        )
    }
}
