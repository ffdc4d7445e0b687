//! What the embedded server knows of each operation: how it is asked for and what it
//! answers. The table is generated from the document; this is what it is made of.

use std::pin::Pin;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use super::written::Written;
use crate::Client;
use crate::style::Style;

/// What is known of an operation.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) parameters: &'static [Parameter],
    pub(super) body: Option<Body>,
    /// None if no example of its body could be made.
    pub(super) success: Option<Success>,
    /// A call of it; none if no example of what it takes could be made.
    pub(super) example: Option<Example>,
}

/// A call by the document's examples.
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

/// What a parameter is made of.
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

/// A success of the document: an example, or one that was made up.
#[derive(Debug)]
pub(super) struct Success {
    pub(super) status: u16,
    /// The media type and the text.
    pub(super) body: Option<(&'static str, &'static str)>,
}

/// A value as it came.
#[allow(
    dead_code,
    reason = "not every document has operations that take something"
)]
pub(super) enum Given<'g> {
    Json(&'g [u8]),
    Written(Written),
}

/// Says why a value is none of a generated type.
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
        // Of the whole, or of what could not be read so far.
        Err((path, error)) if path == "." || path == "?" => Err(error),
        Err((path, error)) => Err(format!("`{path}`: {error}")),
    }
}
