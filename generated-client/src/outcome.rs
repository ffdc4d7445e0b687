//! The question that follows a failure: may the action have run?

use std::fmt;

/// Whether the action may have run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No request left this machine: it did not run.
    NotSent,
    /// The service refused: it did not run.
    Refused,
    /// It may have run. Look at `deviceActionResults` of the managed device
    /// before ordering it again.
    Unknown,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "nothing was sent, so the action did not run",
            Self::Refused => "the service refused, so the action did not run",
            Self::Unknown => {
                "the action may have run; read the device's deviceActionResults before ordering it again"
            }
        })
    }
}
