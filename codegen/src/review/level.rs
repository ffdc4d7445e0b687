//! How much a change matters on the wire and in Rust, and the direction in which a
//! value travels.

use std::fmt;

use serde::Serialize;

/// How much a change matters to callers on the wire, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Documentation only.
    Docs,
    /// Callers work as before.
    Compatible,
    /// Some callers may have to change.
    Warning,
    /// A difference that no rule covers.
    Unclassified,
    /// Callers that worked before stop working.
    Breaking,
}

/// The direction in which the changed value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the caller to the service.
    Request,
    /// From the service to the caller.
    Response,
    /// Neither, or both.
    None,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Warning => "warning",
            Self::Unclassified => "unclassified",
            Self::Breaking => "breaking",
        })
    }
}

/// What a change does to code that uses the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RustLevel {
    /// The same public items.
    Unchanged,
    /// New public items, and the old ones unchanged.
    Additive,
    /// Code that compiled before may no longer compile.
    Breaking,
    /// Not known, because one of the clients could not be made.
    Unclassified,
}
