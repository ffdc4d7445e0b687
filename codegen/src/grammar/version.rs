//! The version of a document, which decides which grammar applies.

use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::{Node, Value};

/// The version of a document.
pub(super) enum Version {
    /// A supported version.
    Supported,
    /// An unsupported version; nothing else is reported for the document.
    Other(Diagnostic),
    /// No version that can be understood.
    Unknown(Diagnostic),
}

pub(super) fn check(root: &Node) -> Version {
    const HELP: &str = "write `openapi: 3.0.3` and describe the API in terms of OpenAPI 3.0.3";
    const START: &str = "start the document with `openapi: 3.0.3`";
    if !matches!(root.value, Value::Map(_)) {
        return Version::Unknown(Diagnostic::new(
            Rule::WrongValue,
            root,
            format!(
                "an OpenAPI document must be a mapping, found {}",
                root.value
            ),
            START,
        ));
    }
    let Some(version) = root.get("openapi") else {
        return match root.get("swagger") {
            Some(swagger) => Version::Other(Diagnostic::new(
                Rule::UnsupportedVersion,
                swagger,
                "this is Swagger 2.0; only OpenAPI 3.0 is supported",
                HELP,
            )),
            None => Version::Unknown(Diagnostic::new(
                Rule::MissingField,
                root,
                "the OpenAPI Object has no `openapi` field",
                START,
            )),
        };
    };
    match version.as_str() {
        Some(text) if text.starts_with("3.0.") => Version::Supported,
        Some(text) => Version::Other(Diagnostic::new(
            Rule::UnsupportedVersion,
            version,
            format!("OpenAPI {text} is not supported, only OpenAPI 3.0"),
            HELP,
        )),
        None => Version::Unknown(Diagnostic::new(
            Rule::WrongValue,
            version,
            format!("`openapi` must be a string, found {}", version.value),
            HELP,
        )),
    }
}
