//! Whether a request that failed may have taken effect.

use std::fmt;

/// Whether a call that failed may have taken effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No request left this machine.
    NotSent,
    /// The service refused the request, which had no effect.
    Refused,
    /// The request may have taken effect: an attempt got a `5xx`, a response that the
    /// document does not describe, or no response.
    Unknown,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "nothing was sent",
            Self::Refused => "the service refused the request, which had no effect",
            Self::Unknown => "the request may have taken effect",
        })
    }
}
