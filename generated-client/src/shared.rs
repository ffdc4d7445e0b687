//! What all calls of a client share.

use std::time::Duration;

use crate::Retries;
use crate::credential::Tokens;
use crate::sleeper::Sleeper;

pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    /// Without a slash at its end.
    pub(crate) service_root: String,
    /// `None` if the caller set no credential. Then no operation needs a token.
    pub(crate) tokens: Option<Tokens>,
    pub(crate) retries: Retries,
    /// How long a call may take, if the caller has set it.
    pub(crate) deadline: Option<Duration>,
    /// How long an attempt may take.
    pub(crate) attempt_limit: Duration,
    pub(crate) sleeper: Sleeper,
}
