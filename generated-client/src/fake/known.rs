//! What the embedded server knows about each operation: what it takes and what it returns.
//! The table is generated from the document. These are its types.

use std::pin::Pin;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use super::written::Written;
use crate::Client;
use crate::style::Style;

/// What is known about an operation.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) parameters: &'static [Parameter],
    pub(super) body: Option<Body>,
    /// `None` if no example of its body could be made.
    pub(super) success: Option<Success>,
    /// Calls the operation. `None` if no example of its arguments could be made.
    pub(super) example: Option<Example>,
}

/// Makes a call with the document's examples.
pub(super) type Example = fn(&Client) -> Calling<'_>;

type Calling<'c> = Pin<
    Box<
        dyn Future<Output = Result<StatusCode, Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'c,
    >,
>;

/// A parameter, as the document describes it.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) location: Location,
    pub(super) is_required: bool,
    pub(super) style: Style,
    pub(super) is_exploded: bool,
    pub(super) shape: Shape,
    pub(super) reads: Reads,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every document has all of them")]
pub(super) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// The kind of value that a parameter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every document has all of them")]
pub(super) enum Shape {
    Scalar,
    List,
    Object,
}

/// A request body, as the document describes it.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) is_required: bool,
    pub(super) encoding: Encoding,
    pub(super) reads: Reads,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every document has all of them")]
pub(super) enum Encoding {
    Json,
    Form,
    Text,
    Bytes,
}

/// A success: the document's example, or an example made from the schema.
#[derive(Debug)]
pub(super) struct Success {
    pub(super) status: u16,
    /// The media type and the text of the body.
    pub(super) body: Option<(&'static str, &'static str)>,
}

/// A received value.
#[allow(
    dead_code,
    reason = "not every document has operations that take something"
)]
pub(super) enum Given<'g> {
    Json(&'g [u8]),
    Written(Written),
}

/// Checks a value against a generated type. The error says why it does not fit.
pub(super) type Reads = fn(Given<'_>) -> Result<(), String>;

/// Reads a value as a generated type.
#[allow(
    dead_code,
    reason = "not every document has operations that take something"
)]
pub(super) fn reads<T: DeserializeOwned>(given: Given<'_>) -> Result<(), String> {
    let read: Result<T, _> = match given {
        Given::Json(bytes) => {
            let mut json = serde_json::Deserializer::from_slice(bytes);
            let read = serde_path_to_error::deserialize(&mut json);
            let read = read.map_err(|error| {
                let path = error.path().to_string();
                (path, error.into_inner().to_string())
            });
            read.and_then(|value| match json.end() {
                Ok(()) => Ok(value),
                Err(error) => Err((".".to_owned(), error.to_string())),
            })
        }
        Given::Written(written) => serde_path_to_error::deserialize(written)
            .map_err(|error| (error.path().to_string(), error.into_inner().to_string())),
    };
    match read {
        Ok(_) => Ok(()),
        // The path of the whole value, or an unknown path.
        Err((path, error)) if path == "." || path == "?" => Err(error),
        Err((path, error)) => Err(format!("`{path}`: {error}")),
    }
}
