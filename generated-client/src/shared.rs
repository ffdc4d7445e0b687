//! What all calls of a client share.

use crate::Retries;
use crate::credential::Tokens;
use crate::sleeper::Sleeper;

pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    /// Without a slash at its end.
    pub(crate) service_root: String,
    pub(crate) tokens: Tokens,
    pub(crate) retries: Retries,
    pub(crate) sleeper: Sleeper,
}
