//! What progenitor's code calls. `codegen` removes from that code what needs more of the
//! crate `progenitor-client`, which makes every program larger: it turns on streams and files
//! of reqwest and tokio, and its licence asks who ships a program for its source.

#![allow(dead_code, reason = "not every document has all of this")]

use std::borrow::Cow;

use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::de::DeserializeOwned;

/// The characters that a segment of a path cannot contain (URL Standard, "path
/// percent-encode set"); `/`, which would end it; and `%`, because the text is not encoded
/// yet.
const IN_SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A text as a segment of a path.
pub(crate) fn encode_path(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, IN_SEGMENT).into()
}

/// The body of a success that is not decoded.
pub(crate) struct ByteStream(pub(crate) reqwest::Body);

/// The body of a success.
pub(crate) struct ResponseValue<T>(pub(crate) T);

impl<T: DeserializeOwned> ResponseValue<T> {
    /// Reads JSON.
    pub(crate) async fn from_response(response: reqwest::Response) -> Result<Self, Error> {
        let body = response.bytes().await?;
        match serde_json::from_slice(&body) {
            Ok(value) => Ok(Self(value)),
            Err(cause) => Err(Error::Undecodable(body, cause)),
        }
    }
}

impl ResponseValue<()> {
    pub(crate) fn empty(_: reqwest::Response) -> Self {
        Self(())
    }
}

impl ResponseValue<ByteStream> {
    pub(crate) fn stream(response: reqwest::Response) -> Self {
        Self(ByteStream(response.into()))
    }
}

/// Why progenitor's code returns no value.
pub(crate) enum Error {
    /// The request cannot be made: an argument is not valid where it belongs.
    InvalidRequest(String),
    /// The request cannot be made, or the body of a response did not arrive.
    Http(reqwest::Error),
    /// The body is not JSON of the type.
    Undecodable(Bytes, serde_json::Error),
    /// The status is not the declared one.
    UnexpectedResponse(reqwest::Response),
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl From<http::header::InvalidHeaderValue> for Error {
    fn from(error: http::header::InvalidHeaderValue) -> Self {
        Self::InvalidRequest(error.to_string())
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(error: std::convert::Infallible) -> Self {
        match error {}
    }
}
