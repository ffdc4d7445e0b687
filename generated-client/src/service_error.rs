//! What the service answered when it was not a success. The error around it,
//! and the outcome's meaning, are [`Error`](crate::Error)'s.

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::Outcome;
use crate::error::one_line;
use crate::response::request_id;
use crate::types::ODataError;

/// An answer that is not a success the document declares: `3xx`, `4xx`, `5xx`,
/// a success of another kind such as `202`, or a success whose body is not what
/// the document says.
#[derive(Debug)]
pub struct ServiceError {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    body_is_complete: bool,
    odata: Option<ODataError>,
    client_request_id: String,
    undecodable: Option<String>,
}

impl ServiceError {
    /// How much of an error's body is kept, in bytes.
    pub const BODY_LIMIT_BYTES: usize = 64 * 1024;

    /// Reads an answer up to the limit. What is lost on the way costs the rest
    /// of the body, never status and headers.
    pub(crate) async fn read(mut response: reqwest::Response, client_request_id: String) -> Self {
        let mut body = Vec::new();
        let body_is_complete = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = Self::BODY_LIMIT_BYTES - body.len();
                    body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    if chunk.len() > room {
                        break false;
                    }
                }
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            odata: serde_json::from_slice(&body).ok(),
            body,
            body_is_complete,
            client_request_id,
            undecodable: None,
        }
    }

    /// A declared success whose body is not what the document says.
    pub(crate) fn undecodable(
        status: StatusCode,
        headers: HeaderMap,
        mut body: Vec<u8>,
        client_request_id: String,
        cause: String,
    ) -> Self {
        let body_is_complete = body.len() <= Self::BODY_LIMIT_BYTES;
        body.truncate(Self::BODY_LIMIT_BYTES);
        Self {
            status,
            headers,
            body,
            body_is_complete,
            odata: None,
            client_request_id,
            undecodable: Some(cause),
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came: JSON, HTML from a gateway, or nothing. At most
    /// [`BODY_LIMIT_BYTES`](Self::BODY_LIMIT_BYTES).
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether [`body`](Self::body) is all that was sent: it was neither cut at
    /// the limit nor lost on the way.
    pub fn body_is_complete(&self) -> bool {
        self.body_is_complete
    }

    /// The decoded error, if the body is one.
    pub fn odata(&self) -> Option<&ODataError> {
        self.odata.as_ref()
    }

    /// Graph's own id of the request (`request-id`). Quote it to Microsoft's
    /// support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The id this crate gave the request, a GUID.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match self.status.as_u16() {
            300..=499 => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered {}", self.status)?;
        if let Some(cause) = &self.undecodable {
            write!(
                f,
                " with a body that cannot be decoded: {}",
                one_line(cause)
            )?;
        } else if let Some(ODataError { error }) = &self.odata {
            write!(
                f,
                ": {}: {}",
                one_line(&error.code),
                one_line(&error.message)
            )?;
        } else if self.status.is_success() || self.status.is_redirection() {
            f.write_str(", which is not a success of this operation")?;
        }
        write!(f, " (request-id {}", self.request_id().unwrap_or("none"))?;
        write!(f, ", client-request-id {})", self.client_request_id)
    }
}
